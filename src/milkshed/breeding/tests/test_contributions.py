"""Optimal contributions against closed forms and another solver; nucleus choices against all."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import minimize

from milkshed.breeding.science.arrays import Float, Int
from milkshed.breeding.science.contributions import (
    Infeasible,
    least_coancestry,
    optimal_contributions,
)
from milkshed.breeding.science.nucleus import select_nucleus
from milkshed.breeding.science.relationships import relationships
from milkshed.breeding.science.simulation import simulate_pedigree


def _candidates(count: int, seed: int) -> tuple[Float, Float, Int]:
    pedigree = simulate_pedigree(240, seed=seed, years=8)
    random = np.random.default_rng(seed)
    places = random.choice(np.arange(120, 240), count, replace=False)
    group = (np.arange(count) % 3 > 0).astype(np.int64)
    return random.normal(0, 100, count), relationships(pedigree, places, places), group


def test_without_bounds_in_the_way_the_answer_is_the_closed_form_of_meuwissen() -> None:
    # a narrow spread of merit keeps every contribution positive, so that the 1997 formula holds
    merit, matrix, group = _candidates(6, 3)
    merit = merit / 50
    limit = least_coancestry(matrix, group) * 1.01
    found = optimal_contributions(merit, matrix, group, limit=limit)
    assert (found.share > 0).all()
    design = np.stack([group == 0, group == 1], axis=1).astype(float)
    inverse = np.linalg.inv(matrix)
    middle = np.linalg.inv(design.T @ inverse @ design)
    projected = inverse - inverse @ design @ middle @ design.T @ inverse
    half = np.array([0.5, 0.5])
    price = np.sqrt(merit @ projected @ merit / (2 * limit - half @ middle @ half))
    multipliers = middle @ (design.T @ inverse @ merit - price * half)
    expected = inverse @ (merit - design @ multipliers) / price
    assert found.share == pytest.approx(expected, abs=1e-9)
    assert found.limit_price == pytest.approx(price, rel=1e-7)


def test_two_unrelated_sires_share_as_worked_by_hand() -> None:
    # sires c and 1/2 - c, one dam: c'Ac / 2 = (c² + (1/2 - c)² + 1/4) / 2 = 0.21 gives c = 0.4
    limit = (0.4**2 + 0.1**2 + 0.25) / 2
    found = optimal_contributions([10.0, 0.0, 5.0], np.eye(3), [0, 0, 1], limit=limit)
    assert found.share == pytest.approx([0.4, 0.1, 0.5], abs=1e-10)
    assert found.gain == pytest.approx(6.5)
    # dg/dk = 10 dc / ((2c - 1/2) dc) = 10 / 0.3
    assert found.limit_price == pytest.approx(10 / 0.3)


@pytest.mark.parametrize("seed", range(4))
def test_it_is_as_good_as_slsqp_and_keeps_karush_kuhn_tucker(seed: int) -> None:
    merit, matrix, group = _candidates(15, seed)
    upper = 0.2
    limit = 1.15 * least_coancestry(matrix, group, upper=upper)
    found = optimal_contributions(merit, matrix, group, limit=limit, upper=upper)
    other = minimize(
        lambda c: -merit @ c / 100,
        np.where(group == 0, 0.5 / (group == 0).sum(), 0.5 / (group == 1).sum()),
        jac=lambda c: -merit / 100,
        method="SLSQP",
        bounds=[(0, upper)] * len(merit),
        constraints=[
            {"type": "eq", "fun": lambda c: c[group == 0].sum() - 0.5},
            {"type": "eq", "fun": lambda c: c[group == 1].sum() - 0.5},
            {"type": "ineq", "fun": lambda c: limit - 0.5 * c @ matrix @ c,
             "jac": lambda c: -(matrix @ c)},
        ],
        options={"ftol": 1e-14, "maxiter": 2000},
    )  # fmt: skip
    assert other.success
    assert found.gain == pytest.approx(-100 * other.fun, rel=1e-6)
    assert found.coancestry == pytest.approx(limit, rel=1e-9)
    assert found.residual < 1e-8
    more = optimal_contributions(merit, matrix, group, limit=limit * 1.0001, upper=upper)
    assert (more.gain - found.gain) / (limit * 0.0001) == pytest.approx(found.limit_price, rel=0.01)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.floats(1.0, 2.5), st.sampled_from([0.1, 0.25, 1.0]))
def test_limits_and_sums_are_always_kept(seed: int, slack: float, upper: float) -> None:
    merit, matrix, group = _candidates(24, seed % 50)
    merit = np.random.default_rng(seed).normal(0, 1, len(merit))
    limit = slack * least_coancestry(matrix, group, upper=upper)
    found = optimal_contributions(merit, matrix, group, limit=limit, upper=upper)
    assert found.share.min() >= 0
    assert found.share.max() <= upper
    assert found.share[group == 0].sum() == pytest.approx(0.5)
    assert found.share[group == 1].sum() == pytest.approx(0.5)
    assert found.coancestry <= limit * (1 + 1e-9)
    assert found.residual < 1e-7


def test_a_limit_below_the_least_names_the_least() -> None:
    merit, matrix, group = _candidates(12, 1)
    least = least_coancestry(matrix, group)
    with pytest.raises(Infeasible, match="least coancestry") as caught:
        optimal_contributions(merit, matrix, group, limit=0.9 * least)
    assert caught.value.least == pytest.approx(least)
    with pytest.raises(Infeasible, match="group 0"):
        optimal_contributions(merit, matrix, group, limit=1.0, upper=0.01)
    with pytest.raises(ValueError, match="positive definite"):
        optimal_contributions([1.0, 2.0], np.ones((2, 2)), [0, 1], limit=1.0)


def _best_of_all(
    merit: Float, sire: Int, count: int, cap: int, matrix: Float | None, limit: float
) -> float:
    found = -np.inf
    for chosen in combinations(range(len(merit)), count):
        members = [sire[i] for i in chosen]
        if max(members.count(s) for s in set(members)) > cap:
            continue
        at = np.array(chosen)
        if matrix is not None and 0.5 * matrix[np.ix_(at, at)].mean() > limit + 1e-12:
            continue
        found = max(found, float(merit[at].mean()))
    return found


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 5), st.integers(1, 3))
def test_the_best_per_sire_is_the_best_of_all_choices(seed: int, count: int, cap: int) -> None:
    random = np.random.default_rng(seed)
    merit, sire = random.normal(0, 1, 9), random.integers(0, 4, 9)
    best = _best_of_all(merit, sire, count, cap, None, 0.0)
    if np.isinf(best):
        with pytest.raises(Infeasible, match="per sire"):
            select_nucleus(merit, count, sire=sire, per_sire=cap)
        return
    found = select_nucleus(merit, count, sire=sire, per_sire=cap)
    assert found.merit == pytest.approx(best)
    assert found.gap == pytest.approx(0)


@pytest.mark.parametrize("seed", range(6))
def test_a_nucleus_keeps_its_coancestry_and_lies_below_its_bound(seed: int) -> None:
    merit, matrix, _ = _candidates(11, seed)
    sire = np.arange(11) % 4
    best = select_nucleus(merit, 5, sire=sire, per_sire=2, relationship=matrix)
    assert best.coancestry is not None
    least = least_coancestry(matrix, np.zeros(11, np.int64), upper=0.2, totals=(1.0,))
    limit = 0.6 * best.coancestry + 0.4 * max(least, 0.9 * best.coancestry)
    optimum = _best_of_all(merit, sire, 5, 2, matrix, limit)
    assert np.isfinite(optimum)
    found = select_nucleus(
        merit, 5, sire=sire, per_sire=2, relationship=matrix, max_coancestry=limit
    )
    assert found.coancestry is not None
    assert found.coancestry <= limit + 1e-12
    assert found.merit <= optimum + 1e-9
    assert optimum <= found.bound + 1e-9
    assert found.merit >= optimum - 0.35 * merit.std()
