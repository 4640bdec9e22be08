"""What other rooms and the house's own pages may ask of the factory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from milkshed.factory.models import CATEGORIES, Intake, Plant, Product, ProductLot
from milkshed.kernel.clock import start_of_day
from milkshed.kernel.text import Text


@dataclass(frozen=True, slots=True)
class PlantFacts:
    """A plant: keys, Digital Link, name, county, operator, tonnes a day, whether it is traced."""

    key: int
    place_id: int
    uri: str
    name: Text
    county: str
    organisation_id: int
    daily_capacity_t: Decimal
    traced: bool


@dataclass(frozen=True, slots=True)
class ProductFacts:
    """A product: GTIN-14, name, category, plant, and why it counts as specialty (empty if not)."""

    gtin: str
    name: Text
    category: Text
    plant: Text
    plant_uri: str
    specialty_reason: str
    shelf_life_days: int
    launched_on: date


@dataclass(frozen=True, slots=True)
class ProductLotFacts:
    """A product lot; ``path`` is the path of its Digital Link, ``batch`` the URI of its batch."""

    uri: str
    path: str
    lot: str
    product: ProductFacts
    kg: Decimal
    packs: int
    produced_on: date
    expires_on: date
    state: str
    state_text: Text
    batch: str


@dataclass(frozen=True, slots=True)
class IntakeFacts:
    """A load received into a silo, kg and ℃; ``heel_kg`` was in the silo before."""

    plant_uri: str
    plant: Text
    silo: str
    sheet: str
    load_lot: str
    silo_lot: str
    kg: Decimal
    heel_kg: Decimal
    temperature_c: Decimal
    at: datetime


def _product(product: Product) -> ProductFacts:
    return ProductFacts(
        gtin=product.gtin,
        name=product.name,
        category=CATEGORIES[product.category],
        plant=product.plant.place.name,
        plant_uri=product.plant.uri,
        specialty_reason=product.specialty_reason,
        shelf_life_days=product.shelf_life_days,
        launched_on=product.launched_on,
    )


def _lot(lot: ProductLot) -> ProductLotFacts:
    return ProductLotFacts(
        uri=lot.uri,
        path=lot.path,
        lot=lot.lot,
        product=_product(lot.product),
        kg=lot.kg,
        packs=lot.packs,
        produced_on=lot.produced_on,
        expires_on=lot.expires_on,
        state=lot.state,
        state_text=lot.state_text,
        batch=lot.batch.lot if lot.batch else "",
    )


def products_by_gtin(gtins: Iterable[str]) -> Mapping[str, ProductFacts]:
    """Products by GTIN-14; unknown numbers are left out."""
    found = Product.objects.filter(gtin__in=list(gtins)).select_related("plant__place")
    return {product.gtin: _product(product) for product in found}


def product_lots_by_uri(uris: Iterable[str]) -> Mapping[str, ProductLotFacts]:
    """Product lots by canonical Digital Link; unknown links are left out."""
    found = ProductLot.objects.filter(uri__in=list(uris)).select_related(
        "product__plant__place", "batch"
    )
    return {lot.uri: _lot(lot) for lot in found}


def plants_by_uri(uris: Iterable[str]) -> Mapping[str, PlantFacts]:
    """Plants by the Digital Link of their place (``/414/{gln}``); unknown links are left out."""
    glns = [uri.rsplit("/", 1)[-1] for uri in uris]
    found = Plant.objects.filter(place__gln__in=glns).select_related("place")
    return {
        p.uri: PlantFacts(
            p.pk,
            p.place_id,
            p.uri,
            p.place.name,
            p.place.county,
            p.place.organisation_id,
            p.daily_capacity_t,
            p.traced,
        )
        for p in found
    }


def intakes_of_day(day: date) -> tuple[IntakeFacts, ...]:
    """Loads received on a Chinese calendar day, in order of time."""
    intakes = (
        Intake.objects.filter(at__gte=start_of_day(day), at__lt=start_of_day(day + timedelta(1)))
        .select_related("silo__plant__place")
        .order_by("at")
    )
    return tuple(
        IntakeFacts(
            plant_uri=i.silo.plant.uri,
            plant=i.silo.plant.place.name,
            silo=i.silo.extension,
            sheet=i.sheet,
            load_lot=i.load_lot,
            silo_lot=i.silo_lot,
            kg=i.kg,
            heel_kg=i.heel_kg,
            temperature_c=i.temperature_c,
            at=i.at,
        )
        for i in intakes
    )


def recent_product_lots(count: int) -> tuple[ProductLotFacts, ...]:
    """The youngest released lots, for QR addresses to try."""
    lots = (
        ProductLot.objects.filter(state="released")
        .select_related("product__plant__place", "batch")
        .order_by("-produced_on", "-pk")[:count]
    )
    return tuple(_lot(lot) for lot in lots)
