"""Planned against delivered milk, day by day. Pure: no I/O, no clock."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

ZERO = Decimal(0)
HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class DayLine:
    """One day of a contract: kg planned, accepted and refused, and how far outside the band.

    ``short_kg`` is what lacks to the lower edge of the band, ``over_kg`` what goes beyond its
    upper edge; at most one of them is above zero.
    """

    day: date
    planned_kg: Decimal
    accepted_kg: Decimal
    refused_kg: Decimal
    short_kg: Decimal
    over_kg: Decimal

    @property
    def standing(self) -> str:
        """``short``, ``over`` or ``within`` the band."""
        if self.short_kg > 0:
            return "short"
        return "over" if self.over_kg > 0 else "within"


def day_line(
    day: date,
    planned_kg: Decimal,
    float_pct: Decimal,
    accepted_kg: Decimal,
    refused_kg: Decimal = ZERO,
) -> DayLine:
    """Compare a day with its plan; the band is planned × (1 ± float_pct / 100), edges inside."""
    low = planned_kg * (HUNDRED - float_pct) / HUNDRED
    high = planned_kg * (HUNDRED + float_pct) / HUNDRED
    return DayLine(
        day,
        planned_kg,
        accepted_kg,
        refused_kg,
        max(low - accepted_kg, ZERO),
        max(accepted_kg - high, ZERO),
    )


@dataclass(frozen=True, slots=True)
class Summary:
    """A stretch of days: sums in kg, days by standing, and the two rates (None without a plan).

    ``fulfilment_rate`` is min(accepted, planned) summed by day ÷ planned: a surplus of one day
    does not mend another day's shortfall. ``volume_rate`` is accepted ÷ planned.
    """

    days: int
    planned_kg: Decimal
    accepted_kg: Decimal
    refused_kg: Decimal
    short_kg: Decimal
    over_kg: Decimal
    days_short: int
    days_over: int
    volume_rate: Decimal | None
    fulfilment_rate: Decimal | None


def summarise(lines: Iterable[DayLine]) -> Summary:
    """Add up days."""
    found = tuple(lines)
    planned = sum((line.planned_kg for line in found), ZERO)
    accepted = sum((line.accepted_kg for line in found), ZERO)
    met = sum((min(line.accepted_kg, line.planned_kg) for line in found), ZERO)
    return Summary(
        days=len(found),
        planned_kg=planned,
        accepted_kg=accepted,
        refused_kg=sum((line.refused_kg for line in found), ZERO),
        short_kg=sum((line.short_kg for line in found), ZERO),
        over_kg=sum((line.over_kg for line in found), ZERO),
        days_short=sum(line.standing == "short" for line in found),
        days_over=sum(line.standing == "over" for line in found),
        volume_rate=accepted / planned if planned else None,
        fulfilment_rate=met / planned if planned else None,
    )


def share_of_day(
    bought_kg: Mapping[int, Decimal], farm: int | None, contracted: Iterable[int]
) -> Decimal | None:
    """The share of a station's milk of a day that belongs to one contract.

    ``bought_kg`` is what the station bought by farm. A farm's contract takes the farm's part; a
    station's own (``farm`` None) what no ``contracted`` farm takes. None where the station's
    purchase book is empty that day and so tells nothing of a farm's part.
    """
    whole = sum(bought_kg.values(), ZERO)
    if not whole:
        return None if farm is not None else Decimal(1)
    if farm is not None:
        return bought_kg.get(farm, ZERO) / whole
    taken = sum((bought_kg.get(one, ZERO) for one in set(contracted)), ZERO)
    return (whole - taken) / whole
