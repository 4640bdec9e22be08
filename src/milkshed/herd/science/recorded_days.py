"""What test days tell of a herd over a period: milk, fat to protein, and curves by parity."""

from dataclasses import dataclass

import numpy as np

from milkshed.herd.science.cow_records import Bool, Float, HerdRecords, Int
from milkshed.herd.science.measures import Measure, average, proportion

HIGH_RATIO, EARLY_D, BIN_D, LAST_D = 1.5, 100, 15, 390


def mean_milk(records: HerdRecords, first: int, last: int) -> Measure:
    """Mean yield of the test days in the period, kg per cow and day."""
    chosen = _in_period(records, first, last) & ~np.isnan(records.tests.milk_kg)
    tests = records.tests
    return average(tests.cow[chosen], tests.day[chosen], tests.milk_kg[chosen])


def high_fat_protein_rate(
    records: HerdRecords,
    first: int,
    last: int,
    *,
    above: float = HIGH_RATIO,
    early_to_day: int = EARLY_D,
) -> Measure:
    """Test days up to ``early_to_day`` in milk with fat ÷ protein above the limit (DLQ 1.15)."""
    tests = records.tests
    measured = ~np.isnan(tests.fat_pct) & (np.nan_to_num(tests.protein_pct) > 0)
    chosen = _in_period(records, first, last) & measured & (tests.dim <= early_to_day)
    high = tests.fat_pct[chosen] > above * tests.protein_pct[chosen]
    return proportion(tests.cow[chosen], tests.day[chosen], high)


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """Mean test-day milk by stage; ``dim`` the middle of each class, ``tests`` how many."""

    parity: int
    dim: Int
    milk_kg: Float
    tests: Int


def milk_curves(records: HerdRecords, first: int, last: int, *, least: int = 3) -> list[Curve]:
    """Mean yield by classes of 15 days in milk for parity 1, 2, and 3 and later.

    Classes with fewer than ``least`` tests are left out, and so are curves without any.
    """
    tests = records.tests
    chosen = _in_period(records, first, last) & ~np.isnan(tests.milk_kg) & (tests.dim <= LAST_D)
    curves = []
    for parity in (1, 2, 3):
        own = chosen & (np.minimum(tests.parity, 3) == parity)
        at = (tests.dim[own] - 1) // BIN_D
        count = np.bincount(at, minlength=1)
        total = np.bincount(at, weights=tests.milk_kg[own], minlength=1)
        held = np.flatnonzero(count >= least)
        if len(held):
            middle = held * BIN_D + (BIN_D + 1) // 2
            curves.append(Curve(parity, middle, total[held] / count[held], count[held]))
    return curves


def _in_period(records: HerdRecords, first: int, last: int) -> Bool:
    day = records.tests.day
    return (day >= first) & (day <= last)
