"""Typed REST of quality: samples with results, incoming tests, the pass rate."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Annotated

from django.http import HttpRequest
from ninja import Field, Router, Schema

from milkshed.kernel.clock import start_of_day
from milkshed.kernel.problems import Problem, invalid
from milkshed.kernel.result import BatchReport
from milkshed.platform.models import Person, Place
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.schemas import Day, problems
from milkshed.quality.actions.bulk import IncomingTestRow, record_incoming_tests
from milkshed.quality.facade import pass_rate
from milkshed.quality.models import SAMPLE_NUMBER, Sample
from milkshed.quality.queries import is_blind_for, measured

router = Router()
_MOST_ROWS = 5_000


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


class BatchOut(Schema):
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


def _person(request: HttpRequest, verb: str) -> Person:
    require(request.user, verb)
    assert isinstance(request.user, Person)
    return request.user


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
    person = _person(request, "quality.see_samples")
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
    person = _person(request, "quality.see_samples")
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
    "/incoming-tests", response={200: BatchOut, **problems(409, 413)}, summary="进厂检验批量上报"
)
def post_incoming_tests(request: HttpRequest, rows: list[IncomingTestIn]) -> object:
    """Record incoming tests of the own plant; every bad row is reported, the others stand."""
    person = _person(request, "quality.record_results")
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
    person = _person(request, "quality.see_pass_rate")
    scope = scope_of(person)
    rate = pass_rate(first, last, None if scope.everything else scope.counties)
    return {"passed": rate.passed, "decided": rate.decided, "share": rate.share}
