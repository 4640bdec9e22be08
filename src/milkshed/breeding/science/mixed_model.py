"""What a mixed model consists of: its terms, their covariances and the residual's.

``y = X b + Σ Z u + e`` with ``var(u) = K ⊗ relationship`` and ``var(e) = R`` of a record. A term
has one or more coefficients at every level: one for a classification, one per covariate for a
regression (random regression when the term is random), one per factor where an animal acts in two
roles (direct and maternal). Coefficients and traits of a level stand together, traits inside:
element (c, t) of K's rows is c × traits + t. A row and column of zeros says that a random term does
not act there: a maternal effect on birth weight only, a permanent environment on milk only.

The usual models are instances: sire model (a pedigree of sires), repeatability
(:class:`Genetic` and :class:`Random` over the same factor), maternal (``factors`` of calf and dam),
multi-trait (records with several traits), test-day random regression (``covariates``).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from milkshed.breeding.science.arrays import Bool, Float, held
from milkshed.breeding.science.refusals import NotUsable
from milkshed.breeding.science.structures import Structure


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed classification, or a regression within one (within all records when ``factor`` None).

    ``traits``: those it acts on, all when None. ``zero``: levels set to zero, to choose one of
    many equivalent solutions; estimable functions do not depend on it.
    """

    factor: str | None = None
    covariates: tuple[str, ...] = ()
    traits: tuple[str, ...] | None = None
    zero: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """How the term is called in results."""
        where = self.factor or "mean"
        return f"{where}:{'+'.join(self.covariates)}" if self.covariates else where


@dataclass(frozen=True, slots=True, eq=False)
class Random:
    """A random effect of unrelated levels: permanent environment, herd, litter.

    ``traits``: those it acts on, all when None; the covariance is of these.
    """

    factor: str
    covariance: ArrayLike
    covariates: tuple[str, ...] = ()
    name: str = ""
    traits: tuple[str, ...] | None = None

    @property
    def factors(self) -> tuple[str, ...]:
        """The factor, as a tuple."""
        return (self.factor,)


@dataclass(frozen=True, slots=True, eq=False)
class Genetic:
    """A random effect of related levels.

    ``factors``: one, or one for each role (direct, maternal). Relationships are those of the
    pedigree the model is solved with, or ``structure`` (a G⁻¹ for instance). ``zero``: levels set
    to zero, such as one of the fixed unknown-parent groups. ``traits``: those it acts on, all when
    None; the covariance is of these.
    """

    factors: tuple[str, ...]
    covariance: ArrayLike
    covariates: tuple[str, ...] = ()
    structure: Structure | None = None
    zero: tuple[str, ...] = ()
    name: str = "animal"
    traits: tuple[str, ...] | None = None


@dataclass(frozen=True, eq=False)
class Model:
    """Terms and the residual covariance: (traits, traits), or (classes, traits, traits)."""

    fixed: tuple[Fixed, ...]
    random: tuple[Genetic | Random, ...]
    residual: ArrayLike
    name: str = field(default="")

    def residuals(self, traits: int) -> Float:
        """R of every class, (classes, traits, traits); raises ValueError if not a covariance."""
        given = np.array(self.residual, dtype=np.float64)
        shaped = given.reshape(-1, traits, traits) if given.size % traits**2 == 0 else None
        if shaped is None:
            raise NotUsable(
                f"residual：残差方差的形状是 {given.shape}，共有 {traits} 个性状",
                f"residual: shape {given.shape}, {traits} traits",
                ["residual"],
            )
        for block in shaped:
            covariance("residual", block, traits)
        return held(shaped)


def covariance(name: str, given: ArrayLike, size: int, *, zeros: bool = False) -> Float:
    """The covariance as (size, size); raises :class:`NotUsable` naming what is wrong with it.

    ``zeros``: rows and columns of zeros are allowed beside others, see :func:`acting`.
    """
    matrix = np.atleast_2d(np.array(given, dtype=np.float64))
    if matrix.shape != (size, size):
        raise NotUsable(
            f"{name}：协方差阵的形状是 {matrix.shape}，应为 ({size}, {size})",
            f"{name}: covariance of shape {matrix.shape}, must be ({size}, {size})",
            [name],
        )
    if not np.all(np.isfinite(matrix)):
        raise NotUsable(
            f"{name}：协方差阵中有不是数的元素",
            f"{name}: covariance with elements that are no number",
            [name],
        )
    if not np.allclose(matrix, matrix.T):
        raise NotUsable(f"{name}：协方差阵不对称", f"{name}: covariance is not symmetric", [name])
    there = acting(matrix) if zeros else np.ones(size, dtype=np.bool_)
    lowest = float(np.linalg.eigvalsh(matrix[np.ix_(there, there)])[0]) if there.any() else 0.0
    if not lowest > 0:
        raise NotUsable(
            f"{name}：协方差阵不是正定的（最小特征值 {lowest:.3g}），请先用 bend 修正",
            f"{name}: covariance is not positive definite (smallest eigenvalue {lowest:.3g}); "
            f"bend it first",
            [name],
        )
    return held(matrix)


def acting(matrix: Float) -> Bool:
    """Where a random term acts, (size,): coefficients and traits whose row is not all zeros."""
    return np.asarray(np.any(matrix != 0.0, axis=1))


def inverse_of(matrix: Float) -> Float:
    """The inverse among what acts, zeros elsewhere."""
    there = np.ix_(acting(matrix), acting(matrix))
    answer = np.zeros_like(matrix)
    answer[there] = np.linalg.inv(matrix[there])
    return answer


def bend(matrix: ArrayLike, *, smallest: float = 1e-4) -> Float:
    """The matrix with eigenvalues below ``smallest`` × the largest raised to that.

    Hayes & Hill (1981) in the form of a floor under the eigenvalues.
    """
    values, vectors = np.linalg.eigh(np.asarray(matrix, dtype=np.float64))
    values = np.maximum(values, smallest * values[-1])
    return np.asarray((vectors * values) @ vectors.T)


def legendre(day: ArrayLike, degree: int, *, first: float, last: float) -> Float:
    """Normalised Legendre polynomials of days, shape (days, degree + 1).

    sqrt((2k + 1) / 2) P_k(t), t = -1 + 2 (day - first) / (last - first) (Kirkpatrick, Lofsvold &
    Bulmer 1990).
    """
    t = -1.0 + 2.0 * (np.asarray(day, dtype=np.float64) - first) / (last - first)
    columns: Sequence[Float] = [
        np.sqrt((2 * k + 1) / 2) * np.polynomial.legendre.Legendre.basis(k)(t)
        for k in range(degree + 1)
    ]
    return np.column_stack(columns)
