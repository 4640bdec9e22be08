"""The records of the herd, importable from one place."""

from milkshed.herd.models.animals import (
    Animal,
    AnimalEvent,
    AnimalIdentifier,
    AnimalStatus,
    EventKind,
    IdentifierScheme,
    Sex,
)
from milkshed.herd.models.farms import DaySource, Farm, FarmDay
from milkshed.herd.models.filings import FILING_STATES, FarmFiling
from milkshed.herd.models.test_days import ImportBatch, ImportKind, TestDay, TestDaySource

__all__ = [
    "FILING_STATES",
    "Animal",
    "AnimalEvent",
    "AnimalIdentifier",
    "AnimalStatus",
    "DaySource",
    "EventKind",
    "Farm",
    "FarmDay",
    "FarmFiling",
    "IdentifierScheme",
    "ImportBatch",
    "ImportKind",
    "Sex",
    "TestDay",
    "TestDaySource",
]
