"""What the writer derives from the facts it stores, in the same transaction.

Lots by their makings, mass by its flows, and for vessels that events only name their movements,
from which :mod:`milkshed.ledger.capture.chains` makes the vessels' states.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from milkshed.ledger.capture import rows
from milkshed.ledger.capture.chains import Intern, rebuild_chains, with_states
from milkshed.ledger.capture.copying import copy_flows, copy_makings, copy_movements
from milkshed.ledger.capture.edges import edges_of, merged, packed_edges_of, run_edges_of
from milkshed.ledger.capture.fact import CHILDREN, INPUTS, OUTPUTS, Fact
from milkshed.ledger.capture.vessels import Taken, names_vessel, take_apart
from milkshed.ledger.models import Action, EventType, Nature, Role
from milkshed.ledger.trace.vessel_chain import Move

_OBJECTS = frozenset({Role.EPC.value, Role.EPC_CLASS.value})
_PARENT = Role.PARENT.value
_RUN = Role.TRANSFORMATION.value
_TRANSFORMATION = EventType.TRANSFORMATION.value
_AGGREGATION = EventType.AGGREGATION.value
_OBJECT = EventType.OBJECT.value
_ADD, _OBSERVE = Action.ADD.value, Action.OBSERVE.value
_NAMED = Nature.NAMED.value


class Holding(NamedTuple):
    """A fact that holds with its ``seq``; ``packed_seq`` and ``packed_at`` as fields of a row."""

    seq: int
    fact: Fact
    packed_seq: bytes
    packed_at: bytes


class Numbers(NamedTuple):
    """The numbers of names, plain and packed for rows."""

    plain: Mapping[str, int]
    packed: rows.Packed


Part = tuple[bytes, float | None]
"""A lot's packed number and the mass stated for it, in kg."""


def derive(cursor: Any, holding: Sequence[Holding], numbers: Numbers, intern: Intern) -> None:
    """Store what follows from facts that hold; ``numbers`` knows all names they contain."""
    flows: list[bytes] = []
    makings: list[bytes] = []
    taken: list[tuple[int, Fact, Taken]] = []
    packed = numbers.packed
    for seq, fact, packed_seq, at in holding:
        apart = take_apart(fact) if names_vessel(fact) else None
        if apart is not None:
            taken.append((seq, fact, apart))
            continue
        edges, made = _followed(fact, packed)
        flows.extend([rows.flow_row(packed_seq, edge, at) for edge in edges])
        if made:
            why = rows.making_fields(fact, at, _NAMED, packed)
            for lot, mass_kg in made if len(made) == 1 else merged(made).items():
                makings.append(rows.making_row(lot, packed_seq, why, mass_kg))
    rows.copy_in(cursor, rows.FLOWS, flows)
    rows.copy_in(cursor, rows.MAKINGS, makings)
    if taken:
        _move(cursor, taken, numbers.plain, intern)


def retract(cursor: Any, keys: str, intern: Intern) -> None:
    """Take back what was derived from events now declared wrong; ``keys`` is an array of UUIDs."""
    cursor.execute(
        "SELECT seq FROM ledger_identity WHERE event_key = ANY(%s::uuid[]) AND NOT declares_error",
        [keys],
    )
    seqs = [row[0] for row in cursor.fetchall()]
    if not seqs:
        return
    cursor.execute(
        "DELETE FROM ledger_flow WHERE event_id = ANY(%s::bigint[]) RETURNING source_id, target_id",
        [seqs],
    )
    lots = {lot for row in cursor.fetchall() for lot in row}
    cursor.execute(
        "SELECT term_id FROM ledger_link WHERE event_id = ANY(%s::bigint[])",
        [seqs],
    )
    lots.update(row[0] for row in cursor.fetchall())
    cursor.execute(
        "DELETE FROM ledger_making WHERE lot_id = ANY(%s::bigint[])"
        " AND event_id = ANY(%s::bigint[])",
        [sorted(lots), seqs],
    )
    cursor.execute(
        "DELETE FROM ledger_movement WHERE event_id = ANY(%s::bigint[]) RETURNING vessel_id, at",
        [seqs],
    )
    since: dict[int, datetime] = {}
    for vessel, at in cursor.fetchall():
        since[vessel] = min(at, since.get(vessel, at))
    rebuild_chains(cursor, since, intern)


def _move(
    cursor: Any,
    taken: Sequence[tuple[int, Fact, Taken]],
    number: Mapping[str, int],
    intern: Intern,
) -> None:
    """Store the movements of vessels and build their states from the earliest of them on."""
    states = {
        movement.lot
        for _, _, apart in taken
        for movement in apart.movements
        if movement.lot is not None and movement.lot not in number
    }
    known = {**number, **intern(sorted(states))}
    flows: list[tuple[object, ...]] = []
    makings: list[tuple[object, ...]] = []
    movements: list[tuple[object, ...]] = []
    since: dict[int, datetime] = {}
    cleaned: dict[int, datetime] = {}
    for seq, fact, apart in taken:
        at = fact.event_time
        flows += [(seq, known[s], known[t], mass_kg, at) for s, t, mass_kg in apart.flows]
        for nature, lots in ((Nature.NAMED, apart.made), (Nature.PORTION, apart.portions)):
            why = _circumstances(fact, known, nature)
            makings += [(known[lot], seq, *why, mass_kg) for lot, mass_kg in lots]
        for position, movement in enumerate(apart.movements):
            vessel = known[movement.vessel]
            lot = None if movement.lot is None else known[movement.lot]
            movements.append(
                (vessel, at, seq, position, movement.move.value, lot, movement.mass_kg)
            )
            changed = cleaned if movement.move is Move.CLEAN else since
            changed[vessel] = min(at, changed.get(vessel, at))
    copy_flows(cursor, flows)
    copy_makings(cursor, makings)
    copy_movements(cursor, movements)
    in_use = with_states(cursor, cleaned) if cleaned else set()
    for vessel, at in cleaned.items():
        if vessel in since or vessel in in_use:
            since[vessel] = min(at, since.get(vessel, at))
    rebuild_chains(cursor, since, intern)


def _followed(fact: Fact, packed: rows.Packed) -> tuple[Sequence[rows.Edge], list[Part]]:
    """The edges of the flow by an event, and the lots and units it makes with their mass."""
    if fact.type == _TRANSFORMATION:
        return _transformed(fact, packed)
    if fact.type == _OBJECT:
        return (), _of(fact, _OBJECTS, packed) if fact.action == _ADD else []
    if fact.type == _AGGREGATION and fact.action != _OBSERVE:
        parent = next((packed[part.uri] for part in fact.parts if part.role == _PARENT), None)
        if parent is None:
            return (), []
        edges = packed_edges_of(parent, _of(fact, CHILDREN, packed))
        if fact.action == _ADD:
            return edges, [(parent, None)]
        return [(lot, unit, -mass_kg) for lot, unit, mass_kg in edges if mass_kg is not None], []
    return (), []


def _transformed(fact: Fact, packed: rows.Packed) -> tuple[Sequence[rows.Edge], list[Part]]:
    inputs: list[Part] = []
    outputs: list[Part] = []
    run: bytes | None = None
    for part in fact.parts:
        if part.role in INPUTS:
            inputs.append((packed[part.uri], part.mass_kg))
        elif part.role in OUTPUTS:
            outputs.append((packed[part.uri], part.mass_kg))
        elif part.role == _RUN and run is None:
            run = packed[part.uri]
    if run is None:
        return edges_of(inputs, outputs), outputs
    made = [*outputs, (run, None)] if inputs else outputs
    return run_edges_of(run, inputs, outputs), made


def _of(fact: Fact, roles: frozenset[int], packed: rows.Packed) -> list[Part]:
    return [(packed[part.uri], part.mass_kg) for part in fact.parts if part.role in roles]


def _circumstances(fact: Fact, number: Mapping[str, int], nature: Nature) -> tuple[object, ...]:
    """When, how and where a making was, as the columns of its table want it."""

    def of(name: str | None) -> int | None:
        return None if name is None else number[name]

    return (
        fact.event_time,
        fact.type,
        nature.value,
        of(fact.biz_step),
        of(fact.biz_location),
        of(fact.read_point),
    )
