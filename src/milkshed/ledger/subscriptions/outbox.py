"""What is to be sent next, and what became of it: the database's half of delivery.

Several deliverers work at once. Each takes subscriptions by a lease, under row locks that others
skip; a lease passes by itself when its holder dies. A document is stored before it is sent and
struck off after it was answered, so that a crash in between sends it again under the same
identifier, and nothing is skipped.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import orjson
from django.db import connection, transaction
from django.db.models import F

from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from milkshed.ledger.epcis.xml_writing.documents import write_query_document
from milkshed.ledger.models import Delivery, DeliveryFormat, Subscription, SubscriptionState
from milkshed.ledger.problems import QUERY_TOO_COMPLEX
from milkshed.ledger.query.events import StoredEvent, query_document
from milkshed.ledger.storage.segments import last_seq
from milkshed.ledger.subscriptions.alarms import raise_suspension_alarm
from milkshed.ledger.subscriptions.reading import Span, matching_events
from milkshed.ledger.subscriptions.rules import Patience
from milkshed.ledger.subscriptions.schedule import read_schedule

_CLAIM = """
UPDATE ledger_subscription SET leased_until = %(until)s WHERE id IN (
  SELECT s.id FROM ledger_subscription s
  WHERE s.state = 'active' AND s.due_at <= %(now)s AND s.is_troubled = %(troubled)s
    AND (s.leased_until IS NULL OR s.leased_until < %(now)s)
    AND (s.schedule IS NOT NULL OR s.reached_seq < %(last)s OR EXISTS (
      SELECT 1 FROM ledger_delivery d
      WHERE d.subscription_id = s.id AND d.delivered_at IS NULL))
  ORDER BY s.due_at LIMIT %(most)s FOR UPDATE SKIP LOCKED
) RETURNING id
"""
_WHOLE_SPAN = 10_000
"""More events than any document was made with; a span sent again is read whole."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A document ready to be sent."""

    delivery_id: UUID
    subscription_id: UUID
    dest: str
    signature_token: str
    attempt: int
    media_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """How a subscriber answered; ``failure`` says what went wrong, None means delivered."""

    status_code: int | None
    failure: Text | None
    took: timedelta


def claim(most: int, lease: timedelta, *, troubled: bool) -> list[UUID]:
    """Lease subscriptions that have something to do, those that waited longest first."""
    now = datetime.now(UTC)
    with connection.cursor() as cursor:
        cursor.execute(
            _CLAIM,
            {
                "now": now,
                "until": now + lease,
                "troubled": troubled,
                "last": last_seq(),
                "most": most,
            },
        )
        return [row[0] for row in cursor.fetchall()]


def release(subscription_ids: Sequence[UUID]) -> None:
    """Give leases back."""
    Subscription.objects.filter(pk__in=subscription_ids).update(leased_until=None)


def next_parcel(subscription_id: UUID, patience: Patience) -> Parcel | None:
    """The document to send now; None when nothing is left to send.

    What could not be sent before comes first, unchanged. A subscription whose owner may no longer
    read, or whose query is no longer one, is suspended.
    """
    subscription = (
        Subscription.objects.select_related("query", "query__owner")
        .filter(pk=subscription_id, state=SubscriptionState.ACTIVE)
        .first()
    )
    if subscription is None:
        return None
    try:
        opened = Delivery.objects.filter(subscription=subscription, delivered_at=None).first()
        if opened is not None:
            span = Span(
                opened.after_seq, opened.until_seq, _WHOLE_SPAN, subscription.initial_record_time
            )
            return _parcel(subscription, opened, matching_events(subscription.query, span))
        return _new_parcel(subscription, patience)
    except Problem as problem:
        if problem.kind is QUERY_TOO_COMPLEX:  # the database may be less busy later
            _put_off(subscription, problem.detail, patience.longest_retry, patience)
        else:
            _suspend(subscription, problem.detail)
        return None


def _new_parcel(subscription: Subscription, patience: Patience) -> Parcel | None:
    begins_run = subscription.schedule is not None and subscription.run_until_seq is None
    until = subscription.run_until_seq or last_seq()
    span = Span(
        subscription.reached_seq,
        until,
        patience.events_per_document,
        subscription.initial_record_time,
    )
    events = matching_events(subscription.query, span)
    if not events and not (begins_run and subscription.report_if_empty):
        _advance(subscription, until, until)
        return None
    reached = events[-1].seq if len(events) == span.most else until
    with transaction.atomic():
        if begins_run:
            Subscription.objects.filter(pk=subscription.pk).update(run_until_seq=until)
        made = Delivery.objects.create(
            subscription=subscription,
            after_seq=span.after,
            until_seq=reached,
            event_count=len(events),
            created_at=datetime.now(UTC),
        )
    return _parcel(subscription, made, events)


def _parcel(
    subscription: Subscription, delivery: Delivery, events: Sequence[StoredEvent]
) -> Parcel:
    return Parcel(
        delivery_id=delivery.pk,
        subscription_id=subscription.pk,
        dest=subscription.dest,
        signature_token=subscription.signature_token,
        attempt=delivery.attempts + 1,
        media_type=subscription.media_type,
        body=_written(subscription, delivery, events),
    )


def _written(
    subscription: Subscription, delivery: Delivery, events: Sequence[StoredEvent]
) -> bytes:
    """The document in the notation the subscriber asked for, identifiers as they were captured."""
    query_name, subscription_id = subscription.query.name, str(subscription.pk)
    if subscription.media_type == DeliveryFormat.XML:
        return write_query_document(
            [(orjson.loads(event.as_json()), None) for event in events],
            query_name=query_name,
            created_at=delivery.created_at,
            subscription_id=subscription_id,
        )
    return query_document(
        events, delivery.created_at, query_name=query_name, subscription_id=subscription_id
    )


def _advance(subscription: Subscription, reached: int, run_until: int) -> None:
    """Note that everything up to a place is done, and when to look again.

    A scheduled run that reached its end is over; the next one is at the next time.
    """
    changes: dict[str, object] = {"reached_seq": reached}
    if subscription.schedule is None:
        changes["due_at"] = datetime.now(UTC)
    elif reached >= run_until:
        changes["run_until_seq"] = None
        changes["due_at"] = read_schedule(subscription.schedule).next_after(datetime.now(UTC))
    Subscription.objects.filter(pk=subscription.pk, reached_seq=subscription.reached_seq).update(
        **changes
    )


def note_delivered(parcel: Parcel, answer: Answer, patience: Patience) -> None:
    """Strike a document off once its subscriber has taken it."""
    now = datetime.now(UTC)
    with transaction.atomic():
        struck = Delivery.objects.filter(pk=parcel.delivery_id, delivered_at=None).update(
            delivered_at=now,
            attempted_at=now,
            attempts=F("attempts") + 1,
            status_code=answer.status_code,
        )
        subscription = Subscription.objects.filter(pk=parcel.subscription_id).first()
        if not struck or subscription is None:
            return
        delivery = Delivery.objects.get(pk=parcel.delivery_id)
        _advance(subscription, delivery.until_seq, subscription.run_until_seq or 0)
        Subscription.objects.filter(pk=subscription.pk).update(
            last_notified_at=now,
            failing_since=None,
            failure_zh="",
            failure_en="",
            is_troubled=answer.took > patience.slow,
        )


def note_failed(parcel: Parcel, answer: Answer, patience: Patience) -> None:
    """Note that a document was not taken: try later, or suspend after too long a time."""
    now = datetime.now(UTC)
    failure = answer.failure or Text("没有送达", "Not delivered")
    with transaction.atomic():
        Delivery.objects.filter(pk=parcel.delivery_id).update(
            attempted_at=now, attempts=F("attempts") + 1, status_code=answer.status_code
        )
        subscription = (
            Subscription.objects.select_related("query", "query__owner")
            .filter(pk=parcel.subscription_id)
            .first()
        )
        if subscription is None:
            return
        _put_off(subscription, failure, wait_before(parcel.attempt, patience), patience)


def _put_off(
    subscription: Subscription, failure: Text, wait: timedelta, patience: Patience
) -> None:
    now = datetime.now(UTC)
    since = subscription.failing_since or now
    with transaction.atomic():
        Subscription.objects.filter(pk=subscription.pk).update(
            failing_since=since,
            failure_zh=failure.zh[:300],
            failure_en=failure.en[:300],
            is_troubled=True,
            due_at=now + wait,
        )
        if now - since >= patience.suspend_after:
            subscription.failing_since = since
            _suspend(subscription, failure)


def wait_before(attempt: int, patience: Patience) -> timedelta:
    """How long to wait after a failed attempt: doubled each time, bounded, and spread by half.

    The spread keeps the subscribers of a network that was down from coming back all at once.
    """
    doublings: int = 2 ** min(attempt - 1, 30)
    wait = min(patience.first_retry * doublings, patience.longest_retry)
    return wait * random.uniform(0.5, 1.0)


def _suspend(subscription: Subscription, reason: Text) -> None:
    with transaction.atomic():
        Subscription.objects.filter(pk=subscription.pk).update(
            state=SubscriptionState.SUSPENDED,
            failing_since=subscription.failing_since or datetime.now(UTC),
            failure_zh=reason.zh[:300],
            failure_en=reason.en[:300],
        )
        raise_suspension_alarm(subscription, reason)


def forget_delivered(patience: Patience) -> int:
    """Remove records of deliveries made long ago; return how many."""
    long_ago = datetime.now(UTC) - patience.keep
    removed, _ = Delivery.objects.filter(delivered_at__lt=long_ago).delete()
    return removed
