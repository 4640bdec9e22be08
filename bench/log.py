"""The log: appends, proofs out of 1.8 and 18 million leaves, and verification of the ledger.

Appends and tiles are told as a ratio to bare SHA-256 calls of the same size and number in the
same run: a tree over n leaves needs n - 1 of them. Proofs are read from tiles in PostgreSQL and
compared with fetching as many single rows by key. Verification hashes every event anew and is
compared with hashing as many bytes in pieces as large.

Usage: ``python bench/log.py [--appends 500000] [--leaves 1800000 18000000] [--events 100000]``.
"""

import argparse
import os
import random
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from itertools import islice

import numpy as np
from own_database import own_database

from milkshed.ledger.log.tiles import TileGrowth
from milkshed.ledger.log.tree import Frontier, verify_inclusion

_PROOFS = 300
_TILES_AT_ONCE = 2_000


def _leaves(count: int) -> Iterator[bytes]:
    """Hashes as if of entries, cheap to make."""
    chooser = random.Random(9162)
    for _ in range(0, count, 1024):
        block = chooser.randbytes(32 * 1024)
        yield from (block[at : at + 32] for at in range(0, len(block), 32))


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _bare_hashes(count: int) -> None:
    message = b"\x01" + bytes(64)
    for _ in range(count):
        sha256(message).digest()


def _time_appends(count: int) -> None:
    leaves = list(islice(_leaves(count), count))
    frontier, growth = Frontier(), TileGrowth(0)
    bare = _seconds(lambda: _bare_hashes(count))
    for name, work in (
        ("append", lambda: frontier.extend(leaves)),
        ("append into tiles", lambda: sum(1 for _ in growth.extend(leaves))),
    ):
        taken = _seconds(work)
        print(f"{name}: {count / taken:,.0f}/s, {taken / bare:.2f} x bare SHA-256 calls")


def _store(count: int) -> bytes:
    """Write the tiles of that many leaves; return the root."""
    from django.db import connection

    from milkshed.ledger.log import integrate

    growth = TileGrowth(0)
    tiles: list[tuple[int, int, bytes]] = []
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE ledger_logtile")
        for tile in growth.extend(islice(_leaves(count), count)):
            tiles.append(tile)
            if len(tiles) == _TILES_AT_ONCE:
                integrate._store(cursor, tiles)  # noqa: SLF001
                tiles.clear()
        integrate._store(cursor, [*tiles, *growth.edge()])  # noqa: SLF001
        cursor.execute("ANALYZE ledger_logtile")
    from milkshed.ledger.log.stored import stored_root

    return stored_root(count)


def _time_proofs(count: int) -> None:
    from django.db import connection

    from milkshed.ledger.log.stored import (
        read_tile,
        stored_consistency_proof,
        stored_inclusion_proof,
    )

    root = _store(count)
    chooser = random.Random(7)
    places = [chooser.randrange(count) for _ in range(_PROOFS)]
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_total_relation_size('ledger_logtile')")
        size = cursor.fetchone()[0]
    print(f"{count:,} leaves in tiles: {size / count:.1f} bytes a leaf")

    def one_row(place: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM ledger_logtile WHERE level = 0 AND index = %s", [place])
            cursor.fetchone()

    def timed(work: Callable[[int], object]) -> np.ndarray:
        for place in places[:10]:
            work(place)
        return np.array([_seconds(lambda place=place: work(place)) * 1000 for place in places])

    row = np.median(timed(lambda place: one_row(place // 256)))
    for name, work in (
        ("inclusion proof", lambda place: stored_inclusion_proof(place, count)),
        ("consistency proof", lambda place: stored_consistency_proof(place + 1, count)),
    ):
        times = timed(work)
        p50, p95 = np.percentile(times, [50, 95])
        print(
            f"{name} out of {count:,}: p50 {p50:.2f} ms, p95 {p95:.2f} ms,"
            f" {p50 / row:.1f} x one row by its key"
        )
    for place in places[:20]:
        leaf = read_tile(0, place // 256)[place % 256 * 32 :][:32]
        assert verify_inclusion(leaf, place, count, stored_inclusion_proof(place, count), root)


def _time_verification(count: int) -> None:
    """Write events with their leaves, then verify them all under one checkpoint."""
    from django.db import connection

    from milkshed.ledger.facade import capture_document
    from milkshed.ledger.log.checkpoints import make_checkpoint
    from milkshed.ledger.log.integrate import integrate
    from milkshed.ledger.log.verification import verify_ledger
    from milkshed.ledger.models import Event
    from milkshed.ledger.tests import chain

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE ledger_logtile")
    at = datetime(2026, 1, 5, tzinfo=UTC)
    for first in range(0, count, 5_000):
        milkings = [
            chain.milking(f"{number}", 100.0, at)
            for number in range(first, min(first + 5_000, count))
        ]
        assert capture_document(chain.document(milkings)).success
    taken = _seconds(integrate)
    print(f"integration: {count / taken:,.0f} events/s")
    make_checkpoint()
    body = bytes(Event.objects.get(seq=1).body)
    entry = bytes(200) + body
    bare = _seconds(lambda: [sha256(entry).digest() for _ in range(count)])
    begun, begun_cpu = time.perf_counter(), time.process_time()
    assert verify_ledger().is_sound
    taken, taken_cpu = time.perf_counter() - begun, time.process_time() - begun_cpu
    print(
        f"verify ledger ({len(body)} bytes an event): {count / taken:,.0f} events/s,"
        f" {taken / bare:.1f} x bare hashing of as many bytes;"
        f" {count / taken_cpu:,.0f} per second of this process's own CPU"
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--appends", type=int, default=500_000)
    parser.add_argument("--leaves", type=int, nargs="*", default=[1_800_000, 18_000_000])
    parser.add_argument("--events", type=int, default=100_000)
    options = parser.parse_args()
    _time_appends(options.appends)
    with own_database():
        for count in options.leaves:
            _time_proofs(count)
        _time_verification(options.events)
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
