"""Long work of the ledger, every night and on demand."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from milkshed.kernel.clock import start_of_day
from milkshed.kernel.periods import DayRange
from milkshed.kernel.text import Text
from milkshed.ledger.balance.alarms import raise_balance_alarms
from milkshed.ledger.balance.findings import by_kind, find_imbalances
from milkshed.ledger.balance.tolerance import tolerance_on
from milkshed.ledger.capture.rebuilding import rebuild_vessel_states
from milkshed.ledger.log.alarms import raise_log_alarms
from milkshed.ledger.log.verification import verify_ledger
from milkshed.ledger.storage.recurrences import note_recurrences
from milkshed.platform.jobs import Progress, every_night, runs

BALANCE = "ledger.balance"
_LOOK_BACK_DAYS = 3  # papers and signals from the road come in up to three days late
_TELLING = Text("核对质量平衡", "Balancing all milk")


@runs(BALANCE)
def _balance(progress: Progress, arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    """Balance days ``first`` to ``last`` (ISO dates) one by one and raise what does not close.

    A day balanced again raises the same alarms again, so that a resumed run doubles nothing.
    """
    span = DayRange(date.fromisoformat(arguments["first"]), date.fromisoformat(arguments["last"]))
    kinds: dict[str, int] = dict(progress.start.get("kinds", {}))
    begin = date.fromisoformat(progress.start.get("next", span.first.isoformat()))
    for day in span:
        if day < begin:
            continue
        after = day + timedelta(days=1)
        found = find_imbalances(start_of_day(day), start_of_day(after), tolerance_on(day))
        raise_balance_alarms(found)
        for kind, count in by_kind(found).items():
            kinds[kind.code] = kinds.get(kind.code, 0) + count
        progress.report((after - span.first).days, span.days, _TELLING)
        progress.checkpoint({"next": after.isoformat(), "kinds": kinds})
    return {"findings": sum(kinds.values()), "kinds": kinds}


def _last_days(today: date) -> Mapping[str, Any]:
    return {
        "first": (today - timedelta(days=_LOOK_BACK_DAYS)).isoformat(),
        "last": (today - timedelta(days=1)).isoformat(),
    }


every_night(BALANCE, time(2, 10), _last_days)

VERIFY = "ledger.verify"
_VERIFYING = Text("核对账本是否被改动", "Verifying that nothing was altered")
_REPORT_EVERY = 50_000
_FINDINGS_KEPT = 50


@runs(VERIFY)
def _verify(progress: Progress, _: Mapping[str, Any]) -> Mapping[str, Any]:
    """Verify the whole ledger against its log, and raise an alarm per finding.

    A cancelled run begins anew: what was verified before could have been altered since.
    """
    told = 0

    def report(done: int, total: int) -> None:
        nonlocal told
        if done - told >= _REPORT_EVERY or done == total:
            told = done
            progress.report(done, total, _VERIFYING)
            progress.checkpoint({})

    found = verify_ledger(report)
    raise_log_alarms(found.findings[:_FINDINGS_KEPT])
    return {
        "sound": found.is_sound,
        "events": found.events,
        "redacted": found.redacted,
        "archived": found.archived,
        "checkpoints": found.checkpoints,
        "root": found.root.hex(),
        "count": found.count,
        "findings": [
            {"kind": one.kind.code, "zh": one.detail.zh, "en": one.detail.en}
            for one in found.findings[:_FINDINGS_KEPT]
        ],
    }


every_night(VERIFY, time(3, 20), lambda _: {})

VESSEL_STATES = "ledger.vessel_states"
_BUILDING = Text("重建容器状态", "Building the states of vessels")


@runs(VESSEL_STATES)
def _build_vessel_states(progress: Progress, _: Mapping[str, Any]) -> Mapping[str, Any]:
    """Build the states of vessels that events only name again, after their rule has changed."""
    return {
        "vessels": rebuild_vessel_states(
            lambda done, total: progress.report(done, total, _BUILDING)
        )
    }


NAMES = "ledger.note_names"


@runs(NAMES)
def _note_names(progress: Progress, _: Mapping[str, Any]) -> Mapping[str, Any]:
    """Note which older names occur in the segments that were closed since the last night."""
    return {"segments": note_recurrences()}


every_night(NAMES, time(1, 40), lambda _: {})
