"""Best prediction of lactation yields and persistency from test days.

VanRaden (1997), "Lactation yields and accuracies computed from test day yields and (co)variances
by best prediction"; Cole, VanRaden & Null (2009, 2011). The yield of a lactation is the herd's
expectation plus c'V⁻¹t: t the deviations of the tests, V their covariance, c their covariance
with the sum of 305 daily yields. Milk, fat and protein are solved together, SCS alone, as
BESTPRED does. Days correlate by ρ^|gap| plus a part of the day itself; tests carry the error of
milkings that were not weighed and of unsupervised plans.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milkshed.numerics.compiled import compiled, over_rows
from milkshed.recording.science.normal_equations import backward, factor, forward
from milkshed.recording.science.population import trait_values
from milkshed.recording.science.recorded_days import Float, Int, Status, TestDays
from milkshed.recording.science.usda_parameters import (
    LAST_DAY,
    MONTHLY_RELIABILITY,
    OWNER_ERROR,
    SAME_DAY_ERROR,
    SUPERVISION_WEIGHT,
    StandardCurves,
    usda_curves,
)

METHOD = "best-prediction"
VERSION = "1"
END = 305


@dataclass(frozen=True, slots=True, eq=False)
class TestPlan:
    """How each test was taken, each of shape (tests,).

    ``supervision``: USDA's code 0–9 (1 supervised, 2 owner-sampler); ``times_milked`` a day, of
    which ``times_weighed`` and ``times_sampled``; ``days_averaged`` into the yield of the test.
    """

    __test__ = False

    supervision: Int
    times_milked: Int
    times_weighed: Int
    times_sampled: Int
    days_averaged: Int

    @classmethod
    def of(
        cls,
        tests: int,
        *,
        supervision: ArrayLike = 1,
        times_milked: ArrayLike = 2,
        times_weighed: ArrayLike = 2,
        times_sampled: ArrayLike = 2,
        days_averaged: ArrayLike = 1,
    ) -> "TestPlan":
        """One value for all tests, or one a test; a sample from more milkings than were milked
        counts as all of them, and an average over several days as all milkings weighed.

        Raises ValueError for codes and counts that cannot be.
        """
        given = (supervision, times_milked, times_weighed, times_sampled, days_averaged)
        code, milked, weighed, sampled, averaged = (
            np.array(np.broadcast_to(np.asarray(values, dtype=np.int64), (tests,)))
            for values in given
        )
        if np.any((code < 0) | (code > 9)):
            raise ValueError("supervision must be a code 0…9")
        if np.any(milked < 1) or np.any(averaged < 1) or np.any(weighed < 0) or np.any(sampled < 0):
            raise ValueError("times milked and days averaged are at least 1, others at least 0")
        return cls(
            code,
            milked,
            np.where(averaged > 1, milked, weighed),
            np.minimum(sampled, milked),
            averaged,
        )


@dataclass(frozen=True, slots=True, eq=False)
class BestPrediction:
    """Predictions of shape (lactations, 4): milk, fat, protein in kg, SCS as a mean.

    ``total`` of 305 days, ``to_date`` up to the last test (or the end of the lactation);
    ``reliability`` of the total, ``persistency`` in SD units and its ``persistency_reliability``
    (Cole & VanRaden 2006: best prediction of Σ (day − d0) × deviation, uncorrelated with yield);
    ``rating`` the data collection rating (DCR), 100 for monthly supervised testing. NaN where
    ``status`` is not 0.
    """

    total: Float
    to_date: Float
    reliability: Float
    persistency: Float
    persistency_reliability: Float
    rating: Float
    status: NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class _Tables:
    """What follows from standard curves alone, for both parity groups."""

    summed: Float  # (2, 4, 4, end, day): covariance of trait k to day `end` with trait t on `day`
    persistent: Float  # (2, 4, 4, day): the same of persistency
    variance: Float  # (2, 4): of the 305-day yield
    cumulative: Float  # (2, 4, day): mean yield up to the day


@lru_cache(maxsize=4)
def _tables(curves: StandardCurves) -> _Tables:
    size = LAST_DAY + 1
    summed, persistent = np.zeros((2, 4, 4, size, size)), np.zeros((2, 4, 4, size))
    variance = np.zeros((2, 4))
    gap = np.abs(np.arange(LAST_DAY)[:, None] - np.arange(LAST_DAY))
    same = gap == 0
    day = np.arange(1, LAST_DAY + 1, dtype=np.float64)
    for group in range(2):
        for k in range(4):
            for t in range(4):
                if (k == 3) != (t == 3):
                    continue
                family = int(k == 3)
                correlation = curves.correlation[k, t] * (
                    curves.same_day[group, family] * same
                    + curves.decaying[group, family] * curves.decay[group, family][gap]
                )
                covariance = (
                    correlation * curves.sd[group, k, 1:, None] * curves.sd[group, t, None, 1:]
                )
                summed[group, k, t, 1:, 1:] = np.cumsum(covariance, axis=0)
                centred = day[:END] - curves.centre_day[group, k]
                persistent[group, k, t, 1:] = centred @ covariance[:END]
                if k == t:
                    variance[group, k] = covariance[:END, :END].sum()
                    spread = centred @ covariance[:END, :END] @ centred
                    scale = np.sqrt(spread)
            persistent[group, k] /= scale
    return _Tables(summed, persistent, variance, np.cumsum(curves.mean, axis=2))


@compiled
def _solve(
    first: int,
    past_last: int,
    low_trait: int,
    past_trait: int,
    widest: int,
    offsets: Int,
    dim: Int,
    value: Float,
    group: Int,
    length: Int,
    ratio: Float,
    scale: Float,
    age_factor: Float,
    code: Int,
    milked: Int,
    weighed: Int,
    sampled: Int,
    averaged: Int,
    mean: Float,
    sd: Float,
    same_day: Float,
    decaying: Float,
    decay: Float,
    correlation: Float,
    weight: Float,
    same_day_error: float,
    owner_error: float,
    summed: Float,
    persistent: Float,
    answer: Float,
) -> None:
    """Fill ``answer`` (lactations, 4, 5): total, to date, c'V⁻¹c, persistency, its c'V⁻¹c."""
    horizon = mean.shape[2] - 1
    trait = np.zeros(widest, dtype=np.int64)
    row_of = np.zeros(widest, dtype=np.int64)
    start_day = np.zeros(widest, dtype=np.int64)
    end_day = np.zeros(widest, dtype=np.int64)
    milkings = np.zeros(widest)
    deviation = np.zeros(widest)
    whole, partial, lasting = np.zeros(widest), np.zeros(widest), np.zeros(widest)
    variance = np.zeros((widest, widest))
    family = 1 if low_trait == 3 else 0
    for lactation in range(first, past_last):
        g = group[lactation]
        if g < 0:
            continue
        size = 0
        for row in range(offsets[lactation], offsets[lactation + 1]):
            for t in range(low_trait, past_trait):
                times = weighed[row] if t == 0 else sampled[row]
                if np.isnan(value[row, t]) or times < 1 or dim[row] < 1 or dim[row] > horizon:
                    continue
                span = min(averaged[row], dim[row])
                if t == 0:
                    lo, hi = dim[row] - span + 1, dim[row]
                else:
                    lo = dim[row] - (span - 1) // 2
                    hi = lo
                expected = 0.0
                for d in range(lo, hi + 1):
                    expected += mean[g, t, d]
                expected *= ratio[lactation, t] / (hi - lo + 1)
                trait[size], row_of[size] = t, row
                start_day[size], end_day[size], milkings[size] = lo, hi, times
                deviation[size] = value[row, t] - expected / age_factor[lactation, t]
                size += 1
        for a in range(size):
            ta, ra = trait[a], row_of[a]
            wa = weight[code[ra]]
            error_a = (1.0 / wa - 1.0) * owner_error if wa > 0.0 else 0.0
            for b in range(a + 1):
                tb, rb = trait[b], row_of[b]
                wb = weight[code[rb]]
                error_b = (1.0 / wb - 1.0) * owner_error if wb > 0.0 else 0.0
                share = correlation[ta, tb]
                owner = np.sqrt(error_a * error_b) * share
                unseen = same_day_error * (milked[ra] / max(milkings[a], milkings[b]) - 1.0)
                value_ab = 0.0
                for da in range(start_day[a], end_day[a] + 1):
                    for db in range(start_day[b], end_day[b] + 1):
                        r = decaying[g, family] * decay[g, family, abs(da - db)]
                        if da == db:
                            r += same_day[g, family] + unseen
                        r = r * share + owner
                        if da == db and ta == tb and wa == 0.0:
                            r = 1e6
                        value_ab += r * sd[g, ta, da] * sd[g, tb, db]
                value_ab *= scale[lactation, ta] * scale[lactation, tb]
                value_ab /= age_factor[lactation, ta] * age_factor[lactation, tb]
                days_a = end_day[a] - start_day[a] + 1
                days_b = end_day[b] - start_day[b] + 1
                variance[a, b] = value_ab / (days_a * days_b)
        if size > 0 and np.isnan(factor(variance, size)):
            for k in range(low_trait, past_trait):
                answer[lactation, k, :] = np.nan
            continue
        forward(variance, deviation, size)
        backward(variance, deviation, size)
        end = length[lactation]
        for k in range(low_trait, past_trait):
            for a in range(size):
                t, row = trait[a], row_of[a]
                unseen = milked[row] / max(milkings[a], 2.0) - 1.0
                c305, cpart, clast = 0.0, 0.0, 0.0
                for d in range(start_day[a], end_day[a] + 1):
                    c305 += summed[g, k, t, 305, d]
                    cpart += summed[g, k, t, end, d]
                    if d <= end:
                        cpart += (
                            same_day_error * unseen * correlation[k, t] * sd[g, k, d] * sd[g, t, d]
                        )
                    clast += persistent[g, k, t, d]
                factor_a = scale[lactation, t] / age_factor[lactation, t]
                factor_a /= end_day[a] - start_day[a] + 1
                whole[a] = c305 * factor_a * scale[lactation, k]
                partial[a] = cpart * factor_a * scale[lactation, k]
                lasting[a] = clast * factor_a * scale[lactation, k]
            for a in range(size):
                answer[lactation, k, 0] += whole[a] * deviation[a]
                answer[lactation, k, 1] += partial[a] * deviation[a]
                answer[lactation, k, 3] += lasting[a] * deviation[a]
            forward(variance, whole, size)
            forward(variance, lasting, size)
            for a in range(size):
                answer[lactation, k, 2] += whole[a] * whole[a]
                answer[lactation, k, 4] += lasting[a] * lasting[a]


def predict(
    days: TestDays,
    *,
    herd_average: ArrayLike | None = None,
    age_factor: ArrayLike | None = None,
    plan: TestPlan | None = None,
    curves: StandardCurves | None = None,
    threads: int | None = None,
) -> BestPrediction:
    """Predict 305-day yields of every usable lactation.

    ``herd_average`` (4,) or (lactations, 4): mature-equivalent 305-d milk, fat, protein in kg and
    mean SCS of the herd; NaN takes the breed's. ``age_factor``, same shapes: multiplies actual
    yields to mature equivalent (1 for none). Without ``curves`` those of USDA for Holsteins.
    Yields are actual ones; tests after day 365 are passed over. No adjustment is made for milking
    three times a day.
    """
    table = curves or usda_curves()
    fixed = _tables(table)
    count = days.lactations
    average = _per_lactation("herd_average", herd_average, np.full(4, np.nan), count)
    average = np.where(np.isnan(average), table.breed_mean, average)
    age = _per_lactation("age_factor", age_factor, np.ones(4), count)
    if np.any(average <= 0) or np.any(~(age > 0)):
        raise ValueError("herd_average and age_factor must be positive")
    taken = plan or TestPlan.of(len(days.dim))
    if len(taken.supervision) != len(days.dim):
        raise ValueError(f"the plan has {len(taken.supervision)} tests, not {len(days.dim)}")
    status = days.status.copy()
    inside = (days.dim >= 1) & (days.dim <= LAST_DAY)
    seen = np.bincount(days.lactation_of_test[inside], minlength=count) > 0
    status[(status == Status.USABLE) & ~seen] = Status.NO_TESTS
    group = np.where(status == Status.USABLE, np.where(days.parity == 1, 0, 1), -1)
    known = np.maximum(group, 0)
    length = days.length_days.copy()
    some = days.tests > 0
    last = np.zeros(count, dtype=np.int64)
    last[some] = days.dim[days.offsets[1:][some] - 1]
    length = np.clip(np.where(length > 0, length, last), 0, LAST_DAY)
    expected = average * np.array([1.0, 1.0, 1.0, float(END)])
    ratio = expected / fixed.cumulative[known, :, END]
    scale = table.breed_sd * END / np.sqrt(fixed.variance[known])
    values = trait_values(days, ("milk", "fat", "protein", "scs"))
    answer = np.zeros((count, 4, 5))
    most = int(days.tests.max(initial=0))

    def part(first: int, past_last: int) -> None:
        for low, past in ((0, 3), (3, 4)):
            _solve(
                first, past_last, low, past, most * (past - low), days.offsets, days.dim, values,
                group, length, ratio, scale, age, taken.supervision, taken.times_milked,
                taken.times_weighed, taken.times_sampled, taken.days_averaged, table.mean,
                table.sd, table.same_day, table.decaying, table.decay, table.correlation,
                SUPERVISION_WEIGHT, SAME_DAY_ERROR, OWNER_ERROR, fixed.summed, fixed.persistent,
                answer,
            )  # fmt: skip

    over_rows(part, count, at_once=1024, threads=threads)
    status[(status == Status.USABLE) & np.isnan(answer).any(axis=(1, 2))] = Status.NOT_CONVERGED
    total = (expected + answer[:, :, 0]) / age
    cumulative = fixed.cumulative[known[:, None], np.arange(4), length[:, None]]
    to_date = (cumulative * ratio + answer[:, :, 1]) / age
    total[:, 3] /= END
    to_date[:, 3] /= np.maximum(length, 1)
    reliability = answer[:, :, 2] / (fixed.variance[known] * scale**2)
    persistency_reliability = answer[:, :, 4] / scale**2
    rating = 100 * reliability / MONTHLY_RELIABILITY[known]
    persistency = answer[:, :, 3].copy()
    for column in (total, to_date, reliability, persistency, persistency_reliability, rating):
        column[status != Status.USABLE] = np.nan
    return BestPrediction(
        total, to_date, reliability, persistency, persistency_reliability, rating, status
    )


def _per_lactation(name: str, given: ArrayLike | None, default: Float, count: int) -> Float:
    values = default if given is None else np.asarray(given, dtype=np.float64)
    try:
        return np.array(np.broadcast_to(values, (count, 4)))
    except ValueError:
        raise ValueError(f"{name} must have shape (4,) or ({count}, 4)") from None
