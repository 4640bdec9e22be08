"""The deliberately invalid public documents are refused for the reason they were made for."""

import pytest

from milkshed.kernel.problems import Problem
from milkshed.ledger.capture.reading import read_json_document, read_xml_document
from tests.conformance.tally import Count, note
from tests.reference_data import reference_path

_FOLDER = "traceability/epcis-test-resources/2.0/EPCIS"
_JSON = "/epcisBody/eventList"
_XML = "/epcis:EPCISDocument/EPCISBody/EventList/ObjectEvent"
_QUERY = "/epcisq:EPCISQueryDocument/EPCISBody"

REASONS: dict[str, list[tuple[str, str]]] = {
    "JSON/Capture/Invalid/Combination_of_events_with_missing_mandatory_fields.json": [
        (f"{_JSON}/0/action", "required"),
        (f"{_JSON}/1/eventTimeZoneOffset", "required"),
        (f"{_JSON}/1/action", "required"),
    ],
    "JSON/Capture/Invalid/Combination_of_multiple_invalid_fields.json": [
        (f"{_JSON}/0/bizStep", "unknown-biz-step"),
        (f"{_JSON}/1/disposition", "unknown-disposition"),
        (f"{_JSON}/2/sourceList/0/type", "unknown-source-or-destination-type"),
        (f"{_JSON}/3/ilmd/materialType", "extension-without-prefix"),
        (f"{_JSON}/4/eventTime", "not-a-time"),
        (f"{_JSON}/4/action", "unknown-action"),
    ],
    "JSON/Capture/Invalid/Combination_of_non_standard_bizStep_and_disposition.json": [
        (f"{_JSON}/0/bizStep", "unknown-biz-step"),
        (f"{_JSON}/1/disposition", "unknown-disposition"),
    ],
    "JSON/Capture/Invalid/EPCISDocument_without_context.json": [("/@context", "required")],
    "JSON/Capture/Invalid/ObjectEvent_with_ilmd_field_without_namespace.json": [
        (f"{_JSON}/0/ilmd/materialType", "extension-without-prefix")
    ],
    "JSON/Capture/Invalid/ObjectEvent_with_invalid_action.json": [
        (f"{_JSON}/0/action", "unknown-action")
    ],
    "JSON/Capture/Invalid/ObjectEvent_with_invalid_certificationInfo.json": [
        (f"{_JSON}/0/certificationInfo/0", "not-a-string"),
        (f"{_JSON}/0/certificationInfo/1", "not-a-string"),
    ],
    "JSON/Capture/Invalid/ObjectEvent_with_invalid_eventTime_format.json": [
        (f"{_JSON}/0/eventTime", "not-a-time")
    ],
    "JSON/Capture/Invalid/ObjectEvent_with_non_standard_bizStep.json": [
        (f"{_JSON}/0/bizStep", "unknown-biz-step")
    ],
    "JSON/Capture/Invalid/ObjectEvent_with_non_standard_bizStep_in_second_event.json": [
        (f"{_JSON}/1/bizStep", "unknown-biz-step")
    ],
    "JSON/Capture/Invalid/ObjectEvent_with_non_standard_disposition.json": [
        (f"{_JSON}/0/disposition", "unknown-disposition")
    ],
    "JSON/Capture/Invalid/ObjectEvent_with_quantity_as_text.json": [
        (f"{_JSON}/0/quantityList/0/quantity", "not-a-number")
    ],
    "JSON/Capture/Invalid/ObjectEvent_with_unknown_field_in_quantityList.json": [
        (f"{_JSON}/0/quantityList/0/weight", "unknown-field")
    ],
    "JSON/Capture/Invalid/ObjectEvent_without_action_and_eventTime.json": [
        (f"{_JSON}/0/eventTime", "required"),
        (f"{_JSON}/0/eventTimeZoneOffset", "required"),
        (f"{_JSON}/0/action", "required"),
    ],
    "JSON/Capture/Invalid/ObjectEvent_without_identifier_list.json": [
        (f"{_JSON}/0", "what-is-missing")
    ],
    "JSON/Query/Invalid/QueryDocument_with_invalid_action.json": [
        ("/epcisBody/queryResults/resultsBody/eventList/0/action", "unknown-action")
    ],
    "JSON/Query/Invalid/QueryDocument_with_invalid_eventType.json": [
        ("/epcisBody/queryResults/resultsBody/eventList/0/type", "unknown-event-type")
    ],
    "XML/Capture/Invalid/ObjectEvent_bare_event_without_action.xml": [
        ("/ObjectEvent", "not-an-epcis-document"),
        ("/ObjectEvent/action", "required"),
    ],
    "XML/Capture/Invalid/ObjectEvent_with_invalid_action.xml": [
        (f"{_XML}/action", "unknown-action")
    ],
    "XML/Capture/Invalid/ObjectEvent_with_invalid_eventTime_format.xml": [
        (f"{_XML}/eventTime", "value")
    ],
    "XML/Capture/Invalid/ObjectEvent_with_near_miss_action.xml": [
        (f"{_XML}/action", "unknown-action")
    ],
    "XML/Capture/Invalid/ObjectEvent_with_unknown_element.xml": [
        (f"{_XML}/madeUpField", "unexpected-element")
    ],
    "XML/Capture/Invalid/ObjectEvent_with_wrong_element_order.xml": [
        (f"{_XML}/eventTime", "element-order"),
        (f"{_XML}/eventTimeZoneOffset", "element-order"),
        (f"{_XML}/epcList", "element-order"),
    ],
    "XML/Capture/Invalid/ObjectEvent_without_eventTime.xml": [(f"{_XML}/eventTime", "required")],
    # their QueryResults also lack the namespace and the name of the query
    "XML/Query/Invalid/QueryDocument_with_invalid_action.xml": [
        (f"{_QUERY}/QueryResults", "unexpected-element"),
        (f"{_QUERY}/QueryResults/queryName", "required"),
        (f"{_QUERY}/QueryResults/resultsBody/EventList/ObjectEvent/action", "unknown-action"),
    ],
    "XML/Query/Invalid/QueryDocument_with_invalid_eventType.xml": [
        (f"{_QUERY}/QueryResults", "unexpected-element"),
        (f"{_QUERY}/QueryResults/queryName", "required"),
        (f"{_QUERY}/QueryResults/resultsBody/EventList/ObjectEventInvalid", "unexpected-element"),
    ],
    "XML/Query/Invalid/QueryDocument_with_missing_value.xml": [
        (f"{_QUERY}/epcisq:Poll/params/param[2]/value", "required")
    ],
}
"""Field and rule of every fault of each document."""


def test_every_invalid_document_is_refused_for_its_reason() -> None:
    folder = reference_path(_FOLDER)
    files = {
        str(path.relative_to(folder))
        for pattern in ("*/Capture/Invalid/*", "*/Query/Invalid/*")
        for path in folder.glob(pattern)
    }
    assert files == REASONS.keys()
    wrong = {}
    for name, reasons in REASONS.items():
        read = read_xml_document if name.endswith(".xml") else read_json_document
        with pytest.raises(Problem) as caught:
            read((folder / name).read_bytes())
        problem = caught.value
        assert problem.kind.uri == "epcisException:ValidationException"
        assert all(fault.message.zh and fault.message.en for fault in problem.faults)
        found = [(fault.field, fault.rule) for fault in problem.faults]
        if sorted(found) != sorted(reasons):
            wrong[name] = found
    note(
        Count(
            "capture",
            "无效文档以正确理由拒收",
            "Invalid documents refused for the right reason",
            len(REASONS),
            len(REASONS) - len(wrong),
            "openepcis-test-resources 2.0, Invalid",
        )
    )
    assert wrong == {}
