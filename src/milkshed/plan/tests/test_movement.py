"""Differences against the period before: hand-made cases, and parts that always add up."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from milkshed.plan.science.movement import Cause, Part, Reading, Remark, explain, rounded
from milkshed.plan.science.suppression import withheld

SEPTEMBER, OCTOBER = date(2026, 9, 30), date(2026, 10, 31)


def reading(value: str | None, **more: object) -> Reading:
    values: dict[str, object] = {
        "unit": "万头", "as_of": OCTOBER, "source": "computed", "method_version": "1",
    }  # fmt: skip
    return Reading(None if value is None else Decimal(value), **(values | more))  # type: ignore[arg-type]


def test_a_movement_is_split_into_correction_counties_and_rest() -> None:
    """90.0 was printed, 90.2 is on record now; counties move by +0.5 and -0.1, 0.05 is left."""
    move = explain(
        reading("90.0", as_of=SEPTEMBER),
        reading("90.2", as_of=SEPTEMBER),
        reading("90.65"),
        {"640302": Decimal("22.0"), "640181": Decimal("17.1")},
        {"640302": Decimal("22.5"), "640181": Decimal("17.0")},
    )
    assert (move.before, move.after, move.change) == (
        Decimal("90.0"), Decimal("90.65"), Decimal("0.65"),
    )  # fmt: skip
    assert move.parts == (
        Part(Cause.CORRECTION, Decimal("0.2")),
        Part(Cause.COUNTY, Decimal("0.5"), "640302"),
        Part(Cause.COUNTY, Decimal("-0.1"), "640181"),
        Part(Cause.REST, Decimal("0.05")),
    )
    assert move.remarks == ()


def test_another_method_is_said_and_not_split_by_county() -> None:
    counties = {"640302": Decimal(1)}, {"640302": Decimal(2)}
    move = explain(
        None, reading("90", as_of=SEPTEMBER), reading("91", method_version="2"), *counties
    )
    assert move.remarks == (Remark.METHOD,)
    assert not move.parts
    again = explain(
        reading("90", as_of=SEPTEMBER),
        reading("90.5", as_of=SEPTEMBER, method_version="2"),
        reading("91", method_version="2"),
        *counties,
    )
    assert again.remarks == (Remark.RECOMPUTED,)
    assert again.parts[0] == Part(Cause.CORRECTION, Decimal("0.5"))


def test_reports_coverage_and_gaps_are_remarked() -> None:
    by_hand = explain(None, reading("1", by_hand=True), reading("2"))
    assert by_hand.remarks == (Remark.SOURCE,)
    newer = explain(None, reading("1", by_hand=True, as_of=SEPTEMBER), reading("2", by_hand=True))
    assert newer.remarks == (Remark.NEW_REPORT,)
    fuller = explain(
        None, reading("1", coverage=Decimal("0.4")), reading("2", coverage=Decimal("0.9"))
    )
    assert fuller.remarks == (Remark.COVERAGE,)
    assert explain(None, reading(None), reading("2")).remarks == (Remark.APPEARED,)
    gone = explain(None, reading("1"), reading(None))
    assert (gone.remarks, gone.change) == ((Remark.VANISHED,), None)
    assert explain(None, None, reading("1")).change is None


NUMBERS = st.decimals(min_value=0, max_value=1000, places=5)
COUNTIES = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), NUMBERS, max_size=4)


@given(NUMBERS, NUMBERS, NUMBERS, COUNTIES, COUNTIES)
def test_parts_add_up_to_the_printed_difference(
    printed: Decimal,
    revised: Decimal,
    after: Decimal,
    before: dict[str, Decimal],
    now: dict[str, Decimal],
) -> None:
    move = explain(
        reading(str(printed), as_of=SEPTEMBER),
        reading(str(revised), as_of=SEPTEMBER),
        reading(str(after)),
        before,
        now,
    )
    assert move.change == rounded(after, "万头") - rounded(printed, "万头")
    if move.parts:
        assert sum(part.change for part in move.parts) == move.change
    else:
        assert move.change == 0


def test_a_single_small_county_takes_another_with_it() -> None:
    """One county of two farms could be worked out from the total, so the next smallest goes too."""
    farms = {"a": 2, "b": 5, "c": 9, "d": 0}
    assert withheld(farms, 3) == {"a", "b"}
    assert withheld({"a": 1, "b": 2, "c": 9}, 3) == {"a", "b"}
    assert withheld({"a": 3, "b": 4}, 3) == frozenset()
    assert withheld({"a": 1}, 3) == {"a"}


@given(
    st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 9)), st.integers(2, 5)
)
def test_nothing_of_few_holders_can_be_worked_out(farms: dict[str, int], least: int) -> None:
    hidden = withheld(farms, least)
    assert all(number == 0 or number >= least for key, number in farms.items() if key not in hidden)
    left = [number for key, number in farms.items() if number and key not in hidden]
    if hidden and left:
        assert len(hidden) >= 2
        assert sum(farms[key] for key in hidden) >= least
