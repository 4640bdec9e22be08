"""The test-interval method: lactation yields as ICAR accounts for them.

Sargent et al. (1968); ICAR Guidelines, Procedure 2 of Section 2 ("Computing of accumulated
lactation yield"). Between two tests the yield is their mean times the days between; the first
test stands for the days up to it, the last for the days after it:

    MY = I0 M1 + I1 (M1 + M2) / 2 + … + In Mn

Days are counted from calving = 0, so I0 = DIM1 and In = end − DIMn. Fat and protein follow the
same rule with daily kilograms (milk × percentage / 100).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from milkshed.numerics.compiled import compiled, over_rows
from milkshed.recording.science.recorded_days import Float, Int, Status, TestDays

METHOD = "test-interval"
VERSION = "1"


@dataclass(frozen=True, slots=True, eq=False)
class IntervalYields:
    """Accumulated yields per lactation; NaN where ``status`` is not 0 or nothing was measured.

    ``milk_kg``, ``fat_kg``, ``protein_kg``: kg from day 1 to ``to_day``; ``fat_pct`` and
    ``protein_pct`` are kilograms over the milk of the same lactation. All of shape (lactations,).
    """

    to_day: Int
    milk_kg: Float
    fat_kg: Float
    protein_kg: Float
    status: NDArray[np.uint8]

    @property
    def fat_pct(self) -> Float:
        """Fat kilograms in percent of milk kilograms."""
        return 100 * self.fat_kg / self.milk_kg

    @property
    def protein_pct(self) -> Float:
        """Protein kilograms in percent of milk kilograms."""
        return 100 * self.protein_kg / self.milk_kg


@compiled
def _accumulate(
    first: int,
    past_last: int,
    offsets: Int,
    dim: Int,
    milk: Float,
    share_pct: Float,
    to_day: Int,
    total: Float,
) -> None:
    """Sum milk × share / 100 over each lactation; rows without a share are passed over."""
    for lactation in range(first, past_last):
        end = to_day[lactation]
        summed, last_day, last_yield, seen = 0.0, 0, 0.0, False
        for row in range(offsets[lactation], offsets[lactation + 1]):
            share = share_pct[row]
            if np.isnan(share):
                continue
            day, amount = dim[row], milk[row] * share / 100.0
            if not seen:
                summed = min(day, end) * amount
            elif day <= end:
                summed += (day - last_day) * (last_yield + amount) / 2.0
            elif last_day < end:
                # the end falls between two tests: the line between them is followed up to it
                part = (end - last_day) / (day - last_day)
                at_end = last_yield + part * (amount - last_yield)
                summed += (end - last_day) * (last_yield + at_end) / 2.0
            last_day, last_yield, seen = day, amount, True
        if seen:
            if last_day < end:
                summed += (end - last_day) * last_yield
            total[lactation] = summed


def accumulate(
    days: TestDays, *, last_day: int = 305, extend: bool = False, threads: int | None = None
) -> IntervalYields:
    """Accumulate milk, fat and protein of every lactation up to ``last_day`` at most.

    A completed lactation (``length_days`` > 0) is summed to its end, one in progress to its last
    test, or to ``last_day`` with ``extend`` (the last test then stands for all days that follow,
    which overestimates; a projection is the business of the predicting methods).
    """
    usable = days.usable
    to_day = np.zeros(days.lactations, dtype=np.int64)
    some = usable & (days.tests > 0)
    last_test = days.dim[days.offsets[1:][some] - 1]
    open_end = last_day if extend else np.minimum(last_test, last_day)
    finished = days.length_days[some] > 0
    to_day[some] = np.where(finished, np.minimum(days.length_days[some], last_day), open_end)
    totals = []
    whole = np.full(len(days.dim), 100.0)
    for share in (whole, days.fat_pct, days.protein_pct):
        total = np.full(days.lactations, np.nan)

        def part(first: int, past_last: int, share: Float = share, total: Float = total) -> None:
            _accumulate(
                first, past_last, days.offsets, days.dim, days.milk_kg, share, to_day, total
            )

        if share is whole or not np.all(np.isnan(share)):
            over_rows(part, days.lactations, at_once=65536, threads=threads)
        total[~usable] = np.nan
        totals.append(total)
    status = days.status.copy()
    status[(status == Status.USABLE) & (to_day == 0)] = Status.NO_TESTS
    return IntervalYields(to_day, totals[0], totals[1], totals[2], status)
