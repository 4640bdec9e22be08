"""The entries of the ledger's log: what of an event is put beyond dispute.

An entry is one line of canonical JSON (what the ledger knows besides the event), a line feed, and
the event's own bytes as captured. Its leaf is SHA-256 over ``0x00`` and the entry (RFC 9162,
section 2.1.1). Entry ``i`` of the log is the event whose ``seq`` is ``i + 1``.
"""

from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256

import orjson

_LEAF_PREFIX = b"\x00"


def entry_of(
    *,
    seq: int,
    event_id: str,
    record_time: datetime,
    recorder: int | None,
    declares_error: bool,
    context: bytes | None,
    body: bytes,
) -> bytes:
    """Return the bytes that stand for an event in the log.

    ``recorder`` is the number of the person who recorded it, ``context`` the JSON-LD context the
    event had in its document (of which the digest is kept), ``body`` the event as captured.
    ``record_time`` is written in UTC with microseconds.
    """
    head = orjson.dumps(
        {
            "context": None if context is None else _digest_of(context),
            "declaresError": declares_error,
            "eventID": event_id,
            "recordTime": _written(record_time),
            "recorder": recorder,
            "seq": seq,
        }
    )
    return head + b"\n" + body


def leaf_of(entry: bytes) -> bytes:
    """Return the leaf hash of an entry, 32 bytes."""
    return sha256(_LEAF_PREFIX + entry).digest()


# alike for all events of a document, and of a commit
@lru_cache(maxsize=32)
def _digest_of(context: bytes) -> str:
    return sha256(context).hexdigest()


@lru_cache(maxsize=32)
def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
