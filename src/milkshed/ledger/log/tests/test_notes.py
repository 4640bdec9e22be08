"""Signed notes against a known answer; every tampering is refused."""

from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from milkshed.ledger.log.notes import (
    Algorithm,
    Note,
    PublicKey,
    TreeHead,
    cosign,
    from_base64,
    parse_note,
    parse_tree_head,
    parse_vkey,
    public_bytes,
    sign,
    verify,
    verify_cosignature,
)
from milkshed.ledger.log.refusal import NotProven

# the example of golang.org/x/mod/sumdb/note
_VKEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
_SEED = "gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM="
_TEXT = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
)
_SIGNED = (
    _TEXT + "\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXg"
    "KvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
_PRIVATE = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
_NAME = "example.com/log"
_HEAD = TreeHead(_NAME, 7, bytes(32))
_AT = datetime(2026, 11, 28, 12, 0, 5, tzinfo=UTC)


def _key(algorithm: Algorithm) -> PublicKey:
    return PublicKey(_NAME, algorithm, public_bytes(_PRIVATE))


def _checkpoint() -> Note:
    text = _HEAD.text
    return Note(text, (sign(text, _NAME, _PRIVATE), cosign(text, _NAME, _PRIVATE, _AT)))


def test_the_known_note() -> None:
    key = parse_vkey(_VKEY)
    assert key.vkey == _VKEY
    note = parse_note(_SIGNED)
    assert str(note) == _SIGNED
    verify(note, key)
    with pytest.raises(NotProven, match="wrong"):
        verify(Note(note.text.replace("don't", "do"), note.signatures), key)


def test_a_checkpoint_says_what_was_signed_and_when() -> None:
    note = parse_note(str(_checkpoint()))
    assert parse_tree_head(note.text) == _HEAD
    verify(note, _key(Algorithm.NOTE))
    assert verify_cosignature(note, _key(Algorithm.COSIGNATURE)) == _AT


def test_the_stated_time_is_signed_too() -> None:
    note = _checkpoint()
    timed = note.signatures[1]
    later = bytes([timed.value[0]]) + bytes(6) + b"\x01" + timed.value[8:]
    forged = Note(note.text, (type(timed)(timed.name, timed.key_id, later),))
    with pytest.raises(NotProven, match="wrong"):
        verify_cosignature(forged, _key(Algorithm.COSIGNATURE))


def test_a_stranger_signed_nothing() -> None:
    stranger = PublicKey(_NAME, Algorithm.NOTE, bytes(32))
    with pytest.raises(NotProven, match="no signature"):
        verify(_checkpoint(), stranger)


@pytest.mark.parametrize(
    "text",
    [
        *("", "a\n", "a\n\n", "a\n\nb\n", "a\n\n— x\n", "a\n\n— x !!!!\n", "a\n\n— x AAAA\n"),
        *("a\n\n— x AAAAAAAA", "a\0b\n\n— x AAAAAAAA\n", "a\n\n- x AAAAAAAA\n"),
        *("a\ud800\n\n— x AAAAAAAA\n", "a\n\n— \ud800 AAAAAAAA\n"),
        *("a\n\n— x+y AAAAAAAA\n", "a\n\n" + "— x AAAAAAAA\n" * 101, "a" * 70_000),
    ],
)
def test_what_is_no_note(text: str) -> None:
    with pytest.raises(NotProven):
        parse_note(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "x\n1\n", "x\n01\nAAAA\n", "x\n-1\n" + "A" * 43 + "=\n", "\n1\n" + "A" * 43 + "=\n"),
        *(
            "x\n1\nAAAA\n",
            "x\n1\n" + "A" * 43 + "=",
            "x\n99999999999999999999\n" + "A" * 43 + "=\n",
        ),
    ],
)
def test_what_is_no_checkpoint(text: str) -> None:
    with pytest.raises(NotProven):
        parse_tree_head(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "x", "x+c74f20a3", "x+00000000+" + _VKEY[-44:], _VKEY[:-4] + "AAAA"),
        *(
            "\ud800+c74f20a3+" + _VKEY[-44:],
            "a b+c74f20a3+" + _VKEY[-44:],
            _VKEY.replace("AR", "Ag"),
        ),
    ],
)
def test_what_is_no_key(text: str) -> None:
    with pytest.raises(NotProven):
        parse_vkey(text)


@given(st.text())
def test_nonsense_is_refused_in_words(text: str) -> None:
    for read in (parse_note, parse_tree_head, parse_vkey):
        with pytest.raises(NotProven):
            read(text)


@given(st.binary(max_size=80))
def test_base64_has_one_spelling(value: bytes) -> None:
    import base64

    text = base64.b64encode(value).decode()
    assert from_base64(text) == value
    assert from_base64(text + "\n") is None
    assert from_base64("é") is None


def test_the_seed_of_the_known_key_signs_alike() -> None:
    private = Ed25519PrivateKey.from_private_bytes(from_base64(_SEED) or b"")
    assert sign(_TEXT, "PeterNeumann", private).line in _SIGNED
