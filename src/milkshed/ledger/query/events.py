"""Reads events back as they were captured."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from milkshed.ledger.epcis.vocabulary import CONTEXT_URL
from milkshed.ledger.problems import QUERY_TOO_COMPLEX, QUERY_TOO_LARGE
from milkshed.ledger.query.condition import Condition, conjunction
from milkshed.ledger.query.paging import PagePlace, read_token
from milkshed.ledger.query.parameters import EventQuery
from milkshed.ledger.storage.identities import seqs_of
from milkshed.ledger.storage.segments import last_seq

QUERY_SECONDS = 30
"""So long one query may keep the database busy."""

_PLAIN_CONTEXTS = {
    orjson.dumps(CONTEXT_URL),
    orjson.dumps([CONTEXT_URL]),
}


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as it is stored: its own bytes, and what the ledger knows besides."""

    seq: int
    event_id: str
    event_time: datetime
    record_time: datetime
    body: bytes
    context: bytes | None

    def as_json(self) -> bytes:
        """The event in JSON-LD with the ledger's identifier and record time.

        The bytes are those captured but for ``recordTime``, an identifier where there was none,
        and the context the event had in its document.
        """
        body = self.body.strip()
        added: dict[str, object] = {}
        if self.context is not None and self.context not in _PLAIN_CONTEXTS:
            added["@context"] = orjson.loads(self.context)
        added["recordTime"] = self.record_time
        if b'"recordTime"' in body or b'"@context"' in body or b'"eventID"' not in body:
            said = orjson.loads(body)
            added["eventID"] = self.event_id
            return orjson.dumps({**added, **said, "recordTime": self.record_time})
        return orjson.dumps(added)[:-1] + b"," + body[1:]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of events, and the token of the next one where there is more."""

    events: tuple[StoredEvent, ...]
    next_token: str | None


_SELECT = (
    "SELECT e.seq, e.event_id, e.event_time, e.record_time, e.body, c.context"
    " FROM ledger_event e LEFT JOIN ledger_capture c ON c.id = e.capture_id"
)


def find_events(query: EventQuery, cut: Condition | None = None) -> Page:
    """Return one page of the events a query asks for, ``cut`` to what may be seen.

    Raises QueryTooLargeException when there are more than the query's ``max_event_count``.
    """
    conditions = list(query.conditions)
    if cut is not None:
        conditions.append(cut)
    where = conjunction(conditions)
    if query.max_event_count is not None:
        _check_size(where, query.max_event_count)
    question = query.fingerprint
    place = None if query.page_token is None else read_token(query.page_token, question)
    until = last_seq() if place is None else place.until
    column, down = query.order_column, query.descending and query.order_column is not None
    if place is not None:
        where = conjunction([where, _after(place, column, down=down), _up_to(until)])
    shown = place.shown if place is not None else 0
    wanted = query.per_page
    if query.event_count_limit is not None:
        wanted = max(0, min(wanted, query.event_count_limit - shown))
    way = "DESC" if down else "ASC"
    order = f"e.seq {way}" if column is None else f"{column} {way}, e.seq {way}"
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_SELECT} WHERE {where.sql} ORDER BY {order} LIMIT %s", [*where.values, wanted + 1]
        )
        rows = cursor.fetchall()
    events = tuple(_stored(row) for row in rows[:wanted])
    shown += len(events)
    is_last = len(rows) <= wanted or shown == query.event_count_limit or not events
    if is_last:
        return Page(events, None)
    last = events[-1]
    at = {"e.event_time": last.event_time, "e.record_time": last.record_time}.get(column or "")
    return Page(events, PagePlace(last.seq, at, shown, until).token(question))


def find_event(event_id: str, cut: Condition | None = None) -> StoredEvent | None:
    """Return one event by its identifier; the original where it was later declared wrong."""
    conditions = [_identified(event_id)]
    if cut is not None:
        conditions.append(cut)
    where = conjunction(conditions)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_SELECT} WHERE {where.sql} ORDER BY e.declares_error LIMIT 1", where.values
        )
        row = cursor.fetchone()
    return None if row is None else _stored(row)


def find_records(event_id: str, cut: Condition | None = None) -> tuple[StoredEvent, ...]:
    """Return an event and, where there is one, the declaration that it was wrong."""
    conditions = [_identified(event_id)]
    if cut is not None:
        conditions.append(cut)
    where = conjunction(conditions)
    with connection.cursor() as cursor:
        cursor.execute(f"{_SELECT} WHERE {where.sql} ORDER BY e.declares_error", where.values)
        return tuple(_stored(row) for row in cursor.fetchall())


def _identified(event_id: str) -> Condition:
    return Condition("e.seq = ANY(%s::bigint[])", (seqs_of([event_id]),))


@contextmanager
def time_limited() -> Iterator[None]:
    """Let no query run longer than :data:`QUERY_SECONDS`; raises QueryTooComplexException."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = '{QUERY_SECONDS}s'")
            yield
    except OperationalError as error:
        if not isinstance(error.__cause__, QueryCanceled):
            raise
        raise Problem(
            QUERY_TOO_COMPLEX,
            Text(
                f"查询超过{QUERY_SECONDS}秒，请缩小时间范围或增加条件",
                f"The query took longer than {QUERY_SECONDS} s; ask for a shorter time or more"
                " conditions",
            ),
        ) from error


def _up_to(until: int | None) -> Condition:
    return Condition("true") if until is None else Condition("e.seq <= %s", (until,))


def _after(place: PagePlace, column: str | None, *, down: bool) -> Condition:
    sign = "<" if down else ">"
    if column is None or place.at is None:
        return Condition(f"e.seq {sign} %s", (place.seq,))
    return Condition(f"({column}, e.seq) {sign} (%s, %s)", (place.at, place.seq))


def _check_size(where: Condition, allowed: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM ledger_event e WHERE {where.sql} LIMIT %s) found",
            [*where.values, allowed + 1],
        )
        count = cursor.fetchone()[0]
    if count > allowed:
        raise Problem(
            QUERY_TOO_LARGE,
            Text(
                f"结果超过maxEventCount（{allowed}）",
                f"There are more events than maxEventCount ({allowed})",
            ),
        )


def _stored(row: Sequence[Any]) -> StoredEvent:
    seq, event_id, event_time, record_time, body, context = row
    own = None if context is None else bytes(context)
    return StoredEvent(seq, event_id, event_time, record_time, bytes(body), own)


def query_document(
    events: Sequence[StoredEvent],
    created_at: datetime,
    *,
    query_name: str = "SimpleEventQuery",
    subscription_id: str | None = None,
) -> bytes:
    """Wrap events into an EPCISQueryDocument; subscribers find the subscription's name in it."""
    listed = [event.as_json() for event in events]
    return wrap_events(listed, created_at, query_name=query_name, subscription_id=subscription_id)


def wrap_events(
    listed: Iterable[bytes],
    created_at: datetime,
    *,
    query_name: str,
    subscription_id: str | None = None,
) -> bytes:
    """The same for events that are written in JSON-LD already."""
    head = orjson.dumps(
        {
            "@context": [CONTEXT_URL],
            "type": "EPCISQueryDocument",
            "schemaVersion": "2.0",
            "creationDate": created_at,
        }
    )
    named = {} if subscription_id is None else {"subscriptionID": subscription_id}
    results = orjson.dumps({**named, "queryName": query_name})
    return (
        head[:-1]
        + b',"epcisBody":{"queryResults":'
        + results[:-1]
        + b',"resultsBody":{"eventList":['
        + b",".join(listed)
        + b"]}}}}"
    )
