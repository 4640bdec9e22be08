"""What other rooms may ask of trade."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milkshed.kernel.text import Text
from milkshed.platform.rule_book import rule
from milkshed.trade.models import Complaint, Contract
from milkshed.trade.models.contracts import IN_FORCE_STATES
from milkshed.trade.queries.contracts import in_force
from milkshed.trade.queries.fulfilment import debts_of, fulfilments
from milkshed.trade.queries.settlements import settled


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """A contract in force: number, version, the two organisations and where its page is."""

    number: str
    version: int
    seller_id: int
    buyer_id: int
    url: str


@dataclass(frozen=True, slots=True)
class Signal:
    """Something in a contract's keeping that a person may look into; never a judgement.

    ``key`` is stable, so that the same thing is not taken up twice. ``organisation_id`` is whom
    it concerns; ``value`` is in ``unit``.
    """

    key: str
    kind: str
    organisation_id: int
    happened_on: date
    title: Text
    value: Decimal
    unit: str
    url: str


def contracts_in_force(day: date) -> tuple[ContractFacts, ...]:
    """All contracts that bind both sides on a day."""
    return tuple(
        ContractFacts(c.number, c.version, c.seller_id, c.buyer_id, _url(c))
        for c in in_force(day, day)
    )


def contract_signals(first: date, last: date, as_of: date) -> tuple[Signal, ...]:
    """Signals of days, both included: late payment, contracts kept too little, failed mediation.

    A low fulfilment names the buyer where it refused more than the seller left short, otherwise
    the seller. What follows from a signal is decided by people in the credit file's own process.
    """
    return (
        *_late_payments(first, last, as_of),
        *_low_fulfilment(first, last),
        *_failed_mediations(first, last),
    )


def _late_payments(first: date, last: date, as_of: date) -> list[Signal]:
    least = rule("trade.payment.signal_days", as_of).value or Decimal(0)
    signed = Contract.objects.filter(state__in=IN_FORCE_STATES)
    return [
        Signal(
            f"late-payment:{debt.receivable.statement}",
            "late_payment",
            debt.receivable.contract.buyer_id,
            debt.receivable.due_on,
            Text("奶款逾期", "Milk money paid late"),
            Decimal(debt.lateness.days_late),
            "天",
            f"{_url(debt.receivable.contract)}/fulfilment",
        )
        for debt in debts_of(signed, as_of)
        if debt.lateness.days_late >= least and first <= debt.receivable.due_on <= last
    ]


def _low_fulfilment(first: date, last: date) -> list[Signal]:
    least = rule("trade.fulfilment.signal_rate", last).low or Decimal(0)
    contracts = list(in_force(first, last).select_related("seller_place"))
    found = []
    for one in fulfilments(contracts, first, last):
        rate = one.summary.fulfilment_rate
        if rate is None or rate >= least:
            continue
        by_buyer = one.summary.refused_kg > one.summary.short_kg - one.summary.refused_kg
        found.append(
            Signal(
                f"low-fulfilment:{one.contract.number}:{first}:{last}",
                "low_fulfilment",
                one.contract.buyer_id if by_buyer else one.contract.seller_id,
                last,
                Text("合同履约率低", "A contract is kept too little"),
                rate * 100,
                "%",
                f"{_url(one.contract)}/fulfilment?first={first}&last={last}",
            )
        )
    return found


def _failed_mediations(first: date, last: date) -> list[Signal]:
    cases = Complaint.objects.filter(state="failed", closed_on__gte=first, closed_on__lte=last)
    return [
        Signal(
            f"failed-mediation:{case.number}",
            "failed_mediation",
            case.contract.buyer_id if case.side == "seller" else case.contract.seller_id,
            case.closed_on or case.filed_on,
            Text("调解不成", "Mediation failed"),
            Decimal(1),
            "件",
            f"/trade/complaints/{case.pk}",
        )
        for case in cases.select_related("contract")
    ]


def _url(contract: Contract) -> str:
    return f"/trade/contracts/{contract.pk}"


@dataclass(frozen=True, slots=True)
class StatementFacts:
    """A statement locked by both sides: parties, days, kilograms accepted and yuan."""

    number: str
    seller_id: int
    seller_place_id: int
    buyer_id: int
    first_day: date
    last_day: date
    accepted_kg: Decimal
    amount_yuan: Decimal
    url: str


def settled_statements(first: date, last: date) -> tuple[StatementFacts, ...]:
    """Statements locked by both sides whose last day lies in a span, both included."""
    return tuple(
        StatementFacts(
            one.number,
            one.seller_id,
            one.seller_place_id,
            one.buyer_id,
            one.first_day,
            one.last_day,
            one.accepted_kg,
            one.amount_yuan,
            f"/trade/settlements/{one.number}",
        )
        for one in settled(first, last).order_by("last_day", "pk")
    )
