"""Genotypes at size: the store, its quality, parents, and evaluations that never form G."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.sparse import csc_matrix

from milkshed.breeding.science.arrays import Float, Index, Int
from milkshed.breeding.science.genomics import (
    genomic_relationships,
    marker_effects,
    proven_and_young,
    single_step,
)
from milkshed.breeding.science.marker_kernels import COPIES
from milkshed.breeding.science.marker_models import (
    CoreInverse,
    GenotypedInverse,
    SingleStepMarkers,
    iterate_marker_effects,
)
from milkshed.breeding.science.marker_quality import GenotypeLimits, Why, check_genotypes, flipped
from milkshed.breeding.science.marker_relationships import genomic_blocks
from milkshed.breeding.science.marker_store import MarkerStore, sums_by_markers
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model
from milkshed.breeding.science.parentage import (
    Homozygotes,
    Verdict,
    discover_parents,
    expected_opposing,
    verify_links,
)
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.relationships import relationships
from milkshed.breeding.science.solving import solve
from milkshed.breeding.science.sparse_factor import factorise, order_equations
from milkshed.breeding.science.validation import validate_forward

ANIMALS, MARKERS = 240, 600


@dataclass(frozen=True)
class Herd:
    """Founders, then progeny with recombined genotypes, and a trait that markers cause."""

    pedigree: Pedigree
    counts: NDArray[np.int8]
    store: MarkerStore
    true: Float
    y: Float


def drop(pedigree_sire: Int, pedigree_dam: Int, markers: int, seed: int) -> NDArray[np.int8]:
    """Genes dropped down a pedigree, markers linked on chromosomes of 100."""
    random = np.random.default_rng(seed)
    p = random.uniform(0.15, 0.85, markers)
    size = len(pedigree_sire)
    strands = np.zeros((size, 2, markers), dtype=np.int8)
    for i in range(size):
        for side, parent in enumerate((pedigree_sire[i], pedigree_dam[i])):
            if parent < 0:
                # founders share haplotypes of ten markers, so that neighbours tell of each other
                kinds = random.integers(0, 6, -(-markers // 10))
                pool = np.random.default_rng(99).random((6, markers)) < p
                strands[i, side] = pool[np.repeat(kinds, 10)[:markers], np.arange(markers)]
            else:
                cross = random.random(markers) < 0.01
                cross[::100] = random.random(len(cross[::100])) < 0.5
                which = (np.cumsum(cross) + random.integers(2)) % 2
                strands[i, side] = strands[parent, which, np.arange(markers)]
    return strands.sum(axis=1).astype(np.int8)


@pytest.fixture(scope="module")
def herd() -> Herd:
    random = np.random.default_rng(21)
    founders = 60
    sire: Index = np.full(ANIMALS, -1, dtype=np.int32)
    dam: Index = np.full(ANIMALS, -1, dtype=np.int32)
    for i in range(founders, ANIMALS):
        sire[i] = random.integers(0, 12) if i < 150 else random.integers(60, 75)
        dam[i] = random.integers(12, 60) if i < 150 else random.integers(75, 150)
    pedigree = Pedigree.from_numbers(sire, dam)
    counts = drop(sire, dam, MARKERS, 22)
    store = MarkerStore.from_counts(
        [counts.T], pedigree.ids.tolist(), [f"m{k}" for k in range(MARKERS)]
    )
    effects = random.normal(0, 1, MARKERS)
    true = counts @ effects
    true = (true - true.mean()) / true.std()
    return Herd(pedigree, counts, store, true, true + random.normal(0, 1, ANIMALS))


@settings(max_examples=20, deadline=None)
@given(st.data(), st.integers(1, 9), st.integers(1, 7))
def test_the_store_holds_and_multiplies_what_was_packed(
    data: st.DataObject, animals: int, markers: int
) -> None:
    genotype = st.sampled_from([0, 1, 2, -1])
    counts = np.array(
        [[data.draw(genotype) for _ in range(animals)] for _ in range(markers)], dtype=np.int8
    )
    names = [f"a{i}" for i in range(animals)], [f"m{k}" for k in range(markers)]
    store = MarkerStore.from_counts([counts], *names)
    assert store.counts().tolist() == counts.tolist()
    assert MarkerStore.from_genotypes(store.genotypes()).packed.tolist() == store.packed.tolist()
    level = np.linspace(0.2, 1.6, markers)
    z = np.where(counts < 0, 0.0, counts - level[:, None])
    v, u = np.arange(markers) - 1.5, np.arange(animals) + 0.5
    for single in (False, True):
        assert store.by_markers(v, level, single=single) == pytest.approx(v @ z, abs=1e-4)
        assert store.by_animals(u, level, single=single) == pytest.approx(z @ u, abs=1e-4)
    assert store.by_markers(v, level) == pytest.approx(v @ z, abs=1e-12)
    assert store.centred(level, np.ones(markers), slice(None)) == pytest.approx(z, abs=1e-6)
    chosen = np.arange(animals) % 2 == 0
    assert store.only(animals=chosen).counts().tolist() == counts[:, chosen].tolist()


@settings(max_examples=25, deadline=None)
@given(
    st.sampled_from([1, 3, 4, 63, 64, 255, 256, 257, 513]),
    st.sampled_from([1, 2, 3, 4, 5, 9, 64, 65]),
    st.integers(0, 2**32 - 1),
)
def test_products_are_exact_whatever_the_size_and_order(
    animals: int, markers: int, seed: int
) -> None:
    random = np.random.default_rng(seed)
    counts = random.choice(
        np.array([0, 1, 2, -1], np.int8), (markers, animals), p=[0.4, 0.3, 0.2, 0.1]
    )
    names = [f"a{i}" for i in range(animals)], [f"m{k}" for k in range(markers)]
    store = MarkerStore.from_counts([counts], *names)
    level = random.uniform(0, 2, markers)
    z = np.where(counts < 0, 0.0, counts - level[:, None])
    v = random.normal(size=markers) * 10.0 ** random.integers(-9, 9, markers)
    u = random.normal(size=animals) * 10.0 ** random.integers(-9, 9, animals)
    for single, share in ((False, 1e-14), (True, 2.0**-29)):
        near = store.by_markers(v, level, single=single) - v @ z
        assert np.abs(near).max() <= share * np.abs(v).max() * 2 * markers
        near = store.by_animals(u, level, single=single) - z @ u
        assert np.abs(near).max() <= share * np.abs(u).max() * 2 * animals
    assert store.square_sums(u, level) == pytest.approx(
        z**2 @ u, abs=1e-13 * np.abs(u).max() * animals
    )
    order = random.permutation(animals)
    turned = store.only(animals=order)
    assert sums_by_markers(turned.packed, v, animals).tolist() == (
        sums_by_markers(store.packed, v, animals)[order].tolist()
    )
    assert turned._sums_by_animals(u[order], COPIES).tolist() == (
        store._sums_by_animals(u, COPIES, threads=1).tolist()
    )


def test_products_need_finite_numbers(herd: Herd) -> None:
    values = np.zeros(MARKERS)
    assert herd.store.by_markers(values, values).tolist() == [0.0] * ANIMALS
    values[6] = np.inf
    with pytest.raises(ValueError, match="value 7 is inf"):
        herd.store.by_markers(values, values)


def test_relationships_from_blocks_are_those_of_the_whole(herd: Herd, tmp_path: Path) -> None:
    for method, accuracy in ((1, 1e-12), (2, 1e-5)):
        wanted = genomic_relationships(herd.store.genotypes(), method=method)  # type: ignore[arg-type]
        found = genomic_blocks(herd.store, method=method)  # type: ignore[arg-type]
        assert found == pytest.approx(wanted, abs=accuracy)
    room = np.memmap(tmp_path / "g", np.float32, "w+", shape=(ANIMALS, ANIMALS))
    assert genomic_blocks(herd.store, room=room) is room
    assert room == pytest.approx(room.T, abs=0)


@pytest.mark.parametrize("animals", [1, 2, 67, 130])
def test_relationships_with_gaps_and_frequencies_of_the_base(animals: int) -> None:
    random = np.random.default_rng(animals)
    markers = 8200
    p = random.uniform(0.02, 0.98, markers)
    p[:3] = 0.0, 1.0, 0.5
    counts = random.binomial(2, p[:, None], (markers, animals)).astype(np.int8)
    counts[random.random(counts.shape) < 0.04] = -1
    counts[5] = -1
    counts[1] = random.integers(0, 3, animals)
    store = MarkerStore.from_counts(
        [counts], [f"a{i}" for i in range(animals)], [f"m{k}" for k in range(markers)]
    )
    used = (p > 0) & (p < 1)
    z = np.where(counts < 0, 0.0, counts - 2 * p[:, None])[used]
    wanted = z.T @ z / (2 * p * (1 - p)).sum()
    assert genomic_blocks(store, frequencies=p) == pytest.approx(wanted, abs=1e-11)


def test_iterated_marker_effects_are_those_of_the_dense_equations(herd: Herd) -> None:
    rows = np.arange(200)
    dense = marker_effects(
        herd.store.genotypes(), rows, herd.y[rows], variance_animal=1.0, variance_residual=1.0
    )
    found = iterate_marker_effects(
        herd.store, rows, herd.y[rows], variance_animal=1.0, variance_residual=1.0, tolerance=1e-11
    )
    assert found.converged
    assert found.effects.mean == pytest.approx(dense.mean, abs=1e-8)
    assert found.effects.effects == pytest.approx(dense.effects, abs=1e-8)
    assert found.effects.values == pytest.approx(dense.values, abs=1e-8)


def test_single_step_by_markers_is_single_step(herd: Herd) -> None:
    members = np.arange(100, 200)
    part = herd.store.only(animals=members)
    own = Records.from_columns({"y": herd.y[:180]}, {"animal": herd.pedigree.ids[:180]})
    w = 0.1
    a22 = relationships(herd.pedigree, members, members)
    g = (1 - w) * genomic_relationships(part.genotypes()) + w * a22
    dense = Model(
        (Fixed(),), (Genetic(("animal",), 1.0, structure=single_step(herd.pedigree, members, g)),),
        1.0,
    )  # fmt: skip
    wanted = solve(dense, own, method="direct").breeding_values()
    structure = SingleStepMarkers(herd.pedigree, members, part, polygenic=w)
    model = Model((Fixed(),), (Genetic(("animal",), 1.0, structure=structure),), 1.0)
    run = solve(model, own, tolerance=1e-10, iterations=5000)
    assert run.convergence.converged
    assert run.breeding_values()[:ANIMALS] == pytest.approx(wanted, abs=1e-5)
    effects = run.effect("animal")[ANIMALS:, 0]
    young = structure.young(herd.store.only(animals=np.arange(200, 240)), effects)[:, 0]
    assert np.corrcoef(young, herd.true[200:])[0, 1] > 0.3
    inverse = GenotypedInverse(herd.pedigree, members, structure.inverse)
    assert inverse.product(np.eye(100)) == pytest.approx(np.linalg.inv(a22), abs=1e-8)


def test_relationships_that_cancel_out_do_not_hinder_the_factor() -> None:
    """Such as those of an animal with its sire and with its mate, where the sire is the mate."""
    matrix = csc_matrix(np.array([[2.0, 1.0, 0.5], [1.0, 3.0, 0.0], [0.5, 0.0, 2.0]]))
    there = matrix.tocoo()
    row, column = np.append(there.row, [2, 1]), np.append(there.col, [1, 2])
    stored = csc_matrix((np.append(there.data, [0.0, 0.0]), (row, column)))
    assert stored.nnz == matrix.nnz + 2
    factor = factorise(stored, order_equations(stored))
    right = np.array([1.0, 2.0, 3.0])
    assert factor.solve(right) == pytest.approx(np.linalg.solve(matrix.toarray(), right))


def test_the_core_at_size_is_the_core(herd: Herd) -> None:
    core = np.arange(0, ANIMALS, 4)
    g = genomic_relationships(herd.store.genotypes()) + 0.01 * np.eye(ANIMALS)
    dense = proven_and_young(g, core)
    made = CoreInverse(herd.store, core)
    assert made.conditional == pytest.approx(dense.conditional, rel=1e-2)
    vector = np.random.default_rng(1).normal(size=(ANIMALS, 2))
    answer = np.zeros_like(vector)
    inner = np.array([[2.0, 0.5], [0.5, 1.0]])
    made.add_product(inner, vector, answer)
    wanted = dense.inverse @ vector @ inner
    assert answer == pytest.approx(wanted, abs=1e-2 * np.abs(wanted).max())
    assert made.diagonal == pytest.approx(np.diag(dense.inverse), rel=1e-2)


def test_bad_markers_and_samples_are_named(herd: Herd) -> None:
    random = np.random.default_rng(5)
    counts = herd.counts.T.copy()
    counts[3, random.random(ANIMALS) < 0.4] = -1
    counts[5] = 0
    counts[7] = 1
    counts[random.random(MARKERS) < 0.3, 11] = -1
    counts[:, 20] = counts[:, 19]
    counts[random.random(MARKERS) < 0.5, 30] = 1
    counts[580:, 40] = np.array([0, 2], dtype=np.int8)[random.integers(0, 2, 20)]
    counts[580:, 41] = 1
    store = MarkerStore.from_counts([counts], herd.store.animals, herd.store.markers)
    sex = np.zeros(ANIMALS, dtype=np.int8)
    sex[40], sex[41] = 2, 1
    told = check_genotypes(
        store, GenotypeLimits(heterozygosity_sd=4.0), sex=sex, on_x=np.arange(MARKERS) >= 580
    )
    found = {(one.name, one.why) for one in told.rejected}
    assert {
        ("m3", Why.MARKER_CALL_RATE), ("m5", Why.RARE), ("m7", Why.PROPORTIONS),
        ("12", Why.SAMPLE_CALL_RATE), ("21", Why.DUPLICATE), ("31", Why.HETEROZYGOSITY),
        ("41", Why.SEX), ("42", Why.SEX),
    } <= found  # fmt: skip
    assert not told.markers[[3, 5, 7]].any()
    assert not told.animals[[11, 20, 30, 40, 41]].any()
    assert told.animals[19]
    twin = next(one for one in told.rejected if one.why is Why.DUPLICATE)
    assert twin.other == "20"
    assert "21" in twin.text.zh
    # of too few markers on X no sex is told
    wary = GenotypeLimits(sample_call_rate=None, same=None, x_markers=21)
    told = check_genotypes(store, wary, sex=sex, on_x=np.arange(MARKERS) >= 580)
    assert Why.SEX not in told.counts
    counts[580:, 40] = -1
    unread = MarkerStore.from_counts([counts], herd.store.animals, herd.store.markers)
    told = check_genotypes(unread, sex=sex, on_x=np.arange(MARKERS) >= 580)
    assert [one.name for one in told.rejected if one.why is Why.SEX] == ["42"]
    swapped = herd.counts.T.copy()
    common = np.flatnonzero(np.abs(herd.store.frequencies - 0.5) > 0.3)[:5]
    swapped[common] = 2 - swapped[common]
    turned = MarkerStore.from_counts([swapped], herd.store.animals, herd.store.markers)
    assert flipped(turned, herd.store.frequencies).tolist() == common.tolist()
    with pytest.raises(ValueError, match="animal 1, marker m0: genotype 3"):
        MarkerStore.from_counts([np.full((1, 1), 3, np.int8)], ["1"], ["m0"])


def test_parents_are_confirmed_refuted_and_found(herd: Herd) -> None:
    random = np.random.default_rng(9)
    noisy = herd.counts.T.copy()
    wrong = random.random(noisy.shape) < 0.0005
    noisy[wrong] = 2 - noisy[wrong]
    store = MarkerStore.from_counts([noisy], herd.store.animals, herd.store.markers)
    bits = Homozygotes.of(store)
    young = np.arange(60, ANIMALS)
    sires = herd.pedigree.sire[young].astype(np.int64)
    true = verify_links(bits, young, sires)
    assert np.mean([v is Verdict.CONFIRMED for v in true.verdicts]) > 0.98
    assert Verdict.REFUTED not in true.verdicts
    false = np.where(sires < 30, (sires + 1) % 12, 60 + (sires - 59) % 15)
    verdicts = verify_links(bits, young, false).verdicts
    assert np.mean([v is Verdict.REFUTED for v in verdicts]) > 0.9
    bulls = np.concatenate([np.arange(12), np.arange(60, 75)])
    proposed = discover_parents(bits, young, bulls)
    assert np.mean([f[0].place == s for f, s in zip(proposed, sires, strict=True) if f]) > 0.95
    assert np.mean([bool(found) for found in proposed]) > 0.95
    unrelated = verify_links(bits, np.arange(30), np.arange(30, 60)).shares.mean()
    assert unrelated == pytest.approx(expected_opposing(herd.store.frequencies), rel=0.3)
    few = MarkerStore.from_counts([noisy[:50]], herd.store.animals, herd.store.markers[:50])
    assert verify_links(Homozygotes.of(few), [60], [0]).verdicts == (Verdict.TOO_FEW,)


def test_forward_validation_tells_what_was_known_before(herd: Herd) -> None:
    years = np.where(np.arange(ANIMALS) < 200, 2020, 2024)

    def evaluate(used: NDArray[np.bool_]) -> Float:
        rows = np.flatnonzero(used)
        return iterate_marker_effects(
            herd.store, rows, herd.y[rows], variance_animal=1.0, variance_residual=1.0
        ).effects.values

    focal = np.arange(200, ANIMALS)
    told = validate_forward(evaluate, years, 2020, focal, herd.y[focal], reliability=0.5)
    assert 0.2 < told.ability < told.accuracy
    assert told.method_lr.ratio_of_accuracies > 0.3
    assert "predictive ability" in told.summary.en
    with pytest.raises(ValueError, match="240 of 240 records"):
        validate_forward(evaluate, years, 2030, focal, herd.y[focal])
