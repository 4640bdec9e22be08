"""Genotypes of the demonstration: bulls and some of their daughters, on two chips.

Genes are handed down, linked along the chromosomes, from invented founders, ordered as the yields
of the bulls' daughters are. A daughter's are drawn some times over and the draw is kept whose merit
by invented effects of the markers lies nearest to her yield, so that genomic values have something
to find. Some of the daughters are typed on a chip with every fourth marker only. Some markers stand
on X, of which a bull has one copy; one bull is called heterozygous there once, and one daughter is
by another bull than registered: the run names the former and leaves the latter out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milkshed.breeding.actions.samples import load_genotypes, move_samples, order_sample
from milkshed.breeding.models import GenotypeSample
from milkshed.breeding.science.genotype_files import LaboratoryGenotypes
from milkshed.breeding.science.marker_map import MarkerMap
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.simulation import crossing_over, gametes, simulate_haplotypes
from milkshed.platform.models import Person

_AUTOSOMES = ("1", "2", "3")
_ON_EACH = 200
_MARKERS = _ON_EACH * len(_AUTOSOMES)
_ON_X = 60
_CHROMOSOMES = [name for name in _AUTOSOMES for _ in range(_ON_EACH)] + ["X"] * _ON_X
_APART_BASES = 250_000
_POSITIONS = [
    *(_APART_BASES * (n + 1) for _ in _AUTOSOMES for n in range(_ON_EACH)),
    *(_APART_BASES * (n + 1) for n in range(_ON_X)),
]
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
_STRANGER = 5

Haplotypes = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Daughter:
    """A cow that is genotyped, with her parents' numbers and her yield."""

    number: str
    sire: str
    dam: str
    milk_kg: float


def play_genotypes(
    officer: Person,
    bulls: Sequence[str],
    daughters: Sequence[Daughter],
    seed: int,
) -> None:
    """Order, hand on, load and accept samples of bulls and daughters, dams before their own."""
    random = np.random.default_rng([seed, 43])
    places = MarkerMap.from_bases(_CHROMOSOMES[:_MARKERS], _POSITIONS[:_MARKERS])
    pool = _founders(places, len(bulls) + _DAMS, seed)
    founders, dams = pool[: len(bulls)], pool[len(bulls) :]
    crossing = np.concatenate(
        [crossing_over(places.centimorgans[columns]) for _, columns in places.chromosomes]
    )
    place = {number: at for at, number in enumerate(bulls)}
    effects = random.normal(size=_MARKERS)
    yields = np.array([one.milk_kg for one in daughters])
    # the genes of the best founder go to the bull whose daughters give most
    sires = np.array([place[one.sire] for one in daughters], dtype=np.int64)
    number = np.maximum(np.bincount(sires, minlength=len(bulls)), 1)
    level = np.bincount(sires, weights=yields - yields.mean(), minlength=len(bulls)) / number
    best_last = np.argsort(founders.sum(axis=1) @ effects)
    founders = founders[best_last[np.argsort(np.argsort(level))]]
    merit = founders.sum(axis=1) @ effects
    wanted = (yields - yields.mean()) / max(float(yields.std()), 1.0) * float(merit.std())
    fathers = sires.copy()
    fathers[_STRANGER : _STRANGER + 1] = (fathers[_STRANGER : _STRANGER + 1] + 1) % len(bulls)
    handed: dict[str, Haplotypes] = {}
    for one, father, target in zip(daughters, fathers.tolist(), wanted.tolist(), strict=True):
        sire = founders[father]
        mated, dam = dams[random.integers(0, _DAMS, _DRAWS)], handed.get(one.dam)
        if dam is not None:
            mated = np.repeat(dam[None], _DRAWS, axis=0)
        half = gametes(np.repeat(sire[None], _DRAWS, axis=0), crossing, random)
        other = gametes(mated, crossing, random)
        drawn = half.astype(np.int8) + other.astype(np.int8)
        nearest = np.abs(drawn @ effects - merit.mean() - target).argmin()
        handed[one.number] = np.stack([half[nearest], other[nearest]])
    animals = [*bulls, *handed]
    counts = np.stack([*founders, *handed.values()]).sum(axis=1).astype(np.int8)
    on_x = _x_counts(place, daughters, fathers, np.random.default_rng([seed, 44]))
    sparse = np.zeros(len(animals), dtype=np.bool_)
    if len(animals) >= _FEWEST_FOR_TWO_CHIPS:
        sparse[len(bulls) :: _EVERY] = True
    _typed(officer, animals, np.hstack([counts, on_x]), sparse, random)


def _founders(places: MarkerMap, animals: int, seed: int) -> Haplotypes:
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


def _x_counts(
    place: Mapping[str, int],
    daughters: Sequence[Daughter],
    fathers: NDArray[np.int64],
    random: np.random.Generator,
) -> NDArray[np.int8]:
    """Calls on X: bulls homozygous but for one call of the first, daughters by their parents."""
    share = random.uniform(0.3, 0.7, _ON_X)
    mine = random.random((len(place), _ON_X)) < share
    handed: dict[str, NDArray[np.bool_]] = {}
    for one, father in zip(daughters, fathers.tolist(), strict=True):
        dam, drawn = handed.get(one.dam), random.random(_ON_X)
        other = drawn < share if dam is None else np.where(drawn < 0.5, dam[0], dam[1])
        handed[one.number] = np.stack([mine[father], other])
    bulls = 2 * mine.astype(np.int8)
    bulls[0, 0] = 1
    return np.concatenate([bulls, np.stack(list(handed.values())).sum(axis=1).astype(np.int8)])


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
    missing = random.random(counts.shape) < _NOT_CALLED
    missing[:, _MARKERS:] = False
    read = np.where(missing, np.int8(-1), counts)
    for rows, every, name, digest in (
        (np.flatnonzero(~sparse), 1, "演示芯片数据.vcf", _DIGEST),
        (np.flatnonzero(sparse), _EVERY, "演示低密度芯片数据.vcf", _SPARSE_DIGEST),
    ):
        if not len(rows):
            continue
        markers = range(0, len(_CHROMOSOMES), every)
        content = LaboratoryGenotypes(
            samples=tuple(samples[row].barcode for row in rows.tolist()),
            markers=tuple(f"DEMO{k + 1:04d}" for k in markers),
            chromosomes=tuple(_CHROMOSOMES[k] for k in markers),
            alleles=(("A", "B"),) * len(markers),
            sexes=("",) * len(rows),
            counts=read[rows, ::every],
            positions=tuple(_POSITIONS[k] for k in markers),
        )
        load_genotypes(
            officer, content, file_name=name, digest=digest, laboratory_format="vcf",
            synthetic=True,
        )  # fmt: skip
    move_samples(officer, keys, "accept")
