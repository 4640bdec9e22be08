"""A farm's cows and what happened to them, as columns: what every herd figure is computed from.

Days are whole day numbers (days since 1 January 1970). ``FAR`` stands for a day that has not
come. Every table of events names its cow by the row in ``Cows`` and is sorted by cow and day;
:func:`herd_records` sorts, so a caller need not.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Int = NDArray[np.int64]
Bool = NDArray[np.bool_]
Float = NDArray[np.float64]

FAR = 2**30
"""A day that has not come."""

IN_HERD, SOLD, DEAD, CULLED = 0, 1, 2, 3
"""How a cow left, of ``Cows.how``."""

OPEN, PREGNANT, DOUBTFUL = 0, 1, -1
"""What a pregnancy check found, of ``Checks.result``."""

_SHIFT = 2**31


@dataclass(frozen=True, eq=False)
class Table:
    """Rows about cows: ``cow`` (row in ``Cows``) and ``day``, sorted by both."""

    cow: Int
    day: Int

    def __len__(self) -> int:
        return len(self.cow)

    @cached_property
    def key(self) -> Int:
        """One ascending number per row, for searching by cow and day."""
        return moment_key(self.cow, self.day)

    def before(self, cow: Int, day: Int) -> Int:
        """The last row of each cow on or before a day; -1 where there is none."""
        if not len(self):
            return np.full(len(cow), -1, np.int64)
        at = np.searchsorted(self.key, moment_key(cow, day), side="right") - 1
        return np.where((at >= 0) & (self.cow[np.maximum(at, 0)] == cow), at, -1)

    def after(self, cow: Int, day: Int) -> Int:
        """The first day of a row of each cow later than a day; ``FAR`` where there is none."""
        if not len(self):
            return np.full(len(cow), FAR, np.int64)
        at = np.searchsorted(self.key, moment_key(cow, day), side="right")
        held = np.minimum(at, len(self) - 1)
        return np.where((at < len(self)) & (self.cow[held] == cow), self.day[held], FAR)


T = TypeVar("T", bound=Table)


@dataclass(frozen=True, eq=False)
class Cows:
    """Female cattle that stand or stood on the farm.

    ``key`` is the caller's own number of the animal, ``left`` the day of leaving (``FAR`` while
    present), ``how`` one of IN_HERD, SOLD, DEAD, CULLED, ``cause`` the reason given.
    """

    key: Int
    birth: Int
    entered: Int
    left: Int
    how: Int
    cause: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.key)


@dataclass(frozen=True, eq=False)
class Calvings(Table):
    """Calvings with the parity they begin; ``calves`` 0 where the calves were not told."""

    parity: Int
    calves: Int
    stillborn: Int


@dataclass(frozen=True, eq=False)
class Services(Table):
    """Inseminations, natural services and transfers, with who and by which bull."""

    technician: NDArray[np.str_]
    bull: NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class Checks(Table):
    """Pregnancy checks; ``due`` the day of calving told with a pregnancy, else ``FAR``."""

    result: Int
    due: Int


@dataclass(frozen=True, eq=False)
class Cases(Table):
    """Diagnoses by code."""

    code: NDArray[np.str_]


@dataclass(frozen=True, eq=False)
class Tests(Table):
    """Test days; ``milk_kg``, ``fat_pct`` and ``protein_pct`` are NaN where not measured."""

    __test__ = False

    dim: Int
    parity: Int
    milk_kg: Float
    fat_pct: Float
    protein_pct: Float


@dataclass(frozen=True, eq=False)
class HerdRecords:
    """Everything a farm's figures follow from, up to ``as_of`` (included)."""

    as_of: int
    cows: Cows
    calvings: Calvings
    services: Services
    checks: Checks
    abortions: Table
    heats: Table
    do_not_breed: Table
    cases: Cases
    tests: Tests

    @cached_property
    def lactation_end(self) -> Int:
        """For each calving the day on which its lactation ends: next calving or leaving."""
        following = self.calvings.after(self.calvings.cow, self.calvings.day)
        return np.asarray(np.minimum(following, self.cows.left[self.calvings.cow]))

    @cached_property
    def lactation_of_service(self) -> Int:
        """The row of the calving before each service, -1 for services of heifers."""
        return self.calvings.before(self.services.cow, self.services.day)

    @cached_property
    def first_parity(self) -> Int:
        """For each cow the parity of its first known calving, 0 without any.

        Above 1 its earlier calvings are not known, only that there were some.
        """
        found = np.zeros(len(self.cows), np.int64)
        first = np.searchsorted(self.calvings.cow, np.arange(len(self.cows)))
        has = np.bincount(self.calvings.cow, minlength=len(self.cows)) > 0
        found[has] = self.calvings.parity[first[has]]
        return found

    @cached_property
    def of_heifer(self) -> Bool:
        """Whether each service was one of a heifer."""
        return (self.lactation_of_service < 0) & (self.first_parity[self.services.cow] <= 1)

    @cached_property
    def service_number(self) -> Int:
        """1 for the first service of a lactation or of a heifer, 2 for the next, and so on."""
        group = np.stack([self.services.cow, self.lactation_of_service])
        begins = np.ones(len(self.services), np.bool_)
        begins[1:] = (group[:, 1:] != group[:, :-1]).any(axis=0)
        starts = np.flatnonzero(begins)
        return np.asarray(
            np.arange(len(begins)) - np.repeat(starts, np.diff([*starts, len(begins)])) + 1
        )


def moment_key(cow: Int, day: Int) -> Int:
    """Cow and day as one number that sorts by cow, then by day."""
    return np.asarray(cow, np.int64) * 2**32 + np.asarray(day, np.int64) + _SHIFT


Columns = Mapping[str, ArrayLike]


def herd_records(
    as_of: int,
    cows: Columns,
    *,
    calvings: Columns | None = None,
    services: Columns | None = None,
    checks: Columns | None = None,
    abortions: Columns | None = None,
    heats: Columns | None = None,
    do_not_breed: Columns | None = None,
    cases: Columns | None = None,
    tests: Columns | None = None,
) -> HerdRecords:
    """Build the records of a farm from columns in any order, leaving out what is after ``as_of``.

    ``cows`` needs ``key`` and ``birth``; ``entered`` is the birth, ``left`` ``FAR``, ``how``
    IN_HERD and ``cause`` empty where not given. Tables of events name their cow by ``cow``, the
    cow's ``key``, and have ``day``; rows of unknown cows raise ValueError. ``parity`` of a
    calving counts up from the first one given where the column is missing.
    """
    key = np.asarray(cows["key"], np.int64)
    if len(np.unique(key)) != len(key):
        raise ValueError("a cow is listed twice")
    size = len(key)
    left = np.asarray(cows.get("left", np.full(size, FAR)), np.int64)
    present = left > as_of
    held = Cows(
        key=key,
        birth=np.asarray(cows["birth"], np.int64),
        entered=np.asarray(cows.get("entered", cows["birth"]), np.int64),
        left=np.where(present, FAR, left),
        how=np.where(present, IN_HERD, np.asarray(cows.get("how", np.zeros(size)), np.int64)),
        cause=np.asarray(cows.get("cause", np.full(size, "")), np.str_),
    )
    order = np.argsort(key)

    def table(kind: type[T], given: Columns | None) -> T:
        return _table(kind, given or {}, key, order, as_of)

    return HerdRecords(
        as_of=as_of,
        cows=held,
        calvings=_numbered(table(Calvings, calvings), calvings or {}),
        services=table(Services, services),
        checks=table(Checks, checks),
        abortions=table(Table, abortions),
        heats=table(Table, heats),
        do_not_breed=table(Table, do_not_breed),
        cases=table(Cases, cases),
        tests=table(Tests, tests),
    )


_TYPES: dict[str, tuple[type[np.generic], object]] = {
    **dict.fromkeys(("technician", "bull", "code"), (np.str_, "")),
    **dict.fromkeys(("milk_kg", "fat_pct", "protein_pct"), (np.float64, np.nan)),
    "due": (np.int64, FAR),
}


def _table(kind: type[T], given: Columns, key: Int, order: Int, as_of: int) -> T:
    named = np.asarray(given.get("cow", []), np.int64)
    day = np.asarray(given.get("day", []), np.int64)
    if len(named) and not len(key):
        raise ValueError("an event names a cow that is not listed")
    at = np.minimum(np.searchsorted(key, named, sorter=order), max(len(key) - 1, 0))
    row = order[at] if len(key) else at
    if len(named) and (key[row] != named).any():
        raise ValueError(f"cow {named[key[row] != named][0]} of an event is not listed")
    kept = day <= as_of
    sorting = np.flatnonzero(kept)[np.argsort(moment_key(row[kept], day[kept]), kind="stable")]
    columns: dict[str, NDArray[np.generic]] = {"cow": row[sorting], "day": day[sorting]}
    for one in fields(kind):
        if one.name in columns:
            continue
        type_, blank = _TYPES.get(one.name, (np.int64, 0))
        values = np.asarray(given.get(one.name, np.full(len(named), blank)), type_)
        columns[one.name] = values[sorting]
    return kind(**columns)  # type: ignore[arg-type]


def _numbered(calvings: Calvings, given: Columns) -> Calvings:
    """Parities as given, or counted up from 1 where the column is missing."""
    if "parity" in given:
        return calvings
    first = np.searchsorted(calvings.cow, calvings.cow)
    return replace(calvings, parity=np.arange(len(calvings)) - first + 1)


def labels(values: Sequence[str] | NDArray[np.str_]) -> list[str]:
    """The distinct texts, sorted, without the empty one."""
    return sorted({str(value) for value in values} - {""})
