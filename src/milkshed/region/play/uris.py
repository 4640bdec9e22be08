"""The names of the played region's lots: GS1 Digital Links under the demonstration prefix."""

from functools import cache

from milkshed.kernel.day_numbers import day_of
from milkshed.kernel.identifiers import build_gdti, build_gtin14
from milkshed.region.science.world import GS1_PREFIX

_ROOT = "https://id.gs1.org"
_BULK_ITEMS = 990_000_000
# One trade item per kind of bulk milk; product lots bear their products' own numbers.
_MILKING = build_gtin14(GS1_PREFIX, _BULK_ITEMS + 1)
_FARM_TANK = build_gtin14(GS1_PREFIX, _BULK_ITEMS + 2)
_STATION_TANK = build_gtin14(GS1_PREFIX, _BULK_ITEMS + 3)
_LOAD = build_gtin14(GS1_PREFIX, _BULK_ITEMS + 4)
_SILO = build_gtin14(GS1_PREFIX, _BULK_ITEMS + 5)
_BATCH = build_gtin14(GS1_PREFIX, _BULK_ITEMS + 6)
_SHEET = build_gdti(GS1_PREFIX, 1)


@cache
def stamp(day: int) -> str:
    """A day number as ``yymmdd``."""
    return f"{day_of(day):%y%m%d}"


def lot(gtin: str, serial: str) -> str:
    """A lot of a trade item."""
    return f"{_ROOT}/01/{gtin}/10/{serial}"


def milking_lot(farm: int, day: int, session: int) -> str:
    """The milk of one session of a farm."""
    return lot(_MILKING, f"M{farm:04d}-{stamp(day)}-{session}")


def farm_tank_lot(farm: int, day: int) -> str:
    """A day's milk in a farm's tank."""
    return lot(_FARM_TANK, f"T{farm:04d}-{stamp(day)}")


def station_lot(station: int, day: int) -> str:
    """A day's milk in a station's tank."""
    return lot(_STATION_TANK, f"S{station:04d}-{stamp(day)}")


def load_lot(serial: str) -> str:
    """A tanker load."""
    return lot(_LOAD, f"L{serial}")


def silo_lot(plant: int, silo: str, serial: str) -> str:
    """A state of a silo."""
    return lot(_SILO, f"P{plant:02d}{silo}-{serial}")


def batch_lot(serial: str) -> str:
    """A processing batch."""
    return lot(_BATCH, f"B{serial}")


def sheet_gdti(serial: str) -> str:
    """The document number of a handover sheet."""
    return f"{_SHEET}{serial}"


def sheet_uri(serial: str) -> str:
    """A handover sheet."""
    return f"{_ROOT}/253/{_SHEET}{serial}"


def tanker_uri(grai: str) -> str:
    """A tanker."""
    return f"{_ROOT}/8003/{grai}"
