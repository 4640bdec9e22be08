"""Digests that bind a text to its signer and the instant, so that any later change is seen."""

import hashlib
import json
from datetime import UTC, datetime


def instant(value: datetime | None) -> str:
    """An instant in UTC with microseconds; empty when there is none."""
    return "" if value is None else value.astimezone(UTC).isoformat(timespec="microseconds")


def signature_digest(part: bytes, role: str, person: str, signed_at: datetime) -> str:
    """SHA-256 over the covered bytes, the role, the signer and the instant, as hex."""
    signer = json.dumps([role, person, instant(signed_at)], ensure_ascii=False).encode()
    return hashlib.sha256(part + b"\n" + signer).hexdigest()
