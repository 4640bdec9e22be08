"""Event hash identifiers (CBV 2.0 section 8.9.2): one name for one event, however it is written.

The same event has the same hash in JSON-LD and in XML, with identifiers as EPC URN or as Digital
Link, in any time zone, order and choice of prefixes.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from milkshed.kernel.problems import INVALID, Fault, Problem
from milkshed.ledger.epcis.event_hash.prehash import pre_hash_of
from milkshed.ledger.epcis.names import Names, names_of
from milkshed.ledger.epcis.validation import NOT_AN_OBJECT, events_of

HASH_SCHEME = "ni:///sha-256;"
"""What every event hash identifier begins with."""

NOTHING: frozenset[str] = frozenset()


def pre_hash_string(
    event: Mapping[str, Any], context: object = None, ignored: frozenset[str] = NOTHING
) -> str:
    """Return the string that :func:`event_hash` digests.

    ``context`` is the ``@context`` of the document; an event's own one is added to it. ``ignored``
    are fields of a repository as ``{namespace}local``.
    """
    return pre_hash_of(event, names_of(context), ignored)


def event_hash(
    event: Mapping[str, Any], context: object = None, ignored: frozenset[str] = NOTHING
) -> str:
    """Return the event hash identifier, ``ni:///sha-256;…?ver=CBV2.0`` (RFC 6920).

    Arguments as in :func:`pre_hash_string`.
    """
    return identifier_of(pre_hash_string(event, context, ignored))


def document_pre_hashes(document: Mapping[str, Any]) -> list[str]:
    """Return the pre-hash string of every event of a JSON-LD document, or of one bare event.

    A single event may also stand as ``event`` in the body, as drafts of EPCIS 2.0 had it. A field
    ``ignoreFields`` of any prefix, in the document, its body or its query results, lists fields of
    events to leave out. Raises :class:`Problem` when an event is no object.
    """
    names = names_of(document.get("@context"))
    if "epcisBody" not in document:
        return [pre_hash_of(document, names)]
    ignored = _ignored(document, names)
    body = document["epcisBody"]
    single = isinstance(body, dict) and "event" in body
    events: list[Any] = [body["event"]] if single else events_of(dict(document))
    for place, event in enumerate(events):
        if not isinstance(event, dict):
            raise Problem(INVALID, NOT_AN_OBJECT, [_no_object(place, event)])
    return [pre_hash_of(event, names, ignored) for event in events]


def _no_object(place: int, event: object) -> Fault:
    return Fault(f"/epcisBody/eventList/{place}", event, "not-an-object", NOT_AN_OBJECT)


def document_hashes(document: Mapping[str, Any]) -> list[str]:
    """Return the hash of every event, in the order of the document (see above)."""
    return [identifier_of(text) for text in document_pre_hashes(document)]


def _ignored(document: Mapping[str, Any], names: Names) -> frozenset[str]:
    body = document.get("epcisBody")
    results = body.get("queryResults") if isinstance(body, dict) else None
    return frozenset(
        names.expanded(field)
        for envelope in (document, body, results)
        if isinstance(envelope, Mapping)
        for name, fields in envelope.items()
        if name.endswith(":ignoreFields") and isinstance(fields, list)
        for field in fields
        if isinstance(field, str)
    )


def identifier_of(pre_hash: str) -> str:
    """Return the identifier made of a pre-hash string."""
    return f"{HASH_SCHEME}{sha256(pre_hash.encode()).hexdigest()}?ver=CBV2.0"
