"""The server dies at any instruction: what it answered is there, the rest is whole or absent."""

import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from random import Random

import httpx
import psycopg
import pytest

from milkshed.ledger.tests import chain
from tests.conformance.server import Server, own_database, prepare, serving
from tests.prepared_database import manage

pytestmark = pytest.mark.faults

_EVENTS_PER_DOCUMENT = 40
_SENDERS = 6
_JSON_LD = {"Content-Type": "application/ld+json"}
_VERIFY = """
from milkshed.ledger.log.checkpoints import make_checkpoint
from milkshed.ledger.log.integrate import integrate
from milkshed.ledger.log.verification import verify_ledger
before = verify_ledger()
integrate()
make_checkpoint()
after = verify_ledger()
print(*before.findings, *after.findings, after.checkpoints)
print("sound" if before.is_sound and after.is_sound and after.checkpoints else "unsound")
"""


@dataclass(frozen=True, slots=True)
class Sent:
    """A request that left for the server."""

    door: str
    event_ids: frozenset[str]
    body: bytes


@pytest.fixture(scope="module")
def store() -> Iterator[tuple[str, str]]:
    """A database with its tables, and a token."""
    with own_database() as url:
        yield url, prepare(url)


def _milking() -> chain.Event:
    event = chain.milking(f"K{uuid.uuid4().hex[:12]}", 100.0)
    return {**event, "eventID": f"urn:uuid:{uuid.uuid4()}"}


def _next(turn: int) -> Sent:
    if turn % 3:
        event = _milking()
        return Sent("/events", frozenset({event["eventID"]}), chain.bare(event))
    events = [_milking() for _ in range(_EVENTS_PER_DOCUMENT)]
    ids = frozenset(event["eventID"] for event in events)
    return Sent("/capture", ids, chain.document(events))


def _send_until_killed(server: Server, sent: list[Sent], answered: list[Sent]) -> None:
    """Send documents and single events in turn until the connection breaks."""
    with server.client() as client:
        for turn in range(10_000):
            request = _next(turn)
            sent.append(request)
            try:
                response = client.post(request.door, content=request.body, headers=_JSON_LD)
            except httpx.TransportError:
                return
            assert response.status_code in (201, 202), response.text
            answered.append(request)


def _kill_after(server: Server, answered: list[Sent], count: int) -> None:
    deadline = time.monotonic() + 60
    while len(answered) < count and time.monotonic() < deadline:
        time.sleep(0.001)
    server.kill()


def _kept(url: str) -> set[str]:
    """Identifiers of all events, after checking that rows fit together."""
    with psycopg.connect(url) as connection:
        kept = {row[0] for row in connection.execute("SELECT event_id FROM ledger_event")}
        count, last, without_links = connection.execute(
            "SELECT count(*), coalesce(max(seq), 0), count(*) FILTER (WHERE NOT EXISTS"
            " (SELECT 1 FROM ledger_link l WHERE l.event_id = e.seq)) FROM ledger_event e"
        ).fetchone() or (0, 0, 0)
    assert count == last
    assert without_links == 0
    return kept


def _verify_log(url: str) -> None:
    """Sign what is there and verify every fact and checkpoint, as an auditor would."""
    said = manage(url, "shell", "--no-imports", "-c", _VERIFY).split()
    assert said[-1] == "sound", said


# together more than 200 captures; where each run ends is chance, the same every time
_ANSWERS = (1, 20, 60, *Random(20260105).sample(range(25, 75), 3))


@pytest.mark.parametrize("after_answers", _ANSWERS)
def test_nothing_answered_is_lost_and_nothing_is_half_there(
    store: tuple[str, str], after_answers: int
) -> None:
    url, token = store
    sent: list[Sent] = []
    answered: list[Sent] = []
    with serving(url, token, workers=2) as server:
        killer = threading.Thread(target=_kill_after, args=(server, answered, after_answers))
        with ThreadPoolExecutor(_SENDERS) as senders:
            jobs = [
                senders.submit(_send_until_killed, server, sent, answered) for _ in range(_SENDERS)
            ]
            killer.start()
            for job in jobs:
                job.result(timeout=60)
        killer.join(60)
    time.sleep(0.5)  # the database may still be finishing a transaction of the dead process
    kept = _kept(url)
    assert answered
    for request in answered:
        assert request.event_ids <= kept, "answered and gone"
    for request in sent:
        assert not request.event_ids & kept or request.event_ids <= kept, "half there"
    _verify_log(url)

    unanswered = [request for request in sent if request not in answered]
    with serving(url, token) as server, server.client() as client:
        for request in unanswered:
            response = client.post(request.door, content=request.body, headers=_JSON_LD)
            assert response.status_code in (201, 202, 409)
    kept = _kept(url)
    assert all(request.event_ids <= kept for request in sent)
    _verify_log(url)
