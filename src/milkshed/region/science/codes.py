"""Lot codes, article numbers and sheet numbers of the simulated flow.

A code says what kind of lot it is, whose, and of which day (YYMMDD), in at most 20 characters of
GS1 character set 82. Codes of the same world and days are the same in every run.
"""

from milkshed.kernel.identifiers import build_gdti, build_gtin14, build_sscc
from milkshed.region.science.days import day_of

RAW_MILK_GTIN = build_gtin14("952", 900_001)
BULK_MILK_GTIN = build_gtin14("952", 900_002)
_SHEET_TYPE = 253
_PREFIX = "952"


def day_code(day_number: int) -> str:
    """A day as YYMMDD."""
    return f"{day_of(day_number):%y%m%d}"


def milking_lot(farm_number: int, day: str, session: int) -> str:
    """A milking's lot; sessions count from 0 and are written from 1."""
    return f"M{farm_number:03d}-{day}-{session + 1}"


def farm_lot(farm_number: int, day: str) -> str:
    """A farm tank lot."""
    return f"F{farm_number:03d}-{day}"


def station_lot(station_number: int, day: str) -> str:
    """A station tank lot."""
    return f"S{station_number:03d}-{day}"


def load_lot(station_number: int, day: str, nth: int) -> str:
    """The n-th load (from 1) of a station tank lot."""
    return f"L{station_number:03d}-{day}-{nth:02d}"


def silo_lot(plant_number: int, silo: int, serial: int) -> str:
    """A silo state; ``silo`` from 0, ``serial`` of the plant's unloadings."""
    return f"Z{plant_number:02d}-{silo + 1}-{serial:06d}"


def batch_lot(plant_number: int, day: str, serial: int) -> str:
    """A batch; ``serial`` of the plant's batches."""
    return f"B{plant_number:02d}-{day}-{serial:05d}"


def product_lot(plant_number: int, day: str, serial: int) -> str:
    """A product lot; ``serial`` of the plant's product lots."""
    return f"P{plant_number:02d}{day}{serial:05d}"


def pallet_sscc(serial: int) -> str:
    """The SSCC of a pallet."""
    return build_sscc(_PREFIX, serial + 1)


def sheet_number(day: str, serial: int) -> str:
    """The GDTI of a handover sheet; ``serial`` of all sheets of the flow."""
    return build_gdti(_PREFIX, _SHEET_TYPE, f"J{day}{serial + 1:06d}")
