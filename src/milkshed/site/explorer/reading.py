"""Both directions of a lot's trace in one reading, cut to what its reader may see.

Places, masses and numbers stay with those who may read the event that they come from, as at the
Digital Link: everybody else reads the kind of lot, the time and the share.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from milkshed.kernel.clock import shanghai_day
from milkshed.kernel.text import Text
from milkshed.ledger.facade import (
    Model,
    Trace,
    TraceHop,
    TraceNode,
    brief_events,
    trace_backward,
    trace_forward,
    visible_events,
)
from milkshed.platform.permissions import may
from milkshed.site.names import Named, names_of, page_of

MODELS: Mapping[Model, Text] = {
    Model.CONSERVATIVE: Text("保守（凡可能接触）", "Conservative (any contact)"),
    Model.MASS_FRACTION: Text("质量分数（充分混合）", "Mass fraction (well mixed)"),
    Model.PLUG_FLOW: Text("推流（先进先出）", "Plug flow (first in, first out)"),
}
CLOSED = Text("其他单位", "another organisation")


class Side(StrEnum):
    """Where a lot lies seen from the lot asked about."""

    BEFORE = "before"
    START = "start"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked: the lot, the model of mixing, the smallest share, and how far to look.

    ``threshold`` is a mass fraction, ``depth`` a number of steps (None: all of them), and the
    days are those on which a lot was made, both included.
    """

    uri: str
    model: Model = Model.MASS_FRACTION
    threshold: float = 0.0
    depth: int | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class Hop:
    """Why a lot is on the list: what went in or came out, how much, by which fact."""

    other: str
    reason: Text
    share: float | None
    kg: float | None
    at: datetime
    event_id: str


@dataclass(frozen=True, slots=True)
class Lot:
    """One lot of the reading.

    ``share`` is backward the part of the lot asked about that came by way of this lot, forward
    the part of this lot that is the lot asked about; ``shared_kg`` is the same in kilograms.
    ``event_id`` is empty where the reader may not open the event that made the lot.
    """

    node: TraceNode
    side: Side
    steps: int
    place: Named | None
    vessel: Named | None
    is_open: bool
    is_end: bool
    share: float | None
    shared_kg: float | None
    hops: tuple[Hop, ...]

    @property
    def number(self) -> str:
        """The lot's own number; empty where it is another's."""
        return self.node.uri.rpartition("/")[2] if self.is_open else ""

    @property
    def mass_kg(self) -> float | None:
        """The mass of the whole lot."""
        return self.node.mass_kg if self.is_open else None

    @property
    def event_id(self) -> str:
        """The event that made it."""
        return (self.node.event_id or "") if self.is_open else ""

    @property
    def page(self) -> str:
        """The lot's public page."""
        return page_of(self.node.uri) if self.is_open else ""

    @property
    def place_name(self) -> Text:
        """The place, or that it is another's."""
        if not self.is_open:
            return CLOSED
        return self.place.name if self.place else Text("未登记的场所", "a place not on record")

    @property
    def vessel_name(self) -> Text | None:
        """The vessel in the place, or the tanker."""
        if not self.is_open or self.vessel is None:
            return None
        return self.vessel.vessel or self.vessel.name


@dataclass(frozen=True, slots=True)
class UnknownPart:
    """A part that the records do not explain: at which lot, why, and what share it is."""

    number: str
    kind: Text
    reason: Text
    share: float


@dataclass(frozen=True, slots=True)
class Sums:
    """How the answer adds up. Backward in shares (found, unknown, beyond what is shown: together
    one); forward in kg (found, lost on the way). None where the model gives no shares."""

    found: float | None
    unknown: float | None
    found_kg: float | None
    lost_kg: float | None


@dataclass(frozen=True, slots=True)
class Exploration:
    """The answer: all lots in both directions, what is unknown, and how it adds up."""

    wanted: Wanted
    start: Lot
    lots: tuple[Lot, ...]
    links: tuple[TraceHop, ...]
    unknown: tuple[UnknownPart, ...]
    unknown_at: Mapping[str, float]
    sums: Sums
    hidden: int
    conservative: bool
    is_cut: bool

    def on(self, side: Side) -> tuple[Lot, ...]:
        """The lots of one side, in the order of the way."""
        return tuple(lot for lot in self.lots if lot.side is side)

    @property
    def closed(self) -> int:
        """How many lots belong to others."""
        return sum(not lot.is_open for lot in self.lots)


def explore(person: Any, wanted: Wanted) -> Exploration | None:
    """Read both directions of a lot; None when the ledger does not know it."""
    back = trace_backward(wanted.uri, model=wanted.model)
    ahead = trace_forward(wanted.uri, model=wanted.model)
    if back is None or ahead is None:
        return None
    open_events = _readable((back, ahead), person)
    names = names_of(
        uri
        for trace in (back, ahead)
        for node in trace.nodes
        if node.event_id in open_events
        for uri in (node.place_uri, node.vessel_uri)
    )
    sides = _Sides(back, ahead, open_events, names)
    every = sides.lots()
    kept = tuple(lot for lot in every if _wanted(lot, wanted))
    shown = {lot.node.uri for lot in kept}
    parts = [part for part in back.unknown if part.share > 0]
    return Exploration(
        wanted=wanted,
        start=next(lot for lot in kept if lot.side is Side.START),
        lots=kept,
        links=tuple(
            hop for hop in (*back.hops, *ahead.hops) if hop.source in shown and hop.target in shown
        ),
        unknown=tuple(sides.unknown(part.uri, part.reason, part.share) for part in parts),
        unknown_at={part.uri: part.share for part in parts},
        sums=_sums(back, ahead),
        hidden=len(every) - len(kept),
        conservative=back.conservative or ahead.conservative,
        is_cut=back.is_cut or ahead.is_cut,
    )


def _readable(traces: Iterable[Trace], person: Any) -> Collection[str | None]:
    """The events behind the traces that the person may read."""
    if not may(person, "ledger.query"):
        return ()
    events = {
        event_id
        for trace in traces
        for event_id in (
            *(node.event_id for node in trace.nodes),
            *(hop.event_id for hop in trace.hops),
        )
        if event_id
    }
    return brief_events(events, visible_events(person)).keys()


def _wanted(lot: Lot, wanted: Wanted) -> bool:
    if lot.side is Side.START:
        return True
    if wanted.depth is not None and lot.steps > wanted.depth:
        return False
    if lot.share is not None and lot.share < wanted.threshold:
        return False
    if lot.node.made_at is None:
        return wanted.first is None and wanted.last is None
    day = shanghai_day(lot.node.made_at)
    return (wanted.first is None or day >= wanted.first) and (
        wanted.last is None or day <= wanted.last
    )


def _sums(back: Trace, ahead: Trace) -> Sums:
    if back.model is Model.CONSERVATIVE:
        return Sums(None, None, None, None)
    return Sums(
        found=sum(end.share or 0.0 for end in back.ends),
        unknown=sum(part.share for part in back.unknown),
        found_kg=sum(end.mass_kg or 0.0 for end in ahead.ends),
        lost_kg=ahead.lost_kg,
    )


@dataclass(frozen=True, slots=True)
class _Sides:
    """Both traces with the names that may be shown, while lots are made of them."""

    back: Trace
    ahead: Trace
    open_events: Collection[str | None]
    names: Mapping[str, Named]

    def lots(self) -> list[Lot]:
        start = self.back.start.uri
        into = _by(self.back.hops, lambda hop: hop.source)
        out_of = _by(self.ahead.hops, lambda hop: hop.target)
        before = _steps(start, _by(self.back.hops, lambda hop: hop.target), lambda hop: hop.source)
        after = _steps(start, _by(self.ahead.hops, lambda hop: hop.source), lambda hop: hop.target)
        ends = {end.node.uri for end in (*self.back.ends, *self.ahead.ends)}
        found = [
            self._lot(node, Side.BEFORE, before.get(node.uri, 0), into, ends)
            for node in self.back.nodes
            if node.uri != start
        ]
        found.append(self._lot(self.back.start, Side.START, 0, {}, set()))
        found += [
            self._lot(node, Side.AFTER, after.get(node.uri, 0), out_of, ends)
            for node in self.ahead.nodes
            if node.uri != start
        ]
        return found

    def _lot(
        self,
        node: TraceNode,
        side: Side,
        steps: int,
        hops: Mapping[str, list[TraceHop]],
        ends: Collection[str],
    ) -> Lot:
        is_open = node.event_id in self.open_events
        share = None if side is Side.START else node.share
        return Lot(
            node=node,
            side=side,
            steps=steps,
            place=self.names.get(node.place_uri or ""),
            vessel=self.names.get(node.vessel_uri or ""),
            is_open=is_open,
            is_end=node.uri in ends,
            share=share,
            shared_kg=self._shared_kg(node, side, share, hops.get(node.uri, ()), is_open=is_open),
            hops=tuple(self._hop(hop, side) for hop in hops.get(node.uri, ())),
        )

    def _shared_kg(
        self,
        node: TraceNode,
        side: Side,
        share: float | None,
        hops: Sequence[TraceHop],
        *,
        is_open: bool,
    ) -> float | None:
        """The mass in common; a mass of another's event is not shown, nor what it follows from."""
        whole = self.back.start.mass_kg
        if side is Side.AFTER:
            # a pallet has no mass of its own but what was put on it
            whole = node.mass_kg or sum(hop.mass_kg or 0.0 for hop in hops) or None
        of_open = is_open if side is Side.AFTER else self.back.start.event_id in self.open_events
        return None if share is None or whole is None or not of_open else share * whole

    def _hop(self, hop: TraceHop, side: Side) -> Hop:
        is_open = hop.event_id in self.open_events
        other = hop.target if side is Side.BEFORE else hop.source
        return Hop(
            other=other.rpartition("/")[2] if is_open else "",
            reason=hop.reason if is_open else hop.public_reason,
            share=hop.share,
            kg=hop.mass_kg if is_open else None,
            at=hop.at,
            event_id=hop.event_id if is_open else "",
        )

    def unknown(self, uri: str, reason: Text, share: float) -> UnknownPart:
        """An unknown part with the lot it is found at, if that may be shown."""
        node = next(node for node in self.back.nodes if node.uri == uri)
        number = uri.rpartition("/")[2] if node.event_id in self.open_events else ""
        return UnknownPart(number, node.kind.name, reason, share)


def _by(hops: Iterable[TraceHop], key: Callable[[TraceHop], str]) -> Mapping[str, list[TraceHop]]:
    grouped: dict[str, list[TraceHop]] = defaultdict(list)
    for hop in hops:
        grouped[key(hop)].append(hop)
    return grouped


def _steps(
    start: str, hops: Mapping[str, list[TraceHop]], following: Callable[[TraceHop], str]
) -> Mapping[str, int]:
    """How many steps each lot lies from the start, by the shortest way."""
    found, waiting = {start: 0}, deque([start])
    while waiting:
        here = waiting.popleft()
        for hop in hops.get(here, ()):
            there = following(hop)
            if there not in found:
                found[there] = found[here] + 1
                waiting.append(there)
    return found
