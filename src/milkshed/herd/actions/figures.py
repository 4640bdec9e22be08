"""What a farm sets and types for its figures, and computing those kept for comparison."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from milkshed.herd.kpi_queries.board import herd_of
from milkshed.herd.models import Farm, FarmFigure, FarmWaitingPeriod, MonthAccount
from milkshed.herd.science import kpis
from milkshed.kernel.problems import INVALID, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of

_SHORTEST, _LONGEST = 20, 200
_HIGHEST_PRICE = Decimal(50)


def set_waiting_period(
    person: Person, farm: Farm, *, first_days: int | None, later_days: int | None, valid_from: date
) -> FarmWaitingPeriod:
    """Set the farm's voluntary waiting periods from a day on; what stood before stays on record."""
    require(person, "herd.set_targets")
    get_visible(Farm.objects.all(), scope_of(person), pk=farm.pk)
    for name, days in (("first_days", first_days), ("later_days", later_days)):
        if days is None or not _SHORTEST <= days <= _LONGEST:
            raise invalid(
                name,
                days,
                "range",
                f"自愿等待期应为{_SHORTEST}至{_LONGEST}天",
                f"A waiting period is {_SHORTEST} to {_LONGEST} days",
            )
    return FarmWaitingPeriod.objects.create(
        farm=farm,
        valid_from=valid_from,
        first_days=first_days or 0,
        later_days=later_days or 0,
        set_by=person,
    )


@dataclass(frozen=True, slots=True)
class AccountEntry:
    """A month's milk (kg), its price (yuan/kg), the feed cost (yuan), and where they stand."""

    month: date
    milk_kg: Decimal
    price_yuan_per_kg: Decimal
    feed_cost_yuan: Decimal
    source: str
    synthetic: bool = False


def enter_month_account(person: Person | None, farm: Farm, entry: AccountEntry) -> MonthAccount:
    """Enter or correct what a month brought and cost; the audit trail keeps what stood before."""
    if person is not None:
        require(person, "herd.set_targets")
        get_visible(Farm.objects.all(), scope_of(person), pk=farm.pk)
    faults = list(_account_faults(entry))
    if faults:
        raise Problem(INVALID, faults[0].message, faults)
    account, _ = MonthAccount.objects.update_or_create(
        farm=farm,
        month=entry.month.replace(day=1),
        defaults={
            "milk_kg": entry.milk_kg,
            "price_yuan_per_kg": entry.price_yuan_per_kg,
            "feed_cost_yuan": entry.feed_cost_yuan,
            "source": entry.source,
            "entered_by": person,
            "synthetic": entry.synthetic,
        },
    )
    return account


def _account_faults(entry: AccountEntry) -> Iterable[Fault]:
    if entry.month.replace(day=1) > timezone.localdate():
        yield Fault(
            "month", entry.month, "not-in-future", Text("月份还没有到", "This month is to come")
        )
    amounts = (
        ("milk_kg", entry.milk_kg, Decimal(10**9)),
        ("price_yuan_per_kg", entry.price_yuan_per_kg, _HIGHEST_PRICE),
        ("feed_cost_yuan", entry.feed_cost_yuan, Decimal(10**10)),
    )
    for name, value, most in amounts:
        if not 0 <= value <= most:
            yield Fault(
                name, value, "range", Text(f"应为0至{most}", f"It must lie between 0 and {most}")
            )
    if not entry.source.strip():
        yield Fault(
            "source", "", "required", Text("请写明依据（如结算单号）", "Say where this stands")
        )


def compute_figures(farm: Farm, last_days: Iterable[date]) -> int:
    """Compute and keep the farm's figures over the year up to each day; returns how many.

    Figures without denominator, or of what the farm does not record, are not kept; computing
    again replaces what stood for the day.
    """
    now, kept = timezone.now(), 0
    for last in last_days:
        herd, _ = herd_of(farm, last)
        rows = [
            FarmFigure(
                farm=farm,
                code=code,
                last_day=last,
                numerator=measure.numerator,
                denominator=measure.denominator,
                units=measure.units,
                version=kpis.VERSION,
                computed_at=now,
            )
            for code, measure in kpis.compute_all(herd).items()
            if measure.denominator > 0 and kpis.BY_CODE[code].is_told(herd)
        ]
        with transaction.atomic():
            FarmFigure.objects.filter(farm=farm, last_day=last).delete()
            FarmFigure.objects.bulk_create(rows)
        kept += len(rows)
    return kept
