"""Long work of the plan: computing figures, reminding units, ending a month."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from milkshed.kernel.text import Text
from milkshed.plan.actions.bulletins.county_figures import compute_county_figures
from milkshed.plan.actions.figures import compute_figures
from milkshed.plan.actions.letters import remind
from milkshed.plan.actions.publishing import release_all
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

CLOSE_MONTH = "plan.month_end"


@runs(CLOSE_MONTH)
def _month_end(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """After a month's last day: its figures anew, those of each county, and new open data.

    ``on`` (ISO date) is the day of running; on any other day than the first of a month nothing is
    done, unless ``as_of`` names a month's end.
    """
    on = date.fromisoformat(arguments["on"])
    as_of = arguments.get("as_of")
    if on.day != 1 and not as_of:
        return {"skipped": on.isoformat()}
    last = date.fromisoformat(as_of) if as_of else on - timedelta(days=1)

    def tell(done: int, total: int) -> None:
        progress.report(done, total, Text("按县计算规划指标", "Computing figures by county"))

    return {
        "region": compute_figures(last).as_document(),
        "counties": compute_county_figures(last, tell=tell).as_document(),
        "released": release_all(on),
    }


# after the night's figures, once the month's last day is over
every_night(CLOSE_MONTH, time(3, 30), lambda today: {"on": today.isoformat()})
