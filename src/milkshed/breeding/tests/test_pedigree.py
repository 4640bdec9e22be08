"""Rows become a pedigree, faults are named, and groups take the place of unknown parents."""

import csv
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milkshed.breeding.science.completeness import (
    completeness,
    effective_size,
    founders,
    generation_intervals,
)
from milkshed.breeding.science.inbreeding import inbreeding
from milkshed.breeding.science.pedigree import Pedigree, Sex, prune
from milkshed.breeding.science.pedigree_checks import AgeLimits, Fault, check_rows, mend_rows
from milkshed.breeding.science.pedigree_rows import PedigreeRows, number_rows
from milkshed.breeding.science.simulation import simulate_pedigree
from milkshed.breeding.science.unknown_parents import assign_groups, group_shares
from tests.reference_data import reference_path

FAULTY = PedigreeRows.from_table(
    animal=["A", "B", "C", "C", "D", "D", None, "L1", "L2", "L3", "Y", "O", "T1", "T2", "N"],
    sire=["S", "S", "S", "S", "S", None, "S", None, "L1", None, "S", "S", "S", "S", "B"],
    dam=["B", None, "B", "B", "B", "B", "B", "L3", None, "L2", "K", "G", "B", "B", "A"],
    sex=[2, 2, 2, 2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0],
    born=["2020-01-01", "2016-01-01", "2019-03-01", "2019-03-01", "2021-02-01", "2021-02-01",
          None, None, None, None, "2015-06-01", None, "2022-03-01", "2022-03-02", "2014-01-01"],
)  # fmt: skip


def test_every_fault_is_reported_with_its_animal() -> None:
    report = check_rows(FAULTY)
    assert report.counts == {
        Fault.NO_ID: 1,
        Fault.TWICE: 1,
        Fault.TWICE_DIFFERENT: 1,
        Fault.LOOP: 1,
        Fault.BOTH_SEXES: 1,
        Fault.SEX_DIFFERS: 1,
        Fault.BEFORE_PARENT: 2,
        Fault.PARENT_NOT_LISTED: 3,
        Fault.NO_BIRTH_DATE: 4,
    }
    loop = report.of(Fault.LOOP)[0]
    assert set(loop.others) | {loop.animal} == {"L1", "L2", "L3"}
    assert loop.text.en == "L1: its parents lead back to itself: L1 ← L3 ← L2 ← L1"
    assert report.of(Fault.BOTH_SEXES)[0].animal == "B"
    assert "2016-01-01" in report.of(Fault.BEFORE_PARENT)[0].text.zh


def test_ages_and_birth_intervals_are_held_against_the_limits_given() -> None:
    rows = PedigreeRows.from_table(
        ["bull", "cow", "a", "b", "twin", "young", "late"],
        [None, None, "bull", "bull", "bull", "a", None],
        [None, None, "cow", "cow", "cow", "b", "cow"],
        born=["2010-01-01", "2010-01-01", "2012-05-01", "2012-12-01", "2012-12-02",
              "2013-02-01", "2031-01-01"],
    )  # fmt: skip
    counts = check_rows(rows).counts
    assert counts == {
        Fault.SIRE_TOO_YOUNG: 1,
        Fault.DAM_TOO_YOUNG: 1,
        Fault.DAM_TOO_OLD: 1,
        Fault.SHORT_INTERVAL: 1,
    }
    kind = AgeLimits(
        sire_min_days=1, dam_min_days=1, dam_max_days=9000, interval_min_days=1, twin_days=0
    )
    assert check_rows(rows, kind).counts == {}


def test_mended_rows_number_without_complaint() -> None:
    with pytest.raises(ValueError, match="animal D: two rows with different parents"):
        number_rows(FAULTY)
    mended = mend_rows(FAULTY)
    pedigree = number_rows(mended.rows)
    again = check_rows(mended.rows).counts
    assert set(again) <= {Fault.PARENT_NOT_LISTED, Fault.NO_BIRTH_DATE}
    assert {(animal, parent): why for animal, parent, why in mended.cuts} == {
        ("N", "B"): Fault.BOTH_SEXES,
        ("N", "A"): Fault.BEFORE_PARENT,
        ("L1", "L3"): Fault.LOOP,
    }
    assert pedigree.sex[pedigree.place("S")] == Sex.MALE
    assert pedigree.names(pedigree.places(["S", "nobody"])) == ("S", None)


def test_a_loop_that_another_cut_opens_is_not_cut_again() -> None:
    rows = PedigreeRows.from_table(
        ["a", "b", "c"], ["b", None, None], [None, "c", "a"],
        sex=[2, 1, 2], born=["2015-01-01", "2013-01-01", "2010-01-01"],
    )  # fmt: skip
    assert check_rows(rows).counts == {Fault.LOOP: 1, Fault.BEFORE_PARENT: 1}
    assert mend_rows(rows).cuts == (("c", "a", Fault.BEFORE_PARENT),)


def test_a_loop_is_refused_by_name() -> None:
    rows = PedigreeRows.from_table(["x", "y"], ["y", "x"], [None, None])
    with pytest.raises(ValueError, match=r"own ancestor: x ← y ← x"):
        number_rows(rows)
    rows = PedigreeRows.from_table(["x", "x"], ["y", "z"], [None, None])
    with pytest.raises(ValueError, match="two rows with different parents"):
        number_rows(rows)


def test_the_faults_of_a_real_faulty_pedigree() -> None:
    """Hinterwälder cattle of the R package optiSel, faulty on purpose; only years are known."""
    with reference_path("breeding/optisel/PedigWithErrors.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    table = PedigreeRows.from_table(
        *([row[name] for row in rows] for name in ("Indiv", "Sire", "Dam")),
        sex=[{"male": 1, "female": 2}[row["Sex"]] for row in rows],
        born=[None if row["Born"] == "NA" else row["Born"] for row in rows],
        missing=("NA",),
    )
    report = check_rows(table)
    assert report.counts == {
        Fault.LOOP: 2,
        Fault.SEX_DIFFERS: 19,
        Fault.BEFORE_PARENT: 5,
        Fault.DAM_TOO_YOUNG: 32,
        Fault.DAM_TOO_OLD: 2,
        Fault.PARENT_NOT_LISTED: 3,
        Fault.NO_BIRTH_DATE: 584,
    }
    assert {len(finding.others) + 1 for finding in report.of(Fault.LOOP)} == {1, 4}
    mended = mend_rows(table)
    assert Counter(why for _, _, why in mended.cuts) == {
        Fault.SEX_DIFFERS: 19,
        Fault.BEFORE_PARENT: 5,
    }
    assert len(number_rows(mended.rows)) == 10_866


@st.composite
def family(draw: st.DrawFn) -> tuple[list[str], list[str | None], list[str | None]]:
    size = draw(st.integers(1, 12))
    names = [f"n{i}" for i in range(size)]
    columns = [
        [names[p] if (p := draw(st.integers(-1, i - 1))) >= 0 else None for i in range(size)]
        for _ in range(2)
    ]
    return names, columns[0], columns[1]


@settings(max_examples=40, deadline=None)
@given(family(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_coefficient(
    rows: tuple[list[str], list[str | None], list[str | None]], random: object
) -> None:
    table = list(zip(*rows, strict=True))
    plain = number_rows(PedigreeRows.from_table(*zip(*table, strict=True)))
    random.shuffle(table)  # type: ignore[attr-defined]
    shuffled = number_rows(PedigreeRows.from_table(*zip(*table, strict=True)))
    first = dict(zip(plain.ids.tolist(), inbreeding(plain).tolist(), strict=True))
    second = dict(zip(shuffled.ids.tolist(), inbreeding(shuffled).tolist(), strict=True))
    assert first == pytest.approx(second, abs=1e-14)


def test_groups_hold_enough_links_and_shares_add_up() -> None:
    pedigree = simulate_pedigree(3000, seed=2)
    origin = np.where(np.arange(3000) % 10 == 0, "US", "CN")
    origin[:3] = "NZ"
    made = assign_groups(pedigree, origin, at_least=100)
    links = int(np.count_nonzero(pedigree.sire == -1) + np.count_nonzero(pedigree.dam == -1))
    assert sum(group.links for group in made.groups) == links
    assert all(group.links >= 100 for group in made.groups if group.enough)
    assert sum(not group.enough for group in made.groups) <= 1
    assert made.pedigree.groups == tuple(group.name for group in made.groups)
    assert not np.any(made.pedigree.sire == -1)
    shares = group_shares(made.pedigree)
    assert shares.sum(axis=1) == pytest.approx(np.ones(3000))
    for number, group in enumerate(made.groups):
        sides = (made.pedigree.sire == -2 - number).sum(), (made.pedigree.dam == -2 - number).sum()
        assert sum(sides) == group.links


@pytest.mark.parametrize(
    ("name", "groups", "wanted"),
    [
        # Quaas (1988): an unknown parent is of its group, wholly
        (
            "Q1988",
            ("g1", "g2"),
            {"A": (0.5, 0.5), "B": (0.25, 0.75), "C": (0.5, 0.5), "D": (0.375, 0.625)},
        ),
        # the pedigree of Fikse (2009), each parent in the group that it mostly is of
        (
            "F2009",
            ("g1", "g2", "g3"),
            {"A": (0.5, 0.5, 0), "C": (0, 0, 1), "E": (0, 0.5, 0.5), "F": (0.25, 0.5, 0.25)},
        ),
    ],
)
def test_group_shares_of_textbook_pedigrees(
    name: str, groups: tuple[str, ...], wanted: dict[str, tuple[float, ...]]
) -> None:
    with reference_path(f"breeding/nadiv/{name}.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["id"].isupper()]
    parents = [
        [None if row[column] in groups else row[column] for row in rows]
        for column in ("sireGG", "damGG")
    ]
    pedigree = number_rows(PedigreeRows.from_table([row["id"] for row in rows], *parents))
    told = {row["id"]: row for row in rows}
    codes = []
    for column, known in (("sireGG", pedigree.sire), ("damGG", pedigree.dam)):
        own = [told[name][column] for name in pedigree.listed]
        codes.append(
            np.array(
                [
                    -2 - groups.index(g) if g in groups else p
                    for g, p in zip(own, known, strict=True)
                ],
                dtype=np.int32,
            )
        )
    shares = group_shares(pedigree.grouped(codes[0], codes[1], groups))
    for animal, expected in wanted.items():
        assert shares[pedigree.place(animal)] == pytest.approx(expected)


def test_pruning_keeps_what_informs() -> None:
    pedigree = Pedigree.from_numbers([-1, -1, -1, 0, 0, 3], [-1, -1, -1, 1, 2, 4])
    kept = prune(pedigree, [3])
    assert kept.ids.tolist() == ["4"]
    kept = prune(pedigree, [3, 4])
    assert kept.ids.tolist() == ["1", "4", "5"]
    assert pedigree.ancestors([5], generations=1).tolist() == [False] * 3 + [True] * 3


def test_completeness_and_diversity_by_hand() -> None:
    # two founders, their two children, and a child of those two
    pedigree = Pedigree.from_numbers(
        [-1, -1, 0, 0, 2, 2], [-1, -1, 1, 1, 3, -1], sex=[1, 2, 1, 2, 2, 2],
        born=np.array(["2000", "2000", "2004", "2003", "2008", "2008"], dtype="datetime64[D]"),
    )  # fmt: skip
    known = completeness(pedigree, generations=2)
    assert known.equivalent_generations.tolist() == [0, 0, 1, 1, 2, 1]
    assert known.index.tolist() == [0, 0, 0.5, 0.5, 1, 0]
    gone = founders(pedigree, [4])
    assert (gone.founders, gone.effective) == (2, pytest.approx(2))
    assert gone.effective_ancestors == pytest.approx(2)
    assert gone.explained == pytest.approx(1)
    half = founders(pedigree, [5])
    assert half.founders == 3
    assert half.effective == pytest.approx(1 / (2 * 0.25**2 + 0.5**2))
    paths = {path.path: path for path in generation_intervals(pedigree).paths}
    assert paths["sire-son"].years == pytest.approx(4.0, abs=0.01)
    assert paths["sire-daughter"].years == pytest.approx(3.0, abs=0.01)
    assert paths["dam-son"].pairs == 1
    f = inbreeding(pedigree)
    assert f.tolist() == [0, 0, 0, 0, 0.25, 0]
    assert effective_size(pedigree, f, [4]).individual == pytest.approx(0.5 / 0.25)


def test_random_mating_has_the_effective_size_it_should() -> None:
    """10 sires and 10 dams of equal chance: Ne = 4 · 10 · 10 / 20 = 20 (Wright 1931)."""
    random = np.random.default_rng(8)
    sire, dam, born = [-1] * 20, [-1] * 20, [0] * 20
    for generation in range(1, 30):
        base = 20 * (generation - 1)
        sire += (base + random.integers(0, 10, 20)).tolist()
        dam += (base + 10 + random.integers(0, 10, 20)).tolist()
        born += [2 * generation] * 20
    dates = np.datetime64("1960-01-01", "Y") + np.array(born)
    pedigree = Pedigree.from_numbers(sire, dam, born=dates.astype("datetime64[D]"))
    f = inbreeding(pedigree)
    size = effective_size(pedigree, f, np.arange(400, 600), interval_years=2.0)
    assert size.individual == pytest.approx(20, rel=0.2)
    assert size.by_trend == pytest.approx(20, rel=0.5)
