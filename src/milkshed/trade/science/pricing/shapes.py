"""How a term turns a value into a rate: steps, a line, a broken line, grades.

All are finite tables of decimals. ``rate_at`` works on one value in decimals.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from milkshed.kernel.money import Rounding
from milkshed.trade.science.pricing.rounding import quotient


@dataclass(frozen=True, slots=True)
class Band:
    """One step: from ``low`` to ``high`` (None: open) the rate is ``rate``."""

    low: Decimal | None
    high: Decimal | None
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Steps:
    """A step table. ``closed`` says which end of a band belongs to it: ``left`` [low, high) or
    ``right`` (low, high]."""

    bands: tuple[Band, ...]
    closed: str = "left"

    def band_at(self, value: Decimal) -> int:
        """The index of the band that holds a value."""
        for index, band in enumerate(self.bands[:-1]):
            assert band.high is not None
            if value < band.high or (self.closed == "right" and value == band.high):
                return index
        return len(self.bands) - 1

    def rate_at(self, value: Decimal, places: int, rule: Rounding) -> Decimal:
        """The rate of the band that holds a value."""
        return quotient(self.bands[self.band_at(value)].rate, 1, places, rule)


@dataclass(frozen=True, slots=True)
class Line:
    """(value - reference) / step x rate, the value held between ``low`` and ``high``.

    ``whole_steps`` counts full steps only; up to and including ``starts`` the rate is zero.
    Added water by cryoscopy is such a line: reference T0, step -T0, rate 1, low T0.
    """

    reference: Decimal
    step: Decimal
    rate: Decimal
    low: Decimal | None = None
    high: Decimal | None = None
    starts: Decimal | None = None
    whole_steps: bool = False

    def held(self, value: Decimal) -> Decimal:
        """The value between the caps."""
        if self.low is not None:
            value = max(value, self.low)
        return value if self.high is None else min(value, self.high)

    def rate_at(self, value: Decimal, places: int, rule: Rounding) -> Decimal:
        """The rate at a value."""
        if self.starts is not None and value <= self.starts:
            return Decimal(0).scaleb(-places)
        distance = self.held(value) - self.reference
        if self.whole_steps:
            steps = quotient(distance, self.step, 0, Rounding.DOWN)
            return quotient(steps * self.rate, 1, places, rule)
        return quotient(distance * self.rate, self.step, places, rule)


@dataclass(frozen=True, slots=True)
class BrokenLine:
    """Straight lines between points (value, rate); flat before the first and after the last."""

    points: tuple[tuple[Decimal, Decimal], ...]

    def rate_at(self, value: Decimal, places: int, rule: Rounding) -> Decimal:
        """The rate at a value, interpolated between its two neighbours."""
        if value <= self.points[0][0]:
            return quotient(self.points[0][1], 1, places, rule)
        for (x0, y0), (x1, y1) in zip(self.points, self.points[1:], strict=False):
            if value <= x1:
                exact = Fraction(y0) + Fraction(y1 - y0) * Fraction(value - x0) / Fraction(x1 - x0)
                return quotient(exact, 1, places, rule)
        return quotient(self.points[-1][1], 1, places, rule)


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade: its name, the bounds (both included) by measure, and its rate."""

    name: str
    bounds: Mapping[str, tuple[Decimal | None, Decimal | None]]
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Grades:
    """Grades from the best to the last, which takes whatever is left; the first that fits counts.

    ``measures`` are those that any grade looks at.
    """

    rows: tuple[Grade, ...]

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures looked at, in the order of their first mention."""
        return tuple(dict.fromkeys(code for row in self.rows for code in row.bounds))

    def grade_at(self, values: Mapping[str, Decimal]) -> int:
        """The index of the first grade whose bounds all hold."""
        for index, row in enumerate(self.rows):
            if all(
                (low is None or values[code] >= low) and (high is None or values[code] <= high)
                for code, (low, high) in row.bounds.items()
            ):
                return index
        return len(self.rows) - 1

    def rate_of(self, values: Mapping[str, Decimal], places: int, rule: Rounding) -> Decimal:
        """The rate of the grade that the values reach."""
        return quotient(self.rows[self.grade_at(values)].rate, 1, places, rule)


Shape = Steps | Line | BrokenLine
