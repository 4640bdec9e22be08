"""The war map 挂图作战: counties, flows, alarms and the plan's lights on one page."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.text import Text
from milkshed.plan.facade import project_points
from milkshed.platform.maps.layers import county_middles, layer_in_use
from milkshed.platform.models import Alarm, Person
from milkshed.platform.permissions import may
from milkshed.platform.registry import domains
from milkshed.platform.scope import scope_of, visible
from milkshed.platform.web.entries import day_asked
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.site.pages.alarms import BY_SEVERITY
from milkshed.site.pages.map_data import county_map
from milkshed.site.pages.reader import in_words
from milkshed.site.war_map.figures import RegionFigures, region_figures
from milkshed.site.war_map.views import (
    METRICS,
    counties_seen,
    county_rows,
    flow_seen,
    light_counts,
    light_groups,
    map_points,
    metric_values,
    sankey,
    totals,
    zone_rows,
)

_ALARMS_SHOWN = 8
_REDS_SHOWN = 8
_PROJECTS_SHOWN = 12
_BOARD_ALARMS, _BOARD_REDS, _BOARD_PROJECTS = 4, 5, 5
_VIEWS = {"table": "site/war_table.html", "wall": "site/war_wall.html"}


@require_GET
@page("platform.see_war_map")
def war_map(request: HttpRequest) -> HttpResponse:
    """The board of the region's and the counties' officers.

    ``view=table`` is its twin in tables, ``view=wall`` fills a wall and refreshes itself.
    """
    person = person_of(request)
    scope = scope_of(person)
    seen = counties_seen(scope)
    region = region_figures(day_asked(request, "day"))
    metric = next((m for m in METRICS if m.code == request.GET.get("metric")), METRICS[0])
    lines = flow_seen(region, seen)
    alarms = visible(Alarm.objects.filter(state="open").select_related("place"), scope)
    projects = project_points(scope, region.day) if may(person, "plan.see_registers") else []
    view = request.GET.get("view", "")
    language = "en" if (get_language() or "zh").startswith("en") else "zh"
    context: dict[str, Any] = {
        "region": region,
        "totals": totals(region, seen),
        "metrics": METRICS,
        "metric": metric,
        "seen": seen,
        "counties": [(COUNTIES[code], region.counties[code]) for code in COUNTIES if code in seen],
        "zones": [zone for zone in region.zones.values() if zone.cap_head],
        "zone_rows": zone_rows(region) if scope.everything else [],
        "county_rows": county_rows(region, seen),
        "projects": projects if view == "table" else projects[:_PROJECTS_SHOWN],
        "project_count": len(projects),
        "map": county_map(
            metric_values(metric.code, region, seen),
            title=metric.title,
            unit=metric.unit,
            urls={code: _drill_down(person, metric.code, code) for code in seen},
            own=frozenset() if scope.everything else seen,
            top=metric.top,
            points=map_points(projects, language, county_middles()),
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
        "links": _links(person),
        "whole_region": scope.everything,
    }
    if view == "wall":
        context |= {
            "board_alarms": context["alarms"][:_BOARD_ALARMS],
            "board_reds": context["reds"][:_BOARD_REDS],
            "board_projects": projects[:_BOARD_PROJECTS],
            "dark": request.GET.get("theme") != "light",
        }
    return render(request, _VIEWS.get(view, "site/war_map.html"), context)


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


def _drill_down(person: Person, metric: str, county: str) -> str:
    name = "alarms" if metric == "alarms" else "herd:farms"
    return _address(person, name, county=county)


def _links(person: Person) -> dict[str, str]:
    """Where the numbers lead; empty where the person may not go."""
    return {
        "farms": _address(person, "herd:farms"),
        "sheets": _address(person, "collection:sheets"),
        "under_way": _address(person, "collection:sheets", state="under_way"),
        "samples": _address(person, "quality:samples", kind="official"),
        "alarms": _address(person, "alarms"),
        "plan": _address(person, "plan:board"),
        "siting": _address(person, "plan:siting"),
        "registers": _address(person, "plan:registers"),
    }


def _address(person: Person, name: str, **query: str) -> str:
    verb = next((item.verb for d in domains() for item in d.menu if item.url_name == name), "")
    if verb and not may(person, verb):
        return ""
    path = reverse(name)
    return f"{path}?{urlencode(query)}" if query else path
