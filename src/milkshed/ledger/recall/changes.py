"""What would have been otherwise: changes of a traced flow, for asking what they would save."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from milkshed.ledger.trace.graph import Lot
from milkshed.ledger.trace.subgraph import FlowRow, Subgraph


@dataclass(frozen=True, slots=True)
class CleaningAt:
    """A vessel was, or would have been, emptied and cleaned at a time: what was left is gone."""

    vessel_uri: str
    at: datetime


@dataclass(frozen=True, slots=True)
class MadeAfter:
    """Lots made after a time are out: stopped, held back, or shown to be clean."""

    at: datetime


Change = CleaningAt | MadeAfter


def with_changes(graph: Subgraph, changes: Sequence[Change]) -> Subgraph:
    """The same flow as it would be with the changes, cut to what is then still reached.

    A cleaning takes the heel out of the state that began next: that state holds so much less.
    """
    lost_kg: dict[Lot, float] = {}

    def stays(row: FlowRow) -> bool:
        return not any(_cuts(graph, change, row) for change in changes)

    feeds = []
    for row in graph.feeds:
        if stays(row):
            feeds.append(row)
        elif graph.is_heel(row.source, row.target):
            lost_kg[row.target] = lost_kg.get(row.target, 0.0) + (row.mass_kg or 0.0)
    rows = [row for row in graph.rows if stays(row)]
    reached = _reached(graph.starts, rows)
    facts = dict(graph.facts)
    for lot, mass_kg in lost_kg.items():
        made_kg = facts[lot].mass_kg
        if made_kg is not None:
            facts[lot] = replace(facts[lot], mass_kg=max(0.0, made_kg - mass_kg))
    return replace(
        graph,
        lots=[lot for lot in graph.lots if lot in reached],
        rows=[row for row in rows if row.source in reached],
        feeds=[row for row in feeds if row.target in reached],
        not_followed=graph.not_followed & reached,
        facts=facts,
    )


def _cuts(graph: Subgraph, change: Change, row: FlowRow) -> bool:
    if isinstance(change, MadeAfter):
        made_at = graph.facts[row.target].made_at
        return made_at is not None and made_at > change.at
    if not graph.is_heel(row.source, row.target):
        return False
    before, after = graph.facts[row.source], graph.facts[row.target]
    return (
        before.vessel_uri == change.vessel_uri
        and before.made_at is not None
        and after.made_at is not None
        and before.made_at < change.at <= after.made_at
    )


def _reached(starts: Iterable[Lot], rows: Iterable[FlowRow]) -> set[Lot]:
    ahead: dict[Lot, list[Lot]] = {}
    for row in rows:
        ahead.setdefault(row.source, []).append(row.target)
    reached = set(starts)
    waiting = list(reached)
    while waiting:
        for lot in ahead.get(waiting.pop(), ()):
            if lot not in reached:
                reached.add(lot)
                waiting.append(lot)
    return reached
