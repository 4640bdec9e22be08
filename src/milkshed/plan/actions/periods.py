"""Months that are closed: nothing is reported for them any more."""

from datetime import date

from django.utils import timezone

from milkshed.kernel.problems import CONFLICT, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.plan.models import ClosedPeriod
from milkshed.platform.models import Person
from milkshed.platform.permissions import require


def close_period(person: Person, month: date, *, reason: str = "") -> ClosedPeriod:
    """Close the month that a day lies in; only a month that is over can be closed."""
    require(person, "plan.close_period")
    first = month.replace(day=1)
    if first >= timezone.localdate().replace(day=1):
        raise invalid(
            "month",
            first.isoformat(),
            "month-over",
            "本月尚未结束，不能关账",
            "The month is not over",
        )
    closed, made = ClosedPeriod.objects.get_or_create(
        month=first, defaults={"reason": reason.strip()[:200], "closed_by": person}
    )
    if not made:
        raise Problem(CONFLICT, Text("该月已关账", "The month is closed already"))
    return closed


def closed_period_fault(as_of: date) -> list[Fault]:
    """A fault where the day lies in a closed month; empty otherwise."""
    closed = ClosedPeriod.objects.filter(month=as_of.replace(day=1)).first()
    if closed is None:
        return []
    message = Text(
        f"{as_of.year}年{as_of.month}月已关账，不能再填报；更正请填报后一期并说明",
        f"{as_of:%Y-%m} is closed; report the correction in a later month and say so",
    )
    return [Fault("as_of", as_of.isoformat(), "closed-period", message)]
