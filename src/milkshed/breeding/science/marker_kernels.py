"""Machine code over genotypes in two bits, four animals of one marker to a byte.

The layout is that of PLINK's .bed files: 00 two copies of the first allele, 10 one, 11 none, 01 not
called; what is counted here are copies of the second allele: h + (h & l) of the high and low bits,
so that what is not called counts 0; callers add what it should have counted. Products are with
digits of :mod:`.fixed_point`, two at once: whole numbers of 16 bits, whose products with counts a
processor adds in pairs. They read 64 bytes at a time, 256 animals of a marker.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from milkshed.breeding.science.arrays import Float, Index, Int, Short, Single
from milkshed.numerics.compiled import compiled
from milkshed.numerics.lanes import (
    BYTES,
    count_ones,
    fetch,
    fill,
    load,
    load_part,
    multiply_pairs,
    store,
    total,
)

Bytes = NDArray[np.uint8]
COPIES: Final = 0x55555555
TWO_COPIES: Final = 0
AHEAD: Final = 8


@compiled
def _copies(codes: Any, counted: int) -> Any:
    """The codes of 256 genotypes as counts of 0, 1 or 2; ``counted`` as below."""
    high = (codes >> 1) & 0x55555555
    return (high & counted) + (high & codes)


@compiled
def sums_over_animals(
    packed: Bytes, first: int, stop: int, counted: int, digits: Short, answer: Int
) -> None:
    """answer[k] += Σ counts × digits over bytes first … stop, for every marker.

    ``digits`` (digits, 8, halves of words): by strand, animal 8 i + j in strand j at i, a multiple
    of 32 with zeros at the end; ``answer`` (markers, digits). ``counted``: COPIES, or TWO_COPIES
    to count 1 for an animal with two. ``first`` is a multiple of 64, and at most 4096 bytes are
    taken at once, so that 32 bits hold the sums.
    """
    last = len(packed) - 1
    for k in range(0, len(packed), 2):
        one, two = packed[k], packed[min(k + 1, last)]
        later, later_two = packed[min(k + AHEAD, last)], packed[min(k + AHEAD + 1, last)]
        for n in range(0, len(digits), 2):
            p: Any = fill(0)
            q: Any = fill(0)
            r: Any = fill(0)
            s: Any = fill(0)
            for at in range(first, stop, BYTES):
                if n == 0:
                    fetch(later, at)
                    fetch(later_two, at)
                if at + BYTES <= stop:
                    x, y = load(one, at), load(two, at)
                else:
                    x, y = load_part(one, at, stop - at), load_part(two, at, stop - at)
                x, y = _copies(x, counted), _copies(y, counted)
                for j in range(8):
                    a, b = load(digits[n, j], at // 2), load(digits[n + 1, j], at // 2)
                    t, u = (x >> (2 * j)) & 0x30003, (y >> (2 * j)) & 0x30003
                    p += multiply_pairs(t, a)
                    q += multiply_pairs(t, b)
                    r += multiply_pairs(u, a)
                    s += multiply_pairs(u, b)
            answer[k, n] += total(p)
            answer[k, n + 1] += total(q)
            if k < last:
                answer[k + 1, n] += total(r)
                answer[k + 1, n + 1] += total(s)


@compiled
def _side_by_side(one: int, two: int) -> Any:
    """Two digits in the halves of each lane."""
    return fill((np.int64(one) & 0xFFFF) | ((np.int64(two) & 0xFFFF) << 16))


@compiled
def _add_strands(
    first: int, lane: int, x: Any, y: Any, low: Any, low_two: Any, high: Any, high_two: Any,
    sums: Index,
) -> None:  # fmt: skip
    """Eight strands of :func:`sums_over_markers`, from ``first`` on; each lane has two markers."""
    for j in range(8):
        t, u = (x >> (2 * j)) & 0x30003, (y >> (2 * j)) & 0x30003
        below, above = sums[0, first + j], sums[1, first + j]
        store(below, lane, load(below, lane) + multiply_pairs(t, low) + multiply_pairs(u, low_two))
        store(
            above, lane, load(above, lane) + multiply_pairs(t, high) + multiply_pairs(u, high_two)
        )


@compiled
def sums_over_markers(packed: Bytes, first: int, stop: int, digits: Short, sums: Index) -> None:
    """sums (digits, 16, words) += counts × digits of all markers given, at bytes first … stop.

    Animal 16 i + j of these bytes stands in strand j at i; room for a multiple of 64 bytes.
    ``digits`` (digits, markers): a multiple of four markers with zeros at the end. At most 32,764
    markers at once, so that 32 bits hold the sums.
    """
    last = len(packed) - 1
    for k in range(0, len(packed), 4):
        one, two = packed[k], packed[min(k + 1, last)]
        three, four = packed[min(k + 2, last)], packed[min(k + 3, last)]
        for n in range(0, len(digits), 2):
            low, high, both = digits[n], digits[n + 1], sums[n : n + 2]
            p, q = _side_by_side(low[k], low[k + 1]), _side_by_side(low[k + 2], low[k + 3])
            r, s = _side_by_side(high[k], high[k + 1]), _side_by_side(high[k + 2], high[k + 3])
            for at in range(first, stop, BYTES):
                rest = stop - at
                if n == 0:
                    for ahead in range(AHEAD, AHEAD + 4):
                        fetch(packed[min(k + ahead, last)], at)
                if rest >= BYTES:
                    x, y, z, w = load(one, at), load(two, at), load(three, at), load(four, at)
                else:
                    x, y = load_part(one, at, rest), load_part(two, at, rest)
                    z, w = load_part(three, at, rest), load_part(four, at, rest)
                x, y = _copies(x, COPIES), _copies(y, COPIES)
                z, w = _copies(z, COPIES), _copies(w, COPIES)
                lane = (at - first) // 4
                a, b = (x & 0xFFFF) | (y << 16), (z & 0xFFFF) | (w << 16)
                _add_strands(0, lane, a, b, p, q, r, s, both)
                a, b = (x >> 16) | (y & 0xFFFF0000), (z >> 16) | (w & 0xFFFF0000)
                _add_strands(8, lane, a, b, p, q, r, s, both)


@compiled
def count_codes(packed: Bytes, animals: int, counts: Int) -> None:
    """counts (markers, 4) of animals with 0, 1, 2 copies and not called."""
    whole = animals >> 2
    for k in range(len(packed)):
        row = packed[k]
        one = two = missing = np.int64(0)
        for i in range(whole):
            low, high = np.uint8(row[i] & 0x55), np.uint8((row[i] >> 1) & 0x55)
            one += count_ones(np.uint8(high & ~low))
            two += count_ones(np.uint8(high & low))
            missing += count_ones(np.uint8(low & ~high))
        for i in range(4 * whole, animals):
            code = (row[whole] >> ((i & 3) << 1)) & 3
            one += code == 2
            two += code == 3
            missing += code == 1
        counts[k, 0] = animals - one - two - missing
        counts[k, 1] = one
        counts[k, 2] = two
        counts[k, 3] = missing


@compiled
def count_by_animal(packed: Bytes, counts: Int) -> None:
    """counts (animals, 2) += markers that are heterozygous, and that are not called."""
    animals = len(counts)
    for k in range(len(packed)):
        for i in range(animals):
            code = (packed[k, i >> 2] >> ((i & 3) << 1)) & 3
            if code == 2:
                counts[i, 0] += 1
            elif code == 1:
                counts[i, 1] += 1


@compiled
def list_missing(packed: Bytes, animals: int, start: Int, listed: NDArray[np.int32]) -> None:
    """The animals not called, marker by marker; ``start`` (markers + 1,) where each begins."""
    for k in range(len(packed)):
        at = start[k]
        if start[k + 1] == at:
            continue
        for i in range(animals):
            if (packed[k, i >> 2] >> ((i & 3) << 1)) & 3 == 1:
                listed[at] = i
                at += 1


@compiled
def missing_over_animals(
    start: Int, listed: NDArray[np.int32], level: Float, values: Float, answer: Float
) -> None:
    """answer[k] += level[k] × the sum of values of the animals not called at k."""
    for k in range(len(answer)):
        total = 0.0
        for at in range(start[k], start[k + 1]):
            total += values[listed[at]]
        answer[k] += level[k] * total


@compiled
def missing_over_markers(
    start: Int, listed: NDArray[np.int32], levels: Float, answer: Float
) -> None:
    """answer[i] += the levels (markers,) of the markers at which animal i is not called."""
    for k in range(len(levels)):
        for at in range(start[k], start[k + 1]):
            answer[listed[at]] += levels[k]


@compiled
def missing_products(
    first: int,
    stop: int,
    packed: Bytes,
    begin: Int,
    markers: Int,
    start: Int,
    listed: NDArray[np.int32],
    c: Float,
    answer: Float | Single,
) -> None:
    """What genotypes not called add to rows first … stop of the relationships, (animals, animals).

    answer[i, j] += Σ c (copies - 1 - c) of animal j over the markers at which i was not called,
    -c²/2 where j was not either; twice that on the diagonal. ``begin``, ``markers``: those markers
    by animal; ``start``, ``listed``: the animals by marker.
    """
    width = packed.shape[1]
    sums = np.empty((4, width))
    for i in range(first, stop):
        if begin[i] == begin[i + 1]:
            continue
        sums[:] = 0.0
        base = 0.0
        for n in range(begin[i], begin[i + 1]):
            k = markers[n]
            row = packed[k]
            each = c[k]
            base += each * (1.0 + each)
            for b in range(width):
                x = np.uint32(row[b])
                high = (x >> np.uint32(1)) & np.uint32(0x55)
                y = np.int32(high + (high & x))
                sums[0, b] += (y & 3) * each
                sums[1, b] += ((y >> 2) & 3) * each
                sums[2, b] += ((y >> 4) & 3) * each
                sums[3, b] += (y >> 6) * each
            for at in range(start[k], start[k + 1]):
                j = listed[at]
                sums[j & 3, j >> 2] += each + 0.5 * each * each
        sums[i & 3, i >> 2] += sums[i & 3, i >> 2] - base
        for j in range(answer.shape[1]):
            answer[i, j] += sums[j & 3, j >> 2] - base


@compiled
def decode(packed: Bytes, level: Float, scale: Float, animals: int, answer: Single) -> None:
    """answer (markers, animals) = (counts - level) × scale, 0 where not called."""
    table = np.zeros(4, np.float32)
    for k in range(len(packed)):
        table[0] = -level[k] * scale[k]
        table[1] = 0.0
        table[2] = (1.0 - level[k]) * scale[k]
        table[3] = (2.0 - level[k]) * scale[k]
        for b in range(animals >> 2):
            x = packed[k, b]
            answer[k, 4 * b] = table[x & 3]
            answer[k, 4 * b + 1] = table[(x >> 2) & 3]
            answer[k, 4 * b + 2] = table[(x >> 4) & 3]
            answer[k, 4 * b + 3] = table[x >> 6]
        for i in range(animals & ~3, animals):
            answer[k, i] = table[(packed[k, i >> 2] >> ((i & 3) << 1)) & 3]
