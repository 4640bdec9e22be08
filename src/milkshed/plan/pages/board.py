"""Pages of the plan: the board, one indicator, reports to review, the outline, contradictions."""

from collections import Counter

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.problems import INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.plan.actions.lists import NOT_ADDITIVE
from milkshed.plan.actions.reports import indicator_by_code, report_manually, review_report
from milkshed.plan.exports import board_workbook
from milkshed.plan.facts.reading import group_titles, outline
from milkshed.plan.jobs import COMPUTE
from milkshed.plan.models import (
    KINDS,
    REPORT_STATES,
    Contradiction,
    ManualReport,
    Milestone,
    PlanVersion,
)
from milkshed.plan.queries import board as queries
from milkshed.plan.queries.ledger import items_for
from milkshed.plan.queries.lists import split_table
from milkshed.plan.queries.outlook import Sensitivity, sensitivity
from milkshed.plan.science.lights import LAST_DAY, Colour, remaining_days
from milkshed.platform.documents.excel import MEDIA_TYPE
from milkshed.platform.jobs import start_job
from milkshed.platform.models import Organisation
from milkshed.platform.permissions import may
from milkshed.platform.registry import domains
from milkshed.platform.scope import scope_of, visible
from milkshed.platform.web.entries import day_asked, day_entry, decimal_entry, tell, word
from milkshed.platform.web.pages import may_open, page
from milkshed.platform.web.people import person_of

FREQUENCIES = {
    "computed": Text("每日（夜间计算）", "Daily (computed at night)"),
    "reported": Text("按填报（无固定频次）", "As reported (no fixed rhythm)"),
}
_REPORTS_PER_PAGE = 30
_HISTORY_SHOWN = 60
_SPARK = (96, 26)


def room_title(label: str) -> Text:
    """The name of the room that provides a figure."""
    return next((d.title for d in domains() if d.label == label), Text(label, label))


@require_GET
@page("plan.see")
def board(request: HttpRequest) -> HttpResponse:
    """All indicators by part of the plan, each with light, value, targets and history."""
    on = day_asked(request, "on") or timezone.localdate()
    wanted, kind = request.GET.get("light", ""), request.GET.get("kind", "")
    groups = queries.board(on)
    rows = [row for group in groups for row in group.rows]
    counts = Counter(row.light.colour for row in rows)
    shown = [
        (group, kept)
        for group in groups
        if (
            kept := [
                (row, _spark(row))
                for row in group.rows
                if (not wanted or row.light.colour == wanted)
                and (not kind or row.indicator.kind == kind)
            ]
        )
    ]
    return render(
        request,
        "plan/board.html",
        {
            "on": on,
            "groups": shown,
            "total": len(rows),
            "lights": [(colour, counts[colour]) for colour in Colour],
            "light_asked": wanted,
            "kinds": KINDS.items(),
            "kind": kind,
            "days_left": remaining_days(on),
            "last_day": LAST_DAY,
            "version": PlanVersion.objects.filter(current=True).first(),
            "may_compute": may(request.user, "plan.compute"),
            "missing_counties": queries.zone_counties_without_farms(on),
        },
    )


def _spark(row: queries.BoardRow) -> str:
    """The history as points of an SVG polyline in a box of :data:`_SPARK`; empty below two."""
    if len(row.spark) < 2:
        return ""
    width, height = _SPARK
    first, days = row.spark[0][0], (row.spark[-1][0] - row.spark[0][0]).days
    values = [float(value) for _, value in row.spark]
    low, spread = min(values), max(values) - min(values)
    points = []
    for (day, _), value in zip(row.spark, values, strict=True):
        right = (day - first).days / days
        up = (value - low) / spread if spread else 0.5
        points.append(f"{2 + (width - 4) * right:.1f},{height - 3 - (height - 6) * up:.1f}")
    return " ".join(points)


@require_GET
@page("plan.see")
def board_excel(request: HttpRequest) -> HttpResponse:
    """The board as an Excel file."""
    on = day_asked(request, "on") or timezone.localdate()
    content = board_workbook(
        queries.board(on),
        list(Contradiction.objects.filter(version__current=True)),
        on,
        synthetic=Organisation.objects.filter(synthetic=True).exists(),
        language=get_language() or "zh",
    )
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="plan-{on.isoformat()}.xlsx"'
    return answer


@require_POST
@page("plan.compute")
def compute(request: HttpRequest) -> HttpResponse:
    """Queue the computation of all figures for a day."""
    as_of = day_entry(request, "as_of") if word(request, "as_of") else timezone.localdate()
    start_job(COMPUTE, {"as_of": as_of.isoformat()}, person_of(request))
    tell(request, "已开始计算，完成后刷新本页", "Computing has begun; reload this page later")
    return redirect("plan:board")


@require_GET
@page("plan.see")
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: its words, targets, figure with inputs, history, reports, contradictions."""
    found = indicator_by_code(code)
    on = day_asked(request, "on") or timezone.localdate()
    row = queries.board_row(found, on)
    history = list(found.figures.order_by("-as_of", "-pk")[:_HISTORY_SHOWN])
    latest = next((figure for figure in history if figure.as_of <= on and not figure.failed), None)
    milestones = list(found.milestones.all())
    outlook = sensitivity(found, row, on)
    reports = visible(
        ManualReport.objects.filter(
            indicator__code=found.code, indicator__unit=found.unit
        ).select_related("organisation", "reported_by", "reviewed_by", "evidence"),
        scope_of(request.user),
    ).order_by("-as_of", "-pk")
    return render(
        request,
        "plan/indicator.html",
        {
            "indicator": row.indicator,
            "row": row,
            "on": on,
            "group_title": group_titles()[found.group],
            "figure": latest,
            "inputs": [
                {
                    "title": Text(one["title_zh"], one["title_en"]),
                    "count": one["count"],
                    "url": one["url"] if may_open(request.user, one["url"]) else "",
                }
                for one in (latest.inputs if latest else ())
            ],
            "failed": history[0] if history and history[0].failed else None,
            "history": history,
            "milestones": milestones,
            "chart": _chart(row, milestones, outlook),
            "outlook": outlook,
            "split": split_table(found, on),
            "items": items_for(request.user).filter(indicator=found)
            if may(request.user, "plan.see_ledger")
            else (),
            "may_milestone": may(request.user, "plan.set_milestone"),
            "may_split": may(request.user, "plan.split_target") and found.unit not in NOT_ADDITIVE,
            "frequency": FREQUENCIES["computed" if latest else "reported"],
            "computed_by": room_title(latest.room) if latest else None,
            "reports": reports,
            "contradictions": queries.contradictions_of(found),
            "may_report": may(request.user, "plan.report"),
            "may_review": may(request.user, "plan.accept_report"),
            "workplaces": person_of(request).organisations(),
            "today": timezone.localdate(),
            "version": found.version,
        },
    )


def _chart(
    row: queries.BoardRow, milestones: list[Milestone], outlook: Sensitivity
) -> dict[str, object]:
    """An ECharts option: figures, path and forecast over true time; empty without any point."""
    english = (get_language() or "zh").startswith("en")
    figures = [[day.isoformat(), float(value)] for day, value in row.spark]
    path = [[m.on.isoformat(), float(m.value)] for m in milestones]
    if not figures and not path:
        return {}
    series: list[dict[str, object]] = [
        {"type": "line", "name": "Figure" if english else "实际", "data": figures}
    ]
    if path:
        series.append(
            {
                "type": "line",
                "name": _path_name(milestones, english=english),
                "data": path,
                "lineStyle": {"type": "dashed"},
            }
        )
    series += _forecast_series(outlook, english=english)
    return {
        "color": ["#0b6b80", "#c07a1c", "#7a5aa6", "#7a5aa6", "#7a5aa6"],
        "grid": {"left": 8, "right": 24, "top": 44, "bottom": 8, "containLabel": True},
        "legend": {"top": 0},
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "time"},
        "yAxis": {
            "type": "value",
            "scale": True,
            "name": row.indicator.unit_text.in_language(get_language() or "zh"),
        },
        "series": series,
    }


def _path_name(milestones: list[Milestone], *, english: bool) -> str:
    if any(point.basis == "official" for point in milestones):
        return "Path (official points)" if english else "路径（含下达节点）"
    return "Path (interpolated by us)" if english else "路径（由平台内插）"


def _forecast_series(outlook: Sensitivity, *, english: bool) -> list[dict[str, object]]:
    """The forecast's middle and the two ends of its interval."""
    if outlook.outlook is None:
        return []
    names = ("Forecast", "low end", "high end") if english else ("预测", "区间下限", "区间上限")
    line = outlook.outlook.line
    days = [point[0].isoformat() for point in line]
    ends = ([p[1] for p in line], [p[2] for p in line], [p[3] for p in line])
    return [
        {
            "type": "line",
            "name": name,
            "data": [[day, round(value, 4)] for day, value in zip(days, values, strict=True)],
            "lineStyle": {"type": "dotted" if number else "solid"},
            "showSymbol": False,
        }
        for number, (name, values) in enumerate(zip(names, ends, strict=True))
    ]


@require_POST
@page("plan.report")
def report(request: HttpRequest, code: str) -> HttpResponse:
    """Report a figure by hand with its evidence."""
    found = indicator_by_code(code)
    evidence = request.FILES.get("evidence")
    if evidence is None:
        message = Text("请上传佐证文件", "Evidence is required")
        raise Problem(INVALID, message, [Fault("evidence", None, "required", message)])
    person = person_of(request)
    wanted = word(request, "organisation")
    organisation = next((o for o in person.organisations() if str(o.pk) == wanted), None)
    if organisation is None:
        message = Text("请选择本人任职单位", "Choose an organisation you work in")
        raise Problem(INVALID, message, [Fault("organisation", wanted, "choice", message)])
    report_manually(
        indicator=found,
        as_of=day_entry(request, "as_of"),
        value=decimal_entry(request, "value"),
        evidence=evidence,
        evidence_name=evidence.name or "",
        organisation=organisation,
        person=person,
        note=word(request, "note"),
    )
    tell(request, "已提交，待另一人审核", "Submitted; another person reviews it")
    return redirect("plan:indicator", code=code)


@require_POST
@page("plan.accept_report")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a report or return it."""
    accept = word(request, "decision") == "accept"
    done = review_report(pk, person_of(request), accept=accept, opinion=word(request, "opinion"))
    if accept:
        tell(request, "已采用", "Accepted")
    else:
        tell(request, "已退回", "Returned")
    return redirect("plan:indicator", code=done.indicator.code)


@require_GET
@page("plan.see")
def reports(request: HttpRequest) -> HttpResponse:
    """Reports by hand in reach, those to review first."""
    state = request.GET.get("state", "")
    found = visible(
        ManualReport.objects.select_related(
            "indicator", "organisation", "reported_by", "reviewed_by", "evidence"
        ),
        scope_of(request.user),
    )
    if state in REPORT_STATES:
        found = found.filter(state=state)
    page_obj = Paginator(found.order_by("-reported_at"), _REPORTS_PER_PAGE).get_page(
        request.GET.get("page")
    )
    states = [(code, title) for code, title in REPORT_STATES.items() if code != "draft"]
    return render(
        request, "plan/reports.html", {"page_obj": page_obj, "state": state, "states": states}
    )


@require_GET
@page("plan.see")
def plan_outline(request: HttpRequest) -> HttpResponse:
    """The plan's tasks with their indicators and boxes, and its safeguards."""
    on = timezone.localdate()
    rows = {r.indicator.code: r for group in queries.board(on) for r in group.rows}
    whole = outline()
    tasks = [
        (
            task,
            [row for row in rows.values() if row.indicator.group == task.group],
            [
                (
                    box,
                    [
                        (project, [rows[code] for code in project.indicators if code in rows])
                        for project in box.projects
                    ],
                )
                for box in whole.boxes
                if box.group == task.group
            ],
        )
        for task in whole.tasks
    ]
    return render(
        request,
        "plan/outline.html",
        {
            "tasks": tasks,
            "safeguards": whole.safeguards,
            "version": PlanVersion.objects.filter(current=True).first(),
        },
    )


@require_GET
@page("plan.see")
def contradictions(request: HttpRequest) -> HttpResponse:
    """All contradictions with both readings, and the plan's sums worked out again."""
    return render(
        request,
        "plan/contradictions.html",
        {
            "contradictions": Contradiction.objects.filter(version__current=True),
            "checks": queries.arithmetic(),
        },
    )
