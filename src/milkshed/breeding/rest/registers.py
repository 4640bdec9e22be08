"""REST routes of index versions, type classifications and genotype samples."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from milkshed.breeding.actions.samples import order_sample
from milkshed.breeding.actions.types import TypeRow, record_classifications
from milkshed.breeding.queries import book, catalogue, indices
from milkshed.breeding.science.selection_index import IndexVersion
from milkshed.kernel.problems import Problem
from milkshed.kernel.result import BatchReport
from milkshed.platform.scope import scope_of
from milkshed.platform.web.people import person_with
from milkshed.platform.web.schemas import Day, Paging, problems

router = Router()

_PRINTABLE = r"^[^\x00-\x1f]*$"
_Name = Annotated[str, Field(max_length=30, pattern=_PRINTABLE)]
_MOST_ROWS = 5_000


class IndexTermOut(Schema):
    """One trait of an index: weight with its sign, standard deviation and base."""

    trait: str
    weight: float
    sd: float
    base: float


class IndexVersionOut(Schema):
    """A version of an index: scale × Σ weight × (value − base) / sd + offset.

    ``status``: official, recalled or assumed; ``in_use`` false where it is for comparison only.
    """

    code: str
    name: str
    valid_from: date
    valid_to: date | None
    population: str
    scale: float
    offset: float
    status: str
    in_use: bool
    source: str
    terms: list[IndexTermOut]


class ClassificationIn(Schema):
    """A cow's twenty linear scores of a day, by code of the trait."""

    number: _Name
    scored_on: Day
    traits: dict[str, int]
    defects: list[_Name] = []


class ClassificationsIn(Schema):
    """Classifications, each judged for itself."""

    rows: Annotated[list[ClassificationIn], Field(max_length=_MOST_ROWS)]


class GenotypeSampleIn(Schema):
    """A sample to be genotyped; the animal by herd-book number, ear tag or bull's number."""

    barcode: _Name
    identity: _Name
    tissue: Annotated[str, Field(max_length=5)]
    chip: Annotated[str, Field(max_length=40, pattern=_PRINTABLE)] = ""


class GenotypeSamplesIn(Schema):
    """Samples ordered together, each judged for itself."""

    rows: Annotated[list[GenotypeSampleIn], Field(max_length=_MOST_ROWS)]


class GenotypeSampleOut(Schema):
    """A genotype sample and where it stands."""

    id: int
    barcode: str
    identity: str
    tissue: str
    chip: str
    state: str
    ordered_at: datetime
    call_rate: float | None
    findings: list[dict[str, Any]]
    synthetic: bool


class GenotypeSamplePage(Schema):
    """A page of samples."""

    total: int
    page: int
    size: int
    items: list[GenotypeSampleOut]


@router.get(
    "/indices", response={200: list[IndexVersionOut], **problems()}, summary="指数版本 · Indices"
)
def selection_indices(request: HttpRequest) -> list[IndexVersionOut]:
    """All versions of indices, and the region's economic index of the published run."""
    person_with(request, "breeding.see")
    versions = list(catalogue.index_versions().values())
    run = catalogue.published_run()
    if run is not None:
        economic = indices.economic_index(run, indices.assumptions(timezone.localdate(), {}))
        versions += [economic.version] if economic is not None else []
    return [_version(one) for one in versions]


def _version(one: IndexVersion) -> IndexVersionOut:
    language = get_language() or "zh"
    return IndexVersionOut(
        code=one.code,
        name=one.name.in_language(language),
        valid_from=one.valid_from,
        valid_to=one.valid_to,
        population=one.population,
        scale=one.scale,
        offset=one.offset,
        status=one.status,
        in_use=one.in_use,
        source=one.source.in_language(language),
        terms=[
            IndexTermOut(trait=term.trait, weight=term.weight, sd=term.sd, base=term.base)
            for term in one.terms
        ],
    )


@router.post(
    "/classifications",
    response={200: dict[str, Any], **problems(404, 409, 413)},
    summary="登记体型鉴定 · Classify",
)
def add_classifications(request: HttpRequest, told: ClassificationsIn) -> dict[str, object]:
    """Take type scores; the answer tells the fate of every row."""
    person = person_with(request, "breeding.classify")
    rows = [TypeRow(row.number, row.scored_on, row.traits, row.defects) for row in told.rows]
    return dict(record_classifications(person, rows).as_document(get_language() or "zh"))


@router.get(
    "/samples", response={200: GenotypeSamplePage, **problems()}, summary="基因型样品 · Samples"
)
def genotype_samples(
    request: HttpRequest, paging: Query[Paging], state: _Name = "", search: _Name = ""
) -> GenotypeSamplePage:
    """Genotype samples in reach, the youngest first."""
    person_with(request, "breeding.see")
    found = book.samples(scope_of(request.user), state=state, search=search)
    return GenotypeSamplePage(
        total=found.count(),
        page=paging.page,
        size=paging.size,
        items=[
            GenotypeSampleOut(
                **{name: getattr(one, name) for name in GenotypeSampleOut.model_fields}
            )
            for one in found[paging.rows]
        ],
    )


@router.post(
    "/samples",
    response={200: dict[str, Any], **problems(404, 409, 413)},
    summary="下单基因型样品 · Order samples",
)
def order_genotype_samples(request: HttpRequest, told: GenotypeSamplesIn) -> dict[str, object]:
    """Order genotype samples; the answer tells the fate of every row."""
    person = person_with(request, "breeding.order_genotypes")
    report = BatchReport()
    for number, row in enumerate(told.rows, start=1):
        try:
            made = order_sample(
                person, barcode=row.barcode, identity=row.identity, tissue=row.tissue,
                chip=row.chip,
            )  # fmt: skip
        except Problem as problem:
            report.refuse(number, problem)
        else:
            report.accept(number, str(made.pk))
    return dict(report.as_document(get_language() or "zh"))
