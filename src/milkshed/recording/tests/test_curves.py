"""Curves find the parameters that made the data, with and without a prior."""

import csv

import numpy as np
import pytest

from milkshed.recording.science.curves import Curve, fit_curves, fit_prior, hostens_2012
from milkshed.recording.science.persistency import half_life_days, wood_persistency
from milkshed.recording.science.recorded_days import Limits, Status, TestDays
from tests.reference_data import reference_path

TRUE = {
    Curve.WOOD: (14.0, 0.22, 0.0035),
    Curve.WILMINK: (38.0, -0.05, -16.0),
    Curve.ALI_SCHAEFFER: (25.0, -12.0, 2.0, 6.0, -1.5),
    Curve.MILKBOT: (42.0, 24.0, 0.0019),
    Curve.DIJKSTRA: (20.0, 0.05, 0.06, 0.002),
}


def _equation(curve: Curve, p: tuple[float, ...], t: np.ndarray) -> np.ndarray:
    """The curves as their authors write them."""
    match curve:
        case Curve.WOOD:
            return p[0] * t ** p[1] * np.exp(-p[2] * t)
        case Curve.WILMINK:
            return p[0] + p[1] * t + p[2] * np.exp(-0.05 * t)
        case Curve.ALI_SCHAEFFER:
            x, w = t / 305, np.log(305 / t)
            return p[0] + p[1] * x + p[2] * x**2 + p[3] * w + p[4] * w**2
        case Curve.MILKBOT:
            return p[0] * (1 - 0.5 * np.exp(-t / p[1])) * np.exp(-p[2] * t)
        case Curve.DIJKSTRA:
            return p[0] * np.exp(p[1] * (1 - np.exp(-p[2] * t)) / p[2] - p[3] * t)


@pytest.mark.parametrize("curve", list(Curve))
def test_exact_data_give_back_the_parameters(curve: Curve) -> None:
    day = np.arange(4, 305, 10)
    milk = _equation(curve, TRUE[curve], day.astype(float))
    days = TestDays.from_columns([0, len(day)], day, milk, parity=[1])
    fitted = fit_curves(days, curve)
    assert fitted.status[0] == Status.USABLE
    assert fitted.parameters[0] == pytest.approx(TRUE[curve], rel=1e-4)
    every = np.arange(1.0, 306.0)
    assert fitted.daily()[0] == pytest.approx(_equation(curve, TRUE[curve], every), rel=1e-5)
    assert fitted.total()[0] == pytest.approx(fitted.daily()[0].sum(), rel=1e-9)
    peak_day, peak_kg = fitted.peak()
    assert peak_kg[0] == pytest.approx(fitted.daily()[0].max())
    assert fitted.daily()[0][int(peak_day[0]) - 1] == peak_kg[0]


def test_closed_forms_of_peak_and_persistency() -> None:
    day = np.arange(4, 305, 10)
    a, b, c = TRUE[Curve.WOOD]
    milk = _equation(Curve.WOOD, (a, b, c), day.astype(float))
    fitted = fit_curves(TestDays.from_columns([0, len(day)], day, milk), Curve.WOOD)
    assert fitted.peak()[0][0] == pytest.approx(b / c, abs=1)
    found = fitted.parameters
    assert wood_persistency(found[:, 1], found[:, 2])[0] == pytest.approx(-(b + 1) * np.log(c))
    assert half_life_days(np.array([0.002]))[0] == pytest.approx(346.57, abs=0.01)


def test_published_wood_and_dijkstra_parameters_within_one_percent() -> None:
    """Daily yields of extended lactations and the fits their authors published."""
    folder = "herd/lactation-cnm-simulated"
    with reference_path(f"{folder}/simulated_exlac_data.csv").open() as file:
        rows = list(csv.DictReader(file))
    days = TestDays.from_table(
        [row["ID"] for row in rows],
        [int(row["DIM"]) for row in rows],
        [float(row["my"]) for row in rows],
        parity=[int(row["Parity"]) for row in rows],
        # the authors' noise makes a few yields at the end of long lactations negative
        limits=Limits(milk_kg=(-10.0, 99.9)),
    )
    with reference_path(f"{folder}/combined_fit_stats.csv").open() as file:
        used = {(row["ID"], row["Model"]): int(row["n"]) for row in csv.DictReader(file)}
    with reference_path(f"{folder}/combined_params.csv").open() as file:
        published = list(csv.DictReader(file))
    place = {key: i for i, key in enumerate(days.keys.tolist())}
    for curve, names in ((Curve.WOOD, ("a", "b", "c")), (Curve.DIJKSTRA, ("a", "b", "b0", "c"))):
        fitted = fit_curves(days, curve)
        # where the authors left yields out as outliers, they fitted other data than are published
        wanted = [
            row
            for row in published
            if row["Model"].upper() == curve.name
            and used[row["ID"], row["Model"]] == days.tests[place[row["ID"]]]
        ]
        at = [place[row["ID"]] for row in wanted]
        theirs = np.array([[float(row[name]) for name in names] for row in wanted])
        # Dijkstra's b and c cannot be told apart where k is next to nothing: no answer is given
        told_apart = theirs[:, 2] > 0.001
        worst = np.max(np.abs(fitted.parameters[at] / theirs - 1), axis=1)[told_apart]
        assert len(worst) > 12
        assert np.max(worst) < 0.01, (curve, np.sort(worst)[-5:])


def test_a_prior_bends_as_far_as_the_tests_ask() -> None:
    prior = hostens_2012()
    mean = np.exp(prior.mean[1])
    day = np.arange(1.0, 306.0)
    typical = _equation(Curve.MILKBOT, tuple(mean), day)
    dim = [30, 30, 100, 200]
    days = TestDays.from_columns(
        [0, 1, 4], dim, [1.2 * typical[29], *(1.2 * typical[[29, 99, 199]])], parity=[2, 2]
    )
    fitted = fit_curves(days, Curve.MILKBOT, prior=prior)
    ratio = fitted.total() / typical.sum()
    assert 1.03 < ratio[0] < ratio[1] < 1.2
    unknown = TestDays.from_columns([0, 1], [30], [40.0])
    assert np.isfinite(fit_curves(unknown, Curve.MILKBOT, prior=prior).total()[0])


def test_a_prior_is_found_again_from_a_population() -> None:
    random = np.random.default_rng(11)
    cows = 1200
    centre = np.log([40.0, 22.0, 0.002])
    theta = centre + random.normal(size=(cows, 3)) * np.array([0.18, 0.5, 0.3])
    dim = np.tile(np.arange(9) * 33 + 5, cows) + np.repeat(random.integers(0, 28, cows), 9)
    scale, ramp, decay = np.repeat(np.exp(theta), 9, axis=0).T
    milk = scale * (1 - 0.5 * np.exp(-dim / ramp)) * np.exp(-decay * dim)
    milk = np.maximum(milk + random.normal(size=len(dim)) * 1.5, 1.0)
    days = TestDays.from_columns(
        np.arange(0, 9 * cows + 1, 9), dim, milk, parity=np.ones(cows, int)
    )
    one = hostens_2012()
    start = type(one)(
        one.curve, (1,), one.mean[:1], one.covariance[:1], one.residual_sd[:1], "start"
    )
    prior, converged = fit_prior(days, Curve.MILKBOT, source="simulated", start=start)
    assert converged
    assert np.exp(prior.mean[0]) == pytest.approx(np.exp(centre), rel=0.06)
    assert np.sqrt(np.diag(prior.covariance[0]))[[0, 2]] == pytest.approx([0.18, 0.3], rel=0.15)
    assert prior.residual_sd[0] == pytest.approx(1.5, rel=0.05)


def test_too_few_tests_and_a_prior_of_another_curve_are_refused() -> None:
    days = TestDays.from_columns([0, 2], [30, 60], [30.0, 32.0], parity=[1])
    fitted = fit_curves(days, Curve.WOOD)
    assert fitted.status[0] == Status.TOO_FEW_TESTS
    assert np.isnan(fitted.total()[0])
    with pytest.raises(ValueError, match="MILKBOT"):
        fit_curves(days, Curve.WOOD, prior=hostens_2012())
