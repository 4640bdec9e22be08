"""Typed REST of quality: samples, incoming tests, the pass rate, plans, cases, control charts."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Router, Schema

from milkshed.kernel.clock import start_of_day
from milkshed.kernel.problems import Problem, invalid
from milkshed.kernel.result import BatchReport
from milkshed.platform.models import Person, Place
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.people import person_with
from milkshed.platform.web.schemas import Day, problems
from milkshed.quality.actions.bulk import IncomingTestRow, record_incoming_tests
from milkshed.quality.bench_queries import charts_of
from milkshed.quality.facade import pass_rate
from milkshed.quality.models import (
    SAMPLE_NUMBER,
    ContrabandCase,
    ControlSeries,
    Sample,
    SamplingPlan,
    SamplingTask,
)
from milkshed.quality.plan_queries import published_draw, verify_draw
from milkshed.quality.queries import is_blind_for, measured

router = Router()
_MOST_ROWS = 5_000
_Claimed = Annotated[str, Field(max_length=200)]


class SampleOut(Schema):
    """A sample; origin is empty while it is blind for the reader."""

    number: str
    kind: str
    lot_uri: str
    place: str
    sampled_at: datetime
    reported_at: datetime | None
    state: str
    verdict: str
    failed: list[str]


class ResultOut(Schema):
    """One result; ``value`` or ``found`` is given."""

    analyte: str
    value: Decimal | None
    found: bool | None
    unit: str
    method: str
    limit_low: Decimal | None
    limit_high: Decimal | None
    limit_source: str
    limit_confirmed: bool | None
    verdict: str


class SampleDetail(Schema):
    """A sample with its results."""

    sample: SampleOut
    results: list[ResultOut]


class IncomingTestIn(Schema):
    """One load's routine test at a plant; ``place_gln`` names the plant."""

    barcode: Annotated[str, Field(pattern=SAMPLE_NUMBER)]
    lot_uri: str
    place_gln: str
    sampled_at: datetime
    reported_at: datetime
    tanker_uri: str = ""
    sheet_gdti: str = ""
    fat: Decimal | None = None
    protein: Decimal | None = None
    solids_not_fat: Decimal | None = None
    density: Decimal | None = None
    acidity: Decimal | None = None
    freezing_point: Decimal | None = None
    total_count: int | None = None
    somatic_cells: int | None = None
    antibiotics: bool | None = None


class ResultBatchOut(Schema):
    """What became of the rows."""

    total: int
    accepted: int
    repeated: int
    refused: int
    rows: list[dict[str, object]]


class RateOut(Schema):
    """Passed ÷ decided official samples; a retest replaces the first."""

    passed: int
    decided: int
    share: float | None


def _sample(sample: Sample, person: Person) -> dict[str, object]:
    blind = is_blind_for(person, sample)
    return {
        "number": sample.blind_number if blind else sample.barcode,
        "kind": sample.kind,
        "lot_uri": "" if blind else sample.lot_uri,
        "place": "" if blind else sample.place.name_zh,
        "sampled_at": sample.sampled_at,
        "reported_at": sample.reported_at,
        "state": sample.state,
        "verdict": sample.verdict,
        "failed": sample.failed,
    }


@router.get("/samples", response={200: list[SampleOut], **problems()}, summary="样品")
def list_samples(
    request: HttpRequest,
    first: Day | None = None,
    last: Day | None = None,
    kind: str = "",
    verdict: str = "",
    limit: Annotated[int, Field(ge=1, le=500)] = 100,
    offset: Annotated[int, Field(ge=0, le=1_000_000)] = 0,
) -> list[dict[str, object]]:
    """Samples in reach taken on the days, newest first; at most 500 at once."""
    person = person_with(request, "quality.see_samples")
    samples = visible(Sample.objects.all(), scope_of(person))
    if first:
        samples = samples.filter(sampled_at__gte=start_of_day(first))
    if last:
        samples = samples.filter(sampled_at__lt=start_of_day(last + timedelta(days=1)))
    if kind:
        samples = samples.filter(kind=kind)
    if verdict:
        samples = samples.filter(verdict=verdict)
    shown = samples.select_related("place").order_by("-sampled_at", "-pk")[offset : offset + limit]
    return [_sample(sample, person) for sample in shown]


@router.get("/samples/{barcode}", response={200: SampleDetail, **problems(404)}, summary="样品详情")
def read_sample(request: HttpRequest, barcode: str) -> dict[str, object]:
    """One sample by its barcode with its results; blind samples are read by their bench."""
    person = person_with(request, "quality.see_samples")
    sample = get_visible(Sample.objects.select_related("place"), scope_of(person), barcode=barcode)
    return {
        "sample": _sample(sample, person),
        "results": [
            {
                "analyte": m.analyte.code,
                "value": m.value,
                "found": m.found,
                "unit": m.unit,
                "method": m.method,
                "limit_low": m.limit.low if m.limit else None,
                "limit_high": m.limit.high if m.limit else None,
                "limit_source": m.limit.source if m.limit else "",
                "limit_confirmed": m.limit.confirmed if m.limit else None,
                "verdict": m.verdict.value,
            }
            for m in measured(sample)
        ],
    }


@router.post(
    "/incoming-tests",
    response={200: ResultBatchOut, **problems(409, 413)},
    summary="进厂检验批量上报",
)
def post_incoming_tests(request: HttpRequest, rows: list[IncomingTestIn]) -> object:
    """Record incoming tests of the own plant; every bad row is reported, the others stand."""
    person = person_with(request, "quality.record_results")
    if len(rows) > _MOST_ROWS:
        raise invalid("rows", len(rows), "too-many", f"每次至多{_MOST_ROWS}行", "Too many rows")
    scope, report = scope_of(person), BatchReport()
    plants: dict[str, int] = {}
    for place in visible(Place.objects.filter(kind="plant"), scope):
        plants[place.gln] = place.pk
    ready: list[tuple[int, IncomingTestRow]] = []
    for number, row in enumerate(rows, start=1):
        try:
            ready.append((number, _row(row, plants, person)))
        except Problem as problem:
            report.refuse(number, problem)
    written = record_incoming_tests([row for _, row in ready])
    for position, (number, _) in enumerate(ready, start=1):
        if position in written.refused:
            report.refuse(number, written.refused[position])
        elif position in written.repeated:
            report.repeat(number, written.repeated[position])
        else:
            report.accept(number, written.accepted[position])
    return report.as_document("zh")


def _row(row: IncomingTestIn, plants: dict[str, int], person: Person) -> IncomingTestRow:
    values = row.dict()
    place = plants.get(values.pop("place_gln"))
    if place is None:
        raise invalid("place_gln", row.place_gln, "unknown", "没有该加工厂", "No such plant")
    for name in ("sampled_at", "reported_at"):
        if values[name].tzinfo is None:
            raise invalid(name, values[name], "zone", "时间必须带时区", "The time needs a zone")
    return IncomingTestRow(place_id=place, analyst_id=person.pk, **values)


@router.get("/pass-rate", response={200: RateOut, **problems()}, summary="抽检合格率")
def read_pass_rate(request: HttpRequest, first: Day, last: Day) -> dict[str, object]:
    """The pass rate of official samples taken on the days; counties see their own."""
    person = person_with(request, "quality.see_pass_rate")
    scope = scope_of(person)
    rate = pass_rate(first, last, None if scope.everything else scope.counties)
    return {"passed": rate.passed, "decided": rate.decided, "share": rate.share}


class PlanOut(Schema):
    """A sampling plan and how far it is."""

    number: str
    title: str
    kind: str
    method: str
    first_day: date
    last_day: date
    state: str
    seed_digest: str
    frame_digest: str


class DrawObject(Schema):
    """A listed place: its GLN, stratum, weight, and the key of whom it belongs to."""

    key: str
    stratum: str
    weight: int
    owner: str


class DrawnObject(Schema):
    """A drawn place and the officers who go there; ``changed`` says why others went."""

    position: int
    key: str
    stratum: str
    probability: float
    officers: list[str]
    changed: str


class DrawOut(Schema):
    """All that is needed to repeat a draw; seed and word are empty before it."""

    plan: str
    algorithm: str
    seed_digest: str
    frame_digest: str
    committed_at: datetime | None
    drawn_at: datetime | None
    seed: str
    word: str
    objects: list[DrawObject]
    sizes: dict[str, int]
    officers: list[str]
    conflicts: list[list[str]]
    drawn: list[DrawnObject]


class DrawCheckOut(Schema):
    """One thing that was checked."""

    rule: str
    title: str
    holds: bool


class TaskOut(Schema):
    """A sampling task."""

    plan: str
    position: int
    place: str
    county: str
    officers: list[str]
    day: date
    state: str
    sample: str | None


class CaseOut(Schema):
    """A case of a forbidden substance."""

    number: str
    sample: str
    analytes: list[str]
    opened_at: datetime
    state: str
    handed_over_at: datetime | None
    outcome: str


class ControlPoint(Schema):
    """A reading of reference material with its chart values and the rules it breaks."""

    at: datetime
    value: Decimal
    z: float
    cusum_up: float
    cusum_down: float
    ewma: float
    signals: list[str]


@router.get("/plans", response={200: list[PlanOut], **problems()}, summary="抽检计划")
def list_plans(request: HttpRequest) -> Iterable[SamplingPlan]:
    """Plans of the offices in reach, youngest first; at most 500."""
    person = person_with(request, "quality.see_plans")
    return visible(SamplingPlan.objects.all(), scope_of(person)).order_by("-pk")[:500]


@router.get("/plans/{number}/draw", response={200: DrawOut, **problems(404)}, summary="抽取记录")
def read_draw(request: HttpRequest, number: str) -> dict[str, object]:
    """What is published of a plan's draw; ``quality/science/drawing.py`` repeats it."""
    person = person_with(request, "quality.see_plans")
    return published_draw(get_visible(SamplingPlan.objects.all(), scope_of(person), number=number))


@router.get(
    "/plans/{number}/verification",
    response={200: list[DrawCheckOut], **problems(404)},
    summary="核对抽取",
)
def verify_plan(
    request: HttpRequest, number: str, seed: _Claimed = "", word: _Claimed = ""
) -> list[dict[str, object]]:
    """Make the draw again from a seed and a word and compare it with the tasks given out."""
    person = person_with(request, "quality.see_plans")
    plan = get_visible(SamplingPlan.objects.all(), scope_of(person), number=number)
    return [
        {"rule": check.rule, "title": check.zh, "holds": check.good}
        for check in verify_draw(plan, seed, word)
    ]


@router.get("/tasks", response={200: list[TaskOut], **problems()}, summary="抽样任务")
def list_tasks(
    request: HttpRequest, limit: Annotated[int, Field(ge=1, le=500)] = 100
) -> list[dict[str, object]]:
    """Tasks in reach by day; those who are to be visited see none."""
    person = person_with(request, "quality.see_plans")
    tasks = visible(
        SamplingTask.objects.select_related(
            "plan", "place", "first_officer", "second_officer", "sample"
        ),
        scope_of(person),
    )
    return [
        {
            "plan": task.plan.number,
            "position": task.position,
            "place": task.place.name_zh,
            "county": task.place.county,
            "officers": [task.first_officer.name_zh, task.second_officer.name_zh],
            "day": task.day,
            "state": task.state,
            "sample": task.sample.barcode if task.sample else None,
        }
        for task in tasks.order_by("day", "pk")[:limit]
    ]


@router.get("/cases", response={200: list[CaseOut], **problems()}, summary="违禁物案件")
def list_cases(request: HttpRequest) -> list[dict[str, object]]:
    """Cases in reach, youngest first; at most 500."""
    person = person_with(request, "quality.see_cases")
    found = visible(ContrabandCase.objects.select_related("sample"), scope_of(person))
    return [
        {
            "number": case.number,
            "sample": case.sample.barcode,
            "analytes": case.analytes,
            "opened_at": case.opened_at,
            "state": case.state,
            "handed_over_at": case.handed_over_at,
            "outcome": case.outcome,
        }
        for case in found.order_by("-opened_at")[:500]
    ]


@router.get(
    "/control/{int:series}", response={200: list[ControlPoint], **problems(404)}, summary="质控图"
)
def read_control(request: HttpRequest, series: int) -> list[dict[str, object]]:
    """The last 200 readings of a control series with their charts."""
    person = person_with(request, "quality.see_laboratory")
    found = get_visible(ControlSeries.objects.all(), scope_of(person), pk=series)
    chart = charts_of(found)
    if chart is None:
        return []
    made = chart.charts
    return [
        {
            "at": reading.at,
            "value": reading.value,
            "z": float(made.z[at]),
            "cusum_up": float(made.upper_sum[at]),
            "cusum_down": float(made.lower_sum[at]),
            "ewma": float(made.average[at]),
            "signals": [signal.rule for signal in made.signals if signal.at == at],
        }
        for at, reading in enumerate(chart.readings)
    ]
