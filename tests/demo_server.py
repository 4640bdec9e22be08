"""A running server with the demonstration region, as a newcomer would have it."""

import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from tests.prepared_database import copy_of

_START_SECONDS = 180


@dataclass(frozen=True, slots=True)
class DemoServer:
    """Its address, the shared password, one account per role, QR paths to try, its environment."""

    url: str
    password: str
    accounts: dict[str, str]
    qr_paths: tuple[str, ...]
    environment: dict[str, str]

    @contextmanager
    def sign_in(self, role: str) -> Iterator[httpx.Client]:
        """A client signed in as the demonstration account of a role."""
        with httpx.Client(base_url=self.url, follow_redirects=True, timeout=30) as client:
            client.get("/sign-in")
            client.headers["Referer"] = self.url
            answer = client.post(
                "/sign-in",
                data={
                    "username": self.accounts[role],
                    "password": self.password,
                    "csrfmiddlewaretoken": client.cookies["csrftoken"],
                },
            )
            assert "sessionid" in client.cookies, answer.text[:500]
            yield client


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def milkshed(*arguments: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a verb of the command line to its end."""
    done = subprocess.run(
        [sys.executable, "-m", "milkshed.site.command", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=_START_SECONDS,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done


@pytest.fixture(scope="session")
def demo_server() -> Iterator[DemoServer]:
    """Play the smallest region into an empty database of its own and serve it."""
    with (
        tempfile.TemporaryDirectory(prefix="milkshed-", ignore_cleanup_errors=True) as folder,
        copy_of("template0") as url,
    ):
        yield from _serve(Path(folder), url)


def _serve(var: Path, database_url: str) -> Iterator[DemoServer]:
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "MILKSHED_VAR": str(var),
        "MILKSHED_SECRET_KEY": "only-for-tests",
    }
    milkshed("assets", environment=environment)
    played = milkshed("demo", "--scale", "farm", "--json", environment=environment)
    summary = json.loads(played.stdout.splitlines()[-1])
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "milkshed.site.command", "serve", f"--port={port}", "--workers=1"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=(var / "server.log").open("w"),
    )
    url = f"http://127.0.0.1:{port}"
    _wait_until_up(url, server, var / "server.log")
    try:
        yield DemoServer(
            url=url,
            password=summary["password"],
            accounts={
                a["code"] if a["number"] == 1 else f"{a['code']}-{a['number']}": a["username"]
                for a in summary["accounts"]
            },
            qr_paths=tuple(summary["qr_paths"]),
            environment=environment,
        )
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()


def _wait_until_up(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise AssertionError(f"the server stopped: {log.read_text()[-3000:]}")
        try:
            if httpx.get(f"{url}/sign-in").status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError("the server did not come up")
