"""Routes of contracts."""

from datetime import date, timedelta
from decimal import Decimal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from milkshed.platform.permissions import require
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.schemas import Day, problems
from milkshed.trade.models import Complaint, Contract
from milkshed.trade.models.contracts import IN_FORCE_STATES
from milkshed.trade.queries.fulfilment import debts_of, fulfilments
from milkshed.trade.queries.overview import usual_days

router = Router()
_MOST = 500
_LONGEST_D = 400


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
    return list(shown[:_MOST])


@router.get(
    "/contracts/{key}", response={200: ContractOut, **problems(404)}, summary="购销合同详情"
)
def read_contract(request: HttpRequest, key: int) -> Contract:
    """One version of a contract."""
    require(request.user, "trade.see_contracts")
    found = Contract.objects.select_related("seller", "buyer", "delivery_place")
    return get_visible(found, scope_of(request.user), pk=key)


class DayOut(Schema):
    """One day of a contract; masses in kg."""

    day: date
    planned_kg: Decimal
    accepted_kg: Decimal
    refused_kg: Decimal
    short_kg: Decimal
    over_kg: Decimal
    standing: str


class DebtOut(Schema):
    """A debt and how it stands today; amounts in yuan."""

    statement: str
    amount_yuan: Decimal
    due_on: date
    owed_yuan: Decimal
    days_late: int
    interest_yuan: Decimal
    standing: str


class FulfilmentOut(Schema):
    """How a contract version was kept over days; rates are shares, None without a plan."""

    number: str
    version: int
    first: date
    last: date
    fulfilment_rate: Decimal | None
    volume_rate: Decimal | None
    unknown_days: list[date]
    days: list[DayOut]
    debts: list[DebtOut]


@router.get(
    "/contracts/{key}/fulfilment",
    response={200: FulfilmentOut, **problems(404)},
    summary="合同履约",
)
def contract_fulfilment(
    request: HttpRequest, key: int, first: Day | None = None, last: Day | None = None
) -> dict[str, object]:
    """Planned against accepted milk by day, and debts; the last thirty days if none are named.

    A version that is not signed by both has no days.
    """
    require(request.user, "trade.see_contracts")
    contract = get_visible(Contract.objects.all(), scope_of(request.user), pk=key)
    today = timezone.localdate()
    usual = usual_days(today)
    last = last or usual[1]
    first = max(min(first or usual[0], last), last - timedelta(days=_LONGEST_D))
    signed = contract.state in IN_FORCE_STATES
    (kept,) = fulfilments([contract], first, last if signed else first - timedelta(days=1))
    return {
        "number": contract.number,
        "version": contract.version,
        "first": first,
        "last": last,
        "fulfilment_rate": kept.summary.fulfilment_rate,
        "volume_rate": kept.summary.volume_rate,
        "unknown_days": kept.unknown_days,
        "days": kept.lines,
        "debts": [
            {
                "statement": debt.receivable.statement,
                "amount_yuan": debt.receivable.amount_yuan,
                "due_on": debt.receivable.due_on,
                "owed_yuan": debt.lateness.owed_yuan,
                "days_late": debt.lateness.days_late,
                "interest_yuan": debt.lateness.interest_yuan,
                "standing": debt.standing,
            }
            for debt in debts_of([contract], today)
        ],
    }


class ComplaintOut(Schema):
    """A complaint about a contract and how far its mediation is."""

    number: str
    contract: str
    side: str
    kind: str
    state: str
    filed_on: date
    accept_due_on: date
    mediate_due_on: date | None
    closed_on: date | None

    @staticmethod
    def resolve_contract(case: Complaint) -> str:
        """The contract's number."""
        return case.contract.number


@router.get("/complaints", response={200: list[ComplaintOut], **problems()}, summary="合同投诉")
def list_complaints(request: HttpRequest, state: str = "") -> list[Complaint]:
    """Complaints in reach, the youngest first; at most 500."""
    require(request.user, "trade.see_contracts")
    found = visible(Complaint.objects.all(), scope_of(request.user))
    if state:
        found = found.filter(state=state)
    return list(found.select_related("contract").order_by("-filed_on", "-pk")[:_MOST])
