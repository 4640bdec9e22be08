"""Tracing through mixed milk: which lots went into a lot, which lots one went into, how much.

Pure: edges in, shares and reach out; no database and no clock. A lot is any hashable number, an
edge is the mass drawn from a source lot for a target lot.

*Well mixed*: what leaves a vessel has the composition of what is in it, hence the share of source
``i`` in a lot is ``m_i / max(sum(m), m_lot)`` (mass fractions; the method of Comba et al. 2013,
Dabbene, Gay & Tortia 2014). Where a lot holds more than its known inputs brought, the excess is
*unknown* and is carried along by that name; shares and unknown parts always sum to 1.
*Conservative*: everything that could have touched, whatever the masses.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

Lot = int


class Model(StrEnum):
    """How milk is taken to behave in a vessel."""

    CONSERVATIVE = "conservative"
    MASS_FRACTION = "mass_fraction"


class Gap(StrEnum):
    """Why a part of a lot is of unknown origin."""

    EXCESS = "excess"
    """The lot holds more than its recorded inputs brought."""
    NO_MASS = "no_mass"
    """Inputs are recorded without their mass."""
    LOOP = "loop"
    """The records say that a lot went into itself."""
    NOT_FOLLOWED = "not_followed"
    """The trace was cut because it grew past its bound."""


EXCESS_TOLERANCE = 1e-6
"""Relative excess of a lot over its inputs that is rounding, not an unknown origin."""


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


@dataclass(slots=True)
class Forward:
    """Where a lot went.

    ``concentration`` is the mass fraction of the start lot in every lot reached, ``mass_kg`` the
    start lot's mass in it, ``remaining_kg`` that part of it that no recorded event drew on.
    ``uncertain`` are lots whose content could not be computed because a mass is not stated.
    """

    concentration: dict[Lot, float] = field(default_factory=dict)
    mass_kg: dict[Lot, float] = field(default_factory=dict)
    remaining_kg: dict[Lot, float] = field(default_factory=dict)
    lost_kg: float = 0.0
    uncertain: set[Lot] = field(default_factory=set)


def _grouped(edges: Sequence[Edge], *, by_target: bool) -> dict[Lot, list[int]]:
    groups: dict[Lot, list[int]] = {}
    for i, edge in enumerate(edges):
        groups.setdefault(edge.target if by_target else edge.source, []).append(i)
    return groups


def input_shares(
    masses_kg: Sequence[float | None], lot_kg: float | None
) -> tuple[list[float], float, Gap | None]:
    """Return the share of each input in a lot, the unknown share and why it is unknown.

    A single input without a mass, or without a stated output mass, is the whole lot. Shares are
    fractions of the lot and sum with the unknown share to 1.
    """
    if not masses_kg:
        return [], 0.0, None
    known = [mass for mass in masses_kg if mass is not None]
    total = sum(known)
    if len(known) < len(masses_kg):
        if len(masses_kg) == 1:
            return [1.0], 0.0, None
        whole = max(total, lot_kg or 0.0)
        if whole <= 0:
            return [0.0] * len(masses_kg), 1.0, Gap.NO_MASS
        shares = [(mass or 0.0) / whole for mass in masses_kg]
        if lot_kg is None:
            # nothing says how much the inputs without a mass brought
            return [0.0] * len(masses_kg), 1.0, Gap.NO_MASS
        return shares, max(0.0, 1.0 - total / whole), Gap.NO_MASS
    if total <= 0:
        return [0.0] * len(masses_kg), 1.0, Gap.NO_MASS
    excess = (lot_kg or 0.0) - total
    if excess > EXCESS_TOLERANCE * total:
        whole = total + excess
        return [(mass or 0.0) / whole for mass in masses_kg], excess / whole, Gap.EXCESS
    return [(mass or 0.0) / total for mass in masses_kg], 0.0, None


def backward(
    start: Lot,
    edges: Sequence[Edge],
    lot_kg: Mapping[Lot, float],
    not_followed: Iterable[Lot] = (),
) -> Backward:
    """Divide a lot into its sources by well-mixed mass fractions.

    ``edges`` are all edges into ``start`` and into the lots behind it; ``lot_kg`` the mass each
    lot was made with, where stated; ``not_followed`` lots whose own inputs were not fetched.
    """
    incoming = _grouped(edges, by_target=True)
    cut = set(not_followed)
    result = Backward(edge_share=[0.0] * len(edges))
    waiting: dict[Lot, int] = {}
    for edge in edges:
        waiting[edge.source] = waiting.get(edge.source, 0) + 1
    result.share[start] = 1.0
    ready = [start] if not waiting.get(start) else []
    settled = 0.0
    while ready:
        lot = ready.pop()
        share = result.share[lot]
        inputs = incoming.get(lot, [])
        if not inputs:
            if lot in cut:
                result.unknown[lot, Gap.NOT_FOLLOWED] = share
            else:
                result.sources[lot] = share
            settled += share
            continue
        parts, unknown, gap = input_shares([edges[i].mass_kg for i in inputs], lot_kg.get(lot))
        if gap is not None and unknown > 0:
            result.unknown[lot, gap] = share * unknown
            settled += share * unknown
        for i, part in zip(inputs, parts, strict=True):
            result.edge_share[i] = part
            source = edges[i].source
            result.share[source] = result.share.get(source, 0.0) + share * part
            waiting[source] -= 1
            if not waiting[source]:
                ready.append(source)
    stuck = 1.0 - settled
    if any(waiting.values()) and stuck > 0:
        result.unknown[start, Gap.LOOP] = stuck
    return result


def forward(
    start: Lot,
    start_kg: float | None,
    edges: Sequence[Edge],
    lot_kg: Mapping[Lot, float],
    inflow_kg: Mapping[Lot, float | None],
) -> Forward:
    """Follow a lot into everything it went into, well mixed.

    ``edges`` are all edges out of ``start`` and the lots ahead of it; ``inflow_kg`` the total mass
    that went into each lot reached, from the start or not, None where a mass is missing;
    ``lot_kg`` the mass each lot was made with. What a step lost is shared out evenly and summed
    in ``lost_kg``; ``start_kg == sum(remaining_kg) + lost_kg`` when every mass is stated and no
    lot gave more than it had.
    """
    outgoing = _grouped(edges, by_target=False)
    waiting: dict[Lot, int] = {}
    for edge in edges:
        waiting[edge.target] = waiting.get(edge.target, 0) + 1
    result = Forward()
    result.concentration[start] = 1.0
    drawn = sum(edges[i].mass_kg or 0.0 for i in outgoing.get(start, []))
    result.mass_kg[start] = drawn if start_kg is None else start_kg
    arrived: dict[Lot, float] = {}
    ready = [start]
    while ready:
        lot = ready.pop()
        held = result.mass_kg[lot]
        concentration = result.concentration[lot]
        given = 0.0
        for i in outgoing.get(lot, []):
            edge = edges[i]
            if edge.mass_kg is None or lot in result.uncertain:
                result.uncertain.add(edge.target)
            part = concentration * (edge.mass_kg or 0.0)
            given += part
            arrived[edge.target] = arrived.get(edge.target, 0.0) + part
            waiting[edge.target] -= 1
            if not waiting[edge.target] and edge.target != start:
                ready.append(edge.target)
                result.lost_kg += _arrive(edge.target, arrived, inflow_kg, lot_kg, result)
        result.remaining_kg[lot] = max(0.0, held - given)
    for lot, count in waiting.items():
        if count > 0 and lot != start:
            result.uncertain.add(lot)
            result.concentration.setdefault(lot, 0.0)
            result.mass_kg.setdefault(lot, arrived.get(lot, 0.0))
            result.remaining_kg.setdefault(lot, arrived.get(lot, 0.0))
    return result


def _arrive(
    lot: Lot,
    arrived: Mapping[Lot, float],
    inflow_kg: Mapping[Lot, float | None],
    lot_kg: Mapping[Lot, float],
    result: Forward,
) -> float:
    """Settle the content of a lot all of whose inputs are known; return what its making lost."""
    brought = arrived[lot]
    inflow = inflow_kg.get(lot)
    if inflow is None or inflow <= 0:
        result.uncertain.add(lot)
        inflow = brought
    made = lot_kg.get(lot, inflow)
    whole = max(inflow, made)
    concentration = brought / whole if whole > 0 else 0.0
    result.concentration[lot] = concentration
    result.mass_kg[lot] = concentration * made
    return brought - concentration * made
