"""The records of milk recording, importable from one place."""

from milkshed.recording.models.advice import ADVICE_STATES, AdvisoryVisit
from milkshed.recording.models.months import (
    REPORT_STATES,
    FarmReport,
    LactationFigure,
    MonthlyRun,
    StoredPopulation,
)
from milkshed.recording.models.plan import (
    VISIT_STATES,
    Enrolment,
    SampledBy,
    TestVisit,
    WeighingScheme,
)
from milkshed.recording.models.samples import LabFile, SampleTube, StandardReading, TubeState

__all__ = [
    "ADVICE_STATES",
    "REPORT_STATES",
    "VISIT_STATES",
    "AdvisoryVisit",
    "Enrolment",
    "FarmReport",
    "LabFile",
    "LactationFigure",
    "MonthlyRun",
    "SampleTube",
    "SampledBy",
    "StandardReading",
    "StoredPopulation",
    "TestVisit",
    "TubeState",
    "WeighingScheme",
]
