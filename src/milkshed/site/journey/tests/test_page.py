"""The page behind a code on a pack: open to all, plain about what is not known."""

import html
import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from milkshed.ledger import authoring
from milkshed.ledger.facade import capture_document
from milkshed.ledger.log.bundle import read_bundle
from milkshed.ledger.log.checkpoints import make_checkpoint
from milkshed.ledger.log.verifier import verify_bundle
from tests.cast import Cast

MORNING = datetime(2026, 1, 4, 22, tzinfo=UTC)
PACK = "/01/09520000000011/10/A1"
STEM = "https://id.gs1.org"


def _lot(number: str) -> str:
    return f"{STEM}/01/09520000000028/10/{number}"


@pytest.fixture
def pack(cast: Cast) -> str:
    """Milk of two counties, with a tenth of the silo's milk from nowhere."""
    farm, other, plant = (cast.places[key] for key in ("farm", "other_farm", "plant"))
    events = []
    for number, place in (("M1", farm), ("M2", other)):
        events.append(
            authoring.milking(
                (_lot(number), 450.0), MORNING, place.uri, place.vessel_uri("P1"), session=1
            )
        )
    silo = (_lot("S1"), 1000.0)
    steps = [
        ("unloading", [(_lot("M1"), 450.0), (_lot("M2"), 450.0)], [silo]),
        ("creating_class_instance", [silo], [(_lot("B1"), 1000.0)]),
        ("packing", [(_lot("B1"), 1000.0)], [(f"{STEM}{PACK}", 1000.0)]),
    ]
    for hours, (step, inputs, outputs) in enumerate(steps, start=4):
        at = MORNING + timedelta(hours=hours)
        events.append(
            authoring.transformation(step, inputs, outputs, at, plant.uri, plant.vessel_uri("S1"))
        )
    outcome = capture_document(authoring.document(events, MORNING))
    assert outcome.success
    return PACK


def _page(address: str, **headers: str) -> str:
    answer = Client(HTTP_ACCEPT="text/html", **headers).get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_shares_and_the_unknown_part_are_told(pack: str) -> None:
    text = _page(pack)
    assert "45.0%" in text
    assert "利通区" in text
    assert "平罗县" in text
    assert "未知来源" in text
    assert "10.0%" in text
    assert "演示数据" in text


def test_farms_are_named_only_where_all_is_made_up_or_the_reader_may_query(
    pack: str, cast: Cast
) -> None:
    assert "金河源牧场" in _page(pack)
    real = cast.organisations["region"]
    real.synthetic = False
    real.save()
    public = _page(pack)
    assert "金河源牧场" not in public
    assert "利通区的牧场" in public
    officer = Client(HTTP_ACCEPT="text/html")
    officer.force_login(cast.people["county_officer"])
    assert "金河源牧场" in officer.get(pack).content.decode()


def test_the_same_address_answers_json_on_request(pack: str) -> None:
    document = Client().get(f"{pack}?format=json", HTTP_ACCEPT="text/html").json()
    assert document["uri"] == f"{STEM}{PACK}"
    assert sum(part["share"] for part in document["trace"]["unknown"]) == pytest.approx(0.1)
    assert "uri" not in document["trace"]["lots"][0]


def test_no_persons_name_is_on_the_page(pack: str, cast: Cast) -> None:
    text = _page(pack)
    assert not [person.name_zh for person in cast.people.values() if person.name_zh in text]


def test_a_place_is_told_by_name_and_county(pack: str, cast: Cast) -> None:
    text = _page(cast.places["plant"].uri.removeprefix(STEM))
    assert "贺兰雪乳业" in text


def test_the_lots_fact_has_its_evidence_once_it_is_signed(
    pack: str, settings: Any, tmp_path: Path
) -> None:
    settings.VAR = tmp_path
    waiting = _page(pack)
    assert "将在一两分钟内列入下一个签名检查点" in waiting
    assert "proof.js" not in waiting
    checkpoint = make_checkpoint()
    text = _page(pack)
    assert "<strong>5</strong>" in text
    assert "服务器核对通过" in text
    assert bytes(checkpoint.root).hex() in text
    document = re.search(r'id="journey-proof" type="application/json">(.*?)</script>', text)
    assert document is not None
    bundle = read_bundle(json.loads(document[1]))
    assert bundle.entry is None
    assert verify_bundle(bundle).index == 4
    download = re.search(r'href="(/log/proof/inclusion[^"]*)"', text)
    assert download is not None
    answer = Client().get(html.unescape(download[1]))
    assert read_bundle(answer.json()) == bundle
