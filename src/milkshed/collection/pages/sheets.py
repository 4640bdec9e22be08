"""Pages of handover sheets: the list, one sheet with its signatures, and every step of its way."""

from collections.abc import Callable
from datetime import timedelta

from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.collection.actions.loading import Loading
from milkshed.collection.actions.sheets import correct_sheet, open_sheet
from milkshed.collection.actions.steps import StepEntry, take_step
from milkshed.collection.actions.weighing import Ticket
from milkshed.collection.codes import check_path
from milkshed.collection.models import (
    SHEET_STATES,
    SIGNATURE_ROLES,
    HandoverSheet,
    Station,
    Tanker,
    Weighing,
)
from milkshed.collection.pages.details import details_of
from milkshed.collection.paper import sheet_pdf
from milkshed.collection.queries import is_intact, limits_on
from milkshed.collection.science.findings import weight_gap
from milkshed.kernel.clock import in_shanghai, start_of_day
from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.gs1 import build_gtin14
from milkshed.kernel.problems import INVALID, NOT_FOUND, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.platform.documents.qr import qr_svg
from milkshed.platform.models import Person, Place, Transition
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import (
    as_decimal,
    as_whole,
    day_asked,
    decimal_entry,
    moment_entry,
    tell,
    whole_entry,
    word,
)
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_PER_PAGE = 30
_RAW_MILK_GTIN = build_gtin14("9521321", 1)
_STEPS = ("draft", "loaded", "under_way", "arrived", "accepted", "closed")


def sheet_of(request: HttpRequest, number: str) -> HandoverSheet:
    """The sheet of an address, if the person may see it."""
    sheets = HandoverSheet.objects.select_related(
        "station__place__organisation", "tanker__carrier", "plant__organisation", "corrects"
    )
    return get_visible(sheets, scope_of(request.user), number=number)


def _filtered(request: HttpRequest) -> QuerySet[HandoverSheet]:
    asked = request.GET
    sheets = visible(HandoverSheet.objects.all(), scope_of(request.user))
    if asked.get("state") in SHEET_STATES:
        sheets = sheets.filter(state=asked["state"])
    if asked.get("outcome") in ("accepted", "refused"):
        sheets = sheets.filter(outcome=asked["outcome"])
    if asked.get("county") in COUNTIES:
        sheets = sheets.filter(station__place__county=asked["county"])
    station = as_whole(asked.get("station"))
    if station is not None:
        sheets = sheets.filter(station_id=station)
    if asked.get("q", "").strip():
        search = asked["q"].strip()
        sheets = sheets.filter(number__istartswith=search) | sheets.filter(
            tanker__plate__icontains=search
        )
    first, last = day_asked(request, "first"), day_asked(request, "last")
    if first:
        sheets = sheets.filter(loaded_at__gte=start_of_day(first))
    if last:
        sheets = sheets.filter(loaded_at__lt=start_of_day(last + timedelta(days=1)))
    return sheets


@require_GET
@page("collection.see_sheets")
def sheet_list(request: HttpRequest) -> HttpResponse:
    """Handover sheets in reach, newest first."""
    sheets = _filtered(request)
    shown = sheets.select_related("station__place", "tanker", "plant").order_by("-loaded_at", "-pk")
    page_obj = Paginator(shown, _PER_PAGE).get_page(request.GET.get("page"))
    sums = sheets.exclude(state="replaced").aggregate(
        shipped=Sum("shipped_kg"), received=Sum("received_kg")
    )
    return render(
        request,
        "collection/sheets.html",
        {
            "page_obj": page_obj,
            "sums": sums,
            "states": SHEET_STATES,
            "counties": COUNTIES.values(),
            "asked": request.GET,
            "limits": limits_on(timezone.localdate()),
            "may_open": may(request.user, "collection.open_sheet"),
            "may_see_seals": may(request.user, "collection.see_seals"),
            "may_see_weighbridges": may(request.user, "collection.see_weighbridges"),
        },
    )


@require_GET
@page("collection.see_sheets")
def sheet_page(request: HttpRequest, number: str) -> HttpResponse:
    """One sheet: what stands on it, its four signatures, and the next step for this person."""
    sheet = sheet_of(request, number)
    signed = {s.role: s for s in sheet.signatures.select_related("person")}
    boxes = [
        (title, signed.get(role), role in signed and is_intact(sheet, signed[role]))
        for role, title in SIGNATURE_ROLES.items()
    ]
    gap = weight_gap(sheet.shipped_kg, sheet.received_kg) if sheet.received_kg is not None else None
    moves = Transition.objects.filter(
        subject="collection.sheet", subject_id=sheet.pk
    ).select_related("person")
    return render(
        request,
        "collection/sheet.html",
        {
            "sheet": sheet,
            "boxes": boxes,
            "steps": _steps_of(sheet),
            "turn": _turn(person_of(request), sheet, set(signed)),
            "gap": gap,
            "limits": limits_on(in_shanghai(sheet.loaded_at).date()),
            "moves": moves.order_by("at"),
            "corrected_by": HandoverSheet.objects.filter(corrects=sheet).first(),
            "now": in_shanghai(timezone.now()),
            "qr": qr_svg(_check_address(request, sheet), 3),
            "check": check_path(sheet.number, sheet.gdti),
            "details": details_of(sheet, scope_of(request.user)),
            "bridges": sheet.plant.weighbridges.filter(active=True).order_by("code"),
            "may_change_tanker": sheet.state == "under_way"
            and _at(person_of(request), sheet.tanker.carrier_id, "tanker_driver", "tanker_escort"),
            "may_return": sheet.outcome == "refused"
            and not sheet.changes.filter(kind="returned").exists()
            and _at(person_of(request), sheet.station.place.organisation_id, "station_manager"),
            "seen_parts": set(
                visible(HandoverSheet.objects.all(), scope_of(request.user))
                .filter(load_lot=sheet.load_lot)
                .values_list("pk", flat=True)
            ),
            "crew": _crew(person_of(request), sheet),
            "may_see_facts": may(request.user, "ledger.query"),
            "may_see_samples": may(request.user, "quality.see_samples"),
        },
    )


def _check_address(request: HttpRequest, sheet: HandoverSheet) -> str:
    """What the printed code leads to."""
    return request.build_absolute_uri(check_path(sheet.number, sheet.gdti))


def _at(person: Person, organisation: int, *roles: str) -> bool:
    """Whether the person holds one of the roles in an organisation."""
    return any(
        m.organisation_id == organisation and m.role in roles for m in person.present_memberships()
    )


def _crew(person: Person, sheet: HandoverSheet) -> list[Person]:
    """The carrier's drivers and escorts besides the person, who may confirm a change."""
    if sheet.state != "under_way" or not _at(
        person, sheet.tanker.carrier_id, "tanker_driver", "tanker_escort"
    ):
        return []
    found = Person.objects.filter(
        memberships__organisation=sheet.tanker.carrier_id,
        memberships__role__in=["tanker_driver", "tanker_escort"],
    )
    return list(found.exclude(pk=person.pk).distinct().order_by("name_zh"))


def _steps_of(sheet: HandoverSheet) -> list[tuple[Text, str]]:
    """The steps of a sheet's way with the class that shows how far it is."""
    way = list(_STEPS)
    if sheet.outcome == "refused":
        way[4] = "refused"
    here = way.index(sheet.state) if sheet.state in way else -1
    if sheet.state == "closed":
        here = len(way)
    marks = ["is-done" if i < here else "is-current" if i == here else "" for i in range(len(way))]
    if sheet.outcome == "refused":
        marks[4] = "is-bad"
    return [(SHEET_STATES[code], mark) for code, mark in zip(way, marks, strict=True)]


def _turn(person: Person, sheet: HandoverSheet, signed: set[str]) -> str:
    """The step that waits for this person: a signature's role, or arrive, settle, close."""
    roles: dict[int, set[str]] = {}
    for membership in person.present_memberships():
        roles.setdefault(membership.organisation_id, set()).add(membership.role)
    at_station = roles.get(sheet.station.place.organisation_id, set())
    at_carrier = roles.get(sheet.tanker.carrier_id, set())
    at_plant = roles.get(sheet.plant.organisation_id, set()) & {"plant_receiver", "plant_quality"}
    if sheet.state == "draft" and "station_manager" in at_station:
        return "station"
    if sheet.state == "loaded":
        for role in ("driver", "escort"):
            if f"tanker_{role}" in at_carrier and role not in signed:
                return role
    if sheet.state == "under_way" and at_plant:
        return "arrive"
    if sheet.state == "arrived" and at_plant:
        return "settle"
    if sheet.state in ("accepted", "refused") and "station_manager" in at_station:
        return "close"
    return ""


@require_http_methods(["GET", "POST"])
@page("collection.open_sheet")
def new_sheet(request: HttpRequest) -> HttpResponse:
    """Draw up a sheet."""
    stations = visible(Station.objects.select_related("place"), scope_of(request.user))
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            station = get_visible(
                stations, scope_of(request.user), pk=whole_entry(request, "station") or 0
            )
            sheet = open_sheet(person_of(request), station, _loading(request, station))
        except Problem as problem:
            if problem.kind is not INVALID:
                raise
            faults = problem.faults
        else:
            tell(
                request,
                f"交接单 {sheet.number} 已起草，请签字",
                f"Sheet {sheet.number}: please sign",
            )
            return redirect("collection:sheet", number=sheet.number)
    return _loading_form(request, list(stations), faults, None)


@require_http_methods(["GET", "POST"])
@page("collection.correct_sheet")
def correction(request: HttpRequest, number: str) -> HttpResponse:
    """Replace a signed sheet by a corrected version."""
    old = sheet_of(request, number)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            loading = _loading(request, old.station)
            new = correct_sheet(person_of(request), old, loading, reason=word(request, "reason"))
        except Problem as problem:
            if problem.kind is not INVALID:
                raise
            faults = problem.faults
        else:
            tell(request, f"已更正为 {new.number}，须重新签字", f"Now {new.number}: sign anew")
            return redirect("collection:sheet", number=new.number)
    return _loading_form(request, [old.station], faults, old)


def _loading_form(
    request: HttpRequest,
    stations: list[Station],
    faults: tuple[Fault, ...],
    old: HandoverSheet | None,
) -> HttpResponse:
    plants = Place.objects.filter(supplied_by__in=stations).distinct().order_by("name_zh")
    typed = request.POST.dict() if request.method == "POST" else _values_of(old)
    return render(
        request,
        "collection/sheet_form.html",
        {
            "stations": stations,
            "tankers": Tanker.objects.filter(active=True)
            .select_related("carrier")
            .order_by("plate"),
            "plants": plants,
            "typed": typed,
            "faults": {fault.field: fault for fault in faults},
            "old": old,
            "limits": limits_on(timezone.localdate()),
        },
        status=422 if faults else 200,
    )


def _values_of(sheet: HandoverSheet | None) -> dict[str, str]:
    now = in_shanghai(timezone.now())
    if sheet is None:
        return {"loaded_at": f"{now:%Y-%m-%dT%H:%M}"}
    return {
        "station": str(sheet.station_id),
        "tanker": sheet.tanker.plate,
        "plant": str(sheet.plant_id),
        "shipped_kg": f"{sheet.shipped_kg}",
        "departure_temperature_c": f"{sheet.departure_temperature_c}",
        "cooling_minutes": "" if sheet.cooling_minutes is None else str(sheet.cooling_minutes),
        "seals": " ".join(sheet.seals),
        "loaded_at": f"{in_shanghai(sheet.loaded_at):%Y-%m-%dT%H:%M}",
        "load_lot": sheet.load_lot,
    }


def _loading(request: HttpRequest, station: Station) -> Loading:
    tanker = Tanker.objects.filter(plate=word(request, "tanker").upper(), active=True).first()
    plant_key = whole_entry(request, "plant") or 0
    plant = Place.objects.filter(pk=plant_key, kind="plant", supplied_by=station).first()
    if tanker is None:
        raise Problem(
            INVALID,
            None,
            [
                Fault(
                    "tanker", word(request, "tanker"), "known", Text("没有此车牌", "Unknown plate")
                )
            ],
        )
    if plant is None:
        raise Problem(NOT_FOUND, Text("没有该加工厂", "There is no such plant"))
    at = moment_entry(request, "loaded_at")
    lot = f"https://id.gs1.org/01/{_RAW_MILK_GTIN}/10/L{at:%y%m%d%H%M}S{station.pk}"
    return Loading(
        tanker=tanker,
        plant=plant,
        load_lot=word(request, "load_lot") or lot,
        shipped_kg=decimal_entry(request, "shipped_kg"),
        departure_temperature_c=decimal_entry(request, "departure_temperature_c"),
        cooling_minutes=whole_entry(request, "cooling_minutes"),
        seals=tuple(word(request, "seals").replace("，", " ").replace(",", " ").split()),
        loaded_at=at,
    )


def _arriving(request: HttpRequest) -> StepEntry:
    read = word(request, "seals").replace("，", " ").replace(",", " ").split()
    return StepEntry(
        "arrive",
        moment_entry(request, "arrived_at"),
        temperature_c=decimal_entry(request, "temperature_c"),
        seals_intact=word(request, "seals_intact") == "yes",
        seals=tuple(read) or None,
    )


def _receiving(request: HttpRequest) -> StepEntry:
    now = timezone.now()
    if not word(request, "weighbridge"):
        return StepEntry("receive", now, received_kg=decimal_entry(request, "received_kg"))
    ticket = Ticket(
        word(request, "weighbridge"),
        word(request, "ticket"),
        decimal_entry(request, "gross_kg"),
        decimal_entry(request, "tare_kg"),
        now,
    )
    return StepEntry(
        "receive", now, ticket=ticket, received_kg=as_decimal(word(request, "received_kg"))
    )


_STEP_OF: dict[str, Callable[[HttpRequest], StepEntry]] = {
    "arrive": _arriving,
    "receive": _receiving,
    "refuse": lambda request: StepEntry("refuse", timezone.now(), reason=word(request, "reason")),
}


@require_POST
@page()
def step(request: HttpRequest, number: str, what: str) -> HttpResponse:
    """Take the next step of a sheet; each step asks for its own right."""
    sheet = sheet_of(request, number)
    read = _STEP_OF.get(what)
    entry = StepEntry(what, timezone.now()) if read is None else read(request)
    take_step(person_of(request), sheet, entry, seen=word(request, "seen"))
    tell(request, "已办理", "Done")
    return redirect("collection:sheet", number=number)


@require_GET
@page("collection.see_sheets")
def sheet_print(request: HttpRequest, number: str) -> HttpResponse:
    """Both copies of a sheet as a page for the printer."""
    sheet = sheet_of(request, number)
    return render(
        request,
        "collection/sheet_print.html",
        {
            "sheet": sheet,
            "signatures": {s.role: s for s in sheet.signatures.select_related("person")},
            "roles": SIGNATURE_ROLES,
            "copies": (
                Text("第一联（白）收购站留存", "Copy 1 (white), kept by the station"),
                Text("第二联（绿）乳制品生产企业留存", "Copy 2 (green), kept by the processor"),
            ),
            "qr": qr_svg(_check_address(request, sheet), 3),
            "weighing": Weighing.objects.filter(sheet=sheet).select_related("weighbridge").first(),
        },
    )


@require_GET
@page("collection.see_sheets")
def sheet_download(request: HttpRequest, number: str) -> HttpResponse:
    """Both copies of a sheet as PDF."""
    sheet = sheet_of(request, number)
    content = sheet_pdf(sheet, _check_address(request, sheet))
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{sheet.number}.pdf"'
    return answer
