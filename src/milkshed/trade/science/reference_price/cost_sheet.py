"""The cost sheet of a dairy farm: its lines, the three costs it yields, and what is checked.

Cost per kilogram = (costs − income from calves, culled cows and manure) ÷ milk sold, the
"milk only" cost of the IFCN (TIPI-CAL; Hemme et al.) and of the Chinese survey of costs and
returns of farm products (全国农产品成本收益资料汇编). The two differ in what counts as cost:

* ``cash``: what was paid;
* ``survey``: cash, depreciation and the family's own work; land and own capital stay out, as the
  price talks of the provinces use it;
* ``full``: everything, with land and the opportunity cost of own capital.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milkshed.kernel.problems import Fault
from milkshed.kernel.text import Text

FORM = "成本调查表 1.0"
COST_PLACES = Decimal("0.0001")
_ZERO = Decimal(0)


class Share(StrEnum):
    """What a line is, which decides in which cost it counts."""

    CASH = "cash"
    DEPRECIATION = "depreciation"
    OWN_WORK = "own-work"
    OPPORTUNITY = "opportunity"
    RETURN = "return"


@dataclass(frozen=True, slots=True)
class CostItem:
    """One line of the form, in yuan over the period; ``is_feed`` marks the feed cost."""

    code: str
    title: Text
    share: Share
    note: Text | None = None
    is_feed: bool = False


_ROWS = (
    CostItem(
        "concentrate", Text("精饲料", "Concentrates"), Share.CASH,
        Text("含预混料、浓缩料、外购谷物", "with premixes and bought grain"), is_feed=True,
    ),
    CostItem(
        "forage", Text("粗饲料", "Forage"), Share.CASH,
        Text("青贮、苜蓿、燕麦草；自产按成本价", "silage, lucerne, hay; own at cost"), is_feed=True,
    ),
    CostItem(
        "young_stock", Text("后备牛培育", "Young stock"), Share.CASH,
        Text("转入成母牛群前的净支出", "net cost of rearing replacements"),
    ),
    CostItem("labour", Text("雇工工资", "Hired labour"), Share.CASH,
             Text("含社会保险", "with social insurance")),
    CostItem("vet", Text("医疗防疫", "Veterinary care"), Share.CASH),
    CostItem("breeding", Text("配种改良", "Breeding"), Share.CASH),
    CostItem("energy", Text("水电燃料", "Water, power, fuel"), Share.CASH),
    CostItem("repair", Text("维修与易耗品", "Repairs and consumables"), Share.CASH),
    CostItem("manure", Text("粪污处理", "Manure handling"), Share.CASH),
    CostItem("death", Text("死亡损失", "Death losses"), Share.CASH),
    CostItem("insurance", Text("保险", "Insurance"), Share.CASH,
             Text("自负保费", "own share of the premium")),
    CostItem("interest", Text("贷款利息", "Interest paid"), Share.CASH),
    CostItem("overhead", Text("管理与销售费", "Management and sales"), Share.CASH),
    CostItem("depreciation", Text("固定资产与奶牛折旧", "Depreciation"), Share.DEPRECIATION,
             Text("牛舍、设备、成母牛", "barns, machines, cows")),
    CostItem("own_labour", Text("家庭用工折价", "Own labour"), Share.OWN_WORK),
    CostItem("land", Text("土地成本", "Land"), Share.OPPORTUNITY,
             Text("租金与自有地折租", "rent, paid or imputed")),
    CostItem("own_capital", Text("自有资金成本", "Own capital"), Share.OPPORTUNITY),
    CostItem("calves", Text("犊牛收入", "Calves sold"), Share.RETURN),
    CostItem("culls", Text("淘汰牛收入", "Culled cows sold"), Share.RETURN),
    CostItem("manure_sold", Text("粪肥收入", "Manure sold"), Share.RETURN),
)  # fmt: skip
ITEMS: dict[str, CostItem] = {item.code: item for item in _ROWS}

_IN_CASH = frozenset({Share.CASH})
_IN_SURVEY = _IN_CASH | {Share.DEPRECIATION, Share.OWN_WORK}
_IN_FULL = _IN_SURVEY | {Share.OPPORTUNITY}


@dataclass(frozen=True, slots=True)
class SheetFigures:
    """What a farm fills in: milk sold in kg, mean number of cows, fat and protein in %, yuan.

    ``stated_total_yuan`` is the farm's own sum of all costs, before income is taken off.
    """

    milk_sold_kg: Decimal
    cows_head: int
    fat_pct: Decimal
    protein_pct: Decimal
    lines: Mapping[str, Decimal]
    stated_total_yuan: Decimal

    @property
    def total_yuan(self) -> Decimal:
        """The sum of all cost lines."""
        return sum(
            (yuan for code, yuan in self.lines.items() if ITEMS[code].share is not Share.RETURN),
            _ZERO,
        )


@dataclass(frozen=True, slots=True)
class UnitCosts:
    """Yuan per kg of milk sold by the three definitions, feed alone, and kg of ECM sold."""

    cash: Decimal
    survey: Decimal
    full: Decimal
    feed: Decimal
    ecm_kg: Decimal


def energy_corrected_kg(milk_kg: Decimal, fat_pct: Decimal, protein_pct: Decimal) -> Decimal:
    """Milk in kg of 4.0 % fat and 3.3 % protein.

    IFCN's form as remembered: milk × (0.383 F + 0.242 P + 0.7832) ÷ 3.1138.
    """
    factor = Decimal("0.383") * fat_pct + Decimal("0.242") * protein_pct + Decimal("0.7832")
    return milk_kg * factor / Decimal("3.1138")


def unit_costs(figures: SheetFigures) -> UnitCosts:
    """The costs per kg, to a hundredth of a fen. Raises ValueError where no milk was sold."""
    if figures.milk_sold_kg <= 0:
        raise ValueError("no milk was sold")
    income = _sum(figures.lines, {Share.RETURN})
    feed = sum((yuan for code, yuan in figures.lines.items() if ITEMS[code].is_feed), _ZERO)

    def per_kg(yuan: Decimal) -> Decimal:
        return (yuan / figures.milk_sold_kg).quantize(COST_PLACES)

    return UnitCosts(
        cash=per_kg(_sum(figures.lines, _IN_CASH) - income),
        survey=per_kg(_sum(figures.lines, _IN_SURVEY) - income),
        full=per_kg(_sum(figures.lines, _IN_FULL) - income),
        feed=per_kg(feed),
        ecm_kg=energy_corrected_kg(figures.milk_sold_kg, figures.fat_pct, figures.protein_pct),
    )


def _sum(lines: Mapping[str, Decimal], shares: Iterable[Share]) -> Decimal:
    wanted = frozenset(shares)
    return sum((yuan for code, yuan in lines.items() if ITEMS[code].share in wanted), _ZERO)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a figure may be; either end may be open."""

    low: Decimal | None
    high: Decimal | None

    def hold(self, value: Decimal) -> bool:
        """Whether the value lies within, ends included."""
        above = self.low is None or value >= self.low
        return above and (self.high is None or value <= self.high)

    def __str__(self) -> str:
        low = "" if self.low is None else f"{self.low.normalize():f}"
        high = "" if self.high is None else f"{self.high.normalize():f}"
        return f"{low}–{high}"


def faults_of(
    figures: SheetFigures, ranges: Mapping[str, Bounds], most_sum_error: Decimal
) -> list[Fault]:
    """Everything that keeps a sheet from being taken: field, value and rule of each.

    ``ranges`` bounds ``milk_per_cow_kg``, ``fat_pct``, ``protein_pct``, ``feed_share``,
    ``survey_cost`` and, by item code, yuan per kg. ``most_sum_error`` is the share by which the
    stated total may differ from the sum of the lines.
    """
    found = list(_shape_faults(figures))
    if found:
        return found
    costs, total = unit_costs(figures), figures.total_yuan
    asked: list[tuple[str, str, Text, Decimal]] = [
        ("fat_pct", "fat_pct", Text("乳脂率", "Fat"), figures.fat_pct),
        ("protein_pct", "protein_pct", Text("乳蛋白率", "Protein"), figures.protein_pct),
        (
            "milk_sold_kg", "milk_per_cow_kg", Text("每头成母牛售奶", "Milk sold per cow"),
            figures.milk_sold_kg / figures.cows_head,
        ),
        ("lines", "survey_cost", Text("每公斤成本", "Cost per kg"), costs.survey),
    ]  # fmt: skip
    if total:
        feed = costs.feed * figures.milk_sold_kg / total
        asked.append(("lines", "feed_share", Text("饲料占比", "Share of feed"), feed))
    asked += [
        (code, code, ITEMS[code].title, yuan / figures.milk_sold_kg)
        for code, yuan in figures.lines.items()
    ]
    for field, name, title, value in asked:
        bounds = ranges.get(name)
        if bounds is not None and not bounds.hold(value):
            shown = value.quantize(Decimal("0.001"))
            message = Text(
                f"{title.zh} {shown} 超出规则范围 {bounds}",
                f"{title.en} {shown} is outside {bounds}",
            )
            found.append(Fault(field, str(shown), f"range:{name}", message))
    error = abs(figures.stated_total_yuan - total)
    if error > most_sum_error * max(total, Decimal(1)):
        message = Text(
            f"合计 {figures.stated_total_yuan} 与各项之和 {total} 不符",
            f"The stated total {figures.stated_total_yuan} is not the sum of the lines, {total}",
        )
        found.append(Fault("stated_total_yuan", str(figures.stated_total_yuan), "sum", message))
    return found


def _shape_faults(figures: SheetFigures) -> Iterable[Fault]:
    positive = Text("应大于零", "Must be above zero")
    if figures.milk_sold_kg <= 0:
        yield Fault("milk_sold_kg", str(figures.milk_sold_kg), "positive", positive)
    if figures.cows_head <= 0:
        yield Fault("cows_head", figures.cows_head, "positive", positive)
    for code, yuan in figures.lines.items():
        if code not in ITEMS:
            yield Fault(code, str(yuan), "known", Text("调查表没有此项", "No line of the form"))
        elif yuan < 0:
            yield Fault(code, str(yuan), "not-negative", Text("不能为负", "Never negative"))
    if not any(figures.lines.values()):
        yield Fault("lines", "", "required", Text("各项费用均为空", "All lines are empty"))


def change_from(before: Decimal | None, now: Decimal) -> Decimal | None:
    """The change against the last round as a share; None where there was none."""
    return None if not before else (now - before) / before
