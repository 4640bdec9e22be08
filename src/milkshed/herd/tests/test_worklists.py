"""Which cows stand on which list, programmes and their steps, one event for many cows, matching."""

import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.figures import set_waiting_period
from milkshed.herd.actions.matches import (
    ForeignNumber,
    bring_numbers,
    confirm_match,
    dismiss_match,
    proposals,
)
from milkshed.herd.actions.pens import open_pen
from milkshed.herd.actions.protocols import enrol_cows, load_protocols, protocols_on
from milkshed.herd.actions.rows import AnimalRow, EventRow, TestDayRow
from milkshed.herd.actions.test_days import record_test_days
from milkshed.herd.models import Animal, AnimalEvent, AnimalIdentifier, Enrolment, NumberMatch
from milkshed.herd.science.matching import Candidate, Foreign, is_ambiguous, propose
from milkshed.herd.tests.conftest import Farms
from milkshed.herd.worklists.lists import LIST_CODES, worklist, worklists
from milkshed.kernel.clock import at_shanghai
from milkshed.kernel.identifiers import build_ear_tag
from milkshed.kernel.problems import Problem
from tests.cast import Cast

HTML = {"headers": {"Accept": "text/html"}}
TODAY = timezone.localdate()
Cow = Callable[..., Animal]


def on(days_ago: int) -> date:
    return TODAY - timedelta(days=days_ago)


def ago(days: int, hour: int = 0) -> datetime:
    return at_shanghai(on(days), hour)


@pytest.fixture
def cow(farms: Farms) -> Cow:
    """Makes a cow that calved some days ago, by her on-farm number."""

    def make(number: str, calved: int, **values: object) -> Animal:
        serial = Animal.objects.count() + 1
        row = AnimalRow(
            farms.own.code, "F", on(1900), ear_tag=build_ear_tag("640302", serial),
            on_farm=number, last_calving_date=on(calved), **{"parity": 2, **values},  # type: ignore[arg-type]
        )  # fmt: skip
        assert register_animals([row]).is_clean
        return Animal.objects.get(identifiers__value=number.upper())

    return make


def tell(farms: Farms, number: str, kind: str, at: datetime, **details: object) -> None:
    row = EventRow(farms.own.code, number, kind, at, scheme="on-farm", details=details)
    report = record_events([row])
    assert report.is_clean, report.faults


def lists_of(farms: Farms) -> dict[str, set[str]]:
    """Lists that are not empty, with the on-farm numbers of their cows."""
    numbers = dict(AnimalIdentifier.objects.filter(scheme="on-farm").values_list("animal", "value"))
    found = worklists(farms.own)
    assert [one.code for one in found] == list(LIST_CODES)
    return {
        one.code: {numbers[item.animal.pk].lower() for item in one.items}
        for one in found
        if one.items
    }


def test_each_cow_stands_where_her_state_puts_her(farms: Farms, cow: Cow) -> None:
    cow("fresh", 4)
    cow("idle", 30)
    cow("open", 70)
    cow("heat", 80)
    tell(farms, "heat", "heat", ago(0))
    cow("return", 90)
    tell(farms, "return", "insemination", ago(21))
    cow("check", 100)
    tell(farms, "check", "insemination", ago(35))
    cow("checked", 100)
    tell(farms, "checked", "insemination", ago(35))
    tell(farms, "checked", "pregnancy_check", ago(3), result="pregnant", days_pregnant=32)
    cow("doubtful", 100)
    tell(farms, "doubtful", "insemination", ago(35))
    tell(farms, "doubtful", "pregnancy_check", ago(3), result="doubtful")
    cow("again", 160)
    tell(farms, "again", "insemination", ago(65))
    tell(farms, "again", "pregnancy_check", ago(33), result="pregnant")
    cow("dry", 300, due_on=on(-62))
    cow("close", 340, due_on=on(-10), dry_on=on(50))
    cow("barred", 120)
    tell(farms, "barred", "do_not_breed", ago(2), reason="淘汰前")
    found = lists_of(farms)
    assert found["fresh"] == {"fresh"}
    assert found["breed"] == {"open", "heat"}
    assert found["heat"] == {"return"}
    assert found["check"] == {"check", "doubtful", "again"}
    assert found["dry-off"] == {"dry"}
    assert found["close-up"] == {"close"}
    assert "vaccination" not in found  # nothing of it is kept here
    reasons = {i.animal.pk: i.reason.zh for i in worklist(farms.own, "breed").items}  # type: ignore[union-attr]
    assert set(reasons.values()) == {"今天发情", "产后70天未配"}


def test_the_list_to_inseminate_follows_the_waiting_period_of_the_farm(
    farms: Farms, cow: Cow, cast: Cast
) -> None:
    cow("heifer", 65, parity=1)
    cow("older", 65)
    cow("early", 45)
    assert lists_of(farms)["breed"] == {"heifer", "older"}
    set_waiting_period(
        cast.people["farm_manager"], farms.own, first_days=80, later_days=40, valid_from=TODAY
    )
    assert lists_of(farms)["breed"] == {"older", "early"}
    set_waiting_period(
        cast.people["farm_manager"], farms.own, first_days=60, later_days=66, valid_from=TODAY
    )
    (due,) = worklist(farms.own, "breed").items  # type: ignore[union-attr]
    assert (due.animal.parity, due.due_on) == (1, on(5))


def test_treatments_withdrawals_and_vaccinations(farms: Farms, cow: Cow) -> None:
    open_pen(farms.own, code="W", name="围产", purpose="close_up")
    cow("course", 50)
    tell(
        farms, "course", "treatment", ago(1), product="头孢", course_days=3,
        withdrawal_milk_hours=24,
    )  # fmt: skip
    cow("over", 50)
    tell(farms, "over", "treatment", ago(4), product="头孢", withdrawal_milk_hours=90)
    cow("moved", 300, due_on=on(-5), dry_on=on(40))
    tell(farms, "moved", "pen_move", ago(0), pen="W")
    for number, days in (("course", 179), ("over", 30)):
        tell(farms, number, "vaccination", ago(days), disease="fmd", product="二价苗")
    found = lists_of(farms)
    assert found["treatment"] == {"course"}
    with transaction.atomic():
        tell(farms, "course", "treatment", ago(0), product="头孢", withdrawal_milk_hours=72)
        assert "treatment" not in lists_of(farms)  # today's dose is given
        transaction.set_rollback(True)
    assert found["withdrawal"] == {"over"}
    assert "close-up" not in found
    assert found["vaccination"] == {"course", "moved"}


def test_cows_to_look_at_and_why(farms: Farms, cow: Cow) -> None:
    cow("repeat", 200)
    for days in (110, 80, 50):
        tell(farms, "repeat", "insemination", ago(days))
    cow("thin", 60)
    tell(farms, "thin", "body_condition", ago(58), score=3.5)
    tell(farms, "thin", "body_condition", ago(20), score=2.75)
    tell(farms, "thin", "weight", ago(58), weight_kg=700)
    tell(farms, "thin", "weight", ago(20), weight_kg=640)
    cow("cells", 100)
    cow("once", 100)
    own = farms.own.code
    tests = [
        TestDayRow(own, on(days), 100 - days, 2, 30.0, number, "on-farm", scc_per_ml=cells)
        for number, days, cells in (
            ("CELLS", 40, 450_000), ("CELLS", 10, 260_000),
            ("ONCE", 40, 450_000), ("ONCE", 10, 90_000),
        )
    ]  # fmt: skip
    assert record_test_days(tests).is_clean
    found = {item.animal.pk: item.reason.zh for item in worklist(farms.own, "look").items}  # type: ignore[union-attr]
    told = {
        AnimalIdentifier.objects.get(animal=pk, scheme="on-farm").value.lower(): reason
        for pk, reason in found.items()
    }
    assert told == {
        "repeat": "已配3次未孕；产后200天仍空怀",
        "thin": "体况由3.5降至2.75；体重下降9%",
        "cells": "连续两次体细胞数高（≥26万）",
    }


def test_a_programme_walks_a_cow_from_step_to_step(farms: Farms, cow: Cow) -> None:
    assert load_protocols() == 3
    assert load_protocols() == 0
    ovsynch = {p.code: p for p in protocols_on(TODAY)}["ovsynch"]
    one, two = cow("1", 70), cow("2", 80)
    pregnant = cow("3", 200, due_on=on(-100))
    report = enrol_cows(farms.own, ovsynch, [one.pk, two.pk, pregnant.pk, one.pk, 0], on(7))
    assert sorted(report.accepted) == [1, 2]
    assert {row: f[0].rule for row, f in report.refused.items()} == {
        3: "open", 4: "once", 5: "known",
    }  # fmt: skip
    enrolment = Enrolment.objects.get(animal=one)

    def steps() -> dict[int, str]:
        found = worklist(farms.own, "protocol")
        assert found is not None
        return {item.animal.pk: item.step.partition("/")[2] for item in found.items}

    assert steps() == {one.pk: "1", two.pk: "1"}
    tell(
        farms, "1", "treatment", ago(7, 8), product="GnRH", withdrawal_milk_hours=0,
        protocol_step=f"{enrolment.pk}/1",
    )  # fmt: skip
    assert steps() == {one.pk: "2", two.pk: "1"}
    tell(farms, "2", "insemination", ago(2))  # seen in heat and served before her time
    enrol_cows(farms.own, ovsynch, [], TODAY)
    assert Enrolment.objects.get(animal=two).ended == "bred"
    assert steps() == {one.pk: "2"}


def test_one_event_for_many_cows_with_exceptions(
    farms: Farms, cow: Cow, cast: Cast, client: Client
) -> None:
    first, second, third = cow("1", 100), cow("2", 100), cow("3", 100)
    for number in "123":
        tell(farms, number, "insemination", ago(40))
    client.force_login(cast.people["farm_vet"])
    base = f"/herd/farms/{farms.own.code}"
    shown = client.get(f"{base}/worklists/check", **HTML).content.decode()
    assert "配种后40天未检" in shown
    posted = {
        "list": "check", "kind": "pregnancy_check", "result": "pregnant", "method": "ultrasound",
        "happened_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}",
        "cow": [first.pk, second.pk], f"own-{second.pk}-result": "open", "numbers": "3",
    }  # fmt: skip
    answer = client.post(f"{base}/list-events", posted, **HTML)
    assert answer.status_code == 302
    states = [Animal.objects.get(pk=one.pk).pregnant for one in (first, second, third)]
    assert states == [True, False, True]
    assert set(AnimalEvent.objects.values_list("source", flat=True)) == {"import", "page"}
    # what is refused is told cow by cow, the rest is recorded
    bad = {**posted, "kind": "body_condition", "score": "3.25", "numbers": "4711", "result": ""}
    answer = client.post(f"{base}/list-events", bad, **HTML)
    assert answer.status_code == 422
    assert "4711" in answer.content.decode()
    assert AnimalEvent.objects.filter(kind="body_condition").count() == 2
    for wrong in ({"cow": []}, {"cow": ["0"]}, {"kind": "dancing"}, {"happened_at": "x"}):
        given = {**posted, "numbers": "", **wrong}
        assert client.post(f"{base}/list-events", given, **HTML).status_code == 422


def test_lists_are_printed_carried_away_and_read_by_machines(
    farms: Farms, cow: Cow, cast: Cast, client: Client
) -> None:
    cow("17", 70)
    client.force_login(cast.people["farm_vet"])
    base = f"/herd/farms/{farms.own.code}/worklists"
    assert "产后70天未配" in client.get(f"{base}?print=yes", **HTML).content.decode()
    book = load_workbook(BytesIO(client.get(f"{base}/breed.xlsx", **HTML).content))
    cells = [cell.value for row in book.active.iter_rows() for cell in row]  # type: ignore[union-attr]
    assert "17" in cells
    assert client.get(f"{base}/nothing", **HTML).status_code == 404
    told = client.get(f"/api/herd/farms/{farms.own.code}/worklists").json()
    (breed,) = [one for one in told if one["code"] == "breed"]
    assert [item["number"] for item in breed["items"]] == ["17"]
    state = client.get(f"/api/herd/farms/{farms.own.code}/herd-state?day={on(80)}").json()
    assert (state["head"], state["items"][0]["parity"], state["items"][0]["pen"]) == (1, 1, "")


def test_the_phone_s_rows_are_kept_once_and_told_one_by_one(
    farms: Farms, cow: Cow, cast: Cast, client: Client
) -> None:
    cow("1", 70)
    client.force_login(cast.people["farm_vet"])
    assert client.get(f"/herd/phone/{farms.own.code}", **HTML).status_code == 200
    rows = [
        {
            "number": number, "scheme": "on-farm", "kind": "heat", "source": "phone",
            "happened_at": f"{timezone.now():%Y-%m-%dT%H:%M:%SZ}", "event_key": str(uuid.uuid4()),
            "details": {"observed_by": "chalk"},
        }
        for number in ("1", "none")
    ]  # fmt: skip
    url = f"/api/herd/farms/{farms.own.code}/events"
    told = client.post(url, rows, content_type="application/json").json()
    assert (told["accepted"], [one["row"] for one in told["rows"]]) == (1, [2])
    again = client.post(url, rows, content_type="application/json").json()
    assert (again["accepted"], again["repeated"], again["refused"]) == (0, 1, 1)
    assert AnimalEvent.objects.get().source == "phone"
    assert client.get("/herd/phone/worker.js").headers["Content-Type"].startswith("text/java")


BORN = date(2024, 4, 18)


def _candidate(key: int, tag: str, number: str, born: date = BORN, dam: str = "77") -> Candidate:
    return Candidate(key, (("ear-tag", tag), ("on-farm", number)), born, dam)


def test_proposals_by_rule_with_known_points() -> None:
    cows = [
        _candidate(1, "264030200000123", "00123"),
        _candidate(2, "264030200000456", "00456"),
        _candidate(3, "264030200009123", "09123", date(2023, 1, 1)),
    ]

    def found(value: str, born: date | None = None, dam: str = "") -> list[tuple[int, int]]:
        return [(p.key, p.score) for p in propose(Foreign(value, born, dam), cows)]

    assert found("264030200000123") == [(1, 100)]
    assert found("264030200000123", date(2020, 1, 1)) == [(1, 40)]
    assert found("123") == [(1, 40)]
    assert found("00456", BORN, "0077") == [(2, 100), (1, 70)]
    assert found("999", BORN) == [(1, 30), (2, 30)]
    assert is_ambiguous(propose(Foreign("999", BORN, ""), cows))
    assert found("999") == []


@given(value=st.text(max_size=20), born=st.none() | st.dates(), dam=st.text(max_size=5))
def test_points_stay_between_bounds_and_order_is_stable(
    value: str, born: date | None, dam: str
) -> None:
    cows = [_candidate(n, f"2640302{n:08d}", f"{n:05d}") for n in range(4)]
    found = propose(Foreign(value, born, dam), cows)
    assert all(30 <= one.score <= 100 for one in found)
    assert found == propose(Foreign(value, born, dam), cows[::-1])


def test_a_person_decides_what_a_number_means(
    farms: Farms, cow: Cow, cast: Cast, client: Client
) -> None:
    animal, vet = cow("00017", 70), cast.people["farm_vet"]
    rows = [ForeignNumber("17", on(1900)), ForeignNumber("17"), ForeignNumber("x" * 40)]
    report = bring_numbers(farms.own, "挤奶厅", "dhi", rows, person=vet)
    assert (len(report.accepted), len(report.repeated), len(report.refused)) == (1, 1, 1)
    match = NumberMatch.objects.get()
    (proposed,) = proposals(farms.own, [match])
    assert [(a.pk, p.score) for a, p in proposed.candidates] == [(animal.pk, 70)]
    client.force_login(vet)
    page = f"/herd/farms/{farms.own.code}/matching"
    assert "去掉前导零后相同" in client.get(page, **HTML).content.decode()
    with pytest.raises(Problem):
        confirm_match(match, animal, cast.people["county_officer"])
    confirm_match(match, animal, vet, 70)
    held = AnimalIdentifier.objects.get(animal=animal, scheme="dhi")
    assert (held.value, held.issuer) == ("17", farms.own)
    with pytest.raises(Problem):
        dismiss_match(match, vet)  # decided once
    brought = {"system": "项圈", "scheme": "dhi", "numbers": "88,2020-01-01,5\n89"}
    assert client.post(page, brought, **HTML).status_code == 302
    other = NumberMatch.objects.get(value="88")
    client.post(f"/herd/matches/{other.pk}/decide", {"step": "dismiss"}, **HTML)
    assert NumberMatch.objects.get(value="88").state == "unknown"
    assert client.post(page, {**brought, "numbers": "1,soon"}, **HTML).status_code == 422


def test_pages_of_the_herd_book(farms: Farms, cow: Cow, cast: Cast, client: Client) -> None:
    animal = cow("17", 70)
    client.force_login(cast.people["farm_manager"])
    base = f"/herd/farms/{farms.own.code}"
    pen = {"code": "H1", "name": "病牛舍", "purpose": "hospital"}
    assert client.post(f"{base}/pens", pen, **HTML).status_code == 302
    tell(farms, "17", "treatment", timezone.now() - timedelta(hours=1), product="头孢")
    assert "不得交售" in client.get(f"{base}/withheld", **HTML).content.decode()
    apart = {"cow": animal.pk, "container": "3号桶"}
    assert client.post(f"{base}/withheld", apart, **HTML).status_code == 302
    assert "可以交售" in client.get(f"{base}/withheld", **HTML).content.decode()
    shown = client.get(f"{base}/herd-on-day?day={on(10)}", **HTML).content.decode()
    assert "60" in shown
    tag = {"scheme": "ear-tag", "value": build_ear_tag("640302", 99), "since": str(TODAY)}
    assert client.post(f"/herd/animals/{animal.pk}/numbers", tag, **HTML).status_code == 302
    for kind in ("calving", "treatment", "death", "pregnancy_check"):
        page = client.get(f"/herd/animals/{animal.pk}?kind={kind}", **HTML)
        assert page.status_code == 200
    bought = {
        "ear_tag": build_ear_tag("640302", 98), "sex": "F", "birth_date": str(on(500)),
        "arrived_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}", "from_farm": "外场",
        "quarantine_certificate": "6403000012345",
    }  # fmt: skip
    assert client.post(f"{base}/purchase", bought, **HTML).status_code == 302
    listed = client.get(f"{base}/animals?after={on(1900)}_{animal.pk}", **HTML).content.decode()
    assert bought["ear_tag"] in listed
    assert f"/herd/animals/{animal.pk}" not in listed


@pytest.mark.parametrize("text", ["\x01", "\u202e7", "'; --", "９" * 40])
def test_hostile_numbers_are_refused_calmly(
    farms: Farms, cast: Cast, client: Client, text: str
) -> None:
    client.force_login(cast.people["farm_vet"])
    base = f"/herd/farms/{farms.own.code}"
    entry = {"kind": "heat", "happened_at": f"{timezone.localtime():%Y-%m-%dT%H:%M}"}
    given = {**entry, "numbers": text, "protocol": text, "started_on": str(TODAY)}
    assert client.post(f"{base}/list-events", given, **HTML).status_code == 422
    assert client.post(f"{base}/enrolments", given, **HTML).status_code == 422
    brought = {"system": "x", "scheme": "dhi", "numbers": text}
    assert client.post(f"{base}/matching", brought, **HTML).status_code in (302, 422)
    assert client.get(f"{base}/animals", {"pen": text, "after": text}, **HTML).status_code == 200
