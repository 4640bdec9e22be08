"""Recording what happens to animals."""

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from milkshed.herd.actions.births import Calving, register_calves
from milkshed.herd.actions.event_checks import (
    SERVICES,
    EventLimits,
    Held,
    Known,
    Past,
    Stay,
    event_faults,
    event_key,
    issuer_of,
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
from milkshed.platform.bulk import copy_rows
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
    rows = [replace(row, number=_plain(row.number)) for row in rows]
    with transaction.atomic():
        known = _look_up(rows, person)
        taken: set[UUID] = set()
        stored: dict[int, tuple[object, ...]] = {}
        touched: dict[int, int] = {}
        calvings: dict[int, Calving] = {}
        for number, row in enumerate(rows, start=1):
            animal = known.animal_of(row)
            key = event_key(row, animal) if animal else None
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
        copy_rows(AnimalEvent, EVENT_FIELDS, [*stored.values(), *births])
        if touched:
            refresh_animals(sorted(set(touched.values())))
    return report


def _plain(number: str) -> str:
    """A number as registration stores it: half-width capitals without spaces or hyphens."""
    if number.isascii() and number.isalnum():
        return number.upper()
    plain = unicodedata.normalize("NFKC", number).replace("-", "")
    return "".join(char for char in plain if char.isprintable() and char != " ").upper()


def _look_up(rows: Sequence[EventRow], person: Person | None) -> Known:
    farms = farms_by_code((row.farm_code for row in rows), person)
    held = AnimalIdentifier.objects.filter(
        value__in={row.number for row in rows},
        scheme__in={row.scheme for row in rows},
    ).select_related("animal")
    numbers: dict[tuple[str, str, int | None], tuple[Held, ...]] = {}
    for one in held.order_by("-valid_from", "-pk"):
        name = (one.scheme, one.value, one.issuer_id)
        had = Held(one.animal, one.valid_from, one.valid_to)
        numbers[name] = (*numbers.get(name, ()), had)
    animals = {had.animal.pk: had.animal for all_ in numbers.values() for had in all_}
    keys = {key for row in rows for key in (row.corrects, row.event_key) if key}
    for row in rows:
        for had in numbers.get((row.scheme, row.number, issuer_of(row, farms)), ()):
            keys.add(event_key(row, had.animal))
    events = {e.event_key: e for e in AnimalEvent.objects.filter(event_key__in=keys)}
    corrected = AnimalEvent.objects.filter(corrects__in=[e.pk for e in events.values()])
    now = timezone.now()
    return Known(
        farms=farms,
        numbers=numbers,
        stored=events,
        corrected=frozenset(corrected.values_list("corrects_id", flat=True)),
        pens=_pens(rows, farms),
        pasts=_pasts(rows, animals, farms),
        stands={pk: known_animal_status(animal) for pk, animal in animals.items()},
        now=now,
        limits=event_limits(shanghai_day(now)),
    )


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
        Jsonb(dict(details)),
        row.due_on,
        withdrawal_until,
        corrects,
        person.pk if person is not None else None,
        known.now,
        row.source,
        row.device,
    )
