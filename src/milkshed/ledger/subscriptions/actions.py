"""The verbs of subscriptions: subscribe, look, resume, end."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import CONFLICT, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.models import NamedQuery, Subscription, SubscriptionState
from milkshed.ledger.problems import NO_SUCH_NAME, NO_SUCH_RESOURCE, SUBSCRIPTION_CONTROLS
from milkshed.ledger.storage.segments import last_seq
from milkshed.ledger.subscriptions.controls import WebhookControls
from milkshed.ledger.subscriptions.reading import check_subscribable, seq_before
from milkshed.ledger.subscriptions.rules import patience_on
from milkshed.platform.models import Person


def find_query(person: Any, name: str) -> NamedQuery:
    """A person's query by its name; raises NoSuchNameException."""
    found = NamedQuery.objects.select_related("owner").filter(owner=person, name=name).first()
    if found is None:
        raise Problem(
            NO_SUCH_NAME,
            Text(f"没有名为“{name}”的查询", f"There is no query named “{name}”"),
            [Fault("queryName", name, "no-such-name", NO_SUCH_NAME.title)],
        )
    return found


def subscribe(person: Person, query_name: str, webhook: WebhookControls) -> Subscription:
    """Begin to tell a subscriber of the events of a query.

    Raises NoSuchNameException, QueryParameterException for a query that orders or limits, and
    SubscriptionControlsException when the person has too many subscriptions.
    """
    query = find_query(person, query_name)
    check_subscribable(query)
    now = datetime.now(UTC)
    controls = webhook.controls
    initial = controls.initial_record_time
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)  # two at once must not both be last
        allowed = patience_on(shanghai_day(now)).per_person
        if Subscription.objects.filter(query__owner=person).count() >= allowed:
            raise Problem(
                SUBSCRIPTION_CONTROLS,
                Text(
                    f"每人至多{allowed}个订阅，请先删除不用的",
                    f"A person has {allowed} subscriptions at most; delete those not needed",
                ),
            )
        return Subscription.objects.create(
            query=query,
            dest=webhook.dest,
            signature_token=webhook.signature_token,
            media_type=webhook.media_type,
            schedule=None if controls.schedule is None else dict(controls.schedule.fields),
            report_if_empty=controls.report_if_empty,
            initial_record_time=initial,
            created_at=now,
            reached_seq=last_seq() if initial is None else seq_before(initial),
            due_at=now if controls.schedule is None else controls.schedule.next_after(now),
        )


def subscriptions_of(person: Any) -> QuerySet[Subscription]:
    """A person's subscriptions, the oldest first."""
    return (
        Subscription.objects.filter(query__owner=person)
        .select_related("query", "query__owner")
        .order_by("created_at", "pk")
    )


def find_subscription(person: Any, query_name: str, subscription_id: str) -> Subscription:
    """One of a person's subscriptions to a query; raises a problem where there is none."""
    query = find_query(person, query_name)
    try:
        number = UUID(subscription_id)
    except ValueError:
        number = UUID(int=0)
    found = subscriptions_of(person).filter(query=query, pk=number).first()
    if found is None:
        raise Problem(NO_SUCH_RESOURCE, Text("没有该订阅", "There is no such subscription"))
    return found


def unsubscribe(subscription: Subscription) -> None:
    """End a subscription; a document that is on its way may still arrive."""
    subscription.delete()


def resume(subscription: Subscription) -> None:
    """Go on telling a suspended subscriber, from where it was left."""
    updated = Subscription.objects.filter(
        pk=subscription.pk, state=SubscriptionState.SUSPENDED
    ).update(
        state=SubscriptionState.ACTIVE,
        due_at=datetime.now(UTC),
        failing_since=None,
        failure_zh="",
        failure_en="",
    )
    if not updated:
        raise Problem(CONFLICT, Text("该订阅没有暂停", "The subscription is not suspended"))
