"""Udder health of a herd from its test days, by both published sets of definitions.

The first set compares consecutive tests of a lactation at one threshold, usually 200,000 cells per
mL. The second is that of the German herd report (DLQ 1.15): 100,000 cells, tests in consecutive
calendar months, chronic above 200,000, poor prospects of cure above 700,000 three months running,
and what happened over the dry period. They differ, so both are given and named.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from milkshed.recording.science.recorded_days import Float, Int
from milkshed.recording.science.somatic_cells import Share, UdderDynamics, udder_dynamics


@dataclass(frozen=True, slots=True, eq=False)
class CellTests:
    """Cell counts of a herd, sorted by cow and day; see :func:`cell_tests`.

    ``cow`` any whole number of the animal, ``day`` day number, ``month`` running number of the
    calendar month, ``parity``, ``dim`` days in milk, ``count`` in 1,000 cells per mL.
    """

    cow: Int
    day: Int
    month: Int
    parity: Int
    dim: Int
    count: Float


def cell_tests(
    cow: ArrayLike, day: ArrayLike, parity: ArrayLike, dim: ArrayLike, count_thousand: ArrayLike
) -> CellTests:
    """Sort test days (tests,) by cow and day; tests without a count are left out.

    ``day`` are days since 1 January 1970. Columns of unlike length raise ValueError.
    """
    animal, when = np.asarray(cow, np.int64), np.asarray(day, np.int64)
    lactation, stage = np.asarray(parity, np.int64), np.asarray(dim, np.int64)
    count = np.asarray(count_thousand, np.float64)
    if not len(animal) == len(when) == len(lactation) == len(stage) == len(count):
        raise ValueError("the columns of the tests must be of one length")
    held = ~np.isnan(count)
    order = np.flatnonzero(held)[np.lexsort((when[held], animal[held]))]
    month = when.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    return CellTests(
        animal[order], when[order], month[order], lactation[order], stage[order], count[order]
    )


def _previous(tests: CellTests, *, same_lactation: bool = True) -> Int:
    """The row of each test's predecessor, -1 where there is none."""
    row = np.arange(len(tests.cow)) - 1
    if not len(row):
        return row
    alike = np.zeros(len(row), np.bool_)
    alike[1:] = tests.cow[1:] == tests.cow[:-1]
    if same_lactation:
        alike[1:] &= tests.parity[1:] == tests.parity[:-1]
    return np.where(alike, row, -1)


def consecutive_dynamics(
    tests: CellTests, month: int, *, threshold_thousand: float = 200.0
) -> UdderDynamics:
    """New, cured, chronic and healthy cows of one month against their test before.

    ``month`` as in ``tests.month``. The test before is the last of the same lactation, however
    long ago (Dohoo & Leslie 1991); of two tests in a month the later one counts.
    """
    now = _last_in_month(tests, month)
    before = _previous(tests)
    while True:  # a test before in the same month is no test of another month
        same = (before[now] >= 0) & (tests.month[np.maximum(before[now], 0)] == month)
        if not same.any():
            break
        step = now[same]
        before[step] = before[before[step]]
    paired = now[before[now] >= 0]
    return udder_dynamics(
        tests.count[before[paired]], tests.count[paired], threshold_thousand=threshold_thousand
    )


def _last_in_month(tests: CellTests, month: int) -> Int:
    rows = np.flatnonzero(tests.month == month)
    last = np.ones(len(rows), np.bool_)
    last[:-1] = tests.cow[rows[1:]] != tests.cow[rows[:-1]]
    return np.asarray(rows[last])


@dataclass(frozen=True, slots=True)
class MonthlyUdderReport:
    """The German set for one month (DLQ 1.15); each is cows out of cows at risk.

    ``without_signs`` at most 100; ``new_infection`` and ``cure`` against the month before at
    100; ``chronic`` above 200 in both months, ``poor_prospects`` above 700 in three months, both
    out of all tested; ``dry_new`` and ``dry_cure`` first test after calving against the last
    before, ``heifer_mastitis`` first tests of parity 1 above 100, all three of calvings in the
    thirteen months that end here. ``low_ratio``-type figures are not about cells and stand in
    ``herd_report``.
    """

    without_signs: Share
    new_infection: Share
    cure: Share
    chronic: Share
    poor_prospects: Share
    dry_new: Share
    dry_cure: Share
    heifer_mastitis: Share


def monthly_report(
    tests: CellTests,
    month: int,
    *,
    low_thousand: float = 100.0,
    high_thousand: float = 200.0,
    hopeless_thousand: float = 700.0,
    months_back: int = 13,
    longest_gap_d: int = 212,
    first_test_to_d: int = 100,
) -> MonthlyUdderReport:
    """The report of DLQ 1.15 for a month (running number, as in ``tests.month``).

    Over the dry period a cow counts when its last test of a lactation and the first of the next
    (within ``first_test_to_d`` days in milk) lie at most ``longest_gap_d`` days apart.
    """
    now = _last_in_month(tests, month)
    count = tests.count[now]
    one = _counts_of(tests, now, month - 1)
    two = _counts_of(tests, now, month - 2)
    was_low, was_high = one <= low_thousand, one > low_thousand
    chronic = (count > high_thousand) & (one > high_thousand)
    hopeless = (count > hopeless_thousand) & (one > hopeless_thousand) & (two > hopeless_thousand)
    before = _previous(tests, same_lactation=False)
    held = np.maximum(before, 0)
    recent = (tests.month > month - months_back) & (tests.month <= month)
    first_tests = recent & (tests.dim <= first_test_to_d)
    begins = np.ones(len(tests.cow), np.bool_)
    if len(begins):
        begins = (before < 0) | (tests.parity[held] != tests.parity)
    dried = (
        first_tests
        & begins
        & (before >= 0)
        & (tests.parity == (tests.parity[held] + 1 if len(held) else 0))
        & (tests.day - (tests.day[held] if len(held) else 0) <= longest_gap_d)
    )
    last, fresh = tests.count[held[dried]], tests.count[dried]
    heifers = tests.count[first_tests & begins & (tests.parity == 1)]
    return MonthlyUdderReport(
        without_signs=_share(count <= low_thousand, np.ones(len(count), np.bool_)),
        new_infection=_share(count > low_thousand, was_low),
        cure=_share(count <= low_thousand, was_high),
        chronic=_share(chronic, np.ones(len(count), np.bool_)),
        poor_prospects=_share(hopeless, np.ones(len(count), np.bool_)),
        dry_new=_share(fresh > low_thousand, last <= low_thousand),
        dry_cure=_share(fresh <= low_thousand, last > low_thousand),
        heifer_mastitis=_share(heifers > low_thousand, np.ones(len(heifers), np.bool_)),
    )


def _counts_of(tests: CellTests, rows: Int, month: int) -> Float:
    """Counts of the same cows in the same lactation in another month; NaN without a test."""
    then = _last_in_month(tests, month)
    found = np.full(len(rows), np.nan)
    if len(then):
        at = np.minimum(np.searchsorted(tests.cow[then], tests.cow[rows]), len(then) - 1)
        hit = then[at]
        alike = (tests.cow[hit] == tests.cow[rows]) & (tests.parity[hit] == tests.parity[rows])
        found[alike] = tests.count[hit[alike]]
    return found


def _share(hit: ArrayLike, at_risk: ArrayLike) -> Share:
    exposed = np.asarray(at_risk, np.bool_)
    return Share(int((np.asarray(hit, np.bool_) & exposed).sum()), int(exposed.sum()))
