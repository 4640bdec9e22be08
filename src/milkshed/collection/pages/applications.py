"""Pages of applications: the list with its clocks, the form, and every step of the way."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.collection.actions.applications import (
    accept,
    attach,
    draft_application,
    extend,
    fill_in,
    form_of,
    lacks_of,
    return_for_completion,
    review,
    submit,
    withdraw,
)
from milkshed.collection.actions.decisions import approve, refuse
from milkshed.collection.actions.visits import plan_visit
from milkshed.collection.flow import APPLICATION_FLOW
from milkshed.collection.models import (
    APPLICATION_STATES,
    CLOSED,
    PURPOSES,
    Application,
    LicenceKind,
    Station,
    Tanker,
)
from milkshed.collection.queries import ClockFace, clock_of, whole
from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Membership, Person, Transition
from milkshed.platform.permissions import holders_of, may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import day_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_PER_PAGE = 30
_WAY = ("draft", "submitted", "accepted", "visited", "reviewed", "approved")
TAGS = {
    "draft": "none", "submitted": "info", "returned": "warn", "accepted": "info",
    "remedy": "warn", "visited": "info", "reviewed": "info", "approved": "ok",
    "refused": "bad", "withdrawn": "none",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Light:
    """A clock as a tag: the kind of its colour and its words."""

    kind: str
    words: Text


def light_of(clock: ClockFace | None, reminder: int) -> Light | None:
    """How a clock stands, in a word on its colour; ``reminder`` working days before the end warn.

    None without a clock.
    """
    if clock is None:
        return None
    reading = clock.reading
    if reading.still:
        return Light("none", Text("期限中止", "Clock stands still"))
    if reading.overdue:
        late = -reading.left
        return Light("bad", Text(f"超期{late}个工作日", f"{late} working days overdue"))
    kind = "warn" if reading.left <= reminder else "ok"
    return Light(kind, Text(f"剩{reading.left}个工作日", f"{reading.left} working days left"))


def application_of(request: HttpRequest, key: int) -> Application:
    """The application of an address, if the person may see it."""
    found = Application.objects.select_related(
        "applicant",
        "station__place",
        "tanker__carrier",
        "of_licence",
        "licence",
        "created_by",
    )
    return get_visible(found, scope_of(request.user), pk=key)


@require_GET
@page("collection.see_applications")
def application_list(request: HttpRequest) -> HttpResponse:
    """Applications in reach with their clocks; open ones first."""
    asked = request.GET
    rows = visible(Application.objects.all(), scope_of(request.user))
    own = [o.pk for o in person_of(request).organisations()]
    rows = rows.exclude(~Q(applicant__in=own), state="draft")  # a draft is its applicant's own
    state = asked.get("state", "open")
    if state in APPLICATION_STATES:
        rows = rows.filter(state=state)
    elif state == "open":
        rows = rows.exclude(state__in=CLOSED)
    if asked.get("kind") in LicenceKind.values:
        rows = rows.filter(kind=asked["kind"])
    if asked.get("county") in COUNTIES:
        rows = rows.filter(county=asked["county"])
    shown = (
        rows.select_related("applicant", "station__place", "tanker")
        .prefetch_related("pauses")
        .order_by("-submitted_on", "-pk")
    )
    page_obj = Paginator(shown, _PER_PAGE).get_page(asked.get("page"))
    today, calendar = timezone.localdate(), working_calendar()
    reminder = whole("clock.reminder_days", today)
    clocks = [(one, clock_of(one, today, calendar)) for one in page_obj]
    return render(
        request,
        "collection/applications.html",
        {
            "page_obj": page_obj,
            "lines": [
                (one, TAGS[one.state], clock, light_of(clock, reminder)) for one, clock in clocks
            ],
            "states": APPLICATION_STATES,
            "state": state,
            "kinds": LicenceKind.choices,
            "kind": asked.get("kind", ""),
            "counties": COUNTIES.values(),
            "county": asked.get("county", ""),
            "may_apply": may(request.user, "collection.submit_application"),
        },
    )


@require_http_methods(["GET", "POST"])
@page("collection.submit_application")
def new_application(request: HttpRequest) -> HttpResponse:
    """Choose the station or tanker and what is asked for."""
    person = person_of(request)
    own = [o.pk for o in person.organisations()]
    stations = Station.objects.filter(place__organisation__in=own).select_related(
        "place__organisation", "manager"
    )
    tankers = Tanker.objects.filter(carrier__in=own).select_related("carrier")
    if request.method == "POST":
        chosen = word(request, "subject")
        subjects = {f"station-{s.pk}": s for s in stations} | {f"tanker-{t.pk}": t for t in tankers}
        subject = subjects.get(chosen)
        if subject is None:
            raise invalid(
                "subject", chosen, "choice", "请选择收购站或车辆", "Choose a station or tanker"
            )
        made = draft_application(person, subject, word(request, "purpose"))
        tell(request, f"{made.number}已建草稿，请填写", f"{made.number} is a draft: fill it in")
        return redirect("collection:application", key=made.pk)
    return render(
        request,
        "collection/application_new.html",
        {"stations": stations, "tankers": tankers, "purposes": PURPOSES},
    )


@require_GET
@page("collection.see_applications")
def application_page(request: HttpRequest, key: int) -> HttpResponse:
    """One application: its form, what is missing, its clock, and the next step for this person."""
    found, person = application_of(request, key), person_of(request)
    today, form = timezone.localdate(), form_of(found)
    clock = clock_of(found, today, working_calendar())
    files: dict[str, list[object]] = {}
    for one in found.files.select_related("attachment").order_by("pk"):
        files.setdefault(one.material, []).append(one.attachment)
    moves = Transition.objects.filter(subject=APPLICATION_FLOW.subject, subject_id=found.pk)
    own = found.applicant_id in {o.pk for o in person.organisations()}
    editable = (
        own
        and found.state in ("draft", "returned")
        and may(person, "collection.submit_application")
    )
    return render(
        request,
        "collection/application.html",
        {
            "one": found,
            "tag": TAGS[found.state],
            "form": form,
            "fields": [(field, found.content.get(field.key, "")) for field in form.fields],
            "materials": [(one, files.get(one.key, [])) for one in form.materials],
            "lacks": lacks_of(found) if found.state not in CLOSED else (),
            "clock": clock,
            "light": light_of(clock, whole("clock.reminder_days", today)),
            "steps": _steps_of(found),
            "moves": moves.select_related("person").order_by("at"),
            "visits": found.visits.select_related("lead", "second").order_by("pk"),
            "pauses": found.pauses.order_by("pk"),
            "editable": editable,
            "verbs": _verbs_for(person, found),
            "officers": _officers(found.county) if may(person, "collection.plan_visit") else (),
            "today": today,
            "visit_due": found.state in ("accepted", "remedy")
            and not found.visits.filter(state="open").exists()
            and may(person, "collection.plan_visit"),
            "may_extend": found.accepted_on is not None
            and found.extended_on is None
            and found.state not in CLOSED
            and may(person, "collection.extend_application"),
        },
    )


def _verbs_for(person: Person, application: Application) -> set[str]:
    """The last words of the moves that this person may try from here."""
    return {
        move.verb.removeprefix("collection.").removesuffix("_application")
        for move in APPLICATION_FLOW.moves_from(application.state)
        if may(person, move.verb)
    }


def _officers(county: str) -> list[Person]:
    roles = holders_of("collection.record_visit")
    found = Membership.objects.filter(role__in=roles, organisation__county=county)
    return list(Person.objects.filter(pk__in=found.values("person"), is_active=True).order_by("pk"))


def _steps_of(application: Application) -> list[tuple[Text, str]]:
    """The steps of an application's way with the class that shows how far it is."""
    way = list(_WAY)
    if application.state in ("refused", "withdrawn"):
        way[5] = application.state
    state = {"returned": "submitted", "remedy": "accepted"}.get(
        application.state, application.state
    )
    here = way.index(state)
    if application.state in CLOSED:
        marks = ["is-done" if i < here else "is-bad" for i in range(len(way))]
        marks[5] = "is-done" if application.state == "approved" else "is-bad"
    else:
        marks = [
            "is-done" if i < here else "is-current" if i == here else "" for i in range(len(way))
        ]
    return [(APPLICATION_STATES[code], mark) for code, mark in zip(way, marks, strict=True)]


Step = Callable[[Person, Application, int, HttpRequest], object]


def _fill_in(person: Person, found: Application, edition: int, request: HttpRequest) -> object:
    saved = fill_in(person, found, edition, {k: str(v) for k, v in request.POST.items()})
    for material in form_of(found).materials:
        for upload in request.FILES.getlist(f"file-{material.key}"):
            attach(person, found, material.key, upload, upload.name or "")
    if word(request, "then") == "submit":
        submit(person, saved, saved.edition)
    return saved


_STEPS: dict[str, Step] = {
    "save": _fill_in,
    "submit": lambda p, a, e, r: submit(p, a, e),
    "return": lambda p, a, e, r: return_for_completion(p, a, e, opinion=word(r, "opinion")),
    "accept": lambda p, a, e, r: accept(p, a, e, opinion=word(r, "opinion")),
    "extend": lambda p, a, e, r: extend(p, a, e, reason=word(r, "reason")),
    "review": lambda p, a, e, r: review(
        p, a, e, recommend=word(r, "recommend"), opinion=word(r, "opinion")
    ),
    "approve": lambda p, a, e, r: approve(p, a, e, opinion=word(r, "opinion")),
    "refuse": lambda p, a, e, r: refuse(p, a, e, reason=word(r, "opinion")),
    "withdraw": lambda p, a, e, r: withdraw(p, a, e, reason=word(r, "reason")),
}


@require_POST
@page("collection.see_applications")
def application_step(request: HttpRequest, key: int, what: str) -> HttpResponse:
    """Take a step of an application; each step asks for its own right."""
    found = application_of(request, key)
    step = _STEPS.get(what)
    if step is None:
        raise Problem(NOT_FOUND)
    step(person_of(request), found, whole_entry(request, "edition") or 0, request)
    tell(request, "已办理", "Done")
    return redirect("collection:application", key=key)


@require_POST
@page("collection.plan_visit")
def application_visit(request: HttpRequest, key: int) -> HttpResponse:
    """Send two officers to the site of an application."""
    found = application_of(request, key)
    known = {str(officer.pk): officer for officer in _officers(found.county)}
    chosen = [known[k] for k in request.POST.getlist("officers") if k in known]
    visit = plan_visit(
        person_of(request), found.subject, chosen, on=day_entry(request, "on"), application=found
    )
    tell(request, "已安排现场核查", "The visit is planned")
    return redirect("collection:visit", key=visit.pk)
