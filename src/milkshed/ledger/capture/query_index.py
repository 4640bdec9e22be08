"""What queries need besides events and links: fields, prefixes, and which resources there are."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from django.db import connection, transaction

from milkshed.ledger.capture import rows
from milkshed.ledger.capture.fact import Fact
from milkshed.ledger.capture.field_values import OWN_TYPE
from milkshed.ledger.models import EventType, Resource, Role

Row = TypeVar("Row", bound=Hashable)

_REMEMBERED = 100_000
_PARTIES = frozenset({Role.SOURCE.value, Role.DESTINATION.value})
_TYPE_NAMES = {choice.value: choice.label for choice in EventType}
NO_HOLDER = 0


class SeenRows:
    """Rows that are in the database already, so that they are not sent there again and again.

    Used by one writer at a time (the ledger's turn), like the book of terms.
    """

    def __init__(self) -> None:
        self._generation = ""
        self._rows: set[Hashable] = set()

    def open(self, generation: str) -> None:
        """Begin a turn; with another generation of tables all is forgotten."""
        if generation != self._generation or len(self._rows) > _REMEMBERED:
            self._rows, self._generation = set(), generation

    def unseen(self, found: Iterable[Row]) -> list[Row]:
        """Return the rows not known yet; once they are committed they are known."""
        fresh = [row for row in found if row not in self._rows]
        # what is entered inside a caller's transaction may still be rolled back
        if fresh and not connection.savepoint_ids:
            generation = self._generation
            transaction.on_commit(lambda: self._remember(fresh, generation))
        return fresh

    def _remember(self, fresh: Iterable[Hashable], generation: str) -> None:
        if generation == self._generation:
            self._rows.update(fresh)


_CIRCUMSTANCES = SeenRows()
_PREFIXES = SeenRows()


def open_turn(generation: str) -> None:
    """Begin a writer's turn; ``generation`` changes when the tables are emptied or replaced."""
    _CIRCUMSTANCES.open(generation)
    _PREFIXES.open(generation)


def type_name(fact: Fact) -> str:
    """The name of the event's type, a user's own as a full URI."""
    if fact.type == EventType.OTHER:
        for value in fact.fields.values:
            if value.name == OWN_TYPE and value.text:
                return value.text
    return _TYPE_NAMES[fact.type]


def names_of(fact: Fact) -> set[str]:
    """The names that must be interned before what is derived from a fact can be stored."""
    names = {value.name for value in fact.fields.values}
    names.add(type_name(fact))
    named = (fact.biz_step, fact.biz_location, fact.read_point, fact.disposition)
    names.update(name for name in named if name is not None)
    names.update(part.uri for part in fact.parts if part.role in _PARTIES)
    return names


def store(
    cursor: Any,
    facts: Sequence[Fact],
    first: int,
    number: Mapping[str, int],
    recorders: Sequence[int | None],
) -> None:
    """Store what is derived from facts whose numbers run from ``first``."""
    fields = [
        rows.field_row(seq, position, value, number)
        for seq, fact in enumerate(facts, first)
        if fact.fields.values
        for position, value in enumerate(fact.fields.values)
    ]
    if fields:
        rows.copy_in(cursor, rows.FIELDS, fields)
        _note_prefixes(cursor, facts)
    _note_mentions(cursor, facts, number, recorders)


def _note_prefixes(cursor: Any, facts: Sequence[Fact]) -> None:
    spoken = {id(fact.fields.prefixes): fact.fields.prefixes for fact in facts}
    declared = {pair for prefixes in spoken.values() for pair in prefixes.items()}
    fresh = _PREFIXES.unseen(declared)
    if fresh:
        cursor.execute(
            "INSERT INTO ledger_prefix (prefix, namespace)"
            " SELECT * FROM unnest(%s::text[], %s::text[]) ON CONFLICT DO NOTHING",
            [[prefix for prefix, _ in fresh], [namespace for _, namespace in fresh]],
        )


def _note_mentions(
    cursor: Any, facts: Sequence[Fact], number: Mapping[str, int], recorders: Sequence[int | None]
) -> None:
    """Note which resources there are, for whom; most events repeat a circumstance seen before."""
    fresh = _CIRCUMSTANCES.unseen(set(map(_circumstance, facts, recorders)))
    if fresh:
        mentions = {row for circumstance in fresh for row in _mentions(circumstance, number)}
        cursor.execute(
            "INSERT INTO ledger_mention (resource, term_id, holder)"
            " SELECT * FROM unnest(%s::smallint[], %s::bigint[], %s::bigint[])"
            " ON CONFLICT DO NOTHING",
            [list(column) for column in zip(*mentions, strict=True)],
        )


class _Circumstance(NamedTuple):
    """What of an event is a resource, and for whom."""

    event_type: str
    biz_step: str | None
    biz_location: str | None
    read_point: str | None
    disposition: str | None
    parties: tuple[str, ...]
    recorder: int | None


def _circumstance(fact: Fact, recorder: int | None) -> _Circumstance:
    return _Circumstance(
        type_name(fact),
        fact.biz_step,
        fact.biz_location,
        fact.read_point,
        fact.disposition,
        tuple([part.uri for part in fact.parts if part.role in _PARTIES]),
        recorder,
    )


def _mentions(
    circumstance: _Circumstance, number: Mapping[str, int]
) -> Iterator[tuple[int, int, int]]:
    place, recorder = circumstance.biz_location, circumstance.recorder
    holders = [number[party] for party in circumstance.parties]
    if place is not None:
        holders.append(number[place])
    if recorder is not None:
        holders.append(-recorder)
    named = (
        (Resource.EVENT_TYPE.value, circumstance.event_type),
        (Resource.BIZ_STEP.value, circumstance.biz_step),
        (Resource.BIZ_LOCATION.value, place),
        (Resource.READ_POINT.value, circumstance.read_point),
        (Resource.DISPOSITION.value, circumstance.disposition),
    )
    for resource, name in named:
        if name is not None:
            for holder in holders or (NO_HOLDER,):
                yield resource, number[name], holder
