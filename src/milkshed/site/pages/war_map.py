"""The war map 挂图作战: counties, flows, alarms and the plan's lights on one page."""

from collections.abc import Mapping
from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.text import Text
from milkshed.platform.maps.layers import layer_in_use
from milkshed.platform.models import Alarm
from milkshed.platform.scope import scope_of, visible
from milkshed.platform.web.pages import page
from milkshed.site.pages.alarms import BY_SEVERITY
from milkshed.site.pages.map_data import county_map
from milkshed.site.pages.reader import in_words
from milkshed.site.war_map.figures import RegionFigures, region_figures
from milkshed.site.war_map.views import (
    METRICS,
    counties_seen,
    flow_seen,
    light_counts,
    light_groups,
    metric_values,
    sankey,
    totals,
)

_ALARMS_SHOWN = 8
_REDS_SHOWN = 8


@require_GET
@page("platform.see_war_map")
def war_map(request: HttpRequest) -> HttpResponse:
    """The board of the region's and the counties' officers; ``view=table`` is its twin."""
    scope = scope_of(request.user)
    seen = counties_seen(scope)
    region = region_figures(_day(request.GET.get("day")))
    metric = next((m for m in METRICS if m.code == request.GET.get("metric")), METRICS[0])
    lines = flow_seen(region, seen)
    alarms = visible(Alarm.objects.filter(state="open").select_related("place"), scope)
    language = "en" if (get_language() or "zh").startswith("en") else "zh"
    context = {
        "region": region,
        "totals": totals(region, seen),
        "metrics": METRICS,
        "metric": metric,
        "seen": seen,
        "counties": [(COUNTIES[code], region.counties[code]) for code in COUNTIES if code in seen],
        "zones": [zone for zone in region.zones.values() if zone.cap_head],
        "map": county_map(
            metric_values(metric.code, region, seen),
            title=metric.title,
            unit=metric.unit,
            urls={code: _drill_down(metric.code, code) for code in seen},
            own=frozenset() if scope.everything else seen,
            top=metric.top,
        ),
        "layer": layer_in_use(),
        "flow": lines,
        "flow_kg": sum(line.kg for line in lines),
        "sankey": sankey(lines, language),
        "trend": _trend(region, seen),
        "alarms": alarms.annotate(rank=BY_SEVERITY).order_by("rank", "-happened_at")[
            :_ALARMS_SHOWN
        ],
        "light_counts": light_counts(region.lights),
        "light_groups": light_groups(region.lights),
        "reds": [light for light in region.lights if light.colour == "red"][:_REDS_SHOWN],
        "links": _links(),
        "whole_region": scope.everything,
    }
    table = request.GET.get("view") == "table"
    return render(request, "site/war_table.html" if table else "site/war_map.html", context)


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value or "")
    except ValueError:
        return None


def _trend(region: RegionFigures, seen: frozenset[str]) -> dict[str, object]:
    return {
        "labels": [f"{day:%m-%d}" for day, _ in region.trend],
        "series": [
            {
                "name": in_words(Text("日产奶", "Milk")),
                "values": [
                    round(sum(kg for code, kg in milk.items() if code in seen) / 1000, 1)
                    for _, milk in region.trend
                ],
            }
        ],
        "unit": in_words(Text("吨", "t")),
    }


def _drill_down(metric: str, county: str) -> str:
    if metric == "alarms":
        return address("alarms", county=county)
    return address("herd:farms", county=county)


def _links() -> Mapping[str, str]:
    return {
        "farms": address("herd:farms"),
        "sheets": address("collection:sheets"),
        "under_way": address("collection:sheets", state="under_way"),
        "samples": address("quality:samples", kind="official"),
        "alarms": address("alarms"),
        "plan": address("plan:board"),
        "balance": address("ledger:balance"),
    }


def address(name: str, **query: str) -> str:
    """The address of a page by name, empty where the house has no such page."""
    try:
        path = reverse(name)
    except NoReverseMatch:
        return ""
    return f"{path}?{urlencode(query)}" if query else path
