"""United States federal milk orders: component prices and class prices by end products.

Source: 7 CFR 1000.50 (formulas) and 1000.53 (announcement), as described by the University of
Wisconsin (price formulas, 2005) and the final decision of 2025 (FR 2025-00563). Prices of products
and components in US$/lb, of classes in US$/cwt. Components are rounded to four decimals, skim and
class prices to two, ties away from zero. The parameters are dated rows; those remembered only are
marked ``recalled``.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milkshed.kernel.money import Rounding, round_money

D = Decimal
STANDARD_FAT_PCT = D("3.5")


@dataclass(frozen=True, slots=True)
class OrderRules:
    """The parameters of the formulas from a day on.

    Make allowances in US$/lb; ``cheese_from_protein`` is the pounds of cheese that a pound of
    protein makes with its share of fat, ``fat_recovery`` the share of butterfat kept in cheese;
    composition of skim in %.
    """

    valid_from: date
    source: str
    status: str
    make_cheese: Decimal
    make_butter: Decimal
    make_powder: Decimal
    make_whey: Decimal
    fat_recovery: Decimal
    cheese_from_protein: Decimal
    skim_protein_pct: Decimal
    skim_other_solids_pct: Decimal
    skim_nonfat_solids_pct: Decimal
    class_one_higher_of: bool
    butter_from_fat: Decimal = Decimal("1.211")
    cheese_yield: Decimal = Decimal("1.383")
    fat_to_protein: Decimal = Decimal("1.17")
    whey_yield: Decimal = Decimal("1.03")
    powder_yield: Decimal = Decimal("0.99")
    class_one_add: Decimal = Decimal("0.74")
    class_two_add: Decimal = Decimal("0.70")
    class_two_fat_add: Decimal = Decimal("0.007")


_DECISION = "FR 2025-00563, final decision of the Department of Agriculture"
ORDER_RULES: tuple[OrderRules, ...] = (
    OrderRules(
        date(2019, 5, 1), "7 CFR 1000.50, 2008 make allowances", "recalled",
        D("0.2003"), D("0.1715"), D("0.1678"), D("0.1991"),
        D("0.90"), D("1.572"), D("3.1"), D("5.9"), D("9.0"), class_one_higher_of=False,
    ),
    OrderRules(
        date(2025, 6, 1), _DECISION, "recalled",
        D("0.2519"), D("0.2272"), D("0.2393"), D("0.2668"),
        D("0.91"), D("1.589"), D("3.1"), D("5.9"), D("9.0"), class_one_higher_of=True,
    ),
    OrderRules(
        date(2025, 12, 1), _DECISION + ", composition after six months", "recalled",
        D("0.2519"), D("0.2272"), D("0.2393"), D("0.2668"),
        D("0.91"), D("1.589"), D("3.3"), D("6.0"), D("9.3"), class_one_higher_of=True,
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProductPrices:
    """Survey prices of a month in US$/lb: cheddar, butter, nonfat dry milk, dry whey."""

    cheese: Decimal
    butter: Decimal
    powder: Decimal
    whey: Decimal


@dataclass(frozen=True, slots=True)
class ComponentPrices:
    """US$/lb of butterfat, protein, other solids, nonfat solids; and the somatic cell adjuster
    in US$/cwt for each 1,000 cells from 350,000."""

    butterfat: Decimal
    protein: Decimal
    other_solids: Decimal
    nonfat_solids: Decimal
    somatic_cell_rate: Decimal


@dataclass(frozen=True, slots=True)
class ClassPrices:
    """US$/cwt at 3.5 % butterfat, and of skim milk."""

    class_three_skim: Decimal
    class_four_skim: Decimal
    class_three: Decimal
    class_four: Decimal


def rules_on(day: date) -> OrderRules:
    """The parameters in force on a day; raises LookupError before the first row."""
    found = [row for row in ORDER_RULES if row.valid_from <= day]
    if not found:
        raise LookupError(f"no federal order parameters are kept for {day}")
    return found[-1]


def survey_price(sales: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """The sales-weighted mean of weekly (price, pounds), to four decimals (7 CFR 1000.53)."""
    pounds = sum((weight for _, weight in sales), D(0))
    return _four(sum((price * weight for price, weight in sales), D(0)) / pounds)


def component_prices(products: ProductPrices, rules: OrderRules) -> ComponentPrices:
    """Component prices (7 CFR 1000.50 l, n, o, m and p)."""
    butterfat = _four((products.butter - rules.make_butter) * rules.butter_from_fat)
    cheese = products.cheese - rules.make_cheese
    fat_value = (
        cheese * rules.cheese_from_protein - butterfat * rules.fat_recovery
    ) * rules.fat_to_protein
    return ComponentPrices(
        butterfat=butterfat,
        protein=_four(cheese * rules.cheese_yield + fat_value),
        other_solids=_four((products.whey - rules.make_whey) * rules.whey_yield),
        nonfat_solids=_four((products.powder - rules.make_powder) * rules.powder_yield),
        somatic_cell_rate=round_money(products.cheese * D("0.0005"), 5),
    )


def class_prices(parts: ComponentPrices, rules: OrderRules) -> ClassPrices:
    """Class III and IV prices (7 CFR 1000.50 h to k)."""
    skim_three = _two(
        parts.protein * rules.skim_protein_pct + parts.other_solids * rules.skim_other_solids_pct
    )
    skim_four = _two(parts.nonfat_solids * rules.skim_nonfat_solids_pct)
    return ClassPrices(
        skim_three,
        skim_four,
        at_test(skim_three, parts.butterfat),
        at_test(skim_four, parts.butterfat),
    )


def class_two_price(
    advanced_four_skim: Decimal, parts: ComponentPrices, rules: OrderRules
) -> Decimal:
    """Class II at 3.5 % from the advanced Class IV skim price (7 CFR 1000.50 d to f)."""
    return at_test(
        advanced_four_skim + rules.class_two_add, parts.butterfat + rules.class_two_fat_add
    )


def class_one_base(
    advanced_three_skim: Decimal, advanced_four_skim: Decimal, rules: OrderRules
) -> Decimal:
    """The base Class I skim price: the higher of both, or their mean plus 0.74."""
    if rules.class_one_higher_of:
        return max(advanced_three_skim, advanced_four_skim)
    return _two((advanced_three_skim + advanced_four_skim) / 2 + rules.class_one_add)


def at_test(skim: Decimal, butterfat: Decimal, fat_pct: Decimal = STANDARD_FAT_PCT) -> Decimal:
    """US$/cwt of milk with so much butterfat: skim for the rest of the hundredweight."""
    return _two(skim * (100 - fat_pct) / 100 + butterfat * fat_pct)


def _four(value: Decimal) -> Decimal:
    return round_money(value, 4, Rounding.HALF_UP)


def _two(value: Decimal) -> Decimal:
    return round_money(value, 2, Rounding.HALF_UP)
