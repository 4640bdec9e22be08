"""Recording what happens to animals."""

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import orjson
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from milkshed.herd.actions.births import Calving, register_calves
from milkshed.herd.actions.copying import references_checked_at_once
from milkshed.herd.actions.event_checks import (
    SERVICES,
    EventLimits,
    Held,
    Known,
    Past,
    Stay,
    event_faults,
    event_key,
    known_animal_status,
    withdrawal_start,
)
from milkshed.herd.actions.farms import farms_by_code
from milkshed.herd.actions.rows import EventRow
from milkshed.herd.actions.state import refresh_animals
from milkshed.herd.models import (
    Animal,
    AnimalEvent,
    AnimalIdentifier,
    AnimalSpell,
    EventKind,
    Farm,
    Pen,
)
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.result import BatchReport
from milkshed.platform.bulk import any_of, copy_rows
from milkshed.platform.models import Person, Rule
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import find_rule, rules_under

EVENT_FIELDS = (
    "event_key",
    "animal",
    "farm",
    "kind",
    "happened_at",
    "details",
    "due_on",
    "withdrawal_until",
    "corrects",
    "recorded_by",
    "recorded_at",
    "source",
    "device",
)
_EVENT = AnimalEvent._meta.db_table  # noqa: SLF001 - Django's public name for it
_SPELL = AnimalSpell._meta.db_table  # noqa: SLF001 - Django's public name for it


def record_events(rows: Sequence[EventRow], *, person: Person | None = None) -> BatchReport:
    """Record events of animals; bad rows are refused with their faults, the rest goes in.

    A row whose ``event_key`` is stored already counts as repeated. Without a key, the same
    animal, kind and time are the same event. A calving registers its live calves that have a
    number, with the cow as their dam; when one of them cannot be registered the calving is
    refused with it. Afterwards the state of every animal touched is computed again from all its
    standing events.
    """
    if person is not None:
        require(person, "herd.record_events")
    report = BatchReport()
    rows = [_with_plain_number(row) for row in rows]
    with transaction.atomic():
        known, subjects = _look_up(rows, person)
        taken: set[UUID] = set()
        stored: dict[int, tuple[object, ...]] = {}
        touched: dict[int, int] = {}
        calvings: dict[int, Calving] = {}
        for number, (row, (animal, key)) in enumerate(zip(rows, subjects, strict=True), start=1):
            if key is not None and (key in known.stored or key in taken):
                report.repeat(number, str(key))
                continue
            details, faults = event_faults(row, animal, known, number)
            if faults or animal is None or key is None:
                report.refuse(number, faults)
                continue
            taken.add(key)
            touched[number] = animal.pk
            known.take(row, key, animal)
            stored[number] = _as_stored(row, key, animal, details, known, person)
            report.accept(number, str(key))
            if row.kind == EventKind.CALVING and details.get("calves"):
                farm = known.farms[row.farm_code]
                calvings[number] = Calving(key, animal, farm, row, details["calves"])
        births = register_calves(calvings, report, known.now, person)
        for number in report.refused:
            stored.pop(number, None)
            touched.pop(number, None)
        with references_checked_at_once((_EVENT, _SPELL), len(stored) + len(births)):
            copy_rows(AnimalEvent, EVENT_FIELDS, [*stored.values(), *births])
            if touched:
                refresh_animals(sorted(set(touched.values())))
    return report


def _with_plain_number(row: EventRow) -> EventRow:
    plain = _plain(row.number)
    return row if plain == row.number else replace(row, number=plain)


def _plain(number: str) -> str:
    """A number as registration stores it: half-width capitals without spaces or hyphens."""
    if number.isascii() and number.isalnum():
        return number.upper()
    plain = unicodedata.normalize("NFKC", number).replace("-", "")
    return "".join(char for char in plain if char.isprintable() and char != " ").upper()


def _look_up(
    rows: Sequence[EventRow], person: Person | None
) -> tuple[Known, list[tuple[Animal | None, UUID | None]]]:
    """What the checks need to know, and each row's animal with the key of its event."""
    farms = farms_by_code({row.farm_code for row in rows}, person)
    held = list(
        AnimalIdentifier.objects.filter(
            # other farms have the same numbers of their own
            Q(issuer__isnull=True) | Q(issuer__in=[farm.pk for farm in farms.values()]),
            any_of("value", {row.number for row in rows}),
            scheme__in={row.scheme for row in rows},
        )
        .order_by("-valid_from", "-pk")
        .values_list("scheme", "value", "issuer_id", "animal_id", "valid_from", "valid_to")
    )
    animals = {
        animal.pk: animal
        for animal in Animal.objects.filter(any_of("id", {row[3] for row in held}))
    }
    numbers: dict[tuple[str, str, int | None], tuple[Held, ...]] = {}
    for scheme, value, issuer, animal_key, since, until in held:
        had = Held(animals[animal_key], since, until)
        name = (scheme, value, issuer)
        numbers[name] = (*numbers.get(name, ()), had)
    now = timezone.now()
    known = Known(
        farms=farms,
        numbers=numbers,
        stored={},
        corrected=set(),
        pens=_pens(rows, farms),
        pasts=_pasts(rows, animals, farms),
        stands={pk: known_animal_status(animal) for pk, animal in animals.items()},
        now=now,
        limits=event_limits(shanghai_day(now)),
    )
    subjects: list[tuple[Animal | None, UUID | None]] = []
    for row in rows:
        animal = known.animal_of(row)
        subjects.append((animal, event_key(row, animal) if animal else None))
    named = {key for row in rows for key in (row.corrects, row.event_key) if key}
    keys = named | {key for _, key in subjects if key}
    for event in AnimalEvent.objects.filter(any_of("event_key", keys)):
        known.stored[event.event_key] = event
    told = [event.pk for event in known.stored.values()]
    corrected = AnimalEvent.objects.filter(any_of("corrects_id", told))
    known.corrected.update(corrected.values_list("corrects_id", flat=True))
    return known, subjects


def event_limits(day: date) -> EventLimits:
    """The limits of events in force on a day."""
    rules = rules_under("herd.", day)

    def bounds(key: str, low: int, high: int) -> tuple[int, int]:
        row = rules.get(f"herd.{key}")
        return (
            int(row.low) if row and row.low is not None else low,
            int(row.high) if row and row.high is not None else high,
        )

    gestation = bounds("gestation", 0, 302)
    return EventLimits(
        min_calving_interval_days=bounds("calving.interval", 0, 0)[0],
        min_calving_age_days=bounds("calving.min_age", 0, 0)[0],
        min_gestation_days=gestation[0],
        max_gestation_days=gestation[1],
        certificate_needed=_holds(rules.get("herd.quarantine.needed")),
        certificate_length=bounds("quarantine.certificate", 1, 200),
        meat_withdrawal_binds=_holds(rules.get("herd.withdrawal.meat")),
    )


def _holds(row: Rule | None) -> bool:
    return row is not None and bool(row.value)


def _pens(rows: Sequence[EventRow], farms: Mapping[str, Farm]) -> frozenset[tuple[int, str]]:
    if not any(row.kind == EventKind.PEN_MOVE for row in rows):
        return frozenset()
    open_pens = Pen.objects.filter(
        farm__in=[farm.pk for farm in farms.values()], closed_on__isnull=True
    )
    return frozenset(open_pens.values_list("farm_id", "code"))


def _pasts(
    rows: Sequence[EventRow], animals: Mapping[int, Animal], farms: Mapping[str, Farm]
) -> dict[int, Past]:
    """Standing calvings and services, meat withdrawals, and stays on other farms."""
    wanted: set[str] = set()
    if any(row.kind == EventKind.CALVING for row in rows):
        wanted |= {EventKind.CALVING, *SERVICES}
    if any(row.kind == EventKind.DEPARTURE for row in rows):
        wanted.add(EventKind.TREATMENT)
    pasts: dict[int, Past] = {}
    abroad = {farm.pk for farm in farms.values()}
    moved = [pk for pk, animal in animals.items() if abroad - {animal.farm_id}]
    stays = _stays(moved, abroad)
    for pk in animals:
        pasts[pk] = Past({}, {}, {}, tuple(stays.get(pk, ())))
    if not wanted:
        return pasts
    standing = AnimalEvent.objects.filter(
        animal__in=list(animals), kind__in=wanted, corrections__isnull=True
    )
    for event in standing.only("event_key", "animal", "kind", "happened_at", "details"):
        past, day = pasts[event.animal_id], shanghai_day(event.happened_at)
        if event.kind == EventKind.CALVING:
            past.calvings[event.event_key] = day
        elif event.kind in SERVICES:
            past.services[event.event_key] = day
        else:
            days = float(event.details.get("withdrawal_meat_days", 0))
            last = shanghai_day(withdrawal_start(event.happened_at, event.details))
            past.meat_until[event.event_key] = last + timedelta(days=math.ceil(days))
    return pasts


def _stays(animals: Iterable[int], farms: Iterable[int]) -> dict[int, list[Stay]]:
    stays: dict[int, list[Stay]] = {}
    held = AnimalSpell.objects.filter(
        animal__in=list(animals), farm__in=list(farms), status="alive"
    )
    for animal, farm, first, until in held.values_list(
        "animal_id", "farm_id", "first_day", "until_day"
    ):
        stays.setdefault(animal, []).append(Stay(farm, first, until))
    return stays


def _as_stored(
    row: EventRow,
    key: UUID,
    animal: Animal,
    details: Mapping[str, object],
    known: Known,
    person: Person | None,
) -> tuple[object, ...]:
    withdrawal_until = None
    if row.kind == EventKind.TREATMENT:
        told = details.get("withdrawal_milk_hours")
        if told is None and row.withdrawal_hours is None:
            default = find_rule("herd.withdrawal.default", shanghai_day(row.happened_at))
            told = default.value if default is not None else None
        hours = math.ceil(float(str(told))) if told is not None else 0
        withdrawal_until = withdrawal_start(row.happened_at, details) + timedelta(hours=hours)
    corrects = known.stored[row.corrects].pk if row.corrects else None
    return (
        key,
        animal.pk,
        known.farms[row.farm_code].pk,
        row.kind,
        row.happened_at,
        orjson.dumps(details).decode(),
        row.due_on,
        withdrawal_until,
        corrects,
        person.pk if person is not None else None,
        known.now,
        row.source,
        row.device,
    )
