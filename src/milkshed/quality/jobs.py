"""Long work of quality."""

from collections.abc import Mapping
from typing import Any

from milkshed.platform.jobs import Progress, every_hour, runs
from milkshed.quality.actions.held_moves import find_moves_of_held

WATCH = "quality.watch_holds"


@runs(WATCH)
def watch(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Look for milk on hold that was moved or used."""
    found = find_moves_of_held()
    progress.report(1, 1)
    return {"found": found}


every_hour(WATCH, 20)
