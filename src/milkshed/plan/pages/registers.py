"""Pages of the registers: what is registered and what counts, one entry, and Excel in and out."""

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.counties import BOUNDS, COUNTIES
from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.kernel.towns import TOWNS, Town
from milkshed.plan.actions.progress import Proof
from milkshed.plan.actions.projects.entries import (
    EntryWish,
    confirm_entries,
    decide_entry,
    enter_project,
    entry_for,
)
from milkshed.plan.actions.projects.files import columns_of, preview, take
from milkshed.plan.actions.projects.places import Whereabouts, own_county
from milkshed.plan.flow import ENTRY_FLOW
from milkshed.plan.models import (
    ENTRY_STATES,
    EVIDENCE_KINDS,
    PLACED_ZONES,
    REGISTERS,
    STAGES,
    PlanPart,
    Register,
    RegisterEntry,
)
from milkshed.plan.queries.board import judged, with_latest
from milkshed.plan.queries.document import present_version
from milkshed.plan.queries.ledger import steps_of
from milkshed.plan.queries.projects import (
    CountedIndicator,
    EntryRow,
    counts_of,
    entries_for,
    entry_rows,
    part_rows,
    register_rows,
)
from milkshed.plan.work_exports import register_workbook
from milkshed.platform.documents.excel import MEDIA_TYPE, write_template
from milkshed.platform.models import Attachment, Organisation
from milkshed.platform.permissions import may
from milkshed.platform.scope import scope_of, visible
from milkshed.platform.web.entries import day_asked, day_entry, decimal_entry, tell, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_PER_PAGE = 40
_STEPS = {
    "confirm": ("plan.confirm_entry", Text("确认", "Confirm"), "已确认，指标已重算"),
    "return": ("plan.return_entry", Text("退回", "Return"), "已退回"),
    "withdraw": ("plan.withdraw_entry", Text("撤销", "Withdraw"), "已撤销，指标已重算"),
}
_DONE_IN_ENGLISH = {
    "confirm": "Confirmed; the indicator is computed anew",
    "return": "Returned",
    "withdraw": "Withdrawn; the indicator is computed anew",
}


def _register(kind: str) -> Register:
    found = REGISTERS.get(kind)
    if found is None:
        raise Problem(NOT_FOUND, Text("没有该登记簿", "There is no such register"))
    return found


@require_GET
@page("plan.see_registers")
def registers(request: HttpRequest) -> HttpResponse:
    """All registers with what they count for the plan on a day."""
    on = day_asked(request, "on") or timezone.localdate()
    return render(
        request,
        "plan/registers.html",
        {
            "rows": register_rows(request.user, on),
            "on": on,
            "version": present_version(),
            "may_enter": may(request.user, "plan.enter_project"),
        },
    )


@require_GET
@page("plan.see_registers")
def register(request: HttpRequest, kind: str) -> HttpResponse:
    """One register: its rules, its entries and why each counts or does not."""
    found = _register(kind)
    on = day_asked(request, "on") or timezone.localdate()
    state, wanted = request.GET.get("state", ""), request.GET.get("for", "")
    counts = counts_of(found, on)
    shown = entries_for(request.user).filter(kind=found.code)
    if state in ENTRY_STATES:
        shown = shown.filter(state=state)
    if request.GET.get("counts") == "yes":
        chosen = [counts[wanted]] if wanted in counts else counts.values()
        shown = shown.filter(pk__in={key for one in chosen for key in one.counted.keys})
    lights = {one.code: judged(one, on) for one in with_latest(on).filter(code__in=counts)}
    page_obj = Paginator(shown, _PER_PAGE).get_page(request.GET.get("page"))
    rows = entry_rows(page_obj, found, counts)
    own = person_of(request).pk
    return render(
        request,
        "plan/register.html",
        {
            "register": found,
            "on": on,
            "page_obj": page_obj,
            "rows": rows,
            "tickable": may(request.user, "plan.confirm_entry")
            and any(
                row.entry.state == "submitted" and row.entry.entered_by_id != own for row in rows
            ),
            "counts": [(lights[code], one) for code, one in counts.items() if code in lights],
            "details": _by_detail(request, found, counts.values()),
            "state": state,
            "states": [(code, text) for code, text in ENTRY_STATES.items() if code != "draft"],
            "may_enter": may(request.user, "plan.enter_project"),
            "stages": STAGES.items(),
            "counties": _own_counties(request),
            "towns": _own_towns(request),
            "zones": () if own_county(person_of(request)) else PLACED_ZONES.items(),
            "bounds": BOUNDS,
            "evidence_kinds": [(kind_, EVIDENCE_KINDS[kind_]) for kind_ in found.evidence],
            "parts": PlanPart.objects.filter(version__current=True, kind="project")
            if kind == "project"
            else (),
            "part_rows": part_rows(entries_for(request.user).filter(kind=kind))
            if kind == "project"
            else (),
            "today": timezone.localdate(),
        },
    )


def _rows(request: HttpRequest, found: Register) -> list[EntryRow]:
    on = day_asked(request, "on") or timezone.localdate()
    entries = entries_for(request.user).filter(kind=found.code)
    return entry_rows(entries, found, counts_of(found, on))


def _own_counties(request: HttpRequest) -> list[tuple[str, Text]]:
    own = own_county(person_of(request))
    return [(code, one.name) for code, one in COUNTIES.items() if not own or code == own]


def _own_towns(request: HttpRequest) -> list[tuple[Text, list[Town]]]:
    """The towns by county, of the counties one may register in."""
    return [
        (name, [town for town in TOWNS.values() if town.county == code])
        for code, name in _own_counties(request)
    ]


def _by_detail(
    request: HttpRequest, found: Register, counts: Iterable[CountedIndicator]
) -> Mapping[str, int]:
    """How many entries that count are of each kind of a register that has kinds."""
    if not found.details:
        return {}
    keys = {key for one in counts for key in one.counted.keys}
    held = Counter(
        entries_for(request.user).filter(pk__in=keys).order_by().values_list("detail", flat=True)
    )
    return {name: held[name] for name in found.details}


@require_GET
@page("plan.see_registers")
def register_excel(request: HttpRequest, kind: str) -> HttpResponse:
    """A register's entries as an Excel file."""
    found = _register(kind)
    on = day_asked(request, "on") or timezone.localdate()
    content = register_workbook(
        found,
        _rows(request, found),
        on,
        synthetic=Organisation.objects.filter(synthetic=True).exists(),
        language=get_language() or "zh",
    )
    return _excel(content, f"register-{kind}-{on.isoformat()}.xlsx")


@require_GET
@page("plan.enter_project")
def register_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The empty file of a register to fill in."""
    found = _register(kind)
    return _excel(write_template(found.title.zh, columns_of(found)), f"register-{kind}.xlsx")


def _excel(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _proof(request: HttpRequest) -> Proof | None:
    file = request.FILES.get("evidence")
    return None if file is None else Proof(word(request, "evidence_kind"), file, file.name or "")


def _number(request: HttpRequest, name: str) -> Decimal | None:
    """A number, or None when the field was left empty."""
    return decimal_entry(request, name) if word(request, name) else None


def _degrees(request: HttpRequest, name: str) -> float | None:
    found = _number(request, name)
    return None if found is None else float(found)


@require_POST
@page("plan.enter_project")
def enter(request: HttpRequest, kind: str) -> HttpResponse:
    """Register one line."""
    found = _register(kind)
    proof = _proof(request)
    if proof is None:
        raise invalid("evidence", "", "evidence-missing", "请附佐证", "Evidence is missing")
    part, _, indicator = word(request, "part").partition(" ")
    entry = enter_project(
        person_of(request),
        EntryWish(
            kind=found.code,
            name=word(request, "name"),
            as_of=day_entry(request, "as_of"),
            stage=word(request, "stage"),
            identity=word(request, "identity"),
            amount=_number(request, "amount"),
            place=Whereabouts(
                county=word(request, "county"),
                town=word(request, "town"),
                zone=word(request, "zone"),
                longitude=_degrees(request, "longitude"),
                latitude=_degrees(request, "latitude"),
            ),
            detail=word(request, "detail"),
            part=part,
            indicator=indicator,
            note=word(request, "note"),
        ),
        proof,
    )
    tell(
        request,
        f"已登记 {entry.number}，待另一人确认后计入",
        f"Registered {entry.number}; it counts once another person confirms it",
    )
    return redirect("plan:entry", pk=entry.pk)


@require_POST
@page("plan.enter_project")
def register_preview(request: HttpRequest, kind: str) -> HttpResponse:
    """Read a file and tell the fate of every row; nothing is written."""
    found = _register(kind)
    file = request.FILES.get("file")
    if file is None:
        raise invalid("file", "", "required", "请选择Excel或CSV文件", "Choose an Excel or CSV file")
    report, sealed = preview(person_of(request), kind, file.read())
    return render(
        request,
        "plan/register_preview.html",
        {
            "register": found,
            "report": report,
            "sealed": sealed,
            "evidence_kinds": [(kind_, EVIDENCE_KINDS[kind_]) for kind_ in found.evidence],
        },
    )


@require_POST
@page("plan.enter_project")
def register_take(request: HttpRequest, kind: str) -> HttpResponse:
    """Write the rows of a preview."""
    found = _register(kind)
    report = take(person_of(request), kind, word(request, "rows"), _proof(request))
    count = len(report.accepted)
    done = Text(
        f"已登记 {count} 行，待另一人确认",
        f"{count} rows registered; another person confirms them",
    )
    return _told(request, found, report, done)


@require_POST
@page("plan.confirm_entry")
def register_confirm(request: HttpRequest, kind: str) -> HttpResponse:
    """Confirm the entries that were ticked."""
    found = _register(kind)
    keys = [int(key) for key in request.POST.getlist("entry") if key.isdigit() and len(key) < 10]
    if not keys:
        raise invalid("entry", "", "required", "请勾选要确认的登记", "Tick entries to confirm")
    report = confirm_entries(person_of(request), keys)
    count = len(report.accepted)
    done = Text(
        f"已确认 {count} 条，指标已重算", f"{count} confirmed; the indicators are computed anew"
    )
    return _told(request, found, report, done)


def _told(request: HttpRequest, found: Register, report: BatchReport, done: Text) -> HttpResponse:
    """Back to the register when every row was taken; else the rows that were not."""
    if report.is_clean:
        tell(request, done.zh, done.en)
        return redirect("plan:register", kind=found.code)
    return render(
        request,
        "plan/row_faults.html",
        {"report": report, "back": f"/plan/registers/{found.code}"},
        status=422,
    )


@require_GET
@page("plan.see_registers")
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: what it says, its proof, for what it counts, and every step."""
    person = person_of(request)
    found = entries_for(person).filter(pk=entry_for(person, pk).pk).get()
    (row,) = entry_rows([found], found.register, counts_of(found.register, timezone.localdate()))
    return render(
        request,
        "plan/entry.html",
        {
            "entry": found,
            "row": row,
            "steps": steps_of(ENTRY_FLOW, found),
            "earlier": _others(request, found),
            "reachable": visible(
                Attachment.objects.filter(pk=found.evidence_id), scope_of(person)
            ).exists(),
            "moves": [
                (name, title)
                for name, (verb, title, _) in _STEPS.items()
                if may(request.user, verb)
                and any(move.verb == verb for move in ENTRY_FLOW.moves_from(found.state))
            ],
            "own": found.entered_by_id == person.pk,
        },
    )


def _others(request: HttpRequest, found: RegisterEntry) -> list[RegisterEntry]:
    """The other entries of the same subject."""
    same = entries_for(request.user).filter(kind=found.kind, subject=found.subject)
    return list(same.exclude(pk=found.pk)[:20])


@require_POST
@page("plan.see_registers")
def entry_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Confirm, return or withdraw an entry."""
    if step not in _STEPS:
        raise invalid("step", step, "choice", "没有该步骤", "There is no such step")
    verb, _, done = _STEPS[step]
    entry_for(person_of(request), pk)
    decide_entry(person_of(request), pk, verb, opinion=word(request, "opinion"))
    tell(request, done, _DONE_IN_ENGLISH[step])
    return redirect("plan:entry", pk=pk)
