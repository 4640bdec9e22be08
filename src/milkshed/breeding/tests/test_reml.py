"""Variances: the textbook's iterates, a real data set, and simulated truth."""

import csv

import numpy as np
import pytest

from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random
from milkshed.breeding.science.pedigree_rows import PedigreeRows, number_rows
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.reml import estimate_variances
from milkshed.breeding.science.simulation import simulate_breeding_values, simulate_pedigree
from milkshed.breeding.science.solving import solve
from milkshed.breeding.tests.textbook import CALVES, SEX, numbered
from tests.reference_data import reference_path


def test_the_iterates_of_17_2() -> None:
    """Mrode & Pocrnic (2023), chapter 17.2: average information from 0.2 and 0.4."""
    records = Records.from_columns(
        {"gain": [2.6, 0.1, 1.0, 3.0, 1.0]}, {"animal": [4, 5, 6, 7, 8], "sex": SEX}
    )
    model = Model((Fixed("sex"),), (Genetic(("animal",), 0.2),), 0.4)
    found = estimate_variances(model, records, numbered(*CALVES))
    assert found.converged
    assert [step.taken for step in found.steps] == ["AI"] * 5 + ["end"]
    animal = [step.covariances[0][0, 0] for step in found.steps]
    residual = [step.residual[0, 0, 0] for step in found.steps]
    assert animal == pytest.approx([0.2, 0.3695, 0.5126, 0.5500, 0.5514, 0.5514], abs=6e-5)
    assert residual == pytest.approx([0.4, 0.4838, 0.4910, 0.4839, 0.4835, 0.4835], abs=6e-5)
    # the book leaves out the constant of n - rank X = 3 degrees of freedom
    constant = 1.5 * np.log(2 * np.pi)
    likelihood = [step.log_likelihood + constant for step in found.steps]
    assert likelihood == pytest.approx(
        [-2.3852, -2.2021, -2.1821, -2.1817, -2.1817, -2.1817], abs=1e-4
    )
    em = estimate_variances(model, records, numbered(*CALVES), iterations=1, em_first=1)
    assert em.covariances[0][0, 0] == pytest.approx(0.2125, abs=6e-5)
    assert not em.converged
    # the book's first residual variance is y'ê / (n - rank X)
    run = solve(model, records, numbered(*CALVES), method="direct")
    assert float(np.vdot(run.equations.y, run.residuals)) / 3 == pytest.approx(0.6426, abs=6e-5)


def test_milk_of_usda_holsteins() -> None:
    """3,397 lactations of the R package pedigreemm 0.3-5, which finds the same likelihood.

    Its estimates: animal 5,560,910, herd 4,157,066, residual 9,665,406, log L -32721.14326.
    """
    folder = "breeding/pedigreemm/"
    with reference_path(folder + "milk.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with reference_path(folder + "pedCowsR.csv").open(encoding="utf-8") as file:
        parents = list(csv.DictReader(file))
    pedigree = number_rows(
        PedigreeRows.from_table(*([row[k] for row in parents] for k in ("id", "sire", "dam")))
    )
    records = Records.from_columns(
        {"milk": [float(row["milk"]) for row in rows]},
        {"animal": [row["id"] for row in rows], "herd": [row["herd"] for row in rows]},
        covariates={
            "lactation": [float(row["lact"]) for row in rows],
            "log_dim": np.log([float(row["dim"]) for row in rows]),
        },
    )
    model = Model(
        (Fixed(), Fixed(covariates=("lactation", "log_dim"))),
        (Genetic(("animal",), 5e6), Random("herd", 4e6)),
        1e7,
    )
    found = estimate_variances(model, records, pedigree, tolerance=1e-10)
    assert found.converged
    assert round(found.log_likelihood, 5) == -32721.14326
    # pedigreemm stops where its likelihood no longer changes
    assert found.of("animal")[0, 0] == pytest.approx(5_560_910, rel=1e-5)
    assert found.of("herd")[0, 0] == pytest.approx(4_157_066, rel=2e-5)
    assert found.residual[0, 0, 0] == pytest.approx(9_665_406, rel=1e-5)
    # average information on dense matrices, to eight digits
    estimates = [found.of("animal").item(), found.of("herd").item(), found.residual.item()]
    assert estimates == pytest.approx([5_560_895.16, 4_157_023.13, 9_665_414.69], abs=0.05)
    slopes = found.fixed["mean:lactation+log_dim"].ravel()
    assert slopes == pytest.approx([-482.05912, 3291.31059], abs=6e-6)
    assert found.fixed["mean"].item() == pytest.approx(7619.3587, abs=6e-5)
    share, error = found.ratio(["animal"])
    assert share == pytest.approx(0.28689, abs=1e-5)
    assert 0.01 < error < 0.05


def test_two_traits_with_missing_values_are_found_again() -> None:
    """Within three standard errors, which are those the estimates state."""
    random = np.random.default_rng(4)
    genetic = np.array([[40.0, 15.0], [15.0, 25.0]])
    residual = np.array([[60.0, 10.0], [10.0, 40.0]])
    pedigree = simulate_pedigree(1500, seed=6, sires_a_year=2)
    true = simulate_breeding_values(pedigree, genetic, seed=7)
    values = 50 + true + random.multivariate_normal([0, 0], residual, 1500)
    values[random.random(1500) < 0.3, 0] = np.nan
    values[random.random(1500) < 0.3, 1] = np.nan
    records = Records.from_columns(
        {"one": values[:, 0], "two": values[:, 1]}, {"animal": pedigree.ids}
    )
    start = Model((Fixed(),), (Genetic(("animal",), np.diag([30.0, 30.0])),), np.eye(2) * 50)
    found = estimate_variances(start, records, pedigree)
    assert found.converged
    path = [step.log_likelihood for step in found.steps]
    assert np.all(np.diff(path) > -1e-5)
    truth = [40, 15, 25, 60, 10, 40]
    blocks = (found.of("animal"), found.residual[0])
    estimates = np.concatenate([block[np.tril_indices(2)] for block in blocks])
    assert np.all(np.abs(estimates - truth) < 3 * found.standard_errors())
    assert "收敛" in found.summary.zh
    em = estimate_variances(start, records, pedigree, iterations=4, em_first=4)
    rising = [step.log_likelihood for step in em.steps]
    assert np.all(np.diff(rising) > 0)
    assert {step.taken for step in em.steps[:-1]} == {"EM"}


def test_classes_of_residuals_and_weights_are_told_apart() -> None:
    random = np.random.default_rng(14)
    pedigree = simulate_pedigree(1000, seed=15, sires_a_year=3)
    true = simulate_breeding_values(pedigree, np.array([[20.0]]), seed=16)[:, 0]
    animal = np.tile(np.arange(1000), 2)
    late = np.repeat([0, 1], 1000)
    weight = random.choice([1.0, 4.0], 2000)
    noise = random.normal(size=2000) * np.sqrt(np.array([15.0, 60.0])[late] / weight)
    records = Records.from_columns(
        {"y": true[animal] + noise}, {"animal": pedigree.ids[animal]},
        weights=weight, residual_class=late,
    )  # fmt: skip
    start = Model((Fixed(),), (Genetic(("animal",), 10.0),), [[[30.0]], [[30.0]]])
    found = estimate_variances(start, records, pedigree)
    assert found.converged
    estimates = np.array([found.of("animal").item(), *found.residual.ravel()])
    assert np.all(np.abs(estimates - [20, 15, 60]) < 3 * found.standard_errors())
    first, last = (found.ratio(["animal"], residual_class=part)[0] for part in (0, 1))
    assert first > last
    assert last == pytest.approx(estimates[0] / (estimates[0] + estimates[2]))
