"""Units of measure: names in both languages, codes of UN/ECE Recommendation 20, conversion.

Quantities convert only within one kind. One hectare is 15 mu; areas count in mu, so that mu,
hectares and square metres convert exactly. 万 is 10⁴, 亿 is 10⁸.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import TypeVar

from milkshed.kernel.problems import invalid
from milkshed.kernel.text import Text

WAN = 10_000
YI = 100_000_000
KG_PER_TONNE = 1_000
KG_PER_WAN_TONNES = WAN * KG_PER_TONNE
MU_PER_HECTARE = 15
JIN_PER_KG = 2

Number = TypeVar("Number", float, Decimal)


@dataclass(frozen=True, slots=True)
class Unit:
    """One unit: its key, what people read, its kind, how many base units it holds.

    ``code`` is the UN/ECE Recommendation 20 common code where there is one.
    """

    key: str
    symbol: Text
    kind: str
    factor: Decimal
    code: str = ""


def _unit(key: str, zh: str, en: str, kind: str, factor: str, code: str = "") -> tuple[str, Unit]:
    return key, Unit(key, Text(zh, en), kind, Decimal(factor), code)


UNITS: Mapping[str, Unit] = MappingProxyType(
    dict(
        [
            _unit("g", "克", "g", "mass", "0.001", "GRM"),
            _unit("kg", "公斤", "kg", "mass", "1", "KGM"),
            _unit("t", "吨", "t", "mass", "1000", "TNE"),
            _unit("wan_t", "万吨", "10⁴ t", "mass", "10000000"),
            _unit("kg_per_day", "公斤/天", "kg/d", "mass-flow", "1"),
            _unit("t_per_day", "吨/天", "t/d", "mass-flow", "1000"),
            _unit("head", "头", "head", "animals", "1", "HEA"),
            _unit("wan_head", "万头", "10⁴ head", "animals", "10000"),
            _unit("m2", "平方米", "m²", "area", "0.0015", "MTK"),
            _unit("mu", "亩", "mu", "area", "1"),
            _unit("wan_mu", "万亩", "10⁴ mu", "area", "10000"),
            _unit("hectare", "公顷", "ha", "area", "15", "HAR"),
            _unit("km2", "平方公里", "km²", "area", "1500", "KMK"),
            _unit("l", "升", "L", "volume", "0.001", "LTR"),
            _unit("m3", "立方米", "m³", "volume", "1", "MTQ"),
            _unit("m", "米", "m", "length", "1", "MTR"),
            _unit("km", "公里", "km", "length", "1000", "KMT"),
            _unit("s", "秒", "s", "time", "1", "SEC"),
            _unit("min", "分钟", "min", "time", "60", "MIN"),
            _unit("h", "小时", "h", "time", "3600", "HUR"),
            _unit("d", "天", "d", "time", "86400", "DAY"),
            _unit("yuan", "元", "yuan", "money", "1"),
            _unit("wan_yuan", "万元", "10⁴ yuan", "money", "10000"),
            _unit("yi_yuan", "亿元", "10⁸ yuan", "money", "100000000"),
            _unit("yuan_per_kg", "元/公斤", "yuan/kg", "price", "1"),
            _unit("yuan_per_t", "元/吨", "yuan/t", "price", "0.001"),
            _unit("celsius", "℃", "°C", "temperature", "1", "CEL"),
            _unit("percent", "%", "%", "share", "0.01", "P1"),
            _unit("ratio", "", "", "share", "1", "C62"),
            _unit("cells_per_ml", "个/毫升", "cells/mL", "count-density", "1"),
            _unit("wan_per_ml", "万/毫升", "10⁴/mL", "count-density", "10000"),
        ]
    )
)


def unit(key: str) -> Unit:
    """Return a unit by key; raises Problem for an unknown one."""
    found = UNITS.get(key)
    if found is None:
        raise invalid("unit", key, "known-unit", f"没有单位“{key}”", f"There is no unit {key!r}")
    return found


def convert(value: Number, from_key: str, to_key: str) -> Number:
    """Return the value in another unit of the same kind (float stays float, Decimal Decimal).

    Raises Problem when the units measure different things.
    """
    source, target = unit(from_key), unit(to_key)
    if source.kind != target.kind:
        raise invalid(
            "unit",
            f"{from_key} → {to_key}",
            "same-kind",
            f"“{source.symbol.zh}”不能换算为“{target.symbol.zh}”",
            f"{source.symbol.en} cannot be converted to {target.symbol.en}",
        )
    if source.key == target.key:
        return value
    if isinstance(value, Decimal):
        return value * source.factor / target.factor
    return value * float(source.factor) / float(target.factor)


def grouped(value: float | Decimal, places: int = 0) -> str:
    """Write a number with thousands parted by commas."""
    return f"{value:,.{places}f}"


def wan(value: float | Decimal, places: int = 1) -> str:
    """Write a number in 万 (10⁴), as in ``92.0万``."""
    return f"{value / WAN:,.{places}f}万"


def yi(value: float | Decimal, places: int = 2) -> str:
    """Write a number in 亿 (10⁸), as in ``804.00亿``."""
    return f"{value / YI:,.{places}f}亿"


def as_people_say(value: float | Decimal, places: int = 1) -> str:
    """Write a number plainly below 10,000, in 万 below 10⁸ and in 亿 from there on."""
    size = -value if value < 0 else value
    if size >= YI:
        return yi(value, places)
    if size >= WAN:
        return wan(value, places)
    return grouped(value, places if value != int(value) else 0)


def percent(share: float | Decimal, places: int = 1) -> str:
    """Write a share (0.985) as a percentage (``98.5%``)."""
    return f"{share * 100:.{places}f}%"
