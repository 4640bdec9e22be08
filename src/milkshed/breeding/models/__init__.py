"""The records of breeding, importable from one place."""

from milkshed.breeding.models.extension import (
    ALLOCATION_STATES,
    CLAIM_STATES,
    STATEMENT_STATES,
    Allocation,
    Batch,
    BatchKind,
    Claim,
    ClaimLine,
    Donor,
    EmbryoMethod,
    Quota,
    SubsidyStatement,
)
from milkshed.breeding.models.genotypes import (
    SAMPLE_STATES,
    GenotypeFile,
    GenotypeSample,
    LaboratoryFormat,
    Tissue,
)
from milkshed.breeding.models.mating import MATING_STATES, MatingPlan, PlannedMating
from milkshed.breeding.models.register import (
    ENTRY_STATES,
    Bull,
    ParentSource,
    PedigreeEntry,
    ReportedIndex,
    SemenStatus,
)
from milkshed.breeding.models.runs import (
    RUN_STATES,
    BullValue,
    CowValue,
    EvaluationRun,
    GenomicValue,
)
from milkshed.breeding.models.types import TypeClassification

__all__ = [
    "ALLOCATION_STATES",
    "CLAIM_STATES",
    "ENTRY_STATES",
    "MATING_STATES",
    "RUN_STATES",
    "SAMPLE_STATES",
    "STATEMENT_STATES",
    "Allocation",
    "Batch",
    "BatchKind",
    "Bull",
    "BullValue",
    "Claim",
    "ClaimLine",
    "CowValue",
    "Donor",
    "EmbryoMethod",
    "EvaluationRun",
    "GenomicValue",
    "GenotypeFile",
    "GenotypeSample",
    "LaboratoryFormat",
    "MatingPlan",
    "ParentSource",
    "PedigreeEntry",
    "PlannedMating",
    "Quota",
    "ReportedIndex",
    "SemenStatus",
    "SubsidyStatement",
    "Tissue",
    "TypeClassification",
]
