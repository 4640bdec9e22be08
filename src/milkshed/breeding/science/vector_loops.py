"""Loops over the vectors of an iteration, dealt to threads in ranges of fixed length.

Sums are taken over the ranges in their order, so that the answer is the same bit for bit for any
number of threads.
"""

from collections.abc import Callable
from concurrent.futures import Executor

from milkshed.breeding.science.arrays import Float
from milkshed.numerics.compiled import compiled

_NUMBERS_AT_ONCE = 400_000


class Loops:
    """Work over ranges of rows, by ``pool`` where there is one."""

    def __init__(self, pool: Executor | None) -> None:
        self.pool = pool

    def over(
        self, work: Callable[[int, int], tuple[float, float]], rows: int, width: int
    ) -> tuple[float, float]:
        """The sums of what ``work(first, past_last)`` says of ``rows`` of ``width`` numbers."""
        at_once = max(_NUMBERS_AT_ONCE // width, 1)
        starts = range(0, rows, at_once)

        def part(start: int) -> tuple[float, float]:
            return work(start, min(start + at_once, rows))

        found = list(map(part, starts) if self.pool is None else self.pool.map(part, starts))
        return sum(one for one, _ in found), sum(two for _, two in found)

    def inner(self, a: Float, b: Float) -> float:
        """a'b."""
        one, two = a.reshape(-1), b.reshape(-1)

        def work(low: int, high: int) -> tuple[float, float]:
            return _inner_product(low, high, one, two), 0.0

        return self.over(work, len(one), 1)[0]

    def turned(self, share: float, scaled: Float, direction: Float) -> None:
        """p = z + b p."""
        z, p = scaled.reshape(-1), direction.reshape(-1)

        def work(low: int, high: int) -> tuple[float, float]:
            _turn(low, high, share, z, p)
            return 0.0, 0.0

        self.over(work, len(p), 1)


@compiled
def _turn(first: int, stop: int, share: float, scaled: Float, direction: Float) -> None:
    for i in range(first, stop):
        direction[i] = scaled[i] + share * direction[i]


@compiled
def _inner_product(first: int, stop: int, a: Float, b: Float) -> float:
    total = 0.0
    for i in range(first, stop):
        total += a[i] * b[i]
    return total
