"""Persistency of lactation: how well a cow keeps up her yield. Several definitions are in use.

Each function names its author; they measure different things and are not to be compared with
one another. Daily curves have shape (lactations, days), column 0 being day 1.
"""

import numpy as np

from milkshed.recording.science.random_regression import Prediction
from milkshed.recording.science.recorded_days import Float, Int


def wood_persistency(b: Float, c: Float) -> Float:
    """Wood (1967): s = −(b + 1)·ln c of a Wood curve; the higher, the flatter after the peak."""
    return np.asarray(-(b + 1) * np.log(c))


def half_life_days(decay: Float) -> Float:
    """Ehrlich (2011), MilkBot: days in which the falling part of the curve halves, ln 2 / decay."""
    return np.asarray(np.log(2) / decay)


def stage_ratio_pct(daily: Float, stage: int = 2) -> Float:
    """Johansson & Hansson (1940): yield of the second (third) 100 days in % of the first.

    ``stage`` 2 or 3; ``daily`` must reach day 200 or 300. Raises ValueError otherwise.
    """
    if stage not in (2, 3) or daily.shape[1] < 100 * stage:
        raise ValueError(f"stage = {stage} of {daily.shape[1]} days: 2 or 3, and 100 days for each")
    later = daily[:, 100 * (stage - 1) : 100 * stage].sum(axis=1)
    return np.asarray(100 * later / daily[:, :100].sum(axis=1))


def late_to_early_pct(daily: Float, early_day: int = 60, late_day: int = 280) -> Float:
    """Yield of day 280 in % of day 60, the form Canadian evaluations publish (Schaeffer et al.
    2000, after Jamrozik et al. 1997)."""
    return np.asarray(100 * daily[:, late_day - 1] / daily[:, early_day - 1])


def daily_sd_kg(daily: Float) -> Float:
    """Sölkner & Fuchs (1987): standard deviation of the daily yields, kg; the lower the better."""
    return np.asarray(np.std(daily, axis=1, ddof=1))


def monthly_pct(previous_kg: Float, present_kg: Float, interval_days: Int | Float) -> Float:
    """DHI practice: 100 × (1 − fall from one test to the next, as a share, per 30 days).

    Recalled from herd-improvement reports, to be confirmed.
    """
    fall = (previous_kg - present_kg) / previous_kg
    return np.asarray(100 * (1 - fall * 30 / interval_days))


def standardised_persistency(prediction: Prediction, trait: str = "milk") -> tuple[Float, Float]:
    """Persistency uncorrelated with yield, in standard deviations between cows, and its centre.

    Cole & VanRaden (2006): Σ (t − d0)·deviation of day t over days 1…last_day, with d0 chosen so
    that it does not correlate with the total. Here deviations and their (co)variances are those
    of the random regression; d0 comes from the population of each parity group. Returns values
    (lactations,) and d0 (groups,). Values shrink towards 0 with few tests, as predictions do.
    """
    population = prediction.population
    a = population.traits.index(trait)
    day = np.arange(1, prediction.last_day + 1, dtype=np.float64)
    basis = population.basis[1 : prediction.last_day + 1]
    plain, weighted = basis.sum(axis=0), day @ basis
    terms = basis.shape[1]
    block = slice(a * terms, (a + 1) * terms)
    spread = np.stack([group.spread[block, block] for group in population.groups])
    total = np.einsum("i,gij,j->g", plain, spread, plain)
    cross = np.einsum("i,gij,j->g", weighted, spread, plain)
    centre = cross / total
    functional = weighted - centre[:, None] * plain
    sd = np.sqrt(np.einsum("gi,gij,gj->g", functional, spread, functional))
    own = prediction.coefficients[:, a]
    value = np.einsum("li,li->l", own, functional[prediction.group]) / sd[prediction.group]
    return np.asarray(value), np.asarray(centre)
