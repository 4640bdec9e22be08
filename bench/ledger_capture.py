"""Documents of 500 events made durable: events a second, beside the limit of this machine.

The limit, measured in the same run and alternating with ours: parse with orjson, check against
the schema, and COPY the same event bytes into a table without any index, one commit a document.
Both run in two processes, as the server does.
What we add is identity, interned names, links, the flow graph, four indexes, and the document
itself. Also printed: single events from many threads at once (group commit).

Usage: ``python bench/ledger_capture.py [--documents 80] [--processes 2]``.
"""

import argparse
import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context
from multiprocessing.pool import Pool

import orjson
from capture_work import CONTEXT, EVENTS, document, event, plain
from own_database import own_database

ROUNDS = 4
SINGLE_EVENTS = 2_000
SINGLE_THREADS = 32


def _ours(body: bytes) -> None:
    from milkshed.ledger.facade import capture_document

    outcome = capture_document(body)
    assert outcome.success
    assert len(outcome.accepted) == EVENTS


def _start_worker() -> None:
    import django

    django.setup()


def _rate(pool: Pool, work: Callable[[bytes], None], bodies: Sequence[bytes]) -> float:
    start = time.perf_counter()
    pool.map(work, bodies, chunksize=1)
    return len(bodies) * EVENTS / (time.perf_counter() - start)


def _singles() -> float:
    from milkshed.ledger.facade import capture_event

    bodies = [
        orjson.dumps({"@context": CONTEXT, **event("one", number)})
        for number in range(SINGLE_EVENTS)
    ]

    def send(body: bytes) -> None:
        assert capture_event(body).success

    start = time.perf_counter()
    with ThreadPoolExecutor(SINGLE_THREADS) as threads:
        for _ in threads.map(send, bodies):
            pass
    return len(bodies) / (time.perf_counter() - start)


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=80)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    with own_database():
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE plain_event (body bytea)")
        with get_context("spawn").Pool(options.processes, _start_worker) as pool:
            ours, bare = _compare(pool, options.documents // ROUNDS)
        print(f"ledger, documents of {EVENTS}: {max(ours):,.0f} events/s (rounds: {_told(ours)})")
        print(f"parse + validate + COPY, no index: {max(bare):,.0f} ({_told(bare)})")
        print(f"ratio: {max(ours) / max(bare):.2f} of the plain insert")
        print(f"single events, {SINGLE_THREADS} threads, group commit: {_singles():,.0f} events/s")
        print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


def _compare(pool: Pool, documents: int) -> tuple[list[float], list[float]]:
    ours: list[float] = []
    bare: list[float] = []
    warm = [document("warm", number) for number in range(4)]
    _rate(pool, _ours, warm)
    _rate(pool, plain, warm)
    for turn in range(ROUNDS):
        bodies = [document(f"r{turn}", number) for number in range(documents)]
        bare.append(_rate(pool, plain, bodies))
        ours.append(_rate(pool, _ours, bodies))
    return ours, bare


def _told(rates: Sequence[float]) -> str:
    return ", ".join(f"{rate:,.0f}" for rate in rates)


if __name__ == "__main__":
    main()
