"""What collection contributes to the plan: raw milk accepted, and how far stations are covered."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate

from milkshed.collection.models import HandoverSheet, Licence, Station, Tanker
from milkshed.collection.queries import coverage_by_county, notice_days, standing_on
from milkshed.kernel.clock import SHANGHAI, start_of_day
from milkshed.kernel.counties import Zone, counties_in_zone
from milkshed.kernel.text import Text
from milkshed.kernel.units import KG_PER_WAN_TONNES
from milkshed.platform.figures import Contribution, Figure, FigureInput, FigureRequest
from milkshed.platform.rule_book import find_rule

_VERSION = "2"
_YEAR_D = 365


def _milk(request: FigureRequest, counties: frozenset[str] | None) -> Figure:
    """A year's milk ending on the day asked; coverage is the share of its days with sheets."""
    first = request.as_of - timedelta(days=_YEAR_D - 1)
    sheets = HandoverSheet.objects.filter(
        outcome="accepted",
        settled_at__gte=start_of_day(first),
        settled_at__lt=start_of_day(request.as_of + timedelta(days=1)),
    ).exclude(state="replaced")
    if counties is not None:
        sheets = sheets.filter(station__place__county__in=counties)
    totals = sheets.aggregate(
        kg=Sum("received_kg"),
        sheets=Count("pk"),
        days=Count(TruncDate("settled_at", tzinfo=SHANGHAI), distinct=True),
        stations=Count("station", distinct=True),
    )
    value = None if not totals["sheets"] else Decimal(totals["kg"]) / KG_PER_WAN_TONNES
    return Figure(
        value=value,
        unit="万吨",
        as_of=request.as_of,
        method=Text(
            "近365天各交接单地磅净重（已收奶）之和÷10⁷；按收购站所在县归集",
            "Weighed net mass of accepted handover sheets of the last 365 days ÷ 10⁷, by the "
            "station's county",
        ),
        version=_VERSION,
        inputs=(
            FigureInput(
                Text("已收奶的交接单", "Accepted handover sheets"),
                totals["sheets"],
                f"/collection/sheets?outcome=accepted&first={first}&last={request.as_of}",
            ),
        ),
        coverage=Decimal(totals["days"]) / _YEAR_D,
        note=Text(
            f"不含牧场自用与自加工奶（须由牧场申报）；365天中{totals['days']}天有交接单",
            "Without milk used or processed on the farm, which farms declare; sheets stand for "
            f"{totals['days']} of 365 days",
        )
        if value is not None
        else Text("期内没有已收奶的交接单", "No sheet was accepted in the period"),
        holders=totals["stations"],
    )


def _all_milk(request: FigureRequest) -> Figure:
    return _milk(request, request.counties)


def _zone_milk(zone: Zone) -> Callable[[FigureRequest], Figure]:
    def compute(request: FigureRequest) -> Figure:
        codes = frozenset(c.code for c in counties_in_zone(zone, request.as_of))
        return _milk(request, codes if request.counties is None else codes & request.counties)

    return compute


def _coverage(request: FigureRequest) -> Figure:
    """Stations filed with a licence and writing sheets in the last 30 days, against the plan."""
    since = start_of_day(request.as_of - timedelta(days=30))
    stations = Station.objects.filter(active=True)
    if request.counties is not None:
        stations = stations.filter(place__county__in=request.counties)
    filed = stations.count()
    tracing = (
        stations.filter(sheets__loaded_at__gte=since)
        .filter(sheets__loaded_at__lt=start_of_day(request.as_of + timedelta(days=1)))
        .distinct()
        .count()
    )
    licensed = (
        Licence.objects.filter(standing_on(request.as_of), station__in=stations)
        .values("station")
        .distinct()
        .count()
    )
    planned = find_rule("collection.stations.planned", request.as_of)
    wanted = planned.value if planned and planned.value and request.counties is None else None
    base = wanted or Decimal(filed)
    return Figure(
        value=Decimal(100) * tracing / base if base else None,
        unit="%",
        as_of=request.as_of,
        method=Text(
            "近30日开具电子交接单的在营收购站÷规划应覆盖收购站（305个；分县为在册收购站）",
            "Stations that wrote sheets in the last 30 days ÷ stations the plan wants covered "
            "(305; in a county: those on file)",
        ),
        version=_VERSION,
        inputs=(
            FigureInput(Text("在册在营收购站", "Stations on file"), filed, "/collection/stations"),
            FigureInput(
                Text("持有效许可证的收购站", "Licensed stations"), licensed, "/collection/licences"
            ),
            FigureInput(Text("近30日有交接单的收购站", "Stations writing sheets"), tracing),
        ),
        coverage=Decimal(tracing) / base if base else None,
        note=None if filed else Text("没有在册收购站", "No station is on file"),
        holders=filed,
    )


def licence_figures(request: FigureRequest) -> tuple[Figure, Figure]:
    """The share of active stations with a licence, and of tankers with a permit, on a day."""
    stations, tankers = Station.objects.all(), Tanker.objects.all()
    if request.counties is not None:
        stations = stations.filter(place__county__in=request.counties)
        tankers = tankers.filter(carrier__county__in=request.counties)
    rows = coverage_by_county(stations, tankers, request.as_of, notice_days(request.as_of))
    return (
        _share(
            request,
            Text("在营收购站", "Active stations"),
            sum(row.stations for row in rows),
            sum(row.stations_licensed for row in rows),
            "/collection/licences?kind=station_licence",
        ),
        _share(
            request,
            Text("在用运输车", "Active tankers"),
            sum(row.tankers for row in rows),
            sum(row.tankers_permitted for row in rows),
            "/collection/licences?kind=tanker_permit",
        ),
    )


def _share(request: FigureRequest, what: Text, total: int, covered: int, url: str) -> Figure:
    return Figure(
        value=Decimal(100) * covered / total if total else None,
        unit="%",
        as_of=request.as_of,
        method=Text(
            f"当日证件有效（含依法视为延续，不含暂停、吊销、过期）的{what.zh}÷{what.zh}",
            f"{what.en} whose paper covers the day (renewals by law included; suspended, revoked "
            f"and expired ones not) ÷ {what.en.lower()}",
        ),
        version="1",
        inputs=(
            FigureInput(what, total),
            FigureInput(Text("其中持有效证件", "Of these with a valid paper"), covered, url),
        ),
        coverage=Decimal(1) if total else None,
        note=None if total else Text("尚无在册对象", "None is on file"),
    )


def contributions() -> tuple[Contribution, ...]:
    """K2 and the two zones' milk; S1 and S2, the coverage of stations told in the plan's text."""
    return (
        Contribution("K2", _all_milk),
        Contribution("T1.2", _zone_milk(Zone.TWIN_CORE)),
        Contribution("T1.4", _zone_milk(Zone.TWO_WINGS)),
        Contribution("S1", _coverage),
        Contribution("S2", _coverage),
    )
