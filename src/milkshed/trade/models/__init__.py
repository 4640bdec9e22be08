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
from milkshed.trade.models.grids import GRID_STATES, GridAgreement, PayGrid
from milkshed.trade.models.settlements import (
    DISPUTE_STATES,
    SETTLEMENT_STATES,
    Settlement,
    SettlementDispute,
    SettlementLine,
)

__all__ = [
    "CONTRACT_STATES",
    "DISPUTE_STATES",
    "GRID_STATES",
    "SETTLEMENT_STATES",
    "SIDES",
    "Contract",
    "ContractComment",
    "ContractFiling",
    "ContractSignature",
    "ContractTermination",
    "FormClause",
    "GridAgreement",
    "ModelForm",
    "PayGrid",
    "PriceKind",
    "Settlement",
    "SettlementDispute",
    "SettlementLine",
    "SettlementPeriod",
    "SupplyStation",
]
