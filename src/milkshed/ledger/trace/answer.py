"""What a trace answers with."""

from dataclasses import dataclass
from datetime import datetime

from milkshed.kernel.text import Text
from milkshed.ledger.trace.graph import Gap, Model
from milkshed.ledger.trace.lots import LotKind


@dataclass(frozen=True, slots=True)
class TraceNode:
    """A lot on the way. ``share`` is its mass fraction: backward, of the traced lot that came by
    way of this lot; forward, of this lot that is the traced lot. ``made_at`` and the places are
    those of the event that made it, None where the ledger holds no such event."""

    uri: str
    kind: LotKind
    place_uri: str | None
    vessel_uri: str | None
    made_at: datetime | None
    mass_kg: float | None
    share: float | None
    event_id: str | None


@dataclass(frozen=True, slots=True)
class TraceHop:
    """A step from a source lot into a target lot; ``share`` is the source's fraction of it.

    ``reason`` names the vessel and the share; ``public_reason`` is for readers who may not see
    the event and says only what was done.
    """

    source: str
    target: str
    mass_kg: float | None
    share: float | None
    event_id: str
    biz_step: str | None
    at: datetime
    reason: Text
    public_reason: Text


@dataclass(frozen=True, slots=True)
class TraceEnd:
    """Where a trace ends: backward a source, forward what was not drawn on any further."""

    node: TraceNode
    share: float | None
    mass_kg: float | None


@dataclass(frozen=True, slots=True)
class Unknown:
    """A part whose origin the ledger does not hold, at which lot, and why."""

    uri: str
    share: float
    gap: Gap
    reason: Text


@dataclass(frozen=True, slots=True)
class Trace:
    """The answer to where a lot came from (``backward``) or went.

    Backward the shares of ``ends`` and ``unknown`` sum to 1 (mass fraction and plug flow). Forward,
    ``share`` of an end is the fraction of the traced lot found there and ``lost_kg`` what steps on
    the way lost of it. Under the conservative model shares are None: every lot named could hold a
    part. ``conservative`` says that this holds for the whole answer or, with the other models, for
    parts of it because masses or an order are missing. ``is_cut``: the bound of lots was reached.
    """

    start: TraceNode
    direction: str
    model: Model
    nodes: tuple[TraceNode, ...]
    hops: tuple[TraceHop, ...]
    ends: tuple[TraceEnd, ...]
    unknown: tuple[Unknown, ...]
    lost_kg: float | None
    conservative: bool
    is_cut: bool

    @property
    def sources(self) -> tuple[TraceEnd, ...]:
        """The ends of a backward trace."""
        return self.ends if self.direction == "backward" else ()
