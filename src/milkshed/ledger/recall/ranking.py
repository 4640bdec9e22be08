"""Which source is behind bad tests: posterior odds from shares and measured values.

Pure: arrays in, arrays out. A test ``k`` looks at milk that is made of sources ``i`` by the mass
fractions ``F[k, i]`` of a trace, and for the rest, ``1 - sum(F[k])``, of unknown origin. When
source ``i`` alone carries the substance, at concentration ``c``, the test should read
``mu = F[k, i] * c``. What it reads is normal about that with the standard deviation

    ``sqrt((lod / 3.3)**2 + (cv * mu)**2)``

where the constant part follows from the limit of detection (ISO 11843-1, Currie 1995: the limit
is 3.3 standard deviations of a blank) and ``cv`` holds the errors of the assay and of the shares.
A reading below the limit counts by the probability of that (Tobin 1958), a bare "positive" by its
complement. ``c`` is unknown over many powers of ten, hence its prior is uniform in its logarithm
(Jeffreys 1946) on a grid that reaches from what no test could see to far above the largest
reading. Summing over the grid gives the evidence for each source, and Bayes' rule their odds.

The idea of asking every source how well it explains all findings at once is that of outbreak
tracing (Horn & Friedrich 2019); with milk the shares are known, so that also how much was found,
and where nothing was found, counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, logsumexp, ndtr

METHOD = "single-and-pair-source-posterior"
VERSION = "1"

BLANK_SIGMAS = 3.3
"""Standard deviations of a blank that make the limit of detection (ISO 11843-1)."""

Array = NDArray[np.float64]

_GRID_POINTS = 161
_PAIR_GRID_POINTS = 41
_DECADES_BELOW = 2.0
_DECADES_ABOVE = 1.0
_PAIR_CANDIDATES = 16
_SMALLEST_SHARE = 1e-9


@dataclass(frozen=True, slots=True)
class Readings:
    """What the tests said; all arrays have one entry per test.

    ``value`` is what was measured (any unit, the same for all), NaN where only a verdict was
    given. ``is_positive`` is the verdict at the limit of detection ``lod``, which has the unit of
    the values and is above zero.
    """

    value: Array
    is_positive: NDArray[np.bool_]
    lod: Array

    def __post_init__(self) -> None:
        if not self.value.shape == self.is_positive.shape == self.lod.shape:
            raise ValueError("value, is_positive and lod need the same length")
        if not np.all(self.lod > 0) or not np.all(np.isfinite(self.lod)):
            raise ValueError("lod must be finite and above zero")
        if np.any(self.value < 0) or np.any(np.isinf(self.value)):
            raise ValueError("value must be finite and not negative")


@dataclass(frozen=True, slots=True)
class Ranking:
    """How likely each source is, given the tests.

    ``probability`` (sources) and ``unknown`` (a source nobody recorded) sum to 1 under the
    assumption that a single source is behind it. ``low``, ``median``, ``high`` are the 5, 50 and
    95 % points of the source's concentration if it is the one (NaN where its probability is 0).
    ``pair`` is the likeliest pair of sources and ``pair_odds`` the odds of two sources against
    one, both equally likely beforehand; None with fewer than two candidates. ``grid`` and
    ``posterior`` (sources + unknown, grid) serve :func:`information_gain`.
    """

    probability: Array
    unknown: float
    low: Array
    median: Array
    high: Array
    pair: tuple[int, int] | None
    pair_odds: float
    grid: Array
    posterior: Array


def _log_density(mu: Array, readings: Readings, cv: float) -> Array:
    """Log likelihood of every reading at expected values ``mu`` (tests, …), summed over tests."""
    shape = (-1,) + (1,) * (mu.ndim - 1)
    lod = readings.lod.reshape(shape)
    value = readings.value.reshape(shape)
    positive = readings.is_positive.reshape(shape)
    sigma = np.sqrt((lod / BLANK_SIGMAS) ** 2 + (cv * mu) ** 2)
    above = (mu - lod) / sigma
    is_measured = positive & np.isfinite(value)
    with np.errstate(invalid="ignore"):
        density = -0.5 * ((value - mu) / sigma) ** 2 - np.log(sigma) - 0.5 * np.log(2 * np.pi)
    # a density has the unit of 1/value, a verdict none: per limit of detection both compare
    density = density + np.log(lod)
    censored = np.where(positive, log_ndtr(above), log_ndtr(-above))
    total: Array = np.where(is_measured, density, censored).sum(axis=0)
    return total


def _grid(shares: Array, readings: Readings, points: int) -> Array:
    """Concentrations from what no test could see to far above what any reading asks for."""
    seen = shares[shares > _SMALLEST_SHARE]
    smallest = float(seen.min()) if seen.size else 1.0
    values = readings.value[np.isfinite(readings.value)]
    top = max(float(readings.lod.max()), float(values.max()) if values.size else 0.0)
    low = np.log10(readings.lod.min()) - _DECADES_BELOW
    high = np.log10(top / min(smallest, 1.0)) + _DECADES_ABOVE
    return np.logspace(low, high, points)


def rank(
    shares: Array,
    readings: Readings,
    *,
    prior: Array | None = None,
    unknown_prior: float = 0.0,
    cv: float = 0.25,
) -> Ranking:
    """Rank sources by how well each alone explains all readings.

    ``shares`` (tests, sources) are mass fractions; rows sum to at most 1 and the rest of a row is
    of unknown origin. ``prior`` (sources) are relative odds before the tests, equal when left
    out; ``unknown_prior`` is the probability beforehand of a source nobody recorded, which then
    holds the whole unknown rest of every test. ``cv`` is the relative standard deviation of
    readings, errors of the shares included. Raises ``ValueError`` for shapes or values that do
    not fit.
    """
    shares = _checked(shares, readings)
    weights = _prior(shares.shape[1], prior, unknown_prior)
    rest = np.clip(1.0 - shares.sum(axis=1, keepdims=True), 0.0, 1.0)
    columns = np.hstack([shares, rest])
    grid = _grid(columns, readings, _GRID_POINTS)
    log_likelihood = np.empty((columns.shape[1], grid.size))
    for source in range(columns.shape[1]):
        log_likelihood[source] = _log_density(
            columns[:, source, None] * grid[None, :], readings, cv
        )
    with np.errstate(divide="ignore"):
        joint = log_likelihood + np.log(weights)[:, None] - np.log(grid.size)
    posterior = np.exp(joint - logsumexp(joint))
    probability = posterior.sum(axis=1)
    low, median, high = _quantiles(posterior[:-1], grid)
    pair, odds = _best_pair(shares, readings, log_likelihood[:-1], weights[:-1], cv)
    return Ranking(
        probability=probability[:-1],
        unknown=float(probability[-1]),
        low=low,
        median=median,
        high=high,
        pair=pair,
        pair_odds=odds,
        grid=grid,
        posterior=posterior,
    )


def _checked(shares: Array, readings: Readings) -> Array:
    shares = np.asarray(shares, dtype=np.float64)
    if shares.ndim != 2 or shares.shape[0] != readings.value.size or 0 in shares.shape:
        raise ValueError("shares need one row per test and at least one source")
    if not np.all(np.isfinite(shares)) or np.any(shares < 0) or np.any(shares.sum(1) > 1 + 1e-6):
        raise ValueError("shares must lie between 0 and 1 and sum to at most 1 in every test")
    return shares


def _prior(sources: int, prior: Array | None, unknown: float) -> Array:
    if not 0.0 <= unknown < 1.0:
        raise ValueError("unknown_prior must be at least 0 and below 1")
    known = np.ones(sources) if prior is None else np.asarray(prior, dtype=np.float64)
    if known.shape != (sources,) or np.any(known < 0) or not known.sum() > 0:
        raise ValueError("prior needs one number per source, none negative and not all zero")
    return np.append(known / known.sum() * (1.0 - unknown), unknown)


def _quantiles(posterior: Array, grid: Array) -> tuple[Array, Array, Array]:
    sums = posterior.sum(axis=1, keepdims=True)
    found = []
    for point in (0.05, 0.5, 0.95):
        places = (np.cumsum(posterior, axis=1) < point * sums).sum(axis=1)
        values = grid[np.minimum(places, grid.size - 1)]
        found.append(np.where(sums[:, 0] > 0, values, np.nan))
    return found[0], found[1], found[2]


def _best_pair(
    shares: Array, readings: Readings, log_likelihood: Array, weights: Array, cv: float
) -> tuple[tuple[int, int] | None, float]:
    """The pair of sources that explains the readings best, and two sources' odds against one."""
    candidates = _pair_candidates(shares, readings, log_likelihood, weights, cv)
    if len(candidates) < 2:
        return None, 0.0
    grid = _grid(shares, readings, _PAIR_GRID_POINTS)
    evidence: dict[tuple[int, int], float] = {}
    for one, other in combinations(candidates, 2):
        mu = (
            shares[:, one, None, None] * grid[None, :, None]
            + shares[:, other, None, None] * grid[None, None, :]
        )
        evidence[one, other] = float(
            logsumexp(_log_density(mu, readings, cv)) - 2 * np.log(grid.size)
        )
    with np.errstate(divide="ignore"):
        single = float(
            logsumexp(logsumexp(log_likelihood, axis=1) + np.log(weights / weights.sum()))
            - np.log(log_likelihood.shape[1])
        )
    sources = int(np.count_nonzero(weights))
    pairs = sources * (sources - 1) / 2
    best = max(evidence, key=lambda pair: evidence[pair])
    together = float(logsumexp(list(evidence.values())) - np.log(pairs))
    return best, float(np.exp(np.clip(together - single, -700, 700)))


def _pair_candidates(
    shares: Array, readings: Readings, log_likelihood: Array, weights: Array, cv: float
) -> list[int]:
    """The sources that explain all readings best, and those that explain some test best.

    Two sources together may each fit badly alone; what each can explain alone is the tests that
    have a part of it, so the fit is asked per positive test as well.
    """
    overall = np.where(weights > 0, logsumexp(log_likelihood, axis=1), -np.inf)
    chosen = list(np.argsort(-overall)[: _PAIR_CANDIDATES // 2])
    for test in np.flatnonzero(readings.is_positive):
        if len(chosen) >= _PAIR_CANDIDATES:
            break
        # among the sources of this test, the one the negative tests speak least against
        negatives = ~readings.is_positive
        burden = shares[negatives].sum(axis=0) / np.maximum(shares[test], _SMALLEST_SHARE)
        burden[(shares[test] <= _SMALLEST_SHARE) | (weights <= 0)] = np.inf
        for source in np.argsort(burden)[:2]:
            if np.isfinite(burden[source]) and source not in chosen:
                chosen.append(source)
    return [int(source) for source in chosen if weights[source] > 0]


def information_gain(ranking: Ranking, shares: Array, lod: Array, *, cv: float = 0.25) -> Array:
    """How much a further test would tell, in bits, for each of several samples one could open.

    ``shares`` (samples, sources) is what each sample is made of and ``lod`` (samples) the limit of
    the test on it. The gain is the mutual information of its verdict and the source (Lindley
    1956): 0 when the verdict is certain beforehand or the same whatever the source.
    """
    shares = np.asarray(shares, dtype=np.float64)
    sources = ranking.probability.size
    if shares.ndim != 2 or shares.shape[1] != sources or lod.shape != (shares.shape[0],):
        raise ValueError("shares need one column per source ranked, lod one entry per sample")
    rest = np.clip(1.0 - shares.sum(axis=1, keepdims=True), 0.0, 1.0)
    columns = np.hstack([shares, rest])
    probability = np.append(ranking.probability, ranking.unknown)
    with np.errstate(divide="ignore", invalid="ignore"):
        concentration = ranking.posterior / probability[:, None]
    concentration[probability <= 0] = 0.0
    gains = np.empty(shares.shape[0])
    for sample, row in enumerate(columns):
        mu = row[:, None] * ranking.grid[None, :]
        sigma = np.sqrt((lod[sample] / BLANK_SIGMAS) ** 2 + (cv * mu) ** 2)
        positive = (concentration * ndtr((mu - lod[sample]) / sigma)).sum(axis=1)
        gains[sample] = _entropy(float(probability @ positive)) - float(
            probability @ np.array([_entropy(float(p)) for p in positive])
        )
    return np.maximum(gains, 0.0)


def _entropy(p: float) -> float:
    if p <= 0.0 or p >= 1.0:
        return 0.0
    return float(-(p * np.log2(p) + (1 - p) * np.log2(1 - p)))


def pooled(shares: Array, weights: Sequence[float] | None = None) -> Array:
    """Return what a sample pooled from several lots is made of.

    ``shares`` (lots, sources); ``weights`` are the volumes taken of each lot, equal when left out.
    """
    shares = np.asarray(shares, dtype=np.float64)
    parts = np.ones(shares.shape[0]) if weights is None else np.asarray(weights, dtype=np.float64)
    if shares.ndim != 2 or parts.shape != (shares.shape[0],) or np.any(parts <= 0):
        raise ValueError("a pool needs one volume above zero per lot")
    mixed: Array = parts @ shares / parts.sum()
    return mixed
