"""Clocks in working days: known answers over the National Day of 2025, and laws that must hold."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.collection.science.checklists import (
    CHECKLISTS,
    Answer,
    checklist_for,
    failed,
    heaviest,
)
from milkshed.collection.science.clocks import (
    Still,
    days_used,
    last_day,
    read_clock,
    years_later,
)
from milkshed.collection.science.forms import FORMS, form_for, lacks
from milkshed.kernel.problems import Problem
from milkshed.platform.calendar.official_days import official_days
from milkshed.platform.calendar.working_days import WorkingCalendar

_OFFICIAL = WorkingCalendar(
    {one.day: one.is_working for one in official_days((2025, 2026))}, frozenset({2025, 2026})
)
_DAYS = st.dates(date(2025, 1, 1), date(2026, 9, 30))


def _plain(day: date) -> bool:
    return day.weekday() < 5


@pytest.mark.parametrize(
    ("days", "answer"), [(5, date(2025, 10, 10)), (7, date(2025, 10, 13)), (0, date(2025, 9, 26))]
)
def test_holidays_and_worked_weekends_count_as_published(days: int, answer: date) -> None:
    """Received on Friday 26 September 2025: 28 September and 11 October are worked."""
    assert last_day(date(2025, 9, 26), days, (), _OFFICIAL.is_working) == answer


def test_a_clock_stands_still_while_the_applicant_completes() -> None:
    """Submitted Mon 3 Nov, returned Wed 5, completed Mon 17, five days: 4, 5, 18, 19, 20 Nov."""
    start, still = date(2025, 11, 3), Still(date(2025, 11, 5), date(2025, 11, 17))
    assert last_day(start, 5, (), _OFFICIAL.is_working) == date(2025, 11, 10)
    assert last_day(start, 5, (still,), _OFFICIAL.is_working) == date(2025, 11, 20)
    assert days_used(start, date(2025, 11, 17), (still,), _OFFICIAL.is_working) == 2


def test_an_open_pause_leaves_no_last_day() -> None:
    reading = read_clock(
        date(2025, 11, 3), 5, (Still(date(2025, 11, 5)),), _OFFICIAL.is_working, date(2025, 12, 1)
    )
    assert (reading.due_on, reading.still, reading.used, reading.left) == (None, True, 2, 3)
    assert not reading.overdue


def test_a_calendar_without_working_days_is_told() -> None:
    with pytest.raises(Problem, match="No working day"):
        last_day(date(2025, 11, 3), 1, (), lambda _: False)
    with pytest.raises(Problem, match="not negative"):
        last_day(date(2025, 11, 3), -1, (), _plain)


@given(_DAYS, st.integers(0, 40))
def test_without_pauses_it_is_the_calendars_own_deadline(start: date, days: int) -> None:
    assert last_day(start, days, (), _OFFICIAL.is_working) == _OFFICIAL.deadline(start, days).day


@given(_DAYS, st.integers(1, 30), st.integers(0, 60), st.integers(0, 60))
def test_a_pause_adds_exactly_the_working_days_it_holds(
    start: date, days: int, until: int, length: int
) -> None:
    first = start + timedelta(days=until)
    still = Still(first, first + timedelta(days=length))
    plain = last_day(start, days, (), _OFFICIAL.is_working)
    paused = last_day(start, days, (still,), _OFFICIAL.is_working)
    assert plain is not None
    assert paused is not None
    assert paused >= plain
    assert days_used(start, paused, (still,), _OFFICIAL.is_working) == days
    if first >= plain:
        assert paused == plain
    else:
        held = days_used(first, first + timedelta(days=length), (), _OFFICIAL.is_working)
        assert days_used(start, paused, (), _OFFICIAL.is_working) == days + held


@given(_DAYS, st.integers(1, 30), st.integers(0, 120))
def test_a_clock_is_overdue_only_past_its_last_day(start: date, days: int, later: int) -> None:
    today = start + timedelta(days=later)
    reading = read_clock(start, days, (), _OFFICIAL.is_working, today)
    assert reading.due_on is not None
    assert reading.overdue == (
        today > reading.due_on and days_used(reading.due_on, today, (), _OFFICIAL.is_working) > 0
    )
    assert reading.used + reading.left == days


@given(_DAYS, st.integers(1, 5))
def test_a_term_of_years_ends_the_day_before(day: date, years: int) -> None:
    after = years_later(day, years) + timedelta(days=1)
    assert (after.month, after.day) == (day.month, day.day)
    assert after.year == day.year + years
    assert years_later(date(2024, 2, 29), 2) == date(2026, 2, 27)
    assert years_later(date(2026, 3, 1), 2) == date(2028, 2, 29)


def test_the_checklist_of_stations_has_its_26_items_in_five_groups() -> None:
    checklist = checklist_for("station_licence", date(2026, 1, 1))
    assert [item.number for item in checklist.items] == list(range(1, 27))
    assert [len(group.items) for group in checklist.groups] == [3, 4, 5, 3, 11]
    with pytest.raises(LookupError):
        checklist_for("farm", date(2026, 1, 1))
    assert all(one.source and one.status != "official" for one in CHECKLISTS.values())


def test_findings_are_weighed_by_the_severest() -> None:
    found = {9: Answer("no", "serious"), 6: Answer("no", "minor"), 1: Answer("yes")}
    assert failed(found) == (6, 9)
    assert heaviest(found) == "serious"
    assert heaviest({6: Answer("no", "minor")}) == "minor"
    assert heaviest({1: Answer("yes")}) == ""


def test_what_an_application_lacks_names_its_article() -> None:
    form = form_for("station_licence", "new", date(2026, 1, 1))
    everything = {field.key: "1" if field.kind == "number" else "张三" for field in form.fields}
    everything |= {"legal_phone": "13800000000", "manager_phone": "0953-2012345"}
    materials = {one.key for one in form.materials}
    assert lacks(form, everything, materials) == ()
    wrong = {**everything, "daily_intake_kg": "-3", "manager_phone": "12", "address": " "}
    found = {one.key: one for one in lacks(form, wrong, materials - {"rules"})}
    assert set(found) == {"daily_intake_kg", "manager_phone", "address", "rules"}
    assert found["rules"].article == "条例第二十条第六项"
    assert all(one.article for one in found.values())
    assert len(FORMS) == 6
