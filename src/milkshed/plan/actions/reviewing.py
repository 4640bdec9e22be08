"""Accepting what somebody reported, or returning it, by another person."""

from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from milkshed.kernel.problems import INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.plan.models import ManualReport, ProgressReport
from milkshed.platform.models import Person
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of
from milkshed.platform.workflow import Flow

_LONGEST_OPINION = 300

Report = TypeVar("Report", ManualReport, ProgressReport)


def review(
    model: type[Report],
    flow: Flow,
    verb: str,
    report_id: int,
    person: Person,
    opinion: str,
    *,
    says_why: bool,
) -> Report:
    """Move a report by a verb of its flow and keep who did so, when, and with which opinion.

    ``says_why`` asks for an opinion. The flow refuses whoever reported it.
    """
    require(person, verb)
    if says_why and not opinion.strip():
        message = Text("退回须写明意见", "A return needs an opinion")
        raise Problem(INVALID, message, [Fault("opinion", opinion, "required", message)])
    with transaction.atomic():
        get_visible(model.objects.all(), scope_of(person), pk=report_id)
        report = model.objects.select_for_update().get(pk=report_id)
        flow.perform(report, verb, person, opinion=opinion)
        report.reviewed_by, report.reviewed_at = person, timezone.now()
        report.opinion = opinion.strip()[:_LONGEST_OPINION]
        report.save(update_fields=["reviewed_by", "reviewed_at", "opinion"])
    return report
