"""Reading a contract's form, and what there is to choose from in it."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from milkshed.collection.facade import stations_selling, suppliers_of
from milkshed.kernel.problems import INVALID, Fault, Problem, invalid
from milkshed.platform.models import Person, Place
from milkshed.platform.web.entries import (
    as_decimal,
    as_whole,
    day_entry,
    decimal_entry,
    whole_entry,
    word,
)
from milkshed.trade.actions.drafts import Draft
from milkshed.trade.models import Contract, PriceKind, SettlementPeriod
from milkshed.trade.queries.contracts import third_parties

_SELLERS = ("farm", "station")
_FIELDS = (
    "valid_from", "valid_to", "effective_from", "price_kind", "price_yuan_per_kg",
    "spread_yuan_per_kg", "corridor_down_pct", "corridor_up_pct", "grid_code",
    "planned_kg_per_day", "float_pct", "settlement_period", "payment_term_days",
    "late_interest_pct_per_day", "deposit_yuan", "breach_pct", "notice_days",
    "test_report_hours", "dispute_path", "dispute_body", "remarks",
)  # fmt: skip


def form_choices(person: Person, old: Contract | None) -> dict[str, object]:
    """Sellers' places, plants, stations and laboratories that the person may write in.

    A seller chooses among its own places and the plants its stations supply; a buyer among its
    own plants and the farms and stations whose milk has come to them. A contract's parties stay
    as they are.
    """
    if old is not None:
        sellers, plants = [old.seller_place], [old.delivery_place]
    else:
        homes = {o.pk for o in person.organisations()}
        own = Place.objects.filter(organisation__in=homes).select_related("organisation")
        if own.filter(kind__in=_SELLERS).exists():
            sellers = list(own.filter(kind__in=_SELLERS).order_by("name_zh"))
            stations = _stations_of(sellers)
            plants = list(
                Place.objects.filter(kind="plant", supplied_by__place__in=stations)
                .distinct()
                .order_by("name_zh")
            )
        else:
            plants = list(own.filter(kind="plant").order_by("name_zh"))
            supplying = suppliers_of([one.pk for one in plants])
            sellers = list(Place.objects.filter(pk__in=supplying).order_by("kind", "name_zh"))
    return {
        "sellers": sellers,
        "plants": plants,
        "stations": _stations_of(sellers),
        "laboratories": third_parties(),
        "price_kinds": PriceKind.choices,
        "periods": SettlementPeriod.choices,
    }


def _stations_of(sellers: list[Place]) -> list[Place]:
    """Stations of the sellers themselves, and those that buy from their farms."""
    selling = stations_selling([one.pk for one in sellers])
    keys = {key for keys in selling.values() for key in keys}
    keys |= {one.pk for one in sellers if one.kind == "station"}
    homes = {one.organisation_id for one in sellers}
    own = Place.objects.filter(kind="station", organisation__in=homes)
    bought = Place.objects.filter(kind="station", pk__in=keys)
    return list((own | bought).distinct().order_by("name_zh"))


def typed_of(old: Contract | None, what: str) -> Mapping[str, str]:
    """What the form shows at first: a usual year, or the version that is edited or changed."""
    today = timezone.localdate()
    if old is None:
        first = date(today.year + (today.month == 12), today.month % 12 + 1, 1)
        return {
            "valid_from": first.isoformat(),
            "valid_to": date(first.year + 1, first.month, 1).isoformat(),
            "price_kind": "fixed",
            "float_pct": "10",
            "settlement_period": "month",
            "payment_term_days": "30",
            "breach_pct": "10",
            "notice_days": "30",
            "test_report_hours": "48",
            "deposit_yuan": "0",
            "spread_yuan_per_kg": "0",
        }
    typed = {name: _written(getattr(old, name)) for name in _FIELDS}
    typed |= {
        "seller_place": str(old.seller_place_id),
        "delivery_place": str(old.delivery_place_id),
        "third_party": str(old.third_party_id or ""),
        "monthly_plan_kg": " ".join(_written(one) for one in old.monthly_plan_kg),
        "unilateral_price_change": "yes" if old.unilateral_price_change else "",
        "exclusive": "yes" if old.exclusive else "",
        "revision": str(old.revision),
    }
    if what == "change":
        typed["effective_from"] = max(today, old.effective_from).isoformat()
    return typed


def _written(value: object) -> str:
    if value is None:
        return ""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def draft_entry(request: HttpRequest) -> Draft:
    """The contract that a form holds; every unreadable field is named at once."""
    faults: list[Fault] = []

    def read(entry: Callable[..., Any], *arguments: object) -> Any:
        try:
            return entry(request, *arguments)
        except Problem as problem:
            faults.extend(problem.faults)
            return None

    values: dict[str, Any] = {
        "seller_place": read(_place, "seller_place", _SELLERS),
        "delivery_place": read(_place, "delivery_place", ("plant",)),
        "third_party": read(_optional_place, "third_party", ("laboratory",)),
        "stations": read(_stations),
        "monthly_plan_kg": read(_months),
        **{name: read(day_entry, name) for name in ("valid_from", "valid_to")},
        "effective_from": read(_optional_day, "effective_from"),
        **{name: read(decimal_entry, name) for name in ("planned_kg_per_day", "float_pct")},
        **{
            name: read(_optional_decimal, name)
            for name in (
                "price_yuan_per_kg",
                "corridor_down_pct",
                "corridor_up_pct",
                "late_interest_pct_per_day",
                "breach_pct",
            )
        },
        **{name: read(_decimal_or_zero, name) for name in ("spread_yuan_per_kg", "deposit_yuan")},
        "payment_term_days": read(_whole, "payment_term_days"),
        **{name: read(whole_entry, name) for name in ("notice_days", "test_report_hours")},
        **{
            name: word(request, name)
            for name in (
                "price_kind",
                "settlement_period",
                "dispute_path",
                "dispute_body",
                "remarks",
            )
        },
        "grid_code": word(request, "grid_code") or None,
        "unilateral_price_change": word(request, "unilateral_price_change") == "yes",
        "exclusive": word(request, "exclusive") == "yes",
    }
    if faults:
        raise Problem(INVALID, None, faults)
    return Draft(**values)


def _place(request: HttpRequest, name: str, kinds: tuple[str, ...]) -> Place:
    found = _optional_place(request, name, kinds)
    if found is None:
        raise invalid(name, word(request, name), "required", "请选择此项", "Choose one")
    return found


def _optional_place(request: HttpRequest, name: str, kinds: tuple[str, ...]) -> Place | None:
    key = whole_entry(request, name)
    if key is None:
        return None
    found = Place.objects.filter(pk=key, kind__in=kinds).select_related("organisation").first()
    if found is None:
        raise invalid(name, key, "known", "没有该场所", "There is no such place")
    return found


def _stations(request: HttpRequest) -> tuple[Place, ...]:
    keys = {as_whole(one) for one in request.POST.getlist("stations")}
    found = Place.objects.filter(pk__in=[key for key in keys if key is not None], kind="station")
    return tuple(found.order_by("pk"))


def _months(request: HttpRequest) -> tuple[Decimal, ...]:
    typed = word(request, "monthly_plan_kg").replace("，", " ").replace(",", " ").split()
    found = tuple(as_decimal(one) for one in typed)
    if None in found:
        raise invalid(
            "monthly_plan_kg", " ".join(typed), "number",
            "月计划须为数字，用空格分开", "Numbers parted by blanks are expected",
        )  # fmt: skip
    return tuple(one for one in found if one is not None)


def _optional_decimal(request: HttpRequest, name: str) -> Decimal | None:
    return decimal_entry(request, name) if word(request, name) else None


def _decimal_or_zero(request: HttpRequest, name: str) -> Decimal:
    return decimal_entry(request, name) if word(request, name) else Decimal(0)


def _optional_day(request: HttpRequest, name: str) -> date | None:
    return day_entry(request, name) if word(request, name) else None


def _whole(request: HttpRequest, name: str) -> int:
    value = whole_entry(request, name)
    if value is None:
        raise invalid(name, "", "required", "请填写整数", "A whole number is expected")
    return value
