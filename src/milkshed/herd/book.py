"""Animals as the herd book knows them: by identity, with their recorded parents."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from milkshed.herd.models import Animal, AnimalIdentifier
from milkshed.platform.scope import EVERYTHING, Scope, visible


@dataclass(frozen=True, slots=True)
class AnimalFacts:
    """A registered animal as the herd book knows it.

    ``identity``: herd-book number, else ear tag, else ``herd:`` and the key; parents as recorded.
    """

    animal_id: int
    place_id: int
    farm_code: str
    identity: str
    number: str
    sex: str
    breed: str
    birth_date: date
    sire_number: str
    dam_number: str
    parity: int
    calved_on: date | None
    left_on: date | None
    synthetic: bool
    url: str


def animals_by_number(
    numbers: Collection[str], scope: Scope = EVERYTHING
) -> dict[str, AnimalFacts]:
    """Animals in reach by a number unique everywhere: herd book, ear tag, transponder, identity."""
    held = AnimalIdentifier.objects.filter(
        value__in=set(numbers), scheme__in=("herd-book", "ear-tag", "iso-11784")
    )
    named = dict(held.order_by("valid_from").values_list("value", "animal_id"))
    keys = {number: number.removeprefix("herd:") for number in numbers if "herd:" in number}
    named |= {number: int(key) for number, key in keys.items() if key.isdecimal() and len(key) < 19}
    known = animals_by_id(named.values(), scope)
    return {value: known[key] for value, key in named.items() if key in known}


def animals_by_id(animal_ids: Collection[int], scope: Scope = EVERYTHING) -> dict[int, AnimalFacts]:
    """Animals in reach by the register's key."""
    found = visible(Animal.objects.filter(pk__in=set(animal_ids)), scope)
    return {facts.animal_id: facts for facts in _animals(found)}


def animals_at(place_id: int) -> tuple[AnimalFacts, ...]:
    """The living animals of a farm, by number."""
    here = Animal.objects.filter(farm__place=place_id, left_on__isnull=True)
    return tuple(sorted(_animals(here), key=lambda one: (len(one.number), one.number)))


def _animals(animals: QuerySet[Animal]) -> list[AnimalFacts]:
    in_force = AnimalIdentifier.objects.filter(valid_to__isnull=True)
    named = animals.select_related("farm").prefetch_related(
        Prefetch("identifiers", queryset=in_force)
    )
    return [_animal_facts(animal) for animal in named]


def _animal_facts(animal: Animal) -> AnimalFacts:
    held = {n.scheme: n.value for n in animal.identifiers.all()}
    return AnimalFacts(
        animal_id=animal.pk,
        place_id=animal.farm.place_id,
        farm_code=animal.farm.code,
        identity=held.get("herd-book") or held.get("ear-tag") or f"herd:{animal.pk}",
        number=animal.number,
        sex=animal.sex,
        breed=animal.breed,
        birth_date=animal.birth_date,
        sire_number=animal.sire_number,
        dam_number=animal.dam_number,
        parity=animal.parity,
        calved_on=animal.last_calving_date,
        left_on=animal.left_on,
        synthetic=animal.synthetic,
        url=f"/herd/animals/{animal.pk}",
    )
