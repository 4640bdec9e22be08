"""The mass balance of a period, as other rooms ask for it."""

from dataclasses import dataclass
from datetime import datetime

from milkshed.kernel.clock import SHANGHAI
from milkshed.ledger.balance.daily import DayBalance, place_days, vessel_days
from milkshed.ledger.balance.finding import Finding
from milkshed.ledger.balance.findings import find_imbalances
from milkshed.ledger.balance.tolerance import Tolerance, tolerance_on


@dataclass(frozen=True, slots=True)
class MassBalance:
    """What does not balance in a period, and the balance of each place and vessel by day."""

    start: datetime
    until: datetime
    tolerance: Tolerance
    findings: tuple[Finding, ...]
    places: tuple[DayBalance, ...]
    vessels: tuple[DayBalance, ...]


def mass_balance(
    start: datetime,
    until: datetime,
    *,
    tolerance: Tolerance | None = None,
) -> MassBalance:
    """Balance all milk of a period (``start`` included, ``until`` not).

    Limits are those in force on the first day unless given.
    """
    limits = tolerance or tolerance_on(start.astimezone(SHANGHAI).date())
    return MassBalance(
        start=start,
        until=until,
        tolerance=limits,
        findings=find_imbalances(start, until, limits),
        places=place_days(start, until),
        vessels=vessel_days(start, until),
    )
