"""The basis in which the coefficients of related animals stand apart.

For covariances G of an animal's coefficients and W̄, what records know of an animal on average,
there is a T with T'G⁻¹T = I and T'W̄T diagonal (the canonical transformation, Thompson 1977;
Ducrocq & Besbes 1993). With unknowns u = T m the relationships act on each column of m alone, and
the diagonal of the equations says nearly all of what an animal's block does, exactly for animals
whose records are the average's.
"""

from dataclasses import dataclass

import numpy as np

from milkshed.breeding.science.arrays import Float, held
from milkshed.breeding.science.mixed_model import acting

_ROWS_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True, eq=False)
class CanonicalBasis:
    """``turn``, T, and ``back``, T⁻¹, of shape (coefficients, coefficients).

    ``metric``: lower triangular; a row of the residual T'r times it is as long as r.
    """

    turn: Float
    back: Float
    metric: Float

    @classmethod
    def of(cls, precision: Float, information: Float) -> "CanonicalBasis":
        """For G⁻¹ and W̄; coefficients that do not act, rows of zeros in G⁻¹, are zero in both."""
        size = len(precision)
        there = np.flatnonzero(acting(precision))
        among = np.ix_(there, there)
        white = np.linalg.inv(np.linalg.cholesky(precision[among])).T
        _, axes = np.linalg.eigh(white.T @ information[among] @ white)
        turn, back, metric = np.zeros((3, size, size))
        first = slice(len(there))
        turn[there, first] = white @ axes
        back[first, there] = np.linalg.inv(turn[there, first])
        metric[first, first] = np.linalg.cholesky(back[first] @ back[first].T)
        return cls(held(turn), held(back), held(metric))

    @property
    def flat(self) -> Float:
        """T' and then T, row by row, as compiled code reads them."""
        return np.concatenate([self.turn.T.ravel(), self.turn.ravel()])

    def outward(self, canonical: Float) -> None:
        """Turn m into u = T m in place, (levels, coefficients)."""
        _multiply(canonical, self.turn.T)

    def inward(self, unknowns: Float) -> None:
        """Turn u into m = T⁻¹ u in place, (levels, coefficients)."""
        _multiply(unknowns, self.back.T)

    def pulled(self, right: Float) -> None:
        """Turn a right-hand side r into T'r in place, (levels, coefficients)."""
        _multiply(right, self.turn)

    def square(self, right: Float) -> float:
        """The squares of what was pulled, (levels, coefficients), in its own units: Σ r'r."""
        starts = range(0, len(right), _ROWS_AT_ONCE)
        return sum(
            float(np.square(right[start : start + _ROWS_AT_ONCE] @ self.metric).sum())
            for start in starts
        )


def _multiply(rows: Float, matrix: Float) -> None:
    for start in range(0, len(rows), _ROWS_AT_ONCE):
        part = slice(start, start + _ROWS_AT_ONCE)
        rows[part] = rows[part] @ matrix
