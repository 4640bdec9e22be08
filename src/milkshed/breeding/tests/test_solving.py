"""What must not matter does not, both solvers agree, and the truth is found again."""

import json
from dataclasses import dataclass, replace

import numpy as np
import pytest

from milkshed.breeding.science.a_inverse import invert_relationships
from milkshed.breeding.science.arrays import Float, Int
from milkshed.breeding.science.last_solutions import StoredSolutions
from milkshed.breeding.science.mixed_model import (
    Fixed,
    Genetic,
    Model,
    Random,
    bend,
    legendre,
)
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.reliability import (
    approximate_reliability,
    approximation_error,
    compare_reliabilities,
    exact_reliability,
)
from milkshed.breeding.science.simulation import simulate_breeding_values, simulate_pedigree
from milkshed.breeding.science.solving import Evaluation, solve

G = np.array([[30.0, 12.0], [12.0, 20.0]])
P = np.array([[10.0, 3.0], [3.0, 8.0]])
R = np.array([[60.0, 20.0], [20.0, 50.0]])


@dataclass(frozen=True)
class Population:
    """Cows with one to three records of two traits, a quarter of the second not measured."""

    pedigree: Pedigree
    true: Float
    animal: Int
    herd: Int
    values: Float

    def records(self, rows: Int | None = None, traits: tuple[int, ...] = (0, 1)) -> Records:
        chosen = np.arange(len(self.animal)) if rows is None else rows
        names = ("milk", "fat")
        return Records.from_columns(
            {names[t]: self.values[chosen, t] for t in traits},
            {
                "animal": self.pedigree.ids[self.animal[chosen]],
                "herd": self.herd[chosen],
            },
        )


@pytest.fixture(scope="module")
def population() -> Population:
    random = np.random.default_rng(11)
    pedigree = simulate_pedigree(1200, seed=11, sires_a_year=2)
    true = simulate_breeding_values(pedigree, G, seed=12)
    permanent = random.multivariate_normal([0, 0], P, 1200)
    cows = np.flatnonzero(pedigree.sex == 2)
    animal = np.sort(np.concatenate([cows, random.choice(cows, 700), random.choice(cows, 300)]))
    herd = random.integers(0, 12, len(animal))
    values = (
        np.array([9000, 350])
        + random.normal(0, 10, (12, 2))[herd]
        + true[animal]
        + permanent[animal]
        + random.multivariate_normal([0, 0], R, len(animal))
    )
    values[random.random(len(animal)) < 0.25, 1] = np.nan
    return Population(pedigree, true, animal, herd, values)


def model(traits: tuple[int, ...] = (0, 1)) -> Model:
    part = np.ix_(traits, traits)
    return Model(
        (Fixed("herd"),),
        (Genetic(("animal",), G[part]), Random("animal", P[part], name="permanent")),
        R[part],
    )


@pytest.fixture(scope="module")
def run(population: Population) -> Evaluation:
    return solve(model(), population.records(), population.pedigree, tolerance=1e-10)


def test_both_solvers_agree_and_say_how_it_went(population: Population, run: Evaluation) -> None:
    direct = solve(model(), population.records(), population.pedigree, method="direct")
    for trait in ("milk", "fat"):
        assert run.breeding_values(trait) == pytest.approx(direct.breeding_values(trait), abs=1e-5)
    report = run.convergence
    assert report.converged
    assert report.relative_residual < 1e-9
    assert report.largest_step < 1e-5
    assert report.iterations == len(report.residuals) < 200
    assert "已收敛" in report.summary.zh
    stopped = solve(model(), population.records(), population.pedigree, iterations=3)
    assert not stopped.convergence.converged
    assert "not converged" in stopped.convergence.summary.en


def test_the_truth_is_found_again(population: Population, run: Evaluation) -> None:
    """Regression of true on estimated values is 1, their squared correlation the reliability."""
    cows = np.unique(population.animal)
    ebv, true = run.breeding_values("milk")[cows], population.true[cows, 0]
    assert np.polyfit(ebv, true, 1)[0] == pytest.approx(1, abs=0.15)
    expected = exact_reliability(run, "milk")[cows].mean()
    assert np.corrcoef(ebv, true)[0, 1] ** 2 == pytest.approx(expected, abs=0.08)


def test_the_order_of_records_does_not_matter(population: Population, run: Evaluation) -> None:
    mixed = np.random.default_rng(3).permutation(len(population.animal))
    again = solve(model(), population.records(mixed), population.pedigree, tolerance=1e-10)
    assert again.unknowns == pytest.approx(run.unknowns, abs=1e-5)


def test_an_unrelated_animal_changes_nothing(population: Population, run: Evaluation) -> None:
    pedigree = population.pedigree
    more = replace(
        pedigree,
        ids=np.append(pedigree.ids, "stranger"),
        sire=np.append(pedigree.sire, np.int32(-1)),
        dam=np.append(pedigree.dam, np.int32(-1)),
        sex=np.append(pedigree.sex, np.int8(1)),
        born=np.append(pedigree.born, np.datetime64("2020-01-01")),
    )
    again = solve(model(), population.records(), more, tolerance=1e-10)
    assert again.breeding_values("fat")[:-1] == pytest.approx(run.breeding_values("fat"), abs=1e-5)
    assert again.breeding_values("fat")[-1] == pytest.approx(0, abs=1e-9)


def test_units_scale_through(population: Population, run: Evaluation) -> None:
    scaled = replace(population, values=population.values * np.array([0.001, 1.0]))
    unit = np.diag([0.001, 1.0])
    other = Model(
        (Fixed("herd"),),
        (
            Genetic(("animal",), unit @ G @ unit),
            Random("animal", unit @ P @ unit, name="permanent"),
        ),
        unit @ R @ unit,
    )
    again = solve(other, scaled.records(), population.pedigree, tolerance=1e-10)
    assert 1000 * again.breeding_values("milk") == pytest.approx(
        run.breeding_values("milk"), abs=1e-4
    )


def test_uncorrelated_traits_are_single_traits(population: Population) -> None:
    apart = Model(
        (Fixed("herd"),),
        (
            Genetic(("animal",), np.diag(np.diag(G))),
            Random("animal", np.diag(np.diag(P)), name="permanent"),
        ),
        np.diag(np.diag(R)),
    )
    both = solve(apart, population.records(), population.pedigree, tolerance=1e-11)
    for number, trait in enumerate(("milk", "fat")):
        alone = solve(
            model((number,)),
            population.records(traits=(number,)),
            population.pedigree,
            tolerance=1e-11,
        )
        assert both.breeding_values(trait) == pytest.approx(alone.breeding_values(), abs=1e-5)


def test_a_record_of_weight_two_is_two_records() -> None:
    pedigree = Pedigree.from_numbers([-1, -1, 0, 0], [-1, -1, 1, -1])
    twice = Records.from_columns({"y": [5.0, 5.0, 3.0, 4.0]}, {"animal": ["3", "3", "4", "1"]})
    weighted = Records.from_columns(
        {"y": [5.0, 3.0, 4.0]}, {"animal": ["3", "4", "1"]}, weights=[2, 1, 1]
    )
    simple = Model((Fixed(),), (Genetic(("animal",), 1.0),), 2.0)
    for method in ("iterate", "direct"):
        first = solve(simple, twice, pedigree, method=method, tolerance=1e-12)
        second = solve(simple, weighted, pedigree, method=method, tolerance=1e-12)
        assert first.breeding_values() == pytest.approx(second.breeding_values(), abs=1e-9)


def test_an_animal_without_records_is_the_mean_of_its_parents(
    population: Population, run: Evaluation
) -> None:
    pedigree = population.pedigree
    calf = replace(
        pedigree,
        ids=np.append(pedigree.ids, "calf"),
        sire=np.append(pedigree.sire, np.int32(7)),
        dam=np.append(pedigree.dam, np.int32(900)),
        sex=np.append(pedigree.sex, np.int8(2)),
        born=np.append(pedigree.born, np.datetime64("2026-01-01")),
    )
    ebv = solve(model(), population.records(), calf, tolerance=1e-11).breeding_values("milk")
    assert ebv[-1] == pytest.approx((ebv[7] + ebv[900]) / 2, abs=1e-6)


def test_a_run_starts_from_the_last_one_and_after_an_interruption(
    population: Population, run: Evaluation
) -> None:
    kept: dict[int, Float] = {}
    told: list[int] = []
    records = population.records()
    solve(
        model(), records, population.pedigree, tolerance=1e-10,
        keep=kept.__setitem__, progress=lambda number, _: told.append(number),
    )  # fmt: skip
    assert told == list(range(1, len(told) + 1))
    assert list(kept) == list(range(20, len(told) + 1, 20))
    resumed = solve(model(), records, population.pedigree, tolerance=1e-10, resume=kept[max(kept)])
    assert resumed.convergence.iterations < run.convergence.iterations
    assert resumed.breeding_values("fat") == pytest.approx(run.breeding_values("fat"), abs=3e-4)
    fewer = population.records(np.arange(len(population.animal) - 20))
    warm = solve(model(), fewer, population.pedigree, tolerance=1e-6, start=run)
    cold = solve(model(), fewer, population.pedigree, tolerance=1e-6)
    assert warm.convergence.iterations < cold.convergence.iterations
    assert warm.breeding_values("milk") == pytest.approx(cold.breeding_values("milk"), abs=0.01)


def test_threads_do_not_change_the_answer() -> None:
    random = np.random.default_rng(2)
    pedigree = simulate_pedigree(3000, seed=3)
    animal = random.integers(0, 3000, 60_000)
    records = Records.from_columns(
        {"y": random.normal(size=60_000)}, {"animal": animal + 1, "herd": animal % 50}
    )
    simple = Model((Fixed("herd"),), (Genetic(("animal",), 1.0),), 3.0)
    one, two = (solve(simple, records, pedigree, iterations=20, threads=n) for n in (1, 2))
    assert np.array_equal(one.unknowns, two.unknowns)


def test_the_manifest_tells_runs_apart(population: Population, run: Evaluation) -> None:
    told = json.loads(run.to_json())
    assert told["records"] == len(population.animal)
    assert [term["name"] for term in told["terms"]] == ["herd", "animal", "permanent"]
    same = solve(model(), population.records(), population.pedigree, tolerance=1e-10)
    assert same.manifest == run.manifest
    changed = replace(population, values=population.values + 1e-9)
    other = solve(model(), changed.records(), population.pedigree, tolerance=1e-10)
    assert other.manifest["inputs"] != run.manifest["inputs"]


def test_approximate_reliabilities_agree_with_exact_ones(population: Population) -> None:
    single = solve(
        model((0,)), population.records(traits=(0,)), population.pedigree, method="direct"
    )
    exact = exact_reliability(single)
    found = approximate_reliability(
        population.pedigree, population.animal, population.herd,
        variance_animal=30.0, variance_permanent=10.0, variance_residual=60.0,
    )  # fmt: skip
    assert found.last_change < 1e-5
    agreement = compare_reliabilities(found.values, exact)
    assert agreement.correlation > 0.98
    assert 0.9 < agreement.slope < 1.1
    assert abs(agreement.mean_difference) < 0.02


def test_the_error_of_approximate_reliabilities_is_told(population: Population) -> None:
    """On all of the data it is the plain comparison; on some herds of it about the same."""
    arguments = (population.pedigree, population.animal, population.herd)
    variances = {"variance_animal": 30.0, "variance_permanent": 10.0, "variance_residual": 60.0}
    whole = approximation_error(*arguments, **variances, records=10**6)
    single = solve(
        model((0,)), population.records(traits=(0,)), population.pedigree, method="direct"
    )
    found = approximate_reliability(*arguments, **variances)
    plain = compare_reliabilities(found.values, exact_reliability(single))
    assert whole.correlation == pytest.approx(plain.correlation, abs=2e-3)
    assert whole.largest_difference == pytest.approx(plain.largest_difference, abs=1e-6)
    part = approximation_error(*arguments, **variances, records=500, seed=2)
    assert part.animals < whole.animals
    assert part.correlation > 0.98
    assert f"（{part.animals} 头）" in part.text.zh
    assert "largest" in part.text.en
    with pytest.raises(NotUsable, match="fewer than three"):
        approximation_error(population.pedigree, np.array([5]), np.array([0]), **variances)


def test_a_random_regression_starts_from_what_was_kept_of_the_last() -> None:
    """Solutions kept as arrays by name, with several coefficients a level."""
    random = np.random.default_rng(31)
    pedigree = simulate_pedigree(200, seed=32, sires_a_year=2)
    animal = random.integers(50, 200, 600)
    day = random.integers(5, 306, 600)
    phi = ("phi0", "phi1")
    records = Records.from_columns(
        {"milk": random.normal(25, 5, 600)},
        {"cow": pedigree.ids[animal], "htd": day // 30},
        covariates=dict(zip(phi, legendre(day, 1, first=5, last=305).T, strict=True)),
    )
    curves = Model(
        (Fixed("htd"),),
        (Genetic(("cow",), np.diag([6.0, 2.0]), phi), Random("cow", np.eye(2), phi, name="pe")),
        9.0,
    )
    last = solve(curves, records, pedigree, tolerance=1e-10)
    kept = StoredSolutions.of(
        ("milk",),
        {name: (last.levels(name), last.effect(name)) for name in ("htd", "animal", "pe")},
    )
    fewer = records.only(np.arange(580))
    warm = solve(curves, fewer, pedigree, tolerance=1e-6, start=kept)
    cold = solve(curves, fewer, pedigree, tolerance=1e-6)
    assert warm.convergence.iterations < cold.convergence.iterations
    assert warm.effect("animal") == pytest.approx(cold.effect("animal"), abs=1e-3)


def test_approximate_reliability_is_exact_on_a_tree() -> None:
    """A sire with three daughters of known fixed effects, one with a daughter of her own."""
    pedigree = Pedigree.from_numbers([-1, 0, 0, 0, -1], [-1, -1, -1, -1, 1])
    animal = np.array([1, 2, 2, 3, 4])
    alone = approximate_reliability(
        pedigree, animal, np.arange(5), variance_animal=1.0, variance_residual=3.0
    )
    assert alone.values == pytest.approx(np.zeros(5), abs=1e-9)
    together = np.zeros(5, dtype=np.int64)
    found = approximate_reliability(
        pedigree, animal, together, variance_animal=1.0, variance_residual=3.0
    )
    inverse = invert_relationships(pedigree).matrix().toarray()
    left = 1 - 1 / 5
    information = np.bincount(animal, minlength=5) * left / 3.0
    exact = 1 - np.diag(np.linalg.inv(inverse + np.diag(information)))
    assert found.values == pytest.approx(exact, abs=1e-6)


def test_what_does_not_fit_is_refused_by_name(population: Population) -> None:
    records = population.records()
    pedigree = population.pedigree
    with pytest.raises(ValueError, match="no factor 'year'"):
        solve(Model((Fixed("year"),), (), R), records, pedigree)
    with pytest.raises(ValueError, match="animal: covariance of shape"):
        solve(Model((), (Genetic(("animal",), 3.0),), R), records, pedigree)
    with pytest.raises(ValueError, match="not positive definite"):
        solve(Model((), (Genetic(("animal",), [[1, 2], [2, 1]]),), R), records, pedigree)
    with pytest.raises(ValueError, match="needs a pedigree"):
        solve(Model((), (Genetic(("animal",), G),), R), records)
    with pytest.raises(NotUsable, match="levels are not in the pedigree") as refused:
        solve(Model((), (Genetic(("animal",), G),), R), records, simulate_pedigree(50, seed=1))
    strangers = [name for name in records.factors["animal"].names if int(name) > 50]
    assert list(refused.value.named) == strangers
    assert strangers[0] in refused.value.text.zh
    assert f"等 {len(strangers)} 个" in refused.value.text.zh
    with pytest.raises(NotUsable, match="there is no trait 'wool', only milk, fat"):
        solve(Model((Fixed("herd", traits=("wool",)),), (), R), records, pedigree)
    with pytest.raises(ValueError, match="row 2: weights"):
        Records.from_columns({"y": [1, 2]}, {"a": [1, 2]}, weights=[1, 0])
    with pytest.raises(ValueError, match="method"):
        solve(model(), records, pedigree, method="magic")
    assert np.linalg.eigvalsh(bend([[1.0, 2.0], [2.0, 1.0]]))[0] > 0
