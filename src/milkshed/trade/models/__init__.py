"""The records of trade, importable from one place."""

from milkshed.trade.models.complaints import (
    COMPLAINT_KINDS,
    COMPLAINT_STATES,
    OPEN_COMPLAINTS,
    AgreementSignature,
    Complaint,
    ComplaintStatement,
    ThirdPartyTest,
)
from milkshed.trade.models.contracts import (
    CONTRACT_STATES,
    FILING_STATES,
    SIDES,
    Contract,
    ContractComment,
    ContractFiling,
    ContractSignature,
    ContractTermination,
    FormClause,
    ModelForm,
    PriceKind,
    SettlementPeriod,
    SupplyStation,
)
from milkshed.trade.models.grids import GRID_STATES, GridAgreement, PayGrid
from milkshed.trade.models.payments import PAYMENT_STATES, Payment, Receivable
from milkshed.trade.models.settlements import (
    DISPUTE_STATES,
    SETTLEMENT_STATES,
    Settlement,
    SettlementDispute,
    SettlementLine,
)

__all__ = [
    "COMPLAINT_KINDS",
    "COMPLAINT_STATES",
    "CONTRACT_STATES",
    "DISPUTE_STATES",
    "FILING_STATES",
    "GRID_STATES",
    "OPEN_COMPLAINTS",
    "PAYMENT_STATES",
    "SETTLEMENT_STATES",
    "SIDES",
    "AgreementSignature",
    "Complaint",
    "ComplaintStatement",
    "Contract",
    "ContractComment",
    "ContractFiling",
    "ContractSignature",
    "ContractTermination",
    "FormClause",
    "GridAgreement",
    "ModelForm",
    "PayGrid",
    "Payment",
    "PriceKind",
    "Receivable",
    "Settlement",
    "SettlementDispute",
    "SettlementLine",
    "SettlementPeriod",
    "SupplyStation",
    "ThirdPartyTest",
]
