"""How many Digital Links a second the resolver answers, beside the lightest view of its server.

usage: MILKSHED_VAR=/folder python bench/resolver.py [seconds per round]

Needs a region played in (``milkshed demo``). The server runs as ``milkshed serve`` does, with two
workers on a free port. The client keeps eight connections busy, each asking for one pack, tank or
pallet after another; it runs on the same machine and takes its share of it. Three rounds: redirects
to the default link, linksets, and the description file, which asks nothing of the database. Beside
the rate stands what a second of the server's own CPU time answers (Linux; without the database's
share), which neighbours on the machine change little.
"""

import asyncio
import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg
from cpu_seconds import cpu_seconds_of
from ports import free_port

from milkshed.platform import database

CONNECTIONS = 8
LINKSET = "application/linkset+json"


def main() -> None:
    """Serve, ask, print."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5.0
    paths = known_paths()
    port = free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "milkshed.site.command", "serve", f"--port={port}", "--workers=2"],
        env=os.environ,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait(port)
        settle(server.pid)
        lightest = measure(server.pid, port, ["/.well-known/gs1resolver"], "*/*", 200, seconds)
        redirects = measure(server.pid, port, paths, "*/*", 307, seconds)
        linksets = measure(server.pid, port, paths, LINKSET, 200, seconds)
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)
    print(f"{len(paths)} identifiers, {CONNECTIONS} connections, {seconds:g} s each")
    for name, found in (
        ("description file", lightest),
        ("redirects", redirects),
        ("linksets", linksets),
    ):
        print(
            f"{name:<17}{found.per_second:8.0f} requests/s"
            f"{found.per_cpu_second:8.0f} requests/CPU-s"
            f"{found.per_second / lightest.per_second:7.2f} of the lightest view"
        )


@dataclass(frozen=True, slots=True)
class Rate:
    """Requests answered a second of the clock and of the server's CPU time."""

    per_second: float
    per_cpu_second: float


def measure(
    server: int, port: int, paths: Sequence[str], accept: str, status: int, seconds: float
) -> Rate:
    """Ask for some seconds, after a short while to warm up."""
    rate(port, paths, accept, status, seconds / 4)
    used = cpu_seconds_of(server)
    found = rate(port, paths, accept, status, seconds)
    return Rate(found, found * seconds / (cpu_seconds_of(server) - used))


def known_paths() -> list[str]:
    """Paths of lots, vessels, tankers, sheets and pallets that the ledger knows."""
    url = database.start(Path(os.environ["MILKSHED_VAR"]))
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT uri FROM ledger_term WHERE uri ~ '^https://id.gs1.org/(00|01|253|414|8003)/'"
            " ORDER BY md5(uri) LIMIT 5000"
        ).fetchall()
    if not rows:
        raise SystemExit("the ledger is empty: play a region in first (milkshed demo)")
    return [uri.removeprefix("https://id.gs1.org") for (uri,) in rows]


def wait(port: int, seconds: float = 60.0) -> None:
    """Poll until the server answers."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if rate(port, ["/.well-known/gs1resolver"], "*/*", 200, 0.1):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("the server did not come up")


def settle(server: int) -> None:
    """Let the processes that start beside the workers come to rest."""
    for _ in range(60):
        used = cpu_seconds_of(server)
        time.sleep(0.5)
        if cpu_seconds_of(server) - used < 0.05:
            return


def rate(port: int, paths: Sequence[str], accept: str, status: int, seconds: float) -> float:
    """Requests answered a second, all with the status wanted."""
    return asyncio.run(_rate(port, itertools.cycle(paths), accept, status, seconds))


async def _rate(port: int, paths: Iterator[str], accept: str, status: int, seconds: float) -> float:
    started = time.perf_counter()
    counts = await asyncio.gather(
        *(_ask(port, paths, accept, status, started + seconds) for _ in range(CONNECTIONS))
    )
    return sum(counts) / (time.perf_counter() - started)


async def _ask(port: int, paths: Iterator[str], accept: str, status: int, until: float) -> int:
    """Ask over one connection until the time is up; the number of answers."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    wanted = f"HTTP/1.1 {status} ".encode()
    count = 0
    while time.perf_counter() < until:
        request = (
            f"GET {next(paths)} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept: {accept}\r\n\r\n"
        )
        writer.write(request.encode())
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(wanted):
            raise RuntimeError(head.decode())
        length = next(
            int(line.partition(b":")[2])
            for line in head.lower().split(b"\r\n")
            if line.startswith(b"content-length:")
        )
        await reader.readexactly(length)
        count += 1
    writer.close()
    return count


if __name__ == "__main__":
    main()
