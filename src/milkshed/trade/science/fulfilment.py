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


def spread_load(
    kg: Decimal,
    bought_kg: Mapping[date, Mapping[int, Decimal]],
    farm: int | None,
    contracted: Iterable[int],
) -> Mapping[date, Decimal] | None:
    """The part of a load that belongs to one contract, by the day on which it was bought.

    A load carries what its station bought on the days since its load before: ``bought_kg`` is
    that, by day and farm. A farm's contract takes the farm's part of the whole; a station's own
    (``farm`` None) what no ``contracted`` farm takes. None where nothing was bought on these
    days, so that the purchase book tells nothing of anybody's part.
    """
    whole = sum((sum(farms.values(), ZERO) for farms in bought_kg.values()), ZERO)
    if not whole:
        return None
    others = set(contracted)
    found = {}
    for day, farms in bought_kg.items():
        if farm is not None:
            own = farms.get(farm, ZERO)
        else:
            own = sum((part for key, part in farms.items() if key not in others), ZERO)
        if own:
            found[day] = kg * own / whole
    return found
