"""Recording what happens to animals."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from psycopg.types.json import Jsonb

from milkshed.herd.actions.event_checks import Known, event_faults, event_key, issuer_of
from milkshed.herd.actions.farms import farms_by_code
from milkshed.herd.actions.rows import EventRow
from milkshed.herd.actions.state import refresh_animals
from milkshed.herd.models import Animal, AnimalEvent, AnimalIdentifier, EventKind
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.result import BatchReport
from milkshed.platform.bulk import copy_rows
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import find_rule

_FIELDS = (
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
)


def record_events(rows: Sequence[EventRow], *, person: Person | None = None) -> BatchReport:
    """Record events of animals; bad rows are refused with their faults, the rest goes in.

    A row whose ``event_key`` is stored already counts as repeated. Without a key, the same
    animal, kind and time are the same event. Afterwards the present state of every animal
    touched is computed again from all its standing events.
    """
    if person is not None:
        require(person, "herd.record_events")
    report = BatchReport()
    with transaction.atomic():
        known = _look_up(rows, person)
        taken: set[UUID] = set()
        stored: list[tuple[object, ...]] = []
        touched: set[int] = set()
        gone: set[int] = set()
        for number, row in enumerate(rows, start=1):
            animal = known.animal_of(row)
            key = event_key(row, animal) if animal else None
            if key is not None and (key in known.stored or key in taken):
                report.repeat(number, str(key))
                continue
            faults = event_faults(row, animal, known, gone, number)
            if faults or animal is None or key is None:
                report.refuse(number, faults)
                continue
            taken.add(key)
            touched.add(animal.pk)
            if row.kind in (EventKind.DEPARTURE, EventKind.DEATH):
                gone.add(animal.pk)
            stored.append(_as_stored(row, key, animal, known, person))
            report.accept(number, str(key))
        copy_rows(AnimalEvent, _FIELDS, stored)
        if touched:
            refresh_animals(sorted(touched))
    return report


def _look_up(rows: Sequence[EventRow], person: Person | None) -> Known:
    farms = farms_by_code((row.farm_code for row in rows), person)
    held = AnimalIdentifier.objects.filter(
        valid_to__isnull=True,
        value__in={row.number for row in rows},
        scheme__in={row.scheme for row in rows},
    ).select_related("animal")
    animals = {(n.scheme, n.value, n.issuer_id): n.animal for n in held}
    keys = {key for row in rows for key in (row.corrects, row.event_key) if key}
    for row in rows:
        animal = animals.get((row.scheme, row.number, issuer_of(row, farms)))
        if animal is not None:
            keys.add(event_key(row, animal))
    events = {e.event_key: e for e in AnimalEvent.objects.filter(event_key__in=keys)}
    corrected = AnimalEvent.objects.filter(corrects__in=[e.pk for e in events.values()])
    now = timezone.now()
    interval = find_rule("herd.calving.interval", shanghai_day(now))
    return Known(
        farms=farms,
        animals=animals,
        stored=events,
        corrected=frozenset(corrected.values_list("corrects_id", flat=True)),
        now=now,
        min_calving_interval_days=int(interval.low) if interval and interval.low else 0,
    )


def _as_stored(
    row: EventRow, key: UUID, animal: Animal, known: Known, person: Person | None
) -> tuple[object, ...]:
    details = dict(row.details)
    if row.reason:
        details["reason"] = row.reason
    withdrawal_until = None
    if row.kind == EventKind.TREATMENT:
        hours = row.withdrawal_hours
        if hours is None:
            default = find_rule("herd.withdrawal.default", shanghai_day(row.happened_at))
            hours = default.value if default is not None else None
        withdrawal_until = row.happened_at + timedelta(hours=float(hours or 0))
    corrects = known.stored[row.corrects].pk if row.corrects else None
    return (
        key,
        animal.pk,
        known.farms[row.farm_code].pk,
        row.kind,
        row.happened_at,
        Jsonb(details),
        row.due_on,
        withdrawal_until,
        corrects,
        person.pk if person is not None else None,
        known.now,
    )
