"""Variances by Monte Carlo agree with the exact method and find a simulated truth."""

import numpy as np
import pytest

from milkshed.breeding.science.genomics import genomic
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random
from milkshed.breeding.science.monte_carlo import estimate_large
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.reliability import exact_reliability
from milkshed.breeding.science.reliability_sampling import sampled_reliability
from milkshed.breeding.science.reml import estimate_variances
from milkshed.breeding.science.simulation import simulate_breeding_values, simulate_pedigree
from milkshed.breeding.science.solving import solve


def test_it_agrees_with_the_exact_method_and_the_truth() -> None:
    random = np.random.default_rng(8)
    pedigree = simulate_pedigree(1500, seed=9, sires_a_year=3)
    g, r = np.array([[40.0, 15.0], [15.0, 30.0]]), np.array([[60.0, 10.0], [10.0, 40.0]])
    herds = random.normal(0, 4, (40, 2))
    herd = random.integers(0, 40, 1500)
    values = 100 + simulate_breeding_values(pedigree, g, seed=10) + herds[herd]
    values += random.multivariate_normal([0, 0], r, 1500)
    values[random.random(1500) < 0.2, 1] = np.nan
    records = Records.from_columns(
        {"a": values[:, 0], "b": values[:, 1]}, {"animal": pedigree.ids, "herd": herd}
    )
    start = Model(
        (Fixed(),), (Genetic(("animal",), np.diag([30.0, 30.0])), Random("herd", np.eye(2) * 10)),
        np.eye(2) * 50,
    )  # fmt: skip
    exact = estimate_variances(start, records, pedigree)
    told: list[int] = []
    found = estimate_large(
        start, records, pedigree, samples=6, progress=lambda number, _: told.append(number)
    )
    assert found.converged
    assert told == list(range(1, len(told) + 1))
    blocks = [(*one.covariances, *one.residual) for one in (found, exact)]
    estimates, wanted = (
        np.concatenate([block[np.tril_indices(2)] for block in part]) for part in blocks
    )
    errors = exact.standard_errors()
    # six samples leave a sixth of the sampling variance
    assert np.all(np.abs(estimates - wanted) < 2.5 * errors / np.sqrt(6))
    truth = np.array([40, 15, 30, 16, 0, 16, 60, 10, 40])
    assert np.all(np.abs(estimates - truth) < 3.5 * found.standard_errors())
    assert found.standard_errors() == pytest.approx(errors * np.sqrt(7 / 6), rel=0.25)


def test_sampled_reliabilities_are_the_exact_ones_but_for_sampling() -> None:
    """Of a maternal effect and of the total of both, where no formula is at hand."""
    random = np.random.default_rng(51)
    pedigree = simulate_pedigree(250, seed=52, sires_a_year=2, years=6)
    calves = np.flatnonzero(pedigree.dam >= 0)
    records = Records.from_columns(
        {"weight": random.normal(40, 6, len(calves))},
        {"calf": pedigree.ids[calves], "dam": pedigree.ids[pedigree.dam[calves]]},
    )
    model = Model(
        (Fixed(),), (Genetic(("calf", "dam"), [[30.0, -5.0], [-5.0, 15.0]]),), 20.0
    )  # fmt: skip
    run = solve(model, records, pedigree, method="direct")
    told: list[int] = []
    for weights in ([0.0, 1.0], [1.0, 1.0]):
        exact = exact_reliability(run, weights=np.array(weights))
        found = sampled_reliability(
            run, weights=np.array(weights), samples=40,
            progress=lambda done, _: told.append(done),
        )  # fmt: skip
        gap = found.values - exact
        assert abs(gap.mean()) < 0.03
        assert np.sqrt(np.mean(gap**2)) < 1.3 * np.sqrt(np.mean(found.errors**2))
        assert np.corrcoef(found.values, exact)[0, 1] > 0.75
    assert told == [*range(1, 41)] * 2
    grouped = pedigree.grouped(
        np.where(pedigree.sire < 0, -2, pedigree.sire).astype(np.int32),
        np.where(pedigree.dam < 0, -3, pedigree.dam).astype(np.int32),
        ("bulls", "cows"),
    )
    groups = Model((Fixed(),), (Genetic(("calf",), 30.0, zero=("bulls",)),), 20.0)
    run = solve(groups, records, grouped, method="direct")
    exact, found = exact_reliability(run)[:250], sampled_reliability(run)
    assert np.isnan(found.values[250:]).all()
    gap = found.values[:250] - np.clip(exact, 0, 1)
    assert np.sqrt(np.mean(gap**2)) < 1.3 * np.sqrt(np.mean(found.errors[:250] ** 2))
    with pytest.raises(NotUsable, match="a fixed effect has no reliability"):
        sampled_reliability(run, term="mean")


def test_what_cannot_be_simulated_is_refused() -> None:
    records = Records.from_columns({"y": [1.0, 2.0]}, {"animal": ["a", "b"]})
    structure = genomic(np.eye(2), ["a", "b"])
    model = Model((Fixed(),), (Genetic(("animal",), 1.0, structure=structure),), 1.0)
    with pytest.raises(ValueError, match="pedigrees and unrelated levels only"):
        estimate_large(model, records)
