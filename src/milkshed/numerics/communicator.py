"""How the parts of one computation that hold their own data talk: three verbs, four ways.

``all_reduce`` sums over the parts, ``exchange`` sends one array to each other part, ``gather``
brings one array of each to the first. The parts run as threads, as processes that share memory, as
ranks of MPI, or alone. Sums are taken in the order of the parts, so that an answer does not depend
on who was first.
"""

import multiprocessing
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib import import_module
from importlib.util import find_spec
from multiprocessing.shared_memory import SharedMemory
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Float = NDArray[np.float64]
Given = TypeVar("Given")
Answer = TypeVar("Answer")

_PATIENCE_SECONDS = 3600.0


class Communicator(Protocol):
    """One part's view of all."""

    @property
    def rank(self) -> int:
        """The number of this part, from 0."""

    @property
    def size(self) -> int:
        """How many parts there are."""

    def all_reduce(self, values: Float) -> Float:
        """The sum of the parts' arrays of one shape, the same in every part."""

    def exchange(self, sent: Sequence[Float]) -> list[Float]:
        """Send ``sent[k]`` (one dimension) to part k; what each part sent here, by part."""

    def gather(self, values: Float) -> list[Float] | None:
        """The parts' arrays (one dimension) by part at part 0, None elsewhere."""


class Alone:
    """The only part there is."""

    rank = 0
    size = 1

    def all_reduce(self, values: Float) -> Float:
        """The values themselves."""
        return values

    def exchange(self, sent: Sequence[Float]) -> list[Float]:
        """What was sent to oneself."""
        return [sent[0]]

    def gather(self, values: Float) -> list[Float] | None:
        """The values themselves."""
        return [values]


class Barrier(Protocol):
    """What threads and processes wait at."""

    def wait(self, timeout: float | None = None) -> int:
        """Return when all have come."""

    def abort(self) -> None:
        """Let all others fail instead of waiting for one that will not come."""


class OnBoard:
    """Parts that write to and read from one board (parts, numbers) of common memory.

    ``lengths`` (parts, parts): how many numbers each part left for each other. Raises ValueError
    when a message does not fit on the board.
    """

    def __init__(
        self, rank: int, board: Float, lengths: NDArray[np.int64], barrier: Barrier
    ) -> None:
        self.rank = rank
        self.size = len(board)
        self._board, self._lengths, self._barrier = board, lengths, barrier

    def all_reduce(self, values: Float) -> Float:
        """Every part sums all rows of the board."""
        flat = np.ascontiguousarray(values, dtype=np.float64).reshape(-1)
        self._write([flat])
        total = self._board[0, : len(flat)].copy()
        for part in range(1, self.size):
            total += self._board[part, : len(flat)]
        self._wait()
        return total.reshape(np.shape(values))

    def exchange(self, sent: Sequence[Float]) -> list[Float]:
        """Each part's row holds what it sends to part 0, 1, …, one after another."""
        self._write(sent)
        received = []
        for part in range(self.size):
            ends = np.cumsum(self._lengths[part])
            start = ends[self.rank] - self._lengths[part, self.rank]
            received.append(self._board[part, start : ends[self.rank]].copy())
        self._wait()
        return received

    def gather(self, values: Float) -> list[Float] | None:
        """Part 0 reads all rows."""
        self._write([values])
        answer = None
        if self.rank == 0:
            answer = [
                self._board[part, : self._lengths[part, 0]].copy() for part in range(self.size)
            ]
        self._wait()
        return answer

    def _write(self, sent: Sequence[Float]) -> None:
        total = sum(len(one) for one in sent)
        if total > self._board.shape[1]:
            self._barrier.abort()
            raise ValueError(
                f"a message of {total} numbers; the board holds {self._board.shape[1]}"
            )
        at = 0
        self._lengths[self.rank] = 0
        for part, one in enumerate(sent):
            self._board[self.rank, at : at + len(one)] = one
            self._lengths[self.rank, part] = len(one)
            at += len(one)
        self._wait()

    def _wait(self) -> None:
        self._barrier.wait(_PATIENCE_SECONDS)


class Mpi:
    """A rank of MPI, through mpi4py where that is installed."""

    def __init__(self, comm: Any = None) -> None:
        """``comm``: a communicator of mpi4py, COMM_WORLD by default; ImportError without it."""
        self._comm = import_module("mpi4py.MPI").COMM_WORLD if comm is None else comm
        self.rank = int(self._comm.Get_rank())
        self.size = int(self._comm.Get_size())

    @staticmethod
    def present() -> bool:
        """Whether mpi4py is installed."""
        return find_spec("mpi4py") is not None

    def all_reduce(self, values: Float) -> Float:
        """Gathered and summed in the order of ranks."""
        flat = np.ascontiguousarray(values, dtype=np.float64)
        every = np.empty((self.size, *flat.shape))
        self._comm.Allgather(flat, every)
        total = every[0]
        for part in every[1:]:
            total = total + part
        return np.asarray(total)

    def exchange(self, sent: Sequence[Float]) -> list[Float]:
        """All to all."""
        return [np.asarray(one) for one in self._comm.alltoall(list(sent))]

    def gather(self, values: Float) -> list[Float] | None:
        """To rank 0."""
        found = self._comm.gather(values, root=0)
        return None if found is None else [np.asarray(one) for one in found]


def run_threads(
    work: Callable[[Communicator, Given], Answer], parts: Sequence[Given], *, numbers: int
) -> list[Answer]:
    """Run ``work`` for every part in a thread of its own; answers by part.

    ``numbers``: how many a part's largest message has. The first error of a part is raised.
    """
    size = len(parts)
    board, lengths = np.zeros((size, numbers)), np.zeros((size, size), dtype=np.int64)
    barrier = threading.Barrier(size)

    def one(rank: int) -> Answer:
        try:
            return work(OnBoard(rank, board, lengths, barrier), parts[rank])
        except BaseException:
            barrier.abort()
            raise

    with ThreadPoolExecutor(size) as pool:
        waiting = [pool.submit(one, rank) for rank in range(size)]
    errors = [error for done in waiting if (error := done.exception()) is not None]
    for error in errors:
        if not isinstance(error, threading.BrokenBarrierError):
            raise error
    if errors:
        raise errors[0]
    return [done.result() for done in waiting]


def run_processes(
    work: Callable[[Communicator, Given], Answer],
    parts: Sequence[Given],
    *,
    numbers: int,
    start: str = "spawn",
) -> list[Answer]:
    """Run ``work`` for every part in a process of its own; answers by part.

    ``work`` and the parts must be picklable. ``numbers`` as in :func:`run_threads`. Raises
    RuntimeError naming the part that failed and what it said.
    """
    size = len(parts)
    context = multiprocessing.get_context(start)
    memory = SharedMemory(create=True, size=8 * size * (numbers + size))
    try:
        barrier = context.Barrier(size)
        queue: Any = context.Queue()
        made = [
            context.Process(  # type: ignore[attr-defined]
                target=_in_process,
                args=(work, rank, part, memory.name, size, numbers, barrier, queue),
            )
            for rank, part in enumerate(parts)
        ]
        for process in made:
            process.start()
        told = [queue.get() for _ in made]
        for process in made:
            process.join()
    finally:
        memory.close()
        memory.unlink()
    failed = sorted((rank, text) for rank, good, text in told if not good)
    if failed:
        rank, text = next((f for f in failed if "BrokenBarrier" not in f[1]), failed[0])
        raise RuntimeError(f"part {rank}: {text}")
    return [answer for _, _, answer in sorted(told, key=lambda one: one[0])]


def _in_process(
    work: Callable[[Communicator, Given], Answer],
    rank: int,
    part: Given,
    name: str,
    size: int,
    numbers: int,
    barrier: Barrier,
    queue: Any,
) -> None:
    memory = SharedMemory(name=name)
    board = np.ndarray((size, numbers), dtype=np.float64, buffer=memory.buf)
    lengths = np.ndarray((size, size), dtype=np.int64, buffer=memory.buf, offset=8 * size * numbers)
    try:
        queue.put((rank, True, work(OnBoard(rank, board, lengths, barrier), part)))
    except Exception as error:  # noqa: BLE001 - told to the parent, whatever it was
        barrier.abort()
        queue.put((rank, False, f"{type(error).__name__}: {error}"))
    finally:
        del board, lengths
        with suppress(BufferError):
            memory.close()
