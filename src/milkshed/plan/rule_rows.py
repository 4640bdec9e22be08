"""Dated rows of the registers' counting rules and of the coefficients of a new farm's limits."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milkshed.kernel.text import Text
from milkshed.plan.science.counting import Mode
from milkshed.platform.rule_book import RuleRow, rule_row

COUNT_PREFIX = "plan.count."
SITING_PREFIX = "plan.siting."

_FROM = date(2024, 1, 1)
_OURS = "平台设定，待工作机制办公室确认"
_GUIDE = "畜禽粪污土地承载力测算技术指南（农办牧〔2018〕1号），凭记忆，待核对原文"


@dataclass(frozen=True, slots=True)
class CountingBase:
    """How an indicator is counted; the bounds are the dated row's.

    ``counts``, ``proof`` say what counts and what proves it. With ``cumulative`` counting begins
    on the plan's first day; ``newly`` leaves out who met the bounds before.
    """

    indicator: str
    title: Text
    counts: str
    proof: str
    mode: Mode = Mode.STANDING
    unit: str = ""
    low: str | None = None
    high: str | None = None
    strict: bool = False
    cumulative: bool = False
    newly: bool = False

    @property
    def note(self) -> str:
        """What counts, from when, with which evidence, and who confirms."""
        since = "2024-01-01起" if self.cumulative else "按统计日在册"
        return (
            f"计数：{self.counts}。起算：{since}。佐证：{self.proof}。"
            "确认：工作机制办公室，填报人以外的人。"
        )


_BUILT = "已建成并经验收的产能，各主体取最近一次登记后相加"

COUNTING: dict[str, CountingBase] = {
    base.indicator: base
    for base in (
        CountingBase(
            "B1.3", Text("伊康元基地产能", "Capacity of Yikangyuan"), _BUILT, "验收材料",
            Mode.AMOUNT, "万吨/年",
        ),
        CountingBase(
            "B1.4", Text("中粮基地产能", "Capacity of COFCO"), _BUILT, "验收材料",
            Mode.AMOUNT, "万吨/年",
        ),
        CountingBase(
            "B5.1", Text("灵武液态奶产能", "Capacity of Lingwu liquid milk"), _BUILT, "验收材料",
            Mode.AMOUNT, "吨/日",
        ),
        CountingBase(
            "B5.2", Text("稀奶油浓缩奶产能", "Capacity of cream and concentrate"), _BUILT,
            "验收材料", Mode.AMOUNT, "万吨/年",
        ),
        CountingBase(
            "B5.3", Text("夏进新增产能", "New capacity of Xiajin"), _BUILT, "验收材料",
            Mode.AMOUNT, "万吨/年",
        ),
        CountingBase(
            "T2.7", Text("饲草料配送中心", "Feed delivery centres"), "经验收并运行的中心",
            "验收材料",
        ),
        CountingBase(
            "T3.2", Text("胚胎示范中心", "Embryo centres"), "在运行的示范中心", "验收材料",
        ),
        CountingBase(
            "T5.2", Text("受支持中型乳企", "Supported processors"),
            "规划期内获支持项目的乳企，一家一次", "立项或验收文件", Mode.ONCE, cumulative=True,
        ),
        CountingBase(
            "T6.1", Text("上下游关联企业", "Linked firms"), "规划期内落户且在营的企业",
            "落户文件", cumulative=True,
        ),
        CountingBase(
            "T6.2", Text("观光牧场、奶业小镇", "Visitor farms and towns"), "建成运行的，两类合计",
            "验收材料或照片",
        ),
        CountingBase(
            "T6.3", Text("牛奶产业园区", "Dairy parks"), "建成运行的园区", "验收或认定文件",
        ),
        CountingBase(
            "T7.1", Text("产值超100亿元乳企", "Processors above 10¹⁰ CNY"),
            "最近一年产值大于100亿元且2024年前未达到的乳企", "审定表", unit="亿元", low="100",
            strict=True, cumulative=True, newly=True,
        ),
        CountingBase(
            "T7.2", Text("产值超10亿元乳企", "Processors above 10⁹ CNY"),
            "最近一年产值大于10亿元、不超过100亿元且2024年前未达到的乳企；超过100亿元的计入上一档",
            "审定表", unit="亿元", low="10", high="100", strict=True, cumulative=True, newly=True,
        ),
        CountingBase(
            "T7.3", Text("主板上市龙头企业", "Listed firms"), "规划期内主板上市且未退市", "公告",
            cumulative=True, newly=True,
        ),
        CountingBase(
            "T8.1", Text("区域公用品牌", "Regional brand"), "已注册并启用的公用品牌", "商标文件",
        ),
        CountingBase(
            "T8.2", Text("知名企业品牌", "Firms' brands"), "经认定的企业品牌", "认定文件",
        ),
        CountingBase(
            "T8.3", Text("知名产品品牌", "Product brands"), "经认定的产品品牌", "认定文件",
        ),
        CountingBase(
            "T9.1", Text("渠道网点", "Outlets"), "在营的四类网点合计，分类列示",
            "照片或文件",
        ),
        CountingBase(
            "T9.2", Text("网红销售团队", "Streaming teams"), "粉丝不少于10万人的团队，取最近一次",
            "平台截图", unit="万人", low="10",
        ),
        CountingBase(
            "T9.3", Text("品牌联名活动", "Co-brand events"), "规划期内办成的活动，一场一次",
            "照片或文件", Mode.ONCE, cumulative=True,
        ),
        CountingBase(
            "T9.4", Text("电商服务站", "E-commerce points"), "在营的服务站", "照片或文件",
        ),
        CountingBase(
            "T10.1", Text("科技创新服务中心", "Innovation centres"), "规划期内新建并运行的中心",
            "验收材料", cumulative=True, newly=True,
        ),
        CountingBase(
            "T10.2", Text("社会化服务组织", "Service organisations"), "规划期内新培育且在营的组织",
            "文件", cumulative=True, newly=True,
        ),
        CountingBase(
            "T10.3", Text("人才培养", "People trained"),
            "取得结业证明、不少于8学时的不同人员，同一身份证号只计一次", "结业证明或名册",
            Mode.ONCE, "学时", low="8", cumulative=True,
        ),
    )
}  # fmt: skip
"""How each counted indicator is counted."""


def _counting_rows() -> Iterator[RuleRow]:
    for base in COUNTING.values():
        yield RuleRow(
            f"{COUNT_PREFIX}{base.indicator}",
            Text(f"计数口径：{base.title.zh}", f"Counting rule: {base.title.en}"),
            base.unit,
            _OURS,
            "assumed",
            _FROM,
            low=None if base.low is None else Decimal(base.low),
            high=None if base.high is None else Decimal(base.high),
            note=base.note,
        )


_WATER = "饮水按NASEM方程94升（15℃基础日粮），加挤奶用水20—40升取30升"
_TARGETS = "规划目标相除"

# key, zh, en, unit, value, source, status
_COEFFICIENTS = (
    ("pe_per_head", "每头奶牛折猪当量", "Pig equivalents of a head", "猪当量/头", "6.666667",
     _GUIDE, "recalled"),
    ("n_kg_per_pe", "每猪当量供氮", "Nitrogen of a pig equivalent", "千克/年", "7.0", _GUIDE,
     "recalled"),
    ("p_kg_per_pe", "每猪当量供磷", "Phosphorus of a pig equivalent", "千克/年", "1.2", _GUIDE,
     "recalled"),
    ("fertiliser_share", "施肥供给占比（土壤氮磷Ⅱ级）", "Share from fertiliser (soil class II)",
     "", "0.45", _GUIDE, "recalled"),
    ("manure_share", "粪肥占施肥比例", "Share of manure in fertiliser", "", "0.5", _GUIDE,
     "recalled"),
    ("n_season_use", "粪肥氮当季利用率（25%—30%取低）", "Use of nitrogen in the season", "", "0.25",
     _GUIDE, "recalled"),
    ("p_season_use", "粪肥磷当季利用率（30%—35%取低）", "Use of phosphorus in the season", "",
     "0.30", _GUIDE, "recalled"),
    ("silage_maize_yield_kg_mu", "青贮玉米亩产", "Yield of silage maize", "千克/亩", "3703.7",
     f"{_TARGETS}：1000万吨÷270万亩", "assumed"),
    ("silage_maize_n_uptake", "青贮玉米百千克鲜重吸氮", "Nitrogen in 100 kg of silage maize",
     "千克", "0.375", "鲜重8%粗蛋白、30%干物质的实测移出量0.35—0.40；指南无此作物", "recalled"),
    ("silage_maize_p_uptake", "青贮玉米百千克鲜重吸磷", "Phosphorus in 100 kg of silage maize",
     "千克", "0.066", "按干物质含磷0.22%、干物质30%", "assumed"),
    ("alfalfa_yield_kg_mu", "苜蓿亩产（指南口径）", "Yield of lucerne (guide)", "千克/亩",
     "1333.333333", f"{_GUIDE}：20吨/公顷", "recalled"),
    ("alfalfa_n_uptake", "苜蓿百千克吸氮", "Nitrogen in 100 kg of lucerne", "千克", "0.2", _GUIDE,
     "recalled"),
    ("alfalfa_p_uptake", "苜蓿百千克吸磷", "Phosphorus in 100 kg of lucerne", "千克", "0.2",
     _GUIDE, "recalled"),
    ("alfalfa_hay_kg_mu", "苜蓿干草亩产", "Lucerne hay", "千克/亩", "666.666667",
     f"{_TARGETS}：20万吨÷30万亩", "assumed"),
    ("annual_grass_yield_kg_mu", "一年生禾草亩产（燕麦）", "Yield of annual grass (oat)",
     "千克/亩", "266.666667", f"{_GUIDE}：4吨/公顷", "recalled"),
    ("annual_grass_n_uptake", "燕麦百千克吸氮", "Nitrogen in 100 kg of oat", "千克", "2.5", _GUIDE,
     "recalled"),
    ("annual_grass_p_uptake", "燕麦百千克吸磷", "Phosphorus in 100 kg of oat", "千克", "0.8",
     _GUIDE, "recalled"),
    ("maize_yield_kg_mu", "籽粒玉米亩产", "Yield of grain maize", "千克/亩", "400", _GUIDE,
     "recalled"),
    ("maize_n_uptake", "玉米百千克吸氮", "Nitrogen in 100 kg of maize", "千克", "2.3", _GUIDE,
     "recalled"),
    ("maize_p_uptake", "玉米百千克吸磷", "Phosphorus in 100 kg of maize", "千克", "0.3", _GUIDE,
     "recalled"),
    ("wheat_yield_kg_mu", "小麦亩产", "Yield of wheat", "千克/亩", "300", _GUIDE, "recalled"),
    ("wheat_n_uptake", "小麦百千克吸氮", "Nitrogen in 100 kg of wheat", "千克", "3.0", _GUIDE,
     "recalled"),
    ("wheat_p_uptake", "小麦百千克吸磷", "Phosphorus in 100 kg of wheat", "千克", "1.0", _GUIDE,
     "recalled"),
    ("rice_yield_kg_mu", "水稻亩产", "Yield of rice", "千克/亩", "400", _GUIDE, "recalled"),
    ("rice_n_uptake", "水稻百千克吸氮", "Nitrogen in 100 kg of rice", "千克", "2.2", _GUIDE,
     "recalled"),
    ("rice_p_uptake", "水稻百千克吸磷", "Phosphorus in 100 kg of rice", "千克", "0.8", _GUIDE,
     "recalled"),
    ("silage_t_per_head", "每头年需青贮", "Silage a head needs", "吨/年", "11.111111",
     f"{_TARGETS}：1000万吨÷90万头", "assumed"),
    ("silage_loss", "青贮损失率（压实良好8%—12%）", "Loss of silage, well packed", "", "0.10",
     "行业经验区间，凭记忆，待核对", "recalled"),
    ("alfalfa_t_per_head", "每头年需苜蓿干草", "Lucerne hay a head needs", "吨/年", "0.222222",
     f"{_TARGETS}：20万吨÷90万头", "assumed"),
    ("water_l_day", "每头日用水", "Water of a head", "升/日", "124", _WATER, "assumed"),
    ("silage_m3_mu", "青贮玉米灌溉定额（350—450）", "Irrigation of silage maize",
     "立方米/亩", "400", "灌溉经验区间，凭记忆，待核对", "recalled"),
    ("milk_kg_day", "每头日产奶（全群平均）", "Milk of a head, whole herd", "千克/日", "12.823109",
     "规划基期430.6万吨÷92万头÷365", "assumed"),
    ("peak_factor", "旺季系数", "Peak month over the mean", "", "1.06", "旺季较平均高6%，测算",
     "assumed"),
    ("most_head", "一次推演的最大规模", "Most head of one what-if", "头", "100000", _OURS,
     "assumed"),
)  # fmt: skip


def _siting_rows() -> Iterator[RuleRow]:
    for key, zh, en, unit, value, source, status in _COEFFICIENTS:
        yield rule_row(SITING_PREFIX, key, zh, en, unit, source, status, since=_FROM, value=value)


WORK_ROWS: tuple[RuleRow, ...] = (*_counting_rows(), *_siting_rows())
"""All rows of this module."""
