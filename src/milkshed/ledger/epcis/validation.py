"""Verdicts on EPCIS documents and events, with faults that name the true culprit.

A right document costs one pass of a compiled validator. Only a wrong one is searched again for
everything that is wrong in it.
"""

from functools import cache
from typing import Any

import jsonschema_rs
import orjson

from milkshed.kernel.problems import Fault
from milkshed.kernel.text import Text
from milkshed.ledger.epcis.complaints import fault_of, pointer_to
from milkshed.ledger.epcis.schema import (
    document_schema,
    event_schema,
    query_document_schema,
)
from milkshed.ledger.epcis.vocabulary import EVENT_FIELDS

MAXIMUM_FAULTS = 200
"""So many faults of one document are told; what is wrong in more places is one mistake."""

Event = dict[str, Any]
Document = dict[str, Any]

NOT_AN_OBJECT = Text("内容应为JSON对象", "A JSON object is expected")
_NOT_A_DOCUMENT = Text(
    "不是EPCIS文档：“type”应为EPCISDocument或EPCISQueryDocument",
    "This is no EPCIS document: “type” must be EPCISDocument or EPCISQueryDocument",
)
TOO_DEEP = Text("嵌套层次过深", "The content is nested too deeply")
"""What is told of content that :func:`is_too_deep`."""


@cache
def _document_validator(document_type: str, *, from_xml: bool) -> jsonschema_rs.Draft7Validator:
    build = document_schema if document_type == "EPCISDocument" else query_document_schema
    return jsonschema_rs.Draft7Validator(build(from_xml=from_xml), validate_formats=True)


@cache
def _event_validator(
    event_type: str, *, bare: bool, from_xml: bool
) -> jsonschema_rs.Draft7Validator:
    return jsonschema_rs.Draft7Validator(
        event_schema(event_type, bare=bare, from_xml=from_xml), validate_formats=True
    )


def _faults(
    validator: jsonschema_rs.Draft7Validator, content: dict[str, Any], pointer: str
) -> list[Fault]:
    if is_too_deep(content):
        return [Fault(pointer, None, "nested-too-deeply", TOO_DEEP)]
    if validator.is_valid(content):
        return []
    faults: dict[tuple[str, str], Fault] = {}
    bad_times: set[str] = set()
    for error in validator.iter_errors(content):
        for fault in fault_of(error, content, pointer):
            if fault.rule in ("not-a-time", "time-without-zone"):
                bad_times.add(fault.field)
            faults.setdefault((fault.field, fault.rule), fault)
        if len(faults) >= MAXIMUM_FAULTS:
            break
    return [
        fault
        for fault in faults.values()
        if fault.rule != "year-out-of-range" or fault.field not in bad_times
    ]


def is_too_deep(content: object) -> bool:
    """Say whether JSON content is nested deeper than anything honest: some 250 levels.

    The writer of ``orjson`` gives up there, long before functions that call themselves do.
    """
    try:
        orjson.dumps(content)
    except TypeError:
        return True
    return False


def event_faults(
    event: object, *, pointer: str = "", bare: bool = False, from_xml: bool = False
) -> list[Fault]:
    """Return everything wrong in one event, an empty list when it is right.

    ``pointer`` is put before the JSON pointer of each fault (the event's place in its document).
    A ``bare`` event travels alone and must carry its own ``@context``; ``from_xml`` permits what
    only the JSON binding refuses (see :mod:`milkshed.ledger.epcis.schema`).
    """
    if not isinstance(event, dict):
        return [Fault(pointer, event, "not-an-object", NOT_AN_OBJECT)]
    event_type = event.get("type")
    known = event_type if isinstance(event_type, str) and event_type in EVENT_FIELDS else ""
    return _faults(_event_validator(known, bare=bare, from_xml=from_xml), event, pointer)


def validate_document(
    document: object, *, bare: bool = False, from_xml: bool = False
) -> list[Fault]:
    """Return everything wrong in a document as read by ``orjson``, an empty list when it is right.

    Accepts an ``EPCISDocument`` and an ``EPCISQueryDocument`` with results; with ``bare`` a
    single event, with ``from_xml`` what :mod:`milkshed.ledger.epcis.xml` read. ``Fault.field`` is
    a JSON pointer (RFC 6901).
    """
    if not isinstance(document, dict):
        return [Fault("", document, "not-an-object", NOT_AN_OBJECT)]
    if bare:
        return event_faults(document, bare=True, from_xml=from_xml)
    document_type = document.get("type")
    if document_type not in ("EPCISDocument", "EPCISQueryDocument"):
        return [Fault("/type", document_type, "not-an-epcis-document", _NOT_A_DOCUMENT)]
    return _faults(_document_validator(document_type, from_xml=from_xml), document, "")


def envelope_faults(document: object, *, from_xml: bool = False) -> list[Fault]:
    """Return what is wrong in a document apart from its events.

    Together with :func:`event_faults` this serves a capture that goes on after a bad event.
    """
    if isinstance(document, dict) and (path := _path_to_events(document)):
        document = _with_empty_list(document, path)
    return validate_document(document, from_xml=from_xml)


def events_of(document: Document) -> list[Event]:
    """Return the list of events of a right document of either kind."""
    found: Any = document
    for name in _path_to_events(document):
        found = found[name]
    return found if isinstance(found, list) else []


def pointer_to_event(document: Document, index: int) -> str:
    """Return the JSON pointer of the event with this index (from 0) in its document."""
    return pointer_to([*_path_to_events(document), index])


def _path_to_events(document: Document) -> tuple[str, ...]:
    """Return the names that lead to the list of events, nothing when there is no such list."""
    if document.get("type") == "EPCISQueryDocument":
        path: tuple[str, ...] = ("epcisBody", "queryResults", "resultsBody", "eventList")
    else:
        path = ("epcisBody", "eventList")
    found: Any = document
    for name in path:
        if not isinstance(found, dict) or name not in found:
            return ()
        found = found[name]
    return path if isinstance(found, list) else ()


def _with_empty_list(document: Document, path: tuple[str, ...]) -> Document:
    name, *rest = path
    return {**document, name: _with_empty_list(document[name], tuple(rest)) if rest else []}
