from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.kernel.text import Text
from milkshed.trade.science.attribution import days_carried, milk_carried
from milkshed.trade.science.clauses import CHECKS, Clause, Limit, Terms, broken, check_clauses
from milkshed.trade.science.fulfilment import (
    day_line,
    spread_load,
    summarise,
)
from milkshed.trade.science.lateness import due_day, lateness
from milkshed.trade.science.sealing import covered

DUE = date(2026, 1, 31)
KG = st.decimals(min_value=0, max_value=100_000, places=1)
YUAN = st.decimals(min_value=1, max_value=1_000_000, places=2)


def test_interest_of_two_late_payments() -> None:
    # 100,000 for ten days, then 60,000 for ten more, at 0.05 % a day
    payments = [
        (DUE + timedelta(days=10), Decimal(40_000)),
        (DUE + timedelta(days=20), Decimal(60_000)),
    ]
    found = lateness(Decimal(100_000), DUE, payments, date(2026, 6, 1), Decimal("0.05"))
    assert found.interest_yuan == Decimal("800.00")
    assert (found.days_late, found.owed_yuan, found.in_time_yuan) == (20, 0, 0)


def test_what_is_paid_on_the_due_day_is_in_time() -> None:
    found = lateness(Decimal(500), DUE, [(DUE, Decimal(500))], date(2026, 6, 1), Decimal("0.05"))
    assert (found.days_late, found.interest_yuan, found.in_time_yuan) == (0, 0, 500)


def test_before_the_due_day_nothing_is_late() -> None:
    found = lateness(Decimal(500), DUE, [], date(2026, 1, 1), Decimal("0.05"))
    assert (found.days_late, found.interest_yuan, found.owed_yuan) == (0, 0, 500)


def test_due_day_counts_from_the_last_delivery() -> None:
    assert due_day(date(2026, 1, 31), 30) == date(2026, 3, 2)


@given(
    amount=YUAN,
    parts=st.lists(st.tuples(st.integers(-20, 60), st.integers(1, 30)), max_size=5),
    as_of=st.integers(-10, 120),
)
def test_interest_equals_the_daily_sum(
    amount: Decimal, parts: list[tuple[int, int]], as_of: int
) -> None:
    """Adding up what is owed at the end of every day gives the same interest."""
    made, left = [], amount
    for offset, share in sorted(parts):
        pay = min((amount * share / 100).quantize(Decimal("0.01")), left)
        if pay > 0:
            made.append((DUE + timedelta(days=offset), pay))
            left -= pay
    day = DUE + timedelta(days=as_of)
    found = lateness(amount, DUE, made, day, Decimal("0.05"))
    weighted = Decimal(0)
    for n in range(as_of):
        paid = sum((sum_ for when, sum_ in made if when <= DUE + timedelta(days=n)), Decimal(0))
        weighted += amount - paid
    assert abs(found.interest_yuan - weighted * Decimal("0.0005")) <= Decimal("0.005")
    assert found.paid_yuan + found.owed_yuan == amount
    assert found.days_late >= 0


@pytest.mark.parametrize(
    ("accepted", "standing", "short", "over"),
    [
        ("900", "within", "0", "0"),
        ("1100", "within", "0", "0"),
        ("899.9", "short", "0.1", "0"),
        ("1100.1", "over", "0", "0.1"),
    ],
)
def test_the_band_holds_its_edges(accepted: str, standing: str, short: str, over: str) -> None:
    line = day_line(DUE, Decimal(1000), Decimal(10), Decimal(accepted))
    assert (line.standing, line.short_kg, line.over_kg) == (standing, Decimal(short), Decimal(over))


def test_a_surplus_does_not_mend_another_days_shortfall() -> None:
    lines = [
        day_line(DUE, Decimal(100), Decimal(0), Decimal(150)),
        day_line(DUE, Decimal(100), Decimal(0), Decimal(50)),
    ]
    found = summarise(lines)
    assert (found.volume_rate, found.fulfilment_rate) == (1, Decimal("0.75"))
    assert (found.days_short, found.days_over) == (1, 1)


@given(st.lists(st.tuples(KG, KG), min_size=1, max_size=20))
def test_rates_stay_in_their_bounds(days: list[tuple[Decimal, Decimal]]) -> None:
    found = summarise(day_line(DUE, plan, Decimal(10), got) for plan, got in days)
    if found.fulfilment_rate is not None and found.volume_rate is not None:
        assert 0 <= found.fulfilment_rate <= 1
        assert found.fulfilment_rate <= found.volume_rate or found.volume_rate == 0
    assert found.accepted_kg == sum(got for _, got in days)


_BOOK = st.dictionaries(
    st.dates(date(2026, 1, 1), date(2026, 1, 3)),
    st.dictionaries(st.integers(1, 6), KG, max_size=6),
    max_size=3,
)


@given(KG, _BOOK, st.sets(st.integers(1, 6)))
def test_the_parts_of_a_load_add_up_to_it(
    kg: Decimal, bought: dict[date, dict[int, Decimal]], contracted: set[int]
) -> None:
    parts = [spread_load(kg, bought, farm, contracted) for farm in (*contracted, None)]
    if not any(sum(farms.values()) for farms in bought.values()):
        assert parts == [None] * len(parts)
        return
    whole = sum((sum(part.values(), Decimal(0)) for part in parts if part), Decimal(0))
    assert abs(whole - kg) < Decimal("1e-15")
    assert all(day in bought for part in parts if part for day in part)


def test_a_load_of_two_days_counts_on_both() -> None:
    bought = {
        date(2026, 1, 1): {1: Decimal(9_000), 2: Decimal(3_000)},
        date(2026, 1, 2): {1: Decimal(8_000)},
    }
    parts = spread_load(Decimal(10_000), bought, 1, {1})
    assert parts == {date(2026, 1, 1): Decimal(4_500), date(2026, 1, 2): Decimal(4_000)}
    assert spread_load(Decimal(10_000), bought, None, {1}) == {date(2026, 1, 1): Decimal(1_500)}


def test_a_load_carries_the_days_since_the_one_before() -> None:
    day = date(2026, 1, 10)
    before = [day - timedelta(days=2), day, day + timedelta(days=1)]
    assert days_carried(day, before, 3) == (day - timedelta(days=1), day)
    assert days_carried(day, [], 3) == tuple(day - timedelta(days=n) for n in (2, 1, 0))
    assert days_carried(day, [day - timedelta(days=1)], 3) == (day,)


def test_milk_that_stood_overnight_is_that_of_the_last_day_with_purchases() -> None:
    day = date(2026, 1, 5)
    before, earlier = day - timedelta(days=1), day - timedelta(days=2)
    farms, others = {1: Decimal(100)}, {2: Decimal(50)}
    assert milk_carried({before: farms, day: others}, day, [before], 3) == {day: others}
    assert milk_carried({before: farms}, day, [before], 3) == {before: farms}
    assert milk_carried({before: farms, day: others}, day, [earlier], 3) == {
        before: farms,
        day: others,
    }
    assert milk_carried({day - timedelta(days=3): farms}, day, [before], 3) == {}


def terms(**changes: object) -> Terms:
    values: dict[str, object] = {
        "valid_from": date(2026, 1, 1),
        "valid_to": date(2026, 12, 31),
        "price_kind": "fixed",
        "price_yuan_per_kg": Decimal("3.40"),
        "planned_kg_per_day": Decimal(1000),
        "float_pct": Decimal(10),
        "settlement_period": "month",
        "payment_term_days": 30,
    }
    return Terms(**(values | changes))  # type: ignore[arg-type]


def clause(check: str, *, legal: bool = True) -> Clause:
    return Clause(1, "c", Text("条", "c"), (), (check,), legal, "法")


LIMITS = {
    "trade.clause.corridor_down_pct": Limit(
        "trade.clause.corridor_down_pct", None, Decimal(10), "甲", False
    ),
    "trade.clause.corridor_up_pct": Limit(
        "trade.clause.corridor_up_pct", None, Decimal(15), "乙", False
    ),
}


@pytest.mark.parametrize(
    ("price", "outcome"),
    # Heilongjiang, second quarter of 2012: reference 3.32, floor 2.99, ceiling 3.81
    [("2.99", "passed"), ("2.98", "broken"), ("3.81", "passed"), ("3.82", "broken")],
)
def test_a_price_near_the_reference(price: str, outcome: str) -> None:
    said = terms(price_yuan_per_kg=Decimal(price), reference_yuan_per_kg=Decimal("3.32"))
    (found,) = check_clauses(said, [clause("price_near_reference")], LIMITS)
    assert found.outcome == outcome
    assert not found.confirmed


def test_without_a_published_reference_a_price_is_not_judged() -> None:
    (found,) = check_clauses(
        terms(price_yuan_per_kg=Decimal(1)), [clause("price_near_reference")], LIMITS
    )
    assert found.outcome == "passed"


def test_an_unknown_grid_breaks_and_an_unasked_one_does_not() -> None:
    said = {"price_kind": "grid", "grid_code": "G1", "price_yuan_per_kg": None}
    for known, outcome in ((True, "passed"), (None, "passed"), (False, "broken")):
        (found,) = check_clauses(terms(**said, grid_known=known), [clause("grid_is_known")], {})
        assert found.outcome == outcome


@given(st.sampled_from(sorted(CHECKS)), st.booleans())
def test_a_check_that_fails_breaks_legal_clauses_only(name: str, legal: bool) -> None:
    said = terms(
        price_yuan_per_kg=None,
        unilateral_price_change=True,
        stations=0,
        unlicensed_stations=("甲站",),
    )
    found = check_clauses(said, [clause(name, legal=legal)], LIMITS)
    assert all(one.outcome != ("advice" if legal else "broken") for one in found)
    assert bool(broken(found)) <= legal


def test_sealed_bytes_do_not_depend_on_padding_or_order() -> None:
    one = covered({"a": Decimal("3.4000"), "b": [date(2026, 1, 1), "乙"]})
    assert one == covered({"b": (date(2026, 1, 1), "乙"), "a": Decimal("3.4")})
    assert one != covered({"a": Decimal("3.41"), "b": [date(2026, 1, 1), "乙"]})
