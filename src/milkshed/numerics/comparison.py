"""Comparison between laboratories: an assigned value that outliers do not move, and scores.

Formulas of ISO 13528:2015 and ISO/IEC 17043; scaled quantities carry the unit of the results.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, pi, sqrt

import numpy as np
from scipy.special import ndtr

_TUNING = 1.5
_MAD_TO_SD = 1.482602218505602
_NEW_SCALE = 1.134
_CONVERGED = 1e-10
_NOTHING = 1e-9
_MOST_ROUNDS = 1_000
_FEWEST = 3
Z_WARNING, Z_ACTION = 2.0, 3.0
EN_LIMIT = 1.0


@dataclass(frozen=True, slots=True)
class Robust:
    """A robust mean and standard deviation of ``count`` results, and what was done to get it."""

    mean: float
    sd: float
    count: int
    rounds: int
    method: str

    @property
    def standard_uncertainty(self) -> float:
        """The standard uncertainty of the mean as an assigned value: 1.25 s / √p (clause 7.7.3)."""
        return 1.25 * self.sd / sqrt(self.count)


def algorithm_a(values: Sequence[float]) -> Robust:
    """The robust mean and standard deviation of Algorithm A (ISO 13528:2015, annex C.3).

    Values further than 1.5 s from the mean are moved to that distance, mean and s are worked out
    again (s times 1.134), until nothing changes. Raises ValueError for fewer than three values.
    """
    x = np.asarray(values, dtype=float)
    if len(x) < _FEWEST or not np.isfinite(x).all():
        raise ValueError("at least three finite results are needed")
    mean = float(np.median(x))
    sd = float(_MAD_TO_SD * np.median(np.abs(x - mean)))
    if sd <= _NOTHING * float(np.ptp(x)):  # more than half agree, yet others may differ
        sd = float(np.std(x, ddof=1))
    rounds = 0
    while rounds < _MOST_ROUNDS:
        rounds += 1
        moved = np.clip(x, mean - _TUNING * sd, mean + _TUNING * sd)
        new_mean = float(moved.mean())
        new_sd = float(_NEW_SCALE * np.sqrt(((moved - new_mean) ** 2).sum() / (len(x) - 1)))
        change = max(abs(new_mean - mean), abs(new_sd - sd))
        mean, sd = new_mean, new_sd
        if change <= _CONVERGED * max(1.0, abs(mean)):
            break
    return Robust(mean, sd, len(x), rounds, "ISO 13528 Algorithm A")


def q_sd(values: Sequence[float]) -> float:
    """The standard deviation of the Q method for one result per laboratory (annex C.5.3).

    The distribution of all absolute differences between laboratories is read at
    0.25 + 0.75 H(0); the answer is that difference over √2 times the normal quantile. Raises
    ValueError for fewer than three values.
    """
    from scipy.special import ndtri

    x = np.asarray(values, dtype=float)
    if len(x) < _FEWEST:
        raise ValueError("at least three results are needed")
    upper = np.triu_indices(len(x), 1)
    differences = np.abs(x[upper[0]] - x[upper[1]])
    points, counts = np.unique(differences, return_counts=True)
    reached = np.cumsum(counts) / len(differences)
    at_zero = float(reached[0]) if points[0] == 0 else 0.0
    # the distribution between its steps, halfway up each (ISO 13528, formula C.20)
    halfway = reached - 0.5 * counts / len(differences)
    if points[0] == 0:
        halfway[0] = reached[0]
    asked = 0.25 + 0.75 * at_zero
    at = np.concatenate([[0.0], points]) if points[0] > 0 else points
    level = np.concatenate([[0.0], halfway]) if points[0] > 0 else halfway
    difference = float(np.interp(asked, level, at))
    quantile = float(ndtri(0.625 + 0.375 * at_zero))
    return difference / (sqrt(2.0) * quantile)


def hampel(values: Sequence[float]) -> Robust:
    """The robust mean of the Q/Hampel method (annex C.5.3): three-part weights at 1.5, 3, 4.5 s."""
    x = np.asarray(values, dtype=float)
    sd = q_sd(values)
    if sd == 0:
        return Robust(float(np.median(x)), 0.0, len(x), 0, "ISO 13528 Q/Hampel")
    mean = float(np.median(x))
    rounds = 0
    while rounds < _MOST_ROUNDS:
        rounds += 1
        distance = np.abs((x - mean) / sd)
        with np.errstate(divide="ignore", invalid="ignore"):
            weight = np.select(
                [distance <= 1.5, distance <= 3.0, distance <= 4.5],
                [1.0, 1.5 / distance, 1.5 * (4.5 - distance) / (1.5 * distance)],
                0.0,
            )
        new = float((weight * x).sum() / weight.sum())
        done = abs(new - mean) <= _CONVERGED * max(1.0, abs(new))
        mean = new
        if done:
            break
    return Robust(mean, sd, len(x), rounds, "ISO 13528 Q/Hampel")


def z_score(value: float, assigned: float, sigma: float) -> float:
    """z = (x - X) / σpt (clause 9.4); ``sigma`` above zero."""
    _above_zero(sigma)
    return (value - assigned) / sigma


def z_prime(value: float, assigned: float, sigma: float, assigned_u: float) -> float:
    """z' = (x - X) / √(σpt² + u(X)²) (clause 9.5): when the assigned value itself is uncertain."""
    _above_zero(sigma)
    return (value - assigned) / sqrt(sigma**2 + assigned_u**2)


def zeta(value: float, assigned: float, value_u: float, assigned_u: float) -> float:
    """ζ = (x - X) / √(u(x)² + u(X)²) (clause 9.6), with standard uncertainties."""
    both = sqrt(value_u**2 + assigned_u**2)
    _above_zero(both)
    return (value - assigned) / both


def e_n(value: float, assigned: float, value_expanded: float, assigned_expanded: float) -> float:
    """En = (x - X) / √(U(x)² + U(X)²) (clause 9.7), with expanded uncertainties (k = 2)."""
    both = sqrt(value_expanded**2 + assigned_expanded**2)
    _above_zero(both)
    return (value - assigned) / both


def _above_zero(scale: float) -> None:
    if not scale > 0:
        raise ValueError("the scale of a score must be above zero")


def light_of(score: float) -> str:
    """The light of a z, z' or ζ score: green to 2, yellow between 2 and 3, red from 3 on."""
    size = abs(score)
    return "green" if size <= Z_WARNING else "yellow" if size < Z_ACTION else "red"


def is_negligible(assigned_u: float, sigma: float) -> bool:
    """Whether u(X) may be left out: u(X) ≤ 0.3 σpt (clause 9.2.1); else use z'."""
    return assigned_u <= 0.3 * sigma


def horwitz_sigma(mass_fraction: float) -> float:
    """The reproducibility sd that Horwitz found: 0.02 c^0.8495, Thompson's below 1.2e-7 (2000).

    ``mass_fraction`` and the answer are dimensionless (1 g/100 g = 0.01). Above 0.138 it is
    0.01 c^0.5. Source: Thompson, Analyst 125 (2000) 385.
    """
    if not 0 < mass_fraction <= 1:
        raise ValueError("a mass fraction lies between 0 and 1")
    if mass_fraction < 1.2e-7:
        return 0.22 * mass_fraction
    if mass_fraction > 0.138:
        return 0.01 * sqrt(mass_fraction)
    return float(0.02 * mass_fraction**0.8495)


def expected_scale(tuning: float = _TUNING) -> float:
    """The factor that makes the sd of values cut at ``tuning`` sd unbiased for normal data.

    1 / √(θ + (1 - θ) k² - 2 k φ(k)), θ = 2 Φ(k) - 1: 1.134 at k = 1.5, as Algorithm A uses.
    """
    inside = 2 * float(ndtr(tuning)) - 1
    density = exp(-(tuning**2) / 2) / sqrt(2 * pi)
    return 1 / sqrt(inside + (1 - inside) * tuning**2 - 2 * tuning * density)
