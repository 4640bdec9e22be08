"""Which services conceived, and from when to when each cow was pregnant.

A service conceived when a later fact proves it: a calving after a possible gestation, a positive
check, or an abortion. It was in vain when the cow was served again, was found open, or stayed
long enough without proof. Younger services, and those of cows that left before anybody could
know, are unknown and left out of every rate.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from milkshed.herd.science.cow_records import FAR, OPEN, PREGNANT, Bool, HerdRecords, Int, Table

CONCEIVED, IN_VAIN, UNKNOWN = 1, 0, -1
"""Outcomes of a service."""


@dataclass(frozen=True, slots=True)
class Clocks:
    """Days by which services are judged; all of them rule rows on the platform.

    ``gestation_low`` to ``gestation_high`` between conception and calving, ``gestation`` the
    usual length; ``earliest_check`` days after service at which a check can see a pregnancy;
    ``settled`` days after which a service without proof counts as in vain; an abortion lies
    ``abortion_low`` to ``abortion_high`` days after service.
    """

    gestation_low: int = 260
    gestation_high: int = 302
    gestation: int = 280
    earliest_check: int = 25
    settled: int = 45
    abortion_low: int = 42
    abortion_high: int = 260


@dataclass(frozen=True, eq=False)
class Pregnancies(Table):
    """Pregnancies by the day of conception.

    ``until`` is the day of calving, abortion, an open check or a further service (``FAR`` while
    it lasts), ``lost`` marks a recorded abortion, ``service`` the row of the service that
    conceived, -1 where none was recorded.
    """

    until: Int
    lost: Bool
    service: Int


@dataclass(frozen=True, eq=False)
class Reproduction:
    """The records of a farm with the outcome of each service and all pregnancies."""

    records: HerdRecords
    clocks: Clocks
    outcome: Int
    pregnancies: Pregnancies

    @cached_property
    def pregnancies_of_lactation(self) -> tuple[Int, Int]:
        """First and last conception day of each lactation; ``FAR`` where there is none."""
        calvings = self.records.calvings
        first = self.pregnancies.after(calvings.cow, calvings.day)
        first = np.where(first < self.records.lactation_end, first, FAR)
        at = self.pregnancies.before(calvings.cow, self.records.lactation_end - 1)
        found = at >= 0
        last = np.where(found, self.pregnancies.day[np.maximum(at, 0)] if found.any() else FAR, FAR)
        return first, np.where((first < FAR) & (last > calvings.day), last, FAR)


def reproduction(records: HerdRecords, clocks: Clocks | None = None) -> Reproduction:
    """Judge every service and find every pregnancy of the records."""
    clocks = clocks or Clocks()
    services, calvings, checks = records.services, records.calvings, records.checks
    positive = checks.result == PREGNANT
    claims = (
        (calvings.cow, calvings.day, clocks.gestation_low, clocks.gestation_high),
        (
            checks.cow[positive],
            checks.day[positive],
            clocks.earliest_check,
            clocks.gestation_high,
        ),
        (
            records.abortions.cow,
            records.abortions.day,
            clocks.abortion_low,
            clocks.abortion_high,
        ),
    )
    by = [_claimed(records, *claim) for claim in claims]
    conceived = np.zeros(len(services), np.bool_)
    for rows in by:
        conceived[rows[rows >= 0]] = True
    outcome = _outcome(records, conceived, clocks)
    unproven_checks = by[1] < 0
    due = checks.due[positive]
    told = unproven_checks & (due < FAR)
    unserved = by[0] < 0
    cow = np.concatenate(
        [services.cow[conceived], checks.cow[positive][told], calvings.cow[unserved]]
    )
    day = np.concatenate(
        [
            services.day[conceived],
            due[told] - clocks.gestation,
            calvings.day[unserved] - clocks.gestation,
        ]
    )
    service = np.concatenate(
        [np.flatnonzero(conceived), np.full(int(told.sum()) + int(unserved.sum()), -1)]
    )
    return Reproduction(records, clocks, outcome, _pregnancies(records, cow, day, service, clocks))


def _claimed(records: HerdRecords, cow: Int, day: Int, least: int, most: int) -> Int:
    """For each proof the row of the service it proves, -1 where none fits."""
    services = records.services
    at = services.before(cow, day - least)
    if not len(services):
        return at
    service_day = services.day[np.maximum(at, 0)]
    earlier = records.calvings.before(cow, day - 1)
    calved = (
        records.calvings.day[np.maximum(earlier, 0)]
        if len(records.calvings)
        else np.zeros(len(cow), np.int64)
    )
    since = np.where(earlier >= 0, calved, -FAR)
    fits = (at >= 0) & (day - service_day <= most) & (service_day >= since)
    return np.where(fits, at, -1)


def _outcome(records: HerdRecords, conceived: Bool, clocks: Clocks) -> Int:
    services = records.services
    if not len(services):
        return np.zeros(0, np.int64)
    again = services.after(services.cow, services.day)
    calved = records.calvings.after(services.cow, services.day)
    checks = records.checks
    is_open = checks.result == OPEN
    found_open = Table(checks.cow[is_open], checks.day[is_open]).after(
        services.cow, services.day + clocks.earliest_check - 1
    )
    left = records.cows.left[services.cow]
    grown_old = services.day + clocks.settled
    served_again = (again < calved) & (again <= left)
    was_open = (found_open < FAR) & (found_open <= np.minimum(np.minimum(again, calved), left))
    without_proof = (grown_old < records.as_of) & (left > grown_old)
    in_vain = served_again | was_open | without_proof
    return np.where(conceived, CONCEIVED, np.where(in_vain, IN_VAIN, UNKNOWN))


def _pregnancies(
    records: HerdRecords, cow: Int, day: Int, service: Int, clocks: Clocks
) -> Pregnancies:
    order = np.lexsort((-service, day, cow))
    cow, day, service = cow[order], day[order], service[order]
    kept = np.ones(len(cow), np.bool_)
    # one pregnancy told twice, by a check and by the calving, is one; a proven service goes first
    close = (np.diff(cow) == 0) & (np.diff(day) < clocks.abortion_low)
    kept[1:][close & (service[1:] < 0)] = False
    kept[:-1][close & (service[1:] >= 0) & (service[:-1] < 0)] = False
    cow, day, service = cow[kept], day[kept], service[kept]
    calved = records.calvings.after(cow, day)
    aborted = records.abortions.after(cow, day + clocks.abortion_low - 1)
    served = records.services.after(cow, day)
    checks = records.checks
    is_open = checks.result == OPEN
    opened = Table(checks.cow[is_open], checks.day[is_open]).after(
        cow, day + clocks.earliest_check - 1
    )
    until = np.minimum(np.minimum(calved, aborted), np.minimum(opened, served))
    lost = (aborted <= until) & (aborted < FAR) & (aborted - day <= clocks.abortion_high)
    return Pregnancies(cow, day, until, lost, service)
