"""Dairy Margin Coverage: the milk price less the cost of a fixed feed basket.

Source: 7 USC 9052 (Agriculture Improvement Act of 2018, section 1401), weights per hundredweight
of milk; the coefficients are recalled. Prices in US$: milk per cwt, corn per bushel, meal and hay
per short ton.
"""

from dataclasses import dataclass
from decimal import Decimal

from milkshed.kernel.money import round_money


@dataclass(frozen=True, slots=True)
class FeedBasket:
    """Feed for a hundredweight of milk: bushels of corn, tons of soybean meal and alfalfa hay."""

    corn_bu: Decimal = Decimal("1.0728")
    soybean_meal_ton: Decimal = Decimal("0.00735")
    alfalfa_ton: Decimal = Decimal("0.0137")


BASKET = FeedBasket()


def feed_cost(
    corn: Decimal, soybean_meal: Decimal, alfalfa: Decimal, basket: FeedBasket = BASKET
) -> Decimal:
    """US$ of feed per hundredweight of milk, unrounded."""
    return (
        basket.corn_bu * corn
        + basket.soybean_meal_ton * soybean_meal
        + basket.alfalfa_ton * alfalfa
    )


def margin(all_milk: Decimal, feed: Decimal) -> Decimal:
    """US$ per hundredweight, to cents."""
    return round_money(all_milk - feed, 2)


def covered_cwt_per_month(history_lb: Decimal, coverage: Decimal) -> Decimal:
    """Hundredweights a month: the production history in pounds a year x the covered share."""
    return history_lb * coverage / 100 / 12


def payment(coverage_level: Decimal, month_margin: Decimal, cwt: Decimal) -> Decimal:
    """What a month pays, before sequestration: the shortfall below the level x hundredweights."""
    return round_money(max(Decimal(0), coverage_level - month_margin) * cwt, 2)


def sequestered(paid: Decimal, share: Decimal) -> Decimal:
    """The part of payments that is withheld."""
    return round_money(paid * share, 2)
