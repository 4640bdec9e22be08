"""The page behind a code on a pack: open to all, plain about what is not known."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from milkshed.ledger import authoring
from milkshed.ledger.facade import capture_document
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
