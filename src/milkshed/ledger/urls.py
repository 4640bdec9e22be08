"""Addresses of the ledger: EPCIS resources, and GS1 Digital Links at the root."""

from django.urls import URLPattern, URLResolver, path, re_path

from milkshed.ledger.http import log
from milkshed.ledger.http.capture import capture, captures
from milkshed.ledger.http.events import event, events
from milkshed.ledger.http.queries import page_token, queries, query, query_events
from milkshed.ledger.http.resolver import (
    compressed_link,
    digital_link,
    linkset_context,
    resolver_description,
)
from milkshed.ledger.http.resources import member, member_events, members
from milkshed.ledger.http.subscriptions import subscription, subscriptions
from milkshed.ledger.query.resources import NAMES

app_name = "ledger"
PREFIX = ""

_RESOURCE = rf"^(?P<resource>{'|'.join(NAMES)})"

urlpatterns: list[URLPattern | URLResolver] = [
    path("capture", captures, name="captures"),
    path("capture/<int:capture_id>", capture, name="capture"),
    path("events", events, name="events"),
    path("events/<path:event_id>", event, name="event"),
    re_path(rf"{_RESOURCE}$", members, name="members"),
    # names are URIs, with slashes of their own
    re_path(rf"{_RESOURCE}/(?P<name>.+)/events$", member_events, name="member-events"),
    re_path(rf"{_RESOURCE}/(?P<name>.+)$", member, name="member"),
    path("queries", queries, name="queries"),
    path("queries/<str:name>", query, name="query"),
    path("queries/<str:name>/events", query_events, name="query-events"),
    path("nextPageToken/<str:token>", page_token, name="page-token"),
    path("queries/<str:name>/subscriptions", subscriptions, name="subscriptions"),
    path(
        "queries/<str:name>/subscriptions/<str:subscription_id>", subscription, name="subscription"
    ),
    path("log/checkpoint", log.checkpoint, name="log-checkpoint"),
    path("log/checkpoints", log.checkpoints, name="log-checkpoints"),
    path("log/keys", log.keys, name="log-keys"),
    path("log/tile/<path:path>", log.tile, name="log-tile"),
    path("log/proof/inclusion", log.inclusion, name="log-inclusion"),
    path("log/proof/consistency", log.consistency, name="log-consistency"),
    path("log/entry/<int:index>", log.entry, name="log-entry"),
    path("log/cosignatures", log.cosignatures, name="log-cosignatures"),
    path(".well-known/gs1resolver", resolver_description, name="resolver-description"),
    path(".well-known/linkset-context.jsonld", linkset_context, name="linkset-context"),
    # every path that begins with an application identifier is a Digital Link, right or wrong
    re_path(r"^(?P<path>[0-9]{2,4}/.+)$", digital_link, name="digital-link"),
    # base64url and nothing else, with capitals, is a compressed one
    re_path(r"^(?P<path>(?=[^/]*[A-Z])[A-Za-z0-9_-]{12,})/?$", compressed_link, name="compressed"),
]
