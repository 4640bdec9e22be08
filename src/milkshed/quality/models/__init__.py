"""Laboratories, samples with their chain of custody, results, and holds of lots."""

from milkshed.quality.models.custody import (
    CUSTODY_STEPS,
    PORTION_STATES,
    CustodyStep,
    RetainedPortion,
    Unblinding,
)
from milkshed.quality.models.holds import HOLD_STATES, Hold
from milkshed.quality.models.samples import (
    OFFICIAL_KINDS,
    SAMPLE_NUMBER,
    SAMPLE_STATES,
    VERDICT_CHOICES,
    Laboratory,
    Result,
    RoutinePanel,
    Sample,
    SampleKind,
)

__all__ = [
    "CUSTODY_STEPS",
    "HOLD_STATES",
    "OFFICIAL_KINDS",
    "PORTION_STATES",
    "SAMPLE_NUMBER",
    "SAMPLE_STATES",
    "VERDICT_CHOICES",
    "CustodyStep",
    "Hold",
    "Laboratory",
    "Result",
    "RetainedPortion",
    "RoutinePanel",
    "Sample",
    "SampleKind",
    "Unblinding",
]
