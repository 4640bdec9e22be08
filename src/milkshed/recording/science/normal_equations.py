"""The system of one lactation in a random regression, in machine code.

Henderson's (1984) mixed-model equations of one cow: with y = f + Z u + e, u ~ N(0, G) and
e ~ N(0, R) block-diagonal by test day, the posterior of u has precision A = G⁻¹ + Z'R⁻¹Z and
mean A⁻¹ Z'R⁻¹(y − f). Traits that were not measured drop out of a test day's block.
"""

import numpy as np
from numpy.typing import NDArray

from milkshed.numerics.compiled import compiled
from milkshed.recording.science.recorded_days import Float, Int


@compiled
def build(
    start: int,
    stop: int,
    dim: Int,
    deviation: Float,
    pattern: Int,
    basis: Float,
    interval: Int,
    precision: Float,
    prior: Float,
    system: Float,
    right: Float,
) -> float:
    """Fill ``system`` (lower half) and ``right``; return the weighted square of the deviations.

    ``deviation`` (rows, traits), 0 where not measured; ``pattern`` (rows,) bits of the measured
    traits; ``precision`` (intervals, patterns, traits, traits); ``prior`` (q, q) with
    q = traits × terms.
    """
    terms, traits = basis.shape[1], deviation.shape[1]
    size = traits * terms
    for i in range(size):
        right[i] = 0.0
        for j in range(i + 1):
            system[i, j] = prior[i, j]
    square = 0.0
    for row in range(start, stop):
        bits = pattern[row]
        if bits == 0:
            continue
        z = basis[dim[row]]
        weight = precision[interval[dim[row]], bits]
        for a in range(traits):
            if not (bits >> a) & 1:
                continue
            pull = 0.0
            for b in range(traits):
                pull += weight[a, b] * deviation[row, b]
            square += pull * deviation[row, a]
            for i in range(terms):
                right[a * terms + i] += pull * z[i]
            for b in range(a + 1):
                w = weight[a, b]
                if w == 0.0:
                    continue
                for i in range(terms):
                    wz = w * z[i]
                    for j in range(terms):
                        system[a * terms + i, b * terms + j] += wz * z[j]
    return square


@compiled
def factor(system: Float, size: int) -> float:
    """Cholesky's factor in place of the lower half of the first ``size`` rows.

    Returns the logarithm of the determinant, NaN where the matrix is not positive definite.
    """
    logarithm = 0.0
    for j in range(size):
        pivot = system[j, j]
        for k in range(j):
            pivot -= system[j, k] * system[j, k]
        if not pivot > 0.0:
            return np.nan
        logarithm += np.log(pivot)
        root = np.sqrt(pivot)
        system[j, j] = root
        for i in range(j + 1, size):
            value = system[i, j]
            for k in range(j):
                value -= system[i, k] * system[j, k]
            system[i, j] = value / root
    return logarithm


@compiled
def forward(lower: Float, right: Float, size: int) -> None:
    """Solve L x = right in place."""
    for i in range(size):
        value = right[i]
        for k in range(i):
            value -= lower[i, k] * right[k]
        right[i] = value / lower[i, i]


@compiled
def backward(lower: Float, right: Float, size: int) -> None:
    """Solve L' x = right in place."""
    for i in range(size - 1, -1, -1):
        value = right[i]
        for k in range(i + 1, size):
            value -= lower[k, i] * right[k]
        right[i] = value / lower[i, i]


@compiled
def posterior(
    first: int,
    past_last: int,
    offsets: Int,
    dim: Int,
    deviation: Float,
    pattern: Int,
    group: Int,
    basis: Float,
    interval: Int,
    precision: Float,
    prior: Float,
    direction: Float,
    tighter: Float,
    summed: Float,
    coefficients: Float,
    variance: Float,
    status: NDArray[np.uint8],
    failed: int,
) -> None:
    """Posterior coefficients (rows, q) and the variance of each trait's sum over ``summed``.

    ``precision`` and ``prior`` have one entry a group in front; ``group`` (lactations,) is
    negative where a lactation is left alone. ``tighter`` (lactations,) times the square of
    ``direction`` (groups, q) is added to the prior's precision. ``summed`` (terms,) is the basis
    summed over the days of interest; ``variance`` (lactations, traits).
    """
    terms, traits = basis.shape[1], deviation.shape[1]
    size = terms * traits
    system = np.zeros((size, size))
    right = np.zeros(size)
    functional = np.zeros(size)
    for lactation in range(first, past_last):
        g = group[lactation]
        if g < 0:
            continue
        build(
            offsets[lactation], offsets[lactation + 1], dim, deviation, pattern, basis, interval,
            precision[g], prior[g], system, right,
        )  # fmt: skip
        if tighter[lactation] != 0.0:
            for i in range(size):
                for j in range(i + 1):
                    system[i, j] += tighter[lactation] * direction[g, i] * direction[g, j]
        if np.isnan(factor(system, size)):
            status[lactation] = failed
            continue
        forward(system, right, size)
        backward(system, right, size)
        for i in range(size):
            coefficients[lactation, i] = right[i]
        for a in range(traits):
            for i in range(size):
                functional[i] = 0.0
            for i in range(terms):
                functional[a * terms + i] = summed[i]
            forward(system, functional, size)
            left = 0.0
            for i in range(size):
                left += functional[i] * functional[i]
            variance[lactation, a] = left


@compiled
def expectation(
    first: int,
    past_last: int,
    offsets: Int,
    dim: Int,
    deviation: Float,
    pattern: Int,
    basis: Float,
    interval: Int,
    precision: Float,
    log_variance: Float,
    prior: Float,
    log_prior: float,
    spread: Float,
    residual: Float,
) -> float:
    """Add the expected second moments of coefficients and residuals; return the log likelihood.

    ``spread`` (q, q) gathers E[uu'], ``residual`` (intervals, patterns, traits, traits) gathers
    E[ee'] of the measured traits; ``log_variance`` (intervals, patterns) is log|R| of the
    measured block, ``log_prior`` is log|G|.
    """
    terms, traits = basis.shape[1], deviation.shape[1]
    size = terms * traits
    system = np.zeros((size, size))
    right = np.zeros(size)
    unit = np.zeros(size)
    inverse = np.zeros((size, size))
    error = np.zeros(traits)
    likelihood = 0.0
    for lactation in range(first, past_last):
        start, stop = offsets[lactation], offsets[lactation + 1]
        square = build(
            start, stop, dim, deviation, pattern, basis, interval, precision, prior, system, right
        )
        logarithm = factor(system, size)
        forward(system, right, size)
        for i in range(size):
            square -= right[i] * right[i]
        backward(system, right, size)
        likelihood -= 0.5 * (square + logarithm + log_prior)
        for i in range(size):
            for j in range(size):
                unit[j] = 0.0
            unit[i] = 1.0
            forward(system, unit, size)
            backward(system, unit, size)
            for j in range(size):
                inverse[i, j] = unit[j]
                spread[i, j] += unit[j] + right[i] * right[j]
        for row in range(start, stop):
            bits = pattern[row]
            if bits == 0:
                continue
            z, period = basis[dim[row]], interval[dim[row]]
            measured = 0
            for a in range(traits):
                if not (bits >> a) & 1:
                    continue
                measured += 1
                fitted = 0.0
                for i in range(terms):
                    fitted += z[i] * right[a * terms + i]
                error[a] = deviation[row, a] - fitted
            for a in range(traits):
                if not (bits >> a) & 1:
                    continue
                for b in range(traits):
                    if not (bits >> b) & 1:
                        continue
                    moment = error[a] * error[b]
                    for i in range(terms):
                        for j in range(terms):
                            moment += z[i] * z[j] * inverse[a * terms + i, b * terms + j]
                    residual[period, bits, a, b] += moment
            likelihood -= 0.5 * (log_variance[period, bits] + measured * np.log(2 * np.pi))
    return likelihood


@compiled
def mean_system(
    first: int,
    past_last: int,
    offsets: Int,
    dim: Int,
    deviation: Float,
    pattern: Int,
    basis: Float,
    mean_basis: Float,
    interval: Int,
    precision: Float,
    prior: Float,
    left: Float,
    gradient: Float,
) -> None:
    """Add X'V⁻¹X to ``left`` and X'V⁻¹(y − f) to ``gradient``, V = Z G Z' + R, X the mean's basis.

    V⁻¹ is not formed: X'V⁻¹X = X'R⁻¹X − X'R⁻¹Z A⁻¹ Z'R⁻¹X.
    """
    terms, traits, wide = basis.shape[1], deviation.shape[1], mean_basis.shape[1]
    size, unknowns = terms * traits, wide * traits
    system = np.zeros((size, size))
    right = np.zeros(size)
    cross = np.zeros((unknowns, size))
    for lactation in range(first, past_last):
        start, stop = offsets[lactation], offsets[lactation + 1]
        build(
            start, stop, dim, deviation, pattern, basis, interval, precision, prior, system, right
        )
        factor(system, size)
        forward(system, right, size)
        cross[:] = 0.0
        for row in range(start, stop):
            bits = pattern[row]
            if bits == 0:
                continue
            z, x = basis[dim[row]], mean_basis[dim[row]]
            weight = precision[interval[dim[row]], bits]
            for a in range(traits):
                if not (bits >> a) & 1:
                    continue
                pull = 0.0
                for b in range(traits):
                    pull += weight[a, b] * deviation[row, b]
                    for i in range(wide):
                        wx = weight[a, b] * x[i]
                        for j in range(terms):
                            cross[a * wide + i, b * terms + j] += wx * z[j]
                        for j in range(wide):
                            left[a * wide + i, b * wide + j] += wx * x[j]
                for i in range(wide):
                    gradient[a * wide + i] += pull * x[i]
        for i in range(unknowns):
            forward(system, cross[i], size)
        for i in range(unknowns):
            for k in range(size):
                gradient[i] -= cross[i, k] * right[k]
            for j in range(unknowns):
                value = 0.0
                for k in range(size):
                    value += cross[i, k] * cross[j, k]
                left[i, j] -= value
