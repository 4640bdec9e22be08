"""Silos and products of a plant."""

from collections.abc import Sequence

import numpy as np

from milkshed.kernel.identifiers import build_gtin14
from milkshed.kernel.text import Text
from milkshed.region.science.catalogue import (
    BASE_PRODUCTS,
    YIELD_KG_PER_KG,
    BaseProduct,
    Category,
)
from milkshed.region.science.entities import Product, Silo

_ITEM_BLOCK = 1_000
_SILO_STORE_D = 1.25
_LEAST_SILO_T = 40.0


def make_silos(capacity_t: float) -> tuple[Silo, ...]:
    """Six to eight raw milk silos that hold a day and a quarter of the plant's capacity."""
    count = 6 if capacity_t < 400 else 7 if capacity_t < 1000 else 8
    size = max(_LEAST_SILO_T, 10.0 * round(capacity_t * _SILO_STORE_D / count / 10 + 0.499))
    return tuple(Silo(f"SILO-{k + 1}", size) for k in range(count))


def make_products(
    plant: int, capacity_t: float, brand: Text, generator: np.random.Generator
) -> tuple[Product, ...]:
    """Four to nine products of a plant under its brand, each with its GTIN.

    The catalogue is walked round by plant, so that together the plants make all of it.
    """
    count = 4 + min(5, int(capacity_t // 250))
    liquid = [b for b in BASE_PRODUCTS if b.category in (Category.UHT, Category.PASTEURISED)]
    other = [b for b in BASE_PRODUCTS if b not in liquid]
    chosen = [
        *_walk(liquid, plant * 3, (count + 1) // 2),
        *_walk(other, plant * 4 + int(generator.integers(2)), count // 2),
    ]
    return tuple(
        Product(
            gtin=build_gtin14("952", plant * _ITEM_BLOCK + k + 1),
            category=base.category,
            name=Text(f"{brand.zh}牌{base.name.zh}", f"{brand.en} {base.name.en}"),
            net_g=base.net_g,
            shelf_d=base.shelf_d,
            kg_per_kg=YIELD_KG_PER_KG[base.category],
        )
        for k, base in enumerate(chosen)
    )


def _walk(rows: Sequence[BaseProduct], start: int, count: int) -> list[BaseProduct]:
    return [rows[(start + k) % len(rows)] for k in range(min(count, len(rows)))]
