"""What is due under a contract, and the payments on it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from milkshed.kernel.problems import CONFLICT, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.rule_book import rule
from milkshed.platform.scope import get_visible, scope_of
from milkshed.trade.actions.contracts import locked_contract, own_side
from milkshed.trade.models import Contract, Payment, Receivable
from milkshed.trade.models.contracts import IN_FORCE_STATES
from milkshed.trade.science.lateness import due_day

FEN = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Period:
    """A settled stretch of days, both included; the last is that of the last delivery."""

    first: date
    last: date


def open_receivable(
    person: Person, contract: Contract, *, statement: str, period: Period, amount_yuan: Decimal
) -> Receivable:
    """Book what the buyer owes for a settled period, once a statement.

    Due on the period's last day plus the contract's term. The rate of interest is the agreed one,
    or the legal one where none is agreed.
    """
    if not statement.strip():
        raise invalid("statement", statement, "required", "请填写结算单号", "Name the statement")
    _check_amount(amount_yuan)
    if period.last < period.first:
        raise invalid(
            "period_last", period.last, "order", "止期早于起期", "It ends before it begins"
        )
    with transaction.atomic():
        locked = locked_contract(person, contract)
        own_side(person, locked, "trade.open_receivable")
        return book_receivable(locked, statement.strip(), period, amount_yuan, person)


def book_receivable(
    contract: Contract,
    statement: str,
    period: Period,
    amount_yuan: Decimal,
    person: Person | None = None,
) -> Receivable:
    """As :func:`open_receivable`, for a settlement that was agreed by both and asked the rights."""
    if contract.state not in IN_FORCE_STATES:
        raise Problem(CONFLICT, Text("合同未由双方签订", "The contract is not signed by both"))
    if period.first < contract.effective_from or period.first > contract.last_day:
        raise invalid(
            "period_first", period.first, "in-force",
            "结算期不在本版合同有效期内", "The period lies outside this version's days",
        )  # fmt: skip
    if Receivable.objects.filter(statement=statement).exists():
        raise Problem(
            CONFLICT, Text(f"结算单{statement}已登记", f"Statement {statement} is booked already")
        )
    pct, source = _interest(contract, period.last)
    return Receivable.objects.create(
        contract=contract,
        statement=statement,
        period_first=period.first,
        period_last=period.last,
        amount_yuan=amount_yuan,
        due_on=due_day(period.last, contract.payment_term_days),
        interest_pct_per_day=pct,
        interest_source=source,
        opened_by=person,
    )


def tell_payment(
    person: Person,
    receivable: Receivable,
    *,
    paid_on: date,
    amount_yuan: Decimal,
    reference: str,
) -> Payment:
    """The buyer writes down a payment; more than is owed is refused with the amount owed."""
    _check_amount(amount_yuan)
    if not reference.strip():
        raise invalid("reference", reference, "required", "请填写银行流水号", "Name the transfer")
    if paid_on > timezone.localdate():
        raise invalid("paid_on", paid_on, "past", "付款日期在今天之后", "The day is in the future")
    with transaction.atomic():
        locked = _locked(person, receivable)
        own_side(person, locked.contract, "trade.tell_payment")
        if locked.payments.filter(reference=reference.strip()).exists():
            raise invalid(
                "reference", reference, "once", "该流水号已登记", "This transfer is noted already"
            )
        owed = owed_yuan(locked)
        if amount_yuan > owed:
            raise invalid(
                "amount_yuan",
                amount_yuan,
                "not-above-owed",
                f"付款{amount_yuan:,.2f}元超过尚欠{owed:,.2f}元",
                f"{amount_yuan:,.2f} yuan is more than the {owed:,.2f} yuan owed",
            )
        return Payment.objects.create(
            receivable=locked,
            paid_on=paid_on,
            amount_yuan=amount_yuan,
            reference=reference.strip(),
            told_by=person,
        )


def answer_payment(person: Person, payment: Payment, *, received: bool) -> Payment:
    """The seller confirms that a payment arrived, or says that it did not; once."""
    with transaction.atomic():
        receivable = _locked(person, payment.receivable)
        own_side(person, receivable.contract, "trade.answer_payment")
        locked = Payment.objects.select_for_update().get(pk=payment.pk)
        if locked.state != "told":
            raise Problem(CONFLICT, Text("该付款已答复", "This payment was answered already"))
        locked.state = "confirmed" if received else "denied"
        locked.answered_by, locked.answered_at = person, timezone.now()
        locked.save(update_fields=["state", "answered_by", "answered_at"])
    return locked


def owed_yuan(receivable: Receivable) -> Decimal:
    """What is still owed: the amount less payments that the seller did not deny."""
    told = receivable.payments.exclude(state="denied").aggregate(sum=Sum("amount_yuan"))["sum"]
    return receivable.amount_yuan - (told or Decimal(0))


def _interest(contract: Contract, day: date) -> tuple[Decimal, str]:
    if contract.late_interest_pct_per_day is not None:
        return contract.late_interest_pct_per_day, f"合同{contract.number}约定"
    row = rule("trade.payment.default_interest_pct_per_day", day)
    mark = "" if row.confirmed else "（待核实）"
    return row.value or Decimal(0), f"{row.source}{mark}"[:200]


def _check_amount(amount_yuan: Decimal) -> None:
    if not amount_yuan > 0 or amount_yuan != amount_yuan.quantize(FEN):
        raise invalid(
            "amount_yuan", amount_yuan, "fen",
            "金额须大于零，最多两位小数", "An amount above zero with two decimals at most",
        )  # fmt: skip


def _locked(person: Person, receivable: Receivable) -> Receivable:
    rows = Receivable.objects.select_for_update(of=("self",)).select_related("contract")
    return get_visible(rows, scope_of(person), pk=receivable.pk)
