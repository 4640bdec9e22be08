"""Routes of pay grids, statements and trials."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from milkshed.kernel.problems import INVALID, NOT_ALLOWED, Problem, invalid
from milkshed.kernel.text import Text
from milkshed.platform.models import Organisation, Person, Place
from milkshed.platform.permissions import holders_of, require
from milkshed.platform.scope import get_visible, scope_of, visible
from milkshed.platform.web.schemas import Day, problems
from milkshed.trade.actions.grids import GridHead, draft_grid
from milkshed.trade.models import PayGrid, Settlement, SettlementLine
from milkshed.trade.queries.deliveries import Party
from milkshed.trade.queries.grids import content_of
from milkshed.trade.queries.trials import compare
from milkshed.trade.science.pricing.checks import check_grid
from milkshed.trade.science.pricing.grid import read_grid

router = Router()

_MOST_ROWS = 500
_MOST_DAYS = 92


class GridOut(Schema):
    """A version of a pay grid; ``document`` is the grid as data."""

    key: int
    code: str
    version: int
    title: str
    owner: str
    state: str
    valid_from: date
    valid_to: date | None
    source: str
    status: str
    digest: str
    document: dict[str, Any]

    @staticmethod
    def resolve_key(grid: PayGrid) -> int:
        """The key in addresses."""
        return grid.pk

    @staticmethod
    def resolve_title(grid: PayGrid) -> str:
        """The name."""
        return grid.title_zh

    @staticmethod
    def resolve_owner(grid: PayGrid) -> str:
        """The owner's name."""
        return grid.owner.name_zh


class GridIn(Schema):
    """A grid to be drafted for one of the caller's organisations."""

    code: str
    title_zh: str
    title_en: str = ""
    valid_from: Day
    valid_to: Day | None = None
    source: str = ""
    document: dict[str, Any]


class GridDocument(Schema):
    """A grid as data, to be checked."""

    document: dict[str, Any]


class GridCheckOut(Schema):
    """How many terms a sound grid has."""

    terms: int


class LineOut(Schema):
    """One line of a statement: value x rate x quantity = amount."""

    position: int
    code: str
    title: str
    unit: str
    value: Decimal | None
    rate: Decimal | None
    quantity: Decimal
    amount_yuan: Decimal
    how: str
    grade: str
    tests: int

    @staticmethod
    def resolve_title(line: SettlementLine) -> str:
        """The line's name."""
        return line.title_zh


class SettlementOut(Schema):
    """A statement; kilograms in kg, money in yuan."""

    number: str
    version: int
    state: str
    seller: str
    buyer: str
    grid: str
    first_day: date
    last_day: date
    accepted_kg: Decimal
    payable_kg: Decimal
    amount_yuan: Decimal
    price_per_kg: Decimal | None
    digest: str
    made_at: datetime
    approved_at: datetime | None
    accepted_at: datetime | None

    @staticmethod
    def resolve_seller(settlement: Settlement) -> str:
        """The seller's place."""
        return settlement.seller_place.name_zh

    @staticmethod
    def resolve_buyer(settlement: Settlement) -> str:
        """The buyer's name."""
        return settlement.buyer.name_zh

    @staticmethod
    def resolve_grid(settlement: Settlement) -> str:
        """The grid's code and version."""
        return f"{settlement.grid.code} v{settlement.grid.version}"


class SettlementDetail(Schema):
    """A statement with its lines and everything it was worked out from."""

    settlement: SettlementOut
    lines: list[LineOut]
    inputs: dict[str, Any]


class TrialIn(Schema):
    """A seller's milk of some days, priced by a grid in reach and by another or a document."""

    seller_gln: str
    buyer_gln: str
    first: Day
    last: Day
    grid: int
    other: int | None = None
    document: dict[str, Any] | None = None


class PriceTermOut(Schema):
    """One term under both grids, and why they differ."""

    code: str
    title: str
    first_yuan: Decimal
    second_yuan: Decimal
    change_yuan: Decimal
    why: str


class TrialOut(Schema):
    """What the same milk earns under two grids."""

    accepted_kg: Decimal
    first_yuan: Decimal
    second_yuan: Decimal
    change_yuan: Decimal
    terms: list[PriceTermOut]


@router.get("/grids", response={200: list[GridOut], **problems()}, summary="计价表")
def list_grids(request: HttpRequest) -> list[PayGrid]:
    """Pay grids in reach, the youngest first; at most 500."""
    require(request.user, "trade.see_grids")
    found = visible(PayGrid.objects.select_related("owner"), scope_of(request.user))
    return list(found.order_by("-pk")[:_MOST_ROWS])


@router.post("/grids", response={201: GridOut, **problems(409, 413)}, summary="起草计价表")
def add_grid(request: HttpRequest, given: GridIn) -> tuple[int, PayGrid]:
    """Draft a grid; a gap, an overlap, a wrong unit or direction is refused by name."""
    person = _person(request)
    require(person, "trade.draft_grid")
    holders = holders_of("trade.draft_grid")
    owner = next(m.organisation for m in person.present_memberships() if m.role in holders)
    head = GridHead(
        code=given.code,
        title_zh=given.title_zh,
        title_en=given.title_en,
        valid_from=given.valid_from,
        valid_to=given.valid_to,
        source=given.source,
    )
    return 201, draft_grid(person, owner, head, given.document)


@router.post("/grids/check", response={200: GridCheckOut, **problems(413)}, summary="检查计价表")
def check(request: HttpRequest, given: GridDocument) -> GridCheckOut:
    """Check a grid without keeping it."""
    require(request.user, "trade.see_grids")
    grid = read_grid(given.document)
    check_grid(grid)
    return GridCheckOut(terms=len(grid.terms))


@router.get("/grids/{key}", response={200: GridOut, **problems(404)}, summary="计价表详情")
def read_pay_grid(request: HttpRequest, key: int) -> PayGrid:
    """One version of a pay grid."""
    require(request.user, "trade.see_grids")
    found = PayGrid.objects.select_related("owner")
    return get_visible(found, scope_of(request.user), pk=key)


@router.get("/settlements", response={200: list[SettlementOut], **problems()}, summary="结算单")
def list_settlements(
    request: HttpRequest, first: Day | None = None, last: Day | None = None, state: str = ""
) -> list[Settlement]:
    """Statements in reach whose period touches the days, the youngest first; at most 500."""
    require(request.user, "trade.see_settlements")
    found = visible(Settlement.objects.all(), scope_of(request.user))
    if first is not None:
        found = found.filter(last_day__gte=first)
    if last is not None:
        found = found.filter(first_day__lte=last)
    if state:
        found = found.filter(state=state)
    shown = found.select_related("seller_place", "buyer", "grid").order_by("-first_day", "-pk")
    return list(shown[:_MOST_ROWS])


@router.get(
    "/settlements/{number}",
    response={200: SettlementDetail, **problems(404)},
    summary="结算单详情",
)
def read_settlement(request: HttpRequest, number: str) -> dict[str, object]:
    """One statement with its lines and its inputs."""
    require(request.user, "trade.see_settlements")
    found = Settlement.objects.select_related("seller_place", "buyer", "grid")
    settlement = get_visible(found, scope_of(request.user), number=number)
    return {
        "settlement": settlement,
        "lines": list(settlement.lines.order_by("position")),
        "inputs": settlement.inputs,
    }


@router.post("/trials", response={200: TrialOut, **problems(404, 413)}, summary="换表试算")
def try_grid(request: HttpRequest, given: TrialIn) -> TrialOut:
    """Price milk of the caller's reach by two grids, side by side."""
    person = _person(request)
    require(person, "trade.compare_grids")
    scope = scope_of(person)
    if given.last < given.first or (given.last - given.first).days >= _MOST_DAYS:
        raise invalid(
            "last", given.last, "length",
            f"请选择不超过{_MOST_DAYS}天的日期", f"Choose {_MOST_DAYS} days at most",
        )  # fmt: skip
    place = get_visible(Place.objects.all(), scope, gln=given.seller_gln)
    buyer = Organisation.objects.filter(gln=given.buyer_gln, kind="processor").first()
    if buyer is None:
        raise invalid("buyer_gln", given.buyer_gln, "known", "没有该买方", "There is no such buyer")
    grids = PayGrid.objects.all()
    one = content_of(get_visible(grids, scope, pk=given.grid))
    if given.other is not None:
        other = content_of(get_visible(grids, scope, pk=given.other))
    elif given.document is not None:
        other = read_grid(given.document)
        check_grid(other)
    else:
        raise Problem(INVALID, Text("请给出另一张计价表", "Name another grid or give its document"))
    trial = compare(Party(place.pk, buyer.pk), given.first, given.last, one, other)
    return TrialOut(
        accepted_kg=trial.first.accepted_kg,
        first_yuan=trial.first.amount,
        second_yuan=trial.second.amount,
        change_yuan=trial.change,
        terms=[
            PriceTermOut(
                code=term.code,
                title=term.title.zh,
                first_yuan=term.amount[0],
                second_yuan=term.amount[1],
                change_yuan=term.change,
                why=term.why.zh,
            )
            for term in trial.terms
        ],
    )


def _person(request: HttpRequest) -> Person:
    if not isinstance(request.user, Person):
        raise Problem(NOT_ALLOWED)
    return request.user
