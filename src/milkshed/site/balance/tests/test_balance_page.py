"""The page of the mass balance: what it says, to whom, and what it hands on."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from milkshed.kernel.text import Text
from milkshed.ledger.balance.alarms import raise_balance_alarms
from milkshed.ledger.facade import capture_document, mass_balance
from milkshed.ledger.rules import ROWS
from milkshed.ledger.tests import chain
from milkshed.platform.models import Alarm
from milkshed.platform.rule_book import load_rules
from tests.cast import Cast

pytestmark = pytest.mark.django_db

DAYS = "?first=2026-01-05&last=2026-01-06"


@pytest.fixture
def milk(cast: Cast) -> Cast:
    """A day of milk in each of two counties; the other county's station ships too much."""
    load_rules(ROWS)
    events = [
        *_stretch(cast, "", "A", received_kg=9990.0),
        *_stretch(cast, "other_", "B", received_kg=12_000.0),
    ]
    assert capture_document(chain.document(events)).success
    return cast


def _stretch(cast: Cast, prefix: str, mark: str, received_kg: float) -> list[chain.Event]:
    farm, station, plant = (cast.places[prefix + kind].uri for kind in ("farm", "station", "plant"))
    hour = timedelta(hours=1)
    at = chain.MORNING
    return [
        chain.milking(f"M{mark}", 10_000.0, place=farm),
        chain.mixing("storing", {f"M{mark}": 10_000.0}, {f"F{mark}": 10_000.0}, at, farm),
        chain.mixing(
            "receiving", {f"F{mark}": 10_000.0}, {f"S{mark}": received_kg}, at + hour, station
        ),
        chain.mixing(
            *("loading", {f"S{mark}": received_kg}, {f"L{mark}": received_kg}),
            at + 2 * hour,
            station,
            chain.TANKER,
        ),
        chain.mixing(
            *("unloading", {f"L{mark}": received_kg}, {f"Z{mark}": received_kg}),
            at + 4 * hour,
            plant,
        ),
    ]


def _open(cast: Cast, role: str, address: str) -> Any:
    client = Client(HTTP_ACCEPT="text/html")
    client.force_login(cast.people[role])
    return client.get(address)


def _read(cast: Cast, role: str, query: str = DAYS) -> str:
    answer = _open(cast, role, f"/balance{query}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_region_is_told_in_one_sentence(milk: Cast) -> None:
    shown = _read(milk, "region_officer")
    assert "1月5日至1月6日全区产奶20.0吨，1处不平，其余进出平衡。" in shown
    assert "产出大于投入" in shown
    assert "+2,000" in shown
    assert "/facts/urn:uuid:" in shown


def test_a_county_and_a_station_see_their_own_milk_only(milk: Cast) -> None:
    county = _read(milk, "county_officer")
    assert "利通区产奶10.0吨，进出全部平衡" in county
    assert "北塬" not in county
    station = _read(milk, "station_manager")
    assert "本单位经手20.0吨，进出全部平衡" in station
    assert "贺兰雪" not in station


def test_a_county_is_chosen_and_a_place_opened(milk: Cast) -> None:
    shown = _read(milk, "region_officer", f"{DAYS}&county=640221")
    assert "平罗县产奶10.0吨，1处不平" in shown
    assert "金河源" not in shown
    gln = milk.places["other_station"].gln
    days = _read(milk, "region_officer", f"{DAYS}&place={gln}")
    assert "2026年1月5日" in days
    assert _open(milk, "county_officer", f"/balance{DAYS}&place={gln}").status_code == 404


def test_the_vessels_are_one_level_below(milk: Cast) -> None:
    shown = _read(milk, "station_manager", f"{DAYS}&level=vessel")
    assert "T1" in shown
    assert chain.TANKER.rpartition("/")[2] not in shown


def test_long_periods_are_cut_and_odd_days_ignored(milk: Cast) -> None:
    assert "一次最多核对" in _read(milk, "region_officer", "?first=2025-01-01&last=2026-01-06")
    for odd in ("?first=0001-01-01&last=9999-12-31", "?first=x&last=&level=x&county=1&page=9"):
        assert "没有奶的进出" in _read(milk, "region_officer", odd)


def test_only_who_may_query_the_ledger_opens_it(milk: Cast) -> None:
    assert _open(milk, "tanker_driver", "/balance").status_code == 403
    assert Client(HTTP_ACCEPT="text/html").get("/balance").status_code == 302


def test_the_file_holds_findings_and_days(milk: Cast) -> None:
    answer = _open(milk, "region_officer", f"/balance.xlsx{DAYS}")
    book = load_workbook(BytesIO(answer.content))
    findings, days = book.worksheets
    cells = [cell for row in findings.iter_rows(values_only=True) for cell in row]
    assert "演示数据" in str(cells[findings.max_column])
    assert 2000 in cells
    assert "北塬收购站" in cells
    places = {row[2] for row in days.iter_rows(values_only=True)}
    assert {"金河源牧场", "北塬收购站", "沙湖乳业"} <= places


def test_a_few_questions_answer_however_many_places(
    milk: Cast, django_assert_max_num_queries: Any
) -> None:
    client = Client(HTTP_ACCEPT="text/html")
    client.force_login(milk.people["region_officer"])
    with django_assert_max_num_queries(35):
        client.get(f"/balance{DAYS}")


def test_a_fact_is_told_in_words_and_verbatim(milk: Cast) -> None:
    station = milk.places["other_station"].uri
    event = _stretch(milk, "other_", "B", 12_000.0)[2]
    shown = _open(milk, "region_officer", f"/facts/{event['eventID']}").content.decode()
    for words in ("收购站收奶", "北塬收购站", "平罗县", "牧场奶罐批", "12,000.0", station):
        assert words in shown
    assert _open(milk, "county_officer", f"/facts/{event['eventID']}").status_code == 404
    assert _open(milk, "region_officer", "/facts/urn:uuid:nobody").status_code == 404


def test_a_fact_declared_wrong_says_so(milk: Cast) -> None:
    event = _stretch(milk, "", "A", 9990.0)[2]
    declared = chain.declared_wrong(event, chain.MORNING + timedelta(days=1))
    assert capture_document(chain.document([declared])).success
    shown = _open(milk, "region_officer", f"/facts/{event['eventID']}").content.decode()
    assert "此事实已被声明有误" in shown


def test_an_alarm_leads_to_facts_its_reader_may_open(milk: Cast) -> None:
    start = chain.MORNING - timedelta(hours=6)
    raise_balance_alarms(mass_balance(start, start + timedelta(days=1)).findings)
    alarm = Alarm.objects.get(kind="mass_balance")
    assert alarm.place == milk.places["other_station"]
    links = [fact["url"] for fact in alarm.facts if fact["url"].startswith("/facts/")]
    assert links
    shown = _open(milk, "region_officer", f"/alarms/{alarm.pk}").content.decode()
    assert links[0] in shown
    assert _open(milk, "region_officer", links[0]).status_code == 200
    alarm.organisations.add(milk.organisations["carrier"])
    driver = _open(milk, "tanker_driver", f"/alarms/{alarm.pk}").content.decode()
    assert Text("事实", "Fact").zh in driver
    assert links[0] not in driver
