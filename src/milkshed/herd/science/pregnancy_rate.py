"""The 21-day pregnancy rate in both published forms, and service and heat detection by window.

The window form looks at consecutive stretches of 21 days, as the herd programs' breeding summary
does: who was eligible at the start of a stretch, who of them was bred in it, who conceived. The
cycle form looks at each lactation: in how many cycles of 21 days after the waiting period did
the cow conceive (Californian form). The two differ, so both are given and named.
"""

from dataclasses import dataclass

import numpy as np

from milkshed.herd.science.conception import Reproduction
from milkshed.herd.science.cow_records import FAR, Bool, Int
from milkshed.herd.science.measures import Measure, proportion, ratio

CYCLE_D = 21
"""Days of an oestrous cycle."""


@dataclass(frozen=True, slots=True)
class WaitingPeriod:
    """Days after calving before which a cow is not served on purpose, by parity."""

    first: int = 50
    later: int = 50

    def days(self, parity: Int) -> Int:
        """The waiting period of each parity."""
        return np.where(parity <= 1, self.first, self.later)


@dataclass(frozen=True, slots=True, eq=False)
class Windows:
    """One row per eligible cow and window of 21 days.

    ``start`` the first day of the window; ``bred`` a service, ``detected`` a service or an
    observed heat, ``pregnant`` a conception within it.
    """

    cow: Int
    start: Int
    bred: Bool
    detected: Bool
    pregnant: Bool

    @property
    def service_rate(self) -> Measure:
        """Bred out of eligible."""
        return proportion(self.cow, self.start, self.bred)

    @property
    def heat_detection_rate(self) -> Measure:
        """Seen in heat or bred out of eligible."""
        return proportion(self.cow, self.start, self.detected)

    @property
    def conception_rate(self) -> Measure:
        """Pregnant out of bred."""
        return proportion(self.cow[self.bred], self.start[self.bred], self.pregnant[self.bred])

    @property
    def pregnancy_rate(self) -> Measure:
        """Pregnant out of eligible."""
        return proportion(self.cow, self.start, self.pregnant)


def windows(
    herd: Reproduction, first: int, last: int, waiting: WaitingPeriod, *, unsettled: int = 42
) -> Windows:
    """Eligible cows in windows of 21 days from ``first``; cows that have calved only.

    Eligible: past the waiting period at the window's start, in one lactation for the whole
    window, not pregnant and not marked do-not-breed at its start. Windows that end less than
    ``unsettled`` days before ``as_of`` or after ``last`` are left out: their pregnancies are
    not known yet.
    """
    records = herd.records
    until = min(last, records.as_of - unsettled)
    starts = np.arange(first, until - CYCLE_D + 2, CYCLE_D, dtype=np.int64)
    calvings, end = records.calvings, records.lactation_end
    open_from = calvings.day + waiting.days(calvings.parity)
    ends_late = (open_from[:, None] <= starts) & (end[:, None] > starts + CYCLE_D - 1)
    row, window = np.nonzero(ends_late)
    cow, start = calvings.cow[row], starts[window]
    pregnancies = herd.pregnancies
    at = pregnancies.before(cow, start - 1)
    held = np.maximum(at, 0)
    pregnant_before = (at >= 0) & (
        (pregnancies.until[held] >= start) if len(pregnancies) else False
    )
    marked = records.do_not_breed.before(cow, start)
    marked_on = records.do_not_breed.day[np.maximum(marked, 0)] if len(records.do_not_breed) else 0
    barred = (marked >= 0) & (marked_on >= calvings.day[row])
    eligible = ~pregnant_before & ~barred
    cow, start = cow[eligible], start[eligible]
    stop = start + CYCLE_D - 1
    bred = records.services.after(cow, start - 1) <= stop
    seen = records.heats.after(cow, start - 1) <= stop
    conceived = pregnancies.after(cow, start - 1) <= stop
    return Windows(cow, start, bred | conceived, bred | seen | conceived, conceived)


def cycles_to_pregnancy(conception_dim: Int, waiting_d: Int) -> Int:
    """Cycles a pregnant cow took: its days past the waiting period / 21, rounded up, at least 1."""
    past = np.asarray(conception_dim) - np.asarray(waiting_d)
    return np.asarray(np.maximum(-(-past // CYCLE_D), 1))


def cycles_open(last_dim: Int, waiting_d: Int) -> Int:
    """Cycles an open cow was at risk: its days past the waiting period / 21, rounded."""
    past = np.asarray(last_dim) - np.asarray(waiting_d)
    return np.asarray(np.maximum((2 * past + CYCLE_D) // (2 * CYCLE_D), 0))


def cycle_pregnancy_rate(
    herd: Reproduction, first: int, last: int, waiting: WaitingPeriod
) -> Measure:
    """Cows that conceived out of all cycles at risk, over lactations whose waiting period ended
    between ``first`` and ``last``.

    A pregnant cow counts :func:`cycles_to_pregnancy`, an open one :func:`cycles_open` up to the
    day it was marked do-not-breed, left, or ``as_of``.
    """
    records, calvings = herd.records, herd.records.calvings
    waiting_d = waiting.days(calvings.parity)
    ready = calvings.day + waiting_d
    barred = records.do_not_breed.after(calvings.cow, calvings.day - 1)
    stop = np.minimum(np.minimum(records.lactation_end, barred), records.as_of)
    chosen = (ready >= first) & (ready <= last) & (stop >= ready)
    conceived_on, _ = herd.pregnancies_of_lactation
    pregnant = conceived_on < FAR
    cycles = np.where(
        pregnant,
        cycles_to_pregnancy(np.where(pregnant, conceived_on, ready) - calvings.day, waiting_d),
        cycles_open(stop - calvings.day, waiting_d),
    )[chosen]
    return ratio(
        int(np.count_nonzero(pregnant[chosen])),
        int(cycles.sum()),
        calvings.cow[chosen],
        calvings.day[chosen],
        cycles,
    )
