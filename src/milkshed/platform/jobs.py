"""Long work in the background: queued in PostgreSQL, with progress, cancel and resume.

A room registers a runner under a kind. The runner gets a :class:`Progress`; it reports what
is done, keeps a checkpoint, and asks :meth:`Progress.checkpoint` between portions, which
stops the job when a person cancelled it. A resumed job starts from its last checkpoint.
"""

import traceback
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app as queue

from milkshed.kernel.clock import at_shanghai, shanghai_day
from milkshed.kernel.problems import CONFLICT, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Job, Person

Runner = Callable[["Progress", Mapping[str, Any]], Mapping[str, Any]]

_RUNNERS: dict[str, Runner] = {}


class Cancelled(Exception):
    """A person asked the job to stop."""


def runs(kind: str) -> Callable[[Runner], Runner]:
    """Register the function that does jobs of a kind."""

    def register(runner: Runner) -> Runner:
        _RUNNERS[kind] = runner
        return runner

    return register


def every_night(kind: str, at: time, arguments: Callable[[date], Mapping[str, Any]]) -> None:
    """Queue a job of a kind every night at a time of day in Shanghai.

    ``arguments`` makes the job's arguments from the day on which it is queued. However many
    workers run, the database lets one of them queue it.
    """
    # the queue reads schedules in UTC; China keeps +08:00 all year
    utc = at_shanghai(date(2026, 1, 1), at.hour, at.minute)

    @queue.periodic(cron=f"{utc.minute} {utc.hour} * * *", periodic_id=kind)
    @queue.task(name=f"milkshed.every_night.{kind}")
    def queue_up(timestamp: int) -> None:
        start_job(kind, arguments(shanghai_day(datetime.fromtimestamp(timestamp, UTC))))


def every_hour(kind: str, minute: int) -> None:
    """Queue a job of a kind without arguments every hour at a minute."""

    @queue.periodic(cron=f"{minute} * * * *", periodic_id=kind)
    @queue.task(name=f"milkshed.every_hour.{kind}")
    def queue_up(timestamp: int) -> None:
        start_job(kind, {})


class Progress:
    """The hand a runner holds: tells people how far it is, remembers where to go on."""

    def __init__(self, job: Job) -> None:
        self._job = job

    @property
    def start(self) -> dict[str, Any]:
        """The checkpoint of an earlier, interrupted run; empty at the first."""
        return dict(self._job.checkpoint)

    def report(self, done: int, total: int, message: Text | None = None) -> None:
        """Tell how much is done."""
        self._job.done, self._job.total = done, total
        if message is not None:
            self._job.message_zh, self._job.message_en = message.zh, message.en
        self._job.save(update_fields=["done", "total", "message_zh", "message_en"])

    def checkpoint(self, state: Mapping[str, Any]) -> None:
        """Remember where to resume, and stop here when a person cancelled the job."""
        self._job.checkpoint = dict(state)
        self._job.save(update_fields=["checkpoint"])
        if Job.objects.filter(pk=self._job.pk, cancel_requested=True).exists():
            raise Cancelled


def start_job(kind: str, arguments: Mapping[str, Any], person: Person | None = None) -> Job:
    """Queue a job; it is picked up once the caller's transaction has committed."""
    job = Job.objects.create(kind=kind, arguments=dict(arguments), created_by=person)
    _queue_up(job)
    return job


def cancel_job(job: Job) -> None:
    """Ask a queued or running job to stop at its next checkpoint."""
    updated = Job.objects.filter(pk=job.pk, state__in=["queued", "running"]).update(
        cancel_requested=True
    )
    if not updated:
        raise Problem(CONFLICT, Text("任务已结束", "The job has already ended"))


def resume_job(job: Job) -> None:
    """Queue a failed or cancelled job again; it goes on from its checkpoint."""
    with transaction.atomic():
        updated = Job.objects.filter(pk=job.pk, state__in=["failed", "cancelled"]).update(
            state="queued", cancel_requested=False, finished_at=None
        )
        if not updated:
            raise Problem(CONFLICT, Text("任务不能续办", "The job cannot be resumed"))
        _queue_up(job)


def _queue_up(job: Job) -> None:
    transaction.on_commit(lambda: run_queued_job.defer(job_id=str(job.pk)))


@queue.task(name="milkshed.run_job")
def run_queued_job(job_id: str) -> None:
    """Run one queued job to its end; what it raises is stored with it."""
    perform(Job.objects.get(pk=job_id))


def perform(job: Job) -> Job:
    """Run a job here and now and store how it ended."""
    claimed = Job.objects.filter(pk=job.pk, state="queued").update(
        state="running", started_at=timezone.now()
    )
    job.refresh_from_db()
    if not claimed:
        return job
    try:
        result = _RUNNERS[job.kind](Progress(job), job.arguments)
    except Cancelled:
        job.state = "cancelled"
    except Problem as problem:
        job.state, job.message_zh, job.message_en = "failed", problem.detail.zh, problem.detail.en
    except Exception as error:  # noqa: BLE001 - whatever a runner raises must end the job visibly
        job.state, job.message_zh = "failed", f"内部错误：{error}"[:300]
        job.message_en = f"Internal error: {error}"[:300]
        job.result = {"traceback": traceback.format_exc()}
    else:
        job.state, job.result = "done", dict(result)
    job.finished_at = timezone.now()
    job.save()
    return job
