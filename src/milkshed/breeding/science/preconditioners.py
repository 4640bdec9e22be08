"""Approximate inverses of the equations, by which an iteration scales its residual.

Diagonal blocks of levels (Strandén & Lidauer 1999) for equations of any kind; for those of animals
see :mod:`.pedigree_factor`.
"""

from typing import Protocol

from milkshed.breeding.science.arrays import Float, Single
from milkshed.breeding.science.vector_loops import Loops
from milkshed.numerics.compiled import compiled


class Preconditioner(Protocol):
    """M⁻¹, symmetric and positive on what the model does not set to zero."""

    def advance(
        self,
        loops: Loops,
        step: float,
        direction: Float,
        image: Float,
        unknowns: Float,
        residual: Float,
    ) -> tuple[float, float]:
        """x += a p, r -= a C p, then M⁻¹ r in the place of C p; the squares of r, and r'M⁻¹r.

        All are (blocks, traits). The squares are those of the residual in the units of the model.
        """

    @property
    def nbytes(self) -> int:
        """Bytes that one iteration reads of it."""


class DiagonalBlocks:
    """Inverted diagonal blocks, each array with the first block of the vector it stands for."""

    def __init__(self, blocks: list[tuple[int, Single]]) -> None:
        self.blocks = blocks

    @property
    def nbytes(self) -> int:
        """Bytes of the blocks."""
        return sum(block.nbytes for _, block in self.blocks)

    def advance(
        self,
        loops: Loops,
        step: float,
        direction: Float,
        image: Float,
        unknowns: Float,
        residual: Float,
    ) -> tuple[float, float]:
        """As :meth:`Preconditioner.advance`."""
        traits = residual.shape[1]
        square = scaled = 0.0
        for start, block in self.blocks:
            width = block.shape[1]
            begin = start * traits
            views = [
                vector.reshape(-1)[begin : begin + len(block) * width].reshape(-1, width)
                for vector in (direction, image, unknowns, residual)
            ]

            def work(
                low: int, high: int, views: list[Float] = views, block: Single = block
            ) -> tuple[float, float]:
                p, q, x, r = views
                return step_and_scale(low, high, step, p, q, x, r, block)

            one, two = loops.over(work, len(block), width)
            square, scaled = square + one, scaled + two
        return square, scaled


@compiled
def step_and_scale(
    first: int,
    stop: int,
    step: float,
    direction: Float,
    image: Float,
    unknowns: Float,
    residual: Float,
    blocks: Single,
) -> tuple[float, float]:
    """x += a p, r -= a C p, then M⁻¹ r in the place of C p; returns r'r and r'M⁻¹r.

    All arrays but ``blocks`` (levels, q, q) have shape (levels, q).
    """
    size = residual.shape[1]
    square = 0.0
    scaled = 0.0
    for n in range(first, stop):
        for i in range(size):
            unknowns[n, i] += step * direction[n, i]
            left = residual[n, i] - step * image[n, i]
            residual[n, i] = left
            square += left * left
        for i in range(size):
            value = 0.0
            for j in range(size):
                value += blocks[n, i, j] * residual[n, j]
            image[n, i] = value
            scaled += value * residual[n, i]
    return square, scaled
