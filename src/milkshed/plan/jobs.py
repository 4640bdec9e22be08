"""Long work of the plan: computing all figures."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.utils import timezone

from milkshed.kernel.text import Text
from milkshed.plan.actions import compute_figures
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
