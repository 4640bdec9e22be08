"""Robust statistics, scores and precision against published worked examples."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.numerics.comparison import (
    algorithm_a,
    e_n,
    expected_scale,
    hampel,
    horwitz_sigma,
    is_negligible,
    light_of,
    q_sd,
    z_prime,
    z_score,
    zeta,
)
from milkshed.numerics.precision import (
    cochran,
    cochran_critical,
    grubbs,
    grubbs_critical,
    h_critical,
    k_critical,
    mandel,
    precision,
)

# Sulfur in coal, per cent by mass: the first example of ISO 5725-2:1994, annex B, level 1 and 3
SULFUR_1 = {
    "1": [0.71, 0.71, 0.70, 0.71],
    "2": [0.69, 0.67, 0.68],
    "3": [0.66, 0.65, 0.69],
    "4": [0.67, 0.65, 0.66],
    "5": [0.70, 0.69, 0.66, 0.71, 0.69],
    "6": [0.73, 0.74, 0.73],
    "7": [0.71, 0.71, 0.69],
    "8": [0.70, 0.65, 0.68],
}
SULFUR_3 = {
    "1": [1.68, 1.70, 1.68, 1.69],
    "2": [1.64, 1.64, 1.65],
    "3": [1.61, 1.61, 1.62],
    "4": [1.68, 1.66, 1.66],
    "5": [1.64, 1.67, 1.60, 1.66, 1.68],
    "6": [1.70, 1.73, 1.73],
    "7": [1.69, 1.70, 1.68],
    "8": [1.67, 1.68, 1.67],
}


HUNDREDTHS = st.integers(-5000, 5000).map(lambda n: n / 100)


def test_precision_of_sulfur_in_coal() -> None:
    """Published: m 0.690, s_r 0.015, s_R 0.026 at level 1; 1.667, 0.017, 0.035 at level 3."""
    first, third = precision(SULFUR_1), precision(SULFUR_3)
    assert (round(first.mean, 3), round(first.repeatability_sd, 3)) == (0.690, 0.015)
    assert round(first.reproducibility_sd, 3) == 0.026
    assert (round(third.mean, 3), round(third.repeatability_sd, 3)) == (1.667, 0.017)
    assert round(third.reproducibility_sd, 3) == 0.035
    assert (first.laboratories, first.results) == (8, 27)


def test_critical_values_are_those_of_the_tables() -> None:
    """ISO 5725-2:1994, tables 4 (Cochran), 5 (Grubbs, one largest) and 6, 7 (Mandel at 1 %)."""
    assert cochran_critical(8, 3, 0.05) == pytest.approx(0.516, abs=1e-3)
    assert cochran_critical(8, 3, 0.01) == pytest.approx(0.615, abs=1e-3)
    assert grubbs_critical(8, 0.05) == pytest.approx(2.126, abs=1e-3)
    assert grubbs_critical(8, 0.01) == pytest.approx(2.274, abs=1e-3)
    assert h_critical(8) == pytest.approx(2.06, abs=0.01)
    assert h_critical(8, 0.05) == pytest.approx(1.75, abs=0.01)
    # k² n-1 of p: the bound p caps it, and it falls with more replicates
    assert k_critical(8, 3) > k_critical(8, 5) > 1


def test_outliers_are_named() -> None:
    cells = {**SULFUR_1, "9": [0.60, 0.80, 0.70]}
    test = cochran(cells)
    assert (test.code, test.verdict) == ("9", "outlier")
    means = {code: float(np.mean(values)) for code, values in SULFUR_1.items()}
    assert grubbs(means).verdict == "fine"
    far = grubbs({**means, "9": 1.2})
    assert (far.code, far.verdict) == ("9", "outlier")
    cells_of = {cell.code: cell for cell in mandel({**SULFUR_1, "9": [1.2, 1.2, 1.2]})}
    assert abs(cells_of["9"].h) > h_critical(9)
    assert cells_of["9"].k == 0


def test_robust_mean_of_the_published_example() -> None:
    """Copper in wholemeal flour (AMC, Analyst 114, 1989): MASS::hubers gives 3.2055 and 0.674."""
    values = [
        *(2.9, 3.1, 3.4, 3.4, 3.7, 3.7, 2.8, 2.5, 2.4, 2.4, 2.7, 2.2, 5.28, 3.37, 3.03, 3.03),
        *(28.95, 3.77, 3.4, 2.2, 3.5, 3.6, 3.7, 3.7),
    ]
    found = algorithm_a(values)
    assert found.mean == pytest.approx(3.2055, abs=5e-4)
    assert found.sd == pytest.approx(0.6737, abs=1e-3)
    assert found.standard_uncertainty == pytest.approx(1.25 * found.sd / 24**0.5)
    assert expected_scale() == pytest.approx(1.134, abs=1e-3)


def test_one_wild_laboratory_hardly_moves_the_robust_values() -> None:
    values = [3.31, 3.28, 3.30, 3.33, 3.29, 3.32, 3.30, 3.27]
    clean = algorithm_a(values)
    for found in (algorithm_a([*values, 33.0]), hampel([*values, 33.0])):
        assert found.mean == pytest.approx(clean.mean, abs=0.02)
        assert found.sd < 2.5 * clean.sd


def test_the_q_method_agrees_with_the_sd_of_normal_data() -> None:
    sample = np.random.default_rng(1).normal(10, 2, 400)
    assert q_sd(sample.tolist()) == pytest.approx(float(sample.std()), rel=0.1)
    assert q_sd([1.0, 1.0, 1.0]) == 0
    assert hampel([1.0, 1.0, 1.0]).mean == 1


def test_scores() -> None:
    assert z_score(3.42, 3.30, 0.05) == pytest.approx(2.4)
    assert z_prime(3.42, 3.30, 0.04, 0.03) == pytest.approx(2.4)
    assert zeta(3.42, 3.30, 0.03, 0.04) == pytest.approx(2.4)
    assert e_n(3.42, 3.30, 0.06, 0.08) == pytest.approx(1.2)
    assert [light_of(z) for z in (2.0, -2.5, 3.0)] == ["green", "yellow", "red"]
    assert is_negligible(0.015, 0.05)
    assert not is_negligible(0.016, 0.05)
    with pytest.raises(ValueError, match="above zero"):
        z_score(1, 1, 0)


def test_horwitz() -> None:
    """At 1 mg/kg the reproducibility is 16 %; below 120 µg/kg it stays at 22 %."""
    assert horwitz_sigma(1e-6) / 1e-6 == pytest.approx(0.16, abs=5e-4)
    assert horwitz_sigma(1e-9) / 1e-9 == 0.22
    assert horwitz_sigma(0.25) == 0.005


@given(st.lists(HUNDREDTHS, min_size=3, max_size=25), HUNDREDTHS)
def test_the_robust_mean_moves_with_the_data_and_stays_among_them(
    values: list[float], shift: float
) -> None:
    found = algorithm_a(values)
    assert min(values) - 1e-9 <= found.mean <= max(values) + 1e-9
    moved = algorithm_a([value + shift for value in values])
    assert moved.mean == pytest.approx(found.mean + shift, abs=1e-6)
    assert moved.sd == pytest.approx(found.sd, abs=1e-6)


@given(st.lists(st.lists(st.floats(0, 10), min_size=2, max_size=4), min_size=2, max_size=8))
def test_reproducibility_is_never_below_repeatability(cells: list[list[float]]) -> None:
    found = precision({str(n): values for n, values in enumerate(cells)})
    assert found.reproducibility_sd >= found.repeatability_sd
    assert found.repeatability_limit == 2.8 * found.repeatability_sd
