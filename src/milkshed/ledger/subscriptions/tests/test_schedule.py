"""Schedules: the standard's fields, cron's spellings, and what is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.kernel.clock import SHANGHAI, at_shanghai
from milkshed.kernel.problems import Problem
from milkshed.ledger.subscriptions.schedule import read_schedule

SATURDAY = datetime(2026, 11, 28, 19, 0, 0, 500_000, tzinfo=SHANGHAI)


def _runs(count: int, start: datetime = SATURDAY, **fields: object) -> list[str]:
    schedule = read_schedule(fields)
    moments = []
    for _ in range(count):
        start = schedule.next_after(start)
        moments.append(start.astimezone(SHANGHAI).isoformat(sep=" ")[:19])
    return moments


def test_the_example_of_the_standard_runs_once_a_day() -> None:
    assert _runs(2, hour="1", minute="5") == ["2026-11-29 01:05:00", "2026-11-30 01:05:00"]


@pytest.mark.parametrize(
    ("fields", "first", "second"),
    [
        ({"second": "0/30"}, "2026-11-28 19:00:30", "2026-11-28 19:01:00"),
        ({"second": "*"}, "2026-11-28 19:00:01", "2026-11-28 19:00:02"),
        ({"minute": "[10-11],30"}, "2026-11-28 19:10:00", "2026-11-28 19:11:00"),
        ({"minute": "*/20"}, "2026-11-28 19:20:00", "2026-11-28 19:40:00"),
        ({"dayOfWeek": 1}, "2026-11-30 00:00:00", "2026-12-07 00:00:00"),
        ({"dayOfWeek": "7", "hour": 8}, "2026-11-29 08:00:00", "2026-12-06 08:00:00"),
        ({"dayOfMonth": 31}, "2026-12-31 00:00:00", "2027-01-31 00:00:00"),
        ({"month": "2"}, "2027-02-01 00:00:00", "2028-02-01 00:00:00"),
        # both days must match, which cron itself would not ask for
        ({"dayOfMonth": 1, "dayOfWeek": 1}, "2027-02-01 00:00:00", "2027-03-01 00:00:00"),
    ],
)
def test_fields_in_chinese_civil_time(fields: dict[str, object], first: str, second: str) -> None:
    assert _runs(2, **fields) == [first, second]


@pytest.mark.parametrize(
    ("fields", "field", "rule"),
    [
        ({}, "schedule", "empty-schedule"),
        ({"second": "60"}, "schedule.second", "schedule-field"),
        ({"dayOfWeek": "0"}, "schedule.dayOfWeek", "schedule-field"),
        ({"hour": "[9-8]"}, "schedule.hour", "schedule-field"),
        ({"hour": "1,,2"}, "schedule.hour", "schedule-field"),
        ({"hour": "*/0"}, "schedule.hour", "schedule-field"),
        ({"hour": True}, "schedule.hour", "schedule-field"),
        ({"hour": ["1"]}, "schedule.hour", "schedule-field"),
        ({"minute": "L"}, "schedule.minute", "schedule-field"),
        ({"year": "2026"}, "schedule.year", "unknown-field"),
        ({"dayOfMonth": "30", "month": "2"}, "schedule", "never"),
    ],
)
def test_what_is_no_schedule_is_refused(fields: dict[str, object], field: str, rule: str) -> None:
    with pytest.raises(Problem) as refused:
        read_schedule(fields)
    fault = refused.value.faults[0]
    assert refused.value.kind.slug == "epcisException:SubscriptionControlsException"
    assert (fault.field, fault.rule) == (field, rule)


@given(
    seconds=st.integers(0, 20 * 365 * 86_400),
    second=st.integers(0, 59),
    minute=st.integers(0, 59),
    hour=st.integers(0, 23),
)
def test_a_daily_run_comes_once_within_every_day(
    seconds: int, second: int, minute: int, hour: int
) -> None:
    schedule = read_schedule({"second": second, "minute": minute, "hour": hour})
    moment = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    following = schedule.next_after(moment)
    assert timedelta(0) < following - moment <= timedelta(days=1)
    local = following.astimezone(SHANGHAI)
    assert following == at_shanghai(local.date(), hour, minute, second)
