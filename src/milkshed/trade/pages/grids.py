"""Pages of pay grids: the list, one grid, the editor, and the steps of a grid's way."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.collection.facade import suppliers_of
from milkshed.kernel.problems import INVALID, NOT_FOUND, Fault, Problem
from milkshed.platform.models import Organisation, Person, Place, Transition
from milkshed.platform.permissions import holders_of, may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import as_day, day_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.trade.actions.grids import (
    GridHead,
    agree_grid,
    draft_grid,
    edit_grid,
    publish_grid,
    retire_grid,
)
from milkshed.trade.models import GRID_STATES, PayGrid
from milkshed.trade.pages.grid_form import ROUNDED, blank_term, document_of, form_terms
from milkshed.trade.pages.grid_view import (
    AVERAGE_WORDS,
    MISSING_WORDS,
    ROUNDING_WORDS,
    rule_pairs,
    term_views,
)
from milkshed.trade.queries.contracts import in_force
from milkshed.trade.queries.grids import content_of
from milkshed.trade.science.pricing.checks import faults_of
from milkshed.trade.science.pricing.grid import UNIT_WORDS, Grid, read_grid
from milkshed.trade.science.pricing.measures import MEASURES

_PER_PAGE = 30


def homes(person: Person, verb: str) -> list[Organisation]:
    """The organisations in which the person holds a verb."""
    holders = holders_of(verb)
    return [m.organisation for m in person.present_memberships() if m.role in holders]


@require_GET
@page("trade.see_grids")
def grid_list(request: HttpRequest) -> HttpResponse:
    """Pay grids in reach, the youngest first."""
    found = visible(PayGrid.objects.all(), scope_of(request.user))
    state = request.GET.get("state", "")
    if state in GRID_STATES:
        found = found.filter(state=state)
    shown = found.select_related("owner").order_by("-pk")
    person = person_of(request)
    return render(
        request,
        "trade/grids.html",
        {
            "page_obj": Paginator(shown, _PER_PAGE).get_page(request.GET.get("page")),
            "states": GRID_STATES,
            "state": state,
            "may_draft": bool(homes(person, "trade.draft_grid")),
        },
    )


@require_GET
@page("trade.see_grids")
def grid_page(request: HttpRequest, key: int) -> HttpResponse:
    """One version: its terms with table and chart, its rules, who agreed, the next step."""
    grid = _grid(request, key)
    person = person_of(request)
    content = content_of(grid)
    own = {m.organisation_id for m in person.present_memberships()}
    agreements = grid.agreements.select_related("organisation", "person").order_by("agreed_at")
    is_owner = grid.owner_id in own
    everybody = is_owner or not (own & set(grid.sellers.values_list("pk", flat=True)))
    moves = Transition.objects.filter(subject="trade.grid", subject_id=grid.pk)
    waiting = [
        one
        for one in homes(person, "trade.agree_grid")
        if grid.state == "published"
        and grid.sellers.filter(pk=one.pk).exists()
        and not grid.agreements.filter(organisation=one).exists()
    ]
    return render(
        request,
        "trade/grid.html",
        {
            "grid": grid,
            "content": content,
            "views": term_views(content),
            "rules": rule_pairs(content.rules),
            "agreements": agreements if everybody else agreements.filter(organisation__in=own),
            "offered": grid.sellers.count() if everybody else None,
            "moves": moves.select_related("person").order_by("at") if is_owner else (),
            "may_edit": is_owner
            and grid.state == "draft"
            and grid.owner in homes(person, "trade.draft_grid"),
            "may_publish": grid.state == "draft"
            and grid.owner in homes(person, "trade.publish_grid"),
            "may_retire": grid.state == "published"
            and grid.owner in homes(person, "trade.retire_grid"),
            "waiting": waiting,
            "may_compare": may(person, "trade.compare_grids"),
        },
    )


@require_http_methods(["GET", "POST"])
@page("trade.draft_grid")
def new_grid(request: HttpRequest) -> HttpResponse:
    """Draft a grid, empty or from one in reach (``?from=``)."""
    person = person_of(request)
    owners = homes(person, "trade.draft_grid")
    if request.method == "POST":
        return _posted(request, None, owners)
    document: Mapping[str, Any] = {"base_price": "", "terms": []}
    base = whole_asked(request, "from")
    head: dict[str, Any] = {"valid_from": timezone.localdate().isoformat()}
    if base is not None:
        source = _grid(request, base)
        document = source.document
        own = source.owner in owners
        head |= {
            "code": source.code if own else "",
            "title_zh": source.title_zh,
            "title_en": source.title_en,
            "source": source.source,
        }
    return _editor(request, None, owners, head, document, ())


@require_http_methods(["GET", "POST"])
@page("trade.draft_grid")
def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Change a draft."""
    grid = _grid(request, key)
    if request.method == "POST":
        return _posted(request, grid, [grid.owner])
    head = {
        "code": grid.code,
        "title_zh": grid.title_zh,
        "title_en": grid.title_en,
        "valid_from": grid.valid_from.isoformat(),
        "valid_to": grid.valid_to.isoformat() if grid.valid_to else "",
        "source": grid.source,
        "status": grid.status,
        "revision": grid.revision,
    }
    return _editor(request, grid, [grid.owner], head, grid.document, ())


@require_POST
@page("trade.draft_grid")
def check(request: HttpRequest) -> HttpResponse:
    """What is wrong with the grid as typed, and how its terms look; asked while typing."""
    faults, content = _judge(document_of(_fields(request)))
    views = term_views(content) if content is not None and not faults else []
    return render(request, "trade/_grid_check.html", {"faults": faults, "views": views})


@require_POST
@page("trade.see_grids")
def step(request: HttpRequest, key: int, what: str) -> HttpResponse:
    """Publish, agree to, or retire a grid; each step asks for its own right."""
    grid, person = _grid(request, key), person_of(request)
    if what == "publish":
        publish_grid(person, grid)
    elif what == "agree":
        sellers = homes(person, "trade.agree_grid")
        chosen = [one for one in sellers if grid.sellers.filter(pk=one.pk).exists()] or sellers
        if not chosen:
            raise Problem(NOT_FOUND)
        agree_grid(person, grid, chosen[0])
    elif what == "retire":
        retire_grid(person, grid, last_day=day_entry(request, "last_day"))
    else:
        raise Problem(NOT_FOUND)
    tell(request, "已办理", "Done")
    return redirect("trade:grid", key=key)


def whole_asked(request: HttpRequest, name: str) -> int | None:
    """A whole number of the address's query, or None."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def _grid(request: HttpRequest, key: int) -> PayGrid:
    return get_visible(PayGrid.objects.select_related("owner"), scope_of(request.user), pk=key)


def _fields(request: HttpRequest) -> dict[str, str]:
    return {name: str(value) for name, value in request.POST.items()}


def _judge(document: Mapping[str, Any]) -> tuple[list[Fault], Grid | None]:
    try:
        content = read_grid(document)
    except Problem as problem:
        return list(problem.faults), None
    return faults_of(content), content


def _posted(request: HttpRequest, grid: PayGrid | None, owners: list[Organisation]) -> HttpResponse:
    fields = _fields(request)
    document = document_of(fields)
    person = person_of(request)
    added = fields.get("add", "")
    if "do-add" in fields and (added in MEASURES or added == "grade"):
        document["terms"].append(blank_term(document, added))
        return _editor(request, grid, owners, fields, document, ())
    if "do-check" in fields:
        return _editor(request, grid, owners, fields, document, _judge(document)[0])
    try:
        day = as_day(fields.get("valid_from"))
        if day is None:
            day_entry(request, "valid_from")
        assert day is not None
        head = GridHead(
            code=grid.code if grid else word(request, "code"),
            title_zh=word(request, "title_zh"),
            title_en=word(request, "title_en"),
            valid_from=day,
            valid_to=as_day(fields.get("valid_to")),
            source=word(request, "source"),
            status=word(request, "status"),
        )
        if grid is None:
            key = whole_entry(request, "owner")
            owner = next((one for one in owners if one.pk == key), owners[0])
            saved = draft_grid(person, owner, head, document, suppliers(owner))
        else:
            revision = whole_entry(request, "revision") or 0
            sellers = {one.pk: one for one in (*grid.sellers.all(), *suppliers(grid.owner))}
            saved = edit_grid(
                person, grid, head, document, revision=revision, sellers=sellers.values()
            )
    except Problem as problem:
        if problem.kind is not INVALID:
            raise
        return _editor(request, grid, owners, fields, document, problem.faults)
    tell(request, f"计价表 {saved.code} 已保存为草稿", f"Grid {saved.code} is kept as a draft")
    return redirect("trade:grid", key=saved.pk)


def suppliers(owner: Organisation) -> list[Organisation]:
    """Whom a grid is offered to: who has a contract of the owner in force, or sends it milk."""
    today = timezone.localdate()
    contracts = in_force(today, today).filter(buyer=owner).select_related("seller")
    found = {one.seller_id: one.seller for one in contracts}
    plants = Place.objects.filter(organisation=owner, kind="plant")
    senders = Place.objects.filter(pk__in=suppliers_of(plants.values_list("pk", flat=True)))
    found |= {
        one.organisation_id: one.organisation for one in senders.select_related("organisation")
    }
    found.pop(owner.pk, None)
    return list(found.values())


def _editor(
    request: HttpRequest,
    grid: PayGrid | None,
    owners: list[Organisation],
    head: Mapping[str, Any],
    document: Mapping[str, Any],
    faults: Any,
) -> HttpResponse:
    found = list(faults)
    judged, content = _judge(document)
    views = term_views(content) if content is not None and not judged else []
    return render(
        request,
        "trade/grid_form.html",
        {
            "grid": grid,
            "owners": owners,
            "head": head,
            "document": document,
            "terms": form_terms(document, found),
            "faults": found,
            "general": [fault for fault in found if not fault.field.startswith("terms.")],
            "views": views,
            "measures": MEASURES.values(),
            "averages": AVERAGE_WORDS.items(),
            "units": UNIT_WORDS.items(),
            "roundings": ROUNDING_WORDS.items(),
            "missing": MISSING_WORDS.items(),
            "rounded": [
                (name, document.get("rounding", {}).get(name, "half-up")) for name in ROUNDED
            ],
        },
        status=422 if found and "do-check" not in request.POST else 200,
    )
