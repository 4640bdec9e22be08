"""Whatever is done to the tables, verification finds it and says where."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from milkshed.ledger.log import verification
from milkshed.ledger.log.checkpoints import make_checkpoint
from milkshed.ledger.log.integrate import integrate
from milkshed.ledger.log.keys import Signer, rotate_key, signer
from milkshed.ledger.log.notes import TreeHead
from milkshed.ledger.log.proofs import find_entry
from milkshed.ledger.log.stored import stored_root
from milkshed.ledger.log.tests.test_integrate import record, tamper
from milkshed.ledger.log.verification import FindingKind, Verification, verify_ledger
from milkshed.ledger.models import Checkpoint

pytestmark = pytest.mark.django_db

_FLIP = "set_byte({0}, {1}, get_byte({0}, {1}) # 1)"


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path) -> None:
    """Keys of this test only."""
    settings.VAR = tmp_path


@pytest.fixture
def ledger(own_keys: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """270 events under two checkpoints (100, 270), and ten more under none, in odd portions."""
    monkeypatch.setattr(verification, "_PORTION", 37)
    record(100, "A")
    make_checkpoint()
    record(170, "B")
    make_checkpoint()
    record(10, "C")


def told(found: Verification) -> list[tuple[FindingKind, int | None, int | None]]:
    """The findings in short."""
    return [(one.kind, one.first_seq, one.last_seq) for one in found.findings]


def forge_leaves(*seqs: int) -> None:
    """Make the leaves of rows fit their altered content again."""
    from django.db import connection

    from milkshed.ledger.log.verification import _EVENTS, _leaf_of_row

    with connection.cursor() as cursor:
        cursor.execute(_EVENTS, [0, 1 << 60, 1 << 30])
        rows = {row[0]: row for row in cursor.fetchall()}
    for seq in seqs:
        tamper(
            f"UPDATE ledger_event SET leaf = '\\x{_leaf_of_row(rows[seq]).hex()}' WHERE seq = {seq}"
        )


@pytest.mark.usefixtures("ledger")
def test_a_sound_ledger() -> None:
    heard: list[tuple[int, int]] = []
    found = verify_ledger(lambda done, total: heard.append((done, total)))
    assert found.is_sound, found.findings
    assert (found.events, found.checkpoints, found.redacted) == (280, 2, 0)
    assert heard[-1] == (280, 280)
    integrate()
    assert found.root == stored_root(280)


def test_an_empty_ledger_is_sound() -> None:
    assert verify_ledger().is_sound


@pytest.mark.parametrize("seq", [1, 100, 101, 256, 257, 270, 275])
@pytest.mark.parametrize(
    "change",
    [
        f"body = {_FLIP.format('body', 20)}",
        "event_id = event_id || 'x'",
        "record_time = record_time + interval '1 microsecond'",
        "person_id = 7",
        "declares_error = true",
    ],
)
@pytest.mark.usefixtures("ledger")
def test_one_altered_byte(seq: int, change: str) -> None:
    tamper(f"UPDATE ledger_event SET {change} WHERE seq = {seq}")
    assert told(verify_ledger()) == [(FindingKind.ALTERED, seq, seq)]


@pytest.mark.usefixtures("ledger")
def test_an_altered_context_alters_every_event_of_its_document() -> None:
    tamper(
        "UPDATE ledger_capture SET context = '{}' WHERE id = (SELECT min(id) FROM ledger_capture)"
    )
    found = told(verify_ledger())
    assert found == [(FindingKind.ALTERED, seq, seq) for seq in range(1, 101)]


@pytest.mark.parametrize("seq", [1, 100, 150, 269])
@pytest.mark.usefixtures("ledger")
def test_an_altered_event_with_a_leaf_made_to_fit(seq: int) -> None:
    tamper(f"UPDATE ledger_event SET body = {_FLIP.format('body', 20)} WHERE seq = {seq}")
    forge_leaves(seq)
    assert told(verify_ledger()) == [(FindingKind.ALTERED, seq, seq)]


@pytest.mark.usefixtures("ledger")
def test_an_altered_event_with_leaf_and_tiles_made_to_fit() -> None:
    tamper(f"UPDATE ledger_event SET body = {_FLIP.format('body', 20)} WHERE seq = 150")
    forge_leaves(150)
    tamper("DELETE FROM ledger_logtile")
    integrate()
    assert told(verify_ledger()) == [(FindingKind.REWRITTEN, 101, 270)]


@pytest.mark.parametrize("seq", [1, 99, 100, 200, 270])
@pytest.mark.usefixtures("ledger")
def test_a_removed_event(seq: int) -> None:
    tamper(f"DELETE FROM ledger_event WHERE seq = {seq}")
    assert told(verify_ledger()) == [(FindingKind.MISSING, seq, seq)]


@pytest.mark.usefixtures("ledger")
def test_removed_events_at_the_end() -> None:
    tamper("DELETE FROM ledger_event WHERE seq > 250")
    assert told(verify_ledger()) == [(FindingKind.MISSING, 251, 270)]


@pytest.mark.usefixtures("ledger")
def test_a_removed_event_whose_place_was_closed() -> None:
    tamper("DELETE FROM ledger_event WHERE seq = 50")
    tamper("UPDATE ledger_event SET seq = seq - 1 WHERE seq > 50")
    found = verify_ledger()
    assert told(found)[0] == (FindingKind.ALTERED, 50, 50)
    assert found.count >= 220


@pytest.mark.usefixtures("ledger")
def test_two_events_in_each_others_place() -> None:
    tamper("UPDATE ledger_event SET seq = seq + 10000 WHERE seq IN (20, 200)")
    tamper("UPDATE ledger_event SET seq = 10220 - seq WHERE seq > 10000")
    assert told(verify_ledger()) == [
        (FindingKind.ALTERED, 20, 20),
        (FindingKind.ALTERED, 200, 200),
    ]


@pytest.mark.usefixtures("ledger")
@pytest.mark.parametrize(("first", "last"), [(1, 80), (90, 180), (1, 275)])
def test_archived_events_are_not_missing(first: int, last: int) -> None:
    integrate()
    tamper(f"DELETE FROM ledger_event WHERE seq BETWEEN {first} AND {last}")
    tamper("UPDATE ledger_segment SET number = 9, first_seq = 276, last_seq = 9999999")
    tamper(
        "INSERT INTO ledger_segment (number, first_seq, last_seq, first_term, state)"
        f" VALUES (1, {first}, {last}, 1, 'archived')"
    )
    found = verify_ledger()
    assert found.is_sound, found.findings
    assert (found.events, found.archived) == (280, last - first + 1)
    tamper("DELETE FROM ledger_event WHERE seq = 278")
    assert told(verify_ledger()) == [(FindingKind.MISSING, 278, 278)]
    proof = find_entry(first - 1)
    assert proof is not None
    assert (proof.event_id, proof.entry, proof.is_redacted) == (None, None, False)


@pytest.mark.usefixtures("ledger")
def test_a_damaged_tile() -> None:
    tamper(
        f"UPDATE ledger_logtile SET hashes = {_FLIP.format('hashes', 32 * 9)} WHERE level = 0"
        ' AND "index" = 0'
    )
    found = told(verify_ledger())
    assert found[0] == (FindingKind.TILE, 10, 10)
    assert {kind for kind, _, _ in found} == {FindingKind.TILE}


@pytest.mark.usefixtures("ledger")
def test_a_damaged_tile_above() -> None:
    tamper(f"UPDATE ledger_logtile SET hashes = {_FLIP.format('hashes', 3)} WHERE level = 1")
    assert told(verify_ledger()) == [(FindingKind.TILE, None, None)]


@pytest.mark.usefixtures("ledger")
def test_a_lost_tile_below_others() -> None:
    tamper('DELETE FROM ledger_logtile WHERE level = 0 AND "index" = 0')
    found = told(verify_ledger())
    assert [(kind, first) for kind, first, _ in found[:256]] == [
        (FindingKind.TILE, seq) for seq in range(1, 201)
    ]


@pytest.mark.usefixtures("ledger")
def test_lost_tiles() -> None:
    tamper("DELETE FROM ledger_logtile")
    assert verify_ledger().is_sound  # nothing is lost: the integrator makes them again
    integrate()
    assert verify_ledger().is_sound


def _signed(size: int, root: bytes, by: Signer) -> Checkpoint:
    at = datetime(2026, 11, 28, tzinfo=UTC)
    note = by.sign_checkpoint(TreeHead(by.row.name, size, root).text, at)
    return Checkpoint.objects.create(size=size, root=root, key=by.row, note=str(note), signed_at=at)


@pytest.mark.usefixtures("ledger")
def test_a_forked_log() -> None:
    _signed(270, bytes(32), signer())
    found = told(verify_ledger())
    assert (FindingKind.FORKED, None, 270) in found
    assert FindingKind.ALTERED not in {kind for kind, _, _ in found}


@pytest.mark.usefixtures("ledger")
def test_a_checkpoint_that_never_was_the_log() -> None:
    _signed(200, bytes(32), signer())
    assert told(verify_ledger()) == [(FindingKind.REWRITTEN, 101, 200)]


@pytest.mark.usefixtures("ledger")
def test_a_checkpoint_signed_by_a_stranger() -> None:
    stranger = Signer(signer().row, Ed25519PrivateKey.generate())
    _signed(270, stored_root(270), stranger)
    assert told(verify_ledger()) == [(FindingKind.SIGNATURE, None, None)]


@pytest.mark.usefixtures("ledger")
def test_a_checkpoint_whose_row_was_altered() -> None:
    tamper("UPDATE ledger_checkpoint SET root = '\\x" + "00" * 32 + "' WHERE size = 100")
    assert {kind for kind, _, _ in told(verify_ledger())} == {
        FindingKind.SIGNATURE,
        FindingKind.REWRITTEN,
    }


@pytest.mark.usefixtures("ledger")
def test_a_missing_key() -> None:
    tamper("DELETE FROM ledger_logkey")
    assert told(verify_ledger()) == [(FindingKind.SIGNATURE, None, None)] * 2


@pytest.mark.usefixtures("ledger")
def test_old_keys_stay_good_and_sign_nothing_new() -> None:
    old = signer()
    rotate_key()
    make_checkpoint()
    rotate_key(lost=True)
    record(3, "D")
    make_checkpoint()
    assert verify_ledger().is_sound
    _signed(283, stored_root(283), old)
    assert told(verify_ledger()) == [(FindingKind.SIGNATURE, None, None)]


@pytest.mark.usefixtures("ledger")
def test_findings_are_listed_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "_LISTED", 5)
    tamper("UPDATE ledger_event SET person_id = 7")
    found = verify_ledger()
    assert len(found.findings) == 5
    assert found.count == 280
