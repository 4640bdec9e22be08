"""What a spoilt load costs and who is asked for it: the sums of a cost recovery note. Pure."""

from dataclasses import dataclass
from decimal import Decimal

from milkshed.kernel.money import round_money


@dataclass(frozen=True, slots=True)
class Prices:
    """Yuan per kg of milk, per kg disposed of, and per test."""

    milk_yuan_per_kg: Decimal
    disposal_yuan_per_kg: Decimal
    test_yuan: Decimal


@dataclass(frozen=True, slots=True)
class Claim:
    """The lines of a note in yuan, each rounded half up to the fen; ``total`` is their sum."""

    milk_yuan: Decimal
    disposal_yuan: Decimal
    tests_yuan: Decimal

    @property
    def total_yuan(self) -> Decimal:
        """The sum of the lines."""
        return self.milk_yuan + self.disposal_yuan + self.tests_yuan


def claim_for(lost_kg: Decimal, own_kg: Decimal, tests: int, prices: Prices) -> Claim:
    """The loss that a source caused: the milk of others it spoilt, disposal of all, the tests.

    ``own_kg`` is the source's own milk in the load, which it is not paid for but need not replace.
    Raises ``ValueError`` when it exceeds what was lost, or anything is negative.
    """
    if not 0 <= own_kg <= lost_kg or tests < 0:
        raise ValueError("0 <= own_kg <= lost_kg and tests >= 0 are required")
    return Claim(
        _fen((lost_kg - own_kg) * prices.milk_yuan_per_kg),
        _fen(lost_kg * prices.disposal_yuan_per_kg),
        _fen(tests * prices.test_yuan),
    )


def _fen(amount: Decimal) -> Decimal:
    return round_money(amount)
