"""Legal clocks in working days.

The day something is received does not count: "within 5 working days" ends on the fifth working
day after it (期间开始的日不计算在内; Civil Procedure Law on periods, remembered).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from milkshed.kernel.problems import invalid

_LONGEST_REST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a clock; ``provisional`` when it crosses a year without official table."""

    day: date
    provisional: bool


def add_working_days(start: date, days: int, is_working: Callable[[date], bool]) -> date:
    """Return the ``days``-th working day after ``start``; 0 days is ``start`` itself.

    Raises Problem for a negative number, and when 60 days pass without one working day.
    """
    if days < 0:
        raise invalid("days", days, "range", "工作日数不能为负", "Working days are not negative")
    day, left, rest = start, days, 0
    while left:
        day += timedelta(days=1)
        if is_working(day):
            left, rest = left - 1, 0
        else:
            rest += 1
        if rest > _LONGEST_REST_DAYS:
            raise invalid(
                "calendar",
                day.isoformat(),
                "working-day",
                f"{day}之前连续{rest}天没有工作日，请检查节假日表",
                f"No working day in the {rest} days before {day}: check the table of holidays",
            )
    return day


def working_days_between(start: date, end: date, is_working: Callable[[date], bool]) -> int:
    """Return the working days after ``start`` up to and including ``end`` (0 if end is earlier)."""
    span = range(1, (end - start).days + 1)
    return sum(is_working(start + timedelta(days=offset)) for offset in span)


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The plain week with its exceptions.

    ``exceptions`` says for single days whether they are worked; ``known_years`` are the years
    with an official table. In other years the weekend rule holds and answers are provisional.
    """

    exceptions: Mapping[date, bool]
    known_years: frozenset[int]

    def is_working(self, day: date) -> bool:
        """Say whether a day is worked."""
        exception = self.exceptions.get(day)
        return day.weekday() < 5 if exception is None else exception

    def is_provisional(self, day: date) -> bool:
        """Say whether the day lies in a year without official table."""
        return day.year not in self.known_years

    def deadline(self, start: date, days: int) -> Deadline:
        """Return the end of a clock of working days that starts with ``start``."""
        last = add_working_days(start, days, self.is_working)
        years = range(start.year, last.year + 1)
        return Deadline(last, any(year not in self.known_years for year in years))

    def days_left(self, today: date, deadline: date) -> int:
        """Return working days from tomorrow to the deadline; negative when it has passed."""
        if deadline >= today:
            return working_days_between(today, deadline, self.is_working)
        return -working_days_between(deadline, today, self.is_working)
