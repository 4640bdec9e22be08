"""Objections to results: raised in time, retested elsewhere, settled by arbitration."""

import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.clock import in_shanghai, shanghai_day
from milkshed.kernel.problems import CONFLICT, NOT_ALLOWED, Problem, invalid, require_reason
from milkshed.kernel.text import Text
from milkshed.platform.calendar.table import working_calendar
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import find_rule
from milkshed.platform.scope import get_visible, scope_of
from milkshed.quality.actions.samples import OBJECTION_CLOCK, check_in_time, order_retest
from milkshed.quality.flow import OBJECTION_FLOW
from milkshed.quality.models import Laboratory, Objection, Sample

_RAPID = "quality.rapid_objection.hours"
_ANSWER = "quality.objection.answer_working_days"
_RETEST = "quality.retest.working_days"
_ARBITRATION = "quality.arbitration.working_days"
_ARBITRATION_REPORT = "quality.arbitration.report_working_days"


def raise_objection(
    person: Person, sample: Sample, *, reason: str, rapid: bool = False
) -> Objection:
    """Object to a reported result of one's own milk within the time the law gives.

    A rapid test gives hours, any other test working days; both are rule rows.
    """
    require(person, "quality.raise_objection")
    require_reason(reason, "请填写异议理由", "A reason is required")
    with transaction.atomic():
        locked = get_visible(
            Sample.objects.select_for_update(of=("self",)).select_related("place__organisation"),
            scope_of(person),
            pk=sample.pk,
        )
        own = {o.pk for o in person.organisations()}
        if locked.place.organisation_id not in own:
            raise Problem(NOT_ALLOWED, Text("只能由被抽样单位提出", "Only by those sampled"))
        if locked.reported_at is None or locked.state != "reported":
            raise Problem(CONFLICT, Text("尚未出具报告", "It is not reported"))
        if locked.retest_of_id is not None:
            raise Problem(CONFLICT, Text("复检结论请提请仲裁", "Ask for arbitration instead"))
        if Objection.objects.filter(sample=locked).exists():
            raise Problem(CONFLICT, Text("该样品已提出异议", "An objection stands already"))
        now = timezone.now()
        if rapid:
            _check_hours(locked, now)
        else:
            check_in_time(locked.reported_at, now, OBJECTION_CLOCK)
        due, provisional = _deadline(_ANSWER, shanghai_day(now))
        objection = Objection.objects.create(
            number=secrets.token_hex(8),  # until its key is known
            sample=locked,
            organisation=locked.place.organisation,
            raised_by=person,
            raised_at=now,
            reason=reason.strip()[:500],
            rapid=rapid,
            due=due,
            provisional=provisional,
        )
        objection.number = f"YY{in_shanghai(now):%Y}-{objection.pk:04d}"
        objection.save(update_fields=["number"])
    return objection


def _check_hours(sample: Sample, now: datetime) -> None:
    assert sample.reported_at is not None
    rule = find_rule(_RAPID, shanghai_day(sample.reported_at))
    if rule is None or rule.value is None:
        return
    end = sample.reported_at + timedelta(hours=float(rule.value))
    if now > end:
        shown = f"{in_shanghai(end):%m-%d %H:%M}"
        raise invalid(
            "raised_at", now, "objection-period",
            f"快检结果异议期已于{shown}届满", f"The time to object ended at {shown}",
        )  # fmt: skip


def _deadline(key: str, start: date) -> tuple[date | None, bool]:
    rule = find_rule(key, start)
    if rule is None or rule.value is None:
        return None, False
    deadline = working_calendar().deadline(start, int(rule.value))
    return deadline.day, deadline.provisional


def refuse_objection(person: Person, objection: Objection, *, reason: str) -> Objection:
    """Refuse an objection with the reason, which the objector reads."""
    require_reason(reason)
    with transaction.atomic():
        locked = _locked(person, objection)
        locked.outcome, locked.due = reason.strip()[:300], None
        OBJECTION_FLOW.perform(locked, "quality.refuse_objection", person, opinion=reason)
        locked.save(update_fields=["outcome", "due"])
    return locked


def grant_objection(
    person: Person, objection: Objection, *, laboratory: Laboratory, barcode: str
) -> Sample:
    """Grant an objection: the retained portion goes to another laboratory, with its clock."""
    with transaction.atomic():
        locked = _locked(person, objection)
        OBJECTION_FLOW.check(locked, "quality.grant_objection", person)
        retest = order_retest(
            person,
            locked.sample,
            laboratory=laboratory,
            barcode=barcode,
            reason=locked.reason,
            raised_at=locked.raised_at,
        )
        _start_clock(locked, _RETEST)
        OBJECTION_FLOW.perform(locked, "quality.grant_objection", person)
    return retest


def request_arbitration(
    person: Person, objection: Objection, *, laboratory: Laboratory, barcode: str, reason: str
) -> Sample:
    """Send the last portion to a third laboratory, whose result is final.

    Refused before the retest is reported, after the clock, and for a laboratory that tested
    before.
    """
    with transaction.atomic():
        locked = _locked(person, objection)
        OBJECTION_FLOW.check(locked, "quality.request_arbitration", person)
        retest = Sample.objects.filter(retest_of=locked.sample).first()
        if retest is None or retest.reported_at is None:
            raise Problem(CONFLICT, Text("复检尚未出具报告", "The retest is not reported"))
        if laboratory.pk in (locked.sample.laboratory_id, retest.laboratory_id):
            raise invalid(
                "laboratory", str(laboratory), "other-laboratory",
                "仲裁机构不得为初检或复检机构", "It tested before: a third laboratory is needed",
            )  # fmt: skip
        last = order_retest(
            person,
            retest,
            laboratory=laboratory,
            barcode=barcode,
            reason=reason,
            clock=_ARBITRATION,
        )
        _start_clock(locked, _ARBITRATION_REPORT)
        OBJECTION_FLOW.perform(locked, "quality.request_arbitration", person, opinion=reason)
    return last


def conclude_objection(person: Person, objection: Objection) -> Objection:
    """Close an objection by its last reported test: arbitration before retest before first."""
    with transaction.atomic():
        locked = _locked(person, objection)
        OBJECTION_FLOW.check(locked, "quality.conclude_objection", person)
        last = last_test(locked.sample)
        if last.pk == locked.sample_id or last.reported_at is None:
            raise Problem(CONFLICT, Text("检验尚未出具报告", "The test is not reported"))
        changed = last.verdict != locked.sample.verdict
        locked.outcome = (
            f"{last.barcode}：{last.get_verdict_display()}，{'改变' if changed else '维持'}初检结论"
        )
        locked.due = None
        OBJECTION_FLOW.perform(locked, "quality.conclude_objection", person, opinion=locked.outcome)
        locked.save(update_fields=["outcome", "due"])
    return locked


def last_test(sample: Sample) -> Sample:
    """The youngest sample of a chain of retests."""
    while (later := Sample.objects.filter(retest_of=sample).first()) is not None:
        sample = later
    return sample


def _start_clock(objection: Objection, key: str) -> None:
    objection.due, objection.provisional = _deadline(key, timezone.localdate())
    objection.save(update_fields=["due", "provisional"])


def _locked(person: Person, objection: Objection) -> Objection:
    found = Objection.objects.select_for_update(of=("self",)).select_related(
        "sample__place__organisation"
    )
    return get_visible(found, scope_of(person), pk=objection.pk)
