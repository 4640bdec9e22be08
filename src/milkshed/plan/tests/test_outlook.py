"""What would have to happen, and how likely: known answers, worked by hand or from tables."""

from datetime import date, timedelta
from math import exp, isclose, log

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import linregress
from scipy.stats import t as student

from milkshed.plan.science.outlook import YEAR_D, need, outlook

END = date(2027, 12, 31)


def test_the_rate_needed_leads_to_the_target() -> None:
    """From 430.6 to 450 in two years: 450/430.6 = 1.04505, whose root is 1.02228."""
    today = END - timedelta(days=round(2 * YEAR_D))
    found = need(430.6, 450.0, today, END)
    assert found is not None
    assert found.rate is not None
    assert round(found.years, 2) == 2.0
    assert round(found.rate, 4) == 0.0223
    assert round(found.change_a_year, 1) == 9.7


@pytest.mark.parametrize(("value", "target"), [(0.0, 40.0), (-1.0, 40.0)])
def test_a_rate_of_nothing_is_not_defined(value: float, target: float) -> None:
    found = need(value, target, date(2026, 1, 1), END)
    assert found is not None
    assert found.rate is None
    assert found.change_a_year > 0


def test_no_time_left_needs_nothing() -> None:
    assert need(1.0, 2.0, END, END) is None


def _yearly(values: list[float]) -> list[tuple[date, float]]:
    first = date(2016, 1, 1)
    return [(first + timedelta(days=365 * n), value) for n, value in enumerate(values)]


def test_log_linear_agrees_with_an_independent_regression() -> None:
    history = _yearly([43.70, 57.38, 67.3, 83.7, 92.0, 91.0, 93.0])
    found = outlook(history, 90.0, END)
    assert found is not None
    assert found.model == "log-linear"
    x = [(day - history[0][0]).days / YEAR_D for day, _ in history]
    fit = linregress(x, [log(v) for _, v in history])
    at = (END - history[0][0]).days / YEAR_D
    mean = sum(x) / len(x)
    spread = sum((one - mean) ** 2 for one in x)
    rest = sum(
        (log(v) - fit.intercept - fit.slope * one) ** 2
        for one, (_, v) in zip(x, history, strict=True)
    )
    error = (rest / 5 * (1 + 1 / 7 + (at - mean) ** 2 / spread)) ** 0.5
    middle = fit.intercept + fit.slope * at
    wide = student.ppf(0.95, 5) * error
    assert isclose(found.middle, exp(middle), rel_tol=1e-9)
    assert isclose(found.low, exp(middle - wide), rel_tol=1e-9)
    assert isclose(found.high, exp(middle + wide), rel_tol=1e-9)
    assert found.probability is not None
    assert isclose(found.probability, student.sf((log(90) - middle) / error, 5), rel_tol=1e-9)


def test_drift_by_hand() -> None:
    """10, 12, 13, 15 at equal steps h: slope 5/(3h); residuals 1/3, -2/3, 1/3 squared sum 2/3.

    The variance a year is (2/3)/h over 2 degrees of freedom, and one step ahead has the error
    sqrt(1/(3h) · h · (1 + 1/3)) = 2/3.
    """
    history = _yearly([10.0, 12.0, 13.0, 15.0])
    end = history[-1][0] + timedelta(days=365)
    found = outlook(history, 15.0 + 5 / 3, end)
    assert found is not None
    assert found.model == "drift"
    assert isclose(found.middle, 15 + 5 / 3, rel_tol=1e-9)
    assert found.probability is not None
    assert isclose(found.probability, 0.5, abs_tol=1e-9)
    wide = student.ppf(0.95, 2) * 2 / 3
    assert isclose(found.high - found.middle, wide, rel_tol=1e-9)


def test_a_falling_herd_is_not_forecast_below_nought() -> None:
    falling = [(date(2025, 1, 1), 92.0), (date(2026, 1, 1), 60.0), (date(2026, 11, 1), 22.0)]
    free = outlook(falling, 90.0, date(2027, 12, 31))
    bound = outlook(falling, 90.0, date(2027, 12, 31), least=0.0, most=100.0)
    assert free is not None
    assert bound is not None
    assert free.low < free.middle < 0
    assert (bound.low, bound.middle) == (0.0, 0.0)
    assert bound.high == min(max(free.high, 0.0), 100.0)
    assert bound.probability == free.probability
    assert all(0 <= low <= middle <= high <= 100 for _, middle, low, high in bound.line)


def test_a_cap_asks_for_the_other_side() -> None:
    history = _yearly([60.0, 61.0, 61.5, 63.5])
    above = outlook(history, 66.0, END)
    below = outlook(history, 66.0, END, at_most=True)
    assert above is not None
    assert below is not None
    assert above.probability is not None
    assert below.probability is not None
    assert isclose(above.probability + below.probability, 1)


@pytest.mark.parametrize(
    "history",
    [
        _yearly([1.0, 2.0]),
        _yearly([1.0, float("nan"), 3.0]),
        [(END, 1.0), (END + timedelta(days=1), 2.0), (END + timedelta(days=2), 3.0)],
    ],
)
def test_too_little_is_said_to_be_too_little(history: list[tuple[date, float]]) -> None:
    assert outlook(history, 10.0, END) is None


@given(
    st.lists(st.floats(0.1, 1e6), min_size=3, max_size=12),
    st.floats(0.1, 1e6),
)
def test_every_outlook_is_in_order(values: list[float], target: float) -> None:
    found = outlook(_yearly(values)[:11], target, END)
    assert found is not None
    assert found.low <= found.middle <= found.high
    assert found.probability is not None
    assert 0 <= found.probability <= 1
