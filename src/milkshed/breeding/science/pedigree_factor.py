"""An incomplete factor of the equations of related animals: what progeny know, handed to parents.

In the canonical basis (see :mod:`.canonical`) the relationships of a coefficient stand alone and
the diagonal of C holds what is known of an animal. Animals are eliminated from the youngest to the
oldest; what an elimination does to a parent's diagonal is kept, what it does between the two
parents is left out, where it nearly cancels ¼ d of A⁻¹ itself (the more so the less an animal
knows of its own). So M = (D + L) D⁻¹ (D + L'), with L = -½ d at each parent and

    D_p = C_pp - Σ over progeny i of ¼ d_i² / D_i

an incomplete Cholesky factor (Meijerink & van der Vorst 1977) of the pattern of progeny and
parents, which Tier & Meyer (2004) use to approximate reliabilities. Since D_i ≥ d_i, M is positive
wherever C is. It needs one number for each unknown, and two walks through the pedigree.
"""

import numpy as np

from milkshed.breeding.science.arrays import Float, Index, Single
from milkshed.breeding.science.preconditioners import DiagonalBlocks
from milkshed.breeding.science.vector_loops import Loops
from milkshed.numerics.compiled import compiled
from milkshed.numerics.lanes import fetch

_AHEAD = 16
# coefficients of an animal from which on threads share them without sharing lines of the cache
_SHARED_FROM = 8


def factorise_pedigree(
    sire: Index, dam: Index, precision: Float, diagonal: Float, factor: Single
) -> None:
    """Set ``factor`` to 1 / D.

    ``sire``, ``dam`` (animals,): levels, those of groups after the animals', -1 unknown;
    ``precision`` (animals,): Mendelian, d; ``diagonal`` (levels, coefficients), of C, 0 for what
    is set to zero; it is used up.
    """
    groups = diagonal[len(sire) :].copy()
    _factorise(sire, dam, precision, diagonal, factor)
    left = diagonal[len(sire) :]
    known = left > 1e-9 * groups
    factor[len(sire) :] = np.where(known, 1.0 / np.where(known, left, 1.0), 0.0)


class PedigreeFactor:
    """M⁻¹ of animals by their pedigree and of all other effects by diagonal blocks."""

    def __init__(
        self,
        others: DiagonalBlocks,
        first: int,
        sire: Index,
        dam: Index,
        precision: Float,
        factor: Single,
        metric: Float,
    ) -> None:
        """``first``: the block of the vector at which animals start; ``factor``: 1 / D (levels,
        coefficients); ``metric`` (coefficients, coefficients), lower triangular: the residual of
        an animal times it is its length in the units of the model.
        """
        self.others, self.first = others, first
        self.sire, self.dam, self.precision, self.factor = sire, dam, precision, factor
        self.metric = metric
        size = factor.shape[1]
        middle = size // 2 if size >= _SHARED_FROM else size
        self._shares = [(0, middle), (middle, size)][: 1 + (middle < size)]

    @property
    def nbytes(self) -> int:
        """Bytes of the factor, of the parents and of the other effects' blocks."""
        own = (self.factor, self.sire, self.dam, self.precision)
        return self.others.nbytes + sum(array.nbytes for array in own)

    def advance(
        self,
        loops: Loops,
        step: float,
        direction: Float,
        image: Float,
        unknowns: Float,
        residual: Float,
    ) -> tuple[float, float]:
        """As :meth:`.preconditioners.Preconditioner.advance`."""
        square, scaled = self.others.advance(loops, step, direction, image, unknowns, residual)
        size = self.factor.shape[1]
        p, q, x, r = (
            vector[self.first :].reshape(-1, size)
            for vector in (direction, image, unknowns, residual)
        )

        def forward(low: int, high: int) -> tuple[float, float]:
            return step_and_measure(low, high, step, p, q, x, r, self.metric), 0.0

        square += loops.over(forward, len(r), size)[0]

        animals = len(self.sire)

        def absorbed(share: tuple[int, int]) -> float:
            return absorb(0, *share, self.sire, self.dam, self.precision, self.factor, q)

        def handed_down(share: tuple[int, int]) -> None:
            hand_down(0, *share, self.sire, self.dam, self.precision, self.factor, q)

        deal = map if loops.pool is None else loops.pool.map
        scaled += sum(deal(absorbed, self._shares))
        groups = q[animals:]
        at_groups = groups * self.factor[animals:]
        scaled += float(np.vdot(at_groups, groups))
        groups[:] = at_groups
        list(deal(handed_down, self._shares))
        return square, scaled


@compiled
def _factorise(sire: Index, dam: Index, precision: Float, diagonal: Float, factor: Single) -> None:
    size = diagonal.shape[1]
    for i in range(len(sire) - 1, -1, -1):
        given = 0.25 * precision[i] * precision[i]
        for q in range(size):
            left = diagonal[i, q]
            factor[i, q] = 1.0 / left if left > 0.0 else 0.0
        for parent in (sire[i], dam[i]):
            if parent >= 0:
                for q in range(size):
                    diagonal[parent, q] -= given * factor[i, q]


@compiled
def step_and_measure(
    first: int,
    stop: int,
    step: float,
    direction: Float,
    image: Float,
    unknowns: Float,
    residual: Float,
    metric: Float,
) -> float:
    """x += a p, r -= a C p, r in the place of C p; returns Σ ‖r ``metric``‖²."""
    size = residual.shape[1]
    length = np.empty(size)
    square = 0.0
    for n in range(first, stop):
        for i in range(size):
            unknowns[n, i] += step * direction[n, i]
            left = residual[n, i] - step * image[n, i]
            residual[n, i] = left
            image[n, i] = left
            length[i] = 0.0
        for i in range(size):
            left = residual[n, i]
            for j in range(i + 1):
                length[j] += left * metric[i, j]
        for i in range(size):
            square += length[i] * length[i]
    return square


@compiled
def absorb(
    first: int,
    low: int,
    high: int,
    sire: Index,
    dam: Index,
    precision: Float,
    factor: Single,
    vector: Float,
) -> float:
    """v = (D + L)⁻¹ v of the animals from ``first`` on, youngest first.

    Of the coefficients from ``low`` to ``high``. What older animals and groups are handed is only
    added. Returns v' D v of the answer: the animals' part of r'M⁻¹r.
    """
    animals = len(sire)
    total = 0.0
    for i in range(animals - 1, first - 1, -1):
        if i >= first + _AHEAD:
            for parent in (sire[i - _AHEAD], dam[i - _AHEAD]):
                if parent >= 0:
                    fetch(vector, parent * vector.shape[1] + low)
        s, d = sire[i], dam[i]
        half = 0.5 * precision[i]
        for q in range(low, high):
            left = vector[i, q]
            value = left * factor[i, q]
            total += left * value
            vector[i, q] = value
        if s >= 0:
            for q in range(low, high):
                vector[s, q] += half * vector[i, q]
        if d >= 0:
            for q in range(low, high):
                vector[d, q] += half * vector[i, q]
    return total


@compiled
def hand_down(
    first: int,
    low: int,
    high: int,
    sire: Index,
    dam: Index,
    precision: Float,
    factor: Single,
    vector: Float,
) -> None:
    """v = (I + D⁻¹L')⁻¹ v of the animals from ``first`` on, oldest first.

    Of the coefficients from ``low`` to ``high``; older animals and groups have theirs.
    """
    animals = len(sire)
    for i in range(first, animals):
        if i + _AHEAD < animals:
            for parent in (sire[i + _AHEAD], dam[i + _AHEAD]):
                if parent >= 0:
                    fetch(vector, parent * vector.shape[1] + low)
        s, d = sire[i], dam[i]
        half = 0.5 * precision[i]
        if s >= 0:
            for q in range(low, high):
                vector[i, q] += factor[i, q] * half * vector[s, q]
        if d >= 0:
            for q in range(low, high):
                vector[i, q] += factor[i, q] * half * vector[d, q]
