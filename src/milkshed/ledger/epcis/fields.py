"""What the ledger indexes of an event, read in one pass.

Identifiers come out in their canonical notation, standard words bare, times in UTC; the event
itself is stored verbatim elsewhere. Every function expects an event that
:func:`milkshed.ledger.epcis.validation.event_faults` found right.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from milkshed.ledger.epcis.vocabulary import BARE_WORDS, Vocabulary
from milkshed.ledger.gs1.epc import canonical_uri

Role = Literal[
    "epc",
    "child",
    "parent",
    "input",
    "output",
    "class",
    "child_class",
    "input_class",
    "output_class",
]


class Link(NamedTuple):
    """One object of an event: its canonical URI, its role and, for classes, how much of it.

    ``quantity`` counts pieces when ``uom`` (UN/ECE Recommendation 20 code) is None.
    """

    uri: str
    role: Role
    quantity: float | None = None
    uom: str | None = None


class TypedUri(NamedTuple):
    """A business transaction, source or destination: its type (may be empty) and its URI."""

    type: str
    uri: str


class ErrorDeclaration(NamedTuple):
    """That an earlier event with the same identifier is wrong, since when, why, what is right."""

    time: datetime
    reason: str | None
    corrective_event_ids: tuple[str, ...]


class EventFacts(NamedTuple):
    """The indexed fields of one event; times are in UTC, ``offset`` as written (``+08:00``)."""

    type: str
    action: str | None
    event_time: datetime
    offset: str
    event_id: str | None
    biz_step: str | None
    disposition: str | None
    read_point: str | None
    biz_location: str | None
    transformation_id: str | None
    error: ErrorDeclaration | None
    persistent_set: tuple[str, ...]
    persistent_unset: tuple[str, ...]
    links: list[Link]
    biz_transactions: list[TypedUri]
    sources: list[TypedUri]
    destinations: list[TypedUri]


_CHILDREN: tuple[tuple[str, Role], ...] = (("childEPCs", "child"),)
_EPCS: tuple[tuple[str, Role], ...] = (("epcList", "epc"),)

_EPC_LISTS: Mapping[str, tuple[tuple[str, Role], ...]] = MappingProxyType(
    {
        "ObjectEvent": _EPCS,
        "AggregationEvent": _CHILDREN,
        "AssociationEvent": _CHILDREN,
        "TransactionEvent": _EPCS,
        "TransformationEvent": (("inputEPCList", "input"), ("outputEPCList", "output")),
    }
)
_QUANTITY_LISTS: Mapping[str, tuple[tuple[str, Role], ...]] = MappingProxyType(
    {
        "ObjectEvent": (("quantityList", "class"),),
        "AggregationEvent": (("childQuantityList", "child_class"),),
        "AssociationEvent": (("childQuantityList", "child_class"),),
        "TransactionEvent": (("quantityList", "class"),),
        "TransformationEvent": (
            ("inputQuantityList", "input_class"),
            ("outputQuantityList", "output_class"),
        ),
    }
)

_STEPS = BARE_WORDS[Vocabulary.BIZ_STEP]
_DISPOSITIONS = BARE_WORDS[Vocabulary.DISPOSITION]
_TRANSACTION_TYPES = BARE_WORDS[Vocabulary.BIZ_TRANSACTION]
_PARTY_TYPES = BARE_WORDS[Vocabulary.SOURCE_DESTINATION]
_REASONS = BARE_WORDS[Vocabulary.ERROR_REASON]

_LEAP_SECOND = re.compile(r"(\d{2}:\d{2}):60")


def utc_time(text: str) -> datetime:
    """Return an RFC 3339 time in UTC.

    Digits behind the microsecond are cut; a leap second becomes the second after it.
    """
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except ValueError:
        plain, leaps = _LEAP_SECOND.subn(r"\1:59", text.upper())
        return datetime.fromisoformat(plain).astimezone(UTC) + timedelta(seconds=leaps)


def index_event(event: Mapping[str, Any]) -> EventFacts:
    """Return the indexed fields of a right event.

    An event whose type is a user's own has no links: its fields are not of the standard.
    """
    get = event.get
    event_type = event["type"]
    step = get("bizStep")
    disposition = get("disposition")
    read_point = get("readPoint")
    location = get("bizLocation")
    transformation = get("transformationID")
    error = get("errorDeclaration")
    persistent = get("persistentDisposition") or {}
    transactions = get("bizTransactionList")
    sources = get("sourceList")
    destinations = get("destinationList")
    own = event_type not in _EPC_LISTS
    if own:
        step = disposition = read_point = location = transformation = None
        transactions = sources = destinations = None
        persistent = {}
    return EventFacts(
        event_type,
        None if own else get("action"),
        utc_time(event["eventTime"]),
        event["eventTimeZoneOffset"],
        get("eventID"),
        _STEPS.get(step, step) if step else None,
        _DISPOSITIONS.get(disposition, disposition) if disposition else None,
        canonical_uri(read_point["id"]) if read_point else None,
        canonical_uri(location["id"]) if location else None,
        canonical_uri(transformation) if transformation else None,
        _error(error) if error else None,
        tuple([_DISPOSITIONS.get(word, word) for word in persistent.get("set", ())]),
        tuple([_DISPOSITIONS.get(word, word) for word in persistent.get("unset", ())]),
        [] if own else _links(event_type, event),
        _typed(transactions, "bizTransaction", _TRANSACTION_TYPES) if transactions else [],
        _typed(sources, "source", _PARTY_TYPES) if sources else [],
        _typed(destinations, "destination", _PARTY_TYPES) if destinations else [],
    )


def _links(event_type: str, event: Mapping[str, Any]) -> list[Link]:
    links = []
    parent = event.get("parentID")
    if parent:
        links.append(Link(canonical_uri(parent), "parent"))
    for name, role in _EPC_LISTS[event_type]:
        epcs = event.get(name)
        if epcs:
            links += [Link(canonical_uri(uri), role) for uri in epcs]
    for name, role in _QUANTITY_LISTS[event_type]:
        elements = event.get(name)
        if elements:
            links += [
                Link(
                    canonical_uri(element["epcClass"]),
                    role,
                    element.get("quantity"),
                    element.get("uom"),
                )
                for element in elements
            ]
    return links


def _typed(entries: list[dict[str, str]], name: str, words: Mapping[str, str]) -> list[TypedUri]:
    return [
        TypedUri(
            words.get(entry.get("type", ""), entry.get("type", "")), canonical_uri(entry[name])
        )
        for entry in entries
    ]


def _error(declaration: Mapping[str, Any]) -> ErrorDeclaration:
    reason = declaration.get("reason")
    return ErrorDeclaration(
        utc_time(declaration["declarationTime"]),
        _REASONS.get(reason, reason) if reason else None,
        tuple(declaration.get("correctiveEventIDs", ())),
    )
