"""Late payment and its interest. Pure: no I/O, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from milkshed.kernel.money import round_money

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Lateness:
    """How a debt stands on a day: yuan paid, still owed, paid by the due day, and interest.

    ``days_late`` counts from the due day to the day the debt was paid in full, or to the day
    asked while something is owed; zero when nothing was late.
    """

    paid_yuan: Decimal
    owed_yuan: Decimal
    in_time_yuan: Decimal
    days_late: int
    interest_yuan: Decimal


def lateness(
    amount_yuan: Decimal,
    due_on: date,
    payments: Iterable[tuple[date, Decimal]],
    as_of: date,
    interest_pct_per_day: Decimal,
) -> Lateness:
    """Simple interest on what is owed after the due day.

    Interest = Σ over days after ``due_on`` of the amount still owed that day × the daily rate,
    rounded half up to the fen once at the end. A payment counts from its own day on. 100,000
    yuan paid 40,000 after ten and 60,000 after twenty days at 0.05 % a day bear 500 + 300 = 800.
    """
    made = sorted((day, sum_) for day, sum_ in payments if day <= as_of)
    in_time = sum((sum_ for day, sum_ in made if day <= due_on), ZERO)
    owed, since = amount_yuan - in_time, due_on
    weighted = ZERO
    settled_on = due_on if owed <= 0 else None
    for day, sum_ in made:
        if day <= due_on:
            continue
        weighted += owed * (day - since).days
        owed, since = owed - sum_, day
        if owed <= 0:
            settled_on = day
    if owed > 0 and as_of > since:
        weighted += owed * (as_of - since).days
    end = settled_on if settled_on is not None else max(as_of, due_on)
    return Lateness(
        paid_yuan=amount_yuan - owed,
        owed_yuan=owed,
        in_time_yuan=in_time,
        days_late=(end - due_on).days,
        interest_yuan=round_money(weighted * interest_pct_per_day / 100),
    )


def due_day(delivered_on: date, term_days: int) -> date:
    """The last day to pay: the day of the period's last delivery plus the term."""
    return delivered_on + timedelta(days=term_days)
