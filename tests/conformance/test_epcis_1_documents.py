"""The public EPCIS 1.2 sample documents as the ledger's capture reads them.

The publisher files all of them as documents to convert; five of them break EPCIS, each in its own
way, and are refused for it.
"""

from milkshed.kernel.problems import Problem
from milkshed.ledger.capture.reading import read_xml_document
from milkshed.ledger.epcis.event_hash.xml import xml_hashes
from tests.conformance.tally import Count, note
from tests.reference_data import reference_path

_FOLDER = "traceability/epcis-test-resources/1.2/EPCIS/XML/Capture/Documents"

EVENTS = {
    "AggregationEvent.xml": 1,
    "AggregationEvent_all_possible_fields.xml": 1,
    "All_eventTypes_in_single_document.xml": 6,
    "AssociationEvent.xml": 1,
    "AssociationEvent_all_possible_fields.xml": 1,
    "EPCISDocument_with_comment.xml": 8,
    "GS1_US_Pharma_Example_2_2_1_1.xml": 8,
    "Jumbled_attributes_order.xml": 1,
    "ObjectEvent.xml": 1,
    "ObjectEvent_with_baseExtension_errorDeclaration.xml": 3,
    "ObjectEvent_with_sensorData.xml": 1,
    "TransactionEvent.xml": 1,
    "TransformationEvent.xml": 1,
    "TransformationEvent_all_possible_fields.xml": 1,
}
"""How many events each right document holds."""

REFUSED = {
    # EPCIS 2.0 by its namespace, which its events bear against the schema
    "Document_with_namespace.xml": {
        ("/epcis:EPCISDocument/EPCISBody/EventList/epcis:ObjectEvent", "unexpected-element")
    },
    # a certification that is no URI, and ilmd on an observation
    "ObjectEvent_all_possible_fields.xml": {
        ("/epcisBody/eventList/0/certificationInfo", "not-a-uri"),
        ("/epcisBody/eventList/0/ilmd", "ilmd-only-when-added"),
    },
    # single events, no documents
    "Single_event.xml": {("/TransactionEvent", "not-an-epcis-document")},
    "Single_event_with_namespace.xml": {
        ("/{urn:epcglobal:epcis:xsd:2}ObjectEvent", "not-an-epcis-document")
    },
    # a time without seconds
    "TransactionEvent_all_possible_fields.xml": {
        (
            "/epcis:EPCISDocument/EPCISBody/EventList/TransactionEvent/errorDeclaration"
            "/declarationTime",
            "value",
        )
    },
}
"""What is wrong in the others: field and rule."""


def test_every_old_document_is_taken_or_refused_for_the_right_reason() -> None:
    folder = reference_path(_FOLDER)
    wrong = {}
    for path in sorted(folder.iterdir()):
        found: object
        try:
            found = len(read_xml_document(path.read_bytes()).facts)
        except Problem as problem:
            found = {(fault.field, fault.rule) for fault in problem.faults}
        if found != EVENTS.get(path.name, REFUSED.get(path.name)):
            wrong[path.name] = found
    note(
        Count(
            "capture",
            "EPCIS 1.2示例文档的判定",
            "Verdicts on EPCIS 1.2 sample documents",
            len(EVENTS) + len(REFUSED),
            len(EVENTS) + len(REFUSED) - len(wrong),
            "openepcis-test-resources 1.2",
            f"{len(EVENTS)} taken, {len(REFUSED)} refused",
        )
    )
    assert {path.name for path in folder.iterdir()} == EVENTS.keys() | REFUSED.keys()
    assert not wrong


def test_hashes_do_not_depend_on_the_version() -> None:
    """This event stands in both collections, in either version's XML."""
    name = "ObjectEvent_with_sensorData.xml"
    old = reference_path(f"{_FOLDER}/{name}").read_bytes()
    new = reference_path(
        f"traceability/epcis-test-resources/2.0/EPCIS/XML/Capture/Documents/{name}"
    ).read_bytes()
    assert xml_hashes(old) == xml_hashes(new)
