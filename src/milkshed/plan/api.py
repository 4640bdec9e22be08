"""The plan's typed REST routes: lights, one indicator with its outlook, and the ledger's tasks."""

from datetime import date, datetime
from decimal import Decimal

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Field, Query, Router, Schema

from milkshed.kernel.text import Text
from milkshed.plan.actions.reports import indicator_by_code
from milkshed.plan.models import ComputedFigure, Indicator
from milkshed.plan.queries import board as queries
from milkshed.plan.queries.ledger import item_rows, items_for
from milkshed.plan.queries.outlook import METHOD_VERSION, sensitivity
from milkshed.plan.rest import bulletins, works
from milkshed.platform.permissions import require
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


router.add_router("", works.router)
router.add_router("", bulletins.router)
