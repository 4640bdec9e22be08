"""The picture: every lot has its box, many lots are gathered, boxes lie inside and apart."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from milkshed.kernel.text import Text
from milkshed.ledger.facade import Model, TraceHop, TraceNode
from milkshed.ledger.trace.lots import MILKING, SILO_STATE, TANKER_LOAD
from milkshed.site.explorer.groups import MOST_PER_COLUMN, UNKNOWN, Grouped, gather
from milkshed.site.explorer.picture import draw
from milkshed.site.explorer.reading import Exploration, Lot, Side, Sums, Wanted

AT = datetime(2026, 1, 5, tzinfo=UTC)
SAYS = Text("卸入奶仓", "unloaded")


def lot(name: str, side: Side, share: float | None, kind: object = TANKER_LOAD) -> Lot:
    node = TraceNode(
        f"urn:{name}",
        kind,
        f"urn:place:{name}",
        None,
        AT,
        100.0,
        share,
        f"urn:e:{name}",  # type: ignore[arg-type]
    )
    kg = None if share is None else share * 100
    return Lot(node, side, 1, None, None, True, False, share, kg, ())


def exploration(shares: list[float], unknown: float = 0.0) -> Exploration:
    """A silo state out of so many loads."""
    start = lot("start", Side.START, None, SILO_STATE)
    loads = [lot(f"l{i}", Side.BEFORE, share) for i, share in enumerate(shares)]
    links = tuple(
        TraceHop(one.node.uri, start.node.uri, 1.0, one.share, "urn:e", "unloading", AT, SAYS, SAYS)
        for one in loads
    )
    return Exploration(
        wanted=Wanted(start.node.uri, Model.MASS_FRACTION),
        start=start,
        lots=(*loads, start),
        links=links,
        unknown=(),
        unknown_at={start.node.uri: unknown} if unknown else {},
        sums=Sums(sum(shares), unknown, 0.0, 0.0),
        hidden=0,
        conservative=False,
        is_cut=False,
    )


def columns_of(grouped: Grouped) -> dict[tuple[int, int], int]:
    counts: dict[tuple[int, int], int] = {}
    for group in grouped.groups:
        counts[group.column] = counts.get(group.column, 0) + 1
    return counts


@given(st.lists(st.floats(1e-6, 1.0), min_size=1, max_size=60))
def test_every_lot_is_in_one_box_and_columns_stay_readable(shares: list[float]) -> None:
    found = exploration([share / sum(shares) for share in shares])
    grouped = gather(found)
    assert sorted(one.node.uri for group in grouped.groups for one in group.lots) == sorted(
        one.node.uri for one in found.lots
    )
    assert max(columns_of(grouped).values()) <= MOST_PER_COLUMN


@given(st.lists(st.floats(1e-6, 1.0), min_size=1, max_size=60), st.floats(0.0, 0.9))
def test_boxes_lie_inside_the_picture_and_apart(shares: list[float], unknown: float) -> None:
    scale = (1 - unknown) / sum(shares)
    picture = draw(gather(exploration([share * scale for share in shares], unknown)))
    by_column: dict[float, list[tuple[float, float]]] = {}
    for box in picture.boxes:
        assert box.y >= 0
        assert box.y + box.height <= picture.height + 1e-6
        assert box.x + box.width <= picture.width
        by_column.setdefault(box.x, []).append((box.y, box.y + box.height))
    for spans in by_column.values():
        ordered = sorted(spans)
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(ordered))


def test_the_flows_into_a_box_fill_it() -> None:
    picture = draw(gather(exploration([0.25, 0.75])))
    start = next(box for box in picture.boxes if box.group.column == (1, 0))
    widths = sum(ribbon.width for ribbon in picture.ribbons)
    assert abs(widths - start.height) < 1e-6


def test_what_is_unknown_has_its_own_box() -> None:
    grouped = gather(exploration([0.6], unknown=0.4))
    box = next(group for group in grouped.groups if group.key == UNKNOWN)
    assert box.share == 0.4
    assert any(flow.source == UNKNOWN for flow in grouped.flows)


def test_lots_without_shares_are_alike() -> None:
    found = exploration([0.5, 0.5])
    lots = tuple(lot(f"l{i}", Side.BEFORE, None, MILKING) for i in range(3))
    start = found.start
    plain = Exploration(
        **{
            **{name: getattr(found, name) for name in found.__slots__},
            "lots": (*lots, start),
            "links": (),
            "sums": Sums(None, None, None, None),
        }
    )
    weights = {group.weight for group in gather(plain).groups if group.column != (1, 0)}
    assert weights == {1.0}


def test_the_picture_tells_no_mass_of_others() -> None:
    def drawn(start_kg: float, ahead_kg: tuple[float, float]) -> list[tuple[float, float]]:
        found = exploration([0.3, 0.7])
        start = replace(
            found.start, is_open=False, node=replace(found.start.node, mass_kg=start_kg)
        )
        ahead = []
        for number, mass_kg in enumerate(ahead_kg):
            one = lot(f"a{number}", Side.AFTER, 0.5)
            node = replace(one.node, mass_kg=mass_kg)
            ahead.append(replace(one, node=node, is_open=False, shared_kg=None))
        links = tuple(
            TraceHop(
                start.node.uri, one.node.uri, one.node.mass_kg, 0.5, "urn:e", "unloading", AT,
                SAYS, SAYS,
            )
            for one in ahead
        )  # fmt: skip
        closed = replace(
            found,
            start=start,
            lots=(*found.lots[:-1], start, *ahead),
            links=(*found.links, *links),
        )
        picture = draw(gather(closed))
        return [(box.y, box.height) for box in picture.boxes]

    assert drawn(100.0, (10.0, 90.0)) == drawn(7_000.0, (50.0, 1.0))
