"""Pieces of a WHERE clause with their values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of SQL over ``ledger_event e`` and the values of its placeholders."""

    sql: str
    values: tuple[Any, ...] = ()


NEVER = Condition("false")


def conjunction(conditions: Sequence[Condition]) -> Condition:
    """All of the conditions at once."""
    if not conditions:
        return Condition("true")
    return Condition(
        " AND ".join(f"({part.sql})" for part in conditions),
        tuple(value for part in conditions for value in part.values),
    )


def alternatives(conditions: Sequence[Condition]) -> Condition:
    """One of the conditions at least."""
    if not conditions:
        return NEVER
    return Condition(
        "(" + " OR ".join(f"({part.sql})" for part in conditions) + ")",
        tuple(value for part in conditions for value in part.values),
    )
