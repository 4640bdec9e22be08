"""Genotypes of very many animals: two bits each, one marker after another, as PLINK stores them.

The bytes are given by the caller: an array in memory, or a file mapped into it, of which each pass
reads every byte once. Counts are of the second allele; products work on Z = M - 2p, what was not
called counting as the mean.
"""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.linalg.blas import ssyrk

from milkshed.breeding.science.arrays import Bool, Float, Int, Single, held
from milkshed.breeding.science.genomics import marker_scale
from milkshed.breeding.science.genotypes import Genotypes
from milkshed.breeding.science.marker_kernels import (
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

_BYTES_AT_ONCE = 1024
_MARKERS_AT_ONCE = 2048
_ANIMALS_AT_ONCE = 6000
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

        _spread(part, range(0, len(counts), _MARKERS_AT_ONCE))
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
    def _missing(self) -> tuple[Int, NDArray[np.int32]]:
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
            [self.counts(rows[start : start + _MARKERS_AT_ONCE])[:, columns] for start in starts],
            [self.animals[i] for i in columns.tolist()],
            [self.markers[k] for k in rows.tolist()],
        )

    def by_markers(
        self, effects: ArrayLike, level: Float, *, single: bool = False, threads: int | None = None
    ) -> Float:
        """Z v: sums of marker effects (markers,) for every animal; ``level`` is 2p.

        ``single``: sums of 256 markers in float32, their totals in float64.
        """
        v = np.asarray(effects, dtype=np.float64)
        width = self.packed.shape[1]
        total = np.zeros((4, width))
        kind: Any = np.float32 if single else np.float64
        given = v.astype(kind)
        depth = 256 if single else len(v)

        def part(low: int) -> None:
            high = min(low + _BYTES_AT_ONCE, width)
            for start in range(0, len(v), depth):
                rows = slice(start, start + depth)
                room = np.zeros((4, high - low), dtype=kind)
                sums_over_markers(self.packed[rows], low, high, given[rows], room)
                total[:, low:high] += room

        _spread(part, range(0, width, _BYTES_AT_ONCE), threads)
        answer = total.T.reshape(-1)[: len(self)] - float(level @ v)
        start, listed = self._missing
        if len(listed):
            missing_over_markers(start, listed, level * v, answer)
        return np.ascontiguousarray(answer)

    def by_animals(
        self, values: ArrayLike, level: Float, *, single: bool = False, threads: int | None = None
    ) -> Float:
        """Z'u: sums over animals (animals,) for every marker; ``level`` is 2p."""
        u = np.asarray(values, dtype=np.float64)
        width = self.packed.shape[1]
        kind: Any = np.float32 if single else np.float64
        strands = np.zeros((width, 4), dtype=kind)
        strands.reshape(-1)[: len(u)] = u
        strands = np.ascontiguousarray(strands.T)
        answer = np.zeros(len(self.markers))

        def part(low: int) -> None:
            rows = slice(low, low + _MARKERS_AT_ONCE)
            for first in range(0, width, _BYTES_AT_ONCE):
                sums_over_animals(
                    self.packed[rows], first, min(first + _BYTES_AT_ONCE, width), strands,
                    answer[rows],
                )  # fmt: skip

        _spread(part, range(0, len(answer), _MARKERS_AT_ONCE), threads)
        answer -= level * float(u.sum())
        start, listed = self._missing
        if len(listed):
            missing_over_animals(start, listed, level, u, answer)
        return answer

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


def genomic_blocks(
    store: MarkerStore,
    *,
    method: Literal[1, 2] = 1,
    frequencies: Float | None = None,
    room: Float | Single | None = None,
) -> Float | Single:
    """G of VanRaden (2008), methods 1 and 2, from a store of any size, (animals, animals).

    ``room``: where to put it, such as a mapped file of float32; by default a float64 array.
    Tiles of animals are formed from blocks of markers; each block's products are summed in
    float32, the blocks in the precision of ``room``. Raises ValueError when no marker varies.
    """
    p = np.nan_to_num(store.frequencies if frequencies is None else np.asarray(frequencies))
    scale = marker_scale(2 * p * (1 - p), method)
    size = len(store)
    answer = np.zeros((size, size)) if room is None else room
    answer[:] = 0.0
    level = 2 * p
    tiles = [
        slice(low, min(low + _ANIMALS_AT_ONCE, size)) for low in range(0, size, _ANIMALS_AT_ONCE)
    ]
    for start in range(0, len(p), _MARKERS_AT_ONCE):
        block = store.centred(level, scale, slice(start, start + _MARKERS_AT_ONCE))
        for number, rows in enumerate(tiles):
            left = np.asfortranarray(block[:, rows])
            answer[rows, rows] += ssyrk(np.float32(1.0), left, trans=1, lower=1)
            for columns in tiles[:number]:
                answer[rows, columns] += left.T @ block[:, columns]
    for low in range(0, size, _ANIMALS_AT_ONCE):
        high = min(low + _ANIMALS_AT_ONCE, size)
        answer[low:high, high:] = answer[high:, low:high].T
        square = answer[low:high, low:high]
        square += np.tril(square, -1).T
    return answer


def _spread(work: object, starts: range, threads: int | None = None) -> None:
    """Call ``work`` for every start, on several threads where there are several starts."""
    assert callable(work)
    wanted = min(threads or cores(), len(starts))
    if wanted <= 1:
        for start in starts:
            work(start)
        return
    with ThreadPoolExecutor(wanted) as pool:
        list(pool.map(work, starts))
