"""The handover sheet at the counter: open, sign, arrive, receive or refuse, close, correct."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from milkshed.collection.actions.alarms import raise_for_sheet
from milkshed.collection.actions.loading import (
    Loading,
    check_loading,
    check_shared,
    refuse_held,
)
from milkshed.collection.actions.seals import find_seals, use_seals
from milkshed.collection.actions.weighing import (
    Ticket,
    check_ticket,
    require_ticket,
    store_weighing,
)
from milkshed.collection.actions.withheld import withheld_faults
from milkshed.collection.facts import handover_document
from milkshed.collection.flow import SHEET_FLOW
from milkshed.collection.models import (
    SHEET_STATES,
    HandoverSheet,
    Purchase,
    Signature,
    Station,
    Weighing,
)
from milkshed.collection.parties import homes_of, station_at, with_parties
from milkshed.collection.queries import (
    digest_for,
    limits_on,
    seals_on,
    station_licensed,
    tanker_permitted,
)
from milkshed.collection.science.findings import Load, findings
from milkshed.kernel.clock import in_shanghai, shanghai_day
from milkshed.kernel.gs1 import LOT, build_gdti
from milkshed.kernel.problems import (
    CONFLICT,
    INVALID,
    NOT_ALLOWED,
    Fault,
    Problem,
    invalid,
    require_reason,
)
from milkshed.kernel.text import Text
from milkshed.ledger.facade import capture_document
from milkshed.platform.editions import held_edition
from milkshed.platform.models import Organisation, Person, Place
from milkshed.platform.permissions import holders_of, require
from milkshed.platform.scope import get_visible, no_such_record, reaches, scope_of

DOCUMENT_TYPE = ("9521321", 1)
"""GS1 company prefix (GS1's demonstration prefix) and type number of the handover sheet."""

SheetKey = HandoverSheet | str
"""A sheet, or its number."""

_VERB_OF_ROLE: Mapping[str, str] = {
    "station": "collection.sign_station",
    "driver": "collection.sign_transport",
    "escort": "collection.sign_transport",
}
_ROLE_CODES: Mapping[str, tuple[str, ...]] = {
    "driver": ("tanker_driver",),
    "escort": ("tanker_escort",),
}


@dataclass(frozen=True, slots=True)
class Arrival:
    """What the plant's gate writes: time, temperature in ℃ and the state of the seals.

    ``seals`` are the numbers read on the tanker, None where they were not read one by one.
    """

    arrived_at: datetime
    temperature_c: Decimal
    seals_intact: bool
    seals: tuple[str, ...] | None = None


def record_purchase(
    person: Person,
    station: Station,
    farm: Place,
    *,
    received_at: datetime,
    kg: Decimal,
    temperature_c: Decimal,
    farm_lot: str,
    station_lot: str = "",
    sensory: str = "正常",
) -> Purchase:
    """Write one line of the station's purchase book."""
    require(person, "collection.record_purchase")
    seen = get_visible(Station.objects.all(), scope_of(person), pk=station.pk)
    if not kg > 0:
        raise invalid("kg", kg, "positive", "数量须大于零", "The mass must be above zero")
    if not seen.farms.filter(pk=farm.pk).exists():
        raise invalid(
            "farm", farm.name_zh, "purchase-area",
            "该牧场不在收购站的收购范围内", "The farm is outside the station's purchase area",
        )  # fmt: skip
    if Purchase.objects.filter(farm_lot=farm_lot).exists():
        raise invalid(
            "farm_lot", farm_lot, "once", "该奶罐批已登记", "The tank lot is recorded already"
        )
    withheld = withheld_faults("farm", [farm.pk], received_at)
    if withheld:
        raise Problem(INVALID, None, withheld)
    return Purchase.objects.create(
        station=seen,
        farm=farm,
        received_at=received_at,
        kg=kg,
        temperature_c=temperature_c,
        farm_lot=farm_lot,
        station_lot=station_lot,
        sensory=sensory,
        recorded_by=person,
    )


def open_sheet(person: Person, station: Station, loading: Loading) -> HandoverSheet:
    """Draw up a sheet. Station licence and tanker permit must stand on the day of loading."""
    require(person, "collection.open_sheet")
    with held_edition():
        seen = station_at(station.pk)
        if not reaches(scope_of(person), seen):
            raise no_such_record()
        check_loading(seen, loading)
        with transaction.atomic():
            Station.objects.select_for_update().only("pk").get(pk=seen.pk)
            check_shared(loading)
            serial = _next_serial(seen, loading.loaded_at)
            return _draw_up(seen, loading, serial)


def correct_sheet(
    person: Person, sheet: HandoverSheet, loading: Loading, *, reason: str
) -> HandoverSheet:
    """Replace a signed sheet by a new version, to be signed anew; the old one stays readable."""
    require_reason(reason, "请填写更正理由", "A reason is required")
    with transaction.atomic():
        locked = locked_sheet(sheet, person)
        home_of(person, locked.station.place.organisation, "collection.correct_sheet")
        SHEET_FLOW.perform(locked, "collection.correct_sheet", person, opinion=reason)
        check_loading(locked.station, loading, corrects=locked)
        check_shared(loading, corrects=locked)
        Weighing.objects.filter(sheet=locked).update(replaced=True)
        base = locked.number.partition("-")[0]
        return _draw_up(
            locked.station,
            loading,
            f"{base}-{locked.version + 1}",
            version=locked.version + 1,
            corrects=locked,
        )


def sign_sheet(
    person: Person, sheet: SheetKey, role: str, *, signed_at: datetime, seen: str = ""
) -> Signature:
    """Sign as station, driver or escort. Driver and escort are two people.

    The second of their signatures sends the sheet under way and is its time of departure. For
    ``seen`` see :func:`locked_sheet`.
    """
    verb = _VERB_OF_ROLE.get(role)
    if verb is None:
        raise invalid("role", role, "role", "不能以此身份签字", "Nobody signs here in this role")
    with transaction.atomic():
        locked = locked_sheet(sheet, person, seen=seen)
        home = locked.station.place.organisation if role == "station" else locked.tanker.carrier
        home_of(person, home, verb, _ROLE_CODES.get(role, ()))
        signed = {} if locked.state == "draft" else {s.role: s for s in locked.signatures.all()}
        if role in signed:
            raise invalid("role", role, "once", "该身份已签字", "This role has signed already")
        if role == "station":
            check_time("signed_at", signed_at, locked.loaded_at)
            SHEET_FLOW.perform(locked, verb, person)
            return _sign(locked, role, person, signed_at)
        if locked.state != "loaded":
            raise invalid(
                "state", locked.state, "station-first",
                "收购站签字后方可签字", "The station signs first",
            )  # fmt: skip
        partner = signed.get("escort" if role == "driver" else "driver")
        if partner is None:
            # the departure is part of what both sign: the first of the two fixes its time
            check_time("signed_at", signed_at, locked.loaded_at)
            locked.departed_at = signed_at
            locked.save(update_fields=["departed_at"])
            return _sign(locked, role, person, signed_at)
        if partner.person_id == person.pk:
            raise Problem(
                NOT_ALLOWED,
                Text("驾驶员与押运员须为两人", "Driver and escort must be two people"),
                [Fault("role", role, "two-people", Text("双人", "Two people"))],
            )
        check_time("signed_at", signed_at, partner.signed_at)
        SHEET_FLOW.perform(locked, verb, person)
        return _sign(locked, role, person, signed_at)


def note_arrival(
    person: Person, sheet: SheetKey, arrival: Arrival, *, seen: str = ""
) -> HandoverSheet:
    """Write down that a tanker stands at the plant's gate, and raise what is wrong with it."""
    with transaction.atomic():
        locked = locked_sheet(sheet, person, seen=seen)
        home_of(person, locked.plant.organisation, "collection.note_arrival")
        arrived_at = by_the_minute(arrival.arrived_at, locked.departed_at)
        check_time("arrived_at", arrived_at, locked.departed_at)
        move = SHEET_FLOW.check(locked, "collection.note_arrival", person)
        intact = find_seals(
            locked,
            seals_on(locked),
            arrival.seals,
            arrived_at,
            intact=arrival.seals_intact,
        )
        locked.arrived_at = arrived_at
        locked.arrival_temperature_c = arrival.temperature_c
        locked.seals_intact = intact
        SHEET_FLOW.perform(
            locked, "collection.note_arrival", person, checked=move,
            also=("arrived_at", "arrival_temperature_c", "seals_intact"),
        )  # fmt: skip
        _raise(locked, arrived_at)
    return locked


def receive_load(
    person: Person,
    sheet: SheetKey,
    *,
    received_at: datetime,
    received_kg: Decimal | None = None,
    ticket: Ticket | None = None,
    seen: str = "",
) -> HandoverSheet:
    """Accept a load by its weighed mass; the receiver's signature covers the whole sheet.

    A plant with weighbridges of its own gives the ``ticket`` (rule
    ``collection.weighing.ticket_required``), of which the net is the mass, and ``received_kg``
    then only where the ticket states a net itself; other plants give ``received_kg``. A load on
    hold is refused.
    """
    if ticket is not None:
        if received_kg is not None:
            ticket = replace(ticket, net_kg=received_kg)
        return _settle(
            person, sheet, "collection.accept_load", received_at, ticket=ticket, seen=seen,
            outcome="accepted",
        )  # fmt: skip
    if received_kg is None or not received_kg > 0:
        raise invalid(
            "received_kg", received_kg, "positive",
            "地磅数须大于零", "The weighed mass must be above zero",
        )  # fmt: skip
    return _settle(
        person, sheet, "collection.accept_load", received_at, seen=seen, outcome="accepted",
        received_kg=received_kg,
    )  # fmt: skip


def refuse_load(
    person: Person, sheet: SheetKey, *, reason: str, refused_at: datetime, seen: str = ""
) -> HandoverSheet:
    """Refuse a load with a written reason, signed by the receiver."""
    require_reason(reason, "拒收须写明原因", "A refusal needs a reason")
    return _settle(
        person, sheet, "collection.refuse_load", refused_at, seen=seen, outcome="refused",
        refusal_reason=reason.strip(),
    )  # fmt: skip


def close_sheet(person: Person, sheet: SheetKey, *, seen: str = "") -> HandoverSheet:
    """The station confirms what the plant wrote; the handover becomes a fact of the ledger."""
    with transaction.atomic():
        locked = locked_sheet(sheet, person, seen=seen)
        home_of(person, locked.station.place.organisation, "collection.close_sheet")
        SHEET_FLOW.perform(locked, "collection.close_sheet", person)
        outcome = capture_document(handover_document(locked), person=person)
        if not outcome.success:
            raise Problem(
                INVALID,
                Text("交接事实未能记入账本", "The handover could not be written to the ledger"),
                outcome.errors,
            )
    return locked


def _settle(
    person: Person,
    sheet: SheetKey,
    verb: str,
    at: datetime,
    *,
    ticket: Ticket | None = None,
    seen: str = "",
    **values: Any,
) -> HandoverSheet:
    with transaction.atomic():
        locked = locked_sheet(sheet, person, seen=seen)
        home_of(person, locked.plant.organisation, verb)
        move = SHEET_FLOW.check(locked, verb, person)  # a settled sheet takes no second word
        at = by_the_minute(at, locked.arrived_at)
        check_time("settled_at", at, locked.arrived_at)
        if values["outcome"] == "accepted":
            refuse_held(locked.load_lot, at)
            if ticket is None:
                require_ticket(locked, at)
            else:
                bridge = check_ticket(locked, ticket)
                values["received_kg"] = store_weighing(locked, bridge, ticket, person).net_kg
        locked.settled_at = at
        for name, value in values.items():
            setattr(locked, name, value)
        SHEET_FLOW.perform(
            locked, verb, person, opinion=locked.refusal_reason, checked=move,
            also=("settled_at", *values),
        )  # fmt: skip
        _sign(locked, "receiver", person, at)
        _raise(locked, at)
    return locked


def locked_sheet(sheet: SheetKey, person: Person, *, seen: str = "") -> HandoverSheet:
    """The sheet, or the one with a number, under a row lock, if the person may see it.

    ``seen`` is the state in which the person saw the sheet; when another has moved it since, the
    step is refused, so that of two who act at once the second is told.
    """
    wanted = {"number": sheet} if isinstance(sheet, str) else {"pk": sheet.pk}
    for locked in HandoverSheet.objects.select_for_update().filter(**wanted):
        if reaches(scope_of(person), with_parties(locked)):
            if seen and locked.state != seen:
                raise _moved(locked, seen)
            return locked
    raise no_such_record()


def _moved(sheet: HandoverSheet, seen: str) -> Problem:
    before = SHEET_STATES.get(seen)
    now = sheet.state_text
    was = before if before is not None else Text(seen, seen)
    message = Text(
        f"您看到的是“{was.zh}”，此后已有人办理，现为“{now.zh}”；请刷新后再办",
        f"You saw “{was.en}”; another has acted since, it is “{now.en}” now: reload first",
    )
    return Problem(CONFLICT, message, [Fault("state", seen, "changed-since", message)])


def home_of(
    person: Person, organisation: Organisation, verb: str, roles: tuple[str, ...] = ()
) -> None:
    """Raise a problem unless the person holds the verb in the organisation whose turn it is."""
    require(person, verb)
    holders = roles or holders_of(verb)
    if not any(
        m.organisation_id == organisation.pk and m.role in holders
        for m in person.present_memberships()
    ):
        raise Problem(
            NOT_ALLOWED,
            Text(
                f"只有“{organisation.name_zh}”的相应岗位可以办理",
                f"Only the proper role at {organisation.name.en} may do this",
            ),
            [Fault("person", person.username, "foreign", Text("非本单位人员", "A stranger"))],
        )


def _sign(sheet: HandoverSheet, role: str, person: Person, at: datetime) -> Signature:
    signature = Signature(sheet=sheet, role=role, person=person, signed_at=at)
    signature.digest = digest_for(sheet, signature)
    signature.save()
    return signature


def by_the_minute(entered: datetime, before: datetime | None) -> datetime:
    """People enter minutes, signatures bear seconds: the same minute is not an earlier time."""
    if before is not None and entered == before.replace(second=0, microsecond=0):
        return before
    return entered


def check_time(name: str, instant: datetime, before: datetime | None) -> None:
    """Raise a problem when an instant lies before the step before it."""
    if before is not None and instant < before:
        raise invalid(
            name, instant, "monotone",
            f"时间早于前一环节（{in_shanghai(before):%Y-%m-%d %H:%M}）",
            f"The time is before the earlier step ({in_shanghai(before):%Y-%m-%d %H:%M})",
        )  # fmt: skip


def _next_serial(station: Station, loaded_at: datetime) -> str:
    """J, the day, the station and the running number of the day."""
    day = in_shanghai(loaded_at)
    stem = f"J{day:%y%m%d}{station.pk:04d}"
    count = HandoverSheet.objects.filter(number__startswith=stem, version=1).count()
    return LOT.parse(f"{stem}{count + 1:02d}")


def _draw_up(
    station: Station,
    loading: Loading,
    serial: str,
    *,
    version: int = 1,
    corrects: HandoverSheet | None = None,
) -> HandoverSheet:
    sheet = HandoverSheet.objects.create(
        gdti=build_gdti(*DOCUMENT_TYPE, serial),
        number=serial,
        version=version,
        corrects=corrects,
        station=station,
        tanker=loading.tanker,
        plant=loading.plant,
        load_lot=loading.load_lot,
        shipped_kg=loading.shipped_kg,
        departure_temperature_c=loading.departure_temperature_c,
        cooling_minutes=loading.cooling_minutes,
        seals=list(loading.seals),
        loaded_at=loading.loaded_at,
    )
    found = use_seals(sheet, loading.seals, loading.loaded_at, carried_by=corrects)
    if found:
        raise_for_sheet(sheet, found, loading.loaded_at)
    return sheet


def _raise(sheet: HandoverSheet, at: datetime) -> None:
    day = shanghai_day(sheet.loaded_at)
    load = Load(
        shipped_kg=sheet.shipped_kg,
        departure_temperature_c=sheet.departure_temperature_c,
        cooling_minutes=sheet.cooling_minutes,
        arrival_temperature_c=sheet.arrival_temperature_c,
        received_kg=sheet.received_kg,
        seals_intact=sheet.seals_intact,
        station_licence_stands=station_licensed(sheet.station, day),
        tanker_permit_stands=tanker_permitted(sheet.tanker, day),
        strangers=_strangers(sheet),
    )
    raise_for_sheet(sheet, findings(load, limits_on(day)), at)


def _strangers(sheet: HandoverSheet) -> tuple[str, ...]:
    homes = {
        "station": sheet.station.place.organisation_id,
        "driver": sheet.tanker.carrier_id,
        "escort": sheet.tanker.carrier_id,
        "receiver": sheet.plant.organisation_id,
    }
    return tuple(
        role
        for role, person in sheet.signatures.values_list("role", "person_id")
        if homes[role] not in homes_of(person)
    )
