"""The states of a vessel that events only name: from its movements to lots and what went where.

Each inflow begins a new state, whose heel is what was left of the state before; draws take from the
state of their time; a cleaning ends the chain. What is drawn beyond the content is *missing*: it
came from somewhere no record tells of. Pure: movements in, states and flows out.

A vessel whose draws add up to its content is not thereby clean: the next state keeps a heel of
0 kg, which carries no mass fraction, but keeps the states within reach of each other for the
conservative scope. Only where the site says that what is left below a fraction of the vessel's
size counts as empty does that end the chain, too.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from itertools import groupby

from milkshed.ledger.trace.graph import TOLERANCE, Lot


class Move(StrEnum):
    """What an event does to the content of a vessel."""

    FILL = "fill"
    DRAW = "draw"
    TAKE = "take"
    """A draw of a lot under its own name, which may have gone in under that name before."""
    CLEAN = "clean"


@dataclass(frozen=True, slots=True)
class Movement:
    """One movement of a vessel by an event.

    ``lot`` is the state a fill begins or the lot a draw was for (None: it left the flow), ``key``
    a digest of the event's identifier, by which movements of one instant are ordered alike however
    they arrived; ``entered_at`` when the lot of a ``TAKE`` first went into this vessel.
    """

    at: datetime
    event: int
    key: bytes
    move: Move
    lot: Lot | None = None
    mass_kg: float | None = None
    entered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """What a vessel holds: the state (None: nothing), its mass (None: not stated), and the largest
    mass it is recorded to have held."""

    lot: Lot | None = None
    held_kg: float | None = 0
    largest_kg: float = 0


@dataclass(slots=True)
class State:
    """A vessel from one inflow to the next; ``before`` is the content before that instant."""

    lot: Lot
    event: int
    at: datetime
    before: Content
    inflow_kg: float | None
    heel_lot: Lot | None
    heel_kg: float | None
    held_kg: float | None
    overdrawn_kg: float = 0
    ended_at: datetime | None = None
    ended_by: int | None = None

    @property
    def mass_kg(self) -> float | None:
        """The mass the state began with: heel and inflow."""
        if self.heel_lot is None:
            return self.inflow_kg
        if self.inflow_kg is None or self.heel_kg is None:
            return None
        return self.inflow_kg + self.heel_kg


@dataclass(frozen=True, slots=True)
class StateFlow:
    """Mass that left a state: the heel of the next one, or drawn for a lot."""

    event: int
    at: datetime
    source: Lot
    target: Lot
    mass_kg: float | None


@dataclass(frozen=True, slots=True)
class Missing:
    """Mass drawn from a vessel beyond its content, and the lot it is in (None: it left)."""

    event: int
    at: datetime
    target: Lot | None
    mass_kg: float | None


@dataclass(slots=True)
class Chain:
    """The states of a vessel in order, what left them, and what was drawn beyond them."""

    states: list[State] = field(default_factory=list)
    flows: list[StateFlow] = field(default_factory=list)
    missing: list[Missing] = field(default_factory=list)


def in_order(movements: Iterable[Movement]) -> list[Movement]:
    """Movements in the order of time, those of one instant in an order that follows from them.

    Within an instant a vessel is filled before it is drawn on; if it was also cleaned, it was drawn
    on first, then cleaned, then filled.
    """
    found: list[Movement] = []
    for _, instant in groupby(sorted(movements, key=lambda m: m.at), key=lambda m: m.at):
        group = list(instant)
        is_cleaned = any(movement.move is Move.CLEAN for movement in group)
        rank = _CLEANED if is_cleaned else _PLAIN
        found += sorted(group, key=lambda m: (rank[m.move], m.key, m.lot or 0))
    return found


_PLAIN = {Move.FILL: 0, Move.DRAW: 1, Move.TAKE: 1, Move.CLEAN: 2}
_CLEANED = {Move.DRAW: 0, Move.TAKE: 0, Move.CLEAN: 1, Move.FILL: 2}


def only_cleaning_empties(at: datetime) -> float:
    """The empty fraction of a site that counts no vessel with a rest as empty."""
    del at
    return 0


def build_chain(
    movements: Sequence[Movement],
    start: Content | None = None,
    empty_fraction: Callable[[datetime], float] = only_cleaning_empties,
) -> Chain:
    """The states of a vessel that holds ``start`` and then moves as told.

    ``movements`` may come in any order. What is left at the time of an inflow counts as empty when
    it is no more than ``empty_fraction`` then gives of the largest mass the vessel ever held.
    """
    return _Builder(start or Content(), empty_fraction).build(in_order(movements))


class _Builder:
    """Follows the content of one vessel."""

    def __init__(self, start: Content, empty_fraction: Callable[[datetime], float]) -> None:
        self._content = start
        self._empty_fraction = empty_fraction
        self._chain = Chain()

    def build(self, movements: Sequence[Movement]) -> Chain:
        for _, instant in groupby(movements, key=lambda movement: movement.at):
            before = self._content
            for movement in instant:
                if movement.move is Move.FILL:
                    self._fill(movement, before)
                elif movement.move is Move.CLEAN:
                    self._end(movement)
                    self._content = Content(largest_kg=self._content.largest_kg)
                else:
                    self._draw(movement)
        return self._chain

    def _fill(self, movement: Movement, before: Content) -> None:
        assert movement.lot is not None
        last = self._content
        heel_lot, heel_kg = last.lot, last.held_kg
        fraction = self._empty_fraction(movement.at)
        if heel_kg is not None and fraction > 0 and heel_kg <= fraction * last.largest_kg:
            heel_lot = None
        self._end(movement)
        state = State(
            lot=movement.lot,
            event=movement.event,
            at=movement.at,
            before=before,
            inflow_kg=movement.mass_kg,
            heel_lot=heel_lot,
            heel_kg=heel_kg if heel_lot is not None else None,
            held_kg=None,
        )
        state.held_kg = state.mass_kg
        self._chain.states.append(state)
        if heel_lot is not None:
            self._chain.flows.append(
                StateFlow(movement.event, movement.at, heel_lot, state.lot, heel_kg)
            )
        largest_kg = max(last.largest_kg, state.mass_kg or 0)
        self._content = Content(state.lot, state.held_kg, largest_kg)

    def _draw(self, movement: Movement) -> None:
        content = self._content
        drawn_kg, held_kg = movement.mass_kg, content.held_kg
        missing_kg: float | None = 0
        if content.lot is None:
            drawn_kg, missing_kg = 0, drawn_kg
        elif drawn_kg is None or held_kg is None:
            held_kg = None
        else:
            missing_kg = max(0, drawn_kg - held_kg)
            if missing_kg <= TOLERANCE * drawn_kg:
                missing_kg = 0
            drawn_kg = drawn_kg - missing_kg
            held_kg = max(0, held_kg - drawn_kg)
        stays_itself = (
            movement.move is Move.TAKE
            and movement.entered_at is not None
            and movement.entered_at <= movement.at
        )
        target = None if stays_itself else movement.lot
        if content.lot is not None and target is not None and drawn_kg != 0:
            self._chain.flows.append(
                StateFlow(movement.event, movement.at, content.lot, target, drawn_kg)
            )
        if missing_kg is None or missing_kg > 0:
            self._chain.missing.append(Missing(movement.event, movement.at, target, missing_kg))
        self._content = Content(content.lot, held_kg, content.largest_kg)
        if self._chain.states and content.lot == self._chain.states[-1].lot:
            state = self._chain.states[-1]
            state.held_kg = held_kg
            state.overdrawn_kg += missing_kg or 0

    def _end(self, movement: Movement) -> None:
        """Note what ended the state that the vessel was in."""
        if self._chain.states and self._content.lot == self._chain.states[-1].lot:
            state = self._chain.states[-1]
            state.ended_at, state.ended_by = movement.at, movement.event
