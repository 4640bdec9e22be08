"""Known answers of formulas in use elsewhere."""

import csv
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from milkshed.trade.science import dairy_margin, fmmo, net_back, two_axis
from tests.reference_data import reference_path

D = Decimal

_FOLDER = "market/nz_fonterra_gdt"
_GDT = {"wmp": "wmp", "smp": "smp", "butter": "but", "amf": "amf", "bmp": "bmp"}
_PRODUCED = {"wmp": "WMP", "smp": "SMP", "butter": "BUT", "amf": "AMF", "bmp": "BMP"}
_PAID = {
    2011: 7.60, 2012: 6.08, 2013: 5.84, 2014: 8.40, 2015: 4.40, 2016: 3.90, 2017: 6.12,
    2018: 6.69, 2019: 6.35, 2020: 7.14, 2021: 7.54, 2022: 9.30, 2023: 8.22, 2024: 7.83,
}  # fmt: skip
"""NZ$/kgMS as published by season's end year; 2011 to 2013 from memory."""


def _rows(name: str) -> list[dict[str, str]]:
    path = reference_path(f"{_FOLDER}/{name}")
    return list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))


@pytest.mark.parametrize(
    ("day", "three", "four"),
    [
        (date(2024, 3, 1), D("18.47"), D("19.17")),
        (date(2025, 7, 1), D("17.55"), D("18.33")),
        (date(2025, 12, 1), D("17.97"), D("18.62")),
    ],
)
def test_federal_order_classes_depend_on_the_day(day: date, three: D, four: D) -> None:
    rules = fmmo.rules_on(day)
    products = fmmo.ProductPrices(D("1.80"), D("2.50"), D("1.25"), D("0.55"))
    prices = fmmo.class_prices(fmmo.component_prices(products, rules), rules)
    assert (prices.class_three, prices.class_four) == (three, four)


def test_federal_order_class_one_and_two() -> None:
    old, new = fmmo.rules_on(date(2024, 1, 1)), fmmo.rules_on(date(2026, 1, 1))
    assert fmmo.class_one_base(D("8.91"), D("9.64"), old) == D("10.02")  # 9.275 + 0.74, rounded up
    assert fmmo.class_one_base(D("8.91"), D("9.64"), new) == D("9.64")
    products = fmmo.ProductPrices(D("1.80"), D("2.50"), D("1.25"), D("0.55"))
    parts = fmmo.component_prices(products, old)
    # 0.965 x (9.64 + 0.70) + 3.5 x (2.8198 + 0.007)
    assert fmmo.class_two_price(D("9.64"), parts, old) == D("19.87")
    assert parts.somatic_cell_rate == D("0.00090")
    with pytest.raises(LookupError):
        fmmo.rules_on(date(2000, 1, 1))


def test_a_dearer_butter_lowers_the_protein_price() -> None:
    rules = fmmo.rules_on(date(2026, 1, 1))
    low, high = (
        fmmo.component_prices(fmmo.ProductPrices(D("1.80"), butter, D("1.25"), D("0.55")), rules)
        for butter in (D("2.40"), D("2.60"))
    )
    assert high.butterfat > low.butterfat
    assert high.protein < low.protein


def test_a_survey_price_is_weighted_by_sales() -> None:
    assert fmmo.survey_price([(D("2.00"), D(100)), (D("3.00"), D(300))]) == D("2.7500")


def test_two_axis_figures() -> None:
    assert two_axis.snf_from_lactometer(D(28), D("4.0")) == D("8.44")
    rates = two_axis.TwoAxis(D(190), D(158))
    buffalo = two_axis.amount(D(100), D(6), D(9), rates)
    cow = two_axis.amount(D(100), D("3.5"), D("8.5"), rates)
    assert buffalo == D("2562.00")
    assert round(cow / buffalo, 2) == D("0.78")
    assert round(1 / D("0.06"), 2) == D("16.67")  # litres of 6 % milk that a kilogram of fat fills
    back = two_axis.equivalent_rates(D("25.62"), D(6), D(9), D("0.445"))
    assert abs(two_axis.amount(D(100), D(6), D(9), back) - D("2562.00")) <= D("0.01")


def test_dairy_margin_figures() -> None:
    feed = dairy_margin.feed_cost(D("4.50"), D(400), D(220))
    assert round(feed, 2) == D("10.78")
    assert dairy_margin.feed_cost(D("4.00"), D(350), D(250)) == D("10.2887")
    assert dairy_margin.margin(D("17.90"), D("14.25")) == D("3.65")
    cwt = dairy_margin.covered_cwt_per_month(D(3_000_000), D("0.95"))
    assert cwt == 2375
    paid = [dairy_margin.payment(D("9.50"), m, cwt) for m in (D("7.99"), D("8.22"), D("9.65"))]
    assert paid == [D("3586.25"), D("3040.00"), D("0.00")]
    assert dairy_margin.sequestered(sum(paid, D(0)), D("0.066")) == D("437.33")


def test_net_back_of_published_statements() -> None:
    for row in _rows("fgmp_statement_facts.csv"):
        season = net_back.Season(
            {p: float(row[f"{p}_kt"]) for p in net_back.PRODUCTS},
            {p: float(row[f"{p}_usd"]) for p in net_back.PRODUCTS},
            float(row["fx_hedged"]),
            *(
                float(row[f"{name}_nzdm"])
                for name in ("lactose", "cash_cost", "capital_cost", "other")
            ),
            float(row["kgMS_m"]),
        )
        found = net_back.season_price(season)
        assert abs(found.price - float(row["fgmp_nzd_per_kgMS"])) <= 0.03
        assert found.revenue_nzdm == pytest.approx(float(row["revenue_nzdm"]), rel=0.001)


def _gross() -> Iterator[tuple[int, float]]:
    """NZ$/kgMS of products for every season that the auctions cover."""
    monthly: dict[tuple[int, int], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for event in _rows("gdt_events.csv"):
        day = date.fromisoformat(event["date"])
        for product, column in _GDT.items():
            if event[column]:
                monthly[day.year, day.month][product].append(float(event[column]))
    contracted = _rows("monthly_sales_contracts.csv")
    weights = net_back.sales_weights(
        [[float(row[name]) for row in contracted] for name in contracted[0] if name != "Month"]
    )
    assert sum(weights) == pytest.approx(1)
    quarters, hedged = _rows("quarterly_production.csv"), _rows("fx_hedge.csv")
    for season in _PAID:
        made = quarters[(season - 2010) * 4 : (season - 2009) * 4]
        solids = sum(float(row["Supply"]) for row in made)
        mix = {p: sum(float(row[c]) for row in made) / solids for p, c in _PRODUCED.items()}
        rates = [float(row["hedge"]) for row in hedged if int(row["season"]) == season - 1]
        prices: dict[str, float] = {}
        for product in net_back.PRODUCTS:
            months: list[float | None] = []
            for offset in range(len(weights)):
                year, month = divmod((season - 1) * 12 + 5 + offset, 12)
                known = monthly[year, month + 1][product]
                months.append(sum(known) / len(known) if known else None)
            prices[product] = net_back.season_mean(months, weights)
        yield season, net_back.gross_value(prices, mix, sum(rates) / len(rates))


def test_net_back_from_auction_prices_follows_eleven_seasons() -> None:
    gross = dict(_gross())
    errors = []
    for season in range(2014, 2025):
        past = range(season - 3, season)
        expected = net_back.nowcast(
            gross[season], [gross[one] for one in past], [_PAID[one] for one in past]
        )
        errors.append(abs(expected - _PAID[season]))
    assert len(errors) == 11
    assert sum(errors) / len(errors) <= 0.25


def test_a_season_without_auctions_has_no_mean() -> None:
    with pytest.raises(ValueError, match="no month"):
        net_back.season_mean([None, None], [0.5, 0.5])
