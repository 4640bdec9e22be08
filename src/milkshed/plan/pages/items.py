"""Pages of the ledger: the board by unit, one task with its steps, and minutes that make tasks."""

from collections.abc import Iterator

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.problems import Problem, invalid
from milkshed.plan.actions.items import (
    ItemWish,
    Minutes,
    apply_close,
    item_for,
    meeting_by_id,
    note_meeting,
    open_item,
    reopen_item,
    return_item,
    verify_close,
)
from milkshed.plan.actions.periods import close_period
from milkshed.plan.actions.progress import ProgressWish, Proof, report_progress, review_progress
from milkshed.plan.actions.telling import receive_delivery
from milkshed.plan.exports import ledger_workbook
from milkshed.plan.flow import ITEM_FLOW
from milkshed.plan.models import (
    EVIDENCE_KINDS,
    ITEM_STATES,
    WORK_KINDS,
    ClosedPeriod,
    Indicator,
    Meeting,
    PlanPart,
    ResponsibleUnit,
)
from milkshed.plan.queries.document import member_units, present_version
from milkshed.plan.queries.ledger import (
    deliveries_for,
    item_rows,
    items_for,
    letters_for,
    steps_of,
    todo_by_unit,
)
from milkshed.platform.documents.excel import MEDIA_TYPE
from milkshed.platform.models import Attachment, Organisation
from milkshed.platform.permissions import may
from milkshed.platform.scope import scope_of, visible
from milkshed.platform.web.entries import as_day, day_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_PER_PAGE = 40
_STEPS = {
    "verify": ("plan.verify_close", verify_close, "已核实销号", "Verified and closed"),
    "return": ("plan.return_item", return_item, "已退回整改", "Returned"),
    "reopen": ("plan.reopen_item", reopen_item, "已重新建账", "Reopened"),
    "apply": ("plan.apply_close", apply_close, "已申请销号", "Closing asked for"),
}


@require_GET
@page("plan.see_ledger")
def items(request: HttpRequest) -> HttpResponse:
    """The ledger: what is to do by unit, and the tasks with their deadlines in words."""
    today = timezone.localdate()
    rows = item_rows(items_for(request.user), today)
    todo = todo_by_unit(rows, request.user)
    state, unit = request.GET.get("state", ""), request.GET.get("unit", "")
    shown = [
        row
        for row in rows
        if (not unit or row.item.lead.code == unit)
        and (
            not state
            or row.item.state == state
            or (state == "overdue" and row.overdue)
            or (state == "unfinished" and row.item.state != "closed")
        )
    ]
    counts = {
        "all": len(rows),
        "unfinished": sum(row.item.state != "closed" for row in rows),
        "overdue": sum(row.overdue for row in rows),
        "applied": sum(row.item.state == "applied" for row in rows),
        "closed": sum(row.item.state == "closed" for row in rows),
    }
    version = present_version()
    return render(
        request,
        "plan/items.html",
        {
            "page_obj": Paginator(shown, _PER_PAGE).get_page(request.GET.get("page")),
            "todo": todo,
            "counts": counts,
            "state": state,
            "unit": unit,
            "states": ITEM_STATES.items(),
            "unread": deliveries_for(request.user).filter(
                read_at__isnull=True, unit__organisation__in=person_of(request).organisations()
            )[:20]
            if may(request.user, "plan.receive")
            else (),
            "may_open": may(request.user, "plan.open_item"),
            "may_close_period": may(request.user, "plan.close_period"),
            "closed_periods": ClosedPeriod.objects.select_related("closed_by")[:12],
            "units": member_units(),
            "works": PlanPart.objects.filter(version=version, kind__in=WORK_KINDS),
            "indicators": Indicator.objects.filter(version=version),
            "evidence_kinds": EVIDENCE_KINDS.items(),
            "today": today,
        },
    )


@require_GET
@page("plan.see_ledger")
def items_excel(request: HttpRequest) -> HttpResponse:
    """The ledger as an Excel file."""
    today = timezone.localdate()
    content = ledger_workbook(
        item_rows(items_for(request.user).prefetch_related("support"), today),
        today,
        synthetic=Organisation.objects.filter(synthetic=True).exists(),
    )
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="ledger-{today.isoformat()}.xlsx"'
    return answer


@require_POST
@page("plan.open_item")
def add_item(request: HttpRequest) -> HttpResponse:
    """Open a task."""
    item = open_item(
        person_of(request),
        ItemWish(
            title=word(request, "title"),
            goal=word(request, "goal"),
            lead=word(request, "lead"),
            due_on=day_entry(request, "due_on"),
            support=request.POST.getlist("support"),
            measure=word(request, "measure"),
            leader=word(request, "leader"),
            officer=word(request, "officer"),
            part=word(request, "part"),
            indicator=word(request, "indicator"),
            evidence_kinds=request.POST.getlist("evidence_kinds"),
        ),
    )
    tell(request, f"已建账：{item.number}", f"Opened: {item.number}")
    return redirect("plan:item", pk=item.pk)


@require_GET
@page("plan.see_ledger")
def item(request: HttpRequest, pk: int) -> HttpResponse:
    """One task: its words, progress with evidence, letters, messages and every step."""
    person = person_of(request)
    found = item_for(person, pk)
    (row,) = item_rows(items_for(person).filter(pk=found.pk)[:1], timezone.localdate())
    reports = list(
        found.progress.select_related(
            "reported_by", "reviewed_by", "organisation"
        ).prefetch_related("evidence__file")
    )
    files = [one.file_id for report in reports for one in report.evidence.all()]
    reachable = visible(Attachment.objects.filter(pk__in=files), scope_of(person))
    units = {found.lead.organisation_id, *found.support.values_list("organisation", flat=True)}
    own = {o.pk for o in person.organisations()}
    return render(
        request,
        "plan/item.html",
        {
            "item": row.item,
            "row": row,
            "support": found.support.all(),
            "reports": reports,
            "reachable": set(reachable.values_list("pk", flat=True)),
            "letters": letters_for(person).filter(item=found),
            "told": deliveries_for(person).filter(item=found),
            "own": own,
            "steps": steps_of(ITEM_FLOW, found),
            "moves": [
                name
                for name, (verb, *_) in _STEPS.items()
                if may(request.user, verb)
                and any(m.verb == verb for m in ITEM_FLOW.moves_from(found.state))
                and (name != "apply" or found.lead.organisation_id in own)
            ],
            "reports_here": may(request.user, "plan.report_progress")
            and found.state in ("open", "returned")
            and bool(units & own),
            "may_review": may(request.user, "plan.accept_progress"),
            "may_draft": may(request.user, "plan.draft_letter") and found.state != "closed",
            "evidence_kinds": [(kind, EVIDENCE_KINDS[kind]) for kind in found.evidence_kinds],
            "today": timezone.localdate(),
        },
    )


@require_POST
@page("plan.see_ledger")
def item_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Ask for closing, verify, return or reopen."""
    if step not in _STEPS:
        raise invalid("step", step, "choice", "没有该步骤", "There is no such step")
    _, act, zh, en = _STEPS[step]
    act(
        person_of(request),
        pk,
        words=word(request, "words"),
        revision=whole_entry(request, "revision") or 0,
    )
    tell(request, zh, en)
    return redirect("plan:item", pk=pk)


@require_POST
@page("plan.report_progress")
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Report on a task with a file of each kind of evidence that was chosen."""
    item_for(person_of(request), pk)
    proofs = [
        Proof(kind, file, file.name or "")
        for kind in EVIDENCE_KINDS
        for file in request.FILES.getlist(f"evidence_{kind}")
    ]
    percent = whole_entry(request, "percent")
    report_progress(
        person_of(request),
        pk,
        ProgressWish(
            as_of=day_entry(request, "as_of"),
            percent=-1 if percent is None else percent,
            words=word(request, "words"),
            problems=word(request, "problems"),
            next_step=word(request, "next_step"),
        ),
        proofs,
        revision=whole_entry(request, "revision") or 0,
    )
    tell(request, "已提交，待另一人审核", "Submitted; another person reviews it")
    return redirect("plan:item", pk=pk)


@require_POST
@page("plan.accept_progress")
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Accept a progress report or return it."""
    accept = word(request, "decision") == "accept"
    done = review_progress(person_of(request), pk, accept=accept, opinion=word(request, "opinion"))
    if accept:
        tell(request, "已采用", "Accepted")
    else:
        tell(request, "已退回", "Returned")
    return redirect("plan:item", pk=done.item_id)


@require_POST
@page("plan.receive")
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirm that a message was read."""
    told = receive_delivery(person_of(request), pk)
    tell(request, "已签收", "Confirmed")
    if told.letter_id:
        return redirect("plan:letter", pk=told.letter_id)
    return redirect("plan:item", pk=told.item_id)


@require_POST
@page("plan.close_period")
def close_month(request: HttpRequest) -> HttpResponse:
    """Close a month for reports."""
    closed = close_period(
        person_of(request), day_entry(request, "month"), reason=word(request, "reason")
    )
    tell(request, f"{closed.month:%Y-%m} 已关账", f"{closed.month:%Y-%m} is closed")
    return redirect("plan:items")


@require_GET
@page("plan.open_item")
def meetings(request: HttpRequest) -> HttpResponse:
    """Meetings with the tasks they made, and the form for another."""
    return render(
        request,
        "plan/meetings.html",
        {
            "meetings": Meeting.objects.prefetch_related("items"),
            "units": member_units(),
            "today": timezone.localdate(),
        },
    )


@require_GET
@page("plan.open_item")
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting's minutes and its tasks."""
    found = meeting_by_id(pk)
    rows = item_rows(items_for(request.user).filter(meeting=found), timezone.localdate())
    return render(request, "plan/meeting.html", {"meeting": found, "rows": rows})


@require_POST
@page("plan.note_meeting")
def add_meeting(request: HttpRequest) -> HttpResponse:
    """Note a meeting; each line ``任务；牵头单位；完成时限`` becomes a task."""
    file = request.FILES.get("file")
    done = note_meeting(
        person_of(request),
        Minutes(
            title=word(request, "title"),
            held_on=day_entry(request, "held_on"),
            chaired_by=word(request, "chaired_by"),
            words=word(request, "words"),
            file=file,
            file_name=(file.name or "") if file else "",
        ),
        list(_lines(word(request, "tasks"))),
    )
    made = done.meeting
    if done.report.is_clean and made is not None:
        tell(
            request,
            f"纪要已登记，建账 {done.report.total} 项",
            f"Noted; {done.report.total} tasks opened",
        )
        return redirect("plan:meeting", pk=made.pk)
    back = f"/plan/meetings/{made.pk}" if made else "/plan/meetings"
    return render(
        request, "plan/row_faults.html", {"report": done.report, "back": back}, status=422
    )


def _lines(text: str) -> Iterator[ItemWish | Problem]:
    """The tasks that lines write; a line that cannot be read comes as its problem."""
    units = {unit.name_zh: unit.code for unit in ResponsibleUnit.objects.all()}
    for line in text.splitlines():
        if not line.strip():
            continue
        parts = [part.strip() for part in line.replace(";", "；").split("；")]
        day = as_day(parts[2]) if len(parts) == 3 else None
        if len(parts) != 3 or day is None:
            yield invalid(
                "tasks", line.strip()[:80], "line",
                "每行写“任务；牵头单位；完成时限（如2026-12-31）”",
                "Write “task; lead unit; deadline (such as 2026-12-31)”",
            )  # fmt: skip
            continue
        yield ItemWish(parts[0], parts[0], units.get(parts[1], parts[1]), day)
