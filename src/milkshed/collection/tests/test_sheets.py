from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from milkshed.collection.actions.bulk import record_sheets
from milkshed.collection.actions.loading import Loading
from milkshed.collection.actions.registry import (
    Term,
    grant_licence,
    move_licence,
    register_station,
    register_tanker,
)
from milkshed.collection.actions.sheets import (
    Arrival,
    close_sheet,
    correct_sheet,
    note_arrival,
    open_sheet,
    receive_load,
    record_purchase,
    refuse_load,
    sign_sheet,
)
from milkshed.collection.facade import (
    accepted_kg,
    flow_of_day,
    open_sheets,
    sheets_of_load,
    stations_by_uri,
)
from milkshed.collection.indicators import contributions
from milkshed.collection.jobs import find_without_load
from milkshed.collection.models import HandoverSheet, Licence, Station, Tanker
from milkshed.collection.queries import is_intact
from milkshed.collection.tests.furniture import START, Furniture, furnish, sheet_row
from milkshed.herd.actions.animals import register_animals
from milkshed.herd.actions.events import record_events
from milkshed.herd.actions.farms import register_farm
from milkshed.herd.actions.pens import open_pen
from milkshed.herd.actions.rows import AnimalRow, EventRow
from milkshed.kernel.identifiers import build_ear_tag
from milkshed.kernel.problems import Problem
from milkshed.ledger.models import Event
from milkshed.platform.figures import FigureRequest
from milkshed.platform.jobs import Progress
from milkshed.platform.models import Alarm, Job, Membership, Person, Rule
from tests.cast import Cast


def loading_of(cast: Cast, things: Furniture) -> Loading:
    return Loading(
        tanker=things.tanker,
        plant=cast.places["plant"],
        load_lot="https://id.gs1.org/01/09521234543213/10/L1",
        shipped_kg=Decimal("25000.0"),
        departure_temperature_c=Decimal("3.2"),
        cooling_minutes=70,
        seals=("A1", "A2", "A3"),
        loaded_at=START,
    )


def opened(cast: Cast, things: Furniture) -> HandoverSheet:
    return open_sheet(cast.people["station_manager"], things.station, loading_of(cast, things))


def under_way(cast: Cast, things: Furniture) -> HandoverSheet:
    sheet = opened(cast, things)
    people = cast.people
    sign_sheet(people["station_manager"], sheet, "station", signed_at=START)
    for minutes, role in ((10, "driver"), (12, "escort")):
        sign_sheet(
            people[f"tanker_{role}"], sheet, role, signed_at=START + timedelta(minutes=minutes)
        )
    return sheet


def arrived(cast: Cast, things: Furniture, *, seals_intact: bool = True) -> HandoverSheet:
    arrival = Arrival(START + timedelta(hours=2), Decimal("3.9"), seals_intact)
    return note_arrival(cast.people["plant_receiver"], under_way(cast, things), arrival)


def rules_of(problem: Problem) -> set[str]:
    return {fault.rule for fault in problem.faults}


def test_a_sheet_goes_its_way_and_becomes_a_fact(cast: Cast) -> None:
    things = furnish(cast)
    sheet = arrived(cast, things)
    receive_load(
        cast.people["plant_receiver"],
        sheet,
        received_kg=Decimal(24_960),
        received_at=START + timedelta(hours=3),
    )
    close_sheet(cast.people["station_manager"], sheet)
    stored = HandoverSheet.objects.get()
    assert stored.state == "closed"
    assert [is_intact(stored, s) for s in stored.signatures.all()] == [True] * 4
    assert Event.objects.count() == 1
    assert not Alarm.objects.exists()


def test_signatures_come_in_order_from_the_right_people(cast: Cast) -> None:
    things = furnish(cast)
    sheet, people = opened(cast, things), cast.people
    with pytest.raises(Problem) as early:
        sign_sheet(people["tanker_driver"], sheet, "driver", signed_at=START)
    assert rules_of(early.value) == {"station-first"}
    with pytest.raises(Problem) as stranger:
        sign_sheet(people["plant_receiver"], sheet, "station", signed_at=START)
    assert stranger.value.kind.status == 403
    sign_sheet(people["station_manager"], sheet, "station", signed_at=START)
    with pytest.raises(Problem) as wrong_role:
        sign_sheet(people["tanker_driver"], sheet, "escort", signed_at=START)
    assert wrong_role.value.kind.status == 403
    sign_sheet(people["tanker_driver"], sheet, "driver", signed_at=START)
    assert HandoverSheet.objects.get().state == "loaded"


def test_driver_and_escort_are_two_people(cast: Cast) -> None:
    things = furnish(cast)
    sheet, driver = opened(cast, things), cast.people["tanker_driver"]
    Membership.objects.create(
        person=driver, organisation=cast.organisations["carrier"], role="tanker_escort"
    )
    driver = Person.objects.get(pk=driver.pk)
    sign_sheet(cast.people["station_manager"], sheet, "station", signed_at=START)
    sign_sheet(driver, sheet, "driver", signed_at=START)
    with pytest.raises(Problem) as caught:
        sign_sheet(driver, sheet, "escort", signed_at=START)
    assert rules_of(caught.value) == {"two-people"}


def test_times_run_forward(cast: Cast) -> None:
    things = furnish(cast)
    sheet = under_way(cast, things)
    with pytest.raises(Problem) as caught:
        note_arrival(
            cast.people["plant_receiver"],
            sheet,
            Arrival(START + timedelta(minutes=5), Decimal(3), seals_intact=True),
        )
    assert rules_of(caught.value) == {"monotone"}


def test_an_arrival_entered_in_the_minute_of_departure_is_no_earlier(cast: Cast) -> None:
    things = furnish(cast)
    sheet = opened(cast, things)
    people = cast.people
    sign_sheet(people["station_manager"], sheet, "station", signed_at=START)
    departed = START + timedelta(minutes=10, seconds=41)
    sign_sheet(people["tanker_driver"], sheet, "driver", signed_at=departed)
    sign_sheet(people["tanker_escort"], sheet, "escort", signed_at=departed)
    entered = START + timedelta(minutes=10)
    noted = note_arrival(
        people["plant_receiver"], sheet, Arrival(entered, Decimal(3), seals_intact=True)
    )
    assert noted.arrived_at == departed


def test_a_refused_load_needs_its_reason_and_counts_nothing(cast: Cast) -> None:
    things = furnish(cast)
    sheet = arrived(cast, things, seals_intact=False)
    receiver = cast.people["plant_receiver"]
    with pytest.raises(Problem):
        refuse_load(receiver, sheet, reason=" ", refused_at=START + timedelta(hours=3))
    refuse_load(receiver, sheet, reason="铅封破损", refused_at=START + timedelta(hours=3))
    assert Alarm.objects.get().kind == "collection.broken_seal"
    assert accepted_kg(START.date(), START.date()) == 0
    assert open_sheets() == {"refused": 1}


def test_opening_names_every_fault(cast: Cast) -> None:
    things = furnish(cast)
    Licence.objects.filter(tanker=things.tanker).update(valid_to=date(2025, 12, 31))
    wrong = replace(
        loading_of(cast, things),
        shipped_kg=Decimal(30_000),
        cooling_minutes=150,
        departure_temperature_c=Decimal("4.1"),
        seals=(),
    )
    with pytest.raises(Problem) as caught:
        open_sheet(cast.people["station_manager"], things.station, wrong)
    assert rules_of(caught.value) == {"permit", "capacity", "art-18", "art-25", "required"}


def test_another_stations_sheet_does_not_exist(cast: Cast) -> None:
    things = furnish(cast)
    with pytest.raises(Problem) as caught:
        open_sheet(cast.people["station_manager"], things.other_station, loading_of(cast, things))
    assert caught.value.kind.status == 404


def test_a_correction_is_a_new_version(cast: Cast) -> None:
    things = furnish(cast)
    sheet = under_way(cast, things)
    manager = cast.people["station_manager"]
    corrected = replace(loading_of(cast, things), shipped_kg=Decimal(24_500))
    new = correct_sheet(manager, sheet, corrected, reason="数量抄错")
    sheet.refresh_from_db()
    assert (sheet.state, sheet.shipped_kg) == ("replaced", Decimal("25000.0"))
    assert (new.version, new.state, new.corrects_id) == (2, "draft", sheet.pk)
    assert new.number == f"{sheet.number}-2"
    found = sheets_of_load([new.load_lot])[new.load_lot]
    assert [facts.number for facts in found] == [new.number]


def test_filing_and_papers(cast: Cast) -> None:
    things = furnish(cast)
    officer = cast.people["county_officer"]
    with pytest.raises(Problem) as foreign:
        register_station(
            officer, cast.places["other_station"], kind="farm", daily_intake_kg=Decimal(1)
        )
    assert foreign.value.kind.status == 404
    with pytest.raises(Problem) as twice:
        register_station(officer, cast.places["station"], kind="farm", daily_intake_kg=Decimal(1))
    assert twice.value.kind.status == 409
    tanker = register_tanker(
        officer,
        cast.organisations["carrier"],
        plate="宁C99999",
        grai=things.tanker.grai[:-1] + "9",
        capacity_kg=Decimal(30_000),
    )
    assert Tanker.objects.count() == 2
    day = date(2026, 1, 1)
    with pytest.raises(Problem) as long:
        grant_licence(
            officer, things.station, number="X1", term=Term(day, day + timedelta(days=800))
        )
    assert rules_of(long.value) == {"too-long"}
    permit = grant_licence(officer, tanker, number="X2", term=Term(day, day + timedelta(days=365)))
    halted = move_licence(
        officer, permit, "collection.halt_licence", on=date(2026, 2, 1), reason="整改"
    )
    assert halted.stands_on(date(2026, 1, 31))
    assert not halted.stands_on(date(2026, 2, 1))
    back = move_licence(
        officer, permit, "collection.reinstate_licence", on=date(2026, 3, 1), reason="已整改"
    )
    assert back.stands_on(date(2026, 3, 1))
    assert back.standing(date(2026, 12, 20), 30) == "expiring"
    assert back.standing(date(2027, 6, 1), 30) == "expired"


def test_purchases_stay_inside_the_purchase_area(cast: Cast) -> None:
    things = furnish(cast)
    manager = cast.people["station_manager"]
    values = {"received_at": START, "kg": Decimal(9000), "temperature_c": Decimal("3.5")}
    record_purchase(manager, things.station, cast.places["farm"], farm_lot="F1", **values)
    with pytest.raises(Problem) as caught:
        record_purchase(manager, things.station, cast.places["other_farm"], farm_lot="F2", **values)
    assert rules_of(caught.value) == {"purchase-area"}


def test_milk_within_a_withdrawal_is_neither_bought_nor_shipped(cast: Cast) -> None:
    things = furnish(cast)
    manager, place = cast.people["station_manager"], cast.places["farm"]
    tag, drug = build_ear_tag("640302", 1), {"product": "头孢噻呋", "withdrawal_milk_hours": 72}
    farm = register_farm(place=place, code="6403020001", declared_head=100)
    cow = AnimalRow(farm.code, "F", date(2020, 5, 1), tag, parity=2,
                    last_calving_date=date(2025, 11, 1))  # fmt: skip
    register_animals([cow])
    treated = EventRow(farm.code, tag, "treatment", START - timedelta(hours=12), details=drug)
    values = {"received_at": START, "kg": Decimal(9000), "temperature_c": Decimal("3.5")}
    record_purchase(manager, things.station, place, farm_lot="F1", **values)
    assert record_events([treated]).is_clean
    with pytest.raises(Problem) as caught:
        record_purchase(manager, things.station, place, farm_lot="F2", **values)
    (fault,) = caught.value.faults
    assert (fault.field, fault.rule, fault.value) == ("farm", "art-24", place.name_zh)
    # the milk bought before the treatment was known is not shipped either
    with pytest.raises(Problem) as caught:
        opened(cast, things)
    assert rules_of(caught.value) == {"art-24"}
    Rule.objects.filter(key="collection.withheld.binding").update(value=0)
    opened(cast, things)
    assert Alarm.objects.get(kind="collection.withheld_milk").facts[0]["value"] == "1"
    Rule.objects.filter(key="collection.withheld.binding").update(value=1)
    open_pen(farm, code="B1", name="病牛舍", purpose="hospital")
    apart = EventRow(farm.code, tag, "pen_move", START - timedelta(hours=11), details={"pen": "B1"})
    assert record_events([apart]).is_clean
    record_purchase(manager, things.station, place, farm_lot="F3", **values)


def test_the_days_flow_and_the_plans_milk(cast: Cast) -> None:
    things = furnish(cast)
    record_sheets([sheet_row(cast, things, f"J{i}") for i in range(4)])
    (row,) = flow_of_day(START.date())
    assert (row.source_county, row.station_county, row.kg) == ("640302", "640302", 99_920.0)
    figures = {c.indicator: c.compute(FigureRequest(date(2026, 1, 31))) for c in contributions()}
    assert figures["K2"].value == Decimal("99920") / 10_000_000
    assert figures["T1.2"].value == figures["K2"].value
    assert figures["T1.4"].value is None
    assert figures["S2"].value == Decimal(100) / 305
    assert stations_by_uri([things.station.uri])[things.station.uri].county == "640302"
    assert Station.objects.count() == 2


def test_a_sheet_without_its_load_is_found(cast: Cast) -> None:
    things = furnish(cast)
    record_sheets([sheet_row(cast, things)])
    job = Job.objects.create(
        kind="collection.find_sheets_without_load",
        arguments={"first": "2026-01-04", "last": "2026-01-06"},
    )
    assert find_without_load(Progress(job), job.arguments) == {"found": 1}
    assert Alarm.objects.get().kind == "collection.sheet_without_load"
