"""Subscribers told of new events: how soon after the capture's answer, and how many a second.

The real server, the real deliverer and a subscriber that takes everything at once. How soon: single
events captured one after the other, each timed from the answer to its arrival. How many: documents
of 500 events captured while no deliverer runs, then delivered in one go. The limit, measured in
the same run: plain POSTs of the very bytes that were delivered, one after the other, as delivery
to one subscriber is.

Usage: ``python bench/subscriptions.py [--events 200] [--documents 40]``.
"""

import argparse
import http.client
import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import numpy as np
import orjson
from capture_work import CONTEXT, EVENTS, document, event
from own_database import own_database
from own_server import own_server

_PATIENCE_SECONDS = 120


class Subscriber(ThreadingHTTPServer):
    """Takes every document and notes when it came."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.bodies: list[tuple[float, bytes]] = []
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def arrivals(self) -> dict[str, float]:
        """When each event came for the first time."""
        found: dict[str, float] = {}
        for at, body in list(self.bodies):
            results = orjson.loads(body)["epcisBody"]["queryResults"]
            for one in results["resultsBody"]["eventList"]:
                found.setdefault(one["eventID"], at)
        return found


class _Handler(BaseHTTPRequestHandler):
    server: Subscriber

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.bodies.append((time.perf_counter(), body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def _deliverer() -> Iterator[None]:
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "milkshed.site.command", "deliver"],
        env={**os.environ, "MILKSHED_SUBSCRIBER_NETWORKS": "127.0.0.0/8"},
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _subscribe(port: int) -> None:
    from milkshed.ledger.models import NamedQuery
    from milkshed.ledger.subscriptions.actions import subscribe
    from milkshed.ledger.subscriptions.controls import Controls, WebhookControls
    from milkshed.platform.models import Person

    person = Person.objects.get()
    NamedQuery.objects.create(owner=person, name="all")
    webhook = WebhookControls(Controls(None), f"http://127.0.0.1:{port}/", "secret")
    subscribe(person, "all", webhook)


def _wait_for(subscriber: Subscriber, count: int) -> dict[str, float]:
    deadline = time.perf_counter() + _PATIENCE_SECONDS
    while time.perf_counter() < deadline:
        if subscriber.bodies and len(found := subscriber.arrivals()) >= count:
            return found
        time.sleep(0.05)
    raise TimeoutError("not everything arrived")


def _post_plainly(port: int, bodies: list[bytes]) -> float:
    """Seconds that plain POSTs of the bodies take, each on its own connection."""
    begun = time.perf_counter()
    for body in bodies:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("POST", "/", body, {"Content-Type": "application/ld+json"})
        assert connection.getresponse().status == 204
        connection.close()
    return time.perf_counter() - begun


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=200)
    parser.add_argument("--documents", type=int, default=40)
    options = parser.parse_args()
    with own_database(), own_server(workers=1) as server:
        subscriber, plain = Subscriber(), Subscriber()
        _subscribe(subscriber.server_port)
        connection = server.connect()
        bodies = [document("b", number) for number in range(options.documents)]
        for body in bodies:
            server.capture(connection, body)
        with _deliverer():
            arrived = _wait_for(subscriber, options.documents * EVENTS)
            seconds = max(arrived.values()) - min(arrived.values())
            sent = [body for _, body in subscriber.bodies]
            limit = _post_plainly(plain.server_port, sent)
            answered: dict[str, float] = {}
            for number in range(options.events):
                made = {**event("s", number), "eventID": f"urn:uuid:{uuid.uuid4()}"}
                single = {
                    "@context": CONTEXT,
                    "type": "EPCISDocument",
                    "schemaVersion": "2.0",
                    "creationDate": "2026-01-05T00:00:00Z",
                    "epcisBody": {"eventList": [made]},
                }
                server.capture(connection, orjson.dumps(single))
                answered[str(made["eventID"])] = time.perf_counter()
                time.sleep(0.02)
            arrived = _wait_for(subscriber, options.documents * EVENTS + options.events)
        waits = [max(0.0, arrived[one] - at) * 1000 for one, at in answered.items()]
        p50, p95 = np.percentile(waits, [50, 95])
        # the first document is the start of the clock, so it does not count
        rate = (len(sent) - 1) * EVENTS / seconds
        plain_rate = len(sent) * EVENTS / limit
        print(f"from the answer to the arrival: p50 {p50:.0f} ms, p95 {p95:.0f} ms")
        print(f"delivered in order, {EVENTS} events a document: {rate:,.0f} events/s")
        print(f"plain POSTs of the same bytes: {plain_rate:,.0f} events/s")
        print(f"ratio: {rate / plain_rate:.2f} of plain POSTs")
        print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
