"""Relationships, their inverse and inbreeding against the textbook's dense matrices."""

import csv

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milkshed.breeding.science.a_inverse import invert_relationships
from milkshed.breeding.science.inbreeding import inbreeding
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.pedigree_rows import PedigreeRows, number_rows
from milkshed.breeding.science.relationships import (
    kinship,
    relationship_product,
    relationships,
    submatrix_product,
)
from milkshed.breeding.science.simulation import simulate_pedigree
from milkshed.breeding.science.unknown_parents import group_shares
from milkshed.breeding.tests.dense import relationship_matrix
from tests.reference_data import reference_path


@st.composite
def pedigrees(draw: st.DrawFn, groups: int = 0) -> Pedigree:
    size = draw(st.integers(1, 14))
    lowest = -1 - groups
    columns = [[draw(st.integers(lowest, i - 1)) for i in range(size)] for _ in range(2)]
    if groups:
        columns = [[-2 if p == -1 else p for p in column] for column in columns]
    return Pedigree.from_numbers(
        columns[0], columns[1], groups=[f"g{i + 1}" for i in range(groups)]
    )


@settings(max_examples=80, deadline=None)
@given(pedigrees())
def test_every_pedigree_agrees_with_the_tabular_method(pedigree: Pedigree) -> None:
    """Selfing and matings of parents with progeny included."""
    a = relationship_matrix(pedigree)
    f = inbreeding(pedigree)
    assert f == pytest.approx(np.diag(a) - 1, abs=1e-12)
    inverse = invert_relationships(pedigree)
    unit = np.eye(len(pedigree))
    assert inverse.matrix().toarray() @ a == pytest.approx(unit, abs=1e-9)
    assert inverse.diagonal == pytest.approx(inverse.matrix().diagonal(), abs=1e-12)
    assert inverse.product(a) == pytest.approx(unit, abs=1e-9)
    assert relationship_product(pedigree, unit) == pytest.approx(a, abs=1e-12)
    assert inverse.log_determinant == pytest.approx(np.linalg.slogdet(a)[1], abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(pedigrees(groups=2), st.floats(0.05, 0.9), st.floats(0.05, 0.9), st.floats(-0.8, 0.8))
def test_metafounders_agree_with_the_tabular_method(
    pedigree: Pedigree, first: float, second: float, correlation: float
) -> None:
    """Legarra et al. 2015: A with covariance Γ among the base populations."""
    across = correlation * np.sqrt(first * second)
    gamma = np.array([[first, across], [across, second]])
    a = relationship_matrix(pedigree, gamma)
    assert inbreeding(pedigree, gamma=gamma) == pytest.approx(np.diag(a) - 1, abs=1e-12)
    unit = np.eye(len(pedigree))
    assert relationship_product(pedigree, unit, gamma=gamma) == pytest.approx(a, abs=1e-12)
    whole = invert_relationships(pedigree, gamma=gamma)
    cut = np.linalg.inv(whole.matrix().toarray())[: len(pedigree), : len(pedigree)]
    assert cut == pytest.approx(a, abs=1e-7)
    assert whole.log_determinant == pytest.approx(
        -np.linalg.slogdet(whole.matrix().toarray())[1], abs=1e-7
    )


def test_fixed_groups_are_the_quaas_pollak_transformation() -> None:
    """Blocks A⁻¹, -A⁻¹Q and Q'A⁻¹Q (Quaas & Pollak 1981)."""
    pedigree = Pedigree.from_numbers(
        [-2, -2, 0, 2, 2, 4], [-3, -3, 1, -3, 3, 3], groups=("g1", "g2")
    )
    a = np.linalg.inv(relationship_matrix(pedigree))
    q = group_shares(pedigree)
    wanted = np.block([[a, -a @ q], [-q.T @ a, q.T @ a @ q]])
    assert invert_relationships(pedigree).matrix().toarray() == pytest.approx(wanted, abs=1e-12)
    ridged = invert_relationships(pedigree, group_ridge=0.5).matrix().toarray()
    assert ridged - wanted == pytest.approx(np.diag([0.0] * 6 + [0.5] * 2), abs=1e-12)
    vector = np.arange(16.0).reshape(8, 2)
    assert invert_relationships(pedigree).product(vector) == pytest.approx(wanted @ vector)


def test_blocks_and_threads_at_size() -> None:
    pedigree = simulate_pedigree(4000, seed=5, sires_a_year=3)
    f = inbreeding(pedigree, threads=1)
    assert np.array_equal(f, inbreeding(pedigree, threads=3))
    assert f.max() > 0.2
    random = np.random.default_rng(1)
    rows, columns = random.choice(4000, 30, replace=False), random.choice(4000, 11, replace=False)
    unit = np.zeros((4000, 11))
    unit[columns, np.arange(11)] = 1
    whole = relationship_product(pedigree, unit, f=f)
    assert relationships(pedigree, rows, columns) == pytest.approx(whole[rows], abs=1e-12)
    assert relationships(pedigree, columns, rows) == pytest.approx(whole[rows].T, abs=1e-12)
    assert kinship(pedigree, columns, rows) == pytest.approx(whole[rows].T / 2, abs=1e-12)
    block = relationships(pedigree, rows, rows)
    vector = random.normal(size=30)
    assert submatrix_product(pedigree, rows, vector, f=f) == pytest.approx(block @ vector)
    inverse = invert_relationships(pedigree, f=f)
    vector = random.normal(size=4000)
    assert inverse.product(relationship_product(pedigree, vector, f=f)) == pytest.approx(vector)


@pytest.mark.parametrize(
    ("name", "identity"),
    [("Mrode2", "id"), ("Wray90", "id"), ("FG90", "id"), ("Mrode9", "pig")],
)
def test_textbook_pedigrees_of_nadiv(name: str, identity: str) -> None:
    with reference_path(f"breeding/nadiv/{name}.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    pedigree = number_rows(
        PedigreeRows.from_table(
            *([row[column] for row in rows] for column in (identity, "sire", "dam")),
            missing=("NA",),
        )
    )
    a = relationship_matrix(pedigree)
    assert inbreeding(pedigree) == pytest.approx(np.diag(a) - 1, abs=1e-14)
    assert invert_relationships(pedigree).matrix().toarray() @ a == pytest.approx(
        np.eye(len(a)), abs=1e-10
    )


def test_inbreeding_of_mrode_2() -> None:
    """Animals 1 to 6 of Mrode & Pocrnic (2023), chapter 2: F = 0, 0, 0, 0, 0.125, 0.125."""
    pedigree = Pedigree.from_numbers([-1, -1, 0, 0, 3, 4], [-1, -1, 1, -1, 2, 1])
    assert inbreeding(pedigree) == pytest.approx([0, 0, 0, 0, 0.125, 0.125])
    with pytest.raises(ValueError, match="stands at or after its progeny"):
        Pedigree.from_numbers([1, -1], [-1, -1])
    with pytest.raises(ValueError, match="names no unknown-parent group"):
        Pedigree.from_numbers([-2], [-1])
