"""A valid event into a fact: names made canonical, identifier and digests set."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import orjson

from milkshed.ledger.capture.fact import Fact, NamedPart, digest
from milkshed.ledger.capture.field_values import fields_within
from milkshed.ledger.epcis.event_hash.hashing import HASH_SCHEME, event_hash
from milkshed.ledger.epcis.fields import EventFacts, index_event
from milkshed.ledger.models import Action, EventType, Role
from milkshed.ledger.namespaces import declared_prefixes

_TYPES = {choice.label: choice.value for choice in EventType}
_OTHER = EventType.OTHER.value
_ACTIONS = {choice.label: choice.value for choice in Action}
_ROLES: dict[str, int] = {
    "epc": Role.EPC.value,
    "class": Role.EPC_CLASS.value,
    "parent": Role.PARENT.value,
    "child": Role.CHILD_EPC.value,
    "child_class": Role.CHILD_CLASS.value,
    "input": Role.INPUT_EPC.value,
    "input_class": Role.INPUT_CLASS.value,
    "output": Role.OUTPUT_EPC.value,
    "output_class": Role.OUTPUT_CLASS.value,
}
_TRANSACTION, _SOURCE, _DESTINATION = (
    Role.TRANSACTION.value,
    Role.SOURCE.value,
    Role.DESTINATION.value,
)
_SET, _UNSET = Role.PERSISTENT_SET.value, Role.PERSISTENT_UNSET.value


class Context:
    """The JSON-LD context of a document, with what all its events ask of it."""

    def __init__(self, said: object) -> None:
        self.said = said
        self.sorted = orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
        self._prefixes: Mapping[str, str] | None = None

    def prefixes_for(self, event: Mapping[str, Any]) -> Mapping[str, str]:
        """The namespaces by prefix that hold in an event."""
        if "@context" in event:
            return declared_prefixes(self.said, event)
        if self._prefixes is None:
            self._prefixes = declared_prefixes(self.said)
        return self._prefixes


@lru_cache(maxsize=256)
def _offset_minutes(offset: str) -> int:
    minutes = int(offset[1:3]) * 60 + int(offset[4:6])
    return -minutes if offset[0] == "-" else minutes


def _parts(facts: EventFacts) -> list[NamedPart]:
    parts = [
        NamedPart(_ROLES[role], uri, quantity, uom) for uri, role, quantity, uom in facts.links
    ]
    for role, entries in (
        (_TRANSACTION, facts.biz_transactions),
        (_SOURCE, facts.sources),
        (_DESTINATION, facts.destinations),
    ):
        if entries:
            parts += [NamedPart(role, uri, None, None, kind or None) for kind, uri in entries]
    if facts.transformation_id is not None:
        parts.append(NamedPart(Role.TRANSFORMATION.value, facts.transformation_id))
    for role, words in ((_SET, facts.persistent_set), (_UNSET, facts.persistent_unset)):
        if words:
            parts += [NamedPart(role, word) for word in words]
    return parts


def _identified(event: dict[str, Any], context: Context) -> tuple[str, bytes]:
    """Return an event's identifier and the digest of its content.

    The context decides what extension fields mean and is therefore part of the content. Where the
    identifier is the event's own hash, the same event in another notation is the same content.
    """
    given = event.get("eventID")
    if given is None or given.startswith(HASH_SCHEME):
        own = event_hash(event, context.said)
        if given is None or given == own:
            declaration = event.get("errorDeclaration")
            return own, digest(orjson.dumps((own, declaration), option=orjson.OPT_SORT_KEYS))
    said = event.copy()
    del said["eventID"]
    said.pop("recordTime", None)
    said.pop("@context", None)
    content = orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
    return given, digest(b"[%b,%b]" % (content, context.sorted))


def fact_of(event: dict[str, Any], body: bytes, context: object) -> Fact:
    """Return the fact of a valid event; see :func:`fact_within`."""
    return fact_within(Context(context), event, body)


def fact_within(context: Context, event: dict[str, Any], body: bytes) -> Fact:
    """Return the fact of a valid event of a document with this context.

    An event without an identifier is given its event hash (CBV 2.0 section 8.9.2), so that the
    same event sent again is recognised, whatever notation it comes in.
    """
    facts = index_event(event)
    event_id, content = _identified(event, context)
    error = facts.error
    # by position: with names it takes twice as long
    return Fact(
        event_id,
        digest(event_id.encode()),
        content,
        _TYPES.get(facts.type, _OTHER),
        None if facts.action is None else _ACTIONS[facts.action],
        error is not None,
        None if error is None else error.reason,
        facts.event_time,
        _offset_minutes(facts.offset),
        facts.biz_step,
        facts.disposition,
        facts.read_point,
        facts.biz_location,
        _parts(facts),
        body,
        fields_within(event, context.prefixes_for),
    )
