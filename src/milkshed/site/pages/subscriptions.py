"""Subscriptions: who is told of new events, how far each has come, and what went wrong."""

from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.problems import NOT_ALLOWED, NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.models import Subscription
from milkshed.ledger.subscriptions.actions import resume, unsubscribe
from milkshed.ledger.subscriptions.schedule import FIELDS
from milkshed.platform.permissions import may
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.site.pages.reader import tell

_PER_PAGE = 30
_FIELD_NAMES = {
    "second": Text("秒", "second"),
    "minute": Text("分", "minute"),
    "hour": Text("时", "hour"),
    "dayOfMonth": Text("日", "day"),
    "month": Text("月", "month"),
    "dayOfWeek": Text("星期", "weekday"),
}


@require_GET
@page("ledger.query")
def subscriptions(request: HttpRequest) -> HttpResponse:
    """Own subscriptions, or everyone's for those who watch the platform's work."""
    found = (
        _shown_to(request)
        .annotate(waiting=Count("deliveries", filter=Q(deliveries__delivered_at=None)))
        .order_by("-state", "-created_at")
    )
    return render(
        request,
        "site/subscriptions.html",
        {"page_obj": Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))},
    )


@require_GET
@page("ledger.query")
def subscription(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One subscription with what was sent to it lately."""
    found = _find(request, pk)
    return render(
        request,
        "site/subscription.html",
        {
            "subscription": found,
            "times": _times(found),
            "deliveries": Paginator(found.deliveries.order_by("-created_at"), _PER_PAGE).get_page(
                request.GET.get("page")
            ),
            "may_change": _may_change(request, found),
        },
    )


@require_POST
@page("ledger.query")
def resume_subscription(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Go on from where delivery was suspended."""
    resume(_changeable(request, pk))
    tell(request, Text("已恢复，将从中断处继续推送", "It goes on from where it was left"))
    return redirect("subscription", pk=pk)


@require_POST
@page("ledger.query")
def delete_subscription(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End a subscription."""
    unsubscribe(_changeable(request, pk))
    tell(request, Text("订阅已删除", "The subscription was deleted"))
    return redirect("subscriptions")


def _shown_to(request: HttpRequest) -> QuerySet[Subscription]:
    found = Subscription.objects.select_related("query", "query__owner")
    if may(request.user, "platform.see_jobs"):
        return found
    return found.filter(query__owner=person_of(request))


def _find(request: HttpRequest, pk: UUID) -> Subscription:
    found = _shown_to(request).filter(pk=pk).first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


def _may_change(request: HttpRequest, found: Subscription) -> bool:
    is_own = found.query.owner_id == person_of(request).pk
    return is_own or may(request.user, "platform.stop_jobs")


def _changeable(request: HttpRequest, pk: UUID) -> Subscription:
    found = _find(request, pk)
    if not _may_change(request, found):
        raise Problem(NOT_ALLOWED)
    return found


def _times(found: Subscription) -> list[tuple[Text, str]]:
    """The fields of a schedule in words, the coarsest first."""
    fields = found.schedule or {}
    return [(_FIELD_NAMES[name], fields[name]) for name in reversed(FIELDS) if name in fields]
