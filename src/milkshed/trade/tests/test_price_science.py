"""The arithmetic of the reference price: means, influence, silence, formulas, corridor, ladder."""

from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milkshed.kernel.money import Rounding
from milkshed.trade.science.reference_price import formulas
from milkshed.trade.science.reference_price.cost_sheet import (
    ITEMS,
    Bounds,
    SheetFigures,
    energy_corrected_kg,
    faults_of,
    unit_costs,
)
from milkshed.trade.science.reference_price.determination import determine, digest_of
from milkshed.trade.science.reference_price.formulas import (
    CorridorRules,
    bargaining_zone,
    corridor,
    first_mover_weight,
    limited,
    variants,
)
from milkshed.trade.science.reference_price.sampling import SizeClass, draw, size_class
from milkshed.trade.science.reference_price.survey import (
    FarmCost,
    Stratum,
    concentration,
    estimate,
    influences,
    publishable_cells,
    suspects,
    tukey_fences,
    weighted_mean,
    weighted_quantile,
    weights_of,
)

D = Decimal
TINY = D("1e-18")

costs = st.decimals(D("1.5"), D("6"), places=4)
masses = st.decimals(D("1000"), D("9000000"), places=1)
farm_lists = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xyzw"), masses, costs),
    min_size=1, max_size=25,
).map(
    lambda rows: [
        FarmCost(f"f{i}", group, stratum, kg, cost)
        for i, (stratum, group, kg, cost) in enumerate(rows)
    ]
)  # fmt: skip
FRAME = [Stratum("a", 40, D(4_000_000)), Stratum("b", 20, D(7_500_000)), Stratum("c", 9, D(9e6))]


@settings(max_examples=30)
@given(farm_lists)
def test_the_mean_lies_within_the_costs_and_weights_sum_to_one(farms: list[FarmCost]) -> None:
    found = estimate(farms, FRAME)
    values = [farm.cost for farm in farms]
    assert min(values) - TINY <= found.mean <= max(values) + TINY
    assert abs(sum(weights_of(farms, FRAME)) - 1) < TINY
    assert found.lower_quartile <= found.median <= found.upper_quartile
    assert 1 - TINY <= found.effective_farms <= len(farms) + TINY


@settings(max_examples=30)
@given(farm_lists, st.randoms(use_true_random=False))
def test_the_order_of_farms_does_not_matter(farms: list[FarmCost], random: Random) -> None:
    shuffled = farms[:]
    random.shuffle(shuffled)
    first, second = estimate(farms, FRAME), estimate(shuffled, FRAME)
    assert abs(first.mean - second.mean) < TINY
    assert first.median == second.median
    ones = [(one.key, one.weight) for one in influences(farms, FRAME)]
    others = {one.key: one.weight for one in influences(shuffled, FRAME)}
    assert all(abs(weight - others[key]) < TINY for key, weight in ones)


@settings(max_examples=30)
@given(farm_lists)
def test_leave_one_out_sums_to_nothing_within_one_stratum(farms: list[FarmCost]) -> None:
    """Σ(1 − wᵢ)(m − m₋ᵢ) = Σwᵢ(xᵢ − m) = 0 for a plain weighted mean."""
    joined = [FarmCost(f.key, f.group, "a", f.milk_kg, f.cost) for f in farms]
    found = influences(joined, FRAME)
    if len(joined) == 1:
        assert found[0].without is None
        assert found[0].shift is None
        return
    assert abs(sum((1 - one.weight) * (one.shift or 0) for one in found)) < D("1e-15")


@settings(max_examples=30)
@given(farm_lists)
def test_leaving_out_is_the_same_as_never_having_asked(farms: list[FarmCost]) -> None:
    for by_group in (False, True):
        for one in influences(farms, FRAME, by_group=by_group):
            rest = [f for f in farms if (f.group if by_group else f.key) != one.key]
            if one.without is None:
                assert not rest
            else:
                assert abs(one.without - estimate(rest, FRAME).mean) < D("1e-15")


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=30))
def test_concentration_lies_between_equal_and_one(sold: list[int]) -> None:
    found = concentration([D(kg) / sum(sold) for kg in sold])
    assert D(10_000) / len(sold) - D("1e-9") <= found <= 10_000 + D("1e-9")


def test_concentration_of_known_shares() -> None:
    assert concentration([D("0.4"), D("0.3"), D("0.3")]) == 3400


def test_a_survey_worked_by_hand() -> None:
    farms = [
        FarmCost("1", "g1", "a", D(100), D("3.00")),
        FarmCost("2", "g2", "a", D(300), D("3.40")),
        FarmCost("3", "g3", "b", D(500), D("2.80")),
    ]
    frame = [Stratum("a", 10, D(1000)), Stratum("b", 5, D(3000))]
    found = estimate(farms, frame)
    # stratum a: (100×3.00 + 300×3.40) ÷ 400 = 3.30; whole: 0.25 × 3.30 + 0.75 × 2.80 = 2.925
    assert found.mean == D("2.925")
    assert found.coverage == D("0.225")
    assert found.median == D("2.80")
    shifts = {one.key: one.shift for one in influences(farms, frame)}
    assert shifts["2"] == D("2.925") - (D("0.25") * D("3.00") + D("0.75") * D("2.80"))
    assert shifts["3"] == D("2.925") - D("3.30")


def test_quantiles_meet_midway() -> None:
    values, weights = [D(1), D(2), D(3), D(4)], [D(1)] * 4
    assert weighted_quantile(values, weights, D("0.5")) == D("2.5")
    assert weighted_quantile(values, [D(3), D(1), D(1), D(1)], D("0.5")) == D("1.5")
    assert tukey_fences(values, D("1.5")) == (D("-1.5"), D("6.5"))
    with pytest.raises(ValueError, match="nothing"):
        weighted_mean([], [])


def test_an_outlier_is_named_and_not_removed() -> None:
    farms = [
        FarmCost(str(i), str(i), "a", D(100), cost)
        for i, cost in enumerate(map(D, ("3.0", "3.1", "3.2", "3.1", "3.0", "5.9")))
    ]
    (found,) = suspects(farms, D(4), D(3))
    # median 3.1, MAD 0.1: (5.9 − 3.1) ÷ 0.14826 = 18.9
    assert found.key == "5"
    assert round(found.score or 0, 1) == D("18.9")
    assert found.outside_fences
    assert estimate(farms, FRAME).farms == 6


def test_equal_costs_leave_the_fences_to_decide() -> None:
    farms = [FarmCost(str(i), str(i), "a", D(100), D("3.0")) for i in range(5)]
    odd = [*farms, FarmCost("odd", "odd", "a", D(1), D("4.0"))]
    assert suspects(farms, D(4), D(3)) == []
    assert [(one.key, one.score) for one in suspects(odd, D(4), D(3))] == [("odd", None)]


def test_cells_do_not_give_a_farm_away() -> None:
    def farms(stratum: str, sold: list[int]) -> list[FarmCost]:
        return [
            FarmCost(f"{stratum}{i}", f"{stratum}{i}", stratum, D(kg), D(3))
            for i, kg in enumerate(sold)
        ]

    whole = [*farms("a", [10, 10, 10]), *farms("b", [40, 40, 40]), *farms("c", [5, 5])]
    reasons = {cell.code: cell.kept_back for cell in publishable_cells(whole, 3, D("0.5"))}
    # c is too few; alone it could be reckoned from the whole, so the smaller of the others goes
    assert reasons == {"a": "complement", "b": "", "c": "few"}
    heavy = [*farms("a", [90, 5, 5]), *farms("b", [1, 1, 1, 1])]
    assert {c.code: c.kept_back for c in publishable_cells(heavy, 3, D("0.5"))} == {
        "a": "dominated", "b": "complement",
    }  # fmt: skip


@settings(max_examples=30)
@given(farm_lists, st.integers(2, 4))
def test_never_is_exactly_one_cell_kept_back_beside_shown_ones(
    farms: list[FarmCost], least: int
) -> None:
    cells = publishable_cells(farms, least, D("0.5"))
    hidden = [cell for cell in cells if cell.mean is None]
    assert len(hidden) != 1 or len(cells) == 1
    for cell in cells:
        groups = {farm.group for farm in farms if farm.stratum == cell.code}
        assert cell.mean is None or len(groups) >= least


HEILONGJIANG = CorridorRules(
    D("0.90"), D("1.15"), Rounding.HALF_UP, Rounding.HALF_EVEN, Rounding.DOWN
)


@pytest.mark.parametrize(
    ("central", "floor", "cap"),
    [
        ("3.32", "2.99", "3.81"),  # Heilongjiang, second quarter of 2012: 2.988 and 3.818
        ("3.60", "3.24", None),  # first quarter of 2015
        ("3.45", "3.10", None),  # second quarter of 2015: 3.105 to the even digit
    ],
)
def test_the_corridor_gives_published_notices_again(
    central: str, floor: str, cap: str | None
) -> None:
    found = corridor(D(central), HEILONGJIANG)
    assert found.floor == D(floor)
    assert cap is None or found.cap == D(cap)
    # the plain rule for both ends does not: it would publish 3.82, or 3.11
    plain = CorridorRules(D("0.90"), D("1.15"), *[Rounding.HALF_UP] * 3)
    other = corridor(D(central), plain)
    assert central == "3.60" or (other.floor, other.cap) != (found.floor, found.cap)


@given(st.decimals(D("2"), D("6"), places=2))
def test_the_corridor_holds_its_price(central: Decimal) -> None:
    found = corridor(central, HEILONGJIANG)
    assert found.floor < found.central < found.cap


VALUES = {
    "cost": D("3.10"), "margin": D("0.05"), "previous": D("3.20"), "feed_share": D("0.60"),
    "feed_index": D("102"), "feed_index_before": D("100"), "powder_usd_t": D("3800"),
    "yuan_per_usd": D("7.1"), "import_cost": D("1.2"), "making_cost": D("3.4"),
    "milk_per_powder": D("8"), "haulage": D("0.1"), "product_revenue": D("8"),
    "farm_share": D("0.4"), "traded": D("3.05"), "farm_proposal": D("3.40"),
    "processor_proposal": D("3.00"),
}  # fmt: skip


def test_formulas_worked_by_hand() -> None:
    found = {one.code: one.value for one in variants(VALUES)}
    assert found == {
        "cost_plus": D("3.2550"),  # 3.10 × 1.05
        "feed_index": D("3.2384"),  # 3.20 × (1 + 0.6 × 0.02)
        "import_parity": D("2.9975"),  # (26.98 + 1.2 − 3.4) ÷ 8 − 0.1
        "revenue_share": D("3.2"),
        "traded": D("3.05"),
        "proposals": D("3.20"),
    }


def test_a_formula_without_its_inputs_says_what_is_missing() -> None:
    less = {code: value for code, value in VALUES.items() if code not in ("haulage", "previous")}
    found = {one.code: one for one in variants(less)}
    assert found["import_parity"].value is None
    assert found["import_parity"].missing == ("haulage",)
    assert found["feed_index"].missing == ("previous",)
    assert found["cost_plus"].value == D("3.2550")


def test_sensitivity_is_the_effect_of_one_percent() -> None:
    found = {one.code: one.sensitivity for one in variants(VALUES)}
    assert found["cost_plus"]["cost"] == D("0.03255")
    assert found["import_parity"]["powder_usd_t"] == D("0.033725")  # 38 × 7.1 ÷ 1000 ÷ 8
    assert found["import_parity"]["milk_per_powder"] < 0
    assert found["proposals"]["farm_proposal"] == D("0.017")
    assert set(found["feed_index"]) == set(formulas.FORMULAS["feed_index"].inputs)


def test_a_price_moves_no_further_than_the_limit() -> None:
    assert limited(D("4"), D("3"), D("0.1")) == D("3.3")
    assert limited(D("2"), D("3"), D("0.1")) == D("2.7")
    assert limited(D("3.1"), D("3"), D("0.1")) == D("3.1")
    assert limited(D("4"), None, D("0.1")) == D("4")


def test_bargaining_is_refused_where_nothing_can_be_gained() -> None:
    zone = bargaining_zone(D("3.0"), D("3.5"), D("0.4"))
    assert zone is not None
    assert zone.middle == D("3.20")
    assert bargaining_zone(D("3.5"), D("3.0"), D("0.5")) is None
    # milk spoils and powder keeps: a farm of patience 0.5 against 0.9 gets 2/11 of the surplus
    assert abs(first_mover_weight(D("0.5"), D("0.9")) - D(2) / 11) < TINY
    with pytest.raises(ValueError, match="discount"):
        first_mover_weight(D(1), D(1))


def _sheet(**changes: object) -> SheetFigures:
    values: dict[str, object] = {
        "milk_sold_kg": D(2_000_000), "cows_head": 900, "fat_pct": D("3.9"),
        "protein_pct": D("3.3"),
        "lines": {
            "concentrate": D(2_200_000), "forage": D(1_600_000), "labour": D(500_000),
            "vet": D(120_000), "energy": D(180_000), "depreciation": D(900_000),
            "interest": D(150_000), "own_labour": D(20_000), "land": D(60_000),
            "own_capital": D(100_000), "calves": D(200_000), "culls": D(400_000),
        },
        "stated_total_yuan": D(5_830_000),
    }  # fmt: skip
    return SheetFigures(**{**values, **changes})  # type: ignore[arg-type]


def test_three_costs_worked_by_hand() -> None:
    found = unit_costs(_sheet())
    # cash 4,750,000 − returns 600,000; + depreciation 900,000 + own work 20,000; + 160,000
    assert found.cash == D("2.0750")
    assert found.survey == D("2.5350")
    assert found.full == D("2.6150")
    assert found.feed == D("1.9000")


def test_energy_corrected_milk_of_its_own_composition_is_itself() -> None:
    same = energy_corrected_kg(D(1000), D("4.0"), D("3.3"))
    assert abs(same - 1000) < D("0.5")  # the remembered constants close to 0.05 %
    assert energy_corrected_kg(D(1000), D("3.1"), D("2.8")) < same


RANGES = {
    "milk_per_cow_kg": Bounds(D(1000), D(4500)), "fat_pct": Bounds(D("2.8"), D("5.5")),
    "feed_share": Bounds(D("0.4"), D("0.85")), "survey_cost": Bounds(D("1.5"), D(6)),
    "vet": Bounds(D(0), D("0.6")),
}  # fmt: skip


def _broken(**changes: object) -> list[tuple[str, str]]:
    found = faults_of(_sheet(**changes), RANGES, D("0.001"))
    return [(fault.field, fault.rule) for fault in found]


def test_a_sheet_is_checked_field_by_field() -> None:
    assert _broken() == []
    assert _broken(milk_sold_kg=D(0)) == [("milk_sold_kg", "positive")]
    assert _broken(cows_head=0) == [("cows_head", "positive")]
    assert _broken(fat_pct=D("6")) == [("fat_pct", "range:fat_pct")]
    assert _broken(cows_head=100) == [("milk_sold_kg", "range:milk_per_cow_kg")]
    assert _broken(stated_total_yuan=D(5_840_000)) == [("stated_total_yuan", "sum")]
    lines = dict(_sheet().lines)
    dear = {**lines, "vet": D(1_320_000)}
    assert _broken(lines=dear, stated_total_yuan=D(7_030_000)) == [("vet", "range:vet")]
    assert _broken(lines={**lines, "vet": D(-1)}) == [("vet", "not-negative")]
    assert _broken(lines={**lines, "gold": D(1)}) == [("gold", "known")]
    assert _broken(lines={}) == [("lines", "required")]
    assert len(ITEMS) == 20


CLASSES = [SizeClass("small", None, D(15000)), SizeClass("large", D(15000), None)]


def test_a_draw_depends_on_the_seed_and_not_on_the_order() -> None:
    frame = [(str(i), "small" if i % 3 else "large") for i in range(60)]
    drawn = draw(frame, 5, "2026Q4")
    assert drawn == draw(frame[::-1], 5, "2026Q4")
    assert drawn != draw(frame, 5, "2027Q1")
    assert len(drawn) == 10
    assert draw(frame[:2], 5, "x") == {"0", "1"}
    assert size_class(CLASSES, D(15000)).code == "large"
    with pytest.raises(ValueError, match="no size class"):
        size_class(CLASSES[:1], D(20000))


RULES = {
    "least_farms": "5", "least_groups": "3", "least_per_stratum": "2", "least_coverage": "0.1",
    "most_group_weight": "0.6", "warn_weight": "0.25", "warn_shift": "0.01",
    "warn_concentration": "1800", "least_in_cell": "3", "most_in_cell": "0.5", "carry_rounds": "2",
}  # fmt: skip


def _inputs(farms: list[tuple[str, str, int, str]], **more: object) -> dict[str, object]:
    return {
        "farms": [
            {"key": f"S{i}", "group": group, "stratum": stratum, "milk_kg": str(kg), "cost": cost}
            for i, (stratum, group, kg, cost) in enumerate(farms)
        ],
        "strata": [
            {"code": "a", "farms": 9, "milk_kg": "1000"},
            {"code": "b", "farms": 4, "milk_kg": "1000"},
        ],
        "rules": RULES,
        "values": {"margin": "0.05", "feed_share": "0.6", "feed_index": "101",
                   "feed_index_before": "100"},
        "carried": None,
        **more,
    }  # fmt: skip


ENOUGH = [
    ("a", "g1", 100, "3.0"), ("a", "g2", 100, "3.2"), ("a", "g3", 100, "3.1"),
    ("b", "g4", 100, "2.8"), ("b", "g5", 100, "2.9"),
]  # fmt: skip


def test_the_ladder_goes_down_step_by_step() -> None:
    assert determine(_inputs(ENOUGH))["tier"] == 1
    thin = determine(_inputs([*ENOUGH[:4], ("a", "g5", 100, "2.9")]))
    assert thin["tier"] == 2
    assert [one["rule"] for one in thin["reasons"]] == ["least_per_stratum:b"]
    heavy = [*ENOUGH[:3], ("b", "g4", 900, "2.8"), ("b", "g5", 1, "2.9"), ("a", "g4", 500, "3")]
    refused = determine(_inputs(heavy))
    assert refused["tier"] == 0
    assert refused["reasons"][-1]["rule"] == "most_group_weight:all"
    few = determine(_inputs(ENOUGH[:4]))
    assert few["tier"] == 0
    assert few["cost"] is None
    assert few["reasons"] == [{"rule": "least_farms", "found": "4", "wanted": "5"}]
    carried = determine(_inputs(ENOUGH[:4], carried={"cost": "3.00", "rounds_ago": 2}))
    assert carried["tier"] == 3
    assert carried["cost"] == "3.018000"  # 3.00 × (1 + 0.6 × 1 %)
    stale = determine(_inputs(ENOUGH[:4], carried={"cost": "3.00", "rounds_ago": 3}))
    assert stale["tier"] == 0
    assert all(one["value"] is None for one in stale["variants"] if one["code"] == "cost_plus")


def test_one_farm_that_moves_the_price_is_warned_of() -> None:
    odd = determine(_inputs([*ENOUGH, ("b", "g6", 800, "4.5")]))
    kinds = {(one["kind"], one["key"]) for one in odd["warnings"]}
    assert {("farm", "S5"), ("group", "g6"), ("concentration", "")} <= kinds


@settings(max_examples=15)
@given(st.permutations(ENOUGH))
def test_a_determination_is_the_same_bit_by_bit(farms: list[tuple[str, str, int, str]]) -> None:
    first = determine(_inputs(list(farms)))
    assert first == determine(_inputs(list(farms)))
    assert digest_of(first) == digest_of(determine(_inputs(list(farms))))
    assert first["survey"] == determine(_inputs(ENOUGH))["survey"]


def test_every_formula_names_known_quantities() -> None:
    named = [code for one in formulas.FORMULAS.values() for code in one.inputs]
    assert set(named) == set(formulas.QUANTITIES)
