"""In which form single step is solved: with matrices while they are small, else by markers.

Both have the same solutions. Matrices are quick to multiply with and fit any sweep, but grow with
the square of the genotyped; by markers two bits a genotype and some vectors are enough, and each
iteration reads all genotypes. The choice, what it needs and what the machine had are told.
"""

import os
from pathlib import Path

from milkshed.breeding.actions.evaluation.genomic_samples import Taking
from milkshed.breeding.actions.evaluation.population import Population
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.science.single_step import Genotyped, join_genotyped, relate_genotyped
from milkshed.kernel.text import Text

DENSE, MARKERS = "dense", "markers"
FORMS = {
    DENSE: Text("稠密矩阵", "dense matrices"),
    MARKERS: Text("标记效应（不形成矩阵）", "marker effects, no matrix formed"),
}
_MATRICES = 8
_VECTORS = 10
_GIB = 2**30


def chosen_form(
    taking: Taking, population: Population, traits: int, rules: BreedingRules
) -> dict[str, object] | Text:
    """The form with its reason, as a manifest keeps it; why none where neither fits in memory.

    ``traits``: of the block that has most of them.
    """
    genotyped, markers = len(taking.members), len(taking.store.markers)
    most = round(rules.high("genomic.dense"))
    free = free_memory()
    dense = _MATRICES * 8 * genotyped**2
    core = min(rules.whole("genomic.core"), genotyped)
    by_markers = (
        taking.store.packed.nbytes
        + 2 * 4 * genotyped * core
        + _VECTORS * 8 * traits * (len(population.pedigree) + markers)
    )
    asked = {DENSE: dense, MARKERS: by_markers}
    if genotyped <= most and dense <= free:
        name = DENSE
        why = Text(
            f"已分型{genotyped}头，不超过{most}头，矩阵约{_gib(dense)}",
            f"{genotyped} genotyped, at most {most}; matrices of some {_gib(dense)}",
        )
    elif by_markers <= free:
        name = MARKERS
        why = (
            Text(f"已分型{genotyped}头，多于{most}头", f"{genotyped} genotyped, more than {most}")
            if genotyped > most
            else Text(
                f"矩阵约需{_gib(dense)}，可用内存{_gib(free)}",
                f"matrices need some {_gib(dense)}, {_gib(free)} are free",
            )
        )
    else:
        least = min(dense, by_markers) if genotyped <= most else by_markers
        return Text(
            f"基因组评估约需内存{_gib(least)}，可用{_gib(free)}，"
            "本期不公布基因组育种值；请换用内存更大的机器",
            f"The genomic evaluation needs some {_gib(least)} of memory, {_gib(free)} are free: no "
            f"genomic value is published; use a larger machine",
        )
    return {
        "name": name,
        "zh": why.zh,
        "en": why.en,
        "bytes": asked[name],
        "rule": rules.source("genomic.dense"),
    }


def _gib(size: int) -> str:
    small = size < _GIB / 10
    return f"{size / 2**20:.1f} MiB" if small else f"{size / _GIB:.1f} GiB"


def free_memory() -> int:
    """Bytes that a program can take now without pushing others out."""
    told = Path("/proc/meminfo")
    if told.exists():
        for line in told.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def related(taking: Taking, population: Population, form: str, rules: BreedingRules) -> Genotyped:
    """The genotyped of a run in the form of that name."""
    f = population.relatives.inverse.f
    share = rules.value("genomic.pedigree_share")
    if form == DENSE:
        return relate_genotyped(
            population.pedigree, taking.members, taking.store, f=f, pedigree_share=share
        )
    return join_genotyped(
        population.pedigree, taking.members, taking.store, f=f, pedigree_share=share,
        core=rules.whole("genomic.core"),
    )  # fmt: skip
