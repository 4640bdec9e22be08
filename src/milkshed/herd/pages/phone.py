"""The phone in the barn: today's lists, entry without network, sent once there is one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from milkshed.herd.models import AnimalStatus, Pen
from milkshed.herd.pages.event_entry import form_fields
from milkshed.herd.pages.farms import farm_of
from milkshed.herd.pages.worklists import LISTED_KINDS, items_for_phone
from milkshed.herd.words import EVENTS
from milkshed.herd.worklists.lists import worklists
from milkshed.platform.web.pages import page


@require_GET
@page("herd.record_events")
def phone(request: HttpRequest, code: str) -> HttpResponse:
    """Today's lists and the form of each kind of event, all in one page that works offline."""
    farm = farm_of(request, code)
    return render(
        request,
        "herd/phone.html",
        {
            "farm": farm,
            "today": timezone.localdate(),
            "lists": items_for_phone(worklists(farm)),
            "kinds": [(kind.value, EVENTS[kind], form_fields(kind)) for kind in LISTED_KINDS],
            "pens": Pen.objects.filter(farm=farm, closed_on__isnull=True).order_by("code"),
            "head": farm.animals.filter(status=AnimalStatus.ALIVE).count(),
        },
    )
