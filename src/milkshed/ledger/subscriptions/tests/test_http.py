"""The door of subscriptions: what is told, what is refused, and whose they are."""

from typing import Any

import orjson
import pytest
from django.test import Client

from milkshed.ledger.models import NamedQuery, Subscription
from milkshed.ledger.subscriptions import actions
from milkshed.ledger.tests import chain
from tests.cast import Cast

pytestmark = pytest.mark.django_db

DEST = "https://subscriber.example.org/hook"


@pytest.fixture
def officer(client: Client, cast: Cast) -> Client:
    person = cast.people["region_officer"]
    client.force_login(person)
    NamedQuery.objects.create(
        owner=person, name="牛奶 all", parameters={"eventType": ["ObjectEvent"]}
    )
    NamedQuery.objects.create(owner=person, name="limited", parameters={"eventCountLimit": 3})
    return client


URL = "/queries/牛奶%20all/subscriptions"


def _post(client: Client, body: object, url: str = URL, **more: Any) -> Any:
    return client.post(url, orjson.dumps(body), content_type="application/json", **more)


def test_the_life_of_a_subscription(officer: Client) -> None:
    body = {"dest": DEST, "signatureToken": "s3cret", "stream": True}
    made = _post(officer, body)
    assert made.status_code == 201
    told = made.json()
    assert told["stream"] is True
    assert told["milkshed:mediaType"] == "application/ld+json"
    assert "s3cret" not in made.content.decode()
    assert made["Location"].endswith(told["subscriptionID"])
    assert officer.get(made["Location"]).json() == told
    assert officer.get(URL).json() == [told]
    assert officer.delete(made["Location"]).status_code == 204
    assert officer.get(made["Location"]).status_code == 404
    assert officer.get(URL).json() == []


def test_a_schedule_is_told_as_it_was_given(officer: Client) -> None:
    body = {
        "dest": DEST,
        "schedule": {"hour": "1", "minute": "5"},
        "reportIfEmpty": True,
        "initialRecordTime": "2026-01-01T00:00:00+08:00",
    }
    told = _post(officer, body).json()
    assert told["schedule"] == {"hour": "1", "minute": "5"}
    assert told["reportIfEmpty"] is True
    assert told["initialRecordTime"] == "2025-12-31T16:00:00+00:00"
    assert "stream" not in told


@pytest.mark.parametrize(
    ("body", "field", "rule"),
    [
        ([], "", "object"),
        ({"stream": True}, "dest", "required"),
        ({"dest": 7, "stream": True}, "dest", "required"),
        ({"dest": "ftp://example.org", "stream": True}, "dest", "scheme"),
        ({"dest": "http://127.0.0.1/", "stream": True}, "dest", "private-address"),
        ({"dest": DEST}, "stream", "stream-or-schedule"),
        ({"dest": DEST, "stream": False}, "stream", "stream-or-schedule"),
        ({"dest": DEST, "stream": "yes"}, "stream", "boolean"),
        (
            {"dest": DEST, "stream": True, "schedule": {"hour": "1"}},
            "stream",
            "stream-or-schedule",
        ),
        ({"dest": DEST, "schedule": {}}, "schedule", "empty-schedule"),
        ({"dest": DEST, "schedule": "daily"}, "schedule", "object"),
        ({"dest": DEST, "schedule": {"hour": "24"}}, "schedule.hour", "schedule-field"),
        ({"dest": DEST, "stream": True, "reportIfEmpty": 1}, "reportIfEmpty", "boolean"),
        ({"dest": DEST, "stream": True, "signatureToken": 1}, "signatureToken", "token"),
        ({"dest": DEST, "stream": True, "initialRecordTime": "noon"}, "initialRecordTime", None),
        ({"dest": DEST, "stream": True, "colour": "red"}, "colour", "unknown-member"),
        (
            {"dest": DEST, "stream": True, "milkshed:mediaType": "text/csv"},
            "milkshed:mediaType",
            "media-type",
        ),
    ],
)
def test_wrong_controls_are_named(
    officer: Client, body: object, field: str, rule: str | None
) -> None:
    refused = _post(officer, body)
    assert refused.status_code == 400
    problem = refused.json()
    assert problem["type"] == "epcisException:SubscriptionControlsException"
    fault = problem["errors"][0]
    assert fault["field"] == field
    assert rule in (None, fault["rule"])
    assert Subscription.objects.count() == 0


def test_other_refusals(officer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    body = {"dest": DEST, "stream": True}
    unknown = _post(officer, body, "/queries/nothing/subscriptions")
    assert unknown.status_code == 404
    assert unknown.json()["type"] == "epcisException:NoSuchNameException"
    assert officer.get("/queries/nothing/subscriptions").status_code == 404
    limited = _post(officer, body, "/queries/limited/subscriptions")
    assert limited.status_code == 400
    assert limited.json()["type"] == "epcisException:QueryParameterException"
    assert limited.json()["errors"][0]["field"] == "eventCountLimit"
    assert officer.post(URL, b"<a/>", content_type="application/xml").status_code == 415
    assert officer.post(URL, b"{", content_type="application/json").status_code == 400
    assert officer.put(URL).status_code == 405
    assert officer.get(f"{URL}/not-a-number").status_code == 404
    monkeypatch.setattr(actions, "patience_on", lambda _: type("P", (), {"per_person": 0}))
    assert "0" in _post(officer, body).json()["detail"]


def test_discovery_says_how_far_back_one_may_begin(officer: Client) -> None:
    assert "GS1-Query-Min-Record-Time" not in officer.options(URL)
    officer.post(
        "/capture", chain.document([chain.milking("A", 1.0)]), content_type="application/ld+json"
    )
    answer = officer.options(URL)
    assert answer.status_code == 204
    assert answer["Allow"] == "GET, POST, HEAD, OPTIONS"
    assert answer["GS1-Query-Min-Record-Time"].startswith("20")
    one = officer.options(f"{URL}/x")
    assert one["Allow"] == "GET, DELETE, HEAD, OPTIONS"


def test_subscriptions_are_their_owners_own(officer: Client, cast: Cast) -> None:
    location = _post(officer, {"dest": DEST, "stream": True})["Location"]
    other = Client()
    assert other.get(URL).status_code == 401
    other.force_login(cast.people["administrator"])
    assert other.get(location).status_code == 404
    assert other.delete(location).status_code == 404
    other.force_login(cast.people["tanker_driver"])
    assert other.get(URL).status_code == 403
    assert Subscription.objects.count() == 1


def test_the_cut_of_a_stretch_is_the_cut_of_the_whole(cast: Cast) -> None:
    """Whoever follows the ledger sees what a query of the whole would show, stretch by stretch."""
    from milkshed.ledger.facade import capture_document
    from milkshed.ledger.query.events import find_events
    from milkshed.ledger.query.parameters import parse_parameters
    from milkshed.ledger.scope import visible_events, visible_events_within

    farm, other = cast.places["farm"].uri, cast.places["other_farm"].uri
    party = cast.organisations["farm"].uri
    events = [
        chain.milking("A", 1.0, place=farm),
        chain.milking("B", 1.0, place=other),
        {
            **chain.milking("C", 1.0, place=other),
            "destinationList": [{"type": "owning_party", "destination": party}],
        },
        chain.milking("D", 1.0, place=f"{farm}/254/T1"),
    ]
    capture_document(chain.document(events))
    capture_document(
        chain.document([chain.milking("E", 1.0, place=other)]), person=cast.people["farm_manager"]
    )
    for role, expected in (("farm_manager", [1, 3, 4, 5]), ("region_officer", [1, 2, 3, 4, 5])):
        person = cast.people[role]
        whole = find_events(parse_parameters({}), visible_events(person)).events
        parts = [
            event
            for after, until in ((0, 2), (2, 3), (3, 5))
            for event in find_events(
                parse_parameters({"perPage": ["100"]}),
                visible_events_within(person, after, until),
            ).events
            if after < event.seq <= until
        ]
        assert [event.seq for event in whole] == expected
        assert parts == list(whole)
