"""What a side writes into a contract, checked before anything is stored."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import DecimalField

from milkshed.collection.facade import stations_of, stations_selling
from milkshed.kernel.problems import INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import OrganisationKind, Place
from milkshed.trade.models import Contract, PriceKind, SettlementPeriod
from milkshed.trade.queries.contracts import INDEPENDENT

_MONTHS = 12
_FULL_PCT = 100
_FIGURES = (
    "planned_kg_per_day", "float_pct", "price_yuan_per_kg", "spread_yuan_per_kg",
    "corridor_down_pct", "corridor_up_pct", "late_interest_pct_per_day", "deposit_yuan",
    "breach_pct",
)  # fmt: skip
_Note = Callable[[str, object, str, str, str], None]


@dataclass(frozen=True, slots=True)
class Draft:
    """What a side writes into a contract; see the fields of :class:`Contract` for units."""

    seller_place: Place
    delivery_place: Place
    stations: tuple[Place, ...]
    valid_from: date
    valid_to: date
    price_kind: str
    planned_kg_per_day: Decimal
    float_pct: Decimal
    settlement_period: str
    payment_term_days: int
    effective_from: date | None = None
    price_yuan_per_kg: Decimal | None = None
    spread_yuan_per_kg: Decimal = Decimal(0)
    corridor_down_pct: Decimal | None = None
    corridor_up_pct: Decimal | None = None
    grid_code: str | None = None
    monthly_plan_kg: tuple[Decimal, ...] = ()
    late_interest_pct_per_day: Decimal | None = None
    deposit_yuan: Decimal = Decimal(0)
    breach_pct: Decimal | None = None
    notice_days: int | None = None
    test_report_hours: int | None = None
    third_party: Place | None = None
    dispute_path: str = ""
    dispute_body: str = ""
    unilateral_price_change: bool = False
    exclusive: bool = False
    remarks: str = ""


def check_draft(draft: Draft) -> None:
    """Raise a problem with every fault of the draft, by field."""
    faults: list[Fault] = []

    def fault(field: str, value: object, rule_name: str, zh: str, en: str) -> None:
        faults.append(Fault(field, value, rule_name, Text(zh, en)))

    seller, buyer = draft.seller_place.organisation, draft.delivery_place.organisation
    if seller.kind not in (OrganisationKind.FARM, OrganisationKind.STATION):
        fault(
            "seller_place", seller.name_zh, "seller-kind",
            "卖方须为养殖场或合作社、收购站", "The seller is a farm, cooperative or station",
        )  # fmt: skip
    if buyer.kind != OrganisationKind.PROCESSOR or draft.delivery_place.kind != "plant":
        fault(
            "delivery_place", draft.delivery_place.name_zh, "buyer-kind",
            "买方须为乳制品企业，交货地点为其加工厂", "The buyer is a processor, at its plant",
        )  # fmt: skip
    _check_stations(draft, fault)
    if draft.valid_to < draft.valid_from:
        fault("valid_to", draft.valid_to, "order", "合同期止早于期起", "It ends before it begins")
    effective = draft.effective_from or draft.valid_from
    if not draft.valid_from <= effective <= max(draft.valid_to, draft.valid_from):
        fault(
            "effective_from", effective, "inside",
            "生效日期须在合同期内", "The first day of the version lies in the term",
        )  # fmt: skip
    if draft.price_kind not in PriceKind.values:
        fault("price_kind", draft.price_kind, "known", "没有这种价格方式", "Unknown price kind")
    if draft.settlement_period not in SettlementPeriod.values:
        fault(
            "settlement_period", draft.settlement_period, "known",
            "没有这种结算周期", "Unknown settlement period",
        )  # fmt: skip
    if not draft.planned_kg_per_day > 0:
        fault(
            "planned_kg_per_day", draft.planned_kg_per_day, "positive",
            "日计划量须大于零", "The daily plan must be above zero",
        )  # fmt: skip
    if draft.monthly_plan_kg and (
        len(draft.monthly_plan_kg) != _MONTHS or min(draft.monthly_plan_kg) < 0
    ):
        fault(
            "monthly_plan_kg", len(draft.monthly_plan_kg), "twelve",
            "月计划须为十二个非负数", "The monthly plan is twelve figures, none below zero",
        )  # fmt: skip
    if draft.price_yuan_per_kg is not None and not draft.price_yuan_per_kg > 0:
        fault(
            "price_yuan_per_kg", draft.price_yuan_per_kg, "positive",
            "单价须大于零", "The price must be above zero",
        )  # fmt: skip
    for name in ("float_pct", "corridor_down_pct", "corridor_up_pct", "breach_pct"):
        value = getattr(draft, name)
        if value is not None and not 0 <= value < _FULL_PCT:
            fault(name, value, "per-cent", "须为0到100之间的百分数", "A share from 0 to 100")
    for name in ("deposit_yuan", "late_interest_pct_per_day"):
        value = getattr(draft, name)
        if value is not None and value < 0:
            fault(name, value, "not-negative", "不能为负数", "Not below zero")
    if draft.dispute_path not in ("", "court", "arbitration"):
        fault(
            "dispute_path", draft.dispute_path, "known",
            "争议解决方式为诉讼或仲裁", "Disputes go to court or arbitration",
        )  # fmt: skip
    _check_places(draft, fault)
    if draft.third_party is not None and draft.third_party.kind != "laboratory":
        fault(
            "third_party", draft.third_party.name_zh, "laboratory",
            "第三方检测机构须为实验室", "The third party is a laboratory",
        )  # fmt: skip
    elif draft.third_party is not None and draft.third_party.organisation.kind not in INDEPENDENT:
        fault(
            "third_party", draft.third_party.name_zh, "independent",
            "第三方检测机构不能属于牧场、收购站或乳企",
            "The third party belongs to no farm, station or processor",
        )  # fmt: skip
    if faults:
        raise Problem(INVALID, None, faults)


def _check_stations(draft: Draft, fault: _Note) -> None:
    if not draft.stations:
        fault("stations", "", "required", "请选择收购站", "Choose the station")
        return
    known = stations_of(place.pk for place in draft.stations)
    selling = set(stations_selling([draft.seller_place.pk]).get(draft.seller_place.pk, ()))
    for place in draft.stations:
        own = place.organisation_id == draft.seller_place.organisation_id
        if place.pk not in known or not (own or place.pk in selling):
            fault(
                "stations", place.name_zh, "sells-there",
                f"{place.name_zh}不是卖方的收购站，卖方也不在其收购范围内",
                f"{place.name.en} is not the seller's and does not buy from the seller",
            )  # fmt: skip


def _check_places(draft: Draft, fault: _Note) -> None:
    """No figure has more decimal places than can be kept: nobody signs a rounded number."""
    for name in _FIGURES:
        value, field = getattr(draft, name), Contract._meta.get_field(name)  # noqa: SLF001
        assert isinstance(field, DecimalField)
        places = field.decimal_places
        if value is not None and value != round(value, places):
            fault(
                name,
                value,
                "places",
                f"至多{places}位小数",
                f"At most {places} decimal places",
            )
