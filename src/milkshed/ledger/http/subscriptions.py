"""``/queries/{name}/subscriptions``: webhooks to a named query."""

from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse

from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from milkshed.ledger.capture.documents import JSON_TYPES, plain_media_type
from milkshed.ledger.http.headers import epcis_resource
from milkshed.ledger.models import Event, Subscription
from milkshed.ledger.problems import UNSUPPORTED_MEDIA
from milkshed.ledger.subscriptions.actions import (
    find_query,
    find_subscription,
    subscribe,
    subscriptions_of,
    unsubscribe,
)
from milkshed.ledger.subscriptions.controls import FORMAT_MEMBER, read_webhook
from milkshed.ledger.subscriptions.destinations import read_networks
from milkshed.platform.web.limits import read_json

_VERB = "ledger.query"
_MIN_RECORD_TIME = "GS1-Query-Min-Record-Time"


def _with_oldest(response: HttpResponse) -> HttpResponse:
    """Tell how far back a subscription may begin: to the first event there is."""
    oldest = Event.objects.order_by("seq").values_list("record_time", flat=True).first()
    if oldest is not None:
        response[_MIN_RECORD_TIME] = oldest.isoformat()
    return response


@epcis_resource({"GET": _VERB, "POST": _VERB})
def _subscriptions(request: HttpRequest, name: str) -> HttpResponse:
    return _subscribe(request, name) if request.method == "POST" else _list(request, name)


def subscriptions(request: HttpRequest, name: str) -> HttpResponse:
    """POST a subscription to a query, or GET those there are."""
    response = _subscriptions(request, name)
    return _with_oldest(response) if request.method == "OPTIONS" else response


def _subscribe(request: HttpRequest, name: str) -> HttpResponse:
    media_type = plain_media_type(request.headers.get("Content-Type", ""))
    if media_type not in JSON_TYPES:
        raise Problem(
            UNSUPPORTED_MEDIA,
            Text("订阅请用 application/json 提交", "Send a subscription as application/json"),
        )
    person: Any = request.user
    find_query(person, name)
    webhook = read_webhook(read_json(request.body), read_networks(settings.SUBSCRIBER_NETWORKS))
    made = subscribe(person, name, webhook)
    response = _json(_document(made), status=201)
    response["Location"] = f"/queries/{quote(name, safe='')}/subscriptions/{made.pk}"
    return response


def _list(request: HttpRequest, name: str) -> HttpResponse:
    query = find_query(request.user, name)
    found = subscriptions_of(request.user).filter(query=query)
    return _json([_document(subscription) for subscription in found])


@epcis_resource({"GET": _VERB, "DELETE": _VERB})
def _subscription(request: HttpRequest, name: str, subscription_id: str) -> HttpResponse:
    found = find_subscription(request.user, name, subscription_id)
    if request.method == "DELETE":
        unsubscribe(found)
        return HttpResponse(status=204)
    return _json(_document(found))


def subscription(request: HttpRequest, name: str, subscription_id: str) -> HttpResponse:
    """GET a subscription, or DELETE it."""
    response = _subscription(request, name, subscription_id)
    return _with_oldest(response) if request.method == "OPTIONS" else response


def _json(document: object, status: int = 200) -> HttpResponse:
    return JsonResponse(
        document, safe=False, status=status, json_dumps_params={"ensure_ascii": False}
    )


def _document(subscription: Subscription) -> dict[str, object]:
    """A subscription as the standard tells it; never with its signature token."""
    when = {"stream": True} if subscription.is_stream else {"schedule": subscription.schedule}
    failure: dict[str, object] = {}
    if subscription.failing_since is not None:
        failure = {
            "milkshed:failingSince": subscription.failing_since.isoformat(),
            "milkshed:failure": subscription.failure.zh,
            "milkshed:nextAttempt": _moment(subscription.due_at),
        }
    return {
        "subscriptionID": str(subscription.pk),
        "queryName": subscription.query.name,
        "dest": subscription.dest,
        **when,
        "reportIfEmpty": subscription.report_if_empty,
        FORMAT_MEMBER: subscription.media_type,
        "initialRecordTime": _moment(subscription.initial_record_time or subscription.created_at),
        "createdAt": _moment(subscription.created_at),
        "lastNotifiedAt": _moment(subscription.last_notified_at),
        "milkshed:state": subscription.state,
        **failure,
    }


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
