"""What other rooms may ask of milk recording."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from psycopg import sql

from milkshed.kernel.day_numbers import EPOCH
from milkshed.kernel.periods import Month
from milkshed.platform.bulk import read_columns
from milkshed.recording.actions.months import recorded_places
from milkshed.recording.models import LactationFigure


@dataclass(frozen=True, slots=True)
class LactationFacts:
    """A cow's lactation as of a month: official and predicted yields in kg, None where unknown.

    ``tim_milk_kg`` is accounted to day ``tim_days``; ``milk_305_kg`` predicted with
    ``reliability``; ``score_305`` the mean somatic cell score.
    """

    animal_id: int
    place_id: int
    parity: int
    calved_on: date
    tim_days: int
    tim_milk_kg: float | None
    milk_305_kg: float | None
    fat_305_kg: float | None
    protein_305_kg: float | None
    score_305: float | None
    reliability: float | None
    persistency: float | None
    mature_kg: float | None


def lactations_in(
    month: Month, place_ids: Collection[int] | None = None
) -> tuple[LactationFacts, ...]:
    """Present lactations of a month, of farms at these places or of all recorded ones."""
    rows = LactationFigure.objects.filter(month=month.first_day)
    if place_ids is not None:
        rows = rows.filter(place__in=place_ids)
    return tuple(
        LactationFacts(*row)
        for row in rows.order_by("place", "animal_key").values_list(
            "animal_key",
            "place_id",
            "parity",
            "calved_on",
            "tim_days",
            "tim_milk_kg",
            "milk_305_kg",
            "fat_305_kg",
            "protein_305_kg",
            "score_305",
            "reliability",
            "persistency",
            "mature_kg",
        )
    )


def recorded_farm_places() -> tuple[int, ...]:
    """Places of the farms in recording now."""
    return tuple(recorded_places())


@dataclass(frozen=True, slots=True, eq=False)
class LactationColumns:
    """The last figure of every lactation, by cow and parity; arrays of (lactations,).

    ``calved`` counts days from 1970-01-01. Yields of 305 days in kg, ``score`` the mean somatic
    cell score; NaN where it could not be computed.
    """

    animal: NDArray[np.int64]
    place: NDArray[np.int64]
    parity: NDArray[np.int64]
    calved: NDArray[np.int64]
    tests: NDArray[np.int64]
    days_in_milk: NDArray[np.int64]
    milk_kg: NDArray[np.float64]
    fat_kg: NDArray[np.float64]
    protein_kg: NDArray[np.float64]
    score: NDArray[np.float64]


_LACTATION_TYPES = {
    "animal": pa.int64(),
    "place": pa.int64(),
    "parity": pa.int16(),
    "calved": pa.int32(),
    "tests": pa.int16(),
    "days_in_milk": pa.int16(),
    "milk_kg": pa.float64(),
    "fat_kg": pa.float64(),
    "protein_kg": pa.float64(),
    "score": pa.float64(),
}
_REALS = ("milk_kg", "fat_kg", "protein_kg", "score")


def lactation_columns(first: date, last: date) -> LactationColumns:
    """Lactations that began between two days, each by its figure of the latest month up to then."""
    query = sql.SQL(
        "SELECT DISTINCT ON (animal_key, parity) animal_key, place_id, parity,"
        " calved_on - {epoch}, tests, days_in_milk, milk_305_kg, fat_305_kg, protein_305_kg,"
        " score_305 FROM recording_lactationfigure"
        " WHERE calved_on BETWEEN {first} AND {last} AND month <= {last}"
        " ORDER BY animal_key, parity, month DESC"
    ).format(epoch=_day(EPOCH), first=_day(first), last=_day(last))
    table = read_columns(query, _LACTATION_TYPES)
    return LactationColumns(
        **{
            name: table[name].to_numpy(zero_copy_only=False).astype(np.float64)
            if name in _REALS
            else table[name].cast(pa.int64()).to_numpy()
            for name in _LACTATION_TYPES
        }
    )


def _day(day: date) -> sql.Composable:
    return sql.SQL("DATE ") + sql.Literal(day.isoformat())
