"""The herd's typed REST routes: farms, their animals and days, and batches to take in."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from milkshed.herd import queries
from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.farms import record_farm_days
from milkshed.herd.actions.rows import AnimalRow, EventRow, FarmDayRow
from milkshed.herd.models import Animal, Farm, FarmDay, Pen
from milkshed.herd.rest import federation, figures
from milkshed.herd.states import animal_states, farm_states
from milkshed.herd.worklists.items import with_numbers
from milkshed.herd.worklists.lists import worklists
from milkshed.kernel.problems import TOO_LARGE, Problem
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.people import person_with
from milkshed.platform.web.schemas import FaultDocument, Paging, problems

router = Router()

_MOST_ROWS = 10_000
_FIRST_DAY = date(2000, 1, 1)
_PRINTABLE = r"^[^\x00-\x1f]*$"
Word = Annotated[str, Field(max_length=40, pattern=_PRINTABLE)]
Remark = Annotated[str, Field(max_length=200, pattern=_PRINTABLE)]
Plain = bool | int | float | Remark | None
Part = Annotated[dict[Word, Plain], Field(max_length=10)]
Detail = Plain | Part | Annotated[list[Part | Remark], Field(max_length=20)]


class FarmOut(Schema):
    """A farm."""

    code: str
    name: str
    gln: str
    uri: str
    county: str
    breed: str
    declared_head: int
    is_nucleus: bool
    filed_on: date
    synthetic: bool


class FarmPage(Schema):
    """One page of farms."""

    total: int
    page: int
    size: int
    items: list[FarmOut]


class NumberOut(Schema):
    """A number of an animal in force."""

    scheme: str
    value: str


class AnimalOut(Schema):
    """An animal with its present state."""

    id: int
    sex: str
    breed: str
    birth_date: date
    status: str
    parity: int
    last_calving_date: date | None
    dry_on: date | None
    due_on: date | None
    withdrawal_until: datetime | None
    pen: str
    bred_on: date | None
    services: int
    pregnant: bool
    conceived_on: date | None
    do_not_breed: bool
    numbers: list[NumberOut]
    synthetic: bool


class AnimalState(Schema):
    """An animal as it stood on a day."""

    id: int
    sex: str
    birth_date: date
    pen: str
    parity: int
    calved_on: date | None
    dry_on: date | None
    conceived_on: date | None
    in_milk: bool
    pregnant: bool
    days_in_milk: int | None


class HerdState(Schema):
    """A farm's herd on a day: heads by stage, and a page of its animals."""

    day: date
    head: int
    milking: int
    dry: int
    heifers: int
    calves: int
    males: int
    pregnant: int
    page: int
    size: int
    items: list[AnimalState]


class WorkItemOut(Schema):
    """A cow on a worklist; ``number`` is her on-farm number, else her ear tag."""

    id: int
    number: str
    ear_tag: str
    pen: str
    due_on: date
    reason: str
    protocol_step: str


class WorkListOut(Schema):
    """A list of the day and the kind of event by which its cows are done."""

    code: str
    title: str
    kind: str
    items: list[WorkItemOut]


class AnimalPage(Schema):
    """One page of animals."""

    total: int
    page: int
    size: int
    items: list[AnimalOut]


class FarmDayOut(Schema):
    """A declared day; kilograms, percent, cells per millilitre."""

    day: date
    head: int
    adult_head: int
    milking_head: int
    milk_kg: Decimal
    session_milk_kg: list[float]
    fat_pct: Decimal | None
    protein_pct: Decimal | None
    scc_per_ml: int | None
    source: str


class AnimalIn(Schema):
    """An animal to register; at least one number."""

    sex: Word
    birth_date: date
    ear_tag: Word | None = None
    on_farm: Word | None = None
    herd_book: Word | None = None
    iso_11784: Word | None = None
    dhi: Word | None = None
    breed: Word = "荷斯坦"
    dam_number: Word = ""
    sire_number: Word = ""
    entered_on: date | None = None
    parity: int = Field(0, ge=0, le=99)
    last_calving_date: date | None = None
    dry_on: date | None = None
    due_on: date | None = None


class EventIn(Schema):
    """An event of an animal, found by a number in force."""

    number: Word
    scheme: Word = "ear-tag"
    kind: Word
    happened_at: datetime
    event_key: UUID | None = None
    due_on: date | None = None
    withdrawal_hours: Decimal | None = Field(None, ge=0, le=10_000)
    reason: Word = ""
    corrects: UUID | None = None
    details: dict[Word, Detail] = Field({}, max_length=30)
    source: Word = "import"
    device: Word = ""


class FarmDayIn(Schema):
    """A day to declare."""

    day: date
    head: int = Field(ge=0, le=1_000_000)
    adult_head: int = Field(ge=0, le=1_000_000)
    milking_head: int = Field(ge=0, le=1_000_000)
    milk_kg: float = Field(ge=0, le=10_000_000)
    session_milk_kg: list[float] = Field([], max_length=6)
    fat_pct: float | None = None
    protein_pct: float | None = None
    scc_per_ml: int | None = None


class RefusedRow(Schema):
    """A row that was not taken, with everything wrong in it."""

    row: int
    errors: list[FaultDocument]


class BatchOut(Schema):
    """What became of a batch; rows count from 1."""

    total: int
    accepted: int
    repeated: int
    refused: int
    rows: list[RefusedRow]


class DaySpan(Schema):
    """Days from first to last, both included; the last thirty when left out."""

    first: date | None = Field(None, ge=_FIRST_DAY)
    last: date | None = Field(None, ge=_FIRST_DAY)


def _farm(request: HttpRequest, code: str) -> Farm:
    farms = Farm.objects.select_related("place", "organisation")
    return get_visible(farms, scope_of(request.user), code=code if code.isdigit() else "")


def _farm_out(farm: Farm) -> FarmOut:
    return FarmOut(
        code=farm.code,
        name=farm.name.in_language(get_language() or "zh"),
        gln=farm.place.gln,
        uri=farm.place.uri,
        county=farm.place.county,
        breed=farm.breed,
        declared_head=farm.declared_head,
        is_nucleus=farm.is_nucleus,
        filed_on=farm.filed_on,
        synthetic=farm.synthetic,
    )


def _batch_out(report: BatchReport) -> BatchOut:
    return BatchOut.model_validate(dict(report.as_document(get_language() or "zh")))


@router.get("/farms", response={200: FarmPage, **problems()}, summary="养殖场列表 · Farms")
def farms(
    request: HttpRequest, paging: Query[Paging], county: str = "", search: str = ""
) -> FarmPage:
    """Farms in the person's reach, by county code and by name or code."""
    person_with(request, "herd.see")
    found = queries.farms(scope_of(request.user), search=search, county=county)
    return FarmPage(
        total=found.count(),
        page=paging.page,
        size=paging.size,
        items=[_farm_out(farm) for farm in found[paging.rows]],
    )


@router.get("/farms/{code}", response={200: FarmOut, **problems(404)}, summary="养殖场 · Farm")
def farm(request: HttpRequest, code: str) -> FarmOut:
    """One farm by its ten-digit code."""
    person_with(request, "herd.see")
    return _farm_out(_farm(request, code))


@router.get(
    "/farms/{code}/animals",
    response={200: AnimalPage, **problems(404)},
    summary="奶牛名册 · Animals of a farm",
)
def animals(
    request: HttpRequest, code: str, paging: Query[Paging], search: str = "", stage: str = ""
) -> AnimalPage:
    """Animals of a farm; ``stage`` is adult, young or left, empty for all that live there."""
    person_with(request, "herd.see")
    found = queries.animals(
        scope_of(request.user), _farm(request, code), search=search, stage=stage
    )
    return AnimalPage(
        total=found.count(),
        page=paging.page,
        size=paging.size,
        items=[_animal_out(animal) for animal in found[paging.rows]],
    )


def _animal_out(animal: Animal) -> AnimalOut:
    return AnimalOut(
        id=animal.pk,
        sex=animal.sex,
        breed=animal.breed,
        birth_date=animal.birth_date,
        status=animal.status,
        parity=animal.parity,
        last_calving_date=animal.last_calving_date,
        dry_on=animal.dry_on,
        due_on=animal.due_on,
        withdrawal_until=animal.withdrawal_until,
        pen=animal.pen.code if animal.pen else "",
        bred_on=animal.bred_on,
        services=animal.services,
        pregnant=animal.pregnant,
        conceived_on=animal.conceived_on,
        do_not_breed=animal.do_not_breed,
        numbers=[NumberOut(scheme=n.scheme, value=n.value) for n in animal.identifiers.all()],
        synthetic=animal.synthetic,
    )


@router.get(
    "/farms/{code}/herd-state",
    response={200: HerdState, **problems(404)},
    summary="某日牛群 · The herd on a day",
)
def herd_state(
    request: HttpRequest, code: str, paging: Query[Paging], day: date | None = None
) -> HerdState:
    """Every animal that stood on the farm on a day, today when left out, oldest key first."""
    person_with(request, "herd.see")
    found = _farm(request, code)
    asked = max(_FIRST_DAY, min(day or timezone.localdate(), timezone.localdate()))
    table = animal_states(asked, [found.pk]).sort_by("animal_id").slice(paging.first, paging.size)
    heads = farm_states(asked, [found.pk]).get(found.pk)
    pens = dict(Pen.objects.filter(farm=found).values_list("pk", "code"))
    return HerdState(
        day=asked,
        head=heads.head if heads else 0,
        milking=heads.milking if heads else 0,
        dry=heads.dry if heads else 0,
        heifers=heads.heifers if heads else 0,
        calves=heads.calves if heads else 0,
        males=heads.males if heads else 0,
        pregnant=heads.pregnant if heads else 0,
        page=paging.page,
        size=paging.size,
        items=[
            AnimalState(id=row.pop("animal_id"), pen=pens.get(row.pop("pen_id"), ""), **row)
            for row in table.drop_columns(["farm_id", "status"]).to_pylist()
        ],
    )


@router.get(
    "/farms/{code}/worklists",
    response={200: list[WorkListOut], **problems(404)},
    summary="今日工作 · Worklists of today",
)
def todays_lists(request: HttpRequest, code: str) -> list[WorkListOut]:
    """The day's worklists of a farm, at most 300 cows of each."""
    person_with(request, "herd.see")
    language = get_language() or "zh"
    return [
        WorkListOut(
            code=one.code,
            title=one.title.in_language(language),
            kind=one.kind,
            items=[
                WorkItemOut(
                    id=item.animal.pk,
                    number=item.number,
                    ear_tag=item.ear_tag,
                    pen=item.animal.pen.code if item.animal.pen else "",
                    due_on=item.due_on,
                    reason=item.reason.in_language(language),
                    protocol_step=item.step,
                )
                for item in with_numbers(one.items[:300])
            ],
        )
        for one in worklists(_farm(request, code))
    ]


@router.post(
    "/farms/{code}/animals",
    response={200: BatchOut, **problems(404, 409, 413)},
    summary="登记奶牛 · Register animals",
)
def add_animals(request: HttpRequest, code: str, rows: list[AnimalIn]) -> BatchOut:
    """Register animals of a farm; bad rows are refused one by one, the rest goes in."""
    person = person_with(request, "herd.register_animals")
    found = _farm(request, code)
    _check_size(rows)
    given = [AnimalRow(farm_code=found.code, **row.dict()) for row in rows]
    return _batch_out(register_animals(given, person=person))


@router.post(
    "/farms/{code}/events",
    response={200: BatchOut, **problems(404, 409, 413)},
    summary="记录事件 · Record events",
)
def add_events(request: HttpRequest, code: str, rows: list[EventIn]) -> BatchOut:
    """Record events of a farm's animals; a replay with the same keys changes nothing."""
    person = person_with(request, "herd.record_events")
    found = _farm(request, code)
    _check_size(rows)
    given = [EventRow(farm_code=found.code, **row.dict()) for row in rows]
    return _batch_out(record_events(given, person=person))


@router.get(
    "/farms/{code}/farm-days",
    response={200: list[FarmDayOut], **problems(404)},
    summary="牧场日报 · Farm days",
)
def farm_days(request: HttpRequest, code: str, span: Query[DaySpan]) -> list[FarmDayOut]:
    """Declared days of a farm in order, at most 800 at a time."""
    person_with(request, "herd.see")
    last = span.last or timezone.localdate()
    first = span.first or last - timedelta(days=29)
    return [_day_out(day) for day in queries.farm_days(_farm(request, code), first, last)[:800]]


def _day_out(day: FarmDay) -> FarmDayOut:
    return FarmDayOut(
        day=day.day,
        head=day.head,
        adult_head=day.adult_head,
        milking_head=day.milking_head,
        milk_kg=day.milk_kg,
        session_milk_kg=day.session_milk_kg,
        fat_pct=day.fat_pct,
        protein_pct=day.protein_pct,
        scc_per_ml=day.scc_per_ml,
        source=day.source,
    )


@router.post(
    "/farms/{code}/farm-days",
    response={200: BatchOut, **problems(404, 409, 413)},
    summary="报送日报 · Declare days",
)
def add_farm_days(request: HttpRequest, code: str, rows: list[FarmDayIn]) -> BatchOut:
    """Declare days of a farm; a day sent again replaces what was declared before."""
    person = person_with(request, "herd.record_farm_days")
    found = _farm(request, code)
    _check_size(rows)
    given = [
        FarmDayRow(
            farm_code=found.code,
            **{**row.dict(), "session_milk_kg": tuple(row.session_milk_kg)},
        )
        for row in rows
    ]
    return _batch_out(record_farm_days(given, person=person))


def _check_size(rows: Sequence[Schema]) -> None:
    if len(rows) > _MOST_ROWS:
        raise Problem(
            TOO_LARGE,
            Text(f"一次至多{_MOST_ROWS}行", f"At most {_MOST_ROWS} rows at a time"),
        )


for part in (figures, federation):
    router.add_router("", part.router)
