"""The monthly report: drafted, looked at, issued, carried away."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.periods import Month
from milkshed.platform.documents.excel import MEDIA_TYPE
from milkshed.platform.models import Transition
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.entries import tell, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.recording.actions.reports import digest_of, draft_report, issue_report
from milkshed.recording.flow import REPORT_FLOW
from milkshed.recording.models import REPORT_STATES, FarmReport
from milkshed.recording.pages.farms import enrolment_in_reach
from milkshed.recording.paper import report_excel, report_pdf, stage_names
from milkshed.recording.words import LOOKS, UDDER, UDDER_BY_MONTHS


def _report_of(request: HttpRequest, pk: int) -> FarmReport:
    found = FarmReport.objects.select_related("place", "centre", "run__population", "drafted_by")
    return get_visible(found, scope_of(request.user), pk=pk)


@require_GET
@page("recording.see")
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report with its figures; rows open down to cows and their test days."""
    one = _report_of(request, pk)
    content = one.content
    return render(
        request,
        "recording/report.html",
        {
            "report": one,
            "content": content,
            "state": REPORT_STATES[one.state],
            "intact": digest_of(content) == one.sha256,
            "stages": stage_names(content["cells_by_parity_and_stage"]["stages"]),
            "class_names": _classes(content["cells_by_class_and_stage"]["edges"]),
            "urea_names": _classes(content["urea_protein"]["urea"]),
            "protein_names": _classes(content["urea_protein"]["protein"]),
            "cell_rows": list(
                zip(
                    _classes(content["cells_by_class_and_stage"]["edges"]),
                    content["cells_by_class_and_stage"]["cows"],
                    strict=True,
                )
            ),
            "urea_rows": list(
                zip(
                    _classes(content["urea_protein"]["urea"]),
                    content["urea_protein"]["cows"],
                    strict=True,
                )
            ),
            "udder": [(name, content["udder"][code]) for code, name in UDDER.items()],
            "udder_by_months": _udder_by_months(content),
            "look": [(cow, [LOOKS[r] for r in cow["reasons"]]) for cow in content["look"]],
            "unconfirmed": sum(row["status"] != "official" for row in content["rules"].values()),
            "may_issue": one.state == "draft" and may(request.user, "recording.issue_report"),
            "history": Transition.objects.filter(
                subject=REPORT_FLOW.subject, subject_id=one.pk
            ).select_related("person"),
        },
    )


def _udder_by_months(content: Mapping[str, Any]) -> dict[str, Any] | None:
    """The set by calendar months with its names; None in reports made before it was there."""
    held = content.get("udder_by_months")
    if held is None:
        return None
    rules = content["rules"]
    return {
        "lines": [(name, held[code]) for code, name in UDDER_BY_MONTHS.items()],
        "months_tested": held["months_tested"],
        "low": rules["recording.udder_months.low"]["value"],
        "chronic": rules["recording.udder_months.chronic"]["value"],
        "back": int(rules["recording.udder_months.back"]["value"]),
        "fewest": int(rules["recording.udder_months.back"]["low"]),
    }


def _classes(edges: list[float]) -> list[str]:
    """Classes between lower bounds as people write them: < 100, 100–200, …, ≥ 700."""
    inner = [f"{a:g}–{b:g}" for a, b in pairwise(edges)]
    return [f"< {edges[0]:g}", *inner, f"≥ {edges[-1]:g}"]


@require_POST
@page("recording.draft_report")
def draft(request: HttpRequest, code: str) -> HttpResponse:
    """Compute a month of a farm and draft its report."""
    enrolment = enrolment_in_reach(request, code)
    made = draft_report(
        person_of(request), enrolment.farm_code, Month.parse(word(request, "month"))
    )
    tell(request, "报告草稿已生成", "The report is drafted")
    return redirect("recording:report", pk=made.pk)


@require_POST
@page("recording.issue_report")
def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Issue a drafted report."""
    issue_report(person_of(request), _report_of(request, pk).pk)
    tell(request, "已签发", "Issued")
    return redirect("recording:report", pk=pk)


@require_GET
@page("recording.see")
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as PDF."""
    one = _report_of(request, pk)
    answer = HttpResponse(report_pdf(one), content_type="application/pdf")
    name = f"dhi-{one.content['farm']['code']}-{one.content['month']}.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@require_GET
@page("recording.see")
def excel(request: HttpRequest, pk: int) -> HttpResponse:
    """The report as a workbook."""
    one = _report_of(request, pk)
    answer = HttpResponse(report_excel(one, get_language() or "zh"), content_type=MEDIA_TYPE)
    name = f"dhi-{one.content['farm']['code']}-{one.content['month']}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
