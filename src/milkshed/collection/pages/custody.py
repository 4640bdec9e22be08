"""Seals of a station, weighbridges of a plant, changes of a load, and the check of a code."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST, require_safe

from milkshed.collection.actions.changes import change_tanker, return_load
from milkshed.collection.actions.checking import checked_sheet
from milkshed.collection.actions.seals import issue_seals, void_seal
from milkshed.collection.actions.weighing import register_weighbridge
from milkshed.collection.models import SEAL_STATES, Seal, SealRange, Station, Tanker, Weighbridge
from milkshed.collection.pages.sheets import sheet_of
from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Place
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import (
    day_entry,
    decimal_entry,
    moment_entry,
    tell,
    whole_entry,
    word,
)
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_PER_PAGE = 30


@require_safe
def check(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """What a printed code tells anyone who holds it: number, state and times, nothing else."""
    context: dict[str, object] = {"number": number[:20]}
    status = 200
    try:
        context["sheet"] = checked_sheet(number, code)
    except Problem as problem:
        context["problem"], status = problem, problem.kind.status
    answer = render(request, "collection/sheet_check.html", context, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
@page("collection.see_seals")
def seal_list(request: HttpRequest) -> HttpResponse:
    """Seals issued and used in reach."""
    scope = scope_of(request.user)
    seals = visible(Seal.objects.all(), scope)
    state = request.GET.get("state", "")
    if state in SEAL_STATES:
        seals = seals.filter(state=state)
    search = request.GET.get("q", "").strip().upper()
    if search:
        seals = seals.filter(number__istartswith=search)
    shown = seals.select_related("station__place", "sheet").order_by("-applied_at", "-pk")
    ranges = visible(SealRange.objects.all(), scope).select_related("station__place", "issued_by")
    return render(
        request,
        "collection/seals.html",
        {
            "page_obj": Paginator(shown, _PER_PAGE).get_page(request.GET.get("page")),
            "ranges": ranges.order_by("-issued_at", "-pk")[:50],
            "states": SEAL_STATES,
            "asked": request.GET,
            "stations": visible(Station.objects.select_related("place"), scope).order_by(
                "place__name_zh"
            ),
            "may_issue": may(request.user, "collection.issue_seals"),
            "may_void": may(request.user, "collection.open_sheet"),
        },
    )


def _station(request: HttpRequest) -> Station:
    return get_visible(
        Station.objects.select_related("place"),
        scope_of(request.user),
        pk=whole_entry(request, "station") or 0,
    )


@require_POST
@page("collection.issue_seals")
def issue(request: HttpRequest) -> HttpResponse:
    """Issue a range of seals to a station."""
    issued = issue_seals(
        person_of(request), _station(request), word(request, "first"), word(request, "last")
    )
    tell(request, f"已发放 {issued}，{issued.count:,}枚", f"Issued {issued}: {issued.count:,}")
    return redirect("collection:seals")


@require_POST
@page("collection.open_sheet")
def void(request: HttpRequest) -> HttpResponse:
    """Write a spoilt seal off."""
    seal = void_seal(
        person_of(request),
        _station(request),
        word(request, "number"),
        reason=word(request, "reason"),
    )
    tell(request, f"铅封 {seal.number} 已作废", f"Seal {seal.number} is written off")
    return redirect("collection:seals")


@require_GET
@page("collection.see_weighbridges")
def weighbridge_list(request: HttpRequest) -> HttpResponse:
    """Weighbridges in reach with their calibration."""
    scope, today = scope_of(request.user), timezone.localdate()
    bridges = visible(Weighbridge.objects.all(), scope).select_related("plant__organisation")
    return render(
        request,
        "collection/weighbridges.html",
        {
            "rows": [
                (bridge, bridge.calibrated_on <= today <= bridge.calibrated_to)
                for bridge in bridges.order_by("calibrated_to", "code")
            ],
            "plants": visible(Place.objects.filter(kind="plant"), scope).order_by("name_zh"),
            "may_register": may(request.user, "collection.register_weighbridge"),
        },
    )


@require_POST
@page("collection.register_weighbridge")
def add_weighbridge(request: HttpRequest) -> HttpResponse:
    """Enter a weighbridge or its new calibration."""
    plant = get_visible(
        Place.objects.filter(kind="plant"),
        scope_of(request.user),
        pk=whole_entry(request, "plant") or 0,
    )
    bridge = register_weighbridge(
        person_of(request),
        plant,
        code=word(request, "code"),
        certificate=word(request, "certificate"),
        calibrated_on=day_entry(request, "calibrated_on"),
        calibrated_to=day_entry(request, "calibrated_to"),
    )
    tell(request, f"地磅 {bridge.code} 已登记", f"Weighbridge {bridge.code} is entered")
    return redirect("collection:weighbridges")


@require_POST
@page("collection.see_sheets")
def change(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """Note a change of tanker, or the return of a refused load."""
    sheet, person = sheet_of(request, number), person_of(request)
    at, temperature_c = moment_entry(request, "at"), decimal_entry(request, "temperature_c")
    if what == "tanker":
        plate = word(request, "tanker").upper()
        tanker = Tanker.objects.filter(plate=plate, carrier=sheet.tanker.carrier).first()
        if tanker is None:
            raise invalid("tanker", plate, "known", "本单位没有此车牌", "Unknown plate")
        change_tanker(
            person,
            sheet,
            tanker,
            witness=_witness(request, sheet.tanker.carrier_id),
            seals=tuple(word(request, "seals").replace("，", " ").replace(",", " ").split()),
            temperature_c=temperature_c,
            at=at,
            reason=word(request, "reason"),
        )
        tell(request, f"已登记换车：{plate}", f"The change to {plate} is recorded")
    elif what == "returned":
        return_load(
            person, sheet, temperature_c=temperature_c, at=at, reason=word(request, "reason")
        )
        tell(request, "已登记退回", "The return is recorded")
    else:
        raise Problem(NOT_FOUND)
    return redirect("collection:sheet", number=number)


def _witness(request: HttpRequest, carrier: int) -> Person:
    found = Person.objects.filter(
        pk=whole_entry(request, "witness") or 0, memberships__organisation=carrier
    ).first()
    if found is None:
        raise Problem(NOT_FOUND, Text("没有该确认人", "There is no such witness"))
    return found
