"""Genomic relationships, and how they join those of the pedigree.

G after VanRaden (2008), methods 1 and 2; its blend with A₂₂ and its tuning to A₂₂'s level (Vitezica
et al. 2011); the single-step inverse H⁻¹ (Aguilar et al. 2010; Christensen & Lund 2010); the
approximate inverse by a core of proven and young animals, APY (Misztal, Legarra & Aguilar 2014).
The inverses here are dense: up to some 10⁴ genotyped animals.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.sparse import coo_matrix, csr_matrix

from milkshed.breeding.science.a_inverse import AInverse, invert_relationships
from milkshed.breeding.science.arrays import Float, Int, held
from milkshed.breeding.science.genotypes import Genotypes
from milkshed.breeding.science.pedigree import Pedigree
from milkshed.breeding.science.relationships import relationships
from milkshed.breeding.science.structures import Given

_ROWS_AT_ONCE = 1024


def marker_scale(spread: Float, method: Literal[1, 2]) -> Float:
    """What markers are multiplied by so that their products sum to G (VanRaden 2008), (markers,).

    ``spread``: 2p(1 - p) of each marker. Nothing for a marker without variance; raises ValueError
    when none varies.
    """
    used = spread > 0
    if not used.any():
        raise ValueError("genotypes: no marker varies")
    scale = np.zeros(len(spread))
    if method == 1:
        scale[used] = 1 / np.sqrt(spread.sum())
    else:
        scale[used] = 1 / np.sqrt(spread[used] * np.count_nonzero(used))
    return scale


def genomic_relationships(
    genotypes: Genotypes, *, method: Literal[1, 2] = 1, frequencies: Float | None = None
) -> Float:
    """G of VanRaden (2008), shape (animals, animals).

    Method 1: ZZ' / (2 Σ p(1 - p)); method 2: each marker scaled by its own 2p(1 - p), the mean
    over markers. ``frequencies``: of the base, those observed by default. Markers without
    variance are left out. Raises ValueError when none is left.
    """
    p = genotypes.frequencies if frequencies is None else np.asarray(frequencies)
    scale = marker_scale(np.nan_to_num(2 * p * (1 - p)), method)
    size = len(genotypes)
    answer = np.empty((size, size))
    starts = range(0, size, _ROWS_AT_ONCE)
    level = np.nan_to_num(p)
    for start in starts:
        rows = slice(start, start + _ROWS_AT_ONCE)
        left = genotypes.centred(level, rows) * scale
        for other in starts:
            if other > start:
                break
            columns = slice(other, other + _ROWS_AT_ONCE)
            right = left if other == start else genotypes.centred(level, columns) * scale
            answer[rows, columns] = left @ right.T
            answer[columns, rows] = answer[rows, columns].T
    return answer


@dataclass(frozen=True, slots=True, eq=False)
class Tuned:
    """G made comparable with A₂₂: a + b × the blended G."""

    matrix: Float
    a: float
    b: float


def tune(g: Float, a22: Float, *, pedigree_share: float = 0.05) -> Tuned:
    """Blend (1 - share) G + share A₂₂, then a + b G so that both means of A₂₂ are met.

    The means of the diagonal and of the elements off it (Chen et al. 2011; Christensen et al.
    2012).
    """
    blended = (1 - pedigree_share) * g + pedigree_share * a22

    def means(matrix: Float) -> tuple[float, float]:
        size = len(matrix)
        diagonal = float(np.trace(matrix)) / size
        return diagonal, (float(matrix.sum()) - size * diagonal) / (size * (size - 1))

    a, b = level_and_slope(means(a22), means(blended))
    return Tuned(held(a + b * blended), a, b)


def level_and_slope(wanted: tuple[float, float], there: tuple[float, float]) -> tuple[float, float]:
    """a and b by which a + b G has the wanted means of the diagonal and off it."""
    b = (wanted[0] - wanted[1]) / (there[0] - there[1])
    return wanted[0] - b * there[0], b


def single_step(
    pedigree: Pedigree,
    genotyped: ArrayLike,
    g: Float,
    *,
    tau: float = 1.0,
    omega: float = 1.0,
    inverse: AInverse | None = None,
) -> Given:
    """H⁻¹ = A⁻¹ + (τ G⁻¹ - ω A₂₂⁻¹) among the genotyped, as a structure for ``Genetic``.

    ``genotyped`` (places) in the order of ``g``, which must be positive definite.
    """
    members: Int = np.asarray(genotyped, dtype=np.int64)
    inverse = inverse or invert_relationships(pedigree)
    a22 = relationships(pedigree, members, members, f=inverse.f)
    correction = tau * _inverse(g) - omega * _inverse(a22)
    size = len(members)
    placed = coo_matrix(
        (correction.ravel(), (np.repeat(members, size), np.tile(members, size))),
        shape=(inverse.levels, inverse.levels),
    )
    scale = np.concatenate([1.0 + inverse.f, np.zeros(inverse.levels - len(pedigree))])
    scale[members] = np.diag(g)
    logarithm = inverse.log_determinant + _log_determinant(g) - _log_determinant(a22)
    names = (*pedigree.ids.tolist(), *pedigree.groups)
    return Given(names, csr_matrix(inverse.matrix() + placed), held(scale), logarithm)


def genomic(g: Float, animals: Sequence[str]) -> Given:
    """G⁻¹ as a structure for ``Genetic``: GBLUP."""
    return Given(
        tuple(animals), csr_matrix(_inverse(g)), held(np.diag(g).copy()), _log_determinant(g)
    )


@dataclass(frozen=True, slots=True, eq=False)
class ProvenAndYoung:
    """G⁻¹ by APY, and the variance of each young animal given the core, (young,)."""

    inverse: Float
    core: Int
    young: Int
    conditional: Float


def proven_and_young(g: Float, core: ArrayLike) -> ProvenAndYoung:
    """The inverse of G in which young animals are independent given the ``core`` (places)."""
    chosen: Int = np.asarray(core, dtype=np.int64)
    young = np.setdiff1d(np.arange(len(g)), chosen)
    core_inverse = _inverse(g[np.ix_(chosen, chosen)])
    line = g[np.ix_(young, chosen)] @ core_inverse
    conditional = np.diag(g)[young] - np.einsum("yc,yc->y", line, g[np.ix_(young, chosen)])
    answer = np.zeros_like(g)
    weighted = line / conditional[:, None]
    answer[np.ix_(chosen, chosen)] = core_inverse + line.T @ weighted
    answer[np.ix_(young, chosen)] = -weighted
    answer[np.ix_(chosen, young)] = -weighted.T
    answer[young, young] = 1 / conditional
    return ProvenAndYoung(held(answer), held(chosen), held(young), held(conditional))


@dataclass(frozen=True, slots=True, eq=False)
class MarkerEffects:
    """Mean, effects (markers,) and what they sum to for every animal, (animals,)."""

    mean: float
    effects: Float
    values: Float


def marker_effects(
    genotypes: Genotypes,
    phenotyped: ArrayLike,
    values: ArrayLike,
    *,
    variance_animal: float,
    variance_residual: float,
    weights: ArrayLike | None = None,
) -> MarkerEffects:
    """SNP-BLUP: ridge regression on all markers, the counterpart of GBLUP with method 1.

    ``phenotyped`` (records,): rows of the genotypes; a marker's variance is ``variance_animal`` /
    (2 Σ p(1 - p)) (Meuwissen, Hayes & Goddard 2001). Solved in the smaller of records and
    markers.
    """
    p = np.nan_to_num(genotypes.frequencies)
    each = variance_animal / float((2 * p * (1 - p)).sum())
    rows: Int = np.asarray(phenotyped, dtype=np.int64)
    y = np.asarray(values, dtype=np.float64)
    w = np.ones(len(y)) if weights is None else np.asarray(weights, dtype=np.float64)
    z = genotypes.centred(p, rows)
    noise = variance_residual / w
    if len(y) <= len(p):
        solved = np.linalg.solve(
            each * (z @ z.T) + np.diag(noise), np.column_stack([np.ones(len(y)), y])
        )
        mean = float(solved[:, 1].sum() / solved[:, 0].sum())
        effects = each * (z.T @ (solved[:, 1] - mean * solved[:, 0]))
    else:
        left = z.T @ (z / noise[:, None]) + np.eye(len(p)) / each
        solved = np.linalg.solve(left, z.T @ np.column_stack([1 / noise, y / noise]))
        off = (np.column_stack([np.ones(len(y)), y]) - z @ solved) / noise[:, None]
        mean = float(off[:, 1].sum() / off[:, 0].sum())
        effects = solved[:, 1] - mean * solved[:, 0]
    return MarkerEffects(mean, held(effects), held(genotypes.by_markers(effects, p)))


def _inverse(matrix: Float) -> Float:
    try:
        np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError as problem:
        raise ValueError("relationships are not positive definite: blend them first") from problem
    return np.asarray(np.linalg.inv(matrix), dtype=np.float64)


def _log_determinant(matrix: Float) -> float:
    return float(np.linalg.slogdet(matrix)[1])
