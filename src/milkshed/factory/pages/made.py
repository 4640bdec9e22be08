"""What plants made: batches, product lots with their QR codes, labels to print."""

from typing import cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from milkshed.factory.actions.lots import move_lot
from milkshed.factory.flow import LOT_FLOW
from milkshed.factory.models import CATEGORIES, LOT_STATES, Batch, ProductLot
from milkshed.kernel.text import Text
from milkshed.platform.documents.qr import qr_svg
from milkshed.platform.models import Organisation, Person, Transition
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import day_asked, word
from milkshed.platform.web.pages import page

_PER_PAGE = 30
_QR_PX = 3


@require_GET
@page("factory.see")
def batches(request: HttpRequest) -> HttpResponse:
    """Batches in reach, youngest first."""
    category, day = request.GET.get("category", ""), day_asked(request, "day")
    found = visible(Batch.objects.select_related("plant__place"), scope_of(request.user))
    if category in CATEGORIES:
        found = found.filter(category=category)
    if day is not None:
        found = found.filter(started_at__date=day)
    page_obj = Paginator(found.order_by("-started_at", "-pk"), _PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "factory/batches.html",
        {
            "page_obj": page_obj,
            "categories": CATEGORIES.items(),
            "category": category,
            "day": day,
        },
    )


@require_GET
@page("factory.see")
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: what was drawn, from which silo states, and what was packed from it."""
    found = get_visible(Batch.objects.select_related("plant__place"), scope_of(request.user), pk=pk)
    return render(
        request,
        "factory/batch.html",
        {
            "batch": found,
            "draws": found.draws.select_related("intake__silo"),
            "lots": found.lots.select_related("product"),
        },
    )


def _lots(request: HttpRequest) -> QuerySet[ProductLot]:
    return visible(
        ProductLot.objects.select_related("product__plant__place", "batch"), scope_of(request.user)
    )


@require_GET
@page("factory.see")
def lots(request: HttpRequest) -> HttpResponse:
    """Product lots in reach, youngest first, each with its QR code."""
    search, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    found = _lots(request)
    if search:
        found = found.filter(lot__icontains=search) | found.filter(
            product__name_zh__icontains=search
        )
    if state in LOT_STATES:
        found = found.filter(state=state)
    if request.GET.get("specialty"):
        found = found.filter(product__specialty=True)
    page_obj = Paginator(found.order_by("-produced_on", "-pk"), _PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "factory/lots.html",
        {
            "page_obj": page_obj,
            "states": LOT_STATES.items(),
            "state": state,
            "q": search,
            "today": timezone.localdate(),
        },
    )


def _address(request: HttpRequest, lot: ProductLot) -> str:
    return request.build_absolute_uri(lot.path)


@require_GET
@page("factory.see")
def lot(request: HttpRequest, pk: int) -> HttpResponse:
    """One product lot with its QR code, its batch, and holding or recalling it."""
    found = get_visible(_lots(request), scope_of(request.user), pk=pk)
    address = _address(request, found)
    steps = Transition.objects.filter(subject=LOT_FLOW.subject, subject_id=found.pk)
    return render(
        request,
        "factory/lot.html",
        {
            "lot": found,
            "address": address,
            "qr": mark_safe(qr_svg(address)),
            "moves": [m for m in LOT_FLOW.moves_from(found.state) if may(request.user, m.verb)],
            "steps": [
                (step, LOT_STATES[step.target])
                for step in steps.select_related("person").order_by("-at")
            ],
            "today": timezone.localdate(),
        },
    )


@require_GET
@page("factory.see")
def label(request: HttpRequest, pk: int) -> HttpResponse:
    """A label of a product lot, made to be printed."""
    found = get_visible(_lots(request), scope_of(request.user), pk=pk)
    address = _address(request, found)
    return render(
        request,
        "factory/label.html",
        {
            "lot": found,
            "address": address,
            "qr": mark_safe(qr_svg(address, _QR_PX)),
            "is_synthetic": Organisation.objects.filter(
                pk=found.product.plant.place.organisation_id, synthetic=True
            ).exists(),
        },
    )


@require_POST
@page("factory.see")
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Hold a lot, release it, or decide its recall."""
    found = get_visible(_lots(request), scope_of(request.user), pk=pk)
    moved = move_lot(
        cast("Person", request.user),
        found,
        word(request, "verb"),
        reason=word(request, "reason"),
    )
    done = Text(f"批次状态：{moved.state_text.zh}", f"The lot is now: {moved.state_text.en}")
    messages.success(request, done.in_language(get_language() or "zh"))
    return redirect("factory:lot", pk=pk)
