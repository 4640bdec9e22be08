"""Choosing whom to visit: classes, chances, the draw and the officers."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milkshed.collection.science.risk import (
    Candidate,
    RiskTable,
    chances,
    due_visits,
    pair_officers,
    start_of_draw,
    systematic_draw,
    weighted_visits,
)

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 30)
TABLE = RiskTable(
    {}, Decimal(40), Decimal(15), {"high": 90, "medium": 182, "low": 365}, Decimal(10)
)

weights = st.lists(st.integers(1, 60).map(Fraction), min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("points", "wanted"), [("40", "high"), ("39.99", "medium"), ("15", "medium"), ("0", "low")]
)
def test_classes_begin_at_their_least_points(points: str, wanted: str) -> None:
    assert TABLE.class_of(Decimal(points)) == wanted


def test_chances_are_proportional_and_never_above_one() -> None:
    assert chances([Fraction(w) for w in (1, 1, 2, 4)], 2) == [
        Fraction(1, 4), Fraction(1, 4), Fraction(1, 2), Fraction(1),
    ]  # fmt: skip
    assert chances([Fraction(w) for w in (1, 1, 1, 9)], 2) == [*[Fraction(1, 3)] * 3, Fraction(1)]
    assert chances([Fraction(1)] * 3, 5) == [Fraction(1)] * 3


def test_a_weight_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        chances([Fraction(1), Fraction(0)], 1)


@pytest.mark.parametrize(
    ("start", "drawn"), [("0", [0, 3]), ("1/5", [0, 3]), ("1/4", [1, 3]), ("3/4", [2, 3])]
)
def test_the_draw_takes_the_marks_of_madow(start: str, drawn: list[int]) -> None:
    # cumulated 1/4, 1/2, 1, 2; the marks are start and start + 1
    probabilities = [Fraction(1, 4), Fraction(1, 4), Fraction(1, 2), Fraction(1)]
    assert systematic_draw(probabilities, Fraction(start)) == drawn


@given(weights, st.integers(1, 10), st.integers(0, 999))
@settings(max_examples=60, deadline=None)
def test_the_draw_has_its_size_and_the_certain_are_in(
    found: list[Fraction], count: int, start: int
) -> None:
    probabilities = chances(found, count)
    assert sum(probabilities) == min(count, len(found))
    drawn = systematic_draw(probabilities, Fraction(start, 1000))
    assert len(drawn) == len(set(drawn)) == min(count, len(found))
    assert {i for i, p in enumerate(probabilities) if p == 1} <= set(drawn)


def candidate(key: str, total: int, risk: str, visited: int | None = None) -> Candidate:
    last = None if visited is None else FIRST - timedelta(days=visited)
    return Candidate(key, Decimal(total), risk, last)


def test_visits_fall_due_by_class() -> None:
    chosen = due_visits(
        [
            candidate("a", 50, "high", 89),  # due on 2 December
            candidate("b", 50, "high", 200),  # long due: the first day
            candidate("c", 0, "low", 200),  # not yet
            candidate("d", 20, "medium"),
            candidate("e", 60, "high"),
        ],
        TABLE,
        FIRST,
        LAST,
    )
    assert {c.candidate.key: c.due_on for c in chosen} == {
        "b": FIRST, "e": FIRST, "a": date(2026, 12, 2), "d": date(2026, 12, 16),
    }  # fmt: skip


def test_a_draw_can_be_repeated_from_its_seed_in_any_order() -> None:
    people = [candidate(f"s:{i:02}", i * 3, "low") for i in range(30)]
    once = weighted_visits(people, TABLE, FIRST, LAST, count=6, seed="2026-12")
    again = weighted_visits(people[::-1], TABLE, FIRST, LAST, count=6, seed="2026-12")
    other = weighted_visits(people, TABLE, FIRST, LAST, count=6, seed="2026-13")
    assert once == again != other
    assert len(once) == 6
    assert all(FIRST <= c.due_on <= LAST for c in once)
    assert start_of_draw("2026-12") == start_of_draw("2026-12")
    assert 0 <= start_of_draw("x") < 1


def test_officers_are_two_shared_evenly_and_never_the_barred() -> None:
    keys = [f"k{i}" for i in range(9)]
    pairs = pair_officers(keys, [1, 2, 3], seed="s", barred={"k0": frozenset({1})})
    assert pairs["k0"] in ((2, 3), (3, 2))
    counts = {o: sum(o in (p or ()) for p in pairs.values()) for o in (1, 2, 3)}
    assert max(counts.values()) - min(counts.values()) <= 1
    assert all(p is not None and p[0] != p[1] for p in pairs.values())
    assert pair_officers(["k"], [1, 2], seed="s", barred={"k": frozenset({1})}) == {"k": None}
