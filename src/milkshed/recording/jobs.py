"""Long work of milk recording: a month's figures of the region, and the population of a year."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from milkshed.kernel.periods import Month
from milkshed.kernel.text import Text
from milkshed.platform.jobs import Progress, every_night, runs

MONTH = "recording.compute_month"
POPULATION = "recording.fit_population"


@runs(MONTH)
def month_of_the_region(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Compute the ``month`` (2026-11) of all recorded farms; nothing where none is."""
    # only now: they bring numerical libraries along, and every process knows the jobs
    from milkshed.recording.actions.months import (
        compute_month,
        fit_region_population,
        recorded_places,
    )
    from milkshed.recording.queries import population_for

    month = Month.parse(arguments["month"])
    if not recorded_places():
        return {"lactations": 0}
    if population_for(month.first_day.year) is None:
        progress.report(0, 2, Text("估计本地群体参数", "Fitting the population"))
        fit_region_population(month.first_day.year, until=month.last_day)
    progress.report(1, 2, Text("计算泌乳期成绩", "Computing lactations"))
    done = compute_month(month)
    progress.report(2, 2)
    return {"lactations": done.run.lactations, "run": done.run.pk}


@runs(POPULATION)
def population_of_a_year(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Fit the population of a ``year`` from the test days there are."""
    from milkshed.recording.actions.months import fit_region_population

    stored = fit_region_population(int(arguments["year"]))
    progress.report(1, 1)
    return {"version": stored.version, "converged": stored.manifest["converged"]}


def _yesterday(today: date) -> dict[str, str]:
    return {"month": str(Month.of(today - timedelta(days=1)))}


every_night(MONTH, time(2, 20), _yesterday)
