"""Roots and proofs against known answers, against another implementation, and against laws."""

from hashlib import sha256

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from milkshed.ledger.log.tree import (
    EMPTY_ROOT,
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_of,
    verify_consistency,
    verify_inclusion,
)
from tests.conformance.tally import Count, note

# The reference tree of RFC 6962's authors (google/certificate-transparency, merkle_tree_test):
# eight entries, the roots of its beginnings, proofs as (leaf or first size, size, hashes).
_ENTRIES = [
    bytes.fromhex(entry)
    for entry in (
        *("", "00", "10", "2021", "3031", "40414243"),
        *("5051525354555657", "606162636465666768696a6b6c6d6e6f"),
    )
]
_ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
_E1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
_E4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
_E23 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
_E45 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
_E67 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
_E4567 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"
_INCLUSIONS = [
    (0, 1, []),
    (0, 8, [_E1, _E23, _E4567]),
    (5, 8, [_E4, _E67, _ROOTS[4]]),
    (2, 3, [_ROOTS[2]]),
]
_CONSISTENCIES = [
    (1, 1, []),
    (1, 8, [_E1, _E23, _E4567]),
    (6, 8, [_E45, _E67, _ROOTS[4]]),
    (2, 5, [_E23, _E4]),
]
_LARGEST = 300


class Levels:
    """All complete subtrees of a tree in memory, level by level."""

    def __init__(self, leaves: list[bytes]) -> None:
        self._rows = [leaves]
        while len(row := self._rows[-1]) > 1:
            self._rows.append([node_hash(row[at], row[at + 1]) for at in range(0, len(row) - 1, 2)])

    def node(self, level: int, index: int) -> bytes:
        return self._rows[level][index]


def leaves_of(count: int) -> list[bytes]:
    return [leaf_hash(b"%d" % number) for number in range(count)]


def test_the_reference_tree() -> None:
    leaves = [leaf_hash(entry) for entry in _ENTRIES]
    nodes = Levels(leaves)
    grown = Frontier()
    right = 0
    for size, root in enumerate(_ROOTS):
        assert root_of(nodes, size).hex() == root
        assert grown.root().hex() == root
        grown.extend(leaves[size : size + 1])
        right += 1
    for index, size, path in _INCLUSIONS:
        assert [one.hex() for one in inclusion_proof(nodes, index, size)] == path
        right += 1
    for first, second, path in _CONSISTENCIES:
        assert [one.hex() for one in consistency_proof(nodes, first, second)] == path
        right += 1
    note(
        Count(
            "log",
            "RFC 6962参考树：根与证明",
            "RFC 6962 reference tree: roots and proofs",
            len(_ROOTS) + len(_INCLUSIONS) + len(_CONSISTENCIES),
            right,
            "google/certificate-transparency",
        )
    )


def test_all_proofs_agree_with_another_implementation() -> None:
    """Inclusion proofs are the same hashes; of consistency it has its own form of proof.

    So each is checked against the other's roots: our proof by us, its proof by it.
    """
    leaves = leaves_of(_LARGEST)
    nodes = Levels(leaves)
    other = InmemoryTree(algorithm="sha256")
    for number in range(_LARGEST):
        other.append_entry(b"%d" % number)
    their_roots = [other.get_root(size) for size in range(_LARGEST + 1)]
    proofs = same = 0
    for size in range(1, _LARGEST + 1):
        root = root_of(nodes, size)
        assert root == their_roots[size]
        for at in range(size):
            theirs = other.prove_inclusion(at + 1, size).serialize()["path"]
            ours = inclusion_proof(nodes, at, size)
            # theirs begins with the leaf itself
            same += [one.hex() for one in (leaves[at], *ours)] == theirs
            path = consistency_proof(nodes, at + 1, size)
            same += verify_consistency(at + 1, size, their_roots[at + 1], their_roots[size], path)
            proofs += 2
            if size % 25 == 0:
                pymerkle.verify_consistency(
                    root_of(nodes, at + 1), root, other.prove_consistency(at + 1, size)
                )
    note(
        Count(
            "log",
            "与另一实现逐一比对的证明（1–300条）",
            "Proofs that agree with another implementation (sizes 1 to 300)",
            proofs,
            same,
            "pymerkle 7",
        )
    )
    assert same == proofs


@given(st.integers(1, 600), st.data())
def test_every_proof_is_believed_and_no_other_leaf_or_root(size: int, data: st.DataObject) -> None:
    leaves = leaves_of(size)
    nodes = Levels(leaves)
    root = root_of(nodes, size)
    index = data.draw(st.integers(0, size - 1))
    path = inclusion_proof(nodes, index, size)
    assert len(path) <= max(1, (size - 1).bit_length())
    assert verify_inclusion(leaves[index], index, size, path, root)
    assert not verify_inclusion(leaf_hash(b"other"), index, size, path, root)
    assert not verify_inclusion(leaves[index], index, size, [*path, root], root)
    assert not verify_inclusion(leaves[index], size, size, path, root)
    if path:
        assert not verify_inclusion(leaves[index], index, size, path[:-1], root)
        assert not verify_inclusion(leaves[index], index ^ 1, size, path, root)


@given(st.integers(1, 600), st.data())
def test_a_tree_that_was_rewritten_is_never_consistent(size: int, data: st.DataObject) -> None:
    first = data.draw(st.integers(1, size))
    changed = data.draw(st.integers(0, first - 1))
    leaves = leaves_of(size)
    before, after = Levels(leaves), Levels(leaves)
    old, new = root_of(before, first), root_of(after, size)
    path = consistency_proof(after, first, size)
    assert verify_consistency(first, size, old, new, path)
    forged = [*leaves]
    forged[changed] = leaf_hash(b"forged")
    nodes = Levels(forged)
    other, proof = root_of(nodes, size), consistency_proof(nodes, first, size)
    assert not verify_consistency(first, size, old, other, proof)
    assert not verify_consistency(first, size, old, other, path)
    assert not verify_consistency(first, size, old, new, [*path, old])


def test_the_empty_tree_is_the_beginning_of_every_tree() -> None:
    root = root_of(Levels(leaves_of(5)), 5)
    assert sha256().digest() == EMPTY_ROOT == Frontier().root()
    assert verify_consistency(0, 5, EMPTY_ROOT, root, [])
    assert not verify_consistency(0, 5, root, root, [])
    assert not verify_consistency(6, 5, root, root, [])


@pytest.mark.parametrize(("index", "size"), [(-1, 5), (5, 5), (0, 0)])
def test_nothing_is_proven_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        inclusion_proof(Levels(leaves_of(5)), index, size)


@pytest.mark.parametrize(("first", "second"), [(0, 5), (5, 4), (-1, 3)])
def test_no_consistency_with_nothing(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="smaller"):
        consistency_proof(Levels(leaves_of(5)), first, second)
