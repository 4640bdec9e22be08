"""From the milkings that were weighed on a test day to its 24-hour yield, by scheme."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from milkshed.kernel.text import Text
from milkshed.recording.science.daily_yield import alternate_milking_kg, robot_milk_kg


class WeighingFault(StrEnum):
    """Why the weighed milkings give no day's yield."""

    NOTHING = "nothing-weighed"
    TOO_FEW = "milking-missing"
    TOO_MANY = "milkings-too-many"
    INTERVAL = "interval"
    PART = "part"

    @property
    def message(self) -> Text:
        """The reason in both languages."""
        return _MESSAGES[self]


_MESSAGES = {
    WeighingFault.NOTHING: Text("没有称量奶量", "no milking was weighed"),
    WeighingFault.TOO_FEW: Text("称量次数少于每日挤奶次数", "a milking of the day is missing"),
    WeighingFault.TOO_MANY: Text("称量次数多于每日挤奶次数", "more milkings than the day has"),
    WeighingFault.INTERVAL: Text(
        "须有4至24小时的挤奶间隔", "the interval before the milking must be 4 to 24 hours"
    ),
    WeighingFault.PART: Text("须注明早班或晚班", "morning or evening must be named"),
}


@dataclass(frozen=True, slots=True)
class Milking:
    """One weighed milking: ``part`` am, noon, pm or robot, kg, hours since the milking before.

    ``before_hours`` (robots) is how long before the sample it was.
    """

    part: str
    kg: float
    hours: float | None = None
    before_hours: float = 0.0


@dataclass(frozen=True, slots=True)
class Conversion:
    """Coefficients of DeLorenzo & Wiggans (1986) by part of the day, and the robots' window."""

    intercept: dict[str, float]
    slope: dict[str, float]
    cofactor: dict[str, float]
    centre_day: float
    robot_window: float


def day_milk_kg(
    scheme: str,
    milkings: Sequence[Milking],
    *,
    milkings_per_day: int,
    dim: int,
    conversion: Conversion,
) -> float | WeighingFault:
    """The yield of 24 hours in kg, or why there is none.

    ``every``: the sum of all milkings of the day. ``am-pm``: one milking converted by its interval
    and the days in milk. ``robot``: sum over intervals × 24 of the window's milkings.
    """
    if not milkings:
        return WeighingFault.NOTHING
    if scheme == "robot":
        found = robot_milk_kg(
            [m.kg for m in milkings],
            [np.nan if m.hours is None else m.hours for m in milkings],
            [m.before_hours for m in milkings],
            window_hours=conversion.robot_window,
        )
        return WeighingFault.INTERVAL if np.isnan(found) else found
    if scheme == "am-pm":
        return _one_milking(milkings, dim, conversion)
    if len(milkings) != milkings_per_day:
        few = len(milkings) < milkings_per_day
        return WeighingFault.TOO_FEW if few else WeighingFault.TOO_MANY
    return sum(m.kg for m in milkings)


def _one_milking(
    milkings: Sequence[Milking], dim: int, conversion: Conversion
) -> float | WeighingFault:
    if len(milkings) > 1:
        return WeighingFault.TOO_MANY
    (only,) = milkings
    if only.part not in conversion.slope:
        return WeighingFault.PART
    found = float(
        alternate_milking_kg(
            only.kg,
            np.nan if only.hours is None else only.hours,
            dim,
            intercept=conversion.intercept[only.part],
            slope_per_hour=conversion.slope[only.part],
            cofactor_kg_per_day=conversion.cofactor[only.part],
            centre_day=conversion.centre_day,
        )
    )
    return WeighingFault.INTERVAL if np.isnan(found) else found
