"""Machine code over genotypes in two bits, four animals of one marker to a byte.

The layout is that of PLINK's .bed files: 00 two copies of the first allele, 10 one, 11 none, 01 not
called; what is counted here are copies of the second allele. A byte is turned into four counts in
one go, h + (h & l) of its high and low bits, so that what is not called counts 0; callers add what
it should have counted. Animals are read in four strands, animal 4 b + j in strand j at b, which
lets the compiler work on many at once.
"""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numba.extending import intrinsic
from numpy.typing import NDArray

from milkshed.breeding.science.arrays import Float, Int
from milkshed.numerics.compiled import compiled

P = ParamSpec("P")
R = TypeVar("R")
Bytes = NDArray[np.uint8]
Words = NDArray[np.uint64]


def reordered(function: Callable[P, R]) -> Callable[P, R]:
    """Compile with sums that may be taken in another order, so that they use wide registers."""
    made = numba.njit(
        nogil=True, cache=True, error_model="numpy", fastmath={"reassoc", "nsz", "contract"}
    )(function)
    return cast("Callable[P, R]", made)


@reordered
def sums_over_animals(packed: Bytes, first: int, stop: int, strands: Float, answer: Float) -> None:
    """answer[k] += Σ counts × values over bytes first … stop, for every marker.

    ``strands`` (4, bytes): values by strand.
    """
    a, b = strands[0][first:stop], strands[1][first:stop]
    c, d = strands[2][first:stop], strands[3][first:stop]
    for k in range(len(packed)):
        row = packed[k][first:stop]
        total = strands.dtype.type(0)
        for i in range(len(row)):
            x = np.uint32(row[i])
            h = (x >> np.uint32(1)) & np.uint32(0x55)
            y = np.int32(h + (h & x))
            total += (
                (y & 3) * a[i] + ((y >> 2) & 3) * b[i] + ((y >> 4) & 3) * c[i] + (y >> 6) * d[i]
            )
        answer[k] += total


@reordered
def sums_over_markers(packed: Bytes, first: int, stop: int, effects: Float, strands: Float) -> None:
    """strands (4, stop - first) += counts × effects of all markers given, at bytes first … stop."""
    a, b, c, d = strands[0], strands[1], strands[2], strands[3]
    four = len(packed) // 4 * 4
    for k in range(0, four, 4):
        one, two = packed[k][first:stop], packed[k + 1][first:stop]
        three, last = packed[k + 2][first:stop], packed[k + 3][first:stop]
        e, f, g, j = effects[k], effects[k + 1], effects[k + 2], effects[k + 3]
        for i in range(len(a)):
            x = np.uint32(one[i])
            h = (x >> np.uint32(1)) & np.uint32(0x55)
            p = np.int32(h + (h & x))
            x = np.uint32(two[i])
            h = (x >> np.uint32(1)) & np.uint32(0x55)
            q = np.int32(h + (h & x))
            x = np.uint32(three[i])
            h = (x >> np.uint32(1)) & np.uint32(0x55)
            r = np.int32(h + (h & x))
            x = np.uint32(last[i])
            h = (x >> np.uint32(1)) & np.uint32(0x55)
            s = np.int32(h + (h & x))
            a[i] += (p & 3) * e + (q & 3) * f + (r & 3) * g + (s & 3) * j
            b[i] += (
                ((p >> 2) & 3) * e + ((q >> 2) & 3) * f + ((r >> 2) & 3) * g + ((s >> 2) & 3) * j
            )
            c[i] += (
                ((p >> 4) & 3) * e + ((q >> 4) & 3) * f + ((r >> 4) & 3) * g + ((s >> 4) & 3) * j
            )
            d[i] += (p >> 6) * e + (q >> 6) * f + (r >> 6) * g + (s >> 6) * j
    for k in range(four, len(packed)):
        row = packed[k][first:stop]
        e = effects[k]
        for i in range(len(a)):
            x = np.uint32(row[i])
            h = (x >> np.uint32(1)) & np.uint32(0x55)
            p = np.int32(h + (h & x))
            a[i] += (p & 3) * e
            b[i] += ((p >> 2) & 3) * e
            c[i] += ((p >> 4) & 3) * e
            d[i] += (p >> 6) * e


@compiled
def count_codes(packed: Bytes, animals: int, counts: Int) -> None:
    """counts (markers, 4) of animals with 0, 1, 2 copies and not called."""
    for k in range(len(packed)):
        for i in range(animals):
            code = (packed[k, i >> 2] >> ((i & 3) << 1)) & 3
            if code == 0:
                counts[k, 0] += 1
            elif code == 2:
                counts[k, 1] += 1
            elif code == 3:
                counts[k, 2] += 1
            else:
                counts[k, 3] += 1


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
def decode(
    packed: Bytes, level: Float, scale: Float, animals: int, answer: NDArray[np.float32]
) -> None:
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


def _population(typing: Any, word: Any) -> Any:
    """One machine instruction: how many bits of a word are set."""

    def generate(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        return builder.ctpop(given[0])

    return word(word), generate


_ones = cast("Callable[[Any], Any]", intrinsic(_population))


@compiled
def opposing(
    first: Words, second: Words, other_first: Words, other_second: Words, answer: Int, both: Int
) -> None:
    """Opposing homozygotes and markers compared of every pair of two sets of animals.

    ``first``, ``second`` (animals, words): bits of animals homozygous for one and the other
    allele. ``answer``, ``both`` (animals, others): markers at which they oppose, and at which both
    are homozygous.
    """
    for i in range(len(first)):
        for j in range(len(other_first)):
            against = np.uint64(0)
            shared = np.uint64(0)
            for w in range(first.shape[1]):
                a, b = first[i, w], second[i, w]
                c, d = other_first[j, w], other_second[j, w]
                against += _ones((a & d) | (b & c))
                shared += _ones((a | b) & (c | d))
            answer[i, j] = against
            both[i, j] = shared


@compiled
def opposing_pairs(
    first: Words, second: Words, animal: Int, other: Int, answer: Int, both: Int
) -> None:
    """The same for pairs of places, (pairs,)."""
    for n in range(len(animal)):
        i = animal[n]
        j = other[n]
        against = np.uint64(0)
        shared = np.uint64(0)
        for w in range(first.shape[1]):
            against += _ones((first[i, w] & second[j, w]) | (second[i, w] & first[j, w]))
            shared += _ones((first[i, w] | second[i, w]) & (first[j, w] | second[j, w]))
        answer[n] = against
        both[n] = shared


@compiled
def homozygous_bits(packed: Bytes, animals: int, first: Words, second: Words) -> None:
    """Set bit ``marker`` of the animals homozygous for each allele; words by animal."""
    for k in range(len(packed)):
        word = k >> 6
        bit = np.uint64(1) << np.uint64(k & 63)
        for i in range(animals):
            code = (packed[k, i >> 2] >> ((i & 3) << 1)) & 3
            if code == 0:
                first[i, word] |= bit
            elif code == 3:
                second[i, word] |= bit
