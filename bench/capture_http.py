"""Documents of 500 events captured over HTTP by the real server: durable events a second.

The server runs as ``milkshed serve`` runs it, with two processes, beside its database and the
client on the same machine; every answer comes after its commit reached the disk. The limit,
alternating with it in the same run: two processes that parse, check and COPY the same events into
a table without any index, one commit a document, without HTTP.

Usage: ``python bench/capture_http.py [--documents 80] [--senders 4]``.
"""

import argparse
import os
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.pool import Pool

from capture_work import EVENTS, document, plain
from cpu_seconds import cpu_seconds_of, database_process
from own_database import own_database
from own_server import Server, own_server

ROUNDS = 4


def _start_worker() -> None:
    import django

    django.setup()


def _plain_rate(pool: Pool, bodies: Sequence[bytes]) -> float:
    start = time.perf_counter()
    pool.map(plain, bodies, chunksize=1)
    return len(bodies) * EVENTS / (time.perf_counter() - start)


def _http_rate(server: Server, senders: int, bodies: Sequence[bytes]) -> float:
    def send(own: Sequence[bytes]) -> None:
        connection = server.connect()
        for body in own:
            server.capture(connection, body)
        connection.close()

    start = time.perf_counter()
    with ThreadPoolExecutor(senders) as threads:
        list(threads.map(send, [bodies[place::senders] for place in range(senders)]))
    return len(bodies) * EVENTS / (time.perf_counter() - start)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=80)
    parser.add_argument("--senders", type=int, default=4)
    options = parser.parse_args()
    with own_database():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE plain_event (body bytea)")
        with (
            own_server() as server,
            get_context("spawn").Pool(2, _start_worker) as pool,
        ):
            ours: list[float] = []
            bare: list[float] = []
            served: list[float] = []
            stored: list[float] = []
            database = database_process()
            for turn in range(-1, ROUNDS):
                count = 8 if turn < 0 else options.documents // ROUNDS
                bodies = [document(f"r{turn}", number) for number in range(count)]
                bare.append(_plain_rate(pool, bodies))
                before = cpu_seconds_of(server.pid), cpu_seconds_of(database)
                ours.append(_http_rate(server, options.senders, bodies))
                thousands = count * EVENTS / 1000
                served.append((cpu_seconds_of(server.pid) - before[0]) / thousands)
                stored.append((cpu_seconds_of(database) - before[1]) / thousands)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*), max(seq) FROM ledger_event")
            count, last = cursor.fetchone()
        assert count == last == EVENTS * (8 + options.documents // ROUNDS * ROUNDS)
    print(f"over HTTP, documents of {EVENTS}: {max(ours[1:]):,.0f} events/s ({_told(ours[1:])})")
    print(f"parse + validate + COPY, no index, no HTTP: {max(bare[1:]):,.0f} ({_told(bare[1:])})")
    together = min(sum(pair) for pair in zip(served[1:], stored[1:], strict=True))
    print(
        f"CPU seconds a thousand events: server {min(served[1:]):.4f}, PostgreSQL"
        f" {min(stored[1:]):.4f}, together {together:.4f}"
    )
    print(f"ratio: {max(ours[1:]) / max(bare[1:]):.2f} of the plain insert")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _told(rates: Sequence[float]) -> str:
    return ", ".join(f"{rate:,.0f}" for rate in rates)


if __name__ == "__main__":
    main()
