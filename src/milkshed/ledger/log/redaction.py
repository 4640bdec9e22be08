"""Redaction: the content of an event is removed for good, its place in the log stays.

A leaf is only a hash, so every proof and checkpoint holds without the content it came from. What
stands in the event's place says that it was redacted, when and why, and keeps what the ledger
needs to go on: type, identifier, time, action. The document it arrived in is dropped too.
"""

from datetime import timedelta, timezone

import orjson
from django.db import connection, transaction

from milkshed.kernel.clock import Clock, SystemClock
from milkshed.kernel.problems import CONFLICT, NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.ledger.capture.fact import key_of
from milkshed.ledger.log.integrate import integrate, integrated_size
from milkshed.ledger.models import (
    Action,
    Capture,
    Event,
    EventType,
    Field,
    Identity,
    Redaction,
)
from milkshed.platform.models import Person
from milkshed.platform.permissions import require

NAMESPACE = {"milkshed": "https://milkshed.example/ns/"}


def redact_event(
    event_id: str, person: Person, *, reason: str, clock: Clock | None = None
) -> list[Redaction]:
    """Remove an event's content, and that of an error declaration that repeats it.

    What was derived from it (lots, places, masses) stays; its further fields go. Raises Problem
    when there is no such event, it was redacted before or archived, or no reason is given.
    """
    require(person, "ledger.redact")
    why = reason.strip()
    if not why:
        raise invalid("reason", reason, "required", "请写明理由", "State the reason")
    now = (clock or SystemClock()).now()
    with transaction.atomic():
        seqs = _seqs_of(event_id)
        events = list(Event.objects.filter(seq__in=seqs).order_by("seq"))
        if len(events) < len(seqs):
            raise Problem(
                CONFLICT,
                Text(
                    "该事件所在分段已归档，请先取回该分段",
                    "The event's segment is archived; take it back first",
                ),
            )
        known = set(
            Redaction.objects.filter(seq__in=[event.seq for event in events]).values_list(
                "seq", flat=True
            )
        )
        remaining = [event for event in events if event.seq not in known]
        if not remaining:
            raise Problem(CONFLICT, Text("该事件内容已删除", "The event was redacted before"))
        if remaining[-1].seq > integrated_size():
            integrate()  # the leaf must be in the log before its content goes
        rows = [
            Redaction.objects.create(
                seq=event.seq,
                reason=why,
                person=person,
                redacted_at=now,
                tombstone=_tombstone(event, now.isoformat(), why),
            )
            for event in remaining
        ]
        _drop(rows, remaining)
    return rows


def _seqs_of(event_id: str) -> list[int]:
    found = Identity.objects.filter(event_key=key_of(event_id)).values_list("seq", flat=True)
    seqs = list(found)
    if not seqs:
        raise Problem(NOT_FOUND, Text("没有该事件", "There is no such event"))
    return seqs


def _tombstone(event: Event, redacted_at: str, reason: str) -> bytes:
    local = event.event_time.astimezone(timezone(timedelta(minutes=event.offset_minutes)))
    said: dict[str, object] = {
        "@context": NAMESPACE,
        "type": EventType(event.type).label,
        "eventID": event.event_id,
        "eventTime": local.isoformat(),
        "eventTimeZoneOffset": local.isoformat()[-6:],
    }
    if event.action is not None:
        said["action"] = Action(event.action).label
    said["milkshed:redacted"] = {
        "milkshed:redactedAt": redacted_at,
        "milkshed:reason": reason,
    }
    return orjson.dumps(said)


def _drop(rows: list[Redaction], events: list[Event]) -> None:
    captures = {event.capture_id for event in events if event.capture_id is not None}
    # the document holds the content a second time; its digest still tells a repetition
    Capture.objects.filter(pk__in=captures).update(document=b"")
    # extension and sensor fields, taken apart for queries
    Field.objects.filter(event_id__in=[row.seq for row in rows]).delete()
    with connection.cursor() as cursor:
        for row in rows:
            cursor.execute(
                "UPDATE ledger_event SET body = %s WHERE seq = %s", [bytes(row.tombstone), row.seq]
            )
