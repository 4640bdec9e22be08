"""Parts that talk get what was meant for them, and none waits for one that failed."""

import numpy as np
import pytest

from milkshed.numerics.communicator import (
    Alone,
    Communicator,
    Float,
    OnBoard,
    run_processes,
    run_threads,
)


def talk(comm: Communicator, own: int) -> tuple[list[float], list[list[float]], int]:
    total = comm.all_reduce(np.array([[1.0, own]]))
    sent: list[Float] = [np.full(k + own, 10.0 * own + k) for k in range(comm.size)]
    received = comm.exchange(sent)
    found = comm.gather(np.full(own, float(own)))
    return total[0].tolist(), [one.tolist() for one in received], len(found or ())


def test_every_part_gets_its_own() -> None:
    answers = run_threads(talk, [0, 1, 2], numbers=12)
    for rank, (total, received, gathered) in enumerate(answers):
        assert total == [3.0, 3.0]
        assert received == [[10.0 * k + rank] * (rank + k) for k in range(3)]
        assert gathered == (3 if rank == 0 else 0)
    assert talk(Alone(), 2) == ([1.0, 2.0], [[20.0, 20.0]], 1)


def test_a_part_that_fails_stops_the_others() -> None:
    def fail(comm: Communicator, own: int) -> None:
        if own == 1:
            raise ArithmeticError("part 1 cannot")
        comm.all_reduce(np.zeros(1))

    with pytest.raises(ArithmeticError, match="part 1 cannot"):
        run_threads(fail, [0, 1, 2], numbers=4)
    with pytest.raises(ValueError, match="the board holds 4"):
        run_threads(talk, [3, 3], numbers=4)


def test_processes_share_their_memory() -> None:
    parts = [np.full(3, 1.0), np.full(3, 2.5)]
    for answer in run_processes(OnBoard.all_reduce, parts, numbers=3):  # type: ignore[arg-type]
        assert answer.tolist() == [3.5] * 3
    with pytest.raises(RuntimeError, match=r"part \d: ValueError: .*the board holds 2"):
        run_processes(OnBoard.all_reduce, parts, numbers=2)  # type: ignore[arg-type]
