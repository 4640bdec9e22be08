"""Dated rule rows of the herd: limits and definitions that figures and checks use."""

from datetime import date
from decimal import Decimal

from milkshed.herd.kpi_rules import ROWS as _OF_FIGURES
from milkshed.kernel.text import Text
from milkshed.platform.rule_book import RuleRow

_START = date(2000, 1, 1)
_ORDER_536 = date(2008, 10, 9)


def _row(
    key: str,
    zh: str,
    en: str,
    unit: str,
    source: str,
    status: str,
    *,
    low: str | None = None,
    high: str | None = None,
    value: str | None = None,
    since: date = _START,
    note: str = "",
) -> RuleRow:
    return RuleRow(
        key=f"herd.{key}",
        title=Text(zh, en),
        unit=unit,
        source=source,
        status=status,
        valid_from=since,
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        value=None if value is None else Decimal(value),
        note=note,
    )


def within(value: float, low: float | None, high: float | None) -> bool:
    """Whether a value lies between two bounds, each of which may be open."""
    return (low is None or value >= low) and (high is None or value <= high)


ROWS: tuple[RuleRow, ...] = (
    _row(
        "adult.min_parity",
        "成母牛的最低胎次",
        "Lowest parity of an adult cow",
        "胎",
        "行业统计口径：产过犊的母牛为成母牛",
        "recalled",
        value="1",
    ),
    _row(
        "large_farm.min_head",
        "规模养殖场存栏下限",
        "Smallest herd of a large farm",
        "头",
        "农业农村部奶牛规模养殖统计口径（存栏100头及以上）",
        "recalled",
        value="100",
    ),
    _row(
        "dry_off.before_due",
        "预产期前干奶天数",
        "Days before calving at which a cow is dried off",
        "天",
        "生产惯例（干奶期约60天）",
        "assumed",
        value="60",
    ),
    _row(
        "worklist.ahead",
        "工作清单提前天数",
        "Days a worklist looks ahead",
        "天",
        "平台设定",
        "assumed",
        value="7",
    ),
    _row(
        "gestation",
        "妊娠天数",
        "Days of gestation",
        "天",
        "荷斯坦牛妊娠期约280天；合理范围260–302天",
        "recalled",
        low="260",
        high="302",
        value="280",
    ),
    _row(
        "colostrum",
        "产犊后不得交售生鲜乳的天数",
        "Days after calving during which milk must not be sold",
        "天",
        "乳品质量安全监督管理条例（国务院令第536号）第二十四条；GB 19301-2010",
        "official",
        value="7",
        since=_ORDER_536,
    ),
    _row(
        "withdrawal.default",
        "标签未载明时的弃奶期",
        "Milk withdrawal where the label states none",
        "小时",
        "超标签用药惯例（不少于7天）",
        "recalled",
        value="168",
    ),
    _row(
        "ear_tag.within",
        "出生后加施耳标的期限",
        "Days after birth within which an ear tag is put in",
        "天",
        "畜禽标识和养殖档案管理办法（农业部令第67号，2006）",
        "recalled",
        value="30",
    ),
    _row(
        "calving.min_age",
        "产犊时的最小日龄",
        "Smallest age at calving",
        "天",
        "ICAR 记录质量检查惯例（初产18–40月龄），放宽至15月龄",
        "assumed",
        low="450",
    ),
    _row(
        "calving.interval",
        "两次产犊的最小间隔",
        "Smallest interval between two calvings",
        "天",
        "ICAR 记录质量检查惯例（少于215天视为有误）",
        "recalled",
        low="215",
    ),
    _row(
        "parity",
        "胎次的合理范围",
        "Possible parity",
        "胎",
        "平台设定",
        "assumed",
        low="0",
        high="15",
    ),
    _row(
        "test_day.days_in_milk",
        "泌乳天数的可能范围",
        "Possible days in milk",
        "天",
        "平台设定（延长泌乳期至两年）",
        "assumed",
        low="1",
        high="730",
    ),
    _row(
        "test_day.usual_days_in_milk",
        "泌乳天数的常见范围",
        "Usual days in milk of a test",
        "天",
        "ICAR 第7部分记录质量检查惯例（5–400天）",
        "recalled",
        low="5",
        high="400",
        note="超出只提示，不退回",
    ),
    _row(
        "test_day.milk_kg",
        "测定日产奶量的可能范围",
        "Possible yield of a test day",
        "公斤",
        "ICAR 记录质量检查惯例（1–99.9公斤）；下限放宽至大于0",
        "recalled",
        low="0.1",
        high="99.9",
    ),
    _row(
        "test_day.fat_pct",
        "乳脂率的可能范围",
        "Possible fat content",
        "%",
        "ICAR 记录质量检查惯例",
        "recalled",
        low="1.5",
        high="9",
    ),
    _row(
        "test_day.protein_pct",
        "乳蛋白率的可能范围",
        "Possible protein content",
        "%",
        "ICAR 记录质量检查惯例",
        "recalled",
        low="1",
        high="7",
    ),
    _row(
        "test_day.median_suspicious",
        "疑似以磅计量的测定日产奶量中位数",
        "Median yield above which pounds are suspected",
        "公斤",
        "平台设定（全国平均35公斤；1公斤=2.2046磅）",
        "assumed",
        value="50",
    ),
    _row(
        "feeding.within",
        "视为正在报送数据的最近天数",
        "Days within which a farm must have sent data to count as feeding",
        "天",
        "平台设定（规划未定义信息化口径）",
        "assumed",
        value="7",
    ),
    *_OF_FIGURES,
)
