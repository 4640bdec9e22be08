"""Geometric means of counts, rounded exactly to whole counts.

Where floating point cannot decide between two neighbours, powers of whole numbers do. A count
below 1 counts as 1, since a geometric mean knows no zero. No tie is possible: (2g+1)^n is odd and
2^n x1…xn even, so that half-up and half-even agree.
"""

from collections.abc import Sequence
from math import exp, log, prod

import numpy as np
import numpy.typing as npt

from milkshed.kernel.money import Rounding
from milkshed.trade.science.pricing.rounding import Whole

_DOUBT = 1e-9


def geometric_mean(counts: Sequence[int], rule: Rounding = Rounding.HALF_UP) -> int:
    """The geometric mean of at least one count, as a whole number."""
    kept = [max(1, count) for count in counts]
    return _exactly(kept, exp(sum(map(log, kept)) / len(kept)), rule)


def geometric_means(counts: Whole, group: Whole, groups: int, rule: Rounding) -> Whole:
    """Geometric means of counts by group, shape (groups,); 0 where a group has none."""
    kept = np.maximum(counts, 1)
    number = np.bincount(group, minlength=groups)
    sums = np.bincount(group, weights=np.log(kept.astype(float)), minlength=groups)
    mean: npt.NDArray[np.float64] = np.where(number > 0, np.exp(sums / np.maximum(number, 1)), 0.0)
    rounded: npt.NDArray[np.float64]
    edge: npt.NDArray[np.float64]
    if rule is Rounding.DOWN:
        rounded, edge = np.floor(mean), mean - np.round(mean)
    elif rule is Rounding.UP:
        rounded, edge = np.ceil(mean), mean - np.round(mean)
    else:
        rounded, edge = np.floor(mean + 0.5), mean - np.floor(mean) - 0.5
    result = np.where(number > 0, rounded, 0).astype(np.int64)
    for one in np.flatnonzero((number > 0) & (np.abs(edge) <= _DOUBT * np.maximum(mean, 1.0))):
        own = [int(count) for count in kept[group == one]]
        result[one] = _exactly(own, float(mean[one]), rule)
    return result


def _exactly(counts: Sequence[int], near: float, rule: Rounding) -> int:
    """Decide the rounding of a mean that lies near ``near`` by powers of whole numbers."""
    power, n = prod(counts), len(counts)
    floor = max(1, int(near))
    while floor**n > power:
        floor -= 1
    while (floor + 1) ** n <= power:
        floor += 1
    if rule is Rounding.DOWN or floor**n == power:
        return floor
    if rule is Rounding.UP:
        return floor + 1
    return floor + 1 if (2 * floor + 1) ** n <= 2**n * power else floor
