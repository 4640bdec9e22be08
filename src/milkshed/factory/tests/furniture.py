"""A plant with two silos and a product, and rows that fit them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from milkshed.factory.actions.register import register_plant, register_product, register_silo
from milkshed.factory.actions.rows import BatchRow, IntakeRow, ProductLotRow
from milkshed.factory.models import Plant, Product, Silo
from milkshed.kernel.clock import at_shanghai
from milkshed.kernel.gs1 import build_gdti, build_gtin14
from milkshed.kernel.text import Text
from tests.cast import Cast

DAY = date(2026, 1, 5)
NOON = at_shanghai(DAY, 12)


@dataclass(frozen=True, slots=True)
class Works:
    """A plant and what stands in it."""

    plant: Plant
    silos: tuple[Silo, Silo]
    product: Product


def works(cast: Cast, key: str = "plant", item: int = 1) -> Works:
    """Register a plant at a place of the cast."""
    plant = register_plant(
        place=cast.places[key], daily_capacity_t=600, first_licensed_on=date(2019, 5, 1)
    )
    silos = (
        register_silo(plant=plant, extension="SILO-1", capacity_kg=60_000),
        register_silo(plant=plant, extension="SILO-2", capacity_kg=60_000),
    )
    product = register_product(
        plant=plant,
        gtin=build_gtin14("9521234", item),
        name=Text("高钙鲜牛奶", "High-calcium fresh milk"),
        category="pasteurised",
        shelf_life_days=7,
        launched_on=date(2024, 6, 1),
        specialty_reason="活性乳蛋白含量高于普通巴氏杀菌乳",
    )
    return Works(plant, silos, product)


def lot(kind: str, serial: int) -> str:
    """The URI of a bulk lot."""
    return f"https://id.gs1.org/01/{build_gtin14('9521234', 900)}/10/{kind}{serial}"


def intake(silo: Silo, serial: int, at: datetime = NOON, **values: object) -> IntakeRow:
    """A receipt of 25 tonnes."""
    given: dict[str, object] = {
        "silo_id": silo.pk,
        "sheet": build_gdti("9521234", 1, f"J{serial:06d}"),
        "load_lot": lot("L", serial),
        "silo_lot": lot("S", serial),
        "kg": 25_000.0,
        "temperature_c": 3.6,
        "at": at,
    }
    return IntakeRow(**(given | values))  # type: ignore[arg-type]


def batch(plant: Plant, serial: int, **values: object) -> BatchRow:
    """A batch of 20 tonnes drawn from the silo state of the same serial."""
    given: dict[str, object] = {
        "plant_id": plant.pk,
        "lot": lot("B", serial),
        "category": "pasteurised",
        "draws": ((lot("S", serial), 20_000.0),),
        "kg_out": 19_900.0,
        "started_at": NOON + timedelta(hours=1),
        "finished_at": NOON + timedelta(hours=3),
    }
    return BatchRow(**(given | values))  # type: ignore[arg-type]


def product_lot(product: Product, serial: int, **values: object) -> ProductLotRow:
    """A lot of 19.8 tonnes filled from the batch of the same serial."""
    given: dict[str, object] = {
        "product_id": product.pk,
        "lot": f"P{serial}",
        "kg": 19_800.0,
        "packs": 39_600,
        "produced_on": DAY,
        "batch_lot": lot("B", serial),
    }
    return ProductLotRow(**(given | values))  # type: ignore[arg-type]
