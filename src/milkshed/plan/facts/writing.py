"""Writes a set of plan facts as TOML, so that the next version starts from the present one."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from milkshed.plan.facts.checking import PlanSet


def _value(value: Any) -> str:
    if isinstance(value, str):
        # JSON's escapes are those of a basic TOML string, but for the delete character
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        inner = ", ".join(f"{name} = {_value(one)}" for name, one in value.items())
        return f"{{ {inner} }}"
    return "[" + ", ".join(_value(one) for one in value) + "]"


def _tables(name: str, rows: Iterable[Mapping[str, Any]]) -> Iterable[str]:
    for row in rows:
        yield f"\n[[{name}]]"
        yield from (f"{key} = {_value(value)}" for key, value in row.items() if value != "")


def set_as_toml(plan: PlanSet) -> str:
    """The TOML of a set; :func:`milkshed.plan.facts.checking.read_set` reads it back unchanged."""
    head = {
        "code": plan.code,
        "title_zh": plan.title.zh,
        "title_en": plan.title.en,
        "status": plan.status,
    }
    lines = ["[version]", *(f"{key} = {_value(value)}" for key, value in head.items())]
    lines += _tables("indicator", plan.indicators)
    lines += _tables("part", plan.parts)
    lines += _tables("contradiction", plan.contradictions)
    return "\n".join(lines) + "\n"
