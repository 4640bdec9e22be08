"""Many accounts at once by one grid: whole numbers in arrays, the same answers to the last fen.

Every value is a whole number of its smallest unit (0.01 g/100 g, 0.1 kg, fen), so that no step
depends on floating point; :mod:`plain` says what each step means. Accounts for which a value is
nowhere to be had are named in ``unpriced`` and bear no amounts.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from milkshed.kernel.money import Rounding
from milkshed.kernel.text import Text
from milkshed.trade.science.pricing.account_columns import AccountColumns
from milkshed.trade.science.pricing.grid import KG_PLACES, MONEY_PLACES, Grid, Missing, Term, Unit
from milkshed.trade.science.pricing.means import geometric_means
from milkshed.trade.science.pricing.measures import MEASURES, TESTED, Average
from milkshed.trade.science.pricing.plain import (
    BASE,
    Priced,
    StatementLine,
    months_before,
)
from milkshed.trade.science.pricing.rounding import (
    Whole,
    product,
    quotient,
    round_quotients,
    scaled,
)
from milkshed.trade.science.pricing.shapes import BrokenLine, Grades, Line, Steps

Mask = npt.NDArray[np.bool_]

HOWS = ("", "mean", "geometric", "last", "default", "period")
_MEAN, _GEOMETRIC, _LAST, _DEFAULT, _PERIOD = range(1, 6)


@dataclass(frozen=True, slots=True)
class LineColumns:
    """One line of all accounts; amounts in fen, rates in 10^-rate_places, values in the measure's
    smallest unit. ``value`` and ``rate`` are None for lines priced delivery by delivery;
    ``quantity`` has ``quantity_places`` decimals; ``how`` indexes :data:`HOWS`."""

    code: str
    value: Whole | None
    rate: Whole | None
    quantity: Whole
    quantity_places: int
    amount: Whole
    how: Whole
    tests: Whole
    grade: Whole | None = None


@dataclass(frozen=True, slots=True)
class PricedColumns:
    """Priced accounts: kilograms in 0.1 kg, lines, sums in fen, and who could not be priced."""

    accepted_kg: Whole
    payable_kg: Whole
    lines: tuple[LineColumns, ...]
    amount: Whole
    unpriced: Mapping[int, str] = field(default_factory=dict)


def price_many(grid: Grid, columns: AccountColumns) -> PricedColumns:
    """Price all accounts by one grid."""
    return _Pricing(grid, columns).statement()


def statement_at(grid: Grid, many: PricedColumns, index: int) -> Priced:
    """One account of many as :func:`plain.price` gives it, without the steps by delivery."""
    terms = {term.code: term for term in grid.terms}
    payable = _decimal(many.payable_kg[index], KG_PLACES)
    lines = []
    for line in many.lines:
        term = terms.get(line.code)
        unit = term.unit if term else Unit.PER_KG
        if term is not None and unit is not Unit.MASS and not payable:
            continue
        places = MEASURES[term.measure].places if term and term.measure in MEASURES else 0
        grade = ""
        if term is not None and line.grade is not None and isinstance(term.shape, Grades):
            grade = term.shape.rows[int(line.grade[index])].name
        lines.append(
            StatementLine(
                line.code,
                term.title if term else Text("基准价", "Base price"),
                unit,
                None if line.value is None else _decimal(line.value[index], places),
                None if line.rate is None else _decimal(line.rate[index], grid.rules.rate_places),
                _decimal(line.quantity[index], line.quantity_places),
                _decimal(line.amount[index], MONEY_PLACES),
                how=HOWS[int(line.how[index])],
                grade=grade,
                tests=int(line.tests[index]),
            )
        )
    accepted = _decimal(many.accepted_kg[index], KG_PLACES)
    return Priced(accepted, payable, tuple(lines), _decimal(many.amount[index], MONEY_PLACES))


def _decimal(value: int, places: int) -> Decimal:
    return Decimal(int(value)).scaleb(-places)


class _Pricing:
    def __init__(self, grid: Grid, columns: AccountColumns) -> None:
        self.grid, self.rules, self.columns = grid, grid.rules, columns
        self.places = grid.rules.rate_places
        self.default = {
            t.measure: scaled(
                quotient(t.default, 1, MEASURES[t.measure].places, grid.rules.mean),
                MEASURES[t.measure].places,
            )
            for t in grid.terms
            if t.default is not None and t.measure in MEASURES
        }
        self.rows = len(columns.account)
        self.first = np.array([one.toordinal() for one in columns.first], np.int64)
        self.payable = columns.kg.copy()
        self.unpriced: dict[int, str] = {}
        self.lines: list[LineColumns] = []
        self.sum = np.zeros(columns.count, np.int64)
        self._filled: dict[str, tuple[Whole, Mask]] = {}

    def statement(self) -> PricedColumns:
        accepted = self._by_account(self.columns.kg)
        for term in self.grid.terms:
            if term.unit is Unit.MASS:
                self._mass(term)
        self.paid = self._by_account(self.payable)
        base = scaled(quotient(self.grid.base_price, 1, self.places, self.rules.rate), self.places)
        whole = np.full(self.columns.count, base, np.int64)
        self._add(BASE, None, whole, self.paid, KG_PLACES)
        for term in self.grid.terms:
            if term.unit is not Unit.MASS:
                self._price(term)
        for account in self.unpriced:
            self.sum[account] = 0
        return PricedColumns(
            accepted, self.paid, tuple(self.lines), self.sum, dict(self.unpriced)
        )  # fmt: skip

    def _by_account(self, amounts: Whole, mask: Mask | None = None) -> Whole:
        """Exact sums of whole numbers by account."""
        total = np.zeros(self.columns.count, amounts.dtype)
        owner = self.columns.account
        if mask is None:
            np.add.at(total, owner, amounts)
        else:
            np.add.at(total, owner[mask], amounts[mask])
        return total

    def _add(
        self,
        code: str,
        value: Whole | None,
        rate: Whole,
        quantity: Whole,
        quantity_places: int,
        *,
        factor: bool = False,
        how: Whole | None = None,
        tests: Whole | None = None,
        grade: Whole | None = None,
    ) -> None:
        none = np.zeros(self.columns.count, np.int64)
        applied = rate - 10**self.places if factor else rate
        amount = self._fen(applied, quantity, quantity_places)
        self.sum = self.sum + amount
        self.lines.append(
            LineColumns(
                code, value, rate, quantity, quantity_places, amount,
                none if how is None else how, none if tests is None else tests, grade,
            )
        )  # fmt: skip

    def _fen(self, rate: Whole, quantity: Whole, quantity_places: int) -> Whole:
        down = 10 ** (self.places + quantity_places - MONEY_PLACES)
        rounded = round_quotients(product(rate, quantity), down, self.rules.amount)
        return rounded.astype(np.int64)

    def _mass(self, term: Term) -> None:
        delivered = self.columns.delivered
        value, _ = self._each(term.measure, delivered)
        share = np.zeros(self.rows, np.int64)
        share[delivered] = self._rates(term, value[delivered])
        wanted = round_quotients(
            product(self.columns.kg, share), 10**self.places, self.rules.mass
        ).astype(np.int64)
        taken = np.minimum(np.maximum(wanted, 0), self.payable)
        self.payable = self.payable - taken
        none = np.zeros(self.columns.count, np.int64)
        self.lines.append(
            LineColumns(term.code, None, None, self._by_account(taken), KG_PLACES, none, none, none)
        )

    def _price(self, term: Term) -> None:
        need = self.paid > 0
        if isinstance(term.shape, Grades):
            values = {code: self._mean(code, term, need)[0] for code in term.shape.measures}
            grade = self._grades(term.shape, values)
            rates = np.array(
                [scaled(quotient(row.rate, 1, self.places, self.rules.rate), self.places)
                 for row in term.shape.rows], np.int64,
            )[grade]  # fmt: skip
            factor = term.unit is Unit.FACTOR
            quantity, places = (self.sum, MONEY_PLACES) if factor else (self.paid, KG_PLACES)
            self._add(term.code, None, rates, quantity, places, factor=factor, grade=grade)
            return
        if term.average is Average.EACH:
            self._price_each(term)
            return
        value, how, tests = self._mean(term.measure, term, need)
        rate = np.where(need, self._rates(term, value), 0)
        if term.unit is Unit.PER_COMPONENT:
            places = KG_PLACES + MEASURES[term.measure].places + 2
            self._add(
                term.code, value, rate, product(self.paid, value), places, how=how, tests=tests
            )
        elif term.unit is Unit.FACTOR:
            self._add(
                term.code, value, rate, self.sum, MONEY_PLACES, factor=True, how=how, tests=tests
            )
        else:
            self._add(term.code, value, rate, self.paid, KG_PLACES, how=how, tests=tests)

    def _price_each(self, term: Term) -> None:
        need = self.payable > 0
        value, own = self._each(term.measure, need)
        rate = np.zeros(self.rows, np.int64)
        rate[need] = self._rates(term, value[need])
        quantity, places = self.payable, KG_PLACES
        if term.unit is Unit.PER_COMPONENT:
            quantity = product(self.payable, value)
            places += MEASURES[term.measure].places + 2
        amount = self._by_account(self._fen(rate, quantity, places))
        self.sum = self.sum + amount
        tested = term.measure in TESTED
        tests = self._by_account((own & need & tested).astype(np.int64))
        none = np.zeros(self.columns.count, np.int64)
        self.lines.append(
            LineColumns(
                term.code, None, None, self._by_account(quantity), places, amount, none, tests
            )
        )

    def _rates(self, term: Term, value: Whole) -> Whole:
        """The rates of a term at values, in 10^-rate_places."""
        shape, unit = term.shape, 10 ** MEASURES[term.measure].places
        if isinstance(shape, Steps):
            ends = np.array([int(band.high * unit) for band in shape.bands[:-1]], np.int64)
            rates = np.array([self._rate(band.rate) for band in shape.bands], np.int64)
            if shape.closed == "right":
                return rates[np.searchsorted(ends, value, side="left")]
            return rates[np.searchsorted(ends, value, side="right")]
        if isinstance(shape, Line):
            return self._line(shape, value, unit)
        assert isinstance(shape, BrokenLine)
        return self._broken(shape, value, unit)

    def _rate(self, rate: Decimal) -> int:
        return scaled(quotient(rate, 1, self.places, self.rules.rate), self.places)

    def _line(self, shape: Line, value: Whole, unit: int) -> Whole:
        held = value
        if shape.low is not None:
            held = np.maximum(held, int(shape.low * unit))
        if shape.high is not None:
            held = np.minimum(held, int(shape.high * unit))
        distance, step = held - int(shape.reference * unit), int(shape.step * unit)
        rate = scaled(shape.rate, self.places)
        if shape.whole_steps:
            result = product(round_quotients(distance, step, Rounding.DOWN), rate)
        else:
            result = round_quotients(product(distance, rate), step, self.rules.rate)
        if shape.starts is not None:
            result = np.where(value <= int(shape.starts * unit), 0, result)
        return result.astype(np.int64)

    def _broken(self, shape: BrokenLine, value: Whole, unit: int) -> Whole:
        x = np.array([int(point * unit) for point, _ in shape.points], np.int64)
        y = np.array([self._rate(rate) for _, rate in shape.points], np.int64)
        held = np.clip(value, x[0], x[-1])
        left = np.clip(np.searchsorted(x, held, side="left") - 1, 0, len(x) - 2)
        width = x[left + 1] - x[left]
        exact = product(y[left], width) + product(y[left + 1] - y[left], held - x[left])
        return round_quotients(exact, width, self.rules.rate).astype(np.int64)

    def _grades(self, shape: Grades, values: Mapping[str, Whole]) -> Whole:
        grade = np.full(self.columns.count, len(shape.rows) - 1, np.int64)
        for index in reversed(range(len(shape.rows))):
            fits = np.ones(self.columns.count, bool)
            for code, (low, high) in shape.rows[index].bounds.items():
                unit = 10 ** MEASURES[code].places
                if low is not None:
                    fits &= values[code] >= int(low * unit)
                if high is not None:
                    fits &= values[code] <= int(high * unit)
            grade[fits] = index
        return grade

    def _readings(self, measure: str) -> tuple[Whole, Mask]:
        """The readings of the deliveries and earlier tests, and where there is one."""
        found = self.columns.values.get(measure)
        return found or (np.zeros(self.rows, np.int64), np.zeros(self.rows, bool))

    def _each(self, measure: str, need: Mask) -> tuple[Whole, Mask]:
        """The value of every delivery, and which are its own; unpriced where there is none."""
        value, known = self._readings(measure)
        own = known & self.columns.delivered
        if measure not in self._filled:
            self._filled[measure] = self._fill(measure, value, known)
        filled, settled = self._filled[measure]
        self._miss(measure, np.unique(self.columns.account[need & ~settled]))
        return filled, own

    def _fill(self, measure: str, value: Whole, known: Mask) -> tuple[Whole, Mask]:
        filled, settled = value.copy(), known.copy()

        def take(other: Whole, where: Mask) -> None:
            use = ~settled & where
            filled[use] = other[use]
            settled[use] = True

        owner, missing = self.columns.account, self.rules.missing
        if missing is Missing.LAST and measure in TESTED:
            take(*self._last_before(value, known))
        if missing is Missing.MEAN and measure != "residue":
            mean, has = self._known_mean(measure, value, known)
            take(mean[owner], has[owner])
            last, was = self._last_earlier(measure)
            take(last[owner], was[owner])
        everywhere = np.ones(self.rows, bool)
        if measure in self.default:
            take(np.full(self.rows, self.default[measure], np.int64), everywhere)
        if measure == "residue":
            take(np.zeros(self.rows, np.int64), everywhere)
        return filled, settled

    def _miss(self, measure: str, accounts: Whole) -> None:
        for account in accounts.tolist():
            self.unpriced.setdefault(account, measure)

    def _last_before(self, value: Whole, known: Mask) -> tuple[Whole, Mask]:
        """For every row the last reading before it of the same account, within the look-back."""
        columns, place = self.columns, np.arange(self.rows)
        if not self.rows:
            return value, known
        latest = np.maximum.accumulate(np.where(known, place, -1))
        before = np.concatenate([[-1], latest[:-1]])
        safe = np.maximum(before, 0)
        good = (
            (before >= 0)
            & (columns.account[safe] == columns.account)
            & (columns.day[safe] >= columns.day - self.rules.look_back_days)
        )
        return value[safe], good

    def _last_earlier(self, measure: str) -> tuple[Whole, Mask]:
        """For every account the last reading before its period, within the look-back."""
        value, known = self._readings(measure)
        columns = self.columns
        oldest = self.first - self.rules.look_back_days
        use = np.flatnonzero(known & ~columns.delivered & (columns.day >= oldest[columns.account]))
        last, has = np.zeros(columns.count, np.int64), np.zeros(columns.count, bool)
        last[columns.account[use]] = value[use]  # the last of an account stays
        has[columns.account[use]] = True
        return last, has

    def _known_mean(self, measure: str, value: Whole, known: Mask) -> tuple[Whole, Mask]:
        own = known & self.columns.delivered
        has = np.bincount(self.columns.account[own], minlength=self.columns.count) > 0
        if Average.GEOMETRIC in MEASURES[measure].averages:
            mean = geometric_means(
                value[own], self.columns.account[own], self.columns.count, self.rules.mean
            )
            return mean, has
        return self._weighted(value, self.columns.kg, own), has

    def _weighted(self, value: Whole, weight: Whole, mask: Mask) -> Whole:
        total = self._by_account(product(value, weight), mask)
        kg = self._by_account(weight, mask)
        return round_quotients(total, np.maximum(kg, 1), self.rules.mean).astype(np.int64)

    def _mean(self, measure: str, term: Term, need: Mask) -> tuple[Whole, Whole, Whole]:
        """The value of every account, where it comes from, and of how many tests."""
        columns, count = self.columns, self.columns.count
        none = np.zeros(count, np.int64)
        if measure == "volume":
            days = np.array(
                [(last - first).days + 1
                 for first, last in zip(columns.first, columns.last, strict=True)], np.int64,
            )  # fmt: skip
            value = round_quotients(self.paid, days * 10**KG_PLACES, self.rules.mean)
            return value, np.full(count, _PERIOD), none
        if measure == "month":
            months = np.array([last.month for last in columns.last], np.int64)
            return months, np.full(count, _PERIOD), none
        if Average.GEOMETRIC in MEASURES[measure].averages:
            value, tests = self._geometric(measure, term.window_months)
            how = np.where(tests > 0, _GEOMETRIC, 0)
        else:
            read, known = self._readings(measure)
            paid = columns.delivered & (self.payable > 0)
            own = known & paid
            used = own
            if self.rules.missing is not Missing.MEAN:
                read, _ = self._each(measure, paid)
                used = paid
            value = self._weighted(read, self.payable, used)
            tests = self._by_account(own.astype(np.int64))
            parts = self._by_account(used.astype(np.int64))
            how = np.where(parts > 0, _MEAN, 0)
        value, how = value.copy(), how.astype(np.int64)
        if self.rules.missing is not Missing.DEFAULT and measure in TESTED:
            last, was = self._last_earlier(measure)
            use = (how == 0) & was
            value[use], how[use] = last[use], _LAST
        if measure in self.default:
            use = how == 0
            value[use], how[use] = self.default[measure], _DEFAULT
        self._miss(measure, np.flatnonzero(need & (how == 0)))
        return value, how, np.where(need, tests, 0)

    def _geometric(self, measure: str, months: int) -> tuple[Whole, Whole]:
        columns = self.columns
        value, known = self._readings(measure)
        begin = np.array(
            [min(first, months_before(last, months)).toordinal()
             for first, last in zip(columns.first, columns.last, strict=True)], np.int64,
        )  # fmt: skip
        counted = known & columns.delivered
        if months > 1:
            counted |= known & ~columns.delivered & (columns.day >= begin[columns.account])
        rows = np.flatnonzero(counted)
        # each sample once: the last row that holds it
        _, last = np.unique(columns.sample[rows][::-1], return_index=True)
        rows = rows[::-1][last]
        mean = geometric_means(value[rows], columns.account[rows], columns.count, self.rules.mean)
        return mean, np.bincount(columns.account[rows], minlength=columns.count)
