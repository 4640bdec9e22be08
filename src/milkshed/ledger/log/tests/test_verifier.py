"""Proof bundles and logs, checked with nothing but what was handed over."""

import json
import subprocess
import sys
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from milkshed.ledger.log import verifier
from milkshed.ledger.log.bundle import Bundle, KeyStatement, endorsement_text, read_bundle
from milkshed.ledger.log.notes import (
    Algorithm,
    Note,
    PublicKey,
    TreeHead,
    cosign,
    public_bytes,
    sign,
    to_base64,
)
from milkshed.ledger.log.refusal import NotProven
from milkshed.ledger.log.tests.test_notes import _AT
from milkshed.ledger.log.tests.test_tree import Levels
from milkshed.ledger.log.tree import (
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_of,
)
from milkshed.ledger.log.verifier import (
    read_remembered,
    verify_bundle,
    verify_checkpoint,
    verify_log,
)

_NAME = "example.com/log"
_PRIVATE = [Ed25519PrivateKey.from_private_bytes(bytes([seed]) * 32) for seed in range(4)]
_PUBLIC = [PublicKey(_NAME, Algorithm.NOTE, public_bytes(one)) for one in _PRIVATE]
_ENTRIES = [
    b'{"eventID":"urn:uuid:%d","recordTime":"2026-11-28T00:00:00+00:00","seq":%d}\n{"n":%d}'
    % (number, number + 1, number)
    for number in range(40)
]


class Log:
    """A log in memory, with a succession of keys."""

    def __init__(self, entries: list[bytes] = _ENTRIES) -> None:
        self.nodes = Levels([leaf_hash(entry) for entry in entries])
        self.entries = entries
        self.keys = [KeyStatement(_PUBLIC[0], 0, None)]

    def rotate(self, number: int, first_size: int, *, endorsed: bool = True) -> None:
        """Put a key in force."""
        key = _PUBLIC[number]
        text = endorsement_text(key, first_size)
        by = _PRIVATE[_PUBLIC.index(self.keys[-1].key)]
        note = Note(text, (sign(text, _NAME, by),))
        self.keys.append(KeyStatement(key, first_size, note if endorsed else None))

    def checkpoint(self, size: int, by: int = 0) -> Note:
        """A signed checkpoint."""
        text = TreeHead(_NAME, size, root_of(self.nodes, size)).text
        return Note(text, (sign(text, _NAME, _PRIVATE[by]), cosign(text, _NAME, _PRIVATE[by], _AT)))

    def bundle(self, index: int, size: int, by: int = 0, *, with_entry: bool = True) -> Bundle:
        """A proof."""
        entry = self.entries[index]
        return Bundle(
            index,
            leaf_hash(entry),
            entry if with_entry else None,
            tuple(inclusion_proof(self.nodes, index, size)),
            self.checkpoint(size, by),
            tuple(self.keys),
        )

    def fetch(self, size: int, by: int = 0) -> Callable[[str], bytes]:
        """What its server answers."""

        def answer(url: str) -> bytes:
            path, _, query = url.removeprefix("https://log.example/log/").partition("?")
            if path == "checkpoint":
                return str(self.checkpoint(size, by)).encode()
            if path == "keys":
                return json.dumps({"keys": [one.as_document() for one in self.keys]}).encode()
            first = int(query.split("&")[0].removeprefix("first="))
            path_up = consistency_proof(self.nodes, first, size)
            return json.dumps({"path": [to_base64(one) for one in path_up]}).encode()

        return answer


@pytest.mark.parametrize("with_entry", [True, False])
@pytest.mark.parametrize("index", [0, 7, 39])
def test_a_bundle_holds(index: int, with_entry: bool) -> None:
    bundle = Log().bundle(index, 40, with_entry=with_entry)
    document = json.loads(json.dumps(bundle.as_document()))
    assert read_bundle(document) == bundle
    proven = verify_bundle(read_bundle(document))
    assert proven.index == index
    assert proven.event_id == (f"urn:uuid:{index}" if with_entry else None)
    assert proven.signed.signed_at == _AT
    assert not proven.signed.is_anchored
    assert verify_bundle(bundle, _PUBLIC[0]).signed.is_anchored


def _changed(document: Any, *path: str | int) -> Any:
    """The document with one base64 letter, number or word changed."""
    changed = deepcopy(document)
    at = changed
    for step in path[:-1]:
        at = at[step]
    value = at[path[-1]]
    if isinstance(value, int):
        at[path[-1]] = value + 1
    else:
        middle = len(value) // 2
        letter = "A" if value[middle] != "A" else "B"
        at[path[-1]] = value[:middle] + letter + value[middle + 1 :]
    return changed


@pytest.mark.parametrize(
    "path",
    [
        *(("index",), ("leaf",), ("entry",), ("path", 0), ("path", 4), ("checkpoint",)),
        *(("keys", 0, "key"), ("keys", 1, "key"), ("keys", 1, "firstSize")),
        *(("keys", 1, "endorsement"), ("format",)),
    ],
)
def test_every_part_of_a_bundle_counts(path: tuple[str | int, ...]) -> None:
    log = Log()
    log.rotate(1, 30)
    document = log.bundle(7, 40, by=1).as_document()
    verify_bundle(read_bundle(document))
    with pytest.raises(NotProven):
        verify_bundle(read_bundle(_changed(document, *path)))


@pytest.mark.parametrize(
    "change",
    [
        {"path": None},
        {"path": "abc"},
        {"path": ["AAAA"]},
        {"path": [to_base64(bytes(32))] * 65},
        {"index": -1},
        {"index": True},
        {"index": 1 << 70},
        {"leaf": 5},
        {"checkpoint": None},
        {"keys": []},
        {"keys": [None]},
        {"keys": "x"},
        {"entry": "!"},
    ],
)
def test_what_is_no_bundle(change: dict[str, Any]) -> None:
    with pytest.raises(NotProven):
        verify_bundle(read_bundle({**Log().bundle(7, 40).as_document(), **change}))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=10,
)


@given(json_values, st.sampled_from(sorted(Log().bundle(7, 40).as_document())))
def test_nonsense_in_a_bundle_is_refused_in_words(value: Any, field: str) -> None:
    good = Log().bundle(7, 40).as_document()
    if value == good[field] or (field == "entry" and value is None):
        return
    with pytest.raises(NotProven):
        verify_bundle(read_bundle({**good, field: value}))


def test_an_entry_stands_only_at_its_own_number() -> None:
    log = Log([*_ENTRIES[:7], _ENTRIES[3], *_ENTRIES[8:]])
    with pytest.raises(NotProven, match="own number"):
        verify_bundle(log.bundle(7, 40))
    strange = Log([b"no json", *_ENTRIES[1:]])
    with pytest.raises(NotProven, match="first line"):
        verify_bundle(strange.bundle(0, 40))


def test_trust_passes_from_key_to_key() -> None:
    log = Log()
    log.rotate(1, 10)
    log.rotate(2, 20)
    for size, by in ((5, 0), (10, 0), (10, 1), (20, 2), (40, 2)):
        signed = verify_checkpoint(log.checkpoint(size, by), log.keys, _PUBLIC[0])
        assert (signed.key, signed.is_anchored) == (_PUBLIC[by], True)
    # the old key is no good for what came later, nor the new one for what came before
    for size, by in ((11, 0), (40, 0), (9, 1), (40, 1)):
        with pytest.raises(NotProven, match="in force"):
            verify_checkpoint(log.checkpoint(size, by), log.keys, _PUBLIC[0])
    # trust in a new key says nothing of older ones
    with pytest.raises(NotProven, match="trusted"):
        verify_checkpoint(log.checkpoint(5, 0), log.keys, _PUBLIC[1])
    with pytest.raises(NotProven, match="none of the log's keys"):
        verify_checkpoint(log.checkpoint(5, 0), log.keys, _PUBLIC[3])


def test_a_key_that_nobody_endorsed_must_be_known_beforehand() -> None:
    log = Log()
    log.rotate(1, 10, endorsed=False)
    with pytest.raises(NotProven, match="trusted"):
        verify_checkpoint(log.checkpoint(40, 1), log.keys, _PUBLIC[0])
    assert verify_checkpoint(log.checkpoint(40, 1), log.keys, _PUBLIC[1]).is_anchored


def test_an_endorsement_by_a_stranger_is_none() -> None:
    log = Log()
    log.rotate(1, 10)
    (first, second) = log.keys
    assert second.endorsement is not None
    text = second.endorsement.text
    forged = Note(text, (sign(text, _NAME, _PRIVATE[3]),))
    with pytest.raises(NotProven):
        verify_checkpoint(
            log.checkpoint(40, 1), [first, KeyStatement(second.key, 10, forged)], _PUBLIC[0]
        )


def test_a_log_that_grew_is_the_same_log() -> None:
    log = Log()
    signed, note = verify_log("https://log.example/", None, None, log.fetch(10))
    before = signed.head
    signed, note = verify_log("https://log.example", _PUBLIC[0], before, log.fetch(10))
    assert signed.head == before
    log.rotate(1, 12)
    signed, note = verify_log("https://log.example", _PUBLIC[0], before, log.fetch(33, by=1))
    assert signed.head.size == 33
    assert verifier.parse_tree_head(note.text) == signed.head


@pytest.mark.parametrize(("size", "match"), [(5, "shrank"), (10, "forked"), (40, "forked")])
def test_a_log_that_was_rewritten_is_not(size: int, match: str) -> None:
    signed, _ = verify_log("https://log.example", None, None, Log().fetch(10))
    other = Log([_ENTRIES[5], *_ENTRIES[1:]])
    with pytest.raises(NotProven, match=match):
        verify_log("https://log.example", _PUBLIC[0], signed.head, other.fetch(size))


def test_what_is_remembered_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "log.json"
    assert read_remembered(path) is None
    verifier.remember(path, _PUBLIC[0], Log().checkpoint(10))
    found = read_remembered(path)
    assert found is not None
    assert (found.anchor, found.head.size) == (_PUBLIC[0], 10)
    path.write_text("[]")
    with pytest.raises(NotProven):
        read_remembered(path)


_ALONE = """
import sys
allowed = sys.stdlib_module_names | {"cryptography", "_cffi_backend", "milkshed"}
class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] not in allowed:
            raise ImportError(f"{name} is neither standard library nor cryptography")
sys.meta_path.insert(0, Refuse())
from milkshed.ledger.log.verifier import main
sys.exit(main(sys.argv[1:]))
"""


def _alone(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _ALONE, *arguments], capture_output=True, text=True, check=False
    )


def test_the_verifier_stands_alone(tmp_path: Path) -> None:
    document = Log().bundle(7, 40).as_document()
    path = tmp_path / "proof.json"
    path.write_text(json.dumps(document))
    done = _alone("bundle", str(path), "--key", _PUBLIC[0].vkey)
    assert done.returncode == 0, done.stderr
    assert "√ 证明成立：第 8 条" in done.stdout
    assert "注意" not in done.stdout
    path.write_text(json.dumps(_changed(document, "entry")))
    done = _alone("bundle", str(path))
    assert done.returncode == 1
    assert done.stderr.startswith("×")
    for source in ("nothing.json", "ftp://x/y", "http://127.0.0.1:9/log"):
        done = _alone("bundle", source)
        assert (done.returncode, done.stderr[:1]) == (1, "×")
