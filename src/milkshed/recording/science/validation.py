"""How good early predictions are: yields predicted from the first tests against whole records.

The truth is the test-interval yield of a lactation recorded to its end, which is itself an
estimate; lactations are split by their key, so that no cow's lactation is both learned from and
judged, and the split is the same on every machine.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milkshed.recording.science.interval_method import accumulate
from milkshed.recording.science.recorded_days import Float, TestDays

CUT_DAYS = (40, 70, 100, 150, 200)


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Errors of predictions from tests up to ``cut_day``, in percent of the true yields.

    ``mape_pct`` mean absolute error, ``bias_pct`` mean signed error (positive: too high),
    ``correlation`` of predicted with true yields, over ``lactations``.
    """

    cut_day: int
    mape_pct: float
    bias_pct: float
    correlation: float
    lactations: int


def split_by_key(keys: NDArray[np.generic], *, parts: int = 6) -> NDArray[np.int64]:
    """The part 0…parts − 1 each lactation falls in, by the SHA-256 digest of its key's text."""
    return np.array(
        [
            int.from_bytes(hashlib.sha256(str(key).encode()).digest()[:8], "big") % parts
            for key in keys.tolist()
        ],
        dtype=np.int64,
    )


def recorded_to_the_end(
    days: TestDays, *, first_by: int = 60, last_from: int = 270, at_least: int = 6
) -> NDArray[np.bool_]:
    """Lactations whose 305-day yield is well known: tests from early to late, none missing for
    long. Usable ones with ``at_least`` tests, the first by day ``first_by``, the last from day
    ``last_from``."""
    held = days.usable & (days.tests >= at_least)
    rows = np.flatnonzero(held)
    good = np.zeros(days.lactations, dtype=bool)
    good[rows] = (days.dim[days.offsets[rows]] <= first_by) & (
        days.dim[days.offsets[rows + 1] - 1] >= last_from
    )
    return good


def accuracy_by_day(
    days: TestDays,
    predict_total_kg: Callable[[TestDays], Float],
    *,
    cut_days: tuple[int, ...] = CUT_DAYS,
    last_day: int = 305,
) -> tuple[Accuracy, ...]:
    """Predict each lactation's milk from its tests up to each cut day and compare.

    ``days`` are whole records; ``predict_total_kg`` gets the cut records and returns totals of
    shape (lactations,). Lactations without a test up to the cut, or without an answer, are left
    out of that cut.
    """
    found = []
    truth = accumulate(days, last_day=last_day, extend=True).milk_kg
    for cut, (predicted, held) in _predicted(days, predict_total_kg, cut_days, truth).items():
        error = 100 * (predicted[held] - truth[held]) / truth[held]
        found.append(
            Accuracy(
                cut,
                float(np.abs(error).mean()),
                float(error.mean()),
                float(np.corrcoef(predicted[held], truth[held])[0, 1]),
                int(held.sum()),
            )
        )
    return tuple(found)


def errors_by_day(
    days: TestDays,
    predict_total_kg: Callable[[TestDays], Float],
    *,
    cut_days: tuple[int, ...] = CUT_DAYS,
    last_day: int = 305,
) -> dict[int, Float]:
    """The errors in percent behind :func:`accuracy_by_day`, by cut day."""
    truth = accumulate(days, last_day=last_day, extend=True).milk_kg
    return {
        cut: np.asarray(100 * (predicted[held] - truth[held]) / truth[held])
        for cut, (predicted, held) in _predicted(days, predict_total_kg, cut_days, truth).items()
    }


def _predicted(
    days: TestDays,
    predict_total_kg: Callable[[TestDays], Float],
    cut_days: tuple[int, ...],
    truth: Float,
) -> dict[int, tuple[Float, NDArray[np.bool_]]]:
    """Predictions from the tests up to each day, and which lactations they are of."""
    found = {}
    for cut in cut_days:
        early = days.up_to(cut)
        predicted = predict_total_kg(early)
        found[cut] = (predicted, early.usable & np.isfinite(predicted) & np.isfinite(truth))
    return found
