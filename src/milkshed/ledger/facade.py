"""What other rooms may use of the ledger."""

from milkshed.ledger.balance.daily import DayBalance, place_days, vessel_days
from milkshed.ledger.balance.finding import Finding, FindingKind
from milkshed.ledger.balance.findings import find_imbalances
from milkshed.ledger.balance.report import MassBalance, mass_balance
from milkshed.ledger.balance.tolerance import Tolerance, tolerance_on
from milkshed.ledger.capture.documents import CaptureOutcome, capture_document, capture_event
from milkshed.ledger.gs1.digital_link import DigitalLink
from milkshed.ledger.log.proofs import EventProof, proof_of
from milkshed.ledger.query.briefs import EventBrief, brief_events, lot_kinds
from milkshed.ledger.query.dispositions import (
    STOPPING,
    LotMove,
    Standing,
    moves_since,
    require_available,
    standing_dispositions,
)
from milkshed.ledger.query.events import StoredEvent, find_event
from milkshed.ledger.recall.changes import Change, CleaningAt, MadeAfter
from milkshed.ledger.recall.composition import Composition, composition
from milkshed.ledger.recall.dispersion import Dispersion, dispersion
from milkshed.ledger.recall.scope import (
    RecallScope,
    ScopedLot,
    WhatIf,
    recall_scope,
    recall_scopes,
    residue_threshold,
    what_if,
)
from milkshed.ledger.recall.sources import (
    LotTest,
    NextSample,
    RankedSource,
    SourceRanking,
    rank_sources,
)
from milkshed.ledger.resolver import link_types
from milkshed.ledger.resolver.house_links import (
    HouseRule,
    register_house_links,
    register_things,
)
from milkshed.ledger.resolver.offers import Entry, Offer, describe
from milkshed.ledger.resolver.resolution import (
    Resolution,
    read_identifier,
    register_links_page,
    register_page,
    resolve,
)
from milkshed.ledger.scope import names_in_scope, visible_events
from milkshed.ledger.steps import step_name
from milkshed.ledger.trace.answer import Trace, TraceEnd, TraceHop, TraceNode, Unknown
from milkshed.ledger.trace.graph import Gap, Model
from milkshed.ledger.trace.lots import LotKind
from milkshed.ledger.trace.queries import trace_backward, trace_forward

__all__ = [
    "STOPPING",
    "CaptureOutcome",
    "Change",
    "CleaningAt",
    "Composition",
    "DayBalance",
    "DigitalLink",
    "Dispersion",
    "Entry",
    "EventBrief",
    "EventProof",
    "Finding",
    "FindingKind",
    "Gap",
    "HouseRule",
    "LotKind",
    "LotMove",
    "LotTest",
    "MadeAfter",
    "MassBalance",
    "Model",
    "NextSample",
    "Offer",
    "RankedSource",
    "RecallScope",
    "Resolution",
    "ScopedLot",
    "SourceRanking",
    "Standing",
    "StoredEvent",
    "Tolerance",
    "Trace",
    "TraceEnd",
    "TraceHop",
    "TraceNode",
    "Unknown",
    "WhatIf",
    "brief_events",
    "capture_document",
    "capture_event",
    "composition",
    "describe",
    "dispersion",
    "find_event",
    "find_imbalances",
    "link_types",
    "lot_kinds",
    "mass_balance",
    "moves_since",
    "names_in_scope",
    "place_days",
    "proof_of",
    "rank_sources",
    "read_identifier",
    "recall_scope",
    "recall_scopes",
    "register_house_links",
    "register_links_page",
    "register_page",
    "register_things",
    "require_available",
    "residue_threshold",
    "resolve",
    "standing_dispositions",
    "step_name",
    "tolerance_on",
    "trace_backward",
    "trace_forward",
    "vessel_days",
    "visible_events",
    "what_if",
]
