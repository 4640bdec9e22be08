"""What several lots are made of, as one matrix: the form that ranking of sources works on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milkshed.kernel.problems import INVALID, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.ledger.trace.answer import TraceNode
from milkshed.ledger.trace.graph import Lot, Model
from milkshed.ledger.trace.queries import LOT_LIMIT, divide, node_of, terms_of
from milkshed.ledger.trace.subgraph import Direction, fetch_subgraph


@dataclass(frozen=True, slots=True)
class Composition:
    """Lots by their sources.

    ``shares[k, i]`` is the mass fraction of source ``i`` in lot ``k``; ``unknown[k]`` the part of
    lot ``k`` of unknown origin. Every row of shares and its unknown part sum to 1.
    """

    uris: tuple[str, ...]
    sources: tuple[TraceNode, ...]
    shares: NDArray[np.float64]
    unknown: NDArray[np.float64]


def composition(
    uris: Sequence[str], model: Model = Model.MASS_FRACTION, *, lot_limit: int = LOT_LIMIT
) -> Composition:
    """Divide lots into their sources.

    Raises :class:`Problem` for lots the ledger does not know, and for the conservative model, which
    has no shares.
    """
    if model is Model.CONSERVATIVE:
        raise invalid(
            "model", model.value, "has-shares", "保守口径没有份额", "this model has no shares"
        )
    known = known_lots("uris", uris)
    sources: dict[Lot, TraceNode] = {}
    found: list[tuple[dict[Lot, float], float]] = []
    for uri in uris:
        graph = fetch_subgraph(
            [known[uri]], Direction.BACKWARD, lot_limit, in_order=model is Model.PLUG_FLOW
        )
        divided, _ = divide(graph, model)
        parts = {lot: share for lot, share in divided.sources.items() if share > 0}
        for lot in parts:
            sources.setdefault(lot, node_of(graph.facts[lot], None))
        found.append((parts, sum(divided.unknown.values())))
    order = sorted(sources, key=lambda lot: sources[lot].uri)
    column = {lot: place for place, lot in enumerate(order)}
    shares = np.zeros((len(uris), len(order)))
    for row, (parts, _) in enumerate(found):
        for lot, share in parts.items():
            shares[row, column[lot]] = share
    return Composition(
        uris=tuple(uris),
        sources=tuple(sources[lot] for lot in order),
        shares=shares,
        unknown=np.array([unknown for _, unknown in found], dtype=np.float64),
    )


def known_lots(field: str, uris: Sequence[str]) -> dict[str, Lot]:
    """The numbers of lots; raises :class:`Problem` when there are none or one is not known."""
    if not uris:
        raise invalid(field, "", "required", "请指明批次", "name at least one lot")
    known = terms_of(uris)
    message = Text("账本中没有此批次", "The ledger does not know this lot")
    faults = [Fault(field, uri, "known-lot", message) for uri in uris if uri not in known]
    if faults:
        raise Problem(INVALID, message, faults)
    return known
