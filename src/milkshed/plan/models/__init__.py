"""Records of the plan room."""

from milkshed.plan.models.bulletins import (
    BULLETIN_STATES,
    PERIODS,
    Bulletin,
    CountyFigure,
)
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
from milkshed.plan.models.publications import (
    BREAKDOWNS,
    LICENCES,
    PUBLICATION_STATES,
    DataEdition,
    Publication,
)
from milkshed.plan.models.register import (
    PART_KINDS,
    UNIT_KINDS,
    WORK_KINDS,
    PlanPart,
    ResponsibleUnit,
)

__all__ = [
    "BREAKDOWNS",
    "BULLETIN_STATES",
    "DELIVERY_KINDS",
    "DUTY_ROLES",
    "EVIDENCE_KINDS",
    "ITEM_STATES",
    "KINDS",
    "LETTER_STATES",
    "LICENCES",
    "PART_KINDS",
    "PERIODS",
    "PROGRESS_STATES",
    "PUBLICATION_STATES",
    "REPORT_STATES",
    "SPLIT_BASES",
    "UNIT_KINDS",
    "VERSION_STATES",
    "WORK_KINDS",
    "Bulletin",
    "ClosedPeriod",
    "ComputedFigure",
    "Contradiction",
    "CountyFigure",
    "DataEdition",
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
    "Publication",
    "ResponsibleUnit",
    "SupervisionLetter",
    "TargetClaim",
    "TargetSplit",
]
