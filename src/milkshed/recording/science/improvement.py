"""Which recorded farms improve: change over twelve months with its uncertainty, and a ranking.

The monthly means of a farm follow a straight line; its slope, times twelve, is the change over a
year. Months count by the number of cows behind them (weighted least squares, Draper & Smith
1998); the interval is Student's with the months less two degrees of freedom, so that seasons and
whatever else makes months scatter widen it.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtrit

_FEWEST_MONTHS = 4


@dataclass(frozen=True, slots=True)
class Change:
    """Change over twelve months: ``value`` with its 95 % interval; None with too few months.

    ``months`` with data and ``cows`` tested in them altogether are the denominators.
    """

    value: float | None
    low: float | None
    high: float | None
    months: int
    cows: int

    @property
    def direction(self) -> int:
        """1 surely rising, −1 surely falling, 0 not told apart from no change."""
        if self.low is None or self.high is None:
            return 0
        return 1 if self.low > 0 else -1 if self.high < 0 else 0


def yearly_change(month: ArrayLike, mean: ArrayLike, cows: ArrayLike) -> Change:
    """Change over twelve months of a farm's monthly means.

    ``month`` numbers months in order, ``mean`` the farm's mean, ``cows`` how many were tested;
    all (months,). Months without cows or mean are left out; with fewer than four months there
    is no answer.
    """
    x, y = np.asarray(month, dtype=np.float64), np.asarray(mean, dtype=np.float64)
    w = np.asarray(cows, dtype=np.float64)
    held = np.isfinite(y) & (w > 0)
    x, y, w = x[held], y[held], w[held]
    months, total = len(x), int(w.sum())
    if months < _FEWEST_MONTHS or np.ptp(x) == 0:
        return Change(None, None, None, months, total)
    centre, level = np.average(x, weights=w), np.average(y, weights=w)
    spread = float((w * (x - centre) ** 2).sum())
    slope = float((w * (x - centre) * (y - level)).sum() / spread)
    left = y - level - slope * (x - centre)
    variance = float((w * left**2).sum() / (months - 2))
    half = float(stdtrit(months - 2, 0.975)) * sqrt(variance / spread) * 12
    return Change(12 * slope, 12 * slope - half, 12 * slope + half, months, total)


def ranks(values: list[float | None]) -> list[int | None]:
    """Rank from 1 for the largest value, ties alike; None where there is no value."""
    known = sorted((v for v in values if v is not None), reverse=True)
    return [None if v is None else known.index(v) + 1 for v in values]
