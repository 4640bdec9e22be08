"""What must not matter does not, for every kind of model; and all agree with dense algebra."""

import json
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.repetition import repeat
from milkshed.breeding.science.solving import Evaluation, solve
from milkshed.breeding.science.unknown_parents import group_shares
from milkshed.breeding.tests.dense import best_predictions
from milkshed.breeding.tests.model_kinds import (
    KINDS,
    Case,
    case,
    first_name,
    mixed,
    renamed,
    scaled,
    with_stranger,
)

every_kind = pytest.mark.parametrize("kind", KINDS)


def run_of(given: Case, method: str = "iterate") -> Evaluation:
    return solve(given.model, given.records, given.pedigree, method=method, tolerance=1e-12)


def by_name(run: Evaluation, case: Case) -> dict[str, Float]:
    """Breeding values of animals by id, all coefficients and traits."""
    found = run.effect("animal")[: len(case.pedigree)]
    return dict(zip(case.pedigree.listed, found, strict=True))


def same(first: dict[str, Float], second: dict[str, Float]) -> None:
    assert set(first) == set(second)
    for name, values in first.items():
        assert second[name] == pytest.approx(values, abs=1e-6), name


@every_kind
def test_both_solvers_agree_with_generalised_least_squares(kind: str) -> None:
    one = case(kind)
    model, records = one.model, one.records
    wanted: dict[str, Float] = {}
    if kind != "groups":
        wanted = best_predictions(model, records, {"animal": one.relationship})
    for method in ("iterate", "direct"):
        run = run_of(one, method)
        assert run.convergence.converged
        for name, values in wanted.items():
            assert run.effect(name)[: len(values)] == pytest.approx(values, abs=1e-6), name
    idle = run.effect("pe")[:, 0, 1] if kind == "several traits" else np.zeros(1)
    assert not idle.any()


def test_groups_are_regressions_on_their_shares() -> None:
    """û + Q ĝ with the groups as fixed covariates of the animals (Quaas & Pollak 1981)."""
    one = case("groups")
    records, pedigree = one.records, one.pedigree
    shares = group_shares(pedigree)[:, 1]
    with_share = replace(
        records, covariates={"share": shares[records.factors["animal"].code]}, curve=None
    )
    model = Model(
        (Fixed("hys"), Fixed(covariates=("share",))),
        (Genetic(("animal",), one.model.random[0].covariance),),
        one.model.residual,
    )
    plain = replace(one, kind="animal").pedigree
    apart = solve(model, with_share, plain, method="direct")
    run = run_of(one, "direct")
    total = apart.effect("animal")[:, 0, 0] + shares * apart.effect("mean:share").item()
    assert run.effect("animal")[: len(pedigree), 0, 0] == pytest.approx(total, abs=1e-7)
    assert run.by_level("animal")["bulls"] == 0


@every_kind
@settings(max_examples=3, deadline=None)
@given(st.permutations(range(60)))
def test_the_order_of_records_does_not_matter(kind: str, order: list[int]) -> None:
    one = case(kind)
    same(by_name(run_of(one), one), by_name(run_of(mixed(one, order)), one))


@every_kind
def test_names_and_numbers_do_not_matter(kind: str) -> None:
    one, other = case(kind), renamed(case(kind))
    assert other.pedigree.listed != one.pedigree.listed
    found = {first_name(name): v for name, v in by_name(run_of(other), other).items()}
    same(by_name(run_of(one), one), found)


@every_kind
def test_an_unrelated_animal_changes_nothing(kind: str) -> None:
    one, more = case(kind), with_stranger(case(kind))
    found = by_name(run_of(more), more)
    stranger = found.pop("99")
    same(by_name(run_of(one), one), found)
    if kind not in ("groups", "metafounders"):
        assert stranger == pytest.approx(np.zeros_like(stranger), abs=1e-9)


@every_kind
@settings(max_examples=3, deadline=None)
@given(st.floats(1e-3, 1e3), st.floats(1e-3, 1e3))
def test_units_scale_through(kind: str, first: float, second: float) -> None:
    one = case(kind)
    unit = np.array([first, second])
    other = scaled(one, unit.tolist())
    found = by_name(run_of(other), other)
    width = one.values.shape[1]
    same(by_name(run_of(one), one), {name: v / unit[:width] for name, v in found.items()})


@every_kind
def test_a_run_is_repeated_from_its_manifest(kind: str) -> None:
    one = case(kind)
    records, pedigree = one.records, one.pedigree
    run = solve(one.model, records, pedigree, tolerance=1e-9)
    document = json.loads(run.to_json())
    given_structures = {"animal": one.structure} if one.structure is not None else None
    again = repeat(document, records, pedigree, structures=given_structures)
    assert again.same
    assert not again.software
    assert json.loads(again.evaluation.to_json()) == document
    changed = mixed(one, list(range(59)))
    with pytest.raises(NotUsable, match="records") as refused:
        repeat(document, changed.records, pedigree, structures=given_structures)
    assert "records" in refused.value.named
    other = solve(one.model, records, pedigree, tolerance=1e-9, start=run)
    warm = json.loads(other.to_json())
    with pytest.raises(NotUsable, match="did not begin from zero"):
        repeat(warm, records, pedigree, structures=given_structures)
    with pytest.raises(NotUsable, match="no manifest"):
        repeat({**document, "version": "0"}, records, pedigree)
    older = {**document, "software": {**document["software"], "numpy": "1.0"}}
    told = repeat(older, records, pedigree, structures=given_structures)
    assert [name for name, _, _ in told.software] == ["numpy"]
    assert "每一位" in told.text.zh
