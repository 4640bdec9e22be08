"""Reads the modules of an undamaged QR code (ISO/IEC 18004), without knowing who made them.

Versions 1 to 8 in byte mode, which is what links on labels take. No error is corrected: a single
wrong module spoils the text or its length.
"""

from collections.abc import Iterator, Sequence

Modules = Sequence[Sequence[bool]]

_BLOCKS = {
    1: {"L": [(1, 19)], "M": [(1, 16)], "Q": [(1, 13)], "H": [(1, 9)]},
    2: {"L": [(1, 34)], "M": [(1, 28)], "Q": [(1, 22)], "H": [(1, 16)]},
    3: {"L": [(1, 55)], "M": [(1, 44)], "Q": [(2, 17)], "H": [(2, 13)]},
    4: {"L": [(1, 80)], "M": [(2, 32)], "Q": [(2, 24)], "H": [(4, 9)]},
    5: {"L": [(1, 108)], "M": [(2, 43)], "Q": [(2, 15), (2, 16)], "H": [(2, 11), (2, 12)]},
    6: {"L": [(2, 68)], "M": [(4, 27)], "Q": [(4, 19)], "H": [(4, 15)]},
    7: {"L": [(2, 78)], "M": [(4, 31)], "Q": [(2, 14), (4, 15)], "H": [(4, 13), (1, 14)]},
    8: {
        "L": [(2, 97)],
        "M": [(2, 38), (2, 39)],
        "Q": [(4, 18), (2, 19)],
        "H": [(4, 14), (2, 15)],
    },
}
"""Data codewords per block by version and level: so many blocks of so many (table 9)."""
_LEVELS = {1: "L", 0: "M", 3: "Q", 2: "H"}
_LAST_ALIGNMENT = {1: [], 2: [6, 18], 3: [6, 22], 4: [6, 26], 5: [6, 30], 6: [6, 34]} | {
    7: [6, 22, 38],
    8: [6, 24, 42],
}
_FORMAT_MASK = 0b101010000010010
_BYTE_MODE = 0b0100


def read(modules: Modules) -> str:
    """Return the text of a code given with its quiet zone."""
    code = _without_quiet_zone(modules)
    size = len(code)
    version = (size - 17) // 4
    bits = "".join("1" if code[8][x] else "0" for x in (0, 1, 2, 3, 4, 5, 7, 8))
    bits += "".join("1" if code[y][8] else "0" for y in (7, 5, 4, 3, 2, 1, 0))
    form = int(bits, 2) ^ _FORMAT_MASK
    level, mask = _LEVELS[form >> 13], (form >> 10) & 7
    stream = "".join(
        "1" if code[y][x] ^ _is_masked(mask, y, x) else "0" for y, x in _path(version, size)
    )
    codewords = [int(stream[at : at + 8], 2) for at in range(0, len(stream) - 7, 8)]
    data = "".join(f"{word:08b}" for word in _in_order(codewords, _BLOCKS[version][level]))
    assert int(data[:4], 2) == _BYTE_MODE
    length = int(data[4:12], 2)
    return bytes(int(data[at : at + 8], 2) for at in range(12, 12 + 8 * length, 8)).decode()


def _without_quiet_zone(modules: Modules) -> Modules:
    dark = [at for at, row in enumerate(modules) if any(row)]
    first, last = dark[0], dark[-1] + 1
    return [row[first:last] for row in modules[first:last]]


def _is_masked(mask: int, y: int, x: int) -> bool:
    return [
        (y + x) % 2,
        y % 2,
        x % 3,
        (y + x) % 3,
        (y // 2 + x // 3) % 2,
        y * x % 2 + y * x % 3,
        (y * x % 2 + y * x % 3) % 2,
        ((y + x) % 2 + y * x % 3) % 2,
    ][mask] == 0


def _is_function(version: int, size: int, y: int, x: int) -> bool:
    """Whether a module belongs to the frame: finders, timing, alignment, format, version."""
    if (y < 9 and (x < 9 or x >= size - 8)) or (y >= size - 8 and x < 9) or 6 in (y, x):
        return True
    if version >= 7 and ((y < 6 and x >= size - 11) or (x < 6 and y >= size - 11)):
        return True
    places = _LAST_ALIGNMENT[version]
    return any(
        abs(y - row) <= 2 and abs(x - column) <= 2
        for row in places
        for column in places
        if not (row == 6 and column in (6, size - 7)) and not (column == 6 and row == size - 7)
    )


def _path(version: int, size: int) -> Iterator[tuple[int, int]]:
    """The modules of data in their order: two columns wide, from the right, up and down."""
    up = True
    for right in (x for x in range(size - 1, 0, -1) if (x > 6 and (size - 1 - x) % 2 == 0)):
        yield from _column(version, size, right, up)
        up = not up
    for right in (5, 3, 1):
        yield from _column(version, size, right, up)
        up = not up


def _column(version: int, size: int, right: int, up: bool) -> Iterator[tuple[int, int]]:
    for y in range(size - 1, -1, -1) if up else range(size):
        for x in (right, right - 1):
            if not _is_function(version, size, y, x):
                yield y, x


def _in_order(codewords: Sequence[int], groups: Sequence[tuple[int, int]]) -> list[int]:
    """The data codewords of the blocks one after the other, which stand interleaved."""
    lengths = [length for count, length in groups for _ in range(count)]
    blocks: list[list[int]] = [[] for _ in lengths]
    taken = iter(codewords)
    for at in range(max(lengths)):
        for block, length in zip(blocks, lengths, strict=True):
            if at < length:
                block.append(next(taken))
    return [word for block in blocks for word in block]
