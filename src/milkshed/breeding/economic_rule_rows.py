"""Dated rule rows of the region's own economic index: prices, costs, what a score is worth."""

from functools import partial

from milkshed.platform.rule_book import RuleRow, rule_row

PREFIX = "breeding."
_row = partial(rule_row, PREFIX)
_PLATFORM = "平台设定"
_ENERGY = "NRC（2001）泌乳净能公式：0.0929×脂%+0.0547×粗蛋白%+0.0395×乳糖%（凭记忆）"

ECONOMIC_ROWS: tuple[RuleRow, ...] = (
    _row("economic.milk_kg", "乳中载体（水、乳糖）价格", "Price of the carrier of milk", "元/公斤",
         "平台设定（3.40元/公斤、脂3.8%、蛋白3.3%的奶减去脂肪和蛋白计价）", "assumed",
         value="1.32"),
    _row("economic.fat_kg", "乳脂肪价格", "Price of milk fat", "元/公斤",
         "平台设定（脂肪每0.1%计0.02元/公斤奶）", "assumed", value="20"),
    _row("economic.protein_kg", "乳蛋白价格", "Price of milk protein", "元/公斤",
         "平台设定（蛋白每0.1%计0.04元/公斤奶）", "assumed", value="40"),
    _row("economic.energy", "泌乳净能的饲料成本", "Feed cost of net energy", "元/Mcal",
         "平台设定（日粮干物质2.6元/公斤、1.65 Mcal/公斤）", "assumed", value="1.6"),
    _row("economic.energy.milk_kg", "每公斤载体的净能", "Net energy in a kg of carrier",
         "Mcal/公斤", _ENERGY, "recalled", value="0.19"),
    _row("economic.energy.fat_kg", "每公斤乳脂肪的净能", "Net energy in a kg of fat", "Mcal/公斤",
         _ENERGY, "recalled", value="9.29"),
    _row("economic.energy.protein_kg", "每公斤乳蛋白的净能", "Net energy in a kg of protein",
         "Mcal/公斤", _ENERGY, "recalled", value="5.47"),
    _row("economic.scs", "体细胞评分每高1分每泌乳期的损失", "Loss per cell score and lactation",
         "元", "平台设定（乳房炎用药、弃奶、扣价）", "assumed", value="180"),
    _row("economic.mammary_system", "泌乳系统每分的价值（一生）", "Worth of mammary system, a life",
         "元/分", "平台设定（延长在群时间）", "assumed", value="30"),
    _row("economic.feet_legs", "肢蹄每分的价值（一生）", "Worth of feet and legs, a life", "元/分",
         "平台设定（延长在群时间）", "assumed", value="25"),
)  # fmt: skip
