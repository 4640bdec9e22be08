"""Dated rule rows of subscriptions: how patient we are with those who listen.

All are our own settings; EPCIS 2.0 leaves them to the implementation.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from milkshed.kernel.text import Text
from milkshed.platform.rule_book import RuleRow, rules_under

PREFIX = "ledger.subscription."


def _row(key: str, zh: str, en: str, unit: str, value: str) -> RuleRow:
    return RuleRow(
        key=PREFIX + key,
        title=Text(zh, en),
        unit=unit,
        source="平台设定：EPCIS 2.0由实现方自定",
        status="assumed",
        valid_from=date(2024, 1, 1),
        value=Decimal(value),
    )


SUBSCRIPTION_ROWS: tuple[RuleRow, ...] = (
    _row("per_person", "每人订阅上限", "Subscriptions of one person", "count", "50"),
    _row("events_per_document", "每份推送事件上限", "Events in one document", "count", "500"),
    _row("answer_seconds", "等待应答时限", "Seconds a subscriber may take to answer", "s", "10"),
    _row("slow_seconds", "应答缓慢界限", "Seconds after which a subscriber is slow", "s", "2"),
    _row("first_retry_seconds", "首次重试间隔", "Seconds before the first retry", "s", "5"),
    _row("longest_retry_minutes", "最长重试间隔", "Most minutes between retries", "min", "60"),
    _row("suspend_days", "连续失败暂停天数", "Days of failure before suspension", "day", "3"),
    _row("keep_days", "推送记录保留天数", "Days that delivery records are kept", "day", "30"),
)


@dataclass(frozen=True, slots=True)
class Patience:
    """Settings of delivery in force."""

    per_person: int
    events_per_document: int
    answer: timedelta
    slow: timedelta
    first_retry: timedelta
    longest_retry: timedelta
    suspend_after: timedelta
    keep: timedelta


def patience_on(day: date) -> Patience:
    """The settings in force on a day; the room's own rows where none is loaded."""
    found = {row.key: row.value for row in SUBSCRIPTION_ROWS}
    found |= {key: row.value for key, row in rules_under(PREFIX, day).items()}
    value = {key.removeprefix(PREFIX): float(number or 0) for key, number in found.items()}
    return Patience(
        per_person=int(value["per_person"]),
        events_per_document=int(value["events_per_document"]),
        answer=timedelta(seconds=value["answer_seconds"]),
        slow=timedelta(seconds=value["slow_seconds"]),
        first_retry=timedelta(seconds=value["first_retry_seconds"]),
        longest_retry=timedelta(minutes=value["longest_retry_minutes"]),
        suspend_after=timedelta(days=value["suspend_days"]),
        keep=timedelta(days=value["keep_days"]),
    )
