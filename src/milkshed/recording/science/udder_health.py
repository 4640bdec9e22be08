"""Udder health of a herd from its test days by the set of the German herd report (DLQ 1.15).

100,000 cells, tests in consecutive calendar months, chronic above 200,000, poor prospects of cure
above 700,000 three months running, and what happened over the dry period. The other published set
compares consecutive tests of a lactation at one threshold (:func:`.somatic_cells.udder_dynamics`);
the two differ, so a report gives and names both.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from milkshed.recording.science.recorded_days import Float, Int
from milkshed.recording.science.somatic_cells import Share


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


def _previous(tests: CellTests) -> Int:
    """The row of each cow's test before, -1 where there is none."""
    row = np.arange(len(tests.cow)) - 1
    if not len(row):
        return row
    alike = np.zeros(len(row), np.bool_)
    alike[1:] = tests.cow[1:] == tests.cow[:-1]
    return np.where(alike, row, -1)


def _last_in_month(tests: CellTests, month: int) -> Int:
    rows = np.flatnonzero(tests.month == month)
    last = np.ones(len(rows), np.bool_)
    last[:-1] = tests.cow[rows[1:]] != tests.cow[rows[:-1]]
    return np.asarray(rows[last])


@dataclass(frozen=True, slots=True)
class UdderLimits:
    """Limits of the set; counts in 1,000 cells per mL.

    ``low`` no signs up to, ``chronic`` above in two months, ``poor_prospects`` above in three;
    calvings of the last ``months_back`` months count where tests lie in at least
    ``fewest_months`` of them, the last test before and the first after (within
    ``first_test_to_d`` days in milk) at most ``longest_gap_d`` days apart.
    """

    low: float = 100.0
    chronic: float = 200.0
    poor_prospects: float = 700.0
    months_back: int = 13
    fewest_months: int = 11
    longest_gap_d: int = 212
    first_test_to_d: int = 100


@dataclass(frozen=True, slots=True)
class MonthlyUdderReport:
    """The German set for one month (DLQ 1.15); each is cows out of cows at risk.

    ``without_signs`` at most 100; ``new_infection`` and ``cure`` against the month before at
    100; ``chronic`` above 200 in both months, ``poor_prospects`` above 700 in three months, both
    out of all tested; ``dry_new`` and ``dry_cure`` first test after calving against the last
    before, ``heifer_mastitis`` first tests of parity 1 above 100, all three of calvings in the
    thirteen months that end here and None where fewer than eleven of these have tests
    (``months_tested``). Shares of fat to protein are not about cells and stand in ``herd_report``.
    """

    months_tested: int
    without_signs: Share
    new_infection: Share
    cure: Share
    chronic: Share
    poor_prospects: Share
    dry_new: Share | None
    dry_cure: Share | None
    heifer_mastitis: Share | None


def monthly_report(
    tests: CellTests, month: int, limits: UdderLimits | None = None
) -> MonthlyUdderReport:
    """The report of DLQ 1.15 for a month (running number, as in ``tests.month``)."""
    limit = limits or UdderLimits()
    now = _last_in_month(tests, month)
    count = tests.count[now]
    one = _counts_of(tests, now, month - 1)
    two = _counts_of(tests, now, month - 2)
    was_low, was_high = one <= limit.low, one > limit.low
    chronic = (count > limit.chronic) & (one > limit.chronic)
    poor = limit.poor_prospects
    hopeless = (count > poor) & (one > poor) & (two > poor)
    before = _previous(tests)
    held = np.maximum(before, 0)
    recent = (tests.month > month - limit.months_back) & (tests.month <= month)
    months_tested = len(np.unique(tests.month[recent]))
    first_tests = recent & (tests.dim <= limit.first_test_to_d)
    begins = np.ones(len(tests.cow), np.bool_)
    if len(begins):
        begins = (before < 0) | (tests.parity[held] != tests.parity)
    dried = (
        first_tests
        & begins
        & (before >= 0)
        & (tests.parity == (tests.parity[held] + 1 if len(held) else 0))
        & (tests.day - (tests.day[held] if len(held) else 0) <= limit.longest_gap_d)
    )
    last, fresh = tests.count[held[dried]], tests.count[dried]
    heifers = tests.count[first_tests & begins & (tests.parity == 1)]
    enough = months_tested >= limit.fewest_months
    return MonthlyUdderReport(
        months_tested=months_tested,
        without_signs=_share(count <= limit.low, np.ones(len(count), np.bool_)),
        new_infection=_share(count > limit.low, was_low),
        cure=_share(count <= limit.low, was_high),
        chronic=_share(chronic, np.ones(len(count), np.bool_)),
        poor_prospects=_share(hopeless, np.ones(len(count), np.bool_)),
        dry_new=_share(fresh > limit.low, last <= limit.low) if enough else None,
        dry_cure=_share(fresh <= limit.low, last > limit.low) if enough else None,
        heifer_mastitis=_share(heifers > limit.low, np.ones(len(heifers), np.bool_))
        if enough
        else None,
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
