"""What other rooms may use of the ledger."""

from milkshed.ledger.capture.documents import CaptureOutcome, capture_document, capture_event
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
    "Gap",
    "LotKind",
    "Model",
    "Trace",
    "TraceEnd",
    "TraceHop",
    "TraceNode",
    "Unknown",
    "capture_document",
    "capture_event",
    "trace_backward",
    "trace_forward",
]
