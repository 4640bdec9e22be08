"""Evaluations started, reviewed and approved by two people, published, rolled back."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from milkshed.breeding.flow import RUN_FLOW
from milkshed.breeding.models import EvaluationRun
from milkshed.breeding.queries.catalogue import PUBLISHED
from milkshed.kernel.periods import Month
from milkshed.kernel.problems import CONFLICT, Problem, invalid, require_reason
from milkshed.kernel.text import Text
from milkshed.platform.jobs import resume_job, start_job
from milkshed.platform.models import Job, Organisation, Person, Transition
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of

KIND = "breeding.evaluate"


def open_run(
    centre: Organisation, cut_on: date, *, person: Person | None = None, synthetic: bool = False
) -> EvaluationRun:
    """Enter a run of a month, to be computed; numbered by month and serial: 2026-11-1, ….

    Raises a problem where a run of the centre is being computed.
    """
    if person is not None:
        require(person, "breeding.start_run")
    if cut_on > timezone.localdate():
        raise invalid("cut_on", cut_on, "day", "数据截止日期在将来", "The cut is in the future")
    month = Month.of(cut_on)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=centre.pk)
        runs = EvaluationRun.objects.filter(centre=centre)
        busy = runs.filter(state="computing").first()
        if busy is not None:
            message = Text(f"{busy.number}期还在计算", f"Run {busy.number} is being computed")
            raise Problem(CONFLICT, message)
        serial = EvaluationRun.objects.filter(month=month.first_day).count() + 1
        run = EvaluationRun.objects.create(
            number=f"{month}-{serial}",
            month=month.first_day,
            centre=centre,
            cut_on=cut_on,
            started_by=person,
            synthetic=synthetic,
        )
        if person is not None:
            Transition.objects.create(
                subject=RUN_FLOW.subject, subject_id=run.pk, verb="breeding.start_run",
                source="", target="computing", person=person,
            )  # fmt: skip
    return run


def start_run(
    centre: Organisation, cut_on: date, *, person: Person | None = None, synthetic: bool = False
) -> EvaluationRun:
    """Enter a run and queue its computation."""
    with transaction.atomic():
        run = open_run(centre, cut_on, person=person, synthetic=synthetic)
        run.job = start_job(KIND, {"run": run.pk}, person)
        run.save(update_fields=["job"])
    return run


def resume_run(person: Person, run_id: int) -> EvaluationRun:
    """Let a run whose computation failed or was stopped go on after its last finished stage."""
    require(person, "breeding.start_run")
    with transaction.atomic():
        run = _locked(person, run_id)
        if run.state != "computing":
            raise Problem(CONFLICT, Text("该期已算完", "The run is computed already"))
        job: Job | None = run.job
        if job is None or job.state == "done":
            run.job = start_job(KIND, {"run": run.pk}, person)
            run.save(update_fields=["job"])
        else:
            resume_job(job)
    return run


STEPS = {
    "review": "breeding.review_run",
    "approve": "breeding.approve_run",
    "publish": "breeding.publish_run",
    "reject": "breeding.reject_run",
    "ask-rollback": "breeding.ask_rollback",
    "keep": "breeding.keep_published",
    "rollback": "breeding.roll_back",
}
WANT_WORDS = ("reject", "ask-rollback", "keep")


def move_run(person: Person, run_id: int, step: str, opinion: str = "") -> EvaluationRun:
    """Review, approve, publish, reject or roll back a run.

    Two people who neither started it nor did the step before review and approve. Publishing takes
    the place of the run published until then; rolling back gives it the place again. Rejecting
    and asking for a roll-back want a reason.
    """
    if step not in STEPS:
        raise invalid("step", step, "choice", "没有该步骤", "There is no such step")
    if step in WANT_WORDS:
        require_reason(opinion, "请填写理由", "Give the reason", field="opinion")
    with transaction.atomic():
        run = _locked(person, run_id)
        RUN_FLOW.check(run, STEPS[step], person)
        if step == "publish":
            _take_place(run)
        elif step == "rollback":
            _one_to_go_back_to(run)
        else:
            RUN_FLOW.perform(run, STEPS[step], person, opinion=opinion)
            return run
        RUN_FLOW.perform(run, STEPS[step], person, opinion=opinion, also=("published_at",))
        if step == "rollback":
            _restore(run)
    return run


def _take_place(run: EvaluationRun) -> None:
    others = EvaluationRun.objects.select_for_update(of=("self",)).filter(
        centre=run.centre_id, state__in=PUBLISHED
    )
    for other in others:
        other.state = "superseded"
        other.save(update_fields=["state"])
    run.published_at = timezone.now()


def earlier_run(run: EvaluationRun) -> EvaluationRun | None:
    """The run that comes back when this one is rolled back."""
    found = EvaluationRun.objects.filter(centre=run.centre_id, state="superseded")
    return found.exclude(pk=run.pk).order_by("-published_at").first()


def _one_to_go_back_to(run: EvaluationRun) -> None:
    if earlier_run(run) is None:
        raise Problem(
            CONFLICT,
            Text("没有可恢复的上一期", "There is no earlier run to go back to"),
        )


def _restore(run: EvaluationRun) -> None:
    earlier = earlier_run(run)
    assert earlier is not None
    earlier.state = "published"
    earlier.save(update_fields=["state"])


def _locked(person: Person, run_id: int) -> EvaluationRun:
    rows = EvaluationRun.objects.select_for_update(of=("self",))
    return get_visible(rows, scope_of(person), pk=run_id)
