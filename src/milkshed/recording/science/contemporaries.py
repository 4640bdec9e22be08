"""Levels of contemporary groups: what a herd, a year or a season gives above its population.

The cows of one herd and year share feed, climate and care. Their common level is estimated as a
random effect, constant over the days in milk, from all their tests, and is shrunk the more the
fewer they are (Henderson 1984; the fixed herd-test-day effect of test-day models, Schaeffer &
Dekkers 1994, in its simplest form). Spread between levels is estimated along.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike

from milkshed.recording.science import normal_equations
from milkshed.recording.science.population import (
    Population,
    measured_bits,
    residual_precision,
    trait_values,
)
from milkshed.recording.science.population_fitting import Fit, fit_population
from milkshed.recording.science.recorded_days import Float, Int, TestDays


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """Levels by contemporary group, kg a day (SCS: points).

    ``values`` name → (traits,); ``spread`` (traits, traits) the covariance between groups;
    ``lactations`` name → how many are behind it.
    """

    values: Mapping[str, Float]
    spread: Float
    lactations: Mapping[str, int]

    def of(self, contemporary: ArrayLike) -> Float:
        """The level of each lactation, shape (lactations, traits); 0 for an unknown group."""
        found, code = np.unique(np.asarray(contemporary), return_inverse=True)
        none = np.zeros(len(self.spread))
        each = [self.values.get(str(name), none) for name in found.tolist()]
        return np.stack(each)[code] if each else np.zeros((0, len(none)))


def estimate_levels(
    days: TestDays,
    population: Population,
    contemporary: ArrayLike,
    *,
    known: Float | None = None,
    iterations: int = 30,
) -> Levels:
    """Estimate the level of every contemporary group from the usable lactations.

    ``contemporary`` (lactations,) names the group of each lactation; ``known`` (tests, traits) is
    taken off each test day beforehand.
    """
    names = np.asarray(contemporary)
    if names.shape != (days.lactations,):
        raise ValueError(f"contemporary must have shape ({days.lactations},), not {names.shape}")
    horizon, traits = population.interval_ends[-1], len(population.traits)
    flat = np.ones((horizon + 1, 1))
    precision = [residual_precision(group.residual)[0] for group in population.groups]
    prior = [np.asarray(np.linalg.inv(group.spread)) for group in population.groups]
    usable = np.flatnonzero(days.usable)
    found, code = np.unique(names[usable], return_inverse=True)
    groups = [str(name) for name in found.tolist()]
    parity = population.group_of(days.parity)
    # in order of groups and of parities within, each of which is then one stretch of rows
    order = np.lexsort((parity[usable], code))
    usable, code = usable[order], code[order]
    part, of_parity = days.select(usable), parity[usable]
    values = trait_values(part, population.traits)
    if known is not None:
        values = values - known[rows_of(days, usable)]
    inside = part.dim <= horizon
    values[~inside] = np.nan
    dim = np.where(inside, part.dim, 1)
    deviation = values - population.mean_daily[of_parity[part.lactation_of_test], :, dim]
    deviation[np.isnan(deviation)] = 0.0
    pattern, offsets = measured_bits(values), part.offsets.copy()
    left, right = np.zeros((len(groups), traits, traits)), np.zeros((len(groups), traits))
    begins = np.flatnonzero(np.diff(code, prepend=-1) | np.diff(of_parity, prepend=-1))
    for first, past_last in pairwise([*begins.tolist(), len(usable)]):
        number, g = int(code[first]), int(of_parity[first])
        normal_equations.mean_system(
            first, past_last, offsets, dim, deviation, pattern, population.basis, flat,
            population.interval_of_day, precision[g], prior[g], left[number], right[number],
        )  # fmt: skip
    counts = dict(zip(groups, np.bincount(code, minlength=len(groups)).tolist(), strict=True))
    spread = np.diag([1.0 if trait in ("milk", "scs") else 0.01 for trait in population.traits])
    level = np.zeros((len(groups), traits))
    for _ in range(iterations if groups else 0):
        inverse = np.linalg.inv(left + np.linalg.inv(spread))
        level = np.einsum("gij,gj->gi", inverse, right)
        spread = (level.T @ level + inverse.sum(axis=0)) / max(len(groups), 1)
    return Levels(dict(zip(groups, level, strict=True)), np.asarray(spread), counts)


def rows_of(days: TestDays, chosen: Int) -> Int:
    """The test days of lactations by number, in the order of ``days.select``."""
    starts, counts = days.offsets[chosen], days.tests[chosen]
    within = np.arange(int(counts.sum())) - np.repeat(np.cumsum(counts) - counts, counts)
    return np.asarray(np.repeat(starts, counts) + within)


def fit_with_levels(
    days: TestDays,
    contemporary: ArrayLike,
    *,
    region: str,
    year: str,
    source: str,
    traits: tuple[str, ...] = ("milk",),
    parity_groups: tuple[int, ...] = (1, 2, 3),
    rounds: int = 2,
    iterations: int = 150,
    tolerance: float = 1e-3,
    threads: int | None = None,
) -> tuple[Fit, Levels]:
    """Fit a population and the levels of its contemporary groups in turn, ``rounds`` times.

    The population's spread between cows is then that within contemporary groups.
    """
    known = np.asarray(contemporary)
    level: Float | None = None
    for _ in range(rounds):
        fit = fit_population(
            days,
            region=region,
            year=year,
            source=source,
            traits=traits,
            level=level,
            parity_groups=parity_groups,
            iterations=iterations,
            tolerance=tolerance,
            threads=threads,
        )
        levels = estimate_levels(days, fit.population, known)
        level = levels.of(known)
    return fit, levels
