from collections.abc import Mapping
from typing import Any

import pytest

from milkshed.kernel.problems import Problem
from milkshed.platform.jobs import Progress, cancel_job, perform, resume_job, runs
from milkshed.platform.models import Job

STEPS = 5


@runs("test.count")
def _count(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    for step in range(progress.start.get("step", 0), STEPS):
        if step == arguments.get("fails_at") and "mended" not in arguments:
            raise RuntimeError("the disk is full")
        if step == arguments.get("cancelled_at"):
            Job.objects.filter(kind="test.count").update(cancel_requested=True)
        progress.report(step + 1, STEPS)
        progress.checkpoint({"step": step + 1})
    return {"steps": STEPS - progress.start.get("step", 0) if progress.start else STEPS}


def _queued(**arguments: object) -> Job:
    return Job.objects.create(kind="test.count", arguments=arguments)


@pytest.mark.django_db
def test_a_job_runs_to_its_end() -> None:
    job = perform(_queued())
    assert (job.state, job.done, job.total) == ("done", STEPS, STEPS)
    assert job.finished_at is not None


@pytest.mark.django_db
def test_a_failed_job_tells_why_and_resumes_from_its_checkpoint() -> None:
    job = perform(_queued(fails_at=3))
    assert job.state == "failed"
    assert "the disk is full" in job.message_en
    assert job.checkpoint == {"step": 3}
    Job.objects.filter(pk=job.pk).update(arguments={"fails_at": 3, "mended": True})
    resume_job(job)
    job.refresh_from_db()
    assert perform(job).state == "done"


@pytest.mark.django_db
def test_a_cancelled_job_stops_at_its_next_checkpoint() -> None:
    job = perform(_queued(cancelled_at=2))
    assert (job.state, job.checkpoint) == ("cancelled", {"step": 3})


@pytest.mark.django_db
def test_a_finished_job_can_be_neither_cancelled_nor_resumed() -> None:
    job = perform(_queued())
    with pytest.raises(Problem):
        cancel_job(job)
    with pytest.raises(Problem):
        resume_job(job)


@pytest.mark.django_db
def test_a_job_is_run_once_even_when_two_workers_claim_it() -> None:
    job = _queued()
    perform(job)
    finished = job.finished_at
    assert perform(Job.objects.get(pk=job.pk)).finished_at == finished
