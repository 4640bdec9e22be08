"""Long work of the herd: every night the key figures up to the last month's end are computed."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from milkshed.herd.actions.figures import compute_figures
from milkshed.herd.models import Farm
from milkshed.platform.jobs import Progress, every_night, runs

FIGURES = "herd.compute_figures"


@runs(FIGURES)
def _compute(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Figures of every open farm up to ``last_day`` (ISO date); goes on where it was stopped."""
    last = date.fromisoformat(arguments["last_day"])
    done = int(progress.start.get("done", 0))
    farms = list(Farm.objects.filter(closed_on__isnull=True).order_by("pk"))
    kept = int(progress.start.get("kept", 0))
    for number, farm in enumerate(farms[done:], start=done + 1):
        kept += compute_figures(farm, [last])
        progress.report(number, len(farms))
        progress.checkpoint({"done": number, "kept": kept})
    return {"figures": kept, "farms": len(farms)}


def month_end_before(day: date) -> date:
    """The last day of the month before a day's month."""
    return day.replace(day=1) - timedelta(days=1)


every_night(FIGURES, time(2, 40), lambda today: {"last_day": month_end_before(today).isoformat()})
