"""Tracing in plug flow: what goes into a lot first leaves it first, and nothing mixes.

A lot is a queue of what went into it, in the order in which it was laid in (the heel of a vessel
first, since it was there already). Draws take from the front in the order of time; the outputs of
one event are filled side by side and take equal portions of one stretch. What a step loses is lost
evenly along the queue, and a part of unknown origin lies evenly in it.

Where it is not stated how much was drawn, or drawn before, the milk lies *somewhere* in a stretch
of the queue. If that whole stretch came from one lot, nothing is lost by not knowing; otherwise the
part is unknown for want of an order, and the conservative scope holds for it.

Real vessels mix at least in part, so this is the narrowest scope and no safe one on its own.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from milkshed.ledger.trace.graph import (
    TOLERANCE,
    Backward,
    Edge,
    Forward,
    Gap,
    Lot,
    by_source,
    by_target,
)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a lot's queue, in kg from its front; ``is_loose``: somewhere in it, not all."""

    first_kg: float
    last_kg: float
    is_loose: bool = False


@dataclass(frozen=True, slots=True)
class _Layer:
    """What one input laid into a lot; ``purity`` is the part of it that the input accounts for."""

    edge: Edge
    first_kg: float
    last_kg: float
    purity: float


Draw = tuple[int, Lot]
"""A draw by the event and the lot it was for."""


def drawn_stretches(draws: Sequence[Edge], content_kg: float | None) -> dict[Draw, Stretch]:
    """Where in a lot each draw was taken; ``draws`` in the order of time.

    ``content_kg`` bounds where a draw can lie of which the mass, or that of an earlier one, is
    not stated; without it such draws lie between what was drawn before and nowhere known.
    """
    found: dict[Draw, Stretch] = {}
    at: float = 0
    is_loose = False
    for event, taken in groupby(draws, key=lambda edge: edge.event):
        edges = list(taken)
        masses = [edge.mass_kg for edge in edges if edge.mass_kg is not None]
        is_loose = is_loose or len(masses) < len(edges)
        if is_loose:
            stretch = Stretch(at, at if content_kg is None else max(at, content_kg), True)
        else:
            stretch = Stretch(at, at + sum(masses))
            at = stretch.last_kg
        for edge in edges:
            found[event, edge.target] = stretch
    return found


def _layers(feeds: Sequence[Edge], lot_kg: float | None) -> list[_Layer] | None:
    """The queue of a lot by its inputs in order; None where their masses are not stated."""
    if any(edge.mass_kg is None for edge in feeds):
        return None
    total = sum(edge.mass_kg or 0 for edge in feeds)
    if total <= 0:
        return None
    content = total if lot_kg is None or lot_kg <= 0 else lot_kg
    is_excess = content - total > TOLERANCE * total
    purity = total / content if is_excess else 1
    layers: list[_Layer] = []
    at: float = 0
    for edge in feeds:
        last = at + (edge.mass_kg or 0) * content / total
        layers.append(_Layer(edge, at, last, purity))
        at = last
    return layers


def backward(
    start: Lot,
    edges: Sequence[Edge],
    draws: Sequence[Edge],
    lot_kg: Mapping[Lot, float],
    ends: Mapping[Lot, Gap] | None = None,
) -> Backward:
    """Divide a lot into its sources, first in first out.

    ``edges`` are all edges into ``start`` and into the lots behind it, those into one lot in the
    order in which they were laid in; ``draws`` all edges out of the lots behind it in the order of
    time; ``lot_kg`` and ``ends`` as in :func:`milkshed.ledger.trace.well_mixed.backward`.
    """
    return _Backward(start, edges, draws, lot_kg, ends or {}).trace()


class _Backward:
    """One walk from a lot to its sources, handing stretches of it on from lot to lot."""

    def __init__(
        self,
        start: Lot,
        edges: Sequence[Edge],
        draws: Sequence[Edge],
        lot_kg: Mapping[Lot, float],
        ends: Mapping[Lot, Gap],
    ) -> None:
        self._start = start
        self._edges = edges
        self._feeds = by_target(edges)
        self._draws = by_source(draws)
        self._lot_kg = lot_kg
        self._ends = ends
        self._wanted: dict[Lot, list[tuple[Stretch, float]]] = {}
        self._stretches: dict[Lot, dict[Draw, Stretch]] = {}
        self._result = Backward(share={start: 1})

    def trace(self) -> Backward:
        whole = self._content(self._start)
        self._wanted[self._start] = [(Stretch(0, whole or 0, whole is None), 1)]
        waiting: dict[Lot, int] = {}
        for edge in self._edges:
            waiting[edge.source] = waiting.get(edge.source, 0) + 1
        ready = [] if waiting.get(self._start) else [self._start]
        portions: dict[Edge, float] = {}
        while ready:
            lot = ready.pop()
            feeds = self._feeds.get(lot)
            if feeds is None:
                share = self._result.share.setdefault(lot, 0)
                self._result.settle_end(lot, share, self._ends.get(lot))
                continue
            portions |= self._divide(lot, feeds)
            for edge in feeds:
                self._result.share.setdefault(edge.source, 0)
                waiting[edge.source] -= 1
                if not waiting[edge.source]:
                    ready.append(edge.source)
        if any(waiting.values()):
            self._result.settle_loop(self._start)
        self._result.edge_share = [portions.get(edge, 0) for edge in self._edges]
        return self._result

    def _content(self, lot: Lot) -> float | None:
        """The mass a lot was made with: as stated, or what its inputs brought."""
        stated = self._lot_kg.get(lot)
        feeds = self._feeds.get(lot, [])
        if stated is not None and stated > 0:
            return stated
        if not feeds or any(edge.mass_kg is None for edge in feeds):
            return None
        return sum(edge.mass_kg or 0 for edge in feeds)

    def _divide(self, lot: Lot, feeds: Sequence[Edge]) -> dict[Edge, float]:
        """Hand on what is wanted of a lot to its inputs; return the share of each in the lot."""
        layers = _layers(feeds, self._lot_kg.get(lot))
        wanted = self._wanted.pop(lot, [])
        if layers is None:
            for _, share in wanted:
                if len(feeds) == 1:
                    stretch = self._stretch(feeds[0])
                    loose = Stretch(stretch.first_kg, stretch.last_kg, True)
                    self._want(feeds[0].source, loose, share)
                else:
                    self._result.add_unknown(lot, Gap.NO_MASS, share)
            return {feeds[0]: 1} if len(feeds) == 1 else {}
        for stretch, share in wanted:
            if stretch.is_loose:
                self._hand_on_loose(lot, layers, stretch, share)
            else:
                self._hand_on(lot, layers, stretch, share)
        content = layers[-1].last_kg
        return {
            layer.edge: (layer.last_kg - layer.first_kg) / content * layer.purity
            for layer in layers
        }

    def _hand_on(self, lot: Lot, layers: Sequence[_Layer], wanted: Stretch, share: float) -> None:
        """Hand on all of a stretch: each layer the part of it that lies in that layer."""
        length = wanted.last_kg - wanted.first_kg
        if length <= 0:
            self._result.add_unknown(lot, Gap.NO_MASS, share)
            return
        content = layers[-1].last_kg
        beyond = wanted.last_kg - max(content, wanted.first_kg)
        if beyond > TOLERANCE * content:
            self._result.add_unknown(lot, Gap.OVERDRAWN, share * beyond / length)
        else:
            length -= max(0, beyond)
        for layer in layers:
            first = max(wanted.first_kg, layer.first_kg)
            last = min(wanted.last_kg, layer.last_kg)
            if last > first:
                part = share * (last - first) / length
                self._want(layer.edge.source, self._behind(layer, first, last), part * layer.purity)
                if layer.purity < 1:
                    self._result.add_unknown(lot, Gap.EXCESS, part * (1 - layer.purity))

    def _hand_on_loose(
        self, lot: Lot, layers: Sequence[_Layer], wanted: Stretch, share: float
    ) -> None:
        """Hand on what lies somewhere in a stretch, if all of that came from one lot."""
        room = TOLERANCE * layers[-1].last_kg
        touched = [
            layer
            for layer in layers
            if layer.last_kg > wanted.first_kg + room and layer.first_kg < wanted.last_kg - room
        ]
        if len({layer.edge.source for layer in touched}) != 1:
            self._result.add_unknown(lot, Gap.NO_ORDER, share)
            return
        layer = touched[0]
        behind = self._behind(
            layer, max(wanted.first_kg, layer.first_kg), min(wanted.last_kg, layer.last_kg)
        )
        loose = Stretch(behind.first_kg, behind.last_kg, True)
        if len(touched) > 1:
            every = [self._stretch(each.edge) for each in touched]
            loose = Stretch(
                min(each.first_kg for each in every), max(each.last_kg for each in every), True
            )
        self._want(layer.edge.source, loose, share * layer.purity)
        if layer.purity < 1:
            self._result.add_unknown(lot, Gap.EXCESS, share * (1 - layer.purity))

    def _behind(self, layer: _Layer, first_kg: float, last_kg: float) -> Stretch:
        """The stretch of the source lot that became this stretch of a layer."""
        taken = self._stretch(layer.edge)
        if taken.is_loose:
            return taken
        scale = (taken.last_kg - taken.first_kg) / (layer.last_kg - layer.first_kg)
        return Stretch(
            taken.first_kg + (first_kg - layer.first_kg) * scale,
            taken.first_kg + (last_kg - layer.first_kg) * scale,
        )

    def _stretch(self, edge: Edge) -> Stretch:
        found = self._stretches.get(edge.source)
        if found is None:
            found = drawn_stretches(self._draws.get(edge.source, ()), self._content(edge.source))
            self._stretches[edge.source] = found
        return found[edge.event, edge.target]

    def _want(self, lot: Lot, stretch: Stretch, share: float) -> None:
        self._result.share[lot] = self._result.share.get(lot, 0) + share
        self._wanted.setdefault(lot, []).append((stretch, share))


Run = tuple[float, float]
"""A run of a queue: its length in kg and the mass fraction of the start lots in it."""


def forward(
    starts: Mapping[Lot, float | None],
    edges: Sequence[Edge],
    feeds: Sequence[Edge],
    lot_kg: Mapping[Lot, float],
    not_followed: Collection[Lot] = (),
) -> Forward:
    """Follow lots into everything they went into, first in first out.

    As :func:`milkshed.ledger.trace.well_mixed.forward`, but ``edges`` must come in the order of
    time and ``feeds`` of one lot in the order in which they were laid in.
    """
    return _Forward(starts, edges, feeds, lot_kg, not_followed).trace()


class _Forward:
    """One walk from lots to all they went into, handing runs of their queues on."""

    def __init__(
        self,
        starts: Mapping[Lot, float | None],
        edges: Sequence[Edge],
        feeds: Sequence[Edge],
        lot_kg: Mapping[Lot, float],
        not_followed: Collection[Lot],
    ) -> None:
        self._starts = starts
        self._edges = edges
        self._outgoing = by_source(edges)
        self._feeds = by_target(feeds)
        self._lot_kg = lot_kg
        self._not_followed = not_followed
        self._runs: dict[Lot, list[Run]] = {}
        self._stretches: dict[Lot, dict[Draw, Stretch]] = {}
        self._result = Forward()

    def trace(self) -> Forward:
        waiting: dict[Lot, int] = {}
        for edge in self._edges:
            waiting[edge.target] = waiting.get(edge.target, 0) + 1
        for start, start_kg in self._starts.items():
            drawn = sum(edge.mass_kg or 0 for edge in self._outgoing.get(start, ()))
            self._settle(start, [(drawn if start_kg is None else start_kg, 1)])
        ready = list(self._starts)
        while ready:
            lot = ready.pop()
            for edge in self._outgoing.get(lot, ()):
                waiting[edge.target] -= 1
                if not waiting[edge.target] and edge.target not in self._starts:
                    self._arrive(edge.target)
                    ready.append(edge.target)
        for lot, count in waiting.items():
            if count > 0 and lot not in self._starts:
                self._result.uncertain.add(lot)
        return self._result

    def _settle(self, lot: Lot, runs: list[Run]) -> None:
        """Note what a lot's queue holds of the start lots, and what of it was never drawn on."""
        self._runs[lot] = runs
        content = sum(length for length, _ in runs)
        held = sum(length * part for length, part in runs)
        self._result.mass_kg[lot] = held
        if lot in self._starts:
            self._result.concentration[lot] = 1
        else:
            self._result.concentration[lot] = held / content if content > 0 else 0
        draws = self._outgoing.get(lot, [])
        self._stretches[lot] = drawn_stretches(draws, content)
        if all(edge.mass_kg is not None for edge in draws):
            drawn = sum(edge.mass_kg or 0 for edge in draws)
            rest = _cut(runs, drawn, content) if drawn < content else []
            self._result.remaining_kg[lot] = sum(length * part for length, part in rest)

    def _arrive(self, lot: Lot) -> None:
        """Build the queue of a lot all of whose inputs are settled."""
        feeds = self._feeds.get(lot, [])
        layers = _layers(feeds, self._lot_kg.get(lot))
        if layers is None:
            self._arrive_without_masses(lot, feeds)
            return
        runs: list[Run] = []
        brought: float = 0
        for layer in layers:
            taken = self._taken(layer.edge)
            if taken is None:
                self._result.uncertain.add(lot)
                return
            length = sum(kg for kg, _ in taken)
            scale = (layer.last_kg - layer.first_kg) / length if length > 0 else 0
            runs.extend((kg * scale, part * layer.purity) for kg, part in taken)
            into = (layer.edge.mass_kg or 0) / length if length > 0 else 0
            brought += sum(kg * into * part for kg, part in taken)
        self._settle(lot, _joined(runs))
        self._result.lost_kg += brought - self._result.mass_kg[lot]

    def _arrive_without_masses(self, lot: Lot, feeds: Sequence[Edge]) -> None:
        taken = self._taken(feeds[0]) if len(feeds) == 1 else None
        if taken is None or len({part for _, part in taken}) != 1:
            self._result.uncertain.add(lot)
            return
        content = self._lot_kg.get(lot)
        if content is None:
            self._result.concentration[lot] = taken[0][1]
            if self._outgoing.get(lot):
                self._runs[lot] = [(1, taken[0][1])]
                draws = self._outgoing[lot]
                self._stretches[lot] = {(e.event, e.target): Stretch(0, 1, True) for e in draws}
        else:
            self._settle(lot, [(content, taken[0][1])])

    def _taken(self, edge: Edge) -> list[Run] | None:
        """What an edge carried as runs; None where its place in the source is not known."""
        source = edge.source
        if source in self._result.uncertain or source in self._not_followed:
            return None
        runs = self._runs.get(source)
        if runs is None:
            return [(edge.mass_kg or 1, 0)]
        stretch = self._stretches[source][edge.event, edge.target]
        taken = _cut(runs, stretch.first_kg, stretch.last_kg)
        if stretch.is_loose:
            parts = {part for _, part in taken}
            if len(parts) != 1:
                return None
            return [(edge.mass_kg or 1, parts.pop())]
        missing = stretch.last_kg - stretch.first_kg - sum(length for length, _ in taken)
        if missing > TOLERANCE * (stretch.last_kg - stretch.first_kg):
            if source in self._starts:
                return [(stretch.last_kg - stretch.first_kg, 1)]
            taken.append((missing, 0))
        return taken or None


def _cut(runs: Sequence[Run], first_kg: float, last_kg: float) -> list[Run]:
    """The runs between two places of a queue."""
    found: list[Run] = []
    at: float = 0
    for length, part in runs:
        first, last = max(at, first_kg), min(at + length, last_kg)
        if last > first:
            found.append((last - first, part))
        at += length
    return found


def _joined(runs: Sequence[Run]) -> list[Run]:
    """The same queue with neighbours of one concentration as one run."""
    found: list[Run] = []
    for length, part in runs:
        if found and found[-1][1] == part:
            found[-1] = (found[-1][0] + length, part)
        else:
            found.append((length, part))
    return found
