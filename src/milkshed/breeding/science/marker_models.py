"""Genomic evaluation that never forms G: marker effects, single step by markers, a core of animals.

SNP-BLUP by conjugate gradients on packed genotypes. Single step with the marker effects among the
unknowns (Liu, Goddard, Reinhardt & Reents 2014): given the marker effects, the genotyped animals
have what pedigree explains beyond them, so that the precision of animals and markers together is

    [ A⁻¹ + (1/w - 1) A₂₂⁻¹      -(1/w) A₂₂⁻¹ Z          ]
    [ -(1/w) Z' A₂₂⁻¹      (1/w) Z' A₂₂⁻¹ Z + I k/(1-w)  ]

with w the share of polygenic variance and k = 2 Σ p(1-p). A₂₂⁻¹ v = A²² v - A²¹ (A¹¹)⁻¹ A¹² v by a
sparse factor of the ancestors without genotypes. Young animals follow from the effects alone.
APY's inverse (Misztal, Legarra & Aguilar 2014) keeps one dense factor of the core and the rows of
the others in float32.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.linalg import cho_factor, cho_solve
from scipy.sparse import csr_matrix

from milkshed.breeding.science.a_inverse import AInverse, add_product, invert_relationships
from milkshed.breeding.science.arrays import Float, Int, Single, held
from milkshed.breeding.science.genomics import MarkerEffects
from milkshed.breeding.science.marker_store import MarkerStore
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.sparse_factor import Factor, factorise, order_equations

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
    """A₂₂⁻¹ of genotyped animals as a product: the pedigree of them and their ancestors."""

    def __init__(self, pedigree: Pedigree, genotyped: ArrayLike, inverse: AInverse) -> None:
        members: Int = np.asarray(genotyped, dtype=np.int64)
        if pedigree.groups:
            raise ValueError("unknown-parent groups: use a pedigree without them for single step")
        if len(np.unique(members)) < len(members):
            raise ValueError("genotyped: an animal is listed twice")
        kept = pedigree.ancestors(members)
        small = pedigree.only(kept)
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


class SingleStepMarkers:
    """The precision of animals and marker effects together, as a structure for ``Genetic``.

    Levels are the animals of the pedigree, then the markers; solutions of the latter are marker
    effects, in the unit of the trait by copy of the counted allele.
    """

    def __init__(
        self,
        pedigree: Pedigree,
        genotyped: ArrayLike,
        store: MarkerStore,
        *,
        polygenic: float = 0.05,
        inverse: AInverse | None = None,
        frequencies: Float | None = None,
        single: bool = False,
    ) -> None:
        """``genotyped`` (places) in the order of ``store``; ``polygenic``: w, between 0 and 1.

        ``frequencies`` of the base, those observed by default; ``single`` as in
        :func:`iterate_marker_effects`. Raises ValueError when w is no share or animals and store
        do not agree.
        """
        if not 0 < polygenic < 1:
            raise ValueError(f"polygenic = {polygenic}: must lie between 0 and 1")
        self.members: Int = np.asarray(genotyped, dtype=np.int64)
        if len(self.members) != len(store):
            raise ValueError(f"{len(self.members)} animals, {len(store)} genotypes")
        self.store, self.single = store, single
        self._inverse = inverse or invert_relationships(pedigree)
        self._genotyped = GenotypedInverse(pedigree, self.members, self._inverse)
        p = np.nan_to_num(store.frequencies if frequencies is None else np.asarray(frequencies))
        self.level = held(2 * p)
        self._share = 1.0 / polygenic
        self._ridge = float((2 * p * (1 - p)).sum()) / (1 - polygenic)
        self.animals = len(pedigree)
        self.names: Sequence[str] = (*pedigree.ids.tolist(), *store.markers)
        self.scale = held(
            np.concatenate([1.0 + self._inverse.f, np.full(len(store.markers), 1 / self._ridge)])
        )
        self.rank = len(self.names)
        diagonal = np.concatenate(
            [
                self._inverse.diagonal,
                self._share * store.square_sums(self._genotyped.diagonal, self.level) + self._ridge,
            ]
        )
        diagonal[self.members] += (self._share - 1) * self._genotyped.diagonal
        self.diagonal = held(diagonal)

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
        a = self._inverse
        animals, effects = vector[: self.animals], vector[self.animals :]
        add_product(
            a.sire, a.dam, a.precision, np.asarray(inner),
            np.ascontiguousarray(animals), answer[: self.animals],
        )  # fmt: skip
        turned = effects @ inner
        own = animals[self.members] @ inner
        merit = np.column_stack(
            [self.store.by_markers(column, self.level, single=self.single) for column in turned.T]
        )
        both = self._genotyped.product(np.column_stack([own, own - merit]))
        width = own.shape[1]
        pulled = self._share * both[:, width:]
        answer[self.members] += pulled - both[:, :width]
        answer[self.animals :] += self._ridge * turned - np.column_stack(
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
