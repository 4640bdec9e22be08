"""A small reader of Excel formulas, enough to work a statement's workbook out."""

import math
import re
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from itertools import product
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import column_index_from_string, range_boundaries

_TOKEN = re.compile(
    r"'(?P<sheet>[^']+)'!(?P<range>\$?[A-Z]+\$?\d+(?::\$?[A-Z]+\$?\d+)?)"
    r"|(?P<local>(?<![A-Z$])[A-Z]{1,2}\d+(?::[A-Z]{1,2}\d+)?(?![\d(]))"
    r'|(?P<text>"[^"]*")'
)


class Sheets:
    """Works out cells of a workbook, each once."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.known: dict[tuple[str, int, int], Any] = {}

    def cell(self, sheet: str, row: int, column: int) -> Any:
        key = (sheet, row, column)
        if key not in self.known:
            value = self.book[sheet].cell(row, column).value
            is_formula = isinstance(value, str) and value.startswith("=")
            self.known[key] = self.work_out(sheet, value[1:]) if is_formula else value
        return self.known[key]

    def work_out(self, sheet: str, formula: str) -> Any:
        def replaced(match: re.Match[str]) -> str:
            if match["text"]:
                return match["text"]
            where = (match["range"] or match["local"]).replace("$", "")
            return f"at({match['sheet'] or sheet!r}, {where!r})"

        python = _TOKEN.sub(replaced, formula).replace("&", "+text+")
        python = re.sub(r'"(<=|<)"\+text\+', r"Sign('\1')+", python)
        return eval(python, {"__builtins__": {}}, {**_FUNCTIONS, "at": self.at})

    def at(self, sheet: str, where: str) -> Any:
        if ":" not in where:
            match = re.fullmatch(r"([A-Z]+)(\d+)", where)
            assert match
            return self.cell(sheet, int(match[2]), column_index_from_string(match[1]))
        left, top, right, bottom = range_boundaries(where)
        cells = product(range(top, bottom + 1), range(left, right + 1))
        return Column(self.cell(sheet, row, column) for row, column in cells)


class Column(list[Any]):
    """A range with arithmetic element by element; an empty cell counts as nothing."""

    def __mul__(self, other: Any) -> "Column":  # type: ignore[override]
        others = other if isinstance(other, Column) else [other] * len(self)
        return Column((a or 0) * (b or 0) for a, b in zip(self, others, strict=True))

    def __add__(self, other: Any) -> "Column":  # type: ignore[override]
        return Column((a or 0) + b for a, b in zip(self, other, strict=True))

    def __lt__(self, other: Any) -> "Column":  # type: ignore[override]
        return Column(int((a or 0) < other) for a in self)


class Sign:
    """A comparison for COUNTIF."""

    def __init__(self, sign: str, bound: float = 0.0) -> None:
        self.sign, self.bound = sign, bound

    def __add__(self, bound: float) -> "Sign":
        return Sign(self.sign, bound)

    def holds(self, value: Any) -> bool:
        if value is None:
            return False
        return value < self.bound if self.sign == "<" else value <= self.bound


def _rounded(mode: str) -> Any:
    """Rounding of the fifteen digits that Excel shows."""

    def rounded(value: float, places: int) -> float:
        shown = Decimal(f"{value:.15g}")
        return float(shown.quantize(Decimal(1).scaleb(-places), rounding=mode))

    return rounded


def _flat(values: Any) -> list[float]:
    found: list[float] = []
    for value in values:
        found += _flat(value) if isinstance(value, Column) else [value or 0]
    return found


_FUNCTIONS: dict[str, Any] = {
    "ROUND": _rounded(ROUND_HALF_UP),
    "ROUNDDOWN": _rounded(ROUND_DOWN),
    "ROUNDUP": _rounded(ROUND_UP),
    "SIGN": lambda x: (x > 0) - (x < 0),
    "SUM": lambda *values: sum(_flat(values)),
    "MIN": min,
    "MAX": max,
    "ABS": abs,
    "MOD": lambda a, b: a % b,
    "IF": lambda test, yes, no: yes if test else no,
    "EXP": math.exp,
    "LN": lambda values: Column(math.log(v) for v in values),
    "INDEX": lambda values, n: values[int(n) - 1],
    "COUNTIF": lambda values, sign: sum(sign.holds(value) for value in values),
    "MATCH": lambda value, values, _: sum(1 for one in values if one <= value),
    "ISNUMBER": lambda values: Column(int(isinstance(v, int | float)) for v in values),
    "SUMPRODUCT": lambda a, b=None: sum(a if b is None else a * b),
    "Sign": Sign,
}
