"""Units of UN/ECE Recommendation 20 that measure the same thing, and how they convert.

A value asked for in one unit is found where it was stated in another. Factors to the SI unit are
those of Recommendation 20, annex I; a unit that is not here compares with itself only.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple


class _Unit(NamedTuple):
    """``si = value * factor + offset``."""

    factor: float
    offset: float = 0.0


_DIMENSIONS: tuple[Mapping[str, _Unit], ...] = (
    {  # temperature
        "KEL": _Unit(1.0),
        "CEL": _Unit(1.0, 273.15),
        "FAH": _Unit(5 / 9, 459.67 * 5 / 9),
    },
    {  # mass
        "KGM": _Unit(1.0),
        "GRM": _Unit(1e-3),
        "MGM": _Unit(1e-6),
        "MC": _Unit(1e-9),
        "DTN": _Unit(100.0),
        "TNE": _Unit(1e3),
        "KTN": _Unit(1e6),
        "LBR": _Unit(0.45359237),
        "ONZ": _Unit(0.028349523125),
    },
    {  # volume
        "MTQ": _Unit(1.0),
        "LTR": _Unit(1e-3),
        "DMQ": _Unit(1e-3),
        "HLT": _Unit(0.1),
        "DLT": _Unit(1e-4),
        "CLT": _Unit(1e-5),
        "MLT": _Unit(1e-6),
        "CMQ": _Unit(1e-6),
        "GLL": _Unit(3.785411784e-3),
        "GLI": _Unit(4.54609e-3),
    },
    {  # length
        "MTR": _Unit(1.0),
        "KMT": _Unit(1e3),
        "DMT": _Unit(0.1),
        "CMT": _Unit(1e-2),
        "MMT": _Unit(1e-3),
        "4H": _Unit(1e-6),
        "INH": _Unit(0.0254),
        "FOT": _Unit(0.3048),
        "YRD": _Unit(0.9144),
        "SMI": _Unit(1609.344),
    },
    {  # time
        "SEC": _Unit(1.0),
        "C26": _Unit(1e-3),
        "MIN": _Unit(60.0),
        "HUR": _Unit(3_600.0),
        "DAY": _Unit(86_400.0),
        "WEE": _Unit(604_800.0),
    },
    {  # pressure
        "PAL": _Unit(1.0),
        "A97": _Unit(100.0),
        "KPA": _Unit(1e3),
        "MPA": _Unit(1e6),
        "BAR": _Unit(1e5),
        "MBR": _Unit(100.0),
        "ATM": _Unit(101_325.0),
        "PS": _Unit(6_894.757),
    },
    {  # speed
        "MTS": _Unit(1.0),
        "KMH": _Unit(1 / 3.6),
        "HM": _Unit(0.44704),
        "KNT": _Unit(1852 / 3600),
    },
    {  # energy
        "JOU": _Unit(1.0),
        "KJO": _Unit(1e3),
        "3B": _Unit(1e6),
        "WHR": _Unit(3_600.0),
        "KWH": _Unit(3.6e6),
    },
    {  # power
        "WTT": _Unit(1.0),
        "KWT": _Unit(1e3),
        "MAW": _Unit(1e6),
    },
    {  # proportion
        "C62": _Unit(1.0),
        "P1": _Unit(1e-2),
        "59": _Unit(1e-6),
        "61": _Unit(1e-9),
    },
    {  # mass concentration
        "KMQ": _Unit(1.0),
        "GL": _Unit(1.0),
        "B35": _Unit(1e3),
        "M1": _Unit(1e-3),
    },
    {  # volume flow
        "MQS": _Unit(1.0),
        "MQH": _Unit(1 / 3_600),
        "L2": _Unit(1e-3 / 60),
        "E32": _Unit(1e-3 / 3_600),
        "G51": _Unit(1e-3),
    },
    {  # electric potential
        "VLT": _Unit(1.0),
        "2Z": _Unit(1e-3),
        "KVT": _Unit(1e3),
    },
)
_DIMENSION_OF: Mapping[str, Mapping[str, _Unit]] = MappingProxyType(
    {uom: dimension for dimension in _DIMENSIONS for uom in dimension}
)


def in_every_unit(value: float, uom: str) -> Iterator[tuple[str, float]]:
    """Yield the value in its own unit and in every other unit of the same dimension."""
    yield uom, value
    dimension = _DIMENSION_OF.get(uom, {})
    if dimension:
        factor, offset = dimension[uom]
        si = value * factor + offset
        for other, (other_factor, other_offset) in dimension.items():
            if other != uom:
                yield other, (si - other_offset) / other_factor
