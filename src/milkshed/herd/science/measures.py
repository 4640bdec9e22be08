"""A figure with its numerator, its denominator, its uncertainty, and the cows it counted."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from milkshed.herd.science.cow_records import Bool, Float, Int

Z95 = 1.959963984540054
"""The 97.5 % point of the standard normal distribution."""


def wilson_interval(hits: int, trials: int, z: float = Z95) -> tuple[float, float]:
    """Score interval of a proportion (Wilson 1927), as shares; (0, 1) without trials.

    It keeps within 0 and 1 and holds its level for few trials, where the usual one does not.
    """
    if not 0 <= hits <= trials:
        raise ValueError(f"{hits} of {trials} is no proportion")
    if not trials:
        return 0.0, 1.0
    share, square = hits / trials, z * z
    middle = share + square / (2 * trials)
    half = z * np.sqrt(share * (1 - share) / trials + square / (4 * trials * trials))
    scale = 1 + square / trials
    low, high = (middle - half) / scale, (middle + half) / scale
    return float(max(low, 0.0)), float(min(high, 1.0))


@dataclass(frozen=True, slots=True, eq=False)
class Measure:
    """One figure and what it was made of.

    ``value`` = ``numerator`` / ``denominator``, None without denominator. ``low`` and ``high``
    bound it with 95 % (None where no interval is defined). ``cow`` and ``day`` name the units
    counted (a service, a calving, a cow in a window …), ``amount`` what each adds to the
    numerator.
    """

    numerator: float
    denominator: float
    low: float | None
    high: float | None
    cow: Int
    day: Int
    amount: Float

    @property
    def value(self) -> float | None:
        """The figure; None where nothing was counted."""
        return self.numerator / self.denominator if self.denominator else None

    @property
    def units(self) -> int:
        """How many units were counted."""
        return len(self.cow)

    def part(self, chosen: Bool) -> "Measure":
        """The same proportion over some of its units."""
        return proportion(self.cow[chosen], self.day[chosen], self.amount[chosen] > 0)


def proportion(cow: Int, day: Int, hit: Bool) -> Measure:
    """Hits out of units, with Wilson's interval."""
    hits, trials = int(np.count_nonzero(hit)), len(hit)
    low, high = wilson_interval(hits, trials) if trials else (None, None)
    return Measure(hits, trials, low, high, cow, day, np.asarray(hit, np.float64))


def average(cow: Int, day: Int, amount: ArrayLike) -> Measure:
    """The mean of units, with mean ± 1.96 s / √n where there are at least two."""
    values = np.asarray(amount, np.float64)
    count = len(values)
    low: float | None = None
    high: float | None = None
    if count > 1:
        middle, error = float(values.mean()), float(values.std(ddof=1) / np.sqrt(count))
        low, high = middle - Z95 * error, middle + Z95 * error
    return Measure(float(values.sum()), count, low, high, cow, day, values)


def ratio(numerator: float, denominator: float, cow: Int, day: Int, amount: ArrayLike) -> Measure:
    """A quotient of two sums for which no interval is defined."""
    return Measure(numerator, denominator, None, None, cow, day, np.asarray(amount, np.float64))
