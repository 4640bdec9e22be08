"""Pages of the three lists, and their forms: duties, split of targets, official milestones."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from milkshed.plan.actions.lists import SplitRow, set_duty, set_milestone, split_target
from milkshed.plan.actions.reports import indicator_by_code
from milkshed.plan.models import DUTY_ROLES, ResponsibleUnit
from milkshed.plan.queries.board import board
from milkshed.plan.queries.document import member_units, present_version
from milkshed.plan.queries.lists import split_indicators, unit_rows, work_rows
from milkshed.platform.permissions import may
from milkshed.platform.web.entries import day_asked, day_entry, decimal_entry, tell, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_LISTS = ("targets", "work", "duties")


@require_GET
@page("plan.see")
def lists(request: HttpRequest) -> HttpResponse:
    """One of the three lists on a day: targets, key work, or who answers for it."""
    shown = request.GET.get("list", "targets")
    shown = shown if shown in _LISTS else "targets"
    on = day_asked(request, "on") or timezone.localdate()
    unit = request.GET.get("unit", "")
    version = present_version()
    context: dict[str, object] = {
        "shown": shown,
        "on": on,
        "version": version,
        "unit": unit,
        "units": member_units(),
        "roles": DUTY_ROLES.items(),
        "may_set": may(request.user, "plan.set_duty"),
        "may_ledger": may(request.user, "plan.see_ledger"),
    }
    if version is not None and shown == "targets":
        context["splits"] = {table.indicator.code: table for table in split_indicators(on)}
        context["groups"] = board(on)
    elif version is not None and shown == "work":
        context["rows"] = work_rows(version, on, unit)
    elif version is not None:
        context["unit_rows"] = unit_rows(version, on)
    return render(request, "plan/lists.html", context)


@require_POST
@page("plan.set_duty")
def duty(request: HttpRequest) -> HttpResponse:
    """Let a unit lead or support a piece of key work."""
    made = set_duty(
        person_of(request),
        word(request, "part"),
        word(request, "unit"),
        word(request, "role"),
        on=day_entry(request, "valid_from"),
        document=word(request, "document"),
    )
    tell(
        request,
        f"{made.part.code} {made.role_text.zh}单位：{made.unit.name_zh}",
        f"{made.part.code} {made.role_text.en}: {made.unit.name_en}",
    )
    return redirect("/plan/lists?list=work")


@require_POST
@page("plan.split_target")
def split(request: HttpRequest, code: str) -> HttpResponse:
    """Split a target by place: lines of a place (name or code) and a number."""
    report = split_target(
        person_of(request),
        indicator_by_code(code),
        [_split_row(line) for line in word(request, "rows").splitlines() if line.strip()],
        valid_from=day_entry(request, "valid_from"),
        basis=word(request, "basis"),
        document=word(request, "document"),
    )
    if report.is_clean:
        tell(request, f"已登记 {report.total} 行", f"{report.total} rows noted")
        return redirect("plan:indicator", code=code)
    return render(
        request, "plan/row_faults.html", {"report": report, "back": f"/plan/indicators/{code}"},
        status=422,
    )  # fmt: skip


def _split_row(line: str) -> SplitRow:
    """A line such as ``利通区 22.3``; a place that has no unit stays as it was typed."""
    name, _, value = line.strip().replace("\t", " ").replace("，", " ").rpartition(" ")
    name = name.strip()
    found = ResponsibleUnit.objects.filter(
        kind__in=("city", "county"), name_zh=f"{name}牛奶产业工作专班"
    ).first()
    return SplitRow(found.division if found else name, value.strip())


@require_POST
@page("plan.set_milestone")
def milestone(request: HttpRequest, code: str) -> HttpResponse:
    """Replace an interpolated point of the path by an official one."""
    set_milestone(
        person_of(request),
        indicator_by_code(code),
        day_entry(request, "on"),
        decimal_entry(request, "value"),
        word(request, "document"),
    )
    tell(request, "已登记下达节点，路径随之调整", "The official point is noted, the path follows")
    return redirect("plan:indicator", code=code)
