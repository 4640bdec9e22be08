"""Traits solved together: against a direct solve, against truth, and how sure they say they are."""

import numpy as np
import pytest

from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random
from milkshed.breeding.science.monthly_run import Observations, contemporary_groups
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.reliability import exact_reliability, joint_reliability
from milkshed.breeding.science.simulation import simulate_breeding_values, simulate_pedigree
from milkshed.breeding.science.solving import solve
from milkshed.breeding.science.trait_blocks import (
    BlockCovariances,
    Correlations,
    Solver,
    TraitVariances,
    block_covariances,
    numbered,
    solve_block,
)

Herd = tuple[Pedigree, Observations, BlockCovariances, Float]
TRAITS = ("milk_kg", "scs")
VARIANCES = (TraitVariances(0.3, 0.5, 1_500_000.0), TraitVariances(0.1, 0.3, 1.7))


def correlations(genetic: float, residual: float) -> Correlations:
    """Of two traits; permanent environments correlate as residuals do."""

    def matrix(r: float) -> Float:
        return np.array([[1.0, r], [r, 1.0]])

    return Correlations(matrix(genetic), matrix(residual), matrix(residual))


@pytest.fixture(scope="module")
def herd() -> Herd:
    """A pedigree, two lactations of its cows, half of them without a cell score, and the truth."""
    pedigree = numbered(simulate_pedigree(600, seed=3, years=8))
    made = block_covariances(VARIANCES, correlations(0.5, 0.3))
    assert made.permanent is not None
    true = simulate_breeding_values(pedigree, made.genetic, seed=4)
    random = np.random.default_rng(5)
    cows = np.flatnonzero(pedigree.sex == 2)[80:]
    own = random.multivariate_normal([0, 0], made.permanent, len(cows))
    animal = np.tile(cows, 2)
    noise = random.multivariate_normal([0, 0], made.residual, len(animal))
    values = true[animal] + np.tile(own, (2, 1)) + noise + [9_000.0, 3.0]
    values[random.random(len(animal)) < 0.5, 1] = np.nan
    rows = Observations(
        animal, random.integers(0, 4, len(animal)), random.integers(19_000, 19_700, len(animal)),
        np.repeat([1, 2], len(cows)), np.zeros(len(animal), np.int64),
        dict(zip(TRAITS, values.T, strict=True)),
    )  # fmt: skip
    return pedigree, rows, made, true


def test_a_block_is_the_multi_trait_model_of_its_records(
    herd: Herd,
) -> None:
    pedigree, rows, made, true = herd
    group = contemporary_groups(rows, 3)
    joint = solve_block(TRAITS, rows, group, pedigree, made, Solver(tolerance=1e-10))
    assert made.permanent is not None
    records = Records.from_columns(
        {trait: rows.values[trait] for trait in TRAITS},
        {"cow": rows.animal + 1, "group": group, "parity": rows.parity},
    )
    model = Model(
        (Fixed("group"), Fixed("parity")),
        (Genetic(("cow",), made.genetic), Random("cow", made.permanent, name="permanent")),
        made.residual,
    )
    direct = solve(model, records, pedigree, method="direct")
    spread = np.sqrt(np.diag(made.genetic))
    for at, trait in enumerate(TRAITS):
        gap = joint.of(trait).values - direct.breeding_values(trait)
        assert np.abs(gap).max() < 1e-5 * spread[at]
    # the reliabilities that are told, against those of the inverse of the same equations
    cows = np.unique(rows.animal)
    for at, trait in enumerate(TRAITS):
        exact = exact_reliability(direct, trait)[cows]
        told = joint.reliability[cows, at]
        assert np.corrcoef(exact, told)[0, 1] > 0.9
        assert abs(exact.mean() - told.mean()) < 0.06
    # the second trait gains by the first
    alone = solve_block(
        TRAITS[1:], rows, group, pedigree,
        block_covariances(VARIANCES[1:], Correlations.of_one()), Solver(tolerance=1e-10),
    )  # fmt: skip
    assert joint.reliability[:, 1].mean() > alone.reliability[:, 0].mean()
    assert (
        np.corrcoef(joint.of("scs").values[cows], true[cows, 1])[0, 1]
        > np.corrcoef(alone.values[cows, 0], true[cows, 1])[0, 1]
    )


def test_traits_without_correlation_are_solved_as_if_alone(
    herd: Herd,
) -> None:
    pedigree, rows, _, _ = herd
    group = contemporary_groups(rows, 3)
    solver = Solver(tolerance=1e-10)
    joint = solve_block(
        TRAITS, rows, group, pedigree, block_covariances(VARIANCES, correlations(0.0, 0.0)), solver
    )
    for at, trait in enumerate(TRAITS):
        single = block_covariances(VARIANCES[at : at + 1], Correlations.of_one())
        alone = solve_block((trait,), rows, group, pedigree, single, solver)
        spread = VARIANCES[at].genetic ** 0.5
        assert np.abs(joint.values[:, at] - alone.values[:, 0]).max() < 1e-5 * spread
        # but for the inbreeding of animals that have records of the other trait only
        assert np.allclose(joint.reliability[:, at], alone.reliability[:, 0], atol=0.01)


def test_correlations_of_nothing_are_bent_and_said() -> None:
    impossible = np.array([[1.0, 0.9, -0.9], [0.9, 1.0, 0.9], [-0.9, 0.9, 1.0]])
    variances = (TraitVariances(0.2, None, 4.0),) * 3
    made = block_covariances(variances, Correlations(impossible, impossible, np.eye(3)))
    assert made.bent == ("genetic",)
    assert made.permanent is None
    assert np.linalg.eigvalsh(made.genetic)[0] > 0
    assert np.allclose(np.diag(made.genetic), [one.genetic for one in variances])
    with pytest.raises(ValueError, match="all of its traits or in none"):
        block_covariances(
            (TraitVariances(0.2, 0.4, 1.0), TraitVariances(0.2, None, 1.0)), correlations(0, 0)
        )


def test_shared_records_inform_as_a_small_inverse_says() -> None:
    # one animal with three records of trait 1 and one of trait 2, known means, no relatives
    genetic = np.array([[4.0, 1.5], [1.5, 1.0]])
    error = np.array([[8.0, 1.0], [1.0, 3.0]])
    numbers = np.array([3.0, 1.0])
    alone = numbers / (numbers + np.diag(error) / np.diag(genetic))
    precision = np.linalg.inv(genetic) + np.linalg.inv(error)
    precision[0, 0] += 2 / error[0, 0]
    wanted = 1 - np.diag(np.linalg.inv(precision)) / np.diag(genetic)
    assert joint_reliability(alone[None], genetic, error)[0] == pytest.approx(wanted)
    # a trait nobody measured still learns from the other, and no more than its correlation lets it
    told = joint_reliability(np.array([[0.9, 0.0]]), genetic, error)[0]
    assert told[0] == pytest.approx(0.9)
    assert told[1] == pytest.approx(0.9 * 1.5**2 / 4.0)


def test_animals_that_nobody_learns_from_have_their_parents_mean(herd: Herd) -> None:
    pedigree, rows, made, _ = herd
    young = Pedigree.from_numbers(
        [*pedigree.sire, 5, -1, 601], [*pedigree.dam, 40, 41, 600],
        sex=[*pedigree.sex, 2, 1, 2],
    )  # fmt: skip
    # unknown parents stand for a group, so that a group's value is handed down too
    sire, dam = (np.where(parent < 0, -2, parent) for parent in (young.sire, young.dam))
    grouped = young.grouped(sire.astype(np.int32), dam.astype(np.int32), ("old",))
    group = contemporary_groups(rows, 3)
    solver = Solver(tolerance=1e-10)
    told = solve_block(TRAITS, rows, group, grouped, made, solver)
    records = Records.from_columns(
        {trait: rows.values[trait] for trait in TRAITS},
        {"cow": rows.animal + 1, "group": group, "parity": rows.parity},
    )
    assert made.permanent is not None
    whole = solve(
        Model(
            (Fixed("group"), Fixed("parity")),
            (Genetic(("cow",), made.genetic), Random("cow", made.permanent, name="permanent")),
            made.residual,
        ),
        records, grouped, tolerance=1e-10,
    )  # fmt: skip
    for at, trait in enumerate(TRAITS):
        wanted = whole.breeding_values(trait)[: len(grouped)]
        # estimable are differences within the group's animals
        gap = (told.values[:, at] - wanted) - (told.values[0, at] - wanted[0])
        assert np.abs(gap).max() < 1e-4 * VARIANCES[at].genetic ** 0.5
    assert told.values[602] == pytest.approx(0.5 * (told.values[601] + told.values[600]))
    assert len(told.effects["animal"][0]) == len(told.effects["animal"][1]) == 604
