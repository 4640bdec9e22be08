"""Machine code for loops over rows, run on all cores.

Kernels release the interpreter's lock and take a range of rows; :func:`over_rows` hands the
ranges to threads. Rows are independent and ranges do not depend on the number of threads, so the
result is the same bit for bit on any machine with the same processor family. Threads of our own
are used, not those of Numba, because its default pool aborts the process when two requests enter
it at once.
"""

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, ParamSpec, TypeVar, cast

import numba

P = ParamSpec("P")
R = TypeVar("R")
Result = TypeVar("Result")

ROWS_AT_ONCE = 8192


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function at its first call and keep the machine code beside its source.

    Where nothing can be written, neither there nor in the user's cache, it is compiled anew in
    each process.
    """
    return _compiled(function, False)


def compiled_sums(function: Callable[P, R]) -> Callable[P, R]:
    """The same for kernels whose sums may be added in any order, so that they fill wide registers.

    Such a sum is the same again on the same processor family, and may differ in its last digits on
    another. Values that are not finite are treated as ever.
    """
    return _compiled(function, {"reassoc", "nsz", "contract"})


def inlined(function: Callable[P, R]) -> Callable[P, R]:
    """Put a part of a kernel in the place of each call.

    A call would hand over every array of a record of arrays anew, which costs more than the part.
    """
    made = numba.njit(inline="always", nogil=True, error_model="numpy")(function)
    return cast("Callable[P, R]", made)


def _compiled(function: Callable[P, R], freedoms: set[str] | bool) -> Callable[P, R]:
    choices: dict[str, Any] = {"nogil": True, "error_model": "numpy", "fastmath": freedoms}
    try:
        made = numba.njit(cache=True, **choices)(function)
    except RuntimeError:
        made = numba.njit(**choices)(function)
    return cast("Callable[P, R]", made)


def cores() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def over_rows(
    work: Callable[[int, int], Result],
    rows: int,
    *,
    at_once: int = ROWS_AT_ONCE,
    threads: int | None = None,
) -> list[Result]:
    """Call ``work(first, past_last)`` over ranges of ``rows``; answers in the order of ranges.

    ``threads`` None takes one per processor. The ranges depend on ``at_once`` only.
    """
    starts = range(0, rows, at_once)
    wanted = min(threads or cores(), len(starts))
    if wanted <= 1:
        return [work(start, min(start + at_once, rows)) for start in starts]
    with ThreadPoolExecutor(wanted) as pool:
        return list(pool.map(lambda start: work(start, min(start + at_once, rows)), starts))
