"""Stretches of the calendar: months, ranges of days, and how much of a period is over.

Days are Chinese calendar days; a period as instants runs from the first day's midnight in
Shanghai to the midnight after its last day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from milkshed.kernel.clock import start_of_day
from milkshed.kernel.problems import invalid
from milkshed.kernel.text import Text


@dataclass(frozen=True, slots=True, order=True)
class DayRange:
    """All days from ``first`` to ``last``, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise invalid(
                "period",
                f"{self.first}…{self.last}",
                "order",
                "结束日期早于开始日期",
                "The last day is before the first",
            )

    @property
    def days(self) -> int:
        """The number of days."""
        return (self.last - self.first).days + 1

    @property
    def start(self) -> datetime:
        """The first instant, in UTC."""
        return start_of_day(self.first)

    @property
    def end(self) -> datetime:
        """The first instant after the range, in UTC."""
        return start_of_day(self.last + timedelta(days=1))

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __iter__(self) -> Iterator[date]:
        for offset in range(self.days):
            yield self.first + timedelta(days=offset)

    def overlap(self, other: "DayRange") -> "DayRange | None":
        """Return the days in both ranges, or None."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return DayRange(first, last) if first <= last else None

    def months(self) -> "list[Month]":
        """Return every month that the range touches, in order."""
        month, result = Month.of(self.first), []
        while month.first_day <= self.last:
            result.append(month)
            month = month.plus(1)
        return result

    def share_elapsed(self, today: date) -> float:
        """Return the share of days that are over at the end of ``today``, 0 to 1."""
        over = (today - self.first).days + 1
        return min(1.0, max(0.0, over / self.days))


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month, written ``2026-01``."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise invalid(
                "month", self.month, "range", "月份应为1至12", "The month must be 1 to 12"
            )

    @classmethod
    def of(cls, day: date) -> "Month":
        """Return the month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, value: str) -> "Month":
        """Read ``2026-01`` or ``2026年1月``; raises Problem for anything else."""
        match = re.fullmatch(r"([0-9]{4})(?:-([0-9]{2})|年([0-9]{1,2})月)", value.strip())
        if match is None:
            raise invalid(
                "month",
                value,
                "shape",
                "月份应写作2026-01或2026年1月",
                "A month is written 2026-01 or 2026年1月",
            )
        return cls(int(match[1]), int(match[2] or match[3]))

    @property
    def first_day(self) -> date:
        """The first day."""
        return date(self.year, self.month, 1)

    @property
    def last_day(self) -> date:
        """The last day."""
        return self.plus(1).first_day - timedelta(days=1)

    @property
    def range(self) -> DayRange:
        """The month as days."""
        return DayRange(self.first_day, self.last_day)

    @property
    def days(self) -> int:
        """The number of days."""
        return self.last_day.day

    @property
    def name(self) -> Text:
        """The month as people write it."""
        return Text(f"{self.year}年{self.month}月", str(self))

    def plus(self, months: int) -> "Month":
        """Return the month so many months later (earlier when negative)."""
        index = self.year * 12 + self.month - 1 + months
        return Month(index // 12, index % 12 + 1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


def year_range(year: int) -> DayRange:
    """Return the days of a calendar year."""
    return DayRange(date(year, 1, 1), date(year, 12, 31))


def quarter_range(year: int, quarter: int) -> DayRange:
    """Return the days of a quarter, 1 to 4."""
    first = Month(year, quarter * 3 - 2)
    return DayRange(first.first_day, first.plus(2).last_day)


PLAN_PERIOD = DayRange(date(2024, 1, 1), date(2027, 12, 31))
"""The dairy plan of Ningxia: baseline end of 2023, targets for the end of 2027 (table 1, draft)."""


def plan_share_elapsed(today: date) -> float:
    """Return the share of the plan period that is over at the end of a day, 0 to 1."""
    return PLAN_PERIOD.share_elapsed(today)
