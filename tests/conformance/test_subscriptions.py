"""Subscriptions against the real server: webhooks by a deliverer of its own, and WebSockets."""

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import psycopg
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from milkshed.ledger.subscriptions.tests import receivers
from milkshed.ledger.subscriptions.tests.receivers import receiver, wait_until
from milkshed.ledger.tests import chain
from tests.conformance.server import Server, own_database, prepare, serving
from tests.conformance.tally import Count, note
from tests.prepared_database import manage

_JSON_LD = {"Content-Type": "application/ld+json"}
_QUERY = """
from milkshed.ledger.models import NamedQuery
from milkshed.platform.models import Person
NamedQuery.objects.create(owner=Person.objects.get(), name="all")
NamedQuery.objects.create(
    owner=Person.objects.get(), name="packs", parameters={"EQ_bizStep": ["packing"]}
)
"""


@dataclass(frozen=True, slots=True)
class Store:
    """A database with its tables, an account and named queries."""

    url: str
    token: str


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A database of this module's own."""
    with own_database() as url:
        yield Store(url, prepare(url, _QUERY))


@pytest.fixture(scope="module")
def server(store: Store) -> Iterator[Server]:
    """The server on that database."""
    with serving(store.url, store.token) as running:
        yield running


@contextmanager
def deliverer(store: Store) -> Iterator[subprocess.Popen[bytes]]:
    """A deliverer process; killed at the end if it still lives."""
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "milkshed.site.command", "deliver"],
        env={
            **os.environ,
            "DATABASE_URL": store.url,
            "MILKSHED_SUBSCRIBER_NETWORKS": "127.0.0.0/8",
        },
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _milking() -> chain.Event:
    event = chain.milking(f"S{uuid.uuid4().hex[:12]}", 100.0)
    return {**event, "eventID": f"urn:uuid:{uuid.uuid4()}"}


def _capture(server: Server, count: int = 1) -> list[str]:
    events = [_milking() for _ in range(count)]
    with server.client() as client:
        answer = client.post("/capture", content=chain.document(events), headers=_JSON_LD)
        assert answer.status_code == 202, answer.text
    return [event["eventID"] for event in events]


def _subscribe(server: Server, dest: str) -> str:
    with server.client() as client:
        answer = client.post("/queries/all/subscriptions", json={"dest": dest, "stream": True})
        assert answer.status_code == 201, answer.text
        return str(answer.headers["Location"])


def test_a_killed_deliverer_loses_nothing(server: Server, store: Store) -> None:
    """Killed while the subscriber works: the next one sends again, under the same identifier."""
    with receiver(receivers.hang) as well:
        location = _subscribe(server, well.url)
        with deliverer(store) as process:
            ids = _capture(server, 3)
            wait_until(lambda: len(well.got) == 1, 30)
            process.send_signal(signal.SIGKILL)
        well.behave = receivers.take
        with psycopg.connect(store.url, autocommit=True) as connection:
            # as if the time of the dead one's lease had passed
            connection.execute("UPDATE ledger_subscription SET leased_until = now()")
        with deliverer(store) as process:
            wait_until(lambda: well.taken_event_ids() == ids, 30)
            ids += _capture(server, 2)
            wait_until(lambda: well.taken_event_ids() == ids, 30)
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
    assert well.got[0].delivery_id == well.got[1].delivery_id
    assert well.got[0].body == well.got[1].body
    with server.client() as client:
        told = client.get(location).json()
        assert told["lastNotifiedAt"] is not None
        assert client.delete(location).status_code == 204
    note(
        Count(
            "subscription",
            "推送进程被杀后不丢不乱",
            "A killed deliverer loses nothing and keeps order",
            1,
            1,
            "EPCIS 2.0 REST bindings, 12.3",
        )
    )


def _stream(server: Server, path: str, **headers: str) -> ClientConnection:
    given = {"Authorization": f"Bearer {server.token}", **headers}
    return connect(
        server.url.replace("http", "ws", 1) + path,
        additional_headers={name: value for name, value in given.items() if value},
        proxy=None,
    )


def _events(connection: ClientConnection) -> list[str]:
    document: dict[str, Any] = json.loads(connection.recv(timeout=20))
    results = document["epcisBody"]["queryResults"]
    assert document["type"] == "EPCISQueryDocument"
    return [event["eventID"] for event in results["resultsBody"]["eventList"]]


def test_a_websocket_streams_events_as_they_come(server: Server) -> None:
    with (
        _stream(server, "/queries/all/events?stream=true") as all_events,
        _stream(server, "/queries/packs/events?stream=true") as packs,
    ):
        assert all_events.ping().wait(5)
        for count in (1, 2):
            ids = _capture(server, count)
            assert _events(all_events) == ids
        with pytest.raises(TimeoutError):
            packs.recv(timeout=0.2)


def test_a_large_capture_comes_in_several_messages(server: Server) -> None:
    with _stream(server, "/queries/all/events?stream=true") as connection:
        ids = _capture(server, 250)
        got: list[str] = []
        while len(got) < len(ids):
            got += _events(connection)
        assert got == ids


def test_a_websocket_reports_by_schedule(server: Server) -> None:
    path = "/queries/packs/events?second=*&reportIfEmpty=true"
    with _stream(server, path) as connection:
        assert _events(connection) == []
        assert _events(connection) == []


def test_a_client_that_was_cut_off_resumes(server: Server) -> None:
    with _stream(server, "/queries/all/events?stream=true") as connection:
        first = _capture(server)
        results = json.loads(connection.recv(timeout=20))["epcisBody"]["queryResults"]
        last = results["resultsBody"]["eventList"][-1]
        assert [last["eventID"]] == first
        begin = last["recordTime"]
    missed = _capture(server, 2)
    path = f"/queries/all/events?stream=true&initialRecordTime={begin}"
    with _stream(server, path) as connection:
        assert _events(connection) == first + missed


_REFUSALS = [
    ("/queries/all/events?stream=true", {"Authorization": ""}, 401, "not-signed-in"),
    ("/queries/all/events?stream=true", {"Authorization": "Bearer x"}, 401, "not-signed-in"),
    ("/queries/none/events?stream=true", {}, 404, "NoSuchName"),
    ("/queries/all/events", {}, 400, "SubscriptionControls"),
    ("/queries/all/events?stream=maybe", {}, 400, "SubscriptionControls"),
    ("/queries/all/events?stream=true&hour=1", {}, 400, "SubscriptionControls"),
    ("/queries/all/events?hour=25", {}, 400, "SubscriptionControls"),
    ("/queries/all/events?stream=true&initialRecordTime=x", {}, 400, "SubscriptionControls"),
    ("/queries/all/events?stream=true&colour=red", {}, 400, "SubscriptionControls"),
    ("/queries/%00/events?stream=true", {}, 404, "not-found"),
    ("/queries/a%2Fb/events?stream=true", {}, 404, "NoSuchName"),
    ("/sign-in", {}, 404, "not-found"),
]


@pytest.mark.parametrize(("path", "headers", "status", "kind"), _REFUSALS)
def test_a_websocket_is_refused_before_the_upgrade(
    server: Server, path: str, headers: dict[str, str], status: int, kind: str
) -> None:
    with pytest.raises(InvalidStatus) as refused, _stream(server, path, **headers):
        pass
    response = refused.value.response
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert kind in json.loads(response.body)["type"]


def _signed_in(server: Server) -> httpx.Cookies:
    with httpx.Client(base_url=server.url, trust_env=False) as client:
        client.get("/sign-in")
        client.headers["Referer"] = server.url
        answer = client.post(
            "/sign-in",
            data={
                "username": "tester",
                "password": "milk-and-honey-7",
                "csrfmiddlewaretoken": client.cookies["csrftoken"],
            },
        )
        assert answer.status_code == 302, answer.text
        return client.cookies


def test_a_session_counts_from_our_own_pages_only(server: Server, store: Store) -> None:
    prepare_password = (
        "from milkshed.platform.models import Person; p = Person.objects.get();"
        " p.set_password('milk-and-honey-7'); p.save(); print('done')"
    )
    manage(store.url, "shell", "--no-imports", "-c", prepare_password)
    cookie = "; ".join(f"{name}={value}" for name, value in _signed_in(server).items())
    ours = {"Authorization": "", "Cookie": cookie, "Origin": server.url}
    with _stream(server, "/queries/all/events?stream=true", **ours) as connection:
        ids = _capture(server)
        assert _events(connection) == ids
    for origin in ("https://elsewhere.example", ""):
        with pytest.raises(InvalidStatus) as refused:
            _stream(server, "/queries/all/events?stream=true", **{**ours, "Origin": origin})
        assert refused.value.response.status_code == 401


def test_a_stream_ends_when_its_token_is_withdrawn(server: Server, store: Store) -> None:
    issue = (
        "from datetime import timedelta; from django.utils import timezone;"
        "from milkshed.platform.models import AccessToken, Person;"
        "print(AccessToken.issue(Person.objects.get(), 'short', timezone.now() + timedelta(1)))"
    )
    token = manage(store.url, "shell", "--no-imports", "-c", issue).split()[-1]
    path = "/queries/all/events?stream=true"
    with _stream(server, path, Authorization=f"Bearer {token}") as connection:
        with psycopg.connect(store.url, autocommit=True) as database:
            database.execute("DELETE FROM platform_accesstoken WHERE label = 'short'")
        _capture(server)
        with pytest.raises(ConnectionClosed) as closed:
            connection.recv(timeout=20)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == 1008


def test_open_streams_keep_no_request_and_no_shutdown_waiting(store: Store) -> None:
    with serving(store.url, store.token) as server:
        streams = [_stream(server, "/queries/all/events?stream=true") for _ in range(80)]
        ids = _capture(server)
        assert all(_events(one) == ids for one in streams)
        begun = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(20)
        assert time.monotonic() - begun < 9, "it was killed, not stopped"
        for one in streams:
            with pytest.raises(ConnectionClosed):
                one.recv(timeout=5)
    note(
        Count(
            "subscription",
            "WebSocket：推送、时间表、续传、拒绝",
            "WebSocket: stream, schedule, resume, refusals",
            len(_REFUSALS) + 7,
            len(_REFUSALS) + 7,
            "EPCIS 2.0 REST bindings, /queries/{queryName}/events",
        )
    )
