"""Genotypes of very many animals: two bits each, one marker after another, as PLINK stores them.

The bytes are given by the caller: an array in memory, or a file mapped into it, of which each pass
reads every byte once. Counts are of the second allele; products work on Z = M - 2p, what was not
called counting as the mean.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milkshed.breeding.science.arrays import Bool, Float, Index, Int, Single, held
from milkshed.breeding.science.fixed_point import fixed_point
from milkshed.breeding.science.genotypes import Genotypes
from milkshed.breeding.science.marker_kernels import (
    COPIES,
    TWO_COPIES,
    Bytes,
    count_codes,
    decode,
    list_missing,
    missing_over_animals,
    missing_over_markers,
    sums_over_animals,
    sums_over_markers,
)
from milkshed.numerics.compiled import cores
from milkshed.numerics.lanes import BYTES

_BYTES_AT_ONCE = 2048
_MARKERS_AT_ONCE = 2048
_SUMMED_AT_ONCE = 16_384
# strands a power of two apart would hinder each other in the cache
_APART = 16
_CODE_OF_COUNT = np.array([0, 2, 3, 1], dtype=np.uint8)
_COUNT_OF_CODE = np.array([0, -1, 1, 2], dtype=np.int8)


@dataclass(frozen=True, eq=False)
class MarkerStore:
    """``packed`` (markers, ceil(animals / 4)) bytes; names of animals and markers."""

    animals: tuple[str, ...]
    markers: tuple[str, ...]
    packed: Bytes

    def __post_init__(self) -> None:
        """Refuse bytes that do not hold as many genotypes as there are names."""
        wanted = (len(self.markers), -(-len(self.animals) // 4))
        if self.packed.shape != wanted:
            raise ValueError(
                f"packed: shape {self.packed.shape}, must be {wanted} for {len(self.animals)} "
                f"animals and {len(self.markers)} markers"
            )

    @classmethod
    def from_counts(
        cls,
        blocks: Iterator[NDArray[np.int8]] | Sequence[NDArray[np.int8]],
        animals: Sequence[str],
        markers: Sequence[str],
        room: Bytes | None = None,
    ) -> "MarkerStore":
        """Pack blocks of counts (some markers, animals): 0, 1, 2, and -1 or 9 for not called.

        ``room``: where to put them, such as a mapped file. Raises ValueError naming the animal
        and marker of another value, or when there are fewer or more markers than names.
        """
        width = -(-len(animals) // 4)
        packed = np.zeros((len(markers), width), dtype=np.uint8) if room is None else room
        done = 0
        for block in blocks:
            if done + len(block) > len(markers):
                raise ValueError(f"more than {len(markers)} markers, as many as have names")
            packed[done : done + len(block)] = pack(
                np.asarray(block), animals, markers[done : done + len(block)]
            )
            done += len(block)
        if done < len(markers):
            raise ValueError(f"{done} markers, {len(markers)} have names")
        return cls(tuple(animals), tuple(markers), packed)

    @classmethod
    def from_genotypes(cls, genotypes: Genotypes) -> "MarkerStore":
        """The same genotypes, marker by marker."""
        counts = genotypes.counts()
        return cls.from_counts([counts.T], genotypes.animals, genotypes.markers)

    def __len__(self) -> int:
        return len(self.animals)

    def counts(self, markers: slice | Int | None = None) -> NDArray[np.int8]:
        """Counts of some markers, -1 where not called; shape (markers, animals)."""
        part = self.packed[slice(None) if markers is None else markers]
        code = np.stack([(part >> shift) & 3 for shift in (0, 2, 4, 6)], axis=2)
        return _COUNT_OF_CODE[code.reshape(len(part), -1)[:, : len(self)]]

    def genotypes(self) -> Genotypes:
        """The same genotypes, animal by animal; unpacks all of them."""
        return Genotypes.from_counts(self.counts().T, self.animals, self.markers)

    @cached_property
    def tallies(self) -> Int:
        """How many animals have 0, 1, 2 copies and are not called, (markers, 4)."""
        counts = np.zeros((len(self.markers), 4), dtype=np.int64)

        def part(low: int) -> None:
            rows = slice(low, low + _MARKERS_AT_ONCE)
            count_codes(np.asarray(self.packed[rows]), len(self), counts[rows])

        spread(part, range(0, len(counts), _MARKERS_AT_ONCE))
        return held(counts)

    @cached_property
    def frequencies(self) -> Float:
        """Frequency of the counted allele among those called, (markers,); NaN where none is."""
        called = len(self) - self.tallies[:, 3]
        total = self.tallies[:, 1] + 2 * self.tallies[:, 2]
        return held(
            np.divide(total, 2.0 * called, out=np.full(len(total), np.nan), where=called > 0)
        )

    @cached_property
    def missing(self) -> tuple[Int, Index]:
        """Where each marker begins (markers + 1,) in the list of animals not called, and it."""
        start = np.concatenate([[0], np.cumsum(self.tallies[:, 3])])
        listed = np.empty(int(start[-1]), dtype=np.int32)
        if len(listed):
            list_missing(np.asarray(self.packed), len(self), start, listed)
        return start, listed

    def only(
        self, animals: Bool | Int | None = None, markers: Bool | Int | None = None
    ) -> "MarkerStore":
        """Some of the animals and markers, packed anew."""
        rows: Int = np.arange(len(self.markers))
        columns: Int = np.arange(len(self))
        rows = rows if markers is None else rows[markers]
        columns = columns if animals is None else columns[animals]
        starts = range(0, len(rows), _MARKERS_AT_ONCE)
        return MarkerStore.from_counts(
            (self.counts(rows[start : start + _MARKERS_AT_ONCE])[:, columns] for start in starts),
            [self.animals[i] for i in columns.tolist()],
            [self.markers[k] for k in rows.tolist()],
        )

    def by_markers(
        self, effects: ArrayLike, level: Float, *, single: bool = False, threads: int | None = None
    ) -> Float:
        """Z v: sums of marker effects (markers,) for every animal; ``level`` is 2p.

        Effects are rounded to 2⁻⁶² of the largest (``single``: 2⁻³⁰, in half the time) and their
        products summed exactly; the answer does not depend on ``threads``. Raises ValueError at
        an effect that is not finite.
        """
        v = np.asarray(effects, dtype=np.float64)
        answer = sums_by_markers(
            np.asarray(self.packed), v, len(self), single=single, threads=threads
        )
        answer -= float((level * v).sum())
        start, listed = self.missing
        if len(listed):
            missing_over_markers(start, listed, level * v, answer)
        return answer

    def by_animals(
        self, values: ArrayLike, level: Float, *, single: bool = False, threads: int | None = None
    ) -> Float:
        """Z'u: sums over animals (animals,) for every marker; ``level`` is 2p.

        Rounded and summed as in :meth:`by_markers`.
        """
        u = np.asarray(values, dtype=np.float64)
        answer = self._sums_by_animals(u, COPIES, single=single, threads=threads)
        answer -= level * float(u.sum())
        start, listed = self.missing
        if len(listed):
            missing_over_animals(start, listed, level, u, answer)
        return answer

    def square_sums(self, weights: ArrayLike, level: Float, *, threads: int | None = None) -> Float:
        """Σ weight × z² over animals (animals,) for every marker; ``level`` is 2p."""
        w = np.asarray(weights, dtype=np.float64)
        copies = self._sums_by_animals(w, COPIES, threads=threads)
        two = self._sums_by_animals(w, TWO_COPIES, threads=threads)
        called = np.full(len(self.markers), -float(w.sum()))
        start, listed = self.missing
        if len(listed):
            missing_over_animals(start, listed, np.ones(len(called)), w, called)
        return np.asarray(copies * (1 - 2 * level) + 2 * two - level**2 * called)

    def _sums_by_animals(
        self, values: Float, counted: int, *, single: bool = False, threads: int | None = None
    ) -> Float:
        """Σ counts × values over animals for every marker."""
        width = self.packed.shape[1]
        given = fixed_point(values, 2 if single else 4)
        halves = -(-width // BYTES) * BYTES // 2
        strands = np.zeros((len(given.digits), 8 * halves), dtype=np.int16)
        strands[:, : len(values)] = given.digits
        strands = np.ascontiguousarray(strands.reshape(-1, halves, 8).transpose(0, 2, 1))
        sums = np.zeros((len(self.markers), len(strands)), dtype=np.int64)
        packed = np.asarray(self.packed)

        def part(low: int) -> None:
            rows = slice(low, low + _MARKERS_AT_ONCE)
            for first in range(0, width, _BYTES_AT_ONCE):
                sums_over_animals(
                    packed[rows], first, min(first + _BYTES_AT_ONCE, width), counted, strands,
                    sums[rows],
                )  # fmt: skip

        spread(part, range(0, len(sums), _MARKERS_AT_ONCE), threads)
        return given.of_sums(sums.T)

    def centred(self, level: Float, scale: Float, markers: slice) -> Single:
        """(counts - level) × scale of some markers, (markers, animals), 0 where not called."""
        answer = np.empty((len(level[markers]), len(self)), dtype=np.float32)
        decode(np.asarray(self.packed[markers]), level[markers], scale[markers], len(self), answer)
        return answer


def pack(
    counts: NDArray[np.int8], animals: Sequence[str], markers: Sequence[str]
) -> NDArray[np.uint8]:
    """Counts (markers, animals) in two bits each, (markers, ceil(animals / 4))."""
    if counts.shape != (len(markers), len(animals)):
        raise ValueError(f"counts: shape {counts.shape}, must be ({len(markers)}, {len(animals)})")
    given = np.where((counts < 0) | (counts == 9), np.int8(3), counts)
    strange = np.argwhere(given > 3)
    strange = strange if len(strange) else np.argwhere(counts == 3)
    if len(strange):
        k, i = strange[0]
        raise ValueError(
            f"animal {animals[i]}, marker {markers[k]}: genotype {counts[k, i]}, must be 0, 1, 2, "
            f"or 9 for not called"
        )
    code = _CODE_OF_COUNT[given]
    code = np.pad(code, ((0, 0), (0, -len(animals) % 4)))
    quarters = code.reshape(len(code), -1, 4)
    packed = quarters[:, :, 0] | quarters[:, :, 1] << 2 | quarters[:, :, 2] << 4
    return np.asarray(packed | quarters[:, :, 3] << 6, dtype=np.uint8)


def sums_by_markers(
    packed: Bytes,
    effects: Float,
    animals: int,
    *,
    single: bool = False,
    threads: int | None = None,
) -> Float:
    """Σ counts × effects (markers,) for every animal, of packed rows (markers, bytes)."""
    width = packed.shape[1]
    given = fixed_point(effects, 2 if single else 4)
    digits = np.pad(given.digits, ((0, 0), (0, -len(effects) % 4)))
    words = -(-width // BYTES) * BYTES // 4
    answer = np.zeros((words, 16))

    def part(low: int) -> None:
        high = min(low + _BYTES_AT_ONCE, width)
        there = slice(low // 4, min((low + _BYTES_AT_ONCE) // 4, words))
        length = there.stop - there.start
        for start in range(0, len(effects), _SUMMED_AT_ONCE):
            rows = slice(start, start + _SUMMED_AT_ONCE)
            sums = np.zeros((len(digits), 16, length + _APART), dtype=np.int32)
            sums_over_markers(packed[rows], low, high, digits[:, rows], sums)
            answer[there] += given.of_sums(sums[:, :, :length]).T

    spread(part, range(0, width, _BYTES_AT_ONCE), threads)
    return answer.reshape(-1)[:animals]


def spread(work: Callable[[int], object], starts: range, threads: int | None = None) -> None:
    """Call ``work`` for every start, on several threads where there are several starts."""
    wanted = min(threads or cores(), len(starts))
    if wanted <= 1:
        for start in starts:
            work(start)
        return
    with ThreadPoolExecutor(wanted) as pool:
        list(pool.map(work, starts))
