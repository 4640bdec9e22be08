"""What became of recalled lots, kilogram by kilogram, and the end of a case."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from milkshed.factory.actions.recalls.deciding import refuse_unless_running
from milkshed.factory.actions.recalls.hold import take_hold
from milkshed.factory.flow import RECALL_FLOW
from milkshed.factory.models import MOVEMENTS, RecallCase, RecallLot, RecallMovement
from milkshed.factory.queries.recalls import balance_of_lot, balances
from milkshed.kernel.problems import CONFLICT, INVALID, Fault, Problem, invalid, require_reason
from milkshed.kernel.text import Text
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of

_NAMED = 5


@dataclass(frozen=True, slots=True)
class Movement:
    """So many kilograms of a lot were sealed, recovered, destroyed, eaten or not found."""

    kind: str
    kg: Decimal
    at: datetime
    packs: int | None = None
    where: str = ""
    document: str = ""


def record_movement(person: Person, lot: RecallLot, movement: Movement) -> RecallMovement:
    """Write what became of a part of a lot.

    Raises a problem when more would be accounted for than the lot held, or more destroyed than
    is on hand; destruction needs its document.
    """
    require(person, "factory.record_recall")
    with transaction.atomic():
        found = get_visible(
            RecallLot.objects.select_related("case", "product_lot"), scope_of(person), pk=lot.pk
        )
        case = RecallCase.objects.select_for_update().get(pk=found.case_id)
        refuse_unless_running(case)
        _check(movement, case)
        after = balance_of_lot(found).with_movement(movement.kind, movement.kg)
        if not after.is_possible:
            _refuse_excess(found, movement)
        return RecallMovement.objects.create(
            lot=found,
            kind=movement.kind,
            kg=movement.kg,
            packs=movement.packs,
            at=movement.at,
            where=movement.where.strip()[:160],
            document=movement.document.strip()[:120],
            recorded_by=person,
        )


def undo_movement(person: Person, movement: RecallMovement, *, reason: str) -> RecallMovement:
    """Take a wrong entry back by a second one that names it; both stay to be read."""
    require(person, "factory.record_recall")
    require_reason(reason)
    with transaction.atomic():
        found = get_visible(
            RecallMovement.objects.select_related("lot__product_lot"),
            scope_of(person),
            pk=movement.pk,
        )
        case = RecallCase.objects.select_for_update().get(pk=found.lot.case_id)
        refuse_unless_running(case)
        undone = RecallMovement.objects.filter(undoes=found).exists()
        if undone or found.undoes_id is not None:
            raise Problem(CONFLICT, Text("该记录已作废", "That entry is undone already"))
        if not balance_of_lot(found.lot).with_movement(found.kind, -found.kg).is_possible:
            raise Problem(
                CONFLICT,
                Text("作废后销毁量将大于在手量", "More would be destroyed than was on hand"),
            )
        return RecallMovement.objects.create(
            lot=found.lot,
            kind=found.kind,
            kg=found.kg,
            packs=found.packs,
            at=found.at,
            where=found.where,
            document=reason.strip()[:120],
            undoes=found,
            recorded_by=person,
        )


def report_recall(person: Person, case: RecallCase, *, text: str) -> RecallCase:
    """Hand in the closing report; every lot must be settled.

    The balance of every lot goes into the history as evidence.
    """
    return _finish(person, case, "factory.report_recall", text)


def return_report(person: Person, case: RecallCase, *, text: str) -> RecallCase:
    """Send the report back with the reason."""
    with transaction.atomic():
        locked = take_hold(person, case)
        _require_words(text)
        RECALL_FLOW.perform(locked, "factory.return_report", person, opinion=text.strip())
    return locked


def close_recall(person: Person, case: RecallCase, *, text: str) -> RecallCase:
    """Close the case as another person than the reporter."""
    return _finish(person, case, "factory.close_recall", text)


def _finish(person: Person, case: RecallCase, verb: str, text: str) -> RecallCase:
    with transaction.atomic():
        locked = take_hold(person, case)
        _require_words(text)
        found = balances(locked)
        unsettled = [lot for lot, balance in found.items() if not balance.is_settled]
        if unsettled:
            named = "、".join(lot.product_lot.lot for lot in unsettled[:_NAMED])
            message = Text(
                f"还有{len(unsettled)}批未结清：{named}",
                f"{len(unsettled)} lots are not settled: {named}",
            )
            raise Problem(CONFLICT, message, [Fault("lots", named, "settled", message)])
        evidence = {
            lot.product_lot.uri: {
                "scope_kg": str(balance.scope_kg),
                "destroyed_kg": str(balance.destroyed_kg),
                "consumed_kg": str(balance.consumed_kg),
                "unknown_kg": str(balance.unknown_kg),
            }
            for lot, balance in found.items()
        }
        RECALL_FLOW.perform(locked, verb, person, opinion=text.strip(), evidence={"lots": evidence})
    return locked


def _require_words(text: str) -> None:
    if not text.strip():
        raise invalid("opinion", text, "required", "请写明内容", "Words are required")


def _check(movement: Movement, case: RecallCase) -> None:
    faults = []
    if movement.kind not in MOVEMENTS:
        message = Text("没有这种情况", "There is no such kind")
        faults.append(Fault("kind", movement.kind, "choice", message))
    if not movement.kg > 0 or movement.kg != round(movement.kg, 1):
        message = Text("数量应大于零，至多一位小数", "Above zero, one decimal at most")
        faults.append(Fault("kg", movement.kg, "positive", message))
    if movement.at > timezone.now() or movement.at < case.known_at:
        message = Text(
            "时间应在知悉之后、现在之前", "After the risk became known, and not in the future"
        )
        faults.append(Fault("at", movement.at.isoformat(), "range", message))
    if movement.kind == "destroyed" and not movement.document.strip():
        message = Text("销毁须有凭证（照片、清单或证明编号）", "Destruction needs its document")
        faults.append(Fault("document", "", "required", message))
    if faults:
        raise Problem(INVALID, None, faults)


def _refuse_excess(lot: RecallLot, movement: Movement) -> None:
    balance = balance_of_lot(lot)
    if movement.kind == "destroyed":
        left = balance.on_hand_kg
        message = Text(
            f"在手只有{left}公斤，须先登记封存或收回",
            f"Only {left} kg are on hand: record what was sealed or recovered first",
        )
    else:
        left = balance.open_kg
        message = Text(f"该批只剩{left}公斤未交代", f"Only {left} kg of the lot are open")
    raise Problem(CONFLICT, message, [Fault("kg", movement.kg, "balance", message)])
