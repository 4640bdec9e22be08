"""The mean lactation curve of a set of test days."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True, slots=True)
class MeanCurve:
    """Mean yield per class of days in milk; classes without a test are left out.

    ``days_in_milk`` is the middle of each class, ``milk_kg`` the mean of its tests in kg/day,
    ``tests`` their number; all of shape (classes,).
    """

    days_in_milk: NDArray[np.float64]
    milk_kg: NDArray[np.float64]
    tests: NDArray[np.int64]

    @property
    def peak(self) -> tuple[float, float] | None:
        """Day in milk and yield of the highest class; None without tests."""
        if not len(self.milk_kg):
            return None
        at = int(np.argmax(self.milk_kg))
        return float(self.days_in_milk[at]), float(self.milk_kg[at])


def mean_curve(
    days_in_milk: ArrayLike, milk_kg: ArrayLike, *, class_days: int = 10, last_day: int = 305
) -> MeanCurve:
    """Average test-day yields over classes of ``class_days`` days from day 1 to ``last_day``.

    Inputs of shape (tests,), days in milk and kg/day. Tests outside the days are left out.
    """
    day = np.asarray(days_in_milk, dtype=np.int64)
    milk = np.asarray(milk_kg, dtype=np.float64)
    inside = (day >= 1) & (day <= last_day)
    group = (day[inside] - 1) // class_days
    count = np.bincount(group)
    total = np.bincount(group, weights=milk[inside])
    held = np.flatnonzero(count)
    last = np.minimum((held + 1) * class_days, last_day)
    middle = (held * class_days + 1 + last) / 2
    return MeanCurve(middle, total[held] / count[held], count[held])
