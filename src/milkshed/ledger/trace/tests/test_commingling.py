"""Known answers of mixed milk, worked by hand in exact fractions: what stands behind a lot.

Every case gives a flow and the shares of the sources and of the unknown under both models that
give shares. All arithmetic is in fractions, and answers must be equal, not close.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest

from milkshed.ledger.trace import plug_flow, well_mixed
from milkshed.ledger.trace.graph import Backward, Edge, Gap, Lot
from milkshed.ledger.trace.vessel_chain import Chain, Move, Movement, build_chain
from tests.conformance import tally

F = Fraction
START = datetime(2026, 1, 5, tzinfo=UTC)
Shares = dict[str, F]
"""Shares by the name of a source, or ``lot:gap`` for what is unknown."""


@dataclass
class Flow:
    """A flow under construction: lots by name, steps and vessel movements in the order written."""

    numbers: dict[str, Lot] = field(default_factory=dict)
    made_kg: dict[Lot, F] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)
    vessels: dict[str, list[Movement]] = field(default_factory=dict)
    ends: dict[Lot, Gap] = field(default_factory=dict)
    event: int = 0

    def lot(self, name: str, kg: object = None) -> Lot:
        number = self.numbers.setdefault(name, len(self.numbers) + 1)
        if kg is not None:
            self.made_kg[number] = F(kg)  # type: ignore[arg-type]
        return number

    def step(self, inputs: dict[str, object], outputs: dict[str, object]) -> None:
        """One event: inputs, laid in as written, into outputs filled side by side."""
        self.event += 1
        total = sum(F(kg) for kg in outputs.values() if kg is not None)  # type: ignore[arg-type]
        for target, made in outputs.items():
            self.lot(target, made)
            part = F(1) if len(outputs) == 1 else F(made) / total  # type: ignore[arg-type]
            for source, kg in inputs.items():
                drawn = None if kg is None else F(kg) * part  # type: ignore[arg-type]
                self.edges.append(Edge(self.lot(source), self.lot(target), drawn, self.event))

    def move(self, vessel: str, move: Move, lot: str | None, kg: object = None) -> int:
        """A movement of a vessel; a fill begins the state ``lot``, a draw is for ``lot``."""
        self.event += 1
        at = START + timedelta(hours=self.event)
        number = None if lot is None else self.lot(lot)
        mass = None if kg is None else F(kg)  # type: ignore[arg-type]
        key = self.event.to_bytes(4, "big")
        self.vessels.setdefault(vessel, []).append(
            Movement(at, self.event, key, move, number, mass)
        )
        return self.event

    def fill(self, vessel: str, state: str, source: str, kg: object) -> None:
        """A lot goes into a vessel."""
        event = self.move(vessel, Move.FILL, state, kg)
        mass = None if kg is None else F(kg)  # type: ignore[arg-type]
        self.edges.append(Edge(self.lot(source), self.lot(state), mass, event))

    def draw(self, vessel: str, lot: str, kg: object) -> None:
        """A lot is drawn from a vessel."""
        if kg is not None:
            self.lot(lot, kg)
        self.move(vessel, Move.DRAW, lot, kg)

    def closed(self) -> "Flow":
        """Turn the movements of vessels into states and their edges."""
        for name, movements in self.vessels.items():
            chain = build_chain(movements[::-1])
            heels = [Edge(f.source, f.target, f.mass_kg, f.event) for f in chain.flows]
            states = {state.lot for state in chain.states}
            self.edges = [e for e in heels if e.target in states] + self.edges
            self.edges += [e for e in heels if e.target not in states]
            for state in chain.states:
                if state.mass_kg is not None:
                    self.made_kg[state.lot] = state.mass_kg  # type: ignore[assignment]
            for missing in chain.missing:
                lot = self.lot(f"missing {name} {missing.event}", missing.mass_kg)
                self.ends[lot] = Gap.OVERDRAWN
                assert missing.target is not None
                self.edges.append(Edge(lot, missing.target, missing.mass_kg, missing.event))
        return self

    def behind(self, start: str) -> tuple[Backward, Backward]:
        """The answers of mass fraction and plug flow."""
        lot = self.numbers[start]
        reached, edges = {lot}, []
        waiting = [lot]
        while waiting:
            here = waiting.pop()
            for edge in self.edges:
                if edge.target == here:
                    edges.append(edge)
                    if edge.source not in reached:
                        reached.add(edge.source)
                        waiting.append(edge.source)
        draws = sorted(self.edges, key=lambda edge: edge.event)
        return (
            well_mixed.backward(lot, edges, self.made_kg, self.ends),
            plug_flow.backward(lot, edges, draws, self.made_kg, self.ends),
        )

    def told(self, found: Backward) -> Shares:
        """An answer by names; what has no share is left out."""
        names = {number: name for name, number in self.numbers.items()}
        shares = {names[lot]: share for lot, share in found.sources.items()}
        for (_, gap), share in found.unknown.items():
            shares[gap.value] = shares.get(gap.value, 0) + share
        return {name: share for name, share in shares.items() if share}  # type: ignore[misc]


@dataclass(frozen=True)
class Case:
    """A flow, the lot asked about, and the shares by hand: well mixed, and first in first out."""

    name: str
    build: Callable[[Flow], None]
    start: str
    mixed: Shares
    plug: Shares


def _two_loads(flow: Flow) -> None:
    flow.step({"A": 6, "B": 4}, {"silo": 10})
    flow.step({"silo": 10}, {"batch": 10})


def _heel(flow: Flow) -> None:
    flow.fill("silo", "s1", "A", 30)
    flow.draw("silo", "b1", 27)
    flow.fill("silo", "s2", "B", 27)
    flow.draw("silo", "b2", 15)


def _three_heels(flow: Flow) -> None:
    for number, source in enumerate("ABCD"):
        flow.fill("silo", f"s{number}", source, 10 if source == "A" else 9)
        flow.draw("silo", f"b{number}", 9)


def _cleaning(flow: Flow) -> None:
    flow.fill("silo", "s1", "A", 30)
    flow.draw("silo", "b1", 27)
    flow.move("silo", Move.CLEAN, None)
    flow.fill("silo", "s2", "B", 27)
    flow.draw("silo", "b2", 15)


def _two_silos_in_a_cycle(flow: Flow) -> None:
    flow.fill("one", "o1", "A", 10)
    flow.move("one", Move.DRAW, "t1", 5)
    flow.move("two", Move.FILL, "t1", 5)
    flow.fill("two", "t2", "B", 5)
    flow.move("two", Move.DRAW, "o2", 5)
    flow.move("one", Move.FILL, "o2", 5)
    flow.draw("one", "batch", 8)


def _split(flow: Flow) -> None:
    flow.step({"A": 8, "B": 2}, {"tank": 10})
    flow.step({"tank": 5}, {"first": 5})
    flow.step({"tank": 5}, {"second": 5})


def _rework(flow: Flow) -> None:
    flow.step({"A": 10}, {"b1": 10})
    flow.step({"b1": 9}, {"p1": 9})
    flow.step({"B": 9, "b1": 1}, {"b2": 10})
    flow.step({"b2": 5}, {"p2": 5})


def _return_into_the_silo(flow: Flow) -> None:
    flow.fill("silo", "s1", "A", 10)
    flow.draw("silo", "load", 8)
    flow.fill("silo", "s2", "B", 6)
    flow.fill("silo", "s3", "load", 2)
    flow.draw("silo", "batch", 10)


def _no_masses(flow: Flow) -> None:
    flow.step({"A": None, "B": None}, {"tank": 10})


def _one_mass_missing(flow: Flow) -> None:
    flow.step({"A": 6, "B": None}, {"tank": 10})


def _loss(flow: Flow) -> None:
    flow.step({"A": 6, "B": 4}, {"tank": 9})
    flow.step({"tank": 6}, {"batch": 6})


def _excess(flow: Flow) -> None:
    flow.step({"A": 6, "B": 2}, {"tank": 10})
    flow.step({"tank": 5}, {"batch": 5})


def _order_of_draws(flow: Flow) -> None:
    flow.step({"A": 4, "B": 4, "C": 4}, {"tank": 12})
    for name in ("b1", "b2", "b3"):
        flow.step({"tank": 3}, {name: 3})


def _overdrawn(flow: Flow) -> None:
    flow.fill("silo", "s1", "A", 5)
    flow.draw("silo", "batch", 8)


def _drawn_from_an_empty_vessel(flow: Flow) -> None:
    flow.draw("silo", "batch", 8)
    flow.fill("silo", "s1", "A", 5)


def _three_vessels(flow: Flow) -> None:
    flow.fill("tank", "t1", "A", 6)
    flow.fill("tank", "t2", "B", 4)
    flow.move("tank", Move.DRAW, "c1", 5)
    flow.move("tanker", Move.FILL, "c1", 5)
    flow.move("tanker", Move.DRAW, "s1", 5)
    flow.move("silo", Move.FILL, "s1", 5)
    flow.fill("silo", "s2", "C", 5)
    flow.draw("silo", "batch", 10)


def _side_by_side(flow: Flow) -> None:
    flow.step({"A": 4, "B": 4}, {"tank": 8})
    flow.step({"tank": 6}, {"cream": 2, "skim": 4})


def _loop(flow: Flow) -> None:
    flow.step({"A": 5, "y": 5}, {"x": 10})
    flow.step({"x": 10}, {"y": 10})


def _draw_without_mass(flow: Flow) -> None:
    flow.fill("silo", "s1", "A", 6)
    flow.fill("silo", "s2", "B", 4)
    flow.draw("silo", "b1", None)
    flow.draw("silo", "b2", 3)


def _draw_without_mass_of_one_origin(flow: Flow) -> None:
    flow.step({"A": 10}, {"tank": 10})
    flow.step({"tank": None}, {"b1": 4})
    flow.step({"tank": 3}, {"b2": 3})


def _poured_away(flow: Flow) -> None:
    flow.fill("silo", "s1", "A", 10)
    flow.move("silo", Move.DRAW, None, 8)
    flow.fill("silo", "s2", "B", 8)
    flow.draw("silo", "batch", 10)


CASES = (
    Case("two loads mixed", _two_loads, "batch", *2 * ({"A": F(3, 5), "B": F(2, 5)},)),
    # 3 of A stay below 27 of B; first in, first out all 3 leave with the first 15
    Case(
        "a heel",
        _heel,
        "b2",
        {"A": F(1, 10), "B": F(9, 10)},
        {"A": F(1, 5), "B": F(4, 5)},
    ),
    Case(
        "three heels of a tenth",
        _three_heels,
        "b3",
        {"A": F(1, 1000), "B": F(9, 1000), "C": F(9, 100), "D": F(9, 10)},
        {"C": F(1, 9), "D": F(8, 9)},
    ),
    Case("a cleaning", _cleaning, "b2", *2 * ({"B": F(1)},)),
    # o2: 5 of A, and 5 of t2 (half A, half B); in order t2 gives its 5 of A first
    Case(
        "two silos in a cycle",
        _two_silos_in_a_cycle,
        "batch",
        {"A": F(3, 4), "B": F(1, 4)},
        {"A": F(1)},
    ),
    Case("a split, first part", _split, "first", {"A": F(4, 5), "B": F(1, 5)}, {"A": F(1)}),
    Case(
        "a split, second part",
        _split,
        "second",
        {"A": F(4, 5), "B": F(1, 5)},
        {"A": F(3, 5), "B": F(2, 5)},
    ),
    Case("rework", _rework, "p2", {"A": F(1, 10), "B": F(9, 10)}, {"B": F(1)}),
    # s2: 2 A + 6 B; s3: those 8 and 2 of A
    Case(
        "a return into the silo",
        _return_into_the_silo,
        "batch",
        *2 * ({"A": F(2, 5), "B": F(3, 5)},),
    ),
    Case("no masses", _no_masses, "tank", *2 * ({"no_mass": F(1)},)),
    Case(
        "one mass missing",
        _one_mass_missing,
        "tank",
        {"A": F(3, 5), "no_mass": F(2, 5)},
        {"no_mass": F(1)},
    ),
    # the queue of 6 + 4 shrinks to 5.4 + 3.6
    Case(
        "a loss",
        _loss,
        "batch",
        {"A": F(3, 5), "B": F(2, 5)},
        {"A": F(9, 10), "B": F(1, 10)},
    ),
    # 10 from 8: a fifth unknown everywhere; the first 5 are A as to 5 * 4/5
    Case(
        "more than came in",
        _excess,
        "batch",
        {"A": F(3, 5), "B": F(1, 5), "excess": F(1, 5)},
        {"A": F(4, 5), "excess": F(1, 5)},
    ),
    Case(
        "order of draws",
        _order_of_draws,
        "b2",
        {"A": F(1, 3), "B": F(1, 3), "C": F(1, 3)},
        {"A": F(1, 3), "B": F(2, 3)},
    ),
    Case("overdrawn", _overdrawn, "batch", *2 * ({"A": F(5, 8), "overdrawn": F(3, 8)},)),
    Case(
        "drawn from an empty vessel",
        _drawn_from_an_empty_vessel,
        "batch",
        *2 * ({"overdrawn": F(1)},),
    ),
    Case(
        "tank, tanker, silo",
        _three_vessels,
        "batch",
        {"A": F(3, 10), "B": F(1, 5), "C": F(1, 2)},
        {"A": F(1, 2), "C": F(1, 2)},
    ),
    Case(
        "outputs side by side",
        _side_by_side,
        "cream",
        {"A": F(1, 2), "B": F(1, 2)},
        {"A": F(2, 3), "B": F(1, 3)},
    ),
    Case("records in a circle", _loop, "x", *2 * ({"loop": F(1)},)),
    Case(
        "a draw without mass before",
        _draw_without_mass,
        "b2",
        {"A": F(3, 5), "B": F(2, 5)},
        {"no_order": F(1)},
    ),
    Case(
        "a draw without mass of one origin",
        _draw_without_mass_of_one_origin,
        "b2",
        *2 * ({"A": F(1)},),
    ),
    Case("poured away", _poured_away, "batch", *2 * ({"A": F(1, 5), "B": F(4, 5)},)),
)


def _answers(case: Case) -> tuple[Shares, Shares]:
    flow = Flow()
    case.build(flow)
    mixed, plug = flow.closed().behind(case.start)
    return flow.told(mixed), flow.told(plug)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case_by_hand(case: Case) -> None:
    mixed, plug = _answers(case)
    assert mixed == case.mixed
    assert plug == case.plug
    assert sum(mixed.values()) == sum(plug.values()) == 1


def test_count_of_known_answers() -> None:
    right = sum(
        (answers[0] == case.mixed) + (answers[1] == case.plug)
        for case in CASES
        for answers in (_answers(case),)
    )
    tally.note(
        tally.Count(
            area="trace",
            what_zh="混奶已知答案（精确分数，两种口径）",
            what_en="Known answers of mixed milk (exact fractions, two models)",
            vectors=2 * len(CASES),
            passed=right,
            source="手工推算 worked by hand",
        )
    )
    assert right == 2 * len(CASES)


def _chain_of(*moves: tuple[int, Move, int | None, int | None]) -> Chain:
    movements = [
        Movement(START + timedelta(hours=hour), place, bytes([place]), move, lot, kg)
        for place, (hour, move, lot, kg) in enumerate(moves, 1)
    ]
    return build_chain(movements)


def test_a_cleaning_in_the_minute_of_draw_and_fill_lies_between_them() -> None:
    chain = _chain_of(
        (0, Move.FILL, 1, 10),
        (5, Move.FILL, 2, 4),
        (5, Move.CLEAN, None, None),
        (5, Move.DRAW, 9, 10),
    )
    assert [(flow.source, flow.target, flow.mass_kg) for flow in chain.flows] == [(1, 9, 10)]
    assert [state.mass_kg for state in chain.states] == [10, 4]
    assert not chain.missing


def test_a_vessel_drawn_to_nothing_stays_within_reach_until_it_is_cleaned() -> None:
    moves = ((0, Move.FILL, 1, 10), (1, Move.DRAW, 9, 10), (2, Move.FILL, 2, 4))
    heels = [flow for flow in _chain_of(*moves).flows if flow.target == 2]
    assert [(flow.source, flow.mass_kg) for flow in heels] == [(1, 0)]


def test_a_site_may_count_a_small_rest_as_empty() -> None:
    movements = [
        Movement(START, 1, b"1", Move.FILL, 1, 100),
        Movement(START + timedelta(hours=1), 2, b"2", Move.DRAW, 9, 98),
        Movement(START + timedelta(hours=2), 3, b"3", Move.FILL, 2, 50),
    ]
    assert [state.heel_kg for state in build_chain(movements).states] == [None, 2]
    emptied = build_chain(movements, empty_fraction=lambda _: F(2, 100))
    assert [state.heel_lot for state in emptied.states] == [None, None]


def test_states_say_what_ended_them_and_what_is_left() -> None:
    chain = _chain_of(
        (0, Move.FILL, 1, 10),
        (1, Move.DRAW, 9, 12),
        (2, Move.FILL, 2, 4),
        (3, Move.CLEAN, None, None),
    )
    first, second = chain.states
    assert (first.held_kg, first.overdrawn_kg, first.ended_by) == (0, 2, 3)
    assert (second.held_kg, second.overdrawn_kg, second.ended_by) == (4, 0, 4)
    assert [(missing.target, missing.mass_kg) for missing in chain.missing] == [(9, 2)]
