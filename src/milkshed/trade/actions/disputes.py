"""Disputes about a statement: raise, withdraw, answer. One that is upheld leads to a correction."""

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import CONFLICT, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Attachment, Person
from milkshed.platform.rule_book import rule
from milkshed.trade.actions.settlements import locked_for
from milkshed.trade.actions.standing import require_in
from milkshed.trade.flow import SETTLEMENT_FLOW
from milkshed.trade.models import Settlement, SettlementDispute


def dispute_settlement(
    person: Person,
    settlement: Settlement,
    claim: str,
    *,
    position: int | None = None,
    claimed_yuan: Decimal | None = None,
    evidence: Attachment | None = None,
) -> SettlementDispute:
    """The seller objects to a line (or the whole) within the time that the rule gives."""
    if not claim.strip():
        raise invalid("claim", claim, "required", "请写明异议内容", "Say what is wrong")
    with transaction.atomic():
        locked = locked_for(person, settlement)
        require_in(person, "trade.dispute_settlement", locked.seller)
        SETTLEMENT_FLOW.check(locked, "trade.dispute_settlement", person)
        now = timezone.now()
        today = shanghai_day(now)
        if locked.dispute_until is not None and today > locked.dispute_until:
            raise invalid(
                "claim", today, "deadline",
                f"异议期已于 {locked.dispute_until} 届满",
                f"Disputes ended on {locked.dispute_until}",
            )  # fmt: skip
        line = None
        if position is not None:
            line = locked.lines.filter(position=position).first()
            if line is None:
                raise invalid(
                    "position", position, "known", "没有这一行明细", "There is no such line"
                )
        days = int(rule("trade.settlement.answer_days", today).value or 0)
        dispute = SettlementDispute.objects.create(
            settlement=locked,
            line=line,
            claim=claim.strip(),
            claimed_yuan=claimed_yuan,
            evidence=evidence,
            raised_by=person,
            raised_at=now,
            answer_due_on=working_calendar().deadline(today, days).day,
        )
        SETTLEMENT_FLOW.perform(
            locked,
            "trade.dispute_settlement",
            person,
            opinion=claim.strip(),
            evidence={"dispute": dispute.pk},
        )
    return dispute


def withdraw_dispute(person: Person, settlement: Settlement) -> Settlement:
    """The seller takes back what is open; the statement may be accepted again."""
    with transaction.atomic():
        locked = locked_for(person, settlement)
        require_in(person, "trade.withdraw_dispute", locked.seller)
        SETTLEMENT_FLOW.perform(locked, "trade.withdraw_dispute", person)
        locked.disputes.filter(state="open").update(state="withdrawn", answered_at=timezone.now())
    return locked


def reject_dispute(person: Person, settlement: Settlement, answer: str) -> Settlement:
    """The buyer answers that the statement stands, with reasons; the seller may go on to others.

    A dispute that is right is answered by :func:`correct_settlement`.
    """
    if not answer.strip():
        raise invalid("answer", answer, "required", "请写明理由", "Reasons are required")
    with transaction.atomic():
        locked = locked_for(person, settlement)
        require_in(person, "trade.answer_dispute", locked.buyer)
        still_open = locked.disputes.filter(state="open")
        if not still_open.exists():
            raise Problem(CONFLICT, Text("没有待答复的异议", "No dispute is open"))
        SETTLEMENT_FLOW.perform(locked, "trade.answer_dispute", person, opinion=answer)
        still_open.update(
            state="rejected", answer=answer.strip(), answered_by=person, answered_at=timezone.now()
        )
    return locked
