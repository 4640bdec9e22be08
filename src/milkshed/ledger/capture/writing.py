"""The one writer of the ledger: facts into tables, whole batches in one transaction.

Writers of all processes take turns by an advisory lock that PostgreSQL frees at the end of the
transaction, so that ``seq`` has no gaps, grows in the order of commits, and a name or an event
can never be entered twice. Everything slow (reading, checking, taking apart) is done before.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import repeat
from typing import Any, NamedTuple

import orjson
from django.db import connection, transaction

from milkshed.kernel.problems import Fault
from milkshed.kernel.text import Text
from milkshed.ledger.capture import query_index, rows
from milkshed.ledger.capture.deriving import Holding, Numbers, derive, retract
from milkshed.ledger.capture.fact import Fact
from milkshed.ledger.capture.master_data import Element, names_in, store_master_data
from milkshed.ledger.capture.terms import TermBook, in_callers_transaction
from milkshed.ledger.log.entries import entry_of, leaf_of
from milkshed.ledger.models import Behaviour
from milkshed.ledger.storage import segments
from milkshed.ledger.storage.turn import take_turn

EVENTS_CHANNEL = "ledger_events"
"""The PostgreSQL channel that wakes whoever waits for new events."""
_FAULT_TEXT_LIMIT = 400

Known = dict[tuple[bytes, bool], bytes]
"""The content of events by their key and whether they declare an error."""

_CONFLICT = Text(
    "事件标识 {id} 已存在，且内容不同；更正请提交带errorDeclaration的事件",
    "Event {id} is already there with other content; correct it by an error declaration",
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it arrived; ``compressed`` is its bytes by zlib."""

    sha256: bytes
    compressed: bytes
    media_type: str
    context: bytes | None
    behaviour: str


@dataclass(slots=True)
class Batch:
    """Facts that stand or fall together, or, when they may proceed, one by one.

    ``pointers`` say where each fact stood in its document; ``faults`` were found before.
    """

    facts: Sequence[Fact]
    person_id: int | None
    document: Document | None = None
    pointers: Sequence[str] = ()
    faults: list[Fault] = field(default_factory=list)
    master_data: Sequence[Element] = ()
    received_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    @property
    def proceeds(self) -> bool:
        """Whether good events are kept beside bad ones."""
        return self.document is not None and self.document.behaviour == Behaviour.PROCEED


@dataclass(slots=True)
class Written:
    """What became of a batch."""

    capture_id: int | None = None
    accepted: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    is_replay: bool = False


def write(batches: Sequence[Batch], book: TermBook) -> list[Written]:
    """Store batches in one transaction and return what became of each, in order.

    When it returns outside another transaction, what was accepted is on disk. Inside the caller's
    transaction it becomes durable with that one.
    """
    with writers_turn(book) as cursor:
        return _Turn(cursor, book).take(batches)


@contextmanager
def writers_turn(book: TermBook) -> Iterator[Any]:
    """Be the one writer until the end of the transaction; gives its cursor."""
    with transaction.atomic(), connection.cursor() as cursor:
        take_turn(cursor)
        cursor.execute(
            "SELECT current_database() || pg_relation_filenode('ledger_term'),"
            " (SELECT coalesce(max(id), 0) FROM ledger_term)"
        )
        database, last_term = cursor.fetchone()
        generation = f"{connection.alias}/{database}"
        book.open(generation, last_term)
        query_index.open_turn(generation)
        yield cursor


class _Origin(NamedTuple):
    """Where a fact came in: its recorder, the context of its document, both packed for its row."""

    person_id: int | None
    context: bytes | None
    fields: bytes


class _Turn:
    """One writer's turn: decides, interns, copies."""

    def __init__(self, cursor: Any, book: TermBook) -> None:
        self._cursor = cursor
        self._book = book
        self._now = datetime.now(UTC)

    def take(self, batches: Sequence[Batch]) -> list[Written]:
        known = self._known_events(batches)
        replays = self._known_documents(batches)
        results: list[Written] = []
        chosen: list[tuple[int, list[Fact]]] = []
        for place, batch in enumerate(batches):
            earlier = replays.get(_identity(batch)) if batch.document else None
            if earlier is not None:
                written = Written(capture_id=earlier, is_replay=True)
                written.repeated = [fact.event_id for fact in batch.facts]
                results.append(written)
                continue
            written, fresh = _decide(batch, known)
            results.append(written)
            chosen.append((place, fresh))
        self._note_captures(batches, results, chosen)
        self._store(batches, results, chosen, known)
        self._keep_master_data(batches, results, chosen)
        return results

    def _known_events(self, batches: Sequence[Batch]) -> Known:
        keys = [fact.key for batch in batches for fact in batch.facts]
        if not keys:
            return {}
        self._cursor.execute(
            # one index probe a key, however large the table: the planner would rather scan it whole
            "SELECT i.* FROM unnest(%s::uuid[]) AS asked(key), LATERAL (SELECT event_key,"
            " declares_error, content FROM ledger_identity WHERE event_key = asked.key OFFSET 0) i",
            [_listed(keys)],
        )
        return {
            (key.bytes, declares): content.bytes
            for key, declares, content in self._cursor.fetchall()
        }

    def _known_documents(self, batches: Sequence[Batch]) -> dict[tuple[bytes, int | None], int]:
        digests = [batch.document.sha256 for batch in batches if batch.document]
        if not digests:
            return {}
        self._cursor.execute(
            "SELECT sha256, person_id, id FROM ledger_capture"
            " WHERE sha256 = ANY(%s::bytea[]) AND success",
            [digests],
        )
        return {(bytes(sha), person): number for sha, person, number in self._cursor.fetchall()}

    def _note_captures(
        self,
        batches: Sequence[Batch],
        results: list[Written],
        chosen: Sequence[tuple[int, list[Fact]]],
    ) -> None:
        noted: dict[tuple[bytes, int | None], int] = {}
        for place, _ in chosen:
            batch, written = batches[place], results[place]
            document = batch.document
            if document is None:
                continue
            if not written.faults and _identity(batch) in noted:
                written.capture_id = noted[_identity(batch)]
                continue
            self._cursor.execute(
                "INSERT INTO ledger_capture (person_id, media_type, document, sha256, context,"
                " behaviour, created_at, finished_at, running, success, event_count,"
                " repeated_count, errors)"
                " VALUES (%s,%s,%s,%s,%s,%s,%s,%s,false,%s,%s,%s,%s::jsonb) RETURNING id",
                [
                    batch.person_id,
                    document.media_type,
                    document.compressed,
                    document.sha256,
                    document.context,
                    document.behaviour,
                    batch.received_at,
                    max(self._now, batch.received_at),
                    not written.faults,
                    len(written.accepted),
                    len(written.repeated),
                    orjson.dumps([_fault_row(fault) for fault in written.faults]).decode(),
                ],
            )
            written.capture_id = self._cursor.fetchone()[0]
            if not written.faults:
                noted[_identity(batch)] = written.capture_id

    def _store(
        self,
        batches: Sequence[Batch],
        results: Sequence[Written],
        chosen: Sequence[tuple[int, list[Fact]]],
        known: Known,
    ) -> None:
        """Store the facts chosen; ``known`` are identities, those of these facts among them."""
        facts = [fact for _, fresh in chosen for fact in fresh]
        if not facts:
            return
        segment = segments.find_open(self._cursor)
        last_seq = segments.last_stored(self._cursor, segment)
        if segment.is_of_an_earlier_month(self._now) and not in_callers_transaction():
            segment = segments.begin_segment(
                self._cursor, segment, last_seq, self._book.next_number
            )
        number = self._book.number_all(self._cursor, _names(facts))
        segments.make_room(
            self._cursor, segment, last_seq + len(facts), self._book.next_number, self._now
        )
        origins = [
            origin
            for place, fresh in chosen
            for origin in repeat(_origin_of(batches[place], results[place]), len(fresh))
        ]
        first = last_seq + 1
        packed = rows.packed_names(number)
        seqs = [rows.int8_field(seq) for seq in range(first, first + len(facts))]
        times = [rows.time_field(fact.event_time) for fact in facts]
        rows.copy_in(
            self._cursor,
            rows.EVENTS,
            rows.event_rows(
                facts,
                seqs,
                times,
                packed,
                record_time=self._now,
                origins=[origin.fields for origin in origins],
                leaves=self._leaves(facts, first, origins),
            ),
        )
        rows.copy_in(self._cursor, rows.IDENTITIES, rows.identity_rows(facts, seqs))
        rows.copy_in(self._cursor, rows.LINKS, rows.link_rows(facts, seqs, packed))
        void = {key for key, declares_error in known if declares_error}
        holding = [
            Holding(seq, fact, packed_seq, time)
            for seq, (fact, packed_seq, time) in enumerate(
                zip(facts, seqs, times, strict=True), first
            )
            if not fact.declares_error and fact.key not in void
        ]
        derive(self._cursor, holding, Numbers(number, packed), self._intern)
        query_index.store(self._cursor, facts, first, number, [one.person_id for one in origins])
        self._declare(facts, first, number)
        # heard by those who deliver to subscribers once this transaction has committed
        self._cursor.execute("SELECT pg_notify(%s, '')", [EVENTS_CHANNEL])

    def _keep_master_data(
        self,
        batches: Sequence[Batch],
        results: Sequence[Written],
        chosen: Sequence[tuple[int, list[Fact]]],
    ) -> None:
        elements = [
            element
            for place, _ in chosen
            if batches[place].proceeds or not results[place].faults
            for element in batches[place].master_data
        ]
        if elements:
            number = self._book.number_all(self._cursor, names_in(elements))
            store_master_data(self._cursor, elements, number)

    def _leaves(
        self, facts: Sequence[Fact], first: int, origins: Sequence["_Origin"]
    ) -> Iterator[bytes]:
        now = self._now
        for seq, (fact, origin) in enumerate(zip(facts, origins, strict=True), first):
            yield leaf_of(
                entry_of(
                    seq=seq,
                    event_id=fact.event_id,
                    record_time=now,
                    recorder=origin.person_id,
                    declares_error=fact.declares_error,
                    context=origin.context,
                    body=fact.body,
                )
            )

    def _declare(self, facts: Sequence[Fact], first: int, number: dict[str, int]) -> None:
        """Note error declarations and take back what was derived from the events they void."""
        declared = [(seq, fact) for seq, fact in enumerate(facts, first) if fact.declares_error]
        if not declared:
            return
        keys = _listed([fact.key for _, fact in declared])
        reasons = [fact.error_reason and number[fact.error_reason] for _, fact in declared]
        self._cursor.execute(
            "INSERT INTO ledger_errordeclaration (event_key, declaration_id, reason_id,"
            " declared_at) SELECT *, %s FROM unnest(%s::uuid[], %s::bigint[], %s::bigint[])"
            " ON CONFLICT DO NOTHING",
            [self._now, keys, [seq for seq, _ in declared], reasons],
        )
        retract(self._cursor, keys, self._intern)

    def _intern(self, names: Iterable[str]) -> dict[str, int]:
        return self._book.number_all(self._cursor, names)


def _origin_of(batch: Batch, written: Written) -> _Origin:
    return _Origin(
        batch.person_id,
        None if batch.document is None else batch.document.context,
        rows.origin_fields(written.capture_id, batch.person_id),
    )


def _listed(keys: Iterable[bytes]) -> str:
    """Keys as PostgreSQL writes an array of UUIDs."""
    return "{" + ",".join([key.hex() for key in keys]) + "}"


def _identity(batch: Batch) -> tuple[bytes, int | None]:
    assert batch.document is not None
    return batch.document.sha256, batch.person_id


def _decide(batch: Batch, known: Known) -> tuple[Written, list[Fact]]:
    """Tell new facts from repetitions and contradictions; ``known`` learns what is new."""
    written = Written(faults=list(batch.faults))
    fresh: list[Fact] = []
    added: Known = {}
    for place, fact in enumerate(batch.facts):
        identity = (fact.key, fact.declares_error)
        there = added.get(identity) or known.get(identity)
        if there is None:
            added[identity] = fact.content
            fresh.append(fact)
            written.accepted.append(fact.event_id)
        elif there == fact.content:
            written.repeated.append(fact.event_id)
        else:
            where = batch.pointers[place] if batch.pointers else ""
            written.faults.append(
                Fault(
                    f"{where}/eventID",
                    fact.event_id,
                    "event-id-taken",
                    _CONFLICT.format(id=fact.event_id),
                )
            )
    if written.faults and not batch.proceeds:
        return Written(faults=written.faults), []
    known.update(added)
    return written, fresh


def _names(facts: Sequence[Fact]) -> set[str]:
    names: set[str | None] = {part.uri for fact in facts for part in fact.parts}
    names.update([part.kind for fact in facts for part in fact.parts])
    for fact in facts:
        names.update(
            (
                fact.biz_step,
                fact.disposition,
                fact.read_point,
                fact.biz_location,
                fact.error_reason,
                query_index.type_name(fact),
            )
        )
        if fact.fields.values:
            names.update([value.name for value in fact.fields.values])
    return {name for name in names if name is not None}


def _fault_row(fault: Fault) -> dict[str, object]:
    value = fault.value
    return {
        "field": _storable(fault.field),
        "value": value if isinstance(value, bool | int | float | None) else _storable(str(value)),
        "rule": fault.rule,
        "zh": _storable(fault.message.zh),
        "en": _storable(fault.message.en),
    }


def _storable(text: str) -> str:
    """The text as the database can keep it: cut, and NUL by its symbol."""
    return text[:_FAULT_TEXT_LIMIT].replace("\0", "\N{SYMBOL FOR NULL}")
