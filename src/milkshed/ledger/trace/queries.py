"""Traces from the ledger's tables: the flow behind or ahead of a lot, with names and places."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from milkshed.kernel.text import Text
from milkshed.ledger.models import Role
from milkshed.ledger.trace.graph import Edge, Gap, Model, backward, forward
from milkshed.ledger.trace.lots import LotKind, hop_reason, kind_made_by

LOT_LIMIT = 20_000
"""A trace is cut when it reaches more lots; what lies beyond is named as not followed."""

_GAP_TEXT = {
    Gap.EXCESS: Text("批量大于记录的投入量", "The lot holds more than its recorded inputs brought"),
    Gap.NO_MASS: Text("投入未记录重量", "Inputs are recorded without their mass"),
    Gap.LOOP: Text("记录成环，无法分解", "The records form a loop that cannot be divided"),
    Gap.NOT_FOLLOWED: Text("超出追溯范围上限，未继续", "Beyond the bound of the trace"),
}


@dataclass(frozen=True, slots=True)
class TraceNode:
    """A lot on the way. ``share`` is its mass fraction: backward, of the traced lot that came by
    way of this lot; forward, of this lot that is the traced lot. ``made_at`` and the places are
    those of the event that made it, None where the ledger holds no such event."""

    uri: str
    kind: LotKind
    place_uri: str | None
    vessel_uri: str | None
    made_at: datetime | None
    mass_kg: float | None
    share: float | None
    event_id: str | None


@dataclass(frozen=True, slots=True)
class TraceHop:
    """A step from a source lot into a target lot; ``share`` is the source's fraction of it."""

    source: str
    target: str
    mass_kg: float | None
    share: float | None
    event_id: str
    biz_step: str | None
    at: datetime
    reason: Text


@dataclass(frozen=True, slots=True)
class TraceEnd:
    """Where a trace ends: backward a source, forward what was not drawn on any further."""

    node: TraceNode
    share: float | None
    mass_kg: float | None


@dataclass(frozen=True, slots=True)
class Unknown:
    """A part whose origin the ledger does not hold, at which lot, and why."""

    uri: str
    share: float
    gap: Gap
    reason: Text


@dataclass(frozen=True, slots=True)
class Trace:
    """The answer to where a lot came from (``backward``) or went.

    Backward under the mass-fraction model the shares of ``ends`` and ``unknown`` sum to 1.
    Forward, ``share`` of an end is the fraction of the traced lot found there and ``lost_kg`` what
    steps on the way lost of it. Under the conservative model shares are None: every lot named
    could hold a part. ``conservative`` says that this holds for the whole answer or, with the
    mass-fraction model, for parts of it because masses are missing. ``is_cut``: the bound of lots
    was reached.
    """

    start: TraceNode
    direction: str
    model: Model
    nodes: tuple[TraceNode, ...]
    hops: tuple[TraceHop, ...]
    ends: tuple[TraceEnd, ...]
    unknown: tuple[Unknown, ...]
    lost_kg: float | None
    conservative: bool
    is_cut: bool

    @property
    def sources(self) -> tuple[TraceEnd, ...]:
        """The ends of a backward trace."""
        return self.ends if self.direction == "backward" else ()


def term_of(uri: str) -> int | None:
    """The number of a name, None when the ledger never heard it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_term WHERE uri = %s", [uri])
        row = cursor.fetchone()
    return None if row is None else row[0]


def trace_backward(
    uri: str,
    *,
    model: Model = Model.MASS_FRACTION,
    threshold: float = 0.0,
    lot_limit: int = LOT_LIMIT,
) -> Trace | None:
    """Trace a lot or pallet back to the lots nothing is known to have gone into.

    ``threshold`` leaves ends with a smaller share out of the answer (mass-fraction model only);
    their sum is then missing from the shares. None when the ledger does not know the name.
    """
    start = term_of(uri)
    if start is None:
        return None
    lots, edges, not_followed = _fetch(start, lot_limit, _BACKWARD)
    facts = _lot_facts(lots)
    found = backward(start, edges, _masses(facts), not_followed)
    by_mass = model is Model.MASS_FRACTION
    gaps = {lot for lot, gap in found.unknown if gap in (Gap.NO_MASS, Gap.LOOP)}
    nodes = {
        lot: _node(facts[lot], found.share.get(lot) if by_mass else None)
        for lot in lots
        if lot in facts
    }
    ends = [
        TraceEnd(nodes[lot], share if by_mass else None, _times(share, nodes[start].mass_kg))
        for lot, share in found.sources.items()
        if not by_mass or share >= threshold
    ]
    return Trace(
        start=nodes[start],
        direction="backward",
        model=model,
        nodes=tuple(sorted(nodes.values(), key=_upstream_first)),
        hops=_hops(edges, found.edge_share if by_mass else None, nodes),
        ends=tuple(sorted(ends, key=lambda end: -(end.share or 0.0))),
        unknown=tuple(
            Unknown(nodes[lot].uri, share, gap, _GAP_TEXT[gap])
            for (lot, gap), share in found.unknown.items()
        )
        if by_mass
        else (),
        lost_kg=None,
        conservative=not by_mass or bool(gaps),
        is_cut=bool(not_followed),
    )


def trace_forward(
    uri: str,
    *,
    model: Model = Model.MASS_FRACTION,
    threshold: float = 0.0,
    lot_limit: int = LOT_LIMIT,
) -> Trace | None:
    """Trace a lot forward to everything it went into.

    ``threshold`` leaves ends out whose mass fraction of the traced lot is smaller (mass-fraction
    model only). None when the ledger does not know the name.
    """
    start = term_of(uri)
    if start is None:
        return None
    lots, edges, not_followed = _fetch(start, lot_limit, _FORWARD)
    facts = _lot_facts(lots)
    masses = _masses(facts)
    found = forward(start, masses.get(start), edges, masses, _inflows(lots))
    by_mass = model is Model.MASS_FRACTION
    whole = found.mass_kg[start]
    nodes = {
        lot: _node(facts[lot], found.concentration.get(lot) if by_mass else None)
        for lot in lots
        if lot in facts
    }
    drawn_on = {edge.source for edge in edges}
    rounding = 1e-6 * max(whole, 1.0)
    ends = [
        TraceEnd(
            nodes[lot],
            _ratio(found.remaining_kg.get(lot), whole) if by_mass else None,
            found.remaining_kg.get(lot),
        )
        for lot in nodes
        if (lot not in drawn_on or found.remaining_kg.get(lot, 0.0) > rounding)
        and (not by_mass or found.concentration.get(lot, 0.0) >= threshold)
    ]
    shares = [_ratio(edge.mass_kg, masses.get(edge.target)) for edge in edges] if by_mass else None
    return Trace(
        start=nodes[start],
        direction="forward",
        model=model,
        nodes=tuple(sorted(nodes.values(), key=_upstream_first)),
        hops=_hops(edges, shares, nodes),
        ends=tuple(sorted(ends, key=lambda end: -(end.mass_kg or 0.0))),
        unknown=(),
        lost_kg=found.lost_kg,
        conservative=not by_mass or bool(found.uncertain),
        is_cut=bool(not_followed),
    )


def _times(share: float, mass_kg: float | None) -> float | None:
    return None if mass_kg is None else share * mass_kg


def _ratio(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else min(1.0, part / whole)


# One walk per direction. UNION keeps a lot once however many ways lead to it.
_WALK = """
WITH RECURSIVE reached(lot) AS (
    SELECT %(start)s::bigint
    UNION
    SELECT f.{far} FROM reached r JOIN ledger_flow f ON f.{near} = r.lot
)
SELECT lot FROM reached LIMIT %(limit)s
"""
_BACKWARD = ("target_id", "source_id")
_FORWARD = ("source_id", "target_id")


def _fetch(
    start: int, lot_limit: int, direction: tuple[str, str]
) -> tuple[list[int], list[Edge], set[int]]:
    """Return the lots reached, the edges between them, and lots whose edges were cut off."""
    near, far = direction
    with connection.cursor() as cursor:
        cursor.execute(_WALK.format(near=near, far=far), {"start": start, "limit": lot_limit + 1})
        lots = [row[0] for row in cursor.fetchall()]
        is_cut = len(lots) > lot_limit
        lots = lots[:lot_limit]
        cursor.execute(
            f"SELECT source_id, target_id, mass_kg, event_id FROM ledger_flow"
            f" WHERE {near} = ANY(%s::bigint[])",
            [lots],
        )
        rows = cursor.fetchall()
    if not is_cut:
        return lots, [Edge(*row) for row in rows], set()
    kept = set(lots)
    beyond_at = 0 if far == "source_id" else 1
    cut_off = {row[1 - beyond_at] for row in rows if row[beyond_at] not in kept}
    # a lot some of whose edges lead beyond the bound is not divided at all
    edges = [Edge(*row) for row in rows if row[1 - beyond_at] not in cut_off]
    return lots, edges, cut_off


_LOT_FACTS = """
SELECT t.id, t.uri, made.type, made.step, made.place, made.vessel, made.event_time,
       made.mass_kg, made.event_id
FROM unnest(%(lots)s::bigint[]) AS wanted(id)
JOIN ledger_term t ON t.id = wanted.id
LEFT JOIN LATERAL (
    SELECT min(e.type) AS type, min(step.uri) AS step, min(place.uri) AS place,
           min(vessel.uri) AS vessel, min(e.event_time) AS event_time, min(e.event_id) AS event_id,
           sum(l.quantity * CASE l.uom WHEN 'KGM' THEN 1 WHEN 'TNE' THEN 1000 WHEN 'GRM'
               THEN 0.001 END) AS mass_kg
    FROM ledger_link l
    JOIN ledger_event e ON e.seq = l.event_id
    LEFT JOIN ledger_term step ON step.id = e.biz_step_id
    LEFT JOIN ledger_term place ON place.id = e.biz_location_id
    LEFT JOIN ledger_term vessel ON vessel.id = e.read_point_id
    WHERE l.term_id = wanted.id
      AND (l.role IN (%(output_epc)s, %(output_class)s)
           OR (l.role IN (%(epc)s, %(epc_class)s) AND e.type = 1 AND e.action = 2)
           OR (l.role = %(parent)s AND e.type = 2 AND e.action = 2))
      AND NOT e.declares_error
      AND NOT EXISTS (SELECT 1 FROM ledger_errordeclaration d WHERE d.event_key = e.event_key)
) made ON true
"""

LotFact = tuple[Any, ...]


def _lot_facts(lots: list[int]) -> dict[int, LotFact]:
    with connection.cursor() as cursor:
        cursor.execute(
            _LOT_FACTS,
            {
                "lots": lots,
                "output_epc": Role.OUTPUT_EPC.value,
                "output_class": Role.OUTPUT_CLASS.value,
                "epc": Role.EPC.value,
                "epc_class": Role.EPC_CLASS.value,
                "parent": Role.PARENT.value,
            },
        )
        return {row[0]: row for row in cursor.fetchall()}


def _masses(facts: dict[int, LotFact]) -> dict[int, float]:
    return {lot: row[7] for lot, row in facts.items() if row[7] is not None}


def _inflows(lots: list[int]) -> dict[int, float | None]:
    """The whole mass that went into each lot; None where a part of it is not stated."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT target_id, CASE WHEN bool_or(mass_kg IS NULL) THEN NULL ELSE sum(mass_kg) END"
            " FROM ledger_flow WHERE target_id = ANY(%s::bigint[]) GROUP BY target_id",
            [lots],
        )
        return dict(cursor.fetchall())


def _node(row: LotFact, share: float | None) -> TraceNode:
    _, uri, event_type, step, place, vessel, made_at, mass_kg, event_id = row
    return TraceNode(
        uri=uri,
        kind=kind_made_by(event_type, step),
        place_uri=place,
        vessel_uri=vessel,
        made_at=made_at,
        mass_kg=mass_kg,
        share=share,
        event_id=event_id,
    )


def _upstream_first(node: TraceNode) -> tuple[bool, float, int, str]:
    made_at = 0.0 if node.made_at is None else node.made_at.timestamp()
    return (node.made_at is not None, made_at, node.kind.order, node.uri)


def _hops(
    edges: list[Edge], shares: list[float] | list[float | None] | None, nodes: dict[int, TraceNode]
) -> tuple[TraceHop, ...]:
    events = _event_heads(sorted({edge.event for edge in edges}))
    inputs: dict[int, int] = {}
    for edge in edges:
        inputs[edge.target] = inputs.get(edge.target, 0) + 1
    hops = []
    for place, edge in enumerate(edges):
        if edge.source not in nodes or edge.target not in nodes:
            continue
        event_id, step, at = events[edge.event]
        kind = nodes[edge.target].kind
        hops.append(
            TraceHop(
                source=nodes[edge.source].uri,
                target=nodes[edge.target].uri,
                mass_kg=edge.mass_kg,
                share=None if shares is None else shares[place],
                event_id=event_id,
                biz_step=step,
                at=at,
                reason=hop_reason(kind, inputs[edge.target]),
            )
        )
    return tuple(sorted(hops, key=lambda hop: hop.at))


def _event_heads(seqs: list[int]) -> dict[int, tuple[str, str | None, datetime]]:
    if not seqs:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT e.seq, e.event_id, step.uri, e.event_time FROM ledger_event e"
            " LEFT JOIN ledger_term step ON step.id = e.biz_step_id"
            " WHERE e.seq = ANY(%s::bigint[])",
            [seqs],
        )
        return {seq: (event_id, step, at) for seq, event_id, step, at in cursor.fetchall()}
