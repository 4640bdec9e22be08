"""Genotypes of the demonstration: bulls and some of their daughters, on two chips.

Genes are handed down, linked along the chromosomes, from invented founders, ordered as the yields
of the bulls' daughters are. A daughter's are drawn some times over and the draw is kept whose merit
by invented effects of the markers lies nearest to her yield, so that genomic values have something
to find. Some of the daughters are typed on a chip with every fourth marker only.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from milkshed.breeding.actions.samples import load_genotypes, move_samples, order_sample
from milkshed.breeding.models import GenotypeSample
from milkshed.breeding.science.genotype_files import LaboratoryGenotypes
from milkshed.breeding.science.marker_map import MarkerMap
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.simulation import crossing_over, gametes, simulate_haplotypes
from milkshed.platform.models import Person

_CHROMOSOMES = ("1", "2", "3")
_ON_EACH = 200
_MARKERS = _ON_EACH * len(_CHROMOSOMES)
_APART_BASES = 250_000
# of so many markers drawn at about a place the one is kept that varies most among the founders
_DRAWN = 6
_DAMS = 40
_EFFECTIVE, _GENERATIONS = 20, 15
_DRAWS = 24
_DIGEST = "de3010" + "0" * 58
_SPARSE_DIGEST = "de3011" + "0" * 58
_NOT_CALLED = 0.01
_EVERY = 4
_FEWEST_FOR_TWO_CHIPS = 80


def play_genotypes(
    officer: Person,
    bulls: Sequence[str],
    daughters: Sequence[tuple[str, str, float]],
    seed: int,
) -> None:
    """Order, hand on, load and accept samples of bulls and daughters (number, sire, kg of milk)."""
    random = np.random.default_rng([seed, 43])
    places = MarkerMap.from_bases(_chromosomes(), _positions())
    pool = _founders(places, len(bulls) + _DAMS, seed)
    founders, dams = pool[: len(bulls)], pool[len(bulls) :]
    crossing = np.concatenate(
        [crossing_over(places.centimorgans[columns]) for _, columns in places.chromosomes]
    )
    place = {number: at for at, number in enumerate(bulls)}
    effects = random.normal(size=_MARKERS)
    yields = np.array([kg for _, _, kg in daughters])
    # the genes of the best founder go to the bull whose daughters give most
    sires = np.array([place[sire] for _, sire, _ in daughters], dtype=np.int64)
    number = np.maximum(np.bincount(sires, minlength=len(bulls)), 1)
    level = np.bincount(sires, weights=yields - yields.mean(), minlength=len(bulls)) / number
    best_last = np.argsort(founders.sum(axis=1) @ effects)
    founders = founders[best_last[np.argsort(np.argsort(level))]]
    merit = founders.sum(axis=1) @ effects
    wanted = (yields - yields.mean()) / max(float(yields.std()), 1.0) * float(merit.std())
    counts = [*founders.sum(axis=1).astype(np.int8)]
    for (_, sire, _), target in zip(daughters, wanted.tolist(), strict=True):
        mated = random.integers(0, _DAMS, _DRAWS)
        half = gametes(np.repeat(founders[place[sire]][None], _DRAWS, axis=0), crossing, random)
        drawn = half.astype(np.int8) + gametes(dams[mated], crossing, random).astype(np.int8)
        nearest = np.abs(drawn @ effects - merit.mean() - target).argmin()
        counts.append(drawn[nearest])
    animals = [*bulls, *(number for number, _, _ in daughters)]
    sparse = np.zeros(len(animals), dtype=np.bool_)
    if len(animals) >= _FEWEST_FOR_TWO_CHIPS:
        sparse[len(bulls) :: _EVERY] = True
    _typed(officer, animals, np.stack(counts), sparse, random)


def _founders(places: MarkerMap, animals: int, seed: int) -> NDArray[np.uint8]:
    """Haplotypes of related founders at markers that vary among them, (animals, 2, markers)."""
    apart = _APART_BASES / 1e6 / _DRAWN
    finer = np.concatenate([places.centimorgans - n * apart for n in range(_DRAWN)])
    unknown = np.full(animals, -1, dtype=np.int32)
    drawn = simulate_haplotypes(
        Pedigree.from_numbers(unknown, unknown),
        MarkerMap(np.tile(places.chromosome, _DRAWN), finer),
        seed=seed, effective_size=_EFFECTIVE, generations=_GENERATIONS,
    )  # fmt: skip
    share = drawn.mean(axis=(0, 1)).reshape(_DRAWN, -1)
    varied = np.abs(share - 0.5).argmin(axis=0)
    return np.ascontiguousarray(drawn[:, :, varied * len(places) + np.arange(len(places))])


def _chromosomes() -> list[str]:
    return [name for name in _CHROMOSOMES for _ in range(_ON_EACH)]


def _positions() -> list[int]:
    return [_APART_BASES * (n + 1) for _ in _CHROMOSOMES for n in range(_ON_EACH)]


def _typed(
    officer: Person,
    animals: Sequence[str],
    counts: NDArray[np.int8],
    sparse: NDArray[np.bool_],
    random: np.random.Generator,
) -> None:
    samples: list[GenotypeSample] = [
        order_sample(
            officer, barcode=f"GT-{n + 1:04d}", identity=animal, tissue="hair",
            chip="GGP 10K" if sparse[n] else "GGP 50K", synthetic=True,
        )
        for n, animal in enumerate(animals)
    ]  # fmt: skip
    keys = [one.pk for one in samples]
    for step in ("collect", "send", "receive"):
        move_samples(officer, keys, step)
    read = np.where(random.random(counts.shape) < _NOT_CALLED, np.int8(-1), counts)
    for rows, every, name, digest in (
        (np.flatnonzero(~sparse), 1, "演示芯片数据.vcf", _DIGEST),
        (np.flatnonzero(sparse), _EVERY, "演示低密度芯片数据.vcf", _SPARSE_DIGEST),
    ):
        if not len(rows):
            continue
        markers = range(0, _MARKERS, every)
        content = LaboratoryGenotypes(
            samples=tuple(samples[row].barcode for row in rows.tolist()),
            markers=tuple(f"DEMO{k + 1:04d}" for k in markers),
            chromosomes=tuple(_chromosomes()[k] for k in markers),
            alleles=(("A", "B"),) * len(markers),
            sexes=("",) * len(rows),
            counts=read[rows, ::every],
            positions=tuple(_positions()[k] for k in markers),
        )
        load_genotypes(
            officer, content, file_name=name, digest=digest, laboratory_format="vcf",
            synthetic=True,
        )  # fmt: skip
    move_samples(officer, keys, "accept")
