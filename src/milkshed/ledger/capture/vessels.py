"""Events that name only a vessel, taken apart into movements of its content.

Outside systems say "5 t into silo 3, 4 t out of silo 3" instead of naming lots. A vessel is known
by its identifier: an asset with its serial number (GRAI 8003, GIAI 8004) or a place within a
location (GLN with extension, 414 + 254). An inflow makes a lot of the vessel's state, named after
the event; which state a draw took from is found by :mod:`milkshed.ledger.capture.chains`.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from milkshed.ledger.capture.edges import edges_of, merged, packed_edges_of, run_edges_of
from milkshed.ledger.capture.fact import CHILDREN, INPUTS, OUTPUTS, Fact, NamedPart
from milkshed.ledger.models import Action, EventType, Role
from milkshed.ledger.steps import CLEANING
from milkshed.ledger.trace.vessel_chain import Move

_GLN, _GRAI, _GIAI = (f"https://id.gs1.org/{ai}/" for ai in ("414", "8003", "8004"))
_VESSELS = (_GLN, _GRAI, _GIAI)
_GRAI_WITHOUT_SERIAL = len(_GRAI) + 14
_OBJECTS = frozenset({Role.EPC.value, Role.EPC_CLASS.value})
_MOVING = INPUTS | OUTPUTS | _OBJECTS | {Role.PARENT.value}


def is_vessel(uri: str) -> bool:
    """Whether a name is that of a single vessel: asset with serial number, or place within one."""
    if uri.startswith(_GLN):
        return "/254/" in uri
    return uri.startswith(_GIAI) or (uri.startswith(_GRAI) and len(uri) > _GRAI_WITHOUT_SERIAL)


def state_uri(vessel: str, event_id: str) -> str:
    """The name of the state that an inflow begins; it follows from the event alone."""
    return f"{vessel}?state={quote(event_id, safe='')}"


def missing_uri(vessel: str, event_id: str) -> str:
    """The name of what an event drew from a vessel beyond its content."""
    return f"{vessel}?missing={quote(event_id, safe='')}"


@dataclass(frozen=True, slots=True)
class NamedMovement:
    """A movement of a vessel; ``lot`` is the state begun or the lot a draw was for."""

    vessel: str
    move: Move
    lot: str | None
    mass_kg: float | None


@dataclass(slots=True)
class Taken:
    """What an event says of vessels, and the flows from lots into their states or other lots.

    ``made`` are lots that come into being by the event, ``portions`` lots taken from a vessel under
    a name they may have had before.
    """

    movements: list[NamedMovement] = field(default_factory=list)
    flows: list[tuple[str, str, float | None]] = field(default_factory=list)
    made: list[tuple[str, float | None]] = field(default_factory=list)
    portions: list[tuple[str, float | None]] = field(default_factory=list)


def names_vessel(fact: Fact) -> bool:
    """Whether an event may move the content of a vessel it names."""
    for part in fact.parts:
        if part.uri.startswith(_VESSELS) and part.role in _MOVING and is_vessel(part.uri):
            return True
    return False


def take_apart(fact: Fact) -> Taken | None:
    """The movements of vessels by an event; None when it moves no vessel's content."""
    if fact.type == EventType.TRANSFORMATION:
        return _transformation(fact)
    if fact.type == EventType.AGGREGATION:
        return _aggregation(fact)
    if fact.type == EventType.OBJECT:
        return _object(fact)
    return None


def _parts(fact: Fact, roles: Iterable[int]) -> list[NamedPart]:
    return [part for part in fact.parts if part.role in roles]


Quantity = tuple[str, float | None]


def _transformation(fact: Fact) -> Taken | None:
    inputs = [(part.uri, part.mass_kg) for part in _parts(fact, INPUTS)]
    outputs = [(part.uri, part.mass_kg) for part in _parts(fact, OUTPUTS)]
    if not any(is_vessel(uri) for uri, _ in (*inputs, *outputs)):
        return None
    inputs, outputs = _without_heel(inputs, outputs)
    inputs = _completed(inputs, outputs)
    outputs = _completed(outputs, inputs)
    begun = {uri: state_uri(uri, fact.event_id) for uri, _ in outputs if is_vessel(uri)}
    taken = Taken()
    named = [(begun.get(uri, uri), mass_kg) for uri, mass_kg in outputs]
    run = fact.run
    edges = edges_of(inputs, named) if run is None else run_edges_of(run, inputs, named)
    for source, target, mass_kg in edges:
        if is_vessel(source):
            taken.movements.append(NamedMovement(source, Move.DRAW, target, mass_kg))
        else:
            taken.flows.append((source, target, mass_kg))
    for uri, mass_kg in merged(outputs).items():
        if uri in begun:
            taken.movements.append(NamedMovement(uri, Move.FILL, begun[uri], mass_kg))
        else:
            taken.made.append((uri, mass_kg))
    if run is not None and inputs:
        taken.made.append((run, None))
    return taken


def _aggregation(fact: Fact) -> Taken | None:
    parents = [part.uri for part in _parts(fact, {Role.PARENT})]
    children = [(part.uri, part.mass_kg) for part in _parts(fact, CHILDREN)]
    if not parents or not is_vessel(parents[0]):
        return None
    if all(mass_kg is None for _, mass_kg in children):
        return None  # packs in a crate, not milk in a vessel
    vessel = parents[0]
    if fact.action == Action.ADD:
        state = state_uri(vessel, fact.event_id)
        inflow_kg = _total(children)
        return Taken(
            movements=[NamedMovement(vessel, Move.FILL, state, inflow_kg)],
            flows=packed_edges_of(state, children),
        )
    if fact.action == Action.DELETE:
        portions = list(merged(children).items())
        return Taken(
            movements=[NamedMovement(vessel, Move.TAKE, *portion) for portion in portions],
            portions=portions,
        )
    return None


def _object(fact: Fact) -> Taken | None:
    vessels = [part for part in _parts(fact, _OBJECTS) if is_vessel(part.uri)]
    if fact.action == Action.OBSERVE:
        if fact.biz_step != CLEANING:
            return None
        return Taken([NamedMovement(part.uri, Move.CLEAN, None, None) for part in vessels])
    moved = [(part.uri, part.mass_kg) for part in vessels if part.mass_kg is not None]
    if not moved:
        return None  # the vessel itself is commissioned or scrapped
    if fact.action == Action.ADD:
        return Taken(
            [
                NamedMovement(uri, Move.FILL, state_uri(uri, fact.event_id), mass_kg)
                for uri, mass_kg in merged(moved).items()
            ]
        )
    return Taken(
        [NamedMovement(uri, Move.DRAW, None, mass_kg) for uri, mass_kg in merged(moved).items()]
    )


def _without_heel(
    inputs: list[Quantity], outputs: list[Quantity]
) -> tuple[list[Quantity], list[Quantity]]:
    """Take out vessels that are input and output at once: that input is what was in them already.

    Their output is then what came in, not what is in them with the heel.
    """
    before = {uri: mass_kg for uri, mass_kg in merged(inputs).items() if is_vessel(uri)}
    refilled = {uri for uri, _ in outputs} & set(before)
    if not refilled:
        return inputs, outputs
    entered: list[Quantity] = []
    for uri, mass_kg in merged(outputs).items():
        heel_kg = before.get(uri)
        if uri in refilled:
            is_known = mass_kg is not None and heel_kg is not None and mass_kg > heel_kg
            mass_kg = (mass_kg or 0.0) - (heel_kg or 0.0) if is_known else None
        entered.append((uri, mass_kg))
    return [part for part in inputs if part[0] not in refilled], entered


def _completed(parts: Sequence[Quantity], others: Sequence[Quantity]) -> list[Quantity]:
    """State the mass of the one vessel without one by what is on the other side of the step."""
    blank = [place for place, (_, mass_kg) in enumerate(parts) if mass_kg is None]
    total = _total(others)
    if len(blank) != 1 or not is_vessel(parts[blank[0]][0]) or total is None or not others:
        return list(parts)
    rest = total - sum(mass_kg or 0.0 for _, mass_kg in parts)
    found = list(parts)
    found[blank[0]] = (parts[blank[0]][0], rest if rest > 0 else None)
    return found


def _total(parts: Sequence[Quantity]) -> float | None:
    if any(mass_kg is None for _, mass_kg in parts):
        return None
    return sum(mass_kg or 0.0 for _, mass_kg in parts)
