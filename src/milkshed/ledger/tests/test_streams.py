"""The WebSocket application by itself: a client that does not read, and one too many."""

import asyncio
from collections.abc import Mapping
from typing import Any

import pytest

from milkshed.kernel.problems import NOT_SIGNED_IN, Problem
from milkshed.ledger.http import streams as door
from milkshed.ledger.http.streams import Streams
from milkshed.ledger.subscriptions import threads

SCOPE = {"type": "websocket", "path": "/queries/all/events", "query_string": b"", "headers": []}


class Client:
    """The server's half below the application: what it says, and how fast it takes things."""

    def __init__(self, takes_seconds: float = 0.0) -> None:
        self.sent: list[Mapping[str, Any]] = []
        self.takes_seconds = takes_seconds
        self.leaves = asyncio.Event()
        self._greeted = False

    async def receive(self) -> Mapping[str, Any]:
        if not self._greeted:
            self._greeted = True
            return {"type": "websocket.connect"}
        await self.leaves.wait()
        return {"type": "websocket.disconnect", "code": 1000}

    async def send(self, message: Mapping[str, Any]) -> None:
        if message["type"] == "websocket.send":
            await asyncio.sleep(self.takes_seconds)
        self.sent.append(message)

    def kinds(self) -> list[str]:
        return [message["type"].removeprefix("websocket.") for message in self.sent]


class Talker:
    """A stream that has always something to say, or a problem after so many documents."""

    def __init__(self, documents: int) -> None:
        self.left = documents

    def next_document(self) -> tuple[bytes, bool]:
        if self.left == 0:
            raise Problem(NOT_SIGNED_IN)
        self.left -= 1
        return b"{}", True


@pytest.fixture
def application(monkeypatch: pytest.MonkeyPatch) -> Streams:
    made = Streams(send_seconds=0.1)

    class Silence:
        async def __aenter__(self) -> None:
            return None

        async def __aexit__(self, *_: object) -> None:
            return None

    monkeypatch.setattr(made._wakeups, "listening", Silence)
    monkeypatch.setattr(threads, "close_old_connections", lambda: None)
    return made


def _serve(application: Streams, client: Client) -> Client:
    async def run() -> None:
        async with asyncio.timeout(10):
            await application(SCOPE, client.receive, client.send)

    asyncio.run(run())
    return client


def test_a_client_that_does_not_read_is_dropped_with_a_word(
    application: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "_open", lambda _: Talker(5))
    client = _serve(application, Client(takes_seconds=5))
    assert client.kinds() == ["accept", "close"]
    assert client.sent[-1]["code"] == door.TRY_AGAIN_LATER


def test_who_may_read_no_longer_is_told_so(
    application: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "_open", lambda _: Talker(2))
    client = _serve(application, Client())
    assert client.kinds() == ["accept", "send", "send", "close"]
    assert client.sent[-1]["code"] == door.POLICY_VIOLATION


def test_a_client_that_leaves_is_let_go(
    application: Streams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "_open", lambda _: Talker(10_000_000))
    client = Client()

    async def run() -> None:
        async with asyncio.timeout(10):
            served = asyncio.ensure_future(application(SCOPE, client.receive, client.send))
            await asyncio.sleep(0.05)
            client.leaves.set()
            await served

    asyncio.run(run())
    assert "close" not in client.kinds()


def test_one_too_many_is_refused(application: Streams, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "_MOST_STREAMS", 0)
    client = _serve(application, Client())
    assert client.sent[0]["status"] == 503
