"""Seals used once, tickets used once, loads that are split, changed or returned, codes checked."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from milkshed.collection.actions.changes import change_tanker, return_load
from milkshed.collection.actions.checking import checked_sheet
from milkshed.collection.actions.loading import Loading
from milkshed.collection.actions.seals import issue_seals, void_seal
from milkshed.collection.actions.sheets import (
    Arrival,
    close_sheet,
    correct_sheet,
    note_arrival,
    open_sheet,
    receive_load,
    refuse_load,
    sign_sheet,
)
from milkshed.collection.actions.steps import StepEntry, take_step
from milkshed.collection.actions.weighing import Ticket, register_weighbridge
from milkshed.collection.codes import check_path, code_of
from milkshed.collection.facts import handover_event_id
from milkshed.collection.models import CodeCheck, HandoverSheet, Seal, Weighing
from milkshed.collection.queries import is_intact
from milkshed.collection.science.seal_numbers import Roll, owner_of, read_seal
from milkshed.collection.tests.furniture import START, Furniture, furnish
from milkshed.collection.tests.test_sheets import loading_of, rules_of, under_way
from milkshed.kernel.gs1 import build_grai
from milkshed.kernel.problems import Problem
from milkshed.ledger.authoring import document, observation
from milkshed.ledger.facade import capture_document, find_event
from milkshed.platform.models import Alarm, Rule
from tests.cast import Cast

LATER = START + timedelta(hours=3)


@given(
    st.from_regex(r"[A-Z]{0,6}", fullmatch=True),
    st.integers(0, 10**9),
    st.integers(10, 12),
)
def test_a_seals_number_reads_as_it_was_written(prefix: str, serial: int, digits: int) -> None:
    written = f"{prefix}{serial:0{digits}d}"
    found = read_seal(f" {written.lower()} ")
    assert found is not None
    assert str(found) == written
    roll = Roll(1, prefix, serial, serial + 5, digits)
    assert owner_of(found, [roll]) == 1
    assert owner_of(found, [Roll(2, prefix, serial + 1, serial + 5, digits), roll]) == 1
    assert owner_of(found, [Roll(2, prefix, serial + 1, serial + 5, digits)]) is None


def test_what_is_no_number_of_a_seal() -> None:
    assert [read_seal(text) for text in ("", "ABC", "A 1", "铅封1", "A" * 30 + "1")] == [None] * 5


def loading(cast: Cast, things: Furniture, lot: str, seals: tuple[str, ...]) -> Loading:
    return replace(
        loading_of(cast, things), load_lot=f"https://id.gs1.org/01/09521234543213/10/{lot}",
        seals=seals,
    )  # fmt: skip


def test_a_seal_is_used_once_and_the_first_sheet_is_named(cast: Cast) -> None:
    things, manager = furnish(cast), cast.people["station_manager"]
    first = open_sheet(manager, things.station, loading(cast, things, "L1", ("A1", "A2")))
    with pytest.raises(Problem) as second:
        open_sheet(manager, things.station, loading(cast, things, "L2", ("A2", "A3", "A3")))
    assert rules_of(second.value) == {"used-once", "once"}
    assert any(first.number in fault.message.zh for fault in second.value.faults)
    assert HandoverSheet.objects.count() == 1
    void_seal(manager, things.station, "A9", reason="锁扣损坏")
    with pytest.raises(Problem) as spoilt:
        open_sheet(manager, things.station, loading(cast, things, "L2", ("A9",)))
    assert rules_of(spoilt.value) == {"used-once"}


def test_once_a_roll_is_issued_only_its_seals_pass(cast: Cast) -> None:
    things, manager = furnish(cast), cast.people["station_manager"]
    officer, region = cast.people["county_officer"], cast.people["region_officer"]
    issue_seals(officer, things.station, "NX0001", "NX0100")
    issue_seals(region, things.other_station, "NX0101", "NX0200")
    with pytest.raises(Problem) as overlap:
        issue_seals(region, things.other_station, "NX0100", "NX0300")
    assert rules_of(overlap.value) == {"issued-once"}
    with pytest.raises(Problem) as backwards:
        issue_seals(officer, things.station, "NX0500", "NX0400")
    assert rules_of(backwards.value) == {"range"}
    with pytest.raises(Problem) as strange:
        open_sheet(
            manager, things.station, loading(cast, things, "L1", ("NX0001", "NX0150", "ZZ1"))
        )
    assert rules_of(strange.value) == {"own-seal", "issued"}
    sheet = open_sheet(manager, things.station, loading(cast, things, "L1", ("NX0001", "NX0002")))
    assert set(Seal.objects.values_list("number", "state")) == {
        ("NX0001", "applied"), ("NX0002", "applied"),
    }  # fmt: skip
    assert sheet.seals == ["NX0001", "NX0002"]


def test_seals_are_found_at_the_gate_one_by_one(cast: Cast) -> None:
    things = furnish(cast)
    sheet = under_way(cast, things)
    arrival = Arrival(LATER, Decimal(3), seals_intact=True, seals=("A1", "a2", "B7"))
    noted = note_arrival(cast.people["plant_receiver"], sheet, arrival)
    assert noted.seals_intact is False
    assert dict(Seal.objects.values_list("number", "state")) == {
        "A1": "found", "A2": "found", "A3": "broken",
    }  # fmt: skip
    assert Alarm.objects.get().kind == "collection.broken_seal"


def arrived(cast: Cast, things: Furniture) -> HandoverSheet:
    sheet = under_way(cast, things)
    return note_arrival(
        cast.people["plant_receiver"], sheet, Arrival(LATER, Decimal(3), seals_intact=True)
    )


def test_the_ticket_gives_the_net_and_serves_one_load(cast: Cast) -> None:
    things, receiver = furnish(cast), cast.people["plant_receiver"]
    bridge = register_weighbridge(
        cast.people["plant_quality"], cast.places["plant"], code="DB-01", certificate="ZS1",
        calibrated_on=date(2025, 6, 1), calibrated_to=date(2026, 1, 4),
    )  # fmt: skip
    sheet = arrived(cast, things)
    good = Ticket("DB-01", "T1", Decimal(39_990), Decimal(15_000), LATER, None)

    def refused(ticket: Ticket, received_kg: Decimal | None = None) -> set[str]:
        with pytest.raises(Problem) as caught:
            receive_load(receiver, sheet, received_kg=received_kg, received_at=LATER, ticket=ticket)
        return rules_of(caught.value)

    assert refused(good) == {"calibration"}
    register_weighbridge(
        cast.people["plant_quality"], cast.places["plant"], code="DB-01", certificate="ZS2",
        calibrated_on=date(2026, 1, 5), calibrated_to=date(2027, 1, 4),
    )  # fmt: skip
    assert refused(good, Decimal(24_980)) == {"gross-less-tare"}
    assert refused(replace(good, tare_kg=Decimal(40_000))) == {"above-tare"}
    assert refused(replace(good, weighbridge="DB-99")) == {"known"}
    assert not Weighing.objects.exists()
    taken = receive_load(
        receiver, sheet, received_kg=Decimal(24_990), received_at=LATER, ticket=good
    )
    assert (taken.received_kg, taken.state) == (Decimal(24_990), "accepted")
    stored = HandoverSheet.objects.get(pk=sheet.pk)
    assert all(is_intact(stored, one) for one in stored.signatures.all())
    assert Weighing.objects.get().weighbridge == bridge
    other = Weighing.objects.get().sheet.number
    manager = cast.people["station_manager"]
    second = open_sheet(manager, things.station, loading(cast, things, "L2", ("C1",)))
    HandoverSheet.objects.filter(pk=second.pk).update(
        state="arrived", departed_at=START, arrived_at=LATER
    )
    with pytest.raises(Problem) as again:
        receive_load(receiver, second, received_at=LATER, ticket=good)
    assert rules_of(again.value) == {"used-once"}
    assert other in again.value.faults[0].message.zh


def test_where_there_is_a_weighbridge_a_load_needs_its_ticket(cast: Cast) -> None:
    things, receiver = furnish(cast), cast.people["plant_receiver"]
    sheet = arrived(cast, things)
    register_weighbridge(
        cast.people["plant_quality"], cast.places["plant"], code="DB-01", certificate="ZS",
        calibrated_on=date(2025, 6, 1), calibrated_to=date(2026, 6, 1),
    )  # fmt: skip
    with pytest.raises(Problem) as bare:
        receive_load(receiver, sheet, received_at=LATER, received_kg=Decimal(24_990))
    assert rules_of(bare.value) == {"ticket-required"}
    Rule.objects.filter(key="collection.weighing.ticket_required").update(value=0)
    taken = receive_load(receiver, sheet, received_at=LATER, received_kg=Decimal(24_990))
    assert taken.state == "accepted"


def test_a_correction_takes_seals_along_and_frees_the_ticket(cast: Cast) -> None:
    things, receiver = furnish(cast), cast.people["plant_receiver"]
    register_weighbridge(
        cast.people["plant_quality"], cast.places["plant"], code="DB-01", certificate="ZS",
        calibrated_on=date(2025, 6, 1), calibrated_to=date(2026, 6, 1),
    )  # fmt: skip
    sheet = arrived(cast, things)
    ticket = Ticket("DB-01", "T1", Decimal(39_990), Decimal(15_000), LATER)
    receive_load(receiver, sheet, received_at=LATER, ticket=ticket)
    manager = cast.people["station_manager"]
    new = correct_sheet(
        manager, sheet, replace(loading_of(cast, things), shipped_kg=Decimal(24_990)), reason="抄错"
    )
    assert set(new.seal_rows.values_list("number", flat=True)) == {"A1", "A2", "A3"}
    assert Weighing.objects.get().replaced
    old = HandoverSheet.objects.get(pk=sheet.pk)
    assert all(is_intact(old, one) for one in old.signatures.all())
    with pytest.raises(Problem) as caught:
        checked_sheet(old.number, code_of(old.gdti))
    assert rules_of(caught.value) == {"replaced"}


def test_one_load_may_be_split_over_plants_within_the_tanker(cast: Cast) -> None:
    things, manager = furnish(cast), cast.people["station_manager"]
    things.station.plants.add(cast.places["other_plant"])
    half = replace(loading(cast, things, "L1", ("A1",)), shipped_kg=Decimal(12_000))
    open_sheet(manager, things.station, half)
    with pytest.raises(Problem) as same:
        open_sheet(manager, things.station, replace(half, seals=("A2",)))
    assert rules_of(same.value) == {"one-sheet"}
    rest = replace(half, plant=cast.places["other_plant"], seals=("A2",))
    with pytest.raises(Problem) as full:
        open_sheet(manager, things.station, replace(rest, shipped_kg=Decimal(17_000)))
    assert rules_of(full.value) == {"split-capacity"}
    assert open_sheet(manager, things.station, rest).load_lot == half.load_lot


def test_another_tanker_takes_over_before_two_people(cast: Cast) -> None:
    things, people = furnish(cast), cast.people
    sheet = under_way(cast, things)
    other = type(things.tanker).objects.create(
        carrier=things.tanker.carrier, plate="宁C54321", grai=build_grai("9521321", 3, "T0002"),
        capacity_kg=Decimal(28_000),
    )  # fmt: skip
    entry = {
        "seals": ("B1", "B2"), "temperature_c": Decimal("3.9"),
        "at": START + timedelta(hours=1), "reason": "爆胎",
    }  # fmt: skip
    driver, escort = people["tanker_driver"], people["tanker_escort"]
    with pytest.raises(Problem) as unpermitted:
        change_tanker(driver, sheet, other, witness=escort, **entry)  # type: ignore[arg-type]
    assert rules_of(unpermitted.value) == {"permit"}
    things.tanker.permits.update(tanker=other)
    with pytest.raises(Problem) as alone:
        change_tanker(driver, sheet, other, witness=driver, **entry)  # type: ignore[arg-type]
    assert rules_of(alone.value) == {"two-people"}
    change = change_tanker(driver, sheet, other, witness=escort, **entry)  # type: ignore[arg-type]
    assert find_event(change.event_id) is not None
    things.tanker.permits.model.objects.filter(tanker=other).update(tanker=things.tanker)
    arrival = Arrival(LATER, Decimal("3.9"), seals_intact=True, seals=("B1", "B2"))
    noted = note_arrival(people["plant_receiver"], sheet, arrival)
    assert noted.seals_intact is True
    assert set(Seal.objects.values_list("number", "state")) == {
        ("A1", "opened"), ("A2", "opened"), ("A3", "opened"), ("B1", "found"), ("B2", "found"),
    }  # fmt: skip


def test_a_refused_load_comes_back_once(cast: Cast) -> None:
    things, manager = furnish(cast), cast.people["station_manager"]
    sheet = arrived(cast, things)
    entry = {"temperature_c": Decimal(5), "at": LATER + timedelta(hours=4), "reason": "饲喂犊牛"}
    with pytest.raises(Problem):
        return_load(manager, sheet, **entry)  # type: ignore[arg-type]
    refuse_load(cast.people["plant_receiver"], sheet, reason="酸度超标", refused_at=LATER)
    back = return_load(manager, sheet, **entry)  # type: ignore[arg-type]
    assert find_event(back.event_id) is not None
    with pytest.raises(Problem):
        return_load(manager, sheet, **entry)  # type: ignore[arg-type]
    close_sheet(manager, sheet)
    stored = HandoverSheet.objects.get()
    assert all(is_intact(stored, one) for one in stored.signatures.all())
    assert find_event(handover_event_id(stored)) is not None


def hold(lot: str, *words: str, undo: bool = False) -> None:
    event = observation("holding", lot, START, "https://id.gs1.org/414/9521321000017") | {
        "persistentDisposition": {"unset" if undo else "set": list(words)},
        "bizTransactionList": [{"bizTransaction": "https://milkshed.example/ns/hold/KL7"}],
    }
    event["eventID"] = f"urn:uuid:00000000-0000-4000-8000-00000000000{int(undo)}"
    event["eventTime"] = f"2026-01-05T0{8 + undo}:00:00.000+08:00"
    assert capture_document(document([event], START)).success


def test_a_held_load_is_neither_loaded_nor_accepted(cast: Cast) -> None:
    things, manager = furnish(cast), cast.people["station_manager"]
    sheet = arrived(cast, things)
    hold(sheet.load_lot, "unavailable")
    with pytest.raises(Problem) as caught:
        receive_load(
            cast.people["plant_receiver"], sheet, received_kg=Decimal(24_990), received_at=LATER
        )
    assert rules_of(caught.value) == {"held"}
    assert "KL7" in caught.value.faults[0].message.zh
    split = replace(
        loading_of(cast, things), plant=cast.places["other_plant"], seals=("X1",),
        shipped_kg=Decimal(100),
    )  # fmt: skip
    with pytest.raises(Problem) as loaded:
        open_sheet(manager, things.station, split)
    assert rules_of(loaded.value) == {"held"}
    hold(sheet.load_lot, "unavailable", undo=True)
    receive_load(
        cast.people["plant_receiver"], sheet, received_kg=Decimal(24_990), received_at=LATER
    )
    assert HandoverSheet.objects.get().outcome == "accepted"


def test_of_two_who_act_at_once_the_second_is_told(cast: Cast) -> None:
    things = furnish(cast)
    sheet = open_sheet(cast.people["station_manager"], things.station, loading_of(cast, things))
    sign_sheet(cast.people["station_manager"], sheet, "station", signed_at=START)
    with pytest.raises(Problem) as caught:
        take_step(cast.people["station_manager"], sheet, StepEntry("station", START), seen="draft")
    assert rules_of(caught.value) == {"changed-since"}


def test_a_code_tells_number_state_and_times_and_a_forged_one_is_noted(cast: Cast) -> None:
    things = furnish(cast)
    sheet = under_way(cast, things)
    client = Client(headers={"Accept": "text/html"})
    answer = client.get(check_path(sheet.number, sheet.gdti))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "查验通过" in text
    assert "运输中" in text
    for hidden in ("金河源", "贺兰雪", "宁C12345", "25,000", "station_manager"):
        assert hidden not in text
    forged = client.get(f"/collection/check/{sheet.number}/{'0' * 20}")
    assert forged.status_code == 409
    assert "查验不通过" in forged.content.decode()
    assert client.get(f"/collection/check/J9/{code_of(sheet.gdti)}").status_code == 404
    assert client.get(f"/collection/check/J8/{code_of(sheet.gdti)}").status_code == 404
    assert dict(CodeCheck.objects.values_list("outcome", "times")) == {
        "true": 1, "forged": 1, "unknown": 2,
    }  # fmt: skip
    assert Alarm.objects.get().kind == "collection.forged_code"
    told = Client().get(f"/api{check_path(sheet.number, sheet.gdti)}").json()
    assert set(told) == {
        "number", "state", "outcome", "loaded_at", "departed_at", "arrived_at", "settled_at",
    }  # fmt: skip


def test_a_sheet_goes_its_way_by_rest(cast: Cast) -> None:
    furnish(cast)

    def post(role: str, path: str, body: dict[str, object], status: int = 200) -> dict[str, object]:
        client = Client()
        client.force_login(cast.people[role])
        answer = client.post(f"/api/collection/{path}", body, content_type="application/json")
        assert answer.status_code == status, answer.content
        return answer.json()  # type: ignore[no-any-return]

    body = {
        "station_gln": cast.places["station"].gln, "plant_gln": cast.places["plant"].gln,
        "tanker_plate": "宁c12345", "load_lot": "https://id.gs1.org/01/09521234543213/10/L1",
        "shipped_kg": 25000, "departure_temperature_c": 3.2, "cooling_minutes": 60,
        "seals": ["A1"], "loaded_at": START.isoformat(),
    }  # fmt: skip
    made = post("station_manager", "sheets", body)
    path = f"sheets/{made['number']}/steps"
    for role, step in (
        ("station_manager", "station"), ("tanker_driver", "driver"), ("tanker_escort", "escort"),
    ):  # fmt: skip
        post(role, path, {"step": step, "at": START.isoformat()})
    arrive = {"step": "arrive", "at": LATER.isoformat(), "temperature_c": 3.5}
    post("plant_receiver", path, arrive, 422)
    post("plant_receiver", path, arrive | {"seals_intact": True})
    receive = {"step": "receive", "at": LATER.isoformat(), "received_kg": 24990}
    stale = post("plant_receiver", path, receive | {"expected_state": "under_way"}, 409)
    assert "changed-since" in str(stale)
    post("plant_receiver", path, receive | {"gross_kg": 1}, 422)
    post("plant_receiver", path, receive)
    closed = post("station_manager", path, {"step": "close", "at": LATER.isoformat()})
    assert closed["state"] == "closed"
    post("farm_manager", path, {"step": "close", "at": LATER.isoformat()}, 404)
    post("station_manager", path, {"step": "close", "at": "2026-01-05T10:00:00"}, 422)
