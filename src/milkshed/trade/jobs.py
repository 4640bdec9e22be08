"""Long work of trade: every night the facts of the day go into the credit files."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from milkshed.platform.jobs import Progress, every_night, runs
from milkshed.trade.actions.credit_signals import gather_signals, note_signals
from milkshed.trade.queries.contract_signals import (
    contracts_kept_too_little,
    failed_mediations,
    late_payments,
)

SIGNALS = "trade.gather_signals"
_LOOK_BACK_DAYS = 3  # refusals and reports come in up to three days late
_LATE_DAYS = 180  # a payment becomes a signal long after it was due


@runs(SIGNALS)
def _gather(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Note what happened on days ``first`` to ``last`` (ISO dates); a fact is noted once.

    Contracts kept too little are judged by whole months, late payments and failed mediations of
    the last half year are looked at again.
    """
    first, last = date.fromisoformat(arguments["first"]), date.fromisoformat(arguments["last"])
    noted = gather_signals(first, last)
    progress.report(1, 3)
    since = last - timedelta(days=_LATE_DAYS)
    noted += note_signals([*late_payments(since, last, last), *failed_mediations(since, last)])
    progress.report(2, 3)
    end = last.replace(day=1) - timedelta(days=1)
    noted += note_signals(contracts_kept_too_little(end.replace(day=1), end))
    progress.report(3, 3)
    return {"noted": noted}


def _last_days(today: date) -> Mapping[str, Any]:
    return {
        "first": (today - timedelta(days=_LOOK_BACK_DAYS)).isoformat(),
        "last": (today - timedelta(days=1)).isoformat(),
    }


every_night(SIGNALS, time(3, 20), _last_days)
