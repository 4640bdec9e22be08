"""A derived figure that says how it was made and opens down to its records."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milkshed.kernel.text import Text

NO_HOLDERS = 0
"""For counts of what is public by itself (licences, registers, offices' tasks) and for money of
the treasury: no single holder's records can be read from them."""


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
    ``coverage`` (0..1) is the share of the wanted records that were there, when known;
    ``holders`` counts the farms, stations, plants or firms whose own records stand behind it:
    a public table withholds what rests on too few. :data:`NO_HOLDERS` says that the figure tells
    nobody's records, None that the room does not know.
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
    holders: int | None = None


@dataclass(frozen=True, slots=True)
class FigureRequest:
    """What is asked: the day, and the counties to look at (all when None)."""

    as_of: date
    counties: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Contribution:
    """A figure that a domain can compute for an indicator of the plan.

    ``by_county`` answers for all counties at once, by code, where that is cheaper than asking
    ``compute`` for one after the other; counties without records are left out.
    """

    indicator: str
    compute: Callable[[FigureRequest], Figure]
    by_county: Callable[[date], Mapping[str, Figure]] | None = None
