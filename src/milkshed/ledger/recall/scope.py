"""What a recall would have to cover: everything that suspect lots went into, under a model.

Three scopes of the same facts stand side by side. *Conservative*: everything that could have
touched; the one to use for pathogens, which grow, so that a share says nothing. *Mass fraction*:
lots that hold at least a threshold of suspect milk; meaningful for residues, which only dilute
(``c_out = sum(f_i * c_i)``, see :func:`residue_threshold`). *Plug flow*: the narrowest, and an
optimistic one; a hint where to test first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from milkshed.kernel.problems import invalid
from milkshed.kernel.text import Text
from milkshed.ledger.recall.changes import Change, with_changes
from milkshed.ledger.recall.composition import known_lots
from milkshed.ledger.recall.packs import packs_of
from milkshed.ledger.trace.answer import TraceNode
from milkshed.ledger.trace.graph import Forward, Lot, Model
from milkshed.ledger.trace.lots import PALLET, PRODUCT
from milkshed.ledger.trace.queries import LOT_LIMIT, follow, node_of
from milkshed.ledger.trace.reasons import hop_reason
from milkshed.ledger.trace.subgraph import Direction, FlowRow, Subgraph, fetch_subgraph

_SUSPECT = Text("可疑批本身", "the suspect lot itself")


@dataclass(frozen=True, slots=True)
class ScopedLot:
    """A lot in the scope: how much suspect milk it holds, and why it is in.

    ``suspect_kg`` and ``concentration`` (mass fraction) are None under the conservative model and
    where they cannot be computed. ``event_ids`` are the facts that brought the suspect milk here.
    """

    node: TraceNode
    suspect_kg: float | None
    concentration: float | None
    reason: Text
    event_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RecallScope:
    """All that suspect lots went into.

    ``lots`` are everything in scope, the suspects among them, upstream first; ``products`` and
    ``pallets`` those of them that were made for sale. ``product_kg`` is the mass of the products,
    ``suspect_kg`` the suspect milk in them (None under the conservative model), ``packs`` their
    number where events count them. ``uncertain`` names lots that are in because their content
    could not be computed. ``is_cut``: the bound of lots was reached, so the scope is not complete.
    """

    model: Model
    threshold: float
    suspects: tuple[str, ...]
    lots: tuple[ScopedLot, ...]
    products: tuple[ScopedLot, ...]
    pallets: tuple[ScopedLot, ...]
    product_kg: float
    suspect_kg: float | None
    packs: int | None
    uncertain: tuple[str, ...]
    is_cut: bool


@dataclass(frozen=True, slots=True)
class WhatIf:
    """A recall as it is and as it would be; ``saved_packs`` is None where packs are not counted."""

    before: RecallScope
    after: RecallScope
    saved_kg: float
    saved_lots: int
    saved_packs: int | None


def recall_scope(
    suspects: Sequence[str],
    *,
    model: Model,
    threshold: float = 0.0,
    changes: Sequence[Change] = (),
    lot_limit: int = LOT_LIMIT,
) -> RecallScope:
    """Everything that suspect lots went into under one model.

    ``threshold`` is the least mass fraction of suspect milk that brings a lot in (0: any); the
    conservative model knows none. ``changes`` are taken as if they had happened. Raises
    :class:`Problem` for lots the ledger does not know and thresholds that are no fraction.
    """
    graph = _fetch(suspects, threshold, lot_limit)
    return _scope(with_changes(graph, changes), suspects, model, threshold)


def recall_scopes(
    suspects: Sequence[str], *, threshold: float = 0.0, lot_limit: int = LOT_LIMIT
) -> tuple[RecallScope, RecallScope, RecallScope]:
    """The scopes of the three models side by side: conservative, mass fraction, plug flow."""
    graph = _fetch(suspects, threshold, lot_limit)
    return (
        _scope(graph, suspects, Model.CONSERVATIVE, threshold),
        _scope(graph, suspects, Model.MASS_FRACTION, threshold),
        _scope(graph, suspects, Model.PLUG_FLOW, threshold),
    )


def what_if(
    suspects: Sequence[str],
    *,
    model: Model,
    threshold: float = 0.0,
    changes: Sequence[Change] = (),
    lot_limit: int = LOT_LIMIT,
) -> WhatIf:
    """What changes would take out of a recall."""
    graph = _fetch(suspects, threshold, lot_limit)
    before = _scope(graph, suspects, model, threshold)
    after = _scope(with_changes(graph, changes), suspects, model, threshold)
    packs = None
    if before.packs is not None:
        packs = before.packs - (after.packs or 0)
    return WhatIf(
        before=before,
        after=after,
        saved_kg=before.product_kg - after.product_kg,
        saved_lots=len(before.lots) - len(after.lots),
        saved_packs=packs,
    )


def residue_threshold(concentration: float, limit: float) -> float:
    """The mass fraction of suspect milk from which a lot passes a residue limit.

    ``concentration`` is the residue in the suspect milk, ``limit`` what is allowed in the lot, in
    the same unit. Residues only dilute, ``c_out = f * c``; whether the unknown part holds some too
    is not asked. Where even the suspect milk keeps the limit, only undiluted suspect milk stays in.
    """
    for field, value in (("concentration", concentration), ("limit", limit)):
        if not 0 < value < float("inf"):
            raise invalid(field, value, "positive", "须为正数", "must be a positive number")
    return min(1.0, limit / concentration)


def _fetch(suspects: Sequence[str], threshold: float, lot_limit: int) -> Subgraph:
    known = known_lots("suspects", suspects)
    if not 0 <= threshold <= 1:
        raise invalid(
            "threshold", threshold, "fraction", "阈值须在0与1之间", "must lie between 0 and 1"
        )
    starts = sorted(set(known.values()))
    return fetch_subgraph(starts, Direction.FORWARD, lot_limit, in_order=True)


def _scope(graph: Subgraph, suspects: Sequence[str], model: Model, threshold: float) -> RecallScope:
    found = follow(graph, model)
    by_mass = model is not Model.CONSERVATIVE
    into: dict[Lot, list[FlowRow]] = {}
    for row in graph.rows:
        into.setdefault(row.target, []).append(row)
    inputs: dict[Lot, set[Lot]] = {}
    for row in graph.feeds:
        inputs.setdefault(row.target, set()).add(row.source)
    kept = [lot for lot in graph.lots if not by_mass or _is_in(found, graph, lot, threshold)]
    scoped = {
        lot: _scoped(graph, found, lot, into.get(lot, []), len(inputs.get(lot, ())), by_mass)
        for lot in sorted(kept, key=lambda lot: _upstream_first(graph, lot))
    }
    products = {lot: each for lot, each in scoped.items() if each.node.kind is PRODUCT}
    packs = packs_of({lot: each.node.uri for lot, each in products.items()})
    return RecallScope(
        model=model,
        threshold=threshold if by_mass else 0.0,
        suspects=tuple(suspects),
        lots=tuple(scoped.values()),
        products=tuple(products.values()),
        pallets=tuple(each for each in scoped.values() if each.node.kind is PALLET),
        product_kg=sum(each.node.mass_kg or 0.0 for each in products.values()),
        suspect_kg=sum(each.suspect_kg or 0.0 for each in products.values()) if by_mass else None,
        packs=sum(packs.values()) if packs else None,
        uncertain=tuple(
            each.node.uri for lot, each in scoped.items() if by_mass and lot in found.uncertain
        ),
        is_cut=bool(graph.not_followed),
    )


def _is_in(found: Forward, graph: Subgraph, lot: Lot, threshold: float) -> bool:
    if lot in graph.starts or lot in found.uncertain:
        return True
    concentration = found.concentration.get(lot)
    return concentration is None or (concentration > 0 and concentration >= threshold)


def _scoped(
    graph: Subgraph,
    found: Forward,
    lot: Lot,
    into: Sequence[FlowRow],
    inputs: int,
    by_mass: bool,
) -> ScopedLot:
    facts = graph.facts[lot]
    is_known = by_mass and lot not in found.uncertain
    concentration = found.concentration.get(lot) if is_known else None
    reason = _SUSPECT
    if lot not in graph.starts and into:
        largest = max(into, key=lambda row: row.mass_kg or 0.0)
        reason = hop_reason(
            facts.kind,
            vessel_uri=facts.vessel_uri,
            inputs=inputs,
            share=None,
            is_heel=all(graph.is_heel(row.source, lot) for row in into),
            is_taken_out=(largest.mass_kg or 0.0) < 0,
        )
        if concentration is not None:
            reason = Text(
                f"{reason.zh}，含可疑奶{concentration:.2%}",
                f"{reason.en}, {concentration:.2%} suspect milk",
            )
    event_ids = dict.fromkeys(graph.heads[row.event].event_id for row in into)
    if facts.event_id is not None:
        event_ids.setdefault(facts.event_id)
    return ScopedLot(
        node=node_of(facts, concentration),
        suspect_kg=found.mass_kg.get(lot) if is_known else None,
        concentration=concentration,
        reason=reason,
        event_ids=tuple(event_ids),
    )


def _upstream_first(graph: Subgraph, lot: Lot) -> tuple[float, int, str]:
    facts = graph.facts[lot]
    made_at = 0.0 if facts.made_at is None else facts.made_at.timestamp()
    return (made_at, facts.kind.order, facts.uri)
