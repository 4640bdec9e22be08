"""A derived figure that says how it was made and opens down to its records."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milkshed.kernel.text import Text


@dataclass(frozen=True, slots=True)
class FigureInput:
    """One set of records behind a figure: what it is, how many, and the page that lists it."""

    title: Text
    count: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its unit, day, method, version and inputs.

    ``value`` is None where the records do not allow an answer; ``note`` then says why.
    ``unconfirmed_rules`` names the rule rows used that are not yet confirmed officially.
    ``coverage`` (0..1) is the share of the wanted records that were there, when known.
    """

    value: Decimal | None
    unit: str
    as_of: date
    method: Text
    version: str
    inputs: tuple[FigureInput, ...] = ()
    note: Text | None = None
    coverage: Decimal | None = None
    unconfirmed_rules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FigureRequest:
    """What is asked: the day, and the counties to look at (all when None)."""

    as_of: date
    counties: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """A figure that a domain can compute for an indicator of the plan."""

    indicator: str
    compute: Callable[[FigureRequest], Figure]
