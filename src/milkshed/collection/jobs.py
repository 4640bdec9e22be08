"""Long work of collection."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from milkshed.collection.actions.checks import find_sheets_without_load
from milkshed.collection.actions.watch import watch_licences
from milkshed.kernel.clock import start_of_day
from milkshed.kernel.periods import DayRange
from milkshed.platform.jobs import Progress, every_night, runs


@runs("collection.find_sheets_without_load")
def find_without_load(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Look through days ``first`` to ``last`` (ISO dates), one day at a time."""
    span = DayRange(date.fromisoformat(arguments["first"]), date.fromisoformat(arguments["last"]))
    found = int(progress.start.get("found", 0))
    begin = date.fromisoformat(progress.start.get("next", span.first.isoformat()))
    for day in span:
        if day < begin:
            continue
        after = day + timedelta(days=1)
        found += find_sheets_without_load(start_of_day(day), start_of_day(after))
        progress.report((after - span.first).days, span.days)
        progress.checkpoint({"next": after.isoformat(), "found": found})
    return {"found": found}


WATCH = "collection.watch_licences"


@runs(WATCH)
def watch(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Look after papers that end and clocks that run out, as of a ``day`` (ISO date)."""
    found = watch_licences(date.fromisoformat(arguments["day"]))
    progress.report(1, 1)
    return found


every_night(WATCH, time(1, 40), lambda today: {"day": today.isoformat()})
