"""The two haplotypes of every animal along one chromosome, and what was not called on them.

What parents tell for certain is laid down first: an allele of a homozygous parent is on the
haplotype that came from it. The rest is guessed in two passes along sorted haplotypes, then
followed by rounds of the hidden Markov model in :mod:`.haplotype_kernels`, in each of which an
animal copies the haplotypes of the round before that are alike to its own around each place,
those of its parents among them. Phases are improved one heterozygous marker after another against
all the rest of the chromosome, as Browning et al. (2021) do.
"""

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from milkshed.breeding.science.arrays import Bool, Code, Float, Index, Int, Single
from milkshed.breeding.science.haplotype_kernels import (
    Alleles,
    Seeds,
    guess_by_neighbours,
    phase_animals,
    sort_haplotypes,
)
from milkshed.numerics.compiled import over_rows

_ANIMALS_AT_ONCE = 8
_LEAST_SWITCH = 1e-6
_KEPT = 0.5


@dataclass(frozen=True, slots=True)
class Copying:
    """How haplotypes are taken to copy one another.

    ``switches_a_morgan``: how often another haplotype is copied from there on; ``error``: share of
    alleles miscopied; ``states``: haplotypes an animal may copy at a place while it is phased,
    ``states_filling`` when a chip is filled; ``rounds`` of phasing, of which the first ``drawn``
    draw the phase and the others take the likeliest; ``window_cm``: how far along the haplotypes
    are chosen anew.
    """

    switches_a_morgan: float = 10.0
    error: float = 0.001
    states: int = 64
    states_filling: int = 128
    rounds: int = 4
    drawn: int = 1
    window_cm: float = 6.0

    def __post_init__(self) -> None:
        """Refuse a model in which nothing can be copied."""
        for name, low, high in (
            ("switches_a_morgan", 1e-3, 1e4),
            ("error", 1e-9, 0.4),
            ("states", 1, 10_000),
            ("states_filling", 1, 10_000),
            ("rounds", 1, 1_000),
            ("drawn", 0, 1_000),
            ("window_cm", 1e-3, 1e3),
        ):
            value = getattr(self, name)
            if not low <= value <= high:
                raise ValueError(f"{name}: {value:g}, must be from {low:g} to {high:g}")

    def stay(self, centimorgans: Float) -> Single:
        """Probability of no switch since the marker before, (markers,); 1 at the first."""
        apart = np.diff(centimorgans, prepend=centimorgans[:1]) / 100.0
        switch = np.maximum(-np.expm1(-self.switches_a_morgan * apart), _LEAST_SWITCH)
        return (1.0 - switch).astype(np.float32)

    def windows(self, centimorgans: Float, of: Float) -> tuple[Index, Index]:
        """Number of each marker's window, for markers at ``centimorgans`` and for those ``of``.

        Windows are counted where one of the first has its place.
        """
        first = np.floor(centimorgans / self.window_cm)
        found, number = np.unique(first, return_inverse=True)
        other = np.searchsorted(found, np.floor(of / self.window_cm), side="right") - 1
        return number.astype(np.int32), np.maximum(other, 0).astype(np.int32)


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """What is seen of animals on one chromosome, animal by animal along it.

    ``alleles`` (animals, 2, markers): of the haplotype from the sire and of that from the dam, -1
    where not seen; a heterozygous genotype of unknown phase has 0 and 1 and is ``turnable``
    (animals, markers). ``free`` (animals,): nothing tells which haplotype came from which parent.
    """

    alleles: Code
    turnable: Bool
    free: Bool


def certain_alleles(counts: Code, sire: Int, dam: Int) -> Code:
    """Alleles that homozygous parents gave for certain, (animals, 2, markers), -1 elsewhere.

    ``counts`` (animals, markers), negative where not called; ``sire``, ``dam``: rows of the
    parents, -1 none. Where they contradict what the animal was called, nothing is told.
    """
    answer = np.full((len(counts), 2, counts.shape[1]), -1, dtype=np.int8)
    for side, parent in enumerate((sire, dam)):
        rows = np.flatnonzero(parent >= 0)
        given = counts[parent[rows]]
        answer[rows, side] = np.where((given == 0) | (given == 2), given >> 1, -1)
    one, other = answer[:, 0], answer[:, 1]
    low = np.maximum(one, 0) + np.maximum(other, 0)
    high = low + (one < 0) + (other < 0)
    wrong = (counts >= 0) & ((counts < low) | (counts > high))
    answer[np.broadcast_to(wrong[:, None], answer.shape)] = -1
    return answer


def from_progeny(counts: Code, sire: Int, dam: Int) -> Bool:
    """Genotypes not called that must be heterozygous, (animals, markers).

    Such an animal has progeny homozygous for either allele.
    """
    has = np.zeros((2, *counts.shape), dtype=np.bool_)
    for parent in (sire, dam):
        rows = np.flatnonzero(parent >= 0)
        rows = rows[np.argsort(parent[rows], kind="stable")]
        known, start = np.unique(parent[rows], return_index=True)
        for allele in (0, 1):
            if len(rows):
                has[allele, known] |= np.logical_or.reduceat(counts[rows] == 2 * allele, start)
    return np.asarray(has[0] & has[1] & (counts < 0))


def evidence_of(counts: Code, certain: Code) -> Evidence:
    """Genotypes and certain alleles as evidence on each haplotype."""
    alleles = certain.copy()
    for allele in (0, 1):
        alleles[np.broadcast_to((counts == 2 * allele)[:, None], alleles.shape)] = allele
    heterozygous = counts == 1
    told = heterozygous & (certain >= 0).any(axis=1)
    for side in (0, 1):
        left = told & (certain[:, side] < 0)
        alleles[:, side][left] = 1 - alleles[:, 1 - side][left]
    turnable = heterozygous & ~told
    alleles[:, 0][turnable] = 0
    alleles[:, 1][turnable] = 1
    return Evidence(alleles, turnable, np.asarray(~told.any(axis=1)))


@dataclass(frozen=True, slots=True, eq=False)
class Phased:
    """Haplotypes of animals along one chromosome.

    ``alleles`` (2 × animals, markers), an animal's two side by side; ``chance`` (animals, 2,
    markers): probability of the second allele.
    """

    alleles: Alleles
    chance: Single


def phase(
    evidence: Evidence,
    relatives: Index,
    centimorgans: Float,
    copying: Copying,
    seeds: Seeds,
    donors: Alleles | None = None,
) -> Phased:
    """Phase animals among themselves, or against haplotypes of ``donors`` (haplotypes, markers).

    ``relatives`` (animals, some): haplotypes that are always among those copied, -1 none, counted
    among the donors or, without donors, among the animals' own. ``seeds`` (animals, 1) not 0.
    """
    animals, _, markers = evidence.alleles.shape
    first = np.zeros((0, markers), np.uint8) if donors is None else donors
    size = len(first) + 2 * animals
    sure = np.empty((markers, size), dtype=np.int8)
    heterozygous = np.zeros((markers, size // 2), dtype=np.bool_)
    sure[:, : len(first)] = first.T
    sure[:, len(first) :] = np.where(
        evidence.turnable[:, None], np.int8(-1), evidence.alleles
    ).reshape(-1, markers).T  # fmt: skip
    heterozygous[:, len(first) // 2 :] = evidence.turnable.T
    guess = np.where(sure > 0, np.uint8(1), np.uint8(0))
    guess_by_neighbours(sure, heterozygous, False, 0.0, guess)
    guess_by_neighbours(sure, heterozygous, True, _KEPT, guess)
    own = guess[:, len(first) :].T.reshape(animals, 2, markers)
    now = evidence.alleles.copy()
    _lay(now, evidence.turnable, own)
    window, _ = copying.windows(centimorgans, centimorgans)
    for number in range(copying.rounds):
        sorted_now = _Sorted.of(guess, window, len(first))
        drawn = seeds * np.uint64(2 * number + 1 if number < copying.drawn else 0)
        chance = _round(
            sorted_now, guess, now, evidence, relatives, window, copying.stay(centimorgans),
            copying, drawn, copying.states,
        )  # fmt: skip
        own = np.where(now >= 0, now, chance > np.float32(0.5)).astype(np.uint8)
        guess = np.concatenate([first, own.reshape(-1, markers)]).T.copy()
    return Phased(np.ascontiguousarray(own.reshape(-1, markers)), chance)


def fill(
    evidence: Evidence,
    typed: Int,
    relatives: Index,
    centimorgans: Float,
    copying: Copying,
    seeds: Seeds,
    reference: Alleles,
) -> Phased:
    """Phase animals at the markers ``typed`` of their chip and fill all others from a reference.

    ``reference`` (haplotypes, markers); the rest as in :func:`phase`, over all markers.
    """
    part = Evidence(
        np.ascontiguousarray(evidence.alleles[:, :, typed]),
        np.ascontiguousarray(evidence.turnable[:, typed]),
        evidence.free,
    )
    some = np.ascontiguousarray(reference[:, typed])
    phased = phase(part, relatives, centimorgans[typed], copying, seeds, some)
    now = evidence.alleles.copy()
    laid = now[:, :, typed]
    _lay(laid, part.turnable, phased.alleles.reshape(len(now), 2, -1))
    now[:, :, typed] = laid
    sort_by, window = copying.windows(centimorgans[typed], centimorgans)
    among = np.concatenate([some, phased.alleles]).T.copy()
    sorted_now = _Sorted.of(among, sort_by, len(reference))
    chance = _round(
        sorted_now, np.ascontiguousarray(reference.T), now, evidence, relatives, window,
        copying.stay(centimorgans), copying, np.zeros_like(seeds), copying.states_filling,
    )  # fmt: skip
    alleles = np.where(now >= 0, now, chance > np.float32(0.5)).astype(np.uint8)
    return Phased(alleles.reshape(-1, len(centimorgans)), chance)


@dataclass(frozen=True, slots=True, eq=False)
class _Sorted:
    """Haplotypes sorted at the ends of windows, from before and from behind, and who gives."""

    ahead: Index
    ahead_rank: Index
    behind: Index
    behind_rank: Index
    donor: Bool
    first: int

    @classmethod
    def of(cls, alleles: Alleles, window: Index, donors: int) -> "_Sorted":
        """Sort (markers, haplotypes); the first ``donors`` of them give, all if there are none."""
        shape = (int(window[-1]) + 1, alleles.shape[1])
        made = [np.empty(shape, dtype=np.int32) for _ in range(4)]
        sort_haplotypes(alleles, window, False, made[0], made[1])
        sort_haplotypes(alleles, window, True, made[2], made[3])
        donor = np.arange(shape[1]) < (donors or shape[1])
        return cls(made[0], made[1], made[2], made[3], donor, donors // 2)


def _round(
    among: _Sorted,
    alleles: Alleles,
    now: Code,
    evidence: Evidence,
    relatives: Index,
    window: Index,
    stay: Single,
    copying: Copying,
    seeds: Seeds,
    states: int,
) -> Single:
    """One round over all animals, which alters ``now``; chances (animals, 2, markers)."""
    givers = int(among.donor.sum()) - (0 if among.first else 2)
    numbers = np.array([1.0, copying.error, min(states, givers)], dtype=np.float32)
    chance = np.empty(now.shape, dtype=np.float32)
    own = np.arange(among.first, among.first + len(now), dtype=np.int32)
    work = partial(
        phase_animals,
        own=own,
        relatives=relatives,
        donor=among.donor,
        ahead=among.ahead,
        ahead_rank=among.ahead_rank,
        behind=among.behind,
        behind_rank=among.behind_rank,
        alleles=alleles,
        window=window,
        stay=stay,
        numbers=numbers,
        evidence=now,
        turnable=evidence.turnable,
        free=evidence.free,
        seeds=seeds,
        chance=chance,
    )
    over_rows(work, len(now), at_once=_ANIMALS_AT_ONCE)
    return chance


def _lay(now: Code, turnable: Bool, own: NDArray[np.uint8]) -> None:
    """Lay alleles of unknown phase as they lie on haplotypes, (animals, 2, markers) each."""
    for side in (0, 1):
        now[:, side] = np.where(turnable, own[:, side], now[:, side])
