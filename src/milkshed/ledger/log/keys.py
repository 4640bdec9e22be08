"""The keys with which this installation signs its log.

Public keys are rows that are only added; each but the first is endorsed by the one before it and
signs from a size of the log on. Private keys are files below ``log-keys`` in the data folder
(mode 0600), or ``MILKSHED_LOG_KEY``: the 32-byte seed of an Ed25519 key in base64.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import connection, transaction

from milkshed.kernel.clock import Clock, SystemClock
from milkshed.kernel.problems import CONFLICT, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.ledger.log.bundle import KeyStatement, endorsement_text
from milkshed.ledger.log.integrate import integrated_size, take_turn
from milkshed.ledger.log.notes import (
    Algorithm,
    Note,
    PublicKey,
    cosign,
    from_base64,
    is_name,
    parse_note,
    public_bytes,
    sign,
    to_base64,
)
from milkshed.ledger.models import Checkpoint, LogKey


@dataclass(frozen=True, slots=True)
class Signer:
    """The key in force, able to sign."""

    row: LogKey
    private_key: Ed25519PrivateKey

    def sign_checkpoint(self, text: str, at: datetime) -> Note:
        """Sign a checkpoint: bare, as logs do, and together with the time."""
        name = self.row.name
        return Note(
            text, (sign(text, name, self.private_key), cosign(text, name, self.private_key, at))
        )


def key_statements() -> tuple[KeyStatement, ...]:
    """All keys of the log, oldest first."""
    return tuple(
        KeyStatement(
            _public(row), row.first_size, parse_note(row.endorsement) if row.endorsement else None
        )
        for row in LogKey.objects.order_by("pk")
    )


def signer(clock: Clock | None = None) -> Signer:
    """The key in force, made when there is none; raises Problem when its private half is gone.

    Called in a transaction that holds the log's turn.
    """
    row = LogKey.objects.order_by("-pk").first()
    if row is None:
        return _add(None, 0, clock or SystemClock())
    private_key = _find_private(bytes(row.public_key))
    if private_key is None:
        raise Problem(
            CONFLICT,
            Text(
                f"找不到日志密钥 {_public(row).key_id.hex()} 的私钥文件，无法签署检查点；"
                "请恢复密钥文件，或用 milkshed log rotate-key --lost 启用新密钥",
                f"The private half of log key {_public(row).key_id.hex()} is missing, so no"
                " checkpoint can be signed; put the file back, or start a new key by"
                " milkshed log rotate-key --lost",
            ),
        )
    return Signer(row, private_key)


def rotate_key(*, lost: bool = False, clock: Clock | None = None) -> LogKey:
    """Put a new key in force, endorsed by the one before it.

    ``lost``: the private half of the key before is gone, so the new one stands unendorsed and
    whoever checks the log must be told of it by other means.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        take_turn(cursor)
        before = None if lost else signer(clock)
        last = Checkpoint.objects.order_by("-pk").first()
        first_size = max(last.size if last else 0, integrated_size())
        return _add(before, first_size, clock or SystemClock()).row


def _add(before: Signer | None, first_size: int, clock: Clock) -> Signer:
    earlier = LogKey.objects.order_by("-pk").first()
    private_key = _named_private() if earlier is None else None
    if private_key is None:
        private_key = Ed25519PrivateKey.generate()
        _keep(private_key)
    public = public_bytes(private_key)
    name = earlier.name if earlier else _origin(public)
    key = PublicKey(name, Algorithm.NOTE, public)
    endorsement = ""
    if before is not None:
        text = endorsement_text(key, first_size)
        endorsement = str(Note(text, (sign(text, name, before.private_key),)))
    row = LogKey.objects.create(
        name=name,
        public_key=public,
        first_size=first_size,
        endorsement=endorsement,
        created_at=clock.now(),
    )
    return Signer(row, private_key)


def _origin(public_key: bytes) -> str:
    name: str = settings.LOG_ORIGIN or f"milkshed/{public_key.hex()[:16]}"
    if not is_name(name):
        raise invalid(
            "MILKSHED_LOG_ORIGIN",
            name,
            "key-name",
            "日志名称不能为空，不能含空格和加号",
            "The log's name must not be empty nor hold spaces or plus signs",
        )
    return name


def _public(row: LogKey) -> PublicKey:
    return PublicKey(row.name, Algorithm.NOTE, bytes(row.public_key))


def _folder() -> Path:
    return Path(settings.VAR) / "log-keys"


def _path_of(public_key: bytes) -> Path:
    return _folder() / f"{public_key.hex()[:16]}.key"


def _find_private(public_key: bytes) -> Ed25519PrivateKey | None:
    named = _named_private()
    if named is not None and public_bytes(named) == public_key:
        return named
    try:
        found = _as_private(_path_of(public_key).read_text().strip())
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return found if found is not None and public_bytes(found) == public_key else None


def _named_private() -> Ed25519PrivateKey | None:
    if not settings.LOG_KEY:
        return None
    found = _as_private(settings.LOG_KEY)
    if found is None:
        raise invalid(
            "MILKSHED_LOG_KEY",
            "…",
            "ed25519-seed",
            "应为Ed25519私钥种子（32字节）的base64",
            "It must be the 32-byte seed of an Ed25519 key in base64",
        )
    return found


def _as_private(text: str) -> Ed25519PrivateKey | None:
    seed = from_base64(text)
    return Ed25519PrivateKey.from_private_bytes(seed) if seed and len(seed) == 32 else None


def _keep(private_key: Ed25519PrivateKey) -> None:
    """Write a private key so that it is on disk before its public half is known to anyone."""
    _folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    path = _path_of(public_bytes(private_key))
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(to_base64(private_key.private_bytes_raw()) + "\n")
        file.flush()
        os.fsync(file.fileno())
