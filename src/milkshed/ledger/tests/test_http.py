"""The ledger's doors: capture, queries, paging, problems, scope."""

from datetime import timedelta
from typing import Any

import orjson
import pytest
from django.test import Client
from django.utils import timezone

from milkshed.ledger.epcis.validation import validate_document
from milkshed.ledger.facade import capture_document
from milkshed.ledger.http import capture as capture_door
from milkshed.ledger.tests import chain
from milkshed.platform.models import AccessToken
from tests.cast import Cast

JSON_LD = "application/ld+json"


@pytest.fixture
def officer(client: Client, cast: Cast) -> Client:
    client.force_login(cast.people["region_officer"])
    return client


def _found(client: Client, **parameters: str) -> list[str]:
    response = client.get("/events", {"perPage": "100", **parameters})
    assert response.status_code == 200, response.content
    document = orjson.loads(response.content)
    assert validate_document(document) == []
    events = document["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    return [event["bizStep"] for event in events]


def _the_event(client: Client, address: str) -> dict[str, Any]:
    document = client.get(address).json()
    assert validate_document(document) == []
    (event,) = document["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    return dict(event)


def test_a_document_is_taken_and_its_job_told(officer: Client) -> None:
    body = chain.document(chain.day_of_milk())
    response = officer.post("/capture", body, content_type=JSON_LD)
    assert response.status_code == 202
    job = officer.get(response["Location"]).json()
    assert (job["running"], job["success"], job["errors"]) == (False, True, [])
    assert job["captureErrorBehaviour"] == "rollback"
    again = officer.post("/capture", body, content_type=JSON_LD)
    assert again["Location"] == response["Location"]
    assert [entry["captureID"] for entry in officer.get("/capture").json()] == [job["captureID"]]


def test_a_conflict_is_told_in_the_job(officer: Client) -> None:
    officer.post("/capture", chain.document([chain.milking("M1", 1.0)]), content_type=JSON_LD)
    body = chain.document([chain.milking("M1", 2.0)])
    response = officer.post("/capture", body, content_type=JSON_LD)
    assert response.status_code == 202
    job = officer.get(response["Location"]).json()
    assert not job["success"]
    assert job["errors"][0]["type"] == "epcisException:ResourceAlreadyExistsException"
    assert "内容不同" in job["errors"][0]["detail"]


def test_a_wrong_document_is_a_problem_in_both_languages(officer: Client) -> None:
    wrong = chain.milking("M1", 1.0)
    wrong["action"] = "TAKE"
    for language, word in (("zh-hans", "不符合"), ("en", "conform")):
        response = officer.post(
            "/capture",
            chain.document([wrong]),
            content_type=JSON_LD,
            headers={"Accept-Language": language, "Accept": "application/json"},
        )
        assert response.status_code == 400
        assert response["Content-Type"] == "application/problem+json"
        problem = response.json()
        assert problem["type"] == "epcisException:ValidationException"
        assert word in problem["detail"]
        assert problem["errors"][0]["field"] == "/epcisBody/eventList/0/action"


def test_limits_media_types_and_behaviours(
    officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert officer.post("/capture", b"a,b", content_type="text/csv").status_code == 415
    wrong = officer.post(
        "/capture", b"{}", content_type=JSON_LD, headers={"GS1-Capture-Error-Behaviour": "maybe"}
    )
    assert wrong.status_code == 400
    monkeypatch.setattr(capture_door, "SIZE_LIMIT_BYTES", 100)
    large = officer.post(
        "/capture", chain.document([chain.milking("M1", 1.0)]), content_type=JSON_LD
    )
    assert large.status_code == 413
    assert large.json()["type"] == "epcisException:CaptureLimitExceededException"
    assert large["GS1-EPCIS-Capture-Limit"] == "10000"
    assert large["GS1-EPCIS-Capture-File-Size-Limit"] == str(32 * 1024 * 1024)


def test_proceed_keeps_the_good_events(officer: Client) -> None:
    wrong = chain.milking("M2", 1.0)
    del wrong["eventTime"]
    response = officer.post(
        "/capture",
        chain.document([chain.milking("M1", 1.0), wrong]),
        content_type=JSON_LD,
        headers={"GS1-Capture-Error-Behaviour": "proceed"},
    )
    job = officer.get(response["Location"]).json()
    assert (job["success"], job["milkshed:accepted"], len(job["errors"])) == (False, 1, 1)


def test_single_events(officer: Client) -> None:
    event = chain.milking("M1", 1.0)
    response = officer.post("/events", chain.bare(event), content_type=JSON_LD)
    assert response.status_code == 201
    kept = _the_event(officer, response["Location"])
    assert kept["eventID"] == event["eventID"]
    assert kept["quantityList"] == event["quantityList"]
    assert "recordTime" in kept
    assert officer.post("/events", chain.bare(event), content_type=JSON_LD).status_code == 409
    other = chain.bare(chain.milking("M1", 2.0))
    taken = officer.post("/events", other, content_type=JSON_LD)
    assert taken.status_code == 409
    assert taken.json()["type"] == "epcisException:ResourceAlreadyExistsException"
    assert officer.get("/events/urn:uuid:none").status_code == 404


def test_a_hash_identifier_survives_the_address(officer: Client) -> None:
    event = chain.milking("M1", 1.0)
    event["eventID"] = f"ni:///sha-256;{'ab' * 32}?ver=CBV2.0"
    location = officer.post("/events", chain.bare(event), content_type=JSON_LD)["Location"]
    assert _the_event(officer, location)["eventID"] == event["eventID"]


@pytest.mark.parametrize(
    ("parameters", "count"),
    [
        ({}, 12),
        ({"eventType": "ObjectEvent"}, 2),
        ({"eventType": "ObjectEvent|AggregationEvent"}, 3),
        ({"EQ_action": "ADD"}, 4),
        ({"EQ_bizStep": "loading"}, 1),
        ({"EQ_bizStep": "https://ref.gs1.org/cbv/BizStep-loading|unloading"}, 2),
        ({"EQ_bizLocation": chain.PLANT}, 4),
        ({"EQ_readPoint": chain.TANKER}, 2),
        ({"EQ_bizTransaction_bol": chain.SHEET}, 1),
        ({"EQ_bizTransaction_inv": chain.SHEET}, 0),
        ({"EQ_bizTransaction": chain.SHEET}, 1),
        ({"MATCH_parentID": chain.PALLET}, 1),
        ({"MATCH_anyEPC": chain.PALLET}, 1),
        ({"MATCH_epc": chain.PALLET}, 0),
        ({"MATCH_inputEPCClass": chain.lot("L1")}, 1),
        ({"MATCH_outputEPCClass": chain.lot("L1")}, 1),
        ({"MATCH_epcClass": chain.lot("L1")}, 1),
        ({"MATCH_epcClass": "urn:epc:class:lgtin:952123.0454321.L1"}, 1),
        ({"MATCH_anyEPCClass": chain.lot("L1")}, 3),
        ({"MATCH_anyEPCClass": chain.lot("M*")}, 4),
        ({"MATCH_anyEPCClass": chain.lot("L1"), "eventType": "TransactionEvent"}, 1),
        ({"GE_quantity": "9980"}, 5),
        ({"EQ_quantity_KGM": "1000"}, 1),
        ({"LT_quantity": "1000"}, 0),
        ({"GE_eventTime": "2026-01-05T06:00:00+08:00", "LT_eventTime": "2026-01-05T08:00:00Z"}, 12),
        ({"GE_eventTime": "2026-01-05T14:00:00+08:00"}, 2),
        ({"LT_recordTime": "2026-01-01T00:00:00Z"}, 0),
        ({"EXISTS_errorDeclaration": "true"}, 1),
        ({"EQ_eventID": chain.milking("M1", 1.0)["eventID"]}, 1),
        ({"EQ_transformationID": "urn:x:none"}, 0),
        ({"EQ_disposition": "in_transit"}, 0),
    ],
)
def test_queries_return_what_was_captured(
    officer: Client, parameters: dict[str, str], count: int
) -> None:
    events = chain.day_of_milk()
    declared = chain.declared_wrong(events[4], chain.MORNING + timedelta(days=1))
    assert capture_document(chain.document([*events, declared])).success
    assert len(_found(officer, **parameters)) == count


@pytest.mark.parametrize(
    "parameters",
    [
        {"EQ_colour": "white"},
        {"GE_eventTime": "yesterday"},
        {"eventType": "MilkEvent"},
        {"GE_quantity": "much"},
        {"perPage": "0"},
        {"nextPageToken": "page-2"},
        {"orderBy": "taste"},
        {"eventCountLimit": "1", "maxEventCount": "1"},
        {"EQ_bizStep": ""},
    ],
)
def test_a_wrong_parameter_is_named(officer: Client, parameters: dict[str, str]) -> None:
    response = officer.get("/events", parameters)
    assert response.status_code == 400
    assert response.json()["type"] == "epcisException:QueryParameterException"
    assert response.json()["errors"][0]["field"] in parameters


def test_pages_hold_each_event_once_while_others_arrive(officer: Client) -> None:
    capture_document(chain.document(chain.day_of_milk()))
    seen: list[str] = []
    address = "/events?perPage=4&orderBy=eventTime&orderDirection=DESC"
    pages = 0
    while address:
        response = officer.get(address)
        body = response.json()["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
        seen += [event["eventID"] for event in body]
        link = response.headers.get("Link", "")
        address = link[1 : link.index(">")].removeprefix("http://testserver") if link else ""
        if pages == 0:
            later = chain.MORNING + timedelta(days=3)
            capture_document(chain.document([chain.milking("M9", 5.0, later)]))
        pages += 1
    assert pages == 3
    assert len(seen) == len(set(seen)) == 11


def test_limits_of_results(officer: Client) -> None:
    capture_document(chain.document(chain.day_of_milk()))
    assert len(_found(officer, eventCountLimit="5", orderBy="eventTime")) == 5
    too_large = officer.get("/events", {"maxEventCount": "5"})
    assert too_large.status_code == 413
    assert too_large.json()["type"] == "epcisException:QueryTooLargeException"
    assert len(_found(officer, maxEventCount="11")) == 11
    assert _found(officer, orderBy="eventTime", orderDirection="ASC")[-1] == "packing"


def test_discovery(client: Client, db: None) -> None:
    for address in ("/capture", "/events", "/events/x", "/capture/1"):
        response = client.options(address)
        assert response.status_code == 204
        assert response["GS1-EPCIS-Version"] == "2.0.0"
        assert "GET" in response["Allow"]
    assert client.options("/capture")["GS1-EPCIS-Capture-Limit"] == "10000"
    assert client.delete("/events").status_code == 405


def test_who_may_do_what(client: Client, cast: Cast) -> None:
    assert client.get("/events").status_code == 401
    client.force_login(cast.people["county_officer"])
    refused = client.post("/capture", chain.document([]), content_type=JSON_LD)
    assert refused.status_code == 403
    assert refused.json()["type"] == "epcisException:SecurityException"
    secret = AccessToken.issue(
        cast.people["station_manager"], "scale", timezone.now() + timedelta(days=1)
    )
    strict = Client(enforce_csrf_checks=True)
    taken = strict.post(
        "/capture",
        chain.document([chain.milking("M1", 1.0)]),
        content_type=JSON_LD,
        headers={"Authorization": f"Bearer {secret}"},
    )
    assert taken.status_code == 202


def test_events_are_cut_to_the_scope(client: Client, cast: Cast) -> None:
    places = {name: place.uri for name, place in cast.places.items()}
    shipped: dict[str, Any] = chain.sheet("L1", 1.0, chain.MORNING)
    shipped["bizLocation"] = {"id": places["other_station"]}
    party = cast.organisations["plant"].uri
    shipped["destinationList"] = [{"type": "possessing_party", "destination": party}]
    vessel = chain.milking("V1", 1.0, place=f"{places['farm']}/254/T1")
    events = [
        chain.milking("M1", 1.0, place=places["farm"]),
        vessel,
        chain.milking("M2", 1.0, place=places["other_farm"]),
        shipped,
    ]
    capture_document(chain.document(events))

    def seen(person: str) -> set[int]:
        client.force_login(cast.people[person])
        return {
            place
            for place, event in enumerate(events)
            if client.get(f"/events/{event['eventID']}").status_code == 200
        }

    assert seen("region_officer") == {0, 1, 2, 3}
    assert seen("county_officer") == {0, 1, 3}
    assert seen("farm_manager") == {0, 1}
    assert seen("plant_receiver") == {3}
    client.force_login(cast.people["farm_manager"])
    assert len(_found(client)) == 2
    mine = chain.bare(chain.milking("M7", 1.0, place=places["other_farm"]))
    posted = client.post("/events", mine, content_type=JSON_LD)
    assert client.get(posted["Location"]).status_code == 200


def test_capture_jobs_are_private(client: Client, cast: Cast) -> None:
    client.force_login(cast.people["farm_manager"])
    body = chain.document([chain.milking("M1", 1.0)])
    location = client.post("/capture", body, content_type=JSON_LD)["Location"]
    client.force_login(cast.people["station_manager"])
    assert client.get(location).status_code == 404
    client.force_login(cast.people["administrator"])
    assert client.get(location).status_code == 200


def test_digital_links_resolve(client: Client, db: None) -> None:
    capture_document(chain.document(chain.day_of_milk()))
    path = chain.lot("P1").removeprefix("https://id.gs1.org")
    answer = client.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == 200
    assert answer["Link"].startswith(f'<{chain.lot("P1")}>; rel="canonical"')
    trace = answer.json()["trace"]
    assert [round(end["share"], 9) for end in trace["ends"]] == [0.6, 0.4]
    # the public sees the chain, not who delivered how much
    assert all("place" not in lot and "kg" not in lot for lot in trace["lots"])
    json = {"Accept": "application/json"}
    assert client.get(f"{path}/?17=270101", headers=json).status_code == 200
    pallet = chain.PALLET.removeprefix("https://id.gs1.org")
    assert client.get(pallet, headers=json).status_code == 200
    assert client.get("/01/09521234543213/10/NEVER").status_code == 404
    wrong = client.get("/01/09521234543214/10/P1")
    assert wrong.status_code == 400
    assert wrong.json()["errors"]
    assert client.get("/01/09521234543213/21/1/10/P1").status_code == 400
    assert client.get("/414/9521321000018", headers=json).status_code == 200
