"""Content can be removed for good by an administrator, with a reason; proofs hold without it."""

from urllib.parse import quote

import orjson
import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from milkshed.kernel.problems import Problem
from milkshed.ledger.facade import capture_document, find_event, proof_of
from milkshed.ledger.log.checkpoints import make_checkpoint
from milkshed.ledger.log.redaction import redact_event
from milkshed.ledger.log.tests.test_integrate import own_keys, record, tamper
from milkshed.ledger.log.verification import FindingKind, verify_ledger
from milkshed.ledger.log.verifier import verify_bundle
from milkshed.ledger.models import Capture, Event, Field, Redaction
from milkshed.ledger.tests import chain
from tests.cast import Cast

pytestmark = pytest.mark.django_db

__all__ = ["own_keys"]

_SECRET = "张三 13800000000"


@pytest.fixture
def event_id() -> str:
    """An event that says too much, among others."""
    record(3)
    loose = {**chain.milking("S", 100.0), "milkshed:note": _SECRET}
    assert capture_document(chain.document([loose])).success
    record(2, "N")
    identifier: str = loose["eventID"]
    return identifier


def _held() -> bytes:
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(body, '') FROM ledger_event")
        return bytes(cursor.fetchone()[0])


@pytest.mark.parametrize("is_signed", [True, False])
def test_the_content_is_gone_and_the_proof_holds(
    event_id: str, cast: Cast, is_signed: bool
) -> None:
    if is_signed:
        make_checkpoint()
    leaf = bytes(Event.objects.get(event_id=event_id).leaf)
    assert Field.objects.filter(event_id=4, text=_SECRET).exists()
    (row,) = redact_event(event_id, cast.people["administrator"], reason=" 个人信息 ")
    assert (row.seq, row.reason, row.person) == (4, "个人信息", cast.people["administrator"])
    assert _SECRET.encode() not in _held()
    assert not Field.objects.filter(event_id=4).exists()
    assert bytes(Capture.objects.order_by("pk")[1].document) == b""
    make_checkpoint()
    proof = proof_of(event_id, with_entry=True)
    assert proof is not None
    assert (proof.bundle.leaf, proof.bundle.entry) == (leaf, None)
    assert verify_bundle(proof.bundle).index == 3
    found = verify_ledger()
    assert found.is_sound
    assert found.redacted == 1


def test_the_event_reads_as_redacted(event_id: str, cast: Cast, client: Client) -> None:
    before = find_event(event_id)
    redact_event(event_id, cast.people["administrator"], reason="个人信息")
    stored = find_event(event_id)
    assert stored is not None
    assert before is not None
    said = orjson.loads(stored.as_json())
    was = orjson.loads(before.as_json())
    for field in ("type", "eventID", "action", "recordTime", "eventTimeZoneOffset"):
        assert said[field] == was[field]
    assert said["milkshed:redacted"]["milkshed:reason"] == "个人信息"
    client.force_login(cast.people["region_officer"])
    answer = client.get(f"/events/{quote(event_id, safe='')}")
    assert answer.status_code == 200
    assert _SECRET not in answer.content.decode()
    entry = client.get("/log/entry/3").json()
    assert (entry["redacted"], entry["entry"]) == (True, None)


def test_the_same_document_sent_again_brings_nothing_back(event_id: str, cast: Cast) -> None:
    loose = {**chain.milking("S", 100.0), "milkshed:note": _SECRET}
    redact_event(event_id, cast.people["administrator"], reason="个人信息")
    assert capture_document(chain.document([loose])).repeated
    assert capture_document(chain.document([loose, chain.milking("Z", 1.0)])).repeated
    assert _SECRET.encode() not in _held()


def test_a_declaration_that_repeats_the_event_goes_with_it(event_id: str, cast: Cast) -> None:
    loose = {**chain.milking("S", 100.0), "milkshed:note": _SECRET}
    declared = {
        **loose,
        "errorDeclaration": {
            "declarationTime": loose["eventTime"],
            "reason": "incorrect_data",
        },
    }
    assert capture_document(chain.document([declared])).success
    assert len(redact_event(event_id, cast.people["administrator"], reason="个人信息")) == 2
    assert _SECRET.encode() not in _held()


def test_who_may_and_how_often(event_id: str, cast: Cast) -> None:
    for role in ("region_officer", "auditor", "farm_manager"):
        with pytest.raises(Problem, match="may not"):
            redact_event(event_id, cast.people[role], reason="x")
    administrator = cast.people["administrator"]
    with pytest.raises(Problem, match="reason"):
        redact_event(event_id, administrator, reason="  ")
    with pytest.raises(Problem, match="no such"):
        redact_event("urn:none", administrator, reason="x")
    redact_event(event_id, administrator, reason="x")
    with pytest.raises(Problem, match="before"):
        redact_event(event_id, administrator, reason="x")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger_event SET body = ''",
        "UPDATE ledger_event SET body = r.tombstone FROM ledger_redaction r WHERE r.seq <> 1",
        "UPDATE ledger_event SET body = r.tombstone, person_id = 7 FROM ledger_redaction r"
        " WHERE r.seq = ledger_event.seq",
        "UPDATE ledger_event SET body = body || 'x' WHERE seq = 4",
        "DELETE FROM ledger_event WHERE seq = 4",
        "UPDATE ledger_redaction SET reason = 'other'",
        "UPDATE ledger_redaction SET tombstone = ''",
        "DELETE FROM ledger_redaction",
    ],
)
def test_nothing_else_can_be_done_by_it(statement: str, event_id: str, cast: Cast) -> None:
    redact_event(event_id, cast.people["administrator"], reason="x")
    with (
        pytest.raises(DatabaseError, match="annot"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_a_redaction_cannot_hide_an_altered_leaf(event_id: str, cast: Cast) -> None:
    make_checkpoint()
    redact_event(event_id, cast.people["administrator"], reason="x")
    tamper("UPDATE ledger_event SET leaf = set_byte(leaf, 0, get_byte(leaf, 0) # 1) WHERE seq = 4")
    (finding,) = verify_ledger().findings
    assert (finding.kind, finding.first_seq) == (FindingKind.ALTERED, 4)
    assert Redaction.objects.count() == 1
