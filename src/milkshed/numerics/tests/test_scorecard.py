from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milkshed.numerics.scorecard import Fact, PointRow, faded, score_of

TODAY = date(2026, 11, 29)
ROWS = {
    "warm": PointRow("warm", Decimal(4), 90, 365, Decimal(10), "r.warm"),
    "test": PointRow("test", Decimal(20), 180, 365, None, "r.test"),
    "paper": PointRow("paper", Decimal(40), 90, 365, Decimal(40), "r.paper"),
}

facts = st.builds(
    lambda kind, record, age, length, cleared: Fact(
        kind,
        f"{record}",
        TODAY - timedelta(days=age),
        None if length is None else TODAY - timedelta(days=age) + timedelta(days=length),
        None if cleared is None else TODAY - timedelta(days=age) + timedelta(days=cleared),
    ),
    st.sampled_from(["warm", "test", "paper", "unknown"]),
    st.integers(0, 8),
    st.integers(-20, 500),
    st.none() | st.integers(0, 90),
    st.none() | st.integers(0, 200),
)


def one_day(kind: str, record: str, age: int) -> Fact:
    day = TODAY - timedelta(days=age)
    return Fact(kind, record, day, day)


@pytest.mark.parametrize(
    ("age", "points"),
    [(0, "20.00"), (180, "10.00"), (360, "5.00"), (90, "14.14"), (1, "19.92")],
)
def test_points_halve_with_every_half_life(age: int, points: str) -> None:
    assert faded(Decimal(20), age, 180) == Decimal(points)


def test_a_cap_holds_for_its_kind_alone() -> None:
    score = score_of(
        [one_day("warm", str(i), 0) for i in range(4)] + [one_day("test", "t", 0)], ROWS, TODAY
    )
    assert score.total == Decimal("30.00")
    warm = [t.counted for t in score.terms if t.fact.kind == "warm"]
    assert warm == [Decimal("4.00"), Decimal("4.00"), Decimal("2.00"), Decimal("0.00")]


def test_a_cap_of_many_places_leaves_hundredths() -> None:
    rows = {"warm": replace(ROWS["warm"], cap=Decimal("5.000000"))}
    score = score_of([one_day("warm", "a", 0), one_day("warm", "b", 0)], rows, TODAY)
    assert [str(t.counted) for t in score.terms] == ["4.00", "1.00"]
    assert str(score.total) == "5.00"


def test_what_lasts_does_not_fade_and_what_is_cleared_is_gone() -> None:
    lasting = Fact("paper", "p", TODAY - timedelta(days=300))
    assert score_of([lasting], ROWS, TODAY).total == Decimal("40.00")
    assert score_of([lasting], ROWS, TODAY).terms[0].lapses_on is None
    failed = Fact("test", "s", TODAY - timedelta(days=9), TODAY - timedelta(days=9), TODAY)
    assert score_of([failed], ROWS, TODAY).total == 0
    assert score_of([failed], ROWS, TODAY - timedelta(days=1)).total > 0


def test_a_fact_says_when_it_lapses() -> None:
    fact = one_day("warm", "w", 364)
    (term,) = score_of([fact], ROWS, TODAY).terms
    assert term.lapses_on == TODAY + timedelta(days=1)
    assert score_of([fact], ROWS, TODAY + timedelta(days=1)).terms == ()


@given(st.lists(facts, max_size=12), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_and_repetition_change_nothing(found: list[Fact], random: object) -> None:
    mixed = [*found, *found]
    random.shuffle(mixed)  # type: ignore[attr-defined]
    unique = {(f.kind, f.record): f for f in sorted(found, key=repr)}.values()
    assert score_of(mixed, ROWS, TODAY) == score_of(found, ROWS, TODAY)
    assert len(score_of(found, ROWS, TODAY).terms) <= len(unique)


@given(st.lists(facts, max_size=8), st.integers(365, 700))
@settings(max_examples=60, deadline=None)
def test_a_lapsed_or_later_fact_adds_nothing(found: list[Fact], age: int) -> None:
    before = score_of(found, ROWS, TODAY)
    more = [*found, one_day("test", "lapsed", age), one_day("test", "later", -1)]
    assert score_of(more, ROWS, TODAY) == before


@given(st.lists(facts, max_size=8))
@settings(max_examples=60, deadline=None)
def test_the_total_is_the_sum_of_its_terms_within_the_caps(found: list[Fact]) -> None:
    score = score_of(found, ROWS, TODAY)
    assert score.total == sum((t.counted for t in score.terms), Decimal(0))
    for kind, row in ROWS.items():
        part = sum((t.counted for t in score.terms if t.fact.kind == kind), Decimal(0))
        assert row.cap is None or part <= row.cap
