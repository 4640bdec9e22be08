"""The form in which a pay grid is written: fields to document and back.

A field of term 2 is named ``t2-…``, of its third row ``t2-r3-…``. A row left empty is dropped,
and every table is shown with one empty row more than it holds.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from milkshed.kernel.problems import Fault
from milkshed.trade.science.pricing.measures import MEASURES

_TERM = re.compile(r"t(\d{1,2})-code")
_BOUND = re.compile(r"\s*([a-z_]+)\s*(<=|>=|≤|≥)\s*([0-9.,]+)\s*")
_LINE = ("reference", "step", "rate", "low", "high", "starts")
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "steps": ("low", "high", "rate"),
    "points": ("value", "rate"),
    "grades": ("name", "bounds", "rate"),
}
ROUNDED = ("mean", "rate", "amount", "mass")


@dataclass(slots=True)
class FormRow:
    """One row of a term's table with what is wrong in it."""

    index: int
    cells: dict[str, str]
    faults: list[Fault] = field(default_factory=list)


@dataclass(slots=True)
class FormTerm:
    """One term of the form with what is wrong in it outside its rows."""

    index: int
    values: dict[str, Any]
    rows: list[FormRow]
    faults: list[Fault] = field(default_factory=list)

    @property
    def index_text(self) -> str:
        """The number in the names of its fields."""
        return str(self.index)


def document_of(fields: Mapping[str, str]) -> dict[str, Any]:
    """The document that a form's fields write; what cannot be read stays as it was typed."""
    numbers = sorted(int(match[1]) for name in fields if (match := _TERM.fullmatch(name)))
    terms = [
        _term(fields, f"t{number}-")
        for number in numbers
        if fields.get(f"t{number}-code", "").strip() and f"t{number}-drop" not in fields
    ]
    return {
        "base_price": fields.get("base_price", "").strip(),
        "rounding": {
            **{name: fields.get(f"round-{name}", "half-up") for name in ROUNDED},
            "rate_places": fields.get("rate_places", "4"),
        },
        "missing": {
            "rule": fields.get("missing", "mean"),
            "look_back_days": fields.get("look_back_days", "31"),
        },
        "terms": terms,
    }


def _term(fields: Mapping[str, str], before: str) -> dict[str, Any]:
    def get(name: str) -> str:
        return fields.get(before + name, "").strip()

    measure, kind = get("measure"), get("kind")
    known = MEASURES.get(measure)
    return {
        "code": get("code"),
        "title_zh": get("title"),
        "title_en": get("title_en"),
        "measure": measure,
        "average": get("average") or (known.averages[0].value if known else ""),
        "unit": get("unit") or "per_kg",
        "direction": get("direction"),
        "window_months": get("window") or "1",
        "default": get("default") or None,
        "shape": _shape(fields, before, "grades" if measure == "grade" else kind),
    }


def _shape(fields: Mapping[str, str], before: str, kind: str) -> dict[str, Any]:
    if kind == "line":
        return {
            "kind": "line",
            **{name: fields.get(before + name, "").strip() or None for name in _LINE},
            "whole_steps": fields.get(f"{before}whole_steps") == "on",
        }
    columns = _COLUMNS.get(kind)
    if columns is None:
        return {"kind": kind}
    rows = []
    for index in range(_most_rows(fields, before) + 1):
        cells = {name: fields.get(f"{before}r{index}-{name}", "").strip() for name in columns}
        if any(cells.values()):
            rows.append(cells)
    if kind == "steps":
        bands = [{n: value or None for n, value in row.items()} for row in rows]
        closed = fields.get(f"{before}closed") or "left"
        return {"kind": "steps", "closed": closed, "bands": bands}
    if kind == "points":
        return {"kind": "points", "points": rows}
    return {
        "kind": "grades",
        "rows": [{**row, "bounds": _bounds(row["bounds"])} for row in rows],
    }


def _most_rows(fields: Mapping[str, str], before: str) -> int:
    pattern = re.compile(re.escape(before) + r"r(\d{1,2})-")
    return max((int(m[1]) for name in fields if (m := pattern.match(name))), default=-1)


def _bounds(text: str) -> dict[str, dict[str, str]]:
    """``total_count<=50000; fat>=3.6`` as bounds; what is no bound becomes an unknown measure."""
    bounds: dict[str, dict[str, str]] = {}
    for part in re.split(r"[;；、]", text):
        if not part.strip():
            continue
        match = _BOUND.fullmatch(part)
        if match is None:
            bounds[part.strip()] = {}
            continue
        end = "high" if match[2] in ("<=", "≤") else "low"
        bounds.setdefault(match[1], {})[end] = match[3].replace(",", "")
    return bounds


def form_terms(document: Mapping[str, Any], faults: Iterable[Fault] = ()) -> list[FormTerm]:
    """A document's terms as the form shows them, each fault where it belongs."""
    by_place = list(faults)
    terms = []
    for index, term in enumerate(document.get("terms", ())):
        prefix = f"terms.{index}."
        own = [fault for fault in by_place if f"{fault.field}.".startswith(prefix)]
        shape = term.get("shape") or {}
        kind = str(shape.get("kind") or "steps")
        name = {"steps": "bands", "points": "points", "grades": "rows"}.get(kind, "")
        rows = [
            FormRow(number, _cells(kind, row))
            for number, row in enumerate(shape.get(name, ()) if name else ())
        ]
        for row in rows:
            place = f"{prefix}shape.{name}.{row.index}."
            row.faults = [fault for fault in own if fault.field.startswith(place)]
        in_rows = {id(fault) for row in rows for fault in row.faults}
        if name:
            rows.append(FormRow(len(rows), dict.fromkeys(_COLUMNS[kind], "")))
        values = {**term, "shape": shape, "kind": kind}
        terms.append(
            FormTerm(index, values, rows, [fault for fault in own if id(fault) not in in_rows])
        )
    return terms


def _cells(kind: str, row: Mapping[str, Any]) -> dict[str, str]:
    cells = {name: "" if row.get(name) is None else str(row[name]) for name in _COLUMNS[kind]}
    if kind == "grades":
        parts = []
        for code, ends in (row.get("bounds") or {}).items():
            if not ends:
                parts.append(code)
            for end, sign in (("low", ">="), ("high", "<=")):
                if ends.get(end) is not None:
                    parts.append(f"{code}{sign}{ends[end]}")
        cells["bounds"] = "; ".join(parts)
    return cells


def blank_term(document: Mapping[str, Any], measure: str) -> dict[str, Any]:
    """A new term for a measure, with an empty table to fill in."""
    taken = {term.get("code") for term in document.get("terms", ())}
    code = measure
    number = 2
    while code in taken:
        code, number = f"{measure}-{number}", number + 1
    known = MEASURES.get(measure)
    grades = known is None
    return {
        "code": code,
        "title_zh": known.name.zh if known else "质量等级",
        "title_en": known.name.en if known else "Grade",
        "measure": measure,
        "average": known.averages[0].value if known else "weighted",
        "unit": "per_kg",
        "direction": known.direction.value if known else "free",
        "window_months": 1,
        "default": None,
        "shape": {"kind": "grades", "rows": []}
        if grades
        else {"kind": "steps", "closed": "left", "bands": [{}]},
    }
