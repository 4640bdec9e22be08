"""Tracing through well-mixed vessels: mass fractions.

What leaves a vessel has the composition of what is in it, hence the share of source ``i`` in a lot
is ``m_i / max(sum(m), m_lot)`` (Comba et al. 2013; Dabbene, Gay & Tortia 2014). Where a lot holds
more than its known inputs brought, the excess is *unknown* and is carried along by that name;
shares and unknown parts always sum to 1.
"""

from collections.abc import Collection, Mapping, Sequence

from milkshed.ledger.trace.graph import (
    TOLERANCE,
    Backward,
    Edge,
    Forward,
    Gap,
    Lot,
    by_source,
    by_target,
)


def input_shares(
    masses_kg: Sequence[float | None], lot_kg: float | None
) -> tuple[list[float], float, Gap | None]:
    """Return the share of each input in a lot, the unknown share and why it is unknown.

    A single input without a mass, or without a stated output mass, is the whole lot. Shares are
    fractions of the lot and sum with the unknown share to 1.
    """
    if not masses_kg:
        return [], 0, None
    known = [mass for mass in masses_kg if mass is not None]
    total = sum(known)
    if len(known) < len(masses_kg):
        if len(masses_kg) == 1:
            return [1], 0, None
        if lot_kg is None or lot_kg <= 0:
            # nothing says how much the inputs without a mass brought
            return [0] * len(masses_kg), 1, Gap.NO_MASS
        whole = max(total, lot_kg)
        return [(mass or 0) / whole for mass in masses_kg], 1 - total / whole, Gap.NO_MASS
    if total <= 0:
        return [0] * len(masses_kg), 1, Gap.NO_MASS
    excess = (lot_kg or 0) - total
    if excess > TOLERANCE * total:
        whole = total + excess
        return [mass / whole for mass in known], excess / whole, Gap.EXCESS
    return [mass / total for mass in known], 0, None


def backward(
    start: Lot,
    edges: Sequence[Edge],
    lot_kg: Mapping[Lot, float],
    ends: Mapping[Lot, Gap] | None = None,
) -> Backward:
    """Divide a lot into its sources by mass fractions.

    ``edges`` are all edges into ``start`` and into the lots behind it; ``lot_kg`` the mass each
    lot was made with, where stated; ``ends`` lots without inputs that are no sources, and why.
    """
    incoming: dict[Lot, list[int]] = {}
    waiting: dict[Lot, int] = {}
    for i, edge in enumerate(edges):
        incoming.setdefault(edge.target, []).append(i)
        waiting[edge.source] = waiting.get(edge.source, 0) + 1
    result = Backward(share={start: 1}, edge_share=[0] * len(edges))
    ready = [] if waiting.get(start) else [start]
    while ready:
        lot = ready.pop()
        share = result.share[lot]
        inputs = incoming.get(lot)
        if inputs is None:
            result.settle_end(lot, share, (ends or {}).get(lot))
            continue
        parts, unknown, gap = input_shares([edges[i].mass_kg for i in inputs], lot_kg.get(lot))
        if gap is not None and unknown > 0:
            result.add_unknown(lot, gap, share * unknown)
        for i, part in zip(inputs, parts, strict=True):
            result.edge_share[i] = part
            source = edges[i].source
            result.share[source] = result.share.get(source, 0) + share * part
            waiting[source] -= 1
            if not waiting[source]:
                ready.append(source)
    if any(waiting.values()):
        result.settle_loop(start)
    return result


def forward(
    starts: Mapping[Lot, float | None],
    edges: Sequence[Edge],
    feeds: Sequence[Edge],
    lot_kg: Mapping[Lot, float],
    not_followed: Collection[Lot] = (),
) -> Forward:
    """Follow lots into everything they went into.

    ``starts`` are the lots followed and their mass, ``edges`` all edges out of them and out of the
    lots ahead of them, ``feeds`` all edges into the lots ahead, from the starts or not; ``lot_kg``
    the mass each lot was made with; ``not_followed`` lots whose own edges were not fetched. What a
    step lost is shared out evenly and summed in ``lost_kg``; with one start whose mass is stated
    ``start_kg == sum(remaining_kg) + lost_kg`` when every mass is stated and no lot gave more than
    it had.
    """
    outgoing, incoming = by_source(edges), by_target(feeds)
    waiting: dict[Lot, int] = {}
    for edge in edges:
        waiting[edge.target] = waiting.get(edge.target, 0) + 1
    result = Forward()
    for start, start_kg in starts.items():
        result.concentration[start] = 1
        drawn = sum(edge.mass_kg or 0 for edge in outgoing.get(start, ()))
        result.mass_kg[start] = drawn if start_kg is None else start_kg
    ready = list(starts)
    while ready:
        lot = ready.pop()
        given = sum(edge.mass_kg or 0 for edge in outgoing.get(lot, ()))
        if lot in result.mass_kg:
            left = result.mass_kg[lot] - result.concentration[lot] * given
            result.remaining_kg[lot] = max(0, left)
        for edge in outgoing.get(lot, ()):
            target = edge.target
            waiting[target] -= 1
            if not waiting[target] and target not in starts:
                _arrive(target, incoming.get(target, ()), lot_kg.get(target), not_followed, result)
                ready.append(target)
    for lot, count in waiting.items():
        if count > 0 and lot not in starts:
            result.uncertain.add(lot)
    return result


def _arrive(
    lot: Lot,
    feeds: Sequence[Edge],
    lot_kg: float | None,
    not_followed: Collection[Lot],
    result: Forward,
) -> None:
    """Settle the content of a lot all of whose inputs are settled."""
    parts, _, gap = input_shares([edge.mass_kg for edge in feeds], lot_kg)
    concentration: float = 0
    brought: float = 0
    for edge, part in zip(feeds, parts, strict=True):
        there = result.concentration.get(edge.source, 0)
        concentration += part * there
        brought += (edge.mass_kg or 0) * there
        if edge.source in result.uncertain or edge.source in not_followed:
            result.uncertain.add(lot)
    if gap is Gap.NO_MASS:
        result.uncertain.add(lot)
    result.concentration[lot] = concentration
    inflow = None if any(edge.mass_kg is None for edge in feeds) else sum(_masses(feeds))
    made = inflow if lot_kg is None else lot_kg
    if made is not None:
        result.mass_kg[lot] = concentration * made
        if inflow is not None:
            result.lost_kg += brought - concentration * made


def _masses(edges: Sequence[Edge]) -> list[float]:
    return [edge.mass_kg for edge in edges if edge.mass_kg is not None]
