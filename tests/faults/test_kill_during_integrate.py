"""The integrator dies at any instruction: the tiles are those of some size, and it goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from hashlib import sha256

import psycopg
import pytest

from milkshed.ledger.log.tiles import TiledNodes
from milkshed.ledger.log.tree import Frontier, root_of
from tests.conformance.server import own_database, prepare

pytestmark = pytest.mark.faults

_EVENTS = 220_000
_KILLS = 6
_FILL = """
INSERT INTO ledger_event (seq, event_id, event_key, type, declares_error, event_time,
    offset_minutes, record_time, body, leaf)
SELECT n, 'urn:' || n, md5('k' || n)::uuid, 1, false, now(), 480, now(), '',
    sha256(n::text::bytea)
FROM generate_series(1, %s) n
"""


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """A database full of events none of which is in the log."""
    with own_database() as url:
        prepare(url)
        with psycopg.connect(url) as connection:
            connection.execute(_FILL, [_EVENTS])
        yield url


def _integrator(url: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "milkshed.site.command", "log", "integrate"],
        env={**os.environ, "DATABASE_URL": url},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )


def _tiles(url: str) -> dict[tuple[int, int], bytes]:
    with psycopg.connect(url) as connection:
        rows = connection.execute('SELECT level, "index", hashes FROM ledger_logtile')
        return {(level, index): hashes for level, index, hashes in rows}


def _checked_size(url: str) -> int:
    """How many leaves the tiles hold, after checking that they are the tree of that size."""
    tiles = _tiles(url)
    size = sum(len(hashes) for (level, _), hashes in tiles.items() if level == 0) // 32
    expected = Frontier()
    expected.extend(sha256(str(seq).encode()).digest() for seq in range(1, size + 1))
    nodes = TiledNodes(lambda level, index: tiles[level, index])
    assert root_of(nodes, size) == expected.root()
    for level in range(1, 3):
        above = sum(len(hashes) for (at, _), hashes in tiles.items() if at == level) // 32
        assert above == size >> (8 * level)
    return size


def test_the_tiles_are_whole_whenever_it_dies(store: str) -> None:
    chooser = random.Random(6962)
    sizes = [0]
    for _ in range(_KILLS):
        running = [_integrator(store) for _ in range(2)]  # they take turns
        before = sizes[-1]
        deadline = time.monotonic() + 60
        with psycopg.connect(store, autocommit=True) as connection:
            while time.monotonic() < deadline:
                row = connection.execute(
                    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                    " AND pid <> pg_backend_pid()"
                ).fetchone()
                if (row and row[0]) or running[0].poll() is not None:
                    break
                time.sleep(0.01)
        time.sleep(chooser.uniform(0, 0.6))
        for process in running:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        time.sleep(0.3)  # the database may still be finishing a transaction of the dead process
        sizes.append(_checked_size(store))
        assert sizes[-1] >= before
    last = _integrator(store)
    assert last.wait(120) == 0
    assert _checked_size(store) == _EVENTS
