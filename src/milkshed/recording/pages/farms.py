"""A recorded farm: its reports and present lactations; and one cow, down to her test days."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from milkshed.herd import facade as herd
from milkshed.kernel.periods import Month
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.pages import may_open, page
from milkshed.recording import queries
from milkshed.recording.models import REPORT_STATES, Enrolment, LactationFigure
from milkshed.recording.pages.board import asked_month
from milkshed.recording.science.recorded_days import Status
from milkshed.recording.words import SAMPLED_BY, SCHEMES

_PER_PAGE = 50


def enrolment_in_reach(request: HttpRequest, code: str) -> Enrolment:
    """The recording of a farm that the person may see, by farm code."""
    found = Enrolment.objects.filter(ended_on__isnull=True).select_related(
        "place__organisation", "centre"
    )
    return get_visible(found, scope_of(request.user), farm_code=code)


@require_GET
@page("recording.see")
def farm(request: HttpRequest, code: str) -> HttpResponse:
    """A farm's visits, reports, and the figures of a month cow by cow."""
    enrolment, scope = enrolment_in_reach(request, code), scope_of(request.user)
    month = asked_month(request)
    found = queries.figures(enrolment, month)
    if not request.GET.get("month") and not found.exists():
        newest = LactationFigure.objects.filter(place=enrolment.place).order_by("-month").first()
        month = month if newest is None else Month.of(newest.month)
        found = queries.figures(enrolment, month)
    page_obj = Paginator(found.select_related("run__population"), _PER_PAGE).get_page(
        request.GET.get("page")
    )
    cows = herd.cows_by_id([one.animal_key for one in page_obj])
    run = page_obj[0].run if page_obj else None
    return render(
        request,
        "recording/farm.html",
        {
            "enrolment": enrolment,
            "farm": enrolment.place,
            "sampled_by": SAMPLED_BY[enrolment.sampled_by],
            "scheme": SCHEMES[enrolment.scheme],
            "month": month,
            "page_obj": page_obj,
            "lines": [
                (one, cows[one.animal_key].number if one.animal_key in cows else one.animal_key,
                 Status(one.status).reason)
                for one in page_obj
            ],
            "run": run,
            "visits": queries.visits(scope).filter(enrolment=enrolment)[:8],
            "reports": [
                (one, REPORT_STATES[one.state])
                for one in queries.reports(scope).filter(place=enrolment.place)[:12]
            ],
            "may_draft": may(request.user, "recording.draft_report"),
            "this_month": Month.of(timezone.localdate()),
        },
    )  # fmt: skip


@require_GET
@page("recording.see")
def cow(request: HttpRequest, code: str, animal: int) -> HttpResponse:
    """One cow: the figures of her lactation and every test day behind them."""
    enrolment = enrolment_in_reach(request, code)
    found = herd.cows_by_id([animal]).get(animal)
    if found is None or found.place_id != enrolment.place_id:
        raise Problem(NOT_FOUND, Text("没有该牛", "There is no such cow"))
    tests = herd.test_days_of_cow(animal)
    figures = LactationFigure.objects.filter(
        animal_key=animal, place=enrolment.place
    ).select_related("run__population")
    newest = figures.order_by("-month").first()
    present = [test for test in tests if test.parity == found.parity]
    chart, language = None, get_language() or "zh"
    if len(present) > 1:
        chart = {
            "labels": [test.days_in_milk for test in present],
            "unit": Text("公斤/天", "kg/d").in_language(language),
            "series": [
                {
                    "name": Text("日产奶量", "Yield").in_language(language),
                    "values": [float(test.milk_kg) for test in present],
                }
            ],
        }
    return render(
        request,
        "recording/cow.html",
        {
            "enrolment": enrolment,
            "farm": enrolment.place,
            "cow": found,
            "tests": list(reversed(tests)),
            "figure": newest,
            "chart": chart,
            "herd_url": found.url if may_open(request.user, found.url) else "",
        },
    )
