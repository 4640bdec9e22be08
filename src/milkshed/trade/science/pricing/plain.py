"""One statement, step by step in decimals: the program that anyone can follow by hand.

The order is fixed: kilograms not paid, the base price, then the terms as they stand in the grid.
Each mean is rounded to its measure's decimals, each rate to the grid's, each amount to the fen.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from milkshed.kernel.money import Rounding, round_money
from milkshed.kernel.problems import INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.trade.science.pricing.grid import (
    KG_PLACES,
    MONEY_PLACES,
    Grid,
    Missing,
    Term,
    Unit,
)
from milkshed.trade.science.pricing.means import geometric_mean
from milkshed.trade.science.pricing.measures import MEASURES, TESTED, Average
from milkshed.trade.science.pricing.rounding import quotient
from milkshed.trade.science.pricing.shapes import Grades

_ZERO = Decimal(0)
BASE = "base"


@dataclass(frozen=True, slots=True)
class Test:
    """What one sample said, by measure, on the day it was taken."""

    sample: str
    day: date
    values: Mapping[str, Decimal]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One accepted delivery: kilograms, its day, its test if there is one.

    ``facts`` are values that need no laboratory: temperature in ℃, distance in km.
    """

    key: str
    day: date
    kg: Decimal
    test: Test | None = None
    facts: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Account:
    """What is settled: the period, its deliveries in order, and tests from before it."""

    first: date
    last: date
    deliveries: tuple[Delivery, ...]
    earlier: tuple[Test, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """What one delivery adds to a line that is priced delivery by delivery."""

    key: str
    value: Decimal
    rate: Decimal
    kg: Decimal
    amount: Decimal
    how: str = ""


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One line: value x rate x quantity = amount.

    Kilograms for rates per kg, kilograms of the component, the sum so far for factors. ``value``
    and ``rate`` are None where ``steps`` hold them delivery by delivery. ``how`` says where the
    value comes from: mean, geometric, last, default, period.
    """

    code: str
    title: Text
    unit: Unit
    value: Decimal | None
    rate: Decimal | None
    quantity: Decimal
    amount: Decimal
    how: str = ""
    grade: str = ""
    tests: int = 0
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Priced:
    """A priced account: accepted and paid kilograms, the lines, their sum in yuan."""

    accepted_kg: Decimal
    payable_kg: Decimal
    lines: tuple[StatementLine, ...]
    amount: Decimal

    @property
    def price_per_kg(self) -> Decimal | None:
        """Yuan per accepted kilogram, to four decimals."""
        if not self.accepted_kg:
            return None
        return quotient(self.amount, self.accepted_kg, 4, Rounding.HALF_UP)


def price(grid: Grid, account: Account) -> Priced:
    """Price an account; raises Problem naming the measure where a value is nowhere to be had."""
    return _Pricing(grid, account).statement()


def values_used(grid: Grid, account: Account, measure: str) -> dict[str, tuple[Decimal, str]]:
    """The value that each delivery is priced by, by its key, and where it comes from.

    Raises Problem where there is none.
    """
    pricing = _Pricing(grid, account)
    return {one.key: pricing.value_of(measure, one) for one in account.deliveries}


def months_before(day: date, months: int) -> date:
    """The first day of a window of so many months that ends on ``day``.

    A window of whole calendar months when the day ends one: one month back from 31 January
    begins on 1 January.
    """
    after = day + timedelta(days=1)
    index = after.year * 12 + after.month - 1 - months
    year, month = divmod(index, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(after.day, last))


class _Pricing:
    def __init__(self, grid: Grid, account: Account) -> None:
        self.grid, self.rules, self.account = grid, grid.rules, account
        self.default = {t.measure: t.default for t in grid.terms if t.default is not None}
        self.payable = {one.key: one.kg for one in account.deliveries}
        self.lines: list[StatementLine] = []

    def statement(self) -> Priced:
        deliveries = self.account.deliveries
        accepted = sum((one.kg for one in deliveries), _ZERO)
        mass = [term for term in self.grid.terms if term.unit is Unit.MASS]
        if deliveries:
            for term in mass:
                self.lines.append(self._mass_line(term))
        payable = sum(self.payable.values(), _ZERO)
        base = quotient(self.grid.base_price, 1, self.rules.rate_places, self.rules.rate)
        self._add(BASE, Text("基准价", "Base price"), Unit.PER_KG, None, base, payable)
        if payable > 0:
            for term in self.grid.terms:
                if term.unit is not Unit.MASS:
                    self._price(term, payable)
        return Priced(accepted, payable, tuple(self.lines), self._sum())

    def _sum(self) -> Decimal:
        return sum((line.amount for line in self.lines), _ZERO.scaleb(-MONEY_PLACES))

    def _fen(self, amount: Decimal) -> Decimal:
        return round_money(amount, MONEY_PLACES, self.rules.amount)

    def _add(
        self,
        code: str,
        title: Text,
        unit: Unit,
        value: Decimal | None,
        rate: Decimal,
        quantity: Decimal,
        **more: object,
    ) -> None:
        factor = rate - 1 if unit is Unit.FACTOR else rate
        amount = self._fen(factor * quantity)
        self.lines.append(
            StatementLine(code, title, unit, value, rate, quantity, amount, **more)  # type: ignore[arg-type]
        )

    def _mass_line(self, term: Term) -> StatementLine:
        steps = []
        for one in self.account.deliveries:
            value, how = self.value_of(term.measure, one)
            share = self._rate(term, value)
            wanted = quotient(one.kg * share, 1, KG_PLACES, self.rules.mass)
            taken = min(max(wanted, _ZERO), self.payable[one.key])
            self.payable[one.key] -= taken
            if taken:
                steps.append(Step(one.key, value, share, taken, _ZERO, how))
        kg = sum((step.kg for step in steps), _ZERO)
        return StatementLine(
            term.code, term.title, Unit.MASS, None, None, kg, _ZERO.scaleb(-MONEY_PLACES),
            steps=tuple(steps),
        )  # fmt: skip

    def _price(self, term: Term, payable: Decimal) -> None:
        places, rule = self.rules.rate_places, self.rules.rate
        if isinstance(term.shape, Grades):
            values = {code: self._mean(code, term)[0] for code in term.shape.measures}
            rate = term.shape.rate_of(values, places, rule)
            grade = term.shape.rows[term.shape.grade_at(values)].name
            quantity = self._sum() if term.unit is Unit.FACTOR else payable
            self._add(term.code, term.title, term.unit, None, rate, quantity, grade=grade)
            return
        if term.average is Average.EACH:
            self._price_each(term)
            return
        value, how, tests = self._mean(term.measure, term)
        rate = self._rate(term, value)
        quantity = payable
        if term.unit is Unit.PER_COMPONENT:
            quantity = payable * value / 100
        elif term.unit is Unit.FACTOR:
            quantity = self._sum()
        self._add(term.code, term.title, term.unit, value, rate, quantity, how=how, tests=tests)

    def _price_each(self, term: Term) -> None:
        steps = []
        for one in self.account.deliveries:
            kg = self.payable[one.key]
            if not kg:
                continue
            value, how = self.value_of(term.measure, one)
            rate = self._rate(term, value)
            if term.unit is Unit.PER_COMPONENT:
                kg = kg * value / 100
            steps.append(Step(one.key, value, rate, kg, self._fen(rate * kg), how))
        self.lines.append(
            StatementLine(
                term.code,
                term.title,
                term.unit,
                None,
                None,
                sum((step.kg for step in steps), _ZERO),
                sum((step.amount for step in steps), _ZERO.scaleb(-MONEY_PLACES)),
                tests=sum(step.how == "test" for step in steps),
                steps=tuple(steps),
            )
        )

    def _rate(self, term: Term, value: Decimal) -> Decimal:
        assert not isinstance(term.shape, Grades)
        return term.shape.rate_at(value, self.rules.rate_places, self.rules.rate)

    def _read(self, measure: str, value: Decimal) -> Decimal:
        """A reading brought to the measure's decimals."""
        return quotient(value, 1, MEASURES[measure].places, self.rules.mean)

    def value_of(self, measure: str, one: Delivery) -> tuple[Decimal, str]:
        """The value of one delivery and where it comes from."""
        if measure not in TESTED:
            if measure in one.facts:
                return self._read(measure, one.facts[measure]), "fact"
            return self._instead(measure, one)
        if one.test is not None and measure in one.test.values:
            return self._read(measure, one.test.values[measure]), "test"
        return self._instead(measure, one)

    def _instead(self, measure: str, one: Delivery) -> tuple[Decimal, str]:
        if measure in TESTED and self.rules.missing is Missing.LAST:
            last = self._last_before(measure, one)
            if last is not None:
                return last, "last"
        if self.rules.missing is Missing.MEAN and measure != "residue":
            known = self._known(measure)
            if known is not None:
                return known, "mean"
            last = self._last_earlier(measure)
            if last is not None:
                return last, "last"
        if measure in self.default:
            return self._read(measure, self.default[measure]), "default"
        if measure == "residue":
            return _ZERO, "default"  # what was not found cannot be held against anybody
        raise nowhere(measure)

    def _last_before(self, measure: str, one: Delivery) -> Decimal | None:
        """The last reading in time before a delivery, within the look-back."""
        oldest = one.day - timedelta(days=self.rules.look_back_days)
        found: Decimal | None = None
        for test in self.account.earlier:
            if measure in test.values and test.day >= oldest:
                found = test.values[measure]
        for other in self.account.deliveries:
            if other is one:
                break
            if other.test is not None and measure in other.test.values and other.day >= oldest:
                found = other.test.values[measure]
        return None if found is None else self._read(measure, found)

    def _last_earlier(self, measure: str) -> Decimal | None:
        """The last reading before the period, within the look-back from its first day."""
        oldest = self.account.first - timedelta(days=self.rules.look_back_days)
        found: Decimal | None = None
        for test in self.account.earlier:
            if measure in test.values and test.day >= oldest:
                found = test.values[measure]
        return None if found is None else self._read(measure, found)

    def _known(self, measure: str) -> Decimal | None:
        """The mean of the deliveries that have a value of their own; by accepted kilograms."""
        own = [
            (one.kg, self._read(measure, value))
            for one in self.account.deliveries
            if (value := self._own(measure, one)) is not None
        ]
        if not own:
            return None
        if Average.GEOMETRIC in MEASURES[measure].averages:
            return Decimal(geometric_mean([int(v) for _, v in own], self.rules.mean))
        return self._weighted(measure, own)

    def _own(self, measure: str, one: Delivery) -> Decimal | None:
        if measure not in TESTED:
            return one.facts.get(measure)
        return None if one.test is None else one.test.values.get(measure)

    def _weighted(self, measure: str, parts: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
        kg = sum((weight for weight, _ in parts), _ZERO)
        total = sum((weight * value for weight, value in parts), _ZERO)
        return quotient(total, kg, MEASURES[measure].places, self.rules.mean)

    def _mean(self, measure: str, term: Term) -> tuple[Decimal, str, int]:
        """The period's value of a measure: the value, where from, and of how many tests."""
        if measure == "volume":
            days = (self.account.last - self.account.first).days + 1
            kg = sum(self.payable.values(), _ZERO)
            return quotient(kg, days, 0, self.rules.mean), "period", 0
        if measure == "month":
            return Decimal(self.account.last.month), "period", 0
        if Average.GEOMETRIC in MEASURES[measure].averages:
            return self._geometric(measure, term.window_months)
        parts, tests = [], 0
        for one in self.account.deliveries:
            kg = self.payable[one.key]
            own = self._own(measure, one)
            if not kg or (own is None and self.rules.missing is Missing.MEAN):
                continue
            value, how = self.value_of(measure, one)
            tests += how in ("test", "fact")
            parts.append((kg, value))
        if parts:
            return self._weighted(measure, parts), "mean", tests
        return *self._without(measure), 0

    def _geometric(self, measure: str, months: int) -> tuple[Decimal, str, int]:
        """Every sample of the window once, however many deliveries it stands for."""
        begin = min(self.account.first, months_before(self.account.last, months))
        samples: dict[str, int] = {}
        for test in self.account.earlier:
            if measure in test.values and months > 1 and test.day >= begin:
                samples[test.sample] = int(self._read(measure, test.values[measure]))
        for one in self.account.deliveries:
            if one.test is not None and measure in one.test.values:
                samples[one.test.sample] = int(self._read(measure, one.test.values[measure]))
        if samples:
            mean = geometric_mean(list(samples.values()), self.rules.mean)
            return Decimal(mean), "geometric", len(samples)
        return *self._without(measure), 0

    def _without(self, measure: str) -> tuple[Decimal, str]:
        """A period without any value of its own: the last before it, else the contract's."""
        if self.rules.missing is not Missing.DEFAULT and measure in TESTED:
            last = self._last_earlier(measure)
            if last is not None:
                return last, "last"
        if measure in self.default:
            return self._read(measure, self.default[measure]), "default"
        raise nowhere(measure)


def nowhere(measure: str) -> Problem:
    """The problem of a measure that has neither a test nor a default."""
    name = MEASURES[measure].name
    message = Text(
        f"“{name.zh}”本期没有检测，此前也没有可用的结果，合同又未约定缺测值，不能计价",
        f"{name.en}: no test in the period, none before it, and the grid names no default",
    )
    return Problem(INVALID, message, [Fault(measure, None, "no-test", message)])
