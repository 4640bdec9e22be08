"""How far raw lots are spread over products: what a recall would cost before there is one.

*Downward dispersion* is the number of finished lots a raw lot went into, *upward* that of raw lots
behind a finished lot, *total* the number of such pairs (Dupuy, Botta-Genoulaz & Guinet 2005). What
they cost is told by the *worst-case* and the *average recall mass*: the mass of all finished lots
that the worst, or on average any, raw lot went into (Dabbene & Gay 2011). *Completeness* is the
part of the finished mass all of whose inputs are known. The scope is the conservative one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from milkshed.kernel.problems import invalid
from milkshed.ledger.models import EventType, Nature
from milkshed.ledger.trace.graph import Edge, Lot, by_source, by_target
from milkshed.ledger.trace.lots import TANKER_LOAD, UNRECORDED, LotKind
from milkshed.ledger.trace.subgraph import Direction, Subgraph, fetch_subgraph
from milkshed.ledger.trace.well_mixed import input_shares

LOT_LIMIT = 200_000
"""A period is not judged when more lots lie behind its products."""


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How the raw lots behind the products of a period are spread over them.

    ``downward`` and ``upward`` are means per raw lot and per product, masses are in kg,
    ``completeness`` is a fraction of the product mass (None without products).
    """

    start: datetime
    until: datetime
    raw_lots: int
    products: int
    product_kg: float
    total: int
    downward: float
    upward: float
    worst_case_kg: float
    average_kg: float
    completeness: float | None


def dispersion(
    start: datetime,
    until: datetime,
    *,
    raw: LotKind = TANKER_LOAD,
    place_uri: str | None = None,
    lot_limit: int = LOT_LIMIT,
) -> Dispersion:
    """Measure the dispersion of the products packed in a period, at one place or everywhere.

    ``raw`` is the kind of lot that counts as raw. Raises :class:`Problem` for a period that ends
    before it begins, or behind whose products more than ``lot_limit`` lots lie.
    """
    if until <= start:
        raise invalid("until", until, "after-start", "结束须晚于开始", "must come after the start")
    products = _packed(start, until, place_uri)
    graph = fetch_subgraph(products, Direction.BACKWARD, lot_limit)
    if graph.not_followed:
        raise invalid(
            "until", until, "too-many-lots", "时段内批次过多，请缩短", "too many lots, ask for less"
        )
    product_kg = {lot: graph.facts[lot].mass_kg or 0.0 for lot in products}
    raw_lots = [lot for lot in graph.lots if graph.facts[lot].kind is raw]
    edges = graph.in_time(graph.rows)
    behind = raw_behind(edges, raw_lots, products)
    recall_kg = dict.fromkeys(raw_lots, 0.0)
    reached = dict.fromkeys(raw_lots, 0)
    for product, lots in behind.items():
        for lot in lots:
            recall_kg[lot] += product_kg[product]
            reached[lot] += 1
    total = sum(reached.values())
    whole = sum(product_kg.values())
    known = known_fractions(edges, graph.masses_kg(), _without_origin(graph))
    complete = sum(kg for lot, kg in product_kg.items() if known.get(lot, 0.0) > 1 - 1e-6)
    return Dispersion(
        start=start,
        until=until,
        raw_lots=len(raw_lots),
        products=len(products),
        product_kg=whole,
        total=total,
        downward=total / len(raw_lots) if raw_lots else 0.0,
        upward=total / len(products) if products else 0.0,
        worst_case_kg=max(recall_kg.values(), default=0.0),
        average_kg=sum(recall_kg.values()) / len(raw_lots) if raw_lots else 0.0,
        completeness=complete / whole if whole > 0 else None,
    )


def raw_behind(
    edges: Sequence[Edge], raw: Sequence[Lot], products: Iterable[Lot]
) -> dict[Lot, list[Lot]]:
    """The raw lots that went into each product, by any way."""
    sets = {lot: 1 << place for place, lot in enumerate(raw)}
    for lot, feeds in _upstream_first(edges):
        for edge in feeds:
            sets[lot] = sets.get(lot, 0) | sets.get(edge.source, 0)
    return {
        product: [lot for place, lot in enumerate(raw) if sets.get(product, 0) >> place & 1]
        for product in products
    }


def known_fractions(
    edges: Sequence[Edge], lot_kg: Mapping[Lot, float], without_origin: Collection[Lot]
) -> dict[Lot, float]:
    """The part of every lot whose origin is known, well mixed."""
    known: dict[Lot, float] = {}
    for lot, feeds in _upstream_first(edges):
        if not feeds:
            known[lot] = 0.0 if lot in without_origin else 1.0
            continue
        parts, _, _ = input_shares([edge.mass_kg for edge in feeds], lot_kg.get(lot))
        known[lot] = sum(part * known[edge.source] for edge, part in zip(feeds, parts, strict=True))
    return known


def _upstream_first(edges: Sequence[Edge]) -> Iterable[tuple[Lot, list[Edge]]]:
    """Every lot with its inputs, after the lots that went into it; lots in a loop are left out."""
    incoming, outgoing = by_target(edges), by_source(edges)
    waiting = {lot: len(feeds) for lot, feeds in incoming.items()}
    ready = [lot for lot in outgoing if lot not in incoming]
    while ready:
        lot = ready.pop()
        yield lot, incoming.get(lot, [])
        for edge in outgoing.get(lot, ()):
            waiting[edge.target] -= 1
            if not waiting[edge.target]:
                ready.append(edge.target)


def _without_origin(graph: Subgraph) -> set[Lot]:
    return {
        lot
        for lot, facts in graph.facts.items()
        if facts.kind is UNRECORDED or facts.nature is Nature.MISSING
    }


_PACKED = """
SELECT DISTINCT f.target_id
FROM ledger_event e
JOIN ledger_flow f ON f.event_id = e.seq
JOIN ledger_term step ON step.id = e.biz_step_id AND step.uri = 'packing'
LEFT JOIN ledger_term place ON place.id = e.biz_location_id
WHERE e.event_time >= %(start)s AND e.event_time < %(until)s AND e.type = %(type)s
  AND (%(place)s::text IS NULL OR place.uri = %(place)s)
"""


def _packed(start: datetime, until: datetime, place_uri: str | None) -> list[Lot]:
    """The product lots packed in a period."""
    values: dict[str, datetime | int | str | None] = {
        "start": start,
        "until": until,
        "type": EventType.TRANSFORMATION.value,
        "place": place_uri,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PACKED, values)
        return sorted(row[0] for row in cursor.fetchall())
