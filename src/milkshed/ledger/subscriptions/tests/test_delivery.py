"""Delivery to subscribers that are well, down, slow, or mad: nothing lost, order kept."""

import asyncio
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connections

from milkshed.ledger.capture.documents import capture_document
from milkshed.ledger.epcis.validation import validate_document
from milkshed.ledger.epcis.xml import read_document
from milkshed.ledger.models import Delivery, DeliveryFormat, NamedQuery, Subscription
from milkshed.ledger.subscriptions.actions import resume, subscribe
from milkshed.ledger.subscriptions.controls import Controls, WebhookControls
from milkshed.ledger.subscriptions.deliverer import Deliverer
from milkshed.ledger.subscriptions.destinations import read_networks
from milkshed.ledger.subscriptions.rules import Patience, patience_on
from milkshed.ledger.subscriptions.schedule import read_schedule
from milkshed.ledger.subscriptions.tests import receivers
from milkshed.ledger.subscriptions.tests.receivers import receiver, wait_until
from milkshed.ledger.tests import chain
from milkshed.platform.models import Alarm, Membership, Person
from tests.cast import Cast

pytestmark = pytest.mark.django_db(transaction=True)

LOOPBACK = read_networks(["127.0.0.0/8"])
STREAM = Controls(schedule=None)


@pytest.fixture
def patience() -> Patience:
    """Settings under which everything happens soon."""
    return replace(
        patience_on(date(2026, 1, 1)),
        answer=timedelta(seconds=0.5),
        slow=timedelta(seconds=0.3),
        first_retry=timedelta(seconds=0.05),
        longest_retry=timedelta(seconds=0.2),
    )


@contextmanager
def delivering(patience: Patience) -> Iterator[None]:
    """Run a deliverer in a thread until the block ends."""
    loop = asyncio.new_event_loop()
    stop = asyncio.Event()
    deliverer = Deliverer(
        LOOPBACK, patience, lease_margin=timedelta(seconds=0.5), look_seconds=0.05
    )

    def work() -> None:
        loop.run_until_complete(deliverer.run(stop))
        connections.close_all()

    thread = threading.Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(20)
        loop.close()


def _subscribe(
    person: Person, dest: str, controls: Controls = STREAM, name: str = "all", **parameters: str
) -> Subscription:
    NamedQuery.objects.get_or_create(owner=person, name=name, defaults={"parameters": parameters})
    return subscribe(person, name, WebhookControls(controls, dest, "secret"))


def _capture(*names: str) -> list[str]:
    events = [chain.milking(name, 100.0) for name in names]
    assert capture_document(chain.document(events)).success
    return [event["eventID"] for event in events]


def test_events_arrive_signed_and_as_the_standard_says(cast: Cast, patience: Patience) -> None:
    with receiver() as well, delivering(patience):
        subscription = _subscribe(cast.people["region_officer"], well.url)
        ids = _capture("A", "B")
        wait_until(lambda: len(well.taken) == 1)
    received = well.taken[0]
    assert validate_document(received.document) == []
    results = received.document["epcisBody"]["queryResults"]
    assert results["subscriptionID"] == str(subscription.pk)
    assert results["queryName"] == "all"
    assert received.event_ids == ids
    assert received.headers["content-type"] == "application/ld+json"
    said = dict(part.split("=") for part in received.headers["gs1-signature"].split(","))
    signed = said["t"].encode() + b"." + received.body
    assert hmac.compare_digest(said["v1"], hmac.new(b"secret", signed, "sha256").hexdigest())
    subscription.refresh_from_db()
    assert subscription.last_notified_at is not None
    assert subscription.reached_seq == 2


def test_who_asks_for_xml_gets_the_same_events_in_xml(cast: Cast, patience: Patience) -> None:
    person = cast.people["region_officer"]
    NamedQuery.objects.create(owner=person, name="all", parameters={})
    with receiver() as well, delivering(patience):
        webhook = WebhookControls(STREAM, well.url, "secret", DeliveryFormat.XML)
        subscription = subscribe(person, "all", webhook)
        ids = _capture("A", "B")
        wait_until(lambda: len(well.taken) == 1)
    received = well.taken[0]
    assert received.headers["content-type"] == "application/xml"
    document = read_document(received.body)
    assert validate_document(document, from_xml=True) == []
    results = document["epcisBody"]["queryResults"]
    assert results["subscriptionID"] == str(subscription.pk)
    assert [event["eventID"] for event in results["resultsBody"]["eventList"]] == ids


@pytest.mark.parametrize(
    "behave",
    [
        receivers.fail,
        receivers.redirect,
        receivers.talk_nonsense,
        receivers.hang,
        receivers.drip,
        receivers.take_but_lose_the_answer,
    ],
)
def test_after_any_trouble_everything_arrives_in_order(
    cast: Cast, patience: Patience, behave: receivers.Behaviour
) -> None:
    with receiver(behave) as bad, receiver() as well, delivering(patience):
        _subscribe(cast.people["region_officer"], bad.url)
        _subscribe(cast.people["region_officer"], well.url)
        ids = _capture("A", "B")
        wait_until(lambda: well.taken_event_ids() == ids)
        wait_until(lambda: len(bad.got) >= 2)
        ids += _capture("C")
        wait_until(lambda: well.taken_event_ids() == ids)
        bad.behave = receivers.take
        wait_until(lambda: bad.taken_event_ids() == ids)
    first = bad.got[0]
    same = [one for one in bad.got if one.delivery_id == first.delivery_id]
    assert {one.body for one in same} == {first.body}
    attempts = [int(one.headers["milkshed-attempt"]) for one in same]
    assert attempts == sorted(attempts)
    assert attempts[0] == 1
    assert Delivery.objects.filter(delivered_at=None).count() == 0


def test_a_subscriber_that_is_down_gets_everything_later(cast: Cast, patience: Patience) -> None:
    with receiver() as gone:
        port = int(gone.url.split(":")[2].split("/")[0])
    with delivering(patience):
        subscription = _subscribe(cast.people["region_officer"], gone.url)
        ids = _capture("A")
        wait_until(lambda: Subscription.objects.get(pk=subscription.pk).failing_since is not None)
        ids += _capture("B", "C")
        with receiver(port=port) as back:
            wait_until(lambda: back.taken_event_ids() == ids)
    subscription.refresh_from_db()
    assert subscription.failing_since is None
    assert subscription.failure_zh == ""


def test_an_endless_answer_is_not_read(cast: Cast, patience: Patience) -> None:
    with receiver(receivers.flood) as loud, delivering(patience):
        subscription = _subscribe(cast.people["region_officer"], loud.url)
        _capture("A")
        wait_until(lambda: Subscription.objects.get(pk=subscription.pk).reached_seq == 1)
    assert len(loud.got) == 1


def test_large_captures_come_in_several_documents(cast: Cast, patience: Patience) -> None:
    small = replace(patience, events_per_document=4)
    with receiver() as well, delivering(small):
        _subscribe(cast.people["region_officer"], well.url)
        ids = _capture(*[f"M{number}" for number in range(11)])
        wait_until(lambda: well.taken_event_ids() == ids)
    assert [len(one.event_ids) for one in well.taken] == [4, 4, 3]


def test_only_what_matches_and_what_the_owner_may_see(cast: Cast, patience: Patience) -> None:
    with receiver() as wide, receiver() as narrow, receiver() as other, delivering(patience):
        _subscribe(cast.people["region_officer"], wide.url)
        _subscribe(cast.people["region_officer"], narrow.url, name="none", EQ_bizStep="packing")
        farm = cast.places["farm"].uri
        _subscribe(cast.people["farm_manager"], other.url, name="mine")
        events = [
            chain.milking("here", 1.0, place=farm),
            chain.milking("there", 1.0, place=cast.places["other_farm"].uri),
        ]
        capture_document(chain.document(events))
        wait_until(lambda: len(wide.taken) == 1 and len(other.taken) == 1)
    assert len(wide.taken_event_ids()) == 2
    assert other.taken_event_ids() == [events[0]["eventID"]]
    assert narrow.got == []


def test_an_owner_who_lost_the_right_gets_nothing(cast: Cast, patience: Patience) -> None:
    person = cast.people["farm_manager"]
    with receiver() as well, delivering(patience):
        subscription = _subscribe(person, well.url)
        Membership.objects.filter(person=person).update(valid_to=date(2024, 6, 1))
        _capture("A")
        wait_until(lambda: Subscription.objects.get(pk=subscription.pk).state == "suspended")
    assert well.got == []


def test_a_lasting_failure_suspends_and_tells_and_can_be_resumed(
    cast: Cast, patience: Patience
) -> None:
    short = replace(patience, suspend_after=timedelta(seconds=0.2))
    person = cast.people["region_officer"]
    with receiver(receivers.fail) as bad, delivering(short):
        subscription = _subscribe(person, bad.url)
        ids = _capture("A")
        wait_until(lambda: Subscription.objects.get(pk=subscription.pk).state == "suspended")
        alarm = Alarm.objects.get(kind="subscription")
        assert list(alarm.organisations.all()) == person.organisations()
        assert "500" in Subscription.objects.get(pk=subscription.pk).failure.zh
        ids += _capture("B")
        bad.behave = receivers.take
        subscription.refresh_from_db()
        resume(subscription)
        wait_until(lambda: bad.taken_event_ids() == ids)


def test_schedules_report_in_time_and_even_nothing(cast: Cast, patience: Patience) -> None:
    every_second = read_schedule({"second": "*"})
    with receiver() as silent, receiver() as telling, delivering(patience):
        person = cast.people["region_officer"]
        _subscribe(person, silent.url, Controls(every_second))
        _subscribe(person, telling.url, Controls(every_second, report_if_empty=True))
        wait_until(lambda: len(telling.taken) == 1)
        ids = _capture("A", "B")
        wait_until(lambda: telling.taken_event_ids() == ids and silent.taken_event_ids() == ids)
    assert telling.taken[0].event_ids == []
    assert all(one.event_ids for one in silent.taken)


def test_a_subscription_may_begin_in_the_past(cast: Cast, patience: Patience) -> None:
    before = _capture("A", "B")
    person = cast.people["region_officer"]
    with receiver() as late, receiver() as early, delivering(patience):
        _subscribe(person, late.url)
        begin = chain.MORNING
        _subscribe(person, early.url, Controls(None, initial_record_time=begin))
        ids = _capture("C")
        wait_until(lambda: early.taken_event_ids() == before + ids)
        wait_until(lambda: late.taken_event_ids() == ids)


def test_two_deliverers_never_send_the_same_twice(cast: Cast, patience: Patience) -> None:
    small = replace(patience, events_per_document=2, answer=timedelta(seconds=5))
    with receiver() as well, delivering(small), delivering(small):
        _subscribe(cast.people["region_officer"], well.url)
        ids: list[str] = []
        for number in range(15):
            ids += _capture(f"M{number}")
        wait_until(lambda: well.taken_event_ids() == ids)
    assert len({one.delivery_id for one in well.got}) == len(well.got)


def test_a_deliverer_that_stopped_midway_is_replaced(
    cast: Cast, patience: Patience, monkeypatch: pytest.MonkeyPatch
) -> None:
    from milkshed.ledger.subscriptions import outbox

    real = outbox.note_delivered
    with receiver() as well:
        monkeypatch.setattr(outbox, "note_delivered", _die)
        with delivering(patience):
            subscription = _subscribe(cast.people["region_officer"], well.url)
            ids = _capture("A")
            wait_until(lambda: len(well.got) == 1)
        monkeypatch.setattr(outbox, "note_delivered", real)
        with delivering(patience):
            wait_until(lambda: Subscription.objects.get(pk=subscription.pk).reached_seq == 1)
    assert [one.event_ids for one in well.got] == [ids, ids]
    assert len({one.delivery_id for one in well.got}) == 1


def _die(*_: object) -> None:
    from django.db import OperationalError

    raise OperationalError("the process dies here")
