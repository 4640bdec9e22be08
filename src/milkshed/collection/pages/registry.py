"""Stations, tankers and the register of their papers."""

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from milkshed.collection.actions.registry import move_licence
from milkshed.collection.flow import LICENCE_FLOW
from milkshed.collection.models import STANDINGS, Licence, LicenceKind, Station, Tanker
from milkshed.collection.queries import notice_days
from milkshed.kernel.counties import COUNTIES
from milkshed.platform.models import Person
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import day_entry, word
from milkshed.platform.web.pages import page

_PER_PAGE = 30
TAGS = {
    "coming": "none",
    "valid": "ok",
    "expiring": "warn",
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
        request, "collection/tankers.html", {"page_obj": page_obj, "lines": lines, "q": search}
    )


def _best(papers: list[Licence], days: int) -> tuple[Licence | None, object, str]:
    """The paper that lasts longest, its standing in words and the kind of its tag."""
    if not papers:
        return None, "", "bad"
    paper = max(papers, key=lambda licence: licence.valid_to)
    standing = paper.standing(timezone.localdate(), days)
    return paper, STANDINGS[standing], TAGS[standing]


@require_GET
@page("collection.see_licences")
def licence_list(request: HttpRequest) -> HttpResponse:
    """The register of licences and permits, those that end soonest first."""
    today = timezone.localdate()
    days = notice_days(today)
    licences = visible(Licence.objects.all(), scope_of(request.user))
    kind, wanted = request.GET.get("kind", ""), request.GET.get("standing", "")
    search = request.GET.get("q", "").strip()
    if kind in LicenceKind.values:
        licences = licences.filter(kind=kind)
    if search:
        licences = licences.filter(
            Q(number__icontains=search)
            | Q(holder__name_zh__icontains=search)
            | Q(tanker__plate__icontains=search)
        )
    shown = licences.select_related("holder", "issuer", "station__place", "tanker").order_by(
        "valid_to", "number"
    )
    entries = [(licence, licence.standing(today, days)) for licence in shown]
    counts = dict.fromkeys(STANDINGS, 0)
    for _, standing in entries:
        counts[standing] += 1
    if wanted in STANDINGS:
        entries = [entry for entry in entries if entry[1] == wanted]
    page_obj = Paginator(entries, _PER_PAGE).get_page(request.GET.get("page"))
    person = request.user
    lines = [
        (
            licence,
            STANDINGS[standing],
            TAGS[standing],
            [m for m in LICENCE_FLOW.moves_from(licence.state) if may(person, m.verb)],
            (licence.valid_to - today).days,
        )
        for licence, standing in page_obj
    ]
    return render(
        request,
        "collection/licences.html",
        {
            "page_obj": page_obj,
            "lines": lines,
            "counts": [(code, STANDINGS[code], TAGS[code], counts[code]) for code in STANDINGS],
            "kinds": LicenceKind.choices,
            "kind": kind,
            "wanted": wanted,
            "q": search,
            "today": today,
            "days": days,
        },
    )


@require_POST
@page()
def licence_move(request: HttpRequest, key: int) -> HttpResponse:
    """Suspend, reinstate or revoke a licence; the flow asks for the right."""
    assert isinstance(request.user, Person)
    licence = get_visible(Licence.objects.all(), scope_of(request.user), pk=key)
    move_licence(
        request.user,
        licence,
        word(request, "verb"),
        on=day_entry(request, "on"),
        reason=word(request, "reason"),
    )
    return redirect("collection:licences")
