"""A model from a line of text, and designs that cannot be solved as they are meant."""

import numpy as np
import pytest

from milkshed.breeding.science.design import Flaw, check_design
from milkshed.breeding.science.formula import (
    FixedTerm,
    FormulaError,
    formula_from_table,
    model_from,
    parse_formula,
)
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random
from milkshed.breeding.science.records import Curve, Records
from milkshed.breeding.science.solving import solve
from milkshed.breeding.tests.textbook import COWS, numbered

RECORDS = Records.from_columns(
    {"milk": [1.0, 2.0, 3.0, 4.0], "fat": [2.0, 3.0, np.nan, 5.0]},
    {"animal": [4, 5, 6, 7], "dam": [2, 2, 5, 4], "hys": ["a", "a", "b", "b"]},
    covariates={"age": [1.0, 2.0, 3.0, 5.0]},
    curve=Curve(("phi0", "phi1"), np.array([0, 1, 1, 2], np.int32), np.eye(3)[:, :2]),
)


def test_a_formula_is_the_model_written_out() -> None:
    g, p, r = np.diag([4.0, 3.0]), np.diag([2.0, 1.0]), np.diag([5.0, 6.0])
    model, records = model_from(
        "fat + milk ~ hys + age | animal + pe(animal)", RECORDS,
        {"animal": g, "pe": p, "residual": r},
    )  # fmt: skip
    assert records.traits == ("fat", "milk")
    by_hand = Model(
        (Fixed("hys"), Fixed(covariates=("age",))),
        (Genetic(("animal",), g), Random("animal", p, name="pe")),
        r,
    )
    pedigree = numbered(*COWS)
    swapped = RECORDS.of_traits(("fat", "milk"))
    first = solve(model, records, pedigree, method="direct")
    second = solve(by_hand, swapped, pedigree, method="direct")
    assert first.unknowns.tolist() == second.unknowns.tolist()
    assert "fat + milk" in str(first.manifest["model"])


def test_every_kind_of_term_is_read() -> None:
    read = parse_formula(
        "y ~ mean + parity:age + season:(phi0, phi1) | animal(calf, dam) + pe(dam; phi0)"
    )
    assert read.fixed == (
        FixedTerm(""), FixedTerm("parity", ("age",)), FixedTerm("season", ("phi0", "phi1"))
    )  # fmt: skip
    assert read.random[0].factors == ("calf", "dam")
    assert read.random[1].covariates == ("phi0",)
    model, _ = model_from(
        "milk ~ hys:(phi0, phi1) | animal(animal; phi0, phi1)", RECORDS,
        {"animal": np.eye(2), "residual": 1.0},
    )  # fmt: skip
    assert model.fixed == (Fixed("hys", ("phi0", "phi1")),)
    assert isinstance(model.random[0], Genetic)
    assert model.random[0].covariates == ("phi0", "phi1")


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("milk hys", "exactly one ~"),
        ("milk ~ hys | a | b", r"at most one \|"),
        ("milk ~ hys + ", "an effect is missing"),
        ("milk ~ hys*age", r"fixed effect 'hys\*age'"),
        ("milk + milk ~ hys", "milk: named twice"),
        ("protein ~ hys", "trait 'protein': records have milk, fat"),
        ("milk ~ herd", "no factor or covariate 'herd'; there are age, animal, dam"),
        ("milk ~ hys | animal(cow)", "no factor 'cow'"),
        ("milk ~ hys | animal(animal; dim)", "no covariate 'dim'; there are age, phi0, phi1"),
        ("milk ~ hys | animal + herd(hys)", "no variance is given for herd"),
        ("milk ~ hys", "variances of animal: the formula has no such effect"),
        ("milk ~ hys | animal + pe(animal, dam)", "only genetic effects act in several roles"),
        ("1milk ~ hys", "no name of a trait"),
        ("milk ~ ", "no effect stands right"),
    ],
)
def test_what_a_formula_lacks_is_named(formula: str, message: str) -> None:
    given = {"animal": 1.0, "residual": 1.0}
    if "pe(" in formula:
        given["pe"] = 1.0
    with pytest.raises(FormulaError, match=message):
        model_from(formula, RECORDS, given)


def test_effects_on_some_traits_from_a_formula_and_from_a_table() -> None:
    text = "milk + fat ~ hys + age[milk] | animal(animal, dam) + pe(animal; phi0)[milk]"
    table = [
        {"effect": "hys", "kind": "fixed"},
        {"effect": "age", "kind": "Fixed", "covariates": "age", "traits": "milk"},
        {"effect": "animal", "kind": "genetic", "factor": "animal, dam"},
        {"effect": "pe", "kind": "random", "factor": "animal", "covariates": "phi0",
         "traits": "milk"},
    ]  # fmt: skip
    variances = {"animal": np.eye(4), "pe": 2.0, "residual": np.eye(2)}
    runs = []
    for formula in (text, formula_from_table(("milk", "fat"), table)):
        model, records = model_from(formula, RECORDS, variances)
        assert model.fixed[0] == Fixed("hys")
        assert model.fixed[1] == Fixed(covariates=("age",), traits=("milk",))
        runs.append(solve(model, records, numbered(*COWS), method="direct"))
    assert np.array_equal(runs[0].unknowns, runs[1].unknowns)
    assert not runs[0].effect("pe")[:, :, 1].any()
    assert runs[0].effect("pe")[:, :, 0].any()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"effect": "hys", "kind": "class"}, r"row 2: kind = 'class', must be fixed, random"),
        ({"effect": "hys", "type": "fixed"}, "row 2: there is no column 'type'"),
        ({"effect": "hys", "kind": "fixed", "factor": "hys, animal"}, "row 2: a fixed effect"),
        ({"effect": "hys", "kind": "fixed", "traits": "wool"}, r"\[wool\]: the traits are milk"),
        ({"effect": "animal", "kind": "random"}, "animal: named twice"),
    ],
)
def test_what_is_wrong_in_a_table_is_named(row: dict[str, str], message: str) -> None:
    first = {"effect": "animal", "kind": "genetic"}
    with pytest.raises(FormulaError, match=message) as refused:
        formula_from_table(("milk",), [first, row])
    assert refused.value.text.zh != refused.value.text.en


def test_negative_variances_are_refused_by_name() -> None:
    model, records = model_from("milk ~ hys | animal", RECORDS, {"animal": -1, "residual": 1})
    with pytest.raises(ValueError, match="animal: covariance is not positive definite"):
        solve(model, records, numbered(*COWS))


def test_what_the_records_cannot_tell_apart_is_named() -> None:
    records = Records.from_columns(
        {"milk": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], "fat": [np.nan] * 6},
        {
            "herd": ["a", "a", "b", "b", "c", "c"],
            "season": ["1", "2", "1", "2", "3", "3"],
            "house": ["x", "x", "y", "y", "z", "z"],
        },
        covariates={"age": [1.0, 2.0, 1.5, 2.5, 3.0, 4.0], "flat": [2.0] * 6},
    )
    fine = Model((Fixed("herd"), Fixed(covariates=("age",))), (), np.eye(2))
    told = check_design(fine, records)
    assert [(one.flaw, one.trait) for one in told] == [(Flaw.NO_RECORDS, "fat")]
    assert "没有任何记录" in told[0].text.zh
    crossed = Model((Fixed("herd"), Fixed("season")), (), np.eye(2))
    told = tuple(one for one in check_design(crossed, records) if one.trait == "milk")
    assert len(told) == 1
    assert {told[0].level, *told[0].others} == {"herd=c", "season=3"}
    nested = Model((Fixed("herd"), Fixed("house")), (), np.eye(2))
    told = tuple(one for one in check_design(nested, records) if one.trait == "milk")
    assert len(told) == 2
    assert all(one.flaw is Flaw.CONFOUNDED for one in told)
    constant = Model((Fixed("herd"), Fixed(covariates=("flat",))), (), np.eye(2))
    told = tuple(one for one in check_design(constant, records) if one.trait == "milk")
    assert "confounded" in told[0].text.en
    few = records.only(np.array([0, 1]))
    told = check_design(Model((Fixed("herd"),), (), np.eye(2)), few)
    assert told[0].others == ("herd=b", "herd=c")
