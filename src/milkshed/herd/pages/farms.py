"""Pages of farms: the list, a farm's today, its declared days."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from milkshed.herd import queries
from milkshed.herd.models import DaySource, Farm, FarmDay
from milkshed.herd.words import DAY_SOURCES
from milkshed.kernel.counties import COUNTIES, Zone, counties_in_zone
from milkshed.kernel.periods import Month
from milkshed.kernel.text import Text
from milkshed.platform.permissions import may
from milkshed.platform.rule_book import find_rule
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.pages import page

_FARMS_PER_PAGE = 30
_DAYS_PER_PAGE = 31
_CHART_DAYS = 30
_SESSIONS = (
    Text("早班", "Morning"),
    Text("午班", "Noon"),
    Text("晚班", "Evening"),
    Text("夜班", "Night"),
)


@require_GET
@page("herd.see")
def farm_list(request: HttpRequest) -> HttpResponse:
    """The farms in reach; whoever has just one goes straight to it."""
    scope = scope_of(request.user)
    search = request.GET.get("q", "").strip()
    county, zone = request.GET.get("county", ""), request.GET.get("zone", "")
    size, feeding = request.GET.get("size", ""), request.GET.get("feeding", "")
    found = queries.farms(scope, search=search, county=county)
    today = timezone.localdate()
    if not request.GET and not scope.everything and not scope.counties:
        only = found[:2]
        if len(only) == 1:
            return redirect("herd:farm", code=only[0].code)
    if zone in {z.value for z in Zone}:
        codes = [entry.code for entry in counties_in_zone(Zone(zone), today)]
        found = found.filter(place__county__in=codes)
    if size == "large":
        found = found.filter(pk__in=_large_farms())
    if feeding == "yes":
        found = found.filter(pk__in=_feeding_farms())
    page_obj = Paginator(found, _FARMS_PER_PAGE).get_page(request.GET.get("page"))
    synthetic = {farm.synthetic for farm in page_obj}
    seen = visible(Farm.objects.all(), scope)
    held = set(seen.order_by().values_list("place__county", flat=True).distinct())
    return render(
        request,
        "herd/farms.html",
        {
            "page_obj": page_obj,
            "lines": queries.farm_lines(list(page_obj)),
            "counties": [entry for code, entry in COUNTIES.items() if code in held],
            "zones": [(z.value, z.label) for z in Zone],
            "q": search,
            "county": county,
            "zone": zone,
            "size": size,
            "all_synthetic": synthetic == {True},
            "some_synthetic": synthetic == {True, False},
        },
    )


def _large_farms() -> list[int]:
    row = find_rule("herd.large_farm.min_head", timezone.localdate())
    least = int(row.value) if row is not None and row.value is not None else 100
    return [farm for farm, head in queries.heads_by_farm().items() if head >= least]


def _feeding_farms() -> list[int]:
    row = find_rule("herd.feeding.within", timezone.localdate())
    days = int(row.value) if row is not None and row.value is not None else 7
    since = timezone.localdate() - timedelta(days=days)
    sent = FarmDay.objects.filter(day__gte=since, source=DaySource.SYSTEM)
    return list(sent.order_by().values_list("farm", flat=True).distinct())


def farm_of(request: HttpRequest, code: str) -> Farm:
    """The farm of an address, if the person may see it."""
    farms = Farm.objects.select_related("place", "organisation")
    return get_visible(farms, scope_of(request.user), code=code if code.isdigit() else "")


@require_GET
@page("herd.see")
def farm_today(request: HttpRequest, code: str) -> HttpResponse:
    """What a farm's people look at every morning."""
    farm = farm_of(request, code)
    now, today = timezone.now(), timezone.localdate()
    last = queries.latest_day(farm)
    until = last.day if last is not None else today
    days = queries.farm_days(farm, until - timedelta(days=_CHART_DAYS - 1), until)
    sessions: list[dict[str, object]] = []
    if last is not None and last.session_milk_kg:
        total = sum(last.session_milk_kg) or 1.0
        sessions = [
            {"title": title, "milk_kg": kg, "share": kg / total}
            for title, kg in zip(_SESSIONS, last.session_milk_kg, strict=False)
        ]
    return render(
        request,
        "herd/farm.html",
        {
            "farm": farm,
            "last": last,
            "per_cow_kg": last.milk_kg / last.milking_head if last and last.milking_head else None,
            "days": days,
            "recent": list(reversed(days))[:7],
            "chart": _milk_chart(days),
            "sessions": sessions,
            "structure": queries.herd_structure(farm, today),
            "attention": queries.attention(farm, now),
            "alarms": queries.open_alarms(farm, scope_of(request.user)),
            "today": today,
            "now": now,
            "is_late": last is None or (today - last.day).days > 2,
            "may_import": may(request.user, "herd.import_test_days"),
        },
    )


def _milk_chart(days: list[FarmDay]) -> dict[str, object]:
    by_day = {day.day: day for day in days}
    if not by_day:
        return {}
    language = get_language() or "zh"
    first, last = min(by_day), max(by_day)
    axis = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    milk = [round(float(by_day[d].milk_kg) / 1000, 2) if d in by_day else None for d in axis]
    return {
        "labels": [f"{d.month}-{d.day}" for d in axis],
        "unit": Text("吨", "t").in_language(language),
        "series": [{"name": Text("产奶量", "Milk").in_language(language), "values": milk}],
    }


@require_GET
@page("herd.see")
def farm_day_list(request: HttpRequest, code: str) -> HttpResponse:
    """All days that a farm declared, the youngest first."""
    farm = farm_of(request, code)
    month = request.GET.get("month", "")
    found = farm.days.all().order_by("-day")
    if month:
        days = Month.parse(month).range
        found = found.filter(day__range=(days.first, days.last))
    page_obj = Paginator(found, _DAYS_PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "herd/farm_days.html",
        {
            "farm": farm,
            "month": month,
            "page_obj": page_obj,
            "days": [(entry, DAY_SOURCES[entry.source]) for entry in page_obj],
        },
    )
