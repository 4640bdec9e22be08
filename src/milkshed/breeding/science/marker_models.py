"""Genomic evaluation that never forms G: marker effects, single step by markers, a core of animals.

SNP-BLUP by conjugate gradients on packed genotypes. Single step with the marker effects among the
unknowns (Liu, Goddard, Reinhardt & Reents 2014): given the marker effects, the genotyped animals
have what pedigree explains beyond them, so that the precision of animals and markers together is

    [ A⁻¹ + (1/w - 1) A₂₂⁻¹      -(1/w) A₂₂⁻¹ Z          ]
    [ -(1/w) Z' A₂₂⁻¹      (1/w) Z' A₂₂⁻¹ Z + I k/(1-w)  ]

with w the share of polygenic variance and k = 2 Σ p(1-p); where G is tuned to A₂₂'s level, both
parts are scaled and the level joins what the pedigree explains. A₂₂⁻¹ v = A²² v - A²¹ (A¹¹)⁻¹ A¹² v
by a sparse factor of the ancestors without genotypes. Young animals follow from the effects alone.
APY's inverse (Misztal, Legarra & Aguilar 2014) keeps one dense factor of the core and the rows of
the others in float32.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix

from milkshed.breeding.science.a_inverse import AInverse, add_product, invert_relationships
from milkshed.breeding.science.arrays import Bool, Float, Int, Single, held
from milkshed.breeding.science.genomics import MarkerEffects
from milkshed.breeding.science.marker_store import MarkerStore
from milkshed.breeding.science.pedigree import UNKNOWN, Pedigree
from milkshed.breeding.science.sparse_factor import Factor, factorise, order_equations
from milkshed.breeding.science.unknown_parents import group_shares

_MARKERS_AT_ONCE = 2048
_ANIMALS_AT_ONCE = 2048


@dataclass(frozen=True, slots=True, eq=False)
class SolvedMarkers:
    """Marker effects with how the iteration went: residuals as shares of the right-hand side's."""

    effects: MarkerEffects
    residuals: tuple[float, ...]
    converged: bool


def iterate_marker_effects(
    store: MarkerStore,
    phenotyped: ArrayLike,
    values: ArrayLike,
    *,
    variance_animal: float,
    variance_residual: float,
    weights: ArrayLike | None = None,
    frequencies: Float | None = None,
    tolerance: float = 1e-8,
    iterations: int = 500,
    single: bool = False,
    progress: Callable[[int, float], None] | None = None,
) -> SolvedMarkers:
    """SNP-BLUP of any size: a mean and all marker effects by preconditioned conjugate gradients.

    ``phenotyped`` (records,): animals of the store; a marker's variance is ``variance_animal`` /
    (2 Σ p(1 - p)). Memory beside the store: some vectors. ``single``: products to 2⁻³⁰, in half the
    time; the residual computed afresh then stays above some 1e-4 of the right-hand side in large
    cases, whatever the tolerance.
    """
    p = np.nan_to_num(store.frequencies if frequencies is None else np.asarray(frequencies))
    level = 2 * p
    ridge = float((level * (1 - p)).sum()) / variance_animal
    rows: Int = np.asarray(phenotyped, dtype=np.int64)
    y = np.asarray(values, dtype=np.float64)
    w = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=np.float64)
    w = w / variance_residual
    on_animals: Float = np.bincount(rows, weights=w, minlength=len(store)).astype(np.float64)
    right_animals = np.bincount(rows, weights=w * y, minlength=len(store))

    def product(vector: Float) -> Float:
        mean, effects = vector[0], vector[1:]
        fitted = store.by_markers(effects, level, single=single) + mean
        pulled = on_animals * fitted
        return np.concatenate(
            [[pulled.sum()], store.by_animals(pulled, level, single=single) + ridge * effects]
        )

    right = np.concatenate([[right_animals.sum()], store.by_animals(right_animals, level)])
    diagonal = np.concatenate([[w.sum()], store.square_sums(on_animals, level) + ridge])
    gap = y - np.average(y, weights=w)
    off = np.bincount(rows, weights=w * gap, minlength=len(store))
    size = float(np.linalg.norm(store.by_animals(off, level)))
    answer, path = conjugate(
        product, right, diagonal, size=size, tolerance=tolerance, iterations=iterations,
        progress=progress,
    )  # fmt: skip
    effects = answer[1:]
    made = MarkerEffects(
        float(answer[0]), held(effects.copy()), held(store.by_markers(effects, level))
    )
    return SolvedMarkers(made, path, bool(path and path[-1] <= tolerance))


def conjugate(
    product: Callable[[Float], Float],
    right: Float,
    diagonal: Float,
    *,
    size: float,
    tolerance: float,
    iterations: int,
    progress: Callable[[int, float], None] | None = None,
) -> tuple[Float, tuple[float, ...]]:
    """Solve a small number of vectors' worth of equations, preconditioned by the diagonal.

    ``right`` and ``diagonal`` have one shape; ``size``: what the residual is held against.
    """
    answer = np.zeros_like(right)
    residual = right.copy()
    scaled = residual / diagonal
    direction = scaled.copy()
    old = float(np.vdot(residual, scaled))
    path: list[float] = []
    while len(path) < iterations and size > 0:
        image = product(direction)
        along = float(np.vdot(direction, image))
        if not along > 0:
            break
        step = old / along
        answer += step * direction
        residual -= step * image
        path.append(float(np.linalg.norm(residual)) / size)
        if progress is not None:
            progress(len(path), path[-1])
        if path[-1] <= tolerance:
            break
        scaled = residual / diagonal
        new = float(np.vdot(residual, scaled))
        direction = scaled + new / old * direction
        old = new
    return answer, tuple(path)


class GenotypedInverse:
    """A₂₂⁻¹ of genotyped animals as a product: the pedigree of them and their ancestors.

    Unknown-parent groups of the pedigree play no part: A is that of the animals.
    """

    def __init__(self, pedigree: Pedigree, genotyped: ArrayLike, inverse: AInverse) -> None:
        members: Int = np.asarray(genotyped, dtype=np.int64)
        if len(np.unique(members)) < len(members):
            raise ValueError("genotyped: an animal is listed twice")
        kept = pedigree.ancestors(members)
        small = without_groups(pedigree).only(kept)
        place = np.cumsum(kept) - 1
        matrix = invert_relationships(small, f=inverse.f[kept]).matrix().tocsr()
        own = place[members]
        rest = np.setdiff1d(np.arange(len(small)), own)
        self._own = matrix[own][:, own].tocsr()
        self._across = matrix[own][:, rest].tocsr()
        self._back = self._across.T.tocsr()
        self._factor: Factor | None = None
        if len(rest):
            ancestors = matrix[rest][:, rest].tocsc()
            self._factor = factorise(ancestors, order_equations(ancestors))
        self.diagonal: Float = np.asarray(self._own.diagonal(), dtype=np.float64)

    def product(self, vector: Float) -> Float:
        """A₂₂⁻¹ v, (genotyped,) or (genotyped, columns)."""
        answer = np.asarray(self._own @ vector)
        if self._factor is not None:
            answer -= self._across @ self._factor.solve(np.asarray(self._back @ vector))
        return answer


def without_groups(pedigree: Pedigree) -> Pedigree:
    """The same animals, parents of unknown-parent groups being simply unknown."""
    if not pedigree.groups:
        return pedigree
    sire, dam = (
        np.maximum(parent, UNKNOWN).astype(np.int32) for parent in (pedigree.sire, pedigree.dam)
    )
    return pedigree.grouped(sire, dam, ())


@dataclass(frozen=True, slots=True, eq=False)
class AmongGenotyped:
    """What is known of the genotyped whoever else is in the pedigree.

    ``inverse``: A₂₂⁻¹ as a product; ``ones`` (members,): A₂₂⁻¹1; ``square_sums`` (markers,): Σ z²
    with the diagonal of A²² as weights.
    """

    inverse: GenotypedInverse
    ones: Float
    square_sums: Float

    @classmethod
    def of(
        cls, pedigree: Pedigree, members: Int, inverse: AInverse, store: MarkerStore, level: Float
    ) -> "AmongGenotyped":
        """That of ``members`` (places) in the order of ``store``; ``level`` is 2p."""
        made = GenotypedInverse(pedigree, members, inverse)
        return cls(
            made,
            held(made.product(np.ones(len(members)))),
            held(store.square_sums(made.diagonal, level)),
        )


class SingleStepMarkers:
    """The precision of animals and marker effects together, as a structure for ``Genetic``.

    Levels are the animals of the pedigree, its unknown-parent groups, then the markers; solutions
    of the latter are marker effects, in the unit of the trait by copy of the counted allele. The
    genotyped have the relationships level + slope × ((1 - w) G + w A₂₂): what ``slope`` scales is
    shared by the markers and w A₂₂, and the level widens what the pedigree explains beyond them to
    slope w A₂₂ + level 11' (its inverse by Sherman & Morrison 1950). Groups act on what the
    genotyped deviate from their groups (Misztal et al. 2013), as in :mod:`.single_step`.
    """

    def __init__(
        self,
        pedigree: Pedigree,
        genotyped: ArrayLike,
        store: MarkerStore,
        *,
        polygenic: float = 0.05,
        level: float = 0.0,
        slope: float = 1.0,
        inverse: AInverse | None = None,
        frequencies: Float | None = None,
        single: bool = False,
        among: "AmongGenotyped | None" = None,
    ) -> None:
        """``genotyped`` (places) in the order of ``store``; ``polygenic``: w, between 0 and 1.

        ``level`` and ``slope`` as :func:`.single_step.tuning_of` finds them. ``frequencies`` of
        the base, those observed by default; ``single`` as in :func:`iterate_marker_effects`;
        ``among``: what is known of the same genotyped from before. Raises ValueError when w is no
        share, the level is negative, or animals and store do not agree.
        """
        if not 0 < polygenic < 1:
            raise ValueError(f"polygenic = {polygenic}: must lie between 0 and 1")
        if not (level >= 0 and slope > 0):
            raise ValueError(f"level = {level}, slope = {slope}: must be 0 or more, and above 0")
        self.members: Int = np.asarray(genotyped, dtype=np.int64)
        if len(self.members) != len(store):
            raise ValueError(f"{len(self.members)} animals, {len(store)} genotypes")
        self.store, self.single = store, single
        self.inverse = inverse or invert_relationships(pedigree)
        p = np.nan_to_num(store.frequencies if frequencies is None else np.asarray(frequencies))
        self.level = held(2 * p)
        self._polygenic, self._lift, self._slope = polygenic, level, slope
        self._share = 1.0 / (slope * polygenic)
        self._ridge = float((2 * p * (1 - p)).sum()) / (slope * (1 - polygenic))
        self._among = among or AmongGenotyped.of(
            pedigree, self.members, self.inverse, store, self.level
        )
        self._flat = held(self._share * self._among.ones)
        self._flatness = level / (1.0 + level * float(self._flat.sum()))
        self.animals = len(pedigree)
        self._first = self.inverse.levels
        self._shares: Float = np.zeros((len(self.members), len(pedigree.groups)))
        if pedigree.groups:
            kept = pedigree.ancestors(self.members)
            place = np.cumsum(kept) - 1
            self._shares = group_shares(pedigree.only(kept))[place[self.members]]
        self.names: Sequence[str] = (
            *pedigree.listed,
            *pedigree.groups,
            *(f"marker {name}" for name in store.markers),
        )
        fixed = int(np.count_nonzero(np.diag(self.inverse.group_part) == 0))
        self.rank = len(self.names) - fixed
        self.diagonal = self._diagonal()

    def _diagonal(self) -> Float:
        """The diagonal of the precision; A²²'s stands for the smaller one of A₂₂⁻¹."""
        genotyped = self._among.inverse
        of_markers = self._share * self._among.square_sums + self._ridge
        answer = np.concatenate([self.inverse.diagonal, of_markers])
        own = (self._share - 1) * genotyped.diagonal - self._flatness * self._flat**2
        answer[self.members] += np.maximum(own, 0.0)
        spread = (self._share - 1) * genotyped.product(self._shares)
        answer[self.animals : self._first] += np.einsum("mg,mg->g", self._shares, spread)
        answer[self.animals : self._first] -= self._flatness * (self._flat @ self._shares) ** 2
        return held(answer)

    def only(self, pedigree: Pedigree, kept: Bool) -> "SingleStepMarkers":
        """The same among the animals that ``kept`` marks; ``pedigree`` is theirs.

        Ancestors of the kept must be kept, and the genotyped.
        """
        inverse = invert_relationships(pedigree, f=self.inverse.f[kept])
        return SingleStepMarkers(
            pedigree, (np.cumsum(kept) - 1)[self.members], self.store, polygenic=self._polygenic,
            level=self._lift, slope=self._slope,
            inverse=replace(inverse, group_part=self.inverse.group_part),
            frequencies=self.level / 2, single=self.single, among=self._among,
        )  # fmt: skip

    @cached_property
    def scale(self) -> Float:
        """The diagonal of the relationships, (levels,); reads all genotypes."""
        answer = np.zeros(len(self.names))
        answer[: self.animals] = 1.0 + self.inverse.f
        part = np.diag(self.inverse.group_part)
        if np.all(part > 0):
            answer[self.animals : self._first] = np.diag(np.linalg.inv(self.inverse.group_part))
        own = square_sums_of_animals(self.store, self.level) / self._ridge
        own += self._lift + (1.0 + self.inverse.f[self.members]) / self._share
        answer[self.members] = own
        answer[self._first :] = 1 / self._ridge
        return held(answer)

    @property
    def log_determinant(self) -> float:
        """Not known without factoring the genotyped animals' relationships."""
        raise ValueError("single step by markers has no log determinant; use genomics.single_step")

    def matrix(self) -> csr_matrix:
        """The whole matrix; for small cases and checks."""
        size = len(self.names)
        answer = np.zeros((size, size))
        for start in range(0, size, 256):
            unit = np.zeros((size, min(256, size - start)))
            unit[start + np.arange(unit.shape[1]), np.arange(unit.shape[1])] = 1.0
            part = np.zeros_like(unit)
            self.add_product(np.eye(unit.shape[1]), unit, part)
            answer[:, start : start + unit.shape[1]] = part
        return csr_matrix((answer + answer.T) / 2)

    def add_product(self, inner: Float, vector: Float, answer: Float) -> None:
        """Add (precision ⊗ inner) v."""
        a = self.inverse
        relatives, effects = vector[: self._first], vector[self._first :]
        add_product(
            a.sire, a.dam, a.precision, np.asarray(inner),
            np.ascontiguousarray(relatives), answer[: self._first],
        )  # fmt: skip
        turned = effects @ inner
        groups = relatives[self.animals :] @ inner
        if len(a.group_part):
            answer[self.animals : self._first] += a.group_part @ groups
        own = relatives[self.members] @ inner - self._shares @ groups
        merit = np.column_stack(
            [self.store.by_markers(column, self.level, single=self.single) for column in turned.T]
        )
        both = self._among.inverse.product(np.column_stack([own, own - merit]))
        width = own.shape[1]
        pulled = self._share * both[:, width:]
        if self._flatness:
            pulled = pulled - self._flatness * np.outer(self._flat, self._flat @ (own - merit))
        added = pulled - both[:, :width]
        answer[self.members] += added
        answer[self.animals : self._first] -= self._shares.T @ added
        answer[self._first :] += self._ridge * turned - np.column_stack(
            [self.store.by_animals(column, self.level, single=self.single) for column in pulled.T]
        )

    def young(self, store: MarkerStore, effects: Float) -> Float:
        """Merit by markers of animals that were not in the run, (animals, columns).

        ``effects`` (markers, columns): solutions of the marker levels. Raises ValueError when the
        markers are not those of the run.
        """
        if store.markers != self.store.markers:
            raise ValueError("the young animals' markers are not those of the run")
        return np.column_stack([store.by_markers(column, self.level) for column in effects.T])


def square_sums_of_animals(store: MarkerStore, level: Float) -> Float:
    """Σ z² over markers for every animal, (animals,); ``level`` is 2p."""
    answer = np.zeros(len(store))
    scale = np.ones(len(level))
    for start in range(0, len(level), _MARKERS_AT_ONCE):
        block = store.centred(level, scale, slice(start, start + _MARKERS_AT_ONCE))
        answer += np.einsum("ki,ki->i", block, block)
    return answer


class CoreInverse:
    """APY's G⁻¹ of any number of genotyped animals as a structure for ``Genetic``.

    Held are a Cholesky factor of the core's relationships and the rows G_yc G_cc⁻¹ of the others
    in float32: 4 bytes × others × core.
    """

    def __init__(
        self,
        store: MarkerStore,
        core: ArrayLike,
        *,
        ridge: float = 0.01,
        frequencies: Float | None = None,
    ) -> None:
        """``core``: places in the store; ``ridge`` is added to the diagonal of G (VanRaden 1)."""
        p = np.nan_to_num(store.frequencies if frequencies is None else np.asarray(frequencies))
        level = 2 * p
        scale = np.full(len(p), 1 / np.sqrt(float((level * (1 - p)).sum())))
        self.names: Sequence[str] = store.animals
        self.core: Int = np.asarray(core, dtype=np.int64)
        self.others = np.setdiff1d(np.arange(len(store)), self.core)
        size = len(store)
        rows: Single = np.zeros((len(self.others), len(self.core)), dtype=np.float32)
        among = ridge * np.eye(len(self.core))
        own = np.full(size, ridge)
        for start in range(0, len(p), _MARKERS_AT_ONCE):
            block = store.centred(level, scale, slice(start, start + _MARKERS_AT_ONCE))
            middle = block[:, self.core]
            among += middle.T @ middle
            rows += block[:, self.others].T @ middle
            own += np.einsum("ki,ki->i", block, block)
        self._factor = cho_factor(among, lower=True)
        conditional = np.empty(len(self.others))
        for start in range(0, len(self.others), _ANIMALS_AT_ONCE):
            part = slice(start, start + _ANIMALS_AT_ONCE)
            there = rows[part].astype(np.float64)
            solved = cho_solve(self._factor, there.T).T
            rows[part] = solved
            conditional[part] = own[self.others[part]] - np.einsum("yc,yc->y", solved, there)
        if len(conditional) and conditional.min() <= 0:
            worst = self.others[int(conditional.argmin())]
            raise ValueError(
                f"{store.animals[worst]}: no variance is left beside the core; raise the ridge"
            )
        self._rows, self.conditional = rows, held(conditional)
        self.scale = held(own)
        self.rank = size
        self.log_determinant = 2 * float(np.log(np.diag(self._factor[0])).sum()) + float(
            np.log(conditional).sum()
        )
        diagonal = np.empty(size)
        diagonal[self.others] = 1 / conditional
        inverse = cho_solve(self._factor, np.eye(len(self.core)))
        diagonal[self.core] = np.diag(inverse) + (1 / conditional) @ (rows.astype(float) ** 2)
        self.diagonal = held(diagonal)

    def matrix(self) -> csr_matrix:
        """The whole inverse; for small cases and checks."""
        answer = np.zeros((len(self.names), len(self.names)))
        self.add_product(np.eye(len(answer)), np.eye(len(answer)), answer)
        return csr_matrix((answer + answer.T) / 2)

    def add_product(self, inner: Float, vector: Float, answer: Float) -> None:
        """Add (G⁻¹ ⊗ inner) v."""
        turned = vector @ inner
        core, others = turned[self.core], turned[self.others]
        left = (others - self._rows @ core) / self.conditional[:, None]
        answer[self.others] += left
        answer[self.core] += cho_solve(self._factor, core) - self._rows.T @ left
