"""Pages of visits: the plan, one visit with its tubes, labels and the list to take along."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.kernel.periods import Month
from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.documents.excel import MEDIA_TYPE
from milkshed.platform.models import Transition
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.entries import day_entry, moment_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.recording import queries
from milkshed.recording.actions.plan import cancel_visit, plan_month, plan_visit
from milkshed.recording.actions.results import reconcile_visit, release_visit
from milkshed.recording.actions.tubes import prepare_tubes, receive_samples
from milkshed.recording.flow import VISIT_FLOW
from milkshed.recording.importers import import_sampling_file
from milkshed.recording.models import VISIT_STATES, TestVisit
from milkshed.recording.paper import sampling_list, tube_labels
from milkshed.recording.words import FIELDS, SAMPLED_BY, SCHEMES, TUBE_STATES

_PER_PAGE = 30
_TUBES_PER_PAGE = 50
_MOST_FINDINGS = 200
_LIGHTS = {"released": "ok", "cancelled": "none", "analysed": "warn"}


@require_http_methods(["GET", "POST"])
@page("recording.see")
def visit_list(request: HttpRequest) -> HttpResponse:
    """Visits in reach, and the forms that plan them."""
    scope, person = scope_of(request.user), person_of(request)
    if request.method == "POST":
        _plan(request)
        return redirect("recording:visits")
    state = request.GET.get("state", "")
    found = queries.visits(scope, state=state if state in VISIT_STATES else "")
    page_obj = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    return render(
        request,
        "recording/visits.html",
        {
            "page_obj": page_obj,
            "lines": [_line(one) for one in page_obj],
            "state": state,
            "states": VISIT_STATES.items(),
            "may_plan": may(person, "recording.plan_visits"),
            "enrolments": queries.enrolments(scope)[:500],
            "today": today,
            "month_end": Month.of(today).last_day,
            "sampled_by": SAMPLED_BY.items(),
        },
    )


def _line(one: TestVisit) -> dict[str, Any]:
    return {
        "visit": one,
        "state": VISIT_STATES[one.state],
        "kind": _LIGHTS.get(one.state, "info"),
        "sampled_by": SAMPLED_BY[one.sampled_by],
        "late": one.state in ("planned", "prepared") and one.planned_on < timezone.localdate(),
    }


def _plan(request: HttpRequest) -> None:
    person = person_of(request)
    if word(request, "what") == "month":
        first, last = day_entry(request, "first"), day_entry(request, "last")
        if last < first:
            raise invalid("last", last, "order", "止日早于起日", "The end lies before the start")
        made = plan_month(person, first, last)
        tell(request, f"新排{len(made)}场测定", f"{len(made)} visits planned")
        return
    one = plan_visit(
        person,
        whole_entry(request, "enrolment") or 0,
        day_entry(request, "planned_on"),
        sampled_by=word(request, "sampled_by"),
    )
    tell(request, f"已排{one.planned_on}", f"Planned for {one.planned_on}")


def _visit_of(request: HttpRequest, pk: int) -> TestVisit:
    found = TestVisit.objects.select_related("enrolment__place", "enrolment__centre", "sampler")
    return get_visible(found, scope_of(request.user), pk=pk)


@require_GET
@page("recording.see")
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """One visit: its state, its tubes, and what does not fit between tubes and cows."""
    return _shown(request, _visit_of(request, pk), None)


def _shown(request: HttpRequest, one: TestVisit, report: BatchReport | None) -> HttpResponse:
    person = person_of(request)
    findings = reconcile_visit(one) if one.state not in ("released", "cancelled") else ()
    tubes = one.tubes.order_by("position")
    page_obj = Paginator(tubes, _TUBES_PER_PAGE).get_page(request.GET.get("page"))
    possible = {move.verb.split(".")[1] for move in VISIT_FLOW.moves_from(one.state)}
    allowed = {verb for verb in possible if may(person, f"recording.{verb}")}
    return render(
        request,
        "recording/visit.html",
        {
            "visit": one,
            "state": VISIT_STATES[one.state],
            "kind": _LIGHTS.get(one.state, "info"),
            "sampled_by": SAMPLED_BY[one.sampled_by],
            "scheme": SCHEMES[one.enrolment.scheme],
            "page_obj": page_obj,
            "tubes": [(tube, TUBE_STATES[tube.state]) for tube in page_obj],
            "tubes_total": tubes.count(),
            "filled": tubes.filter(state__in=["sampled", "result"]).count(),
            "results": tubes.filter(state="result").count(),
            "findings": [(f, f.fault.message) for f in findings[:_MOST_FINDINGS]],
            "findings_total": None
            if one.state in ("planned", "prepared", "released", "cancelled")
            else len(findings),
            "allowed": allowed,
            "now": timezone.localtime(),
            "report": report,
            "faults": [
                (FIELDS.get(f.field, Text(f.field, f.field)), f)
                for f in (report.faults[:_MOST_FINDINGS] if report else ())
            ],
            "history": Transition.objects.filter(subject=VISIT_FLOW.subject, subject_id=one.pk)
            .select_related("person")
            .order_by("pk"),
            "states": VISIT_STATES,
        },
    )


@require_POST
@page("recording.see")
def step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Move a visit on: prepare, sample, receive, release or cancel."""
    one, person = _visit_of(request, pk), person_of(request)
    report: BatchReport | None = None
    if step == "prepare":
        count = prepare_tubes(person, one.pk)
        tell(request, f"已备{count}支样品管", f"{count} tubes prepared")
    elif step == "sample":
        upload = request.FILES.get("file")
        if upload is None:
            raise invalid("file", "", "required", "请选择文件", "Choose a file")
        report = import_sampling_file(
            person, one.pk, day_entry(request, "tested_on"), upload.read()
        )
    elif step == "receive":
        receive_samples(person, one.pk, moment_entry(request, "received_at"))
        tell(request, "已登记到样", "Arrival noted")
    elif step == "release":
        report = release_visit(person, one.pk)
    elif step == "cancel":
        cancel_visit(person, one.pk, word(request, "reason"))
        tell(request, "已取消", "Cancelled")
    else:
        raise Problem(NOT_FOUND, Text("没有该步骤", "There is no such step"))
    if report is None:
        return redirect("recording:visit", pk=pk)
    return _shown(request, _visit_of(request, pk), report)


@require_GET
@page("recording.see")
def labels(request: HttpRequest, pk: int) -> HttpResponse:
    """Barcode labels of the tubes as PDF."""
    one = _visit_of(request, pk)
    answer = HttpResponse(
        tube_labels(one, list(one.tubes.order_by("position"))), content_type="application/pdf"
    )
    answer["Content-Disposition"] = f'inline; filename="labels-{pk}.pdf"'
    return answer


@require_GET
@page("recording.see")
def sampling(request: HttpRequest, pk: int) -> HttpResponse:
    """The list to fill in on the test day as Excel."""
    one = _visit_of(request, pk)
    content = sampling_list(one, list(one.tubes.order_by("position")), get_language() or "zh")
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="sampling-{pk}.xlsx"'
    return answer
