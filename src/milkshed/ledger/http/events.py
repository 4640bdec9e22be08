"""``/events``: single events in, queries out."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse

from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from milkshed.ledger.capture.documents import JSON_TYPES, capture_event, plain_media_type
from milkshed.ledger.http.answers import queried_events
from milkshed.ledger.http.capture import body_within_limit
from milkshed.ledger.http.headers import CAPTURE_LIMITS, epcis_resource
from milkshed.ledger.http.negotiation import EVENTS
from milkshed.ledger.http.representations import represented_events
from milkshed.ledger.problems import NO_SUCH_RESOURCE, RESOURCE_EXISTS, UNSUPPORTED_MEDIA
from milkshed.ledger.query.events import find_records
from milkshed.ledger.scope import visible_events


@epcis_resource({"GET": "ledger.query", "POST": "ledger.capture"}, CAPTURE_LIMITS, EVENTS)
def events(request: HttpRequest) -> HttpResponse:
    """POST one bare event, or GET the events that the parameters ask for."""
    return _capture(request) if request.method == "POST" else queried_events(request)


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


@epcis_resource({"GET": "ledger.query"}, offers=EVENTS)
def event(request: HttpRequest, event_id: str) -> HttpResponse:
    """GET one event by its identifier, and the declaration that it was wrong if there is one."""
    found = find_records(event_id, visible_events(request.user))
    if not found:
        raise Problem(NO_SUCH_RESOURCE, Text("没有该事件", "There is no such event"))
    return represented_events(request, found, "SimpleEventQuery")
