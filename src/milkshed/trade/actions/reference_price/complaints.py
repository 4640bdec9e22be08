"""Complaints about a determination with their clocks, and the yearly review."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.problems import (
    CONFLICT,
    INVALID,
    NOT_ALLOWED,
    Fault,
    Problem,
    invalid,
    require_reason,
)
from milkshed.kernel.text import Text
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Attachment, Organisation, Person, Transition
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of
from milkshed.trade.actions.reference_price.committee import one_at_a_time
from milkshed.trade.flow import PRICE_COMPLAINT_FLOW
from milkshed.trade.models import PriceComplaint, PriceReview, PriceRound
from milkshed.trade.queries.price_rules import value_of

_RUNNING_IT = ("trade.close_cost_survey", "trade.compute_price", "trade.decide_price")


def complain(
    person: Person,
    round_of: PriceRound,
    *,
    organisation: Organisation,
    subject: str,
    text: str,
    document: Attachment | None = None,
) -> PriceComplaint:
    """Complain about a round for one's own organisation; the clocks start today."""
    require(person, "trade.complain_about_price")
    if organisation.pk not in {one.pk for one in person.organisations()}:
        raise Problem(NOT_ALLOWED, Text("只能代表本单位投诉", "Only for one's own organisation"))
    faults = [
        Fault(name, value, "required", Text("不能为空", "Required"))
        for name, value in (("subject", subject), ("text", text))
        if not value.strip()
    ]
    if faults:
        raise Problem(INVALID, None, faults)
    now = timezone.now()
    today = timezone.localdate(now)
    calendar = working_calendar()
    with transaction.atomic():
        one_at_a_time("price-complaints")
        serial = PriceComplaint.objects.filter(number__startswith=f"TS{today.year}").count() + 1
        return PriceComplaint.objects.create(
            number=f"TS{today.year}{serial:04d}",
            round=round_of,
            organisation=organisation,
            person=person,
            subject=subject.strip()[:120],
            text=text.strip(),
            document=document,
            filed_at=now,
            accept_by=calendar.deadline(today, int(value_of("complaint.accept_days", today))).day,
            answer_by=calendar.deadline(today, int(value_of("complaint.answer_days", today))).day,
        )


def move_complaint(
    person: Person, complaint: PriceComplaint, verb: str, *, opinion: str
) -> PriceComplaint:
    """Take up, refuse, answer or close a complaint; the answer is what ``opinion`` says.

    Who computed or counted the round complained about does not close the complaint.
    """
    require_reason(opinion, "请写明意见", "An opinion is required", field="opinion")
    reached = get_visible(PriceComplaint.objects.all(), scope_of(person), pk=complaint.pk)
    with transaction.atomic():
        locked = PriceComplaint.objects.select_for_update().get(pk=reached.pk)
        if verb == "trade.close_price_complaint" and _ran(person, locked.round):
            raise Problem(
                NOT_ALLOWED, Text("须由未参与测算的人办结", "Somebody independent closes")
            )
        PRICE_COMPLAINT_FLOW.perform(locked, verb, person, opinion=opinion.strip())
        if verb in ("trade.answer_price_complaint", "trade.refuse_price_complaint"):
            locked.answer = opinion.strip()
            locked.save(update_fields=["answer"])
    return locked


def _ran(person: Person, round_of: PriceRound) -> bool:
    return Transition.objects.filter(
        subject="trade.price_round", subject_id=round_of.pk, verb__in=_RUNNING_IT, person=person
    ).exists()


def review_year(
    person: Person,
    year: int,
    *,
    findings: str,
    changes: str = "",
    figures: Mapping[str, object],
) -> PriceReview:
    """Write the yearly review, as somebody who ran none of the rounds of the year."""
    require(person, "trade.review_price")
    if not findings.strip():
        raise invalid("findings", findings, "required", "请写明审查结论", "Say what was found")
    rounds = PriceRound.objects.filter(first__year=year)
    if not rounds.exists():
        raise invalid("year", year, "rounds", "该年度没有期次", "No round in that year")
    if any(_ran(person, one) for one in rounds):
        raise Problem(
            NOT_ALLOWED, Text("参与测算的人不能审查", "Who ran a round does not review it")
        )
    with transaction.atomic():
        one_at_a_time("price-reviews")
        if PriceReview.objects.filter(year=year).exists():
            raise Problem(CONFLICT, Text(f"{year}年度已审查", f"{year} is reviewed already"))
        return PriceReview.objects.create(
            year=year,
            findings=findings.strip(),
            changes=changes.strip(),
            figures=dict(figures),
            reviewer=person,
            at=timezone.now(),
        )
