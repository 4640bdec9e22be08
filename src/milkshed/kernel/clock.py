"""What time it is: handed in, so that work can be replayed and tested; and Chinese civil time."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from milkshed.kernel.problems import invalid

SHANGHAI = ZoneInfo("Asia/Shanghai")
SHANGHAI_OFFSET = "+08:00"


class Clock(Protocol):
    """Something that tells the time as an aware datetime in UTC."""

    def now(self) -> datetime:
        """Return the present instant."""
        ...


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return datetime.now(UTC)


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is moved."""

    instant: datetime

    def __post_init__(self) -> None:
        self.instant = as_utc(self.instant)

    def now(self) -> datetime:
        """Return the instant it stands at."""
        return self.instant

    def advance(self, by: timedelta) -> None:
        """Move the clock, backwards too."""
        self.instant += by


def as_utc(instant: datetime) -> datetime:
    """Return an aware datetime in UTC; raises Problem for one without a zone."""
    if instant.tzinfo is None:
        raise invalid(
            "time", instant.isoformat(), "zone", "时间必须带时区", "The time must carry a zone"
        )
    return instant.astimezone(UTC)


def in_shanghai(instant: datetime) -> datetime:
    """Return an aware datetime as Chinese civil time."""
    if instant.tzinfo is SHANGHAI:
        return instant
    return as_utc(instant).astimezone(SHANGHAI)


def shanghai_day(instant: datetime) -> date:
    """Return the Chinese calendar day on which an instant falls."""
    return in_shanghai(instant).date()


def start_of_day(day: date) -> datetime:
    """Return the first instant, in UTC, of a Chinese calendar day."""
    return datetime.combine(day, time.min, tzinfo=SHANGHAI).astimezone(UTC)


def at_shanghai(day: date, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    """Return the instant, in UTC, of a Chinese calendar day and time of day."""
    return datetime.combine(day, time(hour, minute, second), tzinfo=SHANGHAI).astimezone(UTC)


def day_in_chinese(day: date) -> str:
    """Write a day as in official papers: Arabic numerals without leading zeros (GB/T 9704)."""
    return f"{day.year}年{day.month}月{day.day}日"
