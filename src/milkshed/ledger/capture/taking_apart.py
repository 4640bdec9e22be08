"""A valid event into a fact: names made canonical, identifier and digests set."""

from typing import Any

import orjson

from milkshed.ledger.capture.fact import Fact, NamedPart, digest
from milkshed.ledger.capture.field_values import fields_of
from milkshed.ledger.epcis.event_hash.hashing import HASH_SCHEME, event_hash
from milkshed.ledger.epcis.fields import EventFacts, index_event
from milkshed.ledger.models import Action, EventType, Role

_TYPES = {choice.label: choice.value for choice in EventType}
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
_NOT_CONTENT = ("recordTime", "@context", "eventID")


def _parts(facts: EventFacts) -> list[NamedPart]:
    parts = [
        NamedPart(_ROLES[role], uri, quantity, uom) for uri, role, quantity, uom in facts.links
    ]
    for role, entries in (
        (_TRANSACTION, facts.biz_transactions),
        (_SOURCE, facts.sources),
        (_DESTINATION, facts.destinations),
    ):
        for kind, uri in entries:
            parts.append(NamedPart(role, uri, None, None, kind or None))
    if facts.transformation_id is not None:
        parts.append(NamedPart(Role.TRANSFORMATION.value, facts.transformation_id))
    parts += [NamedPart(Role.PERSISTENT_SET.value, word) for word in facts.persistent_set]
    parts += [NamedPart(Role.PERSISTENT_UNSET.value, word) for word in facts.persistent_unset]
    return parts


def _offset_minutes(offset: str) -> int:
    minutes = int(offset[1:3]) * 60 + int(offset[4:6])
    return -minutes if offset[0] == "-" else minutes


def _identified(event: dict[str, Any], context: object) -> tuple[str, bytes]:
    """Return an event's identifier and the digest of its content.

    ``context`` decides what extension fields mean and is therefore part of the content. Where the
    identifier is the event's own hash, the same event in another notation is the same content.
    """
    given = event.get("eventID")
    if given is None or given.startswith(HASH_SCHEME):
        own = event_hash(event, context)
        if given is None or given == own:
            declaration = event.get("errorDeclaration")
            return own, digest(orjson.dumps((own, declaration), option=orjson.OPT_SORT_KEYS))
    said = {name: value for name, value in event.items() if name not in _NOT_CONTENT}
    return given, digest(orjson.dumps((said, context), option=orjson.OPT_SORT_KEYS))


def fact_of(event: dict[str, Any], body: bytes, context: object) -> Fact:
    """Return the fact of a valid event.

    An event without an identifier is given its event hash (CBV 2.0 section 8.9.2), so that the
    same event sent again is recognised, whatever notation it comes in. ``context`` is that of its
    document.
    """
    facts = index_event(event)
    event_id, content = _identified(event, context)
    return Fact(
        event_id=event_id,
        key=digest(event_id.encode()),
        content=content,
        type=_TYPES.get(facts.type, EventType.OTHER.value),
        action=None if facts.action is None else _ACTIONS[facts.action],
        declares_error=facts.error is not None,
        error_reason=None if facts.error is None else facts.error.reason,
        event_time=facts.event_time,
        offset_minutes=_offset_minutes(facts.offset),
        biz_step=facts.biz_step,
        disposition=facts.disposition,
        read_point=facts.read_point,
        biz_location=facts.biz_location,
        parts=_parts(facts),
        body=body,
        fields=fields_of(event, context),
    )
