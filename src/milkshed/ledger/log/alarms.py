"""Alarms for what verification finds; everyone who sees the region sees them."""

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from milkshed.kernel.text import Text
from milkshed.ledger.log.verification import Finding
from milkshed.platform.alarms import raise_alarm
from milkshed.platform.models import Alarm, Severity

KIND = "ledger_log"


def raise_log_alarms(
    findings: Iterable[Finding], happened_at: datetime | None = None
) -> list[Alarm]:
    """Raise a serious alarm per finding; the same finding raised again is the same alarm."""
    at = happened_at or timezone.now()
    return [
        raise_alarm(
            f"log:{finding.kind.code}:{finding.detail.en}"[:160],
            kind=KIND,
            severity=Severity.SERIOUS,
            title=Text(
                f"账本核对：{finding.detail.zh}", f"Ledger verification: {finding.detail.en}"
            ),
            happened_at=at,
            facts=[
                {
                    "title_zh": "类别",
                    "title_en": "Kind",
                    "value": finding.kind.title.zh,
                    "url": "/log",
                }
            ],
        )
        for finding in findings
    ]
