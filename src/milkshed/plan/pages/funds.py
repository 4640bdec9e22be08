"""Pages of the funds: balances by unit, source and project, and one line with its moves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.counties import COUNTIES
from milkshed.plan.actions.projects.funds import (
    FundWish,
    MoveWish,
    decide_move,
    enter_move,
    line_for,
    open_fund,
)
from milkshed.plan.actions.projects.places import own_county
from milkshed.plan.models import FUND_SOURCES, MOVE_KINDS, FundMove, PlanPart
from milkshed.plan.queries.document import member_units
from milkshed.plan.queries.funds import grouped, line_rows, lines_for, total
from milkshed.plan.queries.projects import entries_for
from milkshed.plan.work_exports import funds_workbook
from milkshed.platform.documents.excel import MEDIA_TYPE
from milkshed.platform.models import Organisation
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.entries import day_entry, decimal_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_GROUPS = ("unit", "source", "part")
_ENTRIES_OFFERED = 200


@require_GET
@page("plan.see_registers")
def funds(request: HttpRequest) -> HttpResponse:
    """The balance: by unit, source or project, and every line."""
    by = request.GET.get("by", "unit")
    by = by if by in _GROUPS else "unit"
    rows = line_rows(request.user, lines_for(request.user))
    own = own_county(person_of(request))
    return render(
        request,
        "plan/funds.html",
        {
            "rows": rows,
            "total": total(rows),
            "by": by,
            "groups": grouped(rows, by),
            "may_open": may(request.user, "plan.open_fund"),
            "sources": FUND_SOURCES.items(),
            "units": member_units(),
            "parts": PlanPart.objects.filter(version__current=True, kind="project"),
            "counties": [(c, one.name) for c, one in COUNTIES.items() if not own or c == own],
            "entries": entries_for(request.user).filter(
                kind__in=("project", "park", "visitor_farm", "centre"), state="confirmed"
            )[:_ENTRIES_OFFERED],
        },
    )


@require_GET
@page("plan.see_registers")
def funds_excel(request: HttpRequest) -> HttpResponse:
    """The balance as an Excel file: lines, and sums by unit, source and project."""
    content = funds_workbook(
        line_rows(request.user, lines_for(request.user)),
        timezone.localdate(),
        synthetic=Organisation.objects.filter(synthetic=True).exists(),
        language=get_language() or "zh",
    )
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    today = timezone.localdate().isoformat()
    answer["Content-Disposition"] = f'attachment; filename="funds-{today}.xlsx"'
    return answer


@require_POST
@page("plan.open_fund")
def add_fund(request: HttpRequest) -> HttpResponse:
    """Open a line."""
    line = open_fund(
        person_of(request),
        FundWish(
            title=word(request, "title"),
            source=word(request, "source"),
            unit=word(request, "unit"),
            part=word(request, "part"),
            county=word(request, "county"),
            entry=whole_entry(request, "entry"),
        ),
    )
    tell(request, f"已登记资金 {line.number}", f"Opened {line.number}")
    return redirect("plan:fund", pk=line.pk)


@require_GET
@page("plan.see_registers")
def fund(request: HttpRequest, pk: int) -> HttpResponse:
    """One line: balance, moves with their documents, and what it produced."""
    person = person_of(request)
    found = line_for(person, pk)
    (row,) = line_rows(person, lines_for(person).filter(pk=found.pk))
    part = PlanPart.objects.filter(version__current=True, code=found.part).first()
    return render(
        request,
        "plan/fund.html",
        {
            "line": row.line,
            "row": row,
            "part": part,
            "moves": found.moves.select_related("entered_by", "decided_by"),
            "kinds": MOVE_KINDS.items(),
            "may_move": may(request.user, "plan.move_fund"),
            "may_confirm": may(request.user, "plan.confirm_fund"),
            "today": timezone.localdate(),
        },
    )


@require_POST
@page("plan.move_fund")
def move_fund(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter money on a line."""
    line = line_for(person_of(request), pk)
    enter_move(
        person_of(request),
        line.pk,
        MoveWish(
            kind=word(request, "kind"),
            on=day_entry(request, "on"),
            amount=decimal_entry(request, "amount"),
            document=word(request, "document"),
            in_wan=word(request, "unit") == "wan",
            receiver=word(request, "receiver"),
        ),
    )
    tell(request, "已登记，待另一人确认", "Entered; another person confirms it")
    return redirect("plan:fund", pk=line.pk)


@require_POST
@page("plan.confirm_fund")
def review_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm a move or return it."""
    get_visible(FundMove.objects.all(), scope_of(request.user), pk=pk)
    accept = word(request, "decision") == "accept"
    move = decide_move(person_of(request), pk, accept=accept, opinion=word(request, "opinion"))
    if accept:
        tell(request, "已确认", "Confirmed")
    else:
        tell(request, "已退回", "Returned")
    return redirect("plan:fund", pk=move.line_id)
