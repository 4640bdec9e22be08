"""Samples that contradict their kin or their sex: who is left out, who looks swapped."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milkshed.breeding.science.chromosomes import Kind, kind_of, short_name
from milkshed.breeding.science.genotype_conflicts import (
    ParentConflict,
    left_out,
    males_on_x,
    parent_conflicts,
    swapped,
)
from milkshed.breeding.science.marker_store import MarkerStore

MARKERS = 400
LIMITS = {"share": 0.01, "markers": 100}


def family() -> tuple[np.ndarray, np.ndarray]:
    """Counts (animals, markers) of three bulls and four daughters of each, and their sires."""
    random = np.random.default_rng(5)
    p = random.uniform(0.2, 0.8, MARKERS)
    alleles = random.random((3, 2, MARKERS)) < p
    sire = np.concatenate([np.full(3, -1), np.repeat(np.arange(3), 4)])
    rows = [*alleles.sum(axis=1)]
    for s in sire[3:]:
        half = np.where(random.random(MARKERS) < 0.5, *alleles[s])
        rows.append(half.astype(np.int8) + (random.random(MARKERS) < p))
    return np.stack(rows).astype(np.int8), sire


def stored(counts: np.ndarray) -> MarkerStore:
    names = [str(i) for i in range(len(counts))]
    return MarkerStore.from_counts([counts.T], names, [f"m{k}" for k in range(counts.shape[1])])


def found_in(counts: np.ndarray, sire: np.ndarray) -> dict[int, list[ParentConflict]]:
    store, used = stored(counts), np.ones(counts.shape[1], dtype=np.bool_)
    conflicts, links = parent_conflicts(store, used, sire, np.full(len(sire), -1), **LIMITS)
    assert links[3] == 1
    assert links[0] == 4
    return left_out(conflicts, links)


def test_true_links_hold_and_a_wrong_daughter_is_left_out() -> None:
    counts, sire = family()
    counts[3, :40] = -1
    assert found_in(counts, sire) == {}
    wrong = sire.copy()
    wrong[3], wrong[0] = 1, -1
    store = stored(counts)
    conflicts, links = parent_conflicts(
        store, np.ones(MARKERS, dtype=np.bool_), wrong, np.full(len(sire), -1), **LIMITS
    )
    (one,) = conflicts
    assert (one.animal, one.parent, one.sire) == (3, 1, True)
    assert one.compared == MARKERS - 40
    assert one.opposing == np.sum(np.abs(counts[3, 40:] - counts[1, 40:]) == 2)
    # the bull with four other daughters is believed
    assert list(left_out(conflicts, links)) == [3]


def test_a_bulls_wrong_sample_is_left_out_and_not_his_daughters() -> None:
    counts, sire = family()
    counts[0] = np.random.default_rng(1).integers(0, 3, MARKERS)
    out = found_in(counts, sire)
    assert list(out) == [0]
    assert len(out[0]) == 4


def test_two_daughters_samples_swapped_are_named_together() -> None:
    counts, sire = family()
    counts[[3, 7]] = counts[[7, 3]]  # of different bulls
    out = found_in(counts, sire)
    assert sorted(out) == [3, 7]
    used = np.ones(MARKERS, dtype=np.bool_)
    assert swapped(stored(counts), used, out, share=0.01) == [(3, 7)]
    # markers that are not used say nothing, and too few say nothing
    assert parent_conflicts(stored(counts), ~used, sire, sire, **LIMITS)[0] == ()


@settings(max_examples=60, deadline=None)
@given(st.sets(st.tuples(st.integers(1, 9), st.integers(0, 8)), max_size=14), st.integers(0, 3))
def test_leaving_out_settles_every_conflict_once(pairs: set[tuple[int, int]], more: int) -> None:
    """Whatever contradicts: none is left, nobody is left out without cause."""
    conflicts = [ParentConflict(i, j, True, 9, 99) for i, j in sorted(pairs) if j < i]
    links = np.bincount(
        [who for one in conflicts for who in (one.animal, one.parent)], minlength=10
    )
    out = left_out(conflicts, links + more)
    assert all(one.animal in out or one.parent in out for one in conflicts)
    settled = [one for held_against in out.values() for one in held_against]
    assert len(settled) == len(conflicts) == len(set(settled))
    assert all(out.values())
    assert all(who in (one.animal, one.parent) for who, against in out.items() for one in against)


def test_heterozygous_calls_of_males_on_x_are_counted() -> None:
    counts = np.array([[0, 1, 1, 2], [1, 1, 1, 1], [2, -1, 1, 0]], dtype=np.int8)
    male, on_x = np.array([True, False, True]), np.array([False, True, True, True])
    told = males_on_x(stored(counts), male, on_x)
    assert told.males.tolist() == [0, 2]
    assert told.heterozygous.tolist() == [2, 1]
    assert told.called.tolist() == [3, 2]
    assert told.by_marker.tolist() == [1, 2, 0]
    assert told.shares == pytest.approx([2 / 3, 1 / 2])
    nobody = males_on_x(stored(counts), ~np.ones(3, dtype=np.bool_), on_x)
    assert nobody.by_marker.tolist() == [0, 0, 0]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("1", Kind.AUTOSOME), ("chr29", Kind.AUTOSOME), ("BTA7", Kind.AUTOSOME),
        ("23", Kind.AUTOSOME), ("X", Kind.X), ("30", Kind.X), ("chrX", Kind.X), ("31", Kind.Y),
        ("XY", Kind.PSEUDO), ("MT", Kind.MITOCHONDRION), ("0", Kind.UNMAPPED), ("", Kind.UNMAPPED),
        ("99", Kind.UNMAPPED), ("Contig7", Kind.UNMAPPED),
    ],
)  # fmt: skip
def test_chromosomes_of_cattle(name: str, kind: Kind) -> None:
    assert kind_of(name) is kind


def test_a_chromosome_has_one_name_however_files_write_it() -> None:
    names = ("7", "chr07", "Chr29", "BTA7", "30", "chrX", "XY", "y", "chrM", "", "0", "99")
    assert [short_name(name) for name in names] == [
        "7", "7", "29", "7", "X", "X", "XY", "Y", "MT", "", "", ""
    ]  # fmt: skip
