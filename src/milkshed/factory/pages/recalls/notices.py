"""Recall notices as their addressees read and confirm them."""

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from milkshed.factory.actions.recalls.telling import acknowledge
from milkshed.factory.models import RecallNotice
from milkshed.platform.models import Person
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import tell, word
from milkshed.platform.web.pages import page

_PER_PAGE = 30


@require_GET
@page("factory.read_notice")
def notices(request: HttpRequest) -> HttpResponse:
    """The notices in reach, those that nobody confirmed first."""
    found = visible(
        RecallNotice.objects.select_related("case", "organisation", "sent_by", "receipt__person"),
        scope_of(request.user),
    ).order_by("-sent_at", "-pk")
    if request.GET.get("open"):
        found = found.filter(receipt__isnull=True)
    person = cast("Person", request.user)
    return render(
        request,
        "factory/recalls/notices.html",
        {
            "page_obj": Paginator(found, _PER_PAGE).get_page(request.GET.get("page")),
            "own": {organisation.pk for organisation in person.organisations()},
            "only_open": bool(request.GET.get("open")),
            "may_see_case": may(person, "factory.see_recall"),
        },
    )


@require_POST
@page("factory.read_notice")
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a notice, with an answer if there is one."""
    notice = get_visible(RecallNotice.objects.all(), scope_of(request.user), pk=pk)
    acknowledge(cast("Person", request.user), notice, answer=word(request, "answer"))
    tell(request, "已回执", "Confirmed")
    if notice.organisation_id is None:
        return redirect("factory:recall", pk=notice.case_id)
    return redirect("factory:notices")
