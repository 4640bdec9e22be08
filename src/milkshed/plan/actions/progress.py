"""Progress of tasks: reported with evidence of the right kind, reviewed by another person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import IO

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.problems import INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.plan.actions.items import item_for, own_organisation, refuse_when_closed
from milkshed.plan.actions.loading import checked_revision
from milkshed.plan.actions.periods import closed_period_fault
from milkshed.plan.actions.reviewing import review
from milkshed.plan.flow import PROGRESS_FLOW
from milkshed.plan.models import EVIDENCE_KINDS, LedgerItem, ProgressEvidence, ProgressReport
from milkshed.platform.attachments import store_attachment
from milkshed.platform.models import Person
from milkshed.platform.permissions import require

_ENDINGS = {
    "document": frozenset({".pdf", ".docx", ".jpg", ".jpeg", ".png", ".txt"}),
    "photo": frozenset({".jpg", ".jpeg", ".png"}),
    "table": frozenset({".xlsx", ".csv"}),
    "acceptance": frozenset({".pdf", ".docx", ".jpg", ".jpeg", ".png"}),
}
"""What a file of each kind of evidence may be."""


@dataclass(frozen=True, slots=True)
class Proof:
    """A file handed in as evidence of a kind."""

    kind: str
    file: IO[bytes]
    name: str


@dataclass(frozen=True, slots=True)
class ProgressWish:
    """What a unit reports about a task."""

    as_of: date
    percent: int
    words: str
    problems: str = ""
    next_step: str = ""


def report_progress(
    person: Person, item_id: int, wish: ProgressWish, proofs: Sequence[Proof], *, revision: int
) -> ProgressReport:
    """Report on a task; at least one file of a kind that the task asks for comes with it.

    Raises a problem with every broken rule; nothing is stored then.
    """
    require(person, "plan.report_progress")
    item_for(person, item_id)
    with transaction.atomic():
        item = LedgerItem.objects.select_for_update().get(pk=item_id)
        organisation = own_organisation(person, item)
        checked_revision(item.revision, revision)
        refuse_when_closed(item)
        faults = [*_wrong(item, wish), *_wrong_proofs(item, proofs)]
        faults += closed_period_fault(wish.as_of)
        if faults:
            raise Problem(INVALID, None, faults)
        report = ProgressReport.objects.create(
            item=item,
            as_of=wish.as_of,
            percent=wish.percent,
            words=wish.words.strip(),
            problems=wish.problems.strip(),
            next_step=wish.next_step.strip(),
            organisation=organisation,
            reported_by=person,
        )
        ProgressEvidence.objects.bulk_create(
            ProgressEvidence(
                report=report,
                kind=proof.kind,
                file=store_attachment(proof.file, proof.name, organisation, person),
            )
            for proof in proofs
        )
        PROGRESS_FLOW.perform(report, "plan.report_progress", person)
        item.revision += 1
        item.save(update_fields=["revision"])
    return report


def _wrong(item: LedgerItem, wish: ProgressWish) -> list[Fault]:
    faults = []
    if wish.as_of > timezone.localdate():
        message = Text("日期不能晚于今天", "The day is in the future")
        faults.append(Fault("as_of", wish.as_of.isoformat(), "not-in-future", message))
    if wish.as_of < item.opened_on:
        message = Text(f"日期早于建账日{item.opened_on}", "The day lies before the opening")
        faults.append(Fault("as_of", wish.as_of.isoformat(), "after-opening", message))
    if not 0 <= wish.percent <= 100:
        message = Text("完成比例应为0至100", "Between 0 and 100 per cent")
        faults.append(Fault("percent", wish.percent, "percentage", message))
    if not wish.words.strip() or len(wish.words) > 5000:
        message = Text("请写明进展，最多5000字", "Say what was done, at most 5000 characters")
        faults.append(Fault("words", wish.words[:40], "length", message))
    for name, text in (("problems", wish.problems), ("next_step", wish.next_step)):
        if len(text.strip()) > 300:
            message = Text("最多300字", "At most 300 characters")
            faults.append(Fault(name, text[:40], "length", message))
    return faults


def _wrong_proofs(item: LedgerItem, proofs: Sequence[Proof]) -> list[Fault]:
    if not proofs:
        return [missing_proof(item.evidence_kinds)]
    found = (proof_fault(proof, item.evidence_kinds) for proof in proofs)
    return [fault for fault in found if fault is not None]


def missing_proof(wanted: Sequence[str]) -> Fault:
    """The fault of a record that came without any evidence."""
    words = "、".join(EVIDENCE_KINDS[kind].zh for kind in wanted)
    message = Text(
        f"请附佐证，本事项须附：{words}", "Evidence is missing; see which kinds are needed"
    )
    return Fault("evidence", None, "evidence-missing", message)


def proof_fault(proof: Proof, wanted: Sequence[str]) -> Fault | None:
    """What is wrong with a proof: of another kind than wanted, or no file of its kind."""
    ending = Path(proof.name).suffix.lower()
    if proof.kind not in wanted:
        words = "、".join(EVIDENCE_KINDS[kind].zh for kind in wanted)
        message = Text(
            f"佐证类别不符，本事项须附：{words}",
            "Evidence of another kind than the task needs",
        )
        return Fault("evidence", proof.kind, "evidence-kind", message)
    if ending not in _ENDINGS[proof.kind]:
        word, allowed = EVIDENCE_KINDS[proof.kind], "、".join(sorted(_ENDINGS[proof.kind]))
        message = Text(
            f"“{word.zh}”须为{allowed}文件，收到的是{proof.name}",
            f"A {word.en.lower()} is one of {allowed}, not {proof.name}",
        )
        return Fault("evidence", proof.name, "evidence-kind", message)
    return None


def review_progress(
    person: Person, report_id: int, *, accept: bool, opinion: str = ""
) -> ProgressReport:
    """Accept a progress report or return it with an opinion; never by who reported it."""
    verb = "plan.accept_progress" if accept else "plan.return_progress"
    return review(
        ProgressReport, PROGRESS_FLOW, verb, report_id, person, opinion, says_why=not accept
    )
