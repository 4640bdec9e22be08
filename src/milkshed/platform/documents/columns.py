"""The columns of a table that people fill in or carry away, and how a cell is read."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from milkshed.kernel.clock import SHANGHAI, as_utc
from milkshed.kernel.problems import Problem, invalid
from milkshed.kernel.scheme import Scheme
from milkshed.kernel.text import Text

_DATE = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日|(\d{2})(\d{2}))"
)
_EXACT_DIGITS = 15
_YES = {"是", "有", "√", "yes", "y", "true", "1"}
_NO = {"否", "无", "×", "no", "n", "false", "0"}


class Kind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    TIME = "time"
    YES_NO = "yes-no"


NUMBER_FORMATS = {
    Kind.TEXT: "@",
    Kind.INTEGER: "#,##0",
    Kind.DECIMAL: "#,##0.00",
    Kind.MONEY: "#,##0.00",
    Kind.PERCENT: "0.0%",
    Kind.DATE: "yyyy-mm-dd",
    Kind.TIME: "yyyy-mm-dd hh:mm",
    Kind.YES_NO: "@",
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the key in a row, what the header says, and what a cell may hold.

    ``unit`` stands in the header in brackets, ``note`` in the fill-in notes, ``aliases`` are
    further headers that mean the same. ``choices`` limits a text, ``scheme`` checks an
    identifier, ``places`` fixes decimals of a decimal column.
    """

    key: str
    title: Text
    kind: Kind = Kind.TEXT
    unit: str = ""
    note: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    scheme: Scheme | None = None
    aliases: tuple[str, ...] = ()
    places: int | None = None
    width: float | None = None

    def header(self, language: str = "zh") -> str:
        """Return the title with its unit."""
        name = self.title.in_language(language)
        return f"{name}（{self.unit}）" if self.unit else name

    @property
    def number_format(self) -> str:
        """The Excel number format."""
        if self.places is not None and self.kind in (Kind.DECIMAL, Kind.MONEY):
            return "#,##0" + ("." + "0" * self.places if self.places else "")
        return NUMBER_FORMATS[self.kind]

    def read(self, cell: object) -> object:
        """Return the cell's value in the column's type, None when empty.

        Text gives str, INTEGER int, DECIMAL, MONEY and PERCENT Decimal (a percentage as share),
        DATE date, TIME an aware datetime in UTC (naive input is Chinese time), YES_NO bool.
        Raises Problem naming the column when the cell does not fit.
        """
        if isinstance(cell, str):
            cell = cell.strip()
        if cell is None or cell == "":
            if self.required:
                raise _fault(self, cell, "required", "不能为空", "is required")
            return None
        return _READERS[self.kind](self, cell)


def _fault(column: Column, cell: object, rule: str, zh: str, en: str) -> Problem:
    return invalid(column.key, cell, rule, f"“{column.title.zh}”{zh}", f"{column.title.en!r} {en}")


def _text(column: Column, cell: object) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, int) and len(str(abs(cell))) > _EXACT_DIGITS:
        raise _fault(
            column,
            cell,
            "digits-lost",
            "超过15位，Excel已丢失末位数字，请把单元格设为文本后重填",
            "has more than 15 digits, of which Excel lost the last: format the cell as text",
        )
    text = str(cell)
    if column.choices and text not in column.choices:
        listed = "、".join(column.choices)
        raise _fault(column, cell, "choice", f"只能是：{listed}", f"must be one of: {listed}")
    return column.scheme.parse(text, column.key) if column.scheme else text


def _integer(column: Column, cell: object) -> int:
    number = _number(column, cell)
    if number != number.to_integral_value():
        raise _fault(column, cell, "integer", "应为整数", "must be a whole number")
    return int(number)


def _number(column: Column, cell: object) -> Decimal:
    share = isinstance(cell, str) and cell.endswith(("%", "％"))
    text = str(cell).replace(",", "").replace("，", "").rstrip("%％")
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(cell, bool) or not number.is_finite():
        raise _fault(column, cell, "number", "应为数字", "must be a number")
    return number / 100 if share else number


def _date(column: Column, cell: object) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    match = _DATE.fullmatch(str(cell))
    try:
        if match is None:
            raise ValueError
        year, month, day = (int(part) for part in match.groups() if part)
        return date(year, month, day)
    except ValueError:
        raise _fault(
            column, cell, "date", "应为日期，如2026-01-05", "must be a date such as 2026-01-05"
        ) from None


def _time(column: Column, cell: object) -> datetime:
    if isinstance(cell, date) and not isinstance(cell, datetime):
        cell = datetime(cell.year, cell.month, cell.day, tzinfo=SHANGHAI)
    if not isinstance(cell, datetime):
        try:
            cell = datetime.fromisoformat(str(cell).replace("/", "-"))
        except ValueError:
            raise _fault(
                column,
                cell,
                "time",
                "应为时间，如2026-01-05 07:30",
                "must be a time such as 2026-01-05 07:30",
            ) from None
    return as_utc(cell if cell.tzinfo else cell.replace(tzinfo=SHANGHAI))


def _yes_no(column: Column, cell: object) -> bool:
    word = str(cell).lower()
    if word in _YES:
        return True
    if word in _NO:
        return False
    raise _fault(column, cell, "yes-no", "应填“是”或“否”", "must be 是 or 否")


_READERS: dict[Kind, Callable[[Column, object], object]] = {
    Kind.TEXT: _text,
    Kind.INTEGER: _integer,
    Kind.DECIMAL: _number,
    Kind.MONEY: _number,
    Kind.PERCENT: _number,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.YES_NO: _yes_no,
}


def as_cell(column: Column, value: object) -> object:
    """Return what Excel stores: times as Chinese civil time, yes and no as 是 and 否."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        aware = value if value.tzinfo else value.replace(tzinfo=UTC)
        return aware.astimezone(SHANGHAI).replace(tzinfo=None)
    if isinstance(value, Text):
        return value.zh
    if isinstance(value, str | int | float | Decimal | date) and column.kind is not Kind.TEXT:
        return value
    return str(value)
