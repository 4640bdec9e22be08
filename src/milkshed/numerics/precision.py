"""Repeatability and reproducibility from laboratories that measured the same material.

ISO 5725-2:1994: each laboratory gives replicates at one level; Mandel's h and k, Cochran's and
Grubbs' tests point at laboratories that do not agree, and s_r, s_L, s_R follow from the rest.
Critical values come from the distributions, not from tables.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.special import fdtri, stdtrit

_FEWEST = 2
_FEWEST_FOR_GRUBBS = 3
STRAGGLER, OUTLIER = 0.05, 0.01


@dataclass(frozen=True, slots=True)
class Precision:
    """Mean and standard deviations of a level, in the results' unit.

    ``repeatability_sd`` within, ``between_sd`` between laboratories, ``reproducibility_sd`` both.
    """

    laboratories: int
    results: int
    mean: float
    repeatability_sd: float
    between_sd: float
    reproducibility_sd: float

    @property
    def repeatability_limit(self) -> float:
        """r = 2.8 s_r: two results of one laboratory differ by less in 95 of 100 cases."""
        return 2.8 * self.repeatability_sd

    @property
    def reproducibility_limit(self) -> float:
        """R = 2.8 s_R: the same for two laboratories."""
        return 2.8 * self.reproducibility_sd


@dataclass(frozen=True, slots=True)
class Cell:
    """One laboratory at one level: mean, sd, replicates, Mandel's h and k (k needs replicates)."""

    code: str
    count: int
    mean: float
    sd: float | None
    h: float
    k: float | None


@dataclass(frozen=True, slots=True)
class OutlierTest:
    """A test's statistic for the laboratory ``code`` against the 5 % and 1 % critical values."""

    code: str
    statistic: float
    critical_5: float
    critical_1: float

    @property
    def verdict(self) -> str:
        """``outlier`` beyond 1 %, ``straggler`` beyond 5 %, else ``fine``."""
        if self.statistic > self.critical_1:
            return "outlier"
        return "straggler" if self.statistic > self.critical_5 else "fine"


def precision(cells: Mapping[str, Sequence[float]]) -> Precision:
    """s_r, s_L and s_R of one level (clauses 7.4.4 and 7.4.5); unequal numbers are allowed.

    ``cells`` maps a laboratory to its results. A negative s_L² counts as zero. Raises ValueError
    for fewer than two laboratories, an empty cell or not a single pair of replicates.
    """
    groups = _groups(cells)
    counts = np.array([len(g) for g in groups])
    if (counts < _FEWEST).all():
        raise ValueError("repeatability needs replicates")
    laboratories, total = len(groups), int(counts.sum())
    means = np.array([g.mean() for g in groups])
    grand = float((counts * means).sum() / total)
    within = sum(((g - g.mean()) ** 2).sum() for g in groups) / (total - laboratories)
    between = float((counts * (means - grand) ** 2).sum()) / (laboratories - 1)
    per_cell = (total - float((counts**2).sum()) / total) / (laboratories - 1)
    between_variance = max(0.0, (between - float(within)) / per_cell)
    return Precision(
        laboratories,
        total,
        grand,
        sqrt(within),
        sqrt(between_variance),
        sqrt(float(within) + between_variance),
    )


def mandel(cells: Mapping[str, Sequence[float]]) -> tuple[Cell, ...]:
    """Mandel's h (between) and k (within) of every laboratory (clause 7.3.1)."""
    groups = _groups(cells)
    means = np.array([g.mean() for g in groups])
    spread = float(means.std(ddof=1))
    deviations = [float(g.std(ddof=1)) if len(g) >= _FEWEST else None for g in groups]
    held = [d for d in deviations if d is not None]
    pooled = sqrt(sum(d**2 for d in held) / len(held)) if held else 0.0
    return tuple(
        Cell(
            code,
            len(g),
            float(g.mean()),
            sd,
            float(g.mean() - means.mean()) / spread if spread else 0.0,
            None if sd is None else (sd / pooled if pooled else 0.0),
        )
        for code, g, sd in zip(cells, groups, deviations, strict=True)
    )


def h_critical(laboratories: int, level: float = OUTLIER) -> float:
    """The critical value of |h|: (p - 1) t / √(p (t² + p - 2)), t at level/2 with p - 2."""
    p = laboratories
    t = float(stdtrit(p - 2, 1 - level / 2))
    return (p - 1) * t / sqrt(p * (t**2 + p - 2))


def k_critical(laboratories: int, replicates: int, level: float = OUTLIER) -> float:
    """The critical value of k: √(p / (1 + (p - 1) / F)), F with n - 1 and (p - 1)(n - 1)."""
    p, n = laboratories, replicates
    # the F of the statistic's own share of the pooled variance
    found = float(fdtri(n - 1, (p - 1) * (n - 1), 1 - level))
    return sqrt(p / (1 + (p - 1) / found))


def cochran(cells: Mapping[str, Sequence[float]]) -> OutlierTest:
    """Cochran's test of the largest variance: C = s²max / Σ s² (clause 7.3.3).

    Cells of one replicate are left out; the number of replicates is that of most cells.
    """
    variances = {
        code: float(np.var(np.asarray(values, dtype=float), ddof=1))
        for code, values in cells.items()
        if len(values) >= _FEWEST
    }
    if len(variances) < _FEWEST:
        raise ValueError("Cochran's test needs replicates of two laboratories")
    counts = sorted(len(v) for v in cells.values() if len(v) >= _FEWEST)
    replicates = max(set(counts), key=counts.count)
    code = max(variances, key=lambda one: variances[one])
    total = sum(variances.values())
    statistic = variances[code] / total if total else 0.0
    return OutlierTest(
        code,
        statistic,
        cochran_critical(len(variances), replicates, STRAGGLER),
        cochran_critical(len(variances), replicates, OUTLIER),
    )


def cochran_critical(laboratories: int, replicates: int, level: float) -> float:
    """The critical value of Cochran's C: 1 / (1 + (p - 1) / F), F at level / p."""
    p, n = laboratories, replicates
    found = float(fdtri(n - 1, (p - 1) * (n - 1), 1 - level / p))
    return 1 / (1 + (p - 1) / found)


def grubbs(means: Mapping[str, float]) -> OutlierTest:
    """Grubbs' test of the mean furthest from the others: G = |x - m| / s (clause 7.3.4)."""
    if len(means) < _FEWEST_FOR_GRUBBS:
        raise ValueError("Grubbs' test needs three laboratories")
    x = np.array(list(means.values()), dtype=float)
    spread = float(x.std(ddof=1))
    distance = np.abs(x - x.mean())
    at = int(distance.argmax())
    return OutlierTest(
        list(means)[at],
        float(distance[at]) / spread if spread else 0.0,
        grubbs_critical(len(x), STRAGGLER),
        grubbs_critical(len(x), OUTLIER),
    )


def grubbs_critical(laboratories: int, level: float) -> float:
    """The two-sided critical value of Grubbs: (p - 1)/√p √(t² / (p - 2 + t²)), t at level/2p."""
    p = laboratories
    t = float(stdtrit(p - 2, 1 - level / (2 * p)))
    return (p - 1) / sqrt(p) * sqrt(t**2 / (p - 2 + t**2))


def _groups(
    cells: Mapping[str, Sequence[float]],
) -> list[np.ndarray[tuple[int], np.dtype[np.float64]]]:
    groups = [np.asarray(values, dtype=float) for values in cells.values()]
    if len(groups) < _FEWEST or any(len(g) == 0 for g in groups):
        raise ValueError("at least two laboratories with results are needed")
    return groups
