"""Typed REST of trade; each subject keeps its routes in its own file of ``rest``."""

from ninja import Router

from milkshed.trade.rest import contracts, credit

router = Router()
router.add_router("", contracts.router)
router.add_router("", credit.router)
