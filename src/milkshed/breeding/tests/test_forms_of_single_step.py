"""Single step without a matrix beside the dense one: equations, solutions, reliabilities."""

import numpy as np
import pytest

from milkshed.breeding.science.a_inverse import invert_relationships
from milkshed.breeding.science.arrays import Bool, Float
from milkshed.breeding.science.core_spread import CoreSpread
from milkshed.breeding.science.marker_store import MarkerStore
from milkshed.breeding.science.monthly_run import Observations
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.reliability import (
    IndexPart,
    compare_reliabilities,
    index_reliability,
    joint_reliability,
)
from milkshed.breeding.science.simulation import simulate_pedigree
from milkshed.breeding.science.single_step import (
    DenseGenotyped,
    MarkerGenotyped,
    genomic_reliability,
    information,
    join_genotyped,
    relate_genotyped,
)
from milkshed.breeding.science.trait_blocks import (
    BlockCovariances,
    Solver,
    numbered,
    solve_block,
)
from milkshed.breeding.tests.test_single_step import drop_genes

SHARE, MARKERS, GENOTYPED = 0.05, 200, 50
GENETIC = np.array([[40.0, 18.0], [18.0, 16.0]])
RESIDUAL = np.array([[60.0, 20.0], [20.0, 30.0]])
COVARIANCES = BlockCovariances(GENETIC, None, RESIDUAL, ())
Forms = tuple[Pedigree, Pedigree, DenseGenotyped, MarkerGenotyped]


@pytest.fixture(scope="module")
def forms() -> Forms:
    """A pedigree, the same with groups of unknown parents, and fifty genotyped in both forms."""
    plain = numbered(simulate_pedigree(200, seed=8, years=6))
    counts = drop_genes(plain, MARKERS, 9)
    counts[np.random.default_rng(2).random(counts.shape) < 0.02] = -1
    members = np.sort(np.random.default_rng(1).choice(np.arange(60, 200), GENOTYPED, replace=False))
    store = MarkerStore.from_counts(
        [counts[members].T], [str(at) for at in members], [f"m{k}" for k in range(MARKERS)]
    )
    f = invert_relationships(plain).f
    sire, dam = (
        np.where(parent < 0, -2 - (np.arange(len(plain)) % 2), parent).astype(np.int32)
        for parent in (plain.sire, plain.dam)
    )
    grouped = plain.grouped(sire, dam, ("old", "new"))
    dense = relate_genotyped(plain, members, store, f=f, pedigree_share=SHARE)
    joined = join_genotyped(plain, members, store, f=f, pedigree_share=SHARE, core=GENOTYPED)
    return plain, grouped, dense, joined


def test_the_level_is_found_without_a_matrix(forms: Forms) -> None:
    _, _, dense, joined = forms
    for name in ("level", "slope", "diagonal", "off_diagonal"):
        wanted = getattr(dense.tuning, name)
        assert getattr(joined.tuning, name) == pytest.approx(wanted, rel=1e-5)
    assert dense.tuning.level > 0


@pytest.mark.parametrize("with_groups", [False, True])
def test_without_the_marker_effects_the_precision_is_the_dense_one(
    forms: Forms, with_groups: bool
) -> None:
    plain, grouped, dense, joined = forms
    pedigree = grouped if with_groups else plain
    inverse = invert_relationships(pedigree)
    structure = joined.relatives(pedigree, inverse)
    levels = inverse.levels
    whole = structure.matrix().toarray()
    among, across = whole[levels:, levels:], whole[:levels, levels:]
    absorbed = whole[:levels, :levels] - across @ np.linalg.solve(among, across.T)
    wanted = dense.relatives(pedigree, inverse).matrix().toarray()
    # the dense form sums markers in single precision
    assert np.abs(absorbed - wanted).max() < 2e-4 * np.abs(wanted).max()
    assert np.linalg.eigvalsh(whole)[0] > -1e-8
    assert structure.scale[joined.members] == pytest.approx(np.diag(dense.by_markers), rel=1e-5)
    assert np.all(structure.diagonal[:levels] > 0)


def observations(forms: Forms) -> tuple[Observations, Float]:
    """Two traits of the younger animals, some missing, in groups of ten."""
    plain = forms[0]
    random = np.random.default_rng(4)
    animal = np.repeat(np.arange(40, 190), 2)
    true = random.normal(size=(len(plain), 2)) @ np.linalg.cholesky(GENETIC).T
    value = true[animal] + random.normal(size=(len(animal), 2)) @ np.linalg.cholesky(RESIDUAL).T
    value[random.random(value.shape) < 0.2] = np.nan
    value[0] = 1.0
    group = random.integers(0, 10, len(animal))
    ones = np.ones(len(animal), dtype=np.int64)
    return Observations(animal, ones, ones, ones, ones, {"a": value[:, 0], "b": value[:, 1]}), group


def test_both_forms_have_one_solution_and_reliabilities_near_the_exact(forms: Forms) -> None:
    plain, grouped, dense, joined = forms
    rows, group = observations(forms)
    inverse = invert_relationships(grouped)
    made = [
        solve_block(
            ("a", "b"), rows, group, grouped, COVARIANCES, Solver(1e-10, 5_000),
            relatives=form.relatives(grouped, inverse), with_reliability=False,
        )
        for form in (dense, joined)
    ]  # fmt: skip
    # fixed groups of unknown parents leave the common level open: values are told against a base
    against = [one.values - one.values.mean(axis=0) for one in made]
    gap = np.abs(against[0] - against[1]) / np.sqrt(np.diag(GENETIC))
    assert gap.max() < 1e-6  # genetic standard deviations
    # without groups: how unsure their fixed effects are is no matter of the animals
    by_inverse = solve_block(
        ("a", "b"), rows, group, plain, COVARIANCES, Solver(),
        relatives=dense.relatives(plain, invert_relationships(plain)), with_reliability=False,
        exact_up_to=10_000,
    ).exact  # fmt: skip
    assert made[0].exact is None
    assert by_inverse is not None
    exact = by_inverse[dense.members]
    by_pedigree = solve_block(("a", "b"), rows, group, plain, COVARIANCES, Solver()).reliability
    records = [
        (rows.animal[has], group[has])
        for has in (np.isfinite(rows.values[trait]) for trait in ("a", "b"))
    ]
    told = [
        genomic_reliability(
            plain, form, records, by_pedigree[form.members], genetic=GENETIC, residual=RESIDUAL
        )
        for form in (dense, joined)
    ]
    for at in range(2):
        for each in told:
            agreement = compare_reliabilities(each[:, at], exact[:, at])
            assert agreement.correlation > 0.95
            assert np.abs(each[:, at] - exact[:, at]).mean() < 0.045
    # of the same relationships; along the pedigree by messages, not by A₂₂
    assert np.abs(told[0] - told[1]).mean() < 0.02


def test_information_spreads_over_a_core_as_over_all(forms: Forms) -> None:
    plain, _, dense, joined = forms
    f = invert_relationships(plain).f
    own = np.random.default_rng(6).uniform(0, 0.6, GENOTYPED)
    own[::4] = 0.0
    known = information(own)
    precision = np.linalg.inv(dense.by_markers) + np.diag(known)
    wanted = 1 - np.diag(np.linalg.inv(precision)) / np.diag(dense.by_markers)
    found = {
        core: CoreSpread(
            plain, joined.members, joined.store, f=f, core=core, level=joined.tuning.level,
            slope=joined.tuning.slope, pedigree_share=SHARE,
        ).reliability(known)
        for core in (GENOTYPED, GENOTYPED // 2)
    }  # fmt: skip
    assert found[GENOTYPED] == pytest.approx(wanted, abs=1e-4)
    assert np.abs(found[GENOTYPED // 2] - wanted).mean() < 0.05


def test_an_index_is_as_sure_as_its_traits_make_it() -> None:
    random = np.random.default_rng(3)
    weights = np.array([1.0, -2.0])
    number = random.uniform(0, 8, (40, 2))
    direct, alone = np.zeros(40), np.zeros((40, 2))
    for i, n in enumerate(number):
        shared, more = n.min(), n - n.min()
        precision = np.linalg.inv(GENETIC) + shared * np.linalg.inv(RESIDUAL)
        precision += np.diag(more / np.diag(RESIDUAL))
        error = np.linalg.inv(precision)
        direct[i] = 1 - weights @ error @ weights / (weights @ GENETIC @ weights)
        alone[i] = n / (n + np.diag(RESIDUAL) / np.diag(GENETIC))
    together = joint_reliability(alone, GENETIC, RESIDUAL)
    part = IndexPart(together, GENETIC, RESIDUAL, weights)
    assert index_reliability([part]) == pytest.approx(direct, abs=0.02)
    # one trait: the trait's own; two unrelated parts: weighed by their variances
    single = IndexPart(alone[:, :1], GENETIC[:1, :1], RESIDUAL[:1, :1], np.array([3.0]))
    assert index_reliability([single]) == pytest.approx(alone[:, 0], abs=1e-9)
    nothing = IndexPart(np.zeros((40, 1)), np.array([[360.0]]), np.array([[1.0]]), np.array([1.0]))
    assert index_reliability([single, nothing]) == pytest.approx(alone[:, 0] / 2, abs=1e-9)
    with pytest.raises(ValueError, match="no trait of it varies"):
        index_reliability([IndexPart(together, GENETIC, RESIDUAL, np.zeros(2))])


def test_some_animals_of_the_structure_are_the_structure_among_them(forms: Forms) -> None:
    _, grouped, _, joined = forms
    inverse = invert_relationships(grouped)
    structure = joined.relatives(grouped, inverse)
    kept: Bool = grouped.ancestors(np.union1d(joined.members, np.arange(100)))
    assert not kept.all()
    small = structure.only(grouped.only(kept), kept)
    vector = np.random.default_rng(5).normal(size=(len(small.names), 1))
    answer, wanted = np.zeros_like(vector), np.zeros((len(structure.names), 1))
    small.add_product(np.eye(1), vector, answer)
    # animals left out stand at their parents' mean, where they add nothing
    whole = np.zeros((len(structure.names), 1))
    rest = np.append(kept, np.ones(len(structure.names) - len(kept), dtype=np.bool_))
    whole[rest] = vector
    for i in np.flatnonzero(~kept):
        for parent in (grouped.sire[i], grouped.dam[i]):
            place = parent if parent >= 0 else len(grouped) - 2 - parent
            whole[i] += 0.5 * whole[place]
    structure.add_product(np.eye(1), whole, wanted)
    assert answer == pytest.approx(wanted[rest], abs=1e-8)


def test_what_does_not_fit_is_refused(forms: Forms) -> None:
    plain, _, _, joined = forms
    with pytest.raises(ValueError, match="49 animals, 50 genotypes"):
        join_genotyped(
            plain, joined.members[1:], joined.store, f=np.zeros(len(plain)), pedigree_share=SHARE,
            core=10,
        )  # fmt: skip
