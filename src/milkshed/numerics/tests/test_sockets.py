"""Parts joined by TCP say the same as parts in one memory; strangers are sent away."""

import socket
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from milkshed.numerics.communicator import Communicator
from milkshed.numerics.sockets import Address, Sockets, join, listen, run_dask
from milkshed.numerics.tests.test_communicator import talk

TOKEN = b"t" * 32


class Cluster:
    """What is used of a ``distributed.Client``, with threads as its workers."""

    def __init__(self, workers: int) -> None:
        self.pool = ThreadPoolExecutor(workers)
        self.names = [f"tcp://127.0.0.1:{40_000 + k}" for k in range(workers)]
        self.scattered: list[str] = []

    def nthreads(self) -> dict[str, int]:
        return dict.fromkeys(self.names, 1)

    def scatter(self, data: bytes, *, workers: list[str]) -> bytes:
        self.scattered += workers
        return data

    def submit(self, function: Any, *args: Any, workers: list[str], pure: bool) -> "Future[Any]":
        assert workers[0] in self.names
        assert not pure
        return self.pool.submit(function, *args)

    def gather(self, futures: "Sequence[Future[Any]]") -> list[Any]:
        return [future.result(timeout=30) for future in futures]


def test_workers_that_hold_their_parts_get_what_was_meant_for_them() -> None:
    cluster = Cluster(4)
    answers = run_dask(talk, [0, 1, 2], client=cluster)
    assert cluster.scattered == cluster.names[:3]
    for rank, (total, received, gathered) in enumerate(answers):
        assert total == [3.0, 3.0]
        assert received == [[10.0 * k + rank] * (rank + k) for k in range(3)]
        assert gathered == (3 if rank == 0 else 0)
    with pytest.raises(ValueError, match="5 parts, but only 4 Dask workers"):
        run_dask(talk, [0] * 5, client=cluster)
    cluster.pool.shutdown()


def long_message(comm: Communicator, own: int) -> float:
    """More than the network holds at once, both ways at the same time, and back to back."""
    for _ in range(3):
        received = comm.exchange([np.full(600_000, float(own)) for _ in range(comm.size)])
    return float(sum(one.sum() for one in received))


def test_long_messages_do_not_wait_for_each_other() -> None:
    cluster = Cluster(2)
    assert run_dask(long_message, [1, 2], client=cluster) == [1_800_000.0] * 2
    cluster.pool.shutdown()


def fail(comm: Communicator, own: int) -> None:
    if own == 1:
        raise ArithmeticError("part 1 cannot")
    comm.all_reduce(np.zeros(1))


def test_a_part_that_fails_stops_the_others() -> None:
    cluster = Cluster(3)
    with pytest.raises((ArithmeticError, ConnectionError)):
        run_dask(fail, [0, 1, 2], client=cluster)
    cluster.pool.shutdown(wait=True)


def test_whoever_calls_without_the_token_is_sent_away() -> None:
    ends = [listen(), listen()]
    addresses: list[Address] = [address for _, address in ends]

    def part(rank: int) -> float:
        with ends[rank][0]:
            joined: Sockets = join(rank, ends[rank][0], addresses, TOKEN)
            total = joined.all_reduce(np.array([float(rank + 1)]))
            joined.close()
            return float(total[0])

    strangers = [socket.create_connection(addresses[0], 5) for _ in range(2)]
    strangers[0].sendall(b"x" * 40)
    strangers[1].close()
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(part, [0, 1])) == [3.0, 3.0]
    assert strangers[0].recv(1) == b""
    strangers[0].close()
