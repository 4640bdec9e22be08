"""The tree as the database keeps it."""

from collections.abc import Iterable

from django.db import connection

from milkshed.ledger.log.tiles import TiledNodes, tiles_of_leaf
from milkshed.ledger.log.tree import consistency_proof, inclusion_proof, root_of


def stored_root(size: int) -> bytes:
    """The root of the first ``size`` leaves; LookupError when the tiles hold fewer."""
    return root_of(_nodes(tiles_of_leaf(size - 1, size)) if size else _nodes(()), size)


def stored_inclusion_proof(index: int, size: int) -> list[bytes]:
    """The path of a leaf; ValueError outside the tree, LookupError beyond the tiles."""
    if not 0 <= index < size:
        raise ValueError("the leaf lies outside the tree")
    return inclusion_proof(_nodes(tiles_of_leaf(index, size)), index, size)


def stored_consistency_proof(first: int, second: int) -> list[bytes]:
    """That the tree only grew; ValueError for sizes that do not fit, LookupError as above."""
    if not 0 < first <= second:
        raise ValueError("the first tree must be the smaller one and not empty")
    return consistency_proof(_nodes(tiles_of_leaf(first - 1, second)), first, second)


def read_tile(level: int, index: int) -> bytes:
    """A tile's hashes, as far as there are any."""
    return _read({(level, index)}).get((level, index), b"")


def _nodes(places: Iterable[tuple[int, int]]) -> TiledNodes:
    """The nodes that the named tiles hold, in one read; other tiles are read when asked for."""
    tiles = _read(set(places))

    def fetch(level: int, index: int) -> bytes:
        if (level, index) not in tiles:
            tiles[level, index] = read_tile(level, index)
        return tiles[level, index]

    return TiledNodes(fetch)


def _read(places: set[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    if not places:
        return {}
    ordered = sorted(places)
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT t.level, t."index", t.hashes'
            " FROM unnest(%s::smallint[], %s::bigint[]) AS p(level, place)"
            ' JOIN ledger_logtile t ON t.level = p.level AND t."index" = p.place',
            [[level for level, _ in ordered], [place for _, place in ordered]],
        )
        return {(level, index): bytes(hashes) for level, index, hashes in cursor.fetchall()}
