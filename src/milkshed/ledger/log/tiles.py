"""The tree cut into tiles of height 8, as C2SP tlog-tiles lays them out.

Tile ``(level, index)`` holds, side by side, 256 hashes of tree level ``8 * level``; the tile at
the right edge holds fewer until it is complete, and a complete one never changes. Everything
above follows from the tiles, so that a log of any size answers with a handful of reads.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from milkshed.ledger.log.tree import HASH_BYTES

HEIGHT = 8
WIDTH = 1 << HEIGHT
TILE_BYTES = WIDTH * HASH_BYTES

_PATH = re.compile(
    r"(?P<level>[0-9]|[1-5][0-9]|6[0-3])/(?P<index>(?:x[0-9]{3}/){0,5}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True)
class Tile:
    """The place of a tile, and how many hashes of it are meant."""

    level: int
    index: int
    width: int = WIDTH

    @property
    def path(self) -> str:
        """Its path below ``tile/``: ``0/x001/x234/067``, with ``.p/5`` when it is partial."""
        groups = [f"{self.index % 1000:03}"]
        rest = self.index // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03}")
            rest //= 1000
        partial = "" if self.width == WIDTH else f".p/{self.width}"
        return f"{self.level}/{'/'.join(groups)}{partial}"


def parse_tile_path(path: str) -> Tile | None:
    """The tile that a path names; None when it is not the one spelling of any."""
    found = _PATH.fullmatch(path)
    if found is None:
        return None
    index = int(found["index"].replace("/", "").replace("x", ""))
    tile = Tile(int(found["level"]), index, int(found["width"] or WIDTH))
    return tile if tile.path == path else None


def tiles_of_leaf(index: int, size: int) -> Iterator[tuple[int, int]]:
    """The tiles, as (level, index), from which any proof about a leaf of a tree is made.

    They lie on the way up from the leaf and along the right edge of the tree.
    """
    level, count = 0, size
    while count:
        index >>= HEIGHT
        edge = (count - 1) >> HEIGHT
        yield level, min(index, edge)
        if index < edge:
            yield level, edge
        level, count = level + 1, count >> HEIGHT


class TiledNodes:
    """A tree's nodes read from tiles; each tile is fetched once.

    ``fetch`` returns a tile's hashes side by side, as far as they exist.
    """

    def __init__(self, fetch: Callable[[int, int], bytes]) -> None:
        self._fetch = fetch
        self._rows: dict[tuple[int, int, int], bytes] = {}

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree; LookupError where no tile reaches."""
        tile_level, height = divmod(level, HEIGHT)
        tile_index, place = divmod(index, WIDTH >> height)
        row = self._row(tile_level, tile_index, height)
        hashed = row[place * HASH_BYTES : (place + 1) * HASH_BYTES]
        if len(hashed) != HASH_BYTES:
            raise LookupError(f"no tile holds node {index} of level {level}")
        return hashed

    def _row(self, level: int, index: int, height: int) -> bytes:
        """The hashes ``height`` levels above the bottom of a tile."""
        key = (level, index, height)
        if key not in self._rows:
            below = self._row(level, index, height - 1) if height else None
            self._rows[key] = self._fetch(level, index) if below is None else _parents(below)
        return self._rows[key]


class TileGrowth:
    """Appends leaves to a tree kept in tiles.

    ``edge`` gives the incomplete tile at the right edge of each level, lowest first. Complete
    tiles are handed out by :meth:`extend` as they fill, the incomplete ones by :meth:`edge`.
    """

    def __init__(self, size: int, edge: Iterable[bytes] = ()) -> None:
        self._size = size
        self._edge = [bytearray(hashes) for hashes in edge]

    @property
    def size(self) -> int:
        """How many leaves the tree has."""
        return self._size

    def extend(self, leaves: Iterable[bytes]) -> Iterator[tuple[int, int, bytes]]:
        """Append leaf hashes; yield (level, index, hashes) of each tile that became complete."""
        if not self._edge:
            self._edge.append(bytearray())
        bottom = self._edge[0]
        for leaf in leaves:
            bottom += leaf
            self._size += 1
            if len(bottom) == TILE_BYTES:
                yield from self._complete(0)

    def _complete(self, level: int) -> Iterator[tuple[int, int, bytes]]:
        hashes = bytes(self._edge[level])
        self._edge[level].clear()
        yield level, (self._size >> (HEIGHT * (level + 1))) - 1, hashes
        if level + 1 == len(self._edge):
            self._edge.append(bytearray())
        self._edge[level + 1] += tile_root(hashes)
        if len(self._edge[level + 1]) == TILE_BYTES:
            yield from self._complete(level + 1)

    def edge(self) -> Iterator[tuple[int, int, bytes]]:
        """(level, index, hashes) of each incomplete tile that holds anything."""
        for level, hashes in enumerate(self._edge):
            if hashes:
                yield level, self._size >> (HEIGHT * (level + 1)), bytes(hashes)


def tile_root(hashes: bytes) -> bytes:
    """Return the hash of the complete subtree that a complete tile is."""
    while len(hashes) > HASH_BYTES:
        hashes = _parents(hashes)
    return hashes


def _parents(hashes: bytes) -> bytes:
    """The hashes one level up; a last one without a partner has none yet."""
    pair = 2 * HASH_BYTES
    return b"".join(
        [
            sha256(b"\x01" + hashes[at : at + pair]).digest()
            for at in range(0, len(hashes) - pair + 1, pair)
        ]
    )
