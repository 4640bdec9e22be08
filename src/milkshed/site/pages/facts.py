"""One fact of the ledger, for people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.facade import find_event, visible_events
from milkshed.platform.models import Place
from milkshed.platform.scope import scope_of, visible
from milkshed.platform.web.pages import page
from milkshed.site.facts.story import tell_fact


@require_GET
@page("ledger.query")
def fact(request: HttpRequest, event_id: str) -> HttpResponse:
    """An event by its identifier: in words, and as it was captured."""
    found = find_event(event_id, visible_events(request.user))
    if found is None:
        raise Problem(NOT_FOUND, Text("未找到该事实", "There is no such fact"))
    told = tell_fact(found)
    gln = told.place.gln if told.place else ""
    place_is_open = visible(Place.objects.filter(gln=gln), scope_of(request.user)).exists()
    return render(request, "site/fact.html", {"fact": told, "place_is_open": place_is_open})
