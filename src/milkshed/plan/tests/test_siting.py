"""A new farm's limits: the guide's printed numbers, a county worked out by hand, and properties."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milkshed.plan.rule_rows import SITING_PREFIX, WORK_ROWS
from milkshed.plan.science.siting import (
    INPUT_TITLES,
    Known,
    assess,
    land_demand_kg_mu,
    pig_equivalents_per_mu,
)

COEFFICIENTS = {
    row.key.removeprefix(SITING_PREFIX): Known(row.value, row.status, row.source)
    for row in WORK_ROWS
    if row.key.startswith(SITING_PREFIX) and row.value is not None
}


def county(**values: str) -> dict[str, Known]:
    known = {key: Known(Decimal(value), "assumed", "手算") for key, value in values.items()}
    return {**COEFFICIENTS, **known}


@pytest.mark.parametrize(
    ("crop", "expected"), [("wheat", "1.157"), ("rice", "1.131"), ("maize", "1.183")]
)
def test_land_carries_what_the_guide_prints(crop: str, expected: str) -> None:
    """Soil class II, half of it manure, a quarter used: 1.2, 1.1 and 1.2 with one decimal."""
    found = pig_equivalents_per_mu(COEFFICIENTS, crop, "n")
    assert found is not None
    assert round(found, 3) == Decimal(expected)


def test_phosphorus_of_the_guide() -> None:
    printed = {"wheat": "1.9", "rice": "2.0", "maize": "0.8"}
    for crop, expected in printed.items():
        found = pig_equivalents_per_mu(COEFFICIENTS, crop, "p")
        assert found is not None
        assert round(found, 1) == Decimal(expected), crop


def test_other_crops_of_the_guide() -> None:
    for crop, expected in (("alfalfa", "0.343"), ("annual_grass", "0.857")):
        found = pig_equivalents_per_mu(COEFFICIENTS, crop, "n")
        assert found is not None
        assert round(found, 3) == Decimal(expected)


def test_the_region_needs_more_land_than_its_targets_sow() -> None:
    """920,000 head supply 42,933 t of nitrogen; on grain maize that is about 518 万亩."""
    supply_kg = 920_000 * COEFFICIENTS["pe_per_head"].value * COEFFICIENTS["n_kg_per_pe"].value
    assert round(supply_kg / 1000) == Decimal(42_933)
    demand = land_demand_kg_mu(COEFFICIENTS, "maize", "n")
    assert demand is not None
    assert 515 < supply_kg / demand / 10_000 < 521


def test_a_county_worked_out_by_hand() -> None:
    """Cap 10,000 − 9,000 = 1,000 head; the other limits' sums stand beside them."""
    inputs = county(
        county_cap_head="10000",
        county_head="9000",
        zone_cap_head="630000",
        zone_head="600000",
        silage_maize_mu="60000",
        alfalfa_mu="3600",
        water_m3="500000",
        capacity_t_day="200",
        milk_t_day="115",
    )
    answer = assess(1500, inputs)
    limits = {one.code: one for one in answer.limits}
    assert limits["county_cap"].greatest_head == 1000
    assert limits["zone_cap"].greatest_head == 30_000
    # 60,000 mu × 3.7037 t × 0.9 = 199,999.8 t − 9,000 × 11.111111 = 100,000 t → 8,999 head
    assert limits["silage"].greatest_head == 8_999
    # 3,600 × 0.666667 = 2,400 t − 9,000 × 0.222222 = 2,000 t → 400 t ÷ 0.222222 = 1,800 head
    assert limits["alfalfa"].greatest_head == 1800
    # 500,000 − 9,000 × 45.26 = 92,660 m³ ÷ 45.26 = 2,047.3
    assert limits["water"].greatest_head == 2047
    # 200 − 115 × 1.06 = 78.1 t ÷ 0.0135925 t = 5,745.8
    assert limits["plants"].greatest_head == 5745
    # 60,000 × 3703.7 × 0.00375 × 0.45 × 0.5 ÷ 0.25 + 3,600 × 1333.33 × 0.002 × 0.9
    # = 749,999 + 8,640 = 758,639 kg; 9,000 × 46.666669 = 420,000 → 338,639 ÷ 46.67 = 7,256
    assert limits["land_n"].greatest_head == 7256
    assert answer.limiting == "county_cap"
    assert answer.greatest_head == 1000
    assert answer.fits is False
    assert limits["county_cap"].relief is not None
    assert "500" in limits["county_cap"].relief.zh
    assert answer.unknown == ("protection",)
    assert [step.code for step in answer.ladder][:3] == ["county_cap", "alfalfa", "water"]
    assert limits["land_n"].note is not None
    assert "偏宽" in limits["land_n"].note.zh
    assert limits["silage"].status == "assumed"


def test_growing_its_own_silage_takes_water() -> None:
    inputs = county(county_head="0", water_m3="1000000", silage_maize_mu="1")
    without = assess(10, inputs).limit("water")
    with_forage = assess(10, inputs, own_forage=True).limit("water")
    # 11.111111 t ÷ 3.33333 t × 400 m³ = 1,333.35 m³ a head besides 45.26
    assert with_forage.per_head is not None
    assert without.per_head is not None
    assert round(with_forage.per_head - without.per_head, 1) == Decimal("1333.3")


def test_what_is_not_known_is_said() -> None:
    answer = assess(100, COEFFICIENTS)
    assert answer.greatest_head is None
    assert answer.limiting is None
    assert answer.fits is None
    assert len(answer.unknown) == len(answer.limits)
    assert "本县存栏控制数" in (answer.limit("county_cap").why_unknown or answer).zh  # type: ignore[union-attr]


amounts = st.decimals(0, 10**7, places=0)


KEYS = (
    "county_cap_head", "county_head", "zone_cap_head", "zone_head", "silage_maize_mu",
    "alfalfa_mu", "water_m3", "capacity_t_day", "milk_t_day", "other_pe",
)  # fmt: skip


@given(
    st.integers(1, 50_000),
    st.fixed_dictionaries({}, optional=dict.fromkeys(KEYS, amounts)),
    st.booleans(),
)
def test_the_greatest_head_is_the_greatest(
    head: int, given_: dict[str, Decimal], own_forage: bool
) -> None:
    inputs = {**COEFFICIENTS, **{k: Known(v, "assumed", "") for k, v in given_.items()}}
    answer = assess(head, inputs, own_forage=own_forage)
    most = answer.greatest_head
    if most is None:
        return
    assert answer.fits is (head <= most)
    at_most = assess(most, inputs, own_forage=own_forage)
    above = assess(most + 1, inputs, own_forage=own_forage)
    assert at_most.greatest_head == most
    if most:
        assert all(one.fits is not False for one in at_most.limits)
    assert any(one.fits is False for one in above.limits)
    assert set(answer.limits[0].used) <= set(INPUT_TITLES)
