"""Whole books at once: sheets and purchases that other systems kept, written by COPY.

The structure is checked as at the counter, and a bad row is refused. What people did wrong
(a warm tanker, a stranger's signature, an expired paper) is recorded as it happened and
raises an alarm.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from milkshed.collection.actions.alarms import raise_for_sheet
from milkshed.collection.actions.withheld import alarm_withheld_purchases
from milkshed.collection.models import (
    HandoverSheet,
    Licence,
    Purchase,
    Seal,
    Signature,
    Station,
    Tanker,
)
from milkshed.collection.queries import licences_by_subject, limits_on
from milkshed.collection.science.findings import Finding, Limits, Load, findings, seal_reused
from milkshed.collection.science.sealing import (
    ARRIVAL,
    COVERS,
    LOADING,
    TRANSPORT,
    SheetContent,
    covered,
    one_decimal,
)
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.gs1 import GDTI
from milkshed.kernel.problems import Fault
from milkshed.kernel.result import BatchReport
from milkshed.kernel.signing import signature_digest
from milkshed.kernel.text import Text
from milkshed.platform.bulk import copy_rows, reserve_keys
from milkshed.platform.models import Membership, Place

Number = Decimal | float


@dataclass(frozen=True, slots=True)
class SignatureRow:
    """Who signed in which role (station, driver, escort, receiver) and when."""

    role: str
    person_id: int
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One handover sheet as another system kept it. Masses in kg, temperatures in ℃.

    Its state follows from what is there: loaded, under way (departed), arrived, or closed once
    ``settled_at`` is given (accepted, or refused when ``refusal_reason`` is given).
    """

    gdti: str
    station_id: int
    tanker_id: int
    plant_id: int
    load_lot: str
    shipped_kg: Number
    departure_temperature_c: Number
    loaded_at: datetime
    signatures: tuple[SignatureRow, ...]
    departed_at: datetime | None = None
    arrived_at: datetime | None = None
    settled_at: datetime | None = None
    arrival_temperature_c: Number | None = None
    received_kg: Number | None = None
    cooling_minutes: int | None = None
    seals: tuple[str, ...] = ()
    seals_intact: bool | None = None
    refusal_reason: str = ""


@dataclass(frozen=True, slots=True)
class PurchaseRow:
    """One line of a station's purchase book; ``farm_id`` is the farm's place."""

    station_id: int
    farm_id: int
    received_at: datetime
    kg: Number
    temperature_c: Number
    farm_lot: str
    station_lot: str = ""
    sensory: str = "正常"


_SHEET_FIELDS = (
    "id", "gdti", "number", "version", "station", "tanker", "plant", "load_lot", "shipped_kg",
    "departure_temperature_c", "cooling_minutes", "seals", "loaded_at", "departed_at",
    "arrived_at", "arrival_temperature_c", "seals_intact", "received_kg", "settled_at", "outcome",
    "refusal_reason", "state",
)  # fmt: skip
_SIGNATURE_FIELDS = ("sheet", "role", "person", "signed_at", "digest")
_SEAL_FIELDS = ("number", "station", "sheet", "state", "applied_at", "ended_at", "reason")
_PURCHASE_FIELDS = (
    "station", "farm", "received_at", "kg", "temperature_c", "farm_lot", "station_lot", "sensory",
)  # fmt: skip
_REQUIRED = {
    "loaded": ("station",),
    "under_way": ("station", "driver", "escort"),
    "arrived": ("station", "driver", "escort"),
    "closed": ("station", "driver", "escort", "receiver"),
}


def state_of(row: SheetRow) -> str:
    """The state that a row's times imply."""
    if row.settled_at is not None:
        return "closed"
    if row.arrived_at is not None:
        return "arrived"
    return "under_way" if row.departed_at is not None else "loaded"


@dataclass(slots=True)
class _Directory:
    """What sheets refer to, read once per batch."""

    stations: dict[int, tuple[str, int]]
    tankers: dict[int, tuple[str, int]]
    plants: dict[int, tuple[str, int]]
    members: dict[tuple[int, int], set[str]]
    station_papers: dict[int, list[Licence]]
    tanker_papers: dict[int, list[Licence]]
    limits: dict[date, Limits] = field(default_factory=dict)
    standing: dict[tuple[str, int, date], bool] = field(default_factory=dict)

    @classmethod
    def read(cls) -> "_Directory":
        papers = licences_by_subject()
        members: dict[tuple[int, int], set[str]] = {}
        for person, organisation, role in Membership.objects.values_list(
            "person_id", "organisation_id", "role"
        ):
            members.setdefault((person, organisation), set()).add(role)
        return cls(
            stations={
                s.pk: (s.uri, s.place.organisation_id)
                for s in Station.objects.select_related("place")
            },
            tankers={t.pk: (t.uri, t.carrier_id) for t in Tanker.objects.all()},
            plants={
                p.pk: (p.uri, p.organisation_id)
                for p in Place.objects.filter(kind__in=("plant", "market"))
            },
            members=members,
            station_papers=papers[0],
            tanker_papers=papers[1],
        )

    def limits_for(self, day: date) -> Limits:
        if day not in self.limits:
            self.limits[day] = limits_on(day)
        return self.limits[day]

    def stands(self, kind: str, key: int, day: date) -> bool:
        asked = (kind, key, day)
        if asked not in self.standing:
            papers = self.station_papers if kind == "station" else self.tanker_papers
            self.standing[asked] = any(p.stands_on(day) for p in papers.get(key, ()))
        return self.standing[asked]

    def strangers(self, row: SheetRow) -> tuple[str, ...]:
        """The roles that were signed by someone outside the organisation that must sign."""
        station = self.stations[row.station_id][1]
        carrier = self.tankers[row.tanker_id][1]
        plant = self.plants[row.plant_id][1]
        homes = {"station": station, "driver": carrier, "escort": carrier, "receiver": plant}
        return tuple(
            signed.role
            for signed in row.signatures
            if (signed.person_id, homes[signed.role]) not in self.members
        )


def record_sheets(rows: Sequence[SheetRow]) -> BatchReport:
    """Record many sheets with their signatures in one transaction; replays are repeats.

    Row numbers count from 1; the reference of an accepted row is the sheet's GDTI. Alarms are
    raised for what :func:`milkshed.collection.science.findings.findings` finds.
    """
    report = BatchReport()
    directory = _Directory.read()
    known = _known(HandoverSheet, "gdti", [row.gdti for row in rows])
    numbers = _known(HandoverSheet, "number", [row.gdti[13:] for row in rows])
    fresh: list[SheetRow] = []
    people = set(Membership.objects.values_list("person_id", flat=True))
    for number, row in enumerate(rows, start=1):
        if row.gdti in known:
            report.repeat(number, row.gdti)
            continue
        faults = list(_sheet_faults(row, directory, people))
        if row.gdti[13:] in numbers:
            faults.append(
                Fault("gdti", row.gdti, "number-taken", Text("编号已被占用", "The number is taken"))
            )
        if faults:
            report.refuse(number, faults)
            continue
        known.add(row.gdti)
        numbers.add(row.gdti[13:])
        fresh.append(row)
        report.accept(number, row.gdti)
    with transaction.atomic():
        alarming = _write_sheets(fresh, directory)
        _raise_alarms(alarming)
    return report


def record_purchases(rows: Sequence[PurchaseRow]) -> BatchReport:
    """Record many lines of purchase books; the reference of a row is its farm lot.

    Milk bought while a farm's tank held milk within a drug's withdrawal raises an alarm.
    """
    report = BatchReport()
    known = _known(Purchase, "farm_lot", [row.farm_lot for row in rows])
    stations = set(Station.objects.values_list("pk", flat=True))
    farms = set(Place.objects.filter(kind="farm").values_list("pk", flat=True))
    fresh: list[tuple[object, ...]] = []
    bought: list[tuple[int, datetime]] = []
    for number, row in enumerate(rows, start=1):
        if row.farm_lot in known:
            report.repeat(number, row.farm_lot)
            continue
        faults = [
            *_unknown("station_id", row.station_id, stations),
            *_unknown("farm_id", row.farm_id, farms),
            *_not_positive("kg", row.kg),
        ]
        if faults:
            report.refuse(number, faults)
            continue
        known.add(row.farm_lot)
        report.accept(number, row.farm_lot)
        bought.append((row.farm_id, row.received_at))
        fresh.append(
            (
                row.station_id,
                row.farm_id,
                row.received_at,
                one_decimal(row.kg),
                one_decimal(row.temperature_c),
                row.farm_lot,
                row.station_lot,
                row.sensory,
            )
        )
    with transaction.atomic():
        copy_rows(Purchase, _PURCHASE_FIELDS, fresh)
        alarm_withheld_purchases(bought)
    return report


def _known(
    model: type[HandoverSheet] | type[Purchase], name: str, values: Sequence[str]
) -> set[str]:
    known: set[str] = set()
    for start in range(0, len(values), 20_000):
        part = values[start : start + 20_000]
        known.update(model.objects.filter(**{f"{name}__in": part}).values_list(name, flat=True))
    return known


def _unknown(name: str, value: int, known: Iterable[int]) -> Iterator[Fault]:
    if value not in known:
        yield Fault(name, value, "unknown", Text("系统中没有该对象", "This is not in the system"))


def _not_positive(name: str, value: Number) -> Iterator[Fault]:
    if not value > 0:
        yield Fault(name, value, "positive", Text("数量必须大于零", "The mass must be above zero"))


def _sheet_faults(row: SheetRow, directory: _Directory, people: set[int]) -> Iterator[Fault]:
    gdti = GDTI.fault(row.gdti, "gdti")
    if gdti is not None:
        yield gdti
    elif len(row.gdti) == 13:
        yield Fault("gdti", row.gdti, "serial", Text("缺少编号", "The serial is missing"))
    yield from _unknown("station_id", row.station_id, directory.stations)
    yield from _unknown("tanker_id", row.tanker_id, directory.tankers)
    yield from _unknown("plant_id", row.plant_id, directory.plants)
    yield from _not_positive("shipped_kg", row.shipped_kg)
    yield from _time_faults(row)
    yield from _signature_faults(row, people)
    if row.settled_at is not None and not row.refusal_reason and row.received_kg is None:
        yield Fault(
            "received_kg", None, "required", Text("收奶须有地磅数", "A receipt needs its weight")
        )


def _time_faults(row: SheetRow) -> Iterator[Fault]:
    before, missing = row.loaded_at, False
    for name in ("departed_at", "arrived_at", "settled_at"):
        instant: datetime | None = getattr(row, name)
        if instant is None:
            missing = True
            continue
        if missing:
            yield Fault(
                name,
                instant,
                "earlier-step",
                Text("前一环节没有时间", "An earlier time is missing"),
            )
        if instant < before:
            yield Fault(
                name,
                instant,
                "monotone",
                Text("时间早于前一环节", "The time is before that of the earlier step"),
            )
        before = instant


def _signature_faults(row: SheetRow, people: set[int]) -> Iterator[Fault]:
    signed: dict[str, int] = {}
    for signature in row.signatures:
        if signature.role not in COVERS or signature.role in signed:
            yield Fault(
                "signatures",
                signature.role,
                "role-once",
                Text("签字身份不对或重复", "A role is unknown or signed twice"),
            )
        if signature.person_id not in people:
            yield Fault(
                "signatures",
                signature.person_id,
                "unknown-person",
                Text("签字人没有任职记录", "The signer holds no role anywhere"),
            )
        signed[signature.role] = signature.person_id
    for role in _REQUIRED[state_of(row)]:
        if role not in signed:
            yield Fault(
                "signatures",
                role,
                "missing",
                Text(f"缺少签字：{role}", f"The signature of the {role} is missing"),
            )
    if "driver" in signed and signed.get("escort") == signed["driver"]:
        yield Fault(
            "signatures",
            signed["driver"],
            "two-people",
            Text("驾驶员与押运员须为两人", "Driver and escort must be two people"),
        )


def _write_sheets(
    rows: list[SheetRow], directory: _Directory
) -> list[tuple[int, datetime, list[Finding]]]:
    keys = reserve_keys(HandoverSheet, len(rows))
    alarming: list[tuple[int, datetime, list[Finding]]] = []
    sheets: list[tuple[object, ...]] = []
    signatures: list[tuple[object, ...]] = []
    for key, row in zip(keys, rows, strict=True):
        found = _findings_of(row, directory)
        if found:
            alarming.append((key, row.settled_at or row.arrived_at or row.loaded_at, found))
        signatures.extend(_signatures(key, row, directory))
        sheets.append(_sheet_values(key, row))
    copy_rows(HandoverSheet, _SHEET_FIELDS, sheets)
    copy_rows(Signature, _SIGNATURE_FIELDS, signatures)
    alarming += _write_seals(list(zip(keys, rows, strict=True)))
    return alarming


def _write_seals(
    sheets: Sequence[tuple[int, SheetRow]],
) -> list[tuple[int, datetime, list[Finding]]]:
    """Keep the seals of the sheets; answers those whose seal was used on another sheet before."""
    numbers = [number for _, row in sheets for number in row.seals]
    first_use = dict(Seal.objects.filter(number__in=numbers).values_list("number", "sheet__number"))
    fresh: list[tuple[object, ...]] = []
    alarming: list[tuple[int, datetime, list[Finding]]] = []
    for key, row in sheets:
        state = "applied"
        if row.arrived_at is not None:
            state = "broken" if row.seals_intact is False else "found"
        for number in row.seals:
            if number in first_use:
                found = seal_reused(number, first_use[number] or "")
                alarming.append((key, row.loaded_at, [found]))
                continue
            first_use[number] = row.gdti[13:]
            fresh.append((number, row.station_id, key, state, row.loaded_at, row.arrived_at, ""))
    copy_rows(Seal, _SEAL_FIELDS, fresh)
    return alarming


def _sheet_values(key: int, row: SheetRow) -> tuple[object, ...]:
    outcome = ("refused" if row.refusal_reason else "accepted") if row.settled_at else ""
    return (
        key,
        row.gdti,
        row.gdti[13:],
        1,
        row.station_id,
        row.tanker_id,
        row.plant_id,
        row.load_lot,
        one_decimal(row.shipped_kg),
        one_decimal(row.departure_temperature_c),
        row.cooling_minutes,
        list(row.seals),
        row.loaded_at,
        row.departed_at,
        row.arrived_at,
        one_decimal(row.arrival_temperature_c) or None,
        row.seals_intact,
        one_decimal(row.received_kg) or None,
        row.settled_at,
        outcome,
        row.refusal_reason,
        state_of(row),
    )


def _signatures(key: int, row: SheetRow, directory: _Directory) -> Iterator[tuple[object, ...]]:
    content = SheetContent(
        gdti=row.gdti,
        station=directory.stations[row.station_id][0],
        tanker=directory.tankers[row.tanker_id][0],
        plant=directory.plants[row.plant_id][0],
        load_lot=row.load_lot,
        shipped_kg=row.shipped_kg,
        departure_temperature_c=row.departure_temperature_c,
        cooling_minutes=row.cooling_minutes,
        seals=row.seals,
        loaded_at=row.loaded_at,
        departed_at=row.departed_at,
        arrived_at=row.arrived_at,
        arrival_temperature_c=row.arrival_temperature_c,
        seals_intact=row.seals_intact,
        received_kg=row.received_kg,
        refusal_reason=row.refusal_reason,
    )
    parts = {part: covered(content, part) for part in (LOADING, TRANSPORT, ARRIVAL)}
    for signed in row.signatures:
        digest = signature_digest(
            parts[COVERS[signed.role]], signed.role, str(signed.person_id), signed.signed_at
        )
        yield key, signed.role, signed.person_id, signed.signed_at, digest


def _findings_of(row: SheetRow, directory: _Directory) -> list[Finding]:
    day = shanghai_day(row.loaded_at)
    load = Load(
        shipped_kg=row.shipped_kg,
        departure_temperature_c=row.departure_temperature_c,
        cooling_minutes=row.cooling_minutes,
        arrival_temperature_c=row.arrival_temperature_c,
        received_kg=row.received_kg,
        seals_intact=row.seals_intact,
        station_licence_stands=directory.stands("station", row.station_id, day),
        tanker_permit_stands=directory.stands("tanker", row.tanker_id, day),
        strangers=directory.strangers(row),
    )
    return findings(load, directory.limits_for(day))


def _raise_alarms(alarming: list[tuple[int, datetime, list[Finding]]]) -> None:
    sheets = HandoverSheet.objects.select_related(
        "station__place__organisation", "tanker__carrier", "plant__organisation"
    ).in_bulk([key for key, _, _ in alarming])
    for key, happened_at, found in alarming:
        raise_for_sheet(sheets[key], found, happened_at)
