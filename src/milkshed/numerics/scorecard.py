"""Points that fade: a sum over dated facts whose every term is open to view. Pure.

A fact of a kind gives the points of its kind's row while it holds and fades afterwards by half
with every half-life; it is gone after its lapse. What one kind gives in all is capped. The sum is
exact decimal arithmetic over facts in a fixed order, so that the same facts give the same score
on every machine and for any day in the past.

Form of the table: points, half-life and cap per feature, as in published points tables of
scorecards; the reasons are the terms themselves, the largest first.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache

VERSION = "1"
_CENT = Decimal("0.01")
_CONTEXT = Context(prec=28, rounding=ROUND_HALF_EVEN)
_ZERO = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened to a subject.

    ``record`` names the record behind it and is unique within a kind. The fact holds from
    ``first`` to ``last``, both included; ``last`` None while it still holds. From ``cleared`` on
    (a retest passed, a finding was withdrawn) it counts no more.
    """

    kind: str
    record: str
    first: date
    last: date | None = None
    cleared: date | None = None


@dataclass(frozen=True, slots=True)
class PointRow:
    """What a kind of fact gives: points at first, half-life and lapse in days, and its cap.

    ``rule`` names the rule row, ``confirmed`` whether that row was read in its source.
    """

    kind: str
    points: Decimal
    half_life_days: int
    lapse_days: int
    cap: Decimal | None = None
    rule: str = ""
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Term:
    """One fact's part of a score.

    ``points`` is what the fact gives on the day, ``counted`` what is left of it under the cap of
    its kind. ``lapses_on`` is the first day on which it gives nothing, None while it still holds.
    """

    fact: Fact
    row: PointRow
    age_days: int
    points: Decimal
    counted: Decimal
    lapses_on: date | None


@dataclass(frozen=True, slots=True)
class Score:
    """The sum as of a day with its terms, the largest first."""

    as_of: date
    total: Decimal
    terms: tuple[Term, ...]

    def reasons(self, count: int = 3) -> tuple[Term, ...]:
        """The terms that weigh most."""
        return self.terms[:count]


@lru_cache(maxsize=65_536)
def faded(points: Decimal, age_days: int, half_life_days: int) -> Decimal:
    """Points after so many days: ``points · 2^(-age/half-life)``, to the hundredth, half-even."""
    exponent = _CONTEXT.divide(Decimal(-age_days), Decimal(half_life_days))
    share = _CONTEXT.power(Decimal(2), exponent)
    return _CONTEXT.multiply(points, share).quantize(_CENT, rounding=ROUND_HALF_EVEN)


def score_of(facts: Iterable[Fact], rows: Mapping[str, PointRow], as_of: date) -> Score:
    """The score of one subject as of the end of a day.

    Facts of a kind without a row, facts that began later, that were cleared by then or that have
    lapsed give nothing. A record counts once per kind, however often it is handed in.
    """
    known = {(fact.kind, fact.record): fact for fact in sorted(facts, key=_order)}
    terms = [
        term
        for fact in known.values()
        if fact.kind in rows and (term := _term(fact, rows[fact.kind], as_of)) is not None
    ]
    terms.sort(key=lambda term: (-term.points, _order(term.fact)))
    counted = _under_caps(terms)
    return Score(as_of, sum((term.counted for term in counted), _ZERO), tuple(counted))


def _order(fact: Fact) -> tuple[str, str, date, date, date]:
    return (
        fact.kind,
        fact.record,
        fact.first,
        fact.last or date.max,
        fact.cleared or date.max,
    )


def _term(fact: Fact, row: PointRow, as_of: date) -> Term | None:
    if fact.first > as_of or (fact.cleared is not None and fact.cleared <= as_of):
        return None
    ended = fact.last is not None and fact.last < as_of
    age = (as_of - fact.last).days if ended and fact.last is not None else 0
    if age >= row.lapse_days:
        return None
    points = faded(row.points, age, row.half_life_days)
    lapses = fact.last + timedelta(days=row.lapse_days) if fact.last is not None else None
    return Term(fact, row, age, points, points, lapses)


def _under_caps(terms: Iterable[Term]) -> list[Term]:
    left: dict[str, Decimal] = {}
    found: list[Term] = []
    for term in terms:
        cap = term.row.cap
        if cap is None:
            found.append(term)
            continue
        rest = left.get(term.fact.kind, cap)
        counted = min(term.points, rest).quantize(_CENT, rounding=ROUND_HALF_EVEN)
        left[term.fact.kind] = rest - counted
        found.append(Term(term.fact, term.row, term.age_days, term.points, counted, term.lapses_on))
    return found
