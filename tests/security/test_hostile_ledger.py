"""Hostile values in every parameter, path and header of EPCIS resources: a reason, never 5xx."""

import json
from collections.abc import Iterator
from random import Random
from urllib.parse import quote

import orjson
import pytest
from django.test import Client

from milkshed.ledger.facade import capture_document
from tests.cast import Cast
from tests.conformance import query_events as said
from tests.conformance.test_query_parameters import FIXED, PATTERNED

pytestmark = pytest.mark.django_db

VALUES = (
    "' OR 1=1 --", "%s%%", "\\", "*", "|", "|||", "\x00", "a\r\nSet-Cookie: b=c", "\x01\u202e",
    "9" * 400, "1e999", "-1", "NaN", "urn:epc:idpat:sgtin:*", "urn:epc:idpat:sgtin:((((.*.*",
    "https://id.gs1.org/01/*", "2026-13-45T00:00:00Z", "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00", "长" * 400,
)  # fmt: skip
NAMES = (
    "EQ_", "GE_", "EQ_:", "EQ_ex:", "EXISTS_INNER_ILMD_:", "EQ_INNER_INNER_ex:a", "HASATTR_",
    "EQ_ATTR__", "EQ_ATTR_bizLocation_", "EQ_quantity_'", "WD_", "MATCH_", "EQ_bizTransaction_'",
    "EQ_ex:'; DROP TABLE ledger_event; --", "EQ_value_%s", "EQ_http://%00", "perPage[]", "", "ex:a",
)  # fmt: skip
HEADERS = (
    "Accept", "GS1-EPCIS-Version", "GS1-CBV-Min", "GS1-EPC-Format", "GS1-CBV-XML-Format",
    "GS1-Extensions", "GS1-Capture-Error-Behaviour",
)  # fmt: skip


@pytest.fixture
def reader(client: Client, cast: Cast) -> Client:
    assert capture_document(orjson.dumps(said.document())).success
    client.force_login(cast.people["region_officer"])
    return client


def _names() -> Iterator[str]:
    yield from (name for name, _ in (*FIXED, *PATTERNED))
    yield from NAMES
    yield from ("orderBy", "orderDirection", "eventCountLimit", "maxEventCount", "perPage")
    yield "nextPageToken"


def test_every_parameter(reader: Client) -> None:
    """In the address, and in a query that is to be kept."""
    for place, name in enumerate(_names()):
        # each name meets a third of the values, each kind of name all of them
        for value in VALUES if name in NAMES else VALUES[place % 3 :: 3]:
            status = reader.get("/events", {name: value}).status_code
            assert status < 500, (name, value)
        for typed in (VALUES[place % len(VALUES)], [1, None, True], {"a": 1}, 10**400, [[]], ""):
            body = {"name": f"q{place}", "query": {name: typed}}
            answer = reader.post("/queries", _json(body), content_type="application/json")
            assert answer.status_code < 500, (name, typed)


def _json(body: object) -> str:
    return json.dumps(body)


def test_every_path(reader: Client) -> None:
    for value in (*VALUES, "..", ".", "a/b", "a/events/events", "%2e%2e", "x" * 5_000):
        part = quote(value, safe="")
        for path in (
            f"/events/{part}", f"/capture/{part}", f"/queries/{part}", f"/queries/{part}/events",
            f"/nextPageToken/{part}", f"/epcs/{part}", f"/epcs/{part}/events",
            f"/eventTypes/{part}/events", f"/bizSteps/{part}", f"/readPoints/{part}/events",
        ):  # fmt: skip
            for method in ("GET", "DELETE", "OPTIONS"):
                assert reader.generic(method, path).status_code < 500, (method, path)


def test_every_header(reader: Client) -> None:
    for name in HEADERS:
        for value in (*VALUES, "a=b:c," * 300, ";;;,,,q=q", "q=1;q=2,*/*;q=-1"):
            sent = value.replace("\r\n", " ").replace("\x00", "").encode().decode("latin-1")
            for method in ("GET", "OPTIONS"):
                answer = reader.generic(method, "/events", headers={name: sent})
                assert answer.status_code < 500, (name, value)
                assert "\n" not in str(answer.headers)


def test_fields_of_every_shape_are_stored_and_given_back(reader: Client) -> None:
    """Whatever an extension field holds, the event is taken, found and given back, XML as well."""
    shapes: tuple[object, ...] = (
        None, [], {}, [[]], [{}], "", "\x01", "a\u0000b", 1e308, -0.0, 10**18, True, "x" * 5_000,
        {"ex:a": {"ex:b": [1, {"ex:c": "2026-01-01T00:00:00Z"}]}}, {"@value": 5}, {"@id": "ex:x"},
        {"ex:" + "n" * 2_000: 1}, {"no prefix": 1}, {"": ""}, "2026-99-99T00:00:00Z",
    )  # fmt: skip
    for number, shape in enumerate(shapes):
        event = {
            **said.EVENTS[2],
            "@context": said.CONTEXT,
            "eventID": f"urn:uuid:00000000-0000-4000-9000-{number:012d}",
            "ex:shape": shape,
        }
        answer = reader.post("/events", _json(event), content_type="application/ld+json")
        assert answer.status_code in (201, 400), (shape, answer.content)
        if answer.status_code == 201:
            for accept in ("application/json", "application/xml"):
                found = reader.get(answer["Location"], headers={"Accept": accept})
                assert found.status_code == 200, (shape, accept, found.content)
    assert reader.get("/events", {"EXISTS_ex:shape": ""}).status_code == 200


def test_absurd_names_do_not_break_the_capture(reader: Client) -> None:
    digits = Random(1)
    for length in (2_000, 3_000, 100_000):
        # nothing that compresses
        name = "".join(digits.choices("0123456789abcdefghijklmnopqrstuvwxyz", k=length))
        event = {
            **said.EVENTS[0],
            "@context": said.CONTEXT,
            "eventID": f"https://ex.example/{name}",
            "epcList": [f"https://ex.example/epc/{name}"],
        }
        answer = reader.post("/events", _json(event), content_type="application/ld+json")
        assert answer.status_code < 500, answer.content
