"""What plants make: 46 base products in seven categories.

``kg_per_kg`` is the mass of product per mass of milk; the rest (water, whey, skim milk) leaves
as loss in the mass balance. Values are usual technological yields, set for the simulation.
"""

from dataclasses import dataclass
from enum import StrEnum

from milkshed.kernel.text import Text


class Category(StrEnum):
    """Kinds of dairy products."""

    UHT = "uht"
    PASTEURISED = "pasteurised"
    YOGURT = "yogurt"
    POWDER = "powder"
    CREAM = "cream"
    CHEESE = "cheese"
    CONCENTRATE = "concentrate"

    @property
    def label(self) -> Text:
        """The category's name."""
        return _LABELS[self]


_LABELS = {
    Category.UHT: Text("灭菌乳", "UHT milk"),
    Category.PASTEURISED: Text("巴氏杀菌乳", "Pasteurised milk"),
    Category.YOGURT: Text("发酵乳", "Fermented milk"),
    Category.POWDER: Text("乳粉", "Milk powder"),
    Category.CREAM: Text("稀奶油", "Cream"),
    Category.CHEESE: Text("干酪", "Cheese"),
    Category.CONCENTRATE: Text("浓缩乳", "Concentrated milk"),
}

YIELD_KG_PER_KG = {
    Category.UHT: 0.985,
    Category.PASTEURISED: 0.985,
    Category.YOGURT: 0.980,
    Category.POWDER: 0.125,
    Category.CREAM: 0.100,
    Category.CHEESE: 0.100,
    Category.CONCENTRATE: 0.420,
}


@dataclass(frozen=True, slots=True)
class BaseProduct:
    """A product type: category, name, net content in g, shelf life in days."""

    category: Category
    name: Text
    net_g: int
    shelf_d: int


def _rows(category: Category, shelf_d: int, *rows: tuple[str, str, int]) -> tuple[BaseProduct, ...]:
    return tuple(BaseProduct(category, Text(zh, en), net_g, shelf_d) for zh, en, net_g in rows)


BASE_PRODUCTS: tuple[BaseProduct, ...] = (
    *_rows(
        Category.UHT,
        180,
        ("纯牛奶250mL", "Whole milk 250 mL", 258),
        ("纯牛奶1L", "Whole milk 1 L", 1030),
        ("纯牛奶200mL枕装", "Whole milk pouch 200 mL", 206),
        ("脱脂纯牛奶250mL", "Skimmed milk 250 mL", 259),
        ("低脂纯牛奶250mL", "Low-fat milk 250 mL", 258),
        ("高钙纯牛奶250mL", "Whole milk, calcium 250 mL", 258),
        ("高蛋白纯牛奶200mL", "High-protein milk 200 mL", 207),
        ("有机纯牛奶250mL", "Organic milk 250 mL", 258),
        ("学生饮用奶200mL", "School milk 200 mL", 206),
        ("咖啡专用奶1L", "Barista milk 1 L", 1032),
        ("富硒纯牛奶250mL", "Selenium-rich milk 250 mL", 258),
        ("A2β-酪蛋白纯牛奶250mL", "A2 milk 250 mL", 258),
    ),
    *_rows(
        Category.PASTEURISED,
        7,
        ("鲜牛奶950mL", "Fresh milk 950 mL", 979),
        ("鲜牛奶195mL玻璃瓶", "Fresh milk glass bottle 195 mL", 201),
        ("高品质鲜牛奶450mL", "Premium fresh milk 450 mL", 464),
        ("鲜牛奶200mL屋顶盒", "Fresh milk gable top 200 mL", 206),
        ("每日鲜牛奶1.5L", "Daily fresh milk 1.5 L", 1545),
        ("脱脂鲜牛奶950mL", "Fresh skimmed milk 950 mL", 981),
    ),
    *_rows(
        Category.YOGURT,
        21,
        ("原味酸牛奶100g×8", "Plain yogurt 8 × 100 g", 800),
        ("无蔗糖酸牛奶200g", "Yogurt without sugar 200 g", 200),
        ("枸杞风味酸牛奶180g", "Wolfberry yogurt 180 g", 180),
        ("老酸奶139g", "Set yogurt 139 g", 139),
        ("希腊式酸牛奶120g", "Greek-style yogurt 120 g", 120),
        ("饮用型酸牛奶250g", "Drinking yogurt 250 g", 250),
        ("常温酸牛奶205g", "Ambient yogurt 205 g", 205),
        ("益生菌发酵乳100g", "Probiotic fermented milk 100 g", 100),
    ),
    *_rows(
        Category.POWDER,
        540,
        ("全脂乳粉25kg", "Whole milk powder 25 kg", 25_000),
        ("脱脂乳粉25kg", "Skimmed milk powder 25 kg", 25_000),
        ("全脂乳粉400g", "Whole milk powder 400 g", 400),
        ("中老年调制乳粉800g", "Milk powder for seniors 800 g", 800),
        ("学生调制乳粉400g", "Milk powder for students 400 g", 400),
        ("全脂甜乳粉300g", "Sweetened milk powder 300 g", 300),
        ("富硒乳粉700g", "Selenium-rich milk powder 700 g", 700),
    ),
    *_rows(
        Category.CREAM,
        90,
        ("稀奶油1L", "Whipping cream 1 L", 1000),
        ("稀奶油10L", "Cream 10 L", 10_000),
        ("厚奶油200g", "Thick cream 200 g", 200),
        ("无水奶油25kg", "Anhydrous milk fat 25 kg", 25_000),
        ("淡味黄油454g", "Unsalted butter 454 g", 454),
    ),
    *_rows(
        Category.CHEESE,
        120,
        ("马苏里拉干酪3kg", "Mozzarella 3 kg", 3_000),
        ("切达干酪10kg", "Cheddar 10 kg", 10_000),
        ("奶油干酪2kg", "Cream cheese 2 kg", 2_000),
        ("鲜干酪200g", "Fresh cheese 200 g", 200),
        ("儿童干酪棒20g×5", "Cheese sticks 5 × 20 g", 100),
    ),
    *_rows(
        Category.CONCENTRATE,
        45,
        ("浓缩牛乳10kg", "Concentrated milk 10 kg", 10_000),
        ("浓缩牛乳1t吨桶", "Concentrated milk 1 t", 1_000_000),
        ("超滤浓缩乳20kg", "Ultrafiltered milk 20 kg", 20_000),
    ),
)
