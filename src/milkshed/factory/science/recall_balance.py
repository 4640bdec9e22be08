"""What became of a recalled lot: in scope = on hand + destroyed + consumed + unknown + open.

Pure. What is sealed in store or recovered from channels is *on hand* until it is destroyed; what
nobody has accounted for is *open*. A recall may be closed when nothing is open and nothing is
left on hand (食品召回管理办法: what was recalled is destroyed or made harmless, and recorded).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class RecallBalance:
    """Kilograms of one lot, or of many together."""

    scope_kg: Decimal
    sealed_kg: Decimal = NOTHING
    recovered_kg: Decimal = NOTHING
    destroyed_kg: Decimal = NOTHING
    consumed_kg: Decimal = NOTHING
    unknown_kg: Decimal = NOTHING

    @property
    def on_hand_kg(self) -> Decimal:
        """Sealed or recovered and not destroyed yet."""
        return self.sealed_kg + self.recovered_kg - self.destroyed_kg

    @property
    def open_kg(self) -> Decimal:
        """What nobody has accounted for."""
        accounted = self.sealed_kg + self.recovered_kg + self.consumed_kg + self.unknown_kg
        return self.scope_kg - accounted

    @property
    def is_possible(self) -> bool:
        """Not more is accounted for than there was, and not more destroyed than was held."""
        return self.open_kg >= 0 and self.on_hand_kg >= 0

    @property
    def is_settled(self) -> bool:
        """Everything is accounted for and nothing is left on hand."""
        return self.open_kg == 0 and self.on_hand_kg == 0

    @property
    def recovered_share(self) -> float | None:
        """The part that came back or never left; None of nothing."""
        if self.scope_kg <= 0:
            return None
        return float((self.sealed_kg + self.recovered_kg) / self.scope_kg)

    def with_movement(self, kind: str, kg: Decimal) -> "RecallBalance":
        """The balance after so many more kilograms of a kind (``sealed``, ``recovered``, …)."""
        values = {name: getattr(self, f"{name}_kg") for name in _KINDS}
        values[kind] += kg
        return RecallBalance(self.scope_kg, **{f"{name}_kg": kg for name, kg in values.items()})


_KINDS = ("sealed", "recovered", "destroyed", "consumed", "unknown")


def total(balances: Iterable[RecallBalance]) -> RecallBalance:
    """Many lots together."""
    listed = list(balances)
    return RecallBalance(
        sum((one.scope_kg for one in listed), NOTHING),
        **{
            f"{name}_kg": sum((getattr(one, f"{name}_kg") for one in listed), NOTHING)
            for name in _KINDS
        },
    )
