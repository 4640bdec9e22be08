"""Subscribers of all sorts: a small HTTP server whose behaviour a test can change."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import orjson

Behaviour = Callable[["Handler"], None]


@dataclass(frozen=True, slots=True)
class Received:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def delivery_id(self) -> str:
        """The identifier that all sendings of a document share."""
        return self.headers["milkshed-delivery"]

    @property
    def document(self) -> dict[str, Any]:
        """The body as JSON."""
        found: dict[str, Any] = orjson.loads(self.body)
        return found

    @property
    def event_ids(self) -> list[str]:
        """The identifiers of the events in it, in their order."""
        results = self.document["epcisBody"]["queryResults"]
        return [event["eventID"] for event in results["resultsBody"]["eventList"]]


@dataclass(slots=True)
class Receiver:
    """A subscriber: what it got, what it took, and how it behaves from now on."""

    url: str
    behave: Behaviour
    got: list[Received] = field(default_factory=list)
    taken: list[Received] = field(default_factory=list)

    def taken_event_ids(self) -> list[str]:
        """Identifiers of the events taken, each document once."""
        documents = {received.delivery_id: received for received in self.taken}
        return [event_id for one in documents.values() for event_id in one.event_ids]


class Handler(BaseHTTPRequestHandler):
    """Reads one POST, then does what the receiver's behaviour says."""

    receiver: Receiver
    received: Received

    def do_POST(self) -> None:
        """Take a document."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.received = Received(self.path, headers, body)
        self.receiver.got.append(self.received)
        self.receiver.behave(self)

    def answer(self, status: int, **headers: str) -> None:
        """Answer without a body."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def take(handler: Handler) -> None:
    """Take the document."""
    handler.receiver.taken.append(handler.received)
    handler.answer(204)


def fail(handler: Handler) -> None:
    """Be out of order."""
    handler.answer(500)


def redirect(handler: Handler) -> None:
    """Send the sender round in circles."""
    handler.answer(307, Location=handler.receiver.url)


def talk_nonsense(handler: Handler) -> None:
    """Answer something that is no HTTP."""
    handler.wfile.write(b"\x00\xffmoo moo moo\r\n\r\n" * 20)
    handler.close_connection = True


def hang(handler: Handler) -> None:
    """Never answer."""
    time.sleep(5)


def drip(handler: Handler) -> None:
    """Answer endlessly, a byte now and then."""
    try:
        for byte in b"HTTP/1.1 200 OK\r\n" + b"X-Slow: yes\r\n" * 100:
            handler.wfile.write(bytes([byte]))
            time.sleep(0.1)
    except OSError:
        pass


def flood(handler: Handler) -> None:
    """Take the document and answer with more than anyone should read."""
    handler.receiver.taken.append(handler.received)
    handler.send_response(200)
    handler.end_headers()
    try:
        for _ in range(1_000):
            handler.wfile.write(b"x" * 1_000_000)
    except OSError:
        pass


def take_but_lose_the_answer(handler: Handler) -> None:
    """Take the document and hang up before saying so."""
    handler.receiver.taken.append(handler.received)
    handler.close_connection = True


@contextmanager
def receiver(behave: Behaviour = take, port: int = 0) -> Iterator[Receiver]:
    """Run a subscriber until the block ends."""
    handler = type("OwnHandler", (Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    made = Receiver(f"http://127.0.0.1:{server.server_address[1]}/hook", behave)
    handler.receiver = made  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def wait_until(true: Callable[[], bool], seconds: float = 20) -> None:
    """Wait for something to come true; fail when it does not."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it did not come true in time")
