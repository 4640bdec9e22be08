"""What a code on a pack or a tank leads to, for people: the journey of its milk."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from milkshed.kernel.problems import MALFORMED, NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.facade import Resolution, names_in_scope, resolve, trace_backward
from milkshed.ledger.http.resolver import raw_path, trace_document
from milkshed.platform.maps.layers import layer_in_use
from milkshed.platform.models import Organisation, Place
from milkshed.platform.permissions import may
from milkshed.site.journey.evidence import evidence_of
from milkshed.site.journey.links import JOURNEY
from milkshed.site.journey.story import Story, tell
from milkshed.site.pages.map_data import county_map
from milkshed.site.pages.reader import in_words


def trace_page(request: HttpRequest, found: Resolution) -> HttpResponse:
    """The page of a resolved Digital Link."""
    if request.GET.get("format") == "json":
        return _as_json(request, found)
    place = _place_of(found)
    if place is not None:
        return render(request, "site/place.html", {"place": place, "uri": found.uri})
    story = tell(found.uri, named=_farms_named(request))
    return render(
        request,
        "site/trace.html",
        {
            "story": story,
            "uri": found.uri,
            "elements": found.link.elements,
            "map": _map_of(story) if story else None,
            "layer": layer_in_use(),
            "evidence": evidence_of(story.event_id) if story and story.event_id else None,
        },
    )


@require_safe
def journey(request: HttpRequest, path: str) -> HttpResponse:
    """The same page at its own address, where links lead to."""
    raw = raw_path(request).removeprefix(JOURNEY)
    try:
        found = resolve(raw or path)
    except Problem as problem:
        raise Problem(MALFORMED, problem.detail, problem.faults) from None
    if not found.is_known:
        raise Problem(
            NOT_FOUND, Text(f"没有关于 {found.uri} 的记录", f"There is no record of {found.uri}")
        )
    return trace_page(request, found)


def _farms_named(request: HttpRequest) -> Callable[[Place], bool]:
    """Whether a farm is named: to those who may read its facts, and where all are made up."""
    if not Organisation.objects.filter(synthetic=False).exists():
        return lambda _: True
    if not may(request.user, "ledger.query"):
        return lambda _: False
    names = names_in_scope(request.user)
    return lambda place: names is None or place.uri in names


def _as_json(request: HttpRequest, found: Resolution) -> HttpResponse:
    """What programs get at the same address, for people who follow the page's link."""
    trace = trace_backward(found.uri)
    return JsonResponse(
        {
            "uri": found.uri,
            "trace": None if trace is None else trace_document(trace, request.user),
        },
        json_dumps_params={"ensure_ascii": False},
    )


def _map_of(story: Story) -> dict[str, object]:
    shares = {code: round(part.share * 100, 1) for code, part in story.counties}
    drawn = county_map(shares, title=Text("占比", "Share"), unit=Text("%", "%"))
    points = [
        {"name": in_words(point.name), "lon": point.longitude, "lat": point.latitude}
        for point in story.points
    ]
    return {**drawn, "points": points, "labels": "valued"}


def _place_of(found: Resolution) -> Place | None:
    values = dict(found.link.elements)
    if "414" not in values or "00" in values or "01" in values:
        return None
    return Place.objects.select_related("organisation").filter(gln=values["414"]).first()
