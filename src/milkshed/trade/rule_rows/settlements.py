"""Rules of settlement: its clocks."""

from datetime import date
from decimal import Decimal

from milkshed.kernel.text import Text
from milkshed.platform.rule_book import RuleRow

_MODEL = "《生鲜乳购销合同（示范文本）》（农业部、工商总局）"
_SINCE = date(2008, 10, 9)

ROWS: tuple[RuleRow, ...] = (
    RuleRow(
        key="trade.settlement.notice_days",
        title=Text("付款前公布结算数据", "Settlement data shown before payment"),
        unit="天",
        source=f"{_MODEL}：收购方应在付款日前两日公布结算数据",
        status="recalled",
        valid_from=_SINCE,
        value=Decimal(2),
    ),
    RuleRow(
        key="trade.settlement.dispute_days",
        title=Text("结算单异议期（自买方审核起）", "Time to dispute, from the buyer's approval"),
        unit="工作日",
        source="平台设定：合同另有约定的从其约定",
        status="assumed",
        valid_from=_SINCE,
        value=Decimal(5),
    ),
    RuleRow(
        key="trade.settlement.answer_days",
        title=Text("异议答复时限", "Time to answer a dispute"),
        unit="工作日",
        source="平台设定：合同另有约定的从其约定",
        status="assumed",
        valid_from=_SINCE,
        value=Decimal(3),
    ),
)
