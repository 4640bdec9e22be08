"""Cows to breed, to check, to dry off, near and after calving."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import F, Q
from django.db.models.functions import Greatest

from milkshed.herd.models import (
    Farm,
    PenPurpose,
)
from milkshed.herd.waiting import waiting_period_of
from milkshed.herd.worklists.items import Limits, WorkItem, cows_of, day_span
from milkshed.kernel.text import Text

_LATE_CALVING = timedelta(days=30)


def fresh(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    today, days = limits.today, limits.value("fresh.days", 10)
    found = cows_of(farm).filter(
        last_calving_date__gte=today - day_span(days), last_calving_date__lte=today, parity__gt=0
    )
    for cow in found.order_by("last_calving_date", "pk"):
        since = (today - cow.last_calving_date).days if cow.last_calving_date else 0
        yield WorkItem(cow, today, Text(f"产后第{since}天", f"Day {since} after calving"))


def heats(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    today, (low, high) = limits.today, limits.span("heat.return", 18, 24)
    found = (
        cows_of(farm)
        .filter(pregnant=False, do_not_breed=False)
        .annotate(last=Greatest("heat_on", "bred_on"))
        .filter(last__range=(today - day_span(high), today - day_span(low)))
    )
    for cow in found.order_by("last", "pk"):
        last = max(day for day in (cow.heat_on, cow.bred_on) if day)
        days = (today - last).days
        served = last == cow.bred_on
        yield WorkItem(
            cow,
            last + day_span(21),
            Text(
                f"距上次{'配种' if served else '发情'}{days}天",
                f"{days} days after {'service' if served else 'heat'}",
            ),
        )


def to_breed(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    today = limits.today
    waiting = waiting_period_of(farm, today, limits.rules)
    age = limits.value("first_service.age", 420)
    ready = (
        Q(parity=1, last_calving_date__lte=today - day_span(waiting.first))
        | Q(parity__gt=1, last_calving_date__lte=today - day_span(waiting.later))
        | Q(parity=0, birth_date__lte=today - day_span(age))
    )
    in_heat = Q(heat_on__gte=today - day_span(1)) & (
        Q(bred_on__isnull=True) | Q(bred_on__lt=F("heat_on"))
    )
    found = cows_of(farm).filter(
        ready,
        in_heat | Q(bred_on__isnull=True),
        dry_on__isnull=True,
        pregnant=False,
        do_not_breed=False,
    )
    for cow in found.order_by("-heat_on", "last_calving_date", "birth_date", "pk"):
        if cow.heat_on and cow.heat_on >= today - day_span(1):
            day = "今天" if cow.heat_on == today else "昨天"
            reason = Text(f"{day}发情", "In heat " + ("today" if day == "今天" else "yesterday"))
            yield WorkItem(cow, cow.heat_on, reason)
        elif cow.last_calving_date:
            days = (today - cow.last_calving_date).days
            due = cow.last_calving_date + day_span(
                waiting.first if cow.parity == 1 else waiting.later
            )
            yield WorkItem(
                cow, due, Text(f"产后{days}天未配", f"{days} days after calving, not served")
            )
        else:
            months = (today - cow.birth_date).days // 30
            yield WorkItem(
                cow,
                cow.birth_date + day_span(age),
                Text(f"{months}月龄未配", f"{months} months old, not served"),
            )


def checks(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    today, after = limits.today, limits.value("pregnancy_check.after", 30)
    first = Q(pregnant=False, bred_on__lte=today - day_span(after)) & (
        Q(checked_on__isnull=True) | Q(checked_on__lte=F("bred_on"))
    )
    low, high = limits.span("pregnancy_check.again", 60, 90)
    again = Q(
        pregnant=True, conceived_on__range=(today - day_span(high), today - day_span(low))
    ) & Q(checked_on__lt=F("conceived_on") + day_span(low))
    for cow in cows_of(farm).filter(first | again).order_by("bred_on", "pk"):
        if cow.pregnant and cow.conceived_on:
            days = (today - cow.conceived_on).days
            yield WorkItem(
                cow,
                cow.conceived_on + day_span(low),
                Text(f"孕{days}天复检", f"{days} days pregnant: confirm again"),
            )
        elif cow.bred_on:
            days = (today - cow.bred_on).days
            yield WorkItem(
                cow,
                cow.bred_on + day_span(after),
                Text(f"配种后{days}天未检", f"{days} days after service, not checked"),
            )


def _expected(limits: Limits) -> Q:
    """Due dates long past are taken for calvings that were not reported."""
    return Q(due_on__gte=limits.today - _LATE_CALVING)


def dry_offs(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    before, ahead = limits.value("dry_off.before_due", 60), limits.value("worklist.ahead", 7)
    last = limits.today + day_span(before + ahead)
    found = cows_of(farm).filter(
        _expected(limits), parity__gt=0, dry_on__isnull=True, due_on__lte=last
    )
    for cow in found.order_by("due_on", "pk"):
        if cow.due_on:
            due = f"{cow.due_on:%m-%d}"
            yield WorkItem(
                cow, cow.due_on - day_span(before), Text(f"预产期{due}", f"Due to calve {due}")
            )


def close_ups(farm: Farm, limits: Limits) -> Iterable[WorkItem]:
    before = limits.value("close_up.before_due", 21)
    found = cows_of(farm).filter(_expected(limits), due_on__lte=limits.today + day_span(before))
    found = found.exclude(pen__purpose=PenPurpose.CLOSE_UP)
    for cow in found.order_by("due_on", "pk"):
        if cow.due_on:
            left = (cow.due_on - limits.today).days
            reason = (
                Text(f"距预产期{left}天", f"{left} days to calving")
                if left >= 0
                else Text(f"已过预产期{-left}天", f"{-left} days overdue")
            )
            yield WorkItem(cow, cow.due_on - day_span(before), reason)
