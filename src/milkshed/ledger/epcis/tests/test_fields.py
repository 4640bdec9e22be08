"""What is indexed of each kind of event."""

from datetime import UTC, datetime

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.ledger.epcis.fields import ErrorDeclaration, Link, TypedUri, index_event, utc_time
from milkshed.ledger.epcis.tests import milk
from milkshed.ledger.epcis.tests.verdicts import file_named, recorded_verdicts
from milkshed.ledger.epcis.validation import event_faults, events_of


def test_blending_has_inputs_and_outputs_with_their_mass() -> None:
    facts = index_event(milk.blending())
    assert facts.event_time == datetime(2026, 1, 5, 0, 30, tzinfo=UTC)
    assert facts.offset == "+08:00"
    assert facts.biz_step == "receiving"
    assert facts.biz_location == milk.STATION
    assert facts.persistent_set == ("conformant",)
    assert facts.links == [
        Link(milk.lot("F1"), "input_class", 1800, "KGM"),
        Link(milk.lot("F2"), "input_class", 200, "KGM"),
        Link(milk.lot("S1"), "output_class", 1999, "KGM"),
    ]


def test_handover_has_its_sheet_and_parties() -> None:
    facts = index_event(milk.handover())
    assert facts.biz_transactions == [TypedUri("bol", "https://id.gs1.org/253/9521321000100J1")]
    assert facts.sources == [TypedUri("possessing_party", "https://id.gs1.org/417/9521321000025")]
    assert facts.destinations == [
        TypedUri("possessing_party", "https://id.gs1.org/417/9521321000049")
    ]


def test_parents_and_children() -> None:
    assert index_event(milk.packing()).links == [
        Link(milk.PALLET, "parent"),
        Link(milk.lot("P1"), "child_class", 960, "KGM"),
    ]
    assert [link.role for link in index_event(milk.sealing()).links] == ["parent", "child"]


def test_notations_are_brought_together() -> None:
    event = milk.inspecting() | {
        "bizStep": "https://ref.gs1.org/cbv/BizStep-inspecting",
        "epcList": [
            "urn:epc:class:lgtin:952123454.0321.L1",
            "https://trace.example.cn/x/01/09521234543213/10/L1?17=270101",
        ],
    }
    facts = index_event(event)
    assert facts.biz_step == "inspecting"
    assert {link.uri for link in facts.links} == {milk.lot("L1")}


def test_error_declaration() -> None:
    event = milk.milking() | {
        "errorDeclaration": {
            "declarationTime": "2026-01-06T00:00:00Z",
            "reason": "incorrect_data",
            "correctiveEventIDs": ["urn:uuid:1"],
        }
    }
    assert index_event(event).error == ErrorDeclaration(
        datetime(2026, 1, 6, tzinfo=UTC), "incorrect_data", ("urn:uuid:1",)
    )


def test_own_event_type_has_no_links() -> None:
    event = {
        "type": "https://milkshed.example/ns/FeedingEvent",
        "eventTime": "2026-01-05T08:30:00+08:00",
        "eventTimeZoneOffset": "+08:00",
        "epcList": 7,
        "readPoint": "anything",
    }
    assert event_faults(event) == []
    assert index_event(event).links == []


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-01-05T08:30:00+08:00", datetime(2026, 1, 5, 0, 30, tzinfo=UTC)),
        ("2026-01-05t00:30:00z", datetime(2026, 1, 5, 0, 30, tzinfo=UTC)),
        ("2016-12-31T23:59:60Z", datetime(2017, 1, 1, tzinfo=UTC)),
        ("2026-01-05T00:30:00.123456789Z", datetime(2026, 1, 5, 0, 30, 0, 123456, tzinfo=UTC)),
    ],
)
def test_times(text: str, moment: datetime) -> None:
    assert utc_time(text) == moment


@pytest.mark.parametrize(
    "name", [name for name, right in recorded_verdicts("gs1_json_schema") if right]
)
def test_every_right_file_is_indexed(name: str) -> None:
    document = orjson.loads(file_named(name).read_bytes())
    for event in [document] if "/Events/" in name else events_of(document):
        assert index_event(event).type == event["type"]


_times = st.datetimes(datetime(1900, 1, 2), datetime(2199, 12, 30), timezones=st.timezones())  # noqa: DTZ001
_uris = st.from_regex(r"\A[a-z]{2,6}:[A-Za-z0-9._~/%-]{1,30}\Z")


@given(st.data())
def test_extraction_never_fails_on_right_events(data: st.DataObject) -> None:
    event = data.draw(st.sampled_from(milk.all_events())) | {
        "eventTime": data.draw(_times).isoformat(timespec="milliseconds"),
        "readPoint": {"id": data.draw(_uris)},
        "bizStep": data.draw(_uris | st.sampled_from(["shipping", "loading"])),
    }
    if not event_faults(event):
        facts = index_event(event)
        assert facts.event_time.tzinfo is UTC
        assert facts.read_point
