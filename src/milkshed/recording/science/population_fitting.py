"""Fitting a population: mean curves, covariances between cows and residuals by EM.

For each parity group the marginal likelihood of all test days is maximised by ECME (Dempster,
Laird & Rubin 1977; Laird & Ware 1982; Liu & Rubin 1994): the mean curve by generalised least
squares given the covariances, then G and R from their expected moments given the mean. Each step
can only raise the likelihood; the path is reported.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from milkshed.kernel.text import Text
from milkshed.numerics.compiled import over_rows
from milkshed.recording.science import normal_equations
from milkshed.recording.science.basis import HORIZON, legendre_basis
from milkshed.recording.science.population import (
    TRAITS,
    ParityGroup,
    Population,
    intervals,
    measured_bits,
    residual_precision,
    trait_values,
)
from milkshed.recording.science.recorded_days import Float, Int, Status, TestDays

INTERVAL_ENDS = (35, 100, 200, HORIZON)


@dataclass(frozen=True, slots=True)
class Convergence:
    """How the fit of one parity group went.

    ``log_likelihood`` after each iteration; ``last_gain`` of it per lactation.
    """

    from_parity: int
    lactations: int
    tests: int
    log_likelihood: tuple[float, ...]
    converged: bool

    @property
    def last_gain(self) -> float:
        """Log likelihood gained per lactation in the last iteration."""
        if len(self.log_likelihood) < 2:
            return float("nan")
        return (self.log_likelihood[-1] - self.log_likelihood[-2]) / max(self.lactations, 1)

    @property
    def summary(self) -> Text:
        """One line for a report."""
        return Text(
            f"{self.from_parity} 胎起：{self.lactations} 个泌乳期、{self.tests} 个测定日，"
            f"{len(self.log_likelihood)} 次迭代，{'已' if self.converged else '未'}收敛",
            f"from parity {self.from_parity}: {self.lactations} lactations, {self.tests} tests, "
            f"{len(self.log_likelihood)} iterations, "
            f"{'converged' if self.converged else 'not converged'}",
        )


@dataclass(frozen=True, slots=True)
class Fit:
    """A fitted population and how each of its groups converged."""

    population: Population
    convergence: tuple[Convergence, ...]

    @property
    def converged(self) -> bool:
        """Whether every group converged."""
        return all(group.converged for group in self.convergence)


@dataclass(slots=True)
class _Sample:
    """Rows of one parity group, ready for the kernels."""

    offsets: Int
    dim: Int
    values: Float
    pattern: Int

    def deviation(self, daily: Float) -> Float:
        gap = self.values - daily[:, self.dim].T
        gap[np.isnan(gap)] = 0.0
        return np.ascontiguousarray(gap)


def fit_population(
    days: TestDays,
    *,
    region: str,
    year: str,
    source: str,
    traits: tuple[str, ...] = ("milk",),
    level: Float | None = None,
    known: Float | None = None,
    parity_groups: tuple[int, ...] = (1, 2, 3),
    degree: int = 3,
    mean_degree: int = 5,
    interval_ends: tuple[int, ...] = INTERVAL_ENDS,
    iterations: int = 150,
    tolerance: float = 1e-4,
    at_least: int = 50,
    threads: int | None = None,
) -> Fit:
    """Fit a population to the usable lactations of known parity.

    ``level`` (lactations, traits): what is known of a cow's contemporaries, taken off every day's
    yield; ``known`` (tests, traits): what is known of each test day. ``parity_groups``: the lowest
    parity of each group. Stops when an iteration gains less than ``tolerance`` log likelihood per
    lactation, or after ``iterations``. Raises ValueError when a group has fewer than ``at_least``
    lactations or a trait was never measured in it: fit fewer groups or more years together then.
    """
    if list(parity_groups) != sorted(set(parity_groups)) or parity_groups[0] < 1:
        raise ValueError(f"parity_groups = {parity_groups!r}: must rise from 1 or more")
    values = trait_values(days, traits)
    if level is not None:
        values = values - np.asarray(level, dtype=np.float64)[days.lactation_of_test]
    if known is not None:
        values = values - known
    groups, reports = [], []
    bounds = (*parity_groups, np.iinfo(np.int64).max)
    for start, stop in pairwise(bounds):
        chosen = np.flatnonzero(
            (days.status == Status.USABLE) & (days.parity >= start) & (days.parity < stop)
        )
        sample = _sample(days, values, chosen, interval_ends[-1])
        count = len(sample.offsets) - 1
        if count < at_least:
            raise ValueError(
                f"parities from {start}: {count} lactations, at least {at_least} are needed"
            )
        empty = [t for t, v in zip(traits, sample.values.T, strict=True) if np.all(np.isnan(v))]
        if empty:
            raise ValueError(f"parities from {start}: never measured: {', '.join(empty)}")
        group, report = _fit_group(
            sample, start, degree, mean_degree, interval_ends, iterations, tolerance, threads
        )
        groups.append(group)
        reports.append(report)
    population = Population(
        region, year, source, traits, degree, mean_degree, interval_ends, tuple(groups)
    )
    return Fit(population, tuple(reports))


def _sample(days: TestDays, values: Float, chosen: Int, horizon: int) -> _Sample:
    held = np.zeros(days.lactations, dtype=bool)
    held[chosen] = True
    of_test = days.lactation_of_test
    rows = np.flatnonzero(held[of_test] & (days.dim <= horizon))
    counts = np.bincount(of_test[rows], minlength=days.lactations)
    counts = counts[counts > 0]
    return _Sample(
        np.concatenate(([0], np.cumsum(counts))),
        days.dim[rows],
        values[rows],
        measured_bits(values[rows]),
    )


def _start(
    sample: _Sample, basis: Float, mean_basis: Float, periods: int
) -> tuple[Float, Float, Float]:
    """Mean curves by least squares; half of what is left goes to cows, half to residuals."""
    traits, terms = sample.values.shape[1], basis.shape[1]
    mean = np.zeros((traits, mean_basis.shape[1]))
    left = np.full_like(sample.values, np.nan)
    for a in range(traits):
        seen = ~np.isnan(sample.values[:, a])
        x = mean_basis[sample.dim[seen]]
        mean[a] = np.linalg.lstsq(x, sample.values[seen, a], rcond=None)[0]
        left[seen, a] = sample.values[seen, a] - x @ mean[a]
    variance = np.nanvar(left, axis=0)
    scale = np.full(terms, 0.1)
    scale[0] = 0.5
    spread = np.diag((variance[:, None] * scale).ravel())
    residual = np.repeat(np.diag(variance * 0.3)[None], periods, axis=0)
    return mean, spread, residual


def _fit_group(
    sample: _Sample,
    from_parity: int,
    degree: int,
    mean_degree: int,
    interval_ends: tuple[int, ...],
    iterations: int,
    tolerance: float,
    threads: int | None,
) -> tuple[ParityGroup, Convergence]:
    basis = legendre_basis(degree, horizon=interval_ends[-1])
    mean_basis = legendre_basis(mean_degree, horizon=interval_ends[-1])
    interval = intervals(interval_ends)
    periods, traits = len(interval_ends), sample.values.shape[1]
    count = len(sample.offsets) - 1
    mean, spread, residual = _start(sample, basis, mean_basis, periods)
    path: list[float] = []
    converged = False
    for _ in range(iterations):
        precision, log_variance = residual_precision(residual)
        prior: Float = np.asarray(np.linalg.inv(spread))
        log_prior = float(np.linalg.slogdet(spread)[1])
        mean = np.asarray(
            mean + _mean_step(sample, mean, basis, mean_basis, interval, precision, prior, threads)
        )
        deviation = sample.deviation(mean @ mean_basis.T)

        def part(
            first: int,
            past_last: int,
            deviation: Float = deviation,
            precision: Float = precision,
            log_variance: Float = log_variance,
            prior: Float = prior,
            log_prior: float = log_prior,
        ) -> tuple[float, Float, Float]:
            moment = np.zeros_like(prior)
            errors = np.zeros((periods, 1 << traits, traits, traits))
            likelihood = normal_equations.expectation(
                first, past_last, sample.offsets, sample.dim, deviation, sample.pattern, basis,
                interval, precision, log_variance, prior, log_prior, moment, errors,
            )  # fmt: skip
            return likelihood, moment, errors

        parts = over_rows(part, count, at_once=1024, threads=threads)
        path.append(sum(p[0] for p in parts))
        if len(path) > 1 and (path[-1] - path[-2]) / count < tolerance:
            converged = True
            break
        spread = np.sum([p[1] for p in parts], axis=0) / count
        spread = (spread + spread.T) / 2
        residual = _residual_step(np.sum([p[2] for p in parts], axis=0), residual, sample, interval)
    group = ParityGroup(
        from_parity, mean, spread, residual, count, len(sample.dim), len(path), path[-1], converged
    )
    return group, Convergence(from_parity, count, len(sample.dim), tuple(path), converged)


def _mean_step(
    sample: _Sample,
    mean: Float,
    basis: Float,
    mean_basis: Float,
    interval: Int,
    precision: Float,
    prior: Float,
    threads: int | None,
) -> Float:
    """The step from the present mean coefficients to their generalised least squares."""
    deviation = sample.deviation(mean @ mean_basis.T)
    unknowns = mean.size

    def part(first: int, past_last: int) -> tuple[Float, Float]:
        left, gradient = np.zeros((unknowns, unknowns)), np.zeros(unknowns)
        normal_equations.mean_system(
            first, past_last, sample.offsets, sample.dim, deviation, sample.pattern, basis,
            mean_basis, interval, precision, prior, left, gradient,
        )  # fmt: skip
        return left, gradient

    parts = over_rows(part, len(sample.offsets) - 1, at_once=1024, threads=threads)
    left = np.sum([p[0] for p in parts], axis=0)
    gradient = np.sum([p[1] for p in parts], axis=0)
    return np.asarray(np.linalg.solve(left, gradient).reshape(mean.shape))


def _residual_step(errors: Float, residual: Float, sample: _Sample, interval: Int) -> Float:
    """R of each interval from the moments of the measured traits.

    Moments of what was not measured are their expectation given what was (Dempster et al. 1977).
    An interval with fewer tests than 20 times the traits keeps its value.
    """
    traits = residual.shape[1]
    renewed = residual.copy()
    period = interval[sample.dim]
    tests = np.zeros(errors.shape[:2])
    np.add.at(tests, (period, sample.pattern), 1)
    for i in range(len(residual)):
        total, seen = np.zeros((traits, traits)), 0.0
        for bits in range(1, 1 << traits):
            if not tests[i, bits]:
                continue
            held = np.flatnonzero((bits >> np.arange(traits)) & 1)
            rest = np.flatnonzero(~((bits >> np.arange(traits)) & 1).astype(bool))
            moment = errors[i, bits][np.ix_(held, held)]
            block = np.zeros((traits, traits))
            block[np.ix_(held, held)] = moment
            if len(rest):
                inner = residual[i][np.ix_(held, held)]
                across = residual[i][np.ix_(rest, held)]
                line = np.linalg.solve(inner, across.T).T
                block[np.ix_(rest, held)] = line @ moment
                block[np.ix_(held, rest)] = (line @ moment).T
                block[np.ix_(rest, rest)] = line @ moment @ line.T + tests[i, bits] * (
                    residual[i][np.ix_(rest, rest)] - line @ across.T
                )
            total += block
            seen += tests[i, bits]
        if seen >= 20 * traits:
            renewed[i] = (total + total.T) / (2 * seen)
    return renewed


def fit_populations(
    days: TestDays,
    *,
    region: Int | list[str] | Float,
    year: Int | list[str] | Float,
    source: str,
    traits: tuple[str, ...] = TRAITS,
    parity_groups: tuple[int, ...] = (1, 2, 3),
    iterations: int = 150,
    at_least: int = 50,
    threads: int | None = None,
) -> tuple[dict[tuple[str, str], Fit], dict[tuple[str, str], str]]:
    """Fit one population for each pair of ``region`` and ``year`` (per lactation).

    Returns the fits, and for each pair that could not be fitted the reason; a pair that is too
    small never stops the others.
    """
    where, when = np.asarray(region).astype(str), np.asarray(year).astype(str)
    fits: dict[tuple[str, str], Fit] = {}
    refused: dict[tuple[str, str], str] = {}
    for pair in sorted(set(zip(where.tolist(), when.tolist(), strict=True))):
        chosen = (where == pair[0]) & (when == pair[1])
        try:
            fits[pair] = fit_population(
                days.select(chosen),
                region=pair[0],
                year=pair[1],
                source=source,
                traits=traits,
                parity_groups=parity_groups,
                iterations=iterations,
                at_least=at_least,
                threads=threads,
            )
        except ValueError as problem:
            refused[pair] = str(problem)
    return fits, refused
