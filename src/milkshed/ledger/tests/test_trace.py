"""Traces: shares sum to one, masses conserve, whatever the order of arrival."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milkshed.ledger.facade import Gap, Model, capture_document, trace_backward, trace_forward
from milkshed.ledger.models import Flow
from milkshed.ledger.tests import chain
from milkshed.ledger.trace.graph import Edge
from milkshed.ledger.trace.well_mixed import backward, forward, input_shares


def test_shares_of_a_mixed_lot() -> None:
    assert input_shares([600.0, 400.0], 990.0) == ([0.6, 0.4], 0.0, None)
    assert input_shares([None], 990.0) == ([1.0], 0.0, None)
    shares, unknown, gap = input_shares([600.0, 200.0], 1000.0)
    assert shares == [0.6, 0.2]
    assert unknown == pytest.approx(0.2)
    assert gap is Gap.EXCESS
    assert input_shares([600.0, None], 1000.0) == ([0.6, 0.0], 0.4, Gap.NO_MASS)


def test_heel_of_a_silo_by_hand() -> None:
    # 30 t of A; 27 t drawn for batch 1, heel 3 t and 27 t of B mixed, drawn for batch 2
    a, b, silo_1, silo_2, batch_1, batch_2 = range(6)
    edges = [
        Edge(a, silo_1, 30_000.0),
        Edge(silo_1, batch_1, 27_000.0),
        Edge(silo_1, silo_2, 3_000.0),
        Edge(b, silo_2, 27_000.0),
        Edge(silo_2, batch_2, 30_000.0),
    ]
    made = {a: 30e3, b: 27e3, silo_1: 30e3, silo_2: 30e3, batch_1: 27e3, batch_2: 30e3}
    behind = backward(batch_2, [edges[4], edges[3], edges[2], edges[0]], made)
    assert behind.sources == pytest.approx({a: 0.1, b: 0.9})
    ahead = forward({a: 30e3}, [edges[0], edges[1], edges[2], edges[4]], edges, made)
    assert ahead.mass_kg[batch_1] == pytest.approx(27e3)
    assert ahead.mass_kg[batch_2] == pytest.approx(3e3)
    assert ahead.concentration[batch_2] == pytest.approx(0.1)
    assert sum(ahead.remaining_kg.values()) + ahead.lost_kg == pytest.approx(30e3)


@pytest.mark.django_db
def test_a_pallet_leads_back_to_the_milkings_and_forth() -> None:
    capture_document(chain.document(chain.day_of_milk()))
    back = trace_backward(chain.PALLET)
    assert back is not None
    assert {end.node.uri: round(end.share or 0, 9) for end in back.sources} == {
        chain.lot("M1"): 0.6,
        chain.lot("M2"): 0.4,
    }
    assert not back.unknown
    assert not back.conservative
    assert [node.kind.code for node in back.nodes] == [
        *("milking", "milking", "farm_tank", "farm_tank", "station_tank", "tanker_load"),
        *("silo_state", "batch", "product", "pallet"),
    ]
    ahead = trace_forward(chain.lot("M1"))
    assert ahead is not None
    total = sum(end.mass_kg or 0 for end in ahead.ends) + (ahead.lost_kg or 0)
    assert total == pytest.approx(6000.0)
    conservative = trace_backward(chain.PALLET, model=Model.CONSERVATIVE)
    assert conservative is not None
    assert conservative.conservative
    assert {end.share for end in conservative.sources} == {None}


@pytest.mark.django_db
def test_missing_masses_are_named_not_guessed() -> None:
    events = [
        chain.milking("M1", 100.0),
        chain.milking("M2", 100.0),
        chain.mixing("storing", {"M1": None, "M2": None}, {"F1": 200.0}),
    ]
    capture_document(chain.document(events))
    trace = trace_backward(chain.lot("F1"))
    assert trace is not None
    assert trace.conservative
    assert [(part.gap, part.share) for part in trace.unknown] == [(Gap.NO_MASS, 1.0)]
    assert {end.node.uri for end in trace.sources} == {chain.lot("M1"), chain.lot("M2")}


@pytest.mark.django_db
def test_a_bounded_trace_says_where_it_stopped() -> None:
    events = [chain.milking("T0", 100.0)]
    for step in range(30):
        lots = {f"T{step}": 100.0}, {f"T{step + 1}": 100.0}
        events.append(chain.mixing("receiving", *lots, chain.MORNING + timedelta(hours=step)))
    capture_document(chain.document(events))
    trace = trace_backward(chain.lot("T30"), lot_limit=10)
    assert trace is not None
    assert trace.is_cut
    assert [(part.gap, part.share) for part in trace.unknown] == [(Gap.NOT_FOLLOWED, 1.0)]
    assert trace_backward("https://id.gs1.org/01/09521234543213/10/NEVER") is None


@pytest.mark.django_db(transaction=True)
@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(order=st.permutations(range(11)), repeats=st.lists(st.integers(0, 10), max_size=4))
def test_late_twice_and_out_of_order_gives_the_same_answer(
    order: list[int], repeats: list[int]
) -> None:
    from django.db import transaction

    events = chain.day_of_milk()
    with transaction.atomic():
        for place in (*order, *repeats):
            assert capture_document(chain.document([events[place]])).success
        trace = trace_backward(chain.PALLET)
        assert trace is not None
        assert {end.node.uri: round(end.share or 0, 9) for end in trace.sources} == {
            chain.lot("M1"): 0.6,
            chain.lot("M2"): 0.4,
        }
        assert Flow.objects.count() == 10
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4), (4, 3, 2, 1, 0), (2, 4, 0, 3, 1)])
def test_a_transformation_told_by_several_events_is_one(order: tuple[int, ...]) -> None:
    run = "urn:epc:id:gdti:9521321.00100.RUN1"
    into = chain.mixing("creating_class_instance", {"A": 60.0}, {}, chain.MORNING)
    more = chain.mixing("creating_class_instance", {"B": 40.0}, {}, chain.MORNING)
    out = chain.mixing("packing", {}, {"P": 50.0}, chain.MORNING + timedelta(hours=1))
    events = [chain.milking("A", 60.0), chain.milking("B", 40.0), into, more, out]
    for event in events[2:]:
        event["transformationID"] = run
        for side in ("inputQuantityList", "outputQuantityList"):
            if not event[side]:
                del event[side]
    for place in order:
        assert capture_document(chain.document([events[place]])).success
    trace = trace_backward(chain.lot("P"))
    assert trace is not None
    assert {end.node.uri: end.share for end in trace.sources} == pytest.approx(
        {chain.lot("A"): 0.6, chain.lot("B"): 0.4}
    )
