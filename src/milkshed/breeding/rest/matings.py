"""Typed REST of mating and extension: plans, batches, quotas, claims."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from milkshed.breeding.actions.claims import submit_claim
from milkshed.breeding.models import Batch, Claim, MatingPlan, SubsidyStatement
from milkshed.breeding.queries import extension as reads
from milkshed.breeding.queries.stock import centre_lots
from milkshed.kernel.text import Text
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.people import person_with
from milkshed.platform.web.schemas import Day, Paging, problems

router = Router()

_PRINTABLE = r"^[^\x00-\x1f]+$"
Word = Annotated[str, Field(min_length=1, max_length=30, pattern=_PRINTABLE)]
FarmCode = Annotated[str, Field(min_length=1, max_length=13, pattern=r"^[0-9]+$")]
Kind = Literal["straw", "embryo"]


class MatingChoiceOut(Schema):
    """A lot for a cow: calf's inbreeding and index, worth in yuan and its terms.

    ``kind`` is ``straw`` or ``embryo``; an embryo names its ``donor``.
    """

    batch: str
    kind: str = "straw"
    donor: str = ""
    bull: str
    sexed: bool
    inbreeding_pct: float
    calf_index: float
    worth_yuan: float
    net_yuan: float
    terms: dict[str, float]


class MatingOut(Schema):
    """One cow of a plan; the planned bull stands first, none when ``reason`` says why."""

    animal_id: int
    number: str
    parity: int
    index: float | None
    index_of_parents: bool
    batch: str | None
    choices: list[MatingChoiceOut]
    reason: str


class MatingPlanOut(Schema):
    """A farm's mating plan with one page of its cows."""

    id: int
    number: str
    farm_code: str
    state: str
    made_on: date
    run: str
    settings: dict[str, Any]
    stock: list[dict[str, Any]]
    outcome: dict[str, Any]
    findings: list[str]
    synthetic: bool
    total: int
    page: int
    size: int
    items: list[MatingOut]


class StrawBatchOut(Schema):
    """A batch of straws or embryos; ``left`` may still be allocated."""

    id: int
    number: str
    kind: str
    bull: str
    donor: str | None
    sexed: bool
    pieces: int
    left: int
    made_on: date
    price_yuan: Decimal
    method: str
    recovered: int | None
    synthetic: bool


class StrawBatchPage(Schema):
    """One page of batches."""

    total: int
    page: int
    size: int
    items: list[StrawBatchOut]


class StrawQuotaOut(Schema):
    """A county's pieces of a year and what became of them."""

    county: str
    kind: str
    quota: int | None
    approved: int
    received: int
    claimed: int
    left: int | None


class SubsidyClaimRowIn(Schema):
    """A straw or embryo used: cow by a number of hers, day, batch."""

    cow: Word
    served_on: Day
    batch: Word


class SubsidyClaimIn(Schema):
    """A farm's claim."""

    farm_code: FarmCode
    kind: Kind
    rows: list[SubsidyClaimRowIn] = Field(min_length=1, max_length=20_000)


class SubsidyClaimLineOut(Schema):
    """A row of a claim and the verdict on it."""

    row: int
    cow: str
    served_on: date
    batch: str
    counts: bool
    rules: list[str]
    reasons: list[str]


class SubsidyClaimOut(Schema):
    """A claim with the fate of every row."""

    id: int
    number: str
    farm_code: str
    kind: str
    state: str
    submitted_on: date
    accepted: int
    refused: int
    statement: str | None
    synthetic: bool
    rows: list[SubsidyClaimLineOut]


class SubsidyStatementOut(Schema):
    """A subsidy statement with its lines, rates and digest."""

    id: int
    number: str
    county: str
    state: str
    drawn_on: date
    amount_yuan: Decimal
    lines: list[dict[str, Any]]
    rules: dict[str, Any]
    digest: str
    synthetic: bool


def _language() -> str:
    return get_language() or "zh"


@router.get(
    "/mating-plans/{pk}",
    response={200: MatingPlanOut, **problems(404)},
    summary="选配方案 · Mating plan",
)
def read_mating_plan(request: HttpRequest, pk: int, paging: Query[Paging]) -> MatingPlanOut:
    """One plan in reach, its cows page by page in order of keys."""
    person_with(request, "breeding.see_matings")
    plans = MatingPlan.objects.select_related("run")
    one = get_visible(plans, scope_of(request.user), pk=pk)
    rows = one.matings.select_related("batch").order_by("animal_key")
    language = _language()
    return MatingPlanOut(
        id=one.pk,
        number=one.number,
        farm_code=one.farm_code,
        state=one.state,
        made_on=one.made_on,
        run=one.run.number,
        settings=one.settings,
        stock=one.stock,
        outcome=one.outcome,
        findings=[Text(f["zh"], f["en"]).in_language(language) for f in one.findings],
        synthetic=one.synthetic,
        total=rows.count(),
        page=paging.page,
        size=paging.size,
        items=[
            MatingOut(
                animal_id=row.animal_key,
                number=row.number,
                parity=row.parity,
                index=row.index,
                index_of_parents=row.index_of_parents,
                batch=row.batch.number if row.batch else None,
                choices=[MatingChoiceOut(**choice) for choice in row.choices],
                reason=Text(row.reason["zh"], row.reason["en"]).in_language(language)
                if row.reason
                else "",
            )
            for row in rows[paging.rows]
        ],
    )


@router.get("/batches", response={200: StrawBatchPage, **problems()}, summary="批次 · Batches")
def list_batches(
    request: HttpRequest, paging: Query[Paging], kind: Kind | None = None
) -> StrawBatchPage:
    """Batches in reach, newest first."""
    person_with(request, "breeding.see_extension")
    found = reads.batches(scope_of(request.user), kind=kind or "")
    keys = list(found.values_list("pk", flat=True)[paging.rows])
    return StrawBatchPage(
        total=found.count(),
        page=paging.page,
        size=paging.size,
        items=[
            StrawBatchOut(
                id=lot.batch.pk,
                number=lot.batch.number,
                kind=lot.batch.kind,
                bull=lot.batch.bull.number,
                donor=lot.batch.donor.identity if lot.batch.donor else None,
                sexed=lot.batch.sexed,
                pieces=lot.batch.pieces,
                left=lot.left,
                made_on=lot.batch.made_on,
                price_yuan=lot.batch.price_yuan,
                method=lot.batch.method,
                recovered=lot.batch.recovered,
                synthetic=lot.batch.synthetic,
            )
            for lot in centre_lots(Batch.objects.filter(pk__in=keys))
        ],
    )


@router.get(
    "/quotas", response={200: list[StrawQuotaOut], **problems()}, summary="推广指标 · Quotas"
)
def list_quotas(
    request: HttpRequest, year: Annotated[int, Field(ge=2020, le=2100)] | None = None
) -> list[StrawQuotaOut]:
    """Counties in reach with their pieces of a year, the present one."""
    person_with(request, "breeding.see_extension")
    lines = reads.quota_lines(scope_of(request.user), year or timezone.localdate().year)
    return [
        StrawQuotaOut(
            county=one.county,
            kind=one.kind,
            quota=one.quota,
            approved=one.approved,
            received=one.received,
            claimed=one.claimed,
            left=one.left,
        )
        for one in lines
    ]


@router.post(
    "/subsidy-claims",
    response={200: SubsidyClaimOut, **problems(404, 409, 413)},
    summary="补贴申报 · Claim",
)
def send_claim(request: HttpRequest, claim: SubsidyClaimIn) -> SubsidyClaimOut:
    """Submit a farm's claim; every row is judged, those that do not count say why."""
    person = person_with(request, "breeding.submit_claim")
    rows = [(row.cow, row.served_on, row.batch) for row in claim.rows]
    return _claim_out(submit_claim(person, claim.farm_code, claim.kind, rows))


@router.get(
    "/subsidy-claims/{pk}",
    response={200: SubsidyClaimOut, **problems(404)},
    summary="补贴申报 · Claim",
)
def read_subsidy_claim(request: HttpRequest, pk: int) -> SubsidyClaimOut:
    """One claim in reach with all its rows."""
    person_with(request, "breeding.see_extension")
    claims = Claim.objects.select_related("statement")
    return _claim_out(get_visible(claims, scope_of(request.user), pk=pk))


def _claim_out(one: Claim) -> SubsidyClaimOut:
    language = _language()
    return SubsidyClaimOut(
        id=one.pk,
        number=one.number,
        farm_code=one.farm_code,
        kind=one.kind,
        state=one.state,
        submitted_on=one.submitted_on,
        accepted=one.accepted,
        refused=one.refused,
        statement=one.statement.number if one.statement else None,
        synthetic=one.synthetic,
        rows=[
            SubsidyClaimLineOut(
                row=line.row,
                cow=line.cow_number,
                served_on=line.served_on,
                batch=line.batch_number,
                counts=line.counts,
                rules=[fault["rule"] for fault in line.faults],
                reasons=[
                    Text(fault["zh"], fault["en"]).in_language(language) for fault in line.faults
                ],
            )
            for line in one.lines.order_by("row")
        ],
    )


@router.get(
    "/subsidy-statements/{pk}",
    response={200: SubsidyStatementOut, **problems(404)},
    summary="补贴结算单 · Subsidy statement",
)
def read_subsidy_statement(request: HttpRequest, pk: int) -> SubsidyStatementOut:
    """One statement in reach."""
    person_with(request, "breeding.see_extension")
    one = get_visible(SubsidyStatement.objects.all(), scope_of(request.user), pk=pk)
    return SubsidyStatementOut(
        id=one.pk,
        number=one.number,
        county=one.county,
        state=one.state,
        drawn_on=one.drawn_on,
        amount_yuan=one.amount_yuan,
        lines=one.lines,
        rules=one.rules,
        digest=one.digest,
        synthetic=one.synthetic,
    )
