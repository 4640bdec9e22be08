"""The records of the herd, importable from one place."""

from milkshed.herd.models.animals import (
    Animal,
    AnimalEvent,
    AnimalIdentifier,
    AnimalStatus,
    EventKind,
    EventSource,
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
from milkshed.herd.models.imports import ColumnMapping
from milkshed.herd.models.matches import MATCH_STATES, NumberMatch
from milkshed.herd.models.pens import Pen, PenPurpose
from milkshed.herd.models.protocols import ENROLMENT_ENDS, Enrolment, Protocol, ProtocolStep
from milkshed.herd.models.separations import MilkSeparation
from milkshed.herd.models.spells import AnimalSpell
from milkshed.herd.models.test_days import (
    ImportBatch,
    ImportKind,
    ImportState,
    TestDay,
    TestDaySource,
)

__all__ = [
    "ENROLMENT_ENDS",
    "FILING_STATES",
    "MATCH_STATES",
    "Animal",
    "AnimalEvent",
    "AnimalIdentifier",
    "AnimalSpell",
    "AnimalStatus",
    "AnimalStay",
    "ColumnMapping",
    "DaySource",
    "Enrolment",
    "EventKind",
    "EventSource",
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
    "ImportState",
    "MemberFarm",
    "MemberFigure",
    "MilkSeparation",
    "MonthAccount",
    "NumberMatch",
    "PackageRefusal",
    "Pen",
    "PenPurpose",
    "Protocol",
    "ProtocolStep",
    "Sex",
    "TestDay",
    "TestDaySource",
]
