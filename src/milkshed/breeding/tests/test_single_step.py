"""Single step as the monthly run takes it: beside the library's dense one, in both solvers."""

import numpy as np
import pytest
from numpy.typing import NDArray

from milkshed.breeding.science.a_inverse import invert_relationships
from milkshed.breeding.science.genomics import genomic_relationships, single_step, tune
from milkshed.breeding.science.genotypes import Genotypes
from milkshed.breeding.science.marker_store import MarkerStore
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.relationships import relationships
from milkshed.breeding.science.reliability import approximate_reliability, exact_reliability
from milkshed.breeding.science.simulation import simulate_pedigree
from milkshed.breeding.science.single_step import (
    DenseGenotyped,
    genomic_reliability,
    relate_genotyped,
    with_groups,
)
from milkshed.breeding.science.solving import solve
from milkshed.breeding.science.structures import Related
from milkshed.breeding.science.sweep import Sweep
from milkshed.breeding.science.trait_blocks import numbered
from milkshed.breeding.science.unknown_parents import group_shares

SHARE = 0.05
Population = tuple[Pedigree, NDArray[np.int8], DenseGenotyped]


def drop_genes(pedigree: Pedigree, markers: int, seed: int) -> NDArray[np.int8]:
    """Counts (animals, markers) handed down by chance from founders, markers unlinked."""
    random = np.random.default_rng(seed)
    frequency = random.uniform(0.1, 0.9, markers)
    answer = np.empty((len(pedigree), markers), dtype=np.int8)
    for i in range(len(pedigree)):
        answer[i] = 0
        for parent in (pedigree.sire[i], pedigree.dam[i]):
            chance = frequency if parent < 0 else answer[parent] / 2
            answer[i] += random.random(markers) < chance
    return answer


@pytest.fixture(scope="module")
def population() -> Population:
    """A pedigree, the genes of all of its animals, and eighty genotyped."""
    pedigree = numbered(simulate_pedigree(300, seed=8, years=6))
    counts = drop_genes(pedigree, 400, 9)
    members = np.sort(np.random.default_rng(1).choice(len(pedigree), 80, replace=False))
    names = [str(pedigree.ids[at]) for at in members]
    store = MarkerStore.from_counts([counts[members].T], names, [f"m{k}" for k in range(400)])
    f = invert_relationships(pedigree).f
    made = relate_genotyped(pedigree, members, store, f=f, pedigree_share=SHARE)
    return pedigree, counts, made


def test_the_correction_is_that_of_the_dense_single_step(
    population: Population,
) -> None:
    pedigree, counts, made = population
    genotypes = Genotypes.from_counts(
        counts[made.members], [str(n) for n in made.members], [f"m{k}" for k in range(400)]
    )
    a22 = relationships(pedigree, made.members, made.members)
    tuned = tune(genomic_relationships(genotypes), a22, pedigree_share=SHARE)
    wanted = single_step(pedigree, made.members, tuned.matrix)
    told = Related(pedigree, beyond=made.beyond)
    # products of markers are summed in single precision
    assert np.abs(told.matrix() - wanted.inverse).max() < 1e-4
    assert np.allclose(told.diagonal, wanted.diagonal, atol=1e-4)
    assert np.allclose(told.scale, wanted.scale)
    assert told.log_determinant == pytest.approx(wanted.log_determinant, abs=1e-3)
    vector = np.random.default_rng(2).normal(size=(len(pedigree), 2))
    inner = np.array([[2.0, 0.3], [0.3, 1.0]])
    answer = np.zeros_like(vector)
    told.add_product(inner, vector, answer)
    assert np.allclose(answer, wanted.inverse @ vector @ inner, atol=1e-3)


def test_the_sweep_over_animals_solves_the_same_single_step(
    population: Population,
) -> None:
    pedigree, counts, made = population
    random = np.random.default_rng(3)
    animal = np.repeat(np.arange(60, 300), 2)
    level = counts[:, :40] @ random.normal(size=40)
    values = 3 * level[animal] + random.normal(0, 6, len(animal))
    records = Records.from_columns(
        {"y": values}, {"animal": animal + 1, "herd": random.integers(0, 5, len(animal))}
    )
    structure = Related(pedigree, beyond=made.beyond)
    model = Model(
        (Fixed("herd"),),
        (Genetic(("animal",), 40.0, structure=structure), Random("animal", 9.0, name="own")),
        36.0,
    )
    direct = solve(model, records, pedigree, method="direct")
    iterated = solve(model, records, pedigree, tolerance=1e-11)
    sweep = Sweep.of(direct.equations)
    assert sweep is not None
    whole = sweep.restricted(direct.unknowns)
    image = np.zeros_like(whole)
    sweep.product(whole, image)
    right, _ = sweep.loaded(direct.equations.y)
    assert np.abs(image - right).max() < 1e-7 * np.abs(right).max()
    assert np.allclose(iterated.breeding_values(), direct.breeding_values(), atol=1e-4)
    # what the genotyped are told to know, against the inverse of the equations
    at = made.members
    herd = np.unique(records.factors["herd"].code, return_inverse=True)[1]
    variances = {
        "variance_animal": 40.0, "variance_residual": 36.0, "variance_permanent": 9.0
    }  # fmt: skip
    known = approximate_reliability(pedigree, animal, herd, **variances).values[at]
    told = genomic_reliability(
        pedigree, made, [(animal, herd)], known[:, None], genetic=np.array([[40.0]]),
        residual=np.array([[36.0]]), permanent=np.array([[9.0]]),
    )[:, 0]  # fmt: skip
    exact = exact_reliability(direct)[at]
    assert np.corrcoef(exact, told)[0, 1] > 0.9
    assert np.abs(exact - told).mean() < 0.06
    assert np.abs(exact - told).mean() < np.abs(exact - known).mean()
    assert np.all((told >= known - 1e-9) & (told < 1))


def test_groups_of_unknown_parents_leave_the_equations_positive(population: Population) -> None:
    pedigree, _, made = population
    sire, dam = (
        np.where(parent < 0, -2 - (np.arange(len(pedigree)) % 2), parent).astype(np.int32)
        for parent in (pedigree.sire, pedigree.dam)
    )
    grouped = pedigree.grouped(sire, dam, ("old", "new"))
    beyond = with_groups(made.beyond, grouped)
    structure = Related(grouped, beyond=beyond)
    precision = structure.matrix().toarray()
    assert np.linalg.eigvalsh(precision)[0] > -1e-8
    # whatever the groups are, an animal as its groups predict is no surprise
    shares = group_shares(grouped)
    assert np.allclose(shares.sum(axis=1), 1)
    expected = np.concatenate([shares, np.eye(2)]) @ np.array([300.0, -40.0])
    assert np.abs(precision @ expected).max() < 1e-6
    animals = np.random.default_rng(4).normal(size=len(pedigree))
    plain = Related(pedigree, beyond=made.beyond).matrix().toarray()
    given = np.concatenate([animals, [0.0, 0.0]])
    assert given @ precision @ given == pytest.approx(animals @ plain @ animals)


def test_as_many_genotypes_as_animals_are_wanted() -> None:
    pedigree = Pedigree.from_numbers([-1, -1, 0], [-1, -1, 1])
    store = MarkerStore.from_counts([np.array([[1]], np.int8)], ["1"], ["m"])
    with pytest.raises(ValueError, match="2 animals, 1 genotypes"):
        relate_genotyped(pedigree, np.array([0, 1]), store, f=np.zeros(3), pedigree_share=SHARE)
