"""Objections with their clocks, and cases of forbidden substances."""

from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Transition
from milkshed.platform.permissions import may
from milkshed.platform.rule_book import find_rule, rules_under
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.quality.actions.cases import add_evidence, hand_over, move_case, propose_decision
from milkshed.quality.actions.objections import (
    conclude_objection,
    grant_objection,
    raise_objection,
    refuse_objection,
    request_arbitration,
)
from milkshed.quality.flow import CASE_FLOW, OBJECTION_FLOW
from milkshed.quality.models import (
    CASE_STATES,
    OBJECTION_STATES,
    OUTCOMES,
    ContrabandCase,
    Laboratory,
    Objection,
    Sample,
)
from milkshed.quality.pages.samples import sample_of
from milkshed.quality.queries import laboratories_offered
from milkshed.quality.science.analytes import ANALYTES

_PER_PAGE = 30
_SOON_D = 1
_OVER = ("refused", "concluded")


def light_until(due: date | None, today: date) -> tuple[str, Text]:
    """The light of a clock that ends with a day."""
    if due is None:
        return "grey", Text("无期限", "No clock")
    if due < today:
        return "red", Text("已逾期", "Overdue")
    if due <= today + timedelta(days=_SOON_D):
        return "yellow", Text("将到期", "Due soon")
    return "green", Text("期限内", "In time")


@require_GET
@page("quality.see_objections")
def objections(request: HttpRequest) -> HttpResponse:
    """Objections in reach, those that run first; the legal clocks with their sources."""
    state = request.GET.get("state", "")
    person, today = person_of(request), timezone.localdate()
    found = visible(
        Objection.objects.select_related("sample__place", "organisation", "raised_by"),
        scope_of(person),
    )
    if state in OBJECTION_STATES:
        found = found.filter(state=state)
    page_obj = Paginator(found.order_by("-raised_at"), _PER_PAGE).get_page(request.GET.get("page"))
    clocks = (
        "objection.working_days", "rapid_objection.hours", "objection.answer_working_days",
        "retest.working_days", "arbitration.working_days", "arbitration.report_working_days",
    )  # fmt: skip
    return render(
        request,
        "quality/objections.html",
        {
            "page_obj": page_obj,
            "lines": [
                (
                    one,
                    ("blue", OBJECTION_STATES[one.state])
                    if one.state in _OVER
                    else light_until(one.due, today),
                )
                for one in page_obj
            ],
            "states": OBJECTION_STATES.items(),
            "state": state,
            "clocks": [row for name in clocks if (row := find_rule(f"quality.{name}", today))],
            "open_to_objection": _own_failed(request)
            if may(person, "quality.raise_objection")
            else (),
        },
    )


def _own_failed(request: HttpRequest) -> list[Sample]:
    """Failed samples of one's own milk that may still be objected to."""
    own = [o.pk for o in person_of(request).organisations()]
    since = timezone.now() - timedelta(days=21)
    found = visible(Sample.objects.all(), scope_of(request.user)).filter(
        place__organisation__in=own, state="reported", verdict="fail", reported_at__gte=since,
        retest_of__isnull=True, objection__isnull=True,
    )  # fmt: skip
    return list(found.order_by("-reported_at")[:20])


@require_POST
@page("quality.raise_objection")
def object_to(request: HttpRequest, number: str) -> HttpResponse:
    """Object to a sample's result."""
    objection = raise_objection(
        person_of(request),
        sample_of(request, number),
        reason=word(request, "reason"),
        rapid=word(request, "rapid") == "yes",
    )
    tell(request, f"异议 {objection.number} 已提交", "The objection is filed")
    return redirect("quality:objection", number=objection.number)


def _objection_of(request: HttpRequest, number: str) -> Objection:
    found = Objection.objects.select_related(
        "sample__place", "sample__laboratory__place", "organisation", "raised_by"
    )
    return get_visible(found, scope_of(request.user), number=number)


@require_GET
@page("quality.see_objections")
def objection_page(request: HttpRequest, number: str) -> HttpResponse:
    """An objection: its tests so far, the clock that runs, the next step."""
    objection, person = _objection_of(request, number), person_of(request)
    chain = [objection.sample, *_retests_of(objection.sample)]
    moves = {m.verb for m in OBJECTION_FLOW.moves_from(objection.state) if may(person, m.verb)}
    tested = {sample.laboratory_id for sample in chain}
    light, said = (
        ("blue", objection.state_text)
        if objection.state in _OVER
        else light_until(objection.due, timezone.localdate())
    )
    return render(
        request,
        "quality/objection.html",
        {
            "objection": objection,
            "chain": chain,
            "moves": moves,
            "light": light,
            "word": said,
            "laboratories": [
                one for one in laboratories_offered(scope_of(person)) if one.pk not in tested
            ],
            "reported": chain[-1].reported_at is not None and len(chain) > 1,
            "history": Transition.objects.filter(
                subject="quality.objection", subject_id=objection.pk
            ).select_related("person").order_by("at"),
            "titles": {move.verb: move.title for move in OBJECTION_FLOW.moves},
        },
    )  # fmt: skip


@require_POST
@page("quality.see_objections")
def objection_step(request: HttpRequest, number: str) -> HttpResponse:
    """Refuse, grant, arbitrate or conclude."""
    objection, person, step = (
        _objection_of(request, number),
        person_of(request),
        word(request, "step"),
    )
    if step == "refuse":
        refuse_objection(person, objection, reason=word(request, "reason"))
        tell(request, "已答复不予受理", "Refused")
    elif step == "grant":
        grant_objection(
            person, objection, laboratory=_laboratory(request), barcode=word(request, "barcode")
        )
        tell(request, "已受理，留样转复检", "Granted; the retained portion goes to retest")
    elif step == "arbitrate":
        request_arbitration(
            person,
            objection,
            laboratory=_laboratory(request),
            barcode=word(request, "barcode"),
            reason=word(request, "reason"),
        )
        tell(request, "已提请仲裁检验", "Sent to arbitration")
    elif step == "conclude":
        conclude_objection(person, objection)
        tell(request, "已办结", "Concluded")
    else:
        raise Problem(NOT_FOUND, Text("没有该步骤", "There is no such step"))
    return redirect("quality:objection", number=number)


def _laboratory(request: HttpRequest) -> Laboratory:
    offered = laboratories_offered(scope_of(request.user))
    found = offered.filter(pk=whole_entry(request, "laboratory") or 0).first()
    if found is None:
        raise Problem(NOT_FOUND, Text("没有该实验室", "There is no such laboratory"))
    return found


@require_GET
@page("quality.see_cases")
def cases(request: HttpRequest) -> HttpResponse:
    """Cases in reach, and the list of forbidden substances with its sources."""
    state = request.GET.get("state", "")
    found = visible(ContrabandCase.objects.select_related("sample__place"), scope_of(request.user))
    if state in CASE_STATES:
        found = found.filter(state=state)
    page_obj = Paginator(found.order_by("-opened_at"), _PER_PAGE).get_page(request.GET.get("page"))
    today = timezone.localdate()
    return render(
        request,
        "quality/cases.html",
        {
            "page_obj": page_obj,
            "lines": [(case, names_of(case), *_case_light(case, today)) for case in page_obj],
            "states": CASE_STATES.items(),
            "state": state,
            "listed": list(rules_under("quality.contraband.", today).values()),
            "shares": [
                row
                for name in ("extra_share", "station_share")
                if (row := find_rule(f"quality.monitoring.{name}", today))
            ],
        },
    )


def names_of(case: ContrabandCase) -> list[Text]:
    """What was found, by name."""
    return [ANALYTES[code].name for code in case.analytes if code in ANALYTES]


def _retests_of(sample: Sample) -> list[Sample]:
    """The tests after the first one, in their order."""
    found: list[Sample] = []
    while (
        later := Sample.objects.select_related("laboratory__place")
        .filter(retest_of=found[-1] if found else sample)
        .first()
    ):
        found.append(later)
    return found


def _case_light(case: ContrabandCase, today: date) -> tuple[str, Text]:
    if case.state in ("decided", "closed"):
        return "blue", case.state_text
    if case.handed_over_at is not None:
        return "green", Text("已移送", "Handed over")
    row = find_rule("quality.case.handover_days", today)
    days = int(row.value) if row and row.value is not None else 0
    return light_until(shanghai_day(case.opened_at) + timedelta(days=days), today)


def _case_of(request: HttpRequest, number: str) -> ContrabandCase:
    found = ContrabandCase.objects.select_related(
        "sample__place__organisation", "sample__laboratory__place", "opened_by"
    )
    return get_visible(found, scope_of(request.user), number=number)


@require_GET
@page("quality.see_cases")
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """A case: what was found and how, its evidence, its steps, what may be done next."""
    case, person = _case_of(request, number), person_of(request)
    moves = {m.verb for m in CASE_FLOW.moves_from(case.state) if may(person, m.verb)}
    proposed_by_me = Transition.objects.filter(
        subject="quality.case", subject_id=case.pk, verb="quality.propose_decision", person=person
    ).exists()
    if proposed_by_me:
        moves -= {"quality.decide_case", "quality.return_case"}
    context: dict[str, Any] = {
        "case": case,
        "names": names_of(case),
        "retests": _retests_of(case.sample),
        "results": case.sample.results.filter(analyte__in=case.analytes).select_related("limit"),
        "evidence": case.evidence.select_related("added_by", "attachment").order_by("added_at"),
        "moves": moves,
        "proposed_by_me": proposed_by_me,
        "outcomes": OUTCOMES.items(),
        "may_add": may(person, "quality.add_evidence") and case.state != "closed",
        "clocks": list(rules_under("quality.case.", timezone.localdate()).values()),
        "history": Transition.objects.filter(subject="quality.case", subject_id=case.pk)
        .select_related("person")
        .order_by("at"),
        "titles": {move.verb: move.title for move in CASE_FLOW.moves},
    }
    context["light"], context["word"] = _case_light(case, timezone.localdate())
    return render(request, "quality/case.html", context)


_MOVES = {
    "return": "quality.return_case",
    "decide": "quality.decide_case",
    "close": "quality.close_case",
}


@require_POST
@page("quality.see_cases")
def case_step(request: HttpRequest, number: str) -> HttpResponse:
    """Add evidence, hand over, propose, decide, send back or close."""
    case, person, step = _case_of(request, number), person_of(request), word(request, "step")
    if step == "evidence":
        upload = request.FILES.get("file")
        add_evidence(
            person,
            case,
            text=word(request, "text"),
            content=upload.file if upload is not None else None,
            file_name=upload.name or "" if upload is not None else "",
        )
        tell(request, "证据已添加", "Evidence added")
    elif step == "hand-over":
        hand_over(
            person, case, authority=word(request, "authority"), document=word(request, "document")
        )
        tell(request, "已移送", "Handed over")
    elif step == "propose":
        propose_decision(
            person, case, outcome=word(request, "outcome"), basis=word(request, "basis")
        )
        tell(request, "已提出处理意见，待另一人决定", "Proposed; another person decides")
    elif step in _MOVES:
        move_case(person, case, _MOVES[step], opinion=word(request, "opinion"))
        tell(request, "已办理", "Done")
    else:
        raise Problem(NOT_FOUND, Text("没有该步骤", "There is no such step"))
    return redirect("quality:case", number=number)
