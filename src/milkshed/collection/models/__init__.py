"""Stations, tankers, papers, purchase books and sheets; seals, weighings and changes of a load."""

from milkshed.collection.models.loads import (
    CHANGE_KINDS,
    CodeCheck,
    LoadChange,
    Weighbridge,
    Weighing,
)
from milkshed.collection.models.seals import SEAL_STATES, Seal, SealRange
from milkshed.collection.models.sheets import (
    SHEET_STATES,
    SIGNATURE_ROLES,
    STANDINGS,
    HandoverSheet,
    Licence,
    LicenceKind,
    Purchase,
    Signature,
    Station,
    StationKind,
    Tanker,
)

__all__ = [
    "CHANGE_KINDS",
    "SEAL_STATES",
    "SHEET_STATES",
    "SIGNATURE_ROLES",
    "STANDINGS",
    "CodeCheck",
    "HandoverSheet",
    "Licence",
    "LicenceKind",
    "LoadChange",
    "Purchase",
    "Seal",
    "SealRange",
    "Signature",
    "Station",
    "StationKind",
    "Tanker",
    "Weighbridge",
    "Weighing",
]
