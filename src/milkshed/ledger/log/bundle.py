"""The proof bundle: everything that shows, without asking us, that an entry stands in the log.

Written as JSON: the entry (or only its leaf hash, where its content is not public), the path up
to the root, the signed checkpoint, and the log's keys with the statements by which each names
its successor. Needs nothing but the standard library and ``cryptography``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from milkshed.ledger.log.notes import (
    Note,
    PublicKey,
    from_base64,
    parse_note,
    parse_vkey,
    to_base64,
)
from milkshed.ledger.log.refusal import NotProven
from milkshed.ledger.log.tree import HASH_BYTES

FORMAT = "milkshed-proof/1"
_LONGEST_PATH = 64


@dataclass(frozen=True, slots=True)
class KeyStatement:
    """A key of the log, the size from which it signs, and its predecessor's note about it."""

    key: PublicKey
    first_size: int
    endorsement: Note | None

    def as_document(self) -> dict[str, Any]:
        """The statement as JSON."""
        return {
            "key": self.key.vkey,
            "firstSize": self.first_size,
            "endorsement": None if self.endorsement is None else str(self.endorsement),
        }


def endorsement_text(key: PublicKey, first_size: int) -> str:
    """What a key signs to name its successor ``key``."""
    return f"milkshed-log-key/1\n{key.name}\n{key.vkey}\n{first_size}\n"


@dataclass(frozen=True, slots=True)
class Bundle:
    """A proof that leaf ``index`` lies under a checkpoint."""

    index: int
    leaf: bytes
    entry: bytes | None
    path: tuple[bytes, ...]
    checkpoint: Note
    keys: tuple[KeyStatement, ...]

    def as_document(self) -> dict[str, Any]:
        """The bundle as JSON; hashes and bytes in base64."""
        return {
            "format": FORMAT,
            "index": self.index,
            "leaf": to_base64(self.leaf),
            "entry": None if self.entry is None else to_base64(self.entry),
            "path": [to_base64(one) for one in self.path],
            "checkpoint": str(self.checkpoint),
            "keys": [statement.as_document() for statement in self.keys],
        }


def read_bundle(document: object) -> Bundle:
    """Read a bundle from JSON; raises NotProven where it is not one."""
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise NotProven("这不是证明文件", f"This is not a proof of format {FORMAT}")
    path = document.get("path")
    if not isinstance(path, Sequence) or isinstance(path, str) or len(path) > _LONGEST_PATH:
        raise _malformed("path")
    entry = document.get("entry")
    return Bundle(
        index=_number(document, "index"),
        leaf=_hash(document.get("leaf"), "leaf"),
        entry=None if entry is None else _bytes(entry, "entry"),
        path=tuple(_hash(one, "path") for one in path),
        checkpoint=parse_note(_text(document, "checkpoint")),
        keys=read_keys(document.get("keys")),
    )


def read_keys(document: object) -> tuple[KeyStatement, ...]:
    """Read the list of the log's keys, oldest first."""
    if not isinstance(document, Sequence) or isinstance(document, str):
        raise _malformed("keys")
    return tuple(_statement(one) for one in document)


def _statement(document: object) -> KeyStatement:
    if not isinstance(document, Mapping):
        raise _malformed("keys")
    endorsement = document.get("endorsement")
    return KeyStatement(
        parse_vkey(_text(document, "key")),
        _number(document, "firstSize"),
        None if endorsement is None else parse_note(_text(document, "endorsement")),
    )


def _text(document: Mapping[str, Any], field: str) -> str:
    value = document.get(field)
    if not isinstance(value, str):
        raise _malformed(field)
    return value


def _number(document: Mapping[str, Any], field: str) -> int:
    value = document.get(field)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value < 1 << 63:
        raise _malformed(field)
    return value


def _bytes(value: object, field: str) -> bytes:
    found = from_base64(value) if isinstance(value, str) else None
    if found is None:
        raise _malformed(field)
    return found


def _hash(value: object, field: str) -> bytes:
    found = _bytes(value, field)
    if len(found) != HASH_BYTES:
        raise _malformed(field)
    return found


def _malformed(field: str) -> NotProven:
    return NotProven(f"证明文件中“{field}”无法识别", f"The proof's “{field}” cannot be read")
