"""Filing the world's farms and plants through the rooms' own verbs."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction

from milkshed.factory.actions.register import register_plant, register_product, register_silo
from milkshed.factory.models import Silo
from milkshed.herd.actions.farms import register_farm
from milkshed.region.play.furnish import Furniture
from milkshed.region.science.catalogue import Category
from milkshed.region.science.entities import Plant, Product

FACTORY_CATEGORY = {
    Category.UHT: "uht",
    Category.PASTEURISED: "pasteurised",
    Category.YOGURT: "fermented",
    Category.POWDER: "powder",
    Category.CREAM: "cream",
    Category.CHEESE: "cheese",
    Category.CONCENTRATE: "concentrated",
}
# The plan lists these among specialty and high-end products (task 5, box 4).
_SPECIALTY = {
    Category.CHEESE: "天然奶酪，规划任务5所列特色乳制品",
    Category.CREAM: "稀奶油，规划专栏4所列精深加工产品",
    Category.PASTEURISED: "低温鲜奶，规划专栏4所列产品",
}


@dataclass(slots=True)
class FactoryKeys:
    """Where plants, silos and products stand in the factory room, in the world's order."""

    plants: list[int] = field(default_factory=list)
    silos: list[list[int]] = field(default_factory=list)
    products: list[list[int]] = field(default_factory=list)


@transaction.atomic
def file_farms(furniture: Furniture, first_day: date) -> None:
    """File every farm with its code and scale."""
    for farm, place in zip(furniture.world.farms, furniture.farms, strict=True):
        register_farm(
            place=place,
            code=farm.code,
            declared_head=farm.head,
            is_nucleus=farm.is_nucleus,
            filed_on=first_day - timedelta(days=400 + farm.number),
            synthetic=True,
        )


@transaction.atomic
def license_plants(furniture: Furniture, first_day: date) -> FactoryKeys:
    """Enter every plant with its silos and products."""
    keys = FactoryKeys()
    for plant, place in zip(furniture.world.plants, furniture.plants, strict=True):
        entered = register_plant(
            place=place,
            daily_capacity_t=plant.capacity_t,
            first_licensed_on=first_day - timedelta(days=900 + 90 * plant.number),
            traced=plant.traced,
        )
        silos: list[Silo] = [
            register_silo(
                plant=entered, extension=silo.extension, capacity_kg=silo.capacity_t * 1000
            )
            for silo in plant.silos
        ]
        keys.plants.append(entered.pk)
        keys.silos.append([silo.pk for silo in silos])
        keys.products.append(
            [
                register_product(
                    plant=entered,
                    gtin=product.gtin,
                    name=product.name,
                    category=FACTORY_CATEGORY[product.category],
                    shelf_life_days=product.shelf_d,
                    launched_on=_launched(plant, product, first_day),
                    specialty_reason=_SPECIALTY.get(product.category, ""),
                ).pk
                for product in plant.products
            ]
        )
    return keys


def _launched(plant: Plant, product: Product, first_day: date) -> date:
    """Products came out over the last three years, in a fixed order."""
    age_days = 30 + 37 * (plant.number * 5 + plant.products.index(product)) % 1000
    return first_day - timedelta(days=age_days)
