"""The test-interval method against ICAR's worked example and against sums done by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.recording.science.interval_method import accumulate
from milkshed.recording.science.recorded_days import TestDays

# ICAR Procedure 2 of Section 2: calving 25 March, tests 8 April … 20 December, end 3 January
ICAR = [
    (14, 28.2, 3.65), (42, 24.8, 3.45), (72, 26.6, 3.40), (104, 23.2, 3.55), (130, 20.2, 3.85),
    (158, 17.8, 4.05), (184, 13.2, 4.45), (216, 9.6, 4.65), (242, 5.8, 4.95), (270, 4.4, 5.25),
]  # fmt: skip


def _days(tests: list[tuple[int, float, float]], length: int = 0) -> TestDays:
    dim, milk, fat = (list(column) for column in zip(*tests, strict=True))
    return TestDays.from_columns([0, len(tests)], dim, milk, fat_pct=fat, length_days=[length])


def test_icar_example() -> None:
    yields = accumulate(_days(ICAR, length=284))
    assert yields.to_day[0] == 284
    assert yields.milk_kg[0] == pytest.approx(4973.2, abs=0.05)
    assert yields.fat_kg[0] == pytest.approx(190.22, abs=0.01)
    assert yields.fat_pct[0] == pytest.approx(3.82, abs=0.005)
    assert np.isnan(yields.protein_kg[0])


def test_in_progress_stops_at_the_last_test_and_can_be_extended() -> None:
    open_record = _days(ICAR[:3])
    assert accumulate(open_record).milk_kg[0] == pytest.approx(394.8 + 742.0 + 771.0)
    extended = accumulate(open_record, extend=True)
    assert extended.milk_kg[0] == pytest.approx(394.8 + 742.0 + 771.0 + (305 - 72) * 26.6)


def test_305_days_end_between_two_tests() -> None:
    days = _days([(5, 30.0, 4.0), (295, 20.0, 4.0), (315, 10.0, 4.0)], length=330)
    by_hand = 5 * 30 + 290 * 25 + (20 + 15) / 2 * 10
    assert accumulate(days).milk_kg[0] == pytest.approx(by_hand)
    assert accumulate(days, last_day=400).milk_kg[0] == pytest.approx(
        150 + 7250 + 20 * 15 + 15 * 10
    )


def test_a_missing_component_is_bridged() -> None:
    days = _days([(10, 30.0, 4.0), (40, 30.0, np.nan), (70, 30.0, 4.0)], length=80)
    yields = accumulate(days)
    assert yields.fat_kg[0] == pytest.approx(80 * 1.2)
    assert yields.milk_kg[0] == pytest.approx(80 * 30)


@given(
    st.lists(
        st.tuples(st.integers(1, 400), st.floats(1, 60)), min_size=1, unique_by=lambda t: t[0]
    ),
    st.integers(1, 400),
)
def test_equals_the_area_under_the_broken_line(tests: list[tuple[int, float]], end: int) -> None:
    tests = sorted(tests)
    dim, milk = (np.array(column, dtype=float) for column in zip(*tests, strict=True))
    days = TestDays.from_columns([0, len(tests)], dim.astype(int), milk)
    yields = accumulate(days, last_day=end, extend=True)
    corners = np.unique(np.concatenate(([0.0, float(end)], dim[dim < end])))
    line = np.interp(corners, dim, milk)
    assert yields.milk_kg[0] == pytest.approx(float(np.trapezoid(line, corners)), rel=1e-9)


def test_threads_do_not_change_the_answer() -> None:
    random = np.random.default_rng(3)
    offsets = np.arange(0, 200_001, 2)
    dim = np.sort(random.integers(1, 305, (100_000, 2)), axis=1)
    dim[:, 1] += 1
    days = TestDays.from_columns(offsets, dim.ravel(), random.uniform(5, 50, 200_000))
    alone, together = accumulate(days, threads=1), accumulate(days, threads=4)
    assert np.array_equal(alone.milk_kg, together.milk_kg)
