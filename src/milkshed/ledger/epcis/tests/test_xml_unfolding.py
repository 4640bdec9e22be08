"""EPCIS 1.2 XML: wrappers opened, everything else as in 2.0."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.kernel.problems import Problem
from milkshed.ledger.epcis.event_hash.xml import xml_pre_hashes
from milkshed.ledger.epcis.tests import milk
from milkshed.ledger.epcis.tests.test_xml import OBJECT, xml
from milkshed.ledger.epcis.validation import events_of, validate_document
from milkshed.ledger.epcis.xml import parse_document, read_document
from milkshed.ledger.epcis.xml_messages import read_query_message

OLD_OBJECT = """
<ObjectEvent>
  <eventTime>2026-01-05T08:30:00+08:00</eventTime>
  <eventTimeZoneOffset>+08:00</eventTimeZoneOffset>
  <baseExtension>
    <eventID>urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3301</eventID>
  </baseExtension>
  <epcList/>
  <action>ADD</action>
  <bizStep>urn:epcglobal:cbv:bizstep:creating_class_instance</bizStep>
  <disposition>urn:epcglobal:cbv:disp:active</disposition>
  <readPoint><id>https://id.gs1.org/414/9521321000018</id><extension/></readPoint>
  <bizLocation><id>https://id.gs1.org/414/9521321000018</id></bizLocation>
  <extension>
    <quantityList><quantityElement>
      <epcClass>https://id.gs1.org/01/09521234543213/10/M1</epcClass>
      <quantity>1830.50</quantity><uom>KGM</uom>
    </quantityElement></quantityList>
    <ilmd><milkshed:milkingSession>morning</milkshed:milkingSession>
      <milkshed:extension><milkshed:note>kept</milkshed:note></milkshed:extension></ilmd>
  </extension>
</ObjectEvent>"""

OLD_TRANSFORMATION = """
<extension><TransformationEvent>
  <eventTime>2026-01-05T08:30:00+08:00</eventTime>
  <eventTimeZoneOffset>+08:00</eventTimeZoneOffset>
  <baseExtension><errorDeclaration>
    <declarationTime>2026-01-06T08:30:00+08:00</declarationTime>
    <reason>urn:epcglobal:cbv:er:incorrect_data</reason>
    <extension><milkshed:by>7</milkshed:by></extension>
  </errorDeclaration></baseExtension>
  <inputEPCList><epc>urn:epc:id:grai:9521321.00003.T1</epc></inputEPCList>
  <outputEPCList><epc>urn:epc:id:grai:9521321.00003.T2</epc></outputEPCList>
</TransformationEvent></extension>"""


SCRAPS = [
    *(b"<extension>", b"</extension>", b"<baseExtension/>", b"<x:a xmlns:x='y:'/>", b"&#0;"),
    *(b'xsi:nil="1"', b"2026-13-01T00:00:00Z", b"9" * 400, b"<epc/>", b"text", b"epcis:xsd:2"),
]


def old(*events: str) -> bytes:
    return (
        xml(*events)
        .replace(b"urn:epcglobal:epcis:xsd:2", b"urn:epcglobal:epcis:xsd:1")
        .replace(b'schemaVersion="2.0"', b'schemaVersion="1.2"')
    )


def test_an_old_document_reads_as_the_new_one() -> None:
    document = read_document(old(OLD_OBJECT))
    assert validate_document(document) == []
    assert document["schemaVersion"] == "2.0"
    (event,) = events_of(document)
    assert event.pop("epcList") == []
    assert event["ilmd"].pop("milkshed:extension") == {"milkshed:note": "kept"}
    assert event == milk.milking()


def test_events_and_declarations_in_wrappers() -> None:
    document = read_document(old(OLD_OBJECT, OLD_TRANSFORMATION))
    assert validate_document(document) == []
    transformation = events_of(document)[1]
    assert transformation["type"] == "TransformationEvent"
    assert transformation["errorDeclaration"] == {
        "declarationTime": "2026-01-06T08:30:00+08:00",
        "reason": "incorrect_data",
        "milkshed:by": "7",
    }


def test_order_is_judged_in_new_documents_only() -> None:
    jumbled = OBJECT.replace("<action>ADD</action>", "").replace(
        "<eventTime>", "<action>ADD</action><eventTime>", 1
    )
    assert parse_document(old(jumbled)).faults == []
    assert "element-order" in {fault.rule for fault in parse_document(xml(jumbled)).faults}


def test_wrappers_in_a_new_document_are_refused() -> None:
    assert {fault.rule for fault in parse_document(xml(OLD_OBJECT)).faults} == {
        "unexpected-element"
    }


def test_faults_name_the_line_of_the_old_document() -> None:
    (fault,) = parse_document(old(OLD_OBJECT.replace("1830.50", "much"))).faults
    line = (
        old(OLD_OBJECT)
        .decode()
        .split("\n")
        .index("      <quantity>1830.50</quantity><uom>KGM</uom>")
    )
    assert fault.rule == "value"
    assert f"line {line + 1}" in fault.message.en


@pytest.mark.parametrize(
    "event",
    [
        "<extension>" * 400 + "</extension>" * 400,
        OLD_OBJECT.replace("<epcList/>", "<extension>" * 300 + "</extension>" * 300),
    ],
)
def test_deep_nesting_is_refused(event: str) -> None:
    with pytest.raises(Problem) as caught:
        parse_document(old(event))
    assert [fault.rule for fault in caught.value.faults] == ["not-well-formed"]


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + old(OLD_OBJECT)
    with pytest.raises(Problem) as caught:
        parse_document(bomb)
    assert [fault.rule for fault in caught.value.faults] == ["doctype"]


def test_many_wrappers_side_by_side_take_no_time() -> None:
    event = OLD_OBJECT.replace("<epcList/>", "<m:a xmlns:m='m:'/><extension/>" * 5_000)
    assert parse_document(old(event)).faults == []


@given(st.integers(0, 3000), st.sampled_from(SCRAPS) | st.binary(max_size=6), st.integers(0, 9))
def test_damaged_documents_are_read_or_refused(place: int, scrap: bytes, dropped: int) -> None:
    sound = old(OLD_OBJECT, OLD_TRANSFORMATION)
    damaged = sound[:place] + scrap + sound[place + dropped :]
    for read in (parse_document, xml_pre_hashes, read_query_message):
        with suppress(Problem):
            read(damaged)
