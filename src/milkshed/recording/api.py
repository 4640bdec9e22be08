"""Milk recording's typed REST routes: farms, visits, results by tube, lactations, reports."""

from datetime import date, datetime
from typing import Annotated

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from milkshed.kernel.periods import Month
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.people import person_with
from milkshed.platform.web.schemas import Paging, problems
from milkshed.recording import queries
from milkshed.recording.actions.results import LabContent, ResultRow, digest_of, take_lab_file
from milkshed.recording.models import Enrolment, FarmReport, TestVisit

router = Router()

_PRINTABLE = r"^[^\x00-\x1f]*$"
Number = Annotated[str, Field(max_length=24, pattern=_PRINTABLE)]
MonthWord = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]


class RecordedFarmOut(Schema):
    """A farm in milk recording."""

    farm_code: str
    name: str
    centre: str
    started_on: date
    sampled_by: str
    scheme: str
    milkings_per_day: int
    synthetic: bool


class RecordedFarmPage(Schema):
    """One page of recorded farms."""

    total: int
    page: int
    size: int
    items: list[RecordedFarmOut]


class VisitOut(Schema):
    """A visit of a farm and how far it is."""

    id: int
    farm_code: str
    planned_on: date
    tested_on: date | None
    state: str
    tubes: int
    results: int
    received_at: datetime | None
    released_at: datetime | None
    synthetic: bool


class ResultIn(Schema):
    """What the laboratory found in one tube; cells per mL, contents in %, urea in mg/dL."""

    tube: Number
    fat_pct: float | None = None
    protein_pct: float | None = None
    lactose_pct: float | None = None
    urea_mg_per_dl: float | None = None
    scc_per_ml: int | None = None


class ResultsIn(Schema):
    """Results of a run; ``run`` names it and makes a replay harmless."""

    run: Annotated[str, Field(min_length=1, max_length=120, pattern=_PRINTABLE)]
    rows: list[ResultIn] = Field(max_length=10_000)


class ResultFault(Schema):
    """One refused row; rows count from 1."""

    row: int | None
    field: str
    value: str
    rule: str
    message: str


class ResultsOut(Schema):
    """What became of a run's rows."""

    id: int
    rows: int
    accepted: int
    repeated: int
    refused: int
    faults: list[ResultFault]


class LactationOut(Schema):
    """A present lactation: accounted by the test-interval method, predicted by regression."""

    animal_id: int
    parity: int
    calved_on: date
    tests: int
    days_in_milk: int
    status: int
    tim_days: int
    tim_milk_kg: float | None
    tim_fat_kg: float | None
    tim_protein_kg: float | None
    milk_305_kg: float | None
    fat_305_kg: float | None
    protein_305_kg: float | None
    score_305: float | None
    reliability: float | None
    peak_kg: float | None
    peak_day: int | None
    persistency: float | None
    mature_kg: float | None


class LactationPage(Schema):
    """One page of a farm's lactations of a month."""

    total: int
    page: int
    size: int
    month: str
    methods: dict[str, str | int | bool]
    items: list[LactationOut]


class ReportOut(Schema):
    """A monthly report with its content as frozen and the hash of it."""

    id: int
    month: str
    version: int
    state: str
    sha256: str
    content: dict[str, object]


def _centre(person: Person) -> Organisation:
    found = next((o for o in person.organisations() if o.kind == "dhi_centre"), None)
    if found is None:
        raise Problem(NOT_FOUND, Text("您的单位不是测定中心", "Your organisation is no centre"))
    return found


def _enrolment(request: HttpRequest, code: str) -> Enrolment:
    found = Enrolment.objects.filter(ended_on__isnull=True)
    known = code if code.isdigit() else ""
    return get_visible(found, scope_of(request.user), farm_code=known)


@router.get(
    "/farms", response={200: RecordedFarmPage, **problems()}, summary="测定牧场 · Recorded farms"
)
def recorded_farms(request: HttpRequest, paging: Query[Paging]) -> RecordedFarmPage:
    """Farms in recording within the person's reach."""
    person_with(request, "recording.see")
    found = queries.enrolments(scope_of(request.user))
    language = get_language() or "zh"
    return RecordedFarmPage(
        total=found.count(),
        page=paging.page,
        size=paging.size,
        items=[
            RecordedFarmOut(
                farm_code=one.farm_code,
                name=one.place.name.in_language(language),
                centre=one.centre.name.in_language(language),
                started_on=one.started_on,
                sampled_by=one.sampled_by,
                scheme=one.scheme,
                milkings_per_day=one.milkings_per_day,
                synthetic=one.synthetic,
            )
            for one in found[paging.rows]
        ],
    )


@router.get(
    "/visits/{pk}", response={200: VisitOut, **problems(404)}, summary="测定安排 · Test visit"
)
def read_visit(request: HttpRequest, pk: int) -> VisitOut:
    """One visit of a farm in reach."""
    person_with(request, "recording.see")
    one = get_visible(TestVisit.objects.select_related("enrolment"), scope_of(request.user), pk=pk)
    return VisitOut(
        id=one.pk,
        farm_code=one.enrolment.farm_code,
        planned_on=one.planned_on,
        tested_on=one.tested_on,
        state=one.state,
        tubes=one.tubes.count(),
        results=one.tubes.filter(state="result").count(),
        received_at=one.received_at,
        released_at=one.released_at,
        synthetic=one.synthetic,
    )


@router.post(
    "/results",
    response={200: ResultsOut, **problems(404, 409, 413)},
    summary="检测结果 · Results by tube",
)
def take_results(request: HttpRequest, run: ResultsIn) -> ResultsOut:
    """Take a laboratory run; good rows go in, each bad row is told. The same run goes in once."""
    person = person_with(request, "recording.take_results")
    rows = [ResultRow(line, **row.dict()) for line, row in enumerate(run.rows, start=1)]
    content = LabContent(rows, (), {}, len(rows))
    kept = take_lab_file(
        person, _centre(person), content, file_name=run.run, digest=digest_of(run.run.encode())
    )
    language = get_language() or "zh"
    return ResultsOut(
        id=kept.pk,
        rows=kept.rows,
        accepted=kept.accepted,
        repeated=kept.repeated,
        refused=kept.refused,
        faults=[
            ResultFault(
                row=f["row"],
                field=f["field"],
                value=f["value"],
                rule=f["rule"],
                message=Text(f["zh"], f["en"]).in_language(language),
            )
            for f in kept.faults
        ],
    )


@router.get(
    "/farms/{code}/lactations",
    response={200: LactationPage, **problems(404)},
    summary="泌乳期成绩 · Lactations",
)
def lactations(
    request: HttpRequest, code: str, paging: Query[Paging], month: MonthWord | None = None
) -> LactationPage:
    """Figures of a farm's present lactations with their methods, of a month, the present one."""
    person_with(request, "recording.see")
    asked = Month.parse(month) if month else Month.of(timezone.localdate())
    found = queries.figures(_enrolment(request, code), asked)
    part = list(found.select_related("run")[paging.rows])
    names = [name for name in LactationOut.model_fields if name != "animal_id"]
    return LactationPage(
        total=found.count(),
        page=paging.page,
        size=paging.size,
        month=str(asked),
        methods=part[0].run.methods if part else {},
        items=[
            LactationOut(animal_id=one.animal_key, **{name: getattr(one, name) for name in names})
            for one in part
        ],
    )


@router.get(
    "/reports/{pk}", response={200: ReportOut, **problems(404)}, summary="月度报告 · Report"
)
def read_report(request: HttpRequest, pk: int) -> ReportOut:
    """One monthly report as it was frozen."""
    person_with(request, "recording.see")
    one = get_visible(FarmReport.objects.all(), scope_of(request.user), pk=pk)
    return ReportOut(
        id=one.pk,
        month=str(Month.of(one.month)),
        version=one.version,
        state=one.state,
        sha256=one.sha256,
        content=one.content,
    )
