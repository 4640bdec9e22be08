"""Mass balance: silent on a clean day, loud on each way of cheating."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from milkshed.ledger.facade import FindingKind, capture_document, mass_balance
from milkshed.ledger.rules import ROWS
from milkshed.ledger.tests import chain
from milkshed.platform.rule_book import load_rules

pytestmark = pytest.mark.django_db

START = datetime(2026, 1, 4, 16, tzinfo=UTC)  # midnight of 5 January in Shanghai
Change = Callable[[list[chain.Event]], list[chain.Event]]


def _kinds(events: list[chain.Event], days: int = 1) -> list[tuple[str, str | None]]:
    load_rules(ROWS)
    assert capture_document(chain.document(events)).success
    found = mass_balance(START, START + timedelta(days=days)).findings
    return [(f.kind.code, f.lot_uri and f.lot_uri.rpartition("/")[2]) for f in found]


def _with(index: int, event: chain.Event) -> list[chain.Event]:
    events = chain.day_of_milk()
    events[index] = event
    return events


def test_a_clean_day_raises_nothing() -> None:
    assert _kinds(chain.day_of_milk(), days=8) == []


def test_a_station_that_ships_more_than_it_received() -> None:
    at = chain.MORNING + timedelta(hours=2)
    loading = chain.mixing("loading", {"S1": 12e3}, {"L1": 12e3}, at, chain.STATION, chain.TANKER)
    events = _with(5, loading)
    events[6] = chain.sheet("L1", 12e3, at)
    events[7] = chain.mixing("unloading", {"L1": 12e3}, {"Z1": 12e3}, at, chain.PLANT)
    assert ("overdrawn", "S1") in _kinds(events)


def test_milk_that_grows_in_the_tank() -> None:
    receiving = chain.mixing(
        *("receiving", {"F1": 6000.0, "F2": 4000.0}, {"S1": 11e3}, chain.MORNING, chain.STATION)
    )
    found = _kinds(_with(4, receiving))
    assert ("gain", "S1") in found


def test_a_forged_sheet() -> None:
    forged = chain.sheet("L9", 20e3, chain.MORNING, "https://id.gs1.org/253/9521321000100J9")
    found = _kinds([*chain.day_of_milk(), forged], days=4)
    assert found == [("not_received", "L9"), ("sheet_without_load", "L9")]


def test_a_sheet_that_says_more_than_was_loaded() -> None:
    at = chain.MORNING + timedelta(hours=2)
    assert ("sheet_differs", "L1") in _kinds(_with(6, chain.sheet("L1", 15e3, at)))


def test_a_receipt_far_below_the_load() -> None:
    at = chain.MORNING + timedelta(hours=4)
    receipt = chain.mixing("unloading", {"L1": 8000.0}, {"Z1": 8000.0}, at, chain.PLANT)
    assert ("short_receipt", "L1") in _kinds(_with(7, receipt))


def test_a_watered_load() -> None:
    at = chain.MORNING + timedelta(hours=4)
    receipt = chain.mixing("unloading", {"L1": 11e3}, {"Z1": 11e3}, at, chain.PLANT)
    assert ("excess_receipt", "L1") in _kinds(_with(7, receipt))


def test_milk_that_is_never_used() -> None:
    events = [event for event in chain.day_of_milk() if event["bizStep"] != "receiving"]
    found = _kinds(events[:4], days=5)
    assert found == [("residue", "F1"), ("residue", "F2")]


def test_milk_from_nowhere() -> None:
    events = chain.day_of_milk()
    events[8] = chain.mixing(
        *("creating_class_instance", {"Z1": 9700.0, "X1": 900.0}, {"B1": 10_580.0}),
        chain.MORNING + timedelta(hours=6),
        chain.PLANT,
    )
    assert ("unrecorded", "X1") in _kinds(events)


def test_a_finding_names_its_facts_and_its_tolerance() -> None:
    at = chain.MORNING + timedelta(hours=4)
    receipt = chain.mixing("unloading", {"L1": 11e3}, {"Z1": 11e3}, at, chain.PLANT)
    capture_document(chain.document(_with(7, receipt)))
    balance = mass_balance(START, START + timedelta(days=1))
    finding = next(f for f in balance.findings if f.kind is FindingKind.EXCESS_RECEIPT)
    assert receipt["eventID"] in finding.event_ids
    assert finding.tolerance_kg == 50
    assert finding.difference_kg == pytest.approx(1020.0)
    assert finding.place_uri == chain.PLANT
    station = next(day for day in balance.places if day.uri == chain.STATION)
    assert (station.in_kg, station.out_kg, station.lost_kg) == (19_990.0, 19_970.0, 20.0)
    assert any(day.uri == chain.TANKER for day in balance.vessels)


def test_an_event_declared_wrong_does_not_count() -> None:
    at = chain.MORNING + timedelta(hours=4)
    watered = chain.mixing("unloading", {"L1": 11e3}, {"Z1": 11e3}, at, chain.PLANT)
    events = _with(7, watered)
    right = chain.mixing("unloading", {"L1": 9980.0}, {"Z1": 9975.0}, at, chain.PLANT)
    right["eventID"] = "urn:uuid:00000000-0000-4000-8000-000000000001"
    declared = chain.declared_wrong(watered, at + timedelta(hours=1))
    assert _kinds([*events, declared, right]) == []
