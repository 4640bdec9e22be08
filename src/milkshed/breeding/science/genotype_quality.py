"""Quality control of genotyped samples: call rate, sex, duplicates, parents, swapped alleles.

Opposing homozygotes: markers at which one animal is AA and the other BB. A parent and its progeny
have none but for errors; unrelated animals have some 2 p² q² of all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milkshed.breeding.science.arrays import Bool, Float, Int, held
from milkshed.kernel.text import Text

Counts = NDArray[np.int8]
# so many times the markers at which one animal may differ are looked at first: hardly any other
# pair is left then
_FIRST_LOOK = 8


@dataclass(frozen=True, slots=True)
class GenotypeLimits:
    """What passes; shares from 0 to 1.

    ``x_male``: most, ``x_female``: least heterozygosity of X markers; ``swapped``: most markers at
    which alleles may stand the other way round.
    """

    call_rate: float = 0.90
    marker_call_rate: float = 0.90
    identical: float = 0.99
    conflict: float = 0.01
    fewest_markers: int = 100
    fewest_x_markers: int = 20
    x_male: float = 0.03
    x_female: float = 0.10
    swapped: float = 0.05


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding on a sample: the rule, whether it keeps the sample out, whom else it concerns."""

    rule: str
    blocks: bool
    text: Text
    others: tuple[str, ...] = ()


def call_rates(counts: Counts) -> tuple[Float, Float]:
    """Share of called genotypes by sample and by marker."""
    called = counts >= 0
    return (
        held(called.mean(axis=1) if counts.shape[1] else np.zeros(len(counts))),
        held(called.mean(axis=0) if len(counts) else np.zeros(counts.shape[1])),
    )


def opposing(first: Counts, second: Counts) -> tuple[int, int]:
    """Opposing homozygotes of two animals and the markers both have called; (markers,) each."""
    both = (first >= 0) & (second >= 0)
    return int(np.count_nonzero(both & (np.abs(first - second) == 2))), int(both.sum())


def alike(first: Counts, second: Counts) -> tuple[int, int]:
    """Markers at which two samples agree, and those both have called."""
    both = (first >= 0) & (second >= 0)
    return int(np.count_nonzero(both & (first == second))), int(both.sum())


def told_sex(counts: Counts, is_x: Bool, limits: GenotypeLimits) -> str:
    """M, F, or empty where X markers are too few or say neither; counts (markers,)."""
    mine = counts[is_x & (counts >= 0)]
    if len(mine) < limits.fewest_x_markers:
        return ""
    share = float((mine == 1).mean())
    if share <= limits.x_male:
        return "M"
    return "F" if share >= limits.x_female else ""


def duplicates(
    counts: Counts, others: Counts, limits: GenotypeLimits, *, same: bool
) -> list[tuple[int, int, float]]:
    """Pairs that look like one animal: (row, row among the others, share alike).

    ``same``: both are the same set, of which each pair is told once. Pairs that differ at more of
    the first markers than they may at all are left out before the others are looked at.
    """
    markers = counts.shape[1]
    most = (1 - limits.identical) * markers
    first = slice(0, int(np.ceil(_FIRST_LOOK * most)))
    mine, theirs = counts[:, first], others[:, first]
    differ = _indicator(mine >= 0) @ _indicator(theirs >= 0).T
    for dosage in (0, 1, 2):
        differ -= _indicator(mine == dosage) @ _indicator(theirs == dosage).T
    found = []
    for i, j in np.argwhere(differ <= most).tolist():
        if same and i >= j:
            continue
        agree, both = alike(counts[i], others[j])
        if both >= limits.fewest_markers and agree / both >= limits.identical:
            found.append((int(i), int(j), agree / both))
    return found


def _indicator(truth: NDArray[np.bool_]) -> NDArray[np.float32]:
    return truth.astype(np.float32)


def swapped_markers(
    alleles: Sequence[tuple[str, str]], known: Sequence[tuple[str, str] | None]
) -> Int:
    """Markers whose alleles stand the other way round than in the reference; their places.

    ``known``: the reference's (A, B), None where it has no such marker.
    """
    return np.array(
        [
            place
            for place, (mine, other) in enumerate(zip(alleles, known, strict=True))
            if other is not None and mine != other and mine == (other[1], other[0])
        ],
        dtype=np.int64,
    )


def foreign_markers(
    alleles: Sequence[tuple[str, str]], known: Sequence[tuple[str, str] | None]
) -> Int:
    """Markers whose alleles are other than the reference's, in whichever order; their places.

    A marker of which the file saw one allele only is no such marker while the reference has it.
    """
    return np.array(
        [
            place
            for place, (mine, other) in enumerate(zip(alleles, known, strict=True))
            if other is not None and not set(filter(None, mine)) <= set(filter(None, other))
        ],
        dtype=np.int64,
    )


def turned(counts: Counts, places: Int) -> Counts:
    """The counts with the alleles of some markers the other way round."""
    answer = counts.copy()
    part = answer[:, places]
    answer[:, places] = np.where(part >= 0, 2 - part, part)
    return answer
