"""The 63 operations on the 29 paths of the EPCIS 2.0 REST bindings, each asked once and rightly.

Beside the status that the standard states for success, discovery must say what is allowed, every
other method must be refused, and a resource must not be had without signing in.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, unquote

import orjson
import pytest
from django.test import Client
from django.urls import Resolver404, resolve

from milkshed.ledger.epcis.validation import validate_document
from milkshed.ledger.facade import capture_document
from milkshed.ledger.models import Capture
from tests.cast import Cast
from tests.conformance import query_events as said
from tests.conformance.tally import Count, note

JSON = "application/json"
_CONTEXT = said.CONTEXT[0]


@dataclass(frozen=True, slots=True)
class Operation:
    """A method on a path, the status that answers it, and what to send."""

    method: str
    path: str
    status: int
    body: Mapping[str, Any] = field(default_factory=dict)
    header: str = ""


_MEMBERS = {
    "eventTypes": "ObjectEvent",
    "epcs": said.ITEM,
    "bizSteps": "packing",
    "bizLocations": said.SITE,
    "readPoints": said.TANK,
    "dispositions": "in_transit",
}
_EVENT = {**said.EVENTS[2], "eventID": "urn:uuid:00000000-0000-4000-8000-000000000099"}
_DOCUMENT = {**said.document(), "epcisBody": {"eventList": [_EVENT]}}
_QUERY = {"name": "packed", "query": {"EQ_bizStep": ["packing"]}}
_HOOK = {"dest": "https://hooks.example.com/epcis", "signatureToken": "a-secret", "stream": True}


def _operations(places: Mapping[str, str]) -> list[Operation]:
    """All operations but those on top-level members, in an order in which each can succeed."""
    event = quote(said.EVENTS[0]["eventID"], safe="")
    hooks = "/queries/packed/subscriptions"
    return [
        Operation("OPTIONS", "/", 204),
        Operation("GET", "/", 200),
        Operation("OPTIONS", "/capture", 204),
        Operation("POST", "/capture", 202, _DOCUMENT, "Location"),
        Operation("GET", "/capture", 200),
        Operation("OPTIONS", f"/capture/{places['capture']}", 204),
        Operation("GET", f"/capture/{places['capture']}", 200),
        Operation("OPTIONS", "/events", 204),
        Operation("GET", "/events", 200),
        Operation(
            "POST",
            "/events",
            201,
            {**_EVENT, "@context": said.CONTEXT, "eventID": "urn:uuid:" + "1" * 32},
            "Location",
        ),
        Operation("OPTIONS", f"/events/{event}", 204),
        Operation("GET", f"/events/{event}", 200),
        Operation("OPTIONS", "/queries", 204),
        Operation("POST", "/queries", 201, _QUERY, "Location"),
        Operation("GET", "/queries", 200),
        Operation("OPTIONS", "/queries/packed", 204),
        Operation("GET", "/queries/packed", 200),
        Operation("OPTIONS", "/queries/packed/events", 204),
        Operation("GET", "/queries/packed/events", 200),
        Operation("OPTIONS", hooks, 204),
        Operation("POST", hooks, 201, _HOOK, "Location"),
        Operation("GET", hooks, 200),
        Operation("OPTIONS", f"{hooks}/{{subscription}}", 204),
        Operation("GET", f"{hooks}/{{subscription}}", 200),
        Operation("DELETE", f"{hooks}/{{subscription}}", 204),
        Operation("DELETE", "/queries/packed", 204),
        Operation("DELETE", f"/nextPageToken/{places['token']}", 204),
    ]


def _on_members() -> list[Operation]:
    return [
        Operation(method, path, 204 if method == "OPTIONS" else 200)
        for resource, member in _MEMBERS.items()
        for path in (
            f"/{resource}",
            f"/{resource}/{quote(member, safe='')}",
            f"/{resource}/{quote(member, safe='')}/events",
        )
        for method in ("OPTIONS", "GET")
    ]


@pytest.fixture
def reader(client: Client, cast: Cast) -> Client:
    assert capture_document(orjson.dumps(said.document())).success
    client.force_login(cast.people["region_officer"])
    return client


def _token(client: Client) -> str:
    link = client.get("/events", {"perPage": "2"})["Link"]
    return unquote(link.partition("nextPageToken=")[2].partition(">")[0])


def _is_served(path: str) -> bool:
    try:
        resolve(path.replace("{subscription}", "1"))
    except Resolver404:
        return False
    return True


def _ask(client: Client, one: Operation, path: str) -> Any:
    return client.generic(
        one.method,
        path,
        orjson.dumps(one.body) if one.body else b"",
        content_type=JSON,
        headers={"Accept": JSON},
    )


def test_every_operation(reader: Client) -> None:
    places = {"capture": str(Capture.objects.latest("id").pk), "token": _token(reader)}
    operations = [*_operations(places), *_on_members()]
    assert len(operations) == 63
    assert len({_shape(one.path) for one in operations}) == 29
    right, subscription = 0, ""
    for one in operations:
        path = one.path.replace("{subscription}", subscription)
        if not _is_served(path):
            continue
        answer = _ask(reader, one, path)
        assert answer.status_code == one.status, (one.method, path, answer.content)
        if one.header:
            assert answer[one.header], (one.method, path)
        if one.method == "POST" and one.path.endswith("/subscriptions"):
            subscription = answer["Location"].rpartition("/")[2]
        if one.method == "OPTIONS":
            _check_discovery(answer, one.path)
        right += 1
    note(
        Count(
            "rest",
            "REST操作（方法与路径）",
            "Operations (method on path)",
            63,
            right,
            "EPCIS 2.0 REST bindings, OpenAPI 2.0.0",
        )
    )
    assert right == 63


def _shape(path: str) -> str:
    """The path with its parameter taken out."""
    parts = path.strip("/").split("/")
    return "/".join(part if place % 2 == 0 else "{}" for place, part in enumerate(parts))


def _check_discovery(answer: Any, path: str) -> None:
    allowed = set(answer["Allow"].split(", "))
    assert "OPTIONS" in allowed
    for name in ("EPCIS-Min", "EPCIS-Max", "CBV-Min", "CBV-Max", "EPC-Format", "CBV-XML-Format"):
        assert answer[f"GS1-{name}"], (path, name)
    assert "=" in answer["GS1-Extensions"]
    assert answer["GS1-Vendor-Version"]
    if path == "/capture":
        assert answer["GS1-EPCIS-Capture-Limit"].isdigit()
        assert answer["GS1-EPCIS-Capture-File-Size-Limit"].isdigit()
        assert answer["GS1-Capture-Error-Behaviour"] == "rollback, proceed"


def test_other_methods_are_refused(reader: Client) -> None:
    for path in (
        "/capture/1", "/events/x", "/eventTypes", "/epcs/x/events", "/queries/x",
        "/nextPageToken/x",
    ):  # fmt: skip
        allowed = reader.options(path)["Allow"]
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            if method not in allowed:
                answer = reader.generic(method, path)
                assert answer.status_code == 405, (method, path)
                assert answer["Allow"] == allowed


def test_nothing_is_told_to_strangers(client: Client, db: None) -> None:
    for one in [*_operations({"capture": "1", "token": "x"}), *_on_members()]:
        if one.method == "OPTIONS" or one.path == "/" or not _is_served(one.path):
            continue
        answer = _ask(client, one, one.path)
        assert answer.status_code == 401, (one.method, one.path)
        assert answer.json()["type"] == "epcisException:SecurityException"


def test_the_root_is_a_page_for_people_and_an_entry_for_programs(client: Client, db: None) -> None:
    assert "text/html" in client.get("/", headers={"Accept": "text/html,*/*;q=0.8"})["Content-Type"]
    assert "text/html" in client.get("/")["Content-Type"]
    entry = client.get("/", headers={"Accept": "application/ld+json"})
    assert entry["Content-Type"] == "application/ld+json"
    assert set(entry.json()["member"]) == {"capture", "events", *_MEMBERS, "queries"}


def test_lists_name_what_was_captured(reader: Client) -> None:
    for resource, member in _MEMBERS.items():
        found = reader.get(f"/{resource}", {"perPage": "100"}).json()
        assert found["type"] == "Collection"
        assert found["@context"][0] == _CONTEXT
        assert member in found["member"], resource
        assert len(found["member"]) == len(set(found["member"]))
        path = f"/{resource}/{quote(member, safe='')}"
        assert reader.get(path).json()["member"] == ["events"]
        document = reader.get(f"{path}/events", {"perPage": "100"}).json()
        assert validate_document(document) == []
        assert document["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
        for unknown in (f"/{resource}/nothing", f"/{resource}/nothing/events"):
            answer = reader.get(unknown)
            assert answer.status_code == 404
            assert answer.json()["type"] == "epcisException:NoSuchResourceException"


def test_names_are_found_in_every_notation(reader: Client) -> None:
    for path in (
        "/bizSteps/urn:epcglobal:cbv:bizstep:packing/events",
        "/bizSteps/https:%2F%2Fref.gs1.org%2Fcbv%2FBizStep-packing/events",
        "/epcs/urn:epc:id:sgtin:952123.0454321.1/events",
        "/bizLocations/urn:epc:id:sgln:952132100001..0/events",
    ):
        assert reader.get(path).status_code == 200, path
    filtered = reader.get("/bizSteps/packing/events", {"eventType": "ObjectEvent"}).json()
    assert filtered["epcisBody"]["queryResults"]["resultsBody"]["eventList"] == []
    shortened = reader.get("/bizLocations", headers={"GS1-Extensions": "at=https://id.gs1.org/"})
    assert "at:414/9521321000018" in shortened.json()["member"]


def test_lists_are_cut_to_the_scope(client: Client, cast: Cast) -> None:
    places = {name: place.uri for name, place in cast.places.items()}
    event = dict(said.EVENTS[0])
    for number, place in enumerate(("farm", "other_farm"), 50):
        event |= {"eventID": f"urn:uuid:{number:032d}", "bizLocation": {"id": places[place]}}
        event |= {"epcList": [f"https://id.gs1.org/01/09521234543213/21/{place}"]}
        body = {**_DOCUMENT, "epcisBody": {"eventList": [event]}}
        assert capture_document(orjson.dumps(body)).success
    client.force_login(cast.people["farm_manager"])
    assert client.get("/bizLocations").json()["member"] == [places["farm"]]
    epcs = {"https://id.gs1.org/01/09521234543213/21/farm", said.LOT}
    assert set(client.get("/epcs").json()["member"]) == epcs
    other = quote(places["other_farm"], safe="")
    for path in (f"/bizLocations/{other}", f"/bizLocations/{other}/events"):
        assert client.get(path).status_code == 404
    client.force_login(cast.people["region_officer"])
    assert client.get(f"/bizLocations/{other}/events").status_code == 200


def test_every_list_is_paged(reader: Client) -> None:
    for number in range(3):
        body = {"name": f"q{number}", "query": {}}
        assert reader.post("/queries", orjson.dumps(body), content_type=JSON).status_code == 201
        event = {**_EVENT, "eventID": f"urn:uuid:{number:032d}"}
        reader.post(
            "/capture",
            orjson.dumps({**_DOCUMENT, "epcisBody": {"eventList": [event]}}),
            content_type=JSON,
        )
    for path in ("/events", "/capture", "/queries", "/bizSteps", "/epcs", "/eventTypes"):
        seen: list[str] = []
        address, pages = f"{path}?perPage=2", 0
        while address:
            answer = reader.get(address)
            assert answer.status_code == 200, answer.content
            seen += [orjson.dumps(entry).decode() for entry in _entries(answer.json())]
            link = answer.headers.get("Link", "")
            assert bool(link) == ("GS1-Next-Page-Token-Expires" in answer.headers)
            address = link[1 : link.index(">")].removeprefix("http://testserver") if link else ""
            pages += 1
        assert pages > 1, path
        assert len(seen) == len(set(seen)) > 2, path


def _entries(document: Any) -> list[Any]:
    if isinstance(document, list):
        return document
    if "member" in document:
        return list(document["member"])
    return list(document["epcisBody"]["queryResults"]["resultsBody"]["eventList"])


def test_a_token_belongs_to_its_question_and_can_be_given_back(reader: Client) -> None:
    token = _token(reader)
    page = {"perPage": "2", "nextPageToken": token}
    assert reader.get("/events", page).status_code == 200
    other = reader.get("/events", {**page, "EQ_bizStep": "packing"})
    assert other.status_code == 400
    assert reader.get("/bizSteps", page).status_code == 400
    assert reader.get("/events", {**page, "nextPageToken": token[:-1] + "x"}).status_code == 400
    assert reader.delete(f"/nextPageToken/{token}").status_code == 204
    assert reader.get("/events", page).status_code == 400
    assert reader.delete(f"/nextPageToken/{token}").status_code == 404
    assert reader.delete("/nextPageToken/nothing").status_code == 404
