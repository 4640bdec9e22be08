"""Sharing a load over the farms whose milk was in it, and how far it went.

Pure: no I/O, no clock.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from math import asin, cos, radians, sin, sqrt

_EARTH_KM = 6371.0088
"""Mean radius of the earth (IUGG 1980)."""


def share_out(kg: Decimal, parts: Mapping[int, Decimal]) -> dict[int, Decimal]:
    """Split ``kg`` (one decimal) in the proportion of the parts; the shares sum to it exactly.

    Largest remainders (Hare quota): every share is its exact part rounded down to 0.1 kg, and
    what is left goes, 0.1 kg each, to the largest remainders, the lower key first among equals.
    Raises ValueError when the parts sum to nothing.
    """
    total = sum((Fraction(part) for part in parts.values()), Fraction(0))
    if total <= 0:
        raise ValueError("the parts sum to nothing")
    tenths = int(kg * 10)
    exact = {key: tenths * Fraction(part) / total for key, part in parts.items()}
    whole = {key: int(value) for key, value in exact.items()}
    left = tenths - sum(whole.values())
    for key in sorted(exact, key=lambda one: (whole[one] - exact[one], one))[:left]:
        whole[key] += 1
    return {key: Decimal(value).scaleb(-1) for key, value in whole.items()}


def days_carried(loaded_on: date, loads_before: Iterable[date], most: int) -> tuple[date, ...]:
    """The days whose milk a load carries: those since the load before, ``most`` at most.

    ``loads_before`` are days on which the station loaded, in any order; its own day and later
    ones do not count.
    """
    last = max((day for day in loads_before if day < loaded_on), default=date.min)
    days = (loaded_on - timedelta(days=n) for n in range(most))
    return tuple(sorted(day for day in days if day > last))


def milk_carried(
    bought: Mapping[date, Mapping[int, Decimal]],
    loaded_on: date,
    loads_before: Iterable[date],
    most: int,
) -> dict[date, Mapping[int, Decimal]]:
    """What a load carries, by day and farm: the milk bought since the station's load before.

    Where nothing was bought on these days the milk stood in the tank: it is that of the last day
    before, within ``most`` days, on which something was. Empty where there is no such day.
    """
    carried = {
        day: bought[day] for day in days_carried(loaded_on, loads_before, most) if bought.get(day)
    }
    if carried:
        return carried
    days = (loaded_on - timedelta(days=n) for n in range(most))
    return next(({day: bought[day]} for day in days if bought.get(day)), {})


def straight_km(
    longitude: float, latitude: float, other_longitude: float, other_latitude: float
) -> int:
    """The distance as the crow flies in whole km (haversine formula, Sinnott 1984)."""
    north, other_north = radians(latitude), radians(other_latitude)
    half = (
        sin((other_north - north) / 2) ** 2
        + cos(north) * cos(other_north) * sin(radians(other_longitude - longitude) / 2) ** 2
    )
    return round(2 * _EARTH_KM * asin(sqrt(half)))
