"""Long work of breeding: the evaluation, asked for by a person or on a day of every month."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from milkshed.breeding.actions.runs import KIND, open_run
from milkshed.breeding.mating_jobs import PLAN as PLAN
from milkshed.breeding.models import EvaluationRun
from milkshed.breeding.rules import BreedingRules
from milkshed.kernel.periods import Month
from milkshed.kernel.text import Text
from milkshed.platform.jobs import Progress, every_night, runs
from milkshed.platform.models import Organisation

MONTHLY = "breeding.monthly_run"


@runs(KIND)
def evaluation(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Compute the run of ``run``; a resumed job goes on after the last finished stage."""
    run = EvaluationRun.objects.get(pk=arguments["run"])
    return _evaluate(progress, run)


def _evaluate(progress: Progress, run: EvaluationRun) -> Mapping[str, Any]:
    # only now: it brings numerical libraries along, and every process knows the jobs
    from milkshed.breeding.actions.evaluation.stages import evaluate

    def tell(done: int, total: int, message: Text) -> None:
        progress.report(done, total, message)

    evaluate(run, tell, lambda stage: progress.checkpoint({"run": run.pk, "stage": stage}))
    return {"run": run.number, "cows": run.summary["cows"], "bulls": run.summary["bulls"]}


@runs(MONTHLY)
def monthly(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Evaluate where ``day`` is the day of the month on which that is done; once a month."""
    day = date.fromisoformat(arguments["day"])
    resumed = progress.start.get("run")
    if resumed is not None:
        return _evaluate(progress, EvaluationRun.objects.get(pk=resumed))
    centre = Organisation.objects.filter(kind="breeding_centre").order_by("pk").first()
    rules = BreedingRules.on(day)
    done = EvaluationRun.objects.filter(month=Month.of(day).first_day).exclude(state="rejected")
    if centre is None or day.day != rules.whole("run.day") or done.exists():
        return {"run": None}
    run = open_run(centre, day, synthetic=centre.synthetic)
    progress.checkpoint({"run": run.pk, "stage": ""})
    return _evaluate(progress, run)


every_night(MONTHLY, time(3, 10), lambda day: {"day": day.isoformat()})
