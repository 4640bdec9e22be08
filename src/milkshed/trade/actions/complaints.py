"""Complaints and their mediation, step by step."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import IO

from django.db import transaction

from milkshed.kernel.problems import CONFLICT, NOT_ALLOWED, Fault, Problem, invalid
from milkshed.kernel.signing import signature_digest
from milkshed.kernel.text import Text
from milkshed.platform.attachments import store_attachment
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Organisation, OrganisationKind, Person, Place, PlaceKind
from milkshed.platform.permissions import may, require
from milkshed.platform.rule_book import rule
from milkshed.platform.scope import get_visible, scope_of
from milkshed.trade.actions.contracts import own_side
from milkshed.trade.actions.filing import office_of
from milkshed.trade.flow import COMPLAINT_FLOW
from milkshed.trade.models import (
    COMPLAINT_KINDS,
    AgreementSignature,
    Complaint,
    ComplaintStatement,
    Contract,
    ThirdPartyTest,
)
from milkshed.trade.models.contracts import IN_FORCE_STATES
from milkshed.trade.queries.contracts import INDEPENDENT

_ALL_SIGN = 3


@dataclass(frozen=True, slots=True)
class Grievance:
    """What a side complains of: kind, day, account, claim, and handover sheets by number."""

    kind: str
    happened_on: date
    account: str
    claim: str
    sheets: str = ""


def file_complaint(
    person: Person,
    contract: Contract,
    grievance: Grievance,
    *,
    on: date,
    evidence: Iterable[tuple[str, IO[bytes]]] = (),
) -> Complaint:
    """File a complaint with the office of the seller's county; starts the clock of acceptance."""
    if grievance.kind not in COMPLAINT_KINDS:
        raise invalid("kind", grievance.kind, "known", "没有这种事由", "Unknown kind of complaint")
    for name in ("account", "claim"):
        _filled(name, getattr(grievance, name))
    if grievance.happened_on > on:
        raise invalid(
            "happened_on", grievance.happened_on, "past", "发生日期在投诉之后", "It lies ahead"
        )
    with transaction.atomic():
        seen = get_visible(
            Contract.objects.select_for_update(of=("self",)).select_related(
                "seller_place", "seller", "buyer"
            ),
            scope_of(person),
            pk=contract.pk,
        )
        side = own_side(person, seen, "trade.file_complaint")
        if seen.state not in IN_FORCE_STATES:
            raise Problem(CONFLICT, Text("合同未由双方签订", "The contract is not signed by both"))
        count = Complaint.objects.filter(contract__number=seen.number).count()
        complaint = Complaint.objects.create(
            number=f"TS{seen.number[2:]}-{count + 1:02d}",
            contract=seen,
            side=side,
            kind=grievance.kind,
            happened_on=grievance.happened_on,
            account=grievance.account.strip(),
            claim=grievance.claim.strip(),
            sheets=grievance.sheets.strip(),
            filed_by=person,
            filed_on=on,
            accept_due_on=_deadline("trade.complaint.accept_days", on),
            office=office_of(seen),
        )
        home = seen.seller if side == "seller" else seen.buyer
        for name, content in evidence:
            complaint.evidence.add(store_attachment(content, name, home, person))
    return complaint


def accept_complaint(
    person: Person, complaint: Complaint, *, mediator: Person, on: date
) -> Complaint:
    """Take a complaint on and name who mediates; the mediator works for neither side."""
    with transaction.atomic():
        locked = _locked(person, complaint)
        COMPLAINT_FLOW.check(locked, "trade.accept_complaint", person)
        _check_mediator(locked, mediator)
        COMPLAINT_FLOW.perform(
            locked, "trade.accept_complaint", person, evidence={"mediator": mediator.pk}
        )
        locked.mediator, locked.accepted_on = mediator, on
        locked.mediate_due_on = _deadline("trade.complaint.mediate_days", on)
        locked.save(update_fields=["mediator", "accepted_on", "mediate_due_on"])
    return locked


def decline_complaint(person: Person, complaint: Complaint, *, reason: str, on: date) -> Complaint:
    """Decline a complaint with a written reason."""
    _filled("reason", reason)
    with transaction.atomic():
        locked = _locked(person, complaint)
        COMPLAINT_FLOW.perform(locked, "trade.decline_complaint", person, opinion=reason.strip())
        _close(locked, reason, on)
    return locked


def withdraw_complaint(person: Person, complaint: Complaint, *, reason: str, on: date) -> Complaint:
    """The complaining side takes its complaint back."""
    _filled("reason", reason)
    with transaction.atomic():
        locked = _locked(person, complaint)
        side = own_side(person, locked.contract, "trade.withdraw_complaint")
        if side != locked.side:
            raise Problem(NOT_ALLOWED, Text("由投诉方撤回", "Who complained withdraws"))
        COMPLAINT_FLOW.perform(locked, "trade.withdraw_complaint", person, opinion=reason.strip())
        _close(locked, reason, on)
    return locked


def begin_mediation(person: Person, complaint: Complaint) -> Complaint:
    """The mediator opens the talks."""
    with transaction.atomic():
        locked = _as_mediator(person, complaint)
        COMPLAINT_FLOW.perform(locked, "trade.mediate", person)
    return locked


def state_position(person: Person, complaint: Complaint, *, text: str) -> ComplaintStatement:
    """Write what a side, or the mediator, has to say while the case is open."""
    _filled("text", text)
    with transaction.atomic():
        locked = _locked(person, complaint)
        if locked.state not in ("accepted", "mediating", "drafted"):
            raise Problem(
                CONFLICT,
                Text("受理后、办结前方可陈述", "Statements are heard while the case is open"),
            )
        side = (
            "mediator"
            if locked.mediator_id == person.pk
            else own_side(person, locked.contract, "trade.file_complaint")
        )
        return ComplaintStatement.objects.create(
            complaint=locked, side=side, person=person, text=text.strip()
        )


def order_test(
    person: Person, complaint: Complaint, *, laboratory: Place, subject: str, on: date
) -> ThirdPartyTest:
    """Send a kept-back portion to a laboratory of no farm, station or processor."""
    _filled("subject", subject)
    with transaction.atomic():
        locked = _as_mediator(person, complaint)
        require(person, "trade.order_test")
        if locked.state != "mediating":
            raise Problem(CONFLICT, Text("调解中方可委托复检", "A test is ordered in mediation"))
        independent = laboratory.organisation.kind in INDEPENDENT
        if laboratory.kind != PlaceKind.LABORATORY or not independent:
            raise invalid(
                "laboratory", laboratory.name_zh, "independent",
                "须委托不属于牧场、收购站或乳企的检测机构",
                "A laboratory of no farm, station or processor is wanted",
            )  # fmt: skip
        return ThirdPartyTest.objects.create(
            complaint=locked,
            laboratory=laboratory,
            subject=subject.strip(),
            ordered_by=person,
            ordered_on=on,
            due_on=_deadline("trade.complaint.test_days", on),
        )


def report_test(
    person: Person, test: ThirdPartyTest, *, result: str, favours: str, on: date
) -> ThirdPartyTest:
    """Write down what the third party found, once, and whose account it supports."""
    _filled("result", result)
    if favours not in ("", "seller", "buyer"):
        raise invalid("favours", favours, "side", "支持方须为卖方或买方", "Seller or buyer")
    with transaction.atomic():
        _as_mediator(person, test.complaint)
        locked = ThirdPartyTest.objects.select_for_update().get(pk=test.pk)
        if locked.reported_on is not None:
            raise Problem(CONFLICT, Text("结果已登记", "The result stands already"))
        locked.result, locked.favours, locked.reported_on = result.strip(), favours, on
        locked.save(update_fields=["result", "favours", "reported_on"])
    return locked


def draft_agreement(person: Person, complaint: Complaint, *, text: str) -> Complaint:
    """The mediator writes what both sides came to; they sign it, or it is written anew."""
    _filled("text", text)
    with transaction.atomic():
        locked = _as_mediator(person, complaint)
        waiting = locked.tests.filter(reported_on__isnull=True).exists()
        if waiting:
            raise Problem(
                CONFLICT, Text("第三方复检尚无结果", "A third party's test is still awaited")
            )
        locked.agreement = text.strip()
        locked.save(update_fields=["agreement"])
        COMPLAINT_FLOW.perform(locked, "trade.draft_agreement", person)
    return locked


def redraft_agreement(person: Person, complaint: Complaint) -> Complaint:
    """Take a drafted agreement back to the talks, as long as nobody signed it."""
    with transaction.atomic():
        locked = _as_mediator(person, complaint)
        if locked.signatures.exists():
            raise Problem(
                CONFLICT,
                Text("已有一方签字，不能重拟", "Somebody signed it: it cannot be redrafted"),
            )
        COMPLAINT_FLOW.perform(locked, "trade.redraft_agreement", person)
    return locked


def sign_agreement(person: Person, complaint: Complaint, *, signed_at: datetime) -> Complaint:
    """Sign a drafted agreement; the third of seller, buyer and mediator closes the case."""
    require(person, "trade.sign_agreement")
    with transaction.atomic():
        locked = _locked(person, complaint)
        if locked.state != "drafted":
            raise Problem(CONFLICT, Text("没有待签的协议", "No agreement waits for signatures"))
        side = (
            "mediator"
            if locked.mediator_id == person.pk
            else own_side(person, locked.contract, "trade.sign_agreement")
        )
        if locked.signatures.filter(side=side).exists():
            raise Problem(
                CONFLICT,
                Text("本方已签字", "This side has signed already"),
                [Fault("side", side, "once", Text("一方一签", "Once a side"))],
            )
        AgreementSignature.objects.create(
            complaint=locked,
            side=side,
            person=person,
            signed_at=signed_at,
            digest=signature_digest(agreement_bytes(locked), side, str(person.pk), signed_at),
        )
        if locked.signatures.count() == _ALL_SIGN:
            locked.closed_on = signed_at.date()
            locked.save(update_fields=["closed_on"])
            COMPLAINT_FLOW.perform(locked, "trade.sign_agreement", person)
    return locked


def fail_mediation(
    person: Person, complaint: Complaint, *, reason: str, referral: str, on: date
) -> Complaint:
    """Say that mediation failed, why, and where the sides may go on."""
    _filled("reason", reason)
    if referral not in ("court", "arbitration", "regulator"):
        raise invalid(
            "referral", referral, "known",
            "请选择后续途径：诉讼、仲裁或移交执法机构", "Choose court, arbitration or regulator",
        )  # fmt: skip
    with transaction.atomic():
        locked = _as_mediator(person, complaint)
        locked.referral = referral
        locked.save(update_fields=["referral"])
        COMPLAINT_FLOW.perform(locked, "trade.fail_mediation", person, opinion=reason.strip())
        _close(locked, reason, on)
    return locked


def agreement_bytes(complaint: Complaint) -> bytes:
    """The canonical bytes that a signature below an agreement covers."""
    return json.dumps(
        [complaint.number, complaint.contract.number, complaint.agreement],
        ensure_ascii=False,
        separators=(",", ":"),
    ).encode()


def mediators(complaint: Complaint) -> list[Person]:
    """People who may mediate a case: of its office or an association, and of neither side."""
    homes = Organisation.objects.filter(kind=OrganisationKind.ASSOCIATION)
    people = Person.objects.filter(
        memberships__organisation__in=[complaint.office_id, *homes.values_list("pk", flat=True)],
        is_active=True,
    ).distinct()
    return [one for one in people if _may_mediate(complaint, one)]


def _may_mediate(complaint: Complaint, person: Person) -> bool:
    homes = {o.pk for o in person.organisations()}
    parties = {complaint.contract.seller_id, complaint.contract.buyer_id}
    return may(person, "trade.mediate") and not homes & parties


def _check_mediator(complaint: Complaint, mediator: Person) -> None:
    if not _may_mediate(complaint, mediator):
        raise invalid(
            "mediator", mediator.username, "neutral",
            "调解员须有调解岗位，且不属于任何一方",
            "The mediator holds the role and is of neither side",
        )  # fmt: skip


def _as_mediator(person: Person, complaint: Complaint) -> Complaint:
    locked = _locked(person, complaint)
    if locked.mediator_id != person.pk:
        raise Problem(
            NOT_ALLOWED,
            Text("由本案调解员办理", "The mediator of the case does this"),
            [Fault("person", person.username, "mediator", Text("调解员", "Mediator"))],
        )
    return locked


def _locked(person: Person, complaint: Complaint) -> Complaint:
    rows = Complaint.objects.select_for_update(of=("self",)).select_related("contract")
    return get_visible(rows, scope_of(person), pk=complaint.pk)


def _close(complaint: Complaint, reason: str, on: date) -> None:
    complaint.outcome, complaint.closed_on = reason.strip(), on
    complaint.save(update_fields=["outcome", "closed_on"])


def _filled(field: str, text: str) -> None:
    if not text.strip():
        raise invalid(field, text, "required", "请填写此项", "This is required")


def _deadline(key: str, on: date) -> date:
    return working_calendar().deadline(on, int(rule(key, on).value or 0)).day
