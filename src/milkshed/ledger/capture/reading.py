"""Bytes that arrived into facts: read, check, take apart. Nothing here touches the database."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
import orjson

from milkshed.kernel.problems import Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.capture.fact import Fact
from milkshed.ledger.capture.master_data import Element, elements_of, names_in
from milkshed.ledger.capture.name_length import endless_among, endless_names
from milkshed.ledger.capture.taking_apart import Context, fact_of, fact_within
from milkshed.ledger.epcis.validation import (
    envelope_faults,
    event_faults,
    events_of,
    pointer_to_event,
    validate_document,
)
from milkshed.ledger.epcis.xml import parse_document
from milkshed.ledger.problems import VALIDATION

_REPORT_TYPE = re.compile(r"/sensorReport/[0-9]+/type$")
_NO_JSON = Text("不是有效的JSON：{reason}", "This is not valid JSON: {reason}")
_NO_EVENTS = Text("文档只含查询消息，没有事件", "The document carries a query message, no events")
_REFUSED = Text("文档不符合EPCIS 2.0", "The document does not conform to EPCIS 2.0")


class _EventList(msgspec.Struct, rename="camel"):
    event_list: list[msgspec.Raw] = []


class _ResultsBody(msgspec.Struct, rename="camel"):
    results_body: _EventList | None = None


class _Body(msgspec.Struct, rename="camel"):
    event_list: list[msgspec.Raw] = []
    query_results: _ResultsBody | None = None


class _Slices(msgspec.Struct, rename="camel"):
    epcis_body: _Body


@dataclass(slots=True)
class ReadDocument:
    """Facts of a document, where they stood in it, and what was wrong with the others."""

    facts: list[Fact]
    pointers: list[str]
    context: bytes | None = None
    faults: list[Fault] = field(default_factory=list)
    master_data: list[Element] = field(default_factory=list)


def _parsed(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        message = _NO_JSON.format(reason=str(error))
        raise Problem(VALIDATION, message, [Fault("", None, "json", message)]) from error


def _refuse(faults: Sequence[Fault]) -> Problem:
    return Problem(VALIDATION, _REFUSED, faults)


def _check(document: Any, *, proceed: bool) -> None:
    faults = envelope_faults(document) if proceed else validate_document(document)
    if faults:
        raise _refuse(faults)


def _slices(body: bytes) -> list[bytes]:
    """The events' own bytes, unchanged, in the order of the document."""
    content = msgspec.json.decode(body, type=_Slices).epcis_body
    if content.query_results is not None and content.query_results.results_body is not None:
        return [bytes(raw) for raw in content.query_results.results_body.event_list]
    return [bytes(raw) for raw in content.event_list]


def read_json_document(body: bytes, *, proceed: bool = False) -> ReadDocument:
    """Read an EPCISDocument or EPCISQueryDocument in JSON-LD.

    Without ``proceed`` anything wrong refuses the whole with a :class:`Problem`; with it, bad
    events are left out and their faults told.
    """
    document = _parsed(body)
    _check(document, proceed=proceed)
    return _facts_of(document, _slices(body), (), proceed=proceed)


def read_xml_document(body: bytes, *, proceed: bool = False) -> ReadDocument:
    """Read an EPCIS 2.0 document in XML; an event's bytes are its JSON-LD form."""
    try:
        found = parse_document(body)
    except Problem as problem:
        raise Problem(VALIDATION, problem.detail, problem.faults) from problem
    wrong = found.envelope_faults if proceed else found.faults
    if wrong:
        raise _refuse(wrong)
    if found.document is None:
        raise _refuse([Fault("/", None, "no-events", _NO_EVENTS)])
    faults = envelope_faults(found.document) if proceed else validate_document(found.document)
    if faults := _without_json_rules(faults):
        raise _refuse(faults)
    return _facts_of(found.document, None, found.event_faults, proceed=proceed)


def _without_json_rules(faults: Iterable[Fault]) -> list[Fault]:
    """Leave out what the JSON binding forbids and the XML schema of the standard permits."""
    return [fault for fault in faults if not _is_json_rule(fault)]


def _is_json_rule(fault: Fault) -> bool:
    if fault.rule == "repeated-entry":
        return True
    if fault.rule == "field-not-of-this-event":
        return fault.field.endswith("/persistentDisposition")
    return fault.rule == "required" and _REPORT_TYPE.search(fault.field) is not None


def _facts_of(
    document: Any,
    slices: Sequence[bytes] | None,
    known_faults: Sequence[Sequence[Fault]],
    *,
    proceed: bool,
) -> ReadDocument:
    """Take the events of a checked document apart.

    ``slices`` are the events' own bytes, ``known_faults`` what a reader of another notation has
    already found wrong in each event.
    """
    events = events_of(document)
    folder = pointer_to_event(document, 0).removesuffix("0")
    context = Context(document.get("@context"))
    master_data = elements_of(document)
    if endless := endless_among(names_in(master_data), "/epcisHeader"):
        raise _refuse(endless)
    result = ReadDocument([], [], orjson.dumps(context.said), master_data=master_data)
    for place, event in enumerate(events):
        pointer = f"{folder}{place}"
        if proceed:
            wrong = event_faults(event, pointer=pointer)
            if slices is None:
                wrong = [*known_faults[place], *_without_json_rules(wrong)]
            if wrong:
                result.faults.extend(wrong)
                continue
        raw = orjson.dumps(event) if slices is None else slices[place]
        fact = fact_within(context, event, raw)
        if endless := endless_names(fact, pointer):
            if not proceed:
                raise _refuse(endless)
            result.faults.extend(endless)
            continue
        result.facts.append(fact)
        result.pointers.append(pointer)
    return result


def read_single_event(body: bytes) -> Fact:
    """Read one bare event in JSON-LD, which carries its own context."""
    event = _parsed(body)
    faults = validate_document(event, bare=True)
    if faults:
        raise _refuse(faults)
    fact = fact_of(event, body, event.get("@context"))
    if endless := endless_names(fact, ""):
        raise _refuse(endless)
    return fact
