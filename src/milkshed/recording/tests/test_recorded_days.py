"""Columns are checked once, and a bad lactation never stops the others."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.recording.science import best_prediction, random_regression
from milkshed.recording.science.curves import Curve, fit_curves, hostens_2012
from milkshed.recording.science.interval_method import accumulate
from milkshed.recording.science.recorded_days import Limits, Status, TestDays
from milkshed.recording.science.reference_population import european_population


def test_each_fault_is_named_and_the_good_lactation_is_used() -> None:
    lactations = {
        Status.USABLE: [(10, 20.0, 3.5), (40, 25.0, np.nan)],
        Status.DAY_OUT_OF_RANGE: [(0, 20.0, 3.5)],
        Status.SAME_DAY_TWICE: [(10, 20.0, 3.5), (10, 21.0, 3.5)],
        Status.MILK_OUT_OF_RANGE: [(10, np.nan, 3.5)],
        Status.FAT_OUT_OF_RANGE: [(10, 20.0, 35.0)],
    }
    rows = [(int(key), *test) for key, tests in lactations.items() for test in tests]
    key, dim, milk, fat = (list(column) for column in zip(*rows, strict=True))
    days = TestDays.from_table(key, dim, milk, fat_pct=fat)
    assert [Status(code) for code in days.status] == list(lactations)
    yields = accumulate(days)
    assert np.isfinite(yields.milk_kg[0])
    assert np.isnan(yields.milk_kg[1:]).all()
    for status in Status:
        assert status.reason.zh
        assert status.reason.en


def test_a_lactation_that_ends_before_its_last_test_is_refused() -> None:
    days = TestDays.from_columns([0, 2, 2], [10, 300], [20.0, 20.0], length_days=[200, 0])
    assert days.status.tolist() == [Status.LENGTH_BEFORE_LAST_TEST, Status.NO_TESTS]


def test_unordered_columns_are_refused_and_tables_are_sorted() -> None:
    assert TestDays.from_columns([0, 2], [40, 10], [1.0, 2.0]).status[0] == (
        Status.DAYS_NOT_ASCENDING
    )
    days = TestDays.from_table(["b", "a", "b"], [40, 5, 10], [30.0, 10.0, 20.0])
    assert days.keys.tolist() == ["b", "a"]
    assert days.dim.tolist() == [10, 40, 5]
    assert days.milk_kg.tolist() == [20.0, 30.0, 10.0]


def test_a_row_that_comes_twice_is_taken_once() -> None:
    days = TestDays.from_table([1, 1, 1], [10, 10, 40], [20.0, 20.0, 25.0])
    assert days.dim.tolist() == [10, 40]
    assert days.status.tolist() == [Status.USABLE]


def test_arrays_cannot_be_written() -> None:
    days = TestDays.from_columns([0, 1], [10], [20.0])
    with pytest.raises(ValueError, match="read-only"):
        days.milk_kg[0] = 1.0


@pytest.mark.parametrize(
    ("offsets", "message"), [([1, 2], "start at 0"), ([0, 3], "2 rows"), ([0, 2, 1], "never fall")]
)
def test_shapes_that_do_not_fit_are_refused(offsets: list[int], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        TestDays.from_columns(offsets, [1, 2], [1.0, 2.0])


def test_limits_are_those_given() -> None:
    strict = Limits(milk_kg=(5.0, 60.0))
    days = TestDays.from_columns([0, 1, 2], [10, 10], [4.0, 40.0], limits=strict)
    assert days.status.tolist() == [Status.MILK_OUT_OF_RANGE, Status.USABLE]
    assert days.select([0]).status[0] == Status.MILK_OUT_OF_RANGE


@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(1, 400), st.floats(1, 60)), max_size=6, unique_by=lambda t: t[0]
        ),
        max_size=6,
    ),
    st.integers(1, 400),
)
def test_cutting_keeps_lactations_and_their_early_tests(
    lactations: list[list[tuple[int, float]]], cut: int
) -> None:
    ordered = [sorted(tests) for tests in lactations]
    offsets = np.concatenate(([0], np.cumsum([len(tests) for tests in ordered]))).astype(int)
    flat = [test for tests in ordered for test in tests]
    days = TestDays.from_columns(offsets, [d for d, _ in flat], [m for _, m in flat])
    early = days.up_to(cut)
    assert early.lactations == days.lactations
    for i, tests in enumerate(ordered):
        held = early.dim[early.offsets[i] : early.offsets[i + 1]].tolist()
        assert held == [day for day, _ in tests if day <= cut]
    back = days.select(np.arange(days.lactations)[::-1])
    assert back.tests.tolist() == days.tests.tolist()[::-1]


def test_a_missing_or_broken_day_spoils_its_own_lactation_only() -> None:
    days = TestDays.from_table(
        ["a", "b", "c"], [np.nan, 10.5, 30.0], [20.0, 20.0, 20.0], parity=[1, 1, np.nan]
    )
    assert [Status(code) for code in days.status] == [
        Status.DAY_OUT_OF_RANGE,
        Status.DAY_OUT_OF_RANGE,
        Status.USABLE,
    ]
    assert days.parity.tolist() == [1, 1, 0]


def test_no_lactations_give_no_answers() -> None:
    none = TestDays.from_table([], [], [])
    assert none.lactations == 0
    assert len(accumulate(none).milk_kg) == 0
    assert random_regression.predict(none, european_population()).total.shape == (0, 1)
    assert best_prediction.predict(none).total.shape == (0, 4)
    assert len(fit_curves(none, Curve.MILKBOT, prior=hostens_2012()).total()) == 0
