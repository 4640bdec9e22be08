"""The records of breeding, importable from one place."""

from milkshed.breeding.models.genotypes import (
    SAMPLE_STATES,
    GenotypeFile,
    GenotypeSample,
    LaboratoryFormat,
    Tissue,
)
from milkshed.breeding.models.register import (
    ENTRY_STATES,
    Bull,
    ParentSource,
    PedigreeEntry,
    ReportedIndex,
    SemenStatus,
)
from milkshed.breeding.models.runs import RUN_STATES, BullValue, CowValue, EvaluationRun
from milkshed.breeding.models.types import TypeClassification

__all__ = [
    "ENTRY_STATES",
    "RUN_STATES",
    "SAMPLE_STATES",
    "Bull",
    "BullValue",
    "CowValue",
    "EvaluationRun",
    "GenotypeFile",
    "GenotypeSample",
    "LaboratoryFormat",
    "ParentSource",
    "PedigreeEntry",
    "ReportedIndex",
    "SemenStatus",
    "Tissue",
    "TypeClassification",
]
