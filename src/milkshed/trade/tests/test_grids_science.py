"""Which grids are refused, and by what words; means; sharing out."""

import copy
from decimal import Decimal
from math import prod
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.kernel.money import Rounding
from milkshed.kernel.problems import Problem
from milkshed.region.science.pay_grids import BY_COMPONENTS, BY_STEPS
from milkshed.trade.science.attribution import share_out, straight_km
from milkshed.trade.science.pricing.checks import check_grid, faults_of
from milkshed.trade.science.pricing.grid import as_document, digest_of, read_grid
from milkshed.trade.science.pricing.means import geometric_mean, geometric_means
from milkshed.trade.science.pricing.rounding import round_quotient, round_quotients
from milkshed.trade.tests.grids import COMMON

D = Decimal


def _changed(path: str, value: object) -> dict[str, Any]:
    document = copy.deepcopy(COMMON)
    at: Any = document
    *parents, last = path.split(".")
    for part in parents:
        at = at[int(part) if part.isdigit() else part]
    at[int(last) if last.isdigit() else last] = value
    return document


@pytest.mark.parametrize("document", [COMMON, BY_STEPS, BY_COMPONENTS])
def test_a_sound_grid_survives_its_document(document: dict[str, Any]) -> None:
    grid = read_grid(document)
    assert faults_of(grid) == []
    assert read_grid(as_document(grid)) == grid
    assert digest_of(as_document(grid)) == digest_of(as_document(read_grid(as_document(grid))))


# terms: 0 fat (line), 1 protein (line), 2 total count (steps, right), 3 cells, 4 water, 5 residue …
@pytest.mark.parametrize(
    ("path", "value", "rule", "field", "words"),
    [
        ("base_price", "-1", "positive", "base_price", "-1"),
        ("terms.2.shape.bands.1.low", "20000", "gap", "terms.2.shape.bands.1.low", "10000—20000"),
        ("terms.2.shape.bands.1.low", "5000", "overlap", "terms.2.shape.bands.1.low", "10000"),
        ("terms.2.shape.bands.0.low", "0", "gap", "terms.2.shape.bands.0.low", "∞—0"),
        ("terms.2.shape.bands.4.high", "900000", "gap", "terms.2.shape.bands.4.high", "900000—∞"),
        ("terms.2.shape.bands.1.rate", "0.09", "monotone", "terms.2.shape.bands.1.rate", "0.09"),
        ("terms.2.shape.bands.1.high", "50000.5", "decimals", None, "50000.5"),
        ("terms.0.shape.reference", "310", "unit", "terms.0.shape.reference", "310"),
        ("terms.0.shape.rate", "-0.03", "monotone", "terms.0.shape.rate", "-0.03"),
        ("terms.0.shape.step", "0", "positive", "terms.0.shape.step", "0"),
        ("terms.2.unit", "per_component", "unit", "terms.2.unit", "CFU/mL"),
        ("terms.2.average", "weighted", "average", "terms.2.average", "geometric"),
        ("terms.0.window_months", 2, "window", "terms.0.window_months", "几何平均"),
        ("terms.1.code", "fat", "once", "terms.1.code", "fat"),
        ("terms.4.shape.low", None, "share", "terms.4.shape.low", "多付公斤"),
        ("missing.rule", "default", "default", "terms.0.default", "约定值"),
        ("rounding.rate_places", 9, "range", "rounding.rate_places", "2至6"),
    ],
)
def test_a_bad_grid_is_refused_naming_band_and_values(
    path: str, value: object, rule: str, field: str | None, words: str
) -> None:
    with pytest.raises(Problem) as caught:
        check_grid(read_grid(_changed(path, value)))
    found = [f for f in caught.value.faults if f.rule == rule and words in f.message.zh]
    assert found, [(f.field, f.rule, f.message.zh) for f in caught.value.faults]
    assert field is None or field in {f.field for f in found}
    assert all(f.message.en for f in found)


@pytest.mark.parametrize(
    ("path", "value", "field"),
    [
        ("base_price", "很多", "base_price"),
        ("base_price", "NaN", "base_price"),
        ("terms.0.measure", "colour", "terms.0.measure"),
        ("terms.0.shape.kind", "curve", "terms.0.shape.kind"),
        ("terms", "none", "terms"),
        ("rounding.mean", "sideways", "rounding.mean"),
        ("terms.2.shape.bands.0.rate", True, "terms.2.shape.bands.0.rate"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_place(path: str, value: object, field: str) -> None:
    with pytest.raises(Problem) as caught:
        read_grid(_changed(path, value))
    assert field in {fault.field for fault in caught.value.faults}


def test_grades_need_a_last_one_that_takes_all() -> None:
    rows = [
        {"name": "特优", "rate": "0.10", "bounds": {"total_count": {"high": "50000"}}},
        {"name": "优", "rate": "0.20", "bounds": {"total_count": {"high": "100000"}}},
    ]
    grade = {
        "code": "grade", "measure": "grade", "unit": "per_kg",
        "shape": {"kind": "grades", "rows": rows},
    }  # fmt: skip
    faults = faults_of(read_grid({"base_price": "3.5", "terms": [grade]}))
    assert {fault.rule for fault in faults} == {"gap", "monotone"}


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=30))
def test_a_geometric_mean_is_rounded_exactly(counts: list[int]) -> None:
    n, power = len(counts), prod(counts)
    mean = geometric_mean(counts)
    assert (2 * mean - 1) ** n <= 2**n * power < (2 * mean + 1) ** n
    down, up = geometric_mean(counts, Rounding.DOWN), geometric_mean(counts, Rounding.UP)
    assert down**n <= power < (down + 1) ** n
    assert (up - 1) ** n < power <= up**n
    many = geometric_means(np.array(counts), np.zeros(n, np.int64), 1, Rounding.HALF_UP)
    assert int(many[0]) == mean


def test_geometric_means_near_a_boundary_and_of_zeros() -> None:
    assert geometric_mean([0, 0]) == 1
    assert geometric_mean([2, 3]) == 2  # 2.449
    assert geometric_mean([6, 7]) == 6  # 6.48
    assert geometric_mean([12, 13]) == 12  # 12.49
    assert geometric_mean([10**6, 10**6]) == 10**6


@given(st.integers(-(10**15), 10**15), st.integers(1, 10**6), st.sampled_from(list(Rounding)))
def test_quotients_round_alike_singly_and_in_arrays(n: int, d: int, rule: Rounding) -> None:
    one = round_quotient(n, d, rule)
    assert int(round_quotients(np.array([n]), d, rule)[0]) == one
    assert abs(one * d - n) < d or n % d == 0
    assert round_quotient(-n, d, rule) == -one


@given(
    st.integers(0, 10**7),
    st.dictionaries(st.integers(1, 9), st.integers(1, 10**6), min_size=1, max_size=6),
)
def test_shares_sum_to_the_load_and_are_fair(tenths: int, parts: dict[int, int]) -> None:
    kg = D(tenths).scaleb(-1)
    shares = share_out(kg, {key: D(part) for key, part in parts.items()})
    assert sum(shares.values(), D(0)) == kg
    total = sum(parts.values())
    for key, share in shares.items():
        assert abs(share - kg * parts[key] / total) < D("0.1")


def test_distances_as_the_crow_flies() -> None:
    assert straight_km(106.2, 38.0, 106.2, 39.0) == 111
    assert straight_km(106.2, 38.0, 106.2, 38.0) == 0
