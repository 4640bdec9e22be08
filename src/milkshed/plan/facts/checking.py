"""Reads a set of plan facts that somebody hands in, and checks it row by row."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from milkshed.kernel.problems import MALFORMED, Fault, Problem, invalid
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9.\-]{0,7}")
_VERSION_CODE = re.compile(r"[a-z0-9][a-z0-9.\-]{1,29}")
_NUMBERS = ("baseline", "target", "low", "high", "tolerance_share")
_LARGEST = Decimal(10**9)
_OPTIONS: Mapping[str, frozenset[str]] = {
    "kind": frozenset({"binding", "expected", "control", "unstated"}),
    "operator": frozenset({">=", "<=", "=", "band", "range", "project"}),
    "direction": frozenset({"up", "hold", "annual", "cap", "band", "project"}),
    "accumulation": frozenset({"stock", "annual", "cumulative", "unknown"}),
    "baseline_basis": frozenset({"stated", "by-definition", "unknown"}),
}
_PART_KINDS = frozenset({"section", "task", "safeguard", "box", "project", "mechanism", "unit"})
_INDICATOR_TEXTS = {
    "section": 40, "group": 10, "name_zh": 60, "name_en": 100, "quote_zh": 200, "unit": 20,
    "scope_zh": 60, "scope_en": 80, "formula_zh": 200, "formula_en": 240,
    "baseline_as_written": 60,
}  # fmt: skip
_INDICATOR_MORE = {"kind_raw": 20, "zone": 12, "derived_from": 8}
_PART_TEXTS = {"section": 40, "title_zh": 120, "title_en": 160}
_PART_MORE = {"quote_zh": 300, "parent": 12}
_CONTRADICTION_TEXTS = {
    "title_zh": 80, "title_en": 120, "reading_a_zh": 200, "reading_a_en": 240,
    "reading_b_zh": 200, "reading_b_en": 240, "note_zh": 200, "note_en": 240,
}  # fmt: skip
_CLAIM_TEXTS = {"source_zh": 60, "source_en": 60, "kind": 10}


@dataclass(frozen=True, slots=True)
class PlanSet:
    """A whole version of the plan, as rows of facts."""

    code: str
    title: Text
    status: str
    indicators: Sequence[Mapping[str, Any]]
    parts: Sequence[Mapping[str, Any]]
    contradictions: Sequence[Mapping[str, Any]]


def read_set(content: bytes) -> tuple[PlanSet, BatchReport]:
    """Read a TOML set and check every row.

    Rows are counted through indicators, then parts, then contradictions. A file that is no TOML,
    or has no head, is a problem; bad rows stand in the report.
    """
    try:
        document = tomllib.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        message = Text(f"不是可读的 TOML 文件：{error}", f"Not a readable TOML file: {error}")
        raise Problem(MALFORMED, message, [Fault("file", "", "toml", message)]) from error
    head = document.get("version")
    if not isinstance(head, dict):
        raise invalid("version", head, "required", "缺少 [version] 段", "There is no [version]")
    code, title = str(head.get("code", "")), str(head.get("title_zh", "")).strip()
    if not _VERSION_CODE.fullmatch(code):
        raise invalid(
            "version.code", code, "code",
            "版本编号用小写字母、数字、点和短横，2至30位",
            "A version's code has 2 to 30 small letters, digits, points and dashes",
        )  # fmt: skip
    if not 1 <= len(title) <= 120:
        raise invalid("version.title_zh", title, "length", "请写明版本名称", "A title is needed")
    status = head.get("status")
    if status not in ("draft", "final"):
        raise invalid(
            "version.status", status, "choice",
            "status 只能是 draft 或 final", "status is draft or final",
        )  # fmt: skip
    lists = {name: _rows_of(document, name) for name in ("indicator", "part", "contradiction")}
    if not lists["indicator"]:
        raise invalid(
            "indicator", None, "required", "没有任何 [[indicator]]", "There is no [[indicator]]"
        )
    report = BatchReport()
    known = {str(row.get("code")) for row in lists["indicator"]}
    seen: set[str] = set()
    number = 0
    for name, check in _CHECKS.items():
        for row in lists[name]:
            number += 1
            faults = list(check(row, known))
            key = f"{name}:{row.get('code')}"
            if key in seen:
                faults.append(_fault("code", row.get("code"), "repeated", "编号重复", "Repeated"))
            seen.add(key)
            if faults:
                report.refuse(number, faults)
            else:
                report.accept(number, str(row["code"]))
    read = PlanSet(
        code,
        Text(title, str(head.get("title_en", "")).strip()[:160] or title),
        status,
        lists["indicator"],
        lists["part"],
        lists["contradiction"],
    )
    return read, report


def _rows_of(document: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = document.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise invalid(name, None, "list", f"[[{name}]] 应为表的列表", f"[[{name}]] is a list")
    return rows


def _fault(field: str, value: object, rule: str, zh: str, en: str) -> Fault:
    return Fault(field, value, rule, Text(f"{field}：{zh}", f"{field}: {en}"))


def _texts(
    row: Mapping[str, Any], wanted: Mapping[str, int], more: Mapping[str, int]
) -> Iterator[Fault]:
    for name, longest in {**wanted, **more}.items():
        value = row.get(name, "")
        if not isinstance(value, str):
            yield _fault(name, value, "text", "应为文字", "text is expected")
        elif name in wanted and not value.strip():
            yield _fault(name, value, "required", "必填", "required")
        elif len(value) > longest:
            yield _fault(name, value[:40], "length", f"最多{longest}字", f"at most {longest} long")


def _code(row: Mapping[str, Any], longest: int) -> Iterator[Fault]:
    value = row.get("code")
    if not isinstance(value, str) or not _CODE.fullmatch(value) or len(value) > longest:
        yield _fault("code", value, "code", "编号用字母开头的字母数字", "a letter, then digits")


def _number(row: Mapping[str, Any], name: str) -> Decimal | None:
    """A number of a row; raises InvalidOperation when it is none."""
    value = row.get(name)
    if value is None:
        return None
    read = Decimal(str(value))
    if not read.is_finite() or not 0 <= read < _LARGEST:
        raise InvalidOperation
    return read


def _indicator(row: Mapping[str, Any], known: set[str]) -> Iterator[Fault]:
    yield from _code(row, 8)
    yield from _texts(row, _INDICATOR_TEXTS, _INDICATOR_MORE)
    for name, options in _OPTIONS.items():
        if row.get(name) not in options:
            yield _fault(
                name, row.get(name), "choice",
                f"只能是 {'、'.join(sorted(options))}", f"one of {', '.join(sorted(options))}",
            )  # fmt: skip
    numbers: dict[str, Decimal | None] = {}
    for name in _NUMBERS:
        try:
            numbers[name] = _number(row, name)
        except (InvalidOperation, ValueError):
            yield _fault(name, row.get(name), "number", "应为不小于0的数", "a number from 0 on")
    low, high = numbers.get("low"), numbers.get("high")
    if row.get("operator") == "range":
        if low is None or high is None or low > high:
            yield _fault("low", row.get("low"), "range", "区间要有上下限", "a range has both ends")
    elif numbers.get("target") is None:
        yield _fault("target", row.get("target"), "required", "必填", "required")
    if (numbers.get("baseline") is None) != (row.get("baseline_basis") == "unknown"):
        yield _fault(
            "baseline_basis", row.get("baseline_basis"), "baseline",
            "基期值与基期依据不一致", "basis and baseline do not fit",
        )  # fmt: skip
    if row.get("derived_from") and row["derived_from"] not in known:
        yield _fault("derived_from", row["derived_from"], "known", "无此指标", "no such indicator")
    yield from _claims(row)


def _claims(row: Mapping[str, Any]) -> Iterator[Fault]:
    claims = row.get("claims", [])
    if not isinstance(claims, list) or not all(isinstance(one, dict) for one in claims):
        yield _fault("claims", None, "list", "应为列表", "a list is expected")
        return
    for one in claims:
        yield from _texts(one, _CLAIM_TEXTS, {"quote_zh": 200})
        if one.get("kind") not in _OPTIONS["kind"]:
            yield _fault("claims.kind", one.get("kind"), "choice", "性质不对", "no such kind")
        try:
            found = [_number(one, name) for name in ("value", "low", "high")]
        except (InvalidOperation, ValueError):
            yield _fault("claims.value", one.get("value"), "number", "应为数", "a number")
        else:
            if not any(value is not None for value in found):
                yield _fault("claims.value", None, "required", "必填", "required")


def _known_indicators(row: Mapping[str, Any], known: set[str]) -> Iterator[Fault]:
    named = row.get("indicators", [])
    if not isinstance(named, list):
        yield _fault("indicators", named, "list", "应为列表", "a list is expected")
        return
    for code in named:
        if code not in known:
            yield _fault("indicators", code, "known", "无此指标", "no such indicator")


def _part(row: Mapping[str, Any], known: set[str]) -> Iterator[Fault]:
    yield from _code(row, 8)
    yield from _texts(row, _PART_TEXTS, _PART_MORE)
    if row.get("kind") not in _PART_KINDS:
        yield _fault("kind", row.get("kind"), "choice", "类别不对", "no such kind")
    yield from _known_indicators(row, known)


def _contradiction(row: Mapping[str, Any], known: set[str]) -> Iterator[Fault]:
    yield from _code(row, 8)
    yield from _texts(row, _CONTRADICTION_TEXTS, {})
    yield from _known_indicators(row, known)


_CHECKS: Mapping[str, Callable[[Mapping[str, Any], set[str]], Iterator[Fault]]] = {
    "indicator": _indicator,
    "part": _part,
    "contradiction": _contradiction,
}
