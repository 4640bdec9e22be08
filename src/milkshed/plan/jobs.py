"""Long work of the plan: computing all figures."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.utils import timezone

from milkshed.kernel.text import Text
from milkshed.plan.actions.figures import compute_figures
from milkshed.plan.actions.letters import remind
from milkshed.platform.jobs import Progress, every_night, runs

COMPUTE = "plan.compute_figures"


@runs(COMPUTE)
def _compute(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Compute for ``as_of`` (ISO date), today when it is not given."""
    as_of = arguments.get("as_of")
    day = date.fromisoformat(as_of) if as_of else timezone.localdate()

    def tell(done: int, total: int) -> None:
        progress.report(done, total, Text("计算规划指标", "Computing the plan's indicators"))

    return compute_figures(day, tell=tell).as_document()


# after the night's mass balance
every_night(COMPUTE, time(2, 40), lambda today: {"as_of": today.isoformat()})

REMIND = "plan.remind"


@runs(REMIND)
def _remind(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Remind units of tasks for the day ``on`` (ISO date), today when it is not given."""
    on = arguments.get("on")
    return remind(date.fromisoformat(on) if on else timezone.localdate()).as_document()


# before the offices open
every_night(REMIND, time(7, 0), lambda today: {"on": today.isoformat()})
