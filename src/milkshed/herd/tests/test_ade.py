"""ICAR ADE: what is read and with which remarks, what is taken, and what is answered."""

import json
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.numbers import give_number
from milkshed.herd.actions.rows import AnimalRow, EventRow
from milkshed.herd.exchange.ade import checker, phrases
from milkshed.herd.exchange.ade.lists import page_of, read_token
from milkshed.herd.exchange.ade.official import OfficialSchemas
from milkshed.herd.exchange.ade.reading import read_document, read_value
from milkshed.herd.exchange.ade.shapes import MESSAGES
from milkshed.herd.models import Animal, AnimalEvent, AnimalIdentifier, Pen, TestDay
from milkshed.herd.tests.ade_story import NOW, STORY, TAGS, TODAY, ago, told
from milkshed.herd.tests.conftest import Farms
from milkshed.kernel.identifiers import build_ear_tag
from milkshed.kernel.problems import Problem
from tests.cast import Cast
from tests.reference_data import reference_path

SAMPLES = {
    "exampleDryOffEventResources_Finland.json": (2, {"no-zone": 2, "missing-resource-type": 2}),
    "exampleDryOffEventResources_Sweden.json": (2, {"no-zone": 2, "missing-resource-type": 2}),
    "exampleInseminationEventResources_Finland.json": (
        1,
        {"null-value": 3, "no-zone": 1, "text-as-number": 1, "missing-resource-type": 1},
    ),
    "examplePregnancyCheckEventResources_Finland.json": (
        2,
        {"null-value": 10, "no-zone": 2, "missing-resource-type": 2},
    ),
    "exampleTestDayResourceCollection.json": (1, {"member-name": 2, "missing-resource-type": 1}),
}


@pytest.fixture
def herd(farms: Farms, cast: Cast) -> Farms:
    """Three cows, one pen of each use."""
    register_animals(
        [
            AnimalRow(
                farms.own.code,
                "F",
                TODAY - timedelta(days=1800),
                ear_tag=tag,
                on_farm=f"0{n}",
                sire_number="41119257",
                parity=2,
                last_calving_date=TODAY - timedelta(days=420),
                synthetic=True,
            )
            for n, tag in enumerate(TAGS)
        ]
    )
    Pen.objects.create(farm=farms.own, code="P1", name="泌乳一舍", purpose="lactating")
    Pen.objects.create(farm=farms.own, code="P2", name="干奶舍", purpose="dry")
    return farms


@pytest.fixture
def manager(herd: Farms, cast: Cast) -> Client:
    client = Client(headers={"Accept": "application/json"})
    client.force_login(cast.people["farm_manager"])
    return client


def path_of(farms: Farms, message: str, *, batch: bool = False) -> str:
    return f"/ade/{'batches/' if batch else ''}locations/cn.farm-code/{farms.own.code}/{message}"


def send(client: Client, farms: Farms, message: str, *messages: Any) -> list[Any]:
    answer = client.post(
        path_of(farms, message, batch=True), json.dumps(messages), content_type="application/json"
    )
    assert answer.status_code == 200, answer.content
    return answer.json()


def errors(result: Any) -> list[str]:
    return [one["title"] for one in result["messages"] if one["severity"] == "Error"]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_official_sample_is_read_and_each_slip_is_named(name: str) -> None:
    path = reference_path(f"herd/icar-ade/examples/{name}")
    count, rules = SAMPLES[name]
    (one,) = checker.check_path(path).checked
    assert (one.messages, one.usable) == (count, count)
    assert Counter(finding.rule for finding in one.findings) == rules
    assert not one.conforms


def test_own_rules_find_what_the_official_schemas_find() -> None:
    root = reference_path("herd/icar-ade/examples")
    schemas = OfficialSchemas(reference_path("herd/icar-ade"))
    for path in sorted(root.glob("*.json")):
        (one,) = checker.check_path(path, schemas=schemas).checked
        own = {f.path for f in one.findings if f.rule != "schema"}
        official = {f for f in one.findings if f.rule == "schema"}
        assert official
        for finding in official:
            near = {finding.path, f"{finding.path}/resourceType"}
            near |= {f"{finding.path}/{name}" for name in ("begin-date", "end-date")}
            assert near & own, finding


def test_every_shape_agrees_with_the_official_one() -> None:
    """Members, lists of words and required members of our tables are those of the release."""
    root = reference_path("herd/icar-ade")
    for shape in MESSAGES.values():
        members, required = _official(root / "resources" / f"{shape.name}.json")
        assert members == set(shape.members), shape.name
        assert required == set(shape.required), shape.name


def _official(path: Path) -> tuple[set[str], set[str]]:
    members: set[str] = set()
    required: set[str] = set()
    schema = json.loads(path.read_text("utf-8-sig"))
    for part in (schema, *schema.get("allOf", ())):
        if "$ref" in part:
            more, needed = _official((path.parent / part["$ref"]).resolve())
            members, required = members | more, required | needed
        members |= set(part.get("properties", ()))
        required |= set(part.get("required", ()))
    return members, required


def test_what_stays_doubtful_is_an_error() -> None:
    def rules(content: object, message: str = "heats") -> set[str]:
        reading = read_document(json.dumps(content), MESSAGES[message])
        return {one.rule for one in reading.all_findings}

    base = {"resourceType": MESSAGES["heats"].name, "animal": {"id": "1", "scheme": "x"}}
    assert rules(base) == set()
    assert rules({**base, "eventDateTime": "gestern"}) == {"moment"}
    assert rules({**base, "eventDateTime": "2026-01-05"}) == {"date-only"}
    assert rules({**base, "certainty": "inheat"}) == {"choice-case"}
    assert rules({**base, "certainty": "Maybe"}) == {"choice"}
    assert rules({**base, "animal": [{"id": "1", "scheme": "x"}]}) == {"kind"}
    assert rules({**base, "animal": {"id": 1, "scheme": "x"}}) == {"text-as-number"}
    assert rules({"resourceType": MESSAGES["heats"].name}) == {"required"}
    assert rules({**base, "resourceType": "icarWeightEventResource"}) == {"other-type"}
    assert rules({**base, "Location": {"id": "1", "scheme": "x"}}) == {"member-name"}
    assert rules({**base, "mood": "calm"}) == {"unknown-member"}
    assert rules([base]) == {"bare-list"}
    assert {one.rule for one in read_document(b"{").findings} == {"json"}
    assert {one.rule for one in read_value(7).findings} == {"no-messages"}


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda part: (
        st.lists(part, max_size=3)
        | st.dictionaries(
            st.sampled_from(sorted({n for s in MESSAGES.values() for n in s.members}))
            | st.text(max_size=6),
            part,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(values, st.sampled_from([None, *MESSAGES.values()]))
def test_reading_anything_answers(value: Any, expected: Any) -> None:
    for one in read_value(value, expected).messages:
        assert one.shape is not None or not one.is_usable
        again = read_value(one.content, one.shape)
        if one.is_usable:
            # what was repaired once needs no repair again
            assert all(f.severity == "Information" for f in again.all_findings)


def test_a_story_is_taken_told_again_and_breaks_no_schema(manager: Client, herd: Farms) -> None:
    for message, messages in STORY.items():
        for result in send(manager, herd, message, *messages):
            assert errors(result) == [], (message, result)
    counts = (AnimalEvent.objects.count(), Animal.objects.count(), TestDay.objects.count())
    for message, messages in STORY.items():
        for result in send(manager, herd, message, *messages):
            assert errors(result) == [], (message, result)
    assert counts == (AnimalEvent.objects.count(), Animal.objects.count(), TestDay.objects.count())
    root = Path(reference_path("herd/icar-ade"))
    schemas = OfficialSchemas(root)
    for message in MESSAGES:
        answer = manager.get(path_of(herd, message))
        assert answer.status_code == 200
        document = answer.json()
        assert document["member"] or message in ("arrivals",), message
        (reading,) = [read_value(document, MESSAGES[message])]
        assert reading.all_findings == (), (message, reading.all_findings)
        collection = next(
            p.stem
            for p in (root / "collections").glob("*.json")
            if f'"../resources/{MESSAGES[message].name}.json"' in p.read_text("utf-8-sig")
            and "Group" not in p.stem
        )
        assert schemas.findings(collection, document) == [], message
        if message not in phrases.ONLY_READ and message != "test-day-results":
            sent = send(manager, herd, message, *document["member"])
            assert [errors(one) for one in sent] == [[]] * len(sent), (message, sent)
            assert counts[0] == AnimalEvent.objects.count(), message
    assert counts == (AnimalEvent.objects.count(), Animal.objects.count(), TestDay.objects.count())
    (leave,) = manager.get(path_of(herd, "animal-set-leaves")).json()["member"]
    assert (leave["animalSetId"], leave["animal"]["id"]) == ("P1", TAGS[0])
    (withdrawal,) = manager.get(path_of(herd, "milking-withdrawals")).json()["member"]
    assert withdrawal["endDateTime"][:13] == ago(4)[:13]


def test_a_message_sent_again_with_other_content_corrects_and_with_deleted_takes_back(
    manager: Client, herd: Farms
) -> None:
    def weights(query: str = "") -> list[Any]:
        return manager.get(path_of(herd, "weights") + query).json()["member"]

    def weight(kg: float, **meta: Any) -> Any:
        one = told("weights", 7, source_id="w1", weight={"measurement": kg, "units": "KGM"})
        one["meta"] |= meta
        return one

    for kg in (640, 640, 645, 645):
        (result,) = send(manager, herd, "weights", weight(kg))
        assert errors(result) == []
    assert [one["weight"]["measurement"] for one in weights()] == [645]
    assert AnimalEvent.objects.count() == 2
    before = ago(1)
    both = weights(f"?meta-modified-from={before}")
    assert sorted((w["weight"]["measurement"], w["meta"].get("isDeleted")) for w in both) == [
        (640.0, True),
        (645.0, None),
    ]
    for _ in range(2):
        (result,) = send(manager, herd, "weights", weight(645, isDeleted=True))
        assert errors(result) == []
    assert weights() == []
    assert errors(send(manager, herd, "weights", weight(650))[0]) == ["deleted"]
    assert AnimalEvent.objects.count() == 3


def test_one_bad_message_stops_no_other(manager: Client, herd: Farms) -> None:
    results = send(
        manager,
        herd,
        "heats",
        told("heats", 1),
        told("heats", 1, tag=1, certainty="Maybe"),
        {**told("heats", 1, tag=2), "animal": {"id": "999", "scheme": "cn.ear-tag"}},
        told("heats", -2, tag=2),
        told("heats", 1, tag=2, eventDateTime=None),
        "heat",
    )
    assert [errors(one) for one in results] == [
        [],
        ["choice"],
        ["known"],
        ["not-in-future"],
        ["required"],
        ["kind"],
    ]
    assert AnimalEvent.objects.count() == 1
    answer = manager.post(
        path_of(herd, "heats"),
        json.dumps(told("heats", 3, tag=1)),
        content_type="application/json",
    )
    assert answer.json()["resourceType"] == "icarReproHeatEventResource"
    assert answer.json()["meta"]["source"] == "org.example.farm"
    refused = manager.post(
        path_of(herd, "heats"), json.dumps({"animal": {}}), content_type="application/json"
    )
    assert (refused.status_code, refused.json()["errors"][0]["severity"]) == (422, "Error")


def test_pages_neither_skip_nor_repeat_while_rows_come_in(manager: Client, herd: Farms) -> None:
    send(manager, herd, "heats", *(told("heats", 30 + n) for n in range(7)))
    seen: list[str] = []
    url = path_of(herd, "heats") + "?page-size=3"
    late = 0
    while url:
        document = manager.get(url).json()
        seen += [one["id"] for one in document["member"]]
        assert document["view"]["totalItems"] == 7
        url = document["view"].get("next", "")
        send(manager, herd, "heats", told("heats", 60 + late, tag=1))
        late += 1
    assert len(seen) == len(set(seen)) == 7
    assert page_of(herd.own, "heats").total == 7 + late


def test_animals_are_told_again_when_anything_told_of_them_changes(
    manager: Client, herd: Farms
) -> None:
    def told_since(moment: datetime) -> dict[str, str]:
        asked = moment.isoformat().replace("+00:00", "Z")
        answer = manager.get(path_of(herd, "animals") + f"?meta-modified-from={asked}").json()
        return {one["identifier"]["id"]: one["status"] for one in answer["member"]}

    cows = {number.value: number.animal for number in AnimalIdentifier.objects.all()}
    start = timezone.now()
    assert told_since(start) == {}
    send(manager, herd, "heats", told("heats", 3, tag=1))
    assert told_since(start) == {TAGS[1]: "Alive"}
    numbered = timezone.now()
    give_number(cows[TAGS[2]], "on-farm", "88", TODAY)
    assert told_since(numbered) == {TAGS[2]: "Alive"}
    registered = timezone.now()
    tag = build_ear_tag("640302", 99)
    assert register_animals([AnimalRow(herd.own.code, "F", TODAY, ear_tag=tag)]).is_clean
    assert told_since(registered) == {tag: "Alive"}
    moved = timezone.now()
    rows = [
        EventRow(farm.code, TAGS[0], kind, NOW - timedelta(hours=hours), reason=reason)
        for farm, kind, hours, reason in (
            (herd.own, "departure", 5, "sold"), (herd.other, "arrival", 2, ""),
        )
    ]  # fmt: skip
    rows[1] = replace(rows[1], details={"quarantine_certificate": "6403021234567"})
    report = record_events(rows)
    assert report.is_clean, report.faults
    assert told_since(moved) == {TAGS[0]: "OffFarm"}
    present = manager.get(path_of(herd, "animals")).json()["member"]
    assert {one["identifier"]["id"] for one in present} == {TAGS[1], TAGS[2], tag}
    assert all(one["meta"]["created"] <= one["meta"]["modified"] for one in present)


def test_what_is_asked_wrongly_is_refused_in_the_standards_words(
    manager: Client, herd: Farms, cast: Cast
) -> None:
    own = path_of(herd, "heats")
    for path, status in (
        (own.replace(herd.own.code, herd.other.code), 404),
        (own.replace("cn.farm-code", "nl.ubn"), 404),
        (own.replace("heats", "carrots"), 404),
        (own + "?page=2", 422),
        (own + "?page-size=0", 422),
        (own + "?page-token=x", 422),
        (own + "?meta-modified-from=yesterday", 422),
    ):
        answer = manager.get(path)
        assert answer.status_code == status, path
        assert answer.json()["errors"][0]["status"] == status
    assert manager.delete(own).status_code == 405
    only_read = manager.post(
        path_of(herd, "animal-sets"), json.dumps({}), content_type="application/json"
    )
    assert only_read.status_code == 422
    stranger = Client(headers={"Accept": "application/json"})
    assert stranger.get(own).status_code == 401
    stranger.force_login(cast.people["station_manager"])
    assert stranger.get(own).status_code == 403
    by_gln = own.replace("cn.farm-code", "gs1.gln").replace(herd.own.code, herd.own.place.gln)
    assert manager.get(by_gln).status_code == 200
    assert len(manager.get("/ade/locations").json()["member"]) == 1


def test_the_checker_passes_our_own_server(manager: Client, herd: Farms) -> None:
    send(manager, herd, "heats", *(told("heats", 30 + n) for n in range(3)))

    def get(url: str, parameters: dict[str, str]) -> tuple[int, str, bytes]:
        answer = manager.get(url.removeprefix("http://testserver"), parameters)
        return answer.status_code, answer.headers.get("Content-Type", ""), answer.content

    report = checker.check_server("http://testserver/ade", ("cn.farm-code", herd.own.code), get)
    assert report.conforms, list(report.lines())
    assert sum(one.messages for one in report.checked) > 6

    def lying(url: str, parameters: dict[str, str]) -> tuple[int, str, bytes]:
        status, media_type, body = get(url, parameters)
        return status, media_type, body.replace(b'"totalItems":3', b'"totalItems":4')

    report = checker.check_server(
        "http://testserver/ade", ("cn.farm-code", herd.own.code), lying, messages=("heats",)
    )
    assert not report.conforms
    assert "paging" in report.as_document()["checked"][0]["rules"]


@given(st.text(max_size=60))
def test_any_token_is_read_or_refused(token: str) -> None:
    try:
        place = read_token(token)
    except Problem:
        return
    assert read_token(place.token()) == place
