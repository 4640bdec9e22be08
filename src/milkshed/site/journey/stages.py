"""A trace read as a journey: for each stage, from which places how much of the milk came in.

Pure. A lot of a stage often follows another of the same stage (milk left in a silo), so that
the shares of lots add up to more than one. What is counted is the milk that *crosses* into a
stage: along each hop from another kind of lot the share of the target times the share of the
hop. The crossings into a stage add up to one minus what is of unknown origin downstream of it.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from milkshed.ledger.facade import LotKind, Trace, TraceNode


@dataclass(frozen=True, slots=True)
class Crossing:
    """Milk that came into a stage at one place: its share, the lots it came in by, and when."""

    place_uri: str | None
    share: float
    lots: tuple[str, ...]
    vessels: tuple[str, ...]
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Stage:
    """One kind of lot on the way, with the places where milk became it, largest share first."""

    kind: LotKind
    crossings: tuple[Crossing, ...]

    @property
    def lots(self) -> tuple[str, ...]:
        """All lots of the stage that milk came into from the stage before."""
        return tuple(lot for crossing in self.crossings for lot in crossing.lots)

    @property
    def first_at(self) -> datetime | None:
        """When the first milk came in."""
        return min((c.first_at for c in self.crossings if c.first_at), default=None)

    @property
    def last_at(self) -> datetime | None:
        """When the last milk came in."""
        return max((c.last_at for c in self.crossings if c.last_at), default=None)


def stages(trace: Trace, smallest_share: float = 0.0) -> tuple[Stage, ...]:
    """The stages of a backward mass-fraction trace, upstream first.

    Lots with less than ``smallest_share`` of the traced lot are left out, so that what silos
    kept from weeks ago does not stretch the journey.
    """
    nodes = {node.uri: node for node in trace.nodes}
    found: dict[LotKind, dict[str | None, list[tuple[TraceNode, float, datetime]]]]
    found = defaultdict(lambda: defaultdict(list))
    for hop in trace.hops:
        source, target = nodes[hop.source], nodes[hop.target]
        if source.kind == target.kind:
            continue
        flow = (target.share or 0.0) * (hop.share or 0.0)
        if flow > smallest_share:
            found[target.kind][target.place_uri].append((target, flow, hop.at))
    for end in trace.ends:
        share = end.share or 0.0
        if share > smallest_share and end.node.made_at is not None:
            found[end.node.kind][end.node.place_uri].append((end.node, share, end.node.made_at))
    return tuple(
        Stage(kind, tuple(sorted((_crossing(*item) for item in places.items()), key=_by_share)))
        for kind, places in sorted(found.items(), key=lambda item: item[0].order)
    )


def _crossing(
    place_uri: str | None, parts: Iterable[tuple[TraceNode, float, datetime]]
) -> Crossing:
    listed = list(parts)
    times = [at for _, _, at in listed]
    return Crossing(
        place_uri=place_uri,
        share=sum(flow for _, flow, _ in listed),
        lots=tuple(dict.fromkeys(node.uri for node, _, _ in listed)),
        vessels=tuple(dict.fromkeys(n.vessel_uri for n, _, _ in listed if n.vessel_uri)),
        first_at=min(times, default=None),
        last_at=max(times, default=None),
    )


def _by_share(crossing: Crossing) -> float:
    return -crossing.share


def unknown_share(trace: Trace) -> float:
    """The share of unknown origin, with sources that no milking record stands behind."""
    unrecorded = sum(end.share or 0.0 for end in trace.ends if end.node.made_at is None)
    return sum(part.share for part in trace.unknown) + unrecorded
