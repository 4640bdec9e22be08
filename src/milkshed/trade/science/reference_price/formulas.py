"""What a price could be: formula variants side by side, their sensitivity, and the corridor.

Every formula takes named inputs and gives yuan per kg of raw milk. None is *the* price: the
committee sees all of them with what each rests on, and bargains.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from milkshed.kernel.money import Rounding, round_money
from milkshed.kernel.text import Text

Values = Mapping[str, Decimal]
_ONE = Decimal(1)
_NUDGE = Decimal("1.01")
_KG_PER_TONNE = Decimal(1000)


@dataclass(frozen=True, slots=True)
class Quantity:
    """An input of the formulas: what it is called and its unit."""

    code: str
    title: Text
    unit: str


QUANTITIES: dict[str, Quantity] = {
    one.code: one
    for one in (
        Quantity("cost", Text("调查成本", "Surveyed cost"), "元/公斤"),
        Quantity("margin", Text("成本利润率", "Margin on cost"), "份额"),
        Quantity("previous", Text("上期参考价", "Previous price"), "元/公斤"),
        Quantity("feed_share", Text("饲料占成本比重", "Feed in cost"), "份额"),
        Quantity("feed_index", Text("本期饲料价格指数", "Feed price index now"), "指数"),
        Quantity("feed_index_before", Text("上期饲料价格指数", "Feed price index before"), "指数"),
        Quantity("powder_usd_t", Text("进口大包粉价", "Imported whole milk powder"), "美元/吨"),
        Quantity("yuan_per_usd", Text("汇率", "Exchange rate"), "元/美元"),
        Quantity("import_cost", Text("关税与口岸费用", "Duty and port costs"), "元/公斤粉"),
        Quantity("making_cost", Text("喷粉加工费", "Cost of drying"), "元/公斤粉"),
        Quantity("milk_per_powder", Text("每公斤粉用奶", "Milk per kg of powder"), "公斤"),
        Quantity("haulage", Text("到厂运费", "Haulage to the plant"), "元/公斤"),
        Quantity("product_revenue", Text("每公斤奶产品收入", "Product revenue"), "元/公斤"),
        Quantity("farm_share", Text("养殖环节分成", "Farms' share"), "份额"),
        Quantity("traded", Text("本期成交均价", "Mean traded price"), "元/公斤"),
        Quantity("farm_proposal", Text("养殖方提案", "Farms' proposal"), "元/公斤"),
        Quantity("processor_proposal", Text("加工方提案", "Processors' proposal"), "元/公斤"),
    )
}


@dataclass(frozen=True, slots=True)
class Formula:
    """A way to a price: its inputs, what it computes and where it comes from."""

    code: str
    title: Text
    wording: Text
    inputs: tuple[str, ...]
    compute: Callable[[Values], Decimal]
    source: str


def cost_plus(values: Values) -> Decimal:
    """C × (1 + m)."""
    return values["cost"] * (_ONE + values["margin"])


def feed_indexed(values: Values) -> Decimal:
    """P₋₁ × (1 + s × (I ÷ I₋₁ − 1)): the feed part of the price follows the price of feed."""
    change = values["feed_index"] / values["feed_index_before"] - _ONE
    return values["previous"] * (_ONE + values["feed_share"] * change)


def import_parity(values: Values) -> Decimal:
    """(landed powder − drying) ÷ milk per kg of powder − haulage: what imports leave to pay.

    Value-added tax falls on imports and on the plant's own powder alike and is left out.
    """
    landed = values["powder_usd_t"] / _KG_PER_TONNE * values["yuan_per_usd"] + values["import_cost"]
    return (landed - values["making_cost"]) / values["milk_per_powder"] - values["haulage"]


def revenue_share(values: Values) -> Decimal:
    """R × s: a fixed part of what processors earn with a kg of milk."""
    return values["product_revenue"] * values["farm_share"]


def proposals_mean(values: Values) -> Decimal:
    """The middle between the two sides."""
    return (values["farm_proposal"] + values["processor_proposal"]) / 2


def traded_mean(values: Values) -> Decimal:
    """The mean price of milk actually traded, weighted by volume, at the stated quality."""
    return values["traded"]


FORMULAS: dict[str, Formula] = {
    one.code: one
    for one in (
        Formula(
            "cost_plus", Text("成本加成", "Cost plus"),
            Text("调查成本 ×（1 + 利润率）", "cost × (1 + margin)"),
            ("cost", "margin"), cost_plus,
            "全国农产品成本收益资料汇编的成本利润率口径（待核实）",
        ),
        Formula(
            "feed_index", Text("饲料指数联动", "Feed index"),
            Text("上期价 ×（1 + 饲料比重 × 饲料价格变动）", "previous × (1 + share × feed change)"),
            ("previous", "feed_share", "feed_index", "feed_index_before"), feed_indexed,
            "Laspeyres (1871) 单项联动；饲料比重取自本期调查",
        ),
        Formula(
            "import_parity", Text("进口平价倒推", "Import parity net-back"),
            Text(
                "（进口粉到岸价 − 加工费）÷ 每公斤粉用奶 − 运费",
                "(landed powder − drying) ÷ milk per powder − haulage",
            ),
            (
                "powder_usd_t", "yuan_per_usd", "import_cost", "making_cost", "milk_per_powder",
                "haulage",
            ),
            import_parity,
            "倒推法，同新西兰 Fonterra《原奶价格手册》的思路，单一产品简化",
        ),
        Formula(
            "revenue_share", Text("收入分成", "Revenue share"),
            Text("每公斤奶产品收入 × 分成比例", "product revenue × farms' share"),
            ("product_revenue", "farm_share"), revenue_share, "双方协商的分成比例（平台设定待议）",
        ),
        Formula(
            "traded", Text("市场成交均价", "Traded price"),
            Text("成交量加权平均", "mean weighted by volume"), ("traded",), traded_mean,
            "IOSCO 2013 原则7：以公平成交为锚",
        ),
        Formula(
            "proposals", Text("双方提案均值", "Mean of the proposals"),
            Text("（养殖方 + 加工方）÷ 2", "(farms + processors) ÷ 2"),
            ("farm_proposal", "processor_proposal"), proposals_mean,
            "上海等地两轮协商的惯例（各地通知）",
        ),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Variant:
    """What a formula gives: unrounded yuan per kg, or None with what is missing.

    ``sensitivity`` is the change in yuan per kg when one input rises by 1 %.
    """

    code: str
    value: Decimal | None
    missing: tuple[str, ...]
    sensitivity: Mapping[str, Decimal]


def variants(values: Values) -> list[Variant]:
    """All formulas over one set of inputs, in their order."""
    return [_variant(formula, values) for formula in FORMULAS.values()]


def _variant(formula: Formula, values: Values) -> Variant:
    missing = tuple(code for code in formula.inputs if code not in values)
    if missing:
        return Variant(formula.code, None, missing, {})
    value = formula.compute(values)
    moved = {
        code: formula.compute({**values, code: values[code] * _NUDGE}) - value
        for code in formula.inputs
    }
    return Variant(formula.code, value, (), moved)


def limited(value: Decimal, previous: Decimal | None, most_change: Decimal) -> Decimal:
    """The value moved back to within ``most_change`` (a share) of the previous price."""
    if previous is None:
        return value
    low, high = previous * (_ONE - most_change), previous * (_ONE + most_change)
    return min(max(value, low), high)


@dataclass(frozen=True, slots=True)
class CorridorRules:
    """Floor and cap as shares of the central price, each with its own rounding to the fen."""

    floor_share: Decimal
    cap_share: Decimal
    central_rounding: Rounding
    floor_rounding: Rounding
    cap_rounding: Rounding


@dataclass(frozen=True, slots=True)
class Corridor:
    """Central price, floor and cap in yuan per kg, to the fen."""

    central: Decimal
    floor: Decimal
    cap: Decimal


def corridor(central: Decimal, rules: CorridorRules) -> Corridor:
    """The corridor around a central price.

    One notice may round its two ends by different rules (Heilongjiang, second quarter of 2012:
    2.988 appeared as 2.99 and 3.818 as 3.81), so that each has its own.
    """
    middle = round_money(central, rule=rules.central_rounding)
    return Corridor(
        middle,
        round_money(middle * rules.floor_share, rule=rules.floor_rounding),
        round_money(middle * rules.cap_share, rule=rules.cap_rounding),
    )


@dataclass(frozen=True, slots=True)
class Zone:
    """Where both gain: from the farms' cost to what processors can pay, and Nash's point in it."""

    low: Decimal
    high: Decimal
    middle: Decimal


def bargaining_zone(cost: Decimal, reservation: Decimal, weight: Decimal) -> Zone | None:
    """The zone of possible agreement, None where there is none; an aid, no verdict on fairness.

    Nash (1950): with the farms' bargaining weight b the surplus S = R − C is split at C + b × S.
    """
    surplus = reservation - cost
    return None if surplus < 0 else Zone(cost, reservation, cost + weight * surplus)


def first_mover_weight(farm_patience: Decimal, processor_patience: Decimal) -> Decimal:
    """The farms' share when they offer first (Rubinstein 1982): (1 − δp) ÷ (1 − δf × δp).

    Patience is the discount factor from one round of talks to the next, between 0 and 1. Raises
    ValueError outside, and where both are 1.
    """
    both = farm_patience * processor_patience
    if not (0 <= farm_patience <= 1 and 0 <= processor_patience <= 1) or both == 1:
        raise ValueError("discount factors lie between 0 and 1, and not both at 1")
    return (_ONE - processor_patience) / (_ONE - both)
