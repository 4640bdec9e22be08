"""``/events``: single events in, queries out."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from milkshed.ledger.capture.documents import JSON_TYPES, capture_event, plain_media_type
from milkshed.ledger.http.capture import body_within_limit
from milkshed.ledger.http.headers import CAPTURE_LIMITS, epcis_resource
from milkshed.ledger.http.pages import link_to_next
from milkshed.ledger.problems import (
    NO_SUCH_RESOURCE,
    NOT_ACCEPTABLE,
    RESOURCE_EXISTS,
    UNSUPPORTED_MEDIA,
)
from milkshed.ledger.query.events import find_event, find_events, query_document
from milkshed.ledger.query.parameters import parse_parameters
from milkshed.ledger.scope import visible_events

_JSON_LD = "application/ld+json"
_ACCEPTED = (_JSON_LD, "application/json", "*/*", "application/*")


@epcis_resource({"GET": "ledger.query", "POST": "ledger.capture"}, CAPTURE_LIMITS)
def events(request: HttpRequest) -> HttpResponse:
    """POST one bare event, or GET the events that the parameters ask for."""
    return _capture(request) if request.method == "POST" else _query(request)


def _capture(request: HttpRequest) -> HttpResponse:
    media_type = plain_media_type(request.headers.get("Content-Type", ""))
    if media_type not in JSON_TYPES:
        raise Problem(
            UNSUPPORTED_MEDIA,
            Text(
                "单个事件请用 application/ld+json；XML请提交到 /capture",
                "Send a single event as application/ld+json; XML goes to /capture",
            ),
        )
    outcome = capture_event(body_within_limit(request), person=request.user)
    if outcome.errors:
        raise Problem(RESOURCE_EXISTS, outcome.errors[0].message, outcome.errors)
    if outcome.repeated:
        raise Problem(
            RESOURCE_EXISTS,
            Text(
                f"事件 {outcome.repeated[0]} 已存在且内容相同，无需重复提交",
                f"Event {outcome.repeated[0]} is already there with the same content",
            ),
        )
    response = HttpResponse(status=201)
    response["Location"] = f"/events/{quote(outcome.accepted[0], safe='')}"
    return response


def _check_accepts(request: HttpRequest) -> None:
    accept = request.headers.get("Accept", "*/*")
    offered = [part.partition(";")[0].strip() for part in accept.split(",")]
    if not any(part in _ACCEPTED for part in offered):
        raise Problem(
            NOT_ACCEPTABLE,
            Text("只提供 application/ld+json", "Only application/ld+json can be provided"),
        )


def _query(request: HttpRequest) -> HttpResponse:
    _check_accepts(request)
    query = parse_parameters(dict(request.GET.lists()))
    page = find_events(query, visible_events(request.user))
    response = HttpResponse(query_document(page.events, timezone.now()), content_type=_JSON_LD)
    if page.next_token is not None:
        link_to_next(request, response, page.next_token)
    return response


@epcis_resource({"GET": "ledger.query"})
def event(request: HttpRequest, event_id: str) -> HttpResponse:
    """GET one event by its identifier."""
    _check_accepts(request)
    found = find_event(event_id, visible_events(request.user))
    if found is None:
        raise Problem(NO_SUCH_RESOURCE, Text("没有该事件", "There is no such event"))
    return HttpResponse(found.as_json(), content_type=_JSON_LD)
