"""What is measured in raw milk: code, names, unit, method and decimals.

Methods are the standards that laboratories cite (recalled, to be confirmed in the edition used).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from milkshed.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Analyte:
    """One thing measured. ``qualitative`` ones are found or not; ``decimals`` are shown."""

    code: str
    name: Text
    unit: str
    method: str
    decimals: int = 2
    qualitative: bool = False
    contraband: bool = False


_ALL = (
    Analyte("fat", Text("脂肪", "Fat"), "g/100g", "GB 5009.6"),
    Analyte("protein", Text("蛋白质", "Protein"), "g/100g", "GB 5009.5"),
    Analyte("solids_not_fat", Text("非脂乳固体", "Solids-not-fat"), "g/100g", "GB 5413.39"),
    Analyte("lactose", Text("乳糖", "Lactose"), "g/100g", "NY/T 2659"),
    Analyte(
        "density", Text("相对密度（20℃/4℃）", "Relative density (20/4 °C)"), "", "GB 5009.2", 4
    ),
    Analyte("acidity", Text("酸度", "Acidity"), "°T", "GB 5009.239", 1),
    Analyte("freezing_point", Text("冰点", "Freezing point"), "℃", "GB 5413.38", 3),
    Analyte("impurity", Text("杂质度", "Impurity"), "mg/kg", "GB 5413.30", 1),
    Analyte("total_count", Text("菌落总数", "Total plate count"), "CFU/mL", "GB 4789.2", 0),
    Analyte("somatic_cells", Text("体细胞数", "Somatic cell count"), "个/mL", "NY/T 800", 0),
    Analyte(
        "antibiotics",
        Text("抗生素残留（快检）", "Antibiotic residue (rapid test)"),
        "",
        "快速检测",
        qualitative=True,
    ),
    Analyte("aflatoxin_m1", Text("黄曲霉毒素M1", "Aflatoxin M1"), "µg/kg", "GB 5009.24", 3),
    Analyte("lead", Text("铅", "Lead"), "mg/kg", "GB 5009.12", 3),
    Analyte("mercury", Text("总汞", "Total mercury"), "mg/kg", "GB 5009.17", 3),
    Analyte("arsenic", Text("总砷", "Total arsenic"), "mg/kg", "GB 5009.11", 3),
    Analyte("chromium", Text("铬", "Chromium"), "mg/kg", "GB 5009.123", 3),
    Analyte(
        "nitrite", Text("亚硝酸盐（以NaNO₂计）", "Nitrite (as NaNO₂)"), "mg/kg", "GB 5009.33", 2
    ),
    Analyte("melamine", Text("三聚氰胺", "Melamine"), "mg/kg", "GB/T 22388", 3, contraband=True),
    Analyte(
        "alkali", Text("碱类物质", "Alkali"), "", "监测计划", qualitative=True, contraband=True
    ),
    Analyte(
        "leather_protein",
        Text("革皮水解物", "Leather-hydrolysed protein"),
        "",
        "监测计划",
        qualitative=True,
        contraband=True,
    ),
    Analyte(
        "thiocyanate",
        Text("硫氰酸钠", "Sodium thiocyanate"),
        "mg/kg",
        "监测计划",
        2,
        contraband=True,
    ),
    Analyte(
        "beta_lactamase",
        Text("β-内酰胺酶", "β-lactamase"),
        "",
        "监测计划",
        qualitative=True,
        contraband=True,
    ),
    Analyte("psychrotrophs", Text("嗜冷菌", "Psychrotrophs"), "CFU/mL", "NY/T 1331", 0),
    Analyte("spores", Text("耐热芽孢菌", "Heat-resistant spores"), "CFU/mL", "NY/T 1331", 0),
)

ANALYTES: Mapping[str, Analyte] = MappingProxyType({analyte.code: analyte for analyte in _ALL})

ROUTINE: tuple[str, ...] = (
    "fat", "protein", "solids_not_fat", "density", "acidity", "freezing_point", "total_count",
    "somatic_cells", "antibiotics",
)  # fmt: skip
"""The panel of every tanker load at the plant's door."""

CONTRABAND: tuple[str, ...] = tuple(a.code for a in _ALL if a.contraband)
