"""A flow picture laid out: stages as columns from left to right, lots as boxes, milk as ribbons.

Pure geometry in the units of an SVG. A box is as high as its weight, a ribbon as wide as what
flows; inside a column boxes lie where their neighbours nearer to the lot asked about lie, so that
few ribbons cross.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from milkshed.site.explorer.groups import Flow, Group, Grouped

_BOX_WIDTH, _COLUMN_STEP, _LABEL_WIDTH = 12.0, 138.0, 130.0
_TOP, _BOTTOM, _GAP, _SLOT = 40.0, 8.0, 6.0, 17.0
_TALLEST, _THINNEST = 320.0, 2.0
_START_COLUMN = (1, 0)


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its place in the picture."""

    group: Group
    x: float
    y: float
    height: float
    width: float = _BOX_WIDTH

    @property
    def label_x(self) -> float:
        """Where its label begins."""
        return self.x + self.width + 4

    @property
    def label_y(self) -> float:
        """The middle of the label's line."""
        return self.y + self.height / 2 + 4


@dataclass(frozen=True, slots=True)
class Ribbon:
    """Milk between two boxes, as the path of an SVG; ``loop`` stays in one column."""

    flow: Flow
    path: str
    loop: bool
    width: float


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything drawn, and how large the drawing is."""

    width: float
    height: float
    columns: tuple[tuple[float, object], ...]
    boxes: tuple[Box, ...]
    ribbons: tuple[Ribbon, ...]


def draw(grouped: Grouped) -> Picture:
    """Lay a gathered reading out."""
    columns: dict[tuple[int, int], list[Group]] = defaultdict(list)
    for group in grouped.groups:
        columns[group.column].append(group)
    order = sorted(columns)
    scale = _scale(list(columns.values()))
    heights = {group.key: max(_THINNEST, group.weight * scale) for group in grouped.groups}
    middles = _stack(columns, order, grouped.flows, heights)
    boxes = {
        group.key: Box(
            group,
            x=order.index(group.column) * _COLUMN_STEP + 4,
            y=middles[group.key] - heights[group.key] / 2,
            height=heights[group.key],
        )
        for group in grouped.groups
    }
    tallest = max(_column_height(groups, heights) for groups in columns.values())
    return Picture(
        width=(len(order) - 1) * _COLUMN_STEP + _BOX_WIDTH + _LABEL_WIDTH,
        height=_TOP + tallest + _BOTTOM,
        columns=tuple(
            (order.index(column) * _COLUMN_STEP + 4, title) for column, title in grouped.stages
        ),
        boxes=tuple(boxes.values()),
        ribbons=tuple(_ribbons(grouped.flows, boxes)),
    )


def _scale(columns: Sequence[Sequence[Group]]) -> float:
    """Units of height per weight, such that the heaviest column is as tall as it may be."""
    heaviest = max(sum(group.weight for group in groups) for groups in columns)
    return _TALLEST / heaviest if heaviest > 0 else 0.0


def _column_height(groups: Sequence[Group], heights: Mapping[str, float]) -> float:
    return sum(max(_SLOT, heights[group.key]) + _GAP for group in groups)


def _stack(
    columns: Mapping[tuple[int, int], list[Group]],
    order: Sequence[tuple[int, int]],
    flows: Sequence[Flow],
    heights: Mapping[str, float],
) -> dict[str, float]:
    """The middle of every box. Columns are laid from the lot asked about outwards."""
    neighbours: dict[str, list[str]] = defaultdict(list)
    for flow in flows:
        neighbours[flow.source].append(flow.target)
        neighbours[flow.target].append(flow.source)
    tallest = max(_column_height(groups, heights) for groups in columns.values())
    middle_column = order.index(_START_COLUMN) if _START_COLUMN in order else 0
    outwards = sorted(order, key=lambda column: abs(order.index(column) - middle_column))
    placed: dict[str, float] = {}

    def wish(group: Group) -> float:
        near = [placed[key] for key in neighbours[group.key] if key in placed]
        return sum(near) / len(near) if near else tallest

    for column in outwards:
        groups = sorted(columns[column], key=lambda group: (wish(group), -group.weight))
        y = _TOP + (tallest - _column_height(groups, heights)) / 2
        for group in groups:
            slot = max(_SLOT, heights[group.key])
            placed[group.key] = y + slot / 2
            y += slot + _GAP
    return placed


def _ribbons(flows: Sequence[Flow], boxes: Mapping[str, Box]) -> list[Ribbon]:
    """Each flow as a band whose ends share the heights of its boxes by weight."""
    flows = sorted(flows, key=lambda flow: (boxes[flow.source].y, boxes[flow.target].y))
    out_of: dict[str, float] = defaultdict(float)
    into: dict[str, float] = defaultdict(float)
    for flow in flows:
        if boxes[flow.source].x != boxes[flow.target].x:
            out_of[flow.source] += flow.weight
            into[flow.target] += flow.weight
    left: dict[str, float] = {key: box.y for key, box in boxes.items()}
    right = dict(left)
    found = []
    for flow in flows:
        source, target = boxes[flow.source], boxes[flow.target]
        if source.x == target.x:
            found.append(_loop(flow, source, target))
            continue
        start = source.height * _part(flow.weight, out_of[flow.source])
        end = target.height * _part(flow.weight, into[flow.target])
        found.append(_band(flow, source, right[flow.source], start, target, left[flow.target], end))
        right[flow.source] += start
        left[flow.target] += end
    return found


def _part(weight: float, whole: float) -> float:
    return weight / whole if whole > 0 else 0.0


def _band(
    flow: Flow, source: Box, y0: float, start: float, target: Box, y1: float, end: float
) -> Ribbon:
    x0, x1 = source.x + source.width, target.x
    middle = (x0 + x1) / 2
    path = (
        f"M{x0:.1f} {y0:.1f}C{middle:.1f} {y0:.1f} {middle:.1f} {y1:.1f} {x1:.1f} {y1:.1f}"
        f"V{y1 + max(end, 0.6):.1f}"
        f"C{middle:.1f} {y1 + max(end, 0.6):.1f} {middle:.1f} {y0 + max(start, 0.6):.1f}"
        f" {x0:.1f} {y0 + max(start, 0.6):.1f}Z"
    )
    return Ribbon(flow, path, loop=False, width=max(start, end))


def _loop(flow: Flow, source: Box, target: Box) -> Ribbon:
    """Milk that stays in its column (a silo's heel): a bow on the right of both boxes."""
    x = source.x + source.width
    y0, y1 = source.y + source.height / 2, target.y + target.height / 2
    bow = x + 10 + min(24.0, abs(y1 - y0) / 6)
    path = f"M{x:.1f} {y0:.1f}C{bow:.1f} {y0:.1f} {bow:.1f} {y1:.1f} {x:.1f} {y1:.1f}"
    thin = min(8.0, max(1.0, source.height * _part(flow.weight, source.group.weight)))
    return Ribbon(flow, path, loop=True, width=thin)
