"""Many events or lots at once, as shortly as a list needs them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from milkshed.kernel.text import Text
from milkshed.ledger.query.condition import Condition, conjunction
from milkshed.ledger.steps import step_name
from milkshed.ledger.storage.identities import seqs_of
from milkshed.ledger.trace.lots import LotKind, kind_made_by


@dataclass(frozen=True, slots=True)
class EventBrief:
    """What happened, when and where."""

    event_id: str
    step: Text
    at: datetime
    place_uri: str | None


def brief_events(
    event_ids: Iterable[str], cut: Condition | None = None
) -> Mapping[str, EventBrief]:
    """The events by identifier, ``cut`` to what may be seen; the others are left out."""
    seqs = seqs_of(list(event_ids))
    conditions = [Condition("e.seq = ANY(%s::bigint[]) AND NOT e.declares_error", (seqs,))]
    if cut is not None:
        conditions.append(cut)
    where = conjunction(conditions)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.event_id, e.type, step.uri, e.event_time, place.uri FROM ledger_event e"
            " LEFT JOIN ledger_term step ON step.id = e.biz_step_id"
            " LEFT JOIN ledger_term place ON place.id = e.biz_location_id"
            f" WHERE {where.sql}",
            where.values,
        )
        return {
            event_id: EventBrief(event_id, step_name(kind, step), at, place)
            for event_id, kind, step, at, place in cursor.fetchall()
        }


_MAKING = """
SELECT DISTINCT ON (lot.uri) lot.uri, e.type, step.uri
FROM ledger_term lot
JOIN ledger_link l ON l.term_id = lot.id AND l.role IN (1, 2, 3, 8, 9)
JOIN ledger_event e ON e.seq = l.event_id
LEFT JOIN ledger_term step ON step.id = e.biz_step_id
WHERE lot.uri = ANY(%s) AND (l.role IN (8, 9) OR e.action = 2 AND e.type IN (1, 2))
ORDER BY lot.uri, e.event_time
"""


def lot_kinds(uris: Iterable[str]) -> Mapping[str, LotKind]:
    """The kind of each lot by the first event that made it; lots nobody made are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_MAKING, [sorted(set(uris))])
        return {uri: kind_made_by(kind, step) for uri, kind, step in cursor.fetchall()}
