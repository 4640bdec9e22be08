"""Complaints about a determination, and the yearly review."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.kernel.problems import invalid
from milkshed.platform.attachments import store_attachment
from milkshed.platform.models import Organisation, Person, Transition
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import as_whole, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.trade.actions.reference_price.complaints import (
    complain,
    move_complaint,
    review_year,
)
from milkshed.trade.flow import PRICE_COMPLAINT_FLOW
from milkshed.trade.models import PriceComplaint, PriceRound
from milkshed.trade.queries.price_trail import year_figures


@require_http_methods(["GET", "POST"])
@page("trade.see_price_complaints")
def complaints(request: HttpRequest) -> HttpResponse:
    """Complaints in reach with their clocks, and the form for another."""
    person = cast("Person", request.user)
    if request.method == "POST":
        round_of = get_object_or_404(PriceRound, pk=as_whole(word(request, "round")) or 0)
        organisation = _organisation(person)
        upload = request.FILES.get("document")
        made = complain(
            person,
            round_of,
            organisation=organisation,
            subject=word(request, "subject"),
            text=word(request, "text"),
            document=store_attachment(upload, upload.name or "", organisation, person)
            if upload
            else None,
        )
        tell(request, f"已提交：{made.number}", f"Filed: {made.number}")
        return redirect("trade:price-complaint", pk=made.pk)
    found = visible(
        PriceComplaint.objects.select_related("round", "organisation"), scope_of(person)
    )
    return render(
        request,
        "trade/price/complaints.html",
        {
            "complaints": [(one, light_of(one)) for one in found],
            "may_complain": may(person, "trade.complain_about_price"),
            "rounds": PriceRound.objects.filter(state__in=["published", "suspended"]),
            "chosen": request.GET.get("round", ""),
        },
    )


def _organisation(person: Person) -> Organisation:
    return person.present_memberships()[0].organisation


def light_of(one: PriceComplaint) -> tuple[str, str, str]:
    """The light of the clock that runs: colour, Chinese, English."""
    if one.state in ("closed", "refused", "answered"):
        return "green", "已答复", "Answered"
    due = one.accept_by if one.state == "filed" else one.answer_by
    left = (due - timezone.localdate()).days
    if left < 0:
        return "red", f"逾期{-left}天", f"{-left} days late"
    return ("yellow" if left <= 1 else "green"), f"限{due}", f"due {due}"


@require_GET
@page("trade.see_price_complaints")
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """One complaint, its clocks and steps."""
    person = cast("Person", request.user)
    found = get_visible(
        PriceComplaint.objects.select_related("round", "organisation", "person", "document"),
        scope_of(person),
        pk=pk,
    )
    steps = Transition.objects.filter(subject=PRICE_COMPLAINT_FLOW.subject, subject_id=found.pk)
    return render(
        request,
        "trade/price/complaint.html",
        {
            "one": found,
            "light": light_of(found),
            "steps": steps.select_related("person").order_by("at"),
            "titles": {move.verb: move.title for move in PRICE_COMPLAINT_FLOW.moves},
            "moves": [
                m for m in PRICE_COMPLAINT_FLOW.moves_from(found.state) if may(person, m.verb)
            ],
        },
    )


@require_POST
@page("trade.see_price_complaints")
def complaint_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up, refuse, answer or close a complaint."""
    found = get_visible(PriceComplaint.objects.all(), scope_of(request.user), pk=pk)
    verb = word(request, "verb")
    if verb not in {move.verb for move in PRICE_COMPLAINT_FLOW.moves}:
        raise invalid("verb", verb, "choice", "没有此操作", "There is no such step")
    move_complaint(cast("Person", request.user), found, verb, opinion=word(request, "opinion"))
    tell(request, "已办理", "Done")
    return redirect("trade:price-complaint", pk=found.pk)


@require_http_methods(["GET", "POST"])
@page("trade.review_price")
def review(request: HttpRequest) -> HttpResponse:
    """The form of the yearly review with the figures of the year."""
    years = sorted({one.first.year for one in PriceRound.objects.all()}, reverse=True)
    if request.method == "POST":
        year = whole_entry(request, "year") or 0
        review_year(
            cast("Person", request.user),
            year,
            findings=word(request, "findings"),
            changes=word(request, "changes"),
            figures=year_figures(year),
        )
        tell(request, f"{year}年度审查已记录", f"The review of {year} is on record")
        return redirect("trade:price-principles")
    return render(
        request,
        "trade/price/review.html",
        {"years": [(year, year_figures(year)) for year in years]},
    )
