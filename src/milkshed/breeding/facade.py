"""What other rooms may ask of breeding."""

from collections.abc import Collection
from dataclasses import dataclass

from milkshed.breeding.models import BullValue, CowValue
from milkshed.breeding.queries.catalogue import published_run


@dataclass(frozen=True, slots=True)
class BreedingFacts:
    """Published values of an animal: the index with its version, milk in kg, and its reliability.

    ``score`` is None where no index is printed of it.
    """

    run: str
    index: str
    score: float | None
    milk_kg: float | None
    reliability: float | None


def cows_published(animal_ids: Collection[int]) -> dict[int, BreedingFacts]:
    """Published values of females by the herd register's key; the caller cuts to its scope."""
    run = published_run()
    if run is None:
        return {}
    rows = CowValue.objects.filter(run=run, animal_key__in=animal_ids)
    named = rows.values_list("animal_key", "index", "score", "milk_kg", "reliability")
    return {
        key: BreedingFacts(run.number, index, score, milk_kg, reliability)
        for key, index, score, milk_kg, reliability in named
    }


def bulls_published(numbers: Collection[str]) -> dict[str, BreedingFacts]:
    """Published values of bulls by number."""
    run = published_run()
    if run is None:
        return {}
    rows = BullValue.objects.filter(run=run, bull__number__in=numbers)
    named = rows.values_list("bull__number", "index", "score", "milk_kg", "reliability")
    return {
        number: BreedingFacts(run.number, index, score, milk_kg, reliability)
        for number, index, score, milk_kg, reliability in named
    }
