"""What other rooms may ask of milk recording."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from milkshed.kernel.periods import Month
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
