"""What a message and an event of ours say of the same thing: the shape of both ways."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

Content = Mapping[str, Any]
Details = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Said:
    """What one event of ours is, taken from a message."""

    kind: str
    details: Details = field(default_factory=dict)
    reason: str = ""
    withdrawal_hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """One kind of message: the kinds of our events that it speaks of, and both ways.

    ``kept`` are the members, beyond those of every event, that are not lost on the way in.
    ``read`` raises ValueError with a sentence in both languages when our records have no word.
    """

    kinds: tuple[str, ...]
    kept: frozenset[str]
    read: Callable[[Content], list[Said]]
    write: Callable[[str, Details, datetime, datetime | None], dict[str, Any]]


_IN_KG = {"KGM": 1.0, "GRM": 0.001, "LBR": 0.45359237, "TNE": 1000.0}


def back(table: Mapping[str, Any]) -> dict[Any, str]:
    """A table the other way round; of several words the first."""
    turned: dict[Any, str] = {}
    for word, ours in table.items():
        turned.setdefault(ours, word)
    return turned


def without_nothing(members: dict[str, Any]) -> dict[str, Any]:
    """The members that say something."""
    return {name: value for name, value in members.items() if value not in (None, "", [], {})}


def first_id(content: Content, name: str) -> str:
    """The first identifier of a list of them, empty where there is none."""
    held = content.get(name) or [{}]
    return str(held[0].get("id", ""))


def member(content: Content, *path: str) -> Any:
    """What stands at a path of members, None where the path ends before."""
    found: Any = content
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def numbered(number: object) -> list[dict[str, str]]:
    """A bull or a dam by its number, as a list of identifiers."""
    return [{"id": str(number), "scheme": "cn.bull"}] if number else []


def in_kg(mass: Content) -> float | None:
    """A mass in kilograms, None where its unit is not known."""
    measured, unit = mass.get("measurement"), mass.get("units", "KGM")
    return None if measured is None or unit not in _IN_KG else round(measured * _IN_KG[unit], 2)
