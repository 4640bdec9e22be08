"""Signatures: the documented check accepts ours and nothing else."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from milkshed.ledger.subscriptions.signatures import signature_of

_DOCS = Path(__file__).resolve().parents[5] / "docs"


def _documented_check(language: str) -> Any:
    """The function that the documentation gives to subscribers."""
    text = (_DOCS / language / "subscriptions.md").read_text(encoding="utf-8")
    code = next(c for c in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "hmac" in c)
    names: dict[str, Any] = {}
    exec(code, names)
    return names["is_genuine"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_documented_check(language: str) -> None:
    is_genuine = _documented_check(language)
    now = datetime.now(UTC)
    body = "{牛奶}".encode()
    header = signature_of("口令", body, now)
    assert is_genuine(header, body, "口令")
    assert not is_genuine(header, body + b" ", "口令")
    assert not is_genuine(header, body, "other")
    assert not is_genuine(signature_of("口令", body, now - timedelta(hours=1)), body, "口令")
    later = header.replace(header[2:12], str(int(header[2:12]) + 1))
    assert not is_genuine(later, body, "口令")


def test_a_known_signature() -> None:
    """HMAC-SHA-256 of "1767571200.milk" keyed with "token", computed with openssl."""
    at = datetime(2026, 1, 5, tzinfo=UTC)
    assert (
        signature_of("token", b"milk", at)
        == "t=1767571200,v1=e897fad6949eb16f9b7842477313eab9a97b951e4c66c50d458229ee9cbb8308"
    )
