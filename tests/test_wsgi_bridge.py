"""WSGI under ASGI: what the application is told, and how its answers reach the client."""

import asyncio
import threading
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from milkshed.site.wsgi_bridge import WSGIBridge, environ_of

SCOPE: dict[str, Any] = {
    "type": "http",
    "http_version": "1.1",
    "method": "POST",
    "scheme": "http",
    "path": "/01/a/b 中",
    "raw_path": b"/01/a%2Fb%20%E4%B8%AD",
    "query_string": b"x=%2F",
    "headers": [
        (b"host", b"example.org"),
        (b"content-length", b"6"),
        (b"content-type", b"text/plain"),
        (b"accept", b"text/html"),
        (b"accept", b"*/*"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"x_forwarded_for", b"6.6.6.6"),
    ],
    "server": ("127.0.0.1", "8000"),
    "client": ("10.0.0.9", "4711"),
}


def test_the_request_in_the_words_of_wsgi() -> None:
    environ = environ_of(SCOPE)
    assert environ["RAW_URI"] == "/01/a%2Fb%20%E4%B8%AD?x=%2F"
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/01/a/b 中"
    assert environ["QUERY_STRING"] == "x=%2F"
    assert environ["REMOTE_ADDR"] == "10.0.0.9"
    assert (environ["SERVER_NAME"], environ["SERVER_PORT"]) == ("127.0.0.1", "8000")
    assert environ["CONTENT_LENGTH"] == "6"
    assert environ["HTTP_ACCEPT"] == "text/html,*/*"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert "HTTP_X_FORWARDED_FOR" not in environ


class Exchange:
    """A client that sends its body in pieces and keeps what it is sent."""

    def __init__(self, *pieces: bytes, leaves: bool = False) -> None:
        self._messages: list[Mapping[str, Any]] = [
            {"type": "http.request", "body": piece, "more_body": place < len(pieces) - 1 or leaves}
            for place, piece in enumerate(pieces)
        ]
        self._messages.append({"type": "http.disconnect"})
        self.sent: list[Mapping[str, Any]] = []

    async def receive(self) -> Mapping[str, Any]:
        return self._messages.pop(0)

    async def send(self, message: Mapping[str, Any]) -> None:
        self.sent.append(message)

    def run(self, application: Any, **scope: Any) -> "Exchange":
        # in a thread of its own: browser tests leave a running loop in this one
        served = WSGIBridge(application, 2)({**SCOPE, **scope}, self.receive, self.send)
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, served).result()
        return self

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent)


def _echo(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
    start("201 Created", [("Content-Type", "text/plain"), ("X-Twice", "1"), ("X-Twice", "2")])
    return [environ["wsgi.input"].read(), b"!"]


def test_a_body_in_pieces_and_an_answer_in_one() -> None:
    exchange = Exchange(b"mi", b"", b"lk's").run(_echo)
    assert exchange.body == b"milk's!"
    start, answer = exchange.sent
    assert start["status"] == 201
    assert start["headers"].count((b"x-twice", b"1")) == 1
    assert (b"x-twice", b"2") in start["headers"]
    assert answer["more_body"] is False


def test_no_application_runs_for_a_client_that_left() -> None:
    ran: list[bool] = []

    def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        ran.append(True)
        return _echo(environ, start)

    assert Exchange(b"mi", leaves=True).run(application).sent == []
    assert ran == []


def test_a_body_without_a_length_or_beyond_all_limits_is_not_read() -> None:
    for length in (b"", b"-1", b"x", b"99999999999999"):
        exchange = Exchange(b"milk")
        exchange.run(_echo, headers=[(b"content-length", length)])
        assert exchange.body == b"!"


def test_a_long_answer_goes_out_as_it_is_made() -> None:
    closed = threading.Event()

    class Answer:
        def __iter__(self) -> Iterator[bytes]:
            for _ in range(10):
                yield b"x" * 100_000

        def close(self) -> None:
            closed.set()

    def application(_: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [])
        return Answer()

    exchange = Exchange(b"", b"").run(application, headers=[])
    assert len(exchange.body) == 1_000_000
    assert max(len(message.get("body", b"")) for message in exchange.sent) < 400_000
    assert [message["type"] for message in exchange.sent].count("http.response.start") == 1
    assert exchange.sent[-1]["more_body"] is False
    assert closed.is_set()
