"""What the keeping of contracts hands to credit files."""

from datetime import date
from decimal import Decimal

from milkshed.kernel.text import Text
from milkshed.platform.rule_book import rule
from milkshed.trade.models import Complaint, Contract
from milkshed.trade.models.contracts import IN_FORCE_STATES
from milkshed.trade.queries.contracts import in_force
from milkshed.trade.queries.fulfilment import debts_of, fulfilments
from milkshed.trade.signals import SignalRow


def late_payments(first: date, last: date, as_of: date) -> list[SignalRow]:
    """Payments that fell due on days, both included, and are late by enough days ``as_of``."""
    least = rule("trade.payment.signal_days", as_of).value or Decimal(0)
    signed = Contract.objects.filter(state__in=IN_FORCE_STATES)
    return [
        SignalRow(
            debt.receivable.contract.buyer_id,
            "late_payment",
            debt.receivable.due_on,
            Text(
                f"奶款逾期{debt.lateness.days_late}天（{debt.receivable.statement}）",
                f"Milk money {debt.lateness.days_late} days late ({debt.receivable.statement})",
            ),
            f"trade.receivable:{debt.receivable.statement}",
            f"{_url(debt.receivable.contract)}/fulfilment",
        )
        for debt in debts_of(signed, as_of)
        if debt.lateness.days_late >= least and first <= debt.receivable.due_on <= last
    ]


def contracts_kept_too_little(first: date, last: date) -> list[SignalRow]:
    """Contracts whose sellers delivered too little of a period.

    Where refused loads make up most of what is missing nobody is named: whether they were right
    is for a mediation to find out.
    """
    least = rule("trade.fulfilment.signal_rate", last).low or Decimal(0)
    contracts = list(in_force(first, last).select_related("seller_place"))
    found = []
    for one in fulfilments(contracts, first, last):
        rate = one.summary.fulfilment_rate
        mostly_refused = one.summary.refused_kg > one.summary.short_kg - one.summary.refused_kg
        if rate is None or rate >= least or mostly_refused:
            continue
        found.append(
            SignalRow(
                one.contract.seller_id,
                "contract_breach",
                last,
                Text(
                    f"合同{one.contract.number}履约率{rate:.1%}",
                    f"Contract {one.contract.number} kept to {rate:.1%}",
                ),
                f"trade.fulfilment:{one.contract.number}:{first}:{last}",
                f"{_url(one.contract)}/fulfilment?first={first}&last={last}",
            )
        )
    return found


def failed_mediations(first: date, last: date) -> list[SignalRow]:
    """Mediations that failed on days, both included; told of the side that was complained of."""
    cases = Complaint.objects.filter(state="failed", closed_on__gte=first, closed_on__lte=last)
    return [
        SignalRow(
            case.contract.buyer_id if case.side == "seller" else case.contract.seller_id,
            "mediation_failed",
            case.closed_on or case.filed_on,
            Text(f"调解不成（{case.number}）", f"Mediation failed ({case.number})"),
            f"trade.complaint:{case.number}",
            f"/trade/complaints/{case.pk}",
        )
        for case in cases.select_related("contract")
    ]


def _url(contract: Contract) -> str:
    return f"/trade/contracts/{contract.pk}"
