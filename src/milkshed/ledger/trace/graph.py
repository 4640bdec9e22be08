"""The graph of lots that traces walk, the models of mixing, and what their answers hold.

Pure: no database and no clock. A lot is any number, an edge is the mass drawn from a source lot for
a target lot by an event. Masses may be floats or exact fractions: nothing here or in
:mod:`~milkshed.ledger.trace.well_mixed` and :mod:`~milkshed.ledger.trace.plug_flow` turns one into
the other.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

Lot = int


class Model(StrEnum):
    """How milk is taken to behave in a vessel."""

    CONSERVATIVE = "conservative"
    """Everything that could have touched, whatever the masses; only a cleaning ends it."""
    MASS_FRACTION = "mass_fraction"
    """Well mixed: what leaves a vessel has the composition of what is in it."""
    PLUG_FLOW = "plug_flow"
    """First in, first out: nothing mixes. The narrowest scope, and an optimistic one."""


class Gap(StrEnum):
    """Why a part of a lot is of unknown origin."""

    EXCESS = "excess"
    """The lot holds more than its recorded inputs brought."""
    OVERDRAWN = "overdrawn"
    """More was drawn from a vessel than its records say it held."""
    NO_MASS = "no_mass"
    """Inputs are recorded without their mass."""
    NO_ORDER = "no_order"
    """In plug flow: it is not stated in which order the lot was drawn on."""
    LOOP = "loop"
    """The records say that a lot went into itself."""
    NOT_FOLLOWED = "not_followed"
    """The trace was cut because it grew past its bound."""


TOLERANCE = 1e-6
"""Relative difference of masses that is rounding, not milk."""


@dataclass(frozen=True, slots=True)
class Edge:
    """Mass drawn from one lot for another; ``mass_kg`` is None where it is not stated."""

    source: Lot
    target: Lot
    mass_kg: float | None
    event: int = 0


@dataclass(slots=True)
class Backward:
    """Where a lot came from.

    ``share`` gives the mass fraction of every lot passed on the way in the lot asked about (1 for
    itself); ``sources`` are those of them nothing is known to have gone into; ``unknown`` is the
    fraction of unknown origin by lot and reason. ``sum(sources) + sum(unknown) == 1``.
    """

    share: dict[Lot, float] = field(default_factory=dict)
    sources: dict[Lot, float] = field(default_factory=dict)
    unknown: dict[tuple[Lot, Gap], float] = field(default_factory=dict)
    edge_share: list[float] = field(default_factory=list)
    """For each edge given, the fraction of the target lot that came along it."""

    def add_unknown(self, lot: Lot, gap: Gap, share: float) -> None:
        """Add to the part of unknown origin."""
        self.unknown[lot, gap] = self.unknown.get((lot, gap), 0) + share

    def settle_end(self, lot: Lot, share: float, gap: Gap | None) -> None:
        """End the trace at a lot without inputs: a source, or unknown for a reason."""
        if gap is None:
            self.sources[lot] = share
        else:
            self.add_unknown(lot, gap, share)

    def settle_loop(self, start: Lot) -> None:
        """Name as a loop what lots that wait for each other hold back."""
        self.add_unknown(
            start, Gap.LOOP, 1 - sum(self.sources.values()) - sum(self.unknown.values())
        )


@dataclass(slots=True)
class Forward:
    """Where lots went.

    ``concentration`` is the mass fraction of the start lots in every lot reached, ``mass_kg`` their
    mass in it, ``remaining_kg`` that part of it that no recorded event drew on. ``uncertain`` are
    lots whose content could not be computed because a mass or an order is not stated.
    """

    concentration: dict[Lot, float] = field(default_factory=dict)
    mass_kg: dict[Lot, float] = field(default_factory=dict)
    remaining_kg: dict[Lot, float] = field(default_factory=dict)
    lost_kg: float = 0
    uncertain: set[Lot] = field(default_factory=set)


def by_target(edges: Iterable[Edge]) -> dict[Lot, list[Edge]]:
    """The edges into each lot, in the order given."""
    groups: dict[Lot, list[Edge]] = {}
    for edge in edges:
        groups.setdefault(edge.target, []).append(edge)
    return groups


def by_source(edges: Iterable[Edge]) -> dict[Lot, list[Edge]]:
    """The edges out of each lot, in the order given."""
    groups: dict[Lot, list[Edge]] = {}
    for edge in edges:
        groups.setdefault(edge.source, []).append(edge)
    return groups
