"""Capture: repeatable, all or nothing, corrections by declaration, together in one commit."""

import threading
from datetime import timedelta

import orjson
import pytest

from milkshed.kernel.problems import Problem
from milkshed.ledger.capture.group import GroupCommit
from milkshed.ledger.capture.writing import Batch, Written
from milkshed.ledger.epcis.event_hash.hashing import event_hash
from milkshed.ledger.facade import capture_document, capture_event, trace_backward
from milkshed.ledger.models import Capture, ErrorDeclaration, Event, Flow, Link, Term
from milkshed.ledger.tests import chain

pytestmark = pytest.mark.django_db


def test_a_document_becomes_facts_with_their_own_bytes() -> None:
    events = chain.day_of_milk()
    outcome = capture_document(chain.document(events))
    assert outcome.success
    assert len(outcome.accepted) == len(events) == Event.objects.count()
    assert orjson.loads(bytes(Event.objects.get(seq=1).body)) == events[0]
    assert [event.seq for event in Event.objects.order_by("seq")] == list(range(1, 12))
    assert Flow.objects.count() == 10
    assert Link.objects.filter(term__uri=chain.lot("L1")).count() == 3
    capture = Capture.objects.get(id=outcome.capture_id)
    assert (capture.success, capture.running, capture.event_count) == (True, False, 11)


def test_the_same_document_again_is_the_same_capture() -> None:
    body = chain.document(chain.day_of_milk())
    first, again = capture_document(body), capture_document(body)
    assert again.is_replay
    assert again.capture_id == first.capture_id
    assert Event.objects.count() == 11


def test_the_same_event_in_another_document_is_already_there() -> None:
    events = chain.day_of_milk()
    capture_document(chain.document(events[:6]))
    outcome = capture_document(chain.document(events))
    assert outcome.success
    assert len(outcome.repeated) == 6
    assert len(outcome.accepted) == 5
    assert Event.objects.count() == 11


def test_a_known_identifier_with_other_content_takes_the_whole_back() -> None:
    capture_document(chain.document([chain.milking("M1", 6000.0)]))
    events = [chain.milking("M2", 10.0), chain.milking("M1", 7000.0)]
    outcome = capture_document(chain.document(events))
    assert not outcome.success
    assert [fault.rule for fault in outcome.errors] == ["event-id-taken"]
    assert outcome.errors[0].field == "/epcisBody/eventList/1/eventID"
    assert Event.objects.count() == 1
    assert not Term.objects.filter(uri=chain.lot("M2")).exists()


def test_proceed_keeps_what_is_right() -> None:
    wrong = chain.milking("M2", 10.0)
    del wrong["eventTime"]
    events = [chain.milking("M1", 6000.0), wrong, chain.milking("M3", 1.0)]
    outcome = capture_document(chain.document(events), behaviour="proceed")
    assert not outcome.success
    assert len(outcome.accepted) == 2
    assert {fault.field.split("/")[3] for fault in outcome.errors} == {"1"}
    with pytest.raises(Problem):
        capture_document(chain.document(events))


def test_a_declaration_bears_the_identifier_of_what_it_declares_wrong() -> None:
    events = chain.day_of_milk()
    capture_document(chain.document(events))
    later = chain.MORNING + timedelta(days=1)
    outcome = capture_document(chain.document([chain.declared_wrong(events[4], later)]))
    assert outcome.success
    assert Event.objects.count() == 12
    assert ErrorDeclaration.objects.count() == 1
    trace = trace_backward(chain.lot("L1"))
    assert trace is not None
    assert [end.node.uri for end in trace.sources] == [chain.lot("S1")]


def test_a_declaration_that_arrives_first_has_the_same_effect() -> None:
    events = chain.day_of_milk()
    wrong = chain.declared_wrong(events[4], chain.MORNING + timedelta(days=1))
    capture_document(chain.document([wrong]))
    capture_document(chain.document(events))
    assert not Flow.objects.filter(target__uri=chain.lot("S1")).exists()


def test_an_event_without_identifier_is_recognised_by_its_content() -> None:
    nameless = chain.milking("M1", 6000.0)
    del nameless["eventID"]
    first = capture_event(chain.bare(nameless))
    again = capture_event(chain.bare(nameless))
    assert first.accepted == again.repeated
    stored = Event.objects.get()
    assert stored.event_id == event_hash(nameless, chain.CONTEXT)
    with_its_hash = nameless | {"eventID": stored.event_id}
    in_utc = with_its_hash | {"eventTime": stored.event_time.isoformat()}
    for same in (with_its_hash, in_utc):
        assert capture_event(chain.bare(same)).repeated == first.accepted
    other = with_its_hash | {"disposition": "in_progress"}
    assert [fault.rule for fault in capture_event(chain.bare(other)).errors] == ["event-id-taken"]


def test_unreadable_content_is_refused_with_a_reason() -> None:
    for body, media_type in ((b"{", "application/json"), (b"<a", "application/xml")):
        with pytest.raises(Problem) as raised:
            capture_document(body, media_type=media_type)
        assert raised.value.kind.uri == "epcisException:ValidationException"
    with pytest.raises(Problem) as raised:
        capture_document(b"", media_type="text/csv")
    assert raised.value.kind.status == 415


def test_what_arrives_meanwhile_shares_one_commit() -> None:
    started, go_on = threading.Event(), threading.Event()
    groups: list[int] = []

    def write(batches: list[Batch]) -> list[Written]:
        groups.append(len(batches))
        if len(groups) == 1:
            started.set()
            go_on.wait(5)
        return [Written(accepted=[str(batch.person_id)]) for batch in batches]

    group = GroupCommit(write)  # type: ignore[arg-type]
    answers: dict[int, str] = {}

    def send(number: int) -> None:
        answers[number] = group.submit(Batch(facts=[], person_id=number)).accepted[0]

    first = threading.Thread(target=send, args=(0,))
    first.start()
    started.wait(5)
    others = [threading.Thread(target=send, args=(number,)) for number in range(1, 20)]
    for thread in others:
        thread.start()
    while len(group._queue) < 19:
        pass
    go_on.set()
    for thread in (first, *others):
        thread.join(5)
    assert groups == [1, 19]
    assert answers == {number: str(number) for number in range(20)}


def test_one_bad_batch_does_not_take_the_others_with_it() -> None:
    def write(batches: list[Batch]) -> list[Written]:
        if any(batch.person_id == 3 for batch in batches):
            raise ValueError("refused")
        return [Written() for _ in batches]

    group = GroupCommit(write)  # type: ignore[arg-type]
    failed: list[int] = []

    def send(number: int) -> None:
        try:
            group.submit(Batch(facts=[], person_id=number))
        except ValueError:
            failed.append(number)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(5)
    assert failed == [3]
