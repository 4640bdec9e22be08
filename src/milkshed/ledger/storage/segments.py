"""The ledger cut into segments by time: partitions of the large tables and their catalogue.

Events and links are partitioned by ``seq``, which has no gaps and grows with the time of record,
so that a stretch of ``seq`` is a stretch of time. A new segment begins with each calendar month
(Asia/Shanghai) and whenever the open one is full (``LEDGER_SEGMENT_EVENTS``).

A partition is made with its full width, so that going on to the next one only attaches an empty
table, which hinders nobody. Beginning a month narrows the open partition; that needs the tables
for oneself for as long as its rows are looked through (a month of the region: a tenth of a
second). It is done only where nobody has to wait, a backup for example; otherwise the next writer
tries again.

Everything here is called in the writer's turn (:mod:`milkshed.ledger.capture.writing`).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import OperationalError, connection, transaction

from milkshed.kernel.clock import SHANGHAI
from milkshed.ledger.storage.turn import take_turn

TABLES = {"ledger_event": "seq", "ledger_link": "event_id"}
"""The partitioned tables and the column that holds an event's ``seq``."""


@dataclass(frozen=True, slots=True)
class OpenSegment:
    """The segment that is written to; it takes events up to ``last_seq``."""

    number: int
    first_seq: int
    last_seq: int
    first_recorded_at: datetime | None

    def is_of_an_earlier_month(self, now: datetime) -> bool:
        """Whether its first event was recorded in a month before ``now``."""
        return self.first_recorded_at is not None and _month(self.first_recorded_at) < _month(now)


def partition_name(table: str, number: int) -> str:
    """The partition of a table that belongs to a segment."""
    return f"{table}_{number:04d}"


def find_open(cursor: Any) -> OpenSegment:
    """The segment that is written to."""
    cursor.execute(
        "SELECT number, first_seq, last_seq, first_recorded_at FROM ledger_segment"
        " WHERE state = 'open'"
    )
    return OpenSegment(*cursor.fetchone())


def last_stored(cursor: Any, segment: OpenSegment) -> int:
    """The ``seq`` of the last event in the ledger."""
    cursor.execute("SELECT max(seq) FROM ledger_event WHERE seq >= %s", [segment.first_seq])
    (last,) = cursor.fetchone()
    return segment.first_seq - 1 if last is None else int(last)


def last_seq() -> int:
    """The ``seq`` of the last event in the ledger; asks the open partition alone."""
    with connection.cursor() as cursor:
        return last_stored(cursor, find_open(cursor))


def make_room(
    cursor: Any, segment: OpenSegment, until_seq: int, first_term: int, now: datetime
) -> None:
    """Attach segments until one takes ``until_seq``, and note when the first event came.

    ``first_term`` is the number the next new name will have once everything up to ``until_seq``
    is named; ``now`` is the time of record of what is about to be stored.
    """
    if segment.first_recorded_at is None:
        _note_first(cursor, segment, now)
    while segment.last_seq < until_seq:
        _close(cursor, segment, segment.last_seq, now)
        segment = _open(cursor, segment.number + 1, segment.last_seq + 1, first_term)
        _note_first(cursor, segment, now)


def begin_segment(cursor: Any, segment: OpenSegment, last_seq: int, first_term: int) -> OpenSegment:
    """Close the open segment behind its last event and open the next, if nobody has to wait.

    Returns the segment that is open afterwards; an empty one stays open.
    """
    if last_seq < segment.first_seq:
        return segment
    try:
        with transaction.atomic():
            for table in TABLES:
                cursor.execute(
                    f"LOCK TABLE ONLY {table}, {partition_name(table, segment.number)}"
                    " IN ACCESS EXCLUSIVE MODE NOWAIT"
                )
            for table in TABLES:
                part = partition_name(table, segment.number)
                cursor.execute(f"ALTER TABLE {table} DETACH PARTITION {part}")
                attach(cursor, table, part, segment.first_seq, last_seq)
            cursor.execute("SELECT record_time FROM ledger_event WHERE seq = %s", [last_seq])
            (last_recorded_at,) = cursor.fetchone()
            _close(cursor, segment, last_seq, last_recorded_at)
            return _open(cursor, segment.number + 1, last_seq + 1, first_term)
    except OperationalError:  # somebody reads
        return segment


def fit_first(cursor: Any) -> None:
    """Give the first segment of a ledger without events the width that is set.

    Tables laid from a file have the width that was set where the file was written.
    """
    first = find_open(cursor)
    width = settings.LEDGER_SEGMENT_EVENTS
    if first.first_seq != 1 or first.last_seq == width:
        return
    if last_stored(cursor, first) >= first.first_seq:
        return
    for table in TABLES:
        part = partition_name(table, first.number)
        cursor.execute(f"ALTER TABLE {table} DETACH PARTITION {part}")
        attach(cursor, table, part, 1, width)
    cursor.execute(
        "UPDATE ledger_segment SET last_seq = %s WHERE number = %s", [width, first.number]
    )


def cut() -> bool:
    """Begin a segment now; False when somebody reads and the open one stays."""
    with transaction.atomic(), connection.cursor() as cursor:
        take_turn(cursor)
        segment = find_open(cursor)
        cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM ledger_term")
        (next_term,) = cursor.fetchone()
        last_seq = last_stored(cursor, segment)
        is_empty = last_seq < segment.first_seq
        return is_empty or begin_segment(cursor, segment, last_seq, next_term) != segment


def _note_first(cursor: Any, segment: OpenSegment, now: datetime) -> None:
    cursor.execute(
        "UPDATE ledger_segment SET first_recorded_at = %s WHERE number = %s",
        [now, segment.number],
    )


def _close(cursor: Any, segment: OpenSegment, last_seq: int, last_recorded_at: datetime) -> None:
    cursor.execute(
        "UPDATE ledger_segment SET state = 'closed', last_seq = %s, last_recorded_at = %s"
        " WHERE number = %s",
        [last_seq, last_recorded_at, segment.number],
    )


def _open(cursor: Any, number: int, first_seq: int, first_term: int) -> OpenSegment:
    last_seq = first_seq + settings.LEDGER_SEGMENT_EVENTS - 1
    for table in TABLES:
        create_partition(cursor, table, number)
        attach(cursor, table, partition_name(table, number), first_seq, last_seq)
    cursor.execute(
        "INSERT INTO ledger_segment (number, first_seq, last_seq, first_term, state)"
        " VALUES (%s, %s, %s, %s, 'open')",
        [number, first_seq, last_seq, first_term],
    )
    return OpenSegment(number, first_seq, last_seq, None)


def create_partition(cursor: Any, table: str, number: int, *, indexed: bool = False) -> str:
    """Make the table of a segment, not attached yet, and return its name.

    Without being ``indexed`` it gets its indexes when it is attached.
    """
    part = partition_name(table, number)
    indexes = " INCLUDING INDEXES" if indexed else ""
    cursor.execute(
        f"CREATE TABLE {part} (LIKE {table} INCLUDING DEFAULTS INCLUDING STORAGE{indexes})"
    )
    return part


def attach(cursor: Any, table: str, part: str, first_seq: int, last_seq: int) -> None:
    """Make a table the partition for events of these numbers."""
    cursor.execute(
        f"ALTER TABLE {table} ATTACH PARTITION {part}"
        f" FOR VALUES FROM ({first_seq}) TO ({last_seq + 1})"
    )


def _month(moment: datetime) -> tuple[int, int]:
    local = moment.astimezone(SHANGHAI)
    return local.year, local.month
