"""The data of a bulletin while it is drawn up: fields with labels, footnotes, tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from milkshed.plan.science.movement import rounded
from milkshed.plan.science.wording import clean, numbers_in, written

Cell = dict[str, str]


def plainly(value: Decimal) -> str:
    """A number as it is printed: thousands parted, no zeros at its end."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def amount(value: Decimal, unit: str) -> str:
    """A value with its unit, rounded as it is shown."""
    return f"{plainly(rounded(value, unit))}{unit}"


def change_amount(value: Decimal, unit: str) -> str:
    """The size of a change with its unit; shares move by points."""
    return f"{plainly(abs(value))}{'个百分点' if unit == '%' else unit}"


def signed(value: Decimal) -> str:
    """A change with its sign."""
    return f"{'+' if value > 0 else ''}{plainly(value)}"


def direction(value: Decimal, unit: str) -> str:
    """Which way a figure went."""
    if unit == "%":
        return "提高" if value > 0 else "降低"
    return "增加" if value > 0 else "减少"


@dataclass(slots=True)
class DataSheet:
    """Fields, footnotes and tables of one bulletin."""

    fields: dict[str, dict[str, str]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    tables: dict[str, dict[str, Any]] = field(default_factory=dict)

    def datum(self, key: str, text: str, label: str, note: str) -> str:
        """Add a datum and return how it stands in the text."""
        place = written(key, clean(text))
        self.fields[key] = {
            "text": place[1 : place.index("|")],
            "label": label,
            "note": note,
        }
        return place

    def cell(self, text: str, note: str = "") -> Cell:
        """A cell of a table; with a note when it holds a number."""
        told = clean(text)
        return {"text": told, "note": note if told else ""}

    def note(self, key: str, text: str) -> None:
        """Add the footnote of data that name it."""
        self.notes[key] = clean(text)

    def words(self, text: str, note: str) -> Cell:
        """A cell of words, with a note only where they hold a number."""
        return self.cell(text, note if numbers_in(text) else "")

    def table(
        self, key: str, caption: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]
    ) -> None:
        """Add a table, unless it would be empty."""
        if rows:
            self.tables[key] = {
                "caption": caption,
                "header": list(header),
                "rows": [list(row) for row in rows],
            }
