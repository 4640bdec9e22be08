"""The dated clocks of a recall.

The figures agree with public summaries of the measures on food recalls; none was read in the
official text, so every row is marked to be confirmed.
"""

from datetime import date
from decimal import Decimal

from milkshed.factory.models import LEVELS
from milkshed.kernel.text import Text
from milkshed.platform.rule_book import RuleRow

_MEASURES = "《食品召回管理办法》（2015年第12号令，2020年修正）"
_FROM = date(2015, 9, 1)
_START_HOURS = {"1": 24, "2": 48, "3": 72}
_FINISH_DAYS = {"1": 10, "2": 20, "3": 30}
_WHEN = {
    "1": "食用后已经或者可能导致严重健康损害甚至死亡",
    "2": "食用后已经或者可能导致一般健康损害",
    "3": "标签、标识虚假标注",
}


def _start(level: str) -> RuleRow:
    title = LEVELS[level]
    return RuleRow(
        key=f"factory.recall.start_hours.{level}",
        title=Text(f"{title.zh}启动时限（自知悉起）", f"{title.en}: hours to start once known"),
        unit="小时",
        source=_MEASURES,
        status="recalled",
        valid_from=_FROM,
        value=Decimal(_START_HOURS[level]),
        note=_WHEN[level],
    )


def _finish(level: str) -> RuleRow:
    title = LEVELS[level]
    return RuleRow(
        key=f"factory.recall.finish_days.{level}",
        title=Text(
            f"{title.zh}完成时限（自公告起）", f"{title.en}: working days to finish once announced"
        ),
        unit="工作日",
        source=_MEASURES,
        status="recalled",
        valid_from=_FROM,
        value=Decimal(_FINISH_DAYS[level]),
        note="情况复杂的，经县级以上监管部门同意可适当延长并公布",
    )


ROWS: tuple[RuleRow, ...] = (
    *(_start(level) for level in LEVELS),
    *(_finish(level) for level in LEVELS),
    RuleRow(
        key="factory.recall.keep_years",
        title=Text("召回记录保存期", "Years to keep records of a recall"),
        unit="年",
        source=_MEASURES,
        status="recalled",
        valid_from=_FROM,
        value=Decimal(2),
    ),
)
