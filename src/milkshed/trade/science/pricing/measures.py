"""What a pay grid can look at: measures with their unit, decimals and usual mean.

Pure: no I/O, no clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from milkshed.kernel.text import Text


class Average(StrEnum):
    """How the values of a period become the one value that is priced."""

    WEIGHTED = "weighted"
    """Mass-weighted arithmetic mean, for what milk consists of."""
    GEOMETRIC = "geometric"
    """Geometric mean of the tests, for counts (Regulation (EC) 853/2004, annex III, section IX)."""
    EACH = "each"
    """No mean: every delivery is priced by its own value."""
    PERIOD = "period"
    """One value of the whole period: its daily volume, the month in which it ends."""


class Direction(StrEnum):
    """How a price must run with its measure."""

    UP = "up"
    DOWN = "down"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that moves a price.

    ``places`` are the decimals to which values and bounds are kept, ``low`` and ``high`` what is
    possible at all, ``averages`` the means that make sense, the usual one first.
    """

    code: str
    name: Text
    unit: str
    places: int
    low: Decimal
    high: Decimal
    averages: tuple[Average, ...]
    direction: Direction
    is_share: bool = False
    """Whether it is g/100 g, so that kilograms of it can be paid."""


_MEAN = (Average.WEIGHTED, Average.EACH)
_COUNT = (Average.GEOMETRIC, Average.EACH)
_EACH = (Average.EACH,)

_ALL = (
    Measure("fat", Text("脂肪", "Fat"), "g/100g", 2, Decimal(0), Decimal(15), _MEAN,
            Direction.UP, is_share=True),
    Measure("protein", Text("蛋白质", "Protein"), "g/100g", 2, Decimal(0), Decimal(10), _MEAN,
            Direction.UP, is_share=True),
    Measure("solids_not_fat", Text("非脂乳固体", "Solids-not-fat"), "g/100g", 2, Decimal(0),
            Decimal(15), _MEAN, Direction.UP, is_share=True),
    Measure("total_solids", Text("全乳固体", "Total solids"), "g/100g", 2, Decimal(0), Decimal(25),
            _MEAN, Direction.UP, is_share=True),
    Measure("total_count", Text("菌落总数", "Total count"), "CFU/mL", 0, Decimal(0),
            Decimal(1_000_000_000), _COUNT, Direction.DOWN),
    Measure("somatic_cells", Text("体细胞数", "Somatic cells"), "个/mL", 0, Decimal(0),
            Decimal(100_000_000), _COUNT, Direction.DOWN),
    Measure("freezing_point", Text("冰点", "Freezing point"), "℃", 3, Decimal(-1), Decimal(0),
            (Average.EACH, Average.WEIGHTED), Direction.DOWN),
    Measure("residue", Text("药物残留检出", "Residue found"), "0/1", 0, Decimal(0), Decimal(1),
            _EACH, Direction.DOWN),
    Measure("temperature", Text("到厂奶温", "Temperature on arrival"), "℃", 1, Decimal(-5),
            Decimal(45), (Average.EACH, Average.WEIGHTED), Direction.DOWN),
    Measure("volume", Text("日均交奶量", "Daily volume"), "kg/日", 0, Decimal(0),
            Decimal(100_000_000), (Average.PERIOD,), Direction.FREE),
    Measure("month", Text("月份", "Month"), "月", 0, Decimal(1), Decimal(12), (Average.PERIOD,),
            Direction.FREE),
    Measure("distance", Text("运距", "Distance"), "km", 0, Decimal(0), Decimal(5_000), _EACH,
            Direction.DOWN),
)  # fmt: skip

MEASURES: Mapping[str, Measure] = MappingProxyType({one.code: one for one in _ALL})

TESTED: tuple[str, ...] = (
    "fat", "protein", "solids_not_fat", "total_solids", "total_count", "somatic_cells",
    "freezing_point", "residue",
)  # fmt: skip
"""Measures that come from a laboratory; the others come from the sheet and the calendar."""
