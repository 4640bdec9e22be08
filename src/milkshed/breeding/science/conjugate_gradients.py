"""Preconditioned conjugate gradients (Hestenes & Stiefel 1952) over the equations of a model.

Four vectors: unknowns, residual, direction and its image, whose room the scaled residual takes
when the image is no longer needed.
"""

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from milkshed.breeding.science.arrays import Float
from milkshed.breeding.science.equations import Equations
from milkshed.breeding.science.mixed_model import acting
from milkshed.breeding.science.preconditioners import DiagonalBlocks, Preconditioner
from milkshed.breeding.science.vector_loops import Loops

_KEPT_EVERY = 20


class System(Protocol):
    """Equations that can be iterated: vectors have shape (blocks, traits)."""

    def product(self, vector: Float, answer: Float, pool: Executor | None = None) -> None:
        """Set ``answer`` to C v."""

    def loaded(self, values: Float) -> tuple[Float, Float]:
        """The right-hand side of record values, and what eliminated effects have of it."""

    def norm(self, values: Float) -> float:
        """The norm of W'R⁻¹ v over all equations."""

    def length(self, residual: Float) -> float:
        """The norm of a residual in the units of the model."""

    def restricted(self, unknowns: Float) -> Float:
        """What is iterated of the unknowns."""

    def spread_out(self, vector: Float) -> Float:
        """A vector among all unknowns, zero for those that are not iterated."""

    def whole(self, vector: Float) -> Float:
        """All unknowns of the equations."""

    def preconditioner(self, pool: Executor | None = None) -> Preconditioner:
        """An approximate inverse of the equations."""

    @property
    def equations(self) -> Equations:
        """The equations of the model."""


class BlockWise:
    """Equations of any model, with all of their unknowns."""

    def __init__(self, equations: Equations) -> None:
        self.equations = equations
        self._room: Float | None = None

    def product(self, vector: Float, answer: Float, pool: Executor | None = None) -> None:
        """Set ``answer`` to C v."""
        if self._room is None:
            self._room = np.empty_like(vector)
        self.equations.product(vector, pool, (answer, self._room))

    def loaded(self, values: Float) -> tuple[Float, Float]:
        """W'R⁻¹ of record values."""
        return self.equations.weighted(values), np.zeros((0, 0))

    def norm(self, values: Float) -> float:
        """The norm of W'R⁻¹ v."""
        return float(np.linalg.norm(self.equations.weighted(values)))

    def length(self, residual: Float) -> float:
        """The norm of a residual."""
        return float(np.linalg.norm(residual))

    def restricted(self, unknowns: Float) -> Float:
        """The unknowns as they are."""
        return np.array(unknowns, order="C")

    def spread_out(self, vector: Float) -> Float:
        """The vector as it is."""
        return vector

    def whole(self, vector: Float) -> Float:
        """The unknowns as they are."""
        return vector.copy()

    def preconditioner(self, pool: Executor | None = None) -> DiagonalBlocks:
        """The blocks of each term's levels (Strandén & Lidauer 1999)."""
        blocks = self.equations.preconditioner()
        starts = [term.start for term in self.equations.terms]
        return DiagonalBlocks(list(zip(starts, blocks, strict=True)))


@dataclass(frozen=True, slots=True, eq=False)
class Iterated:
    """All unknowns, and the path of the relative residual.

    ``largest_step``: the largest change of a random effect in the last iteration, in its standard
    deviations. ``relative_residual`` is computed afresh at the end.
    """

    unknowns: Float
    largest_step: float
    residuals: tuple[float, ...]
    relative_residual: float


def spread_of(equations: Equations) -> Float:
    """y without the mean of each trait, 0 where not measured: what convergence is held against."""
    measured = (equations.pattern[:, None] >> np.arange(equations.y.shape[1])) & 1
    mean = equations.y.sum(axis=0) / np.maximum(measured.sum(axis=0), 1)
    return np.asarray((equations.y - mean) * measured)


def iterate(
    system: System,
    spread: Float,
    first: Float | None,
    *,
    tolerance: float,
    iterations: int,
    threads: int,
    progress: Callable[[int, float], None] | None = None,
    keep: Callable[[int, Float], None] | None = None,
    values: Float | None = None,
    preconditioner: Preconditioner | None = None,
) -> Iterated:
    """Solve C x = W'R⁻¹ ``values`` (rows, traits), by default the records of the equations.

    ``spread`` (rows, traits): the residual is held against the norm of W'R⁻¹ of it. ``first``:
    unknowns to start from. ``preconditioner``: where it is at hand.
    """
    values = system.equations.y if values is None else values
    right = system.loaded(values)[0]
    size = system.norm(spread)
    del spread
    path: list[float] = []
    step = 0.0
    with ThreadPoolExecutor(max(threads, 1)) as made:
        pool = made if threads > 1 else None
        loops = Loops(pool)
        scaling = preconditioner or system.preconditioner(pool)
        image = np.zeros_like(right)
        if first is None or not first.any():
            unknowns, residual = np.zeros_like(right), right
        else:
            unknowns = system.restricted(first)
            system.product(unknowns, image, pool)
            residual = right - image
            del right
        direction = np.zeros_like(residual)
        square, scaled = scaling.advance(loops, 0.0, direction, image, unknowns, residual)
        direction[:] = image
        norm = float(np.sqrt(square))
        while size and norm / size > tolerance and len(path) < iterations:
            system.product(direction, image, pool)
            along = loops.inner(direction, image)
            if not along > 0.0:
                break
            step = scaled / along
            square, new = scaling.advance(loops, step, direction, image, unknowns, residual)
            norm = float(np.sqrt(square))
            path.append(norm / size)
            if progress is not None:
                progress(len(path), path[-1])
            if keep is not None and len(path) % _KEPT_EVERY == 0:
                keep(len(path), system.whole(unknowns))
            if norm / size <= tolerance or len(path) >= iterations:
                break
            loops.turned(new / scaled, image, direction)
            scaled = new
        del scaling, residual
        direction *= step
        largest = _largest_step(system.equations, system.spread_out(direction))
        del direction
        residual = system.loaded(values)[0]
        system.product(unknowns, image, pool)
        residual -= image
        rest = system.length(residual) / size if size else 0.0
        del residual, image
    return Iterated(system.whole(unknowns), largest, tuple(path), rest)


def _largest_step(equations: Equations, step: Float) -> float:
    """The last change of random effects in their standard deviations."""
    largest = 0.0
    for term in equations.terms:
        if term.structure is None or not term.levels:
            continue
        change = np.abs(step[term.start : term.stop]).reshape(term.levels, -1).max(0)
        there = acting(term.covariance)
        spread = np.sqrt(np.diag(term.covariance)[there])
        largest = max(largest, float((change[there] / spread).max()))
    return largest
