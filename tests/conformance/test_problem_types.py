"""Every problem type that the REST bindings of EPCIS 2.0 name, met once, in JSON and in XML."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson
import pytest
from django.http import HttpResponse
from django.test import Client
from lxml import etree

from milkshed.ledger.facade import capture_document
from milkshed.ledger.http import answers
from milkshed.ledger.http import capture as capture_door
from milkshed.ledger.query import events as querying
from tests.cast import Cast
from tests.conformance import query_events as said
from tests.conformance.tally import Count, note

JSON = "application/json"
_BARE = {"@context": said.CONTEXT, **said.EVENTS[2]}
Patch = pytest.MonkeyPatch
Meeting = Callable[[Client, Mapping[str, str]], HttpResponse]


def _post(client: Client, path: str, body: object, headers: Mapping[str, str]) -> Any:
    return client.post(path, orjson.dumps(body), content_type=JSON, headers=dict(headers))


def _get(path: str, parameters: Mapping[str, str] | None = None, **more: str) -> Meeting:
    def ask(client: Client, headers: Mapping[str, str]) -> HttpResponse:
        return client.get(path, dict(parameters or {}), headers={**headers, **more})  # type: ignore[return-value]

    return ask


def _signed_out(client: Client, headers: Mapping[str, str]) -> HttpResponse:
    return Client().get("/events", headers=dict(headers))  # type: ignore[return-value]


def _too_many_values(client: Client, headers: Mapping[str, str]) -> HttpResponse:
    query = {"name": "large", "query": {"EQ_bizStep": ["packing"] * 6_000}}
    return _post(client, "/queries", query, headers)  # type: ignore[no-any-return]


def _subscribed(client: Client, headers: Mapping[str, str]) -> HttpResponse:
    _post(client, "/queries", {"name": "q", "query": {}}, headers)
    hook = {"dest": "https://hooks.example.com/epcis"}
    return _post(client, "/queries/q/subscriptions", hook, headers)  # type: ignore[no-any-return]


MEETINGS: Mapping[tuple[str, int], Meeting] = {
    ("Validation", 400): lambda client, headers: _post(
        client, "/events", {**_BARE, "action": "TAKE"}, headers
    ),
    ("CaptureLimitExceeded", 413): lambda client, headers: _post(
        client, "/capture", said.document(), headers
    ),
    ("UnsupportedMediaType", 415): lambda client, headers: client.post(  # type: ignore[return-value]
        "/capture", b"a,b", content_type="text/csv", headers=dict(headers)
    ),
    ("ResourceAlreadyExists", 409): lambda client, headers: _post(
        client, "/events", _BARE, headers
    ),
    ("NotAcceptable", 406): _get("/events", None, **{"GS1-EPCIS-Version": "1.2"}),
    ("NoSuchResource", 404): _get("/events/urn:uuid:none"),
    ("NoSuchName", 404): _get("/queries/none/events"),
    ("QueryParameter", 400): _get("/events", {"EQ_colour": "white"}),
    ("QueryValidation", 400): lambda client, headers: _post(
        client, "/queries", {"query": {}}, headers
    ),
    ("QueryTooLarge", 413): _get("/events", {"maxEventCount": "1"}),
    ("QueryTooComplex", 413): _too_many_values,
    ("SubscriptionControls", 400): _subscribed,
    ("URITooLong", 414): _get("/events", {"EQ_bizStep": "x" * 7_000}),
    ("Security", 401): _signed_out,
    ("Implementation", 500): _get("/events"),
}
"""Name and status; the standard's files name a sixteenth by a slip, IUnsupportedMediaType."""


@pytest.fixture
def reader(client: Client, cast: Cast) -> Client:
    assert capture_document(orjson.dumps(said.document())).success
    client.force_login(cast.people["region_officer"])
    return client


def test_every_problem_type(reader: Client, monkeypatch: Patch) -> None:
    for (name, status), meet in MEETINGS.items():
        for accept in ("application/json", "application/xml"):
            with monkeypatch.context() as patch:
                if name == "CaptureLimitExceeded":
                    patch.setattr(capture_door, "SIZE_LIMIT_BYTES", 10)
                if name == "Implementation":
                    patch.setattr("milkshed.ledger.http.answers.find_events", _break)
                answer = meet(reader, {"Accept": accept})
            assert answer.status_code == status, (name, answer.content)
            if accept.endswith("json"):
                assert answer["Content-Type"] == "application/problem+json"
                problem = orjson.loads(answer.content)
                told = problem["type"], problem["status"], bool(problem["title"])
            else:
                assert answer["Content-Type"] == "application/problem+xml"
                root = etree.fromstring(answer.content)
                assert root.tag == "{urn:ietf:rfc:7807}problem"
                stated = {str(part.tag).partition("}")[2]: part.text for part in root}
                told = stated["type"], int(stated["status"] or 0), bool(stated["title"])
            assert told == (f"epcisException:{name}Exception", status, True)
    note(
        Count(
            "rest",
            "问题类型（JSON与XML）",
            "Problem types (JSON and XML)",
            len(MEETINGS),
            len(MEETINGS),
            "EPCIS 2.0 REST bindings, OpenAPI 2.0.0",
            "官方文件另有一处笔误 IUnsupportedMediaTypeException",
        )
    )


def _break(*_: object, **__: object) -> None:
    raise RuntimeError("broken for the test")


def test_what_takes_too_long_is_too_complex(reader: Client, monkeypatch: Patch) -> None:
    monkeypatch.setattr(querying, "QUERY_SECONDS", "0.001")
    monkeypatch.setattr(answers, "find_events", _sleep)
    answer = reader.get("/events")
    assert answer.status_code == 413
    assert answer.json()["type"] == "epcisException:QueryTooComplexException"


def _sleep(*_: object) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(1)")


@pytest.mark.parametrize(
    ("name", "value", "status"),
    [
        ("GS1-EPCIS-Version", "2.0", 200),
        ("GS1-EPCIS-Version", "2.0.0", 200),
        ("GS1-EPCIS-Version", "1.2", 406),
        ("GS1-EPCIS-Version", "latest", 400),
        ("GS1-EPCIS-Min", "1.2", 200),
        ("GS1-EPCIS-Min", "2.1", 406),
        ("GS1-EPCIS-Max", "1.2", 406),
        ("GS1-CBV-Version", "1.2", 406),
        ("GS1-CBV-Min", "1.0", 200),
        ("GS1-CBV-Max", "1.9", 406),
        ("GS1-EPC-Format", "No_Preference", 200),
        ("GS1-EPC-Format", "Never_Translates", 200),
        ("GS1-EPC-Format", "Always_GS1_Digital_Link", 200),
        ("GS1-EPC-Format", "Always_EPC_URN", 406),
        ("GS1-EPC-Format", "Sometimes", 400),
        ("GS1-CBV-XML-Format", "Always_URN", 200),
        ("GS1-CBV-XML-Format", "Sometimes", 400),
        ("GS1-Extensions", "ex=https://ex.example/ns/, my=https://my.example/", 200),
        ("GS1-Extensions", "ex", 400),
        ("Accept", "application/ld+json", 200),
        ("Accept", "application/json;q=0.5, text/csv", 200),
        ("Accept", "application/xml", 200),
        ("Accept", "text/csv", 406),
        ("Accept", "application/json;q=0", 406),
        ("Accept", "*/*;q=much", 406),
    ],
)
def test_negotiation(reader: Client, name: str, value: str, status: int) -> None:
    answer = reader.get("/events", headers={name: value})
    assert answer.status_code == status, answer.content
    assert answer["GS1-EPCIS-Version"] == "2.0.0"


def test_events_are_written_in_the_form_asked_for(reader: Client) -> None:
    found = reader.get(
        "/bizSteps/packing/events",
        headers={"Accept": "application/xml", "GS1-CBV-XML-Format": "Always_URN"},
    )
    assert found["Content-Type"] == "application/xml"
    assert found["GS1-CBV-XML-Format"] == "Always_URN"
    assert b"urn:epcglobal:cbv:bizstep:packing" in found.content
    etree.fromstring(found.content)
    again = reader.post("/capture", found.content, content_type="application/xml")
    assert again.status_code == 202, again.content
