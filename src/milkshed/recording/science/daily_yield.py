"""From the milkings that were weighed to the yield of 24 hours.

Alternate plans weigh one milking of two (ICAR Guidelines, Procedure 1 of Section 2). The yield of
24 hours is the weighed yield over the share of the day it stands for; robots give a rate.
"""

import numpy as np
from numpy.typing import ArrayLike

from milkshed.recording.science.recorded_days import Float

HOURS = 24.0


def alternate_milking_kg(
    milk_kg: ArrayLike,
    interval_hours: ArrayLike,
    dim: ArrayLike,
    *,
    intercept: ArrayLike = 0.0,
    slope_per_hour: ArrayLike = 1.0 / HOURS,
    cofactor_kg_per_day: ArrayLike = 0.0,
    centre_day: float = 158.0,
) -> Float:
    """24-hour milk from one weighed milking (DeLorenzo & Wiggans 1986), kg.

    measured × F + (dim − 158) × cofactor with F = 1 / (intercept + slope × interval). The
    defaults take secretion as even over the day (F = 24 / interval); a region passes its own
    coefficients, by morning or evening. ``interval_hours`` before the milking must lie between
    4 and 24, otherwise the answer is NaN.
    """
    interval = np.asarray(interval_hours, dtype=np.float64)
    sane = np.where((interval >= 4) & (interval <= HOURS), interval, np.nan)
    share = np.asarray(intercept) + np.asarray(slope_per_hour) * sane
    drift = (np.asarray(dim, dtype=np.float64) - centre_day) * np.asarray(cofactor_kg_per_day)
    return np.asarray(np.asarray(milk_kg, dtype=np.float64) / share + drift)


def robot_milk_kg(
    milk_kg: ArrayLike,
    interval_hours: ArrayLike,
    hours_before_test: ArrayLike,
    *,
    window_hours: float = 96.0,
) -> float:
    """24-hour milk of one cow from the milkings of the last 96 hours, kg (Lazenby et al. 2002).

    Sum of the yields over the sum of the intervals they came from, × 24. Milkings outside the
    window or with an interval that is not between 4 and 24 hours are left out; NaN where none is
    left.
    """
    milk = np.asarray(milk_kg, dtype=np.float64)
    interval = np.asarray(interval_hours, dtype=np.float64)
    age = np.asarray(hours_before_test, dtype=np.float64)
    held = (age >= 0) & (age <= window_hours) & (interval >= 4) & (interval <= HOURS)
    held &= ~np.isnan(milk)
    if not held.any():
        return float("nan")
    return float(milk[held].sum() / interval[held].sum() * HOURS)


def pooled_share(milk_kg: ArrayLike) -> Float:
    """Share of a sample each milking of the day gives when sampling in proportion to yield."""
    milk = np.asarray(milk_kg, dtype=np.float64)
    return np.asarray(milk / milk.sum(axis=-1, keepdims=True))


def pooled_content_pct(content_pct: ArrayLike, milk_kg: ArrayLike) -> Float:
    """Content of the day's milk from the contents of its milkings, weighted by yield, %."""
    content = np.asarray(content_pct, dtype=np.float64)
    return np.asarray((content * pooled_share(milk_kg)).sum(axis=-1))
