"""Pages of complaints and their mediation."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.kernel.problems import INVALID, NOT_FOUND, Fault, Problem, invalid
from milkshed.kernel.signing import signature_digest
from milkshed.platform.attachments import path_of
from milkshed.platform.documents.word import MEDIA_TYPE as WORD
from milkshed.platform.models import Person, Place, Transition
from milkshed.platform.permissions import may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import day_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.trade.actions.complaints import (
    Grievance,
    accept_complaint,
    agreement_bytes,
    begin_mediation,
    decline_complaint,
    draft_agreement,
    fail_mediation,
    file_complaint,
    mediators,
    order_test,
    redraft_agreement,
    report_test,
    sign_agreement,
    state_position,
    withdraw_complaint,
)
from milkshed.trade.flow import COMPLAINT_FLOW
from milkshed.trade.models import (
    COMPLAINT_KINDS,
    COMPLAINT_STATES,
    OPEN_COMPLAINTS,
    AgreementSignature,
    Complaint,
    ThirdPartyTest,
)
from milkshed.trade.pages.contracts import contract_of
from milkshed.trade.paper import agreement_word
from milkshed.trade.queries.contracts import third_parties

_PER_PAGE = 30
TAGS = {
    "filed": "warn",
    "accepted": "info",
    "declined": "none",
    "mediating": "info",
    "drafted": "warn",
    "agreed": "ok",
    "failed": "bad",
    "withdrawn": "none",
}


def complaint_of(request: HttpRequest, key: int) -> Complaint:
    """The case of an address, if the person may see it."""
    cases = Complaint.objects.select_related(
        "contract__seller", "contract__buyer", "office", "mediator", "filed_by"
    )
    return get_visible(cases, scope_of(request.user), pk=key)


@require_GET
@page("trade.see_contracts")
def complaint_list(request: HttpRequest) -> HttpResponse:
    """Complaints in reach, open ones first; those past their clock say so."""
    today = timezone.localdate()
    found = visible(Complaint.objects.all(), scope_of(request.user))
    state = request.GET.get("state", "")
    if state in COMPLAINT_STATES:
        found = found.filter(state=state)
    shown = found.select_related("contract__seller", "contract__buyer", "mediator").order_by(
        "-filed_on", "-pk"
    )
    page_obj = Paginator(shown, _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "trade/complaints.html",
        {
            "page_obj": page_obj,
            "lines": [(one, TAGS[one.state], _late(one, today)) for one in page_obj],
            "states": COMPLAINT_STATES,
            "state": state,
        },
    )


def _late(case: Complaint, today: date) -> bool:
    """Whether the clock that runs now has passed."""
    due = case.accept_due_on if case.state == "filed" else case.mediate_due_on
    return case.state in OPEN_COMPLAINTS and due is not None and due < today


@require_http_methods(["GET", "POST"])
@page("trade.file_complaint")
def new_complaint(request: HttpRequest, key: int) -> HttpResponse:
    """File a complaint about a contract, with evidence."""
    contract = contract_of(request, key)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            case = file_complaint(
                person_of(request),
                contract,
                Grievance(
                    word(request, "kind"),
                    day_entry(request, "happened_on"),
                    word(request, "account"),
                    word(request, "claim"),
                    word(request, "sheets"),
                ),
                on=timezone.localdate(),
                evidence=[(one.name or "", one) for one in request.FILES.getlist("evidence")],
            )
        except Problem as problem:
            if problem.kind is not INVALID:
                raise
            faults = problem.faults
        else:
            tell(request, f"投诉 {case.number} 已提交", f"Complaint {case.number} is filed")
            return redirect("trade:complaint", key=case.pk)
    return render(
        request,
        "trade/complaint_form.html",
        {
            "contract": contract,
            "kinds": COMPLAINT_KINDS,
            "typed": request.POST.dict(),
            "faults": {fault.field: fault for fault in faults},
            "today": timezone.localdate(),
        },
        status=422 if faults else 200,
    )


@require_GET
@page("trade.see_contracts")
def complaint_page(request: HttpRequest, key: int) -> HttpResponse:
    """One case: what is complained of, statements, tests, the agreement, and the next steps."""
    case, person = complaint_of(request, key), person_of(request)
    today = timezone.localdate()
    side = case.contract.side_of({o.pk for o in person.organisations()}) or ""
    is_mediator = case.mediator_id == person.pk
    may_side = bool(side) and may(person, "trade.file_complaint")
    signed = {one.side for one in case.signatures.all()}
    own = "mediator" if is_mediator else side
    return render(
        request,
        "trade/complaint.html",
        {
            "case": case,
            "tag": TAGS[case.state],
            "late": _late(case, today),
            "statements": case.statements.select_related("person").order_by("at"),
            "tests": case.tests.select_related("laboratory").order_by("pk"),
            "signatures": [
                (one, _intact(case, one))
                for one in case.signatures.select_related("person").order_by("signed_at")
            ],
            "evidence": case.evidence.all(),
            "moves": Transition.objects.filter(subject=COMPLAINT_FLOW.subject, subject_id=case.pk)
            .select_related("person")
            .order_by("at"),
            "is_mediator": is_mediator,
            "may_accept": case.state == "filed" and may(person, "trade.accept_complaint"),
            "may_speak": case.state in ("accepted", "mediating", "drafted")
            and (is_mediator or may_side),
            "may_sign": case.state == "drafted" and (is_mediator or may_side) and own not in signed,
            "may_withdraw": case.state in OPEN_COMPLAINTS and may_side and side == case.side,
            "mediators": mediators(case) if case.state == "filed" else [],
            "laboratories": third_parties() if is_mediator and case.state == "mediating" else [],
            "today": today,
        },
    )


def _intact(case: Complaint, signature: AgreementSignature) -> bool:
    digest = signature_digest(
        agreement_bytes(case), signature.side, str(signature.person_id), signature.signed_at
    )
    return digest == signature.digest


@require_POST
@page("trade.see_contracts")
def complaint_step(request: HttpRequest, key: int, what: str) -> HttpResponse:
    """Take a step of a case; each step asks for its own right."""
    case, person = complaint_of(request, key), person_of(request)
    today, reason = timezone.localdate(), word(request, "reason")
    if what == "accept":
        chosen = Person.objects.filter(pk=whole_entry(request, "mediator") or 0).first()
        if chosen is None:
            raise invalid("mediator", "", "required", "请选择调解员", "Choose the mediator")
        accept_complaint(person, case, mediator=chosen, on=today)
    elif what == "decline":
        decline_complaint(person, case, reason=reason, on=today)
    elif what == "withdraw":
        withdraw_complaint(person, case, reason=reason, on=today)
    elif what == "mediate":
        begin_mediation(person, case)
    elif what == "state":
        state_position(person, case, text=word(request, "text"))
    elif what == "order-test":
        laboratory = Place.objects.filter(pk=whole_entry(request, "laboratory") or 0).first()
        if laboratory is None:
            raise invalid("laboratory", "", "required", "请选择检测机构", "Choose the laboratory")
        order_test(person, case, laboratory=laboratory, subject=word(request, "subject"), on=today)
    elif what == "report-test":
        test = ThirdPartyTest.objects.filter(
            complaint=case, pk=whole_entry(request, "test") or 0
        ).first()
        if test is None:
            raise Problem(NOT_FOUND)
        report_test(
            person, test, result=word(request, "result"), favours=word(request, "favours"), on=today
        )
    elif what == "draft":
        draft_agreement(person, case, text=word(request, "text"))
    elif what == "redraft":
        redraft_agreement(person, case)
    elif what == "sign":
        sign_agreement(person, case, signed_at=timezone.now())
    elif what == "fail":
        fail_mediation(person, case, reason=reason, referral=word(request, "referral"), on=today)
    else:
        raise Problem(NOT_FOUND)
    tell(request, "已办理", "Done")
    return redirect("trade:complaint", key=key)


@require_GET
@page("trade.see_contracts")
def agreement_paper(request: HttpRequest, key: int) -> HttpResponse:
    """The mediated agreement as Word."""
    case = complaint_of(request, key)
    if not case.agreement:
        raise Problem(NOT_FOUND)
    answer = HttpResponse(agreement_word(case), content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="{case.number}.docx"'
    return answer


@require_GET
@page("trade.see_contracts")
def evidence_file(request: HttpRequest, key: int, file: int) -> HttpResponse:
    """A piece of evidence of a case, for everyone who may see the case."""
    case = complaint_of(request, key)
    found = case.evidence.filter(pk=file).first()
    if found is None:
        raise Problem(NOT_FOUND)
    answer = HttpResponse(path_of(found.sha256).read_bytes(), content_type=found.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return answer
