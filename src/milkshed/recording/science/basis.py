"""Functions of days in milk on which curves are built."""

import numpy as np
from numpy.polynomial import legendre

from milkshed.recording.science.recorded_days import Float

HORIZON = 365
"""The last day in milk that a fitted curve describes."""


def legendre_basis(
    degree: int, decay_per_day: float | None = 0.05, *, horizon: int = HORIZON
) -> Float:
    """Legendre polynomials 0…degree of the day, and exp(−decay × day); shape (horizon + 1, terms).

    Row t is day t in milk; day 0 is filled by continuation. Days 1…horizon are stretched over
    (−1, 1) (Kirkpatrick et al. 1990); the exponential term is that of Wilmink (1987), with his
    0.05 per day, and gives the rise to the peak, which low polynomials cannot follow.
    """
    day = np.arange(horizon + 1, dtype=np.float64)
    place = 2 * (day - 1) / (horizon - 1) - 1
    columns = [legendre.legvander(place, degree)]
    if decay_per_day is not None:
        columns.append(np.exp(-decay_per_day * day)[:, None])
    return np.ascontiguousarray(np.concatenate(columns, axis=1))
