"""Stations and tankers on file, and filing new ones."""

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from milkshed.collection.actions.registry import open_place, register_station, register_tanker
from milkshed.collection.models import STANDINGS, Licence, Station, StationKind, Tanker
from milkshed.collection.queries import notice_days
from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.problems import CONFLICT, INVALID, Fault, Problem
from milkshed.platform.models import Organisation, Person, Place
from milkshed.platform.permissions import may
from milkshed.platform.scope import Scope, get_visible, scope_of, visible
from milkshed.platform.web.entries import as_whole, decimal_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page

_PER_PAGE = 30
TAGS = {
    "coming": "none",
    "valid": "ok",
    "expiring": "warn",
    "continued": "warn",
    "expired": "bad",
    "suspended": "warn",
    "revoked": "bad",
}


@require_GET
@page("collection.see_licences")
def station_list(request: HttpRequest) -> HttpResponse:
    """Stations on file with the standing of their licence."""
    today = timezone.localdate()
    search, county = request.GET.get("q", "").strip(), request.GET.get("county", "")
    stations = visible(Station.objects.all(), scope_of(request.user))
    if county in COUNTIES:
        stations = stations.filter(place__county=county)
    if search:
        stations = stations.filter(place__name_zh__icontains=search)
    shown = (
        stations.select_related("place__organisation", "manager")
        .prefetch_related("licences", "farms")
        .order_by("place__county", "place__name_zh")
    )
    page_obj = Paginator(shown, _PER_PAGE).get_page(request.GET.get("page"))
    days = notice_days(today)
    lines = [(station, *_best(list(station.licences.all()), days)) for station in page_obj]
    return render(
        request,
        "collection/stations.html",
        {
            "page_obj": page_obj,
            "lines": lines,
            "counties": COUNTIES.values(),
            "q": search,
            "county": county,
            "may_register": may(request.user, "collection.register"),
        },
    )


@require_GET
@page("collection.see_licences")
def tanker_list(request: HttpRequest) -> HttpResponse:
    """Tankers on file with the standing of their permit."""
    today, search = timezone.localdate(), request.GET.get("q", "").strip()
    tankers = visible(Tanker.objects.all(), scope_of(request.user))
    if search:
        tankers = tankers.filter(Q(plate__icontains=search) | Q(carrier__name_zh__icontains=search))
    shown = tankers.select_related("carrier").prefetch_related("permits").order_by("plate")
    page_obj = Paginator(shown, _PER_PAGE).get_page(request.GET.get("page"))
    days = notice_days(today)
    lines = [(tanker, *_best(list(tanker.permits.all()), days)) for tanker in page_obj]
    return render(
        request,
        "collection/tankers.html",
        {
            "page_obj": page_obj,
            "lines": lines,
            "q": search,
            "may_register": may(request.user, "collection.register"),
        },
    )


def _best(papers: list[Licence], days: int) -> tuple[Licence | None, object, str]:
    """The paper that lasts longest, its standing in words and the kind of its tag."""
    if not papers:
        return None, "", "bad"
    paper = max(papers, key=lambda licence: (licence.last_day, licence.pk))
    standing = paper.standing(timezone.localdate(), days)
    return paper, STANDINGS[standing], TAGS[standing]


@require_http_methods(["GET", "POST"])
@page("collection.register")
def new_station(request: HttpRequest) -> HttpResponse:
    """File a station at a place that has none yet, or at a new place."""
    scope = scope_of(request.user)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            with transaction.atomic():
                station = _file_station(request)
        except Problem as problem:
            if problem.kind not in (INVALID, CONFLICT):
                raise
            faults = problem.faults or (Fault("place", None, problem.kind.slug, problem.detail),)
        else:
            tell(request, f"{station}已登记，可申请许可", f"{station} is on file")
            return redirect("collection:stations")
    free = visible(Place.objects.filter(kind="station", station__isnull=True), scope)
    openers = visible(Organisation.objects.filter(kind__in=("farm", "station", "processor")), scope)
    return render(
        request,
        "collection/station_form.html",
        {
            "places": free.select_related("organisation").order_by("name_zh"),
            "organisations": openers.order_by("name_zh"),
            "kinds": StationKind.choices,
            "counties": [
                c for c in COUNTIES.values() if scope.everything or c.code in scope.counties
            ],
            "plants": _plants(scope),
            "typed": request.POST,
            "chosen": set(request.POST.getlist("plants")),
            "faults": {fault.field: fault for fault in faults},
        },
        status=422 if faults else 200,
    )


def _file_station(request: HttpRequest) -> Station:
    person = request.user
    assert isinstance(person, Person)
    scope = scope_of(person)
    key = whole_entry(request, "place")
    if key is not None:
        place = get_visible(Place.objects.all(), scope, pk=key)
    else:
        opener = get_visible(
            Organisation.objects.all(), scope, pk=whole_entry(request, "organisation") or 0
        )
        place = open_place(
            person,
            opener,
            name_zh=word(request, "name_zh"),
            county=word(request, "county"),
            gln=word(request, "gln"),
            longitude=_degrees(request, "longitude"),
            latitude=_degrees(request, "latitude"),
        )
    return register_station(
        person,
        place,
        kind=word(request, "kind"),
        daily_intake_kg=decimal_entry(request, "daily_intake_kg"),
        plants=_plants(scope).filter(
            pk__in=[k for k in map(as_whole, request.POST.getlist("plants")) if k]
        ),
    )


def _plants(scope: Scope) -> QuerySet[Place]:
    """Plants in reach, and those that stations in reach supply already."""
    own = visible(Place.objects.filter(kind="plant"), scope)
    supplied = Place.objects.filter(supplied_by__in=visible(Station.objects.all(), scope))
    known = Q(pk__in=own.values("pk")) | Q(pk__in=supplied.values("pk"))
    return Place.objects.filter(known, kind="plant").order_by("name_zh")


def _degrees(request: HttpRequest, name: str) -> float | None:
    return float(decimal_entry(request, name)) if word(request, name) else None


@require_http_methods(["GET", "POST"])
@page("collection.register")
def new_tanker(request: HttpRequest) -> HttpResponse:
    """File a tanker of a carrier."""
    scope = scope_of(request.user)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        person = request.user
        assert isinstance(person, Person)
        carrier = get_visible(
            Organisation.objects.all(), scope, pk=whole_entry(request, "carrier") or 0
        )
        try:
            tanker = register_tanker(
                person,
                carrier,
                plate=word(request, "plate").upper(),
                grai=word(request, "grai"),
                capacity_kg=decimal_entry(request, "capacity_kg"),
                compartments=whole_entry(request, "compartments") or 1,
                max_haul_km=whole_entry(request, "max_haul_km"),
            )
        except Problem as problem:
            if problem.kind not in (INVALID, CONFLICT):
                raise
            faults = problem.faults or (Fault("plate", None, problem.kind.slug, problem.detail),)
        else:
            tell(request, f"{tanker}已登记，可申请准运证明", f"{tanker} is on file")
            return redirect("collection:tankers")
    carriers = visible(Organisation.objects.filter(kind="carrier"), scope)
    return render(
        request,
        "collection/tanker_form.html",
        {
            "carriers": carriers.order_by("name_zh"),
            "typed": request.POST,
            "faults": {fault.field: fault for fault in faults},
        },
        status=422 if faults else 200,
    )
