"""The plan's dated rules: ranges of reports, clocks, counting, new farms, publication."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from milkshed.kernel.text import Text
from milkshed.plan.facts.reading import indicator_facts
from milkshed.plan.rule_rows import WORK_ROWS
from milkshed.platform.rule_book import RuleRow

_FROM = date(2024, 1, 1)
_OURS = "平台设定，待工作机制办公室确认"
_TIMES_THE_TARGET = 10
"""How far above baseline and target a report may lie before it is taken for a slip of units."""

LEAST_HOLDERS = "plan.public_least_holders"
"""How many holders have to stand behind a figure that is published."""

# key, zh, en, unit, value
_CLOCKS = (
    ("plan.remind_before_days", "临期提醒提前量", "Reminder before the deadline", "工作日", 3),
    ("plan.overdue_every_days", "逾期催办间隔", "Days between overdue reminders", "工作日", 5),
    ("plan.letter_after_days", "逾期拟督办函", "Overdue days until a letter is drafted",
     "工作日", 10),
    ("plan.reply_days", "督办函回复时限", "Days to answer a letter", "工作日", 5),
    ("plan.near_deadline_days", "临近时限显示预警", "Days before the deadline that show yellow",
     "天", 15),
    (LEAST_HOLDERS, "公开数据的最少主体数", "Fewest holders of a published figure",
     "家", 3),
)  # fmt: skip


def range_key(indicator: str) -> str:
    """The key of the rule row that limits what may be reported for an indicator."""
    return f"plan.range.{indicator}"


def _high(fact: Mapping[str, Any]) -> Decimal:
    if fact["unit"] == "%":
        return Decimal(100)
    known = [Decimal(fact[name]) for name in ("baseline", "target", "high") if fact.get(name)]
    return max(known) * _TIMES_THE_TARGET


def _rows() -> Iterator[RuleRow]:
    for key, zh, en, unit, value in _CLOCKS:
        yield RuleRow(key, Text(zh, en), unit, _OURS, "assumed", _FROM, value=Decimal(value))
    for fact in indicator_facts():
        yield RuleRow(
            range_key(fact["code"]),
            Text(f"{fact['name_zh']}填报合理范围", f"Plausible range: {fact['name_en']}"),
            fact["unit"],
            _OURS,
            "assumed",
            _FROM,
            low=Decimal(0),
            high=_high(fact),
        )


ROWS: tuple[RuleRow, ...] = (*_rows(), *WORK_ROWS)
