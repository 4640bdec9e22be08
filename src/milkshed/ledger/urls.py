"""Addresses of the ledger: EPCIS resources, and GS1 Digital Links at the root."""

from django.urls import URLPattern, URLResolver, path, re_path

from milkshed.ledger.http.capture import capture, captures
from milkshed.ledger.http.events import event, events
from milkshed.ledger.http.resolver import digital_link
from milkshed.ledger.http.subscriptions import subscription, subscriptions

app_name = "ledger"
PREFIX = ""

urlpatterns: list[URLPattern | URLResolver] = [
    path("capture", captures, name="captures"),
    path("capture/<int:capture_id>", capture, name="capture"),
    path("events", events, name="events"),
    path("events/<path:event_id>", event, name="event"),
    path("queries/<str:name>/subscriptions", subscriptions, name="subscriptions"),
    path(
        "queries/<str:name>/subscriptions/<str:subscription_id>", subscription, name="subscription"
    ),
    # every path that begins with an application identifier is a Digital Link, right or wrong
    re_path(r"^(?P<path>[0-9]{2,4}/.+)$", digital_link, name="digital-link"),
]
