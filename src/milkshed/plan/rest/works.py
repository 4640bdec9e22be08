"""The REST routes of the plan's work: registers, funds and the what-if for a new farm."""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.text import Text
from milkshed.plan.actions.siting import SitingWish, try_siting
from milkshed.plan.models import REGISTERS
from milkshed.plan.queries.funds import line_rows, lines_for
from milkshed.plan.queries.projects import entries_for
from milkshed.plan.queries.siting import sentence
from milkshed.plan.science.siting import METHOD_VERSION
from milkshed.platform.permissions import require
from milkshed.platform.web.people import person_of
from milkshed.platform.web.schemas import problems

router = Router()


def _say(both: Text) -> str:
    return both.in_language(get_language() or "zh")


class RegisterEntryOut(Schema):
    """An entry of a register; ``amount`` is in the register's unit."""

    number: str
    kind: str
    name: str
    detail: str
    part: str
    indicator: str
    county: str
    town: str
    zone: str
    longitude: float | None
    latitude: float | None
    as_of: date
    stage: str
    amount: Decimal | None
    state: str


class EntryFilter(Schema):
    """Which entries; all in reach when left out."""

    kind: str | None = Field(None, pattern=f"^({'|'.join(REGISTERS)})$")
    state: str | None = Field(None, pattern="^(submitted|confirmed|returned|withdrawn)$")
    limit: int = Field(100, ge=1, le=500)


@router.get(
    "/entries",
    response={200: list[RegisterEntryOut], **problems()},
    summary="项目登记 · Entries of the registers",
)
def read_entries(request: HttpRequest, asked: Query[EntryFilter]) -> list[RegisterEntryOut]:
    """The register entries in the reader's scope, youngest first."""
    require(request.user, "plan.see_registers")
    found = entries_for(request.user)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.state:
        found = found.filter(state=asked.state)
    return [
        RegisterEntryOut(
            number=one.number,
            kind=one.kind,
            name=one.name,
            detail=one.detail,
            part=one.part,
            indicator=one.indicator,
            county=one.county,
            town=one.town,
            zone=one.zone,
            longitude=one.longitude,
            latitude=one.latitude,
            as_of=one.as_of,
            stage=one.stage,
            amount=one.amount,
            state=one.state,
        )
        for one in found[: asked.limit]
    ]


class FundOut(Schema):
    """A line of money; sums are yuan and of confirmed moves only."""

    number: str
    title: str
    source: str
    unit: str
    part: str
    county: str
    allocated: Decimal
    disbursed: Decimal
    used: Decimal
    recovered: Decimal
    waiting: int


@router.get(
    "/funds",
    response={200: list[FundOut], **problems()},
    summary="项目资金 · Funds",
)
def read_funds(request: HttpRequest) -> list[FundOut]:
    """The lines of money in the reader's scope with their balance."""
    require(request.user, "plan.see_registers")
    return [
        FundOut(
            number=row.line.number,
            title=row.line.title,
            source=row.line.source,
            unit=_say(row.line.unit.name),
            part=row.line.part,
            county=row.line.county,
            allocated=row.balance.allocated,
            disbursed=row.balance.disbursed,
            used=row.balance.used,
            recovered=row.balance.recovered,
            waiting=row.waiting,
        )
        for row in line_rows(request.user, lines_for(request.user))
    ]


class SitingQuestion(Schema):
    """So many head in a county; ``reach`` says how far plants count."""

    county: str = Field(..., pattern=f"^({'|'.join(COUNTIES)})$")
    head: int = Field(..., ge=1, le=1_000_000)
    reach: str = Field("city", pattern="^(county|near|city|region)$")
    own_forage: bool = False


class LimitOut(Schema):
    """One limit; None where an input is missing, and ``note`` says which."""

    code: str
    title: str
    unit: str
    need: Decimal | None
    available: Decimal | None
    margin: Decimal | None
    greatest_head: int | None
    status: str
    note: str


class SitingOut(Schema):
    """What the limits say; ``greatest_head`` is an upper bound while ``unknown`` names limits."""

    county: str
    head: int
    fits: bool | None
    limiting: str | None
    greatest_head: int | None
    unknown: list[str]
    sentence: str
    limits: list[LimitOut]
    method_version: str


@router.get(
    "/siting",
    response={200: SitingOut, **problems(422)},
    summary="新建牧场推演 · What-if for a new farm",
)
def siting(request: HttpRequest, asked: Query[SitingQuestion]) -> SitingOut:
    """The limiting factor and the greatest head of a county."""
    require(request.user, "plan.try_siting")
    found = try_siting(
        person_of(request), SitingWish(asked.county, asked.head, asked.reach, asked.own_forage)
    )
    answer = found.answer
    return SitingOut(
        county=asked.county,
        head=asked.head,
        fits=answer.fits,
        limiting=answer.limiting,
        greatest_head=answer.greatest_head,
        unknown=list(answer.unknown),
        sentence=_say(sentence(asked.county, answer)),
        limits=[
            LimitOut(
                code=one.code,
                title=_say(one.title),
                unit=_say(one.unit),
                need=one.need,
                available=one.available,
                margin=one.margin,
                greatest_head=one.greatest_head,
                status=one.status,
                note=_say(one.why_unknown or one.relief or one.note or Text("", "")),
            )
            for one in answer.limits
        ],
        method_version=METHOD_VERSION,
    )
