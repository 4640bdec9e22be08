"""Preconditioned conjugate gradients (Hestenes & Stiefel 1952) over the equations of a model.

Four vectors: unknowns, residual, direction and its image, whose room the scaled residual takes
when the image is no longer needed. Sums are taken over ranges of fixed length in their order, so
that the answer is the same bit for bit for any number of threads.
"""

from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from milkshed.breeding.science.arrays import Float, Single
from milkshed.breeding.science.equations import Equations
from milkshed.breeding.science.sweep_kernels import inner_product, step_and_scale, turn

_NUMBERS_AT_ONCE = 400_000
_KEPT_EVERY = 50


class System(Protocol):
    """Equations that can be iterated: vectors have shape (blocks, traits)."""

    def product(self, vector: Float, answer: Float, pool: Executor | None = None) -> None:
        """Set ``answer`` to C v."""

    def loaded(self, values: Float) -> tuple[Float, Float]:
        """The right-hand side of record values, and what eliminated effects have of it."""

    def norm(self, values: Float) -> float:
        """The norm of W'R⁻¹ v over all equations."""

    def restricted(self, unknowns: Float) -> Float:
        """The unknowns that are iterated."""

    def whole(self, vector: Float) -> Float:
        """All unknowns of the equations."""

    def preconditioner(self, pool: Executor | None = None) -> list[tuple[int, Single]]:
        """Inverted diagonal blocks, each with the first block of the vector it stands for."""

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

    def restricted(self, unknowns: Float) -> Float:
        """The unknowns as they are."""
        return np.array(unknowns, order="C")

    def whole(self, vector: Float) -> Float:
        """The unknowns as they are."""
        return vector.copy()

    def preconditioner(self, pool: Executor | None = None) -> list[tuple[int, Single]]:
        """The blocks of each term's levels (Strandén & Lidauer 1999)."""
        blocks = self.equations.preconditioner()
        return [(t.start, b) for t, b in zip(self.equations.terms, blocks, strict=True)]


@dataclass(frozen=True, slots=True, eq=False)
class Iterated:
    """All unknowns, what the last step changed in them, and the path of the relative residual.

    ``relative_residual`` is computed afresh at the end.
    """

    unknowns: Float
    last_step: Float
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
    blocks: list[tuple[int, Single]] | None = None,
) -> Iterated:
    """Solve C x = W'R⁻¹ ``values`` (rows, traits), by default the records of the equations.

    ``spread`` (rows, traits): the residual is held against the norm of W'R⁻¹ of it. ``first``:
    unknowns to start from. ``blocks``: the preconditioner, where it is at hand.
    """
    right, _ = system.loaded(system.equations.y if values is None else values)
    size = system.norm(spread)
    path: list[float] = []
    step = 0.0
    with ThreadPoolExecutor(max(threads, 1)) as made:
        pool = made if threads > 1 else None
        run = _Loops(pool)
        if blocks is None:
            blocks = system.preconditioner(pool)
        image = np.zeros_like(right)
        if first is None or not first.any():
            unknowns, residual = np.zeros_like(right), right
        else:
            unknowns = system.restricted(first)
            system.product(unknowns, image, pool)
            residual = right - image
            del right
        direction = np.zeros_like(residual)
        square, scaled = run.advance(blocks, 0.0, direction, image, unknowns, residual)
        direction[:] = image
        norm = float(np.sqrt(square))
        while size and norm / size > tolerance and len(path) < iterations:
            system.product(direction, image, pool)
            along = run.inner(direction, image)
            if not along > 0.0:
                break
            step = scaled / along
            square, new = run.advance(blocks, step, direction, image, unknowns, residual)
            norm = float(np.sqrt(square))
            path.append(norm / size)
            if progress is not None:
                progress(len(path), path[-1])
            if keep is not None and len(path) % _KEPT_EVERY == 0:
                keep(len(path), system.whole(unknowns))
            if norm / size <= tolerance or len(path) >= iterations:
                break
            run.turned(new / scaled, image, direction)
            scaled = new
        del blocks
        residual, _ = system.loaded(system.equations.y if values is None else values)
        system.product(unknowns, image, pool)
        residual -= image
        rest = float(np.linalg.norm(residual)) / size if size else 0.0
        direction *= step
        changed = _placed(system, direction)
    return Iterated(system.whole(unknowns), changed, tuple(path), rest)


def _placed(system: System, step: Float) -> Float:
    """A step of the iterated unknowns among all of them, zero for what is eliminated."""
    number = np.arange(system.equations.blocks, dtype=np.float64)[:, None]
    seat = system.restricted(number)[:, 0].astype(np.int64)
    answer = np.zeros((system.equations.blocks, step.shape[1]))
    answer[seat] = step
    return answer


class _Loops:
    """The loops over vectors, dealt to threads in ranges of fixed length."""

    def __init__(self, pool: Executor | None) -> None:
        self.pool = pool

    def _over(
        self, work: Callable[[int, int], tuple[float, float]], rows: int, width: int
    ) -> tuple[float, float]:
        at_once = max(_NUMBERS_AT_ONCE // width, 1)
        starts = range(0, rows, at_once)

        def part(start: int) -> tuple[float, float]:
            return work(start, min(start + at_once, rows))

        found = list(map(part, starts) if self.pool is None else self.pool.map(part, starts))
        return sum(one for one, _ in found), sum(two for _, two in found)

    def advance(
        self,
        blocks: list[tuple[int, Single]],
        step: float,
        direction: Float,
        image: Float,
        unknowns: Float,
        residual: Float,
    ) -> tuple[float, float]:
        """x += a p, r -= a q, q = M⁻¹ r; r'r and r'M⁻¹r."""
        traits = residual.shape[1]
        square = scaled = 0.0
        for start, block in blocks:
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

            one, two = self._over(work, len(block), width)
            square, scaled = square + one, scaled + two
        return square, scaled

    def inner(self, a: Float, b: Float) -> float:
        """a'b."""
        one, two = a.reshape(-1), b.reshape(-1)
        return self._over(lambda low, high: (inner_product(low, high, one, two), 0.0), len(one), 1)[
            0
        ]

    def turned(self, share: float, scaled: Float, direction: Float) -> None:
        """p = z + b p."""
        z, p = scaled.reshape(-1), direction.reshape(-1)

        def work(low: int, high: int) -> tuple[float, float]:
            turn(low, high, share, z, p)
            return 0.0, 0.0

        self._over(work, len(p), 1)
