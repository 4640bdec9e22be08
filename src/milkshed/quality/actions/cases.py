"""Cases of forbidden substances: opened by a finding, decided by two people, never a penalty."""

import secrets
from typing import IO

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.clock import in_shanghai, shanghai_day
from milkshed.kernel.problems import invalid
from milkshed.platform.attachments import store_attachment
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import rules_under
from milkshed.platform.scope import get_visible, scope_of
from milkshed.quality.flow import CASE_FLOW
from milkshed.quality.models import OUTCOMES, CaseEvidence, ContrabandCase, Sample
from milkshed.quality.science.analytes import ANALYTES

_LISTED = "quality.contraband."


def open_case_of(person: Person, sample: Sample) -> ContrabandCase | None:
    """Open the case of a reported sample in which a listed substance was found, once.

    ``person`` is who reported. None when nothing found is on the list of the sampling day.
    """
    listed = rules_under(_LISTED, shanghai_day(sample.sampled_at))
    found = [code for code in sample.failed if f"{_LISTED}{code}" in listed]
    if not found:
        return None
    with transaction.atomic():
        case, created = ContrabandCase.objects.get_or_create(
            sample=sample,
            defaults={
                "number": secrets.token_hex(8),  # until its key is known
                "analytes": found,
                "opened_at": timezone.now(),
                "opened_by": person,
            },
        )
        if created:
            case.number = f"WJ{in_shanghai(case.opened_at):%Y}-{case.pk:04d}"
            case.save(update_fields=["number"])
            names = "、".join(ANALYTES[code].name.zh for code in found)
            CaseEvidence.objects.create(
                case=case, text=f"样品{sample.barcode}检出{names}，报告已复核签发", added_by=person
            )
    return case


def add_evidence(
    person: Person,
    case: ContrabandCase,
    *,
    text: str,
    content: IO[bytes] | None = None,
    file_name: str = "",
) -> CaseEvidence:
    """Add a piece of evidence to a case that is not closed; nothing is ever taken away."""
    require(person, "quality.add_evidence")
    if not text.strip():
        raise invalid("text", text, "required", "请填写证据内容", "Say what it shows")
    with transaction.atomic():
        locked = _locked(person, case)
        if locked.state == "closed":
            raise invalid("state", locked.state, "closed", "案件已结案", "The case is closed")
        attachment = None
        if content is not None:
            own = person.organisations()
            attachment = store_attachment(content, file_name, own[0], person)
        return CaseEvidence.objects.create(
            case=locked, text=text.strip()[:500], attachment=attachment, added_by=person
        )


def hand_over(
    person: Person, case: ContrabandCase, *, authority: str, document: str
) -> ContrabandCase:
    """Hand a case over to the authority in charge, with the number of the covering document."""
    for name, value in (("authority", authority), ("document", document)):
        if not value.strip():
            raise invalid(name, value, "required", "请填写移送机关和文书号", "It is required")
    with transaction.atomic():
        locked = _locked(person, case)
        CASE_FLOW.check(locked, "quality.hand_over_case", person)
        locked.authority, locked.document = authority.strip()[:120], document.strip()[:60]
        locked.handed_over_at = timezone.now()
        locked.save(update_fields=["authority", "document", "handed_over_at"])
        CASE_FLOW.perform(
            locked, "quality.hand_over_case", person, opinion=f"{authority} {document}"
        )
    return locked


def propose_decision(
    person: Person, case: ContrabandCase, *, outcome: str, basis: str
) -> ContrabandCase:
    """Propose how a case ends; another person decides."""
    if outcome not in OUTCOMES:
        raise invalid("outcome", outcome, "known", "请选择处理意见", "Choose an outcome")
    if not basis.strip():
        raise invalid("basis", basis, "required", "请填写依据", "The basis is required")
    with transaction.atomic():
        locked = _locked(person, case)
        CASE_FLOW.check(locked, "quality.propose_decision", person)
        if outcome == "confirmed" and locked.handed_over_at is None:
            raise invalid(
                "outcome", outcome, "hand-over-first",
                "属实的案件须先移送有权机关", "A confirmed case is handed over first",
            )  # fmt: skip
        locked.outcome, locked.basis = outcome, basis.strip()[:300]
        locked.save(update_fields=["outcome", "basis"])
        CASE_FLOW.perform(locked, "quality.propose_decision", person, opinion=basis)
    return locked


def move_case(
    person: Person, case: ContrabandCase, verb: str, *, opinion: str = ""
) -> ContrabandCase:
    """Decide, send back or close a case; who proposed cannot decide."""
    with transaction.atomic():
        locked = _locked(person, case)
        CASE_FLOW.perform(locked, verb, person, opinion=opinion)
    return locked


def _locked(person: Person, case: ContrabandCase) -> ContrabandCase:
    cases = ContrabandCase.objects.select_for_update(of=("self",)).select_related("sample__place")
    return get_visible(cases, scope_of(person), pk=case.pk)
