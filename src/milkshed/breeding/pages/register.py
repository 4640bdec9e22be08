"""The herd book: entries searched, registered, questioned, verified, corrected."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.breeding.actions.parentage import verify_entry
from milkshed.breeding.actions.register import (
    EntryRow,
    correct_parents,
    move_entry,
    register_entries,
    register_farm,
)
from milkshed.breeding.flow import ENTRY_FLOW
from milkshed.breeding.importers import import_entries
from milkshed.breeding.models import ENTRY_STATES, Bull, PedigreeEntry
from milkshed.breeding.pages.parentage import shown_links, verifiable
from milkshed.breeding.paper import book_excel
from milkshed.breeding.queries import book
from milkshed.breeding.queries.catalogue import cow_value, published_run
from milkshed.breeding.queries.parentage import links_of_entries, proposals
from milkshed.breeding.rules import BreedingRules
from milkshed.breeding.words import SEXES, SIDES, SOURCES, STATE_KINDS
from milkshed.kernel.problems import INVALID, Problem
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.platform.documents.excel import MEDIA_TYPE
from milkshed.platform.models import Transition
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.entries import as_whole, day_or_none, tell, word
from milkshed.platform.web.pages import may_open, page
from milkshed.platform.web.people import person_of

_PER_PAGE = 50
_PROGENY_SHOWN = 60
_MOST_EXPORTED = 20_000


@require_http_methods(["GET", "POST"])
@page("breeding.see")
def register(request: HttpRequest) -> HttpResponse:
    """Entries with their parents; the centre registers here, one, a farm, or a file."""
    report = None
    if request.method == "POST":
        report = _registered(request)
        if report.is_clean:
            tell(
                request,
                f"登记{len(report.accepted)}头，已有{len(report.repeated)}头",
                f"{len(report.accepted)} entered, {len(report.repeated)} stood already",
            )
            return redirect("breeding:register")
    scope = scope_of(request.user)
    search, state = request.GET.get("q", "").strip(), request.GET.get("state", "")
    page_obj = Paginator(_found(request), _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "breeding/register.html",
        {
            "page_obj": page_obj,
            "lines": [_line(one) for one in page_obj],
            "quality": book.book_quality(scope),
            "q": search,
            "state": state,
            "states": ENTRY_STATES.items(),
            "query": request.GET.urlencode(),
            "report": report,
            "may_register": may(request.user, "breeding.register_pedigree"),
            "synthetic": any(one.synthetic for one in page_obj),
        },
    )


def _registered(request: HttpRequest) -> BatchReport:
    person = person_of(request)
    if word(request, "what") == "farm":
        return register_farm(person, word(request, "farm_code"))
    if word(request, "what") == "file":
        upload = request.FILES.get("file")
        if upload is None:
            raise Problem(INVALID, Text("请选择文件", "Choose a file"))
        return import_entries(person, upload.read())
    row = EntryRow(
        word(request, "identity"),
        word(request, "sire"),
        word(request, "dam"),
        sex=word(request, "sex"),
        born_on=day_or_none(request, "born_on"),
        country=word(request, "country").upper()[:2] or "CN",
    )
    return register_entries(person, [row])


def _line(one: PedigreeEntry) -> dict[str, object]:
    return {
        "entry": one,
        "sex": SEXES[one.sex],
        "state": ENTRY_STATES[one.state],
        "kind": STATE_KINDS[one.state],
        "sire_source": SOURCES[one.sire_source],
        "dam_source": SOURCES[one.dam_source],
    }


@require_GET
@page("breeding.see")
def excel(request: HttpRequest) -> HttpResponse:
    """The entries that the search finds as a workbook, the first of very many."""
    found = list(_found(request)[:_MOST_EXPORTED])
    content = book_excel(
        found, get_language() or "zh", synthetic=any(one.synthetic for one in found)
    )
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="herd-book.xlsx"'
    return answer


def _found(request: HttpRequest) -> QuerySet[PedigreeEntry]:
    """Entries in reach that the address asks for."""
    state = request.GET.get("state", "")
    return book.entries(
        scope_of(request.user),
        search=request.GET.get("q", "").strip(),
        state=state if state in ENTRY_STATES else "",
        place_id=as_whole(request.GET.get("place")),
    )


@require_GET
@page("breeding.see")
def quality(request: HttpRequest) -> HttpResponse:
    """How complete the herd book is, farm by farm, and what the published run made of it."""
    scope = scope_of(request.user)
    run = published_run()
    page_obj = Paginator(book.quality_by_farm(scope), _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "breeding/quality.html",
        {
            "page_obj": page_obj,
            "quality": book.book_quality(scope),
            "run": run,
            "checks": run.checks if run is not None else {},
            "synthetic": run is not None and run.synthetic,
        },
    )


@require_GET
@page("breeding.see")
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: three generations of its pedigree, its progeny in reach, its history."""
    scope = scope_of(request.user)
    one = get_visible(PedigreeEntry.objects.select_related("place", "centre"), scope, pk=pk)
    allowed = {
        move.verb.removeprefix("breeding.")
        for move in ENTRY_FLOW.moves_from(one.state)
        if may(request.user, move.verb)
    }
    herd_url = f"/herd/animals/{one.animal_key}" if one.animal_key else ""
    rules = BreedingRules.on(timezone.localdate())
    links = links_of_entries([one], rules).get(one.identity, ())
    # identities of others' animals stand among those that fit
    fits = proposals(one, links, rules) if may(request.user, "breeding.question_parentage") else {}
    return render(
        request,
        "breeding/entry.html",
        _line(one)
        | {
            "tree": book.ancestors(one.identity, scope),
            "bull": Bull.objects.filter(number=one.identity).first(),
            "progeny": book.entries(scope, search=one.identity).exclude(pk=one.pk)[:_PROGENY_SHOWN],
            "samples": book.samples(scope).filter(identity=one.identity),
            "links": shown_links(links),
            "verifiable": verifiable(links),
            "fits": [(SIDES[side], told) for side, told in fits.items()],
            "allowed": allowed,
            "herd_url": herd_url if herd_url and may_open(request.user, herd_url) else "",
            "value": cow_value(scope, one.animal_key),
            "history": Transition.objects.filter(
                subject=ENTRY_FLOW.subject, subject_id=one.pk
            ).select_related("person"),
            "entry_states": ENTRY_STATES.items(),
        },
    )


@require_POST
@page("breeding.see")
def entry_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Question, verify by genotype, correct or withdraw an entry."""
    one = get_visible(PedigreeEntry.objects.all(), scope_of(request.user), pk=pk)
    if step == "correct":
        correct_parents(
            person_of(request), one.pk, sire=word(request, "sire"), dam=word(request, "dam"),
            opinion=word(request, "opinion"),
        )  # fmt: skip
    elif step == "verify":
        verify_entry(person_of(request), one.pk)
    else:
        move_entry(person_of(request), one.pk, step, word(request, "opinion"))
    tell(request, "已办理", "Done")
    return redirect("breeding:entry", pk=pk)
