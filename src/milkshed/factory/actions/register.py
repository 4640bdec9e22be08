"""Entering plants, their silos and their products."""

from datetime import date
from decimal import Decimal

from django.db import transaction

from milkshed.factory.models import CATEGORIES, Plant, Product, Silo
from milkshed.kernel.gs1 import GLN_EXTENSION, GTIN
from milkshed.kernel.problems import CONFLICT, INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Person, Place, PlaceKind
from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of


def register_plant(
    *,
    place: Place,
    daily_capacity_t: Decimal | float,
    first_licensed_on: date,
    traced: bool = True,
    person: Person | None = None,
) -> Plant:
    """Enter the plant that stands at a place, with its licensed capacity in tonnes a day.

    Registering the same place again changes what is stored about it.
    """
    if person is not None:
        require(person, "factory.register_plant")
        get_visible(Place.objects.all(), scope_of(person), pk=place.pk)
    faults = []
    if place.kind != PlaceKind.PLANT:
        faults.append(
            Fault("place", place.kind, "kind", Text("该场所不是加工厂", "The place is no plant"))
        )
    if not daily_capacity_t > 0:
        faults.append(_not_positive("daily_capacity_t", daily_capacity_t))
    if faults:
        raise Problem(INVALID, None, faults)
    plant, _ = Plant.objects.update_or_create(
        place=place,
        defaults={
            "daily_capacity_t": _one_decimal(daily_capacity_t),
            "first_licensed_on": first_licensed_on,
            "traced": traced,
        },
    )
    return plant


def register_silo(
    *,
    plant: Plant,
    extension: str,
    capacity_kg: Decimal | float,
    person: Person | None = None,
) -> Silo:
    """Enter a silo under its GLN extension; the same number again changes its capacity."""
    if person is not None:
        require(person, "factory.register_plant")
        get_visible(Plant.objects.all(), scope_of(person), pk=plant.pk)
    faults = []
    fault = GLN_EXTENSION.fault(extension, "extension")
    if fault is not None:
        faults.append(fault)
    if not capacity_kg > 0:
        faults.append(_not_positive("capacity_kg", capacity_kg))
    if faults:
        raise Problem(INVALID, None, faults)
    silo, _ = Silo.objects.update_or_create(
        plant=plant, extension=extension, defaults={"capacity_kg": _one_decimal(capacity_kg)}
    )
    return silo


def register_product(
    *,
    plant: Plant,
    gtin: str,
    name: Text,
    category: str,
    shelf_life_days: int,
    launched_on: date,
    specialty_reason: str = "",
    person: Person | None = None,
) -> Product:
    """Enter a product; it counts as specialty or high-end exactly when a reason is given.

    Raises a problem with every broken rule, and a conflict when another plant holds the GTIN.
    """
    if person is not None:
        require(person, "factory.register_product")
        get_visible(Plant.objects.all(), scope_of(person), pk=plant.pk)
    faults = []
    fault = GTIN.fault(gtin, "gtin")
    if fault is not None:
        faults.append(fault)
    if not name.zh.strip():
        faults.append(Fault("name", name.zh, "required", Text("名称必填", "A name is required")))
    if category not in CATEGORIES:
        faults.append(
            Fault("category", category, "choice", Text("没有该类别", "There is no such category"))
        )
    if shelf_life_days <= 0:
        faults.append(_not_positive("shelf_life_days", shelf_life_days))
    if faults:
        raise Problem(INVALID, None, faults)
    number = GTIN.parse(gtin)
    with transaction.atomic():
        held = Product.objects.select_for_update().filter(gtin=number).first()
        if held is not None and held.plant_id != plant.pk:
            message = Text("该代码已属于另一加工厂", "The number belongs to another plant")
            raise Problem(CONFLICT, message, [Fault("gtin", number, "unique", message)])
        product, _ = Product.objects.update_or_create(
            gtin=number,
            defaults={
                "plant": plant,
                "name_zh": name.zh.strip(),
                "name_en": name.en.strip(),
                "category": category,
                "specialty": bool(specialty_reason.strip()),
                "specialty_reason": specialty_reason.strip(),
                "shelf_life_days": shelf_life_days,
                "launched_on": launched_on,
            },
        )
    return product


def _not_positive(field: str, value: object) -> Fault:
    return Fault(field, value, "positive", Text("应大于零", "It must be above zero"))


def _one_decimal(value: Decimal | float) -> Decimal:
    return Decimal(f"{value:.1f}")
