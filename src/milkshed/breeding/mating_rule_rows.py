"""Dated rule rows of mating and of extension: limits, worths, rates of subsidy, the plan's figures.

The plan names 500,000 sexed straws and 20,000 embryos without a period; the rates of subsidy are
set by us until a notice of the authorities is entered.
"""

from functools import partial

from milkshed.platform.rule_book import RuleRow, rule_row

PREFIX = "breeding."
_row = partial(rule_row, PREFIX)
_PLATFORM = "平台设定"
_HABIT = "奶牛选配惯例"
_PLAN = "规划专栏2：性控冻精50万支、胚胎2万枚（未写明期间）"

_LIMITS = (
    _row("mating.inbreeding", "后代近交系数上限", "Limit of a calf's inbreeding", "%",
         "奶牛选配惯例（6.25%，相当于堂表亲交配）", "recalled", high="6.25"),
    _row("mating.affected", "后代隐性患病概率上限", "Limit of an affected calf's probability", "%",
         "平台设定（携带×携带为25%，携带公牛的女儿×携带为12.5%）", "assumed", high="10"),
    _row("mating.hard_calving", "青年牛可用公牛的难产率上限",
         "Limit of a bull's hard calvings for heifers", "%", _PLATFORM, "assumed", high="8"),
    _row("mating.bull_share", "一头公牛在全场的比例上限", "Limit of a bull's share of a farm", "%",
         _PLATFORM, "assumed", high="40"),
    _row("mating.sexed_parity", "可用性控冻精的胎次", "Parities for sexed semen", "胎", _HABIT,
         "recalled", high="1"),
    _row("mating.heifer_days", "青年牛初配日龄", "Age of heifers at first service", "天",
         "青年牛13月龄初配惯例", "recalled", low="395"),
    _row("mating.waiting_days", "产后等待期", "Waiting period after calving", "天", _HABIT,
         "recalled", low="50"),
    _row("mating.ahead_days", "选配方案的期间", "Days a mating plan looks ahead", "天", _PLATFORM,
         "assumed", value="60"),
    _row("mating.choices", "每头母牛列出的公牛数", "Bulls listed for a cow", "头", _PLATFORM,
         "assumed", value="3"),
    _row("mating.compared_days", "对比实际配种的期间", "Days of services a plan is compared with",
         "天", _PLATFORM, "assumed", value="365"),
)  # fmt: skip

_EMBRYOS = (
    _row("mating.recipient_pct", "可作胚胎受体的母牛：场内指数居后的比例",
         "Recipients of embryos: the share of the herd with the lowest indices", "%",
         "平台设定（核心群留作供体和纯繁，居后者作受体）", "assumed", high="60"),
    _row("mating.recipient_parity", "可作胚胎受体的胎次", "Parities of recipients", "胎", _PLATFORM,
         "assumed", low="0", high="2"),
    _row("mating.conception.embryo_heifer", "青年牛胚胎移植受胎率",
         "Conception of heifers, embryos", "%", "胚胎移植惯例（约45–50%）", "recalled",
         value="48"),
    _row("mating.conception.embryo_cow", "成母牛胚胎移植受胎率", "Conception of cows, embryos", "%",
         "胚胎移植惯例（约35–40%）", "recalled", value="38"),
)  # fmt: skip

_WORTH = (
    _row("mating.point_yuan", "指数1分的价值（每头母犊一生）", "Worth of an index point", "元",
         "平台设定（产奶育种值1公斤约合0.75分、每公斤毛利1.5元、2.8个泌乳期）", "assumed",
         value="5.6"),
    _row("mating.inbreeding_milk_kg", "近交1个百分点每泌乳期少产奶", "Milk lost per 1 % inbreeding",
         "公斤", "文献常见36–40公斤", "recalled", value="38"),
    _row("mating.milk_margin", "每公斤奶的毛利", "Margin of a kilogram of milk", "元", _PLATFORM,
         "assumed", value="1.5"),
    _row("mating.lactations", "一生泌乳期数", "Lactations of a life", "个", _PLATFORM, "assumed",
         value="2.8"),
    _row("mating.heifer_calf", "母犊的价值", "Worth of a heifer calf", "元", _PLATFORM, "assumed",
         value="4000"),
    _row("mating.bull_calf", "公犊的价值", "Worth of a bull calf", "元", _PLATFORM, "assumed",
         value="1500"),
    _row("mating.lost_calf", "隐性患病后代的损失", "Loss of an affected calf", "元", _PLATFORM,
         "assumed", value="5000"),
    _row("mating.hard_calving_yuan", "一次难产的损失", "Loss of a hard calving", "元", _PLATFORM,
         "assumed", value="2000"),
    _row("mating.unserved", "一头母牛本期不配的损失", "Loss of a cow not served", "元",
         "平台设定（多空怀21天）", "assumed", value="600"),
    _row("mating.conception.heifer", "青年牛常规冻精受胎率", "Conception of heifers", "%", _HABIT,
         "recalled", value="58"),
    _row("mating.conception.heifer_sexed", "青年牛性控冻精受胎率",
         "Conception of heifers, sexed semen", "%", _HABIT, "recalled", value="48"),
    _row("mating.conception.cow", "成母牛常规冻精受胎率", "Conception of cows", "%", _HABIT,
         "recalled", value="38"),
    _row("mating.conception.cow_sexed", "成母牛性控冻精受胎率", "Conception of cows, sexed semen",
         "%", _HABIT, "recalled", value="30"),
    _row("mating.females", "常规冻精母犊比例", "Heifer calves of conventional semen", "%", _HABIT,
         "recalled", value="48"),
    _row("mating.females_sexed", "性控冻精母犊比例", "Heifer calves of sexed semen", "%",
         "性控冻精产品惯例（约90%）", "recalled", value="90"),
)  # fmt: skip

_EXTENSION = (
    _row("extension.region.straw", "全区性控冻精推广数量", "Sexed straws of the region", "支",
         _PLAN, "recalled", value="500000"),
    _row("extension.region.embryo", "全区胚胎推广数量", "Embryos of the region", "枚", _PLAN,
         "recalled", value="20000"),
    _row("extension.subsidy.straw", "性控冻精补贴", "Subsidy of a sexed straw", "元/支",
         "平台设定（补贴标准以主管部门文件为准）", "assumed", value="100"),
    _row("extension.subsidy.embryo", "胚胎补贴", "Subsidy of an embryo", "元/枚",
         "平台设定（补贴标准以主管部门文件为准）", "assumed", value="800"),
    _row("extension.claim_days", "配种后可申报的天数", "Days after service to claim", "天",
         _PLATFORM, "assumed", high="365"),
)  # fmt: skip

MATING_ROWS: tuple[RuleRow, ...] = (*_LIMITS, *_EMBRYOS, *_WORTH, *_EXTENSION)
