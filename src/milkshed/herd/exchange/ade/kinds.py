"""What a value of an ICAR ADE message can be: the words in which its shapes are written."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Plain(Enum):
    """A value without parts."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    BOOLEAN = "boolean"
    MOMENT = "moment"
    OBJECT = "object"
    """An object whose parts are not looked at."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One word of a list; ``name`` is the list's name in the standard."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Many:
    """A list of values of one kind."""

    of: "Kind"


@dataclass(frozen=True, slots=True)
class Shape:
    """An object: its name in the standard, its members, which must be there, which may be null."""

    name: str
    members: Mapping[str, "Kind"]
    required: frozenset[str] = frozenset()
    nullable: frozenset[str] = frozenset()
    by_plain_name: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_resource(self) -> bool:
        """Whether objects of this shape say of what type they are."""
        return "resourceType" in self.members


Kind = Plain | Choice | Many | Shape


def plain_name(name: str) -> str:
    """A member's name without case, hyphens and underscores."""
    return name.replace("-", "").replace("_", "").lower()


def shape(
    name: str,
    base: Shape | None = None,
    /,
    *,
    required: str = "",
    nullable: str = "",
    marked: Mapping[str, Kind] | None = None,
    **members: Kind,
) -> Shape:
    """Build a shape on another; ``required`` and ``nullable`` name members, apart by spaces.

    ``marked`` are members whose names begin with ``@``.
    """
    every: dict[str, Kind] = {**(base.members if base else {}), **(marked or {}), **members}
    return Shape(
        name,
        every,
        (base.required if base else frozenset()) | frozenset(required.split()),
        (base.nullable if base else frozenset()) | frozenset(nullable.split()),
        {plain_name(one): one for one in every},
    )
