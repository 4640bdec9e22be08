"""Pages of contracts: the list, one version with its clauses, the form, and every step."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from milkshed.kernel.problems import CONFLICT, INVALID, NOT_ALLOWED, NOT_FOUND, Fault, Problem
from milkshed.platform.documents.word import MEDIA_TYPE as WORD
from milkshed.platform.models import Person, Transition
from milkshed.platform.permissions import holders_of, may
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.entries import as_whole, day_entry, tell, whole_entry, word
from milkshed.platform.web.pages import page
from milkshed.platform.web.people import person_of
from milkshed.trade.actions.contracts import (
    change_contract,
    comment_contract,
    draft_contract,
    edit_contract,
    offer_contract,
    return_contract,
    sign_contract,
    withdraw_contract,
)
from milkshed.trade.actions.filing import (
    answer_filing,
    confirm_termination,
    submit_filing,
    terminate_contract,
)
from milkshed.trade.models import (
    CONTRACT_STATES,
    SIDES,
    Contract,
    ContractFiling,
    ContractTermination,
    ModelForm,
)
from milkshed.trade.pages.entry import draft_entry, form_choices, typed_of
from milkshed.trade.paper import contract_pdf, contract_word
from milkshed.trade.queries.clauses import form_on
from milkshed.trade.queries.contracts import is_intact
from milkshed.trade.queries.fulfilment import price_on
from milkshed.trade.queries.overview import contracts_of
from milkshed.trade.queries.wording import clause_texts

_PER_PAGE = 30
STATE_TAGS = {
    "draft": "none",
    "offered": "info",
    "half_signed": "warn",
    "signed": "ok",
    "replaced": "none",
    "terminated": "bad",
    "withdrawn": "none",
}


def contract_of(request: HttpRequest, key: int) -> Contract:
    """The version of an address, if the person may see it."""
    contracts = Contract.objects.select_related(
        "seller", "buyer", "seller_place", "delivery_place", "third_party", "form", "replaces"
    ).prefetch_related("stations")
    return get_visible(contracts, scope_of(request.user), pk=key)


@require_GET
@page("trade.see_contracts")
def contract_list(request: HttpRequest) -> HttpResponse:
    """Contract versions in reach, the youngest first."""
    found = visible(Contract.objects.all(), scope_of(request.user))
    counts = {code: found.filter(state=code).count() for code in CONTRACT_STATES}
    state, search = request.GET.get("state", ""), request.GET.get("q", "").strip()
    if state in CONTRACT_STATES:
        found = found.filter(state=state)
    if search:
        found = (
            found.filter(number__istartswith=search)
            | found.filter(seller__name_zh__icontains=search)
            | found.filter(buyer__name_zh__icontains=search)
        )
    shown = found.select_related("seller", "buyer", "delivery_place", "filing").order_by("-pk")
    page_obj = Paginator(shown, _PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "trade/contracts.html",
        {
            "page_obj": page_obj,
            "lines": [(one, STATE_TAGS[one.state]) for one in page_obj],
            "states": [
                (code, title, STATE_TAGS[code], counts[code])
                for code, title in CONTRACT_STATES.items()
                if counts[code]
            ],
            "state": state,
            "q": search,
            "may_draft": may(request.user, "trade.draft_contract"),
        },
    )


@require_GET
@page("trade.see_contracts")
def contract_page(request: HttpRequest, key: int) -> HttpResponse:
    """One version: clauses with their checks, signatures, steps, filing and ending."""
    contract, person = contract_of(request, key), person_of(request)
    clauses = clause_texts(contract)
    signed = {s.side: s for s in contract.signatures.select_related("person")}
    filing = ContractFiling.objects.filter(contract=contract).select_related("office").first()
    return render(
        request,
        "trade/contract.html",
        {
            "contract": contract,
            "tag": STATE_TAGS[contract.state],
            "clauses": clauses,
            "broken": [one for one in clauses if one.outcome == "broken"],
            "boxes": [
                (title, signed.get(side), side in signed and is_intact(contract, signed[side]))
                for side, title in SIDES.items()
            ],
            "side": _side(person, contract),
            "turn": _turn(person, contract, set(signed)),
            "versions": contracts_of(contract.number),
            "comments": contract.comments.select_related("person").order_by("at"),
            "moves": Transition.objects.filter(subject="trade.contract", subject_id=contract.pk)
            .select_related("person")
            .order_by("at"),
            "filing": filing,
            "may_answer_filing": filing is not None
            and filing.state == "submitted"
            and may(person, "trade.answer_filing")
            and filing.office_id in {o.pk for o in person.organisations()},
            "ending": ContractTermination.objects.filter(contract=contract).first(),
            "price": price_on(contract, timezone.localdate()),
            "today": timezone.localdate(),
        },
    )


def _side(person: Person, contract: Contract) -> str:
    """The side on which the person may draft and sign; empty for everyone else."""
    holders = holders_of("trade.sign_contract")
    homes = {m.organisation_id for m in person.present_memberships() if m.role in holders}
    return contract.side_of(homes) or ""


def _turn(person: Person, contract: Contract, signed: set[str]) -> str:
    """What waits for this person: draft, read, sign, wait, or signed."""
    side = _side(person, contract)
    if not side:
        return ""
    if contract.state == "draft":
        return "draft" if side == contract.drafted_by_side else "wait"
    if contract.state in ("offered", "half_signed"):
        return "wait" if side in signed else "sign"
    return "signed" if contract.state == "signed" else ""


@require_http_methods(["GET", "POST"])
@page("trade.draft_contract")
def new_contract(request: HttpRequest) -> HttpResponse:
    """Draft a contract."""
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            contract = draft_contract(person_of(request), draft_entry(request))
        except Problem as problem:
            faults = _shown(problem)
        else:
            tell(
                request, f"合同 {contract.number} 已起草", f"Contract {contract.number} is drafted"
            )
            return redirect("trade:contract", key=contract.pk)
    return _form(request, faults, None, "new")


@require_http_methods(["GET", "POST"])
@page("trade.draft_contract")
def edit(request: HttpRequest, key: int) -> HttpResponse:
    """Write a draft anew."""
    old = contract_of(request, key)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            edit_contract(
                person_of(request),
                old,
                draft_entry(request),
                revision=whole_entry(request, "revision") or 0,
            )
        except Problem as problem:
            faults = _shown(problem)
        else:
            tell(request, "已保存", "Saved")
            return redirect("trade:contract", key=key)
    return _form(request, faults, old, "edit")


@require_http_methods(["GET", "POST"])
@page("trade.change_contract")
def change(request: HttpRequest, key: int) -> HttpResponse:
    """Draft the next version of a signed contract."""
    old = contract_of(request, key)
    faults: tuple[Fault, ...] = ()
    if request.method == "POST":
        try:
            new = change_contract(person_of(request), old, draft_entry(request))
        except Problem as problem:
            faults = _shown(problem)
        else:
            tell(request, f"第{new.version}版已起草，须双方重新签字", "Drafted: both sign it anew")
            return redirect("trade:contract", key=new.pk)
    return _form(request, faults, old, "change")


def _shown(problem: Problem) -> tuple[Fault, ...]:
    """Faults to show beside the form; what no form can mend is raised again."""
    if problem.kind in (NOT_ALLOWED, NOT_FOUND) and not problem.faults:
        raise problem
    if problem.kind not in (INVALID, CONFLICT, NOT_ALLOWED):
        raise problem
    return problem.faults or (Fault("contract", "", "state", problem.detail),)


def _form(
    request: HttpRequest, faults: tuple[Fault, ...], old: Contract | None, what: str
) -> HttpResponse:
    typed: Any = request.POST.dict() if request.method == "POST" else typed_of(old, what)
    chosen = (
        {as_whole(one) for one in request.POST.getlist("stations")}
        if request.method == "POST"
        else {place.pk for place in old.stations.all()}
        if old
        else set()
    )
    return render(
        request,
        "trade/contract_form.html",
        {
            "typed": typed,
            "chosen": chosen,
            "faults": {fault.field: fault for fault in faults},
            "old": old,
            "what": what,
            **form_choices(person_of(request), old),
        },
        status=422 if faults else 200,
    )


@require_POST
@page("trade.see_contracts")
def step(request: HttpRequest, key: int, what: str) -> HttpResponse:
    """Take a step with a version; each step asks for its own right."""
    contract, person = contract_of(request, key), person_of(request)
    reason = word(request, "reason")
    if what == "offer":
        offer_contract(person, contract)
    elif what == "return":
        return_contract(person, contract, reason=reason)
    elif what == "withdraw":
        withdraw_contract(person, contract, reason=reason)
    elif what == "comment":
        comment_contract(
            person, contract, text=word(request, "text"), clause=whole_entry(request, "clause")
        )
    elif what == "sign":
        sign_contract(
            person,
            contract,
            revision=whole_entry(request, "revision") or 0,
            signed_at=timezone.now(),
        )
    elif what == "terminate":
        terminate_contract(
            person,
            contract,
            kind=word(request, "kind"),
            reason=reason,
            noticed_on=timezone.localdate(),
            ends_on=day_entry(request, "ends_on"),
        )
    elif what == "confirm-end":
        confirm_termination(person, _one(ContractTermination, contract))
    elif what == "submit-filing":
        submit_filing(person, _one(ContractFiling, contract), on=timezone.localdate())
    elif what in ("file", "return-filing"):
        answer_filing(
            person,
            _one(ContractFiling, contract),
            on=timezone.localdate(),
            accept=what == "file",
            opinion=reason,
        )
    else:
        raise Problem(NOT_FOUND)
    tell(request, "已办理", "Done")
    return redirect("trade:contract", key=key)


def _one(model: Any, contract: Contract) -> Any:
    found = model.objects.filter(contract=contract).select_related("contract").first()
    if found is None:
        raise Problem(NOT_FOUND)
    return found


@require_GET
@page("trade.see_contracts")
def contract_paper(request: HttpRequest, key: int, kind: str) -> HttpResponse:
    """A version as Word (``docx``) or ``pdf``."""
    contract = contract_of(request, key)
    name = f"{contract.number}-{contract.version}.{kind}"
    if kind == "docx":
        answer = HttpResponse(contract_word(contract), content_type=WORD)
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
        return answer
    if kind != "pdf":
        raise Problem(NOT_FOUND)
    address = request.build_absolute_uri(f"/trade/contracts/{contract.pk}")
    answer = HttpResponse(contract_pdf(contract, address), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer


@require_GET
@page("trade.see_contracts")
def model_form(request: HttpRequest) -> HttpResponse:
    """The model contract in force: each clause with what it must hold and its source."""
    form: ModelForm | None = form_on(timezone.localdate())
    return render(
        request,
        "trade/model_form.html",
        {
            "form": form,
            "clauses": form.clauses.all() if form else [],
        },
    )
