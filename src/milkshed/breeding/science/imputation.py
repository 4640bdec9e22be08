"""Genotypes that were not called: sporadic gaps and whole chips of lower density, filled alike.

Animals called at most of the markers are the reference; they are phased among themselves,
:mod:`.phasing`, and their own gaps are filled. Others are grouped by the markers their chip has,
phased there against the reference, and filled at all other markers from the haplotypes that theirs
are found to copy. What parents and progeny tell for certain comes first and is never overruled.
A link to a parent that the genotypes refute is not used. What was called is never changed, and the
answer depends on neither the order of the animals nor the number of threads.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milkshed.breeding.science.arrays import Bool, Code, Float, Index, Int, Single, held
from milkshed.breeding.science.haplotype_kernels import Seeds
from milkshed.breeding.science.marker_map import MarkerMap
from milkshed.breeding.science.phasing import (
    Copying,
    Phased,
    certain_alleles,
    evidence_of,
    fill,
    from_progeny,
    phase,
)

METHOD: Final = "pedigree, then haplotypes copied from a reference (Li & Stephens 2003)"
VERSION: Final = "1"
_FULL = 255
_MOST_CHIPS = 8
_ON_THE_CHIP = 0.7
_BESIDE_THE_CHIP = 0.1
# so many opposing genotypes may be misread, however few are compared
_ERRORS = 1


@dataclass(frozen=True, slots=True)
class Filled:
    """How many genotypes were filled, by what; ``left``: markers without a place stay as they are.

    ``from_frequency``: of animals that were called nowhere on the chromosome.
    """

    from_parents: int
    from_progeny: int
    from_haplotypes: int
    from_frequency: int
    left: int


@dataclass(frozen=True, eq=False)
class Imputed:
    """Genotypes and haplotypes after imputation.

    ``counts`` (animals, markers): copies of the second allele, as called or as filled with the
    likeliest; -1 at markers without a place. ``chances`` (animals, 2, markers): probability of the
    second allele on each haplotype in 255ths, the sire's first where parents told; a genotype that
    was called has whole alleles, of the likeliest phase. ``r2`` (markers,): expected squared
    correlation of filled with true alleles (variance of the probabilities over that of alleles,
    as in MaCH, Li et al. 2010), NaN where nothing was filled by haplotypes. ``reference``: rows.
    ``refuted``: rows of animals and of parents that their genotypes exclude.
    """

    counts: Code
    chances: NDArray[np.uint8]
    r2: Float
    filled: Filled
    reference: Int
    refuted: tuple[tuple[int, int], ...]
    copying: Copying

    @property
    def haplotypes(self) -> NDArray[np.uint8]:
        """The likelier allele of each haplotype, (animals, 2, markers)."""
        return (self.chances > _FULL // 2).astype(np.uint8)

    def dosages(self, rows: ArrayLike | slice = slice(None)) -> Single:
        """Expected copies of the second allele, (rows, markers); NaN where nothing is known."""
        part = self.chances[_rows(rows)]
        answer = part.sum(axis=1, dtype=np.float32) / np.float32(_FULL)
        answer[self.counts[_rows(rows)] < 0] = np.nan
        return np.asarray(answer, dtype=np.float32)

    def certainty(self, rows: ArrayLike | slice = slice(None)) -> Single:
        """Probability that a genotype is as ``counts`` says, (rows, markers); 0 where it is -1."""
        one = self.chances[_rows(rows)].astype(np.float32) / np.float32(_FULL)
        first, second = one[:, 0], one[:, 1]
        counts = self.counts[_rows(rows)]
        answer = np.where(counts == 2, first * second, (1 - first) * (1 - second))
        between = first * (1 - second) + second * (1 - first)
        answer = np.where(counts == 1, between, answer)
        answer[counts < 0] = 0.0
        return np.asarray(answer, dtype=np.float32)


def impute(
    counts: ArrayLike,
    places: MarkerMap,
    *,
    sire: ArrayLike | None = None,
    dam: ArrayLike | None = None,
    reference: ArrayLike | None = None,
    reference_share: float = 0.7,
    conflict: float = 0.01,
    copying: Copying | None = None,
) -> Imputed:
    """Fill what was not called (negative) in ``counts`` (animals, markers).

    ``places``: of autosomal markers; those without a place are left alone. ``sire``, ``dam``
    (animals,): rows of the parents, -1 none; a link at which more than one, and more than the
    share ``conflict``, of the markers called of both oppose each other is not used.
    ``reference``: rows whose haplotypes are copied, by default those called at
    ``reference_share`` of the placed markers. Raises ValueError where shapes differ, a value is
    no genotype, or there are fewer than two reference animals.
    """
    given = np.asarray(counts, dtype=np.int8)
    given = np.where(given == 9, np.int8(-1), given)
    _check(given, places)
    model = copying or Copying()
    links = [_links(parent, len(given)) for parent in (sire, dam)]
    refuted = tuple(sorted(_refute(given, links, conflict)))
    chromosomes = places.chromosomes
    placed = np.zeros(given.shape[1], dtype=np.bool_)
    along = np.concatenate([np.zeros(0, np.int64), *(columns for _, columns in chromosomes)])
    placed[along] = True
    panel = _panel(given, placed, reference, reference_share)
    order, seeds = _canonical(given, along, links)
    answer = _Answer.of(given, placed)
    if len(chromosomes):
        place_of = np.empty(len(given), dtype=np.int64)
        place_of[order] = np.arange(len(given))
        kin = [_moved(parent, order, place_of) for parent in links]
        in_panel = np.zeros(len(given), dtype=np.bool_)
        in_panel[panel] = True
        for _, columns in chromosomes:
            _impute_chromosome(
                answer, given, order, columns, places.centimorgans[columns], kin,
                in_panel[order], seeds, model,
            )  # fmt: skip
    assert not np.any((given >= 0) & (answer.counts != given))
    return Imputed(
        held(answer.counts), held(answer.chances), held(answer.r2),
        Filled(
            answer.parents, answer.progeny, answer.haplotypes, answer.frequency,
            int(np.count_nonzero(answer.counts < 0)),
        ),
        held(panel), refuted, model,
    )  # fmt: skip


@dataclass(slots=True)
class _Answer:
    """What is written chromosome by chromosome."""

    counts: Code
    chances: NDArray[np.uint8]
    r2: Float
    parents: int = 0
    progeny: int = 0
    haplotypes: int = 0
    frequency: int = 0

    @classmethod
    def of(cls, given: Code, placed: Bool) -> "_Answer":
        """Nothing filled yet; genotypes called at markers without a place have both phases."""
        chances = np.zeros((len(given), 2, given.shape[1]), dtype=np.uint8)
        beside = np.maximum(given[:, ~placed], 0).astype(np.float32) * (_FULL / 2)
        chances[:, :, ~placed] = np.rint(beside).astype(np.uint8)[:, None]
        return cls(given.copy(), chances, np.full(given.shape[1], np.nan))


def _check(given: Code, places: MarkerMap) -> None:
    if given.ndim != 2:
        raise ValueError(f"counts: {given.ndim} dimensions, must be (animals, markers)")
    if given.shape[1] != len(places):
        raise ValueError(f"places: {len(places)} markers, counts have {given.shape[1]}")
    strange = np.argwhere(given > 2)
    if len(strange):
        row, column = strange[0].tolist()
        raise ValueError(
            f"counts of animal {row + 1}, marker {column + 1}: {given[row, column]}, must be 0, 1, "
            f"2, or negative or 9 for not called"
        )


def _links(parent: ArrayLike | None, animals: int) -> Int:
    if parent is None:
        return np.full(animals, -1, dtype=np.int64)
    rows = np.asarray(parent, dtype=np.int64)
    if rows.shape != (animals,) or (len(rows) and rows.max() >= animals):
        raise ValueError(f"parents: shape {rows.shape}, must be rows of {animals} animals")
    return np.where(rows < 0, np.int64(-1), rows)


def _refute(given: Code, links: list[Int], conflict: float) -> Iterator[tuple[int, int]]:
    """Cut the links that genotypes exclude, and name them."""
    for parent in links:
        for row in np.flatnonzero(parent >= 0).tolist():
            mine, theirs = given[row], given[parent[row]]
            compared = int(np.count_nonzero((mine >= 0) & (theirs >= 0)))
            against = int(np.count_nonzero((mine ^ theirs) == 2))
            if against > max(_ERRORS, conflict * compared):
                yield row, int(parent[row])
                parent[row] = -1


def _panel(given: Code, placed: Bool, reference: ArrayLike | None, share: float) -> Int:
    if reference is not None:
        rows = np.unique(np.asarray(reference, dtype=np.int64))
        if len(rows) and not 0 <= rows[0] <= rows[-1] < len(given):
            raise ValueError(f"reference: row {rows[-1]}, there are {len(given)} animals")
    else:
        called = np.array([np.count_nonzero(row[placed] >= 0) for row in given])
        rows = np.flatnonzero(called >= share * np.count_nonzero(placed))
    if len(rows) < 2:
        raise ValueError(
            f"reference: {len(rows)} animals are called at {share:.0%} of the markers, at least 2 "
            f"are needed; name the reference or lower reference_share"
        )
    return np.asarray(rows, dtype=np.int64)


def _canonical(given: Code, along: Int, links: list[Int]) -> tuple[Int, Seeds]:
    """The animals in an order that depends on their genotypes only, with a seed (animals, 1)."""
    own = [hashlib.blake2b(row[along].tobytes(), digest_size=8).digest() for row in given]
    keys = [
        mine + b"".join(own[parent[row]] if parent[row] >= 0 else b"" for parent in links)
        for row, mine in enumerate(own)
    ]
    order = np.array(sorted(range(len(keys)), key=keys.__getitem__), dtype=np.int64)
    seeds = np.array([int.from_bytes(mine, "little") | 1 for mine in own], dtype=np.uint64)
    return order, seeds[order].reshape(-1, 1)


def _moved(parent: Int, order: Int, place_of: Int) -> Int:
    mine = parent[order]
    return np.where(mine >= 0, place_of[mine], np.int64(-1))


def _impute_chromosome(
    answer: _Answer,
    given: Code,
    order: Int,
    columns: Int,
    centimorgans: Float,
    kin: list[Int],
    in_panel: Bool,
    seeds: Seeds,
    model: Copying,
) -> None:
    """Fill one chromosome; all but ``answer`` and ``given`` stands in the canonical order."""
    called = np.ascontiguousarray(given[np.ix_(order, columns)])
    sire, dam = kin
    both = from_progeny(called, sire, dam)
    answer.progeny += int(np.count_nonzero(both))
    counts = np.where(both, np.int8(1), called)
    certain = certain_alleles(counts, sire, dam)
    sure = (certain >= 0).all(axis=1) & (counts < 0)
    answer.parents += int(np.count_nonzero(sure))
    counts = np.where(sure, certain.sum(axis=1, dtype=np.int8), counts)
    members = np.flatnonzero(in_panel)
    haplotype = np.full(len(order) + 1, -1, dtype=np.int64)
    haplotype[members] = 2 * np.arange(len(members))
    relatives = np.stack(
        [
            np.where(haplotype[parent] < 0, -1, haplotype[parent] + n)
            for parent in kin
            for n in (0, 1)
        ],
        axis=1,
    ).astype(np.int32)
    chances = np.empty((len(order), 2, len(columns)), dtype=np.float32)

    def keep(rows: Int, phased: Phased) -> None:
        chances[rows] = phased.chance

    made = phase(
        evidence_of(counts[members], certain[members]), relatives[members], centimorgans, model,
        seeds[members],
    )  # fmt: skip
    keep(members, made)
    frequency = made.alleles.mean(axis=0, dtype=np.float32)
    outside = np.flatnonzero(~in_panel)
    for rows, typed in _chips(called[outside] >= 0):
        rows = outside[rows]
        if not len(typed):
            _from_frequency(answer, counts[rows], certain[rows], frequency, chances, rows)
            continue
        keep(
            rows,
            fill(
                evidence_of(counts[rows], certain[rows]), typed, relatives[rows], centimorgans,
                model, seeds[rows], made.alleles,
            ),
        )  # fmt: skip
    _write(answer, order, columns, counts, chances)
    answer.haplotypes += int(np.count_nonzero(counts < 0))


def _from_frequency(
    answer: _Answer, counts: Code, certain: Code, frequency: Single, chances: Single, rows: Int
) -> None:
    """Animals called nowhere on the chromosome take the reference's frequencies."""
    whole = np.where(certain >= 0, certain, frequency)
    chances[rows] = np.where((counts == 1)[:, None], np.float32(0.5), whole)
    filled = int(np.count_nonzero(counts < 0))
    answer.frequency += filled
    answer.haplotypes -= filled


def _chips(called: Bool) -> Iterator[tuple[Int, Int]]:
    """Animals with nearly the same markers, and those markers; (animals, markers) called."""
    left = np.arange(len(called))
    for number in range(_MOST_CHIPS):
        if not len(left):
            return
        leader = called[left[np.argmax(called[left].sum(axis=1))]]
        size = max(int(leader.sum()), 1)
        alike = called[left][:, leader].sum(axis=1) >= _ON_THE_CHIP * leader.sum()
        alike &= called[left][:, ~leader].sum(axis=1) <= _BESIDE_THE_CHIP * size
        if number + 1 == _MOST_CHIPS:
            alike[:] = True
        rows = left[alike]
        share = called[rows].mean(axis=0)
        yield rows, np.flatnonzero(share >= 0.5 if number + 1 < _MOST_CHIPS else share > 0)
        left = left[~alike]


def _write(answer: _Answer, order: Int, columns: Int, counts: Code, chances: Single) -> None:
    """The likeliest genotype of what is not known, the probabilities, and how sure they are."""
    one, other = chances[:, 0], chances[:, 1]
    two, none = one * other, (1 - one) * (1 - other)
    between = one + other - 2 * two
    best = np.where(between >= np.maximum(two, none), 1, np.where(two > none, 2, 0))
    gaps = counts < 0
    filled = np.where(gaps, best, counts).astype(np.int8)
    answer.counts[np.ix_(order, columns)] = filled
    packed = np.rint(chances * _FULL).astype(np.uint8)
    for side in (0, 1):
        answer.chances[order[:, None], side, columns] = packed[:, side]
    number = 2.0 * gaps.sum(axis=0)
    open_chances = np.where(gaps[:, None], chances, np.float32(0.0))
    mean = open_chances.sum(axis=(0, 1), dtype=np.float64) / np.maximum(number, 1)
    square = (open_chances.astype(np.float64) ** 2).sum(axis=(0, 1)) / np.maximum(number, 1)
    spread = mean * (1 - mean)
    answer.r2[columns] = np.where(
        (number > 0) & (spread > 0),
        np.clip((square - mean**2) / np.where(spread > 0, spread, 1.0), 0.0, 1.0),
        np.nan,
    )


def _rows(rows: ArrayLike | slice) -> Index | slice:
    return rows if isinstance(rows, slice) else np.asarray(rows)
