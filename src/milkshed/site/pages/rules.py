"""The dated rules everything is judged by: what, since when, from where, and how sure we are."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from milkshed.kernel.text import Text
from milkshed.platform.models import Rule, RuleStatus
from milkshed.platform.registry import domains
from milkshed.platform.web.entries import day_asked
from milkshed.platform.web.pages import page

_PER_PAGE = 60
STATUSES = (
    (RuleStatus.OFFICIAL, Text("已核对原文", "Checked")),
    (RuleStatus.RECALLED, Text("待核实", "To be confirmed")),
    (RuleStatus.ASSUMED, Text("平台设定", "Set by us")),
)


@require_GET
@page()
def rules(request: HttpRequest) -> HttpResponse:
    """The rules in force on a day, by room and state of checking."""
    on = day_asked(request, "on") or timezone.localdate()
    room, status = request.GET.get("room", ""), request.GET.get("status", "")
    wanted = request.GET.get("q", "").strip()
    found = Rule.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=on), valid_from__lte=on
    ).order_by("key", "-valid_from")
    if room:
        found = found.filter(key__startswith=f"{room}.")
    if status:
        found = found.filter(status=status)
    if wanted:
        found = found.filter(
            Q(title_zh__icontains=wanted)
            | Q(title_en__icontains=wanted)
            | Q(key__icontains=wanted)
            | Q(source__icontains=wanted)
        )
    return render(
        request,
        "site/rules.html",
        {
            "page_obj": Paginator(found, _PER_PAGE).get_page(request.GET.get("page")),
            "rooms": [(domain.label, domain.title) for domain in domains()],
            "statuses": STATUSES,
            "room": room,
            "status": status,
            "q": wanted,
            "on": on,
            "unconfirmed": Rule.objects.exclude(status=RuleStatus.OFFICIAL).count(),
        },
    )
