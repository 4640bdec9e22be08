"""The product's server as its own processes on the benchmark's database, signed in by a token."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from ports import free_port

_START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Server:
    """Where the server listens, who may speak to it, and its processes."""

    port: int
    token: str
    pid: int

    def connect(self) -> http.client.HTTPConnection:
        """A connection that stays open."""
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def capture(self, connection: http.client.HTTPConnection, body: bytes) -> None:
        """Post a document and wait until it is durable."""
        headers = {
            "Authorization": f"Bearer {self.token}",
            "Content-Type": "application/ld+json",
        }
        connection.request("POST", "/capture", body, headers)
        answer = connection.getresponse()
        told = answer.read()
        assert answer.status == 202, told


def _issue_token() -> str:
    from django.utils import timezone

    from milkshed.platform.models import AccessToken, Membership, Organisation, Person

    office = Organisation.objects.create(kind="region_office", name_zh="测试机构", synthetic=True)
    person = Person.objects.create_person("bench", None, name_zh="测试人员", synthetic=True)
    Membership.objects.create(person=person, organisation=office, role="administrator")
    return AccessToken.issue(person, "bench", timezone.now() + timedelta(days=1))


@contextmanager
def own_server(workers: int = 2) -> Iterator[Server]:
    """Serve the database of :func:`own_database.own_database` until the block ends."""
    token, port = _issue_token(), free_port()
    process = subprocess.Popen(
        [
            *(sys.executable, "-W", "ignore", "-m", "granian", "milkshed.site.asgi:application"),
            *("--interface", "asgi", "--host", "127.0.0.1", "--port", str(port)),
            *("--workers", str(workers), "--log-level", "error"),
        ],
        env={**os.environ, "MILKSHED_SUBSCRIBER_NETWORKS": "127.0.0.0/8"},
        start_new_session=True,
    )
    try:
        server = Server(port, token, process.pid)
        _await_answer(server)
        yield server
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _await_answer(server: Server) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        try:
            connection = server.connect()
            connection.request("OPTIONS", "/capture")
            if connection.getresponse().status == 204:
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("the server did not come up")


def print_times(server: Server, pages: Sequence[tuple[str, str]], count: int) -> None:
    """Ask pages ``count`` times each and print p50, p95 and the ratio to the first page's median.

    ``pages`` are names with paths, the lightest first.
    """
    lightest = 0.0
    for name, path in pages:
        p50, p95 = np.percentile(_times(server, path, count), [50, 95]) * 1000
        lightest = lightest or p50
        print(
            f"{name:<24}p50 {p50:7.1f} ms   p95 {p95:7.1f} ms   "
            f"ratio of medians {p50 / lightest:5.1f}"
        )


def _times(server: Server, path: str, count: int) -> list[float]:
    """Seconds of each of ``count`` requests of a page, after two that warm it up."""
    connection, found = server.connect(), []
    headers = {"Accept": "text/html"}
    if path != "/sign-in":  # which sends on whoever is signed in
        headers["Authorization"] = f"Bearer {server.token}"
    for turn in range(count + 2):
        started = time.perf_counter()
        connection.request("GET", path, headers=headers)
        answer = connection.getresponse()
        answer.read()
        if turn > 1:
            found.append(time.perf_counter() - started)
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
    return found
