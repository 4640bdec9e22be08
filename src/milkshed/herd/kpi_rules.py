"""Dated rule rows of the herd's key figures, their comparison, and the federation."""

from datetime import date
from decimal import Decimal

from milkshed.kernel.text import Text
from milkshed.platform.rule_book import RuleRow

_START = date(2000, 1, 1)


def _row(
    key: str, zh: str, en: str, value: str, source: str, status: str = "recalled", unit: str = "天"
) -> RuleRow:
    return RuleRow(
        key=f"herd.{key}",
        title=Text(zh, en),
        unit=unit,
        source=source,
        status=status,
        valid_from=_START,
        value=Decimal(value),
    )


_BREDSUM = "牧场管理软件繁殖汇总（BREDSUM）口径"
_ICAR = "ICAR 指南通用口径"
_OURS = "平台设定"

ROWS: tuple[RuleRow, ...] = (
    _row(
        "waiting.first",
        "头胎牛自愿等待期",
        "Voluntary waiting period, first parity",
        "50",
        "繁殖管理惯例（50–60天），牧场可自行设定",
        "assumed",
    ),
    _row(
        "waiting.later",
        "经产牛自愿等待期",
        "Voluntary waiting period, later parities",
        "50",
        "繁殖管理惯例（50–60天），牧场可自行设定",
        "assumed",
    ),
    _row(
        "kpi.earliest_check",
        "配种后可孕检的最早天数",
        "Days after service at which a check can see a pregnancy",
        "25",
        "超声孕检惯例（约28天起），放宽3天",
        "assumed",
    ),
    _row(
        "kpi.settled",
        "配种后无受胎证据即计为未受胎的天数",
        "Days after which a service without proof counts as in vain",
        "45",
        "受胎率统计惯例（45天以上无结果计未孕）",
    ),
    _row(
        "kpi.unsettled",
        "21天窗口结束后等待孕检的天数",
        "Days a 21-day window waits for its pregnancy checks",
        "42",
        f"{_BREDSUM}：略去最近42–62天的窗口",
    ),
    _row("kpi.abortion_from", "流产的最早妊娠天数", "First day of an abortion", "42", _ICAR),
    _row("kpi.abortion_to", "流产的最晚妊娠天数", "Last day of an abortion", "260", _ICAR),
    _row("kpi.non_return", "不返情率观察天数", "Days of the non-return rate", "56", _ICAR),
    _row(
        "kpi.early_exit",
        "产后早期死淘观察天数",
        "Days after calving of early death and culling",
        "60",
        "围产期管理惯例",
    ),
    _row(
        "kpi.same_case",
        "同一病例的间隔天数",
        "Days within which a diagnosis is the same case",
        "14",
        "ICAR 健康记录惯例（同一诊断在此期间内计为一例）",
    ),
    _row(
        "kpi.few",
        "指标计入数少于此值时提示样本过少",
        "Units below which a figure is called uncertain",
        "20",
        "繁殖报表惯例（少于20次配种不作判断）",
        "recalled",
        "个",
    ),
    _row(
        "kpi.span",
        "指标统计期长度",
        "Length of the period of key figures",
        "365",
        _OURS,
        "assumed",
    ),
    _row(
        "benchmark.min_farms",
        "可比较的最少同类牧场数",
        "Fewest like farms that are compared",
        "5",
        "统计保密惯例（不足5个单位不公布）",
        "assumed",
        "场",
    ),
    _row(
        "benchmark.size.1",
        "同类牧场规模分档一（成母牛）",
        "First edge of the size classes, adult cows",
        "500",
        _OURS,
        "assumed",
        "头",
    ),
    _row(
        "benchmark.size.2",
        "同类牧场规模分档二（成母牛）",
        "Second edge of the size classes, adult cows",
        "2000",
        _OURS,
        "assumed",
        "头",
    ),
    _row(
        "federation.late",
        "成员平台多少天没有新数据包视为中断",
        "Days without a package after which a member counts as silent",
        "35",
        "平台设定（每月一包，宽限数日）",
        "assumed",
    ),
    _row(
        "federation.fresh",
        "牧场最近日报距包截止日不超过多少天为及时",
        "Days between a farm's last day and the package's end that count as fresh",
        "3",
        _OURS,
        "assumed",
    ),
    _row(
        "federation.complete",
        "日报天数达到期内天数的多少为齐全",
        "Share of a period's days that counts as complete",
        "95",
        _OURS,
        "assumed",
        "%",
    ),
)
