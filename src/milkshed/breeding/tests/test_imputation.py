"""Gaps and sparse chips: the model against all its paths, and a herd whose genes are known."""

from dataclasses import dataclass, replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from milkshed.breeding.science import haplotype_kernels
from milkshed.breeding.science.arrays import Bool, Code, Float, Int
from milkshed.breeding.science.haplotype_kernels import (
    choose_states,
    follow_haplotypes,
    sort_haplotypes,
)
from milkshed.breeding.science.imputation import Imputed, impute
from milkshed.breeding.science.imputation_accuracy import (
    compare,
    hidden_chip,
    hidden_share,
    measure_accuracy,
)
from milkshed.breeding.science.marker_map import MarkerMap
from milkshed.breeding.science.phasing import (
    Copying,
    certain_alleles,
    evidence_of,
    from_progeny,
)
from milkshed.breeding.science.simulation import (
    crossing_over,
    gametes,
    simulate_haplotypes,
    simulate_pedigree,
)

DENSE, SPARSE, MARKERS, EVERY = 150, 30, 500, 5
CENTIMORGANS = 28.0


def exact(*given: Any) -> None:
    """The same function, nothing of it compiled: in double precision."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("_weigh", "_spread", "_joined", "_draw"):
            patch.setattr(haplotype_kernels, name, getattr(haplotype_kernels, name).py_func)
        follow_haplotypes.py_func(*given)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Herd:
    """Animals typed at all markers, then younger ones at every fifth; what is true of them."""

    places: MarkerMap
    haplotypes: NDArray[np.uint8]
    true: Code
    counts: Code
    hidden: Bool
    sire: Int
    dam: Int
    made: Imputed

    @property
    def dense(self) -> Int:
        return np.flatnonzero(~self.hidden.any(axis=1))

    @property
    def sparse(self) -> Int:
        return np.flatnonzero(self.hidden.any(axis=1))


@pytest.fixture(scope="module")
def herd() -> Herd:
    pedigree = simulate_pedigree(6 * (DENSE + SPARSE), seed=11, years=24)
    animals = np.arange(len(pedigree))
    young, older = animals[-SPARSE:], animals[:-SPARSE]
    bulls = np.unique(pedigree.sire[pedigree.sire >= 0])[-DENSE // 2 :]
    bulls = bulls[bulls < older[-1]]
    recent = np.setdiff1d(older[-3 * DENSE :], bulls)
    cows = np.random.default_rng(10).choice(recent, DENSE - len(bulls), replace=False)
    chosen = np.sort(np.concatenate([bulls, cows, young]))
    drawn = 2 * MARKERS
    places = MarkerMap(np.array(["7"] * drawn), np.linspace(0, CENTIMORGANS, drawn))
    haplotypes = simulate_haplotypes(
        pedigree, places, seed=12, animals=chosen, effective_size=60, generations=60
    )
    share = haplotypes.mean(axis=(0, 1))
    common = np.flatnonzero(np.minimum(share, 1 - share) > 0.02)
    kept = common[np.linspace(0, len(common) - 1, MARKERS).astype(np.int64)]
    places, haplotypes = places.only(kept), haplotypes[:, :, kept]
    true = haplotypes.sum(axis=1).astype(np.int8)
    hidden = hidden_chip(true, np.arange(DENSE, DENSE + SPARSE), np.arange(MARKERS) % EVERY == 0)
    counts = np.where(hidden, np.int8(-1), true)
    counts[hidden_share(counts, 0.005, seed=13)] = -1
    row_of = np.full(len(pedigree) + 1, -1)
    row_of[chosen] = np.arange(len(chosen))
    sire, dam = (row_of[np.maximum(kin[chosen], -1)] for kin in (pedigree.sire, pedigree.dam))
    made = impute(counts, places, sire=sire, dam=dam)
    return Herd(places, haplotypes, true, counts, hidden, sire, dam, made)


def of_all_paths(
    alleles: NDArray[np.uint8], stay: Float, error: float, seen: Code
) -> tuple[float, Float]:
    """Likelihood of what was seen, and probability of the second allele at each marker."""
    markers, states = alleles.shape
    total, second = 0.0, np.zeros(markers)
    for path in product(range(states), repeat=markers):
        weight = 1.0 / states
        for m, k in enumerate(path):
            if m:
                weight *= stay[m] * (k == path[m - 1]) + (1 - stay[m]) / states
            if seen[m] >= 0:
                weight *= 1 - error if alleles[m, k] == seen[m] else error
        total += weight
        second += weight * alleles[np.arange(markers), path]
    return total, second / total


def followed(
    run: Any, alleles: NDArray[np.uint8], stay: Float, error: float, evidence: Code,
    turnable: Bool, kind: type, *, free: bool = False,
) -> tuple[Code, Float]:  # fmt: skip
    """Evidence and chances after the kernel, in one window with every haplotype a state."""
    markers, states = alleles.shape
    seen = evidence.copy()
    chance = np.zeros((2, markers), dtype=kind)
    run(
        alleles, np.arange(states, dtype=np.int32)[None], np.zeros(markers, np.int32),
        stay.astype(kind), np.array([1.0, error, states], dtype=kind), seen, turnable, free,
        np.zeros(1, np.uint64), chance, np.zeros((2, markers, states), dtype=kind),
    )  # fmt: skip
    return seen, chance.astype(np.float64)


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(2, 3), st.integers(1, 5))
def test_forward_and_backward_are_the_sum_over_all_paths(
    seed: int, states: int, markers: int
) -> None:
    random = np.random.default_rng(seed)
    alleles = random.integers(0, 2, (markers, states)).astype(np.uint8)
    stay = random.uniform(0.3, 1.0, markers)
    evidence = random.integers(-1, 2, (2, markers)).astype(np.int8)
    fixed = np.zeros(markers, dtype=np.bool_)
    _, chance = followed(exact, alleles, stay, 0.03, evidence, fixed, np.float64)
    _, single = followed(follow_haplotypes, alleles, stay, 0.03, evidence, fixed, np.float32)
    for side in (0, 1):
        _, wanted = of_all_paths(alleles, stay, 0.03, evidence[side])
        gaps = evidence[side] < 0
        assert chance[side][gaps] == pytest.approx(wanted[gaps], abs=1e-12)
        assert single[side][gaps] == pytest.approx(wanted[gaps], abs=1e-5)
        assert chance[side][~gaps].tolist() == evidence[side][~gaps].tolist()


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_a_heterozygote_is_laid_the_likelier_way_round(seed: int, free: bool) -> None:
    random = np.random.default_rng(seed)
    markers, at = 5, 2
    alleles = random.integers(0, 2, (markers, 3)).astype(np.uint8)
    stay = random.uniform(0.5, 0.95, markers)
    evidence = random.integers(0, 2, (2, markers)).astype(np.int8)
    evidence[:, at] = 0, 1
    turnable = np.arange(markers) == at
    seen, _ = followed(exact, alleles, stay, 0.03, evidence, turnable, np.float64, free=free)
    likely = {}
    for allele, turned in product((0, 1), (False, True) if free else (False,)):
        laid = evidence[::-1].copy() if turned else evidence.copy()
        laid[:, :at] = evidence[:, :at]
        laid[:, at] = allele, 1 - allele
        ways = [of_all_paths(alleles, stay, 0.03, laid[side])[0] for side in (0, 1)]
        likely[allele] = max(likely.get(allele, 0.0), ways[0] * ways[1])
    assert likely[int(seen[0, at])] == pytest.approx(max(likely.values()), rel=1e-9)
    assert seen[1, at] == 1 - seen[0, at]


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.booleans())
def test_haplotypes_are_sorted_by_the_alleles_read_last(seed: int, backwards: bool) -> None:
    random = np.random.default_rng(seed)
    alleles = random.integers(0, 2, (9, 8)).astype(np.uint8)
    window = np.array([0, 0, 0, 1, 1, 2, 2, 2, 2], dtype=np.int32)
    order, rank = np.empty((3, 8), np.int32), np.empty((3, 8), np.int32)
    sort_haplotypes(alleles, window, backwards, order, rank)
    for w in range(3):
        inside = np.flatnonzero(window == w)
        read = alleles[inside[0] :] if backwards else alleles[: inside[-1] + 1][::-1]
        assert order[w].tolist() == sorted(range(8), key=lambda h: read[:, h].tolist())
        assert order[w][rank[w]].tolist() == list(range(8))


def test_states_are_the_nearest_of_others_and_the_relatives() -> None:
    random = np.random.default_rng(3)
    size, own = 16, np.int32(5)
    rooms = []
    for _ in range(2):
        order = np.stack([random.permutation(size) for _ in range(4)]).astype(np.int32)
        rooms += [order, np.argsort(order, axis=1).astype(np.int32)]
    donor = np.arange(size) < 14
    slots = np.empty((4, 6), np.int32)
    relatives = np.array([0, -1, 8, 9], dtype=np.int32)
    choose_states(own, relatives, donor, *rooms, slots)
    for w, held in enumerate(slots.tolist()):
        assert len(set(held)) == 6
        assert {0, 8, 9} <= set(held)
        assert all(donor[h] and h // 2 != own for h in held)
        if w:
            kept = set(held) & set(slots[w - 1].tolist())
            assert all(held.index(h) == slots[w - 1].tolist().index(h) for h in kept)
    # all that may be copied, where there are no more
    slots = np.empty((4, 12), np.int32)
    choose_states(own, relatives, donor, *rooms, slots)
    assert sorted(slots[2].tolist()) == [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 13]


def test_homozygous_parents_and_progeny_tell_for_certain() -> None:
    counts = np.array(
        [[0, 2, 1, 2, 0], [2, 0, 2, -1, 0], [-1, 1, 1, -1, 2], [-1, -1, 1, 1, 0]], np.int8
    )
    sire, dam = np.array([-1, -1, 0, 2]), np.array([-1, -1, 1, -1])
    certain = certain_alleles(counts, sire, dam)
    assert certain[0].tolist() == [[-1] * 5, [-1] * 5]
    # the last marker contradicts its parents: nothing is told there
    assert certain[2].tolist() == [[0, 1, -1, 1, -1], [1, 0, 1, -1, -1]]
    evidence = evidence_of(counts, certain)
    assert evidence.alleles[2].tolist() == [[0, 1, 0, 1, 1], [1, 0, 1, -1, 1]]
    assert evidence.turnable[2].tolist() == [False] * 5
    assert evidence.turnable[3].tolist() == [False, False, True, True, False]
    assert evidence.free.tolist() == [True, True, False, True]
    young = np.array([[-1, 1, -1], [0, 0, 0], [2, 2, 0]], np.int8)
    assert from_progeny(young, np.array([-1, 0, 0]), np.array([-1, -1, -1])).tolist() == [
        [True, False, False], [False] * 3, [False] * 3
    ]  # fmt: skip


def test_a_sparse_chip_is_lifted(herd: Herd) -> None:
    told = compare(herd.true, herd.made, herd.hidden)
    assert told.whole.compared == herd.hidden.sum()
    assert told.whole.concordance > 0.95
    assert told.whole.r2 > 0.9
    assert told.whole.guessed < 0.7
    assert "right" in told.summary.en
    assert sum(one.compared for _, _, one in told.classes) == told.whole.compared
    assert told.by_animal.mean() == pytest.approx(told.whole.concordance, abs=0.01)
    gaps = (herd.counts < 0) & ~herd.hidden
    assert compare(herd.true, herd.made, gaps).whole.concordance > 0.97
    # how sure it says it is, and how sure it may be
    sure = herd.made.certainty()[herd.hidden]
    right = (herd.made.counts == herd.true)[herd.hidden]
    assert right[sure > 0.95].mean() > 0.97 > right[sure < 0.7].mean()
    assert sure.mean() == pytest.approx(right.mean(), abs=0.04)
    expected = herd.made.r2[herd.hidden.any(axis=0)]
    assert np.nanmean(expected) > 0.85
    dosage = herd.made.dosages()
    assert np.abs(dosage - herd.made.counts).max() <= 2.0
    assert (np.abs(dosage - herd.made.counts)[herd.counts >= 0]).max() < 1e-6


def test_what_was_called_is_never_changed(herd: Herd) -> None:
    called = herd.counts >= 0
    assert np.array_equal(herd.made.counts[called], herd.counts[called])
    assert (herd.made.counts >= 0).all()
    filled = herd.made.filled
    assert filled.from_parents > 0
    assert filled.from_parents + filled.from_progeny + filled.from_haplotypes == (~called).sum()
    assert herd.made.reference.tolist() == herd.dense.tolist()
    whole = herd.made.haplotypes.sum(axis=1)
    assert np.array_equal(whole[called], herd.counts[called])


def test_parents_and_progeny_do_not_contradict_each_other(herd: Herd) -> None:
    links = [(i, p) for kin in (herd.sire, herd.dam) for i, p in enumerate(kin.tolist()) if p >= 0]
    assert len(links) > 50
    child, parent = np.array(links).T
    gap = np.abs(herd.made.counts[child] - herd.made.counts[parent]) == 2
    # never where the parent was called, hardly ever where both were filled
    assert not (gap & (herd.counts[parent] >= 0)).any()
    assert gap.mean() < 0.002
    # the first haplotype is the sire's
    labelled = np.flatnonzero((herd.sire >= 0) & (herd.dam >= 0))
    assert (herd.made.haplotypes[labelled] == herd.haplotypes[labelled]).mean() > 0.97


def test_the_order_of_animals_and_of_markers_changes_nothing(herd: Herd) -> None:
    random = np.random.default_rng(17)
    rows = np.concatenate([herd.dense[-40:], herd.sparse[:8]])
    at = np.full(len(herd.counts) + 1, -1)
    at[rows] = np.arange(len(rows))
    counts, sire, dam = herd.counts[rows, :200], at[herd.sire[rows]], at[herd.dam[rows]]
    places = herd.places.only(np.arange(200))
    made = impute(counts, places, sire=sire, dam=dam)
    order, markers = random.permutation(len(rows)), random.permutation(200)
    where = np.append(np.argsort(order), -1)
    again = impute(
        counts[np.ix_(order, markers)], places.only(markers), sire=where[sire[order]],
        dam=where[dam[order]],
    )  # fmt: skip
    assert np.array_equal(again.counts, made.counts[np.ix_(order, markers)])
    assert np.array_equal(again.chances, made.chances[order][:, :, markers])
    assert again.filled == made.filled
    # nothing to fill
    whole = impute(made.counts, places, reference=np.arange(len(rows)))
    assert np.array_equal(whole.counts, made.counts)
    assert whole.filled == type(whole.filled)(0, 0, 0, 0, 0)
    assert np.isnan(whole.r2).all()


def test_what_cannot_be_filled_is_left_or_guessed_and_told(herd: Herd) -> None:
    rows = np.concatenate([herd.dense[-30:], herd.sparse[:4]])
    counts = herd.counts[rows, :120].copy()
    counts[-1] = -1
    nowhere = np.arange(120) >= 110
    places = MarkerMap(
        np.where(nowhere, "", "7"), np.where(nowhere, np.nan, herd.places.centimorgans[:120])
    )
    made = impute(counts, places)
    assert (made.counts[:, nowhere] == counts[:, nowhere]).all()
    assert np.isnan(made.dosages()[:, nowhere][counts[:, nowhere] < 0]).all()
    assert made.filled.left == (counts[:, nowhere] < 0).sum() > 0
    assert made.filled.from_frequency == 110
    assert (made.counts[:, ~nowhere] >= 0).all()
    # a father that his genotype excludes
    sire = np.full(len(rows), -1)
    sire[0] = int(np.argmax([((counts[0] ^ row) == 2).sum() for row in counts]))
    told = impute(counts, places, sire=sire)
    assert told.refuted == ((0, int(sire[0])),)
    assert np.array_equal(told.counts, made.counts)


def test_bad_input_is_named(herd: Herd) -> None:
    counts, places = herd.counts[:6, :50], herd.places.only(np.arange(50))
    strange = counts.copy()
    strange[2, 3] = 4
    for given_, words in (
        ((strange, places), "animal 3, marker 4: 4"),
        ((counts[:, :49], places), "50 markers, counts have 49"),
        ((np.where(np.arange(6)[:, None] > 0, -1, counts), places), "reference: 1 animals"),
    ):
        with pytest.raises(ValueError, match=words):
            impute(*given_)
    with pytest.raises(ValueError, match="shape"):
        impute(counts, places, sire=[0, 1])
    with pytest.raises(ValueError, match="row 9, there are 6 animals"):
        impute(counts, places, reference=[0, 9])
    with pytest.raises(ValueError, match="hidden"):
        measure_accuracy(counts, places, np.zeros(counts.shape, bool), reference=np.arange(6))
    with pytest.raises(ValueError, match="marker 2: -1"):
        MarkerMap(np.array(["1", "1"]), np.array([0.0, -1.0]))
    for name, value in (("error", 0.9), ("states", 0), ("rounds", 0)):
        with pytest.raises(ValueError, match=name):
            replace(Copying(), **{name: value})


def test_accuracy_is_measured_on_what_was_hidden(herd: Herd) -> None:
    counts, places = herd.counts[herd.dense[-60:], :150], herd.places.only(np.arange(150))
    hidden = hidden_share(counts, 0.03, seed=2)
    told = measure_accuracy(counts, places, hidden)
    assert told.whole.compared == (hidden & (counts >= 0)).sum()
    assert told.whole.concordance > 0.9 > told.whole.guessed
    assert told.imputed.counts[hidden & (counts >= 0)].min() >= 0
    assert (counts >= 0).any()


def test_places_are_read_as_files_write_them() -> None:
    places = MarkerMap.from_bases(["2", "1", "1", ""], [2_000_000, 5_000_000, 3_000_000, 7])
    assert [(name, rows.tolist()) for name, rows in places.chromosomes] == [
        ("1", [2, 1]),
        ("2", [0]),
    ]
    nowhere = MarkerMap.from_bases(["1", "1"], [0, 9])
    assert nowhere.chromosomes[0][1].tolist() == [1]


def test_gametes_cross_over_as_the_map_says() -> None:
    random = np.random.default_rng(5)
    crossing = crossing_over(np.array([0.0, 10.0, 10.0, 60.0]))
    assert crossing == pytest.approx([0.5, 0.5 * (1 - np.exp(-0.2)), 0.0, 0.5 * (1 - np.exp(-1))])
    parents = np.broadcast_to(np.array([[0] * 4, [1] * 4], np.uint8), (20_000, 2, 4))
    made = gametes(parents, crossing, random)
    changed = (made[:, 1:] != made[:, :-1]).mean(axis=0)
    assert made[:, 0].mean() == pytest.approx(0.5, abs=0.02)
    assert changed == pytest.approx(crossing[1:], abs=0.015)
