"""The integrator: takes the leaves of committed events into the tiles of the tree, in order.

A portion is one transaction, so that a process killed at any instruction leaves the tiles of an
earlier size. Integrators of all processes take turns by an advisory lock.
"""

from collections.abc import Callable
from itertools import count

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from milkshed.kernel.problems import CONFLICT, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.log.tiles import HEIGHT, WIDTH, TileGrowth
from milkshed.ledger.log.tree import HASH_BYTES
from milkshed.ledger.storage.segments import last_seq

_LOGS_TURN = 0x6C6F67  # "log"
_PORTION = 50_000


def take_turn(cursor: CursorWrapper) -> None:
    """Wait until no other process works on the log; kept until the transaction ends."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOGS_TURN])


def integrate(report: Callable[[int], None] | None = None) -> int:
    """Take all committed events in and return the tree's size; ``report`` hears it on the way.

    Raises Problem where the ledger has a gap: then nothing beyond the gap is taken in.
    """
    while True:
        size, is_up_to_date = _integrate_portion()
        if report is not None:
            report(size)
        if is_up_to_date:
            return size


def integrated_size() -> int:
    """How many leaves the tiles hold."""
    with connection.cursor() as cursor:
        return _size(cursor)


def waiting_count() -> int:
    """How many committed events are not in the tiles yet."""
    with connection.cursor() as cursor:
        return max(0, last_seq() - _size(cursor))


def _integrate_portion() -> tuple[int, bool]:
    with transaction.atomic(), connection.cursor() as cursor:
        take_turn(cursor)
        size = _size(cursor)
        cursor.execute(
            "SELECT seq, leaf FROM ledger_event WHERE seq > %s ORDER BY seq LIMIT %s",
            [size, _PORTION],
        )
        rows = cursor.fetchall()
        for expected, (seq, leaf) in zip(count(size + 1), rows, strict=False):
            if seq != expected or len(leaf) != HASH_BYTES:
                raise Problem(
                    CONFLICT,
                    Text(
                        f"账本第 {expected} 条缺失或没有叶摘要，日志停在 {size} 条",
                        f"Event {expected} or its leaf is missing; the log stays at {size}",
                    ),
                )
        growth = TileGrowth(size, _edge(cursor, size))
        tiles = [*growth.extend(bytes(leaf) for _, leaf in rows), *growth.edge()]
        if rows:
            _store(cursor, tiles)
        return growth.size, len(rows) < _PORTION


def _size(cursor: CursorWrapper) -> int:
    cursor.execute(
        'SELECT "index", octet_length(hashes) FROM ledger_logtile WHERE level = 0'
        ' ORDER BY "index" DESC LIMIT 1'
    )
    last = cursor.fetchone()
    return 0 if last is None else last[0] * WIDTH + last[1] // HASH_BYTES


def _edge(cursor: CursorWrapper, size: int) -> list[bytes]:
    """The incomplete tile of each level, lowest first."""
    places: list[int] = []
    while size >> (HEIGHT * len(places)):
        places.append(size >> (HEIGHT * (len(places) + 1)))
    cursor.execute(
        "SELECT t.level, t.hashes FROM unnest(%s::smallint[], %s::bigint[]) AS p(level, place)"
        ' JOIN ledger_logtile t ON t.level = p.level AND t."index" = p.place',
        [list(range(len(places))), places],
    )
    found = {level: bytes(hashes) for level, hashes in cursor.fetchall()}
    return [found.get(level, b"") for level in range(len(places))]


def _store(cursor: CursorWrapper, tiles: list[tuple[int, int, bytes]]) -> None:
    levels, places, hashes = zip(*tiles, strict=True)
    cursor.execute(
        'INSERT INTO ledger_logtile (level, "index", hashes)'
        " SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bytea[])"
        ' ON CONFLICT (level, "index") DO UPDATE SET hashes = EXCLUDED.hashes',
        [list(levels), list(places), list(hashes)],
    )
