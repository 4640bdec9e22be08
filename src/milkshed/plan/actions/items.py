"""The ledger of tasks: open, ask for closing, verify, return, reopen; and minutes to tasks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import IO

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.problems import CONFLICT, INVALID, NOT_FOUND, Fault, Problem, invalid
from milkshed.kernel.result import BatchReport
from milkshed.kernel.text import Text
from milkshed.plan.actions.lists import unit_by_code
from milkshed.plan.actions.loading import checked_revision
from milkshed.plan.actions.numbering import next_serial
from milkshed.plan.actions.telling import tell_unit
from milkshed.plan.flow import ITEM_FLOW
from milkshed.plan.models import (
    EVIDENCE_KINDS,
    WORK_KINDS,
    Indicator,
    LedgerItem,
    Meeting,
    PlanPart,
    ProgressEvidence,
)
from milkshed.platform.attachments import store_attachment
from milkshed.platform.models import Organisation, Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of


@dataclass(frozen=True, slots=True)
class ItemWish:
    """A task as somebody wants it opened; ``part`` and ``indicator`` are codes of the plan."""

    title: str
    goal: str
    lead: str
    due_on: date
    support: Sequence[str] = ()
    measure: str = ""
    leader: str = ""
    officer: str = ""
    part: str = ""
    indicator: str = ""
    evidence_kinds: Sequence[str] = ("document",)


def open_item(
    person: Person, wish: ItemWish, *, on: date | None = None, meeting: Meeting | None = None
) -> LedgerItem:
    """Open a task in the ledger and tell its units; raises a problem with every broken rule."""
    require(person, "plan.open_item")
    today = on or timezone.localdate()
    faults = list(_wrong(wish, today))
    if faults:
        raise Problem(INVALID, None, faults)
    lead = unit_by_code(wish.lead, today, "lead")
    support = [unit_by_code(code, today, "support") for code in dict.fromkeys(wish.support)]
    part = indicator = None
    if wish.part:
        part = PlanPart.objects.filter(
            version__current=True, code=wish.part, kind__in=WORK_KINDS
        ).first()
        if part is None:
            raise invalid("part", wish.part, "known", "没有该项重点工作", "No such key work")
    if wish.indicator:
        indicator = Indicator.objects.filter(version__current=True, code=wish.indicator).first()
        if indicator is None:
            raise invalid("indicator", wish.indicator, "known", "没有该指标", "No such indicator")
    with transaction.atomic():
        item = LedgerItem.objects.create(
            year=today.year,
            serial=next_serial(
                LedgerItem.objects.filter(year=today.year), f"plan.item.{today.year}"
            ),
            title=wish.title.strip(),
            goal=wish.goal.strip(),
            measure=wish.measure.strip(),
            part=part,
            indicator=indicator,
            meeting=meeting,
            leader=wish.leader.strip(),
            lead=lead,
            officer=wish.officer.strip(),
            evidence_kinds=list(dict.fromkeys(wish.evidence_kinds)),
            opened_on=today,
            opened_by=person,
            due_on=wish.due_on,
        )
        item.support.set(unit for unit in support if unit.pk != lead.pk)
        ITEM_FLOW.perform(item, "plan.open_item", person)
        for unit in (lead, *(u for u in support if u.pk != lead.pk)):
            tell_unit(
                item, unit, "opened", f"opened:{item.pk}:{unit.pk}",
                Text(
                    f"{item.number} 已建账，{wish.due_on}前完成：{item.title[:60]}",
                    f"{item.number} was opened, due {wish.due_on}: {item.title[:60]}",
                ),
            )  # fmt: skip
    return item


def _wrong(wish: ItemWish, today: date) -> list[Fault]:
    faults = []
    for name, text, longest in (
        ("title", wish.title, 120), ("goal", wish.goal, 200),
    ):  # fmt: skip
        if not text.strip() or len(text.strip()) > longest:
            message = Text(f"必填，最多{longest}字", f"Required, at most {longest} long")
            faults.append(Fault(name, text[:40], "length", message))
    for name, text, longest in (
        ("measure", wish.measure, 300), ("leader", wish.leader, 60), ("officer", wish.officer, 60),
    ):  # fmt: skip
        if len(text.strip()) > longest:
            message = Text(f"最多{longest}字", f"At most {longest} long")
            faults.append(Fault(name, text[:40], "length", message))
    if wish.due_on < today:
        message = Text(
            f"完成时限{wish.due_on}早于建账日{today}", "The deadline lies before the opening"
        )
        faults.append(Fault("due_on", wish.due_on.isoformat(), "not-before-opening", message))
    unknown = [kind for kind in wish.evidence_kinds if kind not in EVIDENCE_KINDS]
    if unknown or not wish.evidence_kinds:
        message = Text("请选择须附的佐证类别", "Choose the kinds of evidence it needs")
        faults.append(Fault("evidence_kinds", "、".join(unknown), "choice", message))
    return faults


def item_for(person: Person, item_id: int) -> LedgerItem:
    """A task in the person's scope, or a not-found problem."""
    return get_visible(LedgerItem.objects.all(), scope_of(person), pk=item_id)


def own_organisation(person: Person, item: LedgerItem, *, lead_only: bool = False) -> Organisation:
    """The person's organisation that acts for the task's lead unit, or for one that supports it."""
    units = [item.lead, *([] if lead_only else item.support.all())]
    answerable = {unit.organisation_id for unit in units if unit.organisation_id}
    found = next((o for o in person.organisations() if o.pk in answerable), None)
    if found is None:
        raise invalid(
            "organisation", person.username, "own-unit",
            "只有本事项的牵头单位（或配合单位）人员可以办理",
            "Only people of the task's units may do this",
        )  # fmt: skip
    return found


def apply_close(person: Person, item_id: int, *, words: str, revision: int) -> LedgerItem:
    """Ask for a task to be closed; its proof must be complete and accepted.

    Every kind of evidence that the task needs must hang on an accepted report, and the last
    accepted report must say 100 %.
    """
    require(person, "plan.apply_close")
    item_for(person, item_id)
    with transaction.atomic():
        item = LedgerItem.objects.select_for_update().get(pk=item_id)
        own_organisation(person, item, lead_only=True)
        checked_revision(item.revision, revision)
        ITEM_FLOW.check(item, "plan.apply_close", person)
        _check_proof(item)
        _moved(item, "plan.apply_close", person, words)
    return item


def _check_proof(item: LedgerItem) -> None:
    """Raise a problem that names what is missing before a task can be closed."""
    faults = []
    accepted = item.progress.filter(state="accepted")
    held = set(ProgressEvidence.objects.filter(report__in=accepted).values_list("kind", flat=True))
    for kind in item.evidence_kinds:
        if kind not in held:
            word = EVIDENCE_KINDS[kind]
            message = Text(
                f"缺少已审核采用的佐证：{word.zh}", f"Accepted evidence is missing: {word.en}"
            )
            faults.append(Fault("evidence", kind, "evidence-kind", message))
    last = accepted.order_by("-as_of", "-pk").first()
    if last is None or last.percent < 100:
        message = Text(
            f"最近一次审核采用的进展为{last.percent if last else 0}%，须达到100%",
            "The last accepted report does not say 100 %",
        )
        faults.append(Fault("percent", last.percent if last else None, "whole", message))
    if faults:
        raise Problem(INVALID, Text("销号条件不具备", "It cannot be closed yet"), faults)


def verify_close(person: Person, item_id: int, *, words: str, revision: int) -> LedgerItem:
    """Close a task after verification; never by the person who asked for it."""
    return _decide(person, item_id, "plan.verify_close", words, revision)


def return_item(person: Person, item_id: int, *, words: str, revision: int) -> LedgerItem:
    """Return a task whose closing was asked for, and say what is missing."""
    return _decide(person, item_id, "plan.return_item", words, revision)


def reopen_item(person: Person, item_id: int, *, words: str, revision: int) -> LedgerItem:
    """Open a closed task again, with the reason."""
    return _decide(person, item_id, "plan.reopen_item", words, revision)


def _decide(person: Person, item_id: int, verb: str, words: str, revision: int) -> LedgerItem:
    require(person, verb)
    item_for(person, item_id)
    if not words.strip():
        message = Text("请写明意见", "An opinion is needed")
        raise Problem(INVALID, message, [Fault("words", words, "required", message)])
    with transaction.atomic():
        item = LedgerItem.objects.select_for_update().get(pk=item_id)
        checked_revision(item.revision, revision)
        ITEM_FLOW.check(item, verb, person)
        item.closed_on = timezone.localdate() if verb == "plan.verify_close" else None
        _moved(item, verb, person, words)
        if verb == "plan.return_item":
            tell_unit(
                item, item.lead, "returned", f"returned:{item.pk}:{item.revision}",
                Text(
                    f"{item.number} 退回整改：{words.strip()[:100]}",
                    f"{item.number} was returned: {words.strip()[:100]}",
                ),
            )  # fmt: skip
    return item


def _moved(item: LedgerItem, verb: str, person: Person, words: str) -> None:
    """Write the move, its day and the new revision at once, as the table's checks want it."""
    source, move = item.state, ITEM_FLOW.check(item, verb, person)
    item.revision += 1
    item.state = move.target
    item.save(update_fields=["state", "closed_on", "revision"])
    item.state = source
    ITEM_FLOW.perform(item, verb, person, opinion=words.strip())


@dataclass(frozen=True, slots=True)
class Minutes:
    """The minutes of a meeting; ``file`` is the signed paper with its name."""

    title: str
    held_on: date
    chaired_by: str
    words: str
    file: IO[bytes] | None = None
    file_name: str = ""


@dataclass(slots=True)
class MeetingOutcome:
    """A meeting noted, and what became of each of its lines."""

    meeting: Meeting | None
    report: BatchReport = field(default_factory=BatchReport)


def note_meeting(
    person: Person, minutes: Minutes, wishes: Sequence[ItemWish | Problem]
) -> MeetingOutcome:
    """Note a meeting and open a task for each of its lines.

    A line that could not be read comes as the problem that says why. Good lines become tasks, bad
    ones are reported; a meeting is noted even when all its lines are bad, so that none is lost.
    """
    require(person, "plan.note_meeting")
    for name, text, longest in (
        ("title", minutes.title, 120),
        ("chaired_by", minutes.chaired_by, 60),
        ("words", minutes.words, 20_000),
    ):
        if not text.strip() or len(text.strip()) > longest:
            raise invalid(
                name, text[:40], "length", f"必填，最多{longest}字", f"At most {longest} long"
            )
    today = timezone.localdate()
    if minutes.held_on > today:
        raise invalid(
            "held_on", minutes.held_on.isoformat(), "not-in-future",
            "会议日期不能晚于今天", "The meeting lies in the future",
        )  # fmt: skip
    report = BatchReport()
    with transaction.atomic():
        home = next(iter(person.organisations()), None)
        paper = None
        if minutes.file is not None and home is not None:
            paper = store_attachment(minutes.file, minutes.file_name, home, person)
        meeting = Meeting.objects.create(
            title=minutes.title.strip(),
            held_on=minutes.held_on,
            chaired_by=minutes.chaired_by.strip(),
            minutes=minutes.words.strip(),
            file=paper,
            noted_by=person,
        )
        for number, wish in enumerate(wishes, start=1):
            if isinstance(wish, Problem):
                report.refuse(number, wish)
                continue
            try:
                with transaction.atomic():
                    item = open_item(person, wish, on=today, meeting=meeting)
            except Problem as problem:
                report.refuse(number, problem)
            else:
                report.accept(number, item.number)
    return MeetingOutcome(meeting, report)


def meeting_by_id(meeting_id: int) -> Meeting:
    """A meeting, or a not-found problem."""
    found = Meeting.objects.filter(pk=meeting_id).first()
    if found is None:
        raise Problem(NOT_FOUND, Text("没有该会议", "There is no such meeting"))
    return found


def refuse_when_closed(item: LedgerItem) -> None:
    """Raise a conflict for a task that is closed or waits for its closing."""
    if item.state not in ("open", "returned"):
        raise Problem(
            CONFLICT,
            Text(
                f"事项当前为“{item.state_text.zh}”，不能填报进展",
                f"The task is “{item.state_text.en}”: nothing is reported on it",
            ),
        )
