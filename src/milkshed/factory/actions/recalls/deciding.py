"""Proposing, deciding and taking back a recall; each step does to the lots what it says."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils import timezone

from milkshed.factory.actions.lots import tell_ledger
from milkshed.factory.actions.recalls.hold import take_hold
from milkshed.factory.flow import LOT_BY_CASE, LOT_FLOW, RECALL_FLOW
from milkshed.factory.models import ProductLot, RecallCase
from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.problems import CONFLICT, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Person, Transition
from milkshed.platform.rule_book import rule
from milkshed.platform.scope import scope_of, visible

_LONGEST_EXTENSION_D = 180


def propose_recall(person: Person, case: RecallCase, *, opinion: str) -> RecallCase:
    """Put the scope forward for decision and hold its lots until then.

    Lots that the person may not see are held by those who may. Raises a problem when nothing is
    in scope.
    """
    with transaction.atomic():
        locked = take_hold(person, case)
        if not locked.lots.filter(revision=locked.revision).exists():
            raise Problem(
                CONFLICT,
                Text("范围内没有登记的产品批次", "No registered product lot is in scope"),
            )
        _step(person, locked, "factory.propose_recall", opinion)
        _move_lots(person, locked, "factory.propose_recall", ("released",))
    return locked


def return_recall(person: Person, case: RecallCase, *, opinion: str) -> RecallCase:
    """Send a proposal back for more evidence; the lots stay held."""
    with transaction.atomic():
        locked = take_hold(person, case)
        _step(person, locked, "factory.return_recall", opinion)
    return locked


def decide_recall(
    person: Person, case: RecallCase, *, opinion: str, unheard: str = ""
) -> RecallCase:
    """Decide the recall as another person than the proposer, and start its legal clock.

    Those concerned are heard first; where it cannot wait, ``unheard`` says why, and they are
    heard afterwards. The lots become recalled, in the ledger too.
    """
    now = timezone.now()
    with transaction.atomic():
        locked = take_hold(person, case)
        if not locked.statements.exists() and not unheard.strip():
            raise invalid(
                "unheard",
                unheard,
                "heard",
                "当事人尚未陈述申辩；紧急的须写明理由，事后补听",
                "Nobody concerned was heard yet: say why it cannot wait",
            )
        today = shanghai_day(now)
        days = int(rule(f"factory.recall.finish_days.{locked.level}", today).value or 0)
        deadline = working_calendar().deadline(today, days)
        locked.decided_at, locked.finish_by = now, deadline.day
        locked.finish_is_provisional = deadline.provisional
        locked.save(update_fields=["decided_at", "finish_by", "finish_is_provisional"])
        evidence = {"revision": locked.revision, "unheard": unheard.strip()}
        _step(person, locked, "factory.decide_recall", opinion, evidence)
        _move_lots(person, locked, "factory.decide_recall", ("released", "held"))
    return locked


def apply_decision(person: Person, case: RecallCase) -> int:
    """Carry a decision over to lots that whoever decided could not reach; return how many."""
    with transaction.atomic():
        locked = take_hold(person, case)
        if not locked.is_running:
            raise Problem(CONFLICT, Text("尚未决定召回", "The recall is not decided"))
        return _move_lots(person, locked, "factory.decide_recall", ("released", "held"))


def reject_recall(person: Person, case: RecallCase, *, opinion: str) -> RecallCase:
    """Decide against the recall; what the case holds is released."""
    return _give_up(person, case, "factory.reject_recall", opinion)


def withdraw_recall(person: Person, case: RecallCase, *, opinion: str) -> RecallCase:
    """Take a case back before it is decided; what it holds is released."""
    return _give_up(person, case, "factory.withdraw_recall", opinion)


def reopen_recall(person: Person, case: RecallCase, *, opinion: str) -> RecallCase:
    """Put a case under review again, to repair a decision; recalled lots stay recalled.

    A lot that then drops out of scope is reinstated by its own step, by another person.
    """
    with transaction.atomic():
        locked = take_hold(person, case)
        _step(person, locked, "factory.reopen_recall", opinion)
    return locked


def extend_recall(person: Person, case: RecallCase, *, until: date, opinion: str) -> RecallCase:
    """Agree to a later end, as the measures allow in complicated cases."""
    with transaction.atomic():
        locked = take_hold(person, case)
        before = locked.finish_by
        if before is None or not 0 < (until - before).days <= _LONGEST_EXTENSION_D:
            raise invalid(
                "until",
                until.isoformat(),
                "later",
                f"应晚于现期限，且不超过{_LONGEST_EXTENSION_D}天",
                f"Later than now set, by at most {_LONGEST_EXTENSION_D} days",
            )
        evidence = {"from": before.isoformat(), "until": until.isoformat()}
        _step(person, locked, "factory.extend_recall", opinion, evidence)
        locked.finish_by, locked.finish_is_provisional = until, False
        locked.save(update_fields=["finish_by", "finish_is_provisional"])
    return locked


def _give_up(person: Person, case: RecallCase, verb: str, opinion: str) -> RecallCase:
    with transaction.atomic():
        locked = take_hold(person, case)
        _step(person, locked, verb, opinion)
        _move_lots(person, locked, verb, ("held",), only_own=True)
    return locked


def _step(
    person: Person,
    case: RecallCase,
    verb: str,
    opinion: str,
    evidence: Mapping[str, object] | None = None,
) -> None:
    if not opinion.strip():
        message = Text("请写明意见", "An opinion is required")
        raise invalid("opinion", opinion, "required", message.zh, message.en)
    RECALL_FLOW.perform(case, verb, person, opinion=opinion.strip(), evidence=evidence)


def _move_lots(
    person: Person,
    case: RecallCase,
    verb: str,
    states: tuple[str, ...],
    *,
    only_own: bool = False,
) -> int:
    """Move the lots of the present scope that the person may see, and tell the ledger.

    ``only_own`` moves only lots whose last step this case took.
    """
    lots = list(
        visible(ProductLot.objects.all(), scope_of(person))
        .filter(recalls__case=case, recalls__revision=case.revision, state__in=states)
        .select_for_update(of=("self",))
        .select_related("product__plant__place")
        .order_by("pk")
    )
    if only_own:
        own = _last_moved_by(case, [lot.pk for lot in lots])
        lots = [lot for lot in lots if lot.pk in own]
    for lot in lots:
        LOT_BY_CASE.perform(
            lot, verb, person, opinion=f"召回案卷{case.number}", evidence={"recall": case.pk}
        )
    if lots:
        tell_ledger(person, lots, verb)
    return len(lots)


def _last_moved_by(case: RecallCase, lots: list[int]) -> set[int]:
    last = (
        Transition.objects.filter(subject=LOT_FLOW.subject, subject_id__in=lots)
        .order_by("subject_id", "-at", "-pk")
        .distinct("subject_id")
    )
    return {step.subject_id for step in last if step.evidence.get("recall") == case.pk}


def refuse_unless_running(case: RecallCase) -> None:
    """Raise a conflict unless lots are being brought back."""
    if not case.is_running:
        present = case.state_text
        raise Problem(
            CONFLICT,
            Text("召回尚未决定或已结案", "The recall is not running"),
            [Fault("state", present.zh, "running", Text("状态不符", "Wrong state"))],
        )
