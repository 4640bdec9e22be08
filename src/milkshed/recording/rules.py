"""Dated rule rows of milk recording: intervals, ranges, classes, conversions, clocks."""

from dataclasses import dataclass
from functools import partial
from typing import ClassVar

from milkshed.platform.rule_book import RuleRow, RulesInForce, rule_row
from milkshed.recording.science.recorded_days import Limits

PREFIX = "recording."
_ICAR_CHECKS = "ICAR 第7部分记录质量检查惯例"
_DLQ = "德国DLQ 1.15乳房健康指标（公开软件中的实现）"

_row = partial(rule_row, PREFIX)

ROWS: tuple[RuleRow, ...] = (
    _row("visit.interval", "两次测定的间隔", "Days between two test days", "天",
         _ICAR_CHECKS, "recalled", low="26", high="33"),
    _row("visit.tolerance", "两次测定的容许间隔", "Days tolerated between two test days", "天",
         _ICAR_CHECKS, "recalled", low="22", high="37"),
    _row("turnaround", "采样至发布结果的天数", "Days from sampling to released results", "天",
         "平台设定（测定中心服务承诺）", "assumed", high="7"),
    _row("present.within", "视为在测的最近测定天数", "Days since the last test of a cow", "天",
         "平台设定（漏测一次仍计算）", "assumed", value="75"),
    _row("range.days_in_milk", "可计算的泌乳天数", "Days in milk that are computed", "天",
         "平台设定（延长泌乳期至两年）", "assumed", low="1", high="730"),
    _row("range.milk_kg", "可计算的日产奶量", "Daily yield that is computed", "公斤",
         _ICAR_CHECKS, "recalled", low="0.2", high="99.9"),
    _row("range.fat_pct", "乳脂率的范围", "Range of fat content", "%", _ICAR_CHECKS, "recalled",
         low="1.5", high="9"),
    _row("range.protein_pct", "乳蛋白率的范围", "Range of protein content", "%", _ICAR_CHECKS,
         "recalled", low="1", high="7"),
    _row("range.lactose_pct", "乳糖率的范围", "Range of lactose content", "%",
         "平台设定（荷斯坦牛常见4.2–5.3%，放宽）", "assumed", low="2", high="7"),
    _row("range.urea_mg_per_dl", "牛奶尿素的范围", "Range of milk urea", "毫克/分升", "平台设定",
         "assumed", low="1", high="100"),
    _row("range.scc_per_ml", "体细胞数的范围", "Range of somatic cells", "个/毫升", _ICAR_CHECKS,
         "recalled", low="1000", high="9999000"),
    _row("range.score", "体细胞评分的范围", "Range of somatic cell score", "分",
         "由体细胞数范围推出", "assumed", low="-4", high="9.9"),
    _row("range.interval_hours", "挤奶间隔的范围", "Range of milking intervals", "小时",
         "ICAR 第2部分第1规程惯例", "recalled", low="4", high="24"),
    _row("conversion.am.intercept", "早班换算系数a", "Morning milking: intercept a", "",
         "DeLorenzo与Wiggans 1986的形式 1/(a+b×间隔)，系数按匀速分泌", "assumed", value="0"),
    _row("conversion.am.slope", "早班换算系数b", "Morning milking: slope b", "1/小时",
         "DeLorenzo与Wiggans 1986的形式，系数按匀速分泌（1/24）", "assumed", value="0.041667"),
    _row("conversion.am.cofactor", "早班泌乳天数校正", "Morning milking: kg a day in milk",
         "公斤/天", "DeLorenzo与Wiggans 1986，取0（无本地系数）", "assumed", value="0"),
    _row("conversion.pm.intercept", "晚班换算系数a", "Evening milking: intercept a", "",
         "DeLorenzo与Wiggans 1986的形式，系数按匀速分泌", "assumed", value="0"),
    _row("conversion.pm.slope", "晚班换算系数b", "Evening milking: slope b", "1/小时",
         "DeLorenzo与Wiggans 1986的形式，系数按匀速分泌（1/24）", "assumed", value="0.041667"),
    _row("conversion.pm.cofactor", "晚班泌乳天数校正", "Evening milking: kg a day in milk",
         "公斤/天", "DeLorenzo与Wiggans 1986，取0（无本地系数）", "assumed", value="0"),
    _row("conversion.centre_day", "换算的中心泌乳天数", "Centre day of the conversion", "天",
         "DeLorenzo与Wiggans 1986（USDA网页）", "recalled", value="158"),
    _row("conversion.robot_window", "机器人产量的取用时段", "Hours a robot's milk is averaged over",
         "小时", "Lazenby等2002；ICAR 第2部分", "recalled", value="96"),
    _row("cells.class_1", "体细胞分级界限一", "Cell count class limit 1", "千个/毫升", _DLQ,
         "recalled", value="100"),
    _row("cells.class_2", "体细胞分级界限二", "Cell count class limit 2", "千个/毫升", _DLQ,
         "recalled", value="200"),
    _row("cells.class_3", "体细胞分级界限三", "Cell count class limit 3", "千个/毫升", _DLQ,
         "recalled", value="400"),
    _row("cells.class_4", "体细胞分级界限四", "Cell count class limit 4", "千个/毫升", _DLQ,
         "recalled", value="700"),
    _row("cells.infected", "视为感染的体细胞数", "Cell count taken as infected", "千个/毫升",
         "Schepers等1997；Dohoo与Leslie 1991", "recalled", value="200"),
    _row("cells.poor_prospects", "预后不良的体细胞数（连续三次）",
         "Cell count of poor prospects, three tests in a row", "千个/毫升", _DLQ, "recalled",
         value="700"),
    _row("udder_months.low", "无感染迹象的体细胞数上限（按月口径）",
         "Cell count up to which there is no sign (monthly set)", "千个/毫升", _DLQ, "recalled",
         value="100"),
    _row("udder_months.chronic", "慢性感染的体细胞数（连续两月）",
         "Cell count of chronic infection, two months in a row", "千个/毫升", _DLQ, "recalled",
         value="200"),
    _row("udder_months.back", "干奶期与头胎指标的回看月数",
         "Months that figures of the dry period and of heifers look back", "月", _DLQ, "recalled",
         low="11", value="13"),
    _row("udder_months.dry_gap", "干奶前后两次测定的最长间隔",
         "Days between the tests before and after the dry period at most", "天", _DLQ, "recalled",
         high="212"),
    _row("udder_months.first_test", "产后首次测定的最晚泌乳天数",
         "Last day in milk of a first test after calving", "天", "平台设定（首次测定的通常范围）",
         "assumed", high="100"),
    _row("stage.end_1", "泌乳阶段一末日", "Last day of stage 1", "天", "平台设定", "assumed",
         value="30"),
    _row("stage.end_2", "泌乳阶段二末日", "Last day of stage 2", "天", "平台设定", "assumed",
         value="100"),
    _row("stage.end_3", "泌乳阶段三末日", "Last day of stage 3", "天", "平台设定", "assumed",
         value="200"),
    _row("stage.end_4", "泌乳阶段四末日", "Last day of stage 4", "天", "平台设定", "assumed",
         value="305"),
    _row("fat_protein_ratio", "脂蛋比的正常范围", "Normal range of fat to protein", "", _DLQ,
         "recalled", low="1", high="1.5"),
    _row("fat_protein_ratio.early", "脂蛋比提示酮病的泌乳天数", "Days in milk of the ketosis sign",
         "天", _DLQ, "recalled", high="100"),
    _row("urea", "牛奶尿素的正常范围", "Normal range of milk urea", "毫克/分升",
         "Spohr与Wiesner 1991", "recalled", low="15", high="30"),
    _row("protein.energy", "乳蛋白率的正常范围（能量供给）", "Normal range of protein content", "%",
         "Spohr与Wiesner 1991", "recalled", low="3.2", high="3.8"),
    _row("drop_pct", "需查看的日产下降幅度", "Fall in yield that wants a look", "%",
         "平台设定（扣除正常下降后）", "assumed", value="25"),
    _row("unusual.distance", "多变量异常的距离界限", "Squared distance of an unusual test", "",
         "北欧评定用马氏距离筛查（界限10–100）", "recalled", value="30"),
    _row("advice.cells", "建议上门的体细胞数", "Bulk cell count that asks for advice", "千个/毫升",
         "平台设定", "assumed", value="300"),
    _row("advice.new_infection_pct", "建议上门的新感染率", "New infections that ask for advice",
         "%", "平台设定（魁北克平均11%，取其两倍）", "assumed", value="22"),
    _row("advice.complete_pct", "建议上门的测定完整率", "Share tested below which to call", "%",
         "平台设定", "assumed", value="85"),
    _row("extension.farms", "开展生产性能测定的牧场数（规划）", "Farms in recording (plan)", "场",
         "规划文本：42个测定场", "recalled", value="42"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class RecordingRules(RulesInForce):
    """The rows of milk recording in force on a day."""

    prefix: ClassVar[str] = PREFIX

    @property
    def limits(self) -> Limits:
        """What the engine takes as plausible."""
        return Limits(
            last_day=int(self.bounds("range.days_in_milk")[1]),
            milk_kg=self.bounds("range.milk_kg"),
            fat_pct=self.bounds("range.fat_pct"),
            protein_pct=self.bounds("range.protein_pct"),
            scs=self.bounds("range.score"),
        )

    @property
    def cell_classes(self) -> tuple[float, ...]:
        """Lower bounds of the cell count classes, 1,000 per mL."""
        return tuple(self.value(f"cells.class_{n}") for n in (1, 2, 3, 4))

    @property
    def stage_starts(self) -> tuple[float, ...]:
        """First days of the stages of lactation after the first."""
        return tuple(self.value(f"stage.end_{n}") + 1 for n in (1, 2, 3, 4))
