"""Legal clocks in working days that can stand still. Pure: the calendar is handed in.

The day on which something is received does not count; the clock ends with the last working day
that does. While a clock stands still (the applicant completes, a remedy runs) no day counts: of a
pause from one day to another, the first day still counts and the last no longer does, since it is
the day on which the authority receives what it waited for.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from milkshed.kernel.problems import invalid

IsWorking = Callable[[date], bool]
_LONGEST_REST_DAYS = 60


@dataclass(frozen=True, slots=True)
class Still:
    """Days on which a clock stands still: after ``first``, up to ``last`` (open where None)."""

    first: date
    last: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the clock stands still on a day."""
        return self.first < day and (self.last is None or day <= self.last)


def last_day(start: date, days: int, stills: Sequence[Still], is_working: IsWorking) -> date | None:
    """The ``days``-th working day after ``start`` on which the clock runs.

    None while the clock stands still without an end before that day is reached; 0 days is
    ``start`` itself. Raises Problem for a negative number of days, and where 60 days in a row hold
    no working day (the calendar is broken then).
    """
    if days < 0:
        raise invalid("days", days, "range", "工作日数不能为负", "Working days are not negative")
    openings = [still.first for still in stills if still.last is None]
    stop = min(openings) if openings else None
    day, left, rest = start, days, 0
    while left:
        day += timedelta(days=1)
        if stop is not None and day > stop:
            return None
        worked = is_working(day)
        rest = 0 if worked else rest + 1
        if rest > _LONGEST_REST_DAYS:
            raise invalid(
                "calendar",
                day.isoformat(),
                "working-day",
                f"{day}之前连续{rest}天没有工作日，请检查节假日表",
                f"No working day in the {rest} days before {day}: check the table of holidays",
            )
        if worked and not any(still.covers(day) for still in stills):
            left -= 1
    return day


def days_used(start: date, today: date, stills: Sequence[Still], is_working: IsWorking) -> int:
    """Working days after ``start`` up to and including ``today`` on which the clock ran."""
    span = range(1, (today - start).days + 1)
    days = (start + timedelta(days=offset) for offset in span)
    return sum(is_working(day) and not any(s.covers(day) for s in stills) for day in days)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a clock shows: days allowed and used, its last day, and whether it stands still.

    ``due_on`` is None while it stands still; ``left`` is negative once it has run out.
    """

    allowed: int
    used: int
    due_on: date | None
    still: bool

    @property
    def left(self) -> int:
        """Working days that remain."""
        return self.allowed - self.used

    @property
    def overdue(self) -> bool:
        """Whether more days ran than the law allows."""
        return self.used > self.allowed


def read_clock(
    start: date, days: int, stills: Sequence[Still], is_working: IsWorking, today: date
) -> Reading:
    """Read a clock of ``days`` working days that began with ``start``, on a day."""
    return Reading(
        allowed=days,
        used=days_used(start, today, stills, is_working),
        due_on=last_day(start, days, stills, is_working),
        still=any(still.last is None and still.first <= today for still in stills),
    )


def years_later(day: date, years: int) -> date:
    """The last day of a term of whole years that begins with ``day``.

    Two years from 2026-03-01 end on 2028-02-29; a term from 29 February ends on 27 February
    where the year of its end has no 29th.
    """
    try:
        same = day.replace(year=day.year + years)
    except ValueError:
        same = date(day.year + years, 2, 28)
    return same - timedelta(days=1)
