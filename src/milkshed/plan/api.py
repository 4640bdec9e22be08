"""The plan's typed REST routes: lights, indicators, tasks, registers, funds and what-ifs."""

from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from milkshed.kernel.text import Text
from milkshed.plan.actions.reports import indicator_by_code
from milkshed.plan.actions.siting import SitingWish, try_siting
from milkshed.plan.models import REGISTERS, ComputedFigure, Indicator
from milkshed.plan.queries import board as queries
from milkshed.plan.queries.funds import line_rows, lines_for
from milkshed.plan.queries.ledger import item_rows, items_for
from milkshed.plan.queries.outlook import METHOD_VERSION, sensitivity
from milkshed.plan.queries.projects import entries_for
from milkshed.plan.queries.siting import sentence
from milkshed.plan.rest import bulletins
from milkshed.plan.science.siting import METHOD_VERSION as SITING_VERSION
from milkshed.platform.permissions import require
from milkshed.platform.web.people import person_of
from milkshed.platform.web.schemas import problems

router = Router()

_HISTORY_SHOWN = 100


class On(Schema):
    """The day asked about; today when left out."""

    on: date | None = Field(None, ge=date(2024, 1, 1), le=date(2100, 1, 1))


class LightOut(Schema):
    """An indicator's light with its reason; ``value`` and ``expected`` in ``unit``."""

    code: str
    name: str
    kind: str
    unit: str
    target: str
    value: Decimal | None
    value_on: date | None
    by_hand: bool
    expected: Decimal | None
    colour: str
    word: str
    reason: str


class ClaimOut(Schema):
    """What one place of the plan claims."""

    source: str
    quote_zh: str
    target: str
    kind: str
    colour: str


class InputOut(Schema):
    """Records behind a figure and the page that lists them."""

    title: str
    count: int
    url: str


class FigureOut(Schema):
    """One computed figure."""

    as_of: date
    value: Decimal | None
    unit: str
    room: str
    method: str
    method_version: str
    inputs: list[InputOut]
    coverage: Decimal | None
    note: str
    failed: bool
    computed_at: datetime


class IndicatorOut(Schema):
    """An indicator with all its claims and its figures, youngest first."""

    light: LightOut
    section: str
    quote_zh: str
    formula: str
    scope: str
    baseline: Decimal | None
    baseline_as_written: str
    accumulation: str
    claims: list[ClaimOut]
    figures: list[FigureOut]


def _say(both: Text) -> str:
    return both.in_language(get_language() or "zh")


def _light(row: queries.BoardRow) -> LightOut:
    indicator = row.indicator
    return LightOut(
        code=indicator.code,
        name=_say(indicator.name),
        kind=indicator.kind,
        unit=indicator.unit,
        target=_say(indicator.target_text),
        value=row.value,
        value_on=row.value_on,
        by_hand=row.by_hand,
        expected=row.light.expected,
        colour=row.light.colour.value,
        word=_say(row.light.colour.word),
        reason=_say(row.light.reason),
    )


def _figure(figure: ComputedFigure) -> FigureOut:
    return FigureOut(
        as_of=figure.as_of,
        value=figure.value,
        unit=figure.unit,
        room=figure.room,
        method=_say(figure.method),
        method_version=figure.method_version,
        inputs=[
            InputOut(
                title=_say(Text(one["title_zh"], one["title_en"])),
                count=one["count"],
                url=one["url"],
            )
            for one in figure.inputs
        ],
        coverage=figure.coverage,
        note=_say(figure.note),
        failed=figure.failed,
        computed_at=figure.computed_at,
    )


@router.get(
    "/lights",
    response={200: list[LightOut], **problems()},
    summary="全部指标的红绿灯 · Lights of all indicators",
)
def lights(request: HttpRequest, asked: Query[On]) -> list[LightOut]:
    """The lights of all indicators on a day, in the plan's order."""
    require(request.user, "plan.see")
    on = asked.on or timezone.localdate()
    return [_light(queries.judged(one, on)) for one in queries.with_latest(on)]


@router.get(
    "/indicators/{code}",
    response={200: IndicatorOut, **problems(404)},
    summary="一项指标 · One indicator",
)
def indicator(request: HttpRequest, code: str, asked: Query[On]) -> IndicatorOut:
    """One indicator with every claim and its computed figures."""
    require(request.user, "plan.see")
    found: Indicator = indicator_by_code("".join(c for c in code if c.isprintable()))
    row = queries.board_row(found, asked.on or timezone.localdate())
    return IndicatorOut(
        light=_light(row),
        section=found.section,
        quote_zh=found.quote_zh,
        formula=_say(found.formula),
        scope=_say(found.scope),
        baseline=found.baseline,
        baseline_as_written=found.baseline_as_written,
        accumulation=found.accumulation,
        claims=[
            ClaimOut(
                source=_say(one.claim.source),
                quote_zh=one.claim.quote_zh,
                target=_say(one.claim.target_text),
                kind=one.claim.kind,
                colour=one.light.colour.value,
            )
            for one in row.claims
        ],
        figures=[_figure(f) for f in found.figures.order_by("-as_of", "-pk")[:_HISTORY_SHOWN]],
    )


class NeedOut(Schema):
    """What the target asks from now on; ``rate`` is None where none is defined."""

    years: float
    change_a_year: float
    rate: float | None


class ForecastOut(Schema):
    """The forecast for the plan's last day and the probability of reaching the target."""

    model: str
    points: int
    middle: float
    low: float
    high: float
    level: float
    probability: float | None


class OutlookOut(Schema):
    """Need and forecast of an indicator in its unit; ``why`` tells why there is no forecast."""

    code: str
    unit: str
    need: NeedOut | None
    forecast: ForecastOut | None
    model: str
    why: str
    method_version: str


@router.get(
    "/indicators/{code}/outlook",
    response={200: OutlookOut, **problems(404)},
    summary="到2027年要做到什么 · What 2027 asks of an indicator",
)
def outlook(request: HttpRequest, code: str, asked: Query[On]) -> OutlookOut:
    """What would have to happen until the plan's end, and where the path leads."""
    require(request.user, "plan.see")
    found: Indicator = indicator_by_code("".join(c for c in code if c.isprintable()))
    on = asked.on or timezone.localdate()
    told = sensitivity(found, queries.board_row(found, on), on)
    return OutlookOut(
        code=found.code,
        unit=found.unit,
        need=None
        if told.need is None
        else NeedOut(
            years=told.need.years, change_a_year=told.need.change_a_year, rate=told.need.rate
        ),
        forecast=None
        if told.outlook is None
        else ForecastOut(
            model=told.outlook.model,
            points=told.outlook.points,
            middle=told.outlook.middle,
            low=told.outlook.low,
            high=told.outlook.high,
            level=told.outlook.level,
            probability=told.outlook.probability,
        ),
        model=_say(told.model) if told.model else "",
        why=_say(told.why) if told.why else "",
        method_version=METHOD_VERSION,
    )


class LedgerTaskOut(Schema):
    """A task of the ledger; ``standing`` says in words how its deadline stands."""

    number: str
    title: str
    goal: str
    lead: str
    part: str
    indicator: str
    opened_on: date
    due_on: date
    closed_on: date | None
    state: str
    percent: int
    overdue: bool
    standing: str


class LedgerTaskFilter(Schema):
    """Which tasks; all in reach when left out."""

    state: str | None = Field(None, pattern="^(open|applied|returned|closed)$")
    limit: int = Field(100, ge=1, le=500)


@router.get(
    "/items",
    response={200: list[LedgerTaskOut], **problems()},
    summary="台账事项 · Tasks of the ledger",
)
def read_items(request: HttpRequest, asked: Query[LedgerTaskFilter]) -> list[LedgerTaskOut]:
    """The tasks in the reader's scope by deadline."""
    require(request.user, "plan.see_ledger")
    found = items_for(request.user)
    if asked.state:
        found = found.filter(state=asked.state)
    return [
        LedgerTaskOut(
            number=row.item.number,
            title=row.item.title,
            goal=row.item.goal,
            lead=_say(row.item.lead.name),
            part=row.item.part.code if row.item.part else "",
            indicator=row.item.indicator.code if row.item.indicator else "",
            opened_on=row.item.opened_on,
            due_on=row.item.due_on,
            closed_on=row.item.closed_on,
            state=row.item.state,
            percent=row.percent,
            overdue=row.overdue,
            standing=_say(row.standing),
        )
        for row in item_rows(found[: asked.limit], timezone.localdate())
    ]


class EntryOut(Schema):
    """An entry of a register; ``amount`` is in the register's unit."""

    number: str
    kind: str
    name: str
    detail: str
    part: str
    indicator: str
    county: str
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
    response={200: list[EntryOut], **problems()},
    summary="项目登记 · Entries of the registers",
)
def read_entries(request: HttpRequest, asked: Query[EntryFilter]) -> list[EntryOut]:
    """The register entries in the reader's scope, youngest first."""
    require(request.user, "plan.see_registers")
    found = entries_for(request.user)
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.state:
        found = found.filter(state=asked.state)
    return [
        EntryOut(
            number=one.number,
            kind=one.kind,
            name=one.name,
            detail=one.detail,
            part=one.part,
            indicator=one.indicator,
            county=one.county,
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

    county: str = Field(..., pattern="^[0-9]{6}$")
    head: int = Field(..., ge=1, le=1_000_000)
    reach: str = Field("city", pattern="^(county|city|region)$")
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
        method_version=SITING_VERSION,
    )


router.add_router("", bulletins.router)
