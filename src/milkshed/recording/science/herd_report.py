"""Figures of the monthly herd report: cell-count matrix, fat to protein, urea to protein.

Pure counts over the cows of one test; every class limit is an argument, and the defaults name
where they come from.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from milkshed.recording.science.recorded_days import Float, Int
from milkshed.recording.science.somatic_cells import Share


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Cows by class of two quantities; ``cows`` (rows, columns), edges are lower bounds.

    A value on an edge belongs to the class above it. ``left_out``: cows with a value missing.
    """

    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]
    cows: Int
    left_out: int

    @property
    def share(self) -> Float:
        """Share of all counted cows, shape (rows, columns); zeros without cows."""
        return np.asarray(self.cows / max(int(self.cows.sum()), 1))


def grid(
    row_value: ArrayLike,
    column_value: ArrayLike,
    row_edges: tuple[float, ...],
    column_edges: tuple[float, ...],
) -> Grid:
    """Count cows by two quantities (cows,); n edges make n + 1 classes."""
    rows, columns = np.asarray(row_value, float), np.asarray(column_value, float)
    if rows.shape != columns.shape:
        raise ValueError(f"rows {rows.shape} and columns {columns.shape} must be alike")
    held = ~np.isnan(rows) & ~np.isnan(columns)
    wide = len(column_edges) + 1
    at = np.searchsorted(row_edges, rows[held], side="right") * wide
    at = at + np.searchsorted(column_edges, columns[held], side="right")
    cows = np.bincount(at, minlength=(len(row_edges) + 1) * wide)
    return Grid(row_edges, column_edges, cows.reshape(-1, wide), int((~held).sum()))


def cell_count_matrix(
    count_thousand: ArrayLike,
    dim: ArrayLike,
    *,
    count_edges: tuple[float, ...] = (100.0, 200.0, 400.0, 700.0),
    day_edges: tuple[float, ...] = (31.0, 101.0, 201.0, 306.0),
) -> Grid:
    """Cows by somatic cell count (1,000 per mL, rows) and stage of lactation (columns).

    The classes 100, 200, 400 and 700 are those of German and Dutch udder reports (DLQ 1.15).
    """
    return grid(count_thousand, dim, count_edges, day_edges)


def urea_protein_grid(
    urea_mg_per_dl: ArrayLike,
    protein_pct: ArrayLike,
    *,
    urea_edges: tuple[float, ...] = (15.0, 30.0),
    protein_edges: tuple[float, ...] = (3.2, 3.8),
) -> Grid:
    """Cows by milk urea (rows) and protein (columns): nine fields of energy and rumen protein.

    Limits after Spohr & Wiesner (1991): urea 15–30 mg/dL, protein 3.2–3.8 %. Low protein stands
    for a lack of energy, high urea for a surplus of degradable protein.
    """
    return grid(urea_mg_per_dl, protein_pct, urea_edges, protein_edges)


@dataclass(frozen=True, slots=True)
class FatProteinRatio:
    """Cows whose ratio of fat to protein is low (rumen acidosis) or high (ketosis)."""

    mean: float
    low: Share
    high: Share
    high_early: Share


def fat_protein_ratio(
    fat_pct: ArrayLike,
    protein_pct: ArrayLike,
    dim: ArrayLike,
    *,
    low_below: float = 1.0,
    high_above: float = 1.5,
    early_to_day: int = 100,
) -> FatProteinRatio:
    """Share of cows below 1.0 and above 1.5, and above 1.5 within 100 days (DLQ 1.15).

    Inputs (cows,); cows without both contents are left out. The mean is NaN without cows.
    """
    fat, protein = np.asarray(fat_pct, float), np.asarray(protein_pct, float)
    held = ~np.isnan(fat) & (protein > 0)
    ratio = fat[held] / protein[held]
    early = np.asarray(dim)[held] <= early_to_day
    high = ratio > high_above
    return FatProteinRatio(
        float(ratio.mean()) if len(ratio) else float("nan"),
        Share(int((ratio < low_below).sum()), len(ratio)),
        Share(int(high.sum()), len(ratio)),
        Share(int((high & early).sum()), int(early.sum())),
    )
