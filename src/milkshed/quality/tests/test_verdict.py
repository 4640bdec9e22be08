from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.kernel.problems import Problem
from milkshed.quality.rules import ROWS
from milkshed.quality.science.analytes import ANALYTES
from milkshed.quality.science.verdict import (
    DecidedSample,
    Limit,
    Verdict,
    added_water,
    density_at_20,
    in_unit,
    judge,
    judge_presence,
    pass_rate,
    sample_verdict,
    solids_not_fat,
)

LIMITS = {
    row.key.removeprefix("quality.limit."): row
    for row in ROWS
    if row.key.startswith("quality.limit.") and row.valid_to is None
}
values = st.decimals(Decimal(-1), Decimal(10_000_000), places=3)


@pytest.mark.parametrize(
    ("code", "value", "verdict"),
    [
        ("fat", "3.1", "pass"), ("fat", "3.09", "fail"),
        ("protein", "2.8", "pass"), ("protein", "2.79", "fail"),
        ("solids_not_fat", "8.1", "pass"), ("solids_not_fat", "8.0", "fail"),
        ("density", "1.027", "pass"), ("density", "1.0269", "fail"),
        ("acidity", "12", "pass"), ("acidity", "18", "pass"), ("acidity", "18.1", "fail"),
        ("freezing_point", "-0.500", "pass"), ("freezing_point", "-0.499", "fail"),
        ("freezing_point", "-0.560", "pass"), ("freezing_point", "-0.561", "fail"),
        ("impurity", "4.0", "pass"), ("impurity", "4.1", "fail"),
        ("total_count", "2000000", "pass"), ("total_count", "2000001", "fail"),
        ("aflatoxin_m1", "0.5", "pass"), ("aflatoxin_m1", "0.501", "fail"),
        ("lead", "0.02", "pass"), ("lead", "0.021", "fail"),
        ("melamine", "2.5", "pass"), ("melamine", "2.6", "fail"),
    ],
)  # fmt: skip
def test_limits_of_raw_milk(code: str, value: str, verdict: str) -> None:
    """Known answers at the bounds of GB 19301-2010, GB 2761-2017, GB 2762-2022."""
    row = LIMITS[code]
    limit = Limit(row.unit, row.low, row.high)
    assert judge(Decimal(value), ANALYTES[code].unit, limit) == verdict


def test_units_convert_inside_a_family_only() -> None:
    assert in_unit(Decimal(20), "µg/kg", "mg/kg") == Decimal("0.02")
    assert in_unit(Decimal(5), "万/mL", "CFU/mL") == 50_000
    with pytest.raises(Problem):
        in_unit(Decimal(1), "mg/kg", "°T")


def test_presence_is_judged_only_against_a_ban() -> None:
    banned = Limit("", absent=True)
    assert judge_presence(True, banned) is Verdict.FAIL
    assert judge_presence(False, banned) is Verdict.PASS
    assert judge_presence(True, None) is Verdict.UNDECIDED


def test_half_water_freezes_at_half_the_reference() -> None:
    assert added_water(-0.2625, -0.525) == pytest.approx(0.5)
    assert added_water(-0.530, -0.525) == 0.0
    with pytest.raises(Problem):
        added_water(-0.5, 0.0)


def test_density_and_solids_of_ordinary_milk() -> None:
    """0.25 x 32 + 0.2 x 3.8 + 0.14 = 8.90, worked by hand."""
    assert density_at_20(1.0290, 25.0) == pytest.approx(1.0300)
    assert solids_not_fat(1.030, 3.8) == pytest.approx(8.90)


@given(values, st.one_of(st.none(), values), st.one_of(st.none(), values))
def test_a_value_passes_exactly_inside_its_bounds(
    value: Decimal, low: Decimal | None, high: Decimal | None
) -> None:
    inside = (low is None or value >= low) and (high is None or value <= high)
    assert (judge(value, "", Limit("", low, high)) is Verdict.PASS) == inside


@given(st.lists(st.sampled_from(list(Verdict))))
def test_one_failure_fails_the_sample(verdicts: list[Verdict]) -> None:
    found = sample_verdict(verdicts)
    assert (found is Verdict.FAIL) == (Verdict.FAIL in verdicts)
    assert found is not Verdict.PASS or Verdict.PASS in verdicts


@given(st.floats(-0.6, -0.001), st.floats(-0.56, -0.5))
def test_added_water_is_a_share_that_grows_with_the_freezing_point(
    point: float, reference: float
) -> None:
    share = added_water(point, reference)
    assert 0 <= share <= 1
    assert added_water(point + 0.001, reference) >= share


@given(st.lists(st.sampled_from(list(Verdict)), max_size=30), st.data())
def test_a_rate_counts_each_chain_of_retests_once(
    verdicts: list[Verdict], data: st.DataObject
) -> None:
    samples: list[DecidedSample] = []
    free: list[int] = []
    for key, verdict in enumerate(verdicts, start=1):
        repeated = data.draw(st.sampled_from([None, *free])) if free else None
        if repeated is not None:
            free.remove(repeated)
        samples.append(DecidedSample(key, verdict, repeated))
        free.append(key)
    rate = pass_rate(samples)
    assert 0 <= rate.passed <= rate.decided <= len(free)
    undecided = sum(v is Verdict.UNDECIDED for v in verdicts)
    if undecided == 0:
        assert rate.decided == len(free)
        last = {s.key: s.verdict for s in samples}
        assert rate.passed == sum(last[key] is Verdict.PASS for key in free)
