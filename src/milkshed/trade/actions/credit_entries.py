"""The steps by which a unit comes onto a credit list: every one by a person, none automatic."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import IO

from django.db import connection, transaction
from django.utils import timezone

from milkshed.kernel.problems import CONFLICT, NOT_ALLOWED, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.attachments import store_attachment
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Organisation, OrganisationKind, Person, Transition
from milkshed.platform.permissions import may, require
from milkshed.platform.scope import get_visible, scope_of
from milkshed.trade.credit_flow import ENTRY_FLOWS, SUBJECT
from milkshed.trade.models.credit import CreditEntry, CreditSignal, CreditStatement
from milkshed.trade.queries.credit import clock, entries_for, signals_for
from milkshed.trade.science.credit import DECIDED_LAYERS, end_of_listing, may_decide

_OFFICES = {
    "regulator": (
        OrganisationKind.COUNTY_OFFICE,
        OrganisationKind.REGION_OFFICE,
        OrganisationKind.INSPECTION,
    ),
    "association": (OrganisationKind.ASSOCIATION,),
}
_NUMBERS = {"regulator": "XYJG", "association": "XYZL"}


@dataclass(frozen=True, slots=True)
class Proposal:
    """Why a unit should be listed, by which law or statute, and what would follow."""

    layer: str
    reason: str
    basis: str
    measures: str = ""


def propose_entry(
    person: Person,
    subject: Organisation,
    signals: Sequence[CreditSignal],
    proposal: Proposal,
    *,
    on: date | None = None,
) -> CreditEntry:
    """Open a case against a unit on the strength of signals of its file.

    ``on`` is the day, today unless given. Raises a problem without signals, reason or basis, for
    signals of somebody else, and while another case of the same list is open.
    """
    if proposal.layer not in DECIDED_LAYERS:
        raise invalid(
            "layer", proposal.layer, "choice",
            "法定名单只能导入，不能在平台列入", "The statutory list is imported, not decided here",
        )  # fmt: skip
    verb = f"trade.propose_{proposal.layer}_entry"
    require(person, verb)
    get_visible(Organisation.objects.all(), scope_of(person), pk=subject.pk)
    for name in ("reason", "basis"):
        if not getattr(proposal, name).strip():
            raise invalid(
                name, "", "required",
                "请写明列入理由和依据的法律或章程条款", "State the reason and the legal basis",
            )  # fmt: skip
    known = set(signals_for(person).filter(subject=subject).values_list("pk", flat=True))
    standing = [one for one in signals if one.pk in known and one.withdrawn_on is None]
    if not standing or len(standing) != len(signals):
        raise invalid(
            "signals", len(signals), "evidence",
            "须有该单位未撤销的信用事实作为依据",
            "The case must rest on signals of the unit that stand",
        )  # fmt: skip
    office = _office_of(person, proposal.layer)
    today = on or timezone.localdate()
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=subject.pk)
        still_open = CreditEntry.objects.filter(
            subject=subject, layer=proposal.layer, state__in=["proposed", "noticed", "decided"]
        ).first()
        if still_open is not None:
            raise Problem(
                CONFLICT,
                Text(
                    f"该单位已有在办案卷{still_open.number}",
                    f"The case {still_open.number} of this unit is still open",
                ),
            )
        prefix = f"{_NUMBERS[proposal.layer]}{today.year}-"
        entry = CreditEntry.objects.create(
            number=f"{prefix}{_next(prefix):04d}",
            layer=proposal.layer,
            subject=subject,
            office=office,
            reason=proposal.reason.strip(),
            basis=proposal.basis.strip()[:300],
            measures=proposal.measures.strip()[:300],
            proposed_on=today,
        )
        entry.signals.set(standing)
        Transition.objects.create(
            subject=SUBJECT,
            subject_id=entry.pk,
            verb=verb,
            source="",
            target="proposed",
            person=person,
            opinion=entry.reason,
            evidence={"signals": [one.source for one in standing]},
        )
    return entry


def _next(prefix: str) -> int:
    """The next number of a series; proposals of all bodies take turns."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [prefix])
    last = CreditEntry.objects.filter(number__startswith=prefix).order_by("-number").first()
    return 1 if last is None else int(last.number.removeprefix(prefix)) + 1


def _office_of(person: Person, layer: str) -> Organisation:
    found = person.organisations(_OFFICES[layer])
    if not found:
        raise invalid(
            "office", person.username, "office",
            "您不在有权提请的单位任职", "You do not work for a body that may propose",
        )  # fmt: skip
    return found[0]


def serve_notice(
    person: Person,
    entry: CreditEntry,
    *,
    number: str,
    served_on: date,
    revision: int,
) -> CreditEntry:
    """Note that the notice was served; the time to state and defend starts with that day."""
    with transaction.atomic():
        locked = locked_entry(person, entry, revision)
        _check_move(locked, "serve", person)
        if not number.strip():
            raise invalid("number", number, "required", "请填写告知书文号", "Give its number")
        if not locked.proposed_on <= served_on <= timezone.localdate():
            raise invalid(
                "served_on", served_on, "between",
                f"送达日期应在提请之日（{locked.proposed_on}）与今天之间",
                f"The day lies between the proposal ({locked.proposed_on}) and today",
            )  # fmt: skip
        deadline = working_calendar().deadline(served_on, clock("defence_days", served_on))
        locked.notice_number, locked.served_on = number.strip()[:40], served_on
        locked.defence_due, locked.defence_is_provisional = deadline.day, deadline.provisional
        _move(locked, "serve", person, locked.notice_number, {"served_on": str(served_on)})
    return locked


@dataclass(frozen=True, slots=True)
class Defence:
    """What the unit says, when it said it, and the file it handed in."""

    text: str
    given_on: date
    file_name: str = ""
    content: IO[bytes] | None = None


def state_defence(person: Person, entry: CreditEntry, defence: Defence) -> CreditStatement:
    """Take down the unit's statement within its time.

    The unit's own people give it here; an officer of the case enters one handed in on paper.
    """
    on_paper = not _is_of(person, entry.subject)
    require(person, f"trade.serve_{entry.layer}_entry" if on_paper else "trade.defend_credit")
    if not defence.text.strip():
        raise invalid("text", defence.text, "required", "请写明陈述申辩内容", "Say something")
    with transaction.atomic():
        locked = locked_entry(person, entry, None)
        if locked.state != "noticed" or locked.served_on is None or locked.defence_due is None:
            raise Problem(
                CONFLICT, Text("现在不在陈述申辩期内", "This is not the time to state and defend")
            )
        given = defence.given_on if on_paper else timezone.localdate()
        if not locked.served_on <= given <= locked.defence_due:
            raise invalid(
                "given_on", given, "clock",
                f"陈述申辩期为{locked.served_on}至{locked.defence_due}",
                f"The time to defend runs from {locked.served_on} to {locked.defence_due}",
            )  # fmt: skip
        evidence = None
        if defence.content is not None and defence.file_name:
            evidence = store_attachment(defence.content, defence.file_name, locked.subject, person)
        statement = CreditStatement.objects.create(
            entry=locked,
            text=defence.text.strip(),
            given_on=given,
            on_paper=on_paper,
            evidence=evidence,
            person=person,
        )
        locked.revision += 1
        locked.save(update_fields=["revision"])
    return statement


def decide_entry(
    person: Person,
    entry: CreditEntry,
    *,
    listed: bool,
    number: str,
    words: str,
    revision: int,
    on: date | None = None,
) -> CreditEntry:
    """Decide, as another person than the proposer, after the time to defend is over.

    ``words`` give the reasons and say how the defence was weighed. ``listed`` False ends the case
    without a listing.
    """
    today = on or timezone.localdate()
    with transaction.atomic():
        locked = locked_entry(person, entry, revision)
        step = "decide" if listed else "dismiss"
        _check_move(locked, step, person)
        assert locked.defence_due is not None
        if not may_decide(locked.defence_due, today):
            message = Text(
                f"陈述申辩期至{locked.defence_due}，期满后才能决定",
                f"The time to defend runs until {locked.defence_due}; decide after it",
            )
            raise Problem(CONFLICT, message, [Fault("on", str(today), "defence-period", message)])
        if not words.strip():
            raise invalid(
                "words", words, "required",
                "请写明决定理由及对申辩的采纳情况", "Give the reasons and weigh the defence",
            )  # fmt: skip
        if listed and not locked.signals.filter(withdrawn_on__isnull=True).exists():
            raise invalid(
                "signals", 0, "evidence",
                "依据的事实均已撤销，不能决定列入", "All its signals were withdrawn",
            )  # fmt: skip
        if listed and not number.strip():
            raise invalid("number", number, "required", "请填写决定书文号", "Give its number")
        locked.decision_number = number.strip()[:40]
        locked.decided_on, locked.decision_words = today, words.strip()
        _move(locked, step, person, words.strip(), {"number": locked.decision_number})
    return locked


def publish_entry(
    person: Person, entry: CreditEntry, *, opinion: str, revision: int, on: date | None = None
) -> CreditEntry:
    """Approve and publish what was decided, for the time that the rules give."""
    today = on or timezone.localdate()
    with transaction.atomic():
        locked = locked_entry(person, entry, revision)
        _check_move(locked, "publish", person)
        _need(opinion)
        if locked.appeals.filter(state="open").exists():
            raise Problem(
                CONFLICT,
                Text("申诉尚未答复，不能公示", "An appeal is still open: publish after its answer"),
            )
        years = clock(f"listing_years.{locked.layer}", today)
        locked.published_on, locked.expires_on = today, end_of_listing(today, years)
        _move(locked, "publish", person, opinion.strip(), {"until": str(locked.expires_on)})
    return locked


def withdraw_entry(
    person: Person, entry: CreditEntry, *, reason: str, revision: int
) -> CreditEntry:
    """Take a proposal back before it is decided."""
    with transaction.atomic():
        locked = locked_entry(person, entry, revision)
        _check_move(locked, "withdraw", person)
        _need(reason)
        _move(locked, "withdraw", person, reason.strip(), {})
    return locked


def locked_entry(person: Person, entry: CreditEntry, revision: int | None) -> CreditEntry:
    """The entry under a row lock, if the person may see it and has read its present state."""
    inside = entries_for(person, timezone.localdate()).filter(pk=entry.pk).values("pk")
    locked = get_visible(
        CreditEntry.objects.select_for_update(of=("self",))
        .filter(pk__in=inside)
        .select_related("subject", "office"),
        scope_of(person),
        pk=entry.pk,
    )
    if revision is not None and locked.revision != revision:
        message = Text(
            "案卷刚被他人修改，请刷新后重新办理",
            "Somebody has just changed the case: reload and read it again",
        )
        raise Problem(CONFLICT, message, [Fault("revision", revision, "stale", message)])
    return locked


def _check_move(entry: CreditEntry, step: str, person: Person) -> None:
    ENTRY_FLOWS[entry.layer].check(entry, f"trade.{step}_{entry.layer}_entry", person)
    if _is_of(person, entry.subject):
        message = Text("当事单位人员不能办理本案", "Nobody of the unit may decide its case")
        raise Problem(NOT_ALLOWED, message, [Fault("person", person.username, "party", message)])


def _move(
    entry: CreditEntry, step: str, person: Person, words: str, evidence: dict[str, object]
) -> None:
    entry.revision += 1
    entry.save()
    ENTRY_FLOWS[entry.layer].perform(
        entry,
        f"trade.{step}_{entry.layer}_entry",
        person,
        opinion=words,
        evidence=evidence,
    )


def _is_of(person: Person, subject: Organisation) -> bool:
    return any(one.pk == subject.pk for one in person.organisations())


def _need(words: str) -> None:
    if not words.strip():
        raise invalid("opinion", words, "required", "请填写意见", "An opinion is required")


def may_take(person: Person, entry: CreditEntry, step: str) -> bool:
    """Whether a step is open from the entry's state and the person holds its verb."""
    verb = f"trade.{step}_{entry.layer}_entry"
    moves = ENTRY_FLOWS[entry.layer].moves_from(entry.state)
    return any(move.verb == verb for move in moves) and may(person, verb)
