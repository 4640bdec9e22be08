"""Rules of credit files: points of signals, and the clocks of listing, repair and appeal."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from milkshed.kernel.text import Text
from milkshed.platform.rule_book import RuleRow
from milkshed.trade.science.credit import SIGNALS

_FROM = date(2024, 1, 1)
_OURS = "信用评价的通行做法（平台设定，待主管部门和协会确认）"
_PENALTY_LAW = "《中华人民共和国行政处罚法》（2021年修订）第六十四条：告知后五日内可要求听证"
_ORDER_44 = "《市场监督管理严重违法失信名单管理办法》（市场监管总局令第44号，2021）"
_REVIEW_LAW = "《中华人民共和国行政复议法》（2023年修订）第二十条：六十日内申请"

# points and the most that one kind may give
_POINTS: dict[str, tuple[int, int]] = {
    "contract_breach": (12, 48),
    "late_payment": (8, 40),
    "refused_load": (3, 18),
    "failed_test": (15, 60),
    "case": (30, 90),
    "false_statement": (25, 50),
    "mediation_failed": (15, 45),
}

# key, zh, en, unit, value, source, status
_CLOCKS: tuple[tuple[str, str, str, str, int, str, str], ...] = (
    ("defence_days", "陈述申辩期", "Time to state and defend", "工作日", 5, _PENALTY_LAW,
     "recalled"),
    ("listing_years.regulator", "监管信用公示期", "Listing by the authority", "年", 3, _ORDER_44,
     "recalled"),
    ("listing_years.association", "自律名单公示期", "Listing by the association", "年", 1, _OURS,
     "assumed"),
    ("repair_least_days.regulator", "可申请修复的最短公示期（监管）",
     "Least time before repair, authority", "天", 365, _ORDER_44, "recalled"),
    ("repair_least_days.association", "可申请修复的最短公示期（自律）",
     "Least time before repair, association", "天", 90, _OURS, "assumed"),
    ("repair_answer_days", "修复申请答复期限", "Time to answer a repair", "工作日", 15, _ORDER_44,
     "recalled"),
    ("appeal_days", "申诉（复议）申请期限", "Time to appeal", "天", 60, _REVIEW_LAW, "recalled"),
    ("appeal_answer_days", "申诉答复期限", "Time to answer an appeal", "工作日", 30, _OURS,
     "assumed"),
    ("half_life_days", "信用分半衰期", "Half-life of credit points", "天", 180, _OURS, "assumed"),
    ("lapse_days", "信用分失效期", "Credit points lapse after", "天", 1095, _OURS, "assumed"),
)  # fmt: skip


def _rows() -> Iterator[RuleRow]:
    for kind, (points, cap) in _POINTS.items():
        title = SIGNALS[kind]
        yield RuleRow(
            key=f"trade.credit.points.{kind}",
            title=Text(f"信用分：{title.zh}", f"Credit points: {title.en}"),
            unit="分",
            source=_OURS,
            status="assumed",
            valid_from=_FROM,
            value=Decimal(points),
            high=Decimal(cap),
            note="value 为每项事实的分值，high 为该类合计上限",
        )
    for key, zh, en, unit, value, source, status in _CLOCKS:
        yield RuleRow(
            key=f"trade.credit.{key}",
            title=Text(zh, en),
            unit=unit,
            source=source,
            status=status,
            valid_from=_FROM,
            value=Decimal(value),
        )


ROWS: tuple[RuleRow, ...] = tuple(_rows())
