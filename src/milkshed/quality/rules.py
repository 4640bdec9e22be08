"""The dated limits of raw milk and the clocks of sampling.

``official`` rows were read in the source named; ``recalled`` ones must be checked against the
standard's text before they are shown as law.
"""

from datetime import date
from decimal import Decimal

from milkshed.kernel.text import Text
from milkshed.platform.rule_book import RuleRow
from milkshed.quality.laboratory_rules import ROWS as _LABORATORY
from milkshed.quality.science.analytes import ANALYTES

_RAW_MILK = "GB 19301-2010《食品安全国家标准 生乳》"
_RAW_MILK_FROM = date(2010, 6, 1)
_SHANDONG = "与山东省2025年生鲜乳参考价通知所列质量基准一致"


def _limit(
    code: str,
    source: str,
    valid_from: date,
    *,
    low: str | None = None,
    high: str | None = None,
    valid_to: date | None = None,
    status: str = "recalled",
    note: str = "",
) -> RuleRow:
    analyte = ANALYTES[code]
    return RuleRow(
        key=f"quality.limit.{code}",
        title=analyte.name,
        unit=analyte.unit,
        source=source,
        status=status,
        valid_from=valid_from,
        valid_to=valid_to,
        low=None if low is None else Decimal(low),
        high=None if high is None else Decimal(high),
        note=note,
    )


_TOXINS = "GB 2761-2017《食品中真菌毒素限量》"
_METALS = "GB 2762-2022《食品中污染物限量》"
_METALS_FROM = date(2023, 6, 30)
_METALS_BEFORE = "GB 2762-2017《食品中污染物限量》"
_DRUGS = "GB 31650-2019《食品中兽药最大残留限量》"
_LAW = "《乳品质量安全监督管理条例》（国务院令第536号）第七条"

_LIMITS: tuple[RuleRow, ...] = (
    _limit(
        "freezing_point", _RAW_MILK, _RAW_MILK_FROM, low="-0.560", high="-0.500",
        note="仅适用于荷斯坦奶牛，挤出3小时后检测",
    ),
    _limit("density", _RAW_MILK, _RAW_MILK_FROM, low="1.027"),
    _limit("protein", _RAW_MILK, _RAW_MILK_FROM, low="2.8", note=_SHANDONG),
    _limit("fat", _RAW_MILK, _RAW_MILK_FROM, low="3.1", note=_SHANDONG),
    _limit("impurity", _RAW_MILK, _RAW_MILK_FROM, high="4.0"),
    _limit("solids_not_fat", _RAW_MILK, _RAW_MILK_FROM, low="8.1"),
    _limit("acidity", _RAW_MILK, _RAW_MILK_FROM, low="12", high="18", note="牛乳；羊乳为6—13"),
    _limit("total_count", _RAW_MILK, _RAW_MILK_FROM, high="2000000", note=_SHANDONG),
    _limit("aflatoxin_m1", _TOXINS, date(2017, 9, 17), high="0.5"),
    _limit(
        "lead", _METALS_BEFORE, date(2017, 9, 17), high="0.05", valid_to=date(2023, 6, 29)
    ),
    _limit("lead", _METALS, _METALS_FROM, high="0.02", note="2017年版为0.05"),
    _limit("mercury", _METALS, _METALS_FROM, high="0.01"),
    _limit("arsenic", _METALS, _METALS_FROM, high="0.1"),
    _limit("chromium", _METALS, _METALS_FROM, high="0.3"),
    _limit("nitrite", _METALS, _METALS_FROM, high="0.4"),
    _limit("antibiotics", _DRUGS, date(2020, 4, 1), high="0", note="快检不得检出"),
    _limit(
        "melamine", "原卫生部公告2011年第10号", date(2011, 4, 6), high="2.5",
        note="快检高于0.05 mg/kg须确证（2010年监测计划）",
    ),
    *(
        _limit(code, _LAW, date(2008, 10, 9), high="0", status="official", note="不得添加任何物质")
        for code in ("alkali", "leather_protein", "beta_lactamase")
    ),
)  # fmt: skip

ROWS: tuple[RuleRow, ...] = (
    *_LIMITS,
    *_LABORATORY,
    RuleRow(
        key="quality.practice.somatic_cells",
        title=Text("体细胞数（合同惯例）", "Somatic cell count (contract practice)"),
        unit="个/mL",
        source="购销合同惯例；学生奶要求不高于40万",
        status="recalled",
        valid_from=date(2010, 6, 1),
        high=Decimal(400_000),
        note="国家标准无限量，仅提示，不作合格判定",
    ),
    RuleRow(
        key="quality.screen.melamine",
        title=Text("三聚氰胺快检确证线", "Melamine screening level"),
        unit="mg/kg",
        source="2010年全国生鲜乳违禁物质专项监测计划",
        status="official",
        valid_from=date(2010, 1, 1),
        high=Decimal("0.05"),
        note="高于此值须送确证",
    ),
    RuleRow(
        key="quality.freezing_point.reference",
        title=Text("掺水计算参照冰点", "Reference freezing point for added water"),
        unit="℃",
        source="宁夏荷斯坦混合奶均值（平台设定）",
        status="assumed",
        valid_from=date(2010, 6, 1),
        value=Decimal("-0.525"),
    ),
    RuleRow(
        key="quality.objection.working_days",
        title=Text("检测结果异议期", "Time to object to a result"),
        unit="工作日",
        source="《农产品质量安全法》（2022年修订）第五十一条",
        status="official",
        valid_from=date(2023, 1, 1),
        value=Decimal(5),
    ),
    RuleRow(
        key="quality.rapid_objection.hours",
        title=Text("快检结果异议期", "Time to object to a rapid test"),
        unit="小时",
        source="《农产品质量安全法》（2022年修订）第五十一条",
        status="official",
        valid_from=date(2023, 1, 1),
        value=Decimal(4),
        note="复检不得采用快速检测方法",
    ),
    RuleRow(
        key="quality.retest.working_days",
        title=Text("复检结论时限", "Time for a retest report"),
        unit="工作日",
        source="《农产品质量安全法》（2022年修订）第五十一条",
        status="official",
        valid_from=date(2023, 1, 1),
        value=Decimal(7),
    ),
    RuleRow(
        key="quality.sample.portions",
        title=Text("监督抽样份数", "Portions of an official sample"),
        unit="份",
        source="2010年全国生鲜乳监测计划：受检单位、检测、复检留样各一份",
        status="official",
        valid_from=date(2010, 1, 1),
        value=Decimal(3),
    ),
    RuleRow(
        key="quality.custody.second_signature",
        title=Text("第二抽样人须在保管链上签字", "The second sampler signs the chain of custody"),
        unit="1须签/0不须",
        source="两名抽样人员共同在抽样单上签字（平台设定，待核实抽样规范原文）",
        status="assumed",
        valid_from=date(2025, 1, 1),
        value=Decimal(1),
    ),
    RuleRow(
        key="quality.custody.temperature_c",
        title=Text("样品流转温度", "Temperature of samples on their way"),
        unit="℃",
        source="生鲜乳样品0—6℃冷藏运送的通行做法",
        status="recalled",
        valid_from=date(2010, 1, 1),
        low=Decimal(0),
        high=Decimal(6),
    ),
    RuleRow(
        key="quality.retained.hours",
        title=Text("冷藏留样保存时间", "Hours a chilled portion is kept"),
        unit="小时",
        source="收购站、加工厂每批留样48小时备查（平台设定）",
        status="assumed",
        valid_from=date(2010, 1, 1),
        value=Decimal(48),
    ),
    RuleRow(
        key="quality.retained.official_days",
        title=Text("监督抽检复检留样保存天数", "Days a frozen official portion is kept"),
        unit="天",
        source="留样至异议、复检期满之后（平台设定）",
        status="assumed",
        valid_from=date(2010, 1, 1),
        value=Decimal(90),
    ),
    RuleRow(
        key="quality.recovery.milk_yuan_per_kg",
        title=Text("追偿测算用生鲜乳单价", "Milk price in a cost recovery note"),
        unit="元/公斤",
        source="平台设定；以合同价为准",
        status="assumed",
        valid_from=date(2010, 1, 1),
        value=Decimal("3.20"),
    ),
    RuleRow(
        key="quality.recovery.test_yuan",
        title=Text("追偿测算用单次检测费", "Cost of one test in a cost recovery note"),
        unit="元/次",
        source="平台设定；以实际票据为准",
        status="assumed",
        valid_from=date(2010, 1, 1),
        value=Decimal(60),
    ),
    RuleRow(
        key="quality.recovery.disposal_yuan_per_kg",
        title=Text("追偿测算用无害化处理费", "Cost of disposal in a cost recovery note"),
        unit="元/公斤",
        source="平台设定；以实际票据为准",
        status="assumed",
        valid_from=date(2010, 1, 1),
        value=Decimal("0.30"),
    ),
    RuleRow(
        key="quality.streak.years",
        title=Text(
            "规划公布的连续合格年数（至2023年）", "Years at 100 % told by the plan (to 2023)"
        ),
        unit="年",
        source="规划（征求意见稿）一（一）：生鲜乳抽检合格率连续14年保持在100%",
        status="official",
        valid_from=date(2023, 12, 31),
        value=Decimal(14),
    ),
)
