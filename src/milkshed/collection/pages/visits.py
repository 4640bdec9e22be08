"""Pages of site visits: the list, the checklist for a phone without network, and its sync."""

from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from milkshed.collection.actions.visits import (
    EntryRow,
    add_photo,
    cancel_visit,
    checklist_of,
    digest_of,
    record_entries,
    sign_visit,
)
from milkshed.collection.models import ANSWERS, SEVERITIES, VISIT_STATES, SiteVisit
from milkshed.collection.queries import answers_of, present_entries, wanted_items
from milkshed.collection.science.checklists import CHECKLISTS, failed, unanswered
from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.problems import INVALID, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, reaches, scope_of, visible
from milkshed.platform.web.entries import as_whole, tell, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_PER_PAGE = 30
TAGS = {"open": "info", "signed": "ok", "cancelled": "none"}


def visit_of(request: HttpRequest, key: int) -> SiteVisit:
    """The visit of an address, if the person may see it."""
    found = SiteVisit.objects.select_related(
        "application", "station__place", "tanker", "organisation", "lead", "second", "revisits"
    )
    return get_visible(found, scope_of(request.user), pk=key)


@require_GET
@page("collection.see_visits")
def visit_list(request: HttpRequest) -> HttpResponse:
    """Visits in reach: open ones first, then by day."""
    asked = request.GET
    rows = visible(SiteVisit.objects.all(), scope_of(request.user))
    if asked.get("state") in VISIT_STATES:
        rows = rows.filter(state=asked["state"])
    if asked.get("county") in COUNTIES:
        rows = rows.filter(county=asked["county"])
    if asked.get("mine"):
        person = person_of(request)
        rows = rows.filter(lead=person) | rows.filter(second=person)
    shown = rows.select_related("station__place", "tanker", "lead", "second", "application")
    page_obj = Paginator(shown.order_by("state", "-planned_on", "-pk"), _PER_PAGE).get_page(
        asked.get("page")
    )
    return render(
        request,
        "collection/visits.html",
        {
            "page_obj": page_obj,
            "lines": [(visit, TAGS[visit.state]) for visit in page_obj],
            "states": VISIT_STATES,
            "asked": asked,
            "counties": COUNTIES.values(),
            "today": timezone.localdate(),
            "may_record": may(request.user, "collection.record_visit"),
        },
    )


@require_GET
@page("collection.see_visits")
def visit_page(request: HttpRequest, key: int) -> HttpResponse:
    """One visit: the checklist to fill in, or what was found and signed."""
    visit, person = visit_of(request, key), person_of(request)
    scope, present = scope_of(person), present_entries(visit)
    photos: dict[int, list[object]] = {}
    for photo in visit.photos.select_related("attachment__organisation").order_by("pk"):
        if reaches(scope, photo.attachment):
            photos.setdefault(photo.item, []).append(photo.attachment)
    signed = list(visit.signatures.select_related("person").order_by("signed_at"))
    is_officer = person.pk in (visit.lead_id, visit.second_id)
    given = answers_of(visit)
    checklist = CHECKLISTS[visit.checklist]
    return render(
        request,
        "collection/visit.html",
        {
            "visit": visit,
            "sees_application": may(person, "collection.see_applications"),
            "tag": TAGS[visit.state],
            "checklist": checklist,
            "groups": [
                (title, [(item, present.get(item.number), photos.get(item.number, []))
                         for item in items])
                for title, items in checklist_of(visit)
            ],
            "answers": ANSWERS,
            "severities": SEVERITIES,
            "signatures": [
                (one, one.digest == digest_of(visit, one.person_id, one.signed_at))
                for one in signed
            ],
            "missing": unanswered(wanted_items(visit), given),
            "failed": failed(given),
            "recording": is_officer
            and visit.state == "open"
            and not signed
            and may(person, "collection.record_visit"),
            "may_sign": is_officer
            and visit.state == "open"
            and person.pk not in {one.person_id for one in signed},
            "may_cancel": visit.state == "open"
            and not signed
            and may(person, "collection.plan_visit"),
        },
    )  # fmt: skip


@require_POST
@page("collection.record_visit")
def visit_entries(request: HttpRequest, key: int) -> HttpResponse:
    """Take the whole checklist as a plain form, where the browser runs no scripts."""
    visit = visit_of(request, key)
    now = timezone.now()
    rows = [
        EntryRow(
            client_key=uuid4(),
            item=item,
            answer=word(request, f"answer-{item}"),
            base=as_whole(word(request, f"base-{item}")) or 0,
            recorded_at=now,
            remark=word(request, f"remark-{item}"),
            severity=word(request, f"severity-{item}")
            if word(request, f"answer-{item}") == "no"
            else "",
        )
        for item in wanted_items(visit)
        if word(request, f"answer-{item}")
    ]
    outcomes = record_entries(person_of(request), visit, rows)
    faults = [
        Fault(f"item-{one.item}", word(request, f"answer-{one.item}"), one.fate, one.reason)
        for one in outcomes
        if one.reason is not None
    ]
    if faults:
        raise Problem(INVALID, Text("有的项没有保存", "Some items were not saved"), faults)
    tell(request, f"已保存{len(rows)}项", f"{len(rows)} items saved")
    return redirect("collection:visit", key=key)


@require_POST
@page("collection.record_visit")
def visit_photo(request: HttpRequest, key: int) -> HttpResponse:
    """Take one photo of an item, from the phone's queue."""
    visit = visit_of(request, key)
    upload = request.FILES.get("file")
    if upload is None:
        raise invalid("file", None, "required", "没有照片", "There is no photo")
    try:
        client_key = UUID(word(request, "client_key"))
    except ValueError:
        raise invalid(
            "client_key", word(request, "client_key"), "uuid", "终端编号无效", "The key is no UUID"
        ) from None
    item = as_whole(word(request, "item")) or 0
    photo, fresh = add_photo(
        person_of(request), visit, item, client_key, upload, upload.name or "photo.jpg"
    )
    return JsonResponse(
        {"fate": "accepted" if fresh else "repeated", "attachment": photo.attachment_id}
    )


@require_POST
@page("collection.record_visit")
def visit_sign(request: HttpRequest, key: int) -> HttpResponse:
    """Sign a complete visit."""
    visit = sign_visit(person_of(request), visit_of(request, key))
    if visit.state == "signed":
        tell(request, "两名核查人员均已签字，核查结束", "Both officers signed; the visit has ended")
    else:
        tell(request, "已签字，等待另一名核查人员", "Signed; the other officer is next")
    return redirect("collection:visit", key=key)


@require_POST
@page("collection.plan_visit")
def visit_cancel(request: HttpRequest, key: int) -> HttpResponse:
    """Call a visit off."""
    cancel_visit(person_of(request), visit_of(request, key))
    tell(request, "核查已取消", "The visit is called off")
    return redirect("collection:visit", key=key)
