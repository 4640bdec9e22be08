"""Whether breeding values of young animals hold: the method LR of Legarra & Reverter (2018).

The same animals are evaluated with partial data (what was known when they were chosen) and with
whole data. From the two sets of estimates alone follow bias, dispersion and accuracy.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from milkshed.breeding.science.arrays import Float
from milkshed.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Validation:
    """Statistics over the focal animals.

    ``bias``: mean partial minus mean whole, 0 wanted. ``dispersion``: slope of whole on partial, 1
    wanted, below 1 when the partial estimates are inflated. ``ratio_of_accuracies``: correlation
    of partial and whole. ``reliability``: of the partial estimates in the focal animals, NaN
    without the variance.
    """

    animals: int
    bias: float
    dispersion: float
    ratio_of_accuracies: float
    reliability: float

    @property
    def summary(self) -> Text:
        """One line for a report."""
        return Text(
            f"{self.animals} 头：偏差 {self.bias:.3g}，离散度 {self.dispersion:.3f}，"
            f"准确性之比 {self.ratio_of_accuracies:.3f}",
            f"{self.animals} animals: bias {self.bias:.3g}, dispersion {self.dispersion:.3f}, "
            f"ratio of accuracies {self.ratio_of_accuracies:.3f}",
        )


def validate_lr(
    partial: ArrayLike,
    whole: ArrayLike,
    *,
    variance_animal: float | None = None,
    mean_inbreeding: float = 0.0,
    mean_coancestry: float = 0.0,
) -> Validation:
    """Compare two sets of estimates of the same focal animals, shape (animals,) each.

    ``variance_animal`` with the focal animals' mean inbreeding and mean coancestry gives the
    reliability, cov(partial, whole) / ((1 + F - 2 f) σ²). Raises ValueError with fewer than three
    animals or when nothing varies.
    """
    p = np.asarray(partial, dtype=np.float64)
    w = np.asarray(whole, dtype=np.float64)
    if p.shape != w.shape or p.ndim != 1 or len(p) < 3:
        raise ValueError(f"partial, whole: shapes {p.shape}, {w.shape}; three animals at least")
    spread: Float = np.cov(p, w)
    if not (spread[0, 0] > 0 and spread[1, 1] > 0):
        raise ValueError("partial, whole: the estimates do not vary")
    reliability = np.nan
    if variance_animal is not None:
        share = 1.0 + mean_inbreeding - 2.0 * mean_coancestry
        reliability = spread[0, 1] / (share * variance_animal)
    return Validation(
        len(p),
        float(p.mean() - w.mean()),
        float(spread[0, 1] / spread[0, 0]),
        float(spread[0, 1] / np.sqrt(spread[0, 0] * spread[1, 1])),
        float(reliability),
    )
