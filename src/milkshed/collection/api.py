"""Typed REST of collection: sheets, papers, applications, visits and the day's flow."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Field, Router, Schema
from pydantic import AwareDatetime

from milkshed.collection.actions.checking import checked_sheet
from milkshed.collection.actions.loading import Loading
from milkshed.collection.actions.sheets import open_sheet
from milkshed.collection.actions.steps import StepEntry, take_step
from milkshed.collection.actions.visits import EntryRow, record_entries
from milkshed.collection.actions.weighing import Ticket
from milkshed.collection.facade import flow_of_day
from milkshed.collection.models import (
    Application,
    HandoverSheet,
    Licence,
    SiteVisit,
    Station,
    VisitEntry,
)
from milkshed.collection.parties import station_by_gln, tanker_by_plate
from milkshed.collection.queries import clock_of, is_intact, notice_days
from milkshed.kernel.clock import start_of_day
from milkshed.kernel.problems import invalid
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.editions import EDITION, held_edition
from milkshed.platform.models import Person, Place
from milkshed.platform.permissions import require
from milkshed.platform.scope import (
    EVERYTHING,
    get_visible,
    no_such_record,
    reaches,
    scope_of,
    visible,
)
from milkshed.platform.web.people import person_with
from milkshed.platform.web.schemas import Day, problems

router = Router()

Kilograms = Annotated[Decimal, Field(ge=0, le=1_000_000)]
Celsius = Annotated[Decimal, Field(ge=-50, le=100)]
# an instant with its zone, of a calendar that every zone can tell
Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(2000, 1, 1, tzinfo=UTC), le=datetime(2100, 12, 31, tzinfo=UTC)),
]


class SheetOut(Schema):
    """A handover sheet; masses in kg, temperatures in ℃."""

    number: str
    uri: str
    version: int
    state: str
    outcome: str
    station: str
    station_uri: str
    tanker: str
    tanker_uri: str
    plant: str
    plant_uri: str
    load_lot: str
    shipped_kg: Decimal
    received_kg: Decimal | None
    departure_temperature_c: Decimal
    arrival_temperature_c: Decimal | None
    cooling_minutes: int | None
    seals: list[str]
    seals_intact: bool | None
    loaded_at: datetime
    departed_at: datetime | None
    arrived_at: datetime | None
    settled_at: datetime | None
    refusal_reason: str

    @staticmethod
    def resolve_station(sheet: HandoverSheet) -> str:
        """The station's name."""
        return sheet.station.place.name_zh

    @staticmethod
    def resolve_station_uri(sheet: HandoverSheet) -> str:
        """The station's Digital Link."""
        return sheet.station.uri

    @staticmethod
    def resolve_tanker(sheet: HandoverSheet) -> str:
        """The tanker's plate."""
        return sheet.tanker.plate

    @staticmethod
    def resolve_tanker_uri(sheet: HandoverSheet) -> str:
        """The tanker's Digital Link."""
        return sheet.tanker.uri

    @staticmethod
    def resolve_plant(sheet: HandoverSheet) -> str:
        """The plant's name."""
        return sheet.plant.name_zh

    @staticmethod
    def resolve_plant_uri(sheet: HandoverSheet) -> str:
        """The plant's Digital Link."""
        return sheet.plant.uri


class SignatureOut(Schema):
    """One signature; ``intact`` says whether the sheet still reads as it was signed."""

    role: str
    person: str
    signed_at: datetime
    digest: str
    intact: bool


class SheetDetail(Schema):
    """A sheet with its signatures."""

    sheet: SheetOut
    signatures: list[SignatureOut]


class LicenceOut(Schema):
    """A licence or permit with its standing today."""

    kind: str
    number: str
    holder: str
    subject: str
    issuer: str
    valid_from: date
    valid_to: date
    standing: str


class FlowOut(Schema):
    """Milk of a day by county of origin, county of the station, and plant."""

    source_county: str
    station_county: str
    plant: str
    plant_county: str
    kg: float


class ApplicationOut(Schema):
    """An application with the clock it stands under; days are Chinese calendar days."""

    number: str
    kind: str
    purpose: str
    applicant: str
    subject: str
    county: str
    state: str
    submitted_on: date | None
    accepted_on: date | None
    decided_on: date | None
    licence: str | None
    clock: str | None
    days_left: int | None
    due_on: date | None
    stands_still: bool


class EntryIn(Schema):
    """One finding as a phone sends it: its own key, and the revision it was based on."""

    client_key: UUID
    item: Annotated[int, Field(ge=1, le=200)]
    answer: Literal["yes", "no", "na"]
    base: Annotated[int, Field(ge=0, le=10_000)] = 0
    recorded_at: datetime
    remark: Annotated[str, Field(max_length=300)] = ""
    severity: Literal["", "minor", "serious"] = ""


class StandingEntry(Schema):
    """What stands at an item on the server."""

    revision: int
    answer: str
    answer_text: str
    remark: str
    severity: str
    by: str
    at: datetime


class EntryFate(Schema):
    """What became of a finding: accepted, repeated, conflict or refused, and what stands now."""

    client_key: UUID
    item: int
    fate: str
    present: StandingEntry | None
    reason: str


@router.get("/applications", response={200: list[ApplicationOut], **problems()}, summary="许可申请")
def list_applications(
    request: HttpRequest,
    state: str = "",
    limit: Annotated[int, Field(ge=1, le=500)] = 100,
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0,
) -> list[dict[str, object]]:
    """Applications in reach with their clocks, newest first; at most 500 at once."""
    require(request.user, "collection.see_applications")
    rows = visible(Application.objects.all(), scope_of(request.user))
    if state:
        rows = rows.filter(state=state)
    shown = (
        rows.select_related("applicant", "station__place", "tanker", "licence")
        .prefetch_related("pauses")
        .order_by("-pk")
    )
    today, calendar = timezone.localdate(), working_calendar()
    found: list[dict[str, object]] = []
    for one in shown[offset : offset + limit]:
        clock = clock_of(one, today, calendar)
        found.append(
            {
                "number": one.number,
                "kind": one.kind,
                "purpose": one.purpose,
                "applicant": one.applicant.name_zh,
                "subject": str(one.subject),
                "county": one.county,
                "state": one.state,
                "submitted_on": one.submitted_on,
                "accepted_on": one.accepted_on,
                "decided_on": one.decided_on,
                "licence": one.licence.number if one.licence else None,
                "clock": clock.name if clock else None,
                "days_left": clock.reading.left if clock else None,
                "due_on": clock.reading.due_on if clock else None,
                "stands_still": clock.reading.still if clock else False,
            }
        )
    return found


@router.post(
    "/visits/{key}/entries",
    response={200: list[EntryFate], **problems(404, 413)},
    summary="现场核查记录同步",
)
def sync_entries(request: HttpRequest, key: int, rows: list[EntryIn]) -> list[dict[str, object]]:
    """Take findings from an officer's phone; sending the same key again writes nothing more."""
    require(request.user, "collection.record_visit")
    assert isinstance(request.user, Person)
    visit = get_visible(SiteVisit.objects.all(), scope_of(request.user), pk=key)
    outcomes = record_entries(
        request.user,
        visit,
        [
            EntryRow(r.client_key, r.item, r.answer, r.base, r.recorded_at, r.remark, r.severity)
            for r in rows
        ],
    )
    language = get_language() or "zh"
    return [
        {
            "client_key": one.client_key,
            "item": one.item,
            "fate": one.fate,
            "present": _standing(one.present, language) if one.present else None,
            "reason": one.reason.in_language(language) if one.reason else "",
        }
        for one in outcomes
    ]


def _standing(entry: VisitEntry, language: str) -> dict[str, object]:
    return {
        "revision": entry.revision,
        "answer": entry.answer,
        "answer_text": entry.answer_text.in_language(language),
        "remark": entry.remark,
        "severity": entry.severity,
        "by": entry.recorded_by.name.in_language(language),
        "at": entry.recorded_at,
    }


@router.get("/sheets", response={200: list[SheetOut], **problems()}, summary="交接单")
def list_sheets(
    request: HttpRequest,
    first: Day | None = None,
    last: Day | None = None,
    state: str = "",
    limit: Annotated[int, Field(ge=1, le=500)] = 100,
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0,
) -> list[HandoverSheet]:
    """Sheets in reach loaded on the days, newest first; at most 500 at once."""
    require(request.user, "collection.see_sheets")
    sheets = visible(HandoverSheet.objects.all(), scope_of(request.user))
    if first:
        sheets = sheets.filter(loaded_at__gte=start_of_day(first))
    if last:
        sheets = sheets.filter(loaded_at__lt=start_of_day(last + timedelta(days=1)))
    if state:
        sheets = sheets.filter(state=state)
    shown = sheets.select_related("station__place", "tanker", "plant").order_by("-loaded_at", "-pk")
    return list(shown[offset : offset + limit])


@router.get("/sheets/{number}", response={200: SheetDetail, **problems(404)}, summary="交接单详情")
def read_sheet(request: HttpRequest, number: str) -> dict[str, object]:
    """One sheet with its signatures."""
    require(request.user, "collection.see_sheets")
    sheets = HandoverSheet.objects.select_related("station__place", "tanker", "plant")
    sheet = get_visible(sheets, scope_of(request.user), number=number)
    return {
        "sheet": sheet,
        "signatures": [
            {
                "role": s.role,
                "person": s.person.name_zh,
                "signed_at": s.signed_at,
                "digest": s.digest,
                "intact": is_intact(sheet, s),
            }
            for s in sheet.signatures.select_related("person").order_by("signed_at")
        ],
    }


@router.get("/licences", response={200: list[LicenceOut], **problems()}, summary="许可证件")
def list_licences(request: HttpRequest) -> list[dict[str, object]]:
    """Licences and permits in reach with their standing today."""
    require(request.user, "collection.see_licences")
    today = timezone.localdate()
    days = notice_days(today)
    licences = visible(Licence.objects.all(), scope_of(request.user)).select_related(
        "holder", "issuer", "station__place", "tanker"
    )
    return [
        {
            "kind": licence.kind,
            "number": licence.number,
            "holder": licence.holder.name_zh,
            "subject": str(licence.station or licence.tanker),
            "issuer": licence.issuer.name_zh,
            "valid_from": licence.valid_from,
            "valid_to": licence.valid_to,
            "standing": licence.standing(today, days),
        }
        for licence in licences.order_by("valid_to", "number")
    ]


@router.get("/flow/{day}", response={200: list[FlowOut], **problems()}, summary="当日奶流向")
def read_flow(request: HttpRequest, day: Day) -> list[dict[str, object]]:
    """The day's flow; counties see the rows that start, pass or end with them."""
    require(request.user, "collection.see_flow")
    scope = scope_of(request.user)
    return [
        {
            "source_county": row.source_county,
            "station_county": row.station_county,
            "plant": row.plant.zh,
            "plant_county": row.plant_county,
            "kg": row.kg,
        }
        for row in flow_of_day(day)
        if scope == EVERYTHING
        or {row.source_county, row.station_county, row.plant_county} & scope.counties
    ]


class LoadingIn(Schema):
    """What the station writes on a sheet; kg, ℃, minutes; station and plant by GLN."""

    station_gln: str
    plant_gln: str
    tanker_plate: str
    load_lot: str
    shipped_kg: Kilograms
    departure_temperature_c: Celsius
    cooling_minutes: Annotated[int, Field(ge=0, le=32_767)] | None = None
    seals: list[Annotated[str, Field(max_length=30)]]
    loaded_at: Moment


class StepIn(Schema):
    """One step of a sheet. Each needs what its paper needs; kg, ℃.

    ``expected_state`` is the state the caller has seen: when another has moved the sheet since,
    the step is refused.
    """

    step: Literal["station", "driver", "escort", "arrive", "receive", "refuse", "close"]
    at: Moment
    expected_state: str = ""
    temperature_c: Celsius | None = None
    seals_intact: bool | None = None
    seals: list[Annotated[str, Field(max_length=30)]] | None = None
    received_kg: Kilograms | None = None
    weighbridge: str = ""
    ticket: str = ""
    gross_kg: Kilograms | None = None
    tare_kg: Kilograms | None = None
    reason: str = ""


class StepOut(Schema):
    """Where a step has brought the sheet."""

    number: str
    uri: str
    state: str


class SheetCheckOut(Schema):
    """What the code of a printed sheet tells anyone who holds it."""

    number: str
    state: str
    outcome: str
    loaded_at: datetime
    departed_at: datetime | None
    arrived_at: datetime | None
    settled_at: datetime | None


@router.post("/sheets", response={200: StepOut, **problems(404, 409, 413)}, summary="开交接单")
def post_sheet(request: HttpRequest, body: LoadingIn) -> HandoverSheet:
    """Draw up a sheet for a station in reach."""
    person = person_with(request, "collection.open_sheet")
    with held_edition(request.META.get(EDITION, "")):
        return open_sheet(person, *_loading_of(person, body))


def _loading_of(person: Person, body: LoadingIn) -> tuple[Station, Loading]:
    station = station_by_gln(body.station_gln)
    if station is None or not reaches(scope_of(person), station):
        raise no_such_record()
    tanker = tanker_by_plate(body.tanker_plate.upper())
    if tanker is None:
        raise invalid("tanker_plate", body.tanker_plate, "known", "没有此车牌", "Unknown plate")
    plant = Place.objects.filter(gln=body.plant_gln, kind="plant", supplied_by=station).first()
    if plant is None:
        raise invalid("plant_gln", body.plant_gln, "known", "没有该加工厂", "No such plant")
    return station, Loading(
        tanker,
        plant,
        body.load_lot,
        body.shipped_kg,
        body.departure_temperature_c,
        body.cooling_minutes,
        tuple(body.seals),
        body.loaded_at,
    )


@router.post(
    "/sheets/{number}/steps",
    response={200: StepOut, **problems(404, 409, 413)},
    summary="办理交接单",
)
def post_step(request: HttpRequest, number: str, body: StepIn) -> HandoverSheet:
    """Take the next step of a sheet: sign, arrive, accept or refuse, close."""
    person = person_with(request, "collection.see_sheets")
    with held_edition(request.META.get(EDITION, "")):
        return take_step(person, number, _step_of(body), seen=body.expected_state)


def _step_of(body: StepIn) -> StepEntry:
    masses = (body.gross_kg, body.tare_kg)
    ticket = None
    if body.weighbridge or body.ticket or any(mass is not None for mass in masses):
        if body.gross_kg is None or body.tare_kg is None:
            raise invalid("gross_kg", body.gross_kg, "required", "毛重、皮重必填", "Both masses")
        ticket = Ticket(body.weighbridge, body.ticket, body.gross_kg, body.tare_kg, body.at)
    return StepEntry(
        body.step,
        body.at,
        temperature_c=body.temperature_c,
        seals_intact=body.seals_intact,
        seals=None if body.seals is None else tuple(body.seals),
        received_kg=body.received_kg,
        ticket=ticket,
        reason=body.reason,
    )


@router.get(
    "/check/{number}/{code}",
    response={200: SheetCheckOut, **problems(404, 409)},
    auth=None,
    summary="扫码查验交接单",
)
def check_code(request: HttpRequest, number: str, code: str) -> HandoverSheet:
    """What the code of a sheet tells; without sign-in. A forged code is refused and noted."""
    return checked_sheet(number, code)
