"""Cells into typed columns, whole columns at a time.

Cells repeat: a column of 200,000 dates holds a few hundred different ones. Each different text is
read once, so that reading costs little more than finding out which texts there are.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from milkshed.herd.exchange.tables.fields import Cells, Field, field_of
from milkshed.herd.exchange.tables.guess import ColumnReading
from milkshed.herd.science.delimited import RawTable, read_day, read_number, thousands_marked
from milkshed.kernel.animal_numbers import EAR_TAG, HERD_BOOK, ISO_11784
from milkshed.kernel.day_numbers import day_number
from milkshed.kernel.text import Text

Mask = NDArray[np.bool_]

_LONGEST_NUMBER = 30
_LONGEST_TEXT = 200


@dataclass(frozen=True, slots=True)
class Wrong:
    """A rule that some cells of a field break: the rows (0-based) that break it.

    ``other`` (rows,) are the lines that the message speaks of as ``{row}``.
    """

    field: str
    rule: str
    message: Text
    rows: NDArray[np.intp]
    other: NDArray[np.int64] | None = None


@dataclass(frozen=True, slots=True)
class TypedTable:
    """A table with typed columns, one per field that is mapped.

    ``lines`` (rows,) are line numbers of the file. Texts are Arrow strings without nulls, numbers
    float64 with NaN where empty or unreadable, days int32 since 1970 with the smallest value for
    none. ``wrong`` tells the cells that could not be read. ``texts`` are the cells as they stood.
    """

    lines: NDArray[np.int64]
    texts: Mapping[str, pa.Array]
    numbers: Mapping[str, NDArray[np.float64]]
    days: Mapping[str, NDArray[np.int32]]
    wrong: tuple[Wrong, ...]

    def __len__(self) -> int:
        return len(self.lines)


NO_DAY = np.int32(np.iinfo(np.int32).min)


def typed_table(table: RawTable, kind: str, reading: ColumnReading) -> TypedTable:
    """Read a table of a kind as its mapping says; nothing is raised, every bad cell is told."""
    width = len(table.header)
    lines = np.fromiter((line for line, _ in table.rows), np.int64, len(table.rows))
    texts: dict[str, pa.Array] = {}
    numbers: dict[str, NDArray[np.float64]] = {}
    days: dict[str, NDArray[np.int32]] = {}
    wrong = _cut_rows(table, width)
    by_column = _by_column(table, width)
    for at, key in reading.columns.items():
        one = field_of(kind, key)
        column = pa.array(by_column[at], pa.string())
        texts[key] = column
        coded = column.dictionary_encode()
        codes = coded.indices.to_numpy()
        different = coded.dictionary.to_pylist()
        if one.cells is Cells.DAY:
            days[key], bad = _days(different, codes, reading.orders.get(key, "ymd"))
            message, rule = Text("不是日期", "This is no date"), "date"
        elif one.cells in (Cells.WHOLE, Cells.DECIMAL):
            thousands = thousands_marked(different, table.separator)
            numbers[key], bad = _numbers(different, codes, thousands)
            message, rule = Text("不是数字", "This is no number"), "number"
        else:
            most = _LONGEST_NUMBER if one.cells is Cells.NUMBER_TEXT else _LONGEST_TEXT
            bad = np.array([len(text) > most for text in different], np.bool_)[codes]
            message, rule = Text(f"超过{most}个字符", f"Longer than {most} characters"), "length"
        wrong += _wrong(key, rule, message, bad)
        if one.cells is Cells.WHOLE:
            fraction = np.isfinite(numbers[key]) & (numbers[key] != np.floor(numbers[key]))
            wrong += _wrong(
                key, "whole-number", Text("应为整数", "A whole number is expected"), fraction
            )
        if one.required:
            empty = np.array([not text for text in different], np.bool_)[codes]
            title = one.title
            wrong += _wrong(
                key, "required", Text(f"{title.zh}不能为空", f"{title.en} is required"), empty
            )
        if one.units and key in numbers:
            numbers[key] = in_own_unit(one, numbers[key], reading.units.get(key, ""))
    return TypedTable(lines, texts, numbers, days, tuple(wrong))


def _by_column(table: RawTable, width: int) -> list[tuple[str, ...]]:
    """The cells column by column, rows that are too short filled up with empty cells."""
    if not table.rows:
        return [()] * width
    rows = [cells for _, cells in table.rows]
    if any(len(cells) != width for cells in rows):
        rows = [(*cells[:width], *("",) * (width - len(cells))) for cells in rows]
    return list(zip(*rows, strict=True))


def in_own_unit(one: Field, values: NDArray[np.float64], unit: str) -> NDArray[np.float64]:
    """Values of a field in its own unit. A somatic cell score goes back to cells per mL.

    Score = log2(cells / 100,000) + 3 (Ali and Shook, 1980), so cells = 100,000 · 2^(score − 3).
    """
    chosen = next((u for u in one.units if u.key == unit), one.units[0])
    if chosen.key == "score":
        return np.round(100_000.0 * np.exp2(np.clip(values, -20.0, 20.0) - 3.0))
    return values if chosen.factor == 1.0 else values * chosen.factor


def _days(
    different: list[str], codes: NDArray[np.int32], order: str
) -> tuple[NDArray[np.int32], Mask]:
    read = [read_day(text, order) if text else None for text in different]
    found = np.array([day_number(day) if day else NO_DAY for day in read], np.int32)
    bad = np.array(
        [bool(text) and day is None for text, day in zip(different, read, strict=True)], np.bool_
    )
    return found[codes], bad[codes]


def _numbers(
    different: list[str], codes: NDArray[np.int32], thousands: bool
) -> tuple[NDArray[np.float64], Mask]:
    read = [read_number(text, thousands=thousands) if text else None for text in different]
    found = np.array([np.nan if number is None else number for number in read], np.float64)
    bad = np.array(
        [bool(text) and number is None for text, number in zip(different, read, strict=True)],
        np.bool_,
    )
    return found[codes], bad[codes]


def _cut_rows(table: RawTable, width: int) -> list[Wrong]:
    """Rows with more cells than the header, and a last row that breaks off."""
    counts = np.fromiter((len(cells) for _, cells in table.rows), np.int64, len(table.rows))
    wrong = _wrong(
        "row",
        "cells",
        Text("单元格比表头多", "The row has more cells than the header"),
        np.array([len(cells) > width and any(cells[width:]) for _, cells in table.rows], np.bool_),
    )
    if len(counts) and table.breaks_off and counts[-1] < width:
        last = np.zeros(len(counts), np.bool_)
        last[-1] = True
        wrong += _wrong(
            "row",
            "cut-line",
            Text("文件在此行中断，该行不完整", "The file breaks off in this row"),
            last,
        )
    return wrong


def _wrong(field: str, rule: str, message: Text, mask: Mask) -> list[Wrong]:
    rows = np.flatnonzero(mask)
    return [Wrong(field, rule, message, rows)] if len(rows) else []


class Rules:
    """Collects the rules that rows break, mask by mask."""

    def __init__(self, table: TypedTable) -> None:
        self.found: list[Wrong] = list(table.wrong)
        self.bad = np.zeros(len(table), np.bool_)
        for one in table.wrong:
            self.bad[one.rows] = True

    def refuse(
        self,
        field: str,
        rule: str,
        mask: Mask,
        zh: str,
        en: str,
        other: NDArray[np.int64] | None = None,
    ) -> None:
        """Refuse the rows of a mask; ``other`` (all rows,) fills ``{row}`` in the message."""
        rows = np.flatnonzero(mask)
        if len(rows):
            spoken_of = None if other is None else other[rows]
            self.found.append(Wrong(field, rule, Text(zh, en), rows, spoken_of))
            self.bad[rows] = True


def text_column(table: TypedTable, key: str) -> pa.Array:
    """A text column of the table, empty texts where it is not mapped."""
    held = table.texts.get(key)
    return held if held is not None else pa.array([""] * len(table))


def day_column(table: TypedTable, key: str) -> NDArray[np.int32]:
    """A column of days, none where it is not mapped."""
    held = table.days.get(key)
    return held if held is not None else np.full(len(table), NO_DAY, np.int32)


def number_column(table: TypedTable, key: str) -> NDArray[np.float64]:
    """A column of numbers, NaN where it is not mapped."""
    held = table.numbers.get(key)
    return held if held is not None else np.full(len(table), np.nan)


def as_dates(days: NDArray[np.int32]) -> pa.Array:
    """Days as Arrow dates, null where there is none."""
    return pa.array(days, pa.int32(), mask=days == NO_DAY).cast(pa.date32())


def as_decimals(values: NDArray[np.float64], precision: int, places: int) -> pa.Array:
    """Numbers as Arrow decimals rounded half to even, null where there is none."""
    empty = ~np.isfinite(values)
    rounded = pa.array(np.where(empty, 0.0, np.round(values, places)), mask=empty)
    return pc.cast(rounded, pa.decimal128(precision, places), safe=False)


def number_scheme(number: str) -> str:
    """The scheme that a number unique everywhere is written in; ear tag where none fits."""
    for scheme in (EAR_TAG, ISO_11784, HERD_BOOK):
        if scheme.is_valid(number):
            return scheme.key
    return EAR_TAG.key


def on_each(values: pa.Array, change: Callable[[str], str]) -> pa.Array:
    """A text column with each different text changed once."""
    coded = values.dictionary_encode()
    return pa.array([change(text) for text in coded.dictionary.to_pylist()]).take(coded.indices)
