"""Notations a client may ask for."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given

from milkshed.ledger.epcis.event_hash.hashing import event_hash
from milkshed.ledger.epcis.tests import milk
from milkshed.ledger.epcis.tests.made_events import CONTEXT, made_events
from milkshed.ledger.epcis.translation import CbvFormat, EpcFormat, translate
from milkshed.ledger.epcis.validation import event_faults, events_of
from milkshed.ledger.epcis.xml import read_document
from milkshed.ledger.epcis.xml_writing.documents import write_document
from milkshed.ledger.gs1.epc_urn import known_prefixes

PREFIXES = known_prefixes(["9521321", "9521234"])
NOW = datetime(2026, 1, 5, tzinfo=UTC)


def test_a_milking_in_urns_and_back() -> None:
    event = milk.milking() | {"milkshed:farm": milk.FARM}
    urns = translate(event, EpcFormat.EPC_URN, prefix_length=PREFIXES)
    assert urns["quantityList"][0]["epcClass"] == "urn:epc:class:lgtin:9521234.054321.M1"
    assert urns["readPoint"] == {"id": "urn:epc:id:sgln:9521321.00001.0"}
    assert urns["milkshed:farm"] == milk.FARM
    assert event_faults(urns) == []
    assert translate(urns, EpcFormat.DIGITAL_LINK) == event


def test_all_identifiers_of_the_standard_fields() -> None:
    for event in milk.all_events():
        urns = translate(event, EpcFormat.EPC_URN, prefix_length=PREFIXES)
        assert "id.gs1.org" not in repr(urns)
        assert translate(urns, EpcFormat.DIGITAL_LINK) == event
    device = {"deviceID": "https://id.gs1.org/8004/9521321S7", "value": 1, "type": "Mass"}
    sensing = milk.inspecting() | {
        "sensorElementList": [{"sensorReport": [device], "sensorMetadata": {}, "milkshed:a": "b"}]
    }
    (element,) = translate(sensing, EpcFormat.EPC_URN, prefix_length=PREFIXES)["sensorElementList"]
    assert element["sensorReport"][0]["deviceID"] == "urn:epc:id:giai:9521321.S7"


@pytest.mark.parametrize("choice", [EpcFormat.NO_PREFERENCE, EpcFormat.NEVER])
def test_nothing_is_translated_unasked(choice: EpcFormat) -> None:
    assert translate(milk.handover(), choice, CbvFormat.NEVER, PREFIXES) == milk.handover()


def test_without_a_known_prefix_links_stay() -> None:
    assert translate(milk.packing(), EpcFormat.EPC_URN) == milk.packing()


def test_a_link_on_an_own_domain_is_a_link() -> None:
    event = milk.milking() | {"epcList": ["https://farm.example/01/09521234543213/10/A?17=270101"]}
    assert translate(event, EpcFormat.DIGITAL_LINK) == event


@pytest.mark.parametrize(
    ("choice", "step", "kind"),
    [
        (CbvFormat.URN, "urn:epcglobal:cbv:bizstep:shipping", "urn:epcglobal:cbv:btt:bol"),
        (
            CbvFormat.WEB_URI,
            "https://ref.gs1.org/cbv/BizStep-shipping",
            "https://ref.gs1.org/cbv/BTT-bol",
        ),
        (CbvFormat.NO_PREFERENCE, "shipping", "bol"),
    ],
)
def test_words(choice: CbvFormat, step: str, kind: str) -> None:
    event = milk.handover() | {
        "errorDeclaration": {"declarationTime": "2026-01-05T00:00:00Z", "reason": "own:reason"}
    }
    found = translate(event, cbv_format=choice)
    assert found["bizStep"] == step
    assert found["bizTransactionList"][0]["type"] == kind
    assert found["errorDeclaration"]["reason"] == "own:reason"


@given(made_events())
def test_no_notation_changes_the_event(event: dict[str, Any]) -> None:
    for epcs in EpcFormat:
        for words in CbvFormat:
            found = translate(event, epcs, words, PREFIXES)
            assert event_hash(found, CONTEXT) == event_hash(event, CONTEXT)
    urns = translate(event, cbv_format=CbvFormat.URN)
    written = read_document(write_document([(urns, CONTEXT)], created_at=NOW))
    plain = read_document(write_document([(event, CONTEXT)], created_at=NOW))
    assert events_of(written) == events_of(plain)
