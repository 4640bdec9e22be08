"""The records of trade, importable from one place."""

from milkshed.trade.models.contracts import (
    CONTRACT_STATES,
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
from milkshed.trade.models.credit import (
    CreditAppeal,
    CreditEntry,
    CreditRepair,
    CreditSignal,
    CreditStatement,
    StatutoryListing,
)

__all__ = [
    "CONTRACT_STATES",
    "SIDES",
    "Contract",
    "ContractComment",
    "ContractFiling",
    "ContractSignature",
    "ContractTermination",
    "CreditAppeal",
    "CreditEntry",
    "CreditRepair",
    "CreditSignal",
    "CreditStatement",
    "FormClause",
    "ModelForm",
    "PriceKind",
    "SettlementPeriod",
    "StatutoryListing",
    "SupplyStation",
]
