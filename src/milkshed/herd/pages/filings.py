"""Pages of farm filing: the list, the form, and the county's step."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.herd.actions.filings import (
    FilingEntry,
    accept_filing,
    ask_filing,
    mend_filing,
    return_filing,
    withdraw_filing,
)
from milkshed.herd.flow import FILING_FLOW
from milkshed.herd.models import FILING_STATES, Farm, FarmFiling
from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.problems import INVALID, NOT_FOUND, Fault, Problem
from milkshed.platform.models import Transition
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_PER_PAGE = 30
TAGS = {"submitted": "info", "returned": "warn", "filed": "ok", "withdrawn": "none"}


@require_GET
@page("herd.see")
def filing_list(request: HttpRequest) -> HttpResponse:
    """Filings in reach, the youngest first."""
    rows = visible(FarmFiling.objects.all(), scope_of(request.user))
    state = request.GET.get("state", "")
    if state in FILING_STATES:
        rows = rows.filter(state=state)
    shown = rows.select_related("organisation", "farm").order_by("-submitted_on", "-pk")
    page_obj = Paginator(shown, _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "herd/filings.html",
        {
            "page_obj": page_obj,
            "lines": [(one, TAGS[one.state]) for one in page_obj],
            "states": FILING_STATES,
            "state": state,
            "may_ask": may(request.user, "herd.ask_filing"),
        },
    )


def _entry(request: HttpRequest) -> FilingEntry:
    return FilingEntry(
        county=word(request, "county"),
        name_zh=word(request, "name_zh"),
        address=word(request, "address"),
        breed=word(request, "breed"),
        declared_head=whole_entry(request, "declared_head") or 0,
        gln=word(request, "gln"),
    )


@require_http_methods(["GET", "POST"])
@page("herd.ask_filing")
def new_filing(request: HttpRequest) -> HttpResponse:
    """Ask for a filing, or for a change of a filed farm."""
    person = person_of(request)
    own = person.organisations()
    farms = Farm.objects.filter(organisation__in=own, closed_on__isnull=True).select_related(
        "place"
    )
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        key = whole_entry(request, "farm")
        farm = next((one for one in farms if one.pk == key), None)
        owner = farm.organisation if farm else own[0]
        try:
            made = ask_filing(person, owner, _entry(request), farm=farm)
        except Problem as problem:
            if problem.kind is not INVALID:
                raise
            faults = problem.faults
        else:
            tell(request, "已提交备案申请", "The filing is handed in")
            return redirect("herd:filing", pk=made.pk)
    return render(
        request,
        "herd/filing_form.html",
        {
            "farms": farms,
            "counties": COUNTIES.values(),
            "typed": request.POST,
            "county": request.POST.get("county") or (own[0].county if own else ""),
            "faults": {fault.field: fault for fault in faults},
        },
        status=422 if faults else 200,
    )


@require_GET
@page("herd.see")
def filing_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One filing: what was told, what was done, and the next step."""
    found = _filing_of(request, pk)
    moves = Transition.objects.filter(subject=FILING_FLOW.subject, subject_id=found.pk)
    return render(
        request,
        "herd/filing.html",
        {
            "one": found,
            "tag": TAGS[found.state],
            "moves": [
                (move, FILING_STATES[move.target])
                for move in moves.select_related("person").order_by("at")
            ],
            "verbs": {
                move.verb.removeprefix("herd.")
                for move in FILING_FLOW.moves_from(found.state)
                if may(request.user, move.verb)
            },
            "counties": COUNTIES.values(),
        },
    )


def _filing_of(request: HttpRequest, pk: int) -> FarmFiling:
    filings = FarmFiling.objects.select_related("organisation", "farm__place", "created_by")
    return get_visible(filings, scope_of(request.user), pk=pk)


@require_POST
@page("herd.see")
def filing_step(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Take a step of a filing; each step asks for its own right."""
    found, person = _filing_of(request, pk), person_of(request)
    edition = whole_entry(request, "edition") or 0
    if what == "file":
        accept_filing(person, found, edition, gln=word(request, "gln"))
    elif what == "return":
        return_filing(person, found, edition, reason=word(request, "reason"))
    elif what == "mend":
        mend_filing(person, found, edition, _entry(request))
    elif what == "withdraw":
        withdraw_filing(person, found, edition, reason=word(request, "reason"))
    else:
        raise Problem(NOT_FOUND)
    tell(request, "已办理", "Done")
    return redirect("herd:filing", pk=pk)
