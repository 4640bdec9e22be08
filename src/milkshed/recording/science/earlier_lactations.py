"""What a cow's earlier lactation tells of the present one.

Lactations of a cow are alike: the deviation of the milk total of one carries over to the curve of
the next. With s the deviation of the earlier total, the coefficients of the present lactation
have mean β·ŝ and a variance less by r·Var(s)·ββ', r the reliability of ŝ: the repeatability model
(Henderson 1984) reduced to one direction. β is estimated from cows with two recorded lactations,
by the regression of the present coefficients on ŝ.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from milkshed.recording.science.random_regression import Expectation, Prediction
from milkshed.recording.science.recorded_days import Float, Int, Status


@dataclass(frozen=True, slots=True, eq=False)
class CarryOver:
    """``slope`` (groups, traits × terms): coefficients per kg of earlier deviation; zero where
    fewer than the wanted ``pairs`` (groups,) of lactations were there."""

    slope: Float
    pairs: Int

    def expectation(self, earlier: Prediction, previous: ArrayLike, group: Int) -> Expectation:
        """What the earlier lactations say of the present ones.

        ``previous`` (lactations,): the number of each lactation's predecessor in ``earlier``, −1
        for none; ``group`` (lactations,) the parity group of the present ones.
        """
        before = np.asarray(previous, dtype=np.int64)
        total, known = _earlier_deviation(earlier, before)
        traits, terms = earlier.coefficients.shape[1:]
        shift = self.slope[group] * total[:, None]
        explained = np.where(known > 0, known, 0.0)
        return Expectation(shift.reshape(-1, traits, terms), self.slope, explained)


def _earlier_deviation(earlier: Prediction, before: Int) -> tuple[Float, Float]:
    """ŝ in kg and r·Var(s) of each lactation's predecessor, zero where there is none."""
    milk = earlier.population.traits.index("milk")
    summed = earlier.population.basis[1 : earlier.last_day + 1].sum(axis=0)
    own = earlier.coefficients[:, milk] @ summed
    variance = (earlier.population.sd_total(earlier.last_day) ** 2)[earlier.group, milk]
    held = (before >= 0) & (earlier.status[before] == Status.USABLE)
    total, known = np.zeros(len(before)), np.zeros(len(before))
    total[held] = own[before[held]]
    known[held] = (earlier.reliability[:, milk] * variance)[before[held]]
    return total, known


def estimate_carry_over(
    prediction: Prediction, previous: ArrayLike, *, reliable: float = 0.9, at_least: int = 100
) -> CarryOver:
    """Estimate β from lactations whose milk is known with reliability ``reliable`` or more.

    ``previous`` (lactations,): the number of each lactation's predecessor, −1 for none. A parity
    group with fewer than ``at_least`` pairs gets no carry-over.
    """
    before = np.asarray(previous, dtype=np.int64)
    milk = prediction.population.traits.index("milk")
    total, known = _earlier_deviation(prediction, before)
    sure = (prediction.status == Status.USABLE) & (prediction.reliability[:, milk] >= reliable)
    pair = (known > 0) & sure & sure[before]
    groups = len(prediction.population.groups)
    flat = prediction.coefficients.reshape(len(before), -1)
    slope, pairs = np.zeros((groups, flat.shape[1])), np.zeros(groups, dtype=np.int64)
    for g in range(groups):
        chosen = pair & (prediction.group == g)
        pairs[g] = int(chosen.sum())
        if pairs[g] >= at_least:
            s = total[chosen] - total[chosen].mean()
            slope[g] = s @ (flat[chosen] - flat[chosen].mean(axis=0)) / (s @ s)
    return CarryOver(slope, pairs)
