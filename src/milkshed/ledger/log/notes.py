"""Signed notes, checkpoints and cosignatures as C2SP writes them.

A note is text, an empty line, and signature lines ``— name base64(key id, signature)``
(c2sp.org/signed-note). A checkpoint is a note of three lines: origin, size, root in base64
(c2sp.org/tlog-checkpoint). A cosignature carries the time at which it was made
(c2sp.org/tlog-cosignature, cosignature/v1). All signatures are Ed25519 (RFC 8032).

Needs nothing but the standard library and ``cryptography``.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from milkshed.ledger.log.refusal import NotProven
from milkshed.ledger.log.tree import HASH_BYTES

NOTE_LIMIT_BYTES = 64 * 1024
_SIGNATURE_LIMIT = 100
_SIGNATURE_BYTES = 64
_DASH = "— "
_NAME = re.compile(r"[^\s+]+")
_UNFIT = re.compile("[\x00-\x09\x0b-\x1f\x7f\ud800-\udfff]")  # controls, halves of pairs
_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")


class Algorithm(IntEnum):
    """What a key signs: bare notes, or checkpoints together with the time."""

    NOTE = 1
    COSIGNATURE = 4


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A name and the Ed25519 key (32 bytes) that signs under it."""

    name: str
    algorithm: Algorithm
    key: bytes

    @property
    def key_id(self) -> bytes:
        """The four bytes by which signature lines name the key."""
        return sha256(self.name.encode() + b"\n" + self._typed()).digest()[:4]

    @property
    def vkey(self) -> str:
        """The key as one word: ``name+id+base64``."""
        return f"{self.name}+{self.key_id.hex()}+{to_base64(self._typed())}"

    def signing(self, algorithm: Algorithm) -> "PublicKey":
        """The same key for another kind of signature."""
        return PublicKey(self.name, algorithm, self.key)

    def _typed(self) -> bytes:
        return bytes([self.algorithm]) + self.key


def parse_vkey(text: str) -> PublicKey:
    """Read a key written as ``name+id+base64``; raises NotProven."""
    name, _, rest = text.strip().partition("+")
    key_id, _, encoded = rest.partition("+")
    typed = from_base64(encoded)
    if typed is None or len(typed) != 33 or typed[0] not in set(Algorithm) or not is_name(name):
        raise NotProven("公钥格式不对", "This is not a key of the form name+id+base64")
    key = PublicKey(name, Algorithm(typed[0]), typed[1:])
    if key.key_id.hex() != key_id:
        raise NotProven("公钥编号与内容不符", "The key's id does not follow from the key")
    return key


def is_name(text: str) -> bool:
    """Whether text can name a key: not empty, without spaces and plus signs."""
    return bool(_NAME.fullmatch(text)) and not _UNFIT.search(text)


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """The line as it stands in a note, with its line feed."""
        return f"{_DASH}{self.name} {to_base64(self.key_id + self.value)}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """Signed text, ending in a line feed, and its signatures."""

    text: str
    signatures: tuple[Signature, ...]

    def __str__(self) -> str:
        return self.text + "\n" + "".join(signature.line for signature in self.signatures)

    def with_signatures(self, more: Iterable[Signature]) -> "Note":
        """The note with further signatures."""
        return Note(self.text, (*self.signatures, *more))

    def of(self, key: PublicKey) -> tuple[Signature, ...]:
        """The signatures that claim to be by a key."""
        return tuple(s for s in self.signatures if (s.name, s.key_id) == (key.name, key.key_id))


def parse_note(text: str) -> Note:
    """Read a note; raises NotProven where it breaks the format."""
    if _UNFIT.search(text) or len(text.encode()) > NOTE_LIMIT_BYTES:
        raise NotProven("签名文书过长或含控制字符", "The note is too long or holds controls")
    body, separator, lines = text.rpartition("\n\n")
    if not separator or not lines.endswith("\n"):
        raise NotProven("签名文书缺少签名行", "The note has no signature lines")
    signatures = tuple(_signature(line) for line in lines[:-1].split("\n"))
    if len(signatures) > _SIGNATURE_LIMIT:
        raise NotProven("签名行过多", "The note has too many signature lines")
    return Note(body + "\n", signatures)


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    value = from_base64(encoded)
    if not line.startswith(_DASH) or not is_name(name) or value is None or len(value) < 5:
        raise NotProven("签名行格式不对", "A signature line is malformed")
    return Signature(name, value[:4], value[4:])


def sign(text: str, name: str, private_key: Ed25519PrivateKey) -> Signature:
    """Sign a note's text."""
    key = PublicKey(name, Algorithm.NOTE, public_bytes(private_key))
    return Signature(name, key.key_id, private_key.sign(text.encode()))


def cosign(text: str, name: str, private_key: Ed25519PrivateKey, at: datetime) -> Signature:
    """Sign a checkpoint's text together with a time, to the second."""
    key = PublicKey(name, Algorithm.COSIGNATURE, public_bytes(private_key))
    seconds = int(at.timestamp())
    signed = private_key.sign(_timed(text, seconds))
    return Signature(name, key.key_id, seconds.to_bytes(8, "big") + signed)


def verify(note: Note, key: PublicKey) -> None:
    """Check that a key signed a note; raises NotProven when it did not.

    Every signature under its name and id must be right.
    """
    for signature in _claimed(note, key):
        _check(key, signature.value, note.text.encode())


def verify_cosignature(note: Note, key: PublicKey) -> datetime:
    """Check that a key cosigned a checkpoint, and return the time it states; raises NotProven."""
    stated = []
    for signature in _claimed(note, key):
        seconds = int.from_bytes(signature.value[:8], "big")
        _check(key, signature.value[8:], _timed(note.text, seconds))
        stated.append(seconds)
    try:
        return datetime.fromtimestamp(min(stated), UTC)
    except (ValueError, OverflowError, OSError):
        raise NotProven("签署时间超出日历", "The time stated is out of the calendar") from None


def _claimed(note: Note, key: PublicKey) -> tuple[Signature, ...]:
    claimed = note.of(key)
    if not claimed:
        raise NotProven(
            f"没有 {key.name}（{key.key_id.hex()}）的签名",
            f"It bears no signature by {key.name} ({key.key_id.hex()})",
        )
    return claimed


def _check(key: PublicKey, value: bytes, message: bytes) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key.key).verify(value, message)
    except (InvalidSignature, ValueError):
        raise NotProven(
            f"{key.name}（{key.key_id.hex()}）的签名不对",
            f"The signature by {key.name} ({key.key_id.hex()}) is wrong",
        ) from None


def _timed(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


@dataclass(frozen=True, slots=True)
class TreeHead:
    """What a checkpoint says: the log ``origin`` has ``size`` entries under ``root``."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{to_base64(self.root)}\n"


def parse_tree_head(text: str) -> TreeHead:
    """Read a checkpoint's text; raises NotProven. Further lines are allowed and ignored."""
    lines = text.split("\n")
    root = from_base64(lines[2]) if len(lines) > 3 else None
    if not lines[0] or root is None or len(root) != HASH_BYTES or not _SIZE.fullmatch(lines[1]):
        raise NotProven("检查点格式不对", "This is not a checkpoint: origin, size, root")
    return TreeHead(lines[0], int(lines[1]), root)


def public_bytes(private_key: Ed25519PrivateKey) -> bytes:
    """The 32 bytes of the public key that belongs to a private one."""
    return private_key.public_key().public_bytes_raw()


def to_base64(value: bytes) -> str:
    """Standard base64 with padding."""
    return base64.b64encode(value).decode()


def from_base64(text: str) -> bytes | None:
    """The bytes that standard base64 stands for; None when it is not the one spelling of any."""
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return value if to_base64(value) == text else None
