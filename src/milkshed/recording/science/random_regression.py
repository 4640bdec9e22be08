"""Empirical-Bayes random regression: the whole curve of a cow from the tests there are.

A cow's daily yield is the mean of her parity group plus her own smooth deviation (Schaeffer &
Jamrozik 1996, the multiple-trait procedure; Schaeffer 2004). The deviation's prior is the spread
between cows of her own population, estimated there (:mod:`.population_fitting`). All traits are
solved together, so a missing component is inferred from milk and from the cow's other tests.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milkshed.numerics.compiled import over_rows
from milkshed.recording.science import normal_equations
from milkshed.recording.science.population import (
    Population,
    measured_bits,
    residual_precision,
    trait_values,
)
from milkshed.recording.science.recorded_days import Float, Int, Status, TestDays

METHOD = "random-regression"
VERSION = "1"


@dataclass(frozen=True, slots=True, eq=False)
class Expectation:
    """What is expected of a cow beforehand, beyond her population's mean.

    ``shift`` (lactations, traits, terms): expected deviation on the population's basis;
    ``slope`` (groups, traits × terms) and ``explained`` (lactations,): the prior's variance is
    less by ``explained`` × slope slope'. See :mod:`.earlier_lactations`.
    """

    shift: Float
    slope: Float
    explained: Float


@dataclass(frozen=True, slots=True, eq=False)
class Prediction:
    """Predicted lactations; NaN where ``status`` is not 0.

    ``total`` (lactations, traits): kg of days 1…last_day (SCS: the mean of these days).
    ``reliability`` (lactations, traits): the squared correlation of the prediction with the true
    total, 1 − posterior variance / prior variance. ``coefficients`` (lactations, traits, terms):
    the cow's deviation on ``population.basis``. ``level`` (lactations, traits): what was added to
    the mean of every day.
    """

    population: Population
    last_day: int
    group: Int
    total: Float
    reliability: Float
    coefficients: Float
    level: Float
    status: NDArray[np.uint8]

    def trait(self, name: str) -> Float:
        """The totals of one trait, shape (lactations,)."""
        return np.asarray(self.total[:, self.population.traits.index(name)])

    def daily(self, trait: str = "milk", last_day: int | None = None) -> Float:
        """Predicted yield of days 1…last_day, shape (lactations, last_day)."""
        a = self.population.traits.index(trait)
        end = last_day or self.last_day
        basis = self.population.basis[1 : end + 1]
        mean = self.population.mean_daily[:, a, 1 : end + 1]
        own = self.coefficients[:, a] @ basis.T + self.level[:, a, None]
        return np.asarray(mean[self.group] + own)

    def to_day(self, day: Int, trait: str = "milk") -> Float:
        """Predicted kg from day 1 to a day of each lactation's own (within the horizon)."""
        a = self.population.traits.index(trait)
        basis = np.cumsum(self.population.basis, axis=0) - self.population.basis[0]
        mean = np.cumsum(self.population.mean_daily[:, a, :], axis=1)
        mean = mean - mean[:, :1]
        at = np.clip(day, 0, len(basis) - 1)
        own = np.einsum("lk,lk->l", self.coefficients[:, a], basis[at])
        return np.asarray(mean[self.group, at] + own + self.level[:, a] * at)


def predict(
    days: TestDays,
    population: Population,
    *,
    level: Float | None = None,
    expected: Expectation | None = None,
    last_day: int = 305,
    threads: int | None = None,
) -> Prediction:
    """Predict every lactation's yield of days 1…last_day from the tests given.

    ``level`` (lactations, traits): what a cow's contemporaries (herd, year, season) give above or
    below the population on every day, see :mod:`.contemporaries`; none by default. ``expected``:
    what the cow's earlier lactation says, see :mod:`.earlier_lactations`. Tests after the
    population's horizon are passed over. Lactations that are not usable come back as NaN with
    their status. Raises ValueError when ``last_day`` lies past the horizon.
    """
    horizon = population.interval_ends[-1]
    if not 1 <= last_day <= horizon:
        raise ValueError(f"last_day = {last_day}: must be between 1 and {horizon}")
    count, traits = days.lactations, len(population.traits)
    terms = population.basis.shape[1]
    group = population.group_of(days.parity)
    values = trait_values(days, population.traits)
    inside = (days.dim >= 1) & (days.dim <= horizon)
    values[~inside] = np.nan
    dim = np.where(inside, days.dim, 1)
    pattern = measured_bits(values)
    raised = np.zeros((count, traits)) if level is None else np.asarray(level, dtype=np.float64)
    if raised.shape != (count, traits):
        raise ValueError(f"level must have shape ({count}, {traits}), not {raised.shape}")
    of_test = days.lactation_of_test
    precision = np.stack([residual_precision(g.residual)[0] for g in population.groups])
    prior = np.stack([np.linalg.inv(g.spread) for g in population.groups])
    deviation = values - population.mean_daily[group[of_test], :, dim] - raised[of_test]
    tighter = np.zeros(count)
    direction = np.zeros((len(prior), traits * terms))
    if expected is not None:
        direction = np.einsum("gij,gj->gi", prior, expected.slope)
        explained = np.einsum("gi,gi->g", direction, expected.slope)[group] * expected.explained
        # Sherman & Morrison (1950): the inverse of G less a multiple of slope slope'
        tighter = expected.explained / (1 - np.minimum(explained, 0.95))
        deviation -= np.einsum("rk,rak->ra", population.basis[dim], expected.shift[of_test])
    deviation[np.isnan(deviation)] = 0.0
    status = days.status.copy()
    seen = np.bincount(of_test[pattern > 0], minlength=count) > 0
    status[(status == Status.USABLE) & ~seen] = Status.NO_TESTS
    chosen = np.where(status == Status.USABLE, group, -1)
    summed = population.basis[1 : last_day + 1].sum(axis=0)
    coefficients = np.full((count, traits * terms), np.nan)
    variance = np.full((count, traits), np.nan)
    interval = population.interval_of_day

    def part(first: int, past_last: int) -> None:
        normal_equations.posterior(
            first, past_last, days.offsets, dim, deviation, pattern, chosen, population.basis,
            interval, precision, prior, direction, tighter, summed, coefficients, variance, status,
            int(Status.NOT_CONVERGED),
        )  # fmt: skip

    over_rows(part, count, threads=threads)
    own = coefficients.reshape(count, traits, terms)
    if expected is not None:
        own = own + expected.shift
    total = population.mean_total(last_day)[group] + own @ summed + raised * last_day
    for a, name in enumerate(population.traits):
        if name == "scs":
            total[:, a] /= last_day
    reliability = 1 - variance / population.sd_total(last_day)[group] ** 2
    return Prediction(population, last_day, group, total, reliability, own, raised, status)
