"""What milk would earn under other grids."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milkshed.trade.queries.deliveries import Collected, Party, collect, days_before
from milkshed.trade.queries.settlements import Difference, differences
from milkshed.trade.science.pricing.grid import Grid
from milkshed.trade.science.pricing.plain import Priced, price


@dataclass(frozen=True, slots=True)
class Trial:
    """The same milk under two grids, term by term."""

    collected: Collected
    first: Priced
    second: Priced
    terms: tuple[Difference, ...]

    @property
    def change(self) -> Decimal:
        """How much more the second pays, in yuan."""
        return self.second.amount - self.first.amount


def compare(party: Party, first: date, last: date, one: Grid, other: Grid) -> Trial:
    """Price a seller's milk of some days by two grids.

    Raises Problem where a grid asks for a measure that has neither test nor default.
    """
    back = max(days_before(one), days_before(other))
    collected = collect([party], first, last, back)[party]
    left, right = price(one, collected.account), price(other, collected.account)
    return Trial(collected, left, right, tuple(differences(left.lines, right.lines)))
