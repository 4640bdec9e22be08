"""Tests that are possible in each value and yet unlike any cow at that stage: advice, no refusal.

Mahalanobis (1936): the squared distance of a test's values from the mean of its stage of
lactation, in units of their covariance there. Nordic evaluations screen test days this way.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from milkshed.recording.science.recorded_days import Float, Int

STAGE_ENDS = (15, 35, 65, 105, 155, 205, 255, 305, 10_000)


@dataclass(frozen=True, slots=True, eq=False)
class StageNorms:
    """Means (stages, values) and covariances (stages, values, values); ``tests`` behind each.

    A stage with too few tests is NaN and judges nothing.
    """

    mean: Float
    covariance: Float
    tests: Int


def stage_of(dim: ArrayLike) -> Int:
    """The number of the stage each day in milk belongs to."""
    return np.searchsorted(np.array(STAGE_ENDS), np.asarray(dim), side="left").astype(np.int64)


def stage_norms(values: ArrayLike, dim: ArrayLike, *, at_least: int = 30) -> StageNorms:
    """Norms from tests with all values; ``values`` (tests, values), ``dim`` (tests,).

    Tests further than five median deviations from the median in any value are left out, so that
    the outliers looked for do not widen the norm (hard rejection, Rousseeuw & Leroy 1987). A
    stage with fewer than ``at_least`` tests has no norm.
    """
    given, stage = np.asarray(values, dtype=np.float64), stage_of(dim)
    if given.ndim != 2 or stage.shape != given.shape[:1]:
        raise ValueError(f"values {given.shape} and dim {stage.shape} do not fit together")
    count = given.shape[1]
    whole = ~np.isnan(given).any(axis=1)
    mean = np.full((len(STAGE_ENDS), count), np.nan)
    covariance = np.full((len(STAGE_ENDS), count, count), np.nan)
    tests = np.zeros(len(STAGE_ENDS), dtype=np.int64)
    for at in range(len(STAGE_ENDS)):
        held = given[whole & (stage == at)]
        tests[at] = len(held)
        if len(held) < max(at_least, 3 * count):
            continue
        scale = np.median(np.abs(held - np.median(held, axis=0)), axis=0)
        scale = np.where(scale > 0, scale, 1.0)
        near = (np.abs(held - np.median(held, axis=0)) / scale).max(axis=1)
        # 5 median deviations are 3.4 standard deviations of a normal quantity
        core = held[near <= 5.0]
        if len(core) < 3 * count:
            core = held
        centre, spread = core.mean(axis=0), np.cov(core, rowvar=False)
        if np.linalg.matrix_rank(spread) == count:
            mean[at], covariance[at] = centre, spread
    return StageNorms(mean, covariance, tests)


def distance(values: ArrayLike, dim: ArrayLike, norms: StageNorms) -> Float:
    """Squared distance of each test, (tests,); NaN where a value or the stage's norm is missing."""
    given, stage = np.asarray(values, dtype=np.float64), stage_of(dim)
    answer = np.full(len(given), np.nan)
    for at in np.unique(stage):
        if np.isnan(norms.covariance[at]).any():
            continue
        chosen = np.flatnonzero((stage == at) & ~np.isnan(given).any(axis=1))
        gap = given[chosen] - norms.mean[at]
        answer[chosen] = np.einsum("ti,ti->t", gap @ np.linalg.inv(norms.covariance[at]), gap)
    return answer
