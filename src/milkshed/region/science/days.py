"""Day numbers that never come, and the course of the seasons."""

import numpy as np
from numpy.typing import NDArray

FAR = 2**30  # a day that never comes


def season(
    days: NDArray[np.int64], amplitude: float, peak_month: float, mean: float = 1.0
) -> NDArray[np.float64]:
    """A factor ``mean + amplitude cos(2π (m - peak)/12)``, m the month as a running number.

    Month m has its middle at m, so that January's middle is 1.0 and the year repeats.
    """
    month = days.astype("datetime64[D]") - days.astype("datetime64[D]").astype("datetime64[Y]")
    running = month.astype(np.float64) / 365.25 * 12 + 0.5
    return np.asarray(mean + amplitude * np.cos(2 * np.pi * (running - peak_month) / 12))
