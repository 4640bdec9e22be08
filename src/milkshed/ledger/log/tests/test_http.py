"""The log's public addresses, and what is not public."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client

from milkshed.ledger.facade import proof_of
from milkshed.ledger.log.bundle import read_bundle
from milkshed.ledger.log.checkpoints import make_checkpoint
from milkshed.ledger.log.keys import rotate_key
from milkshed.ledger.log.notes import (
    Algorithm,
    PublicKey,
    cosign,
    parse_note,
    parse_tree_head,
    public_bytes,
    verify_cosignature,
)
from milkshed.ledger.log.tests.test_integrate import record
from milkshed.ledger.log.tree import leaf_hash
from milkshed.ledger.log.verifier import verify_bundle, verify_log
from milkshed.ledger.log.witnesses import end_witness, register_witness
from milkshed.ledger.models import Cosignature, Event, Witness
from tests.cast import Cast

pytestmark = pytest.mark.django_db

_WITNESS = Ed25519PrivateKey.from_private_bytes(bytes(32))
_WITNESS_KEY = PublicKey("county.example/w1", Algorithm.COSIGNATURE, public_bytes(_WITNESS))
_AT = datetime(2026, 11, 28, 4, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def own_keys(settings: Any, tmp_path: Path) -> None:
    """Keys of this test only."""
    settings.VAR = tmp_path


@pytest.fixture
def signed(own_keys: None) -> None:
    """300 events under a checkpoint, and one more under none."""
    record(300)
    make_checkpoint()
    record(1, "N")


def _get(client: Client, path: str, status: int = 200) -> Any:
    response = client.get(path)
    assert response.status_code == status, response.content
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json() if "json" in response["Content-Type"] else response.content


@pytest.mark.usefixtures("signed")
def test_anyone_can_follow_the_log(client: Client) -> None:
    def fetch(url: str) -> bytes:
        response = client.get(url.removeprefix("https://milkshed.example"))
        assert response.status_code == 200, response.content
        return response.content

    first, _ = verify_log("https://milkshed.example", None, None, fetch)
    assert first.head.size == 300
    rotate_key()
    make_checkpoint()
    second, _ = verify_log("https://milkshed.example", first.key, first.head, fetch)
    assert second.head.size == 301
    assert second.key != first.key
    assert second.is_anchored


@pytest.mark.usefixtures("signed")
def test_a_proof_bundle_by_event_and_by_number(client: Client) -> None:
    event = Event.objects.get(seq=8)
    by_event = _get(client, f"/log/proof/inclusion?event={quote(event.event_id)}")
    assert by_event == _get(client, "/log/proof/inclusion?index=7")
    proven = verify_bundle(read_bundle(by_event))
    assert (proven.index, proven.leaf) == (7, bytes(event.leaf))
    assert proven.event_id is None
    by_facade = proof_of(event.event_id)
    assert by_facade is not None
    assert by_facade.bundle.as_document() == by_event
    record(3, "X")
    make_checkpoint()
    at_old_size = _get(client, "/log/proof/inclusion?index=7&size=300")
    assert at_old_size["checkpoint"] == by_event["checkpoint"]
    assert verify_bundle(read_bundle(at_old_size)).signed.head.size == 300


@pytest.mark.usefixtures("signed")
def test_an_event_waits_for_its_checkpoint(client: Client) -> None:
    last = Event.objects.get(seq=301)
    assert proof_of(last.event_id) is None
    _get(client, f"/log/proof/inclusion?event={quote(last.event_id)}", 404)
    assert proof_of("urn:uuid:nothing") is None


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/log/proof/inclusion", 422),
        ("/log/proof/inclusion?index=x", 422),
        ("/log/proof/inclusion?index=300", 404),
        ("/log/proof/inclusion?index=-1", 422),
        ("/log/proof/inclusion?index=999999999999999999", 404),
        ("/log/proof/inclusion?event=urn:none", 404),
        ("/log/proof/inclusion?index=1&size=7", 404),
        ("/log/proof/consistency?first=0&second=5", 422),
        ("/log/proof/consistency?first=6&second=5", 422),
        ("/log/proof/consistency?first=6", 422),
        ("/log/proof/consistency?first=6&second=999999999999999999", 404),
        ("/log/tile/0/002", 404),
        ("/log/tile/0/001", 404),
        ("/log/tile/0/0", 404),
        ("/log/tile/../../etc/passwd", 404),
        ("/log/tile/63/x999/x999/x999/x999/999", 404),
        ("/log/checkpoints?before=x", 422),
        ("/log/entry/301", 404),
        ("/log/entry/99999999999999999999", 404),
    ],
)
@pytest.mark.usefixtures("signed")
def test_what_is_not_there_is_told(client: Client, path: str, status: int) -> None:
    assert client.get(path).status_code == status


def test_an_empty_log(client: Client) -> None:
    _get(client, "/log/checkpoint", 404)
    assert _get(client, "/log/checkpoints") == {"checkpoints": []}
    assert _get(client, "/log/keys") == {"keys": [], "witnesses": []}


@pytest.mark.usefixtures("signed")
def test_tiles_hold_the_leaves_and_never_change(client: Client) -> None:
    leaves = [bytes(leaf) for leaf in Event.objects.order_by("seq").values_list("leaf", flat=True)]
    assert _get(client, "/log/tile/0/000") == b"".join(leaves[:256])
    part = client.get("/log/tile/0/001.p/44")
    assert part.content == b"".join(leaves[256:300])
    assert "immutable" in part["Cache-Control"]
    assert "max-age=31536000" in part["Cache-Control"]
    make_checkpoint()
    assert client.get("/log/tile/0/001.p/44").content == part.content
    assert len(_get(client, "/log/tile/1/000.p/1")) == 32


@pytest.mark.usefixtures("signed")
def test_content_is_shown_to_those_who_may_read_the_event(client: Client, cast: Cast) -> None:
    public = _get(client, "/log/entry/7")
    assert public["entry"] is None
    assert _get(client, "/log/proof/inclusion?index=7&entry=1")["entry"] is None
    # the milkings lie in nobody's county of the cast
    client.force_login(cast.people["station_manager"])
    assert _get(client, "/log/entry/7")["entry"] is None
    client.force_login(cast.people["region_officer"])
    response = client.get("/log/entry/7")
    assert "private" in response["Cache-Control"]
    entry = base64.b64decode(response.json()["entry"])
    assert leaf_hash(entry) == base64.b64decode(public["leaf"])
    bundle = _get(client, "/log/proof/inclusion?index=7&entry=1")
    proven = verify_bundle(read_bundle(bundle))
    assert proven.event_id == Event.objects.get(seq=8).event_id


@pytest.mark.usefixtures("signed")
def test_checkpoints_are_listed_page_by_page(client: Client, monkeypatch: Any) -> None:
    make_checkpoint()
    monkeypatch.setattr("milkshed.ledger.http.log._PER_PAGE", 1)
    first = _get(client, "/log/checkpoints")
    second = _get(client, "/log/checkpoints" + first["next"])
    sizes = [page["checkpoints"][0]["size"] for page in (first, second)]
    assert sizes == [301, 300]
    assert "next" not in second
    head = parse_tree_head(first["checkpoints"][0]["note"])
    assert base64.b64encode(head.root).decode() == first["checkpoints"][0]["root"]


def _cosigned(client: Client, private: Ed25519PrivateKey = _WITNESS) -> str:
    note = parse_note(_get(client, "/log/checkpoint").decode())
    return str(note.with_signatures([cosign(note.text, _WITNESS_KEY.name, private, _AT)]))


def _post(client: Client, body: str | bytes) -> Any:
    return client.post("/log/cosignatures", data=body, content_type="text/plain")


@pytest.mark.usefixtures("signed")
def test_a_witness_cosigns_a_checkpoint(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    body = _cosigned(client)
    assert _post(client, body).status_code == 422  # nobody knows the witness yet
    register_witness(_WITNESS_KEY.vkey, cast.people["administrator"])
    for _ in range(2):
        response = _post(client, body)
        assert response.status_code == 201, response.content
    assert Cosignature.objects.count() == 1
    note = parse_note(_get(client, "/log/checkpoint").decode())
    assert verify_cosignature(note, _WITNESS_KEY) == _AT
    assert _get(client, "/log/checkpoints")["checkpoints"][0]["cosignatures"] == [
        {"witness": "county.example/w1", "signedAt": "2026-11-28T04:00:00+00:00"}
    ]
    assert _get(client, "/log/keys")["witnesses"][0]["key"] == _WITNESS_KEY.vkey
    verify_bundle(read_bundle(_get(client, "/log/proof/inclusion?index=7")))


@pytest.mark.usefixtures("signed")
def test_what_a_witness_did_not_sign_is_refused(client: Client, cast: Cast) -> None:
    register_witness(_WITNESS_KEY.vkey, cast.people["administrator"])
    wrong_key = _cosigned(client, Ed25519PrivateKey.generate())
    good = _cosigned(client)
    forged_id = good.replace("\n300\n", "\n299\n")
    for body, status in (
        (wrong_key, 422),
        (forged_id, 422),
        ("", 422),
        (b"\xff\xfe", 422),
        ("a\n\n— x AAAAAAAA\n", 422),
        ("x" * 70_000, 413),
    ):
        assert _post(client, body).status_code == status, body
    text = "other.example\n3\n" + "A" * 43 + "=\n"
    foreign = f"{text}\n{cosign(text, _WITNESS_KEY.name, _WITNESS, _AT).line}"
    assert _post(client, foreign).status_code == 404
    end_witness(Witness.objects.get(), cast.people["administrator"])
    assert _post(client, good).status_code == 422
    assert Cosignature.objects.count() == 0


@pytest.mark.usefixtures("signed")
def test_only_what_it_says_can_be_done_there(client: Client) -> None:
    assert client.post("/log/checkpoint").status_code == 405
    assert client.get("/log/cosignatures").status_code == 405
    options = client.options("/log/cosignatures")
    assert (options.status_code, options["Allow"]) == (204, "POST, OPTIONS")
    assert json.loads(client.get("/log/checkpoints").content)["checkpoints"]
