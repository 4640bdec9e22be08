"""The states of vessels that events only name, rebuilt from the earliest movement that changed.

A movement that comes late, or goes because its event was declared wrong, changes the vessel's
content from its time on and nothing before. The states from there on are taken back and built again
from the movements, beginning with the last state before; what other vessels made of it follows,
since they name the same states. Any order of arrival gives the same rows.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from milkshed.kernel.clock import SHANGHAI
from milkshed.ledger.capture.copying import copy_flows, copy_makings, copy_states
from milkshed.ledger.capture.vessels import missing_uri
from milkshed.ledger.models import Nature
from milkshed.ledger.rules import EMPTY_FRACTION, PREFIX_TRACE
from milkshed.ledger.trace.vessel_chain import Chain, Content, Move, Movement, build_chain
from milkshed.platform.rule_book import rules_under

Intern = Callable[[Iterable[str]], Mapping[str, int]]
"""Gives every name its number, entering those that are new."""


@dataclass(frozen=True, slots=True)
class _Circumstances:
    """How and where a movement's event was, as the columns of a making want it."""

    event_id: str
    type: int
    step: int | None
    place: int | None


def rebuild_chains(cursor: Any, since: Mapping[int, datetime], intern: Intern) -> None:
    """Build the states of vessels again, each from the time of its earliest change."""
    if not since:
        return
    cursor.execute("SELECT id, uri FROM ledger_term WHERE id = ANY(%s::bigint[])", [list(since)])
    empty_fraction = _EmptyFraction()
    for vessel, uri in sorted(cursor.fetchall()):
        first, before = _standing(cursor, vessel, since[vessel])
        _take_back(cursor, vessel, first, before.lot)
        movements, circumstances = _movements(cursor, vessel, first)
        chain = build_chain(movements, before, empty_fraction)
        _store(cursor, vessel, uri, chain, circumstances, intern)


def with_states(cursor: Any, vessels: Iterable[int]) -> set[int]:
    """Those of the vessels that have states, and for which a cleaning therefore matters."""
    cursor.execute(
        "SELECT DISTINCT vessel_id FROM ledger_vesselstate WHERE vessel_id = ANY(%s::bigint[])",
        [list(vessels)],
    )
    return {row[0] for row in cursor.fetchall()}


def _standing(cursor: Any, vessel: int, since: datetime) -> tuple[datetime, Content]:
    """The time to build from, and what the vessel held just before."""
    cursor.execute(
        "SELECT at, before_lot_id, before_kg, largest_kg FROM ledger_vesselstate"
        " WHERE vessel_id = %s AND at < %s ORDER BY at DESC LIMIT 1",
        [vessel, since],
    )
    row = cursor.fetchone()
    if row is None:
        return since, Content()
    at, lot, held_kg, largest_kg = row
    return at, Content(lot, held_kg, largest_kg)


def _take_back(cursor: Any, vessel: int, first: datetime, before: int | None) -> None:
    """Remove what was derived from the vessel's movements from a time on."""
    cursor.execute(
        "DELETE FROM ledger_vesselstate WHERE vessel_id = %s AND at >= %s RETURNING lot_id",
        [vessel, first],
    )
    states = [row[0] for row in cursor.fetchall()]
    cursor.execute(
        "SELECT missing_id FROM ledger_movement"
        " WHERE vessel_id = %s AND at >= %s AND missing_id IS NOT NULL",
        [vessel, first],
    )
    gone = states + [row[0] for row in cursor.fetchall()]
    cursor.execute(
        "UPDATE ledger_movement SET missing_id = NULL"
        " WHERE vessel_id = %s AND at >= %s AND missing_id IS NOT NULL",
        [vessel, first],
    )
    cursor.execute("DELETE FROM ledger_making WHERE lot_id = ANY(%s::bigint[])", [gone])
    cursor.execute("DELETE FROM ledger_flow WHERE source_id = ANY(%s::bigint[])", [gone])
    if before is not None:
        cursor.execute("DELETE FROM ledger_flow WHERE source_id = %s AND at >= %s", [before, first])


_MOVEMENTS = """
SELECT m.at, m.event_id, e.event_key, m.kind, m.lot_id, m.mass_kg,
       CASE WHEN m.kind = 'take' THEN (
           SELECT min(f.at) FROM ledger_flow f
           JOIN ledger_movement i ON i.event_id = f.event_id AND i.lot_id = f.target_id
           WHERE f.source_id = m.lot_id AND i.vessel_id = m.vessel_id AND i.kind = 'fill'
       ) END,
       e.event_id, e.type, e.biz_step_id, e.biz_location_id
FROM ledger_movement m JOIN ledger_event e ON e.seq = m.event_id
WHERE m.vessel_id = %s AND m.at >= %s
"""


def _movements(
    cursor: Any, vessel: int, first: datetime
) -> tuple[list[Movement], dict[int, _Circumstances]]:
    cursor.execute(_MOVEMENTS, [vessel, first])
    movements: list[Movement] = []
    circumstances: dict[int, _Circumstances] = {}
    for at, event, key, kind, lot, mass_kg, entered_at, *how in cursor.fetchall():
        movements.append(Movement(at, event, key.bytes, Move(kind), lot, mass_kg, entered_at))
        circumstances[event] = _Circumstances(*how)
    return movements, circumstances


class _EmptyFraction:
    """The part of its largest content below which the site counts a vessel as empty, by day."""

    def __init__(self) -> None:
        self._known: dict[date, float] = {}

    def __call__(self, at: datetime) -> float:
        day = at.astimezone(SHANGHAI).date()
        if day not in self._known:
            row = rules_under(PREFIX_TRACE, day).get(PREFIX_TRACE + EMPTY_FRACTION)
            self._known[day] = 0.0 if row is None or row.value is None else float(row.value)
        return self._known[day]


def _store(
    cursor: Any,
    vessel: int,
    uri: str,
    chain: Chain,
    circumstances: Mapping[int, _Circumstances],
    intern: Intern,
) -> None:
    names = {
        missing.event: missing_uri(uri, circumstances[missing.event].event_id)
        for missing in chain.missing
        if missing.target is not None
    }
    number = intern(sorted(set(names.values()))) if names else {}
    flows = [(f.event, f.source, f.target, f.mass_kg, f.at) for f in chain.flows]
    makings: list[Sequence[object]] = []

    def make(lot: int, event: int, at: datetime, nature: Nature, mass_kg: float | None) -> None:
        how = circumstances[event]
        row = (lot, event, at, how.type, nature.value, how.step, how.place, vessel, mass_kg)
        makings.append(row)

    for state in chain.states:
        make(state.lot, state.event, state.at, Nature.STATE, state.mass_kg)
    missing_kg: dict[int, float | None] = {}
    at_of: dict[int, datetime] = {}
    for missing in chain.missing:
        if missing.target is None:
            continue
        lot = number[names[missing.event]]
        flows.append((missing.event, lot, missing.target, missing.mass_kg, missing.at))
        before = missing_kg.get(missing.event, 0.0)
        is_known = before is not None and missing.mass_kg is not None
        missing_kg[missing.event] = (before or 0.0) + (missing.mass_kg or 0.0) if is_known else None
        at_of[missing.event] = missing.at
    for event, mass_kg in missing_kg.items():
        make(number[names[event]], event, at_of[event], Nature.MISSING, mass_kg)
        cursor.execute(
            "UPDATE ledger_movement SET missing_id = %s"
            " WHERE vessel_id = %s AND at = %s AND event_id = %s",
            [number[names[event]], vessel, at_of[event], event],
        )
    copy_flows(cursor, flows)
    copy_makings(cursor, makings)
    copy_states(
        cursor,
        [
            (
                *(s.lot, vessel, s.at, s.event, s.inflow_kg, s.heel_lot, s.heel_kg, s.held_kg),
                *(s.overdrawn_kg, s.before.lot, s.before.held_kg, s.before.largest_kg),
                *(s.ended_at, s.ended_by),
            )
            for s in chain.states
        ],
    )
