"""Rules of the reference price: data, survey ranges, ballots, corridor, errors, clocks."""

from datetime import date

from milkshed.platform.rule_book import RuleRow, rule_row
from milkshed.trade.science.reference_price.cost_sheet import ITEMS

_OURS = "平台设定，待价格委员会议定"
_NOTICES = "黑龙江省历次生鲜乳交易参考价通知（2012—2016年）"
_IOSCO = "IOSCO《金融基准原则》（2013）"
_SINCE = date(2024, 1, 1)


def _row(
    key: str,
    zh: str,
    en: str,
    unit: str,
    *,
    value: str | None = None,
    low: str | None = None,
    high: str | None = None,
    source: str = _OURS,
    status: str = "assumed",
    note: str = "",
) -> RuleRow:
    return rule_row(
        "trade.price.", key, zh, en, unit, source, status,
        since=_SINCE, low=low, high=high, value=value, note=note,
    )  # fmt: skip


_DATA = (
    _row(
        "data.least_farms", "测算最少牧场数", "Fewest farms for a determination", "家", value="5",
        source=f"{_IOSCO}原则7（数据充分），数值为平台设定",
    ),
    _row("data.least_groups", "最少独立控制人", "Fewest independent owners", "家", value="3"),
    _row("data.least_per_stratum", "每层最少牧场数", "Fewest farms in a stratum", "家", value="2"),
    _row("data.least_coverage", "样本奶量最低占比", "Least share of the frame's milk", "份额",
         value="0.10"),
    _row("data.most_group_weight", "单一控制人最大权重", "Largest weight of one owner", "份额",
         value="0.60", note="超过则降级合并分层，仍超过则不予测算"),
    _row("data.warn_weight", "权重预警线", "Weight that warns", "份额", value="0.25"),
    _row("data.warn_shift", "剔除影响预警线", "Influence that warns", "份额", value="0.01",
         note="去掉一家后均值变动超过此比例即预警"),
    _row("data.warn_concentration", "集中度预警线（HHI）", "Concentration that warns (HHI)", "点",
         value="1800", source="美国司法部与联邦贸易委员会合并指南2023：1800以上为高度集中",
         status="recalled"),
    _row("data.least_in_cell", "公布单元最少单位数", "Fewest owners in a published cell", "家",
         value="3"),
    _row("data.most_in_cell", "公布单元最大占比", "Largest share in a published cell", "份额",
         value="0.50"),
    _row("data.carry_rounds", "上期成本最多沿用期数", "Rounds a cost may be carried on", "期",
         value="2"),
    _row("outlier.score", "离群判别（MAD倍数）", "Outlier score in MADs", "倍", value="4",
         source="Hampel 1974 的稳健判别，倍数为平台设定",
         note="只标出，由人逐一决定保留或剔除并写明理由"),
    _row("outlier.fence", "离群判别（四分位距倍数）", "Outlier fence in quartile ranges", "倍",
         value="3", source="Tukey 1977 外围栏，MAD为零时使用", status="recalled"),
    _row("stratum.small", "小型牧场日售奶", "Small farm, milk a day", "吨/日", high="15"),
    _row("stratum.medium", "中型牧场日售奶", "Medium farm, milk a day", "吨/日", low="15",
         high="50"),
    _row("stratum.large", "大型牧场日售奶", "Large farm, milk a day", "吨/日", low="50"),
    _row("traded.least_sellers", "成交均价最少卖方", "Fewest sellers in a traded mean", "家",
         value="3", note="少于此数不计算，以免看出单家价格；可由秘书处录入并留痕"),
    _row("sample.per_stratum", "每层抽取牧场数", "Farms drawn of each stratum", "家", value="10"),
)  # fmt: skip

_PER_KG = {
    "concentrate": ("0.3", "2.5"),
    "forage": ("0.2", "2.0"),
}
_ITEM_HIGH = {
    "young_stock": "1.0", "labour": "0.8", "depreciation": "1.0", "interest": "0.5", "land": "0.4",
    "own_labour": "0.8", "own_capital": "0.6", "calves": "0.6", "culls": "1.0",
}  # fmt: skip
_SHEET = (
    _row("sheet.milk_per_cow_kg", "每头成母牛季度售奶", "Milk sold per cow and quarter", "公斤",
         low="1000", high="4500"),
    _row("sheet.fat_pct", "乳脂率", "Fat", "%", low="2.8", high="5.5"),
    _row("sheet.protein_pct", "乳蛋白率", "Protein", "%", low="2.6", high="4.2"),
    _row("sheet.feed_share", "饲料占总费用", "Feed in all costs", "份额", low="0.40", high="0.85",
         source="中等规模场2014—2016年饲料约占65%（行业文献），上下限为平台设定"),
    _row("sheet.survey_cost", "每公斤成本", "Cost per kg", "元/公斤", low="1.5", high="6.0"),
    _row("sheet.sum_error", "合计容许误差", "Error allowed in the total", "份额", value="0.001"),
    _row("sheet.change", "较上期变动须说明", "Change that must be explained", "份额", value="0.15"),
    *(
        _row(
            f"sheet.{code}", f"{item.title.zh}每公斤", f"{item.title.en} per kg", "元/公斤",
            low=_PER_KG.get(code, ("0", ""))[0],
            high=_PER_KG[code][1] if code in _PER_KG else _ITEM_HIGH.get(code, "0.6"),
        )
        for code, item in ITEMS.items()
    ),
)  # fmt: skip

_TALKS = (
    _row("vote.quorum", "法定人数（占全体可表决委员）", "Quorum of all members", "份额",
         value="0.666666", note="三分之二"),
    _row("vote.side_quorum", "每方法定人数", "Quorum of each side", "份额", value="0.5"),
    _row("vote.majority", "全体赞成须超过", "Yes must exceed, of all", "份额", value="0.5",
         note="弃权计入到会，不计入赞成与反对"),
    _row("vote.side_majority", "养殖方、加工方各自赞成须超过", "Yes must exceed, of each side",
         "份额", value="0.5"),
    _row("most_judgement", "专家判断合计上限", "Most that judgement may move", "份额",
         value="0.05"),
    _row("most_change", "与上期相比变动提示", "Change from the last price that warns", "份额",
         value="0.10"),
    _row("margin", "成本利润率", "Margin on cost", "份额", value="0.05"),
    _row("farm_share", "养殖环节分成", "Farms' share of product revenue", "份额", value="0.42"),
    _row("milk_per_powder", "每公斤全脂粉用奶", "Milk per kg of whole milk powder", "公斤",
         value="8.0", source="按乳脂、蛋白限制推算7.4—8.3公斤", status="recalled"),
)  # fmt: skip

_ROUNDING_NOTE = "1四舍五入 2四舍六入五成双 3去尾 4进一"
_CORRIDOR = (
    _row("floor_share", "下限占中准价", "Floor as a share of the central price", "份额",
         value="0.90", source=_NOTICES, status="recalled",
         note="2012年第二季度、2015年各期为0.90；2016年第四季度为0.906"),
    _row("cap_share", "上限占中准价", "Cap as a share of the central price", "份额",
         value="1.15", source=_NOTICES, status="recalled",
         note="2012年第二季度为1.15；2015年第二季度上限4.80另有理由"),
    _row("rounding.central", "中准价取整", "Rounding of the central price", "代码", value="1",
         note=_ROUNDING_NOTE),
    _row("rounding.floor", "下限取整", "Rounding of the floor", "代码", value="2",
         source=_NOTICES, status="recalled",
         note=f"{_ROUNDING_NOTE}；2.988→2.99、3.105→3.10"),
    _row("rounding.cap", "上限取整", "Rounding of the cap", "代码", value="3",
         source=_NOTICES, status="recalled", note=f"{_ROUNDING_NOTE}；3.818→3.81"),
    _row("quality.fat", "质量基准：乳脂肪", "Quality basis: fat", "%", value="3.1",
         source="黑龙江、山东参考价通知", status="recalled"),
    _row("quality.protein", "质量基准：乳蛋白", "Quality basis: protein", "%", value="2.8",
         source="黑龙江、山东参考价通知", status="recalled"),
    _row("quality.total_count", "质量基准：菌落总数不高于", "Quality basis: total count", "CFU/mL",
         value="2000000", source="山东省2025年参考价通知", status="recalled"),
)  # fmt: skip

_AFTER = (
    _row("error.republish", "须重新发布的误差", "Error that must be published anew", "份额",
         value="0.01"),
    _row("complaint.accept_days", "投诉受理期限", "Days to take a complaint up", "工作日",
         value="5", source="《信访工作条例》《政府信息公开条例》常见期限类推", status="recalled"),
    _row("complaint.answer_days", "投诉答复期限", "Days to answer a complaint", "工作日",
         value="20", source="《政府信息公开条例》（国务院令第711号）第三十三条类推",
         status="recalled"),
    _row("review_months", "方法审查间隔", "Months between reviews", "月", value="12",
         source=f"{_IOSCO}原则10（定期审查），间隔为平台设定"),
    _row("keep_years", "审计线索保存", "Years the audit trail is kept", "年", value="5",
         source=f"{_IOSCO}原则18", status="recalled"),
    _row("seat_years", "委员任期最长", "Longest term of a member", "年", value="3"),
)  # fmt: skip

ROWS: tuple[RuleRow, ...] = (*_DATA, *_SHEET, *_TALKS, *_CORRIDOR, *_AFTER)
