"""Genotypes of many animals in two bits each, and products with them.

A genotype counts copies of one allele: 0, 1, 2, or not called. Rows are animals, four markers to a
byte. Products work on centred genotypes Z = M - 2p, what was not called counting as the mean, and
never unpack the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from milkshed.breeding.science.arrays import Bool, Float, Int, held
from milkshed.numerics.compiled import compiled

NOT_CALLED: Final = 3
_MISSING: Final = 9
_ROWS_AT_ONCE = 512


@dataclass(frozen=True, eq=False)
class Genotypes:
    """``packed`` (animals, ceil(markers / 4)) bytes; names of animals and markers."""

    animals: tuple[str, ...]
    markers: tuple[str, ...]
    packed: NDArray[np.uint8]

    @classmethod
    def from_counts(
        cls, counts: ArrayLike, animals: Sequence[str], markers: Sequence[str] | None = None
    ) -> "Genotypes":
        """Pack allele counts (animals, markers): 0, 1, 2, and 9 or a negative for not called.

        Raises ValueError naming the animal and marker of a value that is none of these.
        """
        given = np.asarray(counts, dtype=np.int8)
        if given.ndim != 2 or len(given) != len(animals):
            raise ValueError(f"counts: shape {given.shape}, {len(animals)} animals")
        names = (
            tuple(f"m{k + 1}" for k in range(given.shape[1])) if markers is None else tuple(markers)
        )
        called = (given >= 0) & (given <= 2)
        strange = np.argwhere(~called & (given >= 0) & (given != _MISSING))
        if len(strange):
            row, column = strange[0]
            raise ValueError(
                f"animal {animals[row]}, marker {names[column]}: genotype {given[row, column]}, "
                f"must be 0, 1, 2 or 9 for not called"
            )
        code = np.where(called, given, NOT_CALLED).astype(np.uint8)
        spare = -given.shape[1] % 4
        code = np.pad(code, ((0, 0), (0, spare)), constant_values=NOT_CALLED)
        quarters = code.reshape(len(code), -1, 4)
        packed = quarters[:, :, 0] | quarters[:, :, 1] << 2 | quarters[:, :, 2] << 4
        return cls(tuple(animals), names, held((packed | quarters[:, :, 3] << 6).astype(np.uint8)))

    def __len__(self) -> int:
        return len(self.animals)

    def counts(self, rows: slice | Int | None = None) -> NDArray[np.int8]:
        """Allele counts of some animals, -1 where not called; shape (animals, markers)."""
        part = self.packed if rows is None else self.packed[rows]
        code = np.stack([(part >> shift) & 3 for shift in (0, 2, 4, 6)], axis=2)
        plain = code.reshape(len(part), -1)[:, : len(self.markers)].astype(np.int8)
        return np.where(plain == NOT_CALLED, np.int8(-1), plain)

    @cached_property
    def frequencies(self) -> Float:
        """Frequency of the counted allele among those called, (markers,); NaN where none is."""
        total, called = self._sums()
        return held(np.divide(total, 2 * called, out=np.full(len(total), np.nan), where=called > 0))

    @cached_property
    def call_rates(self) -> tuple[Float, Float]:
        """Share of called genotypes by animal and by marker."""
        by_animal = np.zeros(len(self))
        for start in range(0, len(self), _ROWS_AT_ONCE):
            part = slice(start, start + _ROWS_AT_ONCE)
            by_animal[part] = (self.counts(part) >= 0).mean(axis=1)
        return held(by_animal), held(self._sums()[1] / max(len(self), 1))

    def _sums(self) -> tuple[Float, Float]:
        total, called = np.zeros(len(self.markers)), np.zeros(len(self.markers))
        for start in range(0, len(self), _ROWS_AT_ONCE):
            block = self.counts(slice(start, start + _ROWS_AT_ONCE))
            called += (block >= 0).sum(axis=0)
            total += np.maximum(block, 0).sum(axis=0)
        return total, called

    def only(self, animals: Bool | None = None, markers: Bool | None = None) -> "Genotypes":
        """Some of the animals and markers."""
        rows = np.arange(len(self)) if animals is None else np.flatnonzero(animals)
        columns = np.arange(len(self.markers)) if markers is None else np.flatnonzero(markers)
        return Genotypes.from_counts(
            self.counts(rows)[:, columns],
            [self.animals[row] for row in rows.tolist()],
            [self.markers[column] for column in columns.tolist()],
        )

    def centred(self, frequencies: Float, rows: slice | Int | None = None) -> Float:
        """Z of some animals, (animals, markers); 0 where not called."""
        block = self.counts(rows)
        return np.where(block >= 0, block - 2 * frequencies, 0.0)

    def by_markers(self, effects: ArrayLike, frequencies: Float) -> Float:
        """Z v: the sum of marker effects (markers,) for every animal, (animals,)."""
        answer = np.zeros(len(self))
        _by_markers(self.packed, np.asarray(effects, dtype=np.float64), frequencies, answer)
        return answer

    def by_animals(self, values: ArrayLike, frequencies: Float) -> Float:
        """Z'u: the sum over animals (animals,) for every marker, (markers,)."""
        answer = np.zeros(len(self.markers))
        _by_animals(self.packed, np.asarray(values, dtype=np.float64), frequencies, answer)
        return answer


@compiled
def _by_markers(
    packed: NDArray[np.uint8], effects: Float, frequencies: Float, answer: Float
) -> None:
    markers = len(effects)
    table = np.zeros((markers, 4))
    for k in range(markers):
        for g in range(3):
            table[k, g] = (g - 2.0 * frequencies[k]) * effects[k]
    for i in range(len(packed)):
        total = 0.0
        for k in range(markers):
            total += table[k, (packed[i, k >> 2] >> ((k & 3) << 1)) & 3]
        answer[i] = total


@compiled
def _by_animals(
    packed: NDArray[np.uint8], values: Float, frequencies: Float, answer: Float
) -> None:
    markers = len(frequencies)
    for i in range(len(packed)):
        u = values[i]
        for k in range(markers):
            g = (packed[i, k >> 2] >> ((k & 3) << 1)) & 3
            if g < 3:
                answer[k] += u * (g - 2.0 * frequencies[k])
