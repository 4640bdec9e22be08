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
from milkshed.breeding.science.mixed_model import (
    Fixed,
    Genetic,
    Model,
    Random,
    acting,
    inverse_of,
)
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.records import Records
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.structures import Independent, Related, Structure
from milkshed.breeding.science.term_columns import (
    acted_on,
    factor_of,
    levels_of,
    multipliers,
    spread_over,
)

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


@dataclass(frozen=True, slots=True)
class Column:
    """A column of levels of one term.

    ``start``: the block of level 0; ``stride``: how far levels stand apart; a level ``covers`` so
    many blocks and slots, from ``slot`` on.
    """

    term: int
    start: int
    stride: int
    covers: int
    slot: int


@dataclass(frozen=True, eq=False)
class Equations:
    """All of the equations but the matrix.

    ``level`` (rows, columns), -1 for none, says with ``columns`` to which blocks a record refers:
    its slots. ``z`` (rows, slots), (0, 0) where all are 1, or (entries, slots) where ``curve``
    (rows,) names the entry of each row. ``y`` (rows, traits), 0 where not measured; ``pattern``
    (rows,) bits of measured traits; ``root`` (rows, traits) roots of the weights, (0, 0) where all
    are 1; ``precision`` (classes, patterns, traits, traits). ``free`` (blocks, traits): unknowns
    that are not set to zero.
    """

    traits: tuple[str, ...]
    terms: tuple[Term, ...]
    columns: tuple[Column, ...]
    level: Index
    z: Float
    curve: Index
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

    @cached_property
    def slot(self) -> Index:
        """The block of every record and slot, (rows, slots), -1 for none."""
        answer = np.empty((len(self.level), self.columns[-1].slot + self.columns[-1].covers), "i4")
        for number, column in enumerate(self.columns):
            level = self.level[:, number]
            for c in range(column.covers):
                block = column.start + level * np.int32(column.stride) + np.int32(c)
                answer[:, column.slot + c] = np.where(level >= 0, block, -1)
        return held(answer)

    def factors(self, rows: Int, slot: int) -> Float:
        """What some records multiply the block of a slot with, (rows,)."""
        if not self.z.size:
            return np.ones(len(rows))
        return np.asarray(self.z[self.curve[rows] if self.curve.size else rows, slot])

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
            self.slot, self.z, self.curve, self.pattern, self.root, self.part, self.precision,
            np.array(values, order="C"), answer,
        )  # fmt: skip
        self._set_to_zero(answer)
        return answer

    def fitted(self, unknowns: Float) -> Float:
        """W x of every record and trait, measured or not, shape (rows, traits)."""
        answer = np.zeros(self.y.shape)
        gather(self.slot, self.z, self.curve, np.array(unknowns, order="C"), answer)
        return answer

    def product(
        self, vector: Float, pool: Executor | None = None, room: tuple[Float, Float] | None = None
    ) -> Float:
        """C v, both (blocks, traits); what is set to zero must be zero in ``vector``.

        Large sets of records are cut in two fixed parts, which ``pool`` may work on at once; the
        answer does not depend on it. ``room``: two arrays like ``vector`` to work in, the first
        of which is the answer.
        """
        rows = len(self.y)
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
                first, stop, self.slot, self.z, self.curve, self.pattern, self.root, self.part,
                held(self.precision[:, 1, 0, 0].copy()), vector[:, 0], answer[:, 0],
            )  # fmt: skip
        else:
            add_multiple(
                first, stop, self.slot, self.z, self.curve, self.pattern, self.root, self.part,
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
                self.z, self.curve, self.pattern, self.root, self.part, self.precision, block,
            )  # fmt: skip
            free = self.free[term.start : term.stop].reshape(term.levels, size)
            answer = np.zeros(block.shape, dtype=np.float32)
            invert_blocks(block, free, answer)
            made.append(answer)
        return made

    def matrix(self) -> csc_matrix:
        """C as a sparse matrix of blocks × traits rows; zero rows for what is set to zero."""
        weight = self.record_precision()
        return self._assembled(weight, [term.precision for term in self.terms])

    def pattern_matrix(self) -> csc_matrix:
        """A matrix of positive elements wherever C may have one, whatever the covariances."""
        measured = ((self.pattern[:, None] >> np.arange(len(self.traits))) & 1).astype(np.float64)
        weight = measured[:, :, None] * measured[:, None, :]
        return self._assembled(
            weight, [np.ones_like(term.precision) for term in self.terms], signs=False
        )

    def _assembled(
        self, weight: Float, precisions: list[Float], *, signs: bool = True
    ) -> csc_matrix:
        traits = len(self.traits)
        size = self.blocks * traits
        slots = self.slot.shape[1]
        row, column, value = [], [], []
        for a in range(slots):
            for b in range(slots):
                both = np.flatnonzero((self.slot[:, a] >= 0) & (self.slot[:, b] >= 0))
                factor = np.ones(len(both))
                if signs:
                    factor = self.factors(both, a) * self.factors(both, b)
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
    """The equations of a model; raises :class:`NotUsable` naming the term and what it lacks.

    Records are put in the order of the first genetic effect, so that the order they come in does
    not matter.
    """
    traits = len(records.traits)
    if traits > 14:
        raise NotUsable(
            f"{traits} 个性状：最多同时求解 14 个",
            f"{traits} traits: at most 14 are solved together",
        )
    residual = model.residuals(traits)
    if len(records) and records.residual_class.max() >= len(residual):
        raise NotUsable(
            f"residual_class {records.residual_class.max()}：残差方差只有 {len(residual)} 类",
            f"residual_class {records.residual_class.max()}: residual has {len(residual)} classes",
        )
    related: Structure | None = None
    terms: list[Term] = []
    made: list[Column] = []
    levels: list[Index] = []
    covariates: list[tuple[str, str | None]] = []
    set_to_zero: list[tuple[int, int, tuple[str, ...] | None]] = []
    idle: list[tuple[Term, Bool]] = []
    start = 0
    for effect in (*model.fixed, *model.random):
        factors = (effect.factor,) if isinstance(effect, Fixed) else effect.factors
        title = effect.name or str(factors[0])
        columns = [factor_of(records, name, title) for name in factors]
        width = len(effect.covariates) or len(factors)
        structure: Structure | None = None
        if isinstance(effect, Random):
            structure = Independent(columns[0].names)
        elif isinstance(effect, Genetic):
            structure = effect.structure
            if structure is None:
                if pedigree is None:
                    raise NotUsable(
                        f"{title}：需要系谱，或另给亲缘关系（structure）",
                        f"{title}: needs a pedigree or a structure",
                        [title],
                    )
                related = related or Related(pedigree)
                structure = related
        names = tuple(columns[0].names if structure is None else structure.names)
        spread = np.zeros((0, 0))
        if not isinstance(effect, Fixed):
            spread = spread_over(effect, title, width, records.traits)
        first = len(covariates)
        covers = width if len(columns) == 1 else 1
        for number in range(width if covers == 1 else 1):
            made.append(Column(len(terms), start + number, width, covers, len(covariates)))
            levels.append(levels_of(columns[number], names, title))
            for c in range(number, number + covers):
                named = effect.covariates[c] if effect.covariates else None
                covariates.append((title, named))
        inverse = inverse_of(spread)
        chosen = slice(first, len(covariates))
        term = Term(title, names, start, width, chosen, structure, spread, inverse)
        terms.append(term)
        if not isinstance(effect, Random) and effect.zero:
            place_of = {name: number for number, name in enumerate(names)}
            for level_name in effect.zero:
                if level_name not in place_of:
                    raise NotUsable(
                        f"{title}：没有可设为零的水平 {level_name!r}",
                        f"{title}: there is no level {level_name!r} to set to zero",
                        [level_name],
                    )
                place = start + place_of[level_name] * width
                set_to_zero.append((place, place + width, None))
        if isinstance(effect, Fixed) and effect.traits is not None:
            acted_on(effect.traits, title, records.traits)
            set_to_zero.append((term.start, term.stop, effect.traits))
        if spread.size and not acting(spread).all():
            idle.append((term, ~acting(spread).reshape(width, traits)))
        start = term.stop
    titles = [term.name for term in terms]
    if len(set(titles)) < len(titles):
        raise NotUsable(
            f"有两个效应同名：{'、'.join(titles)}",
            f"two terms have the same name: {', '.join(titles)}",
            titles,
        )
    free = np.ones((start, traits), dtype=np.bool_)
    for low, high, acts_on in set_to_zero:
        for number, trait in enumerate(records.traits):
            if acts_on is None or trait not in acts_on:
                free[low:high, number] = False
    for term, nothing in idle:
        for c in range(term.coefficients):
            free[term.start + c : term.stop : term.coefficients, nothing[c]] = False
    level = np.column_stack(levels)
    z, curve = multipliers(records, covariates)
    anchor = next(
        (n for n, c in enumerate(made) if isinstance(terms[c.term].structure, Related)), 0
    )
    values, weights, parts = records.values, records.weights, records.residual_class
    if np.any(np.diff(level[:, anchor]) < 0):
        order = np.argsort(level[:, anchor], kind="stable")
        level, values, parts = level[order], values[order], parts[order]
        z, curve = (z, curve[order]) if curve.size else (z[order] if z.size else z, curve)
        weights = weights if not any(weights.strides) else weights[order]
    measured = ~np.isnan(values)
    plain = not any(weights.strides) or bool(np.all(weights == 1.0))
    return Equations(
        records.traits,
        tuple(terms),
        tuple(made),
        held(level),
        held(z),
        held(curve),
        held(np.where(measured, values, 0.0)),
        held((measured @ (1 << np.arange(traits, dtype=np.int16))).astype(np.int16)),
        held(np.zeros((0, 0)) if plain else np.sqrt(weights)),
        held(parts.astype(np.int16)),
        residual,
        held(residual_precision(residual)),
        held(free),
    )
