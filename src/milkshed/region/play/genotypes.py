"""Genotypes of the demonstration: bulls and some of their daughters, typed by one laboratory file.

Genes are handed down from invented founders, ordered as the yields of the bulls' daughters are. A
daughter's are drawn some times over and the draw is kept whose merit by invented effects of the
markers lies nearest to her yield, so that genomic values have something to find.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from milkshed.breeding.actions.samples import load_genotypes, move_samples, order_sample
from milkshed.breeding.models import GenotypeSample
from milkshed.breeding.science.genotype_files import LaboratoryGenotypes
from milkshed.platform.models import Person

_MARKERS = 600
_DRAWS = 24
_DIGEST = "de3010" + "0" * 58
_NOT_CALLED = 0.01


def play_genotypes(
    officer: Person,
    bulls: Sequence[str],
    daughters: Sequence[tuple[str, str, float]],
    seed: int,
) -> None:
    """Order, hand on, load and accept samples of bulls and daughters (number, sire, kg of milk)."""
    random = np.random.default_rng([seed, 43])
    share = random.uniform(0.15, 0.85, _MARKERS)
    founders = random.random((len(bulls), 2, _MARKERS)) < share
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
        pair = founders[place[sire]]
        half = np.where(random.random((_DRAWS, _MARKERS)) < 0.5, pair[0], pair[1])
        drawn = half.astype(np.int8) + (random.random((_DRAWS, _MARKERS)) < share)
        nearest = np.abs(drawn @ effects - merit.mean() - target).argmin()
        counts.append(drawn[nearest].astype(np.int8))
    _typed(officer, [*bulls, *(number for number, _, _ in daughters)], np.stack(counts), random)


def _typed(
    officer: Person, animals: Sequence[str], counts: NDArray[np.int8], random: np.random.Generator
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
        markers=tuple(f"DEMO{k + 1:04d}" for k in range(_MARKERS)),
        chromosomes=tuple(str(k % 29 + 1) for k in range(_MARKERS)),
        alleles=(("A", "B"),) * _MARKERS,
        sexes=("",) * len(samples),
        counts=read,
    )
    load_genotypes(
        officer, content, file_name="演示芯片数据.vcf", digest=_DIGEST, laboratory_format="vcf",
        synthetic=True,
    )  # fmt: skip
    move_samples(officer, keys, "accept")
