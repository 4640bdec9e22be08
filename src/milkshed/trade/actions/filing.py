"""Filing a signed version with the county office, and ending a contract before its time."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.problems import CONFLICT, NOT_ALLOWED, Fault, Problem, invalid, require_reason
from milkshed.kernel.text import Text
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Organisation, OrganisationKind, Person
from milkshed.platform.rule_book import rule
from milkshed.platform.scope import get_visible, scope_of
from milkshed.trade.actions.contracts import locked_contract, own_side
from milkshed.trade.flow import CONTRACT_FLOW, FILING_FLOW
from milkshed.trade.models import Contract, ContractFiling, ContractTermination


def submit_filing(person: Person, filing: ContractFiling, *, on: date) -> ContractFiling:
    """Lay a signed version before the office of the seller's county; starts the answer's clock."""
    with transaction.atomic():
        locked = _locked(person, filing)
        own_side(person, locked.contract, "trade.submit_filing")
        FILING_FLOW.perform(locked, "trade.submit_filing", person)
        days = int(rule("trade.filing.answer_days", on).value or 0)
        locked.office = office_of(locked.contract)
        locked.submitted_by, locked.submitted_on = person, on
        locked.answer_due_on = working_calendar().deadline(on, days).day
        locked.save(update_fields=["office", "submitted_by", "submitted_on", "answer_due_on"])
    return locked


def answer_filing(
    person: Person, filing: ContractFiling, *, on: date, accept: bool, opinion: str = ""
) -> ContractFiling:
    """Give the filing its number, or return it with a reason; an officer of that office does."""
    if not accept:
        require_reason(opinion, "退回须写明理由", "A return needs its reason", field="opinion")
    verb = "trade.answer_filing" if accept else "trade.return_filing"
    with transaction.atomic():
        locked = _locked(person, filing)
        if locked.office_id not in {o.pk for o in person.organisations()}:
            raise Problem(
                NOT_ALLOWED,
                Text("由卖方所在县的备案机关办理", "The office of the seller's county answers"),
            )
        FILING_FLOW.check(locked, verb, person)
        locked.answered_by, locked.answered_on, locked.opinion = person, on, opinion.strip()
        if accept:
            locked.filing_number = f"BA-{locked.contract.number}-{locked.contract.version}"
        locked.save(update_fields=["answered_by", "answered_on", "opinion", "filing_number"])
        FILING_FLOW.perform(locked, verb, person, opinion=opinion.strip())
    return locked


def terminate_contract(
    person: Person,
    contract: Contract,
    *,
    kind: str,
    reason: str,
    noticed_on: date,
    ends_on: date,
) -> ContractTermination:
    """Give notice. ``notice`` keeps the agreed days, ``breach`` needs none, ``agreed`` waits for
    the other side's word before it ends anything."""
    if kind not in ("notice", "agreed", "breach"):
        raise invalid("kind", kind, "known", "没有这种解除方式", "Unknown kind of ending")
    require_reason(reason)
    with transaction.atomic():
        locked = locked_contract(person, contract)
        side = own_side(person, locked, "trade.terminate_contract")
        CONTRACT_FLOW.check(locked, "trade.terminate_contract", person)
        if ContractTermination.objects.filter(contract=locked).exists():
            raise Problem(CONFLICT, Text("已提出解除", "An ending was asked for already"))
        _check_days(locked, kind, noticed_on, ends_on)
        ending = ContractTermination.objects.create(
            contract=locked,
            side=side,
            kind=kind,
            reason=reason.strip(),
            noticed_on=noticed_on,
            ends_on=ends_on,
            person=person,
        )
        if kind != "agreed":
            _end(locked, person, ending)
    return ending


def confirm_termination(person: Person, ending: ContractTermination) -> ContractTermination:
    """The other side agrees to an ending; only then the contract ends."""
    with transaction.atomic():
        contract = locked_contract(person, ending.contract)
        side = own_side(person, contract, "trade.terminate_contract")
        locked = ContractTermination.objects.select_for_update().get(pk=ending.pk)
        if locked.kind != "agreed" or locked.confirmed_at is not None:
            raise Problem(CONFLICT, Text("没有待确认的解除", "No ending waits for confirmation"))
        if side == locked.side:
            raise Problem(
                NOT_ALLOWED,
                Text("须由对方确认", "The other side confirms"),
                [Fault("side", side, "other-side", Text("对方", "Other side"))],
            )
        locked.confirmed_by, locked.confirmed_at = person, timezone.now()
        locked.save(update_fields=["confirmed_by", "confirmed_at"])
        _end(contract, person, locked)
    return locked


def office_of(contract: Contract) -> Organisation:
    """The county office where the seller's place stands."""
    office = Organisation.objects.filter(
        kind=OrganisationKind.COUNTY_OFFICE, county=contract.seller_place.county
    ).first()
    if office is None:
        raise invalid(
            "county", contract.seller_place.county, "office",
            "该县没有登记主管部门", "No office of this county is on file",
        )  # fmt: skip
    return office


def _end(contract: Contract, person: Person, ending: ContractTermination) -> None:
    CONTRACT_FLOW.perform(
        contract,
        "trade.terminate_contract",
        person,
        opinion=ending.reason,
        evidence={"kind": ending.kind, "ends_on": str(ending.ends_on)},
    )
    contract.ended_on = ending.ends_on
    contract.save(update_fields=["ended_on"])


def _check_days(contract: Contract, kind: str, noticed_on: date, ends_on: date) -> None:
    if not contract.effective_from <= ends_on <= contract.valid_to or ends_on < noticed_on:
        raise invalid(
            "ends_on", ends_on, "inside",
            "最后一日须在通知之后、合同期之内",
            "The last day lies after the notice and in the term",
        )  # fmt: skip
    days = contract.notice_days or 0
    earliest = noticed_on + timedelta(days=days)
    if kind == "notice" and ends_on < earliest:
        raise invalid(
            "ends_on",
            ends_on,
            "notice",
            f"合同约定提前{days}天通知，最早{earliest}",
            f"The contract wants {days} days' notice: {earliest} at the earliest",
        )


def _locked(person: Person, filing: ContractFiling) -> ContractFiling:
    rows = ContractFiling.objects.select_for_update(of=("self",)).select_related(
        "contract__seller_place"
    )
    return get_visible(rows, scope_of(person), pk=filing.pk)
