"""What a package is: a signed header that names the one before it, and the content it covers.

The header is a signed note (C2SP, Ed25519) of nine lines; its digest is what the next header
names, so that packages of a platform form one chain. The content is compact JSON, compressed.
Pure: no database, no clock.
"""

import json
import re
import zlib
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from milkshed.kernel.problems import MALFORMED, TOO_LARGE, Fault, Problem
from milkshed.kernel.signing import instant
from milkshed.kernel.text import Text
from milkshed.ledger.log.notes import (
    Note,
    PublicKey,
    from_base64,
    parse_note,
    sign,
    to_base64,
    verify,
)
from milkshed.ledger.log.refusal import NotProven

FORMAT = "milkshed-federation/1"
LARGEST_FILE_BYTES = 64 * 1024 * 1024
_LARGEST_BODY_BYTES = 512 * 1024 * 1024
_NONE = "-"
_HEADER = re.compile(
    r"milkshed-federation/1\nname ([^\s+]{1,60})\nsequence ([1-9][0-9]{0,8})\n"
    r"period (\d{4}-\d\d-\d\d) (\d{4}-\d\d-\d\d)\nprevious (-|[0-9a-f]{64})\n"
    r"body ([0-9a-f]{64})\nfarms (0|[1-9][0-9]{0,8})\nanimals (0|[1-9][0-9]{0,8})\n"
    r"made (\S{10,40})\n"
)


class FarmFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A farm over the period: how many days it declared, its last facts, and its head at the end.

    ``numbered`` are those of the head with a number that is unique everywhere.
    """

    code: str
    name: str
    county: str
    declared_days: int
    last_declared_on: date | None
    last_event_on: date | None
    head: int
    numbered: int


class AnimalFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A stay that touches the period; ``left_on`` only where it ended by its last day."""

    scheme: str
    number: str
    farm: str
    entered_on: date
    left_on: date | None
    state: str
    parity: int


class FigureFacts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A figure of a farm over the year up to a day."""

    farm: str
    code: str
    last_day: date
    numerator: float
    denominator: float
    version: str


class Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of a package."""

    farms: tuple[FarmFacts, ...]
    animals: tuple[AnimalFacts, ...]
    figures: tuple[FigureFacts, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """What is signed. ``previous`` is empty for the first package of a platform."""

    name: str
    sequence: int
    first_day: date
    last_day: date
    previous: str
    body_digest: str
    farms: int
    animals: int
    made_at: datetime

    @property
    def text(self) -> str:
        """The nine lines that are signed."""
        return (
            f"{FORMAT}\nname {self.name}\nsequence {self.sequence}\n"
            f"period {self.first_day} {self.last_day}\nprevious {self.previous or _NONE}\n"
            f"body {self.body_digest}\nfarms {self.farms}\nanimals {self.animals}\n"
            f"made {instant(self.made_at)}\n"
        )

    @property
    def digest(self) -> str:
        """SHA-256 of the text: what the next package names."""
        return sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Package:
    """A header as it was signed, and the bytes of its content."""

    header: Header
    note: Note
    body: bytes

    def as_file(self) -> bytes:
        """The package as one file."""
        told = {"header": str(self.note), "body": to_base64(zlib.compress(self.body, 6))}
        return json.dumps(told, ensure_ascii=False).encode()


def make_package(
    name: str,
    private_key: Ed25519PrivateKey,
    *,
    sequence: int,
    previous: str,
    first_day: date,
    last_day: date,
    made_at: datetime,
    body: Body,
) -> Package:
    """Sign a package; the same content gives the same bytes, whatever order it came in."""
    ordered = Body(
        tuple(sorted(body.farms, key=lambda one: one.code)),
        tuple(
            sorted(
                body.animals,
                key=lambda one: (one.farm, one.scheme, one.number, one.entered_on),
            )
        ),
        tuple(sorted(body.figures, key=lambda one: (one.farm, one.code, one.last_day))),
    )
    content = msgspec.json.encode(ordered)
    header = Header(
        name,
        sequence,
        first_day,
        last_day,
        previous,
        sha256(content).hexdigest(),
        len(ordered.farms),
        len(ordered.animals),
        made_at,
    )
    note = Note(header.text, (sign(header.text, name, private_key),))
    return Package(header, note, content)


def read_package(content: bytes) -> Package:
    """Read a package file without believing it; raises a malformed or too-large problem."""
    if len(content) > LARGEST_FILE_BYTES:
        raise Problem(TOO_LARGE, Text("数据包超过64MB", "The package is larger than 64 MB"))
    try:
        told = json.loads(content)
        note = parse_note(told["header"])
        body = _inflate(from_base64(told["body"]))
    except (NotProven, ValueError, TypeError, KeyError, RecursionError, zlib.error) as error:
        raise _malformed("file", "文件不是联合数据包", "This is no federation package") from error
    found = _HEADER.fullmatch(note.text)
    if found is None:
        raise _malformed("header", "数据包签名文书格式不对", "The package's header is malformed")
    name, sequence, first, last, previous, digest, farms, animals, made = found.groups()
    try:
        header = Header(
            name,
            int(sequence),
            date.fromisoformat(first),
            date.fromisoformat(last),
            "" if previous == _NONE else previous,
            digest,
            int(farms),
            int(animals),
            datetime.fromisoformat(made),
        )
    except ValueError as error:
        raise _malformed("header", "数据包日期不对", "A date of the header is none") from error
    if header.made_at.tzinfo is None or header.text != note.text:
        raise _malformed("header", "签发时间写法不对", "The time of the header is not canonical")
    return Package(header, note, body)


def check_signature(package: Package, key: PublicKey) -> None:
    """Check signature and content against a platform's key; raises NotProven."""
    verify(package.note, key)
    if sha256(package.body).hexdigest() != package.header.body_digest:
        raise NotProven("内容与签名的摘要不符", "The content is not what was signed")


def read_body(package: Package) -> Body:
    """The content, typed; raises a malformed problem."""
    try:
        return msgspec.json.decode(package.body, type=Body)
    except msgspec.DecodeError as error:
        raise _malformed("body", f"内容格式不对：{error}", f"Malformed content: {error}") from error


def _inflate(compressed: bytes | None) -> bytes:
    if compressed is None:
        raise ValueError("no base64")
    engine = zlib.decompressobj()
    content = engine.decompress(compressed, _LARGEST_BODY_BYTES)
    if not engine.eof:
        raise ValueError("truncated or too large")
    return content


def _malformed(field: str, zh: str, en: str) -> Problem:
    message = Text(zh, en)
    return Problem(MALFORMED, message, [Fault(field, "…", "format", message)])
