"""A small recall: one tainted load, a silo that was not cleaned in between, three product lots."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from milkshed.factory.actions.bulk import record_batches, record_intakes, record_product_lots
from milkshed.factory.actions.recalls.cases import Suspicion
from milkshed.factory.models import Plant, ProductLot
from milkshed.factory.rules import ROWS
from milkshed.factory.tests.furniture import (
    NOON,
    Works,
    batch,
    intake,
    lot,
    product_lot,
    works,
)
from milkshed.ledger import authoring
from milkshed.ledger.facade import capture_document
from milkshed.platform.calendar.table import fill_holidays
from milkshed.platform.rule_book import load_rules
from tests.cast import Cast

HOUR = timedelta(hours=1)
SUSPECT = lot("L", 1)
SUSPECT_SHARES = (1.0, 5_000 / 30_000, (5_000 / 30_000) * 10_000 / 35_000)
"""The mass fraction of the suspect load in silo states, batches and products 1 to 3.

State 1 is the load alone (25 t). State 2: 5 t heel of it and 25 t of load 2. State 3: 10 t heel of
state 2 and 25 t of load 3.
"""


@dataclass(frozen=True, slots=True)
class Scene:
    """The plant and its three product lots."""

    works: Works
    lots: tuple[ProductLot, ...]


def scene(cast: Cast) -> Scene:
    """Lay the scene out in the ledger and in the plant's books."""
    load_rules(ROWS)
    fill_holidays()
    here = works(cast)
    works(cast, "other_plant", item=2)
    _capture(_facts(cast, here.plant, here))
    record_intakes(
        [
            intake(here.silos[0], serial, NOON + serial * 6 * HOUR, heel_kg=heel)
            for serial, heel in ((1, 0.0), (2, 5_000.0), (3, 10_000.0))
        ]
    )
    record_batches([batch(here.plant, serial) for serial in (1, 2, 3)])
    record_product_lots([product_lot(here.product, serial) for serial in (1, 2, 3)])
    return Scene(here, tuple(ProductLot.objects.order_by("lot")))


def suspicion(**values: object) -> Suspicion:
    """A residue found in the load."""
    given: dict[str, object] = {
        "cause": "实验室确证抗生素残留",
        "hazard": "residue",
        "suspects": (SUSPECT,),
        "known_at": NOON + 30 * HOUR,
    }
    return Suspicion(**(given | values))  # type: ignore[arg-type]


def _facts(cast: Cast, plant: Plant, here: Works) -> list[authoring.Event]:
    silo, station = here.silos[0].uri, cast.places["station"]
    events = []
    heel: authoring.Mass | None = None
    for serial, heel_kg in ((1, 5_000.0), (2, 10_000.0), (3, 15_000.0)):
        at = NOON + serial * 6 * HOUR
        load = (lot("L", serial), 25_000.0)
        tank = (lot("T", serial), 25_000.0)
        state_kg = 25_000.0 + (heel[1] if heel else 0.0)
        inputs = [load, heel] if heel else [load]
        events += [
            authoring.milking(tank, at - 3 * HOUR, station.uri, station.vessel_uri("TANK-1"), 1),
            authoring.transformation(
                "loading", [tank], [load], at - 2 * HOUR, station.uri, "https://id.gs1.org/8003/x"
            ),
            authoring.transformation(
                "unloading", inputs, [(lot("S", serial), state_kg)], at, plant.uri, silo
            ),
            *_processed(plant, here, serial, at + HOUR),
        ]
        heel = (lot("S", serial), heel_kg)
    return events


def _processed(plant: Plant, here: Works, serial: int, at: datetime) -> list[authoring.Event]:
    made, packed = (lot("B", serial), 19_900.0), here.product.lot_uri(f"P{serial}")
    return [
        authoring.transformation(
            "creating_class_instance",
            [(lot("S", serial), 20_000.0)],
            [made],
            at,
            plant.uri,
            plant.place.vessel_uri("LINE-1"),
        ),
        authoring.transformation(
            "packing", [made], [(packed, 19_800.0)], at + HOUR, plant.uri,
            plant.place.vessel_uri("PACK-1"),
        ),
    ]  # fmt: skip


def _capture(events: list[authoring.Event]) -> None:
    outcome = capture_document(authoring.document(events, NOON + 40 * HOUR))
    assert outcome.success, outcome.errors
