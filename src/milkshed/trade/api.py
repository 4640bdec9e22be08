"""Typed REST of trade; each subject keeps its routes in its own file of ``rest``."""

from ninja import Router

from milkshed.trade.rest import contracts, credit, reference_price, settlements

router = Router()
for part in (contracts, settlements, reference_price, credit):
    router.add_router("", part.router)
