"""Genotypes of the demonstration: bulls and some of their daughters, typed by one laboratory file.

Genes are handed down from invented founders, ordered as the yields of the bulls' daughters are. A
daughter's are drawn some times over and the draw is kept whose merit by invented effects of the
markers lies nearest to her yield, so that genomic values have something to find. Some markers
stand on X, of which a bull has one copy; one bull is called heterozygous there once, and one
daughter is by another bull than registered: the run names the former and leaves the latter out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milkshed.breeding.actions.samples import load_genotypes, move_samples, order_sample
from milkshed.breeding.models import GenotypeSample
from milkshed.breeding.science.genotype_files import LaboratoryGenotypes
from milkshed.platform.models import Person

Strands = NDArray[np.bool_]
_MARKERS = 600
_DRAWS = 24
_DIGEST = "de3010" + "0" * 58
_NOT_CALLED = 0.01
_ON_X = 60
_AUTOSOMES = 29
_STRANGER = 4
_APART_BP = 100_000


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
    share = random.uniform(0.15, 0.85, _MARKERS)
    founders = random.random((len(bulls), 2, _MARKERS)) < share
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
    strands: dict[str, Strands] = {}
    for n, (one, target) in enumerate(zip(daughters, wanted.tolist(), strict=True)):
        sire = place[one.sire] + (n == _STRANGER)
        pair = founders[sire % len(bulls)]
        half = np.where(random.random((_DRAWS, _MARKERS)) < 0.5, pair[0], pair[1])
        other = random.random((_DRAWS, _MARKERS))
        dam = strands.get(one.dam)
        # of a dam without a sample any allele of the population
        rest = other < share if dam is None else np.where(other < 0.5, dam[0], dam[1])
        nearest = np.abs((half.astype(np.int8) + rest) @ effects - merit.mean() - target).argmin()
        strands[one.number] = np.stack([half[nearest], rest[nearest]])
    counts = [*founders, *strands.values()]
    names = [*bulls, *strands]
    on_x = _x_counts(len(bulls), sires, np.random.default_rng([seed, 44]))
    _typed(officer, names, np.stack(counts).sum(axis=1).astype(np.int8), on_x, random)


def _x_counts(
    bulls: int, sires: NDArray[np.int64], random: np.random.Generator
) -> NDArray[np.int8]:
    """Calls on X: bulls homozygous but for one call of the first, daughters with their sire's."""
    share = random.uniform(0.3, 0.7, _ON_X)
    mine = random.random((bulls, _ON_X)) < share
    daughters = mine[sires].astype(np.int8) + (random.random((len(sires), _ON_X)) < share)
    answer = np.concatenate([2 * mine.astype(np.int8), daughters.astype(np.int8)])
    answer[0, 0] = 1
    return answer


def _typed(
    officer: Person,
    animals: Sequence[str],
    counts: NDArray[np.int8],
    on_x: NDArray[np.int8],
    random: np.random.Generator,
) -> None:
    samples: list[GenotypeSample] = [
        order_sample(
            officer, barcode=f"GT-{n + 1:04d}", identity=animal, tissue="hair", chip="GGP 50K",
            synthetic=True,
        )
        for n, animal in enumerate(animals)
    ]  # fmt: skip
    keys = [one.pk for one in samples]
    for step in ("collect", "send", "receive"):
        move_samples(officer, keys, step)
    read = np.where(random.random(counts.shape) < _NOT_CALLED, np.int8(-1), counts)
    content = LaboratoryGenotypes(
        samples=tuple(one.barcode for one in samples),
        markers=tuple(f"DEMO{k + 1:04d}" for k in range(_MARKERS + _ON_X)),
        chromosomes=(*(str(k % _AUTOSOMES + 1) for k in range(_MARKERS)), *("X",) * _ON_X),
        alleles=(("A", "B"),) * (_MARKERS + _ON_X),
        sexes=("",) * len(samples),
        counts=np.hstack([read, on_x]),
        positions=(
            *(_APART_BP * (k // _AUTOSOMES + 1) for k in range(_MARKERS)),
            *(_APART_BP * (k + 1) for k in range(_ON_X)),
        ),
    )
    load_genotypes(
        officer, content, file_name="演示芯片数据.vcf", digest=_DIGEST, laboratory_format="vcf",
        synthetic=True,
    )  # fmt: skip
    move_samples(officer, keys, "accept")
