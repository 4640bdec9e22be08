"""Machine code over bits of homozygous genotypes, 64 markers of one animal to a word.

A marker at which an animal is heterozygous or not called has no bit set for either allele. How
two animals compare is then counted 64 markers at a time, exactly.
"""

import numpy as np
from numpy.typing import NDArray

from milkshed.breeding.science.arrays import Float, Int, Single
from milkshed.numerics.compiled import compiled
from milkshed.numerics.lanes import count_ones

Words = NDArray[np.uint64]
# with 8192 markers a block of columns stays in the nearest cache, one of rows in the next
_COLUMNS_AT_ONCE = 8
_ROWS_AT_ONCE = 64


@compiled
def homozygous_bits(packed: NDArray[np.uint8], first: Words, second: Words) -> None:
    """Set the bits of the animals homozygous for each allele, (animals, words).

    ``packed`` (markers, bytes) as in :mod:`.marker_kernels`; every word is written.
    """
    animals = len(first)
    width = packed.shape[1]
    one = np.empty((4, width), np.uint64)
    other = np.empty((4, width), np.uint64)
    for word in range(first.shape[1]):
        one[:] = 0
        other[:] = 0
        for k in range(64 * word, min(64 * word + 64, len(packed))):
            row = packed[k]
            shift = np.uint64(k & 63)
            for j in range(4):
                a, b = one[j], other[j]
                low = np.uint64(2 * j)
                for i in range(width):
                    x = np.uint64(row[i]) >> low
                    high = x >> np.uint64(1)
                    a[i] |= (~(x | high) & np.uint64(1)) << shift
                    b[i] |= (x & high & np.uint64(1)) << shift
        for i in range(animals):
            first[i, word] = one[i & 3, i >> 2]
            second[i, word] = other[i & 3, i >> 2]


@compiled
def _add_products_of_two(
    i: int, j: int, either: Words, second: Words, answer: Float | Single
) -> None:
    """Σ x x' of animals i and i + 1 with j and j + 1; each word read serves two of the products."""
    animals = len(answer)
    same = right = below = both = np.uint64(0)
    turned = turned_right = turned_below = turned_both = np.uint64(0)
    for w in range(either.shape[1]):
        a, b = either[i, w], second[i, w]
        c, d = either[i + 1, w], second[i + 1, w]
        e, f = either[j, w], second[j, w]
        g, h = either[j + 1, w], second[j + 1, w]
        same += count_ones(a & e)
        turned += count_ones(a & e & (b ^ f))
        right += count_ones(a & g)
        turned_right += count_ones(a & g & (b ^ h))
        below += count_ones(c & e)
        turned_below += count_ones(c & e & (d ^ f))
        both += count_ones(c & g)
        turned_both += count_ones(c & g & (d ^ h))
    answer[i, j] += np.int64(same) - 2 * np.int64(turned)
    if j < i:
        answer[i, j + 1] += np.int64(right) - 2 * np.int64(turned_right)
    if i + 1 < animals:
        answer[i + 1, j] += np.int64(below) - 2 * np.int64(turned_below)
        if j + 1 < animals:
            answer[i + 1, j + 1] += np.int64(both) - 2 * np.int64(turned_both)


@compiled
def homozygote_products(
    first: int, stop: int, either: Words, second: Words, answer: Float | Single
) -> None:
    """Add Σ x x' to columns first … stop of the lower triangle of ``answer``, (animals, animals).

    x is -1, 0 or 1: copies of the second allele less one, 0 where not called. ``either``,
    ``second``: bits of the animals homozygous at all, and for the second allele; an even number
    of rows, at least as many as animals. Σ x x' = markers at which both are homozygous, less twice
    those at which they oppose.
    """
    animals = len(answer)
    for top in range(first, animals, _ROWS_AT_ONCE):
        bottom = min(top + _ROWS_AT_ONCE, animals)
        for left in range(first, min(stop, bottom), _COLUMNS_AT_ONCE):
            right = min(left + _COLUMNS_AT_ONCE, stop)
            for i in range(max(top, left), bottom, 2):
                for j in range(left, min(right, i + 2), 2):
                    _add_products_of_two(i, j, either, second, answer)


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
                against += count_ones((a & d) | (b & c))
                shared += count_ones((a | b) & (c | d))
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
            against += count_ones((first[i, w] & second[j, w]) | (second[i, w] & first[j, w]))
            shared += count_ones((first[i, w] | second[i, w]) & (first[j, w] | second[j, w]))
        answer[n] = against
        both[n] = shared
