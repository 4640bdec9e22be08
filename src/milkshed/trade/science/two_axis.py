"""Two-axis pricing of India: so much for a kilogram of fat, so much for one of solids-not-fat.

Source: dairy cooperatives' price charts (pashudhanpraharee, ipl.org). The lactometer's formula
differs by union (constants 0.14 to 0.72), so the constants are parameters and must be disclosed.
"""

from dataclasses import dataclass
from decimal import Decimal

from milkshed.kernel.money import Rounding, round_money


@dataclass(frozen=True, slots=True)
class TwoAxis:
    """Rates in money per kilogram of fat and of solids-not-fat."""

    fat_rate: Decimal
    snf_rate: Decimal


def snf_from_lactometer(
    clr: Decimal,
    fat_pct: Decimal,
    fat_share: Decimal = Decimal("0.25"),
    constant: Decimal = Decimal("0.44"),
) -> Decimal:
    """Solids-not-fat in % from the corrected lactometer reading: CLR/4 + 0.25 F + 0.44."""
    return clr / 4 + fat_share * fat_pct + constant


def amount(
    kg: Decimal,
    fat_pct: Decimal,
    snf_pct: Decimal,
    rates: TwoAxis,
    rule: Rounding = Rounding.HALF_UP,
) -> Decimal:
    """What a delivery earns: kg of fat x its rate + kg of SNF x its rate, to two decimals."""
    exact = kg * (fat_pct * rates.fat_rate + snf_pct * rates.snf_rate) / 100
    return round_money(exact, 2, rule)


def equivalent_rates(
    price_per_kg: Decimal, fat_pct: Decimal, snf_pct: Decimal, fat_share: Decimal
) -> TwoAxis:
    """The rates that pay a price at one composition, with so much of it (0 to 1) for the fat."""
    return TwoAxis(
        price_per_kg * fat_share / fat_pct * 100,
        price_per_kg * (1 - fat_share) / snf_pct * 100,
    )
