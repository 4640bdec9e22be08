"""What the laboratory's work goes by: methods, possible values, decision rules, plans, charts.

Editions of methods are recalled and to be confirmed; figures without a public source are set by
this platform (``assumed``) and can be changed by an administrator.
"""

from datetime import date
from decimal import Decimal

from milkshed.kernel.text import Text
from milkshed.platform.rule_book import RuleRow
from milkshed.quality.science.analytes import ANALYTES, CONTRABAND

_ASSUMED_FROM = date(2010, 1, 1)
_OURS = "平台设定"
_MONITORING = "2010年全国生鲜乳违禁物质专项监测计划"


def _method(code: str, standard: str, valid_from: date, note: str = "") -> RuleRow:
    name = ANALYTES[code].name
    return RuleRow(
        key=f"quality.method.{code}",
        title=Text(f"{name.zh}检验方法", f"Method for {name.en.lower()}"),
        unit=ANALYTES[code].unit,
        source=standard,
        status="recalled",
        valid_from=valid_from,
        note=note,
    )


_M2017 = date(2017, 6, 23)
_M2017_MARCH = date(2017, 3, 1)

_METHODS: tuple[RuleRow, ...] = (
    _method("fat", "GB 5009.6-2016", _M2017),
    _method("protein", "GB 5009.5-2016", _M2017),
    _method("solids_not_fat", "GB 5413.39-2010", date(2010, 6, 1)),
    _method("lactose", "NY/T 2659-2014", date(2015, 1, 1), "红外法快速测定"),
    _method("density", "GB 5009.2-2016", _M2017_MARCH),
    _method("acidity", "GB 5009.239-2016", _M2017_MARCH),
    _method("freezing_point", "GB 5413.38-2016", _M2017_MARCH),
    _method("impurity", "GB 5413.30-2016", _M2017_MARCH),
    _method("total_count", "GB 4789.2-2016", _M2017),
    _method("total_count", "GB 4789.2-2022", date(2022, 12, 30), "替代2016年版"),
    _method("somatic_cells", "NY/T 800-2004", date(2004, 9, 1)),
    _method("aflatoxin_m1", "GB 5009.24-2016", _M2017),
    _method("lead", "GB 5009.12-2017", date(2017, 10, 6)),
    _method("lead", "GB 5009.12-2023", date(2024, 3, 6), "替代2017年版"),
    _method("mercury", "GB 5009.17-2021", date(2022, 3, 7)),
    _method("arsenic", "GB 5009.11-2014", date(2016, 3, 21)),
    _method("chromium", "GB 5009.123-2014", date(2015, 7, 28)),
    _method("nitrite", "GB 5009.33-2016", _M2017),
    _method("melamine", "GB/T 22388-2008", date(2008, 10, 7), "快检可用GB/T 22400"),
    _method("psychrotrophs", "NY/T 1331-2007", date(2007, 7, 1)),
    _method("spores", "NY/T 1331-2007", date(2007, 7, 1)),
)


def _range(code: str, low: str, high: str) -> RuleRow:
    analyte = ANALYTES[code]
    return RuleRow(
        key=f"quality.range.{code}",
        title=Text(f"{analyte.name.zh}可能的数值", f"Possible values of {analyte.name.en.lower()}"),
        unit=analyte.unit,
        source=_OURS,
        status="assumed",
        valid_from=_ASSUMED_FROM,
        low=Decimal(low),
        high=Decimal(high),
    )


def _usual(code: str, low: str, high: str) -> RuleRow:
    analyte = ANALYTES[code]
    return RuleRow(
        key=f"quality.usual.{code}",
        title=Text(f"{analyte.name.zh}常见数值", f"Usual values of {analyte.name.en.lower()}"),
        unit=analyte.unit,
        source=_OURS,
        status="assumed",
        valid_from=_ASSUMED_FROM,
        low=Decimal(low),
        high=Decimal(high),
        note="据此猜测文件中的单位，须人工确认",
    )


_RANGES: tuple[RuleRow, ...] = (
    _range("fat", "0", "15"), _range("protein", "0", "10"),
    _range("solids_not_fat", "0", "20"), _range("lactose", "0", "10"),
    _range("density", "0.9", "1.1"), _range("acidity", "0", "100"),
    _range("freezing_point", "-2", "0"), _range("impurity", "0", "1000"),
    _range("total_count", "0", "10000000000"), _range("somatic_cells", "0", "100000000"),
    _range("aflatoxin_m1", "0", "1000"), _range("lead", "0", "1000"),
    _range("mercury", "0", "1000"), _range("arsenic", "0", "1000"),
    _range("chromium", "0", "1000"), _range("nitrite", "0", "10000"),
    _range("melamine", "0", "100000"), _range("thiocyanate", "0", "100000"),
    _range("psychrotrophs", "0", "10000000000"), _range("spores", "0", "10000000000"),
    _usual("fat", "2", "7"), _usual("protein", "2", "5"), _usual("solids_not_fat", "6", "12"),
    _usual("lactose", "3", "6"), _usual("freezing_point", "-0.6", "-0.4"),
    _usual("total_count", "1000", "10000000"), _usual("somatic_cells", "20000", "1200000"),
    _usual("aflatoxin_m1", "0.001", "5"), _usual("melamine", "0.001", "50"),
)  # fmt: skip


def _set(
    key: str, zh: str, en: str, value: str, unit: str, source: str = _OURS,
    status: str = "assumed", note: str = "", valid_from: date = _ASSUMED_FROM,
) -> RuleRow:  # fmt: skip
    return RuleRow(
        key=f"quality.{key}",
        title=Text(zh, en),
        unit=unit,
        source=source,
        status=status,
        valid_from=valid_from,
        value=Decimal(value),
        note=note,
    )


_DECISIONS: tuple[RuleRow, ...] = (
    _set(
        "decision.acceptance_guard", "判定规则：接收保护带", "Decision rule: guard band to accept",
        "0", "×U", "ILAC-G8:09/2019、JCGM 106:2012", note="0为简单接收：不扣除不确定度",
    ),
    _set(
        "decision.rejection_guard", "判定规则：拒收保护带", "Decision rule: guard band to reject",
        "0", "×U", "ILAC-G8:09/2019、JCGM 106:2012",
        note="大于0时，超限未超过该倍不确定度者为未判定",
    ),
    _set(
        "decision.below_detection", "低于检出限时参与统计的取值", "Figure for below detection",
        "0.5", "×检出限", "GEMS/Food-EURO 1995（中间值法）", status="recalled",
        note="判定按上界：检出限不高于限量即为合格",
    ),
)  # fmt: skip

_PLANS: tuple[RuleRow, ...] = (
    _set("plan.design_prevalence", "抽样设计流行率", "Design prevalence", "0.02", "份额"),
    _set("plan.confidence", "抽样置信度", "Confidence of a plan", "0.95", "份额"),
    _set("plan.sensitivity", "检测灵敏度", "Sensitivity of the test", "0.9", "份额"),
    _set(
        "plan.risk.failed", "风险权重：近一年每次不合格", "Risk: each failure in a year", "4", "点",
        note="基础权重为1点；与其他各项相加",
    ),
    _set("plan.risk.alarm", "风险权重：近一年每次预警", "Risk: each alarm in a year", "1", "点"),
    _set(
        "plan.risk.unsampled", "风险权重：近一年未被抽检", "Risk: not sampled for a year", "2", "点"
    ),
    _set("plan.risk.most", "风险权重上限", "Largest risk weight", "20", "点"),
    _set("plan.notice_working_days", "抽检任务期限", "Time for a sampling task", "10", "工作日"),
)  # fmt: skip

_DISPUTES: tuple[RuleRow, ...] = (
    _set(
        "arbitration.working_days", "对复检结论提请仲裁的期限",
        "Time to ask for arbitration after a retest", "5", "工作日",
        note="法律未作规定，平台按异议期设定",
    ),
    _set(
        "arbitration.report_working_days", "仲裁检验时限", "Time for the arbitration", "10",
        "工作日",
    ),
    _set(
        "objection.answer_working_days", "异议受理决定期限", "Time to answer an objection", "3",
        "工作日",
    ),
)  # fmt: skip

_BENCH: tuple[RuleRow, ...] = (
    _set("turnaround.incoming", "检验周期：进厂检验", "Turnaround: incoming", "1", "工作日"),
    _set("turnaround.official", "检验周期：监督抽检", "Turnaround: official", "10", "工作日"),
    _set("turnaround.contraband", "检验周期：违禁物监测", "Turnaround: contraband", "5", "工作日"),
    _set("turnaround.self_check", "检验周期：自检", "Turnaround: self check", "3", "工作日"),
    _set("drift.allowance", "累积和图允差k", "CUSUM allowance k", "0.5", "σ"),
    _set(
        "drift.decision", "累积和图判定距h", "CUSUM decision h", "5", "σ",
        note="两侧在控平均链长约465次",
    ),
    _set(
        "drift.weight", "指数加权图λ", "EWMA weight λ", "0.2", "",
        note="与L=2.86相配，在控平均链长约371次",
    ),
    _set("drift.width", "指数加权图L", "EWMA width L", "2.86", "σ"),
    _set(
        "comparison.warning", "能力比对：警戒值", "Comparison: warning signal", "2", "|z|",
        "ISO 13528:2015", status="recalled",
    ),
    _set(
        "comparison.action", "能力比对：行动值", "Comparison: action signal", "3", "|z|",
        "ISO 13528:2015", status="recalled",
    ),
    _set(
        "comparison.fewest", "能力比对：统计所需最少实验室", "Comparison: fewest laboratories", "5",
        "家", note="少于此数时须用参考值",
    ),
)  # fmt: skip

_LISTED = {
    "melamine": (date(2008, 12, 12), "《食品中可能违法添加的非食用物质名单（第一批）》"),
    "thiocyanate": (date(2008, 12, 12), "《食品中可能违法添加的非食用物质名单（第一批）》"),
    "leather_protein": (date(2009, 2, 4), "《食品中可能违法添加的非食用物质名单（第二批）》"),
    "beta_lactamase": (date(2009, 2, 4), "《食品中可能违法添加的非食用物质名单（第二批）》"),
    "alkali": (date(2010, 1, 1), _MONITORING),
}

_CONTRABAND: tuple[RuleRow, ...] = (
    *(
        RuleRow(
            key=f"quality.contraband.{code}",
            title=ANALYTES[code].name,
            unit=ANALYTES[code].unit,
            source=_LISTED[code][1],
            status="recalled",
            valid_from=_LISTED[code][0],
            note="检出即立案核查，处罚由有权机关决定",
        )
        for code in CONTRABAND
    ),
    _set(
        "monitoring.extra_share", "加测革皮水解物和碱类的比例",
        "Share also tested for leather, alkali", "0.3", "份额", _MONITORING, status="official",
    ),
    _set(
        "monitoring.station_share", "收购站样品占比（收购站与运输车3∶1）",
        "Share taken at stations", "0.75", "份额", _MONITORING, status="official",
    ),
    _set(
        "case.handover_days", "涉嫌犯罪移送决定期限", "Time to decide on handing over", "3", "日",
        "《行政执法机关移送涉嫌犯罪案件的规定》（国务院令第310号）", status="recalled",
    ),
    _set(
        "case.handover_hours", "决定移送后移交期限", "Time to hand over once decided", "24", "小时",
        "《行政执法机关移送涉嫌犯罪案件的规定》（国务院令第310号）", status="recalled",
    ),
)  # fmt: skip

ROWS: tuple[RuleRow, ...] = (
    *_METHODS, *_RANGES, *_DECISIONS, *_PLANS, *_DISPUTES, *_BENCH, *_CONTRABAND
)  # fmt: skip
