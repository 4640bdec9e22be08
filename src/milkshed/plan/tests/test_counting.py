"""Counting rules: distinct people, bands one falls out of, amounts, and every one left out told."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from milkshed.plan.science.balances import balance, broken
from milkshed.plan.science.counting import REASONS, Counting, Mode, Observation, count
from milkshed.plan.science.identity import identity_check, identity_number

FIRST = date(2024, 1, 1)
BAND = Counting(
    Mode.STANDING, Decimal(10), Decimal(100), strict=True, since=FIRST, newly=True
)  # fmt: skip
ABOVE = Counting(Mode.STANDING, Decimal(100), strict=True, since=FIRST, newly=True)


def seen(
    key: int, subject: str, on: date, amount: str | None = None, stage: str = "running"
) -> Observation:
    return Observation(key, subject, on, stage, None if amount is None else Decimal(amount))


def test_an_enterprise_falls_out_of_its_band_and_rises_into_the_next() -> None:
    entries = [
        seen(1, "甲", date(2025, 12, 31), "12"),
        seen(2, "甲", date(2026, 12, 31), "9.9"),
        seen(3, "乙", date(2025, 12, 31), "10"),
        seen(4, "丙", date(2025, 12, 31), "60"),
        seen(5, "丙", date(2026, 12, 31), "100.1"),
        seen(6, "丁", date(2023, 12, 31), "11"),
        seen(7, "丁", date(2025, 12, 31), "15"),
    ]
    early = count(BAND, entries, date(2026, 1, 1))
    assert early.keys == (1, 4)
    assert early.left_out == {2: "future", 5: "future", 3: "floor", 6: "not-new", 7: "not-new"}
    late = count(BAND, entries, date(2027, 1, 1))
    assert late.value == 0
    assert late.left_out[2] == "floor"
    assert late.left_out[5] == "ceiling"
    assert count(ABOVE, entries, date(2027, 1, 1)).keys == (5,)


def test_a_person_trained_twice_counts_once_and_for_good() -> None:
    rule = Counting(Mode.ONCE, floor=Decimal(8), since=FIRST)
    entries = [
        seen(1, "甲", date(2024, 3, 1), "24"),
        seen(2, "甲", date(2025, 3, 1), "40"),
        seen(3, "乙", date(2025, 3, 1), "4"),
        seen(4, "丙", date(2023, 3, 1), "24"),
    ]
    found = count(rule, entries, date(2026, 1, 1))
    assert found.value == 1
    assert found.keys == (1,)
    assert found.left_out == {2: "again", 3: "floor", 4: "before"}


def test_capacities_are_added_by_their_latest_entry() -> None:
    rule = Counting(Mode.AMOUNT)
    entries = [
        seen(1, "一期", date(2025, 1, 1), "2000"),
        seen(2, "一期", date(2026, 1, 1), "2500"),
        seen(3, "二期", date(2026, 1, 1), "1000", "building"),
    ]
    found = count(rule, entries, date(2026, 6, 1))
    assert found.value == 2500
    assert found.left_out == {1: "later", 3: "stage"}


observations = st.lists(
    st.builds(
        Observation,
        key=st.integers(0, 10**6),
        subject=st.sampled_from("甲乙丙丁"),
        on=st.integers(0, 1500).map(lambda n: date(2023, 6, 1) + timedelta(n)),
        stage=st.sampled_from(["planned", "building", "running", "ended"]),
        amount=st.none() | st.decimals(0, 200, places=1),
    ),
    max_size=30,
    unique_by=lambda one: one.key,
)
rules = st.sampled_from(
    [BAND, ABOVE, Counting(Mode.ONCE, floor=Decimal(8), since=FIRST), Counting(Mode.STANDING)]
)


@given(observations, rules)
def test_every_entry_counts_or_has_its_reason(held: list[Observation], rule: Counting) -> None:
    found = count(rule, held, date(2026, 1, 1))
    assert set(found.keys) | set(found.left_out) == {one.key for one in held}
    assert not set(found.keys) & set(found.left_out)
    assert set(found.left_out.values()) <= set(REASONS)
    subjects = [one.subject for one in held if one.key in found.keys]
    assert len(subjects) == len(set(subjects))
    assert found.value == len(subjects)


@given(observations)
def test_the_bands_never_share_an_enterprise(held: list[Observation]) -> None:
    on = date(2026, 1, 1)
    assert not set(count(BAND, held, on).keys) & set(count(ABOVE, held, on).keys)


moves = st.lists(
    st.tuples(
        st.sampled_from(["allocate", "disburse", "use", "recover"]),
        st.decimals("0.01", "1000000", places=2),
    ),
    max_size=30,
)


@given(moves)
def test_money_taken_by_the_rules_never_runs_over(asked: list[tuple[str, Decimal]]) -> None:
    taken: list[tuple[str, Decimal]] = []
    for kind, yuan in asked:
        if broken(balance(taken), kind, yuan) is None:
            taken.append((kind, yuan))
    held = balance(taken)
    assert held.disbursed - held.recovered <= held.allocated
    assert held.used + held.recovered <= held.disbursed
    assert held.allocated == held.to_disburse + held.in_hand + held.used


def test_the_check_character_of_the_standard() -> None:
    """The example of GB 11643-1999: 11010519491231002X."""
    assert identity_check("11010519491231002") == "X"
    assert identity_number(" 11010519491231002x ") == "11010519491231002X"
