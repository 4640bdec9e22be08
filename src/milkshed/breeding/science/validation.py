"""Whether breeding values of young animals hold: the method LR of Legarra & Reverter (2018).

The same animals are evaluated with partial data (what was known when they were chosen) and with
whole data. From the two sets of estimates alone follow bias, dispersion and accuracy.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from milkshed.breeding.science.arrays import Bool, Float, Int
from milkshed.breeding.science.refusals import NotUsable
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
        raise NotUsable(
            f"partial、whole：形状是 {p.shape}、{w.shape}；至少三头",
            f"partial, whole: shapes {p.shape}, {w.shape}; three animals at least",
        )
    gaps = np.flatnonzero(~(np.isfinite(p) & np.isfinite(w)))
    if len(gaps):
        raise NotUsable(
            f"partial、whole：{len(gaps)} 头没有数值，第一个是第 {gaps[0] + 1} 头",
            f"partial, whole: {len(gaps)} animals have no number, the first is animal "
            f"{gaps[0] + 1}",
        )
    spread: Float = np.cov(p, w)
    if not (spread[0, 0] > 0 and spread[1, 1] > 0):
        raise NotUsable(
            "partial、whole：估计值没有差异", "partial, whole: the estimates do not vary"
        )
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


@dataclass(frozen=True, slots=True)
class Predicted:
    """How estimates predict later values; figures as in :class:`Forward`."""

    ability: float
    accuracy: float
    slope: float


def predictive_ability(
    partial: ArrayLike, later: ArrayLike, *, reliability: ArrayLike | float = 1.0
) -> Predicted:
    """Hold estimates without the later records against what came, (animals,) each.

    ``reliability`` of the later values, a number or (animals,).
    """
    estimates = np.asarray(partial, dtype=np.float64)
    value = np.asarray(later, dtype=np.float64)
    share = np.broadcast_to(np.asarray(reliability, dtype=np.float64), value.shape)
    spread: Float = np.cov(estimates, value)
    ability = float(spread[0, 1] / np.sqrt(spread[0, 0] * spread[1, 1]))
    return Predicted(
        ability, ability / float(np.sqrt(share.mean())), float(spread[0, 1] / spread[0, 0])
    )


def difference_of_abilities(first: ArrayLike, second: ArrayLike, later: ArrayLike) -> float:
    """Student's t of the first estimates' correlation with ``later`` less the second's.

    Of the same animals (animals,), so that the correlations depend on each other (Williams 1959,
    in the form of Steiger 1980, equation 7; animals - 3 degrees of freedom). 0 where the estimates
    agree fully or nothing varies; raises ValueError with fewer than four animals.
    """
    told = np.stack([np.asarray(v, dtype=np.float64) for v in (later, first, second)])
    count = told.shape[1]
    if count < 4:
        raise ValueError(f"{count} animals; four at least")
    if not np.all(told.std(axis=1) > 0):
        return 0.0
    matrix = np.asarray(np.corrcoef(told))
    one, two, both = float(matrix[0, 1]), float(matrix[0, 2]), float(matrix[1, 2])
    left = 1 - one**2 - two**2 - both**2 + 2 * one * two * both
    spread = 2 * (count - 1) / (count - 3) * left + ((one + two) / 2) ** 2 * (1 - both) ** 3
    if not spread > 0:
        return 0.0
    return (one - two) * float(np.sqrt((count - 1) * (1 + both) / spread))


@dataclass(frozen=True, slots=True)
class Forward:
    """Forward validation: how estimates without the later records predict what came.

    ``ability``: correlation of the partial estimates with the focal animals' later values;
    ``accuracy``: the same over the square root of those values' reliability; ``slope``: regression
    of the later values on the estimates, 1 wanted; ``method_lr``: the comparison with the estimates
    from all records.
    """

    ability: float
    accuracy: float
    slope: float
    method_lr: Validation

    @property
    def summary(self) -> Text:
        """One line for a report."""
        return Text(
            f"预测能力 {self.ability:.3f}，准确性 {self.accuracy:.3f}，斜率 {self.slope:.3f}；"
            f"{self.method_lr.summary.zh}",
            f"predictive ability {self.ability:.3f}, accuracy {self.accuracy:.3f}, slope "
            f"{self.slope:.3f}; {self.method_lr.summary.en}",
        )


def validate_forward(
    evaluate: Callable[[Bool], ArrayLike],
    years: ArrayLike,
    cutoff: int,
    focal: ArrayLike,
    later: ArrayLike,
    *,
    reliability: ArrayLike | float = 1.0,
    variance_animal: float | None = None,
) -> Forward:
    """Evaluate with the records up to a year and with all, and compare for the focal animals.

    ``evaluate`` is given which records (records,) to use and answers breeding values of all
    animals; ``years`` (records,); ``focal`` (places); ``later`` (focal,): what is to be predicted,
    such as yield deviations or averages of daughters, adjusted for other effects; ``reliability``
    of those values, a number or (focal,). Raises ValueError when no record is before or after.
    """
    when = np.asarray(years)
    early = when <= cutoff
    if early.all() or not early.any():
        raise ValueError(
            f"cutoff {cutoff}: {int(early.sum())} of {len(when)} records are up to then; "
            f"some must be before and some after"
        )
    chosen: Int = np.asarray(focal, dtype=np.int64)
    partial = np.asarray(evaluate(early), dtype=np.float64)[chosen]
    whole = np.asarray(evaluate(np.ones(len(when), np.bool_)), dtype=np.float64)[chosen]
    compared = validate_lr(partial, whole, variance_animal=variance_animal)
    told = predictive_ability(partial, later, reliability=reliability)
    return Forward(told.ability, told.accuracy, told.slope, compared)
