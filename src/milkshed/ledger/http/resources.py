"""Top-level resources: event types, EPCs, steps, places, states, and the entry to them all."""

from django.http import HttpRequest, HttpResponse

from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from milkshed.ledger.http.answers import names_answer, only_paging, queried_events
from milkshed.ledger.http.headers import CAPTURE_LIMITS, epcis_resource
from milkshed.ledger.http.negotiation import EVENTS
from milkshed.ledger.http.pages import link_to_next
from milkshed.ledger.problems import NO_SUCH_RESOURCE
from milkshed.ledger.query.events import time_limited
from milkshed.ledger.query.resources import NAMES, events_of_member, has_member, list_members
from milkshed.ledger.scope import holders_in_scope, visible_events

ENTRY = ("capture", "events", *NAMES, "queries")
"""What the entry document leads to."""


@epcis_resource({"GET": ""}, CAPTURE_LIMITS)
def entry(request: HttpRequest) -> HttpResponse:
    """GET the names of the top-level resources."""
    return names_answer(request, ENTRY)


@epcis_resource({"GET": "ledger.query"})
def members(request: HttpRequest, resource: str) -> HttpResponse:
    """GET the names in a resource that stand in events the person may see."""
    paging = only_paging(request)
    with time_limited():
        page = list_members(
            resource,
            cut=visible_events(request.user),
            holders=holders_in_scope(request.user),
            per_page=paging.per_page,
            token=paging.page_token,
        )
    response = names_answer(request, page.names)
    if page.next_token is not None:
        link_to_next(request, response, page.next_token)
    return response


@epcis_resource({"GET": "ledger.query"})
def member(request: HttpRequest, resource: str, name: str) -> HttpResponse:
    """GET what lies below one name: its events."""
    _check_known(request, resource, name)
    return names_answer(request, ["events"])


@epcis_resource({"GET": "ledger.query"}, offers=EVENTS)
def member_events(request: HttpRequest, resource: str, name: str) -> HttpResponse:
    """GET the events of one name that the parameters ask for."""
    _check_known(request, resource, name)
    return queried_events(request, events_of_member(resource, name))


def _check_known(request: HttpRequest, resource: str, name: str) -> None:
    with time_limited():
        found = has_member(
            resource,
            name,
            cut=visible_events(request.user),
            holders=holders_in_scope(request.user),
        )
    if not found:
        raise Problem(
            NO_SUCH_RESOURCE,
            Text(f"{resource}中没有“{name[:200]}”", f"There is no “{name[:200]}” among {resource}"),
        )
