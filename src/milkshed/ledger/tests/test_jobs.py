"""The nightly balance: queued by the clock, run by the real worker, resumed by day."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app as queue

from milkshed.ledger.facade import capture_document
from milkshed.ledger.jobs import BALANCE
from milkshed.ledger.rules import ROWS
from milkshed.ledger.tests import chain
from milkshed.platform.jobs import perform, start_job
from milkshed.platform.models import Alarm, Job
from milkshed.platform.rule_book import load_rules

DAY = "2026-01-05"


@pytest.fixture
def work_off(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let the real worker do all that is queued; its threads keep no connection open."""
    monkeypatch.setitem(connection.settings_dict, "CONN_MAX_AGE", 0)
    return _work_off


def _work_off() -> None:
    with queue.replace_connector(queue.connector.get_worker_connector()):
        queue.run_worker(wait=False, listen_notify=False, install_signal_handlers=False)


def _watered_day() -> None:
    load_rules(ROWS)
    events = chain.day_of_milk()
    at = chain.MORNING + timedelta(hours=4)
    events[7] = chain.mixing("unloading", {"L1": 11e3}, {"Z1": 11e3}, at, chain.PLANT)
    assert capture_document(chain.document(events)).success


@pytest.mark.django_db(transaction=True)
def test_the_worker_balances_the_days_asked_for(work_off: Callable[[], None]) -> None:
    _watered_day()
    job = start_job(BALANCE, {"first": DAY, "last": "2026-01-06"})
    work_off()
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 2, 2)
    assert job.result["kinds"]["excess_receipt"] == 1
    assert Alarm.objects.filter(kind="mass_balance").count() == job.result["findings"]


@pytest.mark.django_db(transaction=True)
def test_at_night_the_worker_queues_and_runs_the_last_days(
    work_off: Callable[[], None],
) -> None:
    night = datetime(2026, 1, 7, 18, 10, tzinfo=UTC)
    queue.tasks[f"milkshed.every_night.{BALANCE}"].defer(timestamp=int(night.timestamp()))
    work_off()
    # the worker also catches up on the nights that passed while none ran
    job = Job.objects.get(kind=BALANCE, arguments__last="2026-01-07")
    assert job.arguments == {"first": "2026-01-05", "last": "2026-01-07"}
    assert (job.state, job.done) == ("done", 3)


@pytest.mark.parametrize(
    ("kind", "hour", "minute"), [("ledger.balance", 18, 10), ("plan.compute_figures", 18, 40)]
)
def test_the_schedule_is_kept_in_utc(kind: str, hour: int, minute: int) -> None:
    (task,) = (t for t in queue.periodic_registry.periodic_tasks.values() if t.periodic_id == kind)
    after = datetime(2026, 1, 7, 0, 0, tzinfo=UTC)
    next_time = task.croniter.get_next(float, start_time=after.timestamp())
    assert datetime.fromtimestamp(next_time, UTC) == after.replace(hour=hour, minute=minute)


@pytest.mark.django_db
def test_an_interrupted_balance_goes_on_with_the_next_day(monkeypatch: Any) -> None:
    _watered_day()
    job = Job.objects.create(kind=BALANCE, arguments={"first": DAY, "last": "2026-01-07"})
    asked: list[date] = []

    def limits(day: date) -> Any:
        asked.append(day)
        if len(asked) == 2:
            raise RuntimeError("the machine stopped")
        return original(day)

    from milkshed.ledger import jobs

    original = jobs.tolerance_on
    monkeypatch.setattr(jobs, "tolerance_on", limits)
    assert perform(job).state == "failed"
    job.state = "queued"
    job.save()
    done = perform(job)
    assert done.state == "done"
    assert asked == [date(2026, 1, 5), date(2026, 1, 6), date(2026, 1, 6), date(2026, 1, 7)]
    assert done.result["kinds"]["excess_receipt"] == 1


@pytest.mark.django_db
def test_days_in_the_wrong_order_end_the_job_with_a_reason() -> None:
    job = Job.objects.create(kind=BALANCE, arguments={"first": "2026-01-06", "last": DAY})
    done = perform(job)
    assert done.state == "failed"
    assert done.message_zh
