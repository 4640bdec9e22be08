"""After publication: repair and appeal, asked for by the unit, answered by people."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import IO, TypeVar

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.problems import CONFLICT, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.attachments import store_attachment
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Attachment, Person, Transition
from milkshed.platform.permissions import require
from milkshed.trade.actions.credit_entries import locked_entry
from milkshed.trade.credit_flow import ENTRY_FLOWS, SUBJECT
from milkshed.trade.models.credit import CreditAppeal, CreditEntry, CreditRepair
from milkshed.trade.queries.credit import clock
from milkshed.trade.science.credit import earliest_repair

R = TypeVar("R", CreditRepair, CreditAppeal)

_REFUSALS = {"repair": "trade.refuse_repair", "hear": "trade.refuse_appeal"}
"""What is noted when a verb's request is refused."""


@dataclass(frozen=True, slots=True)
class Plea:
    """What the unit asks and why, with the file that proves it."""

    text: str
    file_name: str = ""
    content: IO[bytes] | None = None


def ask_repair(
    person: Person, entry: CreditEntry, plea: Plea, *, on: date | None = None
) -> CreditRepair:
    """Ask to be removed early; open once the least time of publication is over."""
    today = on or timezone.localdate()
    with transaction.atomic():
        locked = _own_entry(person, entry)
        if locked.standing(today) != "published" or locked.published_on is None:
            raise Problem(
                CONFLICT, Text("只有公示中的条目可以修复", "Only a published entry can be repaired")
            )
        least = clock(f"repair_least_days.{locked.layer}", today)
        first = earliest_repair(locked.published_on, least)
        if today < first:
            message = Text(
                f"公示满{least}天（{first}）后才能申请修复",
                f"Repair may be asked for after {least} days, from {first}",
            )
            raise Problem(CONFLICT, message, [Fault("on", str(today), "least-period", message)])
        if locked.repairs.filter(state="open").exists():
            raise Problem(CONFLICT, Text("已有待处理的修复申请", "A repair is already asked for"))
        return CreditRepair.objects.create(
            entry=locked,
            text=_said(plea),
            asked_on=today,
            asked_by=person,
            evidence=_file(person, locked, plea),
            answer_due=working_calendar().deadline(today, clock("repair_answer_days", today)).day,
        )


def answer_repair(
    person: Person,
    repair: CreditRepair,
    *,
    granted: bool,
    answer: str,
    revision: int,
    on: date | None = None,
) -> CreditRepair:
    """Grant or refuse a repair, as another person than the proposer of the listing."""
    return _answer(
        repair, person, "repair", granted=granted, answer=answer, revision=revision, on=on
    )


def file_appeal(
    person: Person, entry: CreditEntry, plea: Plea, *, on: date | None = None
) -> CreditAppeal:
    """Appeal against a decision within its time."""
    today = on or timezone.localdate()
    with transaction.atomic():
        locked = _own_entry(person, entry)
        if locked.state not in ("decided", "published") or locked.decided_on is None:
            raise Problem(
                CONFLICT, Text("没有可以申诉的决定", "There is no decision to appeal against")
            )
        last = locked.decided_on + timedelta(days=clock("appeal_days", locked.decided_on))
        if today > last:
            message = Text(f"申诉期已于{last}届满", f"The time to appeal ended on {last}")
            raise Problem(CONFLICT, message, [Fault("on", str(today), "clock", message)])
        if locked.appeals.filter(state="open").exists():
            raise Problem(CONFLICT, Text("已有待处理的申诉", "An appeal is already open"))
        return CreditAppeal.objects.create(
            entry=locked,
            text=_said(plea),
            asked_on=today,
            asked_by=person,
            evidence=_file(person, locked, plea),
            answer_due=working_calendar().deadline(today, clock("appeal_answer_days", today)).day,
        )


def hear_appeal(
    person: Person,
    appeal: CreditAppeal,
    *,
    granted: bool,
    answer: str,
    revision: int,
    on: date | None = None,
) -> CreditAppeal:
    """Hear an appeal as somebody who neither proposed, served, decided nor published."""
    return _answer(appeal, person, "hear", granted=granted, answer=answer, revision=revision, on=on)


def _answer(
    asked: R,
    person: Person,
    what: str,
    *,
    granted: bool,
    answer: str,
    revision: int,
    on: date | None,
) -> R:
    """Answer a repair or an appeal by the verb of the entry's layer; granted, the entry goes."""
    today = on or timezone.localdate()
    with transaction.atomic():
        locked = locked_entry(person, asked.entry, revision)
        verb = f"trade.{what}_{locked.layer}_entry"
        flow = ENTRY_FLOWS[locked.layer]
        flow.check(locked, verb, person)
        held = type(asked).objects.select_for_update().get(pk=asked.pk)
        _close(held, person, granted=granted, answer=answer, on=today)
        locked.revision += 1
        if granted:
            locked.removed_on = today
        locked.save(update_fields=["revision", "removed_on"])
        if granted:
            flow.perform(locked, verb, person, opinion=answer.strip())
        else:
            _note(locked, _REFUSALS[what], person, answer)
    return held


def _own_entry(person: Person, entry: CreditEntry) -> CreditEntry:
    require(person, "trade.defend_credit")
    locked = locked_entry(person, entry, None)
    if not any(one.pk == locked.subject_id for one in person.organisations()):
        raise invalid(
            "person", person.username, "party",
            "只能由当事单位提出", "Only the unit itself may ask",
        )  # fmt: skip
    return locked


def _said(plea: Plea) -> str:
    if not plea.text.strip():
        raise invalid("text", plea.text, "required", "请写明理由", "Give your reasons")
    return plea.text.strip()


def _file(person: Person, entry: CreditEntry, plea: Plea) -> Attachment | None:
    if plea.content is None or not plea.file_name:
        return None
    return store_attachment(plea.content, plea.file_name, entry.subject, person)


def _close(
    asked: CreditRepair | CreditAppeal, person: Person, *, granted: bool, answer: str, on: date
) -> None:
    if asked.state != "open":
        raise Problem(CONFLICT, Text("该申请已答复", "It is answered already"))
    if not answer.strip():
        raise invalid("answer", answer, "required", "请写明答复理由", "Give the reasons")
    asked.state = "granted" if granted else "refused"
    asked.answered_on, asked.answered_by, asked.answer = on, person, answer.strip()
    asked.save(update_fields=["state", "answered_on", "answered_by", "answer"])


def _note(entry: CreditEntry, verb: str, person: Person, words: str) -> None:
    Transition.objects.create(
        subject=SUBJECT,
        subject_id=entry.pk,
        verb=verb,
        source=entry.state,
        target=entry.state,
        person=person,
        opinion=words.strip(),
        evidence={},
    )
