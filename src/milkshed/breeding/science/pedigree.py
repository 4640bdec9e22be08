"""A pedigree whose animals stand in an order in which parents come before their progeny.

Outside an animal is a string and a missing parent is None; inside an animal is its place (int32)
and a missing parent is :data:`UNKNOWN`, or the code of its unknown-parent group, -2 - group. The
order is topological with dates of birth inside, so that every kernel streams through memory.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from milkshed.breeding.science.arrays import Bool, Code, Dates, Index, Int, Names, held
from milkshed.breeding.science.refusals import NotUsable
from milkshed.numerics.compiled import compiled

UNKNOWN: Final = -1
NO_DATE: Final = np.datetime64("NaT", "D")


class Sex(IntEnum):
    """The sex of an animal, 0 where it is not known."""

    UNKNOWN = 0
    MALE = 1
    FEMALE = 2


def group_code(group: int) -> int:
    """How the unknown-parent group of that number stands in the column of a parent."""
    return -2 - group


@dataclass(frozen=True, eq=False)
class Pedigree:
    """Animals and their parents, parents first; all arrays have shape (animals,).

    ``sire`` and ``dam``: place of the parent, :data:`UNKNOWN`, or :func:`group_code`. ``born``:
    date, NaT where unknown. ``groups``: names of the unknown-parent groups or metafounders.
    """

    ids: Names
    sire: Index
    dam: Index
    sex: Code
    born: Dates
    groups: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse columns of different lengths, parents after progeny, and unknown codes."""
        animals = len(self.ids)
        for name in ("sire", "dam", "sex", "born"):
            if len(getattr(self, name)) != animals:
                raise NotUsable(
                    f"{name}：{len(getattr(self, name))} 个值，{animals} 头个体",
                    f"{name}: {len(getattr(self, name))} values, {animals} animals",
                )
        place = np.arange(animals)
        for name in ("sire", "dam"):
            parent = getattr(self, name)
            late = np.flatnonzero(parent >= place)
            if len(late):
                raise NotUsable(
                    f"{self.ids[late[0]]} 的 {name} 排在后代之后或同位；请先编号（number_rows）",
                    f"{name} of {self.ids[late[0]]}: stands at or after its progeny; number the "
                    f"rows first (number_rows)",
                    self.ids[late].tolist(),
                )
            if animals and parent.min() < group_code(len(self.groups) - 1):
                raise NotUsable(
                    f"{name}：代码 {parent.min()} 没有对应的未知亲本组",
                    f"{name}: code {parent.min()} names no unknown-parent group",
                )
        for name in ("ids", "sire", "dam", "sex", "born"):
            held(getattr(self, name))

    @classmethod
    def from_numbers(
        cls,
        sire: ArrayLike,
        dam: ArrayLike,
        *,
        born: Dates | None = None,
        sex: ArrayLike | None = None,
        groups: Sequence[str] = (),
    ) -> "Pedigree":
        """A pedigree of places that already stand in order; the ids are "1", "2", ….

        ``sire``, ``dam`` (animals,): place from 0, -1 unknown, -2 - group for a group.
        """
        sire = np.array(sire, dtype=np.int32)
        animals = len(sire)
        return cls(
            np.arange(1, animals + 1).astype(np.str_),
            sire,
            np.array(dam, dtype=np.int32),
            np.zeros(animals, np.int8) if sex is None else np.array(sex, dtype=np.int8),
            np.full(animals, NO_DATE) if born is None else np.array(born, dtype="datetime64[D]"),
            tuple(groups),
        )

    def __len__(self) -> int:
        return len(self.sire)

    @cached_property
    def listed(self) -> tuple[str, ...]:
        """The ids as a tuple, made once: factors of records may share it."""
        return tuple(self.ids.tolist())

    @cached_property
    def _place(self) -> dict[str, int]:
        return {name: place for place, name in enumerate(self.ids.tolist())}

    def places(self, names: Iterable[str | None]) -> Index:
        """The place of each animal, -1 where a name is None or not in the pedigree."""
        found = self._place
        return np.array([found.get(name, -1) if name else -1 for name in names], dtype=np.int32)

    def place(self, name: str) -> int:
        """The place of one animal; raises KeyError with its name."""
        return self._place[name]

    @cached_property
    def generations(self) -> Index:
        """The longest path to a founder, shape (animals,); founders are 0."""
        return held(_longest_paths(self.sire, self.dam))

    @cached_property
    def birth_years(self) -> Int:
        """The year of birth, shape (animals,); 0 where it is unknown."""
        years = self.born.astype("datetime64[Y]").astype(np.int64) + 1970
        return held(np.where(np.isnat(self.born), 0, years))

    def names(self, places: ArrayLike) -> tuple[str | None, ...]:
        """The ids of places; None for an unknown parent."""
        return tuple(str(self.ids[p]) if p >= 0 else None for p in np.asarray(places).tolist())

    def ancestors(self, of: ArrayLike, *, generations: int | None = None) -> Bool:
        """Which animals are ``of`` (places) or their ancestors, shape (animals,).

        ``generations``: how far back, all the way when None.
        """
        depth = np.full(len(self), -1, dtype=np.int32)
        limit = len(self) if generations is None else generations
        depth[np.asarray(of, dtype=np.int64)] = limit
        _mark_ancestors(self.sire, self.dam, depth)
        return depth >= 0

    def only(self, kept: Bool) -> "Pedigree":
        """The animals that ``kept`` (animals,) marks; a parent left out becomes unknown."""
        new = np.full(len(self) + 1, UNKNOWN, dtype=np.int32)
        new[:-1][kept] = np.arange(np.count_nonzero(kept), dtype=np.int32)

        def renamed(parent: Index) -> Index:
            rest = parent[kept]
            return np.where(rest >= 0, new[rest], rest).astype(np.int32)

        return Pedigree(
            self.ids[kept],
            renamed(self.sire),
            renamed(self.dam),
            self.sex[kept],
            self.born[kept],
            self.groups,
        )

    def grouped(self, sire: Index, dam: Index, groups: Sequence[str]) -> "Pedigree":
        """The same animals with other codes for their unknown parents."""
        return replace(self, sire=sire, dam=dam, groups=tuple(groups))


def prune(pedigree: Pedigree, informed: ArrayLike, *, generations: int | None = None) -> Pedigree:
    """Keep what a genetic evaluation of the informed animals needs.

    Kept are ``informed`` (places: records, genotypes, candidates) and their ancestors up to
    ``generations`` back, without ancestors that have neither known parents nor more than one kept
    progeny: absorbing those changes no solution.
    """
    kept = pedigree.ancestors(informed, generations=generations)
    own = np.zeros(len(pedigree), dtype=np.bool_)
    own[np.asarray(informed, dtype=np.int64)] = True
    grouped = (pedigree.sire < UNKNOWN) | (pedigree.dam < UNKNOWN)
    _drop_uninformative(pedigree.sire, pedigree.dam, own | grouped, kept)
    return pedigree.only(kept)


@compiled
def _longest_paths(sire: Index, dam: Index) -> Index:
    longest = np.zeros(len(sire), np.int32)
    for i in range(len(sire)):
        above = -1
        if sire[i] >= 0:
            above = longest[sire[i]]
        if dam[i] >= 0 and longest[dam[i]] > above:
            above = longest[dam[i]]
        longest[i] = above + 1
    return longest


@compiled
def _mark_ancestors(sire: Index, dam: Index, depth: Index) -> None:
    for i in range(len(sire) - 1, -1, -1):
        if depth[i] > 0:
            below = depth[i] - 1
            if sire[i] >= 0 and depth[sire[i]] < below:
                depth[sire[i]] = below
            if dam[i] >= 0 and depth[dam[i]] < below:
                depth[dam[i]] = below


@compiled
def _drop_uninformative(sire: Index, dam: Index, own: Bool, kept: Bool) -> None:
    progeny = np.zeros(len(sire), np.int32)
    for i in range(len(sire)):
        if kept[i]:
            if sire[i] >= 0:
                progeny[sire[i]] += 1
            if dam[i] >= 0:
                progeny[dam[i]] += 1
    for i in range(len(sire)):
        if not kept[i] or own[i] or progeny[i] > 1:
            continue
        known = (sire[i] >= 0 and kept[sire[i]]) or (dam[i] >= 0 and kept[dam[i]])
        if not known:
            kept[i] = False
