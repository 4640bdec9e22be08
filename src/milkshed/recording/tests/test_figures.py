"""Figures around a lactation, against sums done by hand and published vectors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.recording.science import (
    daily_yield,
    herd_report,
    mature_equivalent,
    persistency,
    somatic_cells,
)


def test_score_vectors() -> None:
    assert somatic_cells.score([12.5, 100, 200, 400]).tolist() == [0, 3, 4, 5]
    assert np.isnan(somatic_cells.score([0, -1, np.nan])).all()


@given(st.floats(1, 9999))
def test_score_and_count_are_inverse(count: float) -> None:
    again = somatic_cells.count_thousand(somatic_cells.score(count))
    assert float(again) == pytest.approx(count)


def test_bulk_count_is_weighted_by_milk() -> None:
    assert somatic_cells.bulk_count_thousand([100, 400, np.nan], [30, 10, 20]) == 175
    assert np.isnan(somatic_cells.bulk_count_thousand([], []))


def test_two_by_two_of_two_tests() -> None:
    dynamics = somatic_cells.udder_dynamics(
        [100, 150, 200, 300, 400, 500, np.nan], [50, 250, 201, 100, 900, 200, 100]
    )
    assert (dynamics.healthy, dynamics.new, dynamics.cured, dynamics.chronic) == (1, 2, 2, 1)
    assert dynamics.new_infection.share == pytest.approx(2 / 3)
    assert dynamics.cure.share == pytest.approx(2 / 3)
    assert dynamics.chronic_share.share == pytest.approx(1 / 6)
    assert somatic_cells.udder_dynamics([], []).cure.share is None


def test_differential_groups() -> None:
    groups = somatic_cells.differential_group([100, 100, 300, 300, np.nan], [60, 70, 70, 60, 1])
    assert groups.tolist() == ["A", "B", "C", "D", ""]


def test_an_even_secretion_makes_24_hours_of_one_milking() -> None:
    found = daily_yield.alternate_milking_kg([10.0, 14.0, 9.0], [10.0, 14.0, 2.0], [158] * 3)
    assert found[:2] == pytest.approx([24.0, 24.0])
    assert np.isnan(found[2])
    # DeLorenzo & Wiggans 1986, interval below 9 hours, morning: factor 2.465, cofactor 0.01566
    row = daily_yield.alternate_milking_kg(
        12.0, 8.5, 58, intercept=1 / 2.465, slope_per_hour=0.0, cofactor_kg_per_day=0.01566
    )
    assert float(row) == pytest.approx(12 * 2.465 - 1.566)


def test_robot_yield_is_a_rate_over_the_window() -> None:
    found = daily_yield.robot_milk_kg(
        [10.0, 12.0, 99.0, 5.0], [8.0, 10.0, 9.0, 30.0], [2.0, 40.0, 120.0, 5.0]
    )
    assert found == pytest.approx(22 / 18 * 24)
    assert np.isnan(daily_yield.robot_milk_kg([], [], []))


def test_pooled_content() -> None:
    assert daily_yield.pooled_share([4.0, 3.0, 3.0]).tolist() == [0.4, 0.3, 0.3]
    assert float(daily_yield.pooled_content_pct([3.0, 4.0], [30.0, 10.0])) == 3.25


def test_cell_count_matrix_counts_every_cow_once() -> None:
    matrix = herd_report.cell_count_matrix([50, 100, 250, 800, np.nan], [10, 31, 150, 400, 20])
    assert matrix.cows.sum() == 4
    assert matrix.left_out == 1
    assert matrix.cows[0, 0] == 1
    assert matrix.cows[1, 1] == 1
    assert matrix.cows[2, 2] == 1
    assert matrix.cows[4, 4] == 1
    assert matrix.share.sum() == pytest.approx(1)


def test_urea_and_protein() -> None:
    grid = herd_report.urea_protein_grid([10, 20, 35, 35], [3.0, 3.5, 3.0, 4.0])
    assert grid.cows.tolist() == [[1, 0, 0], [0, 1, 0], [1, 0, 1]]


def test_fat_protein_ratio() -> None:
    found = herd_report.fat_protein_ratio(
        [3.0, 4.0, 5.2, 5.2, np.nan], [3.2, 3.2, 3.2, 3.2, 3.0], [50, 50, 50, 200, 50]
    )
    assert (found.low.cows, found.high.cows, found.low.out_of) == (1, 2, 4)
    assert (found.high_early.cows, found.high_early.out_of) == (1, 3)
    assert np.isnan(herd_report.fat_protein_ratio([], [], []).mean)


def test_persistency_by_its_definitions() -> None:
    daily = np.concatenate([np.full(100, 40.0), np.full(100, 30.0), np.full(105, 20.0)])[None]
    assert persistency.stage_ratio_pct(daily, 2)[0] == 75
    assert persistency.stage_ratio_pct(daily, 3)[0] == 50
    assert persistency.late_to_early_pct(daily)[0] == 50
    assert persistency.daily_sd_kg(daily)[0] == pytest.approx(np.std(daily, ddof=1))
    assert float(persistency.monthly_pct(np.array(40.0), np.array(36.0), 30)) == pytest.approx(90)
    with pytest.raises(ValueError, match="stage"):
        persistency.stage_ratio_pct(daily[:, :150], 2)


def test_mature_factors_are_found_again() -> None:
    random = np.random.default_rng(2)
    parity, month = random.integers(1, 5, 6000), random.integers(1, 13, 6000)
    true_parity = np.array([np.nan, 0.80, 0.93, 0.98, 1.0])
    season = 1 + 0.03 * np.cos(2 * np.pi * (np.arange(13) - 1) / 12)
    total = 10_000 * true_parity[parity] * season[month] * np.exp(0.15 * random.normal(size=6000))
    factors = mature_equivalent.estimate_mature_factors(
        total, {"parity": (parity, 4), "month": (month, 1)}
    )
    assert factors.effects["parity"].factor == pytest.approx(1 / true_parity[1:], rel=0.02)
    assert factors.effects["month"].of([1])[0] == 1
    assert factors.residual_log_sd == pytest.approx(0.15, rel=0.05)
    adjusted = factors.mature(total, parity=parity, month=month)
    by_parity = [adjusted[parity == p].mean() for p in range(1, 5)]
    assert np.ptp(by_parity) / np.mean(by_parity) < 0.02
    assert np.isnan(factors.mature([9000.0], parity=[7], month=[1])[0])
    with pytest.raises(ValueError, match="wanted"):
        factors.mature(total, parity=parity)
    with pytest.raises(ValueError, match="parity = 9"):
        mature_equivalent.estimate_mature_factors(total, {"parity": (parity, 9)})
    with pytest.raises(ValueError, match="told apart"):
        mature_equivalent.estimate_mature_factors(
            total, {"parity": (parity, 4), "again": (parity, 4)}
        )


def test_days_dry() -> None:
    found = mature_equivalent.days_dry([400.0, 400.0, 400.0], [340.0, np.nan, 401.0])
    assert found[0] == 60
    assert np.isnan(found[1:]).all()
