"""Breeding's typed REST routes: bulls, farms, cows, pedigree entries, evaluations."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from milkshed.breeding.actions.register import EntryRow, register_entries
from milkshed.breeding.models import Bull, CowValue, EvaluationRun
from milkshed.breeding.queries import book, catalogue, farms, genomic
from milkshed.breeding.rest import matings, registers
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.people import person_of, person_with
from milkshed.platform.web.schemas import Day, Paging, problems

router = Router()
router.add_router("", matings.router)
router.add_router("", registers.router)

_PRINTABLE = r"^[^\x00-\x1f]*$"
Identity = Annotated[str, Field(max_length=30, pattern=_PRINTABLE)]
Key = Annotated[int, Field(ge=1, le=2**63 - 1)]


class ValuesOut(Schema):
    """Breeding values against the base of the run; null where not estimated or not printed."""

    milk_kg: float | None
    fat_kg: float | None
    protein_kg: float | None
    fat_pct: float | None
    protein_pct: float | None
    scs: float | None
    type_total: float | None
    mammary_system: float | None
    feet_legs: float | None
    index: str
    score: float | None
    index_reliability: float | None
    reliability: float | None
    inbreeding: float | None
    daughters: int
    records: int


class TermOut(Schema):
    """What one trait gives to an index."""

    trait: str
    value: float
    points: float


class BullOut(Schema):
    """A bull of the register with its published values."""

    number: str
    name: str
    country: str
    breed: str
    born_on: date | None
    home_bred: bool
    semen_status: str
    sire: str
    dam: str
    recessives: dict[str, str]
    calving_ease_pct: float | None
    synthetic: bool
    run: str | None
    values: ValuesOut | None


class BullDetail(BullOut):
    """A bull with its index taken apart; ``offset`` and the terms add up to the score."""

    offset: float | None
    terms: list[TermOut]


class BullPage(Schema):
    """One page of the catalogue, the highest index first."""

    total: int
    page: int
    size: int
    run: str | None
    items: list[BullOut]


class CowOut(Schema):
    """A cow's published values and her rank on her farm."""

    animal_id: int
    identity: str
    number: str
    place_id: int
    sire: str
    dam: str
    born_year: int | None
    parity: int
    rank: int | None
    values: ValuesOut


class CowPage(Schema):
    """One page of a farm's animals, by rank."""

    total: int
    page: int
    size: int
    run: str
    items: list[CowOut]


class FarmStandingOut(Schema):
    """A farm's means in the published run."""

    place_id: int
    name: str
    county: str
    animals: int
    valued: int
    mean_score: float | None
    mean_milk_kg: float | None


class GenomicOut(Schema):
    """A genotyped animal's genomic values, beside its milk by pedigree alone.

    ``index`` is a version of the genomic index; ``score`` null where it is not printed.
    ``reliabilities`` by trait: with genotypes, and by pedigree alone.
    """

    identity: str
    sex: str
    bull: str | None
    animal_id: int | None
    place_id: int | None
    sire: str
    dam: str
    born_year: int | None
    values: ValuesOut
    pedigree_milk_kg: float | None
    pedigree_reliability: float | None
    reliabilities: dict[str, list[float]]


class GenomicPage(Schema):
    """One page of genotyped animals; ``told``: how many, how sure, validation, or why none."""

    total: int
    page: int
    size: int
    run: str
    told: dict[str, Any]
    items: list[GenomicOut]


class PedigreeEntryIn(Schema):
    """An animal to be entered in the herd book; empty texts where unknown."""

    identity: Identity
    sire: Identity = ""
    dam: Identity = ""
    sex: Annotated[str, Field(pattern="^(F|M|)$")] = ""
    born_on: Day | None = None
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "CN"


class EntriesIn(Schema):
    """Animals to be entered."""

    rows: list[PedigreeEntryIn] = Field(max_length=5_000)


class PedigreeEntryOut(Schema):
    """A pedigree entry."""

    id: int
    identity: str
    sex: str
    born_on: date | None
    sire: str
    sire_source: str
    dam: str
    dam_source: str
    state: str
    synthetic: bool


class EntryPage(Schema):
    """One page of entries in reach."""

    total: int
    page: int
    size: int
    items: list[PedigreeEntryOut]


class RunOut(Schema):
    """An evaluation: its state, its data, what it came to."""

    id: int
    number: str
    state: str
    cut_on: date
    published_at: datetime | None
    extract: dict[str, Any]
    summary: dict[str, Any]
    comparison: dict[str, Any]
    synthetic: bool


def _values(value: Any) -> ValuesOut:
    return ValuesOut(**{name: getattr(value, name) for name in ValuesOut.model_fields})


def _bull(bull: Bull, run: EvaluationRun | None) -> dict[str, Any]:
    value = catalogue.bull_value(bull, run)
    ease = bull.calving_ease_pct
    return {
        "number": bull.number,
        "name": bull.name.in_language(get_language() or "zh"),
        "country": bull.country,
        "breed": bull.breed,
        "born_on": bull.born_on,
        "home_bred": bull.home_bred,
        "semen_status": bull.semen_status,
        "sire": bull.sire,
        "dam": bull.dam,
        "recessives": bull.recessives,
        "calving_ease_pct": None if ease is None else float(ease),
        "synthetic": bull.synthetic,
        "run": None if run is None or value is None else run.number,
        "values": None if value is None else _values(value),
    }


@router.get("/bulls", response={200: BullPage, **problems()}, summary="种公牛目录 · Bulls")
def bulls(request: HttpRequest, paging: Query[Paging]) -> BullPage:
    """The bull register with the published values; open to everyone signed in."""
    person_of(request)
    run = catalogue.published_run()
    found = catalogue.bulls(run)
    return BullPage(
        total=found.count(),
        page=paging.page,
        size=paging.size,
        run=None if run is None else run.number,
        items=[BullOut(**_bull(one, run)) for one in found[paging.rows]],
    )


@router.get("/bulls/{number}", response={200: BullDetail, **problems(404)}, summary="种公牛 · Bull")
def read_bull(request: HttpRequest, number: Identity) -> BullDetail:
    """One bull with its index term by term."""
    person_of(request)
    bull = Bull.objects.filter(number=number).first()
    if bull is None:
        raise Problem(NOT_FOUND, Text("没有该种公牛", "There is no such bull"))
    run = catalogue.published_run()
    value = catalogue.bull_value(bull, run)
    shown = catalogue.explained(value) if value is not None else None
    return BullDetail(
        **_bull(bull, run),
        offset=None if shown is None else shown.explanation.offset,
        terms=[]
        if shown is None
        else [
            TermOut(trait=part.trait, value=part.value, points=part.points)
            for part in shown.explanation.parts
        ],
    )


def _published() -> EvaluationRun:
    run = catalogue.published_run()
    if run is None:
        raise Problem(NOT_FOUND, Text("还没有发布的评估", "No evaluation is published"))
    return run


@router.get(
    "/farms",
    response={200: list[FarmStandingOut], **problems(404)},
    summary="牧场育种水平 · Farms",
)
def breeding_farms(request: HttpRequest) -> list[FarmStandingOut]:
    """Farms in reach with their means in the published run, the highest index first."""
    person_with(request, "breeding.see")
    language = get_language() or "zh"
    return [
        FarmStandingOut(
            place_id=one.place.pk,
            name=one.place.name.in_language(language),
            county=one.place.county,
            animals=one.animals,
            valued=one.valued,
            mean_score=one.means["score"],
            mean_milk_kg=one.means["milk_kg"],
        )
        for one in farms.farms(scope_of(request.user), _published())
    ]


@router.get(
    "/farms/{place}/cows",
    response={200: CowPage, **problems(404)},
    summary="牧场母牛育种值 · Cows of a farm",
)
def breeding_cows(request: HttpRequest, place: Key, paging: Query[Paging]) -> CowPage:
    """A farm's animals with their values, by rank."""
    person_with(request, "breeding.see")
    run = _published()
    found = farms.farm_cows(scope_of(request.user), run, place)
    total = found.count()
    if not total:
        raise Problem(NOT_FOUND, Text("没有该牧场的育种值", "No values of such a farm"))
    return CowPage(
        total=total,
        page=paging.page,
        size=paging.size,
        run=run.number,
        items=[_cow(one) for one in found[paging.rows]],
    )


def _cow(one: CowValue) -> CowOut:
    return CowOut(
        animal_id=one.animal_key,
        identity=one.identity,
        number=one.number,
        place_id=one.place_id,
        sire=one.sire,
        dam=one.dam,
        born_year=one.born_year,
        parity=one.parity,
        rank=one.rank,
        values=_values(one),
    )


@router.get("/cows/{animal}", response={200: CowOut, **problems(404)}, summary="母牛育种值 · Cow")
def breeding_cow(request: HttpRequest, animal: Key) -> CowOut:
    """One cow's published values."""
    person_with(request, "breeding.see")
    value = catalogue.cow_value(scope_of(request.user), animal)
    if value is None:
        raise Problem(NOT_FOUND, Text("没有该牛的育种值", "No values of such a cow"))
    return _cow(value)


@router.get(
    "/genomic",
    response={200: GenomicPage, **problems(404)},
    summary="基因组育种值 · Genomic values",
)
def genomic_values(request: HttpRequest, paging: Query[Paging]) -> GenomicPage:
    """Genotyped animals in reach with their genomic values, the highest index first."""
    person_with(request, "breeding.see")
    run = _published()
    found = genomic.genomic_values(scope_of(request.user), run)
    return GenomicPage(
        total=found.count(),
        page=paging.page,
        size=paging.size,
        run=run.number,
        told=run.summary.get("genomic", {}),
        items=[
            GenomicOut(
                identity=one.identity,
                sex=one.sex,
                bull=None if one.bull is None else one.bull.number,
                animal_id=one.animal_key,
                place_id=one.place_id,
                sire=one.sire,
                dam=one.dam,
                born_year=one.born_year,
                values=_values(one),
                pedigree_milk_kg=one.pedigree_milk_kg,
                pedigree_reliability=one.pedigree_reliability,
                reliabilities=one.reliabilities,
            )
            for one in found[paging.rows]
        ],
    )


@router.get("/pedigree", response={200: EntryPage, **problems()}, summary="系谱登记 · Herd book")
def pedigree(request: HttpRequest, paging: Query[Paging], search: Identity = "") -> EntryPage:
    """Pedigree entries in reach; ``search`` finds an animal and its progeny."""
    person_with(request, "breeding.see")
    found = book.entries(scope_of(request.user), search=search)
    return EntryPage(
        total=found.count(),
        page=paging.page,
        size=paging.size,
        items=[
            PedigreeEntryOut(
                id=one.pk,
                **{
                    name: getattr(one, name)
                    for name in PedigreeEntryOut.model_fields
                    if name != "id"
                },
            )
            for one in found[paging.rows]
        ],
    )


@router.post(
    "/pedigree",
    response={200: dict[str, Any], **problems(404, 409, 413)},
    summary="登记系谱 · Enter animals",
)
def add_entries(request: HttpRequest, entries: EntriesIn) -> dict[str, object]:
    """Enter animals with their parents; the answer tells the fate of every row."""
    person = person_with(request, "breeding.register_pedigree")
    report = register_entries(person, [EntryRow(**row.dict()) for row in entries.rows])
    return dict(report.as_document(get_language() or "zh"))


@router.get("/runs", response={200: list[RunOut], **problems()}, summary="遗传评估 · Evaluations")
def evaluation_runs(request: HttpRequest) -> list[RunOut]:
    """The last twenty evaluations in reach, the youngest first."""
    person_with(request, "breeding.see_runs")
    found = visible(EvaluationRun.objects.order_by("-started_at"), scope_of(request.user))
    return [_run(one) for one in found[:20]]


@router.get("/runs/{pk}", response={200: RunOut, **problems(404)}, summary="一期评估 · Evaluation")
def read_run(request: HttpRequest, pk: Key) -> RunOut:
    """One evaluation."""
    person_with(request, "breeding.see_runs")
    return _run(get_visible(EvaluationRun.objects.all(), scope_of(request.user), pk=pk))


def _run(one: EvaluationRun) -> RunOut:
    return RunOut(
        id=one.pk,
        **{name: getattr(one, name) for name in RunOut.model_fields if name != "id"},
    )
