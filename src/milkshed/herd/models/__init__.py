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
from milkshed.herd.models.federation import (
    AnimalStay,
    FederationMember,
    FederationPackage,
    MemberFarm,
    MemberFigure,
    PackageRefusal,
)
from milkshed.herd.models.figures import FarmFigure, FarmWaitingPeriod, MonthAccount
from milkshed.herd.models.filings import FILING_STATES, FarmFiling
from milkshed.herd.models.test_days import ImportBatch, ImportKind, TestDay

__all__ = [
    "FILING_STATES",
    "Animal",
    "AnimalEvent",
    "AnimalIdentifier",
    "AnimalStatus",
    "AnimalStay",
    "DaySource",
    "EventKind",
    "Farm",
    "FarmDay",
    "FarmFigure",
    "FarmFiling",
    "FarmWaitingPeriod",
    "FederationMember",
    "FederationPackage",
    "IdentifierScheme",
    "ImportBatch",
    "ImportKind",
    "MemberFarm",
    "MemberFigure",
    "MonthAccount",
    "PackageRefusal",
    "Sex",
    "TestDay",
]
