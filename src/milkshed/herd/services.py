"""Services and the females to be served, as the breeding room asks for them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Prefetch
from django.utils import timezone

from milkshed.herd.kpi_queries.records import parameters_of, records_of
from milkshed.herd.models import Animal, AnimalEvent, AnimalIdentifier, Farm
from milkshed.herd.science.conception import CONCEIVED, UNKNOWN, reproduction
from milkshed.herd.science.cow_records import FAR
from milkshed.kernel.clock import shanghai_day, start_of_day
from milkshed.kernel.day_numbers import day_number, day_of

_KINDS = ("insemination", "embryo_transfer")


@dataclass(frozen=True, slots=True)
class FemaleFacts:
    """A living female animal and where she stands in breeding.

    ``numbers`` by scheme; ``bred_on`` is the last service since calving, ``conceived_on`` and
    ``pregnant`` the present pregnancy; ``withdrawal_until`` the end of a drug's withdrawal.
    """

    animal_id: int
    place_id: int
    number: str
    numbers: tuple[tuple[str, str], ...]
    birth_date: date
    entered_on: date
    parity: int
    calved_on: date | None
    bred_on: date | None
    pregnant: bool
    do_not_breed: bool
    withdrawal_until: datetime | None
    sire_number: str
    dam_number: str
    url: str


@dataclass(frozen=True, slots=True)
class ServiceFacts:
    """One standing service: an insemination, or an embryo carried over (``embryo`` its number).

    ``conceived`` is None while nobody can know; ``calved_on`` the calving it led to.
    """

    event_key: str
    animal_id: int
    place_id: int
    served_on: date
    bull_number: str
    straw_batch: str
    straw_sexed: bool
    embryo: str
    embryo_dam: str
    conceived: bool | None
    calved_on: date | None


def females_at(place_id: int) -> tuple[FemaleFacts, ...]:
    """Living females of a farm, by number."""
    in_force = AnimalIdentifier.objects.filter(valid_to__isnull=True).order_by("pk")
    animals = (
        Animal.objects.filter(farm__place=place_id, sex="F", status="alive")
        .select_related("farm")
        .prefetch_related(Prefetch("identifiers", queryset=in_force))
    )
    found = [_female(animal) for animal in animals]
    return tuple(sorted(found, key=lambda one: (len(one.number), one.number)))


def _female(animal: Animal) -> FemaleFacts:
    return FemaleFacts(
        animal_id=animal.pk,
        place_id=animal.farm.place_id,
        number=animal.number,
        numbers=tuple((one.scheme, one.value) for one in animal.identifiers.all()),
        birth_date=animal.birth_date,
        entered_on=animal.entered_on,
        parity=animal.parity,
        calved_on=animal.last_calving_date,
        bred_on=animal.bred_on,
        pregnant=animal.pregnant,
        do_not_breed=animal.do_not_breed,
        withdrawal_until=animal.withdrawal_until,
        sire_number=animal.sire_number,
        dam_number=animal.dam_number,
        url=f"/herd/animals/{animal.pk}",
    )


def animals_numbered(place_id: int, numbers: Collection[str]) -> dict[str, int]:
    """Female animals by a number they bear now or bore on this farm, those that left included.

    A number that names several animals is left out.
    """
    held = AnimalIdentifier.objects.filter(
        value__in=set(numbers), animal__sex="F", animal__events__farm__place=place_id
    ) | AnimalIdentifier.objects.filter(
        value__in=set(numbers), animal__sex="F", animal__farm__place=place_id
    )
    by_number: dict[str, set[int]] = {}
    for value, animal in held.distinct().values_list("value", "animal"):
        by_number.setdefault(value, set()).add(animal)
    return {value: keys.pop() for value, keys in by_number.items() if len(keys) == 1}


def services_at(
    place_ids: Collection[int],
    first: date,
    last: date,
    *,
    batches: Collection[str] | None = None,
    judged: bool = True,
) -> tuple[ServiceFacts, ...]:
    """Standing services on these farms over days, both included, in order of days.

    ``batches``: only with straws or embryos of these numbers. Whether a service conceived follows
    from what was told later, up to today; with ``judged`` False nobody asks.
    """
    found: list[ServiceFacts] = []
    for farm in Farm.objects.filter(place__in=set(place_ids)).order_by("pk"):
        events = list(_events(farm, first, last, batches))
        outcomes = _outcomes(farm, first) if events and judged else {}
        for event in events:
            day = shanghai_day(event.happened_at)
            outcome, calved = outcomes.get((event.animal_id, day), (UNKNOWN, None))
            found.append(
                ServiceFacts(
                    event_key=str(event.event_key),
                    animal_id=event.animal_id,
                    place_id=farm.place_id,
                    served_on=day,
                    bull_number=_told(event, "bull_number") or _told(event, "sire_number"),
                    straw_batch=_told(event, "straw_batch"),
                    straw_sexed=bool(event.details.get("straw_sexed", False)),
                    embryo=_told(event, "embryo_number"),
                    embryo_dam=_told(event, "dam_number"),
                    conceived=None if outcome == UNKNOWN else outcome == CONCEIVED,
                    calved_on=calved,
                )
            )
    return tuple(sorted(found, key=lambda one: (one.served_on, one.event_key)))


def _told(event: AnimalEvent, name: str) -> str:
    return str(event.details.get(name) or "")


def _events(
    farm: Farm, first: date, last: date, batches: Collection[str] | None
) -> list[AnimalEvent]:
    events = AnimalEvent.objects.filter(
        farm=farm,
        kind__in=_KINDS,
        happened_at__gte=start_of_day(first),
        happened_at__lt=start_of_day(last + timedelta(days=1)),
        corrections__isnull=True,
    ).order_by("happened_at", "pk")
    if batches is None:
        return list(events)
    wanted = set(batches)
    return [
        one
        for one in events
        if _told(one, "straw_batch") in wanted or _told(one, "embryo_number") in wanted
    ]


def _outcomes(farm: Farm, first: date) -> dict[tuple[int, date], tuple[int, date | None]]:
    """Outcome and calving of every service since a day, by animal and day."""
    today = timezone.localdate()
    parameters, _ = parameters_of(farm, today)
    told = reproduction(records_of(farm, first, today), parameters.clocks)
    services, calvings = told.records.services, told.records.calvings
    calved = calvings.after(services.cow, services.day)
    late = services.day + parameters.clocks.gestation_high
    since = day_number(first)
    return {
        (int(key), day_of(int(day))): (
            int(outcome),
            day_of(int(birth)) if outcome == CONCEIVED and birth < min(FAR, limit + 1) else None,
        )
        for key, day, outcome, birth, limit in zip(
            told.records.cows.key[services.cow], services.day, told.outcome, calved, late,
            strict=True,
        )
        if day >= since
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ParentFacts:
    """The parents of an animal as registered in the herd."""

    sire_number: str
    dam_number: str
    birth_date: date
    sex: str


def parents_of(numbers: Collection[str]) -> dict[str, ParentFacts]:
    """Registered parents of animals by ear tag or herd-book number; unknown numbers left out."""
    held = AnimalIdentifier.objects.filter(
        value__in=set(numbers), scheme__in=("ear-tag", "herd-book"), valid_to__isnull=True
    ).values_list(
        "value", "animal__sire_number", "animal__dam_number", "animal__birth_date", "animal__sex"
    )
    return {value: ParentFacts(sire, dam, born, sex) for value, sire, dam, born, sex in held}


@dataclass(frozen=True, slots=True)
class CalvesFacts:
    """The calves that a calving told of: live females and males, and those born dead."""

    females: int
    males: int
    dead: int


def calves_born(calvings: Collection[tuple[int, date]]) -> dict[tuple[int, date], CalvesFacts]:
    """Calves of calvings by dam and day; a calving that told of none is left out."""
    wanted = set(calvings)
    if not wanted:
        return {}
    days = [day for _, day in wanted]
    events = AnimalEvent.objects.filter(
        animal__in={animal for animal, _ in wanted},
        kind="calving",
        corrections__isnull=True,
        happened_at__gte=start_of_day(min(days)),
        happened_at__lt=start_of_day(max(days) + timedelta(days=1)),
    )
    found = {}
    for animal, at, details in events.values_list("animal_id", "happened_at", "details"):
        key = (animal, shanghai_day(at))
        calves = details.get("calves") or ()
        if key in wanted and calves:
            live = [calf for calf in calves if not calf.get("stillborn")]
            females = sum(calf.get("sex") == "F" for calf in live)
            found[key] = CalvesFacts(females, len(live) - females, len(calves) - len(live))
    return found


def pieces_used(batches: Collection[str]) -> dict[tuple[int, str], int]:
    """Standing services by place and number of the straw's or embryo's batch."""
    wanted = list(set(batches))
    events = AnimalEvent.objects.filter(kind__in=_KINDS, corrections__isnull=True)
    used: dict[tuple[int, str], int] = {}
    for name in ("straw_batch", "embryo_number"):
        named = events.filter(**{f"details__{name}__in": wanted})
        for place, number in named.values_list("farm__place", f"details__{name}"):
            used[place, number] = used.get((place, number), 0) + 1
    return used
