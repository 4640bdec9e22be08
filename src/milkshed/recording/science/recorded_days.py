"""Test days of many lactations as columns: the input of every method of this package.

A lactation is a run of rows between two offsets (a ragged array). Columns are checked once, on
construction; a lactation that cannot be used keeps its place and carries a :class:`Status`, so
one bad record never stops the others and answers stay aligned with the input.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import ClassVar, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milkshed.kernel.text import Text

Float = NDArray[np.float64]
Int = NDArray[np.int64]


class Status(IntEnum):
    """Why a lactation can or cannot be used; 0 is usable."""

    USABLE = 0
    NO_TESTS = 1
    DAY_OUT_OF_RANGE = 2
    DAYS_NOT_ASCENDING = 3
    SAME_DAY_TWICE = 4
    MILK_OUT_OF_RANGE = 5
    FAT_OUT_OF_RANGE = 6
    PROTEIN_OUT_OF_RANGE = 7
    SCS_OUT_OF_RANGE = 8
    LENGTH_BEFORE_LAST_TEST = 9
    TOO_FEW_TESTS = 10
    NOT_CONVERGED = 11

    @property
    def reason(self) -> Text:
        """The reason in both languages."""
        return _REASONS[self]


_REASONS = {
    Status.USABLE: Text("可用", "usable"),
    Status.NO_TESTS: Text("没有测定日", "no test day"),
    Status.DAY_OUT_OF_RANGE: Text("泌乳天数超出范围", "days in milk out of range"),
    Status.DAYS_NOT_ASCENDING: Text("测定日未按泌乳天数排列", "test days not in order"),
    Status.SAME_DAY_TWICE: Text(
        "同一天有两个不同的测定", "two different tests on the same day in milk"
    ),
    Status.MILK_OUT_OF_RANGE: Text("奶量超出范围", "milk yield out of range"),
    Status.FAT_OUT_OF_RANGE: Text("乳脂率超出范围", "fat content out of range"),
    Status.PROTEIN_OUT_OF_RANGE: Text("乳蛋白率超出范围", "protein content out of range"),
    Status.SCS_OUT_OF_RANGE: Text("体细胞评分超出范围", "somatic cell score out of range"),
    Status.LENGTH_BEFORE_LAST_TEST: Text(
        "泌乳期结束早于最后一次测定", "the lactation ends before its last test"
    ),
    Status.TOO_FEW_TESTS: Text("测定次数不足", "too few tests for this method"),
    Status.NOT_CONVERGED: Text("拟合未收敛", "the fit did not converge"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What is plausible on a test day; bounds included.

    The defaults follow recording practice as ICAR members publish it (milk 1–99.9 kg, fat
    1.5–9 %, protein 1–7 %, SCS 0–9.9); they are recalled, not official. A platform passes the
    rule rows in force instead.
    """

    last_day: int = 730
    milk_kg: tuple[float, float] = (0.2, 99.9)
    fat_pct: tuple[float, float] = (1.5, 9.0)
    protein_pct: tuple[float, float] = (1.0, 7.0)
    scs: tuple[float, float] = (-1.0, 9.9)


@dataclass(frozen=True, slots=True, eq=False)
class TestDays:
    """Test days of ``lactations`` lactations with ``tests`` rows; arrays are read-only.

    A day in milk that is missing or no whole number counts as out of range, a parity as unknown.
    ``offsets`` (lactations + 1,): rows of lactation i are ``offsets[i]:offsets[i + 1]``.
    Per row: ``dim`` days in milk, calving being day 0; ``milk_kg`` kg in 24 hours; ``fat_pct``
    and ``protein_pct`` % by mass; ``scs`` somatic cell score. NaN means not measured.
    Per lactation: ``keys``; ``parity`` (0 unknown); ``length_days`` days in milk at drying off,
    0 while in progress; ``status`` codes of :class:`Status`.
    """

    __test__: ClassVar[bool] = False

    offsets: Int
    dim: Int
    milk_kg: Float
    fat_pct: Float
    protein_pct: Float
    scs: Float
    parity: Int
    length_days: Int
    status: NDArray[np.uint8]
    keys: NDArray[np.generic]
    limits: Limits

    @property
    def lactations(self) -> int:
        """The number of lactations."""
        return len(self.offsets) - 1

    @property
    def tests(self) -> NDArray[np.int64]:
        """The number of tests of each lactation."""
        return np.diff(self.offsets)

    @property
    def usable(self) -> NDArray[np.bool_]:
        """Which lactations can be used."""
        return np.asarray(self.status == Status.USABLE)

    @property
    def lactation_of_test(self) -> Int:
        """The number of the lactation each row belongs to, of shape (tests,)."""
        return np.repeat(np.arange(self.lactations), self.tests)

    @classmethod
    def from_columns(
        cls,
        offsets: ArrayLike,
        dim: ArrayLike,
        milk_kg: ArrayLike,
        *,
        fat_pct: ArrayLike | None = None,
        protein_pct: ArrayLike | None = None,
        scs: ArrayLike | None = None,
        parity: ArrayLike | None = None,
        length_days: ArrayLike | None = None,
        keys: ArrayLike | None = None,
        limits: Limits | None = None,
    ) -> Self:
        """Take columns that are already grouped by lactation and in the order of days.

        Shapes as in the class. Raises ValueError where shapes do not fit together; what is wrong
        with a single lactation becomes its status instead.
        """
        bounds = np.array(offsets, dtype=np.int64)
        day = _whole_days(dim)
        if bounds.ndim != 1 or len(bounds) < 1 or bounds[0] != 0 or np.any(np.diff(bounds) < 0):
            raise ValueError("offsets must start at 0 and never fall")
        if day.ndim != 1 or bounds[-1] != len(day):
            raise ValueError(f"offsets end at {bounds[-1]} but there are {len(day)} rows")
        rows, count = len(day), len(bounds) - 1
        measured = [
            _column(name, values, rows)
            for name, values in (
                ("milk_kg", milk_kg),
                ("fat_pct", fat_pct),
                ("protein_pct", protein_pct),
                ("scs", scs),
            )
        ]
        per_lactation = [
            _integers(name, values, count)
            for name, values in (("parity", parity), ("length_days", length_days))
        ]
        names: NDArray[np.generic] = np.arange(count) if keys is None else np.array(keys)
        if names.shape != (count,):
            raise ValueError(f"keys must have shape ({count},), not {names.shape}")
        held = limits or Limits()
        status = _judge(bounds, day, measured, per_lactation[1], held)
        for array in (bounds, day, *measured, *per_lactation, names, status):
            array.flags.writeable = False
        milk, fat, protein, cells = measured
        numbers, ends = per_lactation
        return cls(bounds, day, milk, fat, protein, cells, numbers, ends, status, names, held)

    @classmethod
    def from_table(
        cls,
        lactation: ArrayLike,
        dim: ArrayLike,
        milk_kg: ArrayLike,
        *,
        fat_pct: ArrayLike | None = None,
        protein_pct: ArrayLike | None = None,
        scs: ArrayLike | None = None,
        parity: ArrayLike | None = None,
        length_days: ArrayLike | None = None,
        limits: Limits | None = None,
    ) -> Self:
        """Take a long table, one row a test in any order; all columns of shape (rows,).

        Lactations come out in the order in which their keys first appear. A row that repeats
        another in every measured value is dropped. ``parity`` and ``length_days`` are read from
        the first row of a lactation.
        """
        key = np.asarray(lactation)
        rows = len(key)
        day = _whole_days(dim)
        measured = [
            _column(name, values, rows)
            for name, values in (
                ("milk_kg", milk_kg),
                ("fat_pct", fat_pct),
                ("protein_pct", protein_pct),
                ("scs", scs),
            )
        ]
        if day.shape != (rows,):
            raise ValueError(f"dim must have shape ({rows},), not {day.shape}")
        _, first, number = np.unique(key, return_index=True, return_inverse=True)
        rank = np.empty(len(first), dtype=np.int64)
        rank[np.argsort(first, kind="stable")] = np.arange(len(first))
        number = rank[number]
        first = np.sort(first)
        order = np.lexsort((day, number))
        number, day = number[order], day[order]
        measured = [column[order] for column in measured]
        repeats = np.zeros(rows, dtype=bool)
        if rows:
            repeats[1:] = (number[1:] == number[:-1]) & (day[1:] == day[:-1])
            for column in measured:
                repeats[1:] &= (column[1:] == column[:-1]) | (
                    np.isnan(column[1:]) & np.isnan(column[:-1])
                )
        kept = ~repeats
        offsets = np.concatenate(([0], np.cumsum(np.bincount(number[kept], minlength=len(first)))))
        return cls.from_columns(
            offsets,
            day[kept],
            measured[0][kept],
            fat_pct=measured[1][kept],
            protein_pct=measured[2][kept],
            scs=measured[3][kept],
            parity=None if parity is None else np.asarray(parity)[first],
            length_days=None if length_days is None else np.asarray(length_days)[first],
            keys=key[first],
            limits=limits,
        )

    def select(self, lactations: ArrayLike) -> Self:
        """Return the lactations of a boolean mask or of indices, in that order."""
        chosen = np.asarray(lactations)
        chosen = np.flatnonzero(chosen) if chosen.dtype == bool else chosen.astype(np.int64)
        lengths = self.tests[chosen]
        offsets = np.concatenate(([0], np.cumsum(lengths)))
        rows = np.repeat(self.offsets[chosen] - offsets[:-1], lengths) + np.arange(offsets[-1])
        return self._rows(rows, offsets, chosen)

    def up_to(self, last_day: int) -> Self:
        """Return the same lactations with the tests up to ``last_day`` only, in progress."""
        rows = np.flatnonzero(self.dim <= last_day)
        counts = np.bincount(self.lactation_of_test[rows], minlength=self.lactations)
        offsets = np.concatenate(([0], np.cumsum(counts)))
        cut = self._rows(rows, offsets, np.arange(self.lactations), in_progress=True)
        return cut

    def _rows(self, rows: Int, offsets: Int, chosen: Int, *, in_progress: bool = False) -> Self:
        return self.from_columns(
            offsets,
            self.dim[rows],
            self.milk_kg[rows],
            fat_pct=self.fat_pct[rows],
            protein_pct=self.protein_pct[rows],
            scs=self.scs[rows],
            parity=self.parity[chosen],
            length_days=None if in_progress else self.length_days[chosen],
            keys=self.keys[chosen],
            limits=self.limits,
        )


def _column(name: str, values: ArrayLike | None, rows: int) -> Float:
    if values is None:
        return np.full(rows, np.nan)
    column = np.array(values, dtype=np.float64)
    if column.shape != (rows,):
        raise ValueError(f"{name} must have shape ({rows},), not {column.shape}")
    return column


def _whole_numbers(values: ArrayLike, *, missing: int) -> Int:
    """Whole numbers; what is missing or no whole number becomes ``missing``."""
    given = np.asarray(values)
    if given.dtype.kind in "iu":
        return np.array(given, dtype=np.int64)
    number = np.asarray(given, dtype=np.float64)
    good = np.isfinite(number) & (number == np.rint(number)) & (np.abs(number) < 2**53)
    return np.where(good, number, missing).astype(np.int64)


def _whole_days(values: ArrayLike) -> Int:
    """Days in milk; what is no whole number becomes −1, which is out of every range."""
    return _whole_numbers(values, missing=-1)


def _integers(name: str, values: ArrayLike | None, count: int) -> Int:
    if values is None:
        return np.zeros(count, dtype=np.int64)
    column = _whole_numbers(values, missing=0)
    if column.shape != (count,):
        raise ValueError(f"{name} must have shape ({count},), not {column.shape}")
    return column


def _judge(
    offsets: Int, dim: Int, measured: list[Float], length_days: Int, limits: Limits
) -> NDArray[np.uint8]:
    """The first fault of each lactation, in the order of :class:`Status`."""
    count = len(offsets) - 1
    of_test = np.repeat(np.arange(count), np.diff(offsets))
    status = np.zeros(count, dtype=np.uint8)

    def note(code: Status, lactations: NDArray[np.int64]) -> None:
        fresh = lactations[status[lactations] == Status.USABLE]
        status[fresh] = code

    note(Status.NO_TESTS, np.flatnonzero(np.diff(offsets) == 0))
    note(Status.DAY_OUT_OF_RANGE, of_test[(dim < 1) | (dim > limits.last_day)])
    if len(dim) > 1:
        same = of_test[1:] == of_test[:-1]
        note(Status.DAYS_NOT_ASCENDING, of_test[1:][same & (dim[1:] < dim[:-1])])
        note(Status.SAME_DAY_TWICE, of_test[1:][same & (dim[1:] == dim[:-1])])
    for code, values, (low, high) in zip(
        (
            Status.MILK_OUT_OF_RANGE,
            Status.FAT_OUT_OF_RANGE,
            Status.PROTEIN_OUT_OF_RANGE,
            Status.SCS_OUT_OF_RANGE,
        ),
        measured,
        (limits.milk_kg, limits.fat_pct, limits.protein_pct, limits.scs),
        strict=True,
    ):
        wrong = (values < low) | (values > high) | np.isinf(values)
        if code is Status.MILK_OUT_OF_RANGE:
            wrong |= np.isnan(values)
        note(code, of_test[wrong])
    last = np.zeros(count, dtype=np.int64)
    some = np.diff(offsets) > 0
    last[some] = dim[offsets[1:][some] - 1]
    note(Status.LENGTH_BEFORE_LAST_TEST, np.flatnonzero((length_days != 0) & (length_days < last)))
    return status
