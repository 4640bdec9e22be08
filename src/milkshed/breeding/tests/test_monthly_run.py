"""The arithmetic of the monthly run: edits counted, groups joined, runs compared."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.breeding.science.monthly_run import (
    Observations,
    RecordLimits,
    compare_runs,
    contemporary_groups,
    contents,
    edit_lactations,
)
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.simulation import simulate_breeding_values, simulate_pedigree
from milkshed.breeding.science.trait_blocks import (
    Correlations,
    Solver,
    TraitVariances,
    block_covariances,
    numbered,
    phenotypic_variance,
    solve_block,
)

LIMITS = RecordLimits(3, 60, (1, 5), {"milk_kg": (1500, 25_000)})


def observed(**changed: object) -> Observations:
    columns: dict[str, object] = {
        "animal": np.array([0, 1, 2, -1]),
        "place": np.array([1, 1, 1, 1]),
        "day": np.array([20_000, 20_001, 20_100, 20_002]),
        "parity": np.array([1, 1, 2, 1]),
        "group": np.zeros(4, np.int64),
        "values": {"milk_kg": np.array([9000.0, 500.0, 8000.0, 9000.0])},
    }
    return Observations(**(columns | changed))  # type: ignore[arg-type]


def test_every_record_left_out_is_counted_once() -> None:
    kept, counts = edit_lactations(
        observed(), np.array([4, 4, 2, 4]), np.array([200, 200, 200, 200]), LIMITS
    )
    assert kept.animal.tolist() == [0]
    assert counts == {
        "read": 4, "unknown_animal": 1, "parity": 0, "tests": 1, "days_in_milk": 0,
        "range.milk_kg": 1, "nothing_measured": 1, "kept": 1,
    }  # fmt: skip


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(19_000, 20_500)), min_size=1, max_size=60),
    st.integers(1, 5),
)
def test_no_farm_is_mixed_and_small_groups_are_joined(
    rows: list[tuple[int, int]], fewest: int
) -> None:
    place, day = (np.array(column) for column in zip(*rows, strict=True))
    size = len(place)
    group = contemporary_groups(
        Observations(place, place, day, place, np.zeros(size, np.int64), {}), fewest
    )
    for one in np.unique(group):
        assert len(np.unique(place[group == one])) == 1
    # the coarsest level of a farm is the only one that may stay small
    for one, count in zip(*np.unique(group, return_counts=True), strict=True):
        assert count >= fewest or one % 100_000 == 0
    again = contemporary_groups(
        Observations(place, place, day, place, np.zeros(size, np.int64), {}), fewest
    )
    assert np.array_equal(group, again)


def test_variance_within_groups_by_hand() -> None:
    variance, free = phenotypic_variance(
        np.array([1.0, 3.0, 10.0, 14.0]), np.array([1, 1, 2, 2]), np.ones(4, np.int64)
    )
    assert (variance, free) == (5.0, 2)


def test_contents_follow_from_yields() -> None:
    # 10,000 kg with 400 kg fat: 50 kg more fat and as much milk is half a point
    assert contents(np.array([50.0]), np.array([0.0]), 400.0, 10_000.0)[0] == pytest.approx(0.5)
    assert contents(np.array([40.0]), np.array([1000.0]), 400.0, 10_000.0)[0] == pytest.approx(0)


def test_a_change_of_base_moves_nobody() -> None:
    before = np.arange(10.0)
    now = before - 7
    now[3] += 5
    told = compare_runs(
        [str(n) for n in range(10)], before, now, 2.0, [("records:+1",)] * 10,
        least_sd=1.0, most=5, top_size=3,
    )  # fmt: skip
    assert told.shift == pytest.approx(-6.5)
    assert [one.name for one in told.movers] == ["3"]
    assert told.movers[0].change_sd == pytest.approx(2.25)
    assert told.movers[0].reasons == ("records:+1",)
    assert compare_runs([], before[:0], now[:0], 1.0, [], least_sd=1, most=1).animals == 0


def test_simulated_truth_is_found_whatever_the_order_of_records() -> None:
    pedigree = simulate_pedigree(1500, seed=3, years=10)
    true = simulate_breeding_values(pedigree, np.array([[600.0**2]]), seed=4)[:, 0]
    random = np.random.default_rng(5)
    cows = np.flatnonzero(pedigree.sex == 2)[300:]
    place = random.integers(0, 5, len(cows))
    day = random.integers(19_000, 20_000, len(cows))
    milk = 9000 + 300 * place + true[cows] + random.normal(0, 900, len(cows))
    variances = block_covariances(
        [TraitVariances(600**2 / (600**2 + 900**2), None, 600**2 + 900**2)], Correlations.of_one()
    )

    def run(order: "np.ndarray[tuple[int], np.dtype[np.int64]]", on: Pedigree) -> np.ndarray:  # type: ignore[type-arg]
        rows = Observations(
            cows[order], place[order], day[order], np.ones(len(order), np.int64),
            np.zeros(len(order), np.int64), {"milk_kg": milk[order]},
        )  # fmt: skip
        solver = Solver(tolerance=1e-10)
        group = contemporary_groups(rows, 3)
        return solve_block(("milk_kg",), rows, group, on, variances, solver).values[:, 0]

    plain = run(np.arange(len(cows)), numbered(pedigree))
    mixed = run(random.permutation(len(cows)), numbered(pedigree))
    assert np.abs(plain - mixed).max() < 1e-3
    assert np.corrcoef(plain[cows], true[cows])[0, 1] > 0.5
    assert np.polyfit(plain[cows], true[cows], 1)[0] == pytest.approx(1, abs=0.25)
    rows = Observations(cows[:0], cows[:0], cows[:0], cows[:0], cows[:0], {"milk_kg": milk[:0]})
    with pytest.raises(ValueError, match="no record"):
        solve_block(("milk_kg",), rows, cows[:0], pedigree, variances, Solver())
