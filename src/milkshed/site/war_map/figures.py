"""The figures of the war map: a dozen grouped queries over the rooms, kept for half a minute.

Everything is read for the whole region by county; what a person may see is cut from that.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Q, Sum
from django.utils import timezone

from milkshed.collection.facade import FlowRow, flow_of_day
from milkshed.collection.models import HandoverSheet
from milkshed.herd.facade import herd_by_county
from milkshed.herd.models import Farm, FarmDay
from milkshed.kernel.counties import COUNTIES, Zone, zone_of
from milkshed.plan.facade import CountyTargets, LightFacts, county_targets, lights, zone_targets
from milkshed.platform.models import Alarm
from milkshed.quality.models import OFFICIAL_KINDS, Sample

TREND_DAYS = 30
SAMPLE_DAYS = 30
_KEPT_SECONDS = 30
_REGISTER_KEPT_SECONDS = 600
_COMPLETE = 0.8
_YEAR_DAYS = 365
_NEAR_CAP = 0.98


@dataclass(frozen=True, slots=True)
class CountyFigures:
    """One county on the day; None where nobody reported."""

    code: str
    farms: int
    farms_reporting: int
    head: int | None
    registered: int
    milk_kg: float | None
    loaded_kg: float
    under_way: int
    samples: int
    samples_passed: int
    alarms: int
    serious_alarms: int
    milk_year_kg: int = 0
    targets: CountyTargets = field(default_factory=CountyTargets)

    @property
    def standing(self) -> "Standing":
        """Cattle and milk of a year against what the county has to keep to."""
        return Standing(self.head, self.targets.cap_head, self.milk_year_kg, self.targets.milk_kg)


@dataclass(frozen=True, slots=True)
class Standing:
    """Cattle against a cap, and the last year's milk against a goal; None where none is known."""

    head: int | None
    cap_head: int | None
    milk_year_kg: int = 0
    milk_goal_kg: int | None = None

    @property
    def ratio(self) -> float | None:
        """Cattle over cap."""
        return None if self.head is None or not self.cap_head else self.head / self.cap_head

    @property
    def milk_ratio(self) -> float | None:
        """Milk of the last 365 days over the goal of a year."""
        return None if not self.milk_goal_kg else self.milk_year_kg / self.milk_goal_kg

    @property
    def colour(self) -> str:
        """Red above the cap, yellow within its last fiftieth, grey without cap or cattle known."""
        if self.ratio is None:
            return "grey"
        return "red" if self.ratio > 1 else "yellow" if self.ratio > _NEAR_CAP else "green"


@dataclass(frozen=True, slots=True)
class ZoneFigures:
    """A production zone: the exact sums of its counties against what the plan prints for it.

    ``head`` is None where no county of it reports.
    """

    zone: Zone
    head: int | None
    cap_head: int | None
    milk_year_kg: int = 0
    milk_goal_kg: int | None = None

    @property
    def standing(self) -> Standing:
        """The same against caps and goals."""
        return Standing(self.head, self.cap_head, self.milk_year_kg, self.milk_goal_kg)

    @property
    def ratio(self) -> float | None:
        """Cattle over cap."""
        return self.standing.ratio


@dataclass(frozen=True, slots=True)
class RegionFigures:
    """The region on a day. ``trend`` is the milk declared per day, in kg."""

    day: date
    computed_at: datetime
    counties: Mapping[str, CountyFigures]
    zones: Mapping[Zone, ZoneFigures]
    flow: tuple[FlowRow, ...]
    trend: tuple[tuple[date, Mapping[str, float]], ...]
    lights: tuple[LightFacts, ...]

    @property
    def whole(self) -> Standing:
        """The region: the sums of its zones, caps added where every capped zone has one."""
        zones = [self.zones[zone] for zone in Zone]
        heads = [zone.head for zone in zones if zone.head is not None]
        caps = [zone.cap_head for zone in zones if zone.cap_head is not None]
        goals = [zone.milk_goal_kg for zone in zones if zone.milk_goal_kg is not None]
        return Standing(
            sum(heads) if heads else None,
            sum(caps) if caps else None,
            sum(zone.milk_year_kg for zone in zones),
            sum(goals) if goals else None,
        )


def region_figures(day: date | None = None) -> RegionFigures:
    """The figures of a day (the latest with reports when None), at most half a minute old."""
    key = f"war-map:{connection.settings_dict['NAME']}:{day or 'latest'}"
    kept: RegionFigures | None = cache.get(key)
    if kept is None:
        kept = compute(day)
        cache.set(key, kept, _KEPT_SECONDS)
    return kept


def compute(day: date | None = None) -> RegionFigures:
    """Read the figures now."""
    shown = day or _latest_day()
    counties = _counties(shown)
    return RegionFigures(
        day=shown,
        computed_at=timezone.now(),
        counties=counties,
        zones=_zones(counties, shown),
        flow=tuple(flow_of_day(shown)),
        trend=_trend(shown),
        lights=tuple(lights(day or timezone.localdate())),
    )


def _latest_day() -> date:
    """The latest day most farms reported; a day only a few reported is not yet over."""
    counts = list(
        FarmDay.objects.order_by("-day").values_list("day").annotate(farms=Count("pk"))[:14]
    )
    most = max((farms for _, farms in counts), default=0)
    complete = [day for day, farms in counts if farms >= _COMPLETE * most]
    return max(complete, default=timezone.localdate())


def _counties(day: date) -> dict[str, CountyFigures]:
    farms = dict(Farm.objects.order_by().values_list("place__county").annotate(farms=Count("pk")))
    reports = {
        row["farm__place__county"]: row
        for row in FarmDay.objects.filter(day=day)
        .order_by()
        .values("farm__place__county")
        .annotate(farms=Count("pk"), heads=Sum("head"), milk=Sum("milk_kg"))
    }
    registered = _registered()
    milk_of_year = _milk_of_year(day)
    targets = county_targets(day)
    loaded, under_way = _sheets(day)
    samples = _samples(day)
    alarms = {
        county: (count, serious)
        for county, count, serious in Alarm.objects.filter(state="open")
        .order_by()
        .values_list("county")
        .annotate(count=Count("pk"), serious=Count("pk", filter=Q(severity="serious")))
    }
    return {
        code: CountyFigures(
            code=code,
            farms=farms.get(code, 0),
            farms_reporting=reports[code]["farms"] if code in reports else 0,
            head=reports[code]["heads"] if code in reports else None,
            registered=registered.get(code, 0),
            milk_kg=float(reports[code]["milk"]) if code in reports else None,
            loaded_kg=loaded.get(code, 0.0),
            under_way=under_way.get(code, 0),
            samples=samples[code][0],
            samples_passed=samples[code][1],
            alarms=alarms.get(code, (0, 0))[0],
            serious_alarms=alarms.get(code, (0, 0))[1],
            milk_year_kg=milk_of_year.get(code, 0),
            targets=targets.get(code, CountyTargets()),
        )
        for code in COUNTIES
    }


def _registered() -> dict[str, int]:
    """Heads in the register, which counts near a million animals, kept for ten minutes."""
    key = f"war-map-register:{connection.settings_dict['NAME']}"
    kept: dict[str, int] | None = cache.get(key)
    if kept is None:
        kept = herd_by_county()
        cache.set(key, kept, _REGISTER_KEPT_SECONDS)
    return kept


def _milk_of_year(day: date) -> dict[str, int]:
    """Milk declared in the 365 days up to a day by county, in whole kg; kept for ten minutes."""
    key = f"war-map-year:{connection.settings_dict['NAME']}:{day}"
    kept: dict[str, int] | None = cache.get(key)
    if kept is None:
        rows = (
            FarmDay.objects.filter(day__gt=day - timedelta(days=_YEAR_DAYS), day__lte=day)
            .order_by()
            .values_list("farm__place__county")
            .annotate(milk=Sum("milk_kg"))
        )
        kept = {county: round(milk or 0) for county, milk in rows}
        cache.set(key, kept, _REGISTER_KEPT_SECONDS)
    return kept


def _sheets(day: date) -> tuple[dict[str, float], dict[str, int]]:
    first = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    loaded = (
        HandoverSheet.objects.filter(loaded_at__gte=first, loaded_at__lt=first + timedelta(days=1))
        .exclude(state="replaced")
        .order_by()
        .values_list("station__place__county")
        .annotate(kg=Sum("shipped_kg"))
    )
    under_way = (
        HandoverSheet.objects.filter(state="under_way")
        .order_by()
        .values_list("station__place__county")
        .annotate(loads=Count("pk"))
    )
    return {county: float(kg) for county, kg in loaded}, dict(under_way)


def _samples(day: date) -> dict[str, tuple[int, int]]:
    first = day - timedelta(days=SAMPLE_DAYS - 1)
    found = (
        Sample.objects.filter(
            kind__in=OFFICIAL_KINDS, sampled_at__date__gte=first, sampled_at__date__lte=day
        )
        .order_by()
        .values_list("place__county")
        .annotate(
            judged=Count("pk", filter=Q(verdict__in=["pass", "fail"])),
            passed=Count("pk", filter=Q(verdict="pass")),
        )
    )
    counts: dict[str, tuple[int, int]] = defaultdict(lambda: (0, 0))
    counts.update({county: (judged, passed) for county, judged, passed in found})
    return counts


def _zones(counties: Mapping[str, CountyFigures], day: date) -> dict[Zone, ZoneFigures]:
    printed = zone_targets()
    heads: dict[Zone, int] = {}
    milk: dict[Zone, int] = defaultdict(int)
    for code, figures in counties.items():
        zone = zone_of(code, day)
        if figures.head is not None:
            heads[zone] = heads.get(zone, 0) + figures.head
        milk[zone] += figures.milk_year_kg
    return {
        zone: ZoneFigures(
            zone,
            heads.get(zone),
            printed.get(zone, (None, None))[0],
            milk[zone],
            printed.get(zone, (None, None))[1],
        )
        for zone in Zone
    }


def _trend(day: date) -> tuple[tuple[date, Mapping[str, float]], ...]:
    rows = (
        FarmDay.objects.filter(day__gt=day - timedelta(days=TREND_DAYS), day__lte=day)
        .order_by("day")
        .values_list("day", "farm__place__county")
        .annotate(milk=Sum("milk_kg"))
    )
    days: dict[date, dict[str, float]] = defaultdict(dict)
    for at, county, milk in rows:
        days[at][county] = float(milk)
    return tuple(days.items())
