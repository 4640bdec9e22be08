"""How many to sample so that a problem is found, and how sure a sample makes us.

A *design prevalence* is the share of bad lots that must not go unseen; *sensitivity* the chance
that a bad lot tests bad; *confidence* (system sensitivity) the chance that at least one bad lot
is found when that share is bad. Pure functions on numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, log

import numpy as np
from scipy.stats import binom, hypergeom

_TINY = 1e-12
_RAREST = 1e-9


def _share(name: str, value: float, *, one: bool = False) -> None:
    if not 0 < value < 1 and not (one and value == 1):
        raise ValueError(f"{name} must lie between 0 and 1, not {value}")


def size_infinite(design_prevalence: float, confidence: float, sensitivity: float = 1.0) -> int:
    """Samples from a large population: n = ln(1 - C) / ln(1 - P Se), rounded up.

    Source: Cannon and Roe 1982, binomial form. Raises ValueError for shares outside (0, 1).
    """
    _share("design_prevalence", design_prevalence)
    _share("confidence", confidence)
    _share("sensitivity", sensitivity, one=True)
    if design_prevalence * sensitivity < _RAREST:
        raise ValueError("the prevalence is too small to be found by sampling")
    return ceil(log(1 - confidence) / log(1 - design_prevalence * sensitivity) - _TINY)


def size_finite(
    population: int, design_prevalence: float, confidence: float, sensitivity: float = 1.0
) -> int:
    """Samples from ``population`` lots without putting back: (N / Se)(1 - (1 - C)^(1/d)).

    ``d`` is the number of bad lots, N P to the nearest whole number and at least 1. Source:
    Cannon and Roe 1982; MacDiarmid 1988. The answer may exceed the population: then even
    sampling every lot gives less than the confidence asked.
    """
    _share("design_prevalence", design_prevalence)
    _share("confidence", confidence)
    _share("sensitivity", sensitivity, one=True)
    if population < 1:
        raise ValueError("population must be at least 1")
    bad = max(1, round(population * design_prevalence))
    missed: float = (1 - confidence) ** (1 / bad)
    return ceil((population / sensitivity) * (1 - missed) - _TINY)


def confidence_infinite(size: int, design_prevalence: float, sensitivity: float = 1.0) -> float:
    """The chance of at least one bad result among ``size`` samples of a large population."""
    return float(1 - (1 - design_prevalence * sensitivity) ** size)


def confidence_finite(
    size: int, population: int, design_prevalence: float, sensitivity: float = 1.0
) -> float:
    """The same for a finite population: 1 - (1 - n Se / N)^d (MacDiarmid 1988)."""
    bad = max(1, round(population * design_prevalence))
    return float(1 - max(0.0, 1 - size * sensitivity / population) ** bad)


def size_pooled(
    design_prevalence: float, confidence: float, pool: int, pool_sensitivity: float
) -> int:
    """Pools of ``pool`` samples each: n = ln(1 - C) / ln(1 - (1 - (1 - P)^k) PSe)."""
    found = (1 - (1 - design_prevalence) ** pool) * pool_sensitivity
    return ceil(log(1 - confidence) / log(1 - found) - _TINY)


@dataclass(frozen=True, slots=True)
class ImperfectPlan:
    """Sample ``size`` and call the population bad above ``cutpoint`` positives minus one.

    ``confidence`` is the chance to call a bad population bad, ``specificity`` a good one good.
    """

    size: int
    cutpoint: int
    confidence: float
    specificity: float


def size_imperfect(
    population: int,
    design_prevalence: float,
    *,
    confidence: float,
    herd_specificity: float,
    sensitivity: float,
    specificity: float,
) -> ImperfectPlan:
    """The smallest sample with a cut-point that keeps both errors of an imperfect test.

    A population is called bad with at least ``cutpoint`` positives. Positives are
    Bin(k, Se) + Bin(n - k, 1 - Sp), k hypergeometric. Source: Cameron and Baldock 1998 (FreeCalc).
    Raises ValueError when even all lots do not suffice.
    """
    bad = max(1, int(population * design_prevalence))
    low, high = 1, population
    best: ImperfectPlan | None = None
    while low <= high:
        size = (low + high) // 2
        plan = _imperfect_plan(size, population, bad, sensitivity, specificity, herd_specificity)
        if plan.confidence >= confidence:
            best, high = plan, size - 1
        else:
            low = size + 1
    if best is None:
        raise ValueError("no sample of this population reaches the confidence")
    # the confidence climbs in steps as the cut-point moves, so look a little below
    for size in range(max(1, best.size - 60), best.size):
        plan = _imperfect_plan(size, population, bad, sensitivity, specificity, herd_specificity)
        if plan.confidence >= confidence:
            return plan
    return best


def _imperfect_plan(
    size: int, population: int, bad: int, sensitivity: float, specificity: float, wanted: float
) -> ImperfectPlan:
    false = binom.cdf(np.arange(size + 1), size, 1 - specificity)
    cutpoint = int(np.searchsorted(false, wanted)) + 1
    present = np.arange(max(0, size - (population - bad)), min(size, bad) + 1)
    weight = hypergeom.pmf(present, population, bad, size)
    below = 0.0
    for k, share in zip(present.tolist(), weight.tolist(), strict=True):
        if share < _TINY:
            continue
        hits = np.arange(min(k, cutpoint - 1) + 1)
        rest = binom.cdf(cutpoint - 1 - hits, size - k, 1 - specificity)
        below += share * float(np.sum(binom.pmf(hits, k, sensitivity) * rest))
    return ImperfectPlan(size, cutpoint, 1 - below, float(false[cutpoint - 1]))


@dataclass(frozen=True, slots=True)
class RiskGroup:
    """A group of the population: relative risk, its share, and the samples taken from it."""

    relative_risk: float
    share: float
    size: int


def adjusted_risks(groups: Sequence[RiskGroup]) -> list[float]:
    """Relative risks scaled so that their mean over the population is 1 (Martin et al. 2007)."""
    mean = sum(g.relative_risk * g.share for g in groups)
    return [g.relative_risk / mean for g in groups]


def confidence_by_risk(
    groups: Sequence[RiskGroup], design_prevalence: float, sensitivity: float
) -> float:
    """System sensitivity of risk-based sampling: 1 - product of (1 - AR P Se)^n."""
    missed = 1.0
    for group, risk in zip(groups, adjusted_risks(groups), strict=True):
        missed *= (1 - risk * design_prevalence * sensitivity) ** group.size
    return 1 - missed


def share_out(size: int, populations: Sequence[int], weights: Sequence[float]) -> list[int]:
    """Samples by stratum in proportion to population times weight, by largest remainders.

    No stratum gets more than it has; a stratum with any population gets at least one while
    ``size`` allows. Raises ValueError when ``size`` exceeds all populations together.
    """
    if size > sum(populations):
        raise ValueError("more samples than objects")
    given = [1 if population else 0 for population in populations]
    if sum(given) > size:
        given = [0] * len(populations)
    mass = [population * weight for population, weight in zip(populations, weights, strict=True)]
    while (left := size - sum(given)) > 0:
        open_ = [i for i, held in enumerate(given) if held < populations[i]]
        total = sum(mass[i] for i in open_) or float(len(open_))
        due = {i: left * (mass[i] / total if any(mass) else 1 / len(open_)) for i in open_}
        whole = {i: min(int(due[i]), populations[i] - given[i]) for i in open_}
        if not any(whole.values()):
            for i in sorted(open_, key=lambda i: (-due[i], i))[:left]:
                given[i] += 1
            continue
        for i, more in whole.items():
            given[i] += more
    return given
