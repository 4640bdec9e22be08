"""The board of milk recording: farms due, visits under way, how long results take."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from milkshed.kernel.periods import Month
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation
from milkshed.platform.permissions import may
from milkshed.platform.scope import scope_of
from milkshed.platform.web.entries import day_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.recording import queries
from milkshed.recording.actions.plan import enrol_farm
from milkshed.recording.models import VISIT_STATES, FarmReport
from milkshed.recording.rules import RecordingRules
from milkshed.recording.words import SAMPLED_BY, SCHEMES

_PER_PAGE = 30
_TURNAROUND_DAYS = timedelta(days=90)


def centre_of(request: HttpRequest) -> Organisation:
    """The recording centre where the person works; a not-found problem where there is none."""
    found = next((o for o in person_of(request).organisations() if o.kind == "dhi_centre"), None)
    if found is None:
        raise Problem(NOT_FOUND, Text("您的单位不是测定中心", "Your organisation is no centre"))
    return found


def asked_month(request: HttpRequest) -> Month:
    """The month of the address, the present one where none or nonsense is asked."""
    try:
        return Month.parse(request.GET.get("month", ""))
    except Problem:
        return Month.of(timezone.localdate())


@require_http_methods(["GET", "POST"])
@page("recording.see")
def board(request: HttpRequest) -> HttpResponse:
    """Where recording stands; a farm's own people go straight to their farm."""
    scope, person, today = scope_of(request.user), person_of(request), timezone.localdate()
    if request.method == "POST":
        _enrol(request)
        return redirect("recording:board")
    due = queries.due_farms(scope, today)
    manages = may(person, "recording.plan_visits") or scope.everything or scope.counties
    if len(due) == 1 and not manages:
        return redirect("recording:farm", code=due[0].enrolment.farm_code)
    states = queries.states_of(scope)
    month = Month.of(today)
    rules = RecordingRules.on(today)
    page_obj = Paginator(due, _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "recording/board.html",
        {
            "page_obj": page_obj,
            "farms": len(due),
            "planned_farms": int(rules.value("extension.farms")),
            "late": sum(one.late for one in due),
            "turnaround": queries.turnaround(scope, today - _TURNAROUND_DAYS, today),
            "states": [(code, VISIT_STATES[code], states.get(code, 0)) for code in VISIT_STATES],
            "reports": queries.reports(scope).filter(month=month.first_day).count(),
            "latest": queries.reports(scope)[:8],
            "drafts": FarmReport.objects.none()
            if not may(person, "recording.issue_report")
            else queries.reports(scope).filter(state="draft")[:8],
            "synthetic": any(one.enrolment.synthetic for one in page_obj),
            "may_enrol": may(person, "recording.enrol"),
            "centres": Organisation.objects.filter(kind="dhi_centre").order_by("pk"),
            "sampled_by": SAMPLED_BY.items(),
            "schemes": SCHEMES.items(),
            "today": today,
            "month": month,
        },
    )


def _enrol(request: HttpRequest) -> None:
    centre = Organisation.objects.filter(pk=whole_entry(request, "centre") or 0).first()
    if centre is None:
        raise Problem(NOT_FOUND, Text("没有该测定中心", "There is no such centre"))
    made = enrol_farm(
        person_of(request),
        farm_code=word(request, "farm_code"),
        centre=centre,
        started_on=day_entry(request, "started_on"),
        sampled_by=word(request, "sampled_by"),
        scheme=word(request, "scheme"),
        milkings_per_day=whole_entry(request, "milkings_per_day") or 0,
    )
    tell(request, f"{made.place.name_zh}已参加测定", f"{made.place.name.en} is recorded now")
