"""Dated rule rows of the ledger: imbalances worth an alarm, empty vessels, signing of the log.

All are our own settings until the region fixes its own: tank scales and flow meters in trade
measure to about 0.5 %, and below 50 kg a difference is rounding of dipsticks and hoses.
"""

from datetime import date
from decimal import Decimal

from milkshed.kernel.text import Text
from milkshed.ledger.subscriptions.rules import SUBSCRIPTION_ROWS
from milkshed.platform.rule_book import RuleRow

PREFIX = "ledger.balance."
PREFIX_TRACE = "ledger.trace."
EMPTY_FRACTION = "empty_fraction"
CHECKPOINT_EVENTS = "ledger.log.checkpoint_events"
CHECKPOINT_SECONDS = "ledger.log.checkpoint_seconds"
RANKING_CV = "ledger.ranking.reading_cv"
RANKING_UNKNOWN_PRIOR = "ledger.ranking.unknown_prior"
_FROM = date(2024, 1, 1)
_SOURCE = "平台设定：贸易计量罐秤、流量计误差约0.5 %"


def _row(key: str, zh: str, en: str, unit: str, value: str, note: str = "") -> RuleRow:
    return RuleRow(
        key=PREFIX + key,
        title=Text(zh, en),
        unit=unit,
        source=_SOURCE,
        status="assumed",
        valid_from=_FROM,
        value=Decimal(value),
        note=note,
    )


def _plain_row(key: str, zh: str, en: str, unit: str, value: str) -> RuleRow:
    return RuleRow(
        key=key,
        title=Text(zh, en),
        unit=unit,
        source="平台设定",
        status="assumed",
        valid_from=_FROM,
        value=Decimal(value),
    )


ROWS: tuple[RuleRow, ...] = (
    _plain_row(
        CHECKPOINT_EVENTS,
        "新增多少条即签署检查点",
        "New events that are signed at once",
        "event",
        "10000",
    ),
    _plain_row(
        CHECKPOINT_SECONDS,
        "有新增时最长多久签署检查点",
        "Longest wait of a new event for its checkpoint",
        "second",
        "60",
    ),
    _row("tolerance_fraction", "物料平衡容差（比例）", "Mass balance tolerance", "share", "0.005"),
    _row("tolerance_kg", "物料平衡容差（下限）", "Mass balance tolerance, least", "kg", "50"),
    _row(
        "loss_fraction.creating_class_instance",
        "加工步骤允许损耗",
        "Loss allowed in processing",
        "share",
        "0.02",
        "杀菌设备冲洗",
    ),
    _row(
        "loss_fraction.packing",
        "灌装步骤允许损耗",
        "Loss allowed in packing",
        "share",
        "1",
        "浓缩、干燥、制酪使产品重量小于用奶量，只核查增重",
    ),
    _row(
        "residue_fraction.unloading",
        "奶仓清洗前允许残留",
        "Residue allowed in a silo before cleaning",
        "share",
        "0.06",
        "排空后罐底残留2–5 %",
    ),
    RuleRow(
        key=PREFIX_TRACE + EMPTY_FRACTION,
        title=Text("容器视为排空的存量比例", "Content below which a vessel counts as empty"),
        unit="share",
        source="平台设定：默认关闭；油罐行业惯例为罐容的2 %（待核实）",
        status="assumed",
        valid_from=_FROM,
        value=Decimal(0),
        note="占该容器历史最大存量的比例；0表示只有清洗才算排空",
    ),
    _row("residue_days", "余量核查天数", "Days until a residue is questioned", "day", "3"),
    _row("receipt_hours", "交接单到货期限", "Hours until a load must have arrived", "hour", "48"),
    _plain_row(
        RANKING_CV,
        "来源排查：检测与份额的相对误差",
        "Ranking of sources: relative error of readings and shares",
        "share",
        "0.25",
    ),
    _plain_row(
        RANKING_UNKNOWN_PRIOR,
        "来源排查：来源无记录的先验概率",
        "Ranking of sources: odds beforehand that no record holds the source",
        "share",
        "0.05",
    ),
    *SUBSCRIPTION_ROWS,
)
