"""What other rooms may use of the ledger."""

from milkshed.ledger.balance.daily import DayBalance, place_days, vessel_days
from milkshed.ledger.balance.findings import Finding, FindingKind
from milkshed.ledger.balance.report import MassBalance, mass_balance
from milkshed.ledger.capture.documents import CaptureOutcome, capture_document, capture_event
from milkshed.ledger.query.events import StoredEvent, find_event
from milkshed.ledger.resolver import Resolution, register_page, resolve
from milkshed.ledger.trace.graph import Gap, Model
from milkshed.ledger.trace.lots import LotKind
from milkshed.ledger.trace.queries import (
    Trace,
    TraceEnd,
    TraceHop,
    TraceNode,
    Unknown,
    trace_backward,
    trace_forward,
)

__all__ = [
    "CaptureOutcome",
    "DayBalance",
    "Finding",
    "FindingKind",
    "Gap",
    "LotKind",
    "MassBalance",
    "Model",
    "Resolution",
    "StoredEvent",
    "Trace",
    "TraceEnd",
    "TraceHop",
    "TraceNode",
    "Unknown",
    "capture_document",
    "capture_event",
    "find_event",
    "mass_balance",
    "place_days",
    "register_page",
    "resolve",
    "trace_backward",
    "trace_forward",
    "vessel_days",
]
