"""An accepted tanker goes into a silo and the ledger; nothing else does."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from milkshed.collection.facade import SheetFacts
from milkshed.factory.actions import receiving
from milkshed.factory.actions.bulk import record_batches, record_intakes, record_product_lots
from milkshed.factory.actions.lots import move_lot
from milkshed.factory.actions.receiving import receive_into_silo, record_cleaning
from milkshed.factory.actions.register import register_product
from milkshed.factory.facade import (
    intakes_of_day,
    plants_by_uri,
    product_lots_by_uri,
    products_by_gtin,
    recent_product_lots,
)
from milkshed.factory.indicators import contributions
from milkshed.factory.models import Intake, Plant, ProductLot
from milkshed.factory.queries.silos import silo_states
from milkshed.factory.tests.furniture import (
    DAY,
    NOON,
    batch,
    intake,
    lot,
    product_lot,
    works,
)
from milkshed.kernel.gs1 import build_gdti, build_gtin14
from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from milkshed.ledger.authoring import document, observation
from milkshed.ledger.facade import capture_document, trace_backward
from milkshed.platform.figures import FigureRequest
from tests.cast import Cast

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def sheet_for(plant: Plant, serial: int, **values: object) -> SheetFacts:
    gdti = build_gdti("9521234", 1, f"J{serial:06d}")
    facts = SheetFacts(
        number=f"J{serial:06d}",
        uri=f"https://id.gs1.org/253/{gdti}",
        load_lot=lot("L", serial),
        station=Text("站", "Station"),
        station_uri="https://id.gs1.org/414/9521234000009",
        plate="宁A12345",
        tanker_uri="",
        plant=plant.place.name,
        plant_uri=plant.uri,
        shipped_kg=Decimal(25_000),
        received_kg=Decimal(24_990),
        departure_temperature_c=Decimal("3.5"),
        arrival_temperature_c=Decimal("4.0"),
        departed_at=NOON,
        arrived_at=NOON,
        settled_at=NOON,
        outcome="accepted",
        state=Text("已收", "Accepted"),
        signatures=4,
        url="",
    )
    return replace(facts, **values)  # type: ignore[arg-type]


@pytest.fixture
def sheets(monkeypatch: pytest.MonkeyPatch) -> dict[str, SheetFacts]:
    known: dict[str, SheetFacts] = {}
    monkeypatch.setattr(receiving, "sheet_by_gdti", known.get)
    return known


def add(sheets: dict[str, SheetFacts], facts: SheetFacts) -> str:
    gdti = facts.uri.rsplit("/", 1)[-1]
    sheets[gdti] = facts
    return gdti


def test_two_loads_make_a_chain_of_states_in_the_ledger(
    cast: Cast, sheets: dict[str, SheetFacts]
) -> None:
    here, person = works(cast), cast.people["plant_receiver"]
    silo = here.silos[0]
    for serial in (1, 2):
        gdti = add(sheets, sheet_for(here.plant, serial))
        receive_into_silo(
            person, silo, sheet=gdti, temperature_c=Decimal(4), at=NOON + serial * HOUR
        )
    first, second = Intake.objects.order_by("at")
    assert (first.kg, first.heel_kg) == (Decimal(24_990), 0)
    assert (second.heel_kg, second.state_kg) == (Decimal(24_990), Decimal(49_980))
    state = silo_states([silo])[0]
    assert (state.level_kg, state.oldest_at, state.loads) == (Decimal(49_980), first.at, 2)
    trace = trace_backward(second.silo_lot)
    assert trace is not None
    assert {lot("L", 1), lot("L", 2)} <= {str(node.uri) for node in trace.nodes}


def test_what_does_not_fit_or_is_not_accepted_stays_out(
    cast: Cast, sheets: dict[str, SheetFacts]
) -> None:
    here, person = works(cast), cast.people["plant_receiver"]
    other = works(cast, "other_plant", item=2)
    cases = [
        (sheet_for(here.plant, 1, outcome=""), {}, 409),
        (sheet_for(other.plant, 2), {}, 404),
        (sheet_for(here.plant, 3, received_kg=Decimal(61_000)), {}, 422),
        (sheet_for(here.plant, 4), {"kg": Decimal(30_000)}, 422),
        (sheet_for(here.plant, 5), {"temperature_c": Decimal(99)}, 422),
    ]
    for facts, values, status in cases:
        gdti = add(sheets, facts)
        with pytest.raises(Problem) as caught:
            receive_into_silo(
                person,
                here.silos[0],
                sheet=gdti,
                at=NOON,
                **({"temperature_c": Decimal(4)} | values),
            )
        assert caught.value.kind.status == status
    assert not Intake.objects.exists()


def test_a_load_is_unloaded_once_and_may_be_split(
    cast: Cast, sheets: dict[str, SheetFacts]
) -> None:
    here, person = works(cast), cast.people["plant_receiver"]
    gdti = add(sheets, sheet_for(here.plant, 1))
    part = Decimal(10_000)
    receive_into_silo(person, here.silos[0], sheet=gdti, temperature_c=Decimal(4), at=NOON, kg=part)
    rest = receive_into_silo(
        person, here.silos[1], sheet=gdti, temperature_c=Decimal(4), at=NOON + HOUR
    )
    assert rest.kg == Decimal(14_990)
    with pytest.raises(Problem) as caught:
        receive_into_silo(
            person, here.silos[1], sheet=gdti, temperature_c=Decimal(4), at=NOON + 2 * HOUR
        )
    assert caught.value.kind.status == 409


def test_another_plants_silo_does_not_exist_for_the_receiver(
    cast: Cast, sheets: dict[str, SheetFacts]
) -> None:
    other = works(cast, "other_plant")
    gdti = add(sheets, sheet_for(other.plant, 1))
    with pytest.raises(Problem) as caught:
        receive_into_silo(
            cast.people["plant_receiver"],
            other.silos[0],
            sheet=gdti,
            temperature_c=Decimal(4),
            at=NOON,
        )
    assert caught.value.kind.status == 404


def test_a_cleaning_needs_an_empty_silo_or_a_word(
    cast: Cast, sheets: dict[str, SheetFacts]
) -> None:
    here, person = works(cast), cast.people["plant_receiver"]
    silo = here.silos[0]
    gdti = add(sheets, sheet_for(here.plant, 1))
    receive_into_silo(person, silo, sheet=gdti, temperature_c=Decimal(4), at=NOON)
    with pytest.raises(Problem) as caught:
        record_cleaning(person, silo, at=NOON + HOUR)
    assert caught.value.kind.status == 409
    record_cleaning(person, silo, at=NOON + HOUR, residue_discarded=True)
    assert silo_states([silo])[0].level_kg == 0


def test_the_level_is_the_last_state_less_what_was_drawn(cast: Cast) -> None:
    here = works(cast)
    record_intakes([intake(here.silos[0], 1)])
    record_batches([batch(here.plant, 1)])
    full, empty = silo_states(here.silos)
    assert full.level_kg == Decimal(5_000)
    assert empty.level_kg == 0


def test_recall_is_another_persons_decision(cast: Cast) -> None:
    here = works(cast)
    record_product_lots([product_lot(here.product, 1, batch_lot="")])
    stored = ProductLot.objects.get()
    quality, officer = cast.people["plant_quality"], cast.people["county_officer"]
    move_lot(quality, stored, "factory.hold_lot", reason="微生物复检")
    with pytest.raises(Problem) as caught:
        move_lot(quality, stored, "factory.recall_lot", reason="复检不合格")
    assert caught.value.faults[0].rule == "four-eyes"
    assert move_lot(officer, stored, "factory.recall_lot", reason="复检不合格").state == "recalled"


def test_the_facade_answers_by_link(cast: Cast) -> None:
    here = works(cast)
    record_intakes([intake(here.silos[0], 1)])
    record_batches([batch(here.plant, 1)])
    record_product_lots([product_lot(here.product, 1)])
    uri = f"https://id.gs1.org/01/{here.product.gtin}/10/P1"
    assert product_lots_by_uri([uri, "x"])[uri].batch == lot("B", 1)
    assert products_by_gtin([here.product.gtin])[here.product.gtin].name.zh == "高钙鲜牛奶"
    assert plants_by_uri([here.plant.uri])[here.plant.uri].county == "640302"
    assert [i.silo for i in intakes_of_day(DAY)] == ["SILO-1"]
    assert not intakes_of_day(DAY + timedelta(days=1))
    assert [found.path for found in recent_product_lots(5)] == [f"/01/{here.product.gtin}/10/P1"]


def test_indicators_of_a_known_day(cast: Cast) -> None:
    """20 t drawn; 15 t of 19.8 t packed are a flagged product: 15 ÷ 19.8 = 75.76 %."""
    here = works(cast)
    plain = register_product(
        plant=here.plant,
        gtin=build_gtin14("9521234", 77),
        name=Text("纯牛奶", "Milk"),
        category="uht",
        shelf_life_days=180,
        launched_on=date(2020, 1, 1),
    )
    record_intakes([intake(here.silos[0], 1)])
    record_batches([batch(here.plant, 1)])
    record_product_lots(
        [
            product_lot(here.product, 1, kg=15_000.0),
            product_lot(plain, 2, kg=4_800.0, batch_lot=lot("B", 1)),
        ]
    )
    request = FigureRequest(DAY)
    found = {c.indicator: c.compute(request) for c in contributions()}
    assert found["T5.1"].value == Decimal("0.06")
    assert found["G2"].value == 0
    assert found["G3"].value == 1
    assert f"{found['G4'].value:.2f}" == "75.76"
    elsewhere = FigureRequest(DAY, frozenset({"640221"}))
    assert [c.compute(elsewhere).value for c in contributions()] == [None, 0, 0, None]


def hold(load_lot: str) -> None:
    event = observation("holding", load_lot, NOON, "https://id.gs1.org/414/9521321000017") | {
        "persistentDisposition": {"set": ["unavailable"]},
        "bizTransactionList": [{"bizTransaction": "https://milkshed.example/ns/hold/KL7"}],
    }
    assert capture_document(document([event], NOON)).success


def test_a_held_load_stays_out_of_the_silo(cast: Cast, sheets: dict[str, SheetFacts]) -> None:
    here, person = works(cast), cast.people["plant_receiver"]
    facts = sheet_for(here.plant, 1)
    hold(facts.load_lot)
    with pytest.raises(Problem) as caught:
        receive_into_silo(
            person, here.silos[0], sheet=add(sheets, facts), temperature_c=Decimal(4), at=NOON
        )
    assert [fault.rule for fault in caught.value.faults] == ["held"]
    assert "KL7" in caught.value.faults[0].message.zh
    assert not Intake.objects.exists()


def test_a_batch_of_milk_held_in_its_silo_is_refused(
    cast: Cast, sheets: dict[str, SheetFacts]
) -> None:
    here, person = works(cast), cast.people["plant_receiver"]
    facts = sheet_for(here.plant, 1)
    received = receive_into_silo(
        person, here.silos[0], sheet=add(sheets, facts), temperature_c=Decimal(4), at=NOON
    )
    hold(facts.load_lot)
    row = replace(batch(here.plant, 1), draws=((received.silo_lot, 1000.0),), kg_out=990.0)
    report = record_batches([row])
    assert [fault.rule for fault in report.faults] == ["held"]
    early = replace(row, started_at=NOON - HOUR)
    assert list(record_batches([early]).accepted) == [1]
