"""Lots gathered for a picture: as they are where they are few, by place where they are many."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from milkshed.kernel.text import Text
from milkshed.site.explorer.reading import Exploration, Lot, Side

MOST_PER_COLUMN = 12
UNKNOWN = "unknown"
_LABEL_WIDTH = 8.0
"""How many Chinese characters fit beside a box; others count half."""
_LAST_DIGITS = 4


def _cut(text: str) -> str:
    width = 0.0
    for position, char in enumerate(text):
        width += 1.0 if ord(char) > 0x2E80 else 0.5
        if width > _LABEL_WIDTH:
            return text[: position - 1] + "…"
    return text


def anchor(lot: Lot) -> str:
    """The address of a lot's stage inside the page."""
    return f"{lot.side.value}-{lot.node.kind.code}"


@dataclass(frozen=True, slots=True)
class Group:
    """One box of the picture: some lots of one stage on one side.

    ``weight`` is the mass in common with the lot asked about, or its share where masses are not
    known; 1 for every lot where the model gives no shares.
    """

    key: str
    column: tuple[int, int]
    title: Text
    lots: tuple[Lot, ...]
    weight: float
    share: float | None = None

    @property
    def is_unknown(self) -> bool:
        """Whether the box stands for what the records do not explain."""
        return self.key == UNKNOWN

    @property
    def kind(self) -> str:
        """The code of the kind of its lots."""
        return self.lots[0].node.kind.code if self.lots else UNKNOWN

    @property
    def kg(self) -> float | None:
        """The mass in common, where it may be shown for all its lots."""
        is_shown = self.lots and all(lot.shared_kg is not None for lot in self.lots)
        return self.weight if is_shown else None

    @property
    def short(self) -> Text:
        """The title cut to the width of a column."""
        return Text(_cut(self.title.zh), _cut(self.title.en))

    @property
    def anchor(self) -> str:
        """Where its rows stand in the table."""
        return "summary" if self.is_unknown else anchor(self.lots[0])


@dataclass(frozen=True, slots=True)
class Flow:
    """Milk from one box into another; ``weight`` in the measure of the boxes."""

    source: str
    target: str
    weight: float
    kg: float | None
    reason: Text
    event_id: str


@dataclass(frozen=True, slots=True)
class Grouped:
    """All boxes and what flows between them; ``stages`` names the columns."""

    groups: tuple[Group, ...]
    flows: tuple[Flow, ...]
    stages: tuple[tuple[tuple[int, int], Text], ...]


def gather(exploration: Exploration, most: int = MOST_PER_COLUMN) -> Grouped:
    """Gather the lots of a reading into at most ``most`` boxes per stage."""
    columns: dict[tuple[int, int], list[Lot]] = defaultdict(list)
    for lot in exploration.lots:
        columns[_column(lot)].append(lot)
    weights = _weights(exploration)
    groups = [
        group
        for column, lots in sorted(columns.items())
        for group in _boxes(column, lots, most, weights)
    ]
    home = {lot.node.uri: group.key for group in groups for lot in group.lots}
    flows = _flows(exploration, home, weights)
    if exploration.sums.found is not None:
        groups = _weighed(groups, flows, _whole(exploration))
    unknown = sum(exploration.unknown_at.values())
    if unknown > 0:
        first = min(columns)
        scale = _whole(exploration)
        title = Text("来源未知", "origin unknown")
        groups.append(Group(UNKNOWN, first, title, (), unknown * scale, unknown))
        reason = Text("记录不足", "the records do not say")
        flows += [
            Flow(UNKNOWN, home[uri], share * scale, None, reason, "")
            for uri, share in exploration.unknown_at.items()
            if uri in home
        ]
    stages = tuple((column, lots[0].node.kind.name) for column, lots in sorted(columns.items()))
    return Grouped(tuple(groups), tuple(flows), stages)


_SIDES = {Side.BEFORE: 0, Side.START: 1, Side.AFTER: 2}


def _column(lot: Lot) -> tuple[int, int]:
    return _SIDES[lot.side], 0 if lot.side is Side.START else lot.node.kind.order


def _whole(exploration: Exploration) -> float:
    """The weight of the lot asked about: its mass, or 1 where that is not to be seen."""
    return exploration.start.mass_kg or 1.0


def _weights(exploration: Exploration) -> dict[str, float]:
    """The height of every lot: its mass in common, as far as that may be read off a picture.

    Sources are drawn by their shares, which are public. Lots ahead that are another's divide the
    height of the start evenly, so that the picture tells no mass that the table hides.
    """
    whole, is_open = _whole(exploration), exploration.start.is_open
    ahead: dict[str, int] = defaultdict(int)
    for lot in exploration.lots:
        ahead[lot.node.kind.code] += lot.side is Side.AFTER

    def weight(lot: Lot) -> float:
        if lot.side is Side.START:
            return whole
        if lot.share is None:
            return 1.0
        if lot.side is Side.BEFORE:
            return lot.share * whole
        if is_open and lot.shared_kg is not None:
            return lot.shared_kg
        return whole / ahead[lot.node.kind.code]

    return {lot.node.uri: weight(lot) for lot in exploration.lots}


def _boxes(
    column: tuple[int, int], lots: Sequence[Lot], most: int, weights: Mapping[str, float]
) -> list[Group]:
    def box(found: Sequence[Lot], name: str) -> Group:
        key = f"{column[0]}-{column[1]}-{found[0].node.uri if len(found) == 1 else name}"
        share = found[0].share if len(found) == 1 else None
        return Group(key, column, _title(found, name), tuple(found), weight_of(found), share)

    def weight_of(found: Sequence[Lot]) -> float:
        return sum(weights[lot.node.uri] for lot in found)

    if len(lots) <= most:
        return [box([lot], "") for lot in lots]
    places: dict[str, list[Lot]] = defaultdict(list)
    for lot in lots:
        where = (lot.node.vessel_uri or lot.node.place_uri or "") if lot.is_open else ""
        places[where].append(lot)
    ranked = sorted(places.values(), key=lambda found: -weight_of(found))
    shown, rest = ranked[: most - 1], [lot for found in ranked[most - 1 :] for lot in found]
    boxes = [box(found, str(number)) for number, found in enumerate(shown)]
    return [*boxes, box(rest, "rest")] if rest else boxes


def _title(lots: Sequence[Lot], name: str) -> Text:
    if name == "rest":
        return Text(f"其余{len(lots)}批", f"{len(lots)} more")
    first = lots[0]
    if first.node.kind.code == "pallet" and len(lots) > 1:
        return Text(f"托盘{len(lots)}个", f"{len(lots)} pallets")
    place, vessel = first.place_name, first.vessel_name
    shown = vessel if vessel is not None and first.node.kind.code in _BY_VESSEL else place
    if first.node.kind.code in _BY_NUMBER and first.number and len(lots) == 1:
        shown = Text(first.number, first.number)
    if first.node.kind.code == "pallet" and first.number and len(lots) == 1:
        last = first.number[-_LAST_DIGITS:]
        shown = Text(f"托盘 …{last}", f"pallet …{last}")
    if len(lots) == 1:
        return shown
    return Text(f"{shown.zh} {len(lots)}批", f"{shown.en}, {len(lots)} lots")


_BY_VESSEL = ("tanker_load", "silo_state")
_BY_NUMBER = ("batch", "product", "other")


def _flows(
    exploration: Exploration, home: Mapping[str, str], weights: Mapping[str, float]
) -> list[Flow]:
    """What flows between boxes; what stays inside one is not drawn."""
    lots = {lot.node.uri: lot for lot in exploration.lots}
    scale = _whole(exploration)
    found: dict[tuple[str, str], list[tuple[float, float | None, Text, str]]] = defaultdict(list)
    for hop in exploration.links:
        source, target = lots[hop.source], lots[hop.target]
        if home[hop.source] == home[hop.target]:
            continue
        is_open = source.is_open and target.is_open
        if hop.share is None:
            weight = 1.0
        elif target.side is Side.AFTER and not (is_open and exploration.start.is_open):
            weight = weights[hop.target]
        elif target.side is Side.AFTER:
            share = 1.0 if source.side is Side.START else source.share or 0.0
            weight = share * (hop.mass_kg or 0.0)
        else:
            share = 1.0 if target.side is Side.START else target.share or 0.0
            weight = share * hop.share * scale
        found[home[hop.source], home[hop.target]].append(
            (
                weight,
                hop.mass_kg if is_open else None,
                hop.reason if is_open else hop.public_reason,
                hop.event_id if is_open else "",
            )
        )
    return [_flow(ends, parts) for ends, parts in found.items()]


def _weighed(groups: list[Group], flows: list[Flow], whole: float) -> list[Group]:
    """Groups of several lots by what crosses into or out of them.

    Where lots follow each other in one vessel, their own masses would count the heel again and
    again.
    """
    into: dict[str, float] = defaultdict(float)
    out_of: dict[str, float] = defaultdict(float)
    for flow in flows:
        out_of[flow.source] += flow.weight
        into[flow.target] += flow.weight

    def weighed(group: Group) -> Group:
        if len(group.lots) < 2:
            return group
        weight = max(into[group.key], out_of[group.key])
        is_source = group.lots[0].side is Side.BEFORE
        share = weight / whole if is_source else None
        return replace(group, weight=weight, share=share)

    return [weighed(group) for group in groups]


def _flow(ends: tuple[str, str], parts: Iterable[tuple[float, float | None, Text, str]]) -> Flow:
    listed = list(parts)
    masses = [kg for _, kg, _, _ in listed]
    return Flow(
        *ends,
        weight=sum(weight for weight, _, _, _ in listed),
        kg=None if None in masses else sum(kg for kg in masses if kg is not None),
        reason=max(listed, key=lambda part: part[0])[2],
        event_id=listed[0][3] if len(listed) == 1 else "",
    )
