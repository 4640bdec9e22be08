"""How cows leave, and how they come through the weeks after calving."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from milkshed.herd.science.cow_records import (
    CULLED,
    DEAD,
    FAR,
    SOLD,
    Bool,
    HerdRecords,
    Int,
    labels,
)
from milkshed.herd.science.measures import Measure, proportion, ratio

YEAR_D = 365

DIM_CLASSES: tuple[tuple[int, int], ...] = (
    (0, 60),
    (61, 120),
    (121, 200),
    (201, 305),
    (306, FAR),
)
"""Classes of days in milk at leaving, both ends included."""


def adult_since(records: HerdRecords) -> Int:
    """The day on which each cow was first adult in the herd; ``FAR`` for heifers.

    Adult (成母牛): has calved. A cow whose first known calving is not her first was adult before,
    and counts since she entered.
    """
    calvings, size = records.calvings, len(records.cows)
    first = np.searchsorted(calvings.cow, np.arange(size))
    has = np.bincount(calvings.cow, minlength=size) > 0
    day = np.full(size, FAR, np.int64)
    day[has] = calvings.day[first[has]]
    day = np.where(records.first_parity > 1, records.cows.entered, day)
    return np.where(day < FAR, np.maximum(day, records.cows.entered), FAR)


def adult_days(records: HerdRecords, first: int, last: int) -> Int:
    """Days that each cow stood in the herd as an adult; the day of leaving does not count."""
    begin = np.maximum(adult_since(records), first)
    end = np.minimum(records.cows.left, last + 1)
    return np.asarray(np.maximum(end - begin, 0))


def cow_years(records: HerdRecords, first: int, last: int) -> float:
    """Adult cow-days of the period over 365: over a year the mean number of adult cows."""
    return int(adult_days(records, first, last).sum()) / YEAR_D


def adult_exits(records: HerdRecords, first: int, last: int, *how: int) -> Int:
    """Rows of the adult cows that left in the period in one of the ways."""
    cows = records.cows
    in_period = (cows.left >= first) & (cows.left <= last)
    return np.flatnonzero(in_period & np.isin(cows.how, how) & (adult_since(records) <= cows.left))


def adult_cull_rate(records: HerdRecords, first: int, last: int) -> Measure:
    """Adult cows dead or culled per year over the mean number of adult cows (成母牛年淘汰率).

    Chinese industry's definition: (dead + culled in the year) ÷ mean daily adult cows. Over any
    period: exits ÷ adult cow-years (cow-days ÷ 365).
    """
    return adult_exit_rate(records, first, last, DEAD, CULLED)


def adult_exit_rate(records: HerdRecords, first: int, last: int, *how: int) -> Measure:
    """Adult cows that left in one of the ways ÷ adult cow-years (cow-days ÷ 365)."""
    rows = adult_exits(records, first, last, *how)
    left = records.cows.left[rows]
    return ratio(len(rows), cow_years(records, first, last), rows, left, np.ones(len(rows)))


def exits_by_cause(
    records: HerdRecords, first: int, last: int
) -> Iterator[tuple[str, int, Measure]]:
    """Adult cows that left, by cause (empty where none was told) with the way of leaving.

    Yields cause, the way, and the share of all adult exits of the period.
    """
    rows = adult_exits(records, first, last, SOLD, DEAD, CULLED)
    cause, how = records.cows.cause[rows], records.cows.how[rows]
    left = records.cows.left[rows]
    for name in [*labels(cause), ""]:
        for way in (CULLED, DEAD, SOLD):
            chosen = (cause == name) & (how == way)
            if chosen.any():
                yield name, way, proportion(rows, left, chosen)


def exits_by_stage(
    records: HerdRecords, first: int, last: int
) -> Iterator[tuple[tuple[int, int], Measure]]:
    """Adult cows dead or culled by class of days in milk at leaving, out of all of them."""
    rows = adult_exits(records, first, last, DEAD, CULLED)
    left = records.cows.left[rows]
    at = records.calvings.before(rows, left)
    dim = left - records.calvings.day[np.maximum(at, 0)] if len(rows) else left
    for low, high in DIM_CLASSES:
        yield (low, high), proportion(rows, left, (dim >= low) & (dim <= high))


def early_exit_rate(records: HerdRecords, first: int, last: int, *, within: int = 60) -> Measure:
    """Calvings after which the cow was dead or culled within ``within`` days.

    Of calvings in the period that are old enough to know, or whose cow has left already.
    """
    calvings, cows = records.calvings, records.cows
    left, how = cows.left[calvings.cow], cows.how[calvings.cow]
    stop = calvings.day + within
    lost = (left <= stop) & ((how == DEAD) | (how == CULLED)) & (left == records.lactation_end)
    known = (stop <= records.as_of) | lost
    sold_before = (left <= stop) & ~lost
    chosen = (calvings.day >= first) & (calvings.day <= last) & known & ~sold_before
    return proportion(calvings.cow[chosen], calvings.day[chosen], lost[chosen])


def fresh_case_rate(
    records: HerdRecords, first: int, last: int, codes: tuple[str, ...], *, within: int = 60
) -> Measure:
    """Calvings of the period followed by one of the diagnoses within ``within`` days."""
    calvings, cases = records.calvings, records.cases
    named = np.isin(cases.code, codes)
    when = type(records.heats)(cases.cow[named], cases.day[named])
    found = when.after(calvings.cow, calvings.day - 1)
    chosen = (calvings.day >= first) & (calvings.day <= last)
    return proportion(
        calvings.cow[chosen], calvings.day[chosen], (found <= calvings.day + within)[chosen]
    )


def case_rate(records: HerdRecords, first: int, last: int, codes: tuple[str, ...]) -> Measure:
    """Cases of a diagnosis per adult cow-year."""
    cases = records.cases
    named: Bool = np.isin(cases.code, codes) & (cases.day >= first) & (cases.day <= last)
    count, years = int(np.count_nonzero(named)), cow_years(records, first, last)
    return ratio(count, years, cases.cow[named], cases.day[named], np.ones(count))


def separate_cases(cow: Int, day: Int, code: NDArray[np.str_], gap: int) -> Int:
    """Rows that begin a case: the same diagnosis of a cow within ``gap`` days of the one told
    before is the same case."""
    order = np.lexsort((day, code, cow))
    begins = np.ones(len(order), np.bool_)
    here, before = order[1:], order[:-1]
    same = (cow[here] == cow[before]) & (code[here] == code[before])
    begins[1:] = ~(same & (day[here] - day[before] <= gap))
    return np.asarray(np.sort(order[begins]))
