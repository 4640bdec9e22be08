"""Conception, intervals and losses of a herd over a period. All days included at both ends."""

from collections.abc import Iterator

import numpy as np

from milkshed.herd.science.conception import CONCEIVED, UNKNOWN, Reproduction
from milkshed.herd.science.cow_records import FAR, Bool, Int, labels
from milkshed.herd.science.measures import Measure, average, proportion, ratio
from milkshed.herd.science.pregnancy_rate import WaitingPeriod
from milkshed.herd.science.survival import Survival, kaplan_meier

DAYS_PER_MONTH = 30.4375
"""Mean days of a month, 365.25 / 12."""


def _known_services(herd: Reproduction, first: int, last: int, *, heifers: bool) -> Int:
    services = herd.records.services
    in_period = (services.day >= first) & (services.day <= last)
    ours = herd.records.of_heifer == heifers
    return np.flatnonzero(in_period & ours & (herd.outcome != UNKNOWN))


def conception_rate(herd: Reproduction, first: int, last: int, *, heifers: bool = False) -> Measure:
    """Services that conceived out of services with a known outcome."""
    rows = _known_services(herd, first, last, heifers=heifers)
    services = herd.records.services
    return proportion(services.cow[rows], services.day[rows], herd.outcome[rows] == CONCEIVED)


def conception_by(
    herd: Reproduction, first: int, last: int, by: str
) -> Iterator[tuple[str, Measure]]:
    """Conception of cows by ``number`` of the service (1, 2, 3+), ``technician``, ``bull`` or
    ``parity`` (1, 2, 3+); services without that detail stand under the empty text."""
    rows = _known_services(herd, first, last, heifers=False)
    services, lactation = herd.records.services, herd.records.lactation_of_service[rows]
    if by == "number":
        group = np.where(lactation < 0, "", _up_to_three(herd.records.service_number[rows]))
    elif by == "parity":
        parity = np.where(lactation < 0, 0, herd.records.calvings.parity[lactation])
        group = np.where(lactation < 0, "", _up_to_three(parity))
    else:
        group = {"technician": services.technician, "bull": services.bull}[by][rows]
    hit = herd.outcome[rows] == CONCEIVED
    names = labels(group)
    for name in [*names, ""] if (group == "").any() else names:
        chosen = group == name
        yield name, proportion(services.cow[rows][chosen], services.day[rows][chosen], hit[chosen])


def _up_to_three(number: Int) -> np.ndarray[tuple[int, ...], np.dtype[np.str_]]:
    return np.where(number >= 3, "3+", number.astype(np.str_)).astype(np.str_)


def services_per_conception(herd: Reproduction, first: int, last: int) -> Measure:
    """Services of cows with a known outcome over the conceptions among them."""
    rows = _known_services(herd, first, last, heifers=False)
    services = herd.records.services
    conceived = int(np.count_nonzero(herd.outcome[rows] == CONCEIVED))
    return ratio(len(rows), conceived, services.cow[rows], services.day[rows], np.ones(len(rows)))


def non_return_rate(herd: Reproduction, first: int, last: int, *, within: int = 56) -> Measure:
    """First services of cows and heifers not followed by another within ``within`` days.

    Services younger than that, and those of animals that left within it, are left out.
    """
    records, services = herd.records, herd.records.services
    judged = services.day + within
    chosen = (
        (services.day >= first)
        & (services.day <= last)
        & (records.service_number == 1)
        & (judged <= records.as_of)
        & (records.cows.left[services.cow] > judged)
    )
    again = services.after(services.cow, services.day)
    return proportion(services.cow[chosen], services.day[chosen], (again > judged)[chosen])


def calving_interval(herd: Reproduction, first: int, last: int) -> Measure:
    """Days between the calvings of the period and the calving of the same cow before each."""
    calvings = herd.records.calvings
    before = calvings.before(calvings.cow, calvings.day - 1)
    chosen = (calvings.day >= first) & (calvings.day <= last) & (before >= 0)
    days = calvings.day[chosen] - calvings.day[before[chosen]]
    return average(calvings.cow[chosen], calvings.day[chosen], days)


def days_open(herd: Reproduction, first: int, last: int) -> Measure:
    """Days from calving to the conception that stands last in the lactation, where that
    conception lies in the period."""
    calvings = herd.records.calvings
    _, conceived = herd.pregnancies_of_lactation
    chosen = (conceived >= first) & (conceived <= last)
    days = conceived[chosen] - calvings.day[chosen]
    return average(calvings.cow[chosen], conceived[chosen], days)


def days_to_first_service(herd: Reproduction, first: int, last: int) -> Measure:
    """Days from calving to the first service of the lactation, of first services in the period."""
    services = herd.records.services
    lactation = herd.records.lactation_of_service
    chosen = (
        (services.day >= first)
        & (services.day <= last)
        & (herd.records.service_number == 1)
        & (lactation >= 0)
    )
    days = services.day[chosen] - herd.records.calvings.day[lactation[chosen]]
    return average(services.cow[chosen], services.day[chosen], days)


def age_at_first_service(herd: Reproduction, first: int, last: int) -> Measure:
    """Age in months at the first service of heifers, of first services in the period."""
    services = herd.records.services
    chosen = (
        (services.day >= first)
        & (services.day <= last)
        & (herd.records.service_number == 1)
        & herd.records.of_heifer
    )
    cow, day = services.cow[chosen], services.day[chosen]
    return average(cow, day, (day - herd.records.cows.birth[cow]) / DAYS_PER_MONTH)


def age_at_first_calving(herd: Reproduction, first: int, last: int) -> Measure:
    """Age in months at calvings of the period that begin parity 1."""
    calvings = herd.records.calvings
    chosen = (calvings.day >= first) & (calvings.day <= last) & (calvings.parity == 1)
    cow, day = calvings.cow[chosen], calvings.day[chosen]
    return average(cow, day, (day - herd.records.cows.birth[cow]) / DAYS_PER_MONTH)


def abortion_rate(herd: Reproduction, first: int, last: int) -> Measure:
    """Pregnancies lost by a recorded abortion, of those whose day 42 lies in the period."""
    pregnancies = herd.pregnancies
    day = pregnancies.day + herd.clocks.abortion_low
    chosen = (day >= first) & (day <= last) & (pregnancies.until >= day)
    return proportion(pregnancies.cow[chosen], pregnancies.day[chosen], pregnancies.lost[chosen])


def stillbirth_rate(herd: Reproduction, first: int, last: int) -> Measure:
    """Stillborn calves out of all calves whose birth was told, one unit per calving with a
    stillborn calf counted by its number of calves."""
    calvings = herd.records.calvings
    chosen = _told_calvings(herd, first, last)
    calves, dead = calvings.calves[chosen], calvings.stillborn[chosen]
    cow = np.repeat(calvings.cow[chosen], calves)
    day = np.repeat(calvings.day[chosen], calves)
    nth = np.arange(len(cow)) - np.repeat(np.cumsum(calves) - calves, calves)
    return proportion(cow, day, nth < np.repeat(dead, calves))


def twin_rate(herd: Reproduction, first: int, last: int) -> Measure:
    """Calvings with two calves or more out of calvings whose calves were told."""
    calvings = herd.records.calvings
    chosen = _told_calvings(herd, first, last)
    return proportion(calvings.cow[chosen], calvings.day[chosen], calvings.calves[chosen] > 1)


def _told_calvings(herd: Reproduction, first: int, last: int) -> Bool:
    calvings = herd.records.calvings
    return (calvings.day >= first) & (calvings.day <= last) & (calvings.calves > 0)


def days_to_pregnancy(
    herd: Reproduction, first: int, last: int, *, parity: int | None = None
) -> Survival:
    """Share of cows not yet pregnant by days after calving, of calvings in the period.

    Cows that left, were marked do-not-breed, or are still open stop being watched at that day.
    ``parity`` 1 or 2 for one parity, 3 for the third and later.
    """
    records, calvings = herd.records, herd.records.calvings
    chosen = (calvings.day >= first) & (calvings.day <= last)
    if parity is not None:
        chosen &= (calvings.parity == parity) if parity < 3 else (calvings.parity >= 3)
    barred = records.do_not_breed.after(calvings.cow, calvings.day - 1)
    stop = np.minimum(np.minimum(records.lactation_end, barred), records.as_of)
    conceived, _ = herd.pregnancies_of_lactation
    happened = (conceived < FAR) & (conceived <= stop)
    time = np.where(happened, conceived, stop) - calvings.day
    return kaplan_meier(time[chosen], happened[chosen])


def ready_lactations(herd: Reproduction, waiting: WaitingPeriod) -> Int:
    """Calvings whose cows stand open past the waiting period on the day of the records."""
    records, calvings = herd.records, herd.records.calvings
    as_of = np.full(len(calvings), records.as_of)
    running = records.lactation_end > records.as_of
    ready = calvings.day + waiting.days(calvings.parity) <= records.as_of
    barred = records.do_not_breed.after(calvings.cow, calvings.day - 1) < FAR
    at = herd.pregnancies.before(calvings.cow, as_of)
    until = herd.pregnancies.until[np.maximum(at, 0)] if len(herd.pregnancies) else as_of
    pregnant = (at >= 0) & (until > records.as_of)
    return np.flatnonzero(running & ready & ~barred & ~pregnant)
