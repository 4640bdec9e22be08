"""What the writer derives from the facts it stores: flows and makings, in the same transaction."""

from collections.abc import Mapping, Sequence
from typing import Any

from milkshed.ledger.capture import rows
from milkshed.ledger.capture.edges import Part, edges_of, merged, packed_edges_of
from milkshed.ledger.capture.fact import CHILDREN, INPUTS, OUTPUTS, Fact
from milkshed.ledger.models import Action, EventType, Nature, Role

_OBJECTS = frozenset({Role.EPC, Role.EPC_CLASS})
_PARENT = frozenset({Role.PARENT})

Holding = tuple[int, Fact]
"""A fact that holds, after its ``seq``."""


def derive(cursor: Any, holding: Sequence[Holding], number: Mapping[str, int]) -> None:
    """Store what follows from facts that hold; ``number`` knows all their names."""
    flows: list[bytes] = []
    makings: list[bytes] = []
    for seq, fact in holding:
        flows += [rows.flow_row(seq, edge, fact.event_time) for edge in _edges(fact, number)]
        made = merged(_made(fact, number))
        if made:
            why = rows.making_fields(fact, Nature.NAMED.value, number)
            makings += [rows.making_row(lot, seq, why, mass_kg) for lot, mass_kg in made.items()]
    rows.copy_in(cursor, rows.FLOWS, flows)
    rows.copy_in(cursor, rows.MAKINGS, makings)


def retract(cursor: Any, keys: str) -> None:
    """Take back what was derived from events now declared wrong; ``keys`` is an array of UUIDs."""
    cursor.execute(
        "SELECT seq FROM ledger_identity WHERE event_key = ANY(%s::uuid[]) AND NOT declares_error",
        [keys],
    )
    seqs = [row[0] for row in cursor.fetchall()]
    if not seqs:
        return
    cursor.execute("DELETE FROM ledger_flow WHERE event_id = ANY(%s::bigint[])", [seqs])
    cursor.execute(
        "DELETE FROM ledger_making m USING ledger_link l WHERE l.event_id = ANY(%s::bigint[])"
        " AND m.lot_id = l.term_id AND m.event_id = l.event_id",
        [seqs],
    )


def _of(fact: Fact, roles: frozenset[Role], number: Mapping[str, int]) -> list[Part]:
    return [(number[part.uri], part.mass_kg) for part in fact.parts if part.role in roles]


def _edges(fact: Fact, number: Mapping[str, int]) -> list[tuple[int, int, float | None]]:
    if fact.type == EventType.TRANSFORMATION:
        return edges_of(_of(fact, INPUTS, number), _of(fact, OUTPUTS, number))
    if fact.type == EventType.AGGREGATION and fact.action == Action.ADD:
        parents = _of(fact, _PARENT, number)
        return packed_edges_of(parents[0][0], _of(fact, CHILDREN, number)) if parents else []
    return []


def _made(fact: Fact, number: Mapping[str, int]) -> list[Part]:
    """The lots and units that an event makes, with the mass it states for them."""
    if fact.type == EventType.TRANSFORMATION:
        return _of(fact, OUTPUTS, number)
    if fact.action == Action.ADD and fact.type == EventType.OBJECT:
        return _of(fact, _OBJECTS, number)
    if fact.action == Action.ADD and fact.type == EventType.AGGREGATION:
        return _of(fact, _PARENT, number)
    return []
