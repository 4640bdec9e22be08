"""Records of the plan room."""

from milkshed.plan.models.ledger import (
    EVIDENCE_KINDS,
    ITEM_STATES,
    PROGRESS_STATES,
    ClosedPeriod,
    LedgerItem,
    Meeting,
    ProgressEvidence,
    ProgressReport,
)
from milkshed.plan.models.letters import (
    DELIVERY_KINDS,
    LETTER_STATES,
    Delivery,
    SupervisionLetter,
)
from milkshed.plan.models.lists import DUTY_ROLES, SPLIT_BASES, Duty, TargetSplit
from milkshed.plan.models.plan import (
    KINDS,
    REPORT_STATES,
    VERSION_STATES,
    ComputedFigure,
    Contradiction,
    Indicator,
    ManualReport,
    Milestone,
    PlanVersion,
    TargetClaim,
)
from milkshed.plan.models.register import (
    PART_KINDS,
    UNIT_KINDS,
    WORK_KINDS,
    PlanPart,
    ResponsibleUnit,
)

__all__ = [
    "DELIVERY_KINDS",
    "DUTY_ROLES",
    "EVIDENCE_KINDS",
    "ITEM_STATES",
    "KINDS",
    "LETTER_STATES",
    "PART_KINDS",
    "PROGRESS_STATES",
    "REPORT_STATES",
    "SPLIT_BASES",
    "UNIT_KINDS",
    "VERSION_STATES",
    "WORK_KINDS",
    "ClosedPeriod",
    "ComputedFigure",
    "Contradiction",
    "Delivery",
    "Duty",
    "Indicator",
    "LedgerItem",
    "ManualReport",
    "Meeting",
    "Milestone",
    "PlanPart",
    "PlanVersion",
    "ProgressEvidence",
    "ProgressReport",
    "ResponsibleUnit",
    "SupervisionLetter",
    "TargetClaim",
    "TargetSplit",
]
