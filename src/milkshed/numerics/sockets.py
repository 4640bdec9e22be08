"""Parts on several machines that talk over TCP, and Dask workers as such parts.

Each part is joined to each other by one connection; what goes through it are arrays of float64,
nothing that could be executed. A token that only the parts know keeps strangers out. Dask brings
the work to its workers and holds the shards there (``scatter``, and tasks bound to a worker); while
the work runs the workers talk to each other directly, so that an iteration costs no visit to the
scheduler.
"""

import hmac
import pickle
import secrets
import selectors
import socket
import struct
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from milkshed.numerics.communicator import Communicator

Float = NDArray[np.float64]
Given = TypeVar("Given")
Answer = TypeVar("Answer")
Address = tuple[str, int]

_PATIENCE_SECONDS = 3600.0
_JOINING_SECONDS = 120.0
_TOKEN_BYTES = 32
_LENGTH = struct.Struct("<q")
_AT_ONCE = 1 << 20
_listening: dict[bytes, socket.socket] = {}


class Sockets:
    """One part of several, joined by TCP."""

    def __init__(self, rank: int, peers: Sequence[socket.socket | None]) -> None:
        """``peers``: the connection to each part, None to oneself. See :func:`join`."""
        self.rank = rank
        self.size = len(peers)
        self._peers = peers

    def all_reduce(self, values: Float) -> Float:
        """Every part sends its array to every other; summed in the order of the parts."""
        flat = np.ascontiguousarray(values, dtype=np.float64).reshape(-1)
        received = self._swap([flat] * self.size)
        total = received[0].copy()
        for one in received[1:]:
            total += one
        return total.reshape(np.shape(values))

    def exchange(self, sent: Sequence[Float]) -> list[Float]:
        """An array to each part."""
        return self._swap([np.ascontiguousarray(one, dtype=np.float64) for one in sent])

    def gather(self, values: Float) -> list[Float] | None:
        """To part 0."""
        nothing = np.zeros(0)
        flat = np.ascontiguousarray(values, dtype=np.float64)
        received = self._swap(
            [flat if part in (0, self.rank) else nothing for part in range(self.size)]
        )
        return received if self.rank == 0 else None

    def close(self) -> None:
        """End the connections."""
        for peer in self._peers:
            if peer is not None:
                peer.close()

    def _swap(self, sent: Sequence[Float]) -> list[Float]:
        """Send and receive at once, so that long messages do not wait for each other."""
        received: list[Float] = [
            one if k == self.rank else np.zeros(0) for k, one in enumerate(sent)
        ]
        with selectors.DefaultSelector() as selector:
            open_ends = 0
            for part, peer in enumerate(self._peers):
                if peer is None:
                    continue
                message = sent[part].tobytes()
                transfer = _Transfer(memoryview(_LENGTH.pack(len(message)) + message))
                selector.register(
                    peer, selectors.EVENT_READ | selectors.EVENT_WRITE, (part, transfer)
                )
                open_ends += 1
            while open_ends:
                ready = selector.select(_PATIENCE_SECONDS)
                if not ready:
                    raise TimeoutError(f"part {self.rank}: the others are silent")
                for key, events in ready:
                    part, transfer = key.data
                    peer = self._peers[part]
                    assert peer is not None
                    if events & selectors.EVENT_WRITE and transfer.left:
                        transfer.left = transfer.left[peer.send(transfer.left[:_AT_ONCE]) :]
                    if events & selectors.EVENT_READ and not transfer.whole:
                        transfer.take(peer, part)
                    if transfer.whole and not transfer.left:
                        selector.unregister(peer)
                        received[part] = np.frombuffer(transfer.body, dtype=np.float64)
                        open_ends -= 1
                    else:
                        wanted = selectors.EVENT_READ if not transfer.whole else 0
                        wanted |= selectors.EVENT_WRITE if transfer.left else 0
                        selector.modify(peer, wanted, key.data)
        return received


class _Transfer:
    """What is left to send to a peer, and what came from it so far."""

    def __init__(self, left: memoryview) -> None:
        self.left = left
        self._head = bytearray()
        self.body = bytearray()
        self._length = -1

    @property
    def whole(self) -> bool:
        """Whether the message of the peer has come."""
        return len(self.body) == self._length

    def take(self, peer: socket.socket, part: int) -> None:
        """Receive what is there, but nothing of the next message."""
        if self._length < 0:
            found = peer.recv(_LENGTH.size - len(self._head))
            self._head += found
            if len(self._head) == _LENGTH.size:
                self._length = _LENGTH.unpack(self._head)[0]
        else:
            found = peer.recv(min(_AT_ONCE, self._length - len(self.body)))
            self.body += found
        if not found and not self.whole:
            raise ConnectionError(f"part {part} has gone")


def listen(host: str = "127.0.0.1") -> tuple[socket.socket, Address]:
    """A socket where other parts can call, and its address."""
    found = socket.create_server((host, 0))
    return found, (host, int(found.getsockname()[1]))


def join(
    rank: int, listening: socket.socket, addresses: Sequence[Address], token: bytes
) -> Sockets:
    """Join the parts at ``addresses``: call those before, be called by those behind.

    ``token``: bytes that only the parts know. Whoever calls without it is sent away. Raises OSError
    when a part does not come.
    """
    peers: list[socket.socket | None] = [None] * len(addresses)
    for part in range(rank):
        peer = socket.create_connection(addresses[part], _JOINING_SECONDS)
        peer.sendall(token + _LENGTH.pack(rank))
        peers[part] = peer
    listening.settimeout(_JOINING_SECONDS)
    while any(peers[part] is None for part in range(rank + 1, len(addresses))):
        peer, _ = listening.accept()
        peer.settimeout(_JOINING_SECONDS)
        hello = _received(peer, len(token) + _LENGTH.size)
        caller = _LENGTH.unpack(hello[len(token) :])[0] if len(hello) > len(token) else -1
        good = hmac.compare_digest(hello[: len(token)], token)
        if not good or not rank < caller < len(addresses) or peers[caller] is not None:
            peer.close()
            continue
        peers[caller] = peer
    for joined in peers:
        if joined is not None:
            joined.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            joined.setblocking(False)
    return Sockets(rank, peers)


def _received(peer: socket.socket, size: int) -> bytes:
    found = b""
    with suppress(OSError):
        while len(found) < size and (more := peer.recv(size - len(found))):
            found += more
    return found if len(found) == size else b""


def run_dask(
    work: Callable[[Communicator, Given], Answer], parts: Sequence[Given], *, client: Any
) -> list[Answer]:
    """Run ``work`` for every part on a Dask worker of its own; answers by part.

    ``client``: a ``distributed.Client`` of a cluster with as many workers as parts at least; they
    must have this package. Parts are pickled and scattered, one to a worker, and stay there.
    Raises ValueError when there are too few workers; the first error of a part is raised.
    """
    workers = sorted(client.nthreads())
    if len(workers) < len(parts):
        raise ValueError(f"{len(parts)} parts, but only {len(workers)} Dask workers")
    token = secrets.token_bytes(_TOKEN_BYTES)
    chosen = workers[: len(parts)]
    bound = [{"workers": [worker], "pure": False} for worker in chosen]
    # as bytes: arrays that Dask itself unpacks cannot be written to, which kernels are compiled for
    held = [
        client.scatter(pickle.dumps(part, pickle.HIGHEST_PROTOCOL), workers=[at])
        for part, at in zip(parts, chosen, strict=True)
    ]
    hosts = [_host_of(worker) for worker in chosen]
    addresses = client.gather(
        [
            client.submit(_open, token, host, rank, **at)
            for rank, (host, at) in enumerate(zip(hosts, bound, strict=True))
        ]
    )
    running = [
        client.submit(_in_worker, work, rank, part, addresses, token, **at)
        for rank, (part, at) in enumerate(zip(held, bound, strict=True))
    ]
    answers: list[Answer] = client.gather(running)
    return answers


def _host_of(worker: str) -> str:
    """The host in a worker's address, such as tcp://10.0.0.5:40123."""
    host = worker.rpartition("://")[2].rpartition(":")[0].strip("[]")
    return host or "127.0.0.1"


def _key(token: bytes, rank: int) -> bytes:
    return token + _LENGTH.pack(rank)


def _open(token: bytes, host: str, rank: int) -> Address:
    listening, address = listen(host)
    _listening[_key(token, rank)] = listening
    return address


def _in_worker(
    work: Callable[[Communicator, Given], Answer],
    rank: int,
    part: bytes,
    addresses: Sequence[Address],
    token: bytes,
) -> Answer:
    with ExitStack() as at_end:
        listening = _listening.pop(_key(token, rank))
        at_end.callback(listening.close)
        joined = join(rank, listening, addresses, token)
        at_end.callback(joined.close)
        return work(joined, pickle.loads(part))
