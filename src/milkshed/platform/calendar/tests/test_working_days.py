"""Working days: known answers of real holidays, and laws that always hold."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.kernel.problems import Problem
from milkshed.platform.calendar.official_days import official_days
from milkshed.platform.calendar.working_days import (
    Deadline,
    WorkingCalendar,
    add_working_days,
    working_days_between,
)

TABLE = {entry.day: entry.is_working for entry in official_days((2024, 2025, 2026))}
CALENDAR = WorkingCalendar(TABLE, frozenset({2024, 2025, 2026}))


@pytest.mark.parametrize(("days", "expected"), [(5, date(2025, 10, 10)), (7, date(2025, 10, 13))])
def test_over_the_national_day_of_2025(days: int, expected: date) -> None:
    """Received on Friday 26 September 2025; 28 September and 11 October (weekend) are worked."""
    assert add_working_days(date(2025, 9, 26), days, CALENDAR.is_working) == expected
    assert CALENDAR.deadline(date(2025, 9, 26), days) == Deadline(expected, provisional=False)


def test_official_table_has_the_arranged_days_only() -> None:
    assert TABLE[date(2025, 9, 28)] is True
    assert TABLE[date(2025, 10, 1)] is False
    assert date(2025, 10, 4) not in TABLE  # a Saturday within the holiday is free anyway
    names = {entry.day: entry.name_zh for entry in official_days((2025,))}
    assert names[date(2025, 10, 1)] == "国庆节"
    assert names[date(2025, 9, 28)] == "国庆节调休上班"


def test_a_year_without_table_uses_weekends_and_says_so() -> None:
    assert list(official_days((2099,))) == []
    assert CALENDAR.deadline(date(2026, 12, 30), 5) == Deadline(date(2027, 1, 6), provisional=True)
    assert CALENDAR.is_working(date(2027, 10, 1))
    assert CALENDAR.is_provisional(date(2027, 10, 1))
    assert not CALENDAR.is_provisional(date(2026, 10, 1))


@given(st.dates(date(2024, 1, 1), date(2026, 6, 1)), st.integers(1, 60))
def test_laws_of_the_clock(start: date, days: int) -> None:
    last = add_working_days(start, days, CALENDAR.is_working)
    assert CALENDAR.is_working(last)
    assert working_days_between(start, last, CALENDAR.is_working) == days
    assert add_working_days(start, days - 1, CALENDAR.is_working) < last
    assert CALENDAR.days_left(start, last) == days
    assert CALENDAR.days_left(last, start - timedelta(days=1)) <= -1


def test_impossible_clocks_are_refused() -> None:
    with pytest.raises(Problem):
        add_working_days(date(2026, 1, 1), -1, CALENDAR.is_working)
    with pytest.raises(Problem):
        add_working_days(date(2026, 1, 1), 1, lambda day: False)
    assert add_working_days(date(2026, 1, 1), 0, lambda day: False) == date(2026, 1, 1)
