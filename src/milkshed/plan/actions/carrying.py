"""What people noted under one version goes on under the next: by code, where both mean the same."""

from collections.abc import Iterable
from typing import Any

from milkshed.plan.models import (
    Duty,
    Indicator,
    LedgerItem,
    Milestone,
    PlanPart,
    PlanVersion,
    TargetSplit,
)
from milkshed.plan.science.lights import FIRST_DAY, LAST_DAY, redrawn


def carry_over(before: PlanVersion, after: PlanVersion) -> None:
    """Copy duties, splits and official points to the next version, and lead unfinished tasks there.

    A part is the same by its code and kind, an indicator by its code and unit. What the next
    version does not have stays with the older one. A version that was in force before keeps what
    was noted under it then.
    """
    parts = _pairs(before.parts.all(), after.parts.all(), "kind")
    indicators = _pairs(before.indicators.all(), after.indicators.all(), "unit")
    held = set(Duty.objects.filter(part__version=after).values_list("part", flat=True))
    Duty.objects.bulk_create(
        _copy(duty, part=parts[duty.part_id])
        for duty in Duty.objects.filter(part__in=parts)
        if parts[duty.part_id].pk not in held
    )
    split = set(
        TargetSplit.objects.filter(indicator__version=after).values_list("indicator", flat=True)
    )
    TargetSplit.objects.bulk_create(
        _copy(row, indicator=indicators[row.indicator_id])
        for row in TargetSplit.objects.filter(indicator__in=indicators)
        if indicators[row.indicator_id].pk not in split
    )
    _carry_points(indicators)
    for item in LedgerItem.objects.exclude(state="closed"):
        part = parts.get(item.part_id or 0)
        indicator = indicators.get(item.indicator_id or 0)
        if part is not None or indicator is not None:
            item.part = part or item.part
            item.indicator = indicator or item.indicator
            item.revision += 1
            item.save(update_fields=["part", "indicator", "revision"])


def _pairs(before: Iterable[Any], after: Iterable[Any], same: str) -> dict[int, Any]:
    """Rows of the next version by the key of the row they go on from."""
    later = {(row.code, getattr(row, same)): row for row in after}
    return {
        row.pk: later[row.code, getattr(row, same)]
        for row in before
        if (row.code, getattr(row, same)) in later
    }


def _copy(row: Any, **changes: PlanPart | Indicator) -> Any:
    """The same row under other keys; who noted it and when it holds stay."""
    names = [
        field.name
        for field in row._meta.concrete_fields  # noqa: SLF001 - Django's public name for it
        if not field.primary_key
    ]
    return type(row)(**{name: getattr(row, name) for name in names} | changes)


def _carry_points(indicators: dict[int, Indicator]) -> None:
    """Official points replace those interpolated for the next version's target."""
    official = Milestone.objects.filter(indicator__in=indicators, basis="official")
    for key in set(official.values_list("indicator", flat=True)):
        later = indicators[key]
        if later.milestones.filter(basis="official").exists():
            continue
        for point in official.filter(indicator=key):
            Milestone.objects.update_or_create(
                indicator=later,
                on=point.on,
                defaults={
                    "value": point.value,
                    "basis": "official",
                    "document": point.document,
                },
            )
        draw_anew(later)


def draw_anew(indicator: Indicator) -> None:
    """Move our points onto the line between the official ones, the first day and the last."""
    points = list(indicator.milestones.all())
    fixed = {point.on for point in points if point.basis == "official"} | {FIRST_DAY, LAST_DAY}
    drawn = redrawn([(point.on, point.value) for point in points], fixed)
    for point, (_, expected) in zip(points, drawn, strict=True):
        if point.value != round(expected, 4):
            point.value = round(expected, 4)
            point.save(update_fields=["value"])
