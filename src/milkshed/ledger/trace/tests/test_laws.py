"""Laws of every trace over random flows: parts sum to one, masses conserve, both ways agree."""

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.ledger.trace import plug_flow, well_mixed
from milkshed.ledger.trace.graph import Backward, Edge, Forward, Gap, Lot

Flow = tuple[list[Edge], dict[Lot, float], Lot]


@st.composite
def mixings(draw: st.DrawFn, *, complete: bool = False) -> Flow:
    """A random flow: lots made of earlier lots' remainders, each by an event of its own.

    Unless ``complete``, some lose, some hold more than came in, some masses are not stated.
    """
    made: dict[Lot, float] = {}
    left: dict[Lot, float] = {}
    edges: list[Edge] = []
    for lot in range(draw(st.integers(2, 4))):
        made[lot] = left[lot] = draw(st.integers(100, 10_000))
    for lot in range(len(made), len(made) + draw(st.integers(1, 12))):
        sources = draw(st.lists(st.sampled_from(sorted(left)), min_size=1, max_size=4, unique=True))
        inflow = 0.0
        for source in sources:
            mass = left[source] * draw(st.sampled_from([0.1, 0.25, 0.5, 1.0]))
            if mass > 1e-3:
                stated = complete or draw(st.integers(0, 9)) > 0
                edges.append(Edge(source, lot, mass if stated else None, lot))
                left[source] -= mass
                inflow += mass
        if inflow:
            factor = 1.0 if complete else draw(st.sampled_from([1.0, 1.0, 0.9, 1.2]))
            left[lot] = inflow * factor
            if complete or draw(st.booleans()):
                made[lot] = left[lot]
    return edges, made, draw(st.sampled_from(sorted(left)))


def _behind(edges: list[Edge], start: Lot) -> list[Edge]:
    reached, found = {start}, []
    for edge in sorted(edges, key=lambda e: -e.target):
        if edge.target in reached:
            reached.add(edge.source)
            found.append(edge)
    return found


def _ahead(edges: list[Edge], start: Lot) -> list[Edge]:
    reached, found = {start}, []
    for edge in sorted(edges, key=lambda e: e.target):
        if edge.source in reached:
            reached.add(edge.target)
            found.append(edge)
    return found


def _backward(flow: Flow) -> tuple[Backward, Backward]:
    edges, made, start = flow
    behind = _behind(edges, start)
    return (
        well_mixed.backward(start, behind, made),
        plug_flow.backward(start, behind, edges, made),
    )


def _forward(walk: Callable[..., Forward], flow: Flow, start: Lot) -> Forward:
    edges, made, _ = flow
    return walk({start: made.get(start)}, _ahead(edges, start), edges, made)


@given(mixings())
def test_sources_and_unknown_parts_sum_to_one(flow: Flow) -> None:
    for found in _backward(flow):
        parts = [*found.sources.values(), *found.unknown.values()]
        assert sum(parts) == pytest.approx(1.0)
        assert all(-1e-9 <= part <= 1 + 1e-9 for part in parts)
        assert all(-1e-9 <= share <= 1 + 1e-9 for share in found.share.values())


@given(mixings(complete=True))
def test_nothing_stays_unknown_where_everything_is_stated(flow: Flow) -> None:
    for found in _backward(flow):
        assert sum(found.unknown.values()) == pytest.approx(0.0, abs=1e-5)


@given(mixings(complete=True))
def test_both_directions_agree(flow: Flow) -> None:
    start = flow[2]
    for found, walk in zip(_backward(flow), (well_mixed.forward, plug_flow.forward), strict=True):
        for source, share in found.sources.items():
            ahead = _forward(walk, flow, source)
            assert ahead.concentration[start] == pytest.approx(share, abs=1e-5)


@given(mixings(complete=True))
def test_what_was_traced_is_all_found_again(flow: Flow) -> None:
    start = flow[2]
    for walk in (well_mixed.forward, plug_flow.forward):
        found = _forward(walk, flow, start)
        whole = flow[1][start]
        assert sum(found.remaining_kg.values()) + found.lost_kg == pytest.approx(whole, rel=1e-4)
        assert not found.uncertain


@given(mixings())
def test_scopes_lie_within_each_other(flow: Flow) -> None:
    """What is reached in order may also be reached mixed, and that by any way at all."""
    mixed, plug = _backward(flow)
    reachable = {edge.source for edge in _behind(flow[0], flow[2])} | {flow[2]}
    assert set(mixed.share) <= reachable
    certain = {gap for _, gap in plug.unknown} <= {Gap.EXCESS}
    if certain and {gap for _, gap in mixed.unknown} <= {Gap.EXCESS}:
        touched = {lot for lot, share in plug.sources.items() if share > 1e-9}
        assert touched <= {lot for lot, share in mixed.sources.items() if share > 0}


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_draws_follow_each_other(masses: list[int]) -> None:
    draws = [Edge(0, lot, mass, lot) for lot, mass in enumerate(masses, 1)]
    stretches = list(plug_flow.drawn_stretches(draws, sum(masses)).values())
    assert all(a.last_kg == b.first_kg for a, b in pairwise(stretches))
    assert stretches[-1].last_kg == sum(masses)
