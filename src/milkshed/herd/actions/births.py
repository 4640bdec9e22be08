"""Registering the calves that a calving reports, in the calving's own transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db import transaction
from psycopg.types.json import Jsonb

from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.event_checks import calf_event_key
from milkshed.herd.actions.rows import AnimalRow, EventRow
from milkshed.herd.models import Animal, AnimalEvent, AnimalIdentifier, EventKind, Farm
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.identifiers import EAR_TAG
from milkshed.kernel.result import BatchReport
from milkshed.platform.models import Person

_CALF_FIELDS = {"ear_tag": "number", "on_farm": "number"}


@dataclass(frozen=True, slots=True)
class Calving:
    """A calving that was taken: its key, the dam, and the calves as its details hold them."""

    key: UUID
    dam: Animal
    farm: Farm
    row: EventRow
    calves: object

    def live(self) -> list[tuple[int, Mapping[str, object]]]:
        """Live calves that have a number, with their place among all."""
        calves = self.calves if isinstance(self.calves, Sequence) else ()
        return [
            (index, calf)
            for index, calf in enumerate(calves)
            if calf.get("number") and not calf.get("stillborn")
        ]


def register_calves(
    calvings: Mapping[int, Calving],
    report: BatchReport,
    now: datetime,
    person: Person | None,
) -> list[tuple[object, ...]]:
    """Register the calves of calvings by row number; returns the birth events to store.

    A calving with a calf that cannot be registered is refused in the report, and none of its
    calves is written.
    """
    left = {number: calving for number, calving in calvings.items() if calving.live()}
    if not left:
        return []
    dams, conceptions = _numbers_of_dams(left.values()), _conceptions(left.values())
    while left:
        rows: list[AnimalRow] = []
        places: list[tuple[int, int, Mapping[str, object]]] = []
        for number, calving in left.items():
            for index, calf in calving.live():
                sire, donor = conceptions.get(calving.dam.pk, ("", None))
                dam = dams.get(calving.dam.pk, "") if donor is None else donor
                rows.append(_calf_row(calving, calf, dam, sire))
                places.append((number, index, calf))
        with transaction.atomic():
            told = register_animals(rows)
            if told.is_clean:
                keys = {**told.accepted, **told.repeated}
                return [
                    _birth(left[number], index, calf, int(keys[at]), rows[at - 1], now, person)
                    for at, (number, index, calf) in enumerate(places, start=1)
                ]
            transaction.set_rollback(True)
        for at, faults in told.refused.items():
            number, index, _ = places[at - 1]
            report.refuse(
                number,
                [
                    replace(
                        f, field=f"details.calves[{index}].{_CALF_FIELDS.get(f.field, f.field)}"
                    )
                    for f in faults
                ],
            )
            left.pop(number, None)
    return []


def _calf_row(
    calving: Calving, calf: Mapping[str, object], dam_number: str, sire_number: str
) -> AnimalRow:
    number = str(calf["number"])
    is_tag = EAR_TAG.fault(number, "number") is None
    return AnimalRow(
        farm_code=calving.farm.code,
        sex=str(calf["sex"]),
        birth_date=shanghai_day(calving.row.happened_at),
        ear_tag=number if is_tag else None,
        on_farm=None if is_tag else number,
        breed=calving.dam.breed,
        dam_number=dam_number,
        sire_number=sire_number,
        synthetic=calving.dam.synthetic,
    )


def _birth(
    calving: Calving,
    index: int,
    calf: Mapping[str, object],
    animal: int,
    row: AnimalRow,
    now: datetime,
    person: Person | None,
) -> tuple[object, ...]:
    details: dict[str, object] = {"dam_number": row.dam_number}
    if row.sire_number:
        details["sire_number"] = row.sire_number
    if calf.get("weight_kg"):
        details["weight_kg"] = calf["weight_kg"]
    if isinstance(calving.calves, Sequence) and len(calving.calves) > 1:
        details["twin"] = True
    return (
        calf_event_key(calving.key, index),
        animal,
        calving.farm.pk,
        EventKind.BIRTH,
        calving.row.happened_at,
        Jsonb(details),
        None,
        None,
        None,
        person.pk if person is not None else None,
        now,
        calving.row.source,
        calving.row.device,
    )


def _numbers_of_dams(calvings: Iterable[Calving]) -> dict[int, str]:
    """The number by which each dam goes into a pedigree: herd book, else ear tag, else on-farm."""
    order = ("herd-book", "ear-tag", "iso-11784", "on-farm", "dhi")
    keys = [calving.dam.pk for calving in calvings]
    held = AnimalIdentifier.objects.filter(animal__in=keys, valid_to__isnull=True)
    best: dict[int, tuple[int, str]] = {}
    for animal, scheme, value in held.values_list("animal_id", "scheme", "value"):
        rank = (order.index(scheme), value)
        best[animal] = min(best.get(animal, rank), rank)
    return {animal: value for animal, (_, value) in best.items()}


def _conceptions(calvings: Iterable[Calving]) -> dict[int, tuple[str, str | None]]:
    """The bull of the service from which each dam conceived, and the donor of an embryo.

    A cow that carried an embryo is not the mother of its calf: the donor is None for an
    insemination, and empty where nobody told whose the embryo was.
    """
    found: dict[int, tuple[str, str | None]] = {}
    conceived = {c.dam.pk: c.dam.conceived_on for c in calvings if c.dam.conceived_on}
    services = AnimalEvent.objects.filter(
        animal__in=list(conceived),
        kind__in=(EventKind.INSEMINATION, EventKind.EMBRYO_TRANSFER),
        corrections__isnull=True,
    )
    for animal, at, kind, details in services.order_by("happened_at").values_list(
        "animal_id", "happened_at", "kind", "details"
    ):
        if abs((shanghai_day(at) - conceived[animal]).days) > 10:
            continue
        number = details.get("bull_number") or details.get("sire_number")
        sire = str(number) if number else found.get(animal, ("", None))[0]
        carried = kind == EventKind.EMBRYO_TRANSFER
        found[animal] = (sire, str(details.get("dam_number") or "") if carried else None)
    return found
