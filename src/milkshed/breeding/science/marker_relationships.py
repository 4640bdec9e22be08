"""G of VanRaden (2008) from packed genotypes of any number of animals.

With one scale for all markers (method 1) G follows from whole numbers: with x = copies - 1, 0 where
not called, and c = 2p - 1, Z = X - 1c' + E, where E holds c at what was not called. XX' is counted
64 markers at a time from bits, exactly; 1c' corrects rows and columns; E is sparse. Method 2 weighs
every marker and multiplies tiles of Z by BLAS in float32.
"""

from typing import Literal

import numpy as np
from scipy.linalg.blas import ssyrk

from milkshed.breeding.science.arrays import Bool, Float, Single
from milkshed.breeding.science.genomics import marker_scale
from milkshed.breeding.science.homozygote_kernels import (
    Words,
    homozygote_products,
    homozygous_bits,
)
from milkshed.breeding.science.marker_kernels import missing_products
from milkshed.breeding.science.marker_store import MarkerStore, spread
from milkshed.numerics.compiled import compiled

_MARKERS_AT_ONCE = 2048
_MARKERS_IN_BITS = 8192
_TILE = 6000
_COLUMNS_AT_ONCE = 64
_SIDE = 32


def genomic_blocks(
    store: MarkerStore,
    *,
    method: Literal[1, 2] = 1,
    frequencies: Float | None = None,
    room: Float | Single | None = None,
    threads: int | None = None,
) -> Float | Single:
    """G of VanRaden (2008), methods 1 and 2, from a store of any size, (animals, animals).

    ``room``: where to put it, such as a mapped file of float32; by default a float64 array.
    Memory beside it: of method 1 2 kB an animal, of method 2 float32 tiles, whose products are
    summed in float32 within 2048 markers. Raises ValueError when no marker varies.
    """
    p = np.nan_to_num(store.frequencies if frequencies is None else np.asarray(frequencies))
    scale = marker_scale(2 * p * (1 - p), method)
    whole = np.zeros((len(store), len(store))) if room is None else room
    # compiled code is handed plain arrays, also of a mapped file
    answer: Float | Single = whole.view(np.ndarray)
    answer[:] = 0.0
    if method == 1:
        used = scale > 0
        _count_products(store, used, answer, threads)
        _centre(store, np.where(used, 2 * p - 1, 0.0), answer, threads)
        _mirror(float(scale.max()) ** 2, answer)
    else:
        _multiply_tiles(store, 2 * p, scale, answer)
        _mirror(1.0, answer)
    return whole


def _count_products(
    store: MarkerStore, used: Bool, answer: Float | Single, threads: int | None
) -> None:
    """Add XX' of the markers used to the lower triangle."""
    size = len(store)
    for start in range(0, len(used), _MARKERS_IN_BITS):
        rows = np.asarray(store.packed[start : start + _MARKERS_IN_BITS])
        rows = rows[used[start : start + _MARKERS_IN_BITS]]
        first = np.zeros((size + size % 2, -(-len(rows) // 64)), dtype=np.uint64)
        second = np.zeros_like(first)
        homozygous_bits(rows, first[:size], second[:size])
        either = np.bitwise_or(first, second, out=first)

        def columns(low: int, either: Words = either, second: Words = second) -> None:
            homozygote_products(low, min(low + _COLUMNS_AT_ONCE, size), either, second, answer)

        spread(columns, range(0, size, _COLUMNS_AT_ONCE), threads)


def _centre(store: MarkerStore, c: Float, answer: Float | Single, threads: int | None) -> None:
    """Make XX' in the lower triangle ZZ', a part of which stands in the upper triangle.

    ZZ' = XX' - r1' - 1r' + c'c + F + F' with r = Xc and F = E(X - 1c' + E/2)'.
    """
    rows = store.by_markers(c, np.ones(len(c)), threads=threads)
    square = float(c @ c)
    start, listed = store.missing
    order = np.argsort(listed, kind="stable")
    markers = np.repeat(np.arange(len(c)), np.diff(start))[order]
    begin = np.searchsorted(listed[order], np.arange(len(store) + 1))
    packed = np.asarray(store.packed)

    def part(low: int) -> None:
        high = min(low + _COLUMNS_AT_ONCE, len(store))
        for i in range(low, high):
            answer[i, : i + 1] += square - rows[i] - rows[: i + 1]
        if len(listed):
            missing_products(low, high, packed, begin, markers, start, listed, c, answer)

    spread(part, range(0, len(store), _COLUMNS_AT_ONCE), threads)


def _multiply_tiles(store: MarkerStore, level: Float, scale: Float, answer: Float | Single) -> None:
    """Add ZZ' to the lower triangle, markers scaled."""
    tiles = _tiles(len(store))
    for start in range(0, len(level), _MARKERS_AT_ONCE):
        block = store.centred(level, scale, slice(start, start + _MARKERS_AT_ONCE))
        for number, rows in enumerate(tiles):
            left = np.asfortranarray(block[:, rows])
            answer[rows, rows] += ssyrk(np.float32(1.0), left, trans=1, lower=1)
            for columns in tiles[:number]:
                answer[rows, columns] += left.T @ block[:, columns]


@compiled
def _mirror(scale: float, answer: Float | Single) -> None:
    """Add the upper triangle to the lower one, scale, and make the upper one equal."""
    size = len(answer)
    for top in range(0, size, _SIDE):
        for left in range(0, top + 1, _SIDE):
            for i in range(top, min(top + _SIDE, size)):
                for j in range(left, min(left + _SIDE, i)):
                    value = (answer[i, j] + answer[j, i]) * scale
                    answer[i, j] = value
                    answer[j, i] = value
        for i in range(top, min(top + _SIDE, size)):
            answer[i, i] *= scale


def _tiles(size: int) -> list[slice]:
    return [slice(low, min(low + _TILE, size)) for low in range(0, size, _TILE)]
