"""The same tree, cut into tiles."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milkshed.ledger.log.tests.test_tree import Levels, leaves_of
from milkshed.ledger.log.tiles import (
    TILE_BYTES,
    Tile,
    TiledNodes,
    TileGrowth,
    parse_tile_path,
    tiles_of_leaf,
)
from milkshed.ledger.log.tree import consistency_proof, inclusion_proof, root_of

_LEAVES = leaves_of(70_000)
_LEVELS = Levels(_LEAVES)

Store = dict[tuple[int, int], bytes]


def grow(store: Store, size: int, leaves: Iterable[bytes]) -> int:
    """Append to tiles as the database keeps them."""
    edge = []
    level = 0
    while size >> (8 * level):
        edge.append(store.get((level, size >> (8 * (level + 1))), b""))
        level += 1
    growth = TileGrowth(size, edge)
    for level, index, hashes in growth.extend(leaves):
        store[level, index] = hashes
    for level, index, hashes in growth.edge():
        store[level, index] = hashes
    return growth.size


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(0, 800), min_size=1, max_size=12), st.data())
def test_tiles_grown_in_portions_are_the_tree(portions: list[int], data: st.DataObject) -> None:
    store: Store = {}
    size = 0
    for portion in portions:
        before = dict(store)
        size = grow(store, size, _LEAVES[size : size + portion])
        # tiles are only ever extended
        assert all(store[place].startswith(hashes) for place, hashes in before.items())
    nodes = TiledNodes(lambda level, index: store[level, index])
    assert size == sum(portions)
    assert root_of(nodes, size) == root_of(_LEVELS, size)
    if size:
        index = data.draw(st.integers(0, size - 1))
        assert inclusion_proof(nodes, index, size) == inclusion_proof(_LEVELS, index, size)
        first = data.draw(st.integers(1, size))
        assert consistency_proof(nodes, first, size) == consistency_proof(_LEVELS, first, size)


@pytest.mark.parametrize("size", [1, 255, 256, 257, 65_535, 65_536, 65_537, 65_792, 70_000])
def test_a_proof_needs_only_the_tiles_named_beforehand(size: int) -> None:
    store: Store = {}
    assert grow(store, 0, _LEAVES[:size]) == size
    for index in {0, size // 2, size - 1}:
        named = {place: store[place] for place in tiles_of_leaf(index, size)}
        nodes = TiledNodes(lambda level, index: named[level, index])  # noqa: B023 - used at once
        assert inclusion_proof(nodes, index, size) == inclusion_proof(_LEVELS, index, size)
        assert root_of(nodes, size) == root_of(_LEVELS, size)
        assert consistency_proof(nodes, index + 1, size) == consistency_proof(
            _LEVELS, index + 1, size
        )


def test_a_tree_does_not_reach_further_than_its_tiles() -> None:
    store: Store = {}
    grow(store, 0, _LEAVES[:300])
    nodes = TiledNodes(lambda level, index: store.get((level, index), b""))
    assert len(store[0, 0]) == TILE_BYTES
    for level, index in ((0, 300), (3, 37), (8, 1), (16, 0)):
        with pytest.raises(LookupError):
            nodes.node(level, index)


# the example of C2SP tlog-tiles, and the edges
@pytest.mark.parametrize(
    ("path", "tile"),
    [
        ("0/x001/x234/067", Tile(0, 1_234_067)),
        ("0/x001/x234/067.p/5", Tile(0, 1_234_067, 5)),
        ("2/000", Tile(2, 0)),
        ("0/x001/000.p/255", Tile(0, 1000, 255)),
    ],
)
def test_paths(path: str, tile: Tile) -> None:
    assert tile.path == path
    assert parse_tile_path(path) == tile


@pytest.mark.parametrize(
    "path",
    [
        *("0/0", "0/x000/001", "00/001", "64/000", "0/001.p/256", "0/001.p/0", "0/001.p/05"),
        *("-1/000", "0/001/", "0/1234", "0/x01/000", "entries/000", "", "0/001.p/", "０/001"),
    ],
)
def test_every_tile_has_one_spelling(path: str) -> None:
    assert parse_tile_path(path) is None
