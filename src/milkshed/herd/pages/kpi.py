"""Pages of a farm's key figures: the farms side by side, the board, one figure, what is typed."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from milkshed.herd import queries
from milkshed.herd.actions.figures import AccountEntry, enter_month_account, set_waiting_period
from milkshed.herd.kpi_queries import benchmarks
from milkshed.herd.kpi_queries import board as boards
from milkshed.herd.models import Animal, Farm, FarmDay, FarmFigure, MonthAccount
from milkshed.herd.pages.farms import farm_of
from milkshed.herd.science import kpis
from milkshed.herd.science.kpis import BY_CODE, Kpi
from milkshed.herd.science.milk_money import income_over_feed
from milkshed.herd.science.recorded_days import Curve, milk_curves
from milkshed.herd.science.reproduction import days_to_pregnancy
from milkshed.herd.science.survival import Survival
from milkshed.herd.waiting import own_waiting_period
from milkshed.kernel.periods import Month
from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import MEDIA_TYPE, Sheet, write_excel
from milkshed.platform.permissions import may
from milkshed.platform.scope import scope_of, visible
from milkshed.platform.web.entries import as_day, as_whole, decimal_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_FARMS_PER_PAGE = 30
_UNITS_PER_PAGE = 50
_MONTHS_SHOWN = 12
_LAST_DIM = 300
_SHOWN = (
    "pregnancy_rate",
    "conception_rate",
    "days_open",
    "calving_interval",
    "adult_cull_rate",
    "early_exit_rate",
)
UNITS: dict[str, Text] = {
    "%": Text("%", "%"),
    "d": Text("天", "d"),
    "months": Text("月", "mo"),
    "kg": Text("公斤", "kg"),
    "per_100": Text("例/百头·年", "per 100 cow-years"),
    "": Text("", ""),
}
_BOTH_FORMS = {"pregnancy_rate": "cycle_pregnancy_rate", "cycle_pregnancy_rate": "pregnancy_rate"}


def _language() -> str:
    return get_language() or "zh"


def _last(request: HttpRequest) -> date:
    """The last day asked for, today unless an earlier one is named."""
    today = timezone.localdate()
    asked = as_day(request.GET.get("last"))
    return min(asked, today) if asked else today


@require_GET
@page("herd.see")
def farm_figures(request: HttpRequest) -> HttpResponse:
    """Farms in reach with their figures of the last month's end; one farm alone goes to its own."""
    scope = scope_of(request.user)
    search = request.GET.get("q", "").strip()
    found = queries.farms(scope, search=search)
    if not request.GET and not scope.everything and not scope.counties:
        only = found[:2]
        if len(only) == 1:
            return redirect("herd:kpi", code=only[0].code)
    page_obj = Paginator(found, _FARMS_PER_PAGE).get_page(request.GET.get("page"))
    keys = [farm.pk for farm in page_obj]
    held = FarmFigure.objects.filter(farm__in=keys, code__in=_SHOWN, version=kpis.VERSION)
    last_day = held.order_by("-last_day").values_list("last_day", flat=True).first()
    latest = held.filter(last_day=last_day) if last_day else held.none()
    values = {(one.farm_id, one.code): one for one in latest}
    lines = [
        (farm, [_cell(BY_CODE[code], values.get((farm.pk, code))) for code in _SHOWN])
        for farm in page_obj
    ]
    return render(
        request,
        "herd/kpi_farms.html",
        {
            "page_obj": page_obj,
            "lines": lines,
            "titles": [(BY_CODE[code].title, UNITS[BY_CODE[code].unit]) for code in _SHOWN],
            "last_day": last_day,
            "q": search,
        },
    )


def _cell(kpi: Kpi, figure: FarmFigure | None) -> tuple[Text, float | None]:
    return kpi.title, figure.value * kpi.scale if figure is not None else None


@require_GET
@page("herd.see")
def board_page(request: HttpRequest, code: str) -> HttpResponse:
    """Every figure of a farm, how it stands, and the charts a vet asks for."""
    farm, last = farm_of(request, code), _last(request)
    board = boards.board(farm, last)
    curve = days_to_pregnancy(*board.herd.span)
    curves = milk_curves(*board.herd.stretch)
    due = boards.due_by_week(farm, timezone.localdate())
    accounts = _accounts(farm)
    return render(
        request,
        "herd/kpi_board.html",
        {
            "farm": farm,
            "board": board,
            "units": UNITS,
            "compared": next(
                (line.position for _, lines in board.groups for line in lines if line.position),
                None,
            ),
            "version": kpis.VERSION,
            "survival": _survival_chart(curve),
            "survival_rows": _survival_rows(curve),
            "median": curve.median,
            "milk": _milk_chart(curves),
            "milk_rows": curves,
            "due": due,
            "due_chart": _due_chart(due),
            "due_total": sum(cows + heifers for _, cows, heifers in due),
            "accounts": accounts,
            "waiting": board.herd.parameters.waiting,
            "own_waiting": own_waiting_period(farm, last),
            "may_set": may(request.user, "herd.set_targets"),
            "today": timezone.localdate(),
            "month": Month.of(timezone.localdate().replace(day=1) - timedelta(days=1)),
            "has_facts": bool(len(board.herd.records.services) or len(board.herd.records.tests)),
        },
    )


def _survival_chart(curve: Survival) -> dict[str, object]:
    if not len(curve.time):
        return {}
    points = [[0, 100.0]]
    points += [
        [int(t), round(100 * float(s), 1)]
        for t, s in zip(curve.time, curve.share, strict=True)
        if t <= _LAST_DIM
    ]
    points.append([_LAST_DIM, points[-1][1]])
    name = Text("未孕牛占比（%）", "Not yet pregnant (%)").in_language(_language())
    days = Text("产后天数", "Days after calving").in_language(_language())
    return {
        "grid": {"left": 12, "right": 24, "top": 36, "bottom": 30, "containLabel": True},
        "tooltip": {"trigger": "axis"},
        "xAxis": {
            "type": "value", "max": _LAST_DIM, "name": days, "nameLocation": "middle", "nameGap": 26
        },
        "yAxis": {
            "type": "value", "min": 0, "max": 100, "name": name,
            "nameTextStyle": {"align": "left"},
        },
        "series": [{"type": "line", "step": "end", "name": name, "data": points, "symbolSize": 3}],
    }  # fmt: skip


def _survival_rows(curve: Survival) -> list[tuple[int, float]]:
    """The share not yet pregnant every 30 days, as the table beside the chart tells it."""
    if not len(curve.time):
        return []
    return [(day, 100 * curve.at(day)) for day in range(60, _LAST_DIM + 1, 30)]


def _milk_chart(curves: Sequence[Curve]) -> dict[str, object]:
    if not curves:
        return {}
    days = sorted({int(day) for curve in curves for day in curve.dim})
    series = []
    for curve in curves:
        held = dict(zip(curve.dim.tolist(), curve.milk_kg.tolist(), strict=True))
        name = parity_name(curve.parity).in_language(_language())
        values = [round(held[d], 1) if d in held else None for d in days]
        series.append({"name": name, "values": values})
    unit = Text("公斤/天", "kg/d").in_language(_language())
    return {"labels": days, "unit": unit, "series": series}


def parity_name(parity: int) -> Text:
    """What a parity class is called; the third holds all later ones."""
    if parity >= 3:
        return Text("3胎及以上", "Parity 3+")
    return Text(f"{parity}胎", f"Parity {parity}")


def _due_chart(due: Sequence[tuple[date, int, int]]) -> dict[str, object]:
    language = _language()
    return {
        "labels": [f"{day.month}-{day.day}" for day, _, _ in due],
        "unit": Text("头", "head").in_language(language),
        "stacked": True,
        "series": [
            {
                "name": Text("经产牛", "Cows").in_language(language),
                "values": [cows for _, cows, _ in due],
            },
            {
                "name": Text("青年牛", "Heifers").in_language(language),
                "values": [heifers for _, _, heifers in due],
            },
        ],
    }


def _accounts(farm: Farm) -> list[tuple[MonthAccount, object]]:
    """The last months with what they brought over feed, youngest first."""
    found = MonthAccount.objects.filter(farm=farm).order_by("-month")[:_MONTHS_SHOWN]
    return [
        (
            one,
            income_over_feed(
                one.milk_kg, one.price_yuan_per_kg, one.feed_cost_yuan, _cow_days(farm, one.month)
            ),
        )
        for one in found
    ]


def _cow_days(farm: Farm, month: date) -> int:
    """Adult cow-days of a month; 0 where a day of it was not declared."""
    days = Month.of(month).range
    declared = FarmDay.objects.filter(farm=farm, day__range=(days.first, days.last))
    heads = list(declared.values_list("adult_head", flat=True))
    return sum(heads) if len(heads) == days.days else 0


@require_GET
@page("herd.see")
def figure_page(request: HttpRequest, code: str, figure: str) -> HttpResponse:
    """One figure: its definition, its parts, its past, and every unit it counted."""
    farm, last = farm_of(request, code), _last(request)
    kpi = BY_CODE.get(figure)
    if kpi is None:
        raise Problem(NOT_FOUND, Text("没有这项指标", "There is no such figure"))
    board = boards.board(farm, last)
    line = board.line(figure)
    pages = Paginator(range(line.measure.units), _UNITS_PER_PAGE)
    page_obj = pages.get_page(as_whole(request.GET.get("page")) or 1)
    start = (page_obj.number - 1) * _UNITS_PER_PAGE
    units = boards.counted(line.measure, board.herd, start, _UNITS_PER_PAGE)
    # a cow that moved on since is counted here, but her page is her new farm's
    shown = visible(
        Animal.objects.filter(pk__in=[one.animal for one in units]), scope_of(request.user)
    )
    past = benchmarks.history(farm, figure)
    twin = _BOTH_FORMS.get(figure)
    return render(
        request,
        "herd/kpi_figure.html",
        {
            "farm": farm,
            "board": board,
            "kpi": kpi,
            "line": line,
            "unit": UNITS[kpi.unit],
            "twin": board.line(twin) if twin else None,
            "parts": boards.parts(board, kpi),
            "past": [(one.last_day, one.value * line.scale, one.units) for one in reversed(past)],
            "past_chart": _past_chart(past, line) if len(past) > 1 else {},
            "page_obj": page_obj,
            "counted": units,
            "may_open": set(shown.values_list("pk", flat=True)),
            "is_yes_no": line.measure.low is not None and kpi.is_share,
            "version": kpis.VERSION,
        },
    )


def _past_chart(past: Sequence[FarmFigure], line: boards.Line) -> dict[str, object]:
    language = _language()
    return {
        "labels": [f"{one.last_day:%Y-%m}" for one in past],
        "unit": UNITS[line.kpi.unit].in_language(language),
        "series": [
            {
                "name": line.kpi.title.in_language(language),
                "values": [round(one.value * line.scale, 2) for one in past],
            }
        ],
    }


@require_GET
@page("herd.see")
def board_excel(request: HttpRequest, code: str) -> HttpResponse:
    """The board as a file to carry away, definitions beside the figures."""
    farm, last = farm_of(request, code), _last(request)
    board, language = boards.board(farm, last), _language()
    columns = (
        Column("title", Text("指标", "Figure"), width=34),
        Column("value", Text("数值", "Value"), Kind.DECIMAL),
        Column("unit", Text("单位", "Unit")),
        Column("numerator", Text("分子", "Numerator"), Kind.DECIMAL),
        Column("denominator", Text("分母", "Denominator"), Kind.DECIMAL),
        Column("low", Text("95%下限", "95 % low"), Kind.DECIMAL),
        Column("high", Text("95%上限", "95 % high"), Kind.DECIMAL),
        Column("remark", Text("提示", "Remark")),
        Column("counts", Text("分子口径", "Counts"), width=40),
        Column("of", Text("分母口径", "Out of"), width=50),
        Column("source", Text("定义来源", "Definition"), width=40),
    )
    small = Text("样本过少", "Too few").in_language(language)
    not_told = Text("无此类记录", "Nothing recorded").in_language(language)
    rows = [
        {
            "title": line.kpi.title.in_language(language),
            "value": _rounded(line.value),
            "unit": UNITS[line.kpi.unit].in_language(language),
            "numerator": _rounded(line.measure.numerator),
            "denominator": _rounded(line.measure.denominator),
            "low": _rounded(line.low),
            "high": _rounded(line.high),
            "remark": not_told if not line.is_told else small if line.is_small else "",
            "counts": line.kpi.numerator.in_language(language),
            "of": line.kpi.denominator.in_language(language),
            "source": line.kpi.source.in_language(language),
        }
        for _, lines in board.groups
        for line in lines
    ]
    title = Text(f"{farm.name.zh}牛群指标", f"Herd figures of {farm.name.en}")
    notes = [
        Text(
            f"统计期 {board.first} 至 {board.last}，方法版本 {kpis.VERSION}",
            f"Period {board.first} to {board.last}, method version {kpis.VERSION}",
        ).in_language(language)
    ]
    content = write_excel(
        [Sheet(title.in_language(language), columns, rows, notes)],
        synthetic=farm.synthetic,
        language=language,
    )
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="kpi-{farm.code}-{last}.xlsx"'
    return response


def _rounded(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(round(value, 2)))


@require_POST
@page("herd.set_targets")
def waiting_period(request: HttpRequest, code: str) -> HttpResponse:
    """Set the farm's own waiting periods from today."""
    farm = farm_of(request, code)
    set_waiting_period(
        person_of(request),
        farm,
        first_days=whole_entry(request, "first_days"),
        later_days=whole_entry(request, "later_days"),
        valid_from=timezone.localdate(),
    )
    tell(request, "已设定自愿等待期", "The waiting period is set")
    return redirect("herd:kpi", code=code)


@require_POST
@page("herd.set_targets")
def month_account(request: HttpRequest, code: str) -> HttpResponse:
    """Enter what a month's milk brought and its feed cost."""
    farm = farm_of(request, code)
    typed = word(request, "month")
    if not typed:
        raise invalid("month", typed, "required", "请选择月份", "Choose a month")
    enter_month_account(
        person_of(request),
        farm,
        AccountEntry(
            month=Month.parse(typed).first_day,
            milk_kg=decimal_entry(request, "milk_kg"),
            price_yuan_per_kg=decimal_entry(request, "price_yuan_per_kg"),
            feed_cost_yuan=decimal_entry(request, "feed_cost_yuan"),
            source=word(request, "source")[:120],
        ),
    )
    tell(request, "已保存月度收支", "The month's account is kept")
    return redirect("herd:kpi", code=code)
