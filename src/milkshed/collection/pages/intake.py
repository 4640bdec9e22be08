"""The station's today and the plant's receiving bay."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import Max, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from milkshed.collection.actions.sheets import record_purchase
from milkshed.collection.models import HandoverSheet, Station
from milkshed.collection.queries import limits_on, notice_days
from milkshed.kernel.clock import in_shanghai, start_of_day
from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Place
from milkshed.platform.scope import scope_of, visible
from milkshed.platform.web.entries import (
    as_whole,
    day_asked,
    decimal_entry,
    moment_entry,
    tell,
    word,
)
from milkshed.platform.web.pages import page

_OPEN = ("draft", "loaded", "under_way", "arrived", "accepted", "refused")


def _station(request: HttpRequest) -> Station:
    """The station asked for, or the first one in reach."""
    stations = visible(
        Station.objects.select_related("place__organisation"), scope_of(request.user)
    ).order_by("pk")
    wanted = as_whole(request.GET.get("station"))
    station = stations.first() if wanted is None else stations.filter(pk=wanted).first()
    if station is None:
        raise Problem(NOT_FOUND, Text("没有您管理的收购站", "You run no station"))
    return station


@require_GET
@page("collection.see_intake")
def intake(request: HttpRequest) -> HttpResponse:
    """What the station took in and sent off on a day, and what waits for a hand."""
    station = _station(request)
    today = timezone.localdate()
    day = day_asked(request, "day") or today
    first, last = start_of_day(day), start_of_day(day + timedelta(days=1))
    purchases = list(
        station.purchases.filter(received_at__gte=first, received_at__lt=last)
        .select_related("farm")
        .order_by("-received_at")
    )
    sheets = station.sheets.select_related("tanker", "plant")
    shipped = sheets.filter(loaded_at__gte=first, loaded_at__lt=last).exclude(state="replaced")
    bought_kg = sum((p.kg for p in purchases), Decimal(0))
    shipped_kg = shipped.exclude(state="draft").aggregate(kg=Sum("shipped_kg"))["kg"] or Decimal(0)
    farms = list(station.farms.order_by("name_zh"))
    delivered = {p.farm_id for p in purchases}
    limits = limits_on(day)
    licence = station.licences.order_by("-valid_to").first()
    return render(
        request,
        "collection/intake.html",
        {
            "station": station,
            "day": day,
            "is_today": day == today,
            "latest": _latest_day(station),
            "purchases": purchases,
            "bought_kg": bought_kg,
            "shipped_kg": shipped_kg,
            "left_kg": bought_kg - shipped_kg,
            "farms": farms,
            "missing": [farm for farm in farms if farm.pk not in delivered],
            "waiting": list(sheets.filter(state__in=_OPEN).order_by("-loaded_at")[:20]),
            "sent": list(shipped.order_by("-loaded_at")[:20]),
            "limits": limits,
            "licence": licence,
            "standing": licence.standing(today, notice_days(today)) if licence else "",
            "now": in_shanghai(timezone.now()),
        },
    )


def _latest_day(station: Station) -> date | None:
    latest = station.purchases.aggregate(at=Max("received_at"))["at"]
    shipped = station.sheets.aggregate(at=Max("loaded_at"))["at"]
    known = [in_shanghai(at).date() for at in (latest, shipped) if at is not None]
    return max(known) if known else None


@require_POST
@page("collection.record_purchase")
def add_purchase(request: HttpRequest) -> HttpResponse:
    """Write one line of the purchase book."""
    station = _station(request)
    farm = _farm_of(station, word(request, "farm"))
    at = moment_entry(request, "received_at")
    purchase = record_purchase(
        request.user,  # type: ignore[arg-type]
        station,
        farm,
        received_at=at,
        kg=decimal_entry(request, "kg"),
        temperature_c=decimal_entry(request, "temperature_c"),
        farm_lot=f"{farm.uri}/10/F{at:%y%m%d%H%M}",
        sensory=word(request, "sensory") or "正常",
    )
    tell(
        request,
        f"已登记：{farm.name_zh} {purchase.kg:,.1f} 公斤",
        f"Recorded: {farm.name.en}, {purchase.kg:,.1f} kg",
    )
    return redirect(f"/collection/intake?station={station.pk}&day={in_shanghai(at).date()}")


def _farm_of(station: Station, key: str) -> Place:
    """A farm of the station's purchase area by key."""
    farm = station.farms.filter(pk=as_whole(key) or 0).first()
    if farm is None:
        raise Problem(NOT_FOUND, Text("该牧场不在收购范围内", "The farm is not in the area"))
    return farm


@require_GET
@page("collection.see_receiving")
def receiving(request: HttpRequest) -> HttpResponse:
    """Tankers on their way to the plant, at its gate, and settled in the last day."""
    scope = scope_of(request.user)
    plants = list(visible(Place.objects.filter(kind="plant"), scope))
    sheets = HandoverSheet.objects.filter(plant__in=plants).select_related(
        "station__place", "tanker__carrier", "plant"
    )
    at_gate = list(sheets.filter(state="arrived").order_by("arrived_at"))
    on_the_way = list(sheets.filter(state__in=["loaded", "under_way"]).order_by("loaded_at"))
    settled = sheets.exclude(outcome="").exclude(state="replaced")
    latest = settled.aggregate(at=Max("settled_at"))["at"]
    day = day_asked(request, "day") or (in_shanghai(latest).date() if latest else None)
    of_day = settled.none()
    if day is not None:
        of_day = settled.filter(
            settled_at__gte=start_of_day(day), settled_at__lt=start_of_day(day + timedelta(days=1))
        )
    sums = of_day.aggregate(
        kg=Sum("received_kg", filter=Q(outcome="accepted")), shipped=Sum("shipped_kg")
    )
    today = timezone.localdate()
    return render(
        request,
        "collection/receiving.html",
        {
            "plants": plants,
            "at_gate": at_gate,
            "on_the_way": on_the_way,
            "day": day,
            "settled": list(of_day.order_by("-settled_at")[:60]),
            "settled_count": of_day.count(),
            "refused_count": of_day.filter(outcome="refused").count(),
            "received_kg": sums["kg"] or Decimal(0),
            "limits": limits_on(today),
        },
    )
