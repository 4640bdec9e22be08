"""One farm's month in figures: the content of the monthly report.

Columns of this month's tests and of each cow's test before go in; out comes a document of plain
numbers in which every share stands with its denominator. Limits and classes are arguments.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milkshed.recording.science.herd_report import (
    cell_count_matrix,
    fat_protein_ratio,
    urea_protein_grid,
)
from milkshed.recording.science.recorded_days import Float, Int
from milkshed.recording.science.somatic_cells import Share, bulk_count_thousand, udder_dynamics
from milkshed.recording.science.udder_health import MonthlyUdderReport

METHOD = "farm-month"
VERSION = "2"
Document = dict[str, object]
UDDER_BY_MONTHS = (
    "without_signs", "new_infection", "cure", "chronic", "poor_prospects", "dry_new", "dry_cure",
    "heifer_mastitis",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Classes:
    """Limits and classes of a report, as the rules in force give them.

    Cell counts in 1,000 per mL; ``stage_starts`` first days of the stages after the first.
    """

    cell_counts: tuple[float, ...]
    stage_starts: tuple[float, ...]
    infected: float
    poor_prospects: float
    ratio: tuple[float, float]
    ratio_early_to: int
    urea: tuple[float, float]
    protein: tuple[float, float]
    drop_pct: float
    unusual_distance: float


@dataclass(frozen=True, slots=True, eq=False)
class FarmTests:
    """Tests of a month, one row a cow (her last one), and what she showed before; (cows,).

    ``before_*`` are of her test before in the same lactation, ``before2_cells`` of the one before
    that, ``dry_cells`` of the last test of the lactation before; NaN where there is none.
    Counts in 1,000 per mL. ``distance`` is that of :mod:`.unusual_tests`.
    """

    animal: Int
    parity: Int
    dim: Int
    milk_kg: Float
    fat_pct: Float
    protein_pct: Float
    lactose_pct: Float
    urea_mg_per_dl: Float
    cells: Float
    before_milk_kg: Float
    before_dim: Float
    before_cells: Float
    before2_cells: Float
    dry_cells: Float
    distance: Float


def farm_month(tests: FarmTests, classes: Classes) -> Document:
    """The figures of a month; an empty month gives None for means and 0 for counts."""
    fat, protein = tests.fat_pct, tests.protein_pct
    low, high = classes.ratio
    ratio = fat_protein_ratio(
        fat, protein, tests.dim, low_below=low, high_above=high, early_to_day=classes.ratio_early_to
    )
    within = udder_dynamics(tests.before_cells, tests.cells, threshold_thousand=classes.infected)
    over_dry = udder_dynamics(
        np.where(np.isnan(tests.before_cells), tests.dry_cells, np.nan),
        tests.cells,
        threshold_thousand=classes.infected,
    )
    by_count = cell_count_matrix(
        tests.cells,
        tests.dim,
        count_edges=classes.cell_counts,
        day_edges=classes.stage_starts,
    )
    fields = urea_protein_grid(
        tests.urea_mg_per_dl, protein, urea_edges=classes.urea, protein_edges=classes.protein
    )
    return {
        "cows": len(tests.animal),
        "means": {
            "milk_kg": _mean(tests.milk_kg, 1),
            "fat_pct": _weighted(fat, tests.milk_kg),
            "protein_pct": _weighted(protein, tests.milk_kg),
            "lactose_pct": _weighted(tests.lactose_pct, tests.milk_kg),
            "urea_mg_per_dl": _mean(tests.urea_mg_per_dl, 1),
            "cells_thousand": _number(bulk_count_thousand(tests.cells, tests.milk_kg), 0),
            "dim": _mean(tests.dim.astype(np.float64), 0),
        },
        "parities": [_parity(tests, chosen, name) for name, chosen in parity_classes(tests.parity)],
        "cells_by_parity_and_stage": _cells_by_parity_and_stage(tests, classes),
        "cells_by_class_and_stage": {
            "edges": list(by_count.row_edges),
            "stages": list(by_count.column_edges),
            "cows": by_count.cows.tolist(),
            "left_out": by_count.left_out,
        },
        "fat_protein": {
            "mean": _number(ratio.mean, 2),
            "low": _share(ratio.low),
            "high": _share(ratio.high),
            "high_early": _share(ratio.high_early),
        },
        "urea_protein": {
            "urea": list(fields.row_edges),
            "protein": list(fields.column_edges),
            "cows": fields.cows.tolist(),
            "left_out": fields.left_out,
        },
        "udder": {
            "threshold": classes.infected,
            "healthy": within.healthy,
            "new": _share(within.new_infection),
            "cured": _share(within.cure),
            "chronic": _share(within.chronic_share),
            "dry_new": _share(over_dry.new_infection),
            "dry_cured": _share(over_dry.cure),
        },
    }


def udder_by_months(report: MonthlyUdderReport) -> Document:
    """The set of DLQ 1.15 for the report; a figure that has too few months of tests is None."""
    figures = {name: getattr(report, name) for name in UDDER_BY_MONTHS}
    return {"months_tested": report.months_tested} | {
        name: None if share is None else _share(share) for name, share in figures.items()
    }


def parity_classes(parity: Int) -> list[tuple[str, NDArray[np.bool_]]]:
    """First, second, third and later parities, and all."""
    return [
        ("1", parity == 1),
        ("2", parity == 2),
        ("3+", parity >= 3),
        ("all", np.ones(len(parity), dtype=bool)),
    ]


LOOKS = ("poor_prospects", "new_infection", "ketosis", "acidosis", "drop", "unusual")
"""Why a cow wants a look, the most pressing first."""


def cows_to_look_at(tests: FarmTests, classes: Classes) -> list[tuple[int, list[str]]]:
    """Rows of cows that want a look with the reasons, the most pressing first.

    ``poor_prospects``: three tests in a row above the limit; ``new_infection``: above the
    threshold now, not before; ``ketosis``: high fat to protein early; ``acidosis``: low fat to
    protein; ``drop``: yield fell by more than ``drop_pct`` per 30 days; ``unusual``: values unlike
    any cow of the stage.
    """
    cells, before = tests.cells, tests.before_cells
    low, high = classes.ratio
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = tests.fat_pct / tests.protein_pct
        fall = 100 * (tests.before_milk_kg - tests.milk_kg) / tests.before_milk_kg
        fall = fall * 30 / np.maximum(tests.dim - tests.before_dim, 1)
        poor = classes.poor_prospects
        found = {
            "poor_prospects": (cells > poor) & (before > poor) & (tests.before2_cells > poor),
            "new_infection": (cells > classes.infected) & (before <= classes.infected),
            "ketosis": (ratio > high) & (tests.dim <= classes.ratio_early_to),
            "acidosis": ratio < low,
            "drop": fall > classes.drop_pct,
            "unusual": tests.distance > classes.unusual_distance,
        }
    rows = np.flatnonzero(np.any(list(found.values()), axis=0))
    listed = [(int(row), [name for name in LOOKS if found[name][row]]) for row in rows]
    return sorted(
        listed,
        key=lambda one: ([LOOKS.index(n) for n in one[1]], -float(np.nan_to_num(cells[one[0]]))),
    )


def _parity(tests: FarmTests, chosen: NDArray[np.bool_], name: str) -> Document:
    return {
        "parity": name,
        "cows": int(chosen.sum()),
        "milk_kg": _mean(tests.milk_kg[chosen], 1),
        "fat_pct": _weighted(tests.fat_pct[chosen], tests.milk_kg[chosen]),
        "protein_pct": _weighted(tests.protein_pct[chosen], tests.milk_kg[chosen]),
        "cells_thousand": _number(
            bulk_count_thousand(tests.cells[chosen], tests.milk_kg[chosen]), 0
        ),
        "dim": _mean(tests.dim[chosen].astype(np.float64), 0),
    }


def _cells_by_parity_and_stage(tests: FarmTests, classes: Classes) -> Document:
    """Cows, those above the threshold, and their milk-weighted count, by parity and stage."""
    stage = np.searchsorted(classes.stage_starts, tests.dim, side="right")
    measured = ~np.isnan(tests.cells)
    rows = []
    for name, chosen in parity_classes(tests.parity):
        cells = []
        for at in range(len(classes.stage_starts) + 1):
            held = chosen & measured & (stage == at)
            cells.append(
                {
                    "cows": int(held.sum()),
                    "high": int((tests.cells[held] > classes.infected).sum()),
                    "cells_thousand": _number(
                        bulk_count_thousand(tests.cells[held], tests.milk_kg[held]), 0
                    ),
                }
            )
        rows.append({"parity": name, "stages": cells})
    return {"stages": list(classes.stage_starts), "rows": rows}


def _share(share: Share) -> Document:
    return {
        "cows": share.cows,
        "out_of": share.out_of,
        "share": None if share.share is None else round(share.share, 4),
    }


def _number(value: float, places: int) -> float | None:
    return round(float(value), places) if np.isfinite(value) else None


def _mean(values: Float, places: int) -> float | None:
    held = values[np.isfinite(values)]
    return _number(float(held.mean()), places) if len(held) else None


def _weighted(values: Float, weights: Float) -> float | None:
    held = np.isfinite(values) & (weights > 0)
    return (
        _number(float(np.average(values[held], weights=weights[held])), 2) if held.any() else None
    )
