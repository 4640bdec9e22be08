"""Is a method still where it was? Shewhart, CUSUM and EWMA charts of one reference material.

Readings come in the order of time; ``target`` and ``sd`` are the material's assigned value and
the laboratory's standard deviation for it. Average run lengths say what a chart promises: how
many readings until it signals. Sources: Western Electric 1956; Page 1954; Roberts 1959; ISO 7870.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.special import ndtr

Array = np.ndarray[tuple[int], np.dtype[np.float64]]

BEYOND_3 = "beyond-3"
TWO_OF_THREE = "two-of-three-beyond-2"
FOUR_OF_FIVE = "four-of-five-beyond-1"
EIGHT_ON_A_SIDE = "eight-on-a-side"
CUSUM_UP, CUSUM_DOWN, EWMA_OUT = "cusum-up", "cusum-down", "ewma"


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule broken at reading ``at`` (counted from 0)."""

    at: int
    rule: str


@dataclass(frozen=True, slots=True)
class Charts:
    """The three charts of a series: scores, sums, averages with their limit, and all signals."""

    z: Array
    upper_sum: Array
    lower_sum: Array
    average: Array
    average_limit: Array
    signals: tuple[Signal, ...]


def charts(
    values: Sequence[float],
    target: float,
    sd: float,
    *,
    allowance: float = 0.5,
    decision: float = 5.0,
    weight: float = 0.2,
    width: float = 2.86,
) -> Charts:
    """All charts of a series. ``allowance`` and ``decision`` (in sd) steer the CUSUM, ``weight``
    and ``width`` the EWMA. Raises ValueError for an sd not above zero.
    """
    if not sd > 0:
        raise ValueError("sd must be above zero")
    z = (np.asarray(values, dtype=float) - target) / sd
    upper, lower = cusum(z, allowance)
    average, limit = ewma(z, weight, width)
    signals = list(western_electric(z))
    signals += [Signal(int(i), CUSUM_UP) for i in np.flatnonzero(upper > decision)]
    signals += [Signal(int(i), CUSUM_DOWN) for i in np.flatnonzero(lower > decision)]
    signals += [Signal(int(i), EWMA_OUT) for i in np.flatnonzero(np.abs(average) > limit)]
    return Charts(
        z, upper, lower, average, limit, tuple(sorted(signals, key=lambda s: (s.at, s.rule)))
    )


def western_electric(z: Array | Sequence[float]) -> tuple[Signal, ...]:
    """The four zone rules: 1 beyond 3; 2 of 3 beyond 2; 4 of 5 beyond 1; 8 in a row on one side.

    The last three count points on the same side; a signal stands at the point that completes it,
    which must itself be one of those counted.
    """
    x = np.asarray(z, dtype=float)
    found: list[Signal] = []
    for at in range(len(x)):
        if abs(x[at]) > 3:
            found.append(Signal(at, BEYOND_3))
        for side in (1.0, -1.0):
            s = side * x
            if s[at] > 2 and int((s[max(0, at - 2) : at + 1] > 2).sum()) >= 2:
                found.append(Signal(at, TWO_OF_THREE))
            if s[at] > 1 and int((s[max(0, at - 4) : at + 1] > 1).sum()) >= 4:
                found.append(Signal(at, FOUR_OF_FIVE))
            if at >= 7 and bool((s[at - 7 : at + 1] > 0).all()):
                found.append(Signal(at, EIGHT_ON_A_SIDE))
    return tuple(found)


def cusum(z: Array | Sequence[float], allowance: float) -> tuple[Array, Array]:
    """Upper and lower sums: C+ = max(0, C+ + z - k), C- = max(0, C- - z - k)."""
    x = np.asarray(z, dtype=float)
    upper, lower = np.zeros(len(x)), np.zeros(len(x))
    up = down = 0.0
    for at, value in enumerate(x.tolist()):
        up = max(0.0, up + value - allowance)
        down = max(0.0, down - value - allowance)
        upper[at], lower[at] = up, down
    return upper, lower


def ewma(z: Array | Sequence[float], weight: float, width: float) -> tuple[Array, Array]:
    """Weighted averages from 0 and their limits L √(λ/(2-λ) (1 - (1-λ)^2t))."""
    x = np.asarray(z, dtype=float)
    average = np.zeros(len(x))
    level = 0.0
    for at, value in enumerate(x.tolist()):
        level = weight * value + (1 - weight) * level
        average[at] = level
    time = np.arange(1, len(x) + 1)
    limit = width * np.sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * time)))
    return average, limit


_NODES = 60


def cusum_run_length(allowance: float, decision: float, shift: float = 0.0) -> float:
    """The average run length of a one-sided CUSUM started at 0, for a shift in sd.

    Page's integral equation, solved on Gauss-Legendre nodes with the atom at zero (Vance 1986).
    """
    points, weights = np.polynomial.legendre.leggauss(_NODES)
    at = (points + 1) * decision / 2
    w = weights * decision / 2
    start = np.concatenate([[0.0], at])
    density = _normal(at[None, :] - start[:, None] + allowance - shift) * w[None, :]
    stays = np.column_stack([ndtr(allowance - shift - start), density])
    lengths = np.linalg.solve(np.eye(_NODES + 1) - stays, np.ones(_NODES + 1))
    return float(lengths[0])


def two_sided_cusum_run_length(allowance: float, decision: float, shift: float = 0.0) -> float:
    """The run length of both sides together: 1/L = 1/L(shift) + 1/L(-shift) (van Dobben 1968)."""
    up = cusum_run_length(allowance, decision, shift)
    down = cusum_run_length(allowance, decision, -shift)
    return 1 / (1 / up + 1 / down)


def ewma_run_length(weight: float, width: float, shift: float = 0.0) -> float:
    """The average run length of an EWMA with its final limits, started at 0 (Crowder 1987)."""
    half = width * sqrt(weight / (2 - weight))
    points, weights = np.polynomial.legendre.leggauss(_NODES)
    at, w = points * half, weights * half

    def kernel(start: Array) -> Array:
        step = (at[None, :] - (1 - weight) * start[:, None]) / weight - shift
        found: Array = _normal(step) * w[None, :] / weight
        return found

    lengths = np.linalg.solve(np.eye(_NODES) - kernel(at), np.ones(_NODES))
    return float(1 + (kernel(np.zeros(1)) @ lengths)[0])


def _normal(x: Array) -> Array:
    density: Array = np.exp(-0.5 * x**2) / np.sqrt(2 * np.pi)
    return density
