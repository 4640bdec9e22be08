"""Plants, silos and products; what a plant took in, made and packed; recalls."""

from milkshed.factory.models.lots import (
    LOT_STATES,
    Batch,
    Cleaning,
    Draw,
    Intake,
    ProductLot,
)
from milkshed.factory.models.works import CATEGORIES, Plant, Product, Silo

__all__ = [
    "CATEGORIES",
    "LOT_STATES",
    "Batch",
    "Cleaning",
    "Draw",
    "Intake",
    "Plant",
    "Product",
    "ProductLot",
    "Silo",
]
