"""The part of the graph that a trace needs, fetched from the ledger's derived tables.

A trace is a fixed number of statements, whatever its size: the walk, the flows, the lots' makings,
the events' identifiers and the names. The tables are asked by lot or by number only, so the cost
follows the size of the answer and not that of the ledger.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import NamedTuple

from django.db import connection

from milkshed.ledger.models import Nature
from milkshed.ledger.trace.graph import Edge, Gap, Lot
from milkshed.ledger.trace.lots import UNRECORDED, LotKind, kind_made_by, state_kind


class Direction(Enum):
    """Which way a walk goes; the columns of a flow at hand and beyond."""

    BACKWARD = ("target_id", "source_id")
    FORWARD = ("source_id", "target_id")

    def __init__(self, near: str, far: str) -> None:
        self.near = near
        self.far = far


class FlowRow(NamedTuple):
    """A row of flow as it stands; ``mass_kg`` is negative for what was taken out again."""

    source: Lot
    target: Lot
    mass_kg: float | None
    event: int
    at: datetime


@dataclass(frozen=True, slots=True)
class LotFacts:
    """A lot by the event that made it, the first of them where there were several."""

    lot: Lot
    uri: str
    kind: LotKind
    nature: Nature
    place_uri: str | None
    vessel_uri: str | None
    made_at: datetime | None
    mass_kg: float | None
    event_id: str | None


class EventHead(NamedTuple):
    """An event's identifier and step; blank where the event is no longer at hand."""

    event_id: str
    biz_step: str | None


@dataclass(slots=True)
class Subgraph:
    """Lots reached from ``starts`` and all that is needed to divide or follow them.

    ``rows`` are the flows between them in the order of time; ``feeds`` all flows into the lots
    reached (going forward), ``draws`` all flows out of them (going backward, for plug flow).
    ``not_followed`` are lots at the bound of the walk, whose own flows are left out.
    """

    direction: Direction
    starts: tuple[Lot, ...]
    lots: list[Lot]
    rows: list[FlowRow]
    not_followed: set[Lot]
    feeds: list[FlowRow] = field(default_factory=list)
    draws: list[FlowRow] = field(default_factory=list)
    facts: dict[Lot, LotFacts] = field(default_factory=dict)
    heads: dict[int, EventHead] = field(default_factory=dict)

    def masses_kg(self) -> dict[Lot, float]:
        """The mass each lot was made with, where stated."""
        return {lot: f.mass_kg for lot, f in self.facts.items() if f.mass_kg is not None}

    def ends(self) -> dict[Lot, Gap]:
        """Lots without inputs that are no sources, and why."""
        found = dict.fromkeys(self.not_followed, Gap.NOT_FOLLOWED)
        for lot, facts in self.facts.items():
            if facts.nature is Nature.MISSING:
                found[lot] = Gap.OVERDRAWN
        return found

    def in_time(self, rows: Iterable[FlowRow]) -> list[Edge]:
        """Rows as edges in the order of time: that in which lots were drawn on."""
        return _net(sorted(rows, key=lambda row: (row.at, row.event)))

    def as_laid(self, rows: Iterable[FlowRow]) -> list[Edge]:
        """Rows as edges in the order in which they were laid into a lot.

        What lies in a vessel lies below what comes in: the heel first. Inputs of one event follow
        each other in the order in which they were made.
        """
        return _net(sorted(rows, key=self._laid))

    def is_heel(self, source: Lot, target: Lot) -> bool:
        """Whether a flow is what was left in a vessel when it was filled again."""
        before, after = self.facts.get(source), self.facts.get(target)
        return (
            before is not None
            and after is not None
            and before.vessel_uri is not None
            and before.vessel_uri == after.vessel_uri
            and before.kind == after.kind
        )

    def _laid(self, row: FlowRow) -> tuple[datetime, int, bool, datetime, Lot]:
        facts = self.facts.get(row.source)
        made_at = None if facts is None else facts.made_at
        is_heel = self.is_heel(row.source, row.target)
        return (row.at, row.event, not is_heel, made_at or _BEFORE_ALL, row.source)


_BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


def _net(rows: Sequence[FlowRow]) -> list[Edge]:
    """Rows as edges, with what was taken out again subtracted from what was put in.

    A unit all of which was taken out again keeps the story of what was in it.
    """
    if all(row.mass_kg is None or row.mass_kg >= 0 for row in rows):
        return [Edge(row.source, row.target, row.mass_kg, row.event) for row in rows]
    taken: dict[tuple[Lot, Lot], float] = {}
    left: dict[Lot, float] = {}
    for row in rows:
        mass = row.mass_kg or 0
        left[row.target] = left.get(row.target, 0) + mass
        if mass < 0:
            pair = row.source, row.target
            taken[pair] = taken.get(pair, 0) - mass
    edges = []
    for row in rows:
        if row.mass_kg is not None and row.mass_kg < 0:
            continue
        mass_kg = row.mass_kg
        out = taken.get((row.source, row.target), 0)
        if mass_kg is not None and out > 0 and left[row.target] > 0:
            gone = min(mass_kg, out)
            taken[row.source, row.target] = out - gone
            mass_kg -= gone
        edges.append(Edge(row.source, row.target, mass_kg, row.event))
    return edges


# UNION keeps a lot once however many ways lead to it.
_WALK = """
WITH RECURSIVE reached(lot) AS (
    SELECT unnest(%(starts)s::bigint[])
    UNION
    SELECT f.{far} FROM reached r JOIN ledger_flow f ON f.{near} = r.lot
)
SELECT lot FROM reached LIMIT %(limit)s
"""
_FLOWS = """
SELECT source_id, target_id, mass_kg, event_id, at FROM ledger_flow
WHERE {column} = ANY(%s::bigint[])
"""


def fetch_subgraph(
    starts: Sequence[Lot], direction: Direction, lot_limit: int, *, in_order: bool = False
) -> Subgraph:
    """Walk from the starts and fetch what the walk reached.

    ``in_order`` also fetches what plug flow needs: everything else drawn from the lots reached.
    """
    near, far = direction.near, direction.far
    with connection.cursor() as cursor:
        cursor.execute(
            _WALK.format(near=near, far=far), {"starts": list(starts), "limit": lot_limit + 1}
        )
        lots = [row[0] for row in cursor.fetchall()]
    is_cut = len(lots) > lot_limit
    lots = lots[:lot_limit]
    rows = _flows(near, lots)
    not_followed: set[Lot] = set()
    if is_cut:
        kept = set(lots)
        is_forward = direction is Direction.FORWARD
        # a lot some of whose flows lead beyond the bound is not divided at all
        for row in rows:
            here, beyond = row.source, row.target
            if not is_forward:
                here, beyond = beyond, here
            if beyond not in kept:
                not_followed.add(here)
        rows = [r for r in rows if (r.source if is_forward else r.target) not in not_followed]
    found = Subgraph(direction, tuple(starts), lots, rows, not_followed)
    named: Iterable[Lot] = lots
    if direction is Direction.FORWARD:
        found.feeds = _flows("target_id", lots)
        if in_order:
            named = {*lots, *(row.source for row in found.feeds)}
    elif in_order:
        found.draws = _flows("source_id", lots)
    _name(found, named)
    return found


def _flows(column: str, lots: Sequence[Lot]) -> list[FlowRow]:
    with connection.cursor() as cursor:
        cursor.execute(_FLOWS.format(column=column), [list(lots)])
        return [FlowRow(*row) for row in cursor.fetchall()]


class _Making(NamedTuple):
    lot: Lot
    event: int
    at: datetime
    type: int
    nature: int
    step: int | None
    place: int | None
    vessel: int | None
    mass_kg: float | None


_MAKINGS = """
SELECT lot_id, event_id, at, type, nature, biz_step_id, place_id, vessel_id, mass_kg
FROM ledger_making WHERE lot_id = ANY(%s::bigint[])
"""


def _name(found: Subgraph, lots: Iterable[Lot]) -> None:
    """Add what is known of the lots and the events, with all names in words."""
    lots = list(lots)
    made: dict[Lot, list[_Making]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_MAKINGS, [lots])
        for row in cursor.fetchall():
            made.setdefault(row[0], []).append(_Making(*row))
        firsts = {lot: _first(makings) for lot, makings in made.items()}
        seqs = {row.event for row in found.rows} | {first.event for first in firsts.values()}
        cursor.execute(
            "SELECT seq, event_id, biz_step_id FROM ledger_event WHERE seq = ANY(%s::bigint[])",
            [sorted(seqs)],
        )
        heads = cursor.fetchall()
        numbers = {*lots, *(step for _, _, step in heads)}
        for first in firsts.values():
            numbers.update((first.step, first.place, first.vessel))
        numbers.discard(None)
        cursor.execute("SELECT id, uri FROM ledger_term WHERE id = ANY(%s::bigint[])", [[*numbers]])
        names: dict[int | None, str] = dict(cursor.fetchall())
    found.heads = dict.fromkeys(seqs, EventHead("", None))
    found.heads |= {seq: EventHead(event_id, names.get(step)) for seq, event_id, step in heads}
    for lot in lots:
        found.facts[lot] = _facts(lot, names, made.get(lot), firsts.get(lot), found.heads)


def _first(makings: Sequence[_Making]) -> _Making:
    return min(
        makings, key=lambda making: (making.nature == Nature.PORTION, making.at, making.event)
    )


def _facts(
    lot: Lot,
    names: dict[int | None, str],
    makings: Sequence[_Making] | None,
    first: _Making | None,
    heads: dict[int, EventHead],
) -> LotFacts:
    if makings is None or first is None:
        return LotFacts(lot, names[lot], UNRECORDED, Nature.NAMED, None, None, None, None, None)
    nature = Nature(first.nature)
    # a portion of a vessel that another event made is not made twice
    masses = [m.mass_kg for m in makings if m.nature == nature and m.mass_kg is not None]
    kind = kind_made_by(first.type, names.get(first.step))
    if nature is Nature.STATE:
        kind = state_kind(kind)
    elif nature is Nature.MISSING:
        kind = UNRECORDED
    return LotFacts(
        lot=lot,
        uri=names[lot],
        kind=kind,
        nature=nature,
        place_uri=names.get(first.place),
        vessel_uri=names.get(first.vessel),
        made_at=first.at,
        mass_kg=sum(masses) if masses else None,
        event_id=heads[first.event].event_id,
    )
