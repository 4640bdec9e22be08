"""Right documents pass, wrong ones are told field, value and rule."""

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.ledger.epcis.schema import document_schema, event_schema
from milkshed.ledger.epcis.tests import milk
from milkshed.ledger.epcis.tests.verdicts import file_named, recorded_verdicts
from milkshed.ledger.epcis.validation import (
    MAXIMUM_FAULTS,
    envelope_faults,
    event_faults,
    events_of,
    pointer_to_event,
    validate_document,
)


@pytest.mark.parametrize(("name", "accepted"), recorded_verdicts("gs1_json_schema"))
def test_verdict_of_the_standard_schema(name: str, accepted: bool) -> None:
    document = orjson.loads(file_named(name).read_bytes())
    faults = validate_document(document, bare="/Events/" in name)
    assert (not faults) == accepted, faults
    if faults:
        assert all(fault.message.zh and fault.message.en for fault in faults)


def test_right_documents_pass() -> None:
    assert validate_document(milk.document(*milk.all_events())) == []
    assert validate_document(milk.query_document(*milk.all_events())) == []
    for event in milk.all_events():
        assert event_faults(event) == []


def test_bare_event_needs_its_context() -> None:
    (fault,) = validate_document(milk.milking(), bare=True)
    assert (fault.field, fault.rule) == ("/@context", "required")
    event = {"@context": "https://example.org/context", **milk.milking()}
    assert validate_document(event, bare=True) == []


@pytest.mark.parametrize("content", [None, [], "text", 7])
def test_no_object(content: object) -> None:
    assert [fault.rule for fault in validate_document(content)] == ["not-an-object"]


@pytest.mark.parametrize("levels", [300, 900])
@pytest.mark.parametrize("pair", ["[]", ('{"milkshed:a":', "}")])
@pytest.mark.parametrize("place", ["ilmd", "@context"])
def test_deep_nesting_is_refused(levels: int, pair: tuple[str, str], place: str) -> None:
    start, end = pair
    nested = orjson.loads(start * levels + ("1" if len(start) > 1 else "") + end * levels)
    event = milk.milking() | {place: {"milkshed:deep": nested}}
    assert [fault.rule for fault in event_faults(event)] == ["nested-too-deeply"]
    assert {fault.rule for fault in validate_document(milk.document(event))} == {
        "nested-too-deeply"
    }


def test_no_document() -> None:
    (fault,) = validate_document({"type": "ObjectEvent"})
    assert (fault.field, fault.value, fault.rule) == (
        "/type",
        "ObjectEvent",
        "not-an-epcis-document",
    )


Change = Callable[[dict[str, Any]], object]

WRONG: list[tuple[Callable[[], dict[str, Any]], Change, str, object, str]] = [
    (milk.milking, lambda e: e.pop("eventTime"), "/eventTime", None, "required"),
    (
        milk.milking,
        lambda e: e.update(eventTime="2026-01-05T08:30:00"),
        "/eventTime",
        "2026-01-05T08:30:00",
        "time-without-zone",
    ),
    (
        milk.milking,
        lambda e: e.update(eventTime="5.1.2026"),
        "/eventTime",
        "5.1.2026",
        "not-a-time",
    ),
    (
        milk.milking,
        lambda e: e.update(eventTime="1899-12-31T23:59:59Z"),
        "/eventTime",
        "1899-12-31T23:59:59Z",
        "year-out-of-range",
    ),
    (
        milk.milking,
        lambda e: e.update(eventTime="2201-01-01T00:00:00Z"),
        "/eventTime",
        "2201-01-01T00:00:00Z",
        "year-out-of-range",
    ),
    (
        milk.milking,
        lambda e: e.update(eventTimeZoneOffset="8"),
        "/eventTimeZoneOffset",
        "8",
        "time-zone-offset",
    ),
    (
        milk.milking,
        lambda e: e.update(bizStep="milking"),
        "/bizStep",
        "milking",
        "unknown-biz-step",
    ),
    (
        milk.milking,
        lambda e: e.update(disposition="fresh"),
        "/disposition",
        "fresh",
        "unknown-disposition",
    ),
    (
        milk.milking,
        lambda e: e.update(bizStep="urn:epcglobal:cbv:bizstep:shipping"),
        "/bizStep",
        "urn:epcglobal:cbv:bizstep:shipping",
        "standard-word-as-uri",
    ),
    (milk.packing, lambda e: e.update(action="CREATE"), "/action", "CREATE", "unknown-action"),
    (milk.milking, lambda e: e.update(weather="cold"), "/weather", "cold", "unknown-field"),
    (
        milk.milking,
        lambda e: e.update(transformationID="urn:x:1"),
        "/transformationID",
        "urn:x:1",
        "field-not-of-this-event",
    ),
    (
        milk.milking,
        lambda e: e.update(ilmd={"session": "am"}),
        "/ilmd/session",
        "am",
        "extension-without-prefix",
    ),
    (milk.milking, lambda e: e.update(action="OBSERVE"), "/ilmd", None, "ilmd-only-when-added"),
    (milk.milking, lambda e: e.pop("quantityList"), "", None, "what-is-missing"),
    (milk.milking, lambda e: e.update(quantityList=[]), "", None, "what-is-missing"),
    (
        milk.milking,
        lambda e: e.update(readPoint={"id": "tank 1"}),
        "/readPoint/id",
        "tank 1",
        "not-a-uri",
    ),
    (milk.packing, lambda e: e.pop("parentID"), "", None, "parent-is-missing"),
    (milk.packing, lambda e: e.pop("childQuantityList"), "", None, "children-are-missing"),
    (milk.sealing, lambda e: e.pop("parentID"), "/parentID", None, "required"),
    (
        milk.blending,
        lambda e: e.pop("inputQuantityList"),
        "",
        None,
        "inputs-or-outputs-are-missing",
    ),
    (
        milk.blending,
        lambda e: e.update(persistentDisposition={}),
        "/persistentDisposition",
        None,
        "empty-object",
    ),
    (
        milk.handover,
        lambda e: e.update(bizTransactionList=[]),
        "/bizTransactionList",
        None,
        "empty-list",
    ),
    (
        milk.handover,
        lambda e: e["sourceList"][0].update(type="farmer"),
        "/sourceList/0/type",
        "farmer",
        "unknown-source-or-destination-type",
    ),
    (
        milk.inspecting,
        lambda e: e.update(epcList=["urn:x:1", "urn:x:1"]),
        "/epcList",
        None,
        "repeated-entry",
    ),
    (
        milk.inspecting,
        lambda e: e["sensorElementList"][0]["sensorReport"][0].update(type="Fat"),
        "/sensorElementList/0/sensorReport/0/type",
        "Fat",
        "unknown-measurement-type",
    ),
    (
        milk.inspecting,
        lambda e: e["sensorElementList"][0]["sensorReport"][0].update(value="3.9"),
        "/sensorElementList/0/sensorReport/0/value",
        "3.9",
        "not-a-number",
    ),
]


@pytest.mark.parametrize(("build", "change", "field", "value", "rule"), WRONG)
def test_the_culprit_is_named(
    build: Callable[[], dict[str, Any]], change: Change, field: str, value: object, rule: str
) -> None:
    event = build()
    change(event)
    assert [(f.field, f.value, f.rule) for f in event_faults(event)] == [(field, value, rule)]
    in_document = validate_document(milk.document(milk.sealing(), event))
    assert [fault.field for fault in in_document] == [f"/epcisBody/eventList/1{field}"]


@pytest.mark.parametrize(
    ("quantity", "rule"),
    [
        (-0.001, "negative-quantity"),
        (1.1e12, "absurd-quantity"),
        (float("nan"), "not-a-number"),
        (float("inf"), "not-a-number"),
        ("12", "not-a-number"),
        (True, "not-a-number"),
        (None, "not-a-number"),
    ],
)
def test_absurd_quantities(quantity: object, rule: str) -> None:
    event = milk.milking()
    event["quantityList"][0]["quantity"] = quantity
    (fault,) = event_faults(event)
    assert (fault.field, fault.rule) == ("/quantityList/0/quantity", rule)


def test_every_fault_of_a_document_is_told_up_to_a_limit() -> None:
    bad = {**milk.milking(), "bizStep": "nonsense", "action": "CREATE"}
    faults = validate_document(milk.document(milk.milking(), bad, milk.packing(), bad))
    assert {fault.field for fault in faults} >= {
        "/epcisBody/eventList/1/bizStep",
        "/epcisBody/eventList/3/bizStep",
        "/epcisBody/eventList/3/action",
    }
    assert len(validate_document(milk.document(*[bad] * 500))) <= MAXIMUM_FAULTS + 3


def test_own_event_type_needs_a_uri_and_times_only() -> None:
    event = {
        "type": "https://milkshed.example/ns/FeedingEvent",
        "eventTime": "2026-01-05T08:30:00+08:00",
        "eventTimeZoneOffset": "+08:00",
        "anything": 1,
    }
    assert event_faults(event) == []
    event["type"] = "FeedingEvent"
    assert [fault.rule for fault in event_faults(event)] == ["unknown-event-type"]


@pytest.mark.parametrize(
    ("change", "meant"),
    [
        ({"bizStep": "recieving"}, "receiving"),
        ({"action": "OBSERV"}, "OBSERVE"),
        ({"type": "ObjectEvents"}, "ObjectEvent"),
        ({"disposition": "in_transport"}, "in_transit"),
    ],
)
def test_near_misses_are_hinted_at(change: dict[str, Any], meant: str) -> None:
    fault = event_faults(milk.inspecting() | change)[0]
    assert f"“{meant}”" in fault.message.en
    assert f"“{meant}”" in fault.message.zh


def test_envelope_and_events_apart() -> None:
    bad = {**milk.milking(), "action": "CREATE"}
    for build in (milk.document, milk.query_document):
        document = build(milk.milking(), bad)
        assert envelope_faults(document) == []
        assert events_of(document) == [milk.milking(), bad]
        (fault, *_) = event_faults(bad, pointer=pointer_to_event(document, 1))
        assert fault in validate_document(document)
    del document["@context"]
    assert [fault.field for fault in envelope_faults(document)] == ["/@context"]
    assert [f.field for f in envelope_faults({"type": "EPCISDocument"})] != []


def test_from_xml_is_wider() -> None:
    event = {**milk.packing(), "persistentDisposition": {"set": ["recalled"]}}
    assert [fault.rule for fault in event_faults(event)] == ["field-not-of-this-event"]
    assert event_faults(event, from_xml=True) == []


def test_the_schema_is_plain_json() -> None:
    for schema in (document_schema(), event_schema(), event_schema("ObjectEvent", bare=True)):
        assert orjson.loads(orjson.dumps(schema)) == schema


_json = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
_field_names = st.sampled_from(
    ["type", "eventTime", "epcList", "quantityList", "bizStep", "action", "ilmd", "readPoint"]
)


@given(st.dictionaries(_field_names | st.text(), _json, max_size=4), st.integers(0, 5))
def test_any_content_is_judged_without_failing(change: dict[str, Any], which: int) -> None:
    event = milk.all_events()[which] | change
    alone = event_faults(event)
    together = validate_document(milk.document(event))
    assert bool(alone) == bool(together)
    assert all(isinstance(fault.field, str) for fault in alone)
