"""The table of holidays in the database."""

from collections.abc import Iterable
from datetime import date

from milkshed.platform.calendar.official_days import FIRST_FILL_YEARS, SOURCE, official_days
from milkshed.platform.calendar.working_days import WorkingCalendar
from milkshed.platform.models import Holiday


def fill_holidays(years: Iterable[int] = FIRST_FILL_YEARS) -> int:
    """Write official days that are not there yet; rows edited by people stay. Return how many."""
    rows = [
        Holiday(day=entry.day, is_working=entry.is_working, name_zh=entry.name_zh, source=SOURCE)
        for entry in official_days(years)
    ]
    before = Holiday.objects.count()
    Holiday.objects.bulk_create(rows, ignore_conflicts=True)
    return Holiday.objects.count() - before


def working_calendar() -> WorkingCalendar:
    """Read the whole table (some 30 rows a year) as a calendar to ask.

    A year counts as known as soon as it has one row.
    """
    exceptions: dict[date, bool] = dict(Holiday.objects.values_list("day", "is_working"))
    return WorkingCalendar(exceptions, frozenset(day.year for day in exceptions))
