"""The entry of an event is the same bytes on every machine, and every part of it counts."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import pytest

from milkshed.kernel.clock import SHANGHAI
from milkshed.ledger.log.entries import entry_of, leaf_of

_EVENT: dict[str, Any] = {
    "seq": 7,
    "event_id": "urn:uuid:1",
    "record_time": datetime(2026, 1, 5, 0, 0, 0, 120, tzinfo=UTC),
    "recorder": None,
    "declares_error": False,
    "context": b"{}",
    "body": b'{"type": "ObjectEvent"}',
}


def test_the_entry_is_written_out_in_one_way() -> None:
    digest = sha256(b"{}").hexdigest()
    assert (
        entry_of(**_EVENT)
        == (
            f'{{"context":"{digest}","declaresError":false,"eventID":"urn:uuid:1",'
            '"recordTime":"2026-01-05T00:00:00.000120+00:00","recorder":null,"seq":7}\n'
            '{"type": "ObjectEvent"}'
        ).encode()
    )
    local = _EVENT["record_time"].astimezone(SHANGHAI)
    assert entry_of(**{**_EVENT, "record_time": local}) == entry_of(**_EVENT)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("seq", 8),
        ("event_id", "urn:uuid:2"),
        ("record_time", datetime(2026, 1, 5, tzinfo=UTC)),
        ("recorder", 3),
        ("declares_error", True),
        ("context", None),
        ("body", b'{"type":"ObjectEvent"}'),
    ],
)
def test_every_part_changes_the_leaf(name: str, value: object) -> None:
    assert leaf_of(entry_of(**{**_EVENT, name: value})) != leaf_of(entry_of(**_EVENT))


def test_a_leaf_is_told_from_an_inner_node() -> None:
    assert leaf_of(b"") == sha256(b"\x00").digest()
