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
from milkshed.trade.models.payments import PAYMENT_STATES, Payment, Receivable

__all__ = [
    "COMPLAINT_KINDS",
    "COMPLAINT_STATES",
    "CONTRACT_STATES",
    "FILING_STATES",
    "OPEN_COMPLAINTS",
    "PAYMENT_STATES",
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
    "ModelForm",
    "Payment",
    "PriceKind",
    "Receivable",
    "SettlementPeriod",
    "SupplyStation",
    "ThirdPartyTest",
]
