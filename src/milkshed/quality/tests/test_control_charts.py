"""Run lengths equal to R's spc; the zone rules on drawn-up series."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.quality.science.control_charts import (
    BEYOND_3,
    CUSUM_UP,
    EIGHT_ON_A_SIDE,
    EWMA_OUT,
    FOUR_OF_FIVE,
    TWO_OF_THREE,
    charts,
    cusum_run_length,
    ewma_run_length,
    two_sided_cusum_run_length,
    western_electric,
)


@pytest.mark.parametrize(
    ("decision", "expected"),
    [(4, (335.3676, 26.67916, 8.383202, 3.34277)), (5, (930.887, 38.00961, 10.37598, 4.008871))],
)
def test_cusum_run_lengths_equal_spc(decision: float, expected: tuple[float, ...]) -> None:
    found = [cusum_run_length(0.5, decision, shift) for shift in (0, 0.5, 1, 2)]
    assert found == pytest.approx(expected, rel=2e-5)


def test_two_sided_cusum_equals_spc() -> None:
    assert two_sided_cusum_run_length(0.5, 4) == pytest.approx(167.6838, rel=2e-5)
    assert two_sided_cusum_run_length(0.5, 5) == pytest.approx(465.4435, rel=2e-5)
    assert two_sided_cusum_run_length(0.5, 5.070704) == pytest.approx(500, rel=2e-5)


@pytest.mark.parametrize(
    ("weight", "width", "still", "moved"),
    [
        (0.1, 2.7, 368.9937, 28.19054),
        (0.2, 2.86, 371.1033, 36.20259),
        (0.05, 2.492, 372.0176, 26.49262),
        (0.4, 3.054, 499.9513, 71.2005),
    ],
)
def test_ewma_run_lengths_equal_spc(
    weight: float, width: float, still: float, moved: float
) -> None:
    assert ewma_run_length(weight, width) == pytest.approx(still, rel=2e-5)
    assert ewma_run_length(weight, width, 0.5) == pytest.approx(moved, rel=2e-5)


def rules_at(z: list[float], at: int) -> set[str]:
    return {signal.rule for signal in western_electric(z) if signal.at == at}


def test_the_zone_rules() -> None:
    assert rules_at([0.0, 3.1], 1) == {BEYOND_3}
    assert rules_at([2.1, 0.0, 2.2], 2) == {TWO_OF_THREE}
    assert rules_at([2.1, 0.0, -2.2], 2) == set()
    assert rules_at([1.1, 1.2, 0.1, 1.3, 1.4], 4) == {FOUR_OF_FIVE}
    assert rules_at([0.1] * 7, 6) == set()
    assert rules_at([-0.1] * 8, 7) == {EIGHT_ON_A_SIDE}
    assert rules_at([1.1, 1.2, 1.3, 1.4, 0.1], 4) == set()  # the last point must be one of them


def test_a_small_drift_is_seen_by_the_sums_before_a_point_is_beyond_three() -> None:
    values = np.concatenate([np.zeros(10), np.full(15, 1.2)]) * 0.02 + 3.30
    found = charts(values.tolist(), 3.30, 0.02)
    rules = {signal.rule for signal in found.signals}
    assert {CUSUM_UP, EWMA_OUT} <= rules
    assert BEYOND_3 not in rules
    first = min(s.at for s in found.signals if s.rule == CUSUM_UP)
    assert first == 17  # 0.7 sd a point passes 5 sd with the eighth
    with pytest.raises(ValueError, match="above zero"):
        charts([1.0], 1.0, 0)


@given(st.lists(st.floats(-4, 4), min_size=1, max_size=40))
def test_turning_the_sign_turns_the_charts(values: list[float]) -> None:
    up, down = charts(values, 0, 1), charts([-v for v in values], 0, 1)
    assert up.upper_sum == pytest.approx(down.lower_sum)
    assert up.average == pytest.approx(-down.average)
    assert len(up.signals) == len(down.signals)
    assert (up.upper_sum >= 0).all()
