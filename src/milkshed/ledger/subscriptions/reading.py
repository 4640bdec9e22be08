"""The events behind a place in the ledger that a query asks for and a person may see."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from milkshed.kernel.problems import Problem
from milkshed.ledger.models import NamedQuery
from milkshed.ledger.problems import SECURITY
from milkshed.ledger.query.bodies import query_of
from milkshed.ledger.query.condition import Condition
from milkshed.ledger.query.events import StoredEvent, find_events, time_limited
from milkshed.ledger.query.values import refuse
from milkshed.ledger.scope import visible_events_within
from milkshed.ledger.storage.segments import last_seq
from milkshed.platform.permissions import may

_NOT_IN_SUBSCRIPTIONS = (
    "orderBy",
    "orderDirection",
    "eventCountLimit",
    "maxEventCount",
    "perPage",
    "nextPageToken",
)
_CLOCK_SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Span:
    """Events behind ``after`` up to ``until``, at most ``most``.

    ``since`` leaves out what was recorded earlier; None leaves out nothing.
    """

    after: int
    until: int
    most: int
    since: datetime | None = None


def check_subscribable(query: NamedQuery) -> None:
    """Refuse a query that orders or limits: a subscriber gets every event in order of capture."""
    for name in _NOT_IN_SUBSCRIPTIONS:
        if name in query.parameters:
            raise refuse(
                name,
                query.parameters[name],
                "not-in-subscription",
                f"订阅按采集顺序推送全部事件，查询中不能有{name}",
                f"A subscription sends every event in order of capture; no {name} in its query",
            )
    query_of(query)


def matching_events(query: NamedQuery, span: Span) -> tuple[StoredEvent, ...]:
    """The events of a span, in order of capture, cut to what the query's owner may see now.

    Raises :class:`Problem` when the owner may no longer ask at all, and QueryTooComplexException
    when it takes too long.
    """
    owner = query.owner
    if not owner.is_active or not may(owner, "ledger.query"):
        raise Problem(SECURITY)
    asked = query_of(query)
    asked.conditions.append(Condition("e.seq > %s AND e.seq <= %s", (span.after, span.until)))
    if span.since is not None:
        asked.conditions.append(Condition("e.record_time >= %s", (span.since,)))
    asked.per_page = span.most
    with time_limited():
        return find_events(asked, visible_events_within(owner, span.after, span.until)).events


def seq_before(moment: datetime) -> int:
    """A place behind which every event recorded at ``moment`` or later lies.

    Record times grow with the sequence but for the skew between the clocks of several writers,
    so the place is found by halving, and a little early.
    """
    wanted = moment - _CLOCK_SKEW
    low, high = 0, last_seq()
    with connection.cursor() as cursor:
        while low < high:
            middle = (low + high + 1) // 2
            cursor.execute("SELECT record_time FROM ledger_event WHERE seq = %s", [middle])
            row = cursor.fetchone()
            if row is not None and row[0] < wanted:
                low = middle
            else:
                high = middle - 1
    return low
