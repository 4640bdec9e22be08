"""A month's figures of every present lactation: official yields, predictions, peaks, maturity.

Columns of test days in, columns of figures out; the same function serves one farm and a region.
The prior is the population's, moved by the level of the cow's herd and calving year, by what was
known at her calving (season, age, parity), and by her earlier lactation where there are enough
pairs to know what that tells.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milkshed.recording.science import interval_method, random_regression
from milkshed.recording.science.circumstances import (
    circumstances_of,
    estimate_circumstances,
    joined,
)
from milkshed.recording.science.contemporaries import estimate_levels
from milkshed.recording.science.earlier_lactations import estimate_carry_over
from milkshed.recording.science.interval_method import IntervalYields
from milkshed.recording.science.mature_equivalent import estimate_mature_factors
from milkshed.recording.science.persistency import standardised_persistency
from milkshed.recording.science.population import Population
from milkshed.recording.science.random_regression import Prediction
from milkshed.recording.science.recorded_days import Float, Int, Limits, TestDays
from milkshed.recording.science.somatic_cells import score

METHOD = "monthly-figures"
VERSION = "2"
OLDEST_PARITY = 5
REFERENCE_PARITY = 3
_AT_ONCE = 20_000
_LEARN_FROM, _LEARN_TESTS = 12_000, 3
_SEED = 20_260_101
_YEAR_DAYS = 365.25


@dataclass(frozen=True, slots=True, eq=False)
class Lactations:
    """Lactations with their tests; arrays are (lactations,), in the order of animal and parity.

    ``calved``, ``last_test`` and ``born`` are day numbers from 1970-01-01 (−1: birth not known),
    ``place`` where the last test was, ``previous`` the number of the cow's lactation before, −1
    for none.
    """

    days: TestDays
    animal: Int
    place: Int
    calved: Int
    last_test: Int
    previous: Int
    born: Int

    def current(self, since: int) -> Int:
        """Numbers of each animal's last lactation where it was tested from a day on."""
        last = np.ones(len(self.animal), dtype=bool)
        last[:-1] = self.animal[1:] != self.animal[:-1]
        return np.flatnonzero(last & (self.last_test >= since))


@dataclass(frozen=True, slots=True, eq=False)
class MonthFigures:
    """Figures of present lactations, (lactations,); NaN where a figure cannot be computed.

    ``of`` are their numbers among the :class:`Lactations`. Yields are kg of 305 days unless
    ``interval`` says up to which day; ``persistency`` is in standard deviations, uncorrelated
    with yield; ``carry_over_pairs`` tells how many pairs of lactations the use of the earlier one
    rests on, ``circumstances_from`` and ``mature_from`` how many lactations what is said of
    season and age and the mature factors, 0 where not used.
    """

    of: Int
    interval: IntervalYields
    status: NDArray[np.uint8]
    milk_kg: Float
    fat_kg: Float
    protein_kg: Float
    score: Float
    reliability: Float
    peak_kg: Float
    peak_day: Int
    persistency: Float
    mature_kg: Float
    carry_over_pairs: int
    mature_from: int
    circumstances_from: int


def lactations_of(
    animal: ArrayLike,
    parity: ArrayLike,
    place: ArrayLike,
    day: ArrayLike,
    dim: ArrayLike,
    milk_kg: ArrayLike,
    *,
    fat_pct: ArrayLike,
    protein_pct: ArrayLike,
    scc_per_ml: ArrayLike,
    dried: ArrayLike | None = None,
    born: ArrayLike | None = None,
    limits: Limits | None = None,
) -> Lactations:
    """Group test days, sorted by animal, parity and day in milk, into lactations; all (tests,).

    ``day`` counts from 1970-01-01; ``dried`` (tests,) is the day the lactation of the test ended,
    −1 in progress, ``born`` (tests,) the cow's birth, −1 where it is not known. A fault in one
    lactation becomes its status.
    """
    key, number = np.asarray(animal, dtype=np.int64), np.asarray(parity, dtype=np.int64)
    when, milking = np.asarray(day, dtype=np.int64), np.asarray(dim, dtype=np.int64)
    rows = len(key)
    starts = np.ones(rows, dtype=bool)
    starts[1:] = (key[1:] != key[:-1]) | (number[1:] != number[:-1])
    first = np.flatnonzero(starts)
    offsets = np.append(first, rows)
    last = offsets[1:] - 1
    calved = when[last] - milking[last]
    length = np.zeros(len(first), dtype=np.int64)
    if dried is not None:
        ended = np.asarray(dried, dtype=np.int64)[last]
        length = np.where(ended > calved, ended - calved, 0)
    days = TestDays.from_columns(
        offsets,
        milking,
        milk_kg,
        fat_pct=fat_pct,
        protein_pct=protein_pct,
        scs=score(np.asarray(scc_per_ml, dtype=np.float64) / 1000),
        parity=number[first],
        length_days=length,
        limits=limits,
    )
    previous = np.full(len(first), -1, dtype=np.int64)
    if len(first) > 1:
        follows = (key[first][1:] == key[first][:-1]) & (
            number[first][1:] == number[first][:-1] + 1
        )
        previous[1:] = np.where(follows, np.arange(len(first) - 1), -1)
    birth = np.full(rows, -1, dtype=np.int64) if born is None else np.asarray(born, dtype=np.int64)
    return Lactations(
        days,
        key[first],
        np.asarray(place, dtype=np.int64)[last],
        calved,
        when[last],
        previous,
        birth[last],
    )


def contemporaries(lactations: Lactations) -> Int:
    """The contemporary group of each lactation, herd and calving year: place × 10,000 + year."""
    year = (1970 + lactations.calved / _YEAR_DAYS).astype(np.int64)
    return lactations.place * 10_000 + year


def month_figures(
    lactations: Lactations,
    population: Population,
    *,
    since: int,
    last_day: int = 305,
    threads: int | None = None,
) -> MonthFigures:
    """Figures of the lactations in progress, those last tested from day ``since`` on.

    Earlier lactations among the input serve as the cows' own past. Raises ValueError as
    :func:`random_regression.predict` does.
    """
    days = lactations.days
    groups = contemporaries(lactations)
    level = estimate_levels(days, population, groups).of(groups)
    chosen = lactations.current(since)
    present = days.select(chosen)
    own_level = level[chosen]
    before = lactations.previous[chosen]
    has_past = bool((before >= 0).any())
    x = circumstances_of(lactations.calved, days.parity, lactations.born)
    learned = _sample(days)
    circumstances = estimate_circumstances(
        days.select(learned), population, x[learned], level=level[learned], threads=threads
    )
    group = population.group_of(days.parity)
    expected = circumstances.expectation(x[chosen], group[chosen])
    pairs = 0
    if has_past:
        known = circumstances.expectation(x, group)
        every = random_regression.predict(
            days, population, level=level, expected=known, last_day=last_day, threads=threads
        )
        # what her circumstances explain is not hers to carry over
        every = replace(every, coefficients=every.coefficients - known.shift)
        carry = estimate_carry_over(every, lactations.previous)
        pairs = int(carry.pairs[carry.slope.any(axis=1)].sum())
        if pairs:
            expected = joined(expected, carry.expectation(every, before, group[chosen]))
    prediction = random_regression.predict(
        present, population, level=own_level, expected=expected, last_day=last_day, threads=threads
    )
    peak_kg, peak_day = _peaks(prediction)
    totals = {
        name: prediction.trait(name) if name in population.traits else np.full(len(chosen), np.nan)
        for name in ("milk", "fat", "protein", "scs")
    }
    reliability = prediction.reliability[:, population.traits.index("milk")]
    mature, mature_from = _mature(
        totals["milk"], reliability, present.parity, lactations.calved[chosen]
    )
    persistency, _ = standardised_persistency(prediction)
    return MonthFigures(
        chosen,
        interval_method.accumulate(present, last_day=last_day, threads=threads),
        prediction.status,
        totals["milk"],
        totals["fat"],
        totals["protein"],
        totals["scs"],
        reliability,
        peak_kg,
        peak_day,
        persistency,
        mature,
        pairs,
        mature_from,
        len(learned),
    )


def _sample(days: TestDays) -> Int:
    """At most so many usable lactations of three tests or more, drawn with a fixed seed."""
    held = np.flatnonzero(days.usable & (days.tests >= _LEARN_TESTS))
    if len(held) > _LEARN_FROM:
        generator = np.random.default_rng(_SEED)
        held = np.sort(generator.choice(held, _LEARN_FROM, replace=False))
    return held


def _peaks(prediction: Prediction) -> tuple[Float, Int]:
    """Highest predicted daily milk and its day, a part of the lactations at a time."""
    count = len(prediction.status)
    a = prediction.population.traits.index("milk")
    basis = prediction.population.basis[1 : prediction.last_day + 1]
    mean = prediction.population.mean_daily[:, a, 1 : prediction.last_day + 1]
    kg, day = np.full(count, np.nan), np.zeros(count, dtype=np.int64)
    for start in range(0, count, _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        daily = prediction.coefficients[part, a] @ basis.T
        daily += mean[prediction.group[part]]
        at = daily.argmax(axis=1)
        kg[part] = daily[np.arange(len(at)), at] + prediction.level[part, a]
        day[part] = at + 1
    day[np.isnan(kg)] = 0
    return kg, day


def _mature(
    milk_kg: Float, reliability: Float, parity: Int, calved: Int, *, reliable: float = 0.7
) -> tuple[Float, int]:
    """Predicted yields as a mature cow's, and from how many lactations the factors came."""
    group = np.clip(parity, 1, OLDEST_PARITY)
    month = (calved.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12) + 1
    sure = np.where(reliability >= reliable, milk_kg, np.nan)
    try:
        factors = estimate_mature_factors(
            sure, {"parity": (group, REFERENCE_PARITY), "month": (month, _common(month, sure))}
        )
    except ValueError:
        return np.full(len(milk_kg), np.nan), 0
    return factors.mature(milk_kg, parity=group, month=month), factors.lactations


def _common(month: Int, total: Float) -> int:
    """The calving month most lactations stand in: the reference of the season."""
    return int(np.bincount(month[np.isfinite(total)], minlength=13).argmax())
