"""Variances of every kind of model: truth found again, effects on some traits, what is not told."""

import csv
from dataclasses import replace

import numpy as np
import pytest

from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random, legendre
from milkshed.breeding.science.monte_carlo import estimate_large
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.pedigree_rows import PedigreeRows, number_rows
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.reml import estimate_variances
from milkshed.breeding.science.simulation import simulate_breeding_values, simulate_pedigree
from milkshed.breeding.science.solving import solve
from milkshed.breeding.science.variances import Variances
from tests.reference_data import reference_path

PHI = ("phi0", "phi1")


def estimates_of(found: Variances) -> Float:
    """All parameters in their order."""
    blocks = [*found.covariances, *found.residual]
    lower = [block[np.tril_indices(len(block))] for block in blocks]
    return np.concatenate(lower)


def likelihood(model: Model, records: Records, pedigree: Pedigree) -> float:
    """log L at the model's own variances."""
    return estimate_variances(model, records, pedigree, iterations=0).log_likelihood


@pytest.fixture(scope="module")
def pedigree() -> Pedigree:
    return simulate_pedigree(700, seed=21, sires_a_year=2, years=8)


def test_direct_and_maternal_variances_are_found_again(pedigree: Pedigree) -> None:
    random = np.random.default_rng(22)
    g = np.array([[30.0, -8.0], [-8.0, 15.0]])
    true = simulate_breeding_values(pedigree, g, seed=23)
    calves = np.flatnonzero(pedigree.dam >= 0)
    dam = pedigree.dam[calves]
    y = 40 + true[calves, 0] + true[dam, 1] + random.normal(0, 6, len(calves))
    records = Records.from_columns(
        {"birth_weight": y}, {"calf": pedigree.ids[calves], "dam": pedigree.ids[dam]}
    )
    start = Model(
        (Fixed(),),
        (Genetic(("calf", "dam"), np.diag([20.0, 20.0])),),
        30.0,
    )
    found = estimate_variances(start, records, pedigree)
    assert found.converged
    truth = [30, -8, 15, 36]
    assert np.all(np.abs(estimates_of(found) - truth) < 3 * found.standard_errors())
    correlation, error = found.correlation("animal", 0, 1)
    assert abs(correlation - -8 / np.sqrt(30 * 15)) < 3 * error
    total, _ = found.ratio(["animal"], at={"animal": [1.0, 1.0]})
    k = found.of("animal")
    assert total == pytest.approx(k.sum() / (k.sum() + found.residual.item()))
    with pytest.raises(NotUsable, match="animal has 2 coefficients"):
        found.ratio(["animal"], at={"animal": [1.0]})


def test_a_variance_of_zero_is_reached_and_told(pedigree: Pedigree) -> None:
    """Effects that there are not: their estimates go to the border, the others to their own."""
    random = np.random.default_rng(41)
    true = simulate_breeding_values(pedigree, np.array([[30.0]]), seed=23)[:, 0]
    calves = np.flatnonzero(pedigree.dam >= 0)
    dam = pedigree.ids[pedigree.dam[calves]]
    y = 40 + true[calves] + random.normal(0, 6, len(calves))
    records = Records.from_columns({"weight": y}, {"calf": pedigree.ids[calves], "dam": dam})
    start = Genetic(("calf",), 20.0)
    alone = estimate_variances(Model((Fixed(),), (start,), 40.0), records, pedigree)
    assert alone.at_border == ()
    nurse = Random("dam", 10.0, name="nurse")
    maternal = Genetic(("calf", "dam"), np.diag([20.0, 20.0]))
    for genetic, told in ((start, {"nurse"}), (maternal, {"animal", "nurse"})):
        found = estimate_variances(Model((Fixed(),), (genetic, nurse), 40.0), records, pedigree)
        assert found.converged
        assert len(found.steps) < 30
        # a model that holds another is no worse
        assert found.log_likelihood > alone.log_likelihood - 1e-6
        assert set(found.at_border) == told
        assert "方差为零：" in found.summary.zh
        assert "a variance is zero: " in found.summary.en


def test_curves_of_test_days_are_found_again(pedigree: Pedigree) -> None:
    random = np.random.default_rng(24)
    g, p = np.array([[20.0, 4.0], [4.0, 6.0]]), np.array([[12.0, -2.0], [-2.0, 5.0]])
    true = simulate_breeding_values(pedigree, g, seed=25)
    own = random.multivariate_normal([0, 0], p, len(pedigree))
    animal = np.repeat(np.arange(200, 700), 4)
    day = random.integers(5, 306, len(animal))
    curve = legendre(day, 1, first=5, last=305)
    y = 25 + np.sum(curve * (true + own)[animal], axis=1) + random.normal(0, 2, len(animal))
    records = Records.from_columns(
        {"milk": y}, {"cow": pedigree.ids[animal]},
        covariates=dict(zip(PHI, curve.T, strict=True)),
    )  # fmt: skip
    start = Model(
        (Fixed(covariates=PHI),),
        (
            Genetic(("cow",), np.diag([15.0, 5.0]), PHI),
            Random("cow", np.diag([15.0, 5.0]), PHI, name="pe"),
        ),
        5.0,
    )
    found = estimate_variances(start, records, pedigree)
    assert found.converged
    truth = np.array([20, 4, 6, 12, -2, 5, 4])
    assert np.all(np.abs(estimates_of(found) - truth) < 3 * found.standard_errors())
    at = legendre([150], 1, first=5, last=305)[0]
    share, error = found.ratio(["animal"], at={"animal": at, "pe": at})
    parts = [float(at @ found.of(name) @ at) for name in ("animal", "pe")]
    assert share == pytest.approx(parts[0] / (sum(parts) + found.residual.item()))
    assert 0 < error < 0.3


def two_traits(pedigree: Pedigree, random: np.random.Generator) -> Records:
    """Independent traits; a herd's age regression and environment are of the first only."""
    animal = np.tile(np.arange(len(pedigree)), 2)
    age = random.normal(0, 1, len(animal))
    own = random.normal(0, 3, (len(pedigree), 2))
    true = simulate_breeding_values(pedigree, np.diag([20.0, 10.0]), seed=27)
    values = 50 + true[animal] + random.normal(0, 5, (len(animal), 2))
    values[:, 0] += 2 * age + own[animal, 0]
    return Records.from_columns(
        {"a": values[:, 0], "b": values[:, 1]},
        {"animal": pedigree.ids[animal], "herd": [f"h{k % 5}" for k in animal]},
        covariates={"age": age},
    )


def test_effects_on_some_traits_are_the_single_models_together(pedigree: Pedigree) -> None:
    """With covariances of 0 the likelihood is the sum of the traits', each with its own model."""
    records = two_traits(pedigree, np.random.default_rng(26))
    both = Model(
        (Fixed("herd"), Fixed(covariates=("age",), traits=("a",))),
        (
            Genetic(("animal",), np.diag([18.0, 12.0])),
            Random("animal", 7.0, name="pe", traits=("a",)),
        ),
        np.diag([24.0, 22.0]),
    )
    first = Model(
        (Fixed("herd"), Fixed(covariates=("age",))),
        (Genetic(("animal",), 18.0), Random("animal", 7.0, name="pe")),
        24.0,
    )
    second = Model((Fixed("herd"),), (Genetic(("animal",), 12.0),), 22.0)
    alone = likelihood(first, records.of_traits(("a",)), pedigree)
    alone += likelihood(second, records.of_traits(("b",)), pedigree)
    assert likelihood(both, records, pedigree) == pytest.approx(alone, abs=1e-6)
    found = estimate_variances(both, records, pedigree)
    assert found.converged
    assert [name for name, i, j in found.parameters if i != j] == ["animal", "residual"]
    assert ("pe", 0, 0) in found.parameters
    assert ("pe", 1, 1) not in found.parameters
    assert found.of("pe")[1].tolist() == [0, 0]
    truth = [20, 0, 10, 9, 25, 0, 25]
    numbers = [found.of("animal")[i, j] for i, j in ((0, 0), (1, 0), (1, 1))]
    numbers += [found.of("pe")[0, 0], *found.residual[0][np.tril_indices(2)]]
    assert np.all(np.abs(np.array(numbers) - truth) < 3.2 * found.standard_errors())
    filled = solve(found.put_into(both), records, pedigree, method="direct")
    assert filled.equations.term("pe").covariance.tolist() == found.of("pe").tolist()
    assert not filled.effect("pe")[:, 0, 1].any()
    assert likelihood(found.put_into(both), records, pedigree) == pytest.approx(
        found.log_likelihood, abs=1e-8
    )
    single = replace(both, random=both.random[:1])
    without = estimate_variances(single, records, pedigree)
    assert found.criterion < without.criterion
    assert without.criterion == 2 * 6 - 2 * without.log_likelihood
    large = estimate_large(both, records, pedigree, samples=6, rounds=20)
    gap = np.abs(large.of("pe") - found.of("pe"))[0, 0]
    assert gap < 2.5 * found.standard_errors()[3] / np.sqrt(6)


def test_what_records_do_not_tell_apart_is_named(pedigree: Pedigree) -> None:
    """Traits never measured together; an environment with one record each; a trait of nobody."""
    random = np.random.default_rng(28)
    true = simulate_breeding_values(pedigree, np.array([[20.0, 8.0], [8.0, 10.0]]), seed=29)
    values = true + random.normal(0, 5, true.shape)
    values[::2, 0], values[1::2, 1] = np.nan, np.nan
    records = Records.from_columns({"a": values[:, 0], "b": values[:, 1]}, {"animal": pedigree.ids})
    model = Model((Fixed(),), (Genetic(("animal",), np.diag([18.0, 12.0])),), np.diag([20.0, 30.0]))
    found = estimate_variances(model, records, pedigree)
    assert found.converged
    assert found.not_told_apart == ((("residual", 1, 0),),)
    assert found.residual[0, 1, 0] == 0
    errors = dict(zip(found.parameters, found.standard_errors(), strict=True))
    assert np.isnan(errors["residual", 1, 0])
    assert np.isfinite(errors["residual", 1, 1])
    assert "residual[2,1]" in found.summary.en
    single = records.of_traits(("a",))
    with_pe = Model(
        (Fixed(),), (Genetic(("animal",), 18.0), Random("animal", 5.0, name="pe")), 15.0
    )
    told = estimate_variances(with_pe, single, pedigree)
    assert told.converged
    assert [{name for name, _, _ in one} for one in told.not_told_apart] == [{"pe", "residual"}]
    plain = estimate_variances(
        Model((Fixed(),), (Genetic(("animal",), 18.0),), 20.0), single, pedigree
    )
    assert told.log_likelihood == pytest.approx(plain.log_likelihood, abs=1e-5)
    together = told.of("pe").item() + told.residual.item()
    assert together == pytest.approx(plain.residual.item(), rel=1e-3)
    empty = Records.from_columns(
        {"a": values[:, 0], "b": np.full(len(values), np.nan)}, {"animal": pedigree.ids}
    )
    for estimate in (estimate_variances, estimate_large):
        with pytest.raises(NotUsable, match=r"without any record.*b") as refused:
            estimate(model, empty, pedigree)
        assert refused.value.named == ("b",)
        assert "性状 b" in refused.value.text.zh


def test_groups_of_immigrants_are_told_from_those_at_home() -> None:
    """Simulated data of the R package nadiv (ggTutorial): genetic and residual variance 1.

    Immigrants are three genetic standard deviations better. A model that knows nothing of it takes
    their difference for genetic variance (Wolak & Reid 2017).
    """
    with reference_path("breeding/nadiv/ggTutorial.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if int(row["gen"]) <= 6]
    plain = number_rows(
        PedigreeRows.from_table(
            *([row[name] for row in rows] for name in ("id", "sire", "dam")), missing=("NA",)
        )
    )
    told = {row["id"]: row for row in rows}
    column = {
        name: np.array([float(told[one][name]) for one in plain.listed])
        for name in ("p", "u", "is")
    }
    abroad = column["is"] == 1
    code = np.where(abroad, -3, -2)
    sire, dam = (
        np.where(parent < 0, code, parent).astype(np.int32) for parent in (plain.sire, plain.dam)
    )
    grouped = plain.grouped(sire, dam, ("home", "abroad"))
    records = Records.from_columns({"p": column["p"]}, {"animal": plain.ids})
    model = Model((Fixed(),), (Genetic(("animal",), 0.8, zero=("home",)),), 0.8)
    found = estimate_variances(model, records, grouped)
    assert found.converged
    assert np.all(np.abs(estimates_of(found) - 1.0) < 2.5 * found.standard_errors())
    run = solve(found.put_into(model), records, grouped, method="direct")
    better = column["u"][abroad].mean() - column["u"][~abroad & (plain.sire < 0)].mean()
    assert run.by_level("animal")["abroad"] == pytest.approx(better, abs=0.3)
    ebv = run.breeding_values()[: len(plain)]
    assert np.polyfit(ebv, column["u"], 1)[0] == pytest.approx(1, abs=0.05)
    unaware = Model((Fixed(),), (Genetic(("animal",), 0.8),), 0.8)
    biased = estimate_variances(unaware, records, plain)
    assert biased.of("animal").item() > 1.5 * found.of("animal").item()
