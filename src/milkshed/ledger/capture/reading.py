"""Bytes that arrived into facts: read, check, take apart. Nothing here touches the database."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
import orjson

from milkshed.kernel.problems import Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.capture.fact import Fact
from milkshed.ledger.capture.taking_apart import fact_of
from milkshed.ledger.epcis.validation import (
    envelope_faults,
    event_faults,
    events_of,
    pointer_to_event,
    validate_document,
)
from milkshed.ledger.problems import VALIDATION

_NO_JSON = Text("不是有效的JSON：{reason}", "This is not valid JSON: {reason}")
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


def _parsed(body: bytes) -> Any:
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        message = _NO_JSON.format(reason=str(error))
        raise Problem(VALIDATION, message, [Fault("", None, "json", message)]) from error


def _refuse(faults: Sequence[Fault]) -> Problem:
    return Problem(VALIDATION, _REFUSED, faults)


def _slices(body: bytes) -> list[msgspec.Raw]:
    """The events' own bytes, unchanged, in the order of the document."""
    content = msgspec.json.decode(body, type=_Slices).epcis_body
    if content.query_results is not None and content.query_results.results_body is not None:
        return content.query_results.results_body.event_list
    return content.event_list


def read_json_document(body: bytes, *, proceed: bool = False) -> ReadDocument:
    """Read an EPCISDocument or EPCISQueryDocument in JSON-LD.

    Without ``proceed`` anything wrong refuses the whole with a :class:`Problem`; with it, bad
    events are left out and their faults told.
    """
    return read_parsed_document(_parsed(body), body, proceed=proceed)


def read_parsed_document(
    document: Any, body: bytes | None, *, proceed: bool = False
) -> ReadDocument:
    """Like :func:`read_json_document` for a parsed document.

    Without ``body`` (a document that came as XML) an event's bytes are its JSON form.
    """
    faults = envelope_faults(document) if proceed else validate_document(document)
    if faults:
        raise _refuse(faults)
    events = events_of(document)
    slices = [bytes(raw) for raw in _slices(body)] if body is not None else None
    context = document.get("@context")
    result = ReadDocument([], [], orjson.dumps(context))
    for place, event in enumerate(events):
        pointer = pointer_to_event(document, place)
        if proceed and (wrong := event_faults(event, pointer=pointer)):
            result.faults.extend(wrong)
            continue
        try:
            raw = orjson.dumps(event) if slices is None else slices[place]
            result.facts.append(fact_of(event, raw, context))
            result.pointers.append(pointer)
        except Problem as problem:
            located = [replace(f, field=f"{pointer}{f.field}") for f in problem.faults]
            if not proceed:
                raise _refuse(located) from problem
            result.faults.extend(located)
    return result


def read_single_event(body: bytes) -> Fact:
    """Read one bare event in JSON-LD, which carries its own context."""
    event = _parsed(body)
    faults = validate_document(event, bare=True)
    if faults:
        raise _refuse(faults)
    try:
        return fact_of(event, body, event.get("@context"))
    except Problem as problem:
        raise _refuse(problem.faults) from problem
