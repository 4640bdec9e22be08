"""The product's server as its own processes on the benchmark's database, signed in by a token."""

import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

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
