"""The equations as one sweep over the animals, for any number of them.

Records stand in the order of their animals, so that one visit to an animal does all of its part
of the product: the relationship to its parents, and its records. Whatever else a record refers to
(herd-year-season, curves) is small and stays in the cache.

An environment of the animal's own - levels that hold records of one animal each, such as the
permanent environment - is eliminated: its equations touch only those of its records, so that the
Schur complement C₁₁ - C₁₂ B⁻¹ C₂₁ is formed animal by animal and the solution of what was left out
follows at the end. That halves the unknowns of a repeatability model and loses nothing.

Animals are dealt out in ranges; each range writes to itself, to a copy of the parents that stand
before it, and to sums of its own for the small effects. The ranges do not depend on the number
of threads, so neither does the answer.

The animals' unknowns are iterated in the canonical basis (see :mod:`.canonical`) and scaled by an
incomplete factor of the pedigree (see :mod:`.pedigree_factor`).
"""

from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from milkshed.breeding.science.arrays import Bool, Float, Index, Int, Single, held
from milkshed.breeding.science.canonical import CanonicalBasis
from milkshed.breeding.science.equations import Equations, Term
from milkshed.breeding.science.mixed_model import acting
from milkshed.breeding.science.pedigree_factor import PedigreeFactor, factorise_pedigree
from milkshed.breeding.science.preconditioners import DiagonalBlocks
from milkshed.breeding.science.record_rows import RecordRows, flattened
from milkshed.breeding.science.structures import Independent, Related
from milkshed.breeding.science.sweep_assembly import (
    canonical_diagonal,
    environment_precision,
    fit,
    invert_heap,
    load,
    mean_information,
    other_blocks,
    record_keys,
)
from milkshed.breeding.science.sweep_kernels import ANIMALS_AT_ONCE, Kind, sweep_kernel

FROM_RECORDS = 50_000
_ELIMINATED_BYTES = 600_000_000
_ELIMINATED_AT_MOST = 3_000_000_000
_INVERTED_AT_ONCE = 16_384
_BLOCK_BYTES = 2_500_000_000
_RANGES = 2
_AVERAGED = 4_000
# with fewer multipliers than this that are not 0, those are looked for
_DENSE = 0.7


@dataclass(frozen=True, slots=True)
class Range:
    """Animals ``first`` … ``stop`` whose parents stand at ``low`` or later."""

    first: int
    stop: int
    low: int


class Sweep:
    """The equations without what is eliminated.

    A vector has shape (blocks, traits): first the other effects, then the animals and groups in
    the canonical basis.
    """

    def __init__(self, equations: Equations, animal: Term, hidden: Term | None) -> None:
        """Use :meth:`of`."""
        assert isinstance(animal.structure, Related)
        self.equations = equations
        self.animal = animal
        self.hidden = hidden
        self.traits = len(equations.traits)
        self.others = tuple(t for t in equations.terms if t is not animal and t is not hidden)
        counts = [term.stop - term.start for term in self.others]
        self._starts = list(accumulate(counts, initial=0))
        self.other_blocks = self._starts[-1]
        self.blocks = self.other_blocks + animal.stop - animal.start
        self.structure = animal.structure
        self.relatives = animal.structure.inverse
        self.rows, self._seat = self._laid_out()
        self.ranges = self._dealt()
        self.longest = max(most_records(self.rows.begin, r.first, r.stop) for r in self.ranges)
        self.size = animal.coefficients * self.traits
        self.basis = CanonicalBasis.of(animal.precision, self._average())
        self._turn = self.basis.flat
        self._zero, self.bound = self._set_to_zero()
        self.kind = Kind(
            self.traits,
            animal.coefficients,
            hidden.coefficients if hidden is not None else 0,
            not self.rows.z.size,
            bool(self.rows.root.size),
            bool(np.count_nonzero(self.rows.z) < _DENSE * self.rows.z.size),
        )
        self._kernel = sweep_kernel(*self.kind)

    @classmethod
    def of(cls, equations: Equations) -> "Sweep | None":
        """The sweep of a model with one effect of related animals, each record of one animal."""
        terms = equations.terms
        related = [t for t in terms if isinstance(t.structure, Related)]
        columns = equations.columns
        if len(related) != 1 or len(columns) != len(terms):
            return None
        animal = related[0]
        number = terms.index(animal)
        level = equations.level[:, number]
        structure = animal.structure
        assert isinstance(structure, Related)
        if not len(level) or level[0] < 0 or level[-1] >= structure.inverse.animals:
            return None
        hidden = None
        for place, term in enumerate(terms):
            if (
                isinstance(term.structure, Independent)
                and _is_own(level, equations.level[:, place])
                and cls._fits(equations, term)
            ):
                hidden = term
                break
        return cls(equations, animal, hidden)

    def _set_to_zero(self) -> tuple[Bool, Bool]:
        """What the model sets to zero, (blocks, traits): in its own units and as iterated.

        (0, 0) where nothing is. Levels of animals and groups are zero as a whole; coefficients
        that do not act are no part of the basis.
        """
        free = self.equations.free
        zero = ~np.concatenate([free[t.start : t.stop] for t in (*self.others, self.animal)])
        bound = zero.copy()
        own = bound[self.other_blocks :].reshape(-1, self.size)
        own[:] = own[:, acting(self.animal.precision)].any(axis=1, keepdims=True)
        none = np.zeros((0, 0), np.bool_)
        return zero if zero.any() else none, bound if bound.any() else none

    @staticmethod
    def _fits(equations: Equations, term: Term) -> bool:
        """Whether the inverses that elimination needs are few or small."""
        size = term.coefficients * len(equations.traits)
        if not equations.free[term.start : term.stop].all():
            return False
        few = not equations.z.size and not equations.root.size
        if few or term.levels * size * size * 4 <= _ELIMINATED_AT_MOST:
            return True
        level = equations.level[:, equations.terms.index(term)]
        recorded = int(np.count_nonzero(np.bincount(level, minlength=1)))
        return recorded * size * size * 4 <= _ELIMINATED_AT_MOST

    def _laid_out(self) -> tuple[RecordRows, Int]:
        """The records as the sweep reads them, and the level of the hidden effect by animal."""
        equations, animals = self.equations, self.relatives.animals
        terms, columns = equations.terms, equations.columns
        own = columns[terms.index(self.animal)]
        level = equations.level[:, terms.index(self.animal)]
        counts = np.bincount(level, minlength=animals)
        begin = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
        place = np.empty((len(level), len(self.others)), dtype=np.int32)
        chosen = [columns[terms.index(term)] for term in self.others]
        for m, (column, term) in enumerate(zip(chosen, self.others, strict=True)):
            there = equations.level[:, terms.index(term)]
            np.multiply(there, column.stride, out=place[:, m])
            place[:, m] += self._starts[m]
            place[there < 0, m] = -1
        patterns = equations.precision.shape[1]
        both = equations.part.astype(np.int32) * patterns + equations.pattern
        seen = np.flatnonzero(np.bincount(both, minlength=1))
        kind = np.searchsorted(seen, both).astype(np.int16)
        weight = equations.precision.reshape(-1, self.traits, self.traits)[seen]
        hidden = (0, 0)
        seat = np.zeros(0, dtype=np.int64)
        if self.hidden is not None:
            column = columns[terms.index(self.hidden)]
            hidden = column.slot, self.hidden.coefficients
            seat = np.full(animals, -1, dtype=np.int64)
            seat[level] = equations.level[:, terms.index(self.hidden)]
        rows = RecordRows(
            begin,
            held(np.ascontiguousarray(level)),
            held(place),
            np.array([column.covers for column in chosen], dtype=np.int32),
            np.array([column.slot for column in chosen], dtype=np.int32),
            held(kind),
            np.ascontiguousarray(weight),
            equations.root,
            _curve(equations),
            equations.z,
            (own.slot, self.animal.coefficients),
            hidden,
            np.zeros(0, np.int32),
            np.zeros((0, 0, 0)),
        )
        if self.hidden is None:
            return rows, seat
        which, inverse = self._eliminated(rows)
        return rows._replace(which=which, inverse=inverse), seat

    def _eliminated(self, rows: RecordRows) -> tuple[Index, Float | Single]:
        """B⁻¹ of every different set of records, and which of them an animal has.

        In float32 where float64 would be large: solutions are then those of equations that differ
        by some 1e-7.
        """
        assert self.hidden is not None
        animals = len(rows.begin) - 1
        recorded = np.flatnonzero(np.diff(rows.begin))
        if rows.z.size or rows.root.size:
            chosen, found = recorded, np.arange(len(recorded))
        else:
            code = np.random.default_rng(1).integers(1, 2**62, len(rows.weight))
            keys = np.zeros(animals, dtype=np.int64)
            record_keys(0, animals, rows, code, keys)
            _, first, found = np.unique(keys[recorded], return_index=True, return_inverse=True)
            chosen = recorded[first]
        which = np.zeros(animals, dtype=np.int32)
        which[recorded] = found
        size = self.hidden.coefficients * self.traits
        large = len(chosen) * size * size * 8 > _ELIMINATED_BYTES
        inverse = np.empty((len(chosen), size, size), dtype=np.float32 if large else np.float64)
        for start in range(0, len(chosen), _INVERTED_AT_ONCE):
            part = slice(start, start + _INVERTED_AT_ONCE)
            precision = np.zeros(inverse[part].shape) + self.hidden.precision
            environment_precision(chosen[part], rows, precision)
            inverse[part] = np.linalg.inv(precision)
        return held(which), held(inverse)

    def _dealt(self) -> tuple[Range, ...]:
        """Ranges of about the same work: animals and their records."""
        a = self.relatives
        work = np.arange(a.animals + 1) * 3 + self.rows.begin
        cuts = np.searchsorted(work, work[-1] * np.arange(_RANGES + 1) / _RANGES)
        cuts[0], cuts[-1] = 0, a.animals
        found = []
        for first, stop in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
            low = first
            for parent in (a.sire[first:stop], a.dam[first:stop]):
                known = parent[parent >= 0]
                low = min(low, int(known.min())) if len(known) else low
            found.append(Range(first, stop, low))
        return tuple(found)

    def product(self, vector: Float, answer: Float, pool: Executor | None = None) -> None:
        """Set ``answer`` to C v."""
        size = self.size
        other, mine = vector[: self.other_blocks], vector[self.other_blocks :].reshape(-1, size)
        animals = self.relatives.animals
        groups = len(mine) - animals
        target = answer[self.other_blocks :].reshape(-1, size)
        rows, a = self.rows, self.relatives

        def work(part: Range) -> tuple[Float, Float, Float]:
            border = np.zeros((part.first - part.low, size))
            tail = np.zeros((groups, size))
            small = np.zeros((self.other_blocks, self.traits))
            self._kernel(
                part.first, part.stop, animals, a.sire, a.dam, a.precision, self._turn,
                flattened(rows), self.longest, mine.reshape(-1), other.reshape(-1),
                target.reshape(-1), border.reshape(-1), part.low, tail.reshape(-1),
                small.reshape(-1),
            )  # fmt: skip
            return border, tail, small

        done: Iterable[tuple[Float, Float, Float]]
        done = map(work, self.ranges) if pool is None else pool.map(work, self.ranges)
        target[animals:] = a.group_part @ mine[animals:]
        answer[: self.other_blocks] = 0.0
        for part, (border, tail, small) in zip(self.ranges, list(done), strict=True):
            target[part.low : part.first] += border
            target[animals:] += tail
            answer[: self.other_blocks] += small
        self.structure.add_beyond(np.eye(size), mine, target)
        for start, term in zip(self._starts, self.others, strict=False):
            if term.structure is not None:
                end = start + term.stop - term.start
                term.structure.add_product(
                    term.precision,
                    other[start:end].reshape(term.levels, -1),
                    answer[start:end].reshape(term.levels, -1),
                )
        if self.bound.size:
            answer[self.bound] = 0.0

    def ridges(self) -> tuple[tuple[int, int, Float], ...]:
        """First block, levels and precision of the other effects that are random and unrelated.

        Raises ValueError for a random effect of another structure.
        """
        found = []
        for start, term in zip(self._starts, self.others, strict=False):
            if term.structure is None:
                continue
            if not isinstance(term.structure, Independent):
                raise ValueError(f"{term.name}: only unrelated levels beside the animals")
            found.append((start, term.levels, term.precision))
        return tuple(found)

    def loaded(self, values: Float) -> tuple[Float, Float]:
        """The right-hand side of record values (rows, traits), the hidden effect eliminated.

        And the hidden effect's solution were all others zero.
        """
        answer, environment = self._loaded(values, eliminate=True)
        self.basis.pulled(self._animals(answer))
        return answer, environment

    def _animals(self, vector: Float) -> Float:
        """The animals' and groups' part of a vector, (levels, coefficients)."""
        return vector[self.other_blocks :].reshape(-1, self.size)

    def _loaded(self, values: Float, *, eliminate: bool) -> tuple[Float, Float]:
        """W'R⁻¹ of record values in the units of the model, and what the hidden effect has of it.

        With ``eliminate`` the right-hand side of the remaining equations and the hidden effect's
        solution were all others zero; without it the whole right-hand side.
        """
        rows = self.rows
        answer = np.zeros((self.blocks, self.traits))
        animals = self.relatives.animals
        environment = np.zeros((animals, rows.hidden[1] * self.traits))
        load(
            0, animals, eliminate and self.hidden is not None, rows, values,
            self._animals(answer), answer[: self.other_blocks], environment,
        )  # fmt: skip
        if self._zero.size:
            answer[self._zero] = 0.0
        return answer, environment

    def norm(self, values: Float) -> float:
        """‖W'R⁻¹ v‖ of record values over all equations, the eliminated ones included."""
        answer, environment = self._loaded(values, eliminate=False)
        return float(np.sqrt(np.vdot(answer, answer) + np.vdot(environment, environment)))

    def length(self, residual: Float) -> float:
        """The norm of a residual in the units of the model."""
        other = residual[: self.other_blocks]
        own = self.basis.square(self._animals(residual))
        return float(np.sqrt(own + np.vdot(other, other)))

    def restricted(self, unknowns: Float) -> Float:
        """What is iterated of the unknowns (blocks of the equations, traits)."""
        parts = [unknowns[term.start : term.stop] for term in (*self.others, self.animal)]
        answer = np.ascontiguousarray(np.concatenate(parts))
        self.basis.inward(self._animals(answer))
        return answer

    def spread_out(self, vector: Float) -> Float:
        """A vector among all unknowns, zero for the eliminated ones."""
        answer = np.zeros((self.equations.blocks, self.traits))
        for start, term in zip(self._starts, self.others, strict=False):
            answer[term.start : term.stop] = vector[start : start + term.stop - term.start]
        own = answer[self.animal.start : self.animal.stop]
        own[:] = vector[self.other_blocks :]
        self.basis.outward(own.reshape(-1, self.size))
        return answer

    def whole(self, vector: Float) -> Float:
        """All unknowns of the equations, the eliminated ones solved for."""
        equations, rows = self.equations, self.rows
        answer = self.spread_out(vector)
        if self.hidden is not None:
            gap = np.array(equations.y)
            own = answer[self.animal.start : self.animal.stop]
            fit(
                0, self.relatives.animals, rows, own.reshape(-1, self.size),
                vector[: self.other_blocks], gap,
            )  # fmt: skip
            _, environment = self._loaded(gap, eliminate=True)
            recorded = np.flatnonzero(self._seat >= 0)
            view = answer[self.hidden.start : self.hidden.stop]
            view.reshape(self.hidden.levels, -1)[self._seat[recorded]] = environment[recorded]
        return answer

    def _average(self) -> Float:
        """What records know of an animal that has some, (coefficients, coefficients)."""
        rows = self.rows
        answer = np.zeros((self.size, self.size))
        recorded = np.flatnonzero(np.diff(rows.begin))
        chosen = recorded[:: max(len(recorded) // _AVERAGED, 1)]
        mean_information(chosen, rows, answer)
        return answer

    def diagonal(self, pool: Executor | None = None) -> Float:
        """The diagonal of the animals' equations, (levels, coefficients); 0 where set to zero.

        Of what is known beyond the pedigree only additions are counted, so that no animal knows
        less than its pedigree says.
        """
        rows, a = self.rows, self.relatives
        answer = np.empty((a.levels, self.size))
        answer[:] = np.maximum(self.structure.diagonal, a.diagonal)[:, None]

        def work(part: Range) -> None:
            canonical_diagonal(part.first, part.stop, self.basis.turn, rows, answer)

        list(map(work, self.ranges) if pool is None else pool.map(work, self.ranges))
        if self.bound.size:
            answer[self.bound[self.other_blocks :].reshape(-1, self.size)] = 0.0
        return answer

    def preconditioner(self, pool: Executor | None = None) -> PedigreeFactor:
        """The incomplete factor of the animals' equations, and blocks of the other effects."""
        a = self.relatives
        factor = np.empty((a.levels, self.size), dtype=np.float32)
        factorise_pedigree(a.sire, a.dam, a.precision, self.diagonal(pool), factor)
        return PedigreeFactor(
            DiagonalBlocks(self.blocks_of_others(pool)), self.other_blocks, a.sire, a.dam,
            a.precision, factor, self.basis.metric,
        )  # fmt: skip

    def blocks_of_others(self, pool: Executor | None = None) -> list[tuple[int, Single]]:
        """Inverted diagonal blocks of the other effects, each with the first block it is of."""
        traits, rows = self.traits, self.rows
        wide = [term.coefficients * traits for term in self.others]
        apart = np.array(
            [
                term.levels * w * w * 8 > _BLOCK_BYTES
                for term, w in zip(self.others, wide, strict=True)
            ],
            dtype=np.bool_,
        )
        shapes = [
            (term.levels * w // traits, traits) if alone else (term.levels, w)
            for term, w, alone in zip(self.others, wide, apart, strict=True)
        ]
        counts = [count * width * width for count, width in shapes]
        offset = np.array(list(accumulate(counts, initial=0)), dtype=np.int64)
        base = np.array(self._starts, dtype=np.int64)

        def work(part: Range) -> Float:
            heap = np.zeros(int(offset[-1]))
            other_blocks(part.first, part.stop, rows, base, offset, apart, heap)
            return heap

        found = list(map(work, self.ranges) if pool is None else pool.map(work, self.ranges))
        heap = sum(found[1:], found[0])
        answer = []
        for m, term in enumerate(self.others):
            count, width = shapes[m]
            out = np.zeros((count, width, width), dtype=np.float32)
            ridge = np.zeros((wide[m], wide[m]))
            if isinstance(term.structure, Independent):
                ridge += term.precision
            elif term.structure is not None:
                ridge += float(np.mean(term.structure.diagonal)) * term.precision
            along = [ridge[at : at + width, at : at + width] for at in range(0, wide[m], width)]
            invert_heap(int(offset[m]), heap, np.array(along), out)
            answer.append((self._starts[m], out))
        if self.bound.size:
            for start, inverse in answer:
                size = inverse.shape[1]
                flat = ~self.bound.ravel()[start * traits :][: len(inverse) * size]
                free = flat.reshape(len(inverse), size)
                inverse *= free[:, :, None] & free[:, None, :]
        return answer


def most_records(begin: Index, first: int, stop: int) -> int:
    """Records of the largest block of animals first … stop."""
    starts = np.arange(first, stop, ANIMALS_AT_ONCE)
    ends = np.minimum(starts + ANIMALS_AT_ONCE, stop)
    return int((begin[ends] - begin[starts]).max(initial=1))


def _is_own(animal: Index, other: Index) -> bool:
    """Whether each level of ``other`` holds records of one animal, and one level each animal's."""
    if not len(other) or other.min() < 0:
        return False
    changes = animal[1:] != animal[:-1]
    if np.any((other[1:] != other[:-1]) & ~changes):
        return False
    found = other[np.concatenate([[True], changes])]
    return int(np.count_nonzero(np.bincount(found))) == len(found)


def _curve(equations: Equations) -> Index:
    """Which row of z a record has."""
    if not equations.z.size or equations.curve.size:
        return equations.curve
    return np.arange(len(equations.y), dtype=np.int32)
