"""Proofs about single entries, made from what is stored."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from milkshed.ledger.capture.fact import key_of
from milkshed.ledger.log.bundle import Bundle
from milkshed.ledger.log.checkpoints import latest_checkpoint, published_note
from milkshed.ledger.log.entries import entry_of
from milkshed.ledger.log.keys import key_statements
from milkshed.ledger.log.stored import read_tile, stored_inclusion_proof
from milkshed.ledger.log.tiles import WIDTH
from milkshed.ledger.log.tree import HASH_BYTES
from milkshed.ledger.models import Checkpoint


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An event as an entry of the log.

    ``entry`` is None where its content was redacted, or put away with an archived segment, of
    which the identifier is not at hand either.
    """

    index: int
    event_id: str | None
    leaf: bytes
    entry: bytes | None
    is_redacted: bool = False


def index_of(event_id: str) -> int | None:
    """The index of an event's entry; of the original where it was later declared wrong."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq FROM ledger_identity WHERE event_key = %s ORDER BY declares_error LIMIT 1",
            [key_of(event_id)],
        )
        row = cursor.fetchone()
    return None if row is None else row[0] - 1


def find_entry(index: int) -> StoredEntry | None:
    """An entry by its index; None where neither the ledger nor the log has one."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.event_id, e.record_time, e.person_id, e.declares_error, c.context, e.body,"
            " e.leaf, r.seq FROM ledger_event e"
            " LEFT JOIN ledger_capture c ON c.id = e.capture_id"
            " LEFT JOIN ledger_redaction r ON r.seq = e.seq WHERE e.seq = %s",
            [index + 1],
        )
        row = cursor.fetchone()
    if row is None:
        return _only_leaf(index)
    event_id, record_time, recorder, declares_error, context, body, leaf, redacted = row
    entry = entry_of(
        seq=index + 1,
        event_id=event_id,
        record_time=record_time,
        recorder=recorder,
        declares_error=declares_error,
        context=None if context is None else bytes(context),
        body=bytes(body),
    )
    if redacted is not None:
        return StoredEntry(index, event_id, bytes(leaf), None, is_redacted=True)
    return StoredEntry(index, event_id, bytes(leaf), entry)


def _only_leaf(index: int) -> StoredEntry | None:
    """An entry of which only the tree is left."""
    tile, place = divmod(index, WIDTH)
    leaf = read_tile(0, tile)[place * HASH_BYTES : (place + 1) * HASH_BYTES]
    return StoredEntry(index, None, leaf, None) if len(leaf) == HASH_BYTES else None


@dataclass(frozen=True, slots=True)
class EventProof:
    """An event's bundle, and when the checkpoint it lies under was signed."""

    bundle: Bundle
    size: int
    root: bytes
    signed_at: datetime


def proof_of(event_id: str, *, with_entry: bool = False) -> EventProof | None:
    """The proof that an event stands in the log; None for one unknown or not yet under a
    checkpoint.

    ``with_entry`` puts its content into the bundle: the caller has checked that the reader may
    see it.
    """
    index, checkpoint = index_of(event_id), latest_checkpoint()
    if index is None or checkpoint is None or index >= checkpoint.size:
        return None
    found = find_entry(index)
    return None if found is None else prove(found, checkpoint, with_entry=with_entry)


def prove(found: StoredEntry, checkpoint: Checkpoint, *, with_entry: bool) -> EventProof:
    """The proof of an entry under a checkpoint that covers it."""
    bundle = Bundle(
        index=found.index,
        leaf=found.leaf,
        entry=found.entry if with_entry else None,
        path=tuple(stored_inclusion_proof(found.index, checkpoint.size)),
        checkpoint=published_note(checkpoint),
        keys=key_statements(),
    )
    return EventProof(bundle, checkpoint.size, bytes(checkpoint.root), checkpoint.signed_at)
