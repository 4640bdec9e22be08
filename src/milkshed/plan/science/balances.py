"""The balance of a fund line: allocated, disbursed, used, recovered; nothing beyond what was given.

Money is yuan as Decimal. Recovered money comes back from what was disbursed and not used.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from milkshed.kernel.text import Text

MOVES = ("allocate", "disburse", "use", "recover")
_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Balance:
    """Sums in yuan."""

    allocated: Decimal = _NOTHING
    disbursed: Decimal = _NOTHING
    used: Decimal = _NOTHING
    recovered: Decimal = _NOTHING

    @property
    def to_disburse(self) -> Decimal:
        """Allocated and not yet handed out."""
        return self.allocated - self.disbursed + self.recovered

    @property
    def in_hand(self) -> Decimal:
        """Handed out, neither used nor recovered."""
        return self.disbursed - self.used - self.recovered

    @property
    def disbursed_share(self) -> Decimal | None:
        """Disbursed less recovered over allocated; None before anything is allocated."""
        return (self.disbursed - self.recovered) / self.allocated if self.allocated else None

    @property
    def used_share(self) -> Decimal | None:
        """Used over allocated."""
        return self.used / self.allocated if self.allocated else None

    def __add__(self, other: "Balance") -> "Balance":
        return Balance(
            self.allocated + other.allocated,
            self.disbursed + other.disbursed,
            self.used + other.used,
            self.recovered + other.recovered,
        )


def balance(moves: Iterable[tuple[str, Decimal]]) -> Balance:
    """Add up moves ``(kind, yuan)``; kinds are :data:`MOVES`."""
    sums = dict.fromkeys(MOVES, _NOTHING)
    for kind, yuan in moves:
        sums[kind] += yuan
    return Balance(sums["allocate"], sums["disburse"], sums["use"], sums["recover"])


def broken(held: Balance, kind: str, yuan: Decimal) -> tuple[str, Decimal, Text] | None:
    """The rule a further move would break: slug, what is left (yuan), words; None when it fits."""
    if kind == "disburse" and yuan > held.to_disburse:
        words = Text("拨付不得超过已下达", "No more is disbursed than was allocated")
        return "disbursed-within-allocated", held.to_disburse, words
    if kind == "use" and yuan > held.in_hand:
        words = Text("使用不得超过已拨付", "No more is used than was disbursed")
        return "used-within-disbursed", held.in_hand, words
    if kind == "recover" and yuan > held.in_hand:
        words = Text("收回不得超过未使用的拨付", "No more is recovered than lies unused")
        return "recovered-within-unused", held.in_hand, words
    return None
