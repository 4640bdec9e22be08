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

__all__ = [
    "CONTRACT_STATES",
    "SIDES",
    "Contract",
    "ContractComment",
    "ContractFiling",
    "ContractSignature",
    "ContractTermination",
    "FormClause",
    "ModelForm",
    "PriceKind",
    "SettlementPeriod",
    "SupplyStation",
]
