"""Committed events become a tree in tiles; the database keeps it from being rewritten."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from milkshed.kernel.clock import FixedClock
from milkshed.kernel.problems import Problem
from milkshed.ledger.facade import capture_document
from milkshed.ledger.log import integrate as integrating
from milkshed.ledger.log.checkpoints import latest_checkpoint, make_checkpoint
from milkshed.ledger.log.integrate import integrate, waiting_count
from milkshed.ledger.log.keys import key_statements, rotate_key
from milkshed.ledger.log.notes import Algorithm, PublicKey, parse_note, parse_tree_head, verify
from milkshed.ledger.log.stored import (
    stored_consistency_proof,
    stored_inclusion_proof,
    stored_root,
)
from milkshed.ledger.log.tree import EMPTY_ROOT, Frontier, verify_consistency, verify_inclusion
from milkshed.ledger.models import Checkpoint, Event, LogTile
from milkshed.ledger.tests import chain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path) -> Path:
    """Keys of this test only."""
    settings.VAR = tmp_path
    return tmp_path / "log-keys"


def record(count: int, prefix: str = "M") -> None:
    """Capture that many milkings."""
    milkings = [chain.milking(f"{prefix}{number}", 100.0) for number in range(count)]
    assert capture_document(chain.document(milkings)).success


def tamper(statement: str) -> None:
    """What only someone with the database's own password can do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # settle what tests wrote before
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(statement)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")


def leaves() -> list[bytes]:
    """The leaves of all events."""
    return [bytes(leaf) for leaf in Event.objects.order_by("seq").values_list("leaf", flat=True)]


def test_the_tree_is_that_of_the_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(integrating, "_PORTION", 100)
    expected = Frontier()
    assert integrate() == 0
    assert stored_root(0) == EMPTY_ROOT
    for portion in (1, 254, 1, 1, 300):
        record(portion, f"P{portion}-{expected.size}-")
        assert waiting_count() == portion
        size = integrate()
        expected.extend(leaves()[expected.size :])
        assert size == expected.size
        assert stored_root(size) == expected.root()
    assert waiting_count() == 0
    assert integrate() == 557
    for index in (0, 255, 256, 556):
        path = stored_inclusion_proof(index, 557)
        assert verify_inclusion(leaves()[index], index, 557, path, expected.root())
    for first in (1, 256, 300, 557):
        path = stored_consistency_proof(first, 557)
        assert verify_consistency(first, 557, stored_root(first), expected.root(), path)
    with pytest.raises(LookupError):
        stored_root(558)


def test_a_portion_that_dies_leaves_the_tree_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    record(300)
    integrate()
    root = stored_root(300)
    record(300, "N")

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(integrating, "_store", die)
        with pytest.raises(KeyboardInterrupt):
            integrate()
    assert stored_root(300) == root
    assert integrate() == 600


def test_a_gap_stops_the_log_before_it() -> None:
    record(5)
    tamper("DELETE FROM ledger_event WHERE seq = 3")
    with pytest.raises(Problem, match="Event 3"):
        integrate()
    assert LogTile.objects.count() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM ledger_logtile",
        "UPDATE ledger_logtile SET hashes = substring(hashes FROM 1 FOR 32)",
        r"UPDATE ledger_logtile SET hashes = set_byte(hashes, 5, get_byte(hashes, 5) # 1)",
        r"UPDATE ledger_logtile SET hashes = hashes || '\x00'",
        'UPDATE ledger_logtile SET "index" = 7',
        "UPDATE ledger_checkpoint SET size = 1",
        "DELETE FROM ledger_checkpoint",
        "UPDATE ledger_logkey SET first_size = 5",
        "DELETE FROM ledger_logkey",
    ],
)
def test_what_was_published_stays(statement: str) -> None:
    record(3)
    make_checkpoint()
    with (
        pytest.raises(DatabaseError, match=r"annot|hold"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_checkpoint_is_signed_once_per_size(own_keys: Path) -> None:
    record(3)
    clock = FixedClock(datetime(2026, 11, 28, 4, 0, tzinfo=UTC))
    first = make_checkpoint(clock)
    assert make_checkpoint(clock) == first
    assert first.signed_at == clock.now()
    assert first.size == 3
    assert bytes(first.root) == stored_root(3)
    head = parse_tree_head(first.note)
    assert (head.origin, head.size, head.root) == (first.key.name, 3, bytes(first.root))
    key = PublicKey(first.key.name, Algorithm.NOTE, bytes(first.key.public_key))
    verify(parse_note(first.note), key)
    (kept,) = own_keys.iterdir()
    assert kept.stat().st_mode & 0o777 == 0o600
    assert own_keys.stat().st_mode & 0o777 == 0o700


def test_a_clock_that_goes_backwards_harms_nothing() -> None:
    clock = FixedClock(datetime(2026, 11, 28, 4, 0, tzinfo=UTC))
    record(3)
    first = make_checkpoint(clock)
    clock.advance(-timedelta(days=400))
    record(3, "N")
    second = make_checkpoint(clock)
    assert second.signed_at < first.signed_at
    assert second == latest_checkpoint()
    path = stored_consistency_proof(3, 6)
    assert verify_consistency(3, 6, bytes(first.root), bytes(second.root), path)


def test_a_new_key_is_endorsed_by_the_old_one_and_signs_from_then_on() -> None:
    record(3)
    first = make_checkpoint()
    rotate_key()
    record(2, "N")
    second = make_checkpoint()
    assert first.key != second.key
    assert first.key.name == second.key.name
    old, new = key_statements()
    assert old.endorsement is None
    assert new.endorsement is not None
    verify(new.endorsement, old.key)
    assert new.first_size == 3


def test_a_new_key_signs_the_same_size_again() -> None:
    record(3)
    make_checkpoint()
    rotate_key()
    assert make_checkpoint().size == 3
    assert Checkpoint.objects.count() == 2


def test_without_its_private_half_a_key_signs_nothing(own_keys: Path) -> None:
    record(3)
    make_checkpoint()
    for file in own_keys.iterdir():
        file.write_text("nonsense")
    record(1, "N")
    with pytest.raises(Problem, match="missing"):
        make_checkpoint()
    with pytest.raises(Problem, match="missing"):
        rotate_key()
    rotate_key(lost=True)
    assert make_checkpoint().size == 4
    assert key_statements()[1].endorsement is None


def test_a_key_may_come_from_the_environment(settings: Any, own_keys: Path) -> None:
    settings.LOG_KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    settings.LOG_ORIGIN = "ledger.example/log"
    record(1)
    assert parse_tree_head(make_checkpoint().note).origin == "ledger.example/log"
    assert not own_keys.exists()
    settings.LOG_KEY = "short"
    record(1, "N")
    with pytest.raises(Problem, match="seed"):
        make_checkpoint()


def test_an_altered_log_is_not_signed() -> None:
    record(3)
    make_checkpoint()
    record(1, "N")
    tamper("UPDATE ledger_logtile SET hashes = set_byte(hashes, 5, get_byte(hashes, 5) # 1)")
    with pytest.raises(Problem, match="does not agree"):
        make_checkpoint()
    assert Checkpoint.objects.count() == 1
