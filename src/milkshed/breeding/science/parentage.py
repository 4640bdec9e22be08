"""Parents by genotype: opposing homozygotes between a parent and its progeny.

A parent homozygous for one allele cannot have a progeny homozygous for the other; what is seen
nevertheless is error of the chip. A link holds below one share of opposing markers and is refuted
above another; between the two nothing is said. The program proposes, it changes no pedigree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import ArrayLike

from milkshed.breeding.science.arrays import Float, Int, held
from milkshed.breeding.science.homozygote_kernels import (
    Words,
    homozygous_bits,
    opposing,
    opposing_pairs,
)
from milkshed.breeding.science.marker_store import MarkerStore

_ANIMALS_AT_ONCE = 256


class Verdict(Enum):
    """What genotypes say of a link."""

    CONFIRMED = "confirmed"
    REFUTED = "refuted"
    UNSURE = "unsure"
    TOO_FEW = "too few markers"


@dataclass(frozen=True, slots=True)
class ParentageLimits:
    """Shares of opposing homozygotes and how many markers are needed.

    ``confirmed``: at most this share among markers at which both are homozygous; ``refuted``: from
    this share on; ``markers``: markers compared at least.
    """

    confirmed: float = 0.01
    refuted: float = 0.03
    markers: int = 200


@dataclass(frozen=True, slots=True, eq=False)
class Homozygotes:
    """Bits of the homozygous genotypes, (animals, words) for each allele."""

    animals: tuple[str, ...]
    first: Words
    second: Words

    @classmethod
    def of(cls, store: MarkerStore) -> "Homozygotes":
        """Those of a store; an eighth of a byte for each genotype and allele."""
        words = -(-len(store.markers) // 64)
        first = np.empty((len(store), words), dtype=np.uint64)
        second = np.empty_like(first)
        homozygous_bits(np.asarray(store.packed), first, second)
        return cls(store.animals, held(first), held(second))


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Opposing markers, markers compared and the verdict of each pair."""

    opposing: Int
    compared: Int
    verdicts: tuple[Verdict, ...]

    @property
    def shares(self) -> Float:
        """Opposing markers as a share of those compared; NaN where none is."""
        share = np.full(len(self.opposing), np.nan)
        np.divide(self.opposing, self.compared, out=share, where=self.compared > 0)
        return share


def verify_links(
    bits: Homozygotes, animal: ArrayLike, parent: ArrayLike, limits: ParentageLimits | None = None
) -> Links:
    """What genotypes say of pairs of an animal and a recorded parent (places), (pairs,)."""
    own, other = np.asarray(animal, dtype=np.int64), np.asarray(parent, dtype=np.int64)
    against, both = np.zeros(len(own), np.int64), np.zeros(len(own), np.int64)
    opposing_pairs(bits.first, bits.second, own, other, against, both)
    chosen = limits or ParentageLimits()
    verdicts = tuple(_verdict(int(a), int(b), chosen) for a, b in zip(against, both, strict=True))
    return Links(held(against), held(both), verdicts)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible parent: its place, opposing markers and markers compared."""

    place: int
    opposing: int
    compared: int


def discover_parents(
    bits: Homozygotes,
    animals: ArrayLike,
    candidates: ArrayLike,
    limits: ParentageLimits | None = None,
    *,
    at_most: int = 3,
) -> list[tuple[Candidate, ...]]:
    """For each animal (places) the candidates its genotype allows as parents, the best first.

    An animal is no candidate for itself. One allowed candidate is a proposal; several, such as
    full sibs of a sire, must be told apart by what else is known.
    """
    chosen = limits or ParentageLimits()
    own, others = np.asarray(animals, dtype=np.int64), np.asarray(candidates, dtype=np.int64)
    answer: list[tuple[Candidate, ...]] = []
    first, second = bits.first[others], bits.second[others]
    for low in range(0, len(own), _ANIMALS_AT_ONCE):
        rows = own[low : low + _ANIMALS_AT_ONCE]
        against = np.zeros((len(rows), len(others)), dtype=np.int64)
        both = np.zeros_like(against)
        opposing(bits.first[rows], bits.second[rows], first, second, against, both)
        share = np.divide(against, both, out=np.ones(both.shape), where=both >= chosen.markers)
        share[rows[:, None] == others] = 1.0
        for n in range(len(rows)):
            allowed = np.flatnonzero(share[n] <= chosen.confirmed)
            best = allowed[np.argsort(share[n, allowed], kind="stable")][:at_most]
            answer.append(
                tuple(
                    Candidate(int(others[j]), int(against[n, j]), int(both[n, j]))
                    for j in best.tolist()
                )
            )
    return answer


def expected_opposing(frequencies: Sequence[float] | Float) -> float:
    """Share of opposing markers among those compared of two unrelated animals.

    2 p²q² over (p² + q²)², summed over markers, in Hardy-Weinberg proportions.
    """
    p = np.asarray(frequencies, dtype=np.float64)
    return float((2 * p**2 * (1 - p) ** 2).sum() / ((p**2 + (1 - p) ** 2) ** 2).sum())


def _verdict(against: int, both: int, limits: ParentageLimits) -> Verdict:
    if both < limits.markers:
        return Verdict.TOO_FEW
    share = against / both
    if share <= limits.confirmed:
        return Verdict.CONFIRMED
    return Verdict.REFUTED if share >= limits.refuted else Verdict.UNSURE
