"""Routes of contracts."""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from ninja import Router, Schema

from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.schemas import problems
from milkshed.trade.models import Contract

router = Router()


class ContractOut(Schema):
    """One version of a contract; prices in yuan per kg, quantities in kg."""

    key: int
    number: str
    version: int
    state: str
    seller: str
    buyer: str
    delivery_place: str
    valid_from: date
    valid_to: date
    effective_from: date
    last_day: date
    price_kind: str
    price_yuan_per_kg: Decimal | None
    grid_code: str | None
    planned_kg_per_day: Decimal
    float_pct: Decimal
    payment_term_days: int
    settlement_period: str

    @staticmethod
    def resolve_key(contract: Contract) -> int:
        """The key in addresses."""
        return contract.pk

    @staticmethod
    def resolve_seller(contract: Contract) -> str:
        """The seller's name."""
        return contract.seller.name_zh

    @staticmethod
    def resolve_buyer(contract: Contract) -> str:
        """The buyer's name."""
        return contract.buyer.name_zh

    @staticmethod
    def resolve_delivery_place(contract: Contract) -> str:
        """Where the milk is handed over."""
        return contract.delivery_place.name_zh


@router.get("/contracts", response={200: list[ContractOut], **problems()}, summary="购销合同")
def list_contracts(request: HttpRequest, state: str = "") -> list[Contract]:
    """Contract versions in reach, the youngest first; at most 500."""
    require(request.user, "trade.see_contracts")
    found = visible(Contract.objects.all(), scope_of(request.user))
    if state:
        found = found.filter(state=state)
    shown = found.select_related("seller", "buyer", "delivery_place").order_by("-pk")
    return list(shown[:500])


@router.get(
    "/contracts/{key}", response={200: ContractOut, **problems(404)}, summary="购销合同详情"
)
def read_contract(request: HttpRequest, key: int) -> Contract:
    """One version of a contract."""
    require(request.user, "trade.see_contracts")
    found = Contract.objects.select_related("seller", "buyer", "delivery_place")
    return get_visible(found, scope_of(request.user), pk=key)
