"""Equations of lactation curves and their fit to one lactation, in machine code.

Wood (1967) a·t^b·e^(−ct); Wilmink (1987) a + b·t + c·e^(−0.05t); Ali & Schaeffer (1987) with
x = t/305; MilkBot (Ehrlich 2011) s(1 − ½e^(−t/r))e^(−dt), offset 0; Dijkstra et al. (1997)
a·exp(b(1 − e^(−kt))/k − ct). Parameters that must be positive are fitted as logarithms.
"""

import numpy as np
from numpy.typing import NDArray

from milkshed.numerics.compiled import compiled
from milkshed.recording.science.normal_equations import backward, factor, forward
from milkshed.recording.science.recorded_days import Float, Int

WOOD, WILMINK, ALI_SCHAEFFER, MILKBOT, DIJKSTRA = range(5)


@compiled
def equation(model: int, theta: Float, day: float, slope: Float) -> float:
    """Yield on a day in kg, and its derivatives by the parameters in ``slope``."""
    value = 0.0
    if model == WOOD:
        logarithm = np.log(day)
        value = np.exp(theta[0] + theta[1] * logarithm - theta[2] * day)
        slope[0], slope[1], slope[2] = value, value * logarithm, -value * day
    elif model == WILMINK:
        rise = np.exp(-0.05 * day)
        slope[0], slope[1], slope[2] = 1.0, day, rise
        value = theta[0] + theta[1] * day + theta[2] * rise
    elif model == ALI_SCHAEFFER:
        x = day / 305.0
        logarithm = -np.log(x)
        slope[0], slope[1], slope[2] = 1.0, x, x * x
        slope[3], slope[4] = logarithm, logarithm * logarithm
        for i in range(5):
            value += theta[i] * slope[i]
    elif model == MILKBOT:
        ramp, decay = np.exp(theta[1]), np.exp(theta[2])
        rise = 0.5 * np.exp(-day / ramp)
        falling = np.exp(theta[0] - decay * day)
        value = falling * (1.0 - rise)
        slope[0], slope[1] = value, -falling * rise * day / ramp
        slope[2] = -value * decay * day
    else:
        growth, rate, death = np.exp(theta[1]), np.exp(theta[2]), np.exp(theta[3])
        faded = np.exp(-rate * day)
        gained = growth * (1.0 - faded) / rate
        value = np.exp(theta[0] + gained - death * day)
        slope[0], slope[1] = value, value * gained
        slope[2] = value * (growth * day * faded - gained)
        slope[3] = -value * death * day
    return value


@compiled
def _squares(
    model: int, theta: Float, start: int, stop: int, dim: Int, milk: Float, slope: Float
) -> float:
    total = 0.0
    for row in range(start, stop):
        left = milk[row] - equation(model, theta, float(dim[row]), slope)
        total += left * left
    return total


@compiled
def _distance(theta: Float, mean: Float, precision: Float) -> float:
    total = 0.0
    for i in range(len(theta)):
        for j in range(len(theta)):
            total += (theta[i] - mean[i]) * precision[i, j] * (theta[j] - mean[j])
    return total


@compiled
def fit(
    first: int,
    past_last: int,
    model: int,
    offsets: Int,
    dim: Int,
    milk: Float,
    group: Int,
    start: Float,
    precision: Float,
    noise: Float,
    steps: int,
    theta: Float,
    covariance: Float,
    squares: Float,
    spread: Float,
    state: NDArray[np.uint8],
    failed: int,
) -> None:
    """Levenberg–Marquardt (Marquardt 1963) towards the posterior mode, lactation by lactation.

    ``start`` (groups, p) is the prior mean and ``precision`` (groups, p, p) its precision, zero
    for least squares; ``noise`` (groups,) the residual variance. On entry ``theta`` holds the
    starting values. ``covariance`` is the inverse Hessian, ``squares`` the residual sum of
    squares, ``spread`` that sum's share from the uncertainty of the parameters.
    """
    size = theta.shape[1]
    slope, gradient, trial = np.zeros(size), np.zeros(size), np.zeros(size)
    hessian, system = np.zeros((size, size)), np.zeros((size, size))
    for lactation in range(first, past_last):
        g = group[lactation]
        if g < 0:
            continue
        begin, end = offsets[lactation], offsets[lactation + 1]
        own = theta[lactation]
        rest = _squares(model, own, begin, end, dim, milk, slope)
        cost = rest / noise[g] + _distance(own, start[g], precision[g])
        damping, settled = 1e-3, False
        for _ in range(steps):
            for i in range(size):
                gradient[i] = 0.0
                for j in range(size):
                    hessian[i, j] = precision[g, i, j]
                    gradient[i] -= precision[g, i, j] * (own[j] - start[g, j])
            for row in range(begin, end):
                left = (milk[row] - equation(model, own, float(dim[row]), slope)) / noise[g]
                for i in range(size):
                    gradient[i] += slope[i] * left
                    for j in range(i + 1):
                        hessian[i, j] += slope[i] * slope[j] / noise[g]
            accepted = False
            while damping < 1e12:
                for i in range(size):
                    for j in range(i + 1):
                        system[i, j] = hessian[i, j]
                    system[i, i] += damping * hessian[i, i] + 1e-14
                    trial[i] = gradient[i]
                if not np.isnan(factor(system, size)):
                    forward(system, trial, size)
                    backward(system, trial, size)
                    biggest = 0.0
                    for i in range(size):
                        move = abs(trial[i]) / (abs(own[i]) + 1e-3)
                        biggest = max(biggest, move)
                        trial[i] += own[i]
                    tried_rest = _squares(model, trial, begin, end, dim, milk, slope)
                    tried = tried_rest / noise[g] + _distance(trial, start[g], precision[g])
                    if tried <= cost:
                        settled = biggest < 1e-6 or cost - tried <= 1e-9 * (cost + 1e-12)
                        for i in range(size):
                            own[i] = trial[i]
                        cost, rest, accepted = tried, tried_rest, True
                        damping = max(damping * 0.1, 1e-9)
                        break
                damping *= 10.0
            if not accepted:
                # no step improves: the smallest that was tried is below rounding
                settled = True
                break
            if settled:
                break
        if not settled or not np.isfinite(cost):
            state[lactation] = failed
        squares[lactation] = rest
        for i in range(size):
            for j in range(size):
                system[i, j] = precision[g, i, j]
        for row in range(begin, end):
            equation(model, own, float(dim[row]), slope)
            for i in range(size):
                for j in range(size):
                    system[i, j] += slope[i] * slope[j] / noise[g]
        for i in range(size):
            for j in range(size):
                hessian[i, j] = system[i, j] - precision[g, i, j]
        if np.isnan(factor(system, size)):
            continue
        for i in range(size):
            for j in range(size):
                trial[j] = 0.0
            trial[i] = 1.0
            forward(system, trial, size)
            backward(system, trial, size)
            for j in range(size):
                covariance[lactation, i, j] = trial[j]
                spread[lactation] += trial[j] * hessian[i, j] * noise[g]
