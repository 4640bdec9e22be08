"""Net-back: what raw milk is worth from the products it becomes.

Source: Fonterra, Farmgate Milk Price Manual and Statement 2025 (tables 1-6): revenue of five
reference products, less lactose bought, cash and capital costs, divided by kilograms of milk
solids (kgMS, fat and protein). Auction prices: GlobalDairyTrade.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

PRODUCTS = ("wmp", "smp", "butter", "amf", "bmp")
"""Whole and skim milk powder, butter, anhydrous milk fat, buttermilk powder."""


@dataclass(frozen=True, slots=True)
class Season:
    """A season's statement: kilotonnes and US$/t by product, exchange rate in US$ per NZ$,
    lactose in kt and NZ$ M, costs in NZ$ M, milk solids in million kg."""

    volumes_kt: Mapping[str, float]
    prices_usd: Mapping[str, float]
    fx_usd_per_nzd: float
    lactose_nzdm: float
    cash_cost_nzdm: float
    capital_cost_nzdm: float
    other_nzdm: float
    milk_solids_mkg: float


@dataclass(frozen=True, slots=True)
class NetBack:
    """Revenue and aggregate in NZ$ M, price in NZ$/kgMS."""

    revenue_nzdm: float
    aggregate_nzdm: float
    price: float


def season_price(season: Season) -> NetBack:
    """The farmgate price of a season from its own statement (Statement 2025, table 1)."""
    usd_m = sum(season.volumes_kt[p] * season.prices_usd[p] for p in PRODUCTS) / 1000
    revenue = usd_m / season.fx_usd_per_nzd
    aggregate = revenue - (
        season.lactose_nzdm + season.cash_cost_nzdm + season.capital_cost_nzdm + season.other_nzdm
    )
    return NetBack(revenue, aggregate, aggregate / season.milk_solids_mkg)


def sales_weights(contracted: Sequence[Sequence[float]]) -> tuple[float, ...]:
    """Each month's share of a season's sales, from cumulative contracted volumes of past seasons.

    ``contracted`` has one sequence per season, month by month, cumulative; answers the mean share
    of each month, which sum to 1.
    """
    count = len(contracted)
    cumulative = [
        sum(season[month] / season[-1] for season in contracted) / count
        for month in range(len(contracted[0]))
    ]
    before = [0.0, *cumulative]
    return tuple(now - then for now, then in zip(cumulative, before, strict=False))


def season_mean(prices: Sequence[float | None], weights: Sequence[float]) -> float:
    """A product's price of a season: monthly means weighted by when milk is sold.

    Months without an auction are left out; raises ValueError when none had one.
    """
    parts = [(w, p) for w, p in zip(weights, prices, strict=True) if p is not None]
    total = sum(w for w, _ in parts)
    if total <= 0:
        raise ValueError("no month of the season has a price")
    return sum(w * p for w, p in parts) / total


def gross_value(
    prices_usd_t: Mapping[str, float],
    kg_per_kg_solids: Mapping[str, float],
    fx_usd_per_nzd: float,
) -> float:
    """NZ$ of products per kgMS before costs: US$/t x kg of product per kgMS / 1000 / exchange."""
    usd = sum(prices_usd_t[p] * kg_per_kg_solids[p] for p in kg_per_kg_solids) / 1000
    return usd / fx_usd_per_nzd


def nowcast(gross: float, past_gross: Sequence[float], past_prices: Sequence[float]) -> float:
    """The price expected of a gross value when costs are the mean of past seasons' differences."""
    costs = [g - p for g, p in zip(past_gross, past_prices, strict=True)]
    return gross - sum(costs) / len(costs)
