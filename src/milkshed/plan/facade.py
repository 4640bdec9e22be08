"""What the house's own pages may ask of the plan."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.text import Text
from milkshed.kernel.units import KG_PER_WAN_TONNES, WAN
from milkshed.plan.models import Indicator, TargetSplit
from milkshed.plan.queries.board import judged, with_latest
from milkshed.plan.queries.projects import ProjectPoint as ProjectPoint
from milkshed.plan.queries.projects import project_points as project_points


@dataclass(frozen=True, slots=True)
class LightFacts:
    """One light: ``colour`` is green, yellow, red, grey or blue, ``word`` and ``reason`` say it.

    ``value`` is in ``unit`` and of the day ``value_on``; ``target`` is written with its relation.
    """

    code: str
    group: str
    name: Text
    kind: Text
    colour: str
    word: Text
    reason: Text
    value: Decimal | None
    value_on: date | None
    unit: str
    target: Text
    by_hand: bool


def lights(on: date) -> list[LightFacts]:
    """The lights of all indicators on a day, in the plan's order; one query."""
    found = []
    for indicator in with_latest(on):
        row = judged(indicator, on)
        found.append(
            LightFacts(
                code=indicator.code,
                group=indicator.group,
                name=indicator.name,
                kind=indicator.kind_text,
                colour=row.light.colour.value,
                word=row.light.colour.word,
                reason=row.light.reason,
                value=row.value,
                value_on=row.value_on,
                unit=indicator.unit,
                target=indicator.target_text,
                by_hand=row.by_hand,
            )
        )
    return found


@dataclass(frozen=True, slots=True)
class CountyTargets:
    """What a county has to keep to: cattle at most, milk of a year at least; None where not split.

    ``assumed`` tells that the split was worked out and not set by a document.
    """

    cap_head: int | None = None
    milk_kg: int | None = None
    assumed: bool = False


def county_targets(on: date) -> dict[str, CountyTargets]:
    """The splits of cattle (K1) and milk (K2) by county in force on a day; one query."""
    rows = TargetSplit.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on),
        valid_from__lte=on,
        indicator__version__current=True,
        indicator__code__in=("K1", "K2"),
        division__in=COUNTIES,
    ).values_list("division", "indicator__code", "value", "basis")
    held: dict[str, dict[str, tuple[Decimal, str]]] = {}
    for county, code, value, basis in rows:
        held.setdefault(county, {})[code] = (value, basis)
    return {
        county: CountyTargets(
            cap_head=int(found["K1"][0] * WAN) if "K1" in found else None,
            milk_kg=int(found["K2"][0] * KG_PER_WAN_TONNES) if "K2" in found else None,
            assumed=any(basis == "assumed" for _, basis in found.values()),
        )
        for county, found in held.items()
    }


def zone_targets() -> dict[str, tuple[int | None, int | None]]:
    """By zone: cattle at most, and milk of a year at least (kg), as the plan prints them."""
    held: dict[str, dict[str, Decimal]] = {}
    for zone, unit, target in (
        Indicator.objects.filter(version__current=True, unit__in=("万头", "万吨"))
        .exclude(zone="")
        .values_list("zone", "unit", "target")
    ):
        if target is not None:
            held.setdefault(zone, {})[unit] = target
    return {
        zone: (
            int(found["万头"] * WAN) if "万头" in found else None,
            int(found["万吨"] * KG_PER_WAN_TONNES) if "万吨" in found else None,
        )
        for zone, found in held.items()
    }
