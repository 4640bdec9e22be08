"""Telling those concerned, taking their receipts, and hearing them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from milkshed.factory.actions.recalls.hold import take_hold
from milkshed.factory.models import (
    AUDIENCES,
    RecallCase,
    RecallNotice,
    RecallReceipt,
    RecallStatement,
)
from milkshed.kernel.problems import CONFLICT, INVALID, Fault, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of

_LONGEST = 4_000


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to tell. Who is not on the platform has a name and a contact instead."""

    audience: str
    organisation: Organisation | None = None
    name: str = ""
    contact: str = ""


def send_notices(
    person: Person, case: RecallCase, addressees: Sequence[Addressee], text: str
) -> tuple[RecallNotice, ...]:
    """Send a text to several addressees; each notice is kept with its time.

    Raises a problem that names every addressee at fault, and then sends none.
    """
    require(person, "factory.record_recall")
    body = text.strip()
    faults = [fault for one in addressees if (fault := _fault(one))]
    if not addressees:
        message = Text("请选择通知对象", "Choose somebody to tell")
        faults.append(Fault("addressees", "", "required", message))
    if not 0 < len(body) <= _LONGEST:
        message = Text(f"请写明内容，不超过{_LONGEST}字", f"Say it in at most {_LONGEST} letters")
        faults.append(Fault("text", len(body), "length", message))
    if faults:
        raise Problem(INVALID, None, faults)
    now = timezone.now()
    with transaction.atomic():
        locked = take_hold(person, case)
        if locked.state in ("closed", "rejected", "withdrawn"):
            raise Problem(CONFLICT, Text("案卷已办结", "The case is over"))
        return tuple(
            RecallNotice.objects.create(
                case=locked,
                audience=one.audience,
                organisation=one.organisation,
                recipient=one.organisation.name_zh if one.organisation else one.name.strip(),
                contact=one.contact.strip(),
                text=body,
                sent_at=now,
                sent_by=person,
            )
            for one in addressees
        )


def _fault(one: Addressee) -> Fault | None:
    if one.audience not in AUDIENCES:
        message = Text("没有这类对象", "There is no such kind of addressee")
        return Fault("audience", one.audience, "choice", message)
    if one.organisation is None and not (one.name.strip() and one.contact.strip()):
        message = Text(
            "平台外的对象须写明名称和联系方式",
            "Name and contact are needed for who is not on the platform",
        )
        return Fault("recipient", one.name, "required", message)
    return None


def acknowledge(person: Person, notice: RecallNotice, *, answer: str = "") -> RecallReceipt:
    """Confirm a notice: by its own organisation, or for an outside one by who telephoned."""
    found = get_visible(RecallNotice.objects.all(), scope_of(person), pk=notice.pk)
    if found.organisation_id is None:
        require(person, "factory.record_recall")
        if not answer.strip():
            raise invalid(
                "answer", answer, "required", "请写明如何确认", "Say how it was confirmed"
            )
    else:
        require(person, "factory.read_notice")
        if found.organisation_id not in {o.pk for o in person.organisations()}:
            raise invalid(
                "notice",
                found.recipient,
                "addressee",
                "只有收件单位可以回执",
                "Only the addressee confirms it",
            )
    try:
        with transaction.atomic():
            return RecallReceipt.objects.create(
                notice=found, person=person, at=timezone.now(), answer=answer.strip()[:500]
            )
    except IntegrityError:
        message = Text("已有回执", "It was confirmed already")
        raise Problem(CONFLICT, message, [Fault("notice", found.pk, "once", message)]) from None


def state_on_recall(person: Person, case: RecallCase, text: str) -> RecallStatement:
    """Keep what somebody concerned has to say (陈述申辩)."""
    require(person, "factory.state_on_recall")
    body = text.strip()
    if not 0 < len(body) <= _LONGEST:
        raise invalid("text", len(body), "length", "请写明陈述内容", "Say what there is to say")
    with transaction.atomic():
        locked = take_hold(person, case)
        if locked.state in ("closed", "rejected", "withdrawn"):
            raise Problem(CONFLICT, Text("案卷已办结", "The case is over"))
        return RecallStatement.objects.create(
            case=locked,
            organisation=person.organisations()[0],
            person=person,
            text=body,
            at=timezone.now(),
        )
