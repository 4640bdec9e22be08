"""EPCIS XML: structure judged like the standard's XML schema, content as JSON-LD."""

import pytest

from milkshed.kernel.problems import Problem
from milkshed.ledger.epcis.fields import index_event
from milkshed.ledger.epcis.tests import milk
from milkshed.ledger.epcis.tests.verdicts import file_named, recorded_verdicts
from milkshed.ledger.epcis.validation import events_of, validate_document
from milkshed.ledger.epcis.xml import parse_document, read_document

OBJECT = """
<ObjectEvent>
  <eventTime>2026-01-05T08:30:00+08:00</eventTime>
  <eventTimeZoneOffset>+08:00</eventTimeZoneOffset>
  <eventID>urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3301</eventID>
  <!-- a milking lot -->
  <action>ADD</action>
  <bizStep>https://ref.gs1.org/cbv/BizStep-creating_class_instance</bizStep>
  <disposition>urn:epcglobal:cbv:disp:active</disposition>
  <readPoint><id>https://id.gs1.org/414/9521321000018</id></readPoint>
  <bizLocation><id>https://id.gs1.org/414/9521321000018</id></bizLocation>
  <quantityList><quantityElement>
    <epcClass>https://id.gs1.org/01/09521234543213/10/M1</epcClass>
    <quantity>1830.50</quantity><uom>KGM</uom>
  </quantityElement></quantityList>
  <ilmd><milkshed:milkingSession>morning</milkshed:milkingSession></ilmd>
</ObjectEvent>"""

SENSOR = """
<ObjectEvent xmlns:a="https://a.example/">
  <eventTime>2026-01-05T08:30:00Z</eventTime>
  <eventTimeZoneOffset>+08:00</eventTimeZoneOffset>
  <certificationInfo>https://example.org/c/1</certificationInfo>
  <epcList><epc>https://id.gs1.org/8003/09521321000032T0001</epc></epcList>
  <action>OBSERVE</action>
  <sensorElementList><sensorElement>
    <sensorMetadata time="2026-01-05T08:00:00Z" a:probe="top"/>
    <sensorReport type="gs1:Temperature" value="3.90" uom="CEL" booleanValue="1"/>
    <a:note>calm</a:note><a:note>cold</a:note>
  </sensorElement></sensorElementList>
  <a:nested><a:inner kind="x">1</a:inner></a:nested>
</ObjectEvent>"""


def xml(*events: str, root: str = "EPCISDocument") -> bytes:
    return (
        f'<e:{root} xmlns:e="urn:epcglobal:epcis:xsd:2"'
        ' xmlns:milkshed="https://milkshed.example/ns/" schemaVersion="2.0"'
        ' creationDate="2026-01-05T09:00:00+08:00"><EPCISBody><EventList>'
        f"{''.join(events)}</EventList></EPCISBody></e:{root}>"
    ).encode()


def query(body: str) -> bytes:
    return (
        '<q:EPCISQueryDocument xmlns:q="urn:epcglobal:epcis-query:xsd:2"'
        ' xmlns:milkshed="https://milkshed.example/ns/" schemaVersion="2.0"'
        f' creationDate="2026-01-05T09:00:00Z"><EPCISBody>{body}</EPCISBody>'
        "</q:EPCISQueryDocument>"
    ).encode()


@pytest.mark.parametrize(("name", "accepted"), recorded_verdicts("gs1_xsd"))
def test_verdict_of_the_standard_schema(name: str, accepted: bool) -> None:
    found = parse_document(file_named(name).read_bytes())
    assert (not found.faults) == accepted, found.faults
    if accepted and found.document is not None:
        assert validate_document(found.document, from_xml=True) == []
        for event in events_of(found.document):
            index_event(event)


def test_xml_and_json_are_one_document() -> None:
    document = read_document(xml(OBJECT))
    assert document == milk.document(milk.milking())
    assert validate_document(document) == []


def test_sensors_and_extensions() -> None:
    document = read_document(xml(SENSOR))
    (event,) = events_of(document)
    assert validate_document(document) == []
    assert event["certificationInfo"] == "https://example.org/c/1"
    assert event["sensorElementList"] == [
        {
            "sensorMetadata": {"time": "2026-01-05T08:00:00Z", "a:probe": "top"},
            "sensorReport": [
                {"type": "Temperature", "value": 3.9, "uom": "CEL", "booleanValue": True}
            ],
            "a:note": ["calm", "cold"],
        }
    ]
    assert event["a:nested"] == {"a:inner": {"kind": "x", "#text": "1"}}
    assert document["@context"][1] == {"a": "https://a.example/"}


def test_one_prefix_for_two_namespaces_is_told_apart() -> None:
    other = SENSOR.replace("https://a.example/", "https://b.example/")
    document = read_document(xml(SENSOR, other))
    first, second = events_of(document)
    assert document["@context"][1] == {"a": "https://a.example/", "a.2": "https://b.example/"}
    assert "a:nested" in first
    assert "a.2:nested" in second


def test_prefixes_that_json_refuses_are_replaced() -> None:
    odd = "".join(
        f'<{prefix}:field xmlns:{prefix}="https://{number}.example/">1</{prefix}:field>'
        for number, prefix in enumerate(("my_own", "x.2", "牧场", "urn"))
    )
    document = read_document(xml(SENSOR.replace("<a:nested>", f"{odd}<a:nested>")))
    assert validate_document(document) == []
    assert set(document["@context"][1]) == {"a", "ext", "ext.2", "ext.3", "ext.4"}


def test_very_many_namespaces_under_one_prefix_take_no_time() -> None:
    many = "".join(f'<m:a xmlns:m="m:{number}"/>' for number in range(20_000))
    document = read_document(xml(SENSOR.replace("<a:nested>", f"{many}<a:nested>")))
    assert len(document["@context"][1]) == 20_001


def test_query_results() -> None:
    document = read_document(
        query(
            "<q:QueryResults><queryName>SimpleEventQuery</queryName><resultsBody><EventList>"
            f"{OBJECT}</EventList></resultsBody></q:QueryResults>"
        )
    )
    assert validate_document(document) == []
    assert events_of(document) == [milk.milking()]


def test_query_results_of_the_old_version() -> None:
    data = query(
        "<q:QueryResults><queryName>SimpleEventQuery</queryName><resultsBody><EventList>"
        f"{OBJECT}</EventList></resultsBody></q:QueryResults>"
    ).replace(b"epcis-query:xsd:2", b"epcis-query:xsd:1")
    assert events_of(read_document(data)) == [milk.milking()]


def test_query_message_has_no_events() -> None:
    message = query("<q:Poll><queryName>SimpleEventQuery</queryName><params/></q:Poll>")
    assert parse_document(message).faults == []
    with pytest.raises(Problem, match="no events"):
        read_document(message)


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("<action>ADD</action>", "", "required"),
        ("<action>ADD</action>", "<action>CREATE</action>", "unknown-action"),
        ("<action>ADD</action>", "<action>ADD</action><action>ADD</action>", "repeated"),
        ("+08:00</eventTime>", "</eventTime>", "value"),
        ("2026-01-05T08:30", "2026-02-30T08:30", "value"),
        ("1830.50", "much", "value"),
        ("<uom>", "<unit/><uom>", "unexpected-element"),
        ("<quantity>1830.50</quantity>", "", "required"),
        ("<ilmd>", "<ilmd><milkingSession/>", "unexpected-element"),
        ("<quantityList>", "<quantityList>some", "unexpected-text"),
        ("</ilmd>", "</ilmd><milkshed:a/><bizStep>x:y</bizStep>", "repeated"),
        (
            "</ilmd>",
            "</ilmd><milkshed:a/><sourceList><source type='x:y'>a:b</source></sourceList>",
            "element-order",
        ),
    ],
)
def test_wrong_structure(old: str, new: str, rule: str) -> None:
    assert OBJECT.count(old) == 1
    found = parse_document(xml(SENSOR, OBJECT.replace(old, new)))
    assert found.envelope_faults == []
    assert found.event_faults[0] == []
    assert [fault.rule for fault in found.event_faults[1]] == [rule]
    with pytest.raises(Problem):
        read_document(xml(OBJECT.replace(old, new)))


def test_faults_name_place_and_line() -> None:
    (fault,) = parse_document(xml(OBJECT, OBJECT.replace("ADD", "CREATE"))).faults
    assert fault.field == "/e:EPCISDocument/EPCISBody/EventList/ObjectEvent[2]/action"
    assert fault.value == "CREATE"
    assert "line" in fault.message.en
    assert "行" in fault.message.zh


def test_many_faults_are_all_counted() -> None:
    bad = OBJECT.replace("ADD", "CREATE")
    assert all(parse_document(xml(*[bad] * 400)).event_faults)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{}",
        b"<a>",
        b"<a>" * 2000 + b"</a>" * 2000,
        b"<!DOCTYPE r><r/>",
        b'<!DOCTYPE r SYSTEM "http://127.0.0.1/x.dtd"><r/>',
        b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><r>&x;</r>',
        b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><r k="&b;">&b;</r>',
        '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE r><r/>'.encode("utf-16"),
    ],
)
def test_dangerous_or_broken_xml_is_refused(data: bytes) -> None:
    with pytest.raises(Problem) as caught:
        parse_document(data)
    assert caught.value.kind.status == 400


@pytest.mark.parametrize(
    "data",
    [
        OBJECT.replace("milkshed:", "").encode(),
        xml(OBJECT).replace(b"urn:epcglobal:epcis:xsd:2", b"urn:epcglobal:epcis:xsd:3"),
        b"<r/>",
    ],
)
def test_other_documents_are_refused(data: bytes) -> None:
    assert parse_document(data.strip()).faults[0].rule == "not-an-epcis-document"
    assert parse_document(data.strip()).document is None


def test_header_keeps_parties_and_master_data() -> None:
    header = (
        '<EPCISHeader><s:StandardBusinessDocumentHeader xmlns:s="http://www.unece.org/cefact/'
        'namespaces/StandardBusinessDocumentHeader"><s:Sender><s:Identifier>urn:a:1'
        "</s:Identifier></s:Sender></s:StandardBusinessDocumentHeader><extension>"
        "<EPCISMasterData><VocabularyList><Vocabulary type='urn:a:place'>"
        "<VocabularyElementList><VocabularyElement id='urn:a:farm'>"
        "<attribute id='urn:a:name'>Farm</attribute><children><id>urn:a:tank</id></children>"
        "</VocabularyElement></VocabularyElementList></Vocabulary></VocabularyList>"
        "</EPCISMasterData></extension></EPCISHeader>"
    )
    document = read_document(xml(OBJECT).replace(b"<EPCISBody>", header.encode() + b"<EPCISBody>"))
    assert validate_document(document) == []
    assert document["sender"] == "urn:a:1"
    (vocabulary,) = document["epcisHeader"]["epcisMasterData"]["vocabularyList"]
    assert vocabulary["vocabularyElementList"][0]["children"] == ["urn:a:tank"]
