"""The mixed-model equations of a model, held as data: records, pedigree and covariances.

Unknowns stand in blocks of one coefficient of one level, all traits of a block together. A record
refers to its blocks by slots, so that every kernel knows nothing of terms: per record it gathers
W p, multiplies by R⁻¹ of the measured traits, and scatters back (Strandén & Lidauer 1999).
"""

from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import block_diag, coo_matrix, csc_matrix, diags, kron

from milkshed.breeding.science.arrays import Bool, Float, Index, Int, Short, Single, held
from milkshed.breeding.science.equation_kernels import (
    add_blocks,
    add_multiple,
    add_single,
    gather,
    invert_blocks,
    scatter,
)
from milkshed.breeding.science.mixed_model import Fixed, Genetic, Model, Random, covariance
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.records import Factor, Records
from milkshed.breeding.science.structures import Independent, Related, Structure

_SPLIT_FROM = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """Where a term stands among the unknowns: blocks start … start + levels × coefficients."""

    name: str
    names: tuple[str, ...]
    start: int
    coefficients: int
    slots: slice
    structure: Structure | None
    covariance: Float
    precision: Float

    @property
    def levels(self) -> int:
        """How many levels."""
        return len(self.names)

    @property
    def stop(self) -> int:
        """The block after the last."""
        return self.start + self.levels * self.coefficients

    @property
    def random(self) -> bool:
        """Whether the term is random."""
        return self.structure is not None


@dataclass(frozen=True, eq=False)
class Equations:
    """All of the equations but the matrix.

    ``slot`` (rows, slots) blocks, -1 for none; ``z`` (rows, slots) or (0, 0) where all are 1.
    ``y`` (rows, traits), 0 where not measured; ``pattern`` (rows,) bits of measured traits;
    ``root`` (rows, traits) roots of the weights, (0, 0) where all are 1; ``precision`` (classes,
    patterns, traits, traits). ``free`` (blocks, traits): unknowns that are not set to zero.
    """

    traits: tuple[str, ...]
    terms: tuple[Term, ...]
    slot: Index
    z: Float
    y: Float
    pattern: Short
    root: Float
    part: Short
    residual: Float
    precision: Float
    free: Bool

    @property
    def blocks(self) -> int:
        """Blocks of unknowns."""
        return len(self.free)

    def term(self, name: str) -> Term:
        """The term of that name; raises KeyError with the names there are."""
        for term in self.terms:
            if term.name == name:
                return term
        raise KeyError(f"{name}: the terms are {', '.join(t.name for t in self.terms)}")

    def weighted(self, values: Float) -> Float:
        """W'R⁻¹ v of record values (rows, traits), shape (blocks, traits)."""
        answer = np.zeros((self.blocks, len(self.traits)))
        scatter(
            self.slot, self.z, self.pattern, self.root, self.part, self.precision,
            np.array(values, order="C"), answer,
        )  # fmt: skip
        self._set_to_zero(answer)
        return answer

    def fitted(self, unknowns: Float) -> Float:
        """W x of every record and trait, measured or not, shape (rows, traits)."""
        answer = np.zeros(self.y.shape)
        gather(self.slot, self.z, np.array(unknowns, order="C"), answer)
        return answer

    def product(
        self, vector: Float, pool: Executor | None = None, room: tuple[Float, Float] | None = None
    ) -> Float:
        """C v, both (blocks, traits); what is set to zero must be zero in ``vector``.

        Large sets of records are cut in two fixed parts, which ``pool`` may work on at once; the
        answer does not depend on it. ``room``: two arrays like ``vector`` to work in, the first
        of which is the answer.
        """
        rows = len(self.slot)
        cut = rows // 4 if rows >= _SPLIT_FROM else rows
        answer, second = room or (np.empty_like(vector), np.empty_like(vector))

        def pedigree_and_first() -> None:
            answer.fill(0.0)
            for term in self.terms:
                if term.structure is not None:
                    shape = (term.levels, -1)
                    term.structure.add_product(
                        term.precision,
                        vector[term.start : term.stop].reshape(shape),
                        answer[term.start : term.stop].reshape(shape),
                    )
            self._add_records(0, cut, vector, answer)

        def rest() -> None:
            second.fill(0.0)
            self._add_records(cut, rows, vector, second)

        if cut < rows and pool is not None:
            other = pool.submit(rest)
            pedigree_and_first()
            other.result()
        else:
            pedigree_and_first()
            if cut < rows:
                rest()
        if cut < rows:
            answer += second
        self._set_to_zero(answer)
        return answer

    @cached_property
    def _all_free(self) -> bool:
        return bool(self.free.all())

    def _set_to_zero(self, answer: Float) -> None:
        if not self._all_free:
            answer[~self.free] = 0.0

    def _add_records(self, first: int, stop: int, vector: Float, answer: Float) -> None:
        if vector.shape[1] == 1:
            add_single(
                first, stop, self.slot, self.z, self.pattern, self.root, self.part,
                held(self.precision[:, 1, 0, 0].copy()), vector[:, 0], answer[:, 0],
            )  # fmt: skip
        else:
            add_multiple(
                first, stop, self.slot, self.z, self.pattern, self.root, self.part,
                self.precision, vector, answer,
            )  # fmt: skip

    def preconditioner(self) -> list[Single]:
        """Inverted diagonal blocks of each term, (levels, q, q) with q coefficients × traits."""
        made = []
        for term in self.terms:
            size = term.coefficients * len(self.traits)
            block = np.zeros((term.levels, size, size))
            if term.structure is not None:
                block += term.structure.diagonal[:, None, None] * term.precision
            add_blocks(
                term.slots.start, term.slots.stop, term.start, term.coefficients, self.slot,
                self.z, self.pattern, self.root, self.part, self.precision, block,
            )  # fmt: skip
            free = self.free[term.start : term.stop].reshape(term.levels, size)
            answer = np.zeros(block.shape, dtype=np.float32)
            invert_blocks(block, free, answer)
            made.append(answer)
        return made

    def matrix(self) -> csc_matrix:
        """C as a sparse matrix of blocks × traits rows; zero rows for what is set to zero."""
        weight = self.record_precision()
        return self._assembled(weight, self.z, [term.precision for term in self.terms])

    def pattern_matrix(self) -> csc_matrix:
        """A matrix of positive elements wherever C may have one, whatever the covariances."""
        measured = ((self.pattern[:, None] >> np.arange(len(self.traits))) & 1).astype(np.float64)
        weight = measured[:, :, None] * measured[:, None, :]
        return self._assembled(
            weight,
            np.zeros((0, 0)),
            [np.ones_like(term.precision) for term in self.terms],
            signs=False,
        )

    def _assembled(
        self, weight: Float, z: Float, precisions: list[Float], *, signs: bool = True
    ) -> csc_matrix:
        traits = len(self.traits)
        size = self.blocks * traits
        slots = self.slot.shape[1]
        row, column, value = [], [], []
        for a in range(slots):
            for b in range(slots):
                both = np.flatnonzero((self.slot[:, a] >= 0) & (self.slot[:, b] >= 0))
                factor = z[both, a] * z[both, b] if z.size else np.ones(len(both))
                for t in range(traits):
                    for u in range(traits):
                        value.append(factor * weight[both, t, u])
                        row.append(self.slot[both, a].astype(np.int64) * traits + t)
                        column.append(self.slot[both, b].astype(np.int64) * traits + u)
        triplets = (np.concatenate(value), (np.concatenate(row), np.concatenate(column)))
        data = coo_matrix(triplets, shape=(size, size)).tocsc()
        parts = []
        for term, inner in zip(self.terms, precisions, strict=True):
            width = (term.stop - term.start) * traits
            if term.structure is None:
                parts.append(csc_matrix((width, width)))
            else:
                among = term.structure.matrix()
                parts.append(kron(among if signs else abs(among), inner, format="csc"))
        keep = diags(self.free.ravel().astype(np.float64))
        return (keep @ (data + block_diag(parts, format="csc")) @ keep).tocsc()

    def record_precision(self) -> Float:
        """R⁻¹ of every record, (rows, traits, traits), zeros where a trait was not measured."""
        weight = self.precision[self.part, self.pattern]
        if self.root.size:
            weight = weight * self.root[:, :, None] * self.root[:, None, :]
        return np.asarray(weight)


def residual_precision(residual: Float) -> Float:
    """Inverse of R's measured block per pattern, (classes, patterns, traits, traits)."""
    count, traits = residual.shape[:2]
    answer = np.zeros((count, 1 << traits, traits, traits))
    for bits in range(1, 1 << traits):
        measured = np.flatnonzero((bits >> np.arange(traits)) & 1)
        block = residual[:, measured[:, None], measured]
        answer[:, bits, measured[:, None], measured] = np.linalg.inv(block)
    return answer


def build_equations(model: Model, records: Records, pedigree: Pedigree | None) -> Equations:
    """The equations of a model; raises ValueError naming the term and what it lacks.

    Records are put in the order of the first genetic effect, so that the order they come in does
    not matter.
    """
    traits = len(records.traits)
    if traits > 14:
        raise ValueError(f"{traits} traits: at most 14 are solved together")
    residual = model.residuals(traits)
    if len(records) and records.residual_class.max() >= len(residual):
        raise ValueError(
            f"residual_class {records.residual_class.max()}: residual has {len(residual)} classes"
        )
    related: Structure | None = None
    terms: list[Term] = []
    slots: list[Index] = []
    values: list[Float] = []
    set_to_zero: list[tuple[int, int, tuple[str, ...] | None]] = []
    start = 0
    for effect in (*model.fixed, *model.random):
        factors = (effect.factor,) if isinstance(effect, Fixed) else effect.factors
        columns = [_factor(records, name, effect.name or str(name)) for name in factors]
        width = len(effect.covariates) or len(factors)
        structure: Structure | None = None
        if isinstance(effect, Random):
            structure = Independent(columns[0].names)
        elif isinstance(effect, Genetic):
            structure = effect.structure
            if structure is None:
                if pedigree is None:
                    raise ValueError(f"{effect.name}: needs a pedigree or a structure")
                related = related or Related(pedigree)
                structure = related
        names = tuple(columns[0].names if structure is None else structure.names)
        spread = np.zeros((0, 0))
        if not isinstance(effect, Fixed):
            title = effect.name or effect.factors[0]
            spread = covariance(title, effect.covariance, width * traits)
        first = len(slots)
        for c in range(width):
            column = columns[c if len(columns) > 1 else 0]
            level = _levels(column, names, effect.name)
            slots.append(np.where(level >= 0, start + level * width + c, -1).astype(np.int32))
            if effect.covariates:
                values.append(_covariate(records, effect.covariates[c], effect.name))
            else:
                values.append(np.ones(len(records)))
        title = effect.name or str(factors[0])
        inverse: Float = spread
        if spread.size:
            inverse = np.asarray(np.linalg.inv(spread), dtype=np.float64)
        term = Term(
            title, names, start, width, slice(first, len(slots)), structure, spread, inverse
        )
        terms.append(term)
        if not isinstance(effect, Random):
            for level_name in effect.zero:
                if level_name not in names:
                    raise ValueError(f"{title}: there is no level {level_name!r} to set to zero")
                place = start + names.index(level_name) * width
                set_to_zero.append((place, place + width, None))
        if isinstance(effect, Fixed) and effect.traits is not None:
            set_to_zero.append((term.start, term.stop, effect.traits))
        start = term.stop
    titles = [term.name for term in terms]
    if len(set(titles)) < len(titles):
        raise ValueError(f"two terms have the same name: {', '.join(titles)}")
    free = np.ones((start, traits), dtype=np.bool_)
    for low, high, acts_on in set_to_zero:
        for number, trait in enumerate(records.traits):
            if acts_on is None or trait not in acts_on:
                free[low:high, number] = False
    slot, z = np.column_stack(slots), np.column_stack(values)
    anchor = next((t.slots.start for t in terms if isinstance(t.structure, Related)), 0)
    order = np.lexsort((np.arange(len(slot)), slot[:, anchor]))
    measured = ~np.isnan(records.values[order])
    used = np.where(measured, records.values[order], 0.0)
    root = np.sqrt(records.weights[order])
    empty = held(np.zeros((0, 0)))
    return Equations(
        records.traits,
        tuple(terms),
        held(np.ascontiguousarray(slot[order])),
        empty if np.all(z == 1.0) else held(np.ascontiguousarray(z[order])),
        held(used),
        held((measured @ (1 << np.arange(traits))).astype(np.int16)),
        empty if np.all(root == 1.0) else held(root),
        held(records.residual_class[order].astype(np.int16)),
        residual,
        held(residual_precision(residual)),
        held(free),
    )


def _factor(records: Records, name: str | None, title: str) -> Factor:
    if name is None:
        return Factor(("all",), np.zeros(len(records), np.int32))
    if name not in records.factors:
        raise ValueError(
            f"{title}: records have no factor {name!r}, only {', '.join(records.factors)}"
        )
    return records.factors[name]


def _covariate(records: Records, name: str, title: str) -> Float:
    if name not in records.covariates:
        raise ValueError(
            f"{title}: records have no covariate {name!r}, only {', '.join(records.covariates)}"
        )
    return records.covariates[name]


def _levels(column: Factor, names: tuple[str, ...], title: str) -> Int:
    """Level of each row among ``names``."""
    if column.names == names:
        return column.code.astype(np.int64)
    place = {name: number for number, name in enumerate(names)}
    unknown = [name for name in column.names if name not in place]
    if unknown:
        raise ValueError(
            f"{title}: {len(unknown)} levels are not in the pedigree, the first is {unknown[0]!r}"
        )
    new = np.array([place[name] for name in column.names] + [-1], dtype=np.int64)
    return new[column.code]
