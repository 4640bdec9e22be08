"""A named query as a stream: which document comes next, for whoever is connected right now.

Nothing is stored: a client that was cut off comes again with ``initialRecordTime``.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from milkshed.kernel.problems import NOT_SIGNED_IN, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.models import NamedQuery
from milkshed.ledger.problems import NO_SUCH_NAME, SECURITY
from milkshed.ledger.query.events import query_document
from milkshed.ledger.storage.segments import last_seq
from milkshed.ledger.subscriptions.actions import find_query
from milkshed.ledger.subscriptions.controls import Controls
from milkshed.ledger.subscriptions.reading import (
    Span,
    check_subscribable,
    matching_events,
    seq_before,
)
from milkshed.platform.permissions import may
from milkshed.platform.web.handshake import Credential

_EVENTS_PER_MESSAGE = 100  # keeps messages below the 1 MiB that many clients take at most


@dataclass(slots=True)
class Stream:
    """One connection's place in the ledger; ``runs_at`` is the time of the next scheduled run."""

    credential: Credential
    query_id: int
    controls: Controls
    reached_seq: int
    runs_at: datetime | None

    def check(self) -> NamedQuery:
        """Whether the client may still read: token or session, role, and the query itself.

        Raises :class:`Problem` when not.
        """
        person = self.credential.person()
        if person is None:
            raise Problem(NOT_SIGNED_IN)
        if not may(person, "ledger.query"):
            raise Problem(SECURITY)
        query = NamedQuery.objects.filter(pk=self.query_id, owner=person).first()
        if query is None:
            raise Problem(NO_SUCH_NAME, Text("该查询已删除", "The query was deleted"))
        query.owner = person
        return query

    def next_document(self) -> tuple[bytes | None, bool]:
        """The next document, None when there is nothing to say; and whether more may follow.

        A scheduled stream speaks at its times only. Raises :class:`Problem` when the client may
        read no longer.
        """
        query = self.check()
        now = datetime.now(UTC)
        if self.runs_at is not None and now < self.runs_at:
            return None, False
        until = last_seq()
        # one more than is sent tells whether there is more
        span = Span(
            self.reached_seq, until, _EVENTS_PER_MESSAGE + 1, self.controls.initial_record_time
        )
        events = matching_events(query, span) if until > self.reached_seq else ()
        is_full = len(events) > _EVENTS_PER_MESSAGE
        events = events[:_EVENTS_PER_MESSAGE]
        self.reached_seq = events[-1].seq if is_full else max(until, self.reached_seq)
        if self.controls.schedule is not None and not is_full:
            self.runs_at = self.controls.schedule.next_after(now)
        reports_nothing = self.controls.schedule is not None and self.controls.report_if_empty
        if not events and not reports_nothing:
            return None, False
        return query_document(events, now, query_name=query.name), is_full

    def seconds_to_wait(self, most: float) -> float:
        """How long nothing needs to be done unless events come in."""
        if self.runs_at is None:
            return most
        return min(most, max(0.0, (self.runs_at - datetime.now(UTC)).total_seconds()))


def open_stream(credential: Credential, query_name: str, controls: Controls) -> Stream:
    """Begin a stream; raises :class:`Problem` where the person may not or there is no query."""
    person = credential.person()
    if person is None:
        raise Problem(NOT_SIGNED_IN)
    if not may(person, "ledger.query"):
        raise Problem(SECURITY)
    query = find_query(person, query_name)
    check_subscribable(query)
    initial = controls.initial_record_time
    return Stream(
        credential=credential,
        query_id=query.pk,
        controls=controls,
        reached_seq=last_seq() if initial is None else seq_before(initial),
        runs_at=None
        if controls.schedule is None
        else controls.schedule.next_after(datetime.now(UTC)),
    )
