"""XML out: what is written is read as the same event, with the same hash."""

import copy
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from hypothesis import given

from milkshed.kernel.problems import Problem
from milkshed.ledger.epcis.event_hash.hashing import document_hashes, event_hash
from milkshed.ledger.epcis.event_hash.xml import xml_hashes
from milkshed.ledger.epcis.tests import milk
from milkshed.ledger.epcis.tests.made_events import CONTEXT, TEXT_OWN_FIELDS, made_events
from milkshed.ledger.epcis.tests.test_xml import OBJECT, SENSOR, xml
from milkshed.ledger.epcis.tests.verdicts import file_named, recorded_verdicts
from milkshed.ledger.epcis.validation import event_faults, events_of, validate_document
from milkshed.ledger.epcis.vocabulary import COMMON_FIELDS, CONTEXT_URL, EVENT_FIELDS, Kind
from milkshed.ledger.epcis.xml import parse_document, read_document
from milkshed.ledger.epcis.xml_writing.documents import (
    EventInContext,
    write_document,
    write_event,
    write_query_document,
)

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
OWN = {"milkshed": milk.MILKSHED}


def _pairs(document: dict[str, Any]) -> list[EventInContext]:
    return [(event, document["@context"]) for event in events_of(document)]


def _again(document: dict[str, Any]) -> dict[str, Any]:
    return read_document(write_document(_pairs(document), created_at=NOW))


def test_events_come_back_as_they_were() -> None:
    written = write_document(_pairs(milk.document(*milk.all_events())), created_at=NOW)
    document = read_document(written)
    assert events_of(document) == milk.all_events()
    assert document["@context"] == [CONTEXT_URL, OWN]
    assert document["creationDate"] == "2026-01-05T09:00:00+00:00"
    assert validate_document(document) == []


def test_query_results() -> None:
    written = write_query_document(
        _pairs(milk.document(milk.milking())),
        query_name="SimpleEventQuery",
        created_at=NOW,
        subscription_id="plant-7",
    )
    results = read_document(written)["epcisBody"]["queryResults"]
    assert results["queryName"] == "SimpleEventQuery"
    assert results["subscriptionID"] == "plant-7"
    assert results["resultsBody"]["eventList"] == [milk.milking()]
    nothing = write_query_document([], query_name="q", created_at=NOW)
    assert events_of(read_document(nothing)) == []


def test_one_event_alone() -> None:
    written = write_event(milk.milking(), [CONTEXT_URL, OWN])
    assert xml_hashes(written) == [event_hash(milk.milking(), [CONTEXT_URL, OWN])]
    assert b"xmlns:milkshed" in written
    assert b"xmlns:dcterms" not in written


def test_what_was_read_from_xml_is_written_alike() -> None:
    document = read_document(xml(OBJECT, SENSOR))
    assert events_of(_again(document)) == events_of(document)


def test_prefixes_of_several_documents_are_kept_apart() -> None:
    one = (milk.milking() | {"x:field": "1"}, [CONTEXT_URL, OWN, {"x": "https://one.example/"}])
    two = (milk.milking() | {"x:field": "2"}, [CONTEXT_URL, OWN, {"x": "https://two.example/"}])
    document = read_document(write_document([one, two], created_at=NOW))
    assert document_hashes(document) == [event_hash(*one), event_hash(*two)]


def test_standard_words_are_written_as_web_uris() -> None:
    text = write_event(milk.milking(), [CONTEXT_URL, OWN]).decode()
    assert "<bizStep>https://ref.gs1.org/cbv/BizStep-creating_class_instance</bizStep>" in text
    given_as_urn = milk.milking() | {"bizStep": "urn:epcglobal:cbv:bizstep:receiving"}
    assert (
        "<bizStep>urn:epcglobal:cbv:bizstep:receiving</bizStep>"
        in write_event(given_as_urn, [CONTEXT_URL, OWN]).decode()
    )


@pytest.mark.parametrize(
    "own",
    [
        {"x:undeclared": "1"},
        {"https://web.example/ns#name": "1"},
        {"milkshed:a/b": "1"},
        {"milkshed:1": "1"},
        {"milkshed:": "1"},
        {"milkshed:a": "\x00\x0b\uffff"},
        {"odd:a": {"@id": "https://a.example", "@type": "x", "@context": {"y": 7}}},
        {"milkshed:a": {"": "1", "a b": {"c": [None, [[]]]}}},
    ],
)
def test_odd_fields_are_written_all_the_same(own: dict[str, Any]) -> None:
    context = [CONTEXT_URL, OWN, {"odd": "not a { namespace", "": "", "xml": "x:", "1": "y:"}]
    written = write_document([(milk.milking() | own, context)], created_at=NOW)
    assert parse_document(written).faults == []


def test_an_event_of_an_own_type_becomes_an_element_of_its_namespace() -> None:
    event = milk.milking() | {"type": "milkshed:Churning"}
    assert b"<milkshed:Churning" in write_event(event, [CONTEXT_URL, OWN])


EVERY_FIELD: dict[Kind, Any] = {
    Kind.TIME: "2026-01-05T08:30:00.5+08:00",
    Kind.OFFSET: "+08:00",
    Kind.URI: milk.TANKER,
    Kind.CERTIFICATION: ["https://example.org/c/1", "https://example.org/c/2"],
    Kind.ERROR_DECLARATION: {
        "declarationTime": "2026-01-06T08:30:00+08:00",
        "reason": "did_not_occur",
        "correctiveEventIDs": ["urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3302"],
        "milkshed:by": "7",
    },
    Kind.EPCS: [milk.PALLET, milk.TANKER],
    Kind.QUANTITIES: [
        {"epcClass": milk.lot("A")},
        {"epcClass": milk.lot("B"), "quantity": 1e-7},
        {"epcClass": milk.lot("C"), "uom": "KGM"},
    ],
    Kind.ACTION: "ADD",
    Kind.BIZ_STEP: "packing",
    Kind.DISPOSITION: "in_transit",
    Kind.PERSISTENT_DISPOSITION: {"set": ["recalled"], "unset": ["conformant", "active"]},
    Kind.PLACE: {"id": milk.FARM, "milkshed:gate": "3"},
    Kind.BIZ_TRANSACTIONS: [
        {"type": "bol", "bizTransaction": "urn:a:1"},
        {"bizTransaction": "urn:a:2"},
    ],
    Kind.SOURCES: [{"type": "location", "source": milk.FARM}],
    Kind.DESTINATIONS: [{"type": "https://example.org/t", "destination": milk.STATION}],
    Kind.SENSORS: [
        {
            "sensorMetadata": {
                "time": "2026-01-05T08:30:00Z",
                "startTime": "2026-01-05T08:30:00Z",
                "endTime": "2026-01-05T08:30:00Z",
                "deviceID": "urn:a:1",
                "deviceMetadata": "urn:a:2",
                "rawData": "urn:a:3",
                "dataProcessingMethod": "urn:a:4",
                "bizRules": "urn:a:5",
                "milkshed:probe": "top",
            },
            "sensorReport": [
                {
                    "type": "Temperature",
                    "exception": "ALARM_CONDITION",
                    "deviceID": "urn:a:1",
                    "deviceMetadata": "urn:a:2",
                    "rawData": "urn:a:3",
                    "dataProcessingMethod": "urn:a:4",
                    "bizRules": "urn:a:5",
                    "time": "2026-01-05T08:30:00Z",
                    "microorganism": "urn:a:6",
                    "chemicalSubstance": "urn:a:7",
                    "coordinateReferenceSystem": "urn:a:8",
                    "component": "x",
                    "value": -1.5e-300,
                    "stringValue": "a\t“b” <&>",
                    "booleanValue": False,
                    "hexBinaryValue": "f0",
                    "uriValue": "urn:a:9",
                    "minValue": 0,
                    "maxValue": 1e300,
                    "meanValue": 0.1,
                    "sDev": 2.0,
                    "percRank": 50,
                    "percValue": 3,
                    "uom": "CEL",
                    "milkshed:lab": {"milkshed:name": "7", "method": "x"},
                }
            ],
            "milkshed:seal": ["1", "2"],
        }
    ],
    Kind.ILMD: {"milkshed:fat": {"#text": "3.8", "unit": "P1"}, "milkshed:breed": ["a", "b"]},
}


@pytest.mark.parametrize("event_type", EVENT_FIELDS)
def test_every_field_at_once(event_type: str) -> None:
    fields = (*COMMON_FIELDS, *EVENT_FIELDS[event_type])
    event = {"type": event_type} | {field.name: EVERY_FIELD[field.kind] for field in fields}
    event["milkshed:note"] = "n"
    assert event_faults(event, from_xml=True) == []
    document = _again(milk.document(event))
    assert events_of(document) == [event]
    assert document_hashes(document) == [event_hash(event, [OWN])]


@given(made_events(TEXT_OWN_FIELDS))
def test_written_and_read_is_the_same_event(event: dict[str, Any]) -> None:
    document = read_document(write_document([(event, CONTEXT)], created_at=NOW))
    assert events_of(document) == [event]


@given(made_events())
def test_whatever_users_add_the_hash_stays(event: dict[str, Any]) -> None:
    assert event_faults(event) == []
    before = copy.deepcopy(event)
    document = read_document(write_document([(event, CONTEXT)], created_at=NOW))
    assert event == before
    assert validate_document(document, from_xml=True) == []
    assert document_hashes(document) == [event_hash(event, CONTEXT)]
    assert events_of(_again(document)) == events_of(document)


@pytest.mark.parametrize(
    "name",
    [
        name
        for kind in ("gs1_json_schema", "gs1_xsd")
        for name, accepted in recorded_verdicts(kind)
        if accepted and "Queries" not in name
    ],
)
def test_public_documents_make_the_round_trip(name: str) -> None:
    data = file_named(name).read_bytes()
    if name.endswith(".xml"):
        document = read_document(data)
    else:
        document = orjson.loads(data)
        if "epcisBody" not in document:
            context = document.pop("@context")
            document = milk.document(document) | {"@context": context}
    hashes = document_hashes(document)
    written = write_document(_pairs(document), created_at=NOW)
    again = read_document(written)
    assert document_hashes(again) == hashes
    assert xml_hashes(written) == hashes
    assert events_of(_again(again)) == events_of(again)
    if name.endswith(".xml"):
        assert events_of(again) == events_of(document)


def test_reading_refuses_what_writing_never_makes() -> None:
    written = write_document(_pairs(milk.document(milk.milking())), created_at=NOW)
    with pytest.raises(Problem):
        read_document(written.replace(b"<action>ADD</action>", b""))
