"""The lists of a bulletin: lights at its end, overdue tasks, letters, contradictions."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from milkshed.plan.models import (
    ClosedPeriod,
    Contradiction,
    Indicator,
    LedgerItem,
    SupervisionLetter,
)
from milkshed.plan.queries.bulletins.readings import Period, Told
from milkshed.plan.science.lights import Light, light
from milkshed.platform.calendar.table import working_calendar


def current_indicators(codes: Collection[str] = ()) -> list[Indicator]:
    """The indicators of the plan in force, in its order, with their paths; all when none named."""
    found = Indicator.objects.filter(version__current=True).prefetch_related("milestones")
    if codes:
        found = found.filter(code__in=list(codes))
    return list(found)


def period_lights(
    indicators: Sequence[Indicator], told: Mapping[str, Told], period: Period
) -> dict[str, Light]:
    """The light of each indicator at the end of a period."""
    return {
        one.code: light(
            one.rule(list(one.milestones.all())),
            told[one.code].reading.value,
            period.last,
            told[one.code].reading.coverage,
        )
        for one in indicators
    }


@dataclass(frozen=True, slots=True)
class OverdueTask:
    """A task that was overdue at the end of a period, by working days."""

    item: LedgerItem
    days: int


@dataclass(frozen=True, slots=True)
class LedgerStanding:
    """How the ledger stood at the end of a period: counts, and the overdue tasks."""

    unfinished: int
    closed: int
    overdue: tuple[OverdueTask, ...]


def ledger_standing(period: Period, county: str = "") -> LedgerStanding:
    """The ledger at the end of a period, of one county where one is named."""
    items = LedgerItem.objects.filter(opened_on__lte=period.last).exclude(state="draft")
    if county:
        items = items.filter(Q(lead__division=county) | Q(support__division=county)).distinct()
    left = items.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=period.last))
    calendar = working_calendar()
    return LedgerStanding(
        unfinished=left.count(),
        closed=items.filter(closed_on__range=(period.first, period.last)).count(),
        overdue=tuple(
            OverdueTask(item, -calendar.days_left(period.last, item.due_on))
            for item in left.filter(due_on__lt=period.last)
            .select_related("lead")
            .order_by("due_on", "pk")
        ),
    )


def letters_of(period: Period, county: str = "") -> QuerySet[SupervisionLetter]:
    """The letters issued in a period, of one county where one is named."""
    found = SupervisionLetter.objects.filter(
        issued_on__range=(period.first, period.last), state__in=["issued", "answered"]
    ).select_related("unit", "item")
    if county:
        found = found.filter(unit__division=county)
    return found.order_by("issued_on", "pk")


def contradictions_of(codes: Collection[str]) -> list[Contradiction]:
    """The contradictions of the plan in force that concern any of the indicators."""
    return [
        one
        for one in Contradiction.objects.filter(version__current=True)
        if set(one.indicators) & set(codes)
    ]


def closed_months(months: Sequence[date]) -> set[date]:
    """Which of the months are closed."""
    return set(ClosedPeriod.objects.filter(month__in=months).values_list("month", flat=True))
