"""The Merkle tree of RFC 9162, section 2.1: roots, proofs and their verification.

Pure: hashes in, hashes out. A tree is seen through :class:`Nodes`, which gives the hash of any
complete subtree; node ``(level, index)`` covers the leaves ``index << level`` to
``(index + 1) << level``. A proof asks for at most ``2 log2(size)`` of them.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Protocol

HASH_BYTES = 32
EMPTY_ROOT = sha256().digest()
"""Root of the tree without leaves (RFC 9162, section 2.1.1)."""


class Nodes(Protocol):
    """A tree's stored hashes."""

    def node(self, level: int, index: int) -> bytes:
        """Return the hash of a complete subtree; LookupError where the tree does not reach."""
        ...


def leaf_hash(entry: bytes) -> bytes:
    """Return the hash of a leaf: SHA-256 over ``0x00`` and the entry."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an inner node: SHA-256 over ``0x01`` and both children."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a growing tree: what must be kept to append and to know the root.

    That is one hash per complete subtree, at most ``log2(size)``; an append costs one hash on
    average.
    """

    def __init__(self) -> None:
        self._size = 0
        self._edge: list[bytes] = []

    @property
    def size(self) -> int:
        """How many leaves were appended."""
        return self._size

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Append leaf hashes."""
        size, edge = self._size, self._edge
        for leaf in leaves:
            hashed, carry = leaf, size
            while carry & 1:
                hashed = sha256(b"\x01" + edge.pop() + hashed).digest()
                carry >>= 1
            edge.append(hashed)
            size += 1
        self._size = size

    def root(self) -> bytes:
        """Return the root over all leaves so far."""
        if not self._edge:
            return EMPTY_ROOT
        *rest, hashed = self._edge
        for left in reversed(rest):
            hashed = node_hash(left, hashed)
        return hashed


def root_of(nodes: Nodes, size: int) -> bytes:
    """Return the root of the tree's first ``size`` leaves."""
    return _range_hash(nodes, 0, size) if size else EMPTY_ROOT


def inclusion_proof(nodes: Nodes, index: int, size: int) -> list[bytes]:
    """Return PATH(index, D[size]): the siblings on the way from a leaf to the root, lowest first.

    Raises ValueError unless ``0 <= index < size``.
    """
    if not 0 <= index < size:
        raise ValueError("the leaf lies outside the tree")
    start, end = 0, size
    path: list[bytes] = []
    while end - start > 1:
        split = start + _split(end - start)
        if index < split:
            path.append(_range_hash(nodes, split, end))
            end = split
        else:
            path.append(_range_hash(nodes, start, split))
            start = split
    path.reverse()
    return path


def consistency_proof(nodes: Nodes, first: int, second: int) -> list[bytes]:
    """Return PROOF(first, D[second]): that the smaller tree is the beginning of the larger.

    Raises ValueError unless ``0 < first <= second``.
    """
    if not 0 < first <= second:
        raise ValueError("the first tree must be the smaller one and not empty")
    start, end, whole = 0, second, True
    path: list[bytes] = []
    while end != first:
        split = start + _split(end - start)
        if first <= split:
            path.append(_range_hash(nodes, split, end))
            end = split
        else:
            path.append(_range_hash(nodes, start, split))
            start, whole = split, False
    if not whole:  # otherwise the verifier holds this hash already: it is the first root
        path.append(_range_hash(nodes, start, end))
    path.reverse()
    return path


def verify_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """Whether a proof shows that ``leaf`` is leaf ``index`` of the tree (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    position, last, hashed = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if position & 1 or position == last:
            hashed = node_hash(sibling, hashed)
            while position and not position & 1:
                position >>= 1
                last >>= 1
        else:
            hashed = node_hash(hashed, sibling)
        position >>= 1
        last >>= 1
    return last == 0 and hashed == root


def verify_consistency(
    first: int, second: int, first_root: bytes, second_root: bytes, path: Sequence[bytes]
) -> bool:
    """Whether a proof shows that a tree only grew from ``first`` (RFC 9162, 2.1.4.2).

    The empty tree is the beginning of every tree; its proof is empty.
    """
    if not 0 <= first <= second:
        return False
    if first == second:
        return not path and first_root == second_root
    if first == 0:
        return not path and first_root == EMPTY_ROOT
    hashes = list(path)
    if first & (first - 1) == 0:
        hashes.insert(0, first_root)
    if not hashes:
        return False
    position, last = first - 1, second - 1
    while position & 1:
        position >>= 1
        last >>= 1
    earlier = later = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            earlier = node_hash(sibling, earlier)
            later = node_hash(sibling, later)
            while position and not position & 1:
                position >>= 1
                last >>= 1
        else:
            later = node_hash(later, sibling)
        position >>= 1
        last >>= 1
    return last == 0 and earlier == first_root and later == second_root


def _split(size: int) -> int:
    """The largest power of two smaller than ``size``."""
    return 1 << ((size - 1).bit_length() - 1)


def _range_hash(nodes: Nodes, start: int, end: int) -> bytes:
    """MTH(D[start:end]) of a subtree: ``start`` is aligned as its complete part needs it."""
    complete: list[bytes] = []
    while start < end:
        level = (end - start).bit_length() - 1
        complete.append(nodes.node(level, start >> level))
        start += 1 << level
    hashed = complete.pop()
    while complete:
        hashed = node_hash(complete.pop(), hashed)
    return hashed
