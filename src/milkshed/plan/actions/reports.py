"""Figures reported by hand: with evidence, within the plausible, reviewed by another person."""

from datetime import date
from decimal import Decimal
from typing import IO

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.problems import INVALID, NOT_FOUND, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.plan.actions.periods import closed_period_fault
from milkshed.plan.actions.reviewing import review
from milkshed.plan.flow import REPORT_FLOW
from milkshed.plan.models import Indicator, ManualReport
from milkshed.plan.rules import range_key
from milkshed.plan.science.lights import LAST_DAY
from milkshed.platform.attachments import store_attachment
from milkshed.platform.models import Organisation, Person
from milkshed.platform.permissions import require
from milkshed.platform.rule_book import find_rule


def report_manually(
    *,
    indicator: Indicator,
    as_of: date,
    value: Decimal,
    evidence: IO[bytes],
    evidence_name: str,
    organisation: Organisation,
    person: Person,
    note: str = "",
) -> ManualReport:
    """Report a figure by hand with a file that proves it; another person has to review it.

    ``value`` is in the indicator's unit. Raises a problem with every broken rule.
    """
    require(person, "plan.report")
    faults = []
    if as_of > timezone.localdate():
        message = Text("日期不能晚于今天", "The day is in the future")
        faults.append(Fault("as_of", as_of, "not-in-future", message))
    elif as_of > LAST_DAY.replace(year=LAST_DAY.year + 1):
        message = Text("日期已在规划期之外", "The day is beyond the plan")
        faults.append(Fault("as_of", as_of, "within-plan", message))
    if not value.is_finite() or value < 0:
        message = Text("数值不能为负", "The value is not negative")
        faults.append(Fault("value", value, "not-negative", message))
    faults += _outside(indicator, value, as_of)
    faults += closed_period_fault(as_of)
    if organisation.pk not in {o.pk for o in person.organisations()}:
        message = Text("只能以本人任职单位填报", "You report for an organisation you work in")
        faults.append(Fault("organisation", organisation.pk, "own-organisation", message))
    if faults:
        raise Problem(INVALID, None, faults)
    with transaction.atomic():
        report = ManualReport.objects.create(
            indicator=indicator,
            as_of=as_of,
            value=value,
            note=note,
            evidence=store_attachment(evidence, evidence_name, organisation, person),
            organisation=organisation,
            reported_by=person,
        )
        REPORT_FLOW.perform(report, "plan.report", person)
    return report


def _outside(indicator: Indicator, value: Decimal, on: date) -> list[Fault]:
    """A fault where the value lies beyond what the indicator's unit or rule row allows."""
    if indicator.unit == "%" and value > 100:
        message = Text("百分比不能超过100", "A percentage is at most 100")
        return [Fault("value", value, "percentage", message)]
    allowed = find_rule(range_key(indicator.code), on)
    if allowed is None or allowed.high is None or not value.is_finite() or value <= allowed.high:
        return []
    message = Text(
        f"{indicator.name_zh}填报{value:f}{indicator.unit}，超出合理上限{allowed.high.normalize():f}"
        "（平台设定，可由管理员调整）",
        f"{value:f} is beyond the plausible limit {allowed.high.normalize():f} "
        "(set by us, an administrator may change it)",
    )
    return [Fault("value", value, "plausible-range", message)]


def review_report(
    report_id: int, person: Person, *, accept: bool, opinion: str = ""
) -> ManualReport:
    """Accept a report or return it with an opinion; never by the person who reported it."""
    verb = "plan.accept_report" if accept else "plan.return_report"
    return review(ManualReport, REPORT_FLOW, verb, report_id, person, opinion, says_why=not accept)


def indicator_by_code(code: str) -> Indicator:
    """The indicator of the current plan, or a not-found problem."""
    found = Indicator.objects.filter(version__current=True, code=code).first()
    if found is None:
        raise Problem(NOT_FOUND, Text("没有该指标", "There is no such indicator"))
    return found
