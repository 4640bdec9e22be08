"""Outside systems that name only vessels: states, edges and traces, in any order of arrival."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milkshed.ledger.capture.rebuilding import rebuild_vessel_states
from milkshed.ledger.capture.vessels import is_vessel
from milkshed.ledger.facade import (
    Gap,
    Model,
    capture_document,
    mass_balance,
    trace_backward,
    trace_forward,
)
from milkshed.ledger.models import VesselState
from milkshed.ledger.rules import ROWS
from milkshed.ledger.tests import chain
from milkshed.ledger.tests.chain import MORNING, PALLET, PLANT, TANKER, Event, lot
from milkshed.platform.models import Rule
from milkshed.platform.rule_book import load_rules

HOUR = timedelta(hours=1)
SILO, OTHER_SILO = f"{PLANT}/254/Z1", f"{PLANT}/254/Z2"
TANK = "https://id.gs1.org/8004/9521321TANK7"
Parts = dict[str, float | None]


def _quantities(parts: Parts) -> list[dict[str, object]]:
    return [
        {"epcClass": name if "/" in name else lot(name)}
        | ({} if kg is None else {"quantity": kg, "uom": "KGM"})
        for name, kg in parts.items()
    ]


def _step(name: str, inputs: Parts, outputs: Parts, at: datetime, step: str = "storing") -> Event:
    return chain.event(
        "TransformationEvent",
        name,
        at,
        bizStep=step,
        bizLocation={"id": PLANT},
        inputQuantityList=_quantities(inputs),
        outputQuantityList=_quantities(outputs),
    )


def _cleaned(vessel: str, at: datetime) -> Event:
    return chain.event(
        "ObjectEvent",
        f"cleaning {vessel} {at}",
        at,
        action="OBSERVE",
        bizStep="https://milkshed.example/ns/bizStep/cleaning",
        bizLocation={"id": PLANT},
        epcList=[vessel],
    )


def _kept(kind: str, vessel: str, parts: Parts, at: datetime) -> Event:
    """Lots go into (ADD) or out of (DELETE) a vessel as if it were a crate."""
    return chain.event(
        "AggregationEvent",
        f"{kind} {vessel} {at}",
        at,
        action=kind,
        bizLocation={"id": PLANT},
        parentID=vessel,
        childQuantityList=_quantities(parts),
    )


def _of_vessel(action: str, vessel: str, kg: float, at: datetime) -> Event:
    return chain.event(
        "ObjectEvent",
        f"{action} {vessel} {at}",
        at,
        action=action,
        bizLocation={"id": PLANT},
        quantityList=_quantities({vessel: kg}),
    )


def _days() -> list[Event]:
    """Loads into two silos and a tank that pass milk to each other, all named as vessels only."""
    at = [MORNING + place * HOUR for place in range(20)]
    return [
        chain.milking("A", 10_000.0),
        chain.milking("B", 9_000.0),
        _step("a", {"A": 10_000.0}, {SILO: 10_000.0}, at[1], "unloading"),
        _step("b1", {SILO: 8_000.0}, {"B1": 7_950.0}, at[2]),
        _step("b", {"B": 8_000.0}, {SILO: 8_000.0}, at[3], "unloading"),
        _step("over", {SILO: 4_000.0}, {OTHER_SILO: 4_000.0}, at[4]),
        _kept("ADD", OTHER_SILO, {"B": 1_000.0}, at[5]),
        _step("back", {OTHER_SILO: 2_500.0}, {SILO: 2_500.0}, at[6]),
        _of_vessel("DELETE", OTHER_SILO, 500.0, at[7]),
        _step("b2", {SILO: 9_000.0}, {"B2": 9_000.0}, at[8]),
        _cleaned(SILO, at[9]),
        _of_vessel("ADD", TANK, 3_000.0, at[9]),
        _step("c", {TANK: 3_000.0}, {SILO: 3_000.0}, at[10], "unloading"),
        _kept("DELETE", SILO, {"B3": 2_000.0}, at[11]),
    ]


def _capture(events: Sequence[Event]) -> None:
    assert capture_document(chain.document(list(events))).success


def _shares(name: str, model: Model = Model.MASS_FRACTION) -> dict[str, float]:
    trace = trace_backward(lot(name), model=model)
    assert trace is not None
    found = {end.node.uri.rpartition("/")[2]: end.share or 0.0 for end in trace.sources}
    assert sum(found.values()) + sum(part.share for part in trace.unknown) == pytest.approx(1.0)
    return found | {part.gap.value: part.share for part in trace.unknown}


def test_vessels_are_told_from_types_and_places() -> None:
    assert is_vessel(TANKER)
    assert is_vessel(SILO)
    assert is_vessel(TANK)
    assert not is_vessel("https://id.gs1.org/8003/09521321000032")
    assert not is_vessel(PLANT)
    assert not is_vessel(lot("A"))


@pytest.mark.django_db
def test_a_chain_of_vessels_by_hand() -> None:
    _capture(_days())
    assert _shares("B1") == pytest.approx({"A": 1.0})
    # silo: 2 t of A under 8 t of B; 4 t of that over, with 1 t of B; half of that 5 t back
    assert _shares("B2") == pytest.approx(
        {"A": (6 * 0.2 + 2.5 * 0.16) / 8.5 * 8.5 / 9, "B": 0.0, "overdrawn": 0.5 / 9}
        | {"B": 1 - (6 * 0.2 + 2.5 * 0.16) / 9 - 0.5 / 9}
    )
    # after the cleaning the silo holds only what came straight into the tank
    trace = trace_backward(lot("B3"))
    assert trace is not None
    assert [end.node.vessel_uri for end in trace.sources] == [TANK]
    assert [node.kind.code for node in trace.nodes] == ["vessel_state", "silo_state", "other"]
    assert trace.nodes[-1].mass_kg == 2_000.0


@pytest.mark.django_db
def test_heels_are_named_with_their_vessel_and_share() -> None:
    _capture(_days())
    trace = trace_forward(lot("A"))
    assert trace is not None
    reasons = {hop.reason.zh for hop in trace.hops}
    assert "奶仓Z1余奶占20.0 %" in reasons
    assert {lot("B1"), lot("B2")} <= {node.uri for node in trace.nodes}
    assert lot("B3") not in {node.uri for node in trace.nodes}


@pytest.mark.django_db
def test_states_tell_heel_rest_and_end() -> None:
    _capture(_days())
    states = list(VesselState.objects.filter(vessel__uri=SILO).order_by("at"))
    assert [state.inflow_kg for state in states] == [10_000, 8_000, 2_500, 3_000]
    assert [state.heel_kg for state in states] == [None, 2_000, 6_000, None]
    assert [state.held_kg for state in states] == [2_000, 6_000, 0, 1_000]
    assert [state.overdrawn_kg for state in states] == [0, 0, 500, 0]
    assert [state.ended_at is None for state in states] == [False, False, False, True]


@pytest.mark.django_db
def test_what_is_drawn_beyond_the_content_is_unknown() -> None:
    _capture(
        [
            chain.milking("A", 500.0),
            _step("in", {"A": 500.0}, {SILO: 500.0}, MORNING + HOUR),
            _step("out", {SILO: 800.0}, {"P": 700.0}, MORNING + 2 * HOUR),
        ]
    )
    for model in (Model.MASS_FRACTION, Model.PLUG_FLOW):
        assert _shares("P", model) == pytest.approx({"A": 5 / 8, Gap.OVERDRAWN.value: 3 / 8})


@pytest.mark.django_db
def test_a_vessel_that_is_input_and_output_keeps_its_heel() -> None:
    _capture(
        [
            chain.milking("A", 500.0),
            chain.milking("B", 300.0),
            _step("in", {"A": 500.0}, {SILO: 500.0}, MORNING + HOUR),
            _step("top", {"B": 300.0, SILO: 500.0}, {SILO: 800.0}, MORNING + 2 * HOUR),
            _step("out", {SILO: 400.0}, {"P": 400.0}, MORNING + 3 * HOUR),
        ]
    )
    assert _shares("P") == pytest.approx({"A": 5 / 8, "B": 3 / 8})


@pytest.mark.django_db
def test_a_lot_kept_in_a_vessel_under_its_name_stays_itself() -> None:
    _capture(
        [
            chain.milking("A", 500.0),
            _kept("ADD", TANKER, {"A": 500.0}, MORNING + HOUR),
            _kept("DELETE", TANKER, {"A": 500.0}, MORNING + 2 * HOUR),
            _step("out", {"A": 500.0}, {"P": 500.0}, MORNING + 3 * HOUR),
        ]
    )
    assert _shares("P") == pytest.approx({"A": 1.0})


@pytest.mark.django_db
def test_masses_of_one_side_say_those_of_a_vessel_without() -> None:
    _capture(
        [
            chain.milking("A", 500.0),
            _step("in", {"A": 500.0}, {SILO: None}, MORNING + HOUR),
            _step("out", {SILO: None}, {"P": 400.0}, MORNING + 2 * HOUR),
        ]
    )
    state = VesselState.objects.get()
    assert (state.inflow_kg, state.held_kg) == (500.0, 100.0)


@pytest.mark.django_db
def test_what_is_taken_off_a_pallet_is_followed_to_the_next() -> None:
    second = PALLET[:-1] + "5"
    taken = chain.event(
        "AggregationEvent",
        "unpack",
        MORNING + 10 * HOUR,
        action="DELETE",
        bizLocation={"id": PLANT},
        parentID=PALLET,
        childQuantityList=chain.kilograms({"P1": 400.0}),
    )
    repacked = chain.pallet({"P1": 400.0}, MORNING + 11 * HOUR, second)
    _capture([*chain.day_of_milk(), taken, repacked])
    trace = trace_forward(lot("P1"))
    assert trace is not None
    found = {end.node.uri: end.mass_kg for end in trace.ends}
    assert found == pytest.approx({lot("P1"): 5_000.0, PALLET: 600.0, second: 400.0})
    back = trace_backward(second)
    assert back is not None
    assert {end.node.uri for end in back.sources} == {lot("M1"), lot("M2")}


_SNAPSHOT = """
SELECT 'flow', s.uri, t.uri, f.mass_kg::text, e.event_id, f.at::text FROM ledger_flow f
JOIN ledger_term s ON s.id = f.source_id JOIN ledger_term t ON t.id = f.target_id
JOIN ledger_event e ON e.seq = f.event_id
UNION ALL
SELECT 'making', l.uri, v.uri, m.mass_kg::text, e.event_id, m.at::text || m.nature
FROM ledger_making m
JOIN ledger_term l ON l.id = m.lot_id LEFT JOIN ledger_term v ON v.id = m.vessel_id
JOIN ledger_event e ON e.seq = m.event_id
UNION ALL
SELECT 'state', l.uri, h.uri, concat_ws('|', s.inflow_kg, s.heel_kg, s.held_kg, s.overdrawn_kg),
       e.event_id, concat_ws('|', s.at, b.uri, s.before_kg, s.largest_kg, s.ended_at, x.event_id)
FROM ledger_vesselstate s JOIN ledger_term l ON l.id = s.lot_id
LEFT JOIN ledger_term h ON h.id = s.heel_lot_id LEFT JOIN ledger_term b ON b.id = s.before_lot_id
JOIN ledger_event e ON e.seq = s.event_id LEFT JOIN ledger_event x ON x.seq = s.ended_by
"""


def _snapshot() -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(_SNAPSHOT)
        return sorted(cursor.fetchall(), key=str)


@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    order=st.permutations(range(len(_days()) + 1)),
    repeats=st.lists(st.integers(0, len(_days()) - 1), max_size=3),
    wrong=st.integers(2, len(_days()) - 1),
    cuts=st.sets(st.integers(1, len(_days())), max_size=6),
)
def test_any_order_of_arrival_gives_the_same_states_edges_and_traces(
    order: list[int], repeats: list[int], wrong: int, cuts: set[int]
) -> None:
    events = _days()
    declared = chain.declared_wrong(events[wrong], MORNING + 30 * HOUR)
    with transaction.atomic():
        _capture([event for place, event in enumerate(events) if place != wrong])
        held = _snapshot()
        answers = [trace_forward(lot("A"), model=model) for model in Model]
        transaction.set_rollback(True)
    everything = [*events, declared]
    places = [*order, *repeats]
    with transaction.atomic():
        bounds = [0, *sorted(cuts), len(places)]
        for first, last in pairwise(bounds):
            if first < last:
                _capture([everything[place] for place in places[first:last]])
        assert _snapshot() == held
        assert [trace_forward(lot("A"), model=model) for model in Model] == answers
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_vessels_are_balanced_by_their_states() -> None:
    spilt = [
        chain.milking("D", 5_000.0),
        _step("d", {"D": 5_000.0}, {SILO: 5_000.0}, MORNING + 12 * HOUR, "unloading"),
        _cleaned(SILO, MORNING + 13 * HOUR),
    ]
    _capture([*_days(), *spilt])
    findings = mass_balance(MORNING, MORNING + 24 * HOUR).findings
    assert {
        (finding.kind.code, finding.vessel_uri, finding.expected_kg, finding.found_kg)
        for finding in findings
        if finding.vessel_uri in (SILO, OTHER_SILO, TANK)
    } == {
        ("overdrawn", SILO, 8_500.0, 9_000.0),
        ("residue", SILO, 6_000.0, 0.0),
    }


@pytest.mark.django_db
def test_states_built_anew_are_the_same_until_the_rule_changes() -> None:
    _capture(_days())
    before = _snapshot()
    told: list[tuple[int, int]] = []
    assert rebuild_vessel_states(lambda done, total: told.append((done, total))) == 3
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert _snapshot() == before
    load_rules(ROWS)
    Rule.objects.filter(key="ledger.trace.empty_fraction").update(value="0.25")
    rebuild_vessel_states(lambda done, total: None)
    states = VesselState.objects.filter(vessel__uri=SILO).order_by("at")
    assert [state.heel_kg for state in states] == [None, None, 4_000, None]
