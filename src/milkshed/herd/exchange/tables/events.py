"""Events of a file: words of other systems become kinds, columns become what each kind says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, time
from decimal import Decimal
from math import isfinite
from typing import Any

import numpy as np

from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.rows import EventRow
from milkshed.herd.event_details import KINDS
from milkshed.herd.exchange.tables.columns import NO_DAY, Rules, TypedTable, number_scheme
from milkshed.herd.exchange.tables.fate import Fate
from milkshed.herd.exchange.tables.presets import DIAGNOSIS_WORDS, OWN_WORDS
from milkshed.herd.models import EventKind, EventSource, Farm
from milkshed.kernel.clock import SHANGHAI
from milkshed.kernel.day_numbers import day_of
from milkshed.platform.models import Person

_NOON = time(12)
_RESULTS: Mapping[str, str] = {
    word: result
    for result, words in {
        "pregnant": ("p", "pregnant", "阳性", "+", "怀孕", "孕", "有胎"),
        "open": ("o", "open", "阴性", "-", "空怀", "未孕"),
        "doubtful": ("r", "?", "可疑", "疑似", "doubtful", "recheck"),
    }.items()
    for word in words
}
_METHODS: Mapping[str, str] = {
    "b超": "ultrasound", "超声": "ultrasound", "ultrasound": "ultrasound", "直检": "palpation",
    "直肠检查": "palpation", "palpation": "palpation", "血检": "blood", "blood": "blood",
    "奶检": "milk", "milk": "milk",
}  # fmt: skip
_SEXES: Mapping[str, str] = {
    "f": "F", "母": "F", "female": "F", "cow": "F", "h": "F", "heifer": "F", "1": "F",
    "m": "M", "公": "M", "male": "M", "bull": "M", "b": "M", "2": "M",
}  # fmt: skip
_DEPARTURES: Mapping[str, str] = {
    "sold": "sold", "出售": "sold", "售出": "sold", "卖出": "sold", "culled": "culled",
    "淘汰": "culled", "屠宰": "culled", "beef": "culled",
}  # fmt: skip


def read_sex(text: str) -> str:
    """``F`` or ``M`` for the words people use; the text itself for any other."""
    return _SEXES.get(text.strip().lower(), text)


def kind_of(text: str, words: Mapping[str, str]) -> str:
    """The kind of event that a word means, the text itself where it is not known."""
    plain = text.strip()
    found = words.get(plain.upper()) or words.get(plain) or OWN_WORDS.get(plain.lower())
    return found or (plain if plain in EventKind.values else text)


def take_events(
    table: TypedTable, words: Mapping[str, str], *, farm: Farm, person: Person | None
) -> Fate:
    """Record the good rows as events of a farm's animals; answers the fate of every row.

    A day without a time counts as noon, so that a day's events lie on that day everywhere.
    """
    rules = Rules(table)
    number, on_farm = table.texts.get("number"), table.texts.get("on_farm")
    cells = {key: column.to_pylist() for key, column in table.texts.items()}
    none = [""] * len(table)
    tags, own = cells.pop("number", none), cells.pop("on_farm", none)
    named = np.array([bool(a or b) for a, b in zip(tags, own, strict=True)], np.bool_)
    rules.refuse(
        "on_farm" if number is None and on_farm is not None else "number",
        "required",
        ~named,
        "须有牛号",
        "A cow number is required",
    )
    days = table.days["happened_on"].tolist()
    due = table.days["due_on"].tolist() if "due_on" in table.days else None
    fate = Fate(len(table), table.lines)
    fate.refuse(rules.found, table)
    good = np.flatnonzero(~rules.bad).tolist()
    for key in (*table.days, *table.numbers):
        cells.pop(key, None)  # their values are what counts
    texts, numbers = list(cells), list(table.numbers)
    measured = (
        [value if isfinite(value) else None for value in column.tolist()]
        for column in table.numbers.values()
    )
    said = list(zip(*cells.values(), *measured, strict=True))
    sayings: dict[tuple[object, ...], _Said] = {}
    noons: dict[int, datetime] = {}
    schemes: dict[str, str] = {}
    rows = []
    for at in good:
        found = sayings.get(said[at])
        if found is None:
            cell = dict(zip(texts, said[at][: len(texts)], strict=True))
            told = zip(numbers, said[at][len(texts) :], strict=True)
            number_of = {key: value for key, value in told if value is not None}
            found = sayings[said[at]] = _said(cell, number_of, words)
        noon = noons.get(days[at])
        if noon is None:
            noon = noons[days[at]] = datetime.combine(day_of(days[at]), _NOON, SHANGHAI)
        tag = tags[at]
        if tag not in schemes:
            schemes[tag] = number_scheme(tag) if tag else "on-farm"
        rows.append(
            EventRow(
                farm_code=farm.code,
                number=tag or own[at],
                scheme=schemes[tag],
                kind=found.kind,
                happened_at=noon,
                due_on=day_of(due[at]) if due is not None and due[at] != NO_DAY else None,
                withdrawal_hours=found.withdrawal_hours,
                reason=found.reason,
                details=found.details,
                source=EventSource.IMPORT,
            )
        )
    fate.join(record_events(rows, person=person), good)
    if number is None:
        # the verb speaks of the number it was given, which here is the on-farm one
        for fault in fate.faults:
            fault["field"] = "on_farm" if fault["field"] == "number" else fault["field"]
    return fate


@dataclass(frozen=True, slots=True)
class _Said:
    """What a row says beside its cow and days; many rows of a file say the same."""

    kind: str
    withdrawal_hours: Decimal | None
    reason: str
    details: Mapping[str, object]


def _said(cell: Mapping[str, str], number: Mapping[str, float], words: Mapping[str, str]) -> _Said:
    word = cell["kind"]
    kind = kind_of(word, words)
    hours = number.get("withdrawal_hours", np.nan)
    return _Said(
        kind,
        Decimal(f"{hours:.2f}") if np.isfinite(hours) else None,
        _reason(kind, word, cell),
        _details(kind, word, cell, number),
    )


def _reason(kind: str, word: str, cell: Mapping[str, str]) -> str:
    if kind != EventKind.DEPARTURE:
        return ""
    for text in (cell.get("reason", ""), word):
        told = _DEPARTURES.get(text.strip().lower())
        if told:
            return told
    return cell.get("reason", "")


def _details(
    kind: str, word: str, cell: Mapping[str, str], number: Mapping[str, float]
) -> dict[str, Any]:
    """What the columns say of an event, cut to what its kind can say."""
    said: dict[str, Any] = {
        name: cell[name]
        for name in (
            "bull_number", "technician", "diagnosis", "product", "veterinarian", "pen", "reason",
        )
        if cell.get(name)
    }  # fmt: skip
    said |= {
        name: number[name]
        for name in ("weight_kg", "score", "ease")
        if np.isfinite(number.get(name, np.nan))
    }
    if "ease" in said:
        said["ease"] = int(said["ease"])
    result = cell.get("result", "").strip()
    told = _RESULTS.get(result.lower())
    if kind == EventKind.PREGNANCY_CHECK:
        by_word = {"PREG": "pregnant", "OPEN": "open", "RECHK": "doubtful"}.get(word.upper(), "")
        said["result"] = told or by_word or result
    if cell.get("method"):
        said["method"] = _METHODS.get(cell["method"].strip().lower(), cell["method"])
    if kind == EventKind.HEALTH and "diagnosis" not in said:
        said["diagnosis"] = DIAGNOSIS_WORDS.get(word.strip().upper(), word)
    if kind == EventKind.VACCINATION:
        said.setdefault("disease", said.pop("diagnosis", ""))
    if kind == EventKind.DEATH and "reason" in said:
        said["cause"] = said.pop("reason")
    if kind == EventKind.CALVING and (cell.get("calf_number") or cell.get("calf_sex")):
        calf = {"sex": read_sex(cell.get("calf_sex", "")) or "F"}
        if cell.get("calf_number"):
            calf["number"] = cell["calf_number"]
        said["calves"] = [calf]
    known = {one.name for one in fields(KINDS[kind])} if kind in KINDS else set()
    kept = {name: value for name, value in said.items() if name in known and value != ""}
    if kind == EventKind.DEPARTURE:
        kept.pop("reason", None)
    left = [str(said[name]) for name in said if name not in known and name != "reason"]
    note = "；".join(part for part in (cell.get("note", ""), *left) if part)
    if note:
        kept["note"] = note[:200]
    return kept


def words_met(table: TypedTable, words: Mapping[str, str]) -> Sequence[tuple[str, str, int]]:
    """Different event words of a table with the kind each is read as and how often it stands."""
    counted: dict[str, int] = {}
    for text in table.texts["kind"].to_pylist():
        counted[text] = counted.get(text, 0) + 1
    return [
        (text, kind_of(text, words) if kind_of(text, words) in KINDS else "", many)
        for text, many in sorted(counted.items(), key=lambda entry: -entry[1])
    ]
