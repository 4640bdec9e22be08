"""Typed routes of a farm's key figures."""

from datetime import date

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language
from ninja import Query, Router, Schema

from milkshed.herd.kpi_queries.board import board
from milkshed.herd.models import Farm
from milkshed.herd.science.kpis import VERSION
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.schemas import Day, problems

router = Router()


class HerdFigureOut(Schema):
    """A figure; shares as 0 to 1, bounded with 95 % by ``low`` and ``high`` where that is defined.

    Not ``is_told``: the farm records nothing of the kind, so that zero says nothing.
    """

    code: str
    title: str
    group: str
    unit: str
    value: float | None
    numerator: float
    denominator: float
    low: float | None
    high: float | None
    is_small: bool
    is_told: bool
    counts: str
    out_of: str
    definition: str


class FiguresOut(Schema):
    """All figures of a farm over a period, with what they rest on."""

    farm: str
    first_day: date
    last_day: date
    version: str
    waiting_first_days: int
    waiting_later_days: int
    unconfirmed_rules: list[str]
    figures: list[HerdFigureOut]


class Until(Schema):
    """The last day of the period, today when left out."""

    last: Day | None = None


@router.get(
    "/farms/{code}/figures",
    response={200: FiguresOut, **problems(404)},
    summary="牧场指标 · Key figures of a farm",
)
def farm_figures(request: HttpRequest, code: str, until: Query[Until]) -> FiguresOut:
    """Every key figure of a farm over the year that ends on a day, with numerator and bounds."""
    require(request.user, "herd.see")
    farms = Farm.objects.select_related("place", "organisation")
    farm = get_visible(farms, scope_of(request.user), code=code if code.isdigit() else "")
    today = timezone.localdate()
    found = board(farm, min(until.last or today, today))
    language = get_language() or "zh"
    waiting = found.herd.parameters.waiting
    return FiguresOut(
        farm=farm.code,
        first_day=found.first,
        last_day=found.last,
        version=VERSION,
        waiting_first_days=waiting.first,
        waiting_later_days=waiting.later,
        unconfirmed_rules=[row.key for row in found.unconfirmed],
        figures=[
            HerdFigureOut(
                code=line.kpi.code,
                title=line.kpi.title.in_language(language),
                group=line.kpi.group.value,
                unit=line.kpi.unit,
                value=line.measure.value,
                numerator=line.measure.numerator,
                denominator=line.measure.denominator,
                low=line.measure.low,
                high=line.measure.high,
                is_small=line.is_small,
                is_told=line.is_told,
                counts=line.kpi.numerator.in_language(language),
                out_of=line.kpi.denominator.in_language(language),
                definition=line.kpi.source.in_language(language),
            )
            for _, lines in found.groups
            for line in lines
        ],
    )
