"""Income over feed cost: what the milk brought less what the feed cost."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class IncomeOverFeed:
    """Yuan of one stretch; amounts are rounded half up to the fen, each from exact inputs."""

    milk_income_yuan: Decimal
    feed_cost_yuan: Decimal
    total_yuan: Decimal
    per_kg_yuan: Decimal | None
    per_cow_day_yuan: Decimal | None


def income_over_feed(
    milk_kg: Decimal, price_yuan_per_kg: Decimal, feed_cost_yuan: Decimal, cow_days: int
) -> IncomeOverFeed:
    """Milk (kg) × price (yuan/kg) − feed cost (yuan); per kg of milk and per adult cow-day.

    Negative milk, price, cost or cow-days raise ValueError; per-unit figures are None where
    nothing was milked or no cow stood.
    """
    if min(milk_kg, price_yuan_per_kg, feed_cost_yuan, Decimal(cow_days)) < 0:
        raise ValueError("milk, price, feed cost and cow-days must not be negative")
    income = milk_kg * price_yuan_per_kg
    over = income - feed_cost_yuan
    return IncomeOverFeed(
        _fen(income),
        _fen(feed_cost_yuan),
        _fen(over),
        _fen(over / milk_kg) if milk_kg else None,
        _fen(over / cow_days) if cow_days else None,
    )


def _fen(value: Decimal) -> Decimal:
    return value.quantize(_FEN, ROUND_HALF_UP)
