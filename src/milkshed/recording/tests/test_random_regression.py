"""The random regression finds the population it was given, and its cows."""

import numpy as np
import pytest

from milkshed.recording.science.best_prediction import predict as best_predict
from milkshed.recording.science.contemporaries import fit_with_levels
from milkshed.recording.science.earlier_lactations import estimate_carry_over
from milkshed.recording.science.interval_method import accumulate
from milkshed.recording.science.persistency import standardised_persistency
from milkshed.recording.science.population import Population
from milkshed.recording.science.population_fitting import (
    Fit,
    fit_population,
    fit_populations,
)
from milkshed.recording.science.random_regression import Prediction, predict
from milkshed.recording.science.recorded_days import Float, Status, TestDays
from milkshed.recording.science.reference_population import european_population
from milkshed.recording.science.validation import (
    accuracy_by_day,
    recorded_to_the_end,
    split_by_key,
)
from milkshed.recording.tests.herd import Simulated, real_lactations, simulated


@pytest.fixture(scope="module")
def herd() -> Simulated:
    return simulated(1500)


@pytest.fixture(scope="module")
def fit(herd: Simulated) -> Fit:
    return fit_population(
        herd.days, region="test", year="2026", source="simulated", parity_groups=(1,)
    )


def test_the_likelihood_never_falls_and_the_fit_converges(fit: Fit) -> None:
    path = np.array(fit.convergence[0].log_likelihood)
    assert fit.converged
    assert np.all(np.diff(path) > -1e-6 * np.abs(path[:-1]))
    assert 0 <= fit.convergence[0].last_gain < 1e-4
    assert "收敛" in fit.convergence[0].summary.zh


def test_the_population_is_found_again(herd: Simulated, fit: Fit) -> None:
    found = fit.population
    mean = found.mean_daily[0, 0, 5:306]
    assert np.max(np.abs(mean - herd.mean_daily[0, 5:306])) < 0.7
    summed = found.basis[1:306].sum(axis=0)
    true_sd = np.sqrt(summed @ herd.spread @ summed)
    assert found.sd_total()[0, 0] == pytest.approx(true_sd, rel=0.06)
    assert np.sqrt(found.groups[0].residual[:3, 0, 0]) == pytest.approx(2.0, rel=0.08)


def test_predictions_are_unbiased_and_their_reliability_is_true(herd: Simulated, fit: Fit) -> None:
    reliability = []
    for cut in (40, 100, 200):
        prediction = predict(herd.days.up_to(cut), fit.population)
        held = prediction.status == Status.USABLE
        truth, guess = herd.true_total[held, 0], prediction.total[held, 0]
        assert np.mean(guess - truth) / truth.mean() == pytest.approx(0, abs=0.01)
        squared = np.corrcoef(guess, truth)[0, 1] ** 2
        assert squared == pytest.approx(prediction.reliability[held, 0].mean(), abs=0.04)
        # a best predictor's regression of truth on prediction is one
        assert np.polyfit(guess, truth, 1)[0] == pytest.approx(1, abs=0.05)
        reliability.append(prediction.reliability[held, 0].mean())
    assert reliability == sorted(reliability)


def test_one_cow_against_the_textbook_formula(fit: Fit) -> None:
    days = TestDays.from_columns([0, 3], [12, 50, 120], [28.0, 36.0, 31.0], parity=[1])
    population = fit.population
    prediction = predict(days, population)
    z, group = population.basis[days.dim], population.groups[0]
    residual = np.diag(group.residual[population.interval_of_day[days.dim], 0, 0])
    variance = z @ group.spread @ z.T + residual
    off = days.milk_kg - population.mean_daily[0, 0, days.dim]
    own = group.spread @ z.T @ np.linalg.solve(variance, off)
    summed = population.basis[1:306].sum(axis=0)
    total = population.mean_total()[0, 0] + summed @ own
    assert prediction.total[0, 0] == pytest.approx(total, rel=1e-9)
    line = summed @ group.spread @ z.T
    explained = line @ np.linalg.solve(variance, line) / (summed @ group.spread @ summed)
    assert prediction.reliability[0, 0] == pytest.approx(explained, rel=1e-9)
    assert prediction.daily()[0].sum() == pytest.approx(total, rel=1e-9)
    assert prediction.to_day(np.array([305]))[0] == pytest.approx(total, rel=1e-9)


def test_missing_components_are_inferred_together() -> None:
    herd = simulated(700, seed=5, traits=4, missing=0.3)
    fit = fit_population(
        herd.days,
        region="test",
        year="2026",
        source="simulated",
        traits=("milk", "fat", "protein", "scs"),
        parity_groups=(1,),
        iterations=15,
    )
    path = np.array(fit.convergence[0].log_likelihood)
    assert np.all(np.diff(path) > -1e-6 * np.abs(path[:-1]))
    prediction = predict(herd.days.up_to(150), fit.population)
    held = prediction.status == Status.USABLE
    for a, name in enumerate(("milk", "fat", "protein", "scs")):
        truth = herd.true_total[held, a] / (305 if name == "scs" else 1)
        guess = prediction.trait(name)[held]
        assert np.corrcoef(guess, truth)[0, 1] > 0.8, name
        assert guess.mean() == pytest.approx(truth.mean(), rel=0.02), name
    milk_only = TestDays.from_columns(
        herd.days.offsets, herd.days.dim, herd.days.milk_kg, parity=herd.days.parity
    ).up_to(150)
    without = predict(milk_only, fit.population)
    assert np.all(without.reliability[held, 1] < prediction.reliability[held, 1] + 1e-12)
    assert np.all(without.reliability[held, 1] > 0)


def test_bad_lactations_keep_their_place(fit: Fit) -> None:
    days = TestDays.from_columns(
        [0, 1, 1, 2, 3], [20, 20, 400], [30.0, 300.0, 30.0], parity=[1, 1, 1, 1]
    )
    prediction = predict(days, fit.population)
    assert [Status(code) for code in prediction.status] == [
        Status.USABLE,
        Status.NO_TESTS,
        Status.MILK_OUT_OF_RANGE,
        Status.NO_TESTS,
    ]
    assert np.isfinite(prediction.total[0]).all()
    assert np.isnan(prediction.total[1:]).all()
    with pytest.raises(ValueError, match="last_day = 400"):
        predict(days, fit.population, last_day=400)


def test_threads_do_not_change_the_answer(herd: Simulated, fit: Fit) -> None:
    many = herd.days.select(np.tile(np.arange(1500), 7))
    alone, together = (predict(many, fit.population, threads=n) for n in (1, 4))
    assert np.array_equal(alone.total, together.total)


def test_persistency_does_not_correlate_with_yield(herd: Simulated, fit: Fit) -> None:
    prediction: Prediction = predict(herd.days, fit.population)
    value, centre = standardised_persistency(prediction)
    assert 100 < centre[0] < 200
    assert abs(np.corrcoef(value, prediction.total[:, 0])[0, 1]) < 0.12
    assert 0.5 < np.std(value) < 1.1


def test_a_population_travels_as_json_and_an_altered_file_is_refused(fit: Fit) -> None:
    text = fit.population.to_json()
    again = Population.from_json(text)
    assert again.version == fit.population.version
    assert np.array_equal(again.groups[0].spread, fit.population.groups[0].spread)
    with pytest.raises(ValueError, match="altered"):
        Population.from_json(text.replace('"region": "test"', '"region": "other"'))
    with pytest.raises(ValueError, match="format"):
        Population.from_json('{"format": "something"}')


def test_each_region_and_year_is_fitted_and_a_small_one_is_refused(herd: Simulated) -> None:
    days = herd.days.select(np.arange(230))
    region = np.where(np.arange(230) < 20, "small", "large")
    fits, refused = fit_populations(
        days, region=region, year=np.full(230, 2026), source="simulated", traits=("milk",),
        parity_groups=(1,), iterations=2,
    )  # fmt: skip
    assert list(fits) == [("large", "2026")]
    assert "20 lactations" in refused[("small", "2026")]


def test_accuracy_on_real_lactations() -> None:
    """Early predictions of held-out real lactations, and USDA's best prediction of the same."""
    days = real_lactations()
    part = split_by_key(days.keys)
    learned = fit_population(
        days.select(part != 0), region="Europe", year="1999-2024", source="real test days"
    ).population
    whole = days.select((part == 0) & recorded_to_the_end(days))
    assert whole.lactations > 350

    def ours(early: TestDays) -> Float:
        return predict(early, learned).trait("milk")

    herd_average = learned.mean_total()[learned.group_of(whole.parity)]
    average = np.concatenate([herd_average, np.full((len(herd_average), 3), np.nan)], axis=1)

    def usda(early: TestDays) -> Float:
        return best_predict(early, herd_average=average).total[:, 0]

    found, peer = accuracy_by_day(whole, ours), accuracy_by_day(whole, usda)
    for bar, mine, other in zip((9.6, 7.8, 6.3, 4.6, 3.2), found, peer, strict=True):
        assert mine.mape_pct < bar, mine
        assert abs(mine.bias_pct) < 2, mine
        assert mine.mape_pct < other.mape_pct, (mine, other)
    assert accumulate(whole, extend=True).milk_kg.mean() > 5000


def test_levels_of_contemporaries_are_found_again(herd: Simulated) -> None:
    random = np.random.default_rng(8)
    names = random.integers(0, 12, herd.days.lactations)
    true = random.normal(size=12) * 4.0
    raised = herd.days.milk_kg + true[names][herd.days.lactation_of_test]
    days = TestDays.from_columns(
        herd.days.offsets, herd.days.dim, np.clip(raised, 1, 99), parity=herd.days.parity
    )
    fit, levels = fit_with_levels(
        days, names, region="test", year="2026", source="simulated", parity_groups=(1,)
    )
    found = np.array([levels.values[str(name)][0] for name in range(12)])
    assert np.corrcoef(found, true)[0, 1] > 0.95
    assert np.sqrt(levels.spread[0, 0]) == pytest.approx(np.std(true), rel=0.35)
    assert levels.of(["nowhere"]).tolist() == [[0.0]]
    assert sum(levels.lactations.values()) == days.lactations
    early = days.up_to(40)
    held = early.usable
    truth = herd.true_total[held, 0] + 305 * true[names][held]

    def error(level: Float | None) -> float:
        guess = predict(early, fit.population, level=level).trait("milk")[held]
        return float(np.abs(guess - truth).mean())

    assert error(levels.of(names)) < 0.97 * error(None)
    with pytest.raises(ValueError, match="level must have shape"):
        predict(early, fit.population, level=np.zeros((3, 1)))


def test_the_population_that_comes_along_is_whole() -> None:
    population = european_population()
    assert all(group.converged for group in population.groups)
    assert population.mean_total()[:, 0] == pytest.approx([7929, 9519, 10071], abs=1)
    days = TestDays.from_columns([0, 1, 2], [30, 30], [25.0, 40.0], parity=[1, 1])
    low, high = predict(days, population).trait("milk")
    assert 6000 < low < 7929 < high < 11500


def test_the_earlier_lactation_of_a_cow_helps_and_its_reliability_is_true() -> None:
    herd = simulated(2400, seed=4)
    level = np.tile(np.random.default_rng(9).normal(size=1200) * 5.0, 2)
    days = TestDays.from_columns(
        herd.days.offsets,
        herd.days.dim,
        np.clip(herd.days.milk_kg + level[herd.days.lactation_of_test], 0.5, 99),
        parity=herd.days.parity,
    )
    truth = herd.true_total[:, 0] + 305 * level
    population = fit_population(
        days, region="test", year="2026", source="simulated", parity_groups=(1,)
    ).population
    whole = predict(days, population)
    previous = np.concatenate([np.full(1200, -1), np.arange(1200)])
    carry = estimate_carry_over(whole, previous)
    assert carry.pairs.tolist() == [1200]
    early = days.up_to(20)
    expected = carry.expectation(whole, previous, whole.group)
    told, alone = predict(early, population, expected=expected), predict(early, population)
    held = early.usable & (previous >= 0)
    first = early.usable & (previous < 0)
    assert np.array_equal(told.total[first], alone.total[first])
    error = [np.abs(p.total[held, 0] - truth[held]).mean() for p in (told, alone)]
    assert error[0] < 0.985 * error[1]
    assert np.all(told.reliability[held] > alone.reliability[held])
    squared = np.corrcoef(told.total[held, 0], truth[held])[0, 1] ** 2
    assert squared == pytest.approx(told.reliability[held, 0].mean(), abs=0.05)

    cow = int(np.flatnonzero(held)[0])
    rows = slice(early.offsets[cow], early.offsets[cow + 1])
    dim, group = early.dim[rows], population.groups[0]
    z, slope = population.basis[dim], carry.slope[0]
    spread = group.spread - expected.explained[cow] * np.outer(slope, slope)
    residual = np.diag(group.residual[population.interval_of_day[dim], 0, 0])
    shift = expected.shift[cow, 0]
    off = early.milk_kg[rows] - population.mean_daily[0, 0, dim] - z @ shift
    own = shift + spread @ z.T @ np.linalg.solve(z @ spread @ z.T + residual, off)
    total = population.mean_total()[0, 0] + population.basis[1:306].sum(axis=0) @ own
    assert told.total[cow, 0] == pytest.approx(total, rel=1e-8)
    few = estimate_carry_over(whole, np.where(np.arange(2400) < 1250, previous, -1))
    assert few.pairs.tolist() == [50]
    assert not few.slope.any()
