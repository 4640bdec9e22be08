"""The day's worklists: looking, printing, carrying away, and one event for many cows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.protocols import enrol_cows, protocols_on
from milkshed.herd.actions.rows import EventRow
from milkshed.herd.models import Animal, AnimalIdentifier, AnimalStatus, EventKind, Farm
from milkshed.herd.pages.event_entry import FormField, details_from, form_fields
from milkshed.herd.pages.farms import farm_of
from milkshed.herd.words import EVENTS
from milkshed.herd.worklists.items import WorkItem, WorkList, with_numbers
from milkshed.herd.worklists.lists import worklist, worklists
from milkshed.kernel.problems import INVALID, Problem, invalid
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import MEDIA_TYPE, Sheet, write_excel
from milkshed.platform.models import Person
from milkshed.platform.permissions import may
from milkshed.platform.web.entries import as_day, moment_entry, tell, word
from milkshed.platform.web.pages import page

_SHOWN = 300
_PER_PAGE = 100
_MOST_COWS = 2_000
# What is seldom the same for all cows of a list, so that each may have her own.
OWN_FIELDS: Mapping[str, tuple[str, ...]] = {
    EventKind.PREGNANCY_CHECK: ("result",),
    EventKind.INSEMINATION: ("bull_number",),
    EventKind.BODY_CONDITION: ("score",),
    EventKind.WEIGHT: ("weight_kg",),
    EventKind.PEN_MOVE: ("pen",),
    EventKind.TREATMENT: ("dose",),
    EventKind.HEALTH: ("diagnosis",),
}
LISTED_KINDS = (
    EventKind.HEALTH,
    EventKind.HEAT,
    EventKind.INSEMINATION,
    EventKind.EMBRYO_TRANSFER,
    EventKind.PREGNANCY_CHECK,
    EventKind.DRY_OFF,
    EventKind.TREATMENT,
    EventKind.VACCINATION,
    EventKind.BODY_CONDITION,
    EventKind.WEIGHT,
    EventKind.HOOF_CARE,
    EventKind.PEN_MOVE,
    EventKind.DO_NOT_BREED,
    EventKind.ABORTION,
    EventKind.CALVING,
    EventKind.DEPARTURE,
    EventKind.DEATH,
)
_COLUMNS = (
    Column("number", Text("牛号", "Number")),
    Column("ear_tag", Text("耳标", "Ear tag")),
    Column("pen", Text("圈舍", "Pen")),
    Column("parity", Text("胎次", "Parity"), Kind.INTEGER),
    Column("due_on", Text("日期", "Due"), Kind.DATE),
    Column("reason", Text("事由", "Why")),
)


@require_GET
@page("herd.see")
def list_of_lists(request: HttpRequest, code: str) -> HttpResponse:
    """All worklists of a farm with how many cows each has; printable as a whole."""
    farm = farm_of(request, code)
    lists = worklists(farm)
    printed = request.GET.get("print") == "yes"
    return render(
        request,
        "herd/worklists.html",
        {
            "farm": farm,
            "today": timezone.localdate(),
            "lists": [(one, with_numbers(one.items[:_SHOWN]) if printed else ()) for one in lists],
            "printed": printed,
            "total": sum(len(one.items) for one in lists),
            "may_record": may(request.user, "herd.record_events"),
        },
    )


@require_GET
@page("herd.see")
def one_list(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """One worklist, with the form that records an event for the cows ticked."""
    farm = farm_of(request, code)
    found = _list_of(farm, name)
    kind = request.GET.get("kind") or _kind_of(found)
    if kind not in LISTED_KINDS:
        kind = found.kind
    return render(request, "herd/worklist.html", _list_context(request, farm, found, kind))


def _list_of(farm: Farm, name: str) -> WorkList:
    found = worklist(farm, name)
    if found is None:
        raise Http404
    return found


def _kind_of(found: WorkList) -> str:
    """The kind that most cows of the list need."""
    kinds = [item.kind or found.kind for item in found.items]
    return max(set(kinds), key=kinds.count) if kinds else found.kind


def _list_context(
    request: HttpRequest, farm: Farm, found: WorkList, kind: str
) -> dict[str, object]:
    fitting = [item for item in found.items if not item.kind or item.kind == kind]
    page_obj = Paginator(fitting, _PER_PAGE).get_page(request.GET.get("page"))
    items = with_numbers(list(page_obj))
    own, shared = _split(kind)
    return {
        "farm": farm,
        "list": found,
        "kind": kind,
        "kind_title": EVENTS[kind],
        "kinds": [(one.value, EVENTS[one]) for one in LISTED_KINDS],
        "items": items,
        "page_obj": page_obj,
        "left_out": len(found.items) - len(fitting),
        "own": own,
        "shared": shared,
        "product": next((item.product for item in items if item.product), ""),
        "now": timezone.localtime(),
        "today": timezone.localdate(),
        "protocols": protocols_on(timezone.localdate()) if found.code == "breed" else (),
        "may_record": may(request.user, "herd.record_events"),
    }


def _split(kind: str) -> tuple[list[FormField], list[FormField]]:
    fields = form_fields(kind)
    own = OWN_FIELDS.get(kind, ())
    return [f for f in fields if f.name in own], list(fields)


@require_GET
@page("herd.see")
def list_excel(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """A worklist as an Excel table."""
    farm = farm_of(request, code)
    found = _list_of(farm, name)
    language = get_language() or "zh"
    rows = [
        {
            "number": item.number,
            "ear_tag": item.ear_tag,
            "pen": item.animal.pen.code if item.animal.pen else "",
            "parity": item.animal.parity,
            "due_on": item.due_on,
            "reason": item.reason.in_language(language),
        }
        for item in with_numbers(found.items)
    ]
    sheet = Sheet(
        found.title.in_language(language),
        _COLUMNS,
        rows,
        notes=[farm.name.in_language(language), f"{timezone.localdate()}"],
    )
    content = write_excel([sheet], synthetic=farm.synthetic, language=language)
    response = HttpResponse(content, content_type=MEDIA_TYPE)
    response["Content-Disposition"] = f'attachment; filename="{name}-{farm.code}.xlsx"'
    return response


@require_POST
@page("herd.record_events")
def record_list(request: HttpRequest, code: str) -> HttpResponse:
    """One event for many cows: those ticked and those whose numbers were typed.

    Entries ``own-KEY-field`` are a cow's own in place of the shared one. Every row is told its
    fate; what is refused is shown with its reason and nothing of it is written.
    """
    farm = farm_of(request, code)
    kind = word(request, "kind")
    if kind not in LISTED_KINDS:
        raise invalid("kind", kind, "choice", "没有这种事件", "There is no such kind of event")
    shared = details_from(kind, request.POST)
    at = moment_entry(request, "happened_at")
    due_on = as_day(request.POST.get("due_on"))
    rows: list[EventRow] = []
    shown: list[str] = []
    for animal, scheme, number, label in _chosen(request, farm):
        own = {
            name: request.POST.get(f"own-{animal}-{name}", "").strip()
            for name in OWN_FIELDS.get(kind, ())
        }
        details = {**shared, **{name: value for name, value in own.items() if value}}
        step = request.POST.get(f"step-{animal}", "")
        if step and kind in (EventKind.TREATMENT, EventKind.INSEMINATION):
            details["protocol_step"] = step
        rows.append(
            EventRow(
                farm_code=farm.code,
                number=number,
                scheme=scheme,
                kind=kind,
                happened_at=at,
                due_on=due_on if kind == EventKind.PREGNANCY_CHECK else None,
                details=details,
                event_key=_row_key(request, animal),
                source="page",
            )
        )
        shown.append(label)
    if not rows:
        raise invalid("cows", "", "required", "请勾选或填写牛号", "Tick cows or type numbers")
    report = record_events(rows, person=cast("Person", request.user))
    return _told(request, farm, kind, report, shown, at)


def _row_key(request: HttpRequest, animal: int) -> UUID | None:
    """The key that the page made for a cow's row, so that pressing twice records once."""
    text = request.POST.get(f"key-{animal}", "")
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _chosen(request: HttpRequest, farm: Farm) -> list[tuple[int, str, str, str]]:
    """Cows by key, with the number by which the event names them and the one people know."""
    ticked = [int(key) for key in request.POST.getlist("cow") if key.isdecimal() and len(key) < 18]
    words = request.POST.get("numbers", "").replace(",", " ").split()
    typed = [one for one in words if one.isprintable()]
    if len(ticked) + len(typed) > _MOST_COWS:
        raise invalid(
            "cows", len(ticked) + len(typed), "most", "一次至多2000头", "At most 2000 at a time"
        )
    held = AnimalIdentifier.objects.filter(
        animal__in=Animal.objects.filter(
            farm=farm, status=AnimalStatus.ALIVE, pk__in=ticked
        ).values("pk"),
        valid_to__isnull=True,
    )
    numbers: dict[int, dict[str, str]] = {}
    for animal, scheme, value in held.values_list("animal_id", "scheme", "value"):
        numbers.setdefault(animal, {})[scheme] = value
    chosen: list[tuple[int, str, str, str]] = []
    for key in ticked:
        own = numbers.get(key)
        if not own:
            raise invalid("cow", key, "known", "该场没有此牛", "The farm has no such animal")
        scheme = "ear-tag" if "ear-tag" in own else next(iter(own))
        chosen.append((key, scheme, own[scheme], own.get("on-farm", own[scheme])))
    tags = set(
        AnimalIdentifier.objects.filter(
            value__in=typed, scheme="ear-tag", valid_to__isnull=True, animal__farm=farm
        ).values_list("value", flat=True)
    )
    chosen += [(0, "ear-tag" if one in tags else "on-farm", one, one) for one in typed]
    return chosen


def _told(
    request: HttpRequest,
    farm: Farm,
    kind: str,
    report: BatchReport,
    shown: Sequence[str],
    at: datetime,
) -> HttpResponse:
    if report.is_clean:
        count = len(report.accepted)
        tell(
            request,
            f"{EVENTS[kind].zh}：已记录{count}头"
            + (f"，{len(report.repeated)}头已记录过" if report.repeated else ""),
            f"{EVENTS[kind].en}: {count} recorded, {len(report.repeated)} recorded before",
        )
        name = word(request, "list")
        if name and worklist(farm, name) is not None:
            return redirect("herd:worklist", code=farm.code, name=name)
        return redirect("herd:worklists", code=farm.code)
    lines = [(shown[row - 1], faults) for row, faults in sorted(report.refused.items())]
    return render(
        request,
        "herd/recorded.html",
        {
            "farm": farm,
            "kind": EVENTS[kind],
            "at": at,
            "report": report,
            "lines": lines,
            "list": word(request, "list"),
        },
        status=422,
    )


@require_POST
@page("herd.record_events")
def enrol(request: HttpRequest, code: str) -> HttpResponse:
    """Put the cows ticked into a programme."""
    farm = farm_of(request, code)
    known = {one.code: one for one in protocols_on(timezone.localdate())}
    chosen = known.get(word(request, "protocol"))
    if chosen is None:
        given = word(request, "protocol")
        raise invalid("protocol", given, "known", "没有该规程", "There is no such programme")
    start = as_day(request.POST.get("started_on"))
    if start is None:
        given = word(request, "started_on")
        raise invalid("started_on", given, "date", "应为日期", "A date is expected")
    cows = [key for key, _, _, _ in _chosen(request, farm) if key]
    if not cows:
        raise invalid("cows", "", "required", "请勾选牛", "Tick cows")
    report = enrol_cows(farm, chosen, cows, start, person=cast("Person", request.user))
    if not report.accepted:
        raise Problem(INVALID, report.faults[0].message, report.faults)
    refused = len(report.refused)
    tell(
        request,
        f"{chosen.name_zh}：编入{len(report.accepted)}头"
        + (f"，{refused}头未编入（已孕、禁配或已在规程中）" if refused else ""),
        f"{chosen.name_en}: {len(report.accepted)} enrolled, {refused} not",
    )
    return redirect("herd:worklist", code=farm.code, name="protocol")


def items_for_phone(lists: Sequence[WorkList]) -> list[tuple[WorkList, list[WorkItem]]]:
    """Lists with their cows as the phone shows them; empty lists are left out."""
    return [(one, with_numbers(one.items[:_PER_PAGE])) for one in lists if one.items]
