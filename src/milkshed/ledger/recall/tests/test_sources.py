"""Bad tests traced to the farm behind them, over the ledger's own tables."""

from datetime import date, timedelta

import pytest

from milkshed.kernel.problems import Problem
from milkshed.ledger.facade import LotTest, capture_document, rank_sources
from milkshed.ledger.tests import chain

pytestmark = pytest.mark.django_db

DAY = date(2026, 1, 5)
HOUR = timedelta(hours=1)
FARMS = [f"https://id.gs1.org/414/95213210000{number}" for number in ("18", "25", "32", "49")]


@pytest.fixture(autouse=True)
def collected() -> None:
    """Four farms, each milks twice; three loads of two or three farms' milk, then a silo."""
    events = [
        chain.milking(f"M{place}{turn}", 1000.0, place=farm)
        for place, farm in enumerate(FARMS, start=1)
        for turn in ("a", "b")
    ]
    loads = {
        "L1": {"M1a": 1000.0, "M2a": 1000.0},
        "L2": {"M2b": 500.0, "M3a": 1000.0},
        "L3": {"M1b": 1000.0, "M3b": 1000.0, "M4a": 1000.0},
    }
    for load, inputs in loads.items():
        made = {load: sum(inputs.values())}
        events.append(chain.mixing("loading", inputs, made, chain.MORNING + HOUR))
    events.append(
        chain.mixing(
            "unloading",
            {"L1": 2000.0, "L2": 1500.0, "L3": 3000.0},
            {"Z1": 6500.0},
            chain.MORNING + 2 * HOUR,
        )
    )
    assert capture_document(chain.document(events)).success


def test_the_farm_in_both_bad_loads() -> None:
    tests = [
        LotTest((chain.lot("L1"),), is_positive=True),
        LotTest((chain.lot("L2"),), is_positive=True),
        LotTest((chain.lot("L3"),), is_positive=False),
    ]
    found = rank_sources(tests, DAY)
    first = found.sources[0]
    assert first.place_uri == FARMS[1]
    assert first.probability > 0.9
    assert {lot.uri for lot in first.lots} == {chain.lot("M2a"), chain.lot("M2b")}
    assert first.shares == pytest.approx((0.5, 1 / 3, 0.0))
    assert sum(s.probability for s in found.sources) + found.unknown == pytest.approx(1.0)
    assert found.pair_odds < 3  # no evidence for a second one


def test_amounts_tell_farms_apart_that_verdicts_do_not() -> None:
    tests = [
        LotTest((chain.lot("L3"),), is_positive=True, detection_limit=0.01, value=0.30),
        LotTest((chain.lot("Z1"),), is_positive=True, detection_limit=0.01, value=0.139),
    ]
    found = rank_sources(tests, DAY)
    # 0.9 in a third of L3; the other farms of L3 are in L1 or L2 too and would show less or more
    assert found.sources[0].place_uri == FARMS[3]
    low, high = found.sources[0].low, found.sources[0].high
    assert low is not None
    assert high is not None
    assert low < 0.9 < high


def test_the_sample_to_open_next_parts_the_two_that_are_left() -> None:
    found = rank_sources([LotTest((chain.lot("L1"),), is_positive=True)], DAY)
    assert found.sources[0].probability == pytest.approx(found.sources[1].probability)
    best = found.next_samples[0]
    assert best.lot.uri in {chain.lot("M1a"), chain.lot("M2a")}
    assert best.bits > 0.7


def test_pools_count_as_the_mixture_they_are() -> None:
    pool = LotTest(
        (chain.lot("L1"), chain.lot("L2")), is_positive=True, volumes=(3.0, 1.0), value=20.0
    )
    found = rank_sources([pool], DAY)
    shares = {source.place_uri: source.shares[0] for source in found.sources}
    assert shares[FARMS[1]] == pytest.approx(0.75 * 0.5 + 0.25 / 3)
    assert FARMS[3] not in shares


def test_milk_of_unknown_origin_may_be_the_source() -> None:
    events = [
        chain.mixing("loading", {"M4b": 200.0}, {"L4": 1000.0}, chain.MORNING + HOUR),
    ]
    capture_document(chain.document(events))
    tests = [
        LotTest((chain.lot("L4"),), is_positive=True),
        LotTest((chain.lot("M4b"),), is_positive=False),
    ]
    found = rank_sources(tests, DAY)
    assert found.unknown_shares == pytest.approx((0.8, 0.0))
    assert found.unknown > 0.9


@pytest.mark.parametrize(
    ("test", "rule"),
    [
        (LotTest((), is_positive=True), "required"),
        (LotTest((chain.lot("nobody"),), is_positive=True), "known-lot"),
        (LotTest((chain.lot("L1"),), is_positive=True, detection_limit=0.0), "positive"),
        (LotTest((chain.lot("L1"),), is_positive=True, value=-1.0), "not-negative"),
        (LotTest((chain.lot("L1"),), is_positive=True, volumes=(1.0, 2.0)), "one-per-lot"),
        (LotTest((chain.lot("L1"),), is_positive=False), "one-positive"),
    ],
)
def test_what_does_not_fit_names_the_field(test: LotTest, rule: str) -> None:
    with pytest.raises(Problem) as told:
        rank_sources([test], DAY)
    assert told.value.faults[0].rule == rule
