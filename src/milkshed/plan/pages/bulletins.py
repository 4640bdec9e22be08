"""Pages of bulletins: the list, one bulletin with its data and wording, its steps and copies."""

import hashlib
import re

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.kernel.counties import COUNTIES
from milkshed.kernel.problems import NOT_FOUND, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.plan.actions.bulletins.drawing import correct_bulletin, draw_bulletin
from milkshed.plan.actions.bulletins.editing import edit_bulletin
from milkshed.plan.actions.bulletins.issuing import (
    issue_bulletin,
    propose_bulletin,
    return_bulletin,
    withdraw_bulletin,
)
from milkshed.plan.bulletin_paper import bulletin_sheet, bulletin_word, script_of
from milkshed.plan.flow import BULLETIN_FLOW
from milkshed.plan.jobs import CLOSE_MONTH
from milkshed.plan.models import BULLETIN_STATES, PERIODS, Bulletin
from milkshed.plan.models.bulletins import UNFINISHED
from milkshed.plan.pages.reading import reading
from milkshed.plan.queries.bulletins.lists import closed_months
from milkshed.plan.queries.bulletins.readings import Period
from milkshed.plan.queries.bulletins.shelf import (
    bulletin_of_digest,
    bulletins_for,
    changed_since,
    is_intact,
)
from milkshed.plan.queries.ledger import steps_of
from milkshed.plan.queries.open_data import last_month_over
from milkshed.platform.attachments import path_of
from milkshed.platform.documents.excel import MEDIA_TYPE as EXCEL
from milkshed.platform.documents.word import MEDIA_TYPE as WORD
from milkshed.platform.jobs import start_job
from milkshed.platform.models import Transition
from milkshed.platform.permissions import may
from milkshed.platform.scope import scope_of
from milkshed.platform.web.entries import day_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of

_PER_PAGE = 30
_SHORT = {True: "宁奶办通", False: "县奶办通"}
_DIGEST = re.compile(r"[0-9a-f]{64}")
_LARGEST = 20 * 1024 * 1024
_OWN_STEPS = ("plan.draw_bulletin", "plan.edit_bulletin", "plan.propose_bulletin")


@require_GET
@page("plan.see")
def bulletins(request: HttpRequest) -> HttpResponse:
    """Bulletins in reach, the youngest period first."""
    state, period = request.GET.get("state", ""), request.GET.get("period", "")
    found = bulletins_for(request.user)
    if state in BULLETIN_STATES:
        found = found.filter(state=state)
    if period in PERIODS:
        found = found.filter(period=period)
    scope = scope_of(request.user)
    return render(
        request,
        "plan/bulletins/list.html",
        {
            "page_obj": Paginator(found, _PER_PAGE).get_page(request.GET.get("page")),
            "state": state,
            "states": [(code, words) for code, words in BULLETIN_STATES.items() if code != "draft"],
            "period": period,
            "periods": PERIODS.items(),
            "may_draw": may(request.user, "plan.draw_bulletin"),
            "may_compute": may(request.user, "plan.compute"),
            "whole_region": scope.everything,
            "counties": [
                one for code, one in COUNTIES.items() if scope.everything or code in scope.counties
            ],
            "last_month": last_month_over(timezone.localdate()),
        },
    )


@require_POST
@page("plan.draw_bulletin")
def draw(request: HttpRequest) -> HttpResponse:
    """Draw a bulletin up."""
    made = draw_bulletin(
        person_of(request),
        word(request, "period"),
        day_entry(request, "day"),
        county=word(request, "county"),
    )
    tell(request, "已起草，请核改后送签", "Drawn up: edit it, then propose it")
    return redirect("plan:bulletin", pk=made.pk)


@require_POST
@page("plan.compute")
def compute(request: HttpRequest) -> HttpResponse:
    """Queue the figures of a month's end, region and counties, to be computed again."""
    day = day_entry(request, "day")
    last = Period.of("month", day).last
    today = timezone.localdate()
    if last >= today:
        raise invalid(
            "day", day.isoformat(), "period-over", "该月尚未结束", "The month is not over"
        )  # fmt: skip
    start_job(CLOSE_MONTH, {"on": today.isoformat(), "as_of": last.isoformat()}, person_of(request))
    tell(request, "已开始计算，完成后再起草", "Computing has begun; draw up once it is done")
    return redirect("plan:bulletins")


def _found(request: HttpRequest, pk: int) -> Bulletin:
    found = bulletins_for(request.user).filter(pk=pk).first()
    if found is None:
        raise Problem(NOT_FOUND, Text("未找到该通报", "There is no such bulletin"))
    return found


@require_GET
@page("plan.see")
def bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """One bulletin: text with its footnotes, tables, copies, history, and what may be done."""
    found = _found(request, pk)
    person, scope = person_of(request), scope_of(request.user)
    own = scope.everything or (found.county in scope.counties)
    acted = Transition.objects.filter(
        subject=BULLETIN_FLOW.subject, subject_id=found.pk, verb__in=_OWN_STEPS, person=person
    ).exists()
    months = Period(found.period, found.first, found.last).months()
    is_draft = found.state in ("drawn", "edited")
    return render(
        request,
        "plan/bulletins/bulletin.html",
        {
            "bulletin": found,
            **reading(found.wording, found.content),
            "steps": steps_of(BULLETIN_FLOW, found),
            "corrections": bulletins_for(request.user).filter(replaces=found),
            "intact": {
                "word": is_intact(found.word) if found.word else None,
                "sheet": is_intact(found.sheet) if found.sheet else None,
            },
            "open_months": [one for one in months if one not in closed_months(months)],
            "changed": changed_since(found)
            if own and found.state in (*UNFINISHED, "issued")
            else (),
            "acted": acted,
            "public": found.public_editions.filter(state__in=["proposed", "published"]).first(),
            "may_publish": found.state == "issued" and may(person, "plan.propose_publication"),
            "default_short": _SHORT[not found.county],
            "may_edit": own and is_draft and may(person, "plan.edit_bulletin"),
            "may_propose": own and is_draft and may(person, "plan.propose_bulletin"),
            "may_issue": own and found.state == "proposed" and may(person, "plan.issue_bulletin"),
            "may_withdraw": own
            and found.state in ("drawn", "edited", "proposed")
            and may(person, "plan.withdraw_bulletin"),
            "may_correct": own and found.state == "issued" and may(person, "plan.draw_bulletin"),
        },
    )


@require_POST
@page("plan.see")
def bulletin_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Edit, propose, return, issue, withdraw or correct."""
    person, revision = person_of(request), whole_entry(request, "revision") or 0
    words = word(request, "words")
    if step == "edit":
        texts = {
            name.removeprefix("section-"): value
            for name, value in request.POST.items()
            if name.startswith("section-") and isinstance(value, str)
        }
        edit_bulletin(person, pk, texts, revision=revision)
        tell(request, "已保存", "Saved")
    elif step == "propose":
        propose_bulletin(person, pk, revision=revision)
        tell(request, "已送签，由另一人签发", "Proposed; another person issues it")
    elif step == "return":
        return_bulletin(person, pk, opinion=words, revision=revision)
        tell(request, "已退回修改", "Returned")
    elif step == "issue":
        done = issue_bulletin(
            person, pk, issuer_short=word(request, "issuer_short"), opinion=words,
            revision=revision,
        )  # fmt: skip
        tell(request, f"已签发：{done.number}", f"Issued: {done.number}")
    elif step == "withdraw":
        withdraw_bulletin(person, pk, opinion=words, revision=revision)
        tell(request, "已撤回", "Withdrawn")
    elif step == "correct":
        made = correct_bulletin(person, pk, reason=words)
        tell(request, "更正版已起草", "The corrected edition is drawn up")
        return redirect("plan:bulletin", pk=made.pk)
    else:
        raise invalid("step", step, "choice", "没有该步骤", "There is no such step")
    return redirect("plan:bulletin", pk=pk)


@require_GET
@page("plan.see")
def bulletin_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as Word: the frozen copy once it is issued, a draft before."""
    return _copy(request, pk, "docx")


@require_GET
@page("plan.see")
def bulletin_tables(request: HttpRequest, pk: int) -> HttpResponse:
    """The tables as Excel: the frozen copy once it is issued, a draft before."""
    return _copy(request, pk, "xlsx")


def _copy(request: HttpRequest, pk: int, ending: str) -> HttpResponse:
    found = _found(request, pk)
    copy = found.word if ending == "docx" else found.sheet
    if copy is not None:
        content = path_of(copy.sha256).read_bytes()
    else:
        write = bulletin_word if ending == "docx" else bulletin_sheet
        content = write(script_of(found))
    answer = HttpResponse(content, content_type=WORD if ending == "docx" else EXCEL)
    answer["Content-Disposition"] = f'attachment; filename="bulletin-{found.pk}.{ending}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@page("plan.see")
def verify(request: HttpRequest) -> HttpResponse:
    """Which issued bulletin a file or a digest belongs to, and whether it is still in force."""
    asked, found = "", None
    if request.method == "POST":
        asked = _digest_asked(request)
        found = bulletin_of_digest(request.user, asked)
    return render(
        request,
        "plan/bulletins/verify.html",
        {
            "asked": asked,
            "bulletin": found[0] if found else None,
            "copy": Text("公文（Word）", "paper (Word)")
            if found and found[1] == "word"
            else Text("附表（Excel）", "tables (Excel)"),
        },
    )


def _digest_asked(request: HttpRequest) -> str:
    file = request.FILES.get("file")
    if file is not None:
        if (file.size or 0) > _LARGEST:
            raise invalid("file", file.size, "size", "文件超过20 MB", "The file is over 20 MB")
        return hashlib.sha256(file.read()).hexdigest()
    typed = word(request, "sha256").lower()
    if not _DIGEST.fullmatch(typed):
        raise invalid(
            "sha256", typed[:64], "shape",
            "请选择文件，或填写64位SHA-256摘要",
            "Choose a file, or enter a SHA-256 digest of 64 hexadecimal digits",
        )  # fmt: skip
    return typed
