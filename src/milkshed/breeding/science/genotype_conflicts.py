"""Genotypes that contradict the pedigree or the sex: which samples are not to be evaluated.

A parent and its progeny have no opposing homozygotes but for errors of the chip. Where a pair has
too many, one of the two samples is of another animal, or the pedigree is wrong: the sample that
contradicts the largest share of its own links is left out first, so that a bull is not blamed for
one wrong daughter, nor ten daughters for one wrong bull. Two samples left out that each fit the
other's parents look swapped. Males have one copy of X: what is called heterozygous there is an
error of the chip, of the map, or of the sex.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from milkshed.breeding.science.arrays import Bool, Code, Float, Int, held
from milkshed.breeding.science.homozygote_kernels import homozygous_bits, opposing_pairs
from milkshed.breeding.science.marker_store import MarkerStore

_MARKERS_AT_ONCE = 8192
_X_MARKERS_AT_ONCE = 512
_MOST_COMPARED = 60
_MISSING = 1


@dataclass(frozen=True, slots=True)
class ParentConflict:
    """An animal and a parent (rows of the store) with too many opposing homozygotes.

    ``sire``: whether the parent is the sire; ``opposing`` of the markers that both have called.
    """

    animal: int
    parent: int
    sire: bool
    opposing: int
    compared: int


def parent_conflicts(
    store: MarkerStore, used: Bool, sire: Int, dam: Int, *, share: float, markers: int
) -> tuple[tuple[ParentConflict, ...], Int]:
    """Refuted links among the animals of a store, and how many links each takes part in.

    ``used`` (markers,); ``sire``, ``dam`` (animals,): row of the parent, -1 where it has no
    genotype. A link is refuted when more than ``share`` of the markers called in both oppose, of
    at least ``markers``.
    """
    pairs = [(np.flatnonzero(parent >= 0), parent, side) for parent, side in ((sire, 1), (dam, 0))]
    animal = np.concatenate([own for own, _, _ in pairs]).astype(np.int64)
    other = np.concatenate([parent[own] for own, parent, _ in pairs]).astype(np.int64)
    of_sire = np.concatenate([np.full(len(own), side) for own, _, side in pairs])
    links = np.bincount(animal, minlength=len(store)) + np.bincount(other, minlength=len(store))
    places = np.flatnonzero(used)
    against, alike = np.zeros(len(animal), np.int64), np.zeros(len(animal), np.int64)
    for low in range(0, len(places) if len(animal) else 0, _MARKERS_AT_ONCE):
        rows = np.asarray(store.packed[places[low : low + _MARKERS_AT_ONCE]])
        first = np.zeros((len(store), -(-len(rows) // 64)), dtype=np.uint64)
        second = np.zeros_like(first)
        homozygous_bits(rows, first, second)
        there, both = np.zeros_like(against), np.zeros_like(alike)
        opposing_pairs(first, second, animal, other, there, both)
        against += there
        alike += both
    found = []
    # markers called in both are more than those at which both are homozygous
    for n in np.flatnonzero(against > share * alike).tolist():
        i, j = int(animal[n]), int(other[n])
        compared = _both_called(store, places, i, j)
        if compared >= markers and against[n] > share * compared:
            found.append(ParentConflict(i, j, bool(of_sire[n]), int(against[n]), compared))
    return tuple(found), held(links.astype(np.int64))


def left_out(conflicts: Sequence[ParentConflict], links: Int) -> dict[int, list[ParentConflict]]:
    """Animals to leave out until no conflict is left, each with the conflicts it settles.

    First whose share of refuted links is largest, then who has more of them, then the progeny.
    """
    answer: dict[int, list[ParentConflict]] = {}
    rest = list(conflicts)
    while rest:
        count: dict[int, int] = {}
        for one in rest:
            for who in (one.animal, one.parent):
                count[who] = count.get(who, 0) + 1
        progeny = {one.animal for one in rest}
        worst = max(count, key=lambda who: (count[who] / links[who], count[who], who in progeny))
        answer[worst] = [one for one in rest if worst in (one.animal, one.parent)]
        rest = [one for one in rest if worst not in (one.animal, one.parent)]
    return answer


def swapped(
    store: MarkerStore, used: Bool, out: dict[int, list[ParentConflict]], *, share: float
) -> list[tuple[int, int]]:
    """Pairs of animals left out of which each fits the refuted parents of the other.

    Sixty animals are compared at most.
    """
    places = np.flatnonzero(used)
    parents = {
        who: [one.parent for one in held_against if one.animal == who]
        for who, held_against in out.items()
    }
    asked = [who for who in sorted(parents) if parents[who]][:_MOST_COMPARED]
    counts = {
        who: _column(store, places, who)
        for who in {*asked, *(parent for child in asked for parent in parents[child])}
    }

    def fits(who: int, others: Sequence[int]) -> bool:
        for other in others:
            both = (counts[who] != _MISSING) & (counts[other] != _MISSING)
            apart = np.abs(counts[who] - counts[other]) == 3  # codes 0 and 3 are the homozygotes
            if np.count_nonzero(both & apart) > share * np.count_nonzero(both):
                return False
        return True

    return [
        (one, other)
        for one, other in combinations(asked, 2)
        if fits(one, parents[other]) and fits(other, parents[one])
    ]


def _column(store: MarkerStore, places: Int, animal: int) -> Code:
    part = np.asarray(store.packed[:, animal >> 2])[places]
    return ((part >> ((animal & 3) << 1)) & 3).astype(np.int8)


def _both_called(store: MarkerStore, places: Int, first: int, second: int) -> int:
    one, other = (_column(store, places, animal) for animal in (first, second))
    return int(np.count_nonzero((one != _MISSING) & (other != _MISSING)))


@dataclass(frozen=True, slots=True, eq=False)
class MalesOnX:
    """Heterozygous calls of males on X: by male (males,) with those called, and by marker.

    ``males``: their rows in the store.
    """

    males: Int
    heterozygous: Int
    called: Int
    by_marker: Int

    @property
    def shares(self) -> Float:
        """Heterozygous calls as a share of those called, (males,); 0 where none is."""
        called = np.maximum(self.called, 1)
        return np.asarray(self.heterozygous / called)


def males_on_x(store: MarkerStore, male: Bool, on_x: Bool) -> MalesOnX:
    """Count heterozygous calls of the males at the X markers; ``by_marker`` (X markers,)."""
    rows, places = np.flatnonzero(male), np.flatnonzero(on_x)
    het, called = np.zeros(len(rows), np.int64), np.zeros(len(rows), np.int64)
    by_marker = np.zeros(len(places), np.int64)
    for low in range(0, len(places) if len(rows) else 0, _X_MARKERS_AT_ONCE):
        part = slice(low, low + _X_MARKERS_AT_ONCE)
        counts = store.counts(places[part])[:, rows]
        het += (counts == 1).sum(axis=0)
        called += (counts >= 0).sum(axis=0)
        by_marker[part] = (counts == 1).sum(axis=1)
    return MalesOnX(held(rows), held(het), held(called), held(by_marker))
