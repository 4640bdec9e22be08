"""Which mass went where by one event: the edges of the trace graph, derived and pure."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

Lot = TypeVar("Lot", bound=Hashable)
"""A lot by its number or its name."""


def merged(parts: Iterable[tuple[Lot, float | None]]) -> dict[Lot, float | None]:
    """Sum the masses per lot; beside a stated mass, counts of the same lot say nothing."""
    sums: dict[Lot, float | None] = {}
    for lot, mass in parts:
        before = sums.get(lot)
        sums[lot] = before if mass is None else mass + (before or 0.0)
    return sums


def edges_of(
    inputs: Iterable[tuple[Lot, float | None]], outputs: Iterable[tuple[Lot, float | None]]
) -> list[tuple[Lot, Lot, float | None]]:
    """Return (source, target, kg) for every input and output of a transformation.

    Each input's mass is shared out over the outputs in proportion to their masses; with a single
    output it goes there whole. The mass is None where the input's mass, or with several outputs
    an output's mass, is not stated. A lot that is input and output at once makes no edge to itself.
    """
    sources, targets = merged(inputs), merged(outputs)
    if len(targets) == 1:
        (only,) = targets
        return [(source, only, mass) for source, mass in sources.items() if source != only]
    known = [mass for mass in targets.values() if mass is not None]
    total = sum(known) if len(known) == len(targets) else 0.0
    edges: list[tuple[Lot, Lot, float | None]] = []
    for target, made in targets.items():
        part = made / total if made is not None and total > 0 else None
        for source, mass in sources.items():
            if source != target:
                drawn = None if mass is None or part is None else mass * part
                edges.append((source, target, drawn))
    return edges


def packed_edges_of(
    parent: Lot, children: Iterable[tuple[Lot, float | None]]
) -> list[tuple[Lot, Lot, float | None]]:
    """Return (source, target, kg) for lots packed into a logistic unit or put into a vessel."""
    return [(lot, parent, mass) for lot, mass in merged(children).items() if lot != parent]


def run_edges_of(
    run: Lot,
    inputs: Iterable[tuple[Lot, float | None]],
    outputs: Iterable[tuple[Lot, float | None]],
) -> list[tuple[Lot, Lot, float | None]]:
    """Return (source, target, kg) for one event of a transformation told by several.

    All inputs of events with one ``transformationID`` went into all their outputs (EPCIS 2.0,
    TransformationEvent): the run itself stands between them, as a lot of that name.
    """
    into = [(lot, run, mass) for lot, mass in merged(inputs).items() if lot != run]
    out = [(run, lot, mass) for lot, mass in merged(outputs).items() if lot != run]
    return into + out
