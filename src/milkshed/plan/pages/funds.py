"""Pages of the funds: balances by unit, source and project, and one line with its moves."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.problems import invalid
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.plan.actions.projects.fund_files import preview, take
from milkshed.plan.actions.projects.fund_rows import COLUMNS
from milkshed.plan.actions.projects.funds import (
    FundWish,
    MoveWish,
    confirm_moves,
    decide_move,
    enter_move,
    line_for,
    open_fund,
)
from milkshed.plan.actions.projects.places import own_county
from milkshed.plan.models import FUND_SOURCES, MOVE_KINDS, FundMove, PlanPart
from milkshed.plan.queries.document import member_units
from milkshed.plan.queries.funds import grouped, line_rows, lines_for, moves_for, total
from milkshed.plan.queries.projects import entries_for
from milkshed.plan.work_exports import funds_workbook, moves_csv, moves_workbook
from milkshed.platform.documents.excel import MEDIA_TYPE, write_template
from milkshed.platform.documents.tables import CSV_MEDIA_TYPE
from milkshed.platform.models import Organisation
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.web.entries import day_entry, decimal_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_GROUPS = ("unit", "source", "part")
_ENTRIES_OFFERED = 200
_WAITING_SHOWN = 200


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
            "waiting": moves_for(request.user).filter(state="submitted")[:_WAITING_SHOWN],
            "may_confirm": may(request.user, "plan.confirm_fund"),
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


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_GET
@page("plan.see_registers")
def moves_excel(request: HttpRequest) -> HttpResponse:
    """Every move as an Excel file, which can be handed in again."""
    today = timezone.localdate()
    content = moves_workbook(
        moves_for(request.user),
        today,
        synthetic=Organisation.objects.filter(synthetic=True).exists(),
    )
    return _download(content, MEDIA_TYPE, f"fund-moves-{today}.xlsx")


@require_GET
@page("plan.see_registers")
def moves_as_csv(request: HttpRequest) -> HttpResponse:
    """Every move as CSV, which can be handed in again."""
    content = moves_csv(moves_for(request.user))
    return _download(content, CSV_MEDIA_TYPE, f"fund-moves-{timezone.localdate()}.csv")


@require_GET
@page("plan.move_fund")
def template(request: HttpRequest) -> HttpResponse:
    """The empty file of funds to fill in."""
    return _download(write_template("项目资金", COLUMNS), MEDIA_TYPE, "funds-template.xlsx")


@require_POST
@page("plan.move_fund")
def preview_file(request: HttpRequest) -> HttpResponse:
    """Read a file and tell the fate of every row; nothing is written."""
    file = request.FILES.get("file")
    if file is None:
        raise invalid(
            "file", "", "required", "请选择Excel或CSV文件", "Choose an Excel or CSV file"
        )  # fmt: skip
    report, sealed = preview(person_of(request), file.read())
    return render(request, "plan/fund_preview.html", {"report": report, "sealed": sealed})


@require_POST
@page("plan.move_fund")
def take_file(request: HttpRequest) -> HttpResponse:
    """Write the rows of a preview."""
    report = take(person_of(request), word(request, "rows"))
    count = len(report.accepted)
    done = Text(
        f"已登记 {count} 行，待另一人确认",
        f"{count} rows entered; another person confirms them",
    )
    return _told(request, report, done)


@require_POST
@page("plan.confirm_fund")
def confirm(request: HttpRequest) -> HttpResponse:
    """Confirm the moves that were ticked."""
    keys = [int(key) for key in request.POST.getlist("move") if key.isdigit() and len(key) < 10]
    if not keys:
        raise invalid("move", "", "required", "请勾选要确认的收支", "Tick moves to confirm")
    report = confirm_moves(person_of(request), keys)
    count = len(report.accepted)
    return _told(request, report, Text(f"已确认 {count} 笔", f"{count} confirmed"))


def _told(request: HttpRequest, report: BatchReport, done: Text) -> HttpResponse:
    """Back to the funds when every row was taken; else the rows that were not."""
    if report.is_clean:
        tell(request, done.zh, done.en)
        return redirect("plan:funds")
    return render(
        request, "plan/row_faults.html", {"report": report, "back": "/plan/funds"}, status=422
    )


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
