"""The supervision board, its lists, the risk score of a station or tanker, and plans of visits."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.collection.actions.inspections import (
    PlanWish,
    VisitReport,
    assign_officers,
    cancel_inspection,
    confirm_remedy,
    move_inspection,
    plan_inspections,
    report_inspection,
)
from milkshed.collection.flow import INSPECTION_FLOW
from milkshed.collection.inspections import officers_of, risk_table, visits_of
from milkshed.collection.models import Inspection, InspectionPlan, SiteVisit, Station, Tanker
from milkshed.collection.models.inspections import INSPECTION_STANDINGS, METHODS, OUTCOMES
from milkshed.collection.science.risk import CLASSES, VERSION
from milkshed.kernel.counties import COUNTIES, division_name
from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.documents.columns import Column, Kind
from milkshed.platform.documents.excel import MEDIA_TYPE, Sheet, write_excel
from milkshed.platform.models import Person, Transition
from milkshed.platform.permissions import may
from milkshed.platform.scope import Scope, get_visible, reaches, scope_of, visible
from milkshed.platform.web.entries import as_day, day_asked, day_entry, tell, whole_entry, word
from milkshed.platform.web.pages import may_open, page
from milkshed.platform.web.people import person_of
from milkshed.site.pages.choices import counties_of_scope
from milkshed.site.shell import holds_synthetic
from milkshed.site.supervision.board import (
    EMPTY,
    LISTS,
    Row,
    Wanted,
    name_of,
    read_board,
    read_list,
)
from milkshed.site.supervision.facts import assess

_CHECKLISTS = 12
_PER_PAGE = 40
_RANKED = 12
_PLAN_DAYS = 30
CLASS_TAGS = {"high": "bad", "medium": "warn", "low": "ok"}
STANDING_TAGS = {
    "planned": "warn", "assigned": "info", "done": "ok", "cancelled": "none", "overdue": "bad",
}  # fmt: skip
_COLUMNS = (
    Column("county", Text("县（市、区）", "County"), width=14),
    Column("subject", Text("对象", "Subject"), width=28),
    Column("day", Text("日期", "Day"), Kind.DATE, width=12),
    Column("words", Text("情况", "What"), width=60),
    Column("tag", Text("类别", "Kind"), width=18),
)


def _wanted(request: HttpRequest, scope: Scope) -> Wanted:
    county = request.GET.get("county", "")
    county = county if county in COUNTIES else ""
    town = request.GET.get("town", "") if county or len(scope.counties_in_part) == 1 else ""
    return Wanted(scope, timezone.localdate(), county, town)


def _towns(wanted: Wanted) -> list[tuple[str, int]]:
    """The townships of one county that hold a station, with how many; codes as they are.

    None for a township officer, who looks at no other.
    """
    if wanted.counties is None or len(wanted.counties) != 1 or wanted.scope.towns:
        return []
    counts: dict[str, int] = {}
    for town in Station.objects.filter(place__county__in=wanted.counties, active=True).values_list(
        "place__town", flat=True
    ):
        if town:
            counts[town] = counts.get(town, 0) + 1
    return sorted(counts.items())


@require_GET
@page("collection.see_supervision")
def board(request: HttpRequest) -> HttpResponse:
    """The board of the reader's counties."""
    scope = scope_of(request.user)
    wanted = _wanted(request, scope)
    read = read_board(wanted)
    return render(
        request,
        "site/supervision/board.html",
        {
            "tiles": [
                (what, title, len(read.lists[what]), sum(row.grave for row in read.lists[what]))
                for what, title in LISTS.items()
            ],
            "board": read,
            "ranking": [
                (one, CLASS_TAGS[one.candidate.risk_class]) for one in read.ranking[:_RANKED]
            ],
            "classes": [
                (title, CLASS_TAGS[code], read.classes.get(code, 0))
                for code, title in CLASSES.items()
            ],
            "lists": LISTS,
            "counties": counties_of_scope(scope),
            "county": wanted.county,
            "towns": _towns(wanted),
            "town": wanted.town,
            "today": wanted.today,
            "may_plan": may(request.user, "collection.plan_inspections"),
        },
    )


@require_GET
@page("collection.see_supervision")
def board_list(request: HttpRequest) -> HttpResponse:
    """One list of the board."""
    scope = scope_of(request.user)
    wanted = _wanted(request, scope)
    what = request.GET.get("what", "")
    if what not in LISTS:
        raise Problem(NOT_FOUND, Text("没有这个清单", "There is no such list"))
    rows = read_list(what, wanted)
    page_obj = Paginator(rows, _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "site/supervision/list.html",
        {
            "what": what,
            "title": LISTS[what],
            "empty": EMPTY[what],
            "lists": LISTS,
            "page_obj": page_obj,
            "rows": [(row, row.url if may_open(request.user, row.url) else "") for row in page_obj],
            "counties": counties_of_scope(scope),
            "county": wanted.county,
            "town": wanted.town,
        },
    )


@require_GET
@page("collection.see_supervision")
def board_excel(request: HttpRequest) -> HttpResponse:
    """All lists of the board as an Excel file, one sheet each."""
    scope = scope_of(request.user)
    wanted = _wanted(request, scope)
    language = "en" if (get_language() or "zh").startswith("en") else "zh"

    def rows_of(rows: tuple[Row, ...]) -> Iterator[dict[str, object]]:
        for row in rows:
            yield {
                "county": division_name(row.county).in_language(language) if row.county else "",
                "subject": row.subject.in_language(language),
                "day": row.day,
                "words": row.words.in_language(language),
                "tag": row.tag.in_language(language),
            }

    content = write_excel(
        [
            Sheet(
                title.in_language(language),
                _COLUMNS,
                rows_of(read_list(what, wanted)),
                (),
                title.in_language(language),
            )
            for what, title in LISTS.items()
        ],
        synthetic=holds_synthetic(),
        language=language,
    )
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="supervision-{wanted.today}.xlsx"'
    return answer


@require_GET
@page("collection.see_supervision")
def risks(request: HttpRequest) -> HttpResponse:
    """All stations and tankers of the reader's counties by their score."""
    scope = scope_of(request.user)
    wanted = _wanted(request, scope)
    read = read_board(wanted).ranking
    kind, risk = request.GET.get("kind", ""), request.GET.get("class", "")
    shown = [
        (one, CLASS_TAGS[one.candidate.risk_class])
        for one in read
        if (not kind or one.subject.is_station == (kind == "station"))
        and risk in ("", one.candidate.risk_class)
    ]
    return render(
        request,
        "site/supervision/risks.html",
        {
            "page_obj": Paginator(shown, _PER_PAGE).get_page(request.GET.get("page")),
            "counties": counties_of_scope(scope),
            "county": wanted.county,
            "kind": kind,
            "risk": risk,
            "classes": CLASSES,
        },
    )


@require_GET
@page("collection.see_supervision")
def risk_of_station(request: HttpRequest, key: int) -> HttpResponse:
    """The score of a station, term by term."""
    station = get_visible(Station.objects.select_related("place"), scope_of(request.user), pk=key)
    return _risk(request, f"station:{station.pk}", station.place.county)


@require_GET
@page("collection.see_supervision")
def risk_of_tanker(request: HttpRequest, key: int) -> HttpResponse:
    """The score of a tanker, term by term."""
    tanker = get_visible(Tanker.objects.select_related("carrier"), scope_of(request.user), pk=key)
    return _risk(request, f"tanker:{tanker.pk}", tanker.carrier.county)


def _risk(request: HttpRequest, key: str, county: str) -> HttpResponse:
    scope, today = scope_of(request.user), timezone.localdate()
    asked = day_asked(request, "on") or today
    on = min(asked, today)
    found = assess(on, frozenset({county}), only=key).get(key)
    if found is None:
        raise Problem(
            NOT_FOUND, Text("该对象已停用，不再评分", "It is not at work any more and not scored")
        )
    terms = [
        (
            one,
            one.evidence.url
            if may_open(request.user, one.evidence.url)
            and (scope.everything or scope.counties_in_part & one.evidence.counties)
            else "",
        )
        for one in found.terms
    ]
    inspections = visible(visits_of(None), scope)
    kind, _, pk = key.partition(":")
    return render(
        request,
        "site/supervision/risk.html",
        {
            "found": found,
            "terms": terms,
            "tag": CLASS_TAGS[found.rated.risk_class],
            "class_text": CLASSES[found.rated.risk_class],
            "table": risk_table(on),
            "version": VERSION,
            "on": on,
            "today": today,
            "visits": [
                (visit, *_standing(visit, today))
                for visit in inspections.filter(**{kind: pk}).order_by("-due_on")[:10]
            ],
        },
    )


def _standing(visit: Inspection, today: date) -> tuple[Text, str]:
    code = visit.standing(today)
    return INSPECTION_STANDINGS[code], STANDING_TAGS[code]


@require_http_methods(["GET", "POST"])
@page("collection.see_supervision")
def plans(request: HttpRequest) -> HttpResponse:
    """Plans of visits; a new one is made here."""
    person = person_of(request)
    scope, today = scope_of(person), timezone.localdate()
    if request.method == "POST":
        return _make_plan(request, person, today)
    found = visible(InspectionPlan.objects.select_related("office", "made_by"), scope)
    page_obj = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    done: dict[int, list[str]] = {}
    for visit in Inspection.objects.filter(plan__in=[plan.pk for plan in page_obj]):
        done.setdefault(visit.plan_id, []).append(visit.standing(today))
    return render(
        request,
        "site/supervision/plans.html",
        {
            "page_obj": page_obj,
            "lines": [
                (
                    plan,
                    len(done.get(plan.pk, ())),
                    done.get(plan.pk, []).count("done"),
                    done.get(plan.pk, []).count("overdue"),
                )
                for plan in page_obj
            ],
            "methods": METHODS,
            "counties": counties_of_scope(scope),
            "may_plan": may(person, "collection.plan_inspections"),
            "today": today,
            "until": today + timedelta(days=_PLAN_DAYS - 1),
        },
    )


def _make_plan(request: HttpRequest, person: Person, today: date) -> HttpResponse:
    county = word(request, "county")
    wish = PlanWish(
        county=county,
        first=day_entry(request, "first"),
        last=day_entry(request, "last"),
        method=word(request, "method"),
        count=whole_entry(request, "count") or 0,
        seed=word(request, "seed")[:80],
    )
    candidates = [one.candidate for one in assess(today, frozenset({county})).values()]
    plan = plan_inspections(person, wish, candidates, today)
    tell(request, f"已排定{plan.visits.count()}次检查", f"{plan.visits.count()} visits planned")
    return redirect("inspection-plan", plan.pk)


@require_GET
@page("collection.see_supervision")
def plan_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan with its visits."""
    plan = get_visible(
        InspectionPlan.objects.select_related("office", "made_by"), scope_of(request.user), pk=pk
    )
    today = timezone.localdate()
    visits = visits_of(frozenset({plan.county})).filter(plan=plan).order_by("due_on", "pk")
    page_obj = Paginator(visits, _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "site/supervision/plan.html",
        {
            "plan": plan,
            "page_obj": page_obj,
            "lines": [
                (
                    visit,
                    name_of(visit),
                    CLASSES[visit.risk_class],
                    CLASS_TAGS[visit.risk_class],
                    *_standing(visit, today),
                )
                for visit in page_obj
            ],
        },
    )


@require_GET
@page("collection.see_supervision")
def visit_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One planned visit: who goes, why, what was found, and every change of it."""
    person = person_of(request)
    visit = get_visible(visits_of(None).select_related("plan__office"), scope_of(person), pk=pk)
    moves = {move.verb.rpartition(".")[2] for move in INSPECTION_FLOW.moves_from(visit.state)}
    verbs = {verb for verb in moves if may(person, f"collection.{verb}")}
    if person.pk not in (visit.first_officer_id, visit.second_officer_id):
        verbs.discard("report_inspection")
    if visit.remedy_by is None or visit.remedied_on is not None:
        verbs.discard("confirm_remedy")
    titles = {move.verb: move.title for move in INSPECTION_FLOW.moves}
    steps = Transition.objects.filter(subject=INSPECTION_FLOW.subject, subject_id=visit.pk)
    return render(
        request,
        "site/supervision/visit.html",
        {
            "visit": visit,
            "name": name_of(visit),
            "sees_plan": reaches(scope_of(person), visit.plan),
            "class_text": CLASSES[visit.risk_class],
            "class_tag": CLASS_TAGS[visit.risk_class],
            "standing": _standing(visit, timezone.localdate()),
            "verbs": verbs,
            "officers": officers_of(visit.plan.office) if "assign_inspection" in verbs else (),
            "outcomes": OUTCOMES,
            "checklists": _checklists(visit) if "report_inspection" in verbs else (),
            "today": timezone.localdate(),
            "steps": [
                (one, titles.get(one.verb, Text(one.verb, one.verb)))
                for one in steps.select_related("person").order_by("at", "pk")
            ],
        },
    )


@require_POST
@page()
def visit_step(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Take a step of a visit; the flow asks for the right."""
    person = person_of(request)
    visit = get_visible(Inspection.objects.all(), scope_of(person), pk=pk)
    version = whole_entry(request, "version")
    if version is None:
        raise invalid("version", "", "required", "缺少版本号，请刷新页面", "Reload the page")
    if what == "assign":
        first, second = (_officer(request, visit, name) for name in ("first", "second"))
        assign_officers(person, visit, first, second, version=version)
    elif what == "move":
        move_inspection(
            person,
            visit,
            due_on=day_entry(request, "due_on"),
            reason=word(request, "reason"),
            version=version,
        )
    elif what == "cancel":
        cancel_inspection(person, visit, reason=word(request, "reason"), version=version)
    elif what == "report":
        report = VisitReport(
            done_on=day_entry(request, "done_on"),
            outcome=word(request, "outcome"),
            findings=word(request, "findings"),
            remedy_by=as_day(word(request, "remedy_by")),
            visit=_checklist(request, visit),
        )
        report_inspection(person, visit, report, version=version)
    elif what == "remedy":
        confirm_remedy(
            person,
            visit,
            on=day_entry(request, "on"),
            opinion=word(request, "opinion"),
            version=version,
        )
    else:
        raise Problem(NOT_FOUND, Text("没有这个步骤", "There is no such step"))
    tell(request, "已保存", "Saved")
    return redirect("inspection", visit.pk)


def _checklists(visit: Inspection) -> list[SiteVisit]:
    """The latest checklists filled in at the station or tanker."""
    filled = SiteVisit.objects.filter(station=visit.station_id, tanker=visit.tanker_id)
    return list(filled.order_by("-planned_on", "-pk")[:_CHECKLISTS])


def _checklist(request: HttpRequest, visit: Inspection) -> SiteVisit | None:
    key = whole_entry(request, "visit")
    if key is None:
        return None
    found = next((one for one in _checklists(visit) if one.pk == key), None)
    if found is None:
        raise invalid("visit", key, "known", "没有该现场检查表", "There is no such checklist")
    return found


def _officer(request: HttpRequest, visit: Inspection, name: str) -> Person:
    key = whole_entry(request, name)
    for officer in officers_of(visit.plan.office):
        if officer.pk == key:
            return officer
    raise invalid(
        name, word(request, name), "officer",
        "请选择本县主管部门的检查员", "Choose an officer of the county's office",
    )  # fmt: skip
