"""Matings of small herds against every possible plan, and what always holds."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from milkshed.breeding.science.arrays import Float, Int
from milkshed.breeding.science.mating.judged import judge_matings, judge_random
from milkshed.breeding.science.mating.plan import plan_matings
from milkshed.breeding.science.mating.recessives import (
    affected_probability,
    carrier_probabilities,
)
from milkshed.breeding.science.mating.scores import (
    Allowed,
    Bar,
    Cows,
    Embryos,
    Lots,
    Scores,
    Worth,
    score_matings,
)
from milkshed.breeding.science.mating.transport import assign
from milkshed.breeding.science.pedigree import Pedigree

WORTH = Worth(
    point_yuan=5.0,
    inbreeding_pct_yuan=160.0,
    heifer_calf_yuan=4000.0,
    bull_calf_yuan=1500.0,
    lost_calf_yuan=5000.0,
    hard_calving_yuan=2000.0,
    heifer_conception=(0.58, 0.48),
    cow_conception=(0.38, 0.30),
    heifer_share=(0.48, 0.90),
)


def herd(seed: int, cows: int = 5, lots: int = 4, bulls: int = 3, straws: int = 2) -> Scores:
    random = np.random.default_rng(seed)
    return score_matings(
        Cows(
            merit=random.normal(2000, 200, cows),
            heifer=random.random(cows) < 0.4,
            sexed=random.random(cows) < 0.7,
        ),
        Lots(
            bull=random.integers(0, bulls, lots),
            merit=random.normal(2600, 150, lots),
            sexed=random.random(lots) < 0.5,
            price_yuan=random.integers(30, 300, lots).astype(float),
            straws=random.integers(0, straws + 1, lots),
            hard_calving_pct=random.uniform(0, 12, lots),
        ),
        random.uniform(0, 0.09, (cows, bulls)),
        random.choice([0.0, 0.125, 0.25], (cows, bulls), p=[0.8, 0.1, 0.1]),
        WORTH,
        Allowed(inbreeding=0.0625, affected=0.1, hard_calving_pct=8),
    )


def best_plan(scores: Scores, without: float, cap: int, budget: float | None) -> float:
    """The worth of the best of all plans, by trying them."""
    lots = scores.lots
    found = -np.inf
    for plan in product(range(-1, len(lots)), repeat=len(scores.cows)):
        used = np.bincount([k for k in plan if k >= 0], minlength=len(lots))
        if (used > lots.straws).any():
            continue
        by_bull = np.bincount(lots.bull, weights=used)
        if by_bull.max(initial=0) > cap:
            continue
        if budget is not None and (used * lots.price_yuan).sum() > budget:
            continue
        worth = sum(without if k < 0 else scores.yuan[i, k] for i, k in enumerate(plan))
        found = max(found, float(worth))
    return found


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 100_000))
def test_a_plan_is_the_best_of_all_plans(seed: int) -> None:
    scores = herd(seed, cows=4)
    made = plan_matings(scores, without_yuan=-600.0, max_share=0.5)
    assert made.worth_yuan == pytest.approx(best_plan(scores, -600.0, 2, None))
    assert made.bound_yuan == pytest.approx(made.worth_yuan)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 100_000), st.floats(0, 600))
def test_a_plan_within_a_budget_is_the_best_of_all(seed: int, budget: float) -> None:
    scores = herd(seed, cows=4)
    made = plan_matings(scores, without_yuan=-600.0, budget_yuan=budget)
    assert made.cost_yuan <= budget + 1e-9
    assert made.worth_yuan == pytest.approx(best_plan(scores, -600.0, 4, budget))
    assert made.gap <= 1e-6


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 100_000), st.floats(0.05, 1.0), st.booleans())
def test_no_limit_is_ever_passed(seed: int, share: float, poor: bool) -> None:
    scores = herd(seed, cows=40, lots=9, bulls=5, straws=8)
    budget = 1500.0 if poor else None
    made = plan_matings(scores, without_yuan=-600.0, max_share=share, budget_yuan=budget)
    lots, served = scores.lots, made.served
    used = np.bincount(made.lot[served], minlength=len(lots))
    assert (used <= lots.straws).all()
    assert (np.bincount(lots.bull, weights=used, minlength=5) <= made.cap).all()
    assert (scores.bars[served, made.lot[served]] == 0).all()
    assert np.isfinite(scores.yuan[served, made.lot[served]]).all()
    assert made.worth_yuan <= made.bound_yuan + 1e-6
    assert made.gap <= 1e-6
    if budget is not None:
        assert made.cost_yuan <= budget


@pytest.mark.parametrize("seed", range(8))
def test_totals_and_prices_are_those_of_a_linear_programme(seed: int) -> None:
    random = np.random.default_rng(seed)
    cows, lots, bulls = 60, 8, 5
    score = random.normal(0, 100, (cows, lots)).round(1)
    score[random.random(score.shape) < 0.15] = -np.inf
    straws = random.integers(0, 14, lots)
    bull = random.integers(0, bulls, lots)
    cap = random.integers(4, 18, bulls)
    found = assign(score, straws, bull, cap, without=-50.0)
    assert found.total == pytest.approx(_relaxed(score, straws, bull, cap))
    assert found.bound == pytest.approx(found.total)
    for lot in range(lots):
        more = straws.copy()
        more[lot] += 1
        gain = assign(score, more, bull, cap, without=-50.0).total - found.total
        assert found.lot_price[lot] == pytest.approx(gain, abs=1e-6)
    for one in range(bulls):
        wider = cap.copy()
        wider[one] += 1
        gain = assign(score, straws, bull, wider, without=-50.0).total - found.total
        assert found.bull_price[one] == pytest.approx(gain, abs=1e-6)


def _relaxed(score: Float, straws: Int, bull: Int, cap: Int) -> float:
    rows, columns = np.nonzero(np.isfinite(score))
    arcs = len(rows)
    limits = np.zeros((len(score) + len(straws) + len(cap), arcs))
    limits[rows, np.arange(arcs)] = 1
    limits[len(score) + columns, np.arange(arcs)] = 1
    limits[len(score) + len(straws) + bull[columns], np.arange(arcs)] = 1
    most = np.concatenate([np.ones(len(score)), straws, cap])
    gain = score[rows, columns] + 50.0
    done = linprog(-gain, A_ub=limits, b_ub=most, bounds=(0, 1), method="highs")
    return float(-done.fun - 50.0 * len(score))


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 100_000))
def test_the_order_of_cows_and_an_idle_lot_change_nothing(seed: int) -> None:
    random = np.random.default_rng(seed)
    score = random.normal(0, 50, (25, 6))
    straws, bull, cap = random.integers(1, 7, 6), np.arange(6), np.full(6, 25)
    plain = assign(score, straws, bull, cap, without=-200.0)
    order = random.permutation(25)
    again = assign(score[order], straws, bull, cap, without=-200.0)
    assert again.total == pytest.approx(plain.total)
    wide = np.hstack([score, np.full((25, 1), -np.inf)])
    idle = assign(wide, np.append(straws, 9), np.append(bull, 0), cap, without=-200.0)
    assert idle.total == pytest.approx(plain.total)
    assert idle.lot_price[6] == pytest.approx(0)


def test_terms_add_up_to_the_worth() -> None:
    scores = herd(7, cows=12, lots=8)
    for cow in range(12):
        for lot in range(8):
            if scores.bars[cow, lot] == 0:
                assert sum(scores.terms(cow, lot).values()) == pytest.approx(scores.yuan[cow, lot])


def test_a_mating_is_worth_what_the_formula_says() -> None:
    scores = score_matings(
        Cows(np.array([2000.0]), np.array([True]), np.array([True])),
        Lots(
            np.array([0]), np.array([3000.0]), np.array([True]), np.array([200.0]), np.array([1]),
            np.array([5.0]),
        ),
        np.array([[0.03]]),
        np.array([[0.05]]),
        WORTH,
        Allowed(),
        base=2100.0,
    )  # fmt: skip
    # 0.48 (0.9 (4000 + 5 × 400 - 160 × 3) + 0.1 × 1500 - 0.05 × 5000 - 0.05 × 2000) - 200
    assert scores.yuan[0, 0] == pytest.approx(0.48 * (0.9 * 5520 + 150 - 250 - 100) - 200)


def test_every_bar_is_named() -> None:
    lots = Lots(
        bull=np.array([0, 1, 1]),
        merit=np.full(3, 2500.0),
        sexed=np.array([False, True, False]),
        price_yuan=np.full(3, 50.0),
        straws=np.array([5, 5, 0]),
        hard_calving_pct=np.array([9.0, 2.0, np.nan]),
    )
    cows = Cows(np.full(2, 2000.0), np.array([True, False]), np.array([True, False]))
    scores = score_matings(
        cows, lots, np.array([[0.01, 0.2], [0.2, 0.01]]), np.array([[0.0, 0.0], [0.25, 0.0]]),
        WORTH, Allowed(0.0625, 0.1, 8.0),
    )  # fmt: skip
    assert Bar(int(scores.bars[0, 0])) == Bar.CALVING
    assert Bar(int(scores.bars[0, 1])) == Bar.INBREEDING
    assert Bar(int(scores.bars[0, 2])) == Bar.INBREEDING | Bar.EMPTY
    assert Bar(int(scores.bars[1, 0])) == Bar.INBREEDING | Bar.RECESSIVE
    assert Bar(int(scores.bars[1, 1])) == Bar.SEXED
    made = plan_matings(scores, without_yuan=-600.0)
    assert made.lot.tolist() == [-1, -1]
    assert made.barred(0) == Bar.CALVING | Bar.INBREEDING | Bar.EMPTY
    assert made.choices(0) == []


def test_an_embryo_is_worth_its_own_parents_to_recipients_only() -> None:
    plain = herd(3)
    lots, cows = plain.lots, len(plain.cows)
    count = len(lots)

    def one_more(column: Float, value: float) -> Float:
        return np.append(column, value)

    carried = Embryos(
        np.append(np.full(count, np.nan), 900.0), np.append(np.full(count, np.nan), 0.02),
        np.append(np.full(count, np.nan), 0.0),
    )  # fmt: skip
    more = Lots(
        bull=np.append(lots.bull, 0), merit=one_more(lots.merit, 0.0),
        sexed=np.append(lots.sexed, True), price_yuan=one_more(lots.price_yuan, 1_000.0),
        straws=np.append(lots.straws, 2), hard_calving_pct=one_more(lots.hard_calving_pct, 1.0),
        embryos=carried,
    )  # fmt: skip
    recipient = np.arange(cows) < 3
    worth = replace(plain.worth, embryo_conception=(0.5, 0.4))
    scores = score_matings(
        replace(plain.cows, recipient=recipient), more, plain.inbreeding, plain.affected, worth,
        Allowed(inbreeding=0.0625),
    )  # fmt: skip
    # straws are worth what they were
    free = score_matings(
        plain.cows, lots, plain.inbreeding, plain.affected, worth, Allowed(inbreeding=0.0625)
    )
    assert np.array_equal(scores.yuan[:, :count], free.yuan)
    share = worth.heifer_share[1]
    for cow in range(cows):
        told = scores.yuan[cow, count]
        if not recipient[cow]:
            assert told == -np.inf
            assert scores.bars[cow, count] == Bar.RECIPIENT
            continue
        heifer = bool(plain.cows.heifer[cow])
        value = share * worth.heifer_calf_yuan + (1 - share) * worth.bull_calf_yuan
        value += share * (
            worth.point_yuan * (900.0 - scores.base) - worth.inbreeding_pct_yuan * 2.0
        )
        value -= worth.hard_calving_yuan * 0.01 if heifer else 0.0
        assert told == pytest.approx((0.5 if heifer else 0.4) * value - 1_000.0)
        assert sum(scores.terms(cow, count).values()) == pytest.approx(told)
    made = plan_matings(scores, without_yuan=-10_000.0)
    assert np.count_nonzero(made.lot == count) <= 2
    assert made.worth_yuan == pytest.approx(made.bound_yuan)


def test_choices_are_of_different_bulls_the_planned_one_first() -> None:
    made = plan_matings(herd(11, cows=20, lots=8, bulls=4, straws=9), without_yuan=-600.0)
    for cow in made.served.tolist():
        choices = made.choices(cow)
        assert choices[0][0] == made.lot[cow]
        bulls = [made.scores.lots.bull[lot] for lot, _ in choices]
        assert len(set(bulls)) == len(bulls)
        assert choices[0][1] >= max(net for _, net in choices) - 1e-6


def test_carriers_follow_their_parents() -> None:
    # 0 tested carrier, 1 unknown founder, 2 = 0 × 1, 3 = 0 × 2, 4 tested free = 0 × 2
    pedigree = Pedigree.from_numbers([-1, -1, 0, 0, 0], [-1, -1, 1, 2, 2])
    known = np.array([[1.0], [np.nan], [np.nan], [np.nan], [0.0]])
    carries = carrier_probabilities(pedigree, known)
    # of a carrier and one that carries with 1/2, living calves carry with (1/2·3/4 + 1/4·1/2)/(7/8)
    assert carries[:, 0].tolist() == pytest.approx([1.0, 0.0, 0.5, 4 / 7, 0.0])
    assert affected_probability(carries, carries[:1])[:, 0] == pytest.approx(
        [0.25, 0.0, 0.125, 1 / 7, 0.0]
    )


def test_matings_are_judged_alike() -> None:
    cows, bulls = np.array([100.0, 200.0]), np.array([300.0, 500.0])
    close, risk = np.array([[0.01, 0.09], [0.02, 0.03]]), np.array([[0.0, 0.25], [0.0, 0.0]])
    made = judge_matings(
        cows, bulls, close, risk, np.array([0, 1, 1]), np.array([1, 0, 1]),
        max_inbreeding=0.0625, max_affected=0.1,
    )  # fmt: skip
    assert (made.matings, made.close, made.risky, made.bulls) == (3, 1, 1, 2)
    assert made.bull_merit == pytest.approx(1300 / 3)
    assert made.calf_merit == pytest.approx((300 + 250 + 350) / 3)
    assert made.inbreeding == pytest.approx(0.14 / 3)
    assert made.effective_bulls == pytest.approx(1 / (1 / 9 + 4 / 9))
    calf, inbreeding = judge_random(cows, bulls, close, np.array([1.0, 3.0]))
    assert calf == pytest.approx(0.5 * (150 + 450))
    assert inbreeding == pytest.approx(0.25 * 0.015 + 0.75 * 0.06)


def test_bad_questions_are_refused() -> None:
    score = np.zeros((2, 1))
    one = np.array([1])
    with pytest.raises(ValueError, match="without"):
        assign(score, one, np.array([0]), one, without=-np.inf)
    with pytest.raises(ValueError, match="score"):
        assign(np.full((2, 1), np.nan), one, np.array([0]), one, without=0.0)
    with pytest.raises(ValueError, match="budget"):
        plan_matings(herd(1), without_yuan=0.0, budget_yuan=-1.0)
    assert assign(np.zeros((0, 1)), one, np.array([0]), one, without=0.0).total == 0
