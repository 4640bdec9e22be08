"""Traces from the ledger's tables: the flow behind or ahead of a lot, with names and places."""

from collections.abc import Mapping, Sequence

from django.db import connection

from milkshed.ledger.trace import plug_flow, well_mixed
from milkshed.ledger.trace.answer import Trace, TraceEnd, TraceHop, TraceNode, Unknown
from milkshed.ledger.trace.graph import (
    TOLERANCE,
    Backward,
    Forward,
    Gap,
    Lot,
    Model,
    by_target,
)
from milkshed.ledger.trace.reasons import GAP_TEXT, hop_reason, public_reason
from milkshed.ledger.trace.subgraph import (
    Direction,
    LotFacts,
    Subgraph,
    fetch_subgraph,
)

LOT_LIMIT = 20_000
"""A trace is cut when it reaches more lots; what lies beyond is named as not followed."""


def terms_of(uris: Sequence[str]) -> dict[str, int]:
    """The numbers of names; names the ledger never heard are left out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT uri, id FROM ledger_term WHERE uri = ANY(%s)", [list(uris)])
        return dict(cursor.fetchall())


def term_of(uri: str) -> int | None:
    """The number of a name, None when the ledger never heard it."""
    return terms_of([uri]).get(uri)


def trace_backward(
    uri: str,
    *,
    model: Model = Model.MASS_FRACTION,
    threshold: float = 0.0,
    lot_limit: int = LOT_LIMIT,
) -> Trace | None:
    """Trace a lot or pallet back to the lots nothing is known to have gone into.

    ``threshold`` leaves ends with a smaller share out of the answer (not under the conservative
    model); their sum is then missing from the shares. None when the ledger does not know the name.
    """
    start = term_of(uri)
    if start is None:
        return None
    graph = fetch_subgraph(
        [start], Direction.BACKWARD, lot_limit, in_order=model is Model.PLUG_FLOW
    )
    found, hop_shares = divide(graph, model)
    by_mass = model is not Model.CONSERVATIVE
    has_gaps = any(gap in _NOT_COMPUTED for _, gap in found.unknown)
    nodes = {
        lot: node_of(graph.facts[lot], found.share.get(lot) if by_mass else None)
        for lot in graph.lots
        if model is not Model.PLUG_FLOW or has_gaps or found.share.get(lot)
    }
    ends = [
        TraceEnd(
            nodes[lot],
            share if by_mass else None,
            _times(share, nodes[start].mass_kg) if by_mass else None,
        )
        for lot, share in found.sources.items()
        if lot in nodes and (not by_mass or share >= threshold)
    ]
    return Trace(
        start=nodes[start],
        direction="backward",
        model=model,
        nodes=tuple(sorted(nodes.values(), key=_upstream_first)),
        hops=_hops(graph, hop_shares if by_mass else {}, nodes),
        ends=tuple(sorted(ends, key=lambda end: -(end.share or 0.0))),
        unknown=tuple(
            Unknown(graph.facts[lot].uri, share, gap, GAP_TEXT[gap])
            for (lot, gap), share in found.unknown.items()
        )
        if by_mass
        else (),
        lost_kg=None,
        conservative=not by_mass or has_gaps,
        is_cut=bool(graph.not_followed),
    )


_NOT_COMPUTED = (Gap.NO_MASS, Gap.NO_ORDER, Gap.LOOP)


def divide(graph: Subgraph, model: Model) -> tuple[Backward, dict[tuple[Lot, Lot], float]]:
    """Divide the start of a backward subgraph into its sources.

    Also returns the fraction of each target lot that came from each of its sources. The
    conservative model takes the sources only, whatever their share.
    """
    start = graph.starts[0]
    if model is Model.PLUG_FLOW:
        edges = graph.as_laid(graph.rows)
        draws = graph.in_time(graph.draws)
        found = plug_flow.backward(start, edges, draws, graph.masses_kg(), graph.ends())
    else:
        edges = graph.in_time(graph.rows)
        found = well_mixed.backward(start, edges, graph.masses_kg(), graph.ends())
    shares: dict[tuple[Lot, Lot], float] = {}
    for edge, share in zip(edges, found.edge_share, strict=True):
        pair = edge.source, edge.target
        shares[pair] = shares.get(pair, 0.0) + share
    return found, shares


def trace_forward(
    uri: str,
    *,
    model: Model = Model.MASS_FRACTION,
    threshold: float = 0.0,
    lot_limit: int = LOT_LIMIT,
) -> Trace | None:
    """Trace a lot forward to everything it went into.

    ``threshold`` leaves ends out whose mass fraction of the traced lot is smaller (not under the
    conservative model). None when the ledger does not know the name.
    """
    start = term_of(uri)
    if start is None:
        return None
    graph = fetch_subgraph([start], Direction.FORWARD, lot_limit, in_order=model is Model.PLUG_FLOW)
    found = follow(graph, model)
    by_mass = model is not Model.CONSERVATIVE
    whole = found.mass_kg.get(start)
    nodes = {
        lot: node_of(graph.facts[lot], found.concentration.get(lot) if by_mass else None)
        for lot in graph.lots
        if model is not Model.PLUG_FLOW or _is_touched(found, lot)
    }
    drawn_on = {row.source for row in graph.rows}
    rounding = TOLERANCE * max(whole or 0.0, 1.0)
    ends = [
        TraceEnd(
            nodes[lot],
            _ratio(found.remaining_kg.get(lot), whole) if by_mass else None,
            found.remaining_kg.get(lot) if by_mass else None,
        )
        for lot in nodes
        if (lot not in drawn_on or found.remaining_kg.get(lot, 0.0) > rounding)
        and (
            not by_mass or lot in found.uncertain or found.concentration.get(lot, 0.0) >= threshold
        )
    ]
    return Trace(
        start=nodes[start],
        direction="forward",
        model=model,
        nodes=tuple(sorted(nodes.values(), key=_upstream_first)),
        hops=_hops(graph, _fed_shares(graph) if by_mass else {}, nodes),
        ends=tuple(sorted(ends, key=lambda end: -(end.mass_kg or 0.0))),
        unknown=(),
        lost_kg=found.lost_kg if by_mass else None,
        conservative=not by_mass or bool(found.uncertain),
        is_cut=bool(graph.not_followed),
    )


def follow(graph: Subgraph, model: Model) -> Forward:
    """Follow the starts of a forward subgraph; the conservative model takes the lots reached."""
    masses_kg = graph.masses_kg()
    starts = {start: masses_kg.get(start) for start in graph.starts}
    drawn = graph.in_time(graph.rows)
    if model is Model.PLUG_FLOW:
        laid = graph.as_laid(graph.feeds)
        return plug_flow.forward(starts, drawn, laid, masses_kg, graph.not_followed)
    fed = graph.in_time(graph.feeds)
    return well_mixed.forward(starts, drawn, fed, masses_kg, graph.not_followed)


def _is_touched(found: Forward, lot: Lot) -> bool:
    return lot in found.uncertain or found.concentration.get(lot, 1.0) > 0


def _fed_shares(graph: Subgraph) -> dict[tuple[Lot, Lot], float]:
    """The fraction of each lot reached that came from each of its sources."""
    masses_kg = graph.masses_kg()
    shares: dict[tuple[Lot, Lot], float] = {}
    for target, feeds in by_target(graph.in_time(graph.feeds)).items():
        parts, _, _ = well_mixed.input_shares([e.mass_kg for e in feeds], masses_kg.get(target))
        for edge, part in zip(feeds, parts, strict=True):
            pair = edge.source, target
            shares[pair] = shares.get(pair, 0.0) + part
    return shares


def _times(share: float, mass_kg: float | None) -> float | None:
    return None if mass_kg is None else share * mass_kg


def _ratio(part: float | None, whole: float | None) -> float | None:
    return None if part is None or not whole else min(1.0, part / whole)


def node_of(facts: LotFacts, share: float | None) -> TraceNode:
    """A lot as traces show it."""
    return TraceNode(
        uri=facts.uri,
        kind=facts.kind,
        place_uri=facts.place_uri,
        vessel_uri=facts.vessel_uri,
        made_at=facts.made_at,
        mass_kg=facts.mass_kg,
        share=share,
        event_id=facts.event_id,
    )


def _upstream_first(node: TraceNode) -> tuple[bool, float, int, str]:
    made_at = 0.0 if node.made_at is None else node.made_at.timestamp()
    return (node.made_at is not None, made_at, node.kind.order, node.uri)


def _hops(
    graph: Subgraph, shares: Mapping[tuple[Lot, Lot], float], nodes: Mapping[Lot, TraceNode]
) -> tuple[TraceHop, ...]:
    sources: dict[Lot, set[Lot]] = {}
    for row in graph.feeds or graph.rows:
        sources.setdefault(row.target, set()).add(row.source)
    hops = []
    for row in graph.rows:
        if row.source not in nodes or row.target not in nodes:
            continue
        head = graph.heads[row.event]
        target = nodes[row.target]
        share = shares.get((row.source, row.target))
        hops.append(
            TraceHop(
                source=nodes[row.source].uri,
                target=target.uri,
                mass_kg=row.mass_kg,
                share=share,
                event_id=head.event_id,
                biz_step=head.biz_step,
                at=row.at,
                reason=hop_reason(
                    target.kind,
                    vessel_uri=target.vessel_uri,
                    inputs=len(sources[row.target]),
                    share=share,
                    is_heel=graph.is_heel(row.source, row.target),
                    is_taken_out=row.mass_kg is not None and row.mass_kg < 0,
                ),
                public_reason=public_reason(target.kind),
            )
        )
    return tuple(sorted(hops, key=lambda hop: (hop.at, hop.target, hop.source)))
