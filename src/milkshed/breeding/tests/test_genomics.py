"""Genomic relationships: printed answers, equalities that hold in theory, and real genotypes."""

import csv
import gzip

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_matrix

from milkshed.breeding.science.a_inverse import invert_relationships
from milkshed.breeding.science.genomics import (
    genomic,
    genomic_relationships,
    marker_effects,
    proven_and_young,
    single_step,
    tune,
)
from milkshed.breeding.science.genotypes import Genotypes
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model
from milkshed.breeding.science.pedigree_rows import PedigreeRows, number_rows
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.relationships import relationships
from milkshed.breeding.science.solving import solve
from milkshed.breeding.science.structures import Given, Structure
from milkshed.breeding.tests.textbook import BULLS, DAUGHTER_YIELD, MARKERS, numbered
from tests.reference_data import reference_path

NAMES = tuple(str(number) for number in range(13, 27))
GENOTYPES = Genotypes.from_counts(MARKERS, NAMES)
PLACES = np.arange(12, 26)
RECORDS = Records.from_columns({"dyd": DAUGHTER_YIELD}, {"bull": list(range(13, 21))})


def bulls(structure: Structure | None) -> Model:
    return Model((Fixed(),), (Genetic(("bull",), 35.241, structure=structure),), 245)


def test_gblup_11_3() -> None:
    """Mrode & Pocrnic (2023), chapter 11.3: VanRaden 1 with 0.01 on the diagonal."""
    g = genomic_relationships(GENOTYPES) + 0.01 * np.eye(14)
    run = solve(bulls(genomic(g, NAMES)), RECORDS, method="direct")
    assert run.by_level("mean")["all"] == pytest.approx(9.944, abs=6e-4)
    # printed from relationships rounded to three digits
    assert run.breeding_values() == pytest.approx(
        [0.069, 0.116, 0.049, 0.260, -0.500, -0.359, 0.146, -0.231, 0.028, 0.115, -0.240, 0.143,
         0.054, 0.353],
        abs=1e-3,
    )  # fmt: skip


def test_single_step_12_1() -> None:
    """Chapter 12.1: blended, tuned, and with the bulls' ancestors."""
    pedigree = numbered(*BULLS)
    a22 = relationships(pedigree, PLACES, PLACES)
    tuned = tune(genomic_relationships(GENOTYPES), a22)
    assert (tuned.a, tuned.b) == pytest.approx((0.202, 0.709), abs=6e-4)
    for method in ("direct", "iterate"):
        run = solve(
            bulls(single_step(pedigree, PLACES, tuned.matrix)), RECORDS, method=method,
            tolerance=1e-10,
        )  # fmt: skip
        assert run.by_level("mean")["all"] == pytest.approx(9.92605, abs=1e-5)
        assert run.breeding_values() == pytest.approx(
            [0.009, 0.121, 0.009, 0.010, -0.250, -0.196, -0.001, 0.026, -0.076, 0.040, -0.137,
             0.136, 0.048, 0.082, 0.039, 0.202, -0.356, -0.254, 0.098, -0.169, 0.018, 0.079,
             -0.164, 0.101, 0.039, 0.245],
            abs=6e-4,
        )  # fmt: skip


def test_proven_and_young_12_2() -> None:
    """Chapter 12.2: bulls 15, 20, 22 and 26 are the core."""
    made = proven_and_young(genomic_relationships(GENOTYPES), [2, 7, 9, 13])
    assert made.conditional == pytest.approx(
        [0.234, 0.204, 0.600, 0.848, 0.485, 0.420, 1.107, 0.104, 0.644, 0.102], abs=6e-4
    )
    structure = Given(NAMES, csr_matrix(made.inverse), np.ones(14))
    run = solve(bulls(structure), RECORDS, method="direct")
    assert run.breeding_values() == pytest.approx(
        [0.065, 0.119, 0.030, 0.365, -0.471, -0.244, -0.055, -0.220, 0.010, 0.127, -0.229, 0.097,
         -0.007, 0.363],
        abs=6e-4,
    )  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.data(), st.integers(1, 6), st.integers(1, 11))
def test_packing_loses_nothing(data: st.DataObject, animals: int, markers: int) -> None:
    genotype = st.sampled_from([0, 1, 2, 9])
    counts = np.array(
        [[data.draw(genotype) for _ in range(markers)] for _ in range(animals)], dtype=np.int8
    )
    made = Genotypes.from_counts(counts, [f"a{i}" for i in range(animals)])
    assert made.counts().tolist() == np.where(counts == 9, -1, counts).tolist()
    p = np.full(markers, 0.3)
    z = np.where(counts == 9, 0.0, counts - 0.6)
    v, u = np.arange(markers) - 1.0, np.arange(animals) + 0.5
    assert made.by_markers(v, p) == pytest.approx(z @ v)
    assert made.by_animals(u, p) == pytest.approx(z.T @ u)
    assert made.call_rates[0] == pytest.approx((counts != 9).mean(axis=1))
    some = made.only(markers=np.arange(markers) % 2 == 0)
    assert some.counts().tolist() == made.counts()[:, ::2].tolist()


def test_marker_effects_are_gblup() -> None:
    """Strandén & Garrick (2009): both give the same values when G is VanRaden's first."""
    random = np.random.default_rng(5)
    for animals, markers in ((30, 80), (60, 25)):
        counts = random.binomial(2, random.uniform(0.1, 0.9, markers), (animals, markers))
        names = [f"a{i}" for i in range(animals)]
        made = Genotypes.from_counts(counts, names)
        y = random.normal(size=animals - 5)
        effects = marker_effects(
            made, np.arange(animals - 5), y, variance_animal=2.0, variance_residual=3.0
        )
        g = genomic_relationships(made)
        variance = 2.0 * g[:-5, :-5] + 3.0 * np.eye(animals - 5)
        inverse = np.linalg.inv(variance)
        mean = (inverse @ y).sum() / inverse.sum()
        values = 2.0 * g[:, :-5] @ inverse @ (y - mean)
        assert effects.mean == pytest.approx(mean, abs=1e-9)
        assert effects.values == pytest.approx(values, abs=1e-9)
        # centred on observed frequencies G is singular, so the equations need a little ridge
        structure = genomic(g + 1e-4 * np.eye(animals), names)
        model = Model((Fixed(),), (Genetic(("animal",), 2.0, structure=structure),), 3.0)
        records = Records.from_columns({"y": y}, {"animal": names[: animals - 5]})
        run = solve(model, records, method="direct")
        assert run.breeding_values() == pytest.approx(values, abs=2e-3)


def test_single_step_with_pedigree_relationships_is_the_pedigree() -> None:
    pedigree = numbered(*BULLS)
    a22 = relationships(pedigree, PLACES, PLACES)
    joined = single_step(pedigree, PLACES, a22)
    inverse = invert_relationships(pedigree)
    assert joined.matrix().toarray() == pytest.approx(inverse.matrix().toarray(), abs=1e-9)
    assert joined.log_determinant == pytest.approx(inverse.log_determinant)


def test_a_core_of_all_is_the_inverse_itself() -> None:
    g = genomic_relationships(GENOTYPES) + 0.1 * np.eye(14)
    made = proven_and_young(g, np.arange(14))
    assert made.inverse == pytest.approx(np.linalg.inv(g))
    assert len(made.young) == 0


def test_what_cannot_be_used_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="animal b, marker m2: genotype 4"):
        Genotypes.from_counts([[0, 1], [2, 4]], ["a", "b"])
    with pytest.raises(ValueError, match="no marker varies"):
        genomic_relationships(Genotypes.from_counts([[0, 2], [0, 2]], ["a", "b"]))
    with pytest.raises(ValueError, match="blend them first"):
        genomic(np.ones((3, 3)), ["a", "b", "c"])


def test_real_genotypes_agree_with_their_pedigree() -> None:
    """500 bulls and 7,250 markers of the R package synbreedData, every second marker."""
    folder = "breeding/cattle500_snp/"
    with reference_path(folder + "pedigree.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))[1:]
    ids, lines = [], []
    with gzip.open(reference_path(folder + "genotypes.txt.gz"), "rt") as file:
        for line in file:
            name, text = line.split()
            ids.append(name)
            lines.append(np.frombuffer(text.encode(), dtype=np.uint8)[::2] - ord("0"))
    known = [None if name in ("", "0", "NA") else name for row in rows for name in row[:3]]
    pedigree = number_rows(PedigreeRows.from_table(known[0::3], known[1::3], known[2::3]))
    genotypes = Genotypes.from_counts(np.array(lines), ids)
    assert genotypes.call_rates[0].min() > 0.9
    a22 = relationships(pedigree, pedigree.places(ids), pedigree.places(ids))
    off = np.triu_indices(500, 1)
    for method in (1, 2):
        g = genomic_relationships(genotypes, method=method)  # type: ignore[arg-type]
        assert np.trace(g) / 500 == pytest.approx(1, abs=0.1)
        slope, _ = np.polyfit(a22[off], g[off], 1)
        assert slope == pytest.approx(1, abs=0.25)
        assert np.corrcoef(g[off], a22[off])[0, 1] > 0.5
