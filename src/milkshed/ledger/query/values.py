"""Reading the values of query parameters, with refusals that name the parameter."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from math import isfinite

from milkshed.kernel.problems import Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.epcis.fields import utc_time
from milkshed.ledger.problems import QUERY_PARAMETER

Values = Sequence[str]

OPERATORS: Mapping[str, str] = {"EQ": "=", "GT": ">", "GE": ">=", "LT": "<", "LE": "<="}
"""The comparison of each operator in a parameter's name."""

_LONGEST_NUMBER = 40
_NO = frozenset({"false", "0"})


def refuse(name: str, value: object, rule: str, zh: str, en: str) -> Problem:
    """A QueryParameterException that names the parameter."""
    message = Text(zh, en)
    return Problem(QUERY_PARAMETER, message, [Fault(name, value, rule, message)])


def unknown_parameter(name: str, value: object) -> Problem:
    """The refusal of a parameter that EPCIS does not have."""
    return refuse(
        name,
        value,
        "unknown-parameter",
        f"未知的查询参数“{name[:100]}”",
        f"Unknown query parameter “{name[:100]}”",
    )


def some(name: str, values: Values) -> Values:
    """The values, of which there must be one at least."""
    if not values:
        raise refuse(name, "", "empty", f"参数{name}没有值", f"The parameter {name} has no value")
    return values


def single(name: str, values: Values) -> str:
    """The one value of a parameter that takes no list."""
    found = some(name, values)
    if len(found) > 1:
        raise refuse(
            name,
            "|".join(found),
            "one-value",
            f"参数{name}只能有一个值",
            f"The parameter {name} takes one value",
        )
    return found[0]


def moment(name: str, values: Values) -> datetime:
    """A time with its zone."""
    value = single(name, values)
    try:
        # a plus sign that was not percent-encoded arrives as a space
        return utc_time(value.strip().replace(" ", "+"))
    except (ValueError, OverflowError) as error:
        raise refuse(
            name,
            value,
            "not-a-time",
            f"参数{name}应为带时区的时间，如2026-01-05T06:00:00+08:00",
            f"The parameter {name} must be a time with its zone: 2026-01-05T06:00:00+08:00",
        ) from error


def number(name: str, value: str) -> float:
    """A finite number."""
    try:
        found = float(value) if len(value) <= _LONGEST_NUMBER else float("nan")
    except ValueError:
        found = float("nan")
    if not isfinite(found):
        raise refuse(
            name,
            value,
            "not-a-number",
            f"参数{name}应为数字",
            f"The parameter {name} must be a number",
        )
    return found


def count(name: str, values: Values) -> int:
    """A positive whole number."""
    value = single(name, values)
    if not value.isascii() or not value.isdigit() or len(value) > 9 or int(value) < 1:
        raise refuse(
            name,
            value,
            "not-a-count",
            f"参数{name}应为正整数",
            f"The parameter {name} must be a positive whole number",
        )
    return int(value)


def chosen(name: str, value: str, allowed: Sequence[str]) -> str:
    """One of a few words."""
    if value not in allowed:
        raise refuse(
            name,
            value,
            "unknown-value",
            f"参数{name}的值应为{'、'.join(allowed)}之一",
            f"The parameter {name} must be one of {', '.join(allowed)}",
        )
    return value


def is_wanted(values: Values) -> bool:
    """Whether an EXISTS parameter asks for what is there; it needs no value to do so."""
    return not values or values[0].lower() not in _NO
