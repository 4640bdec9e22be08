"""After a sheet was signed: another tanker takes the load over, or it goes back to its station."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from milkshed.collection.actions.alarms import raise_for_sheet
from milkshed.collection.actions.seals import check_seals
from milkshed.collection.actions.sheets import (
    by_the_minute,
    check_time,
    home_of,
    locked_sheet,
)
from milkshed.collection.facts import returned_event, transfer_event
from milkshed.collection.models import HandoverSheet, LoadChange, Seal, Tanker
from milkshed.collection.queries import limits_on, tanker_permitted
from milkshed.collection.science.findings import Finding
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import CONFLICT, INVALID, NOT_ALLOWED, Fault, Problem, require_reason
from milkshed.kernel.text import Text
from milkshed.ledger.authoring import Event, document
from milkshed.ledger.facade import capture_document
from milkshed.platform.models import Person


def change_tanker(
    person: Person,
    sheet: HandoverSheet,
    tanker: Tanker,
    *,
    witness: Person,
    seals: Sequence[str],
    temperature_c: Decimal,
    at: datetime,
    reason: str,
) -> LoadChange:
    """Pump a load under way into another tanker of the carrier, before two people.

    ``person`` and ``witness`` are the driver and the escort. The old seals end as opened, the new
    ones are used as at a station; the new tanker needs its permit and the room. What the station
    signed stays as it is: the change stands beside it and the receiver signs it too.
    """
    require_reason(reason, "请填写换车原因", "A reason is required")
    with transaction.atomic():
        locked = locked_sheet(sheet, person)
        home_of(person, locked.tanker.carrier, "collection.sign_transport")
        _two_of_the_crew(locked, person, witness)
        if locked.state != "under_way":
            raise Problem(
                CONFLICT, Text("只有运输中的车可以换车", "Only a load under way changes its tanker")
            )
        at = by_the_minute(at, _last_time(locked))
        check_time("at", at, _last_time(locked))
        faults = _tanker_faults(locked, tanker, at)
        faults += check_seals(locked.station, seals, at)
        if not seals:
            faults.append(
                Fault("seals", "", "required", Text("请填写新铅封号", "New seals are required"))
            )
        if faults:
            raise Problem(INVALID, faults[0].message, faults)
        Seal.objects.filter(sheet=locked, state="applied").update(
            state="opened", ended_at=at, reason=reason.strip()
        )
        Seal.objects.bulk_create(
            Seal(number=number, station=locked.station, sheet=locked, applied_at=at)
            for number in seals
        )
        change = LoadChange(
            sheet=locked, kind="tanker", at=at, tanker=tanker, seals=list(seals),
            temperature_c=temperature_c, reason=reason.strip(), recorded_by=person,
            witness=witness,
        )  # fmt: skip
        _keep(change, transfer_event(change), person)
        _warn_if_warm(locked, temperature_c, at)
    return change


def return_load(
    person: Person, sheet: HandoverSheet, *, temperature_c: Decimal, at: datetime, reason: str
) -> LoadChange:
    """Note that a refused load came back to its station, which takes it over.

    The milk is then the station's again; sold on it needs a new sheet, and with a failed test its
    hold stops that.
    """
    require_reason(reason, "请填写去向说明", "Say what becomes of it")
    with transaction.atomic():
        locked = locked_sheet(sheet, person)
        home_of(person, locked.station.place.organisation, "collection.close_sheet")
        if locked.outcome != "refused":
            raise Problem(
                CONFLICT, Text("只有被拒收的奶可以退回", "Only a refused load is returned")
            )
        if locked.changes.filter(kind="returned").exists():
            raise Problem(CONFLICT, Text("该车奶已登记退回", "The return is recorded already"))
        at = by_the_minute(at, locked.settled_at)
        check_time("at", at, locked.settled_at)
        change = LoadChange(
            sheet=locked, kind="returned", at=at, temperature_c=temperature_c,
            reason=reason.strip(), recorded_by=person,
        )  # fmt: skip
        _keep(change, returned_event(change), person)
    return change


def _keep(change: LoadChange, event: Event, person: Person) -> None:
    change.event_id = str(event["eventID"])
    change.save()
    outcome = capture_document(document([event], timezone.now()), person=person)
    if not outcome.success:
        raise Problem(
            INVALID, Text("未能记入账本", "It could not be written to the ledger"), outcome.errors
        )


def _two_of_the_crew(sheet: HandoverSheet, person: Person, witness: Person) -> None:
    roles = {
        membership.role
        for one in (person, witness)
        for membership in one.present_memberships()
        if membership.organisation_id == sheet.tanker.carrier_id
    }
    if person.pk == witness.pk or not {"tanker_driver", "tanker_escort"} <= roles:
        raise Problem(
            NOT_ALLOWED,
            Text(
                "换车须由本运输单位的驾驶员与押运员二人共同确认",
                "Driver and escort of the carrier confirm a change of tanker together",
            ),
            [Fault("witness", str(witness), "two-people", Text("双人", "Two people"))],
        )


def _last_time(sheet: HandoverSheet) -> datetime | None:
    last = sheet.changes.last()
    return last.at if last is not None else sheet.departed_at


def _tanker_faults(sheet: HandoverSheet, tanker: Tanker, at: datetime) -> list[Fault]:
    faults = []
    if tanker.carrier_id != sheet.tanker.carrier_id or tanker.pk == sheet.tanker_id:
        message = Text("须换成本单位的另一辆车", "Another tanker of the same carrier is needed")
        faults.append(Fault("tanker", tanker.plate, "other-tanker", message))
    if not tanker_permitted(tanker, shanghai_day(at)):
        message = Text("准运证明当日无效", "No valid permit")
        faults.append(Fault("tanker", tanker.plate, "permit", message))
    if sheet.shipped_kg > tanker.capacity_kg:
        message = Text(
            f"超过核定载重{tanker.capacity_kg:g}公斤", "The load is above the tanker's capacity"
        )
        faults.append(Fault("tanker", tanker.plate, "capacity", message))
    return faults


def _warn_if_warm(sheet: HandoverSheet, temperature_c: Decimal, at: datetime) -> None:
    limit = limits_on(shanghai_day(at)).storage_high_c
    if temperature_c > limit:
        title = Text(
            f"换车时奶温偏高：{temperature_c:.1f}℃",
            f"Warm milk at the change of tanker: {temperature_c:.1f} °C",
        )
        value = f"{temperature_c:.1f}℃（≤{limit:g}℃）"
        raise_for_sheet(sheet, [Finding("warm_tanker", "warning", title, value)], at)
