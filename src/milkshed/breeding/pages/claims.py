"""Subsidy claims with their proof, and the statements that settle them."""

from datetime import timedelta

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from milkshed.breeding.actions.claims import (
    approve_statement,
    cancel_statement,
    draw_statement,
    return_claim,
    review_statement,
    submit_claim,
    used_rows,
    verify_claim,
)
from milkshed.breeding.claim_files import claim_template, read_claim
from milkshed.breeding.mating_flow import CLAIM_FLOW, STATEMENT_FLOW
from milkshed.breeding.mating_paper import statement_excel, statement_pdf
from milkshed.breeding.mating_words import CLAIM_KINDS, STATEMENT_KINDS
from milkshed.breeding.models import (
    CLAIM_STATES,
    STATEMENT_STATES,
    BatchKind,
    Claim,
    SubsidyStatement,
)
from milkshed.breeding.queries import extension as reads
from milkshed.breeding.rules import BreedingRules
from milkshed.herd import facade as herd
from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.documents.excel import MEDIA_TYPE
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.entries import tell, word
from milkshed.platform.web.pages import may_open, page
from milkshed.platform.web.people import person_of

_PER_PAGE = 50
_SHOWN = 30
_CLAIM_STEPS = {"verify": "breeding.verify_claim", "return": "breeding.return_claim"}
_STATEMENT_STEPS = {
    "review": "breeding.review_statement",
    "approve": "breeding.approve_statement",
    "cancel": "breeding.cancel_statement",
}


@require_GET
@page("breeding.see_extension")
def claims(request: HttpRequest) -> HttpResponse:
    """Claims and statements in reach, and the form of a farm that claims."""
    scope = scope_of(request.user)
    state = request.GET.get("state", "")
    search = request.GET.get("q", "").strip()[:40]
    found = reads.claims(scope, state=state if state in CLAIM_STATES else "", search=search)
    page_obj = Paginator(found, _PER_PAGE).get_page(request.GET.get("page"))
    may_claim = may(request.user, "breeding.submit_claim")
    may_draw = may(request.user, "breeding.draw_statement")
    waiting = (
        reads.claims(scope, state="verified").order_by().values_list("place__county", flat=True)
        if may_draw
        else ()
    )
    return render(
        request,
        "breeding/claims.html",
        {
            "page_obj": page_obj,
            "lines": [
                (one, CLAIM_STATES[one.state], CLAIM_KINDS[one.state], reads.KINDS[one.kind])
                for one in page_obj
            ],
            "states": CLAIM_STATES.items(),
            "state": state,
            "q": search,
            "statements": [
                (one, STATEMENT_STATES[one.state], STATEMENT_KINDS[one.state])
                for one in reads.statements(scope)[:_SHOWN]
            ],
            "farms": herd.all_farms(scope) if may_claim else (),
            "kinds": list(reads.KINDS.items()),
            "days": round(BreedingRules.on(timezone.localdate()).high("extension.claim_days")),
            "may_claim": may_claim,
            "waiting": [COUNTIES[code] for code in sorted(set(waiting)) if code in COUNTIES],
            "synthetic": any(one.synthetic for one in page_obj),
        },
    )


@require_POST
@page("breeding.submit_claim")
def submit(request: HttpRequest) -> HttpResponse:
    """Claim what the herd's register tells of received batches, or the rows of a file."""
    person, farm, kind = person_of(request), word(request, "farm"), word(request, "kind")
    upload = request.FILES.get("file")
    if upload is not None:
        rows = read_claim(upload.read())
    else:
        if kind not in BatchKind.values:
            raise invalid("kind", kind, "choice", "请选择冻精或胚胎", "Straws or embryos")
        today = timezone.localdate()
        days = round(BreedingRules.on(today).high("extension.claim_days"))
        rows = [
            (row.cow, row.served_on, row.batch)
            for row in used_rows(person, farm, kind, today - timedelta(days=days), today)
        ]
    made = submit_claim(person, farm, kind, rows)
    tell(
        request,
        f"已申报：计入{made.accepted}，剔除{made.refused}",
        f"Claimed: {made.accepted} count, {made.refused} do not",
    )
    return redirect("breeding:claim", pk=made.pk)


@require_GET
@page("breeding.see_extension")
def template(request: HttpRequest) -> HttpResponse:
    """An empty file to fill in: cow, day, batch."""
    answer = HttpResponse(claim_template(get_language() or "zh"), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="claim.xlsx"'
    return answer


@require_GET
@page("breeding.see_extension")
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """One claim row by row: what proves it, or why it does not count."""
    one = get_visible(
        Claim.objects.select_related("place", "statement"), scope_of(request.user), pk=pk
    )
    only = request.GET.get("only", "")
    lines = one.lines.select_related("batch__bull").order_by("row")
    if only in ("counts", "refused"):
        lines = lines.filter(counts=only == "counts")
    page_obj = Paginator(lines, _PER_PAGE).get_page(request.GET.get("page"))
    possible = {move.verb for move in CLAIM_FLOW.moves_from(one.state)}
    return render(
        request,
        "breeding/claim.html",
        {
            "claim": one,
            "opens_herd": may_open(request.user, "/herd/animals/1"),
            "statement": None
            if one.statement_id is None
            else reads.statements(scope_of(request.user)).filter(pk=one.statement_id).first(),
            "state": CLAIM_STATES[one.state],
            "kind": CLAIM_KINDS[one.state],
            "title": reads.KINDS[one.kind],
            "page_obj": page_obj,
            "lines": [
                (line, [Text(fault["zh"], fault["en"]) for fault in line.faults])
                for line in page_obj
            ],
            "only": only,
            "allowed": [
                step
                for step, verb in _CLAIM_STEPS.items()
                if verb in possible and may(request.user, verb)
            ],
            "history": [
                (move, CLAIM_STATES[move.target])
                for move in reads.history(CLAIM_FLOW.subject, one.pk)
            ],
        },
    )


@require_POST
@page("breeding.see_extension")
def claim_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Verify or return a claim."""
    person = person_of(request)
    one = get_visible(Claim.objects.all(), scope_of(person), pk=pk)
    if step == "verify":
        verify_claim(person, one.pk)
    elif step == "return":
        return_claim(person, one.pk, word(request, "opinion"))
    else:
        raise Problem(NOT_FOUND)
    tell(request, "已办理", "Done")
    return redirect("breeding:claim", pk=one.pk)


@require_POST
@page("breeding.draw_statement")
def draw(request: HttpRequest) -> HttpResponse:
    """Settle a county's verified claims."""
    made = draw_statement(person_of(request), word(request, "county"))
    tell(request, "结算单已编制，待两人先后批准", "Drawn up; two people approve it in turn")
    return redirect("breeding:statement", pk=made.pk)


def _statement(request: HttpRequest, pk: int) -> SubsidyStatement:
    rows = SubsidyStatement.objects.select_related("centre")
    return get_visible(rows, scope_of(request.user), pk=pk)


@require_GET
@page("breeding.see_extension")
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """One statement line by line, with its rates and who approved it."""
    one = _statement(request, pk)
    possible = {move.verb for move in STATEMENT_FLOW.moves_from(one.state)}
    return render(
        request,
        "breeding/statement.html",
        {
            "statement": one,
            "state": STATEMENT_STATES[one.state],
            "kind": STATEMENT_KINDS[one.state],
            "lines": [
                {
                    **line,
                    "text": Text(line["name"]["zh"], line["name"]["en"]),
                    "title": reads.KINDS[line["kind"]],
                    "unit": reads.UNITS[line["kind"]],
                }
                for line in one.lines
            ],
            "rules": one.rules.items(),
            "allowed": [
                step
                for step, verb in _STATEMENT_STEPS.items()
                if verb in possible and may(request.user, verb)
            ],
            "history": [
                (move, STATEMENT_STATES[move.target])
                for move in reads.history(STATEMENT_FLOW.subject, one.pk)
            ],
        },
    )


@require_POST
@page("breeding.see_extension")
def statement_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Review, approve or cancel a statement."""
    one, person, opinion = _statement(request, pk), person_of(request), word(request, "opinion")
    if step == "review":
        review_statement(person, one.pk, opinion)
    elif step == "approve":
        approve_statement(person, one.pk, opinion)
    elif step == "cancel":
        cancel_statement(person, one.pk, opinion)
    else:
        raise Problem(NOT_FOUND)
    tell(request, "已办理", "Done")
    return redirect("breeding:statement", pk=one.pk)


@require_GET
@page("breeding.see_extension")
def excel(request: HttpRequest, pk: int) -> HttpResponse:
    """A statement as a workbook."""
    one = _statement(request, pk)
    answer = HttpResponse(statement_excel(one, get_language() or "zh"), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{one.number}.xlsx"'
    return answer


@require_GET
@page("breeding.see_extension")
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """A statement on paper."""
    one = _statement(request, pk)
    answer = HttpResponse(statement_pdf(one), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{one.number}.pdf"'
    return answer
