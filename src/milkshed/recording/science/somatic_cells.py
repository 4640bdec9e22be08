"""Somatic cell counts: score, bulk mean, and what two tests in a row say of the udder.

Counts are in 1,000 cells per mL throughout.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milkshed.recording.science.recorded_days import Float


def score(count_thousand: ArrayLike) -> Float:
    """Somatic cell score log2(SCC / 100,000) + 3 (Ali & Shook 1980; Shook 1993).

    Zero and negative counts give NaN.
    """
    count = np.asarray(count_thousand, dtype=np.float64)
    return np.asarray(np.log2(np.where(count > 0, count, np.nan) / 100.0) + 3.0)


def count_thousand(score_value: ArrayLike) -> Float:
    """The count a score stands for, 100 × 2^(score − 3)."""
    return np.asarray(100.0 * 2.0 ** (np.asarray(score_value, dtype=np.float64) - 3.0))


def bulk_count_thousand(count: ArrayLike, milk_kg: ArrayLike) -> float:
    """Count of the mixed milk: the mean of the cows weighted by milk; NaN without milk."""
    cells, milk = np.asarray(count, dtype=np.float64), np.asarray(milk_kg, dtype=np.float64)
    held = ~np.isnan(cells) & (milk > 0)
    if not held.any():
        return float("nan")
    return float(cells[held] @ milk[held] / milk[held].sum())


@dataclass(frozen=True, slots=True)
class Share:
    """A count of cows out of those at risk; ``share`` is None where none was."""

    cows: int
    out_of: int

    @property
    def share(self) -> float | None:
        """The share of the cows at risk."""
        return self.cows / self.out_of if self.out_of else None


@dataclass(frozen=True, slots=True)
class UdderDynamics:
    """Cows with counts in two tests in a row, by where they stood (Dohoo & Leslie 1991).

    ``healthy`` low and low, ``new`` low then high, ``cured`` high then low, ``chronic`` high
    twice; the shares ``new_infection`` (of those low before), ``cure`` (of those high before)
    and ``chronic_share`` (of all).
    """

    threshold_thousand: float
    healthy: int
    new: int
    cured: int
    chronic: int

    @property
    def new_infection(self) -> Share:
        """New infections out of the cows that were low before."""
        return Share(self.new, self.healthy + self.new)

    @property
    def cure(self) -> Share:
        """Cured cows out of those that were high before."""
        return Share(self.cured, self.cured + self.chronic)

    @property
    def chronic_share(self) -> Share:
        """Cows high twice out of all with two tests."""
        return Share(self.chronic, self.healthy + self.new + self.cured + self.chronic)


def udder_dynamics(
    previous: ArrayLike, present: ArrayLike, *, threshold_thousand: float = 200.0
) -> UdderDynamics:
    """Count the cells of the two-by-two table; counts equal to the threshold are low.

    ``previous`` and ``present`` (cows,): the counts of the same cows in two consecutive tests,
    of one lactation for new infection and cure in lactation, or last before drying off and first
    after calving for the dry period. Cows without both counts are left out. 200,000 cells per mL
    is the usual threshold (Schepers et al. 1997); German reports use 100,000 (DLQ 1.15).
    """
    before, now = np.asarray(previous, dtype=np.float64), np.asarray(present, dtype=np.float64)
    if before.shape != now.shape:
        raise ValueError(f"previous {before.shape} and present {now.shape} must be alike")
    both = ~np.isnan(before) & ~np.isnan(now)
    was, is_high = before[both] > threshold_thousand, now[both] > threshold_thousand
    return UdderDynamics(
        threshold_thousand,
        healthy=int((~was & ~is_high).sum()),
        new=int((~was & is_high).sum()),
        cured=int((was & ~is_high).sum()),
        chronic=int((was & is_high).sum()),
    )


DIFFERENTIAL_GROUPS = ("A", "B", "C", "D")


def differential_group(
    count: ArrayLike,
    differential_pct: ArrayLike,
    *,
    count_limit: float = 200.0,
    share_limit: float = 65.0,
) -> NDArray[np.str_]:
    """Udder-health group from total and differential count (Schwarz et al. 2020).

    A low and low, B low count with a high share of neutrophils and lymphocytes, C high and high,
    D high count with a low share; empty where a value is missing.
    """
    cells = np.asarray(count, dtype=np.float64)
    share = np.asarray(differential_pct, dtype=np.float64)
    high, active = cells > count_limit, share > share_limit
    group = np.where(high, np.where(active, "C", "D"), np.where(active, "B", "A"))
    return np.where(np.isnan(cells) | np.isnan(share), "", group)
