"""Input of every bad kind is refused by name in both languages, or handled by a stated rule."""

import numpy as np
import pytest

from milkshed.breeding.science.completeness import completeness
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.pedigree_checks import check_rows
from milkshed.breeding.science.pedigree_rows import PedigreeRows, number_rows
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.reliability import approximate_reliability
from milkshed.breeding.science.simulation import simulate_breeding_values, simulate_pedigree
from milkshed.breeding.science.solving import solve
from milkshed.breeding.science.unknown_parents import assign_groups
from milkshed.breeding.science.validation import validate_lr


def refused(error: pytest.ExceptionInfo[NotUsable], *words: str) -> None:
    """Both languages name all of the words, and they are not the same text."""
    text = error.value.text
    assert text.zh != text.en
    for word in words:
        assert word in text.zh
        assert word in text.en


def test_an_animal_that_is_its_own_ancestor() -> None:
    rows = PedigreeRows.from_table(["x", "y", "z"], ["y", "z", "x"], [None] * 3)
    with pytest.raises(NotUsable) as error:
        number_rows(rows)
    refused(error, "x", "y", "z")
    assert set(error.value.named) == {"x", "y", "z"}


def test_records_of_unknown_animals_are_named_or_left_out() -> None:
    pedigree = number_rows(PedigreeRows.from_table(["a", "b"], [None, "a"], [None, None]))
    records = Records.from_columns(
        {"milk": [1.0, 2.0, 3.0, 4.0]}, {"cow": ["b", "stray", "a", None]}
    )
    model = Model((Fixed(),), (Genetic(("cow",), 1.0),), 2.0)
    with pytest.raises(NotUsable) as error:
        solve(model, records, pedigree)
    refused(error, "stray", "animal")
    assert error.value.named == ("stray",)
    dealt = records.within("cow", pedigree.listed)
    assert dealt.levels == ("stray",)
    assert dealt.rows.tolist() == [1, 3]
    assert "剔除 2 条记录" in dealt.text.zh
    assert "stray" in dealt.text.en
    run = solve(model, dealt.records, pedigree, method="direct")
    assert np.isfinite(run.unknowns).all()
    again = dealt.records.within("cow", pedigree.listed)
    assert "no record is left out" in again.text.en


def test_names_from_tables_read_elsewhere() -> None:
    """Whole numbers that became floats because some are missing; 0 for an unknown parent."""
    rows = PedigreeRows.from_table([1, 2, 3], [np.nan, 0, 1.0], [None, "0", 2.0], missing=("0",))
    assert rows.animal == ("1", "2", "3")
    assert rows.sire == (None, None, "1")
    assert rows.dam == (None, None, "2")
    records = Records.from_columns(
        {"milk": [1, 2, 3]}, {"cow": np.array([10.0, 9.0, np.nan]), "herd": ["b", np.nan, "a"]}
    )
    assert records.factors["cow"].names == ("9", "10")
    assert records.factors["cow"].code.tolist() == [1, 0, -1]
    assert records.factors["herd"].names == ("a", "b")
    assert records.factors["herd"].code.tolist() == [1, -1, 0]


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"traits": {"milk": [1.0, "dry"]}}, ("milk", "dry", "2")),
        ({"traits": {"milk": [1.0, np.inf]}}, ("milk", "2")),
        ({"traits": {"milk": [1.0, 2.0, 3.0]}}, ("cow", "(2,)", "(3,)")),
        ({"traits": {"milk": [1.0, 2.0], "fat": [1.0]}}, ("fat", "(1,)")),
        ({"traits": {}}, ()),
        ({"covariates": {"age": [1.0, None]}}, ("age", "2")),
        ({"covariates": {"age": ["old", 1.0]}}, ("age", "old", "1")),
        ({"weights": [1.0, -1.0]}, ("2",)),
        ({"weights": [1.0, 1.0, 1.0]}, ("weights", "(3,)")),
        ({"residual_class": [0]}, ("residual_class", "(1,)")),
        ({"residual_class": [0, -1]}, ("residual_class", "2", "-1")),
    ],
)
def test_a_column_that_cannot_be_used(columns: dict, words: tuple[str, ...]) -> None:  # type: ignore[type-arg]
    given = {"traits": {"milk": [1.0, 2.0]}, "factors": {"cow": ["a", "b"]}, **columns}
    with pytest.raises(NotUsable) as error:
        Records.from_columns(**given)
    refused(error, *words)


def test_a_trait_of_nobody_follows_from_the_others_and_none_at_all_is_refused() -> None:
    pedigree = Pedigree.from_numbers([-1, -1, 0], [-1, -1, 1])
    g = np.array([[4.0, 2.0], [2.0, 3.0]])
    model = Model((Fixed(),), (Genetic(("cow",), g),), np.eye(2))
    nothing = [np.nan] * 3
    records = Records.from_columns(
        {"milk": [1.0, 4.0, 3.0], "fat": nothing}, {"cow": ["1", "2", "3"]}
    )
    run = solve(model, records, pedigree, method="direct")
    assert run.breeding_values("fat") == pytest.approx(run.breeding_values("milk") / 2)
    assert len(run.notes) == 1
    assert "fat" in run.notes[0].zh
    assert not solve(model, records.of_traits(("milk", "fat")), pedigree).notes[1:]
    empty = Records.from_columns({"milk": nothing, "fat": nothing}, {"cow": ["1", "2", "3"]})
    with pytest.raises(NotUsable) as error:
        solve(model, empty, pedigree)
    assert error.value.named == ("milk", "fat")
    with pytest.raises(NotUsable) as error:
        run.breeding_values("wool")
    refused(error, "wool", "milk", "fat")
    with pytest.raises(NotUsable) as error:
        run.breeding_values("milk", weights=np.ones(3))
    refused(error, "(3,)", "animal")


def test_sexes_and_dates_that_cannot_be_read() -> None:
    rows = PedigreeRows.from_table(
        ["a", "b", "c", "d"], [None] * 4, [None] * 4, sex=["M", "母", None, 2.0],
        born=["2020-01-02", None, "", np.nan],
    )  # fmt: skip
    assert rows.sex.tolist() == [1, 2, 0, 2]
    assert np.isnat(rows.born).tolist() == [False, True, True, True]
    with pytest.raises(NotUsable) as error:
        PedigreeRows.from_table(["a", "b"], [None] * 2, [None] * 2, sex=["M", "bull"])
    refused(error, "2", "bull")
    with pytest.raises(NotUsable) as error:
        PedigreeRows.from_table(["a"], [None], [None], born=["2020-13-01"])
    refused(error, "1", "2020-13-01")


def test_approximate_reliabilities_of_strangers_and_of_no_variance() -> None:
    pedigree = Pedigree.from_numbers([-1, -1], [-1, -1])
    fine = {"variance_animal": 1.0, "variance_residual": 2.0}
    with pytest.raises(NotUsable) as error:
        approximate_reliability(pedigree, np.array([0, 7]), np.zeros(2, np.int64), **fine)
    refused(error, "2")
    for name in ("variance_animal", "variance_residual", "variance_permanent"):
        with pytest.raises(NotUsable) as error:
            approximate_reliability(
                pedigree, np.array([0]), np.zeros(1, np.int64), **{**fine, name: -1.0}
            )
        refused(error, name, "-1")


def test_estimates_that_are_no_numbers_are_not_validated() -> None:
    with pytest.raises(NotUsable) as error:
        validate_lr([1.0, 2.0, np.nan, 4.0], [1.0, 2.0, 3.0, 4.0])
    refused(error, "3")


def test_variances_that_are_none() -> None:
    pedigree = Pedigree.from_numbers([-1, -1], [-1, -1])
    records = Records.from_columns({"milk": [1.0, 2.0]}, {"cow": ["1", "2"]})
    for bad in (-1.0, 0.0, np.nan):
        model = Model((Fixed(),), (Genetic(("cow",), bad),), 1.0)
        with pytest.raises(NotUsable) as error:
            solve(model, records, pedigree)
        refused(error, "animal")
        assert error.value.named == ("animal",)
    with pytest.raises(NotUsable) as error:
        solve(Model((Fixed(),), (Random("cow", 1.0),), -2.0), records)
    refused(error, "residual", "-2")


def test_a_third_of_sires_unknown() -> None:
    """The stated rule: groups take the place of the unknown sires; how much is known is told."""
    pedigree = simulate_pedigree(1500, seed=41, sires_a_year=3, sire_known=0.7)
    later = pedigree.birth_years > int(pedigree.birth_years.min()) + 2
    assert 0.25 < np.mean(pedigree.sire[later] < 0) < 0.35
    rows = PedigreeRows.from_table(
        pedigree.ids,
        pedigree.names(pedigree.sire),
        pedigree.names(pedigree.dam),
        born=pedigree.born,
    )
    report = check_rows(rows)
    assert len(report.no_sire) == np.count_nonzero(pedigree.sire < 0)
    assert report.no_dam == tuple(pedigree.ids[pedigree.dam < 0])
    assert f"父亲未知 {len(report.no_sire)} 头" in report.text.zh
    known = completeness(pedigree)
    assert known.index[later].mean() < 0.7
    true = simulate_breeding_values(pedigree, np.array([[20.0]]), seed=42)[:, 0]
    # sires bought in, of whom no row speaks, are better: two genetic standard deviations
    unknown = (pedigree.sire < 0) & later
    true = true + np.where(unknown, np.sqrt(20.0), 0.0)
    random = np.random.default_rng(43)
    records = Records.from_columns(
        {"milk": true + random.normal(0, 6, 1500)}, {"cow": pedigree.ids}
    )
    origin = np.where(unknown, "bought", "home")
    made = assign_groups(pedigree, origin, at_least=300)
    model = Model((Fixed(),), (Genetic(("cow",), 20.0, zero=(made.pedigree.groups[0],)),), 36.0)
    with_groups = solve(model, records, made.pedigree, method="direct")
    plain = Model((Fixed(),), (Genetic(("cow",), 20.0),), 36.0)
    without = solve(plain, records, pedigree, method="direct")

    def missed(values: np.ndarray) -> float:
        gap = values[:1500] - true
        return abs(float(gap[unknown].mean() - gap[~unknown].mean()))

    assert missed(with_groups.breeding_values()) < missed(without.breeding_values()) / 2
