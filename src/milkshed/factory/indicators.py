"""What the factory contributes to the plan."""

from datetime import date, timedelta
from decimal import Decimal

from django.db.models import QuerySet

from milkshed.factory.models import Plant, Product
from milkshed.factory.queries.silos import capacity_t, raw_milk
from milkshed.kernel.clock import start_of_day
from milkshed.kernel.text import Text
from milkshed.platform.figures import (
    NO_HOLDERS,
    Contribution,
    Figure,
    FigureInput,
    FigureRequest,
)

PLAN_START = date(2024, 1, 1)
_WAN = Decimal(10_000)
_YEAR_DAYS = 365
_NO_PLANTS = Text("没有登记的加工厂", "No plant is registered")


def contributions() -> tuple[Contribution, ...]:
    """Capacity (T5.1), new processors (G2), specialty products (G3) and their share (G4)."""
    return (
        Contribution("T5.1", capacity),
        Contribution("G2", new_processors),
        Contribution("G3", specialty_products),
        Contribution("G4", specialty_share),
    )


def capacity(request: FigureRequest) -> Figure:
    """T5.1: licensed daily capacity of plants at work, in 万吨/日; tells the traced share too."""
    plants = _plants(request)
    total, traced = plants.count(), plants.filter(traced=True).count()
    return Figure(
        value=capacity_t(plants) / _WAN if total else None,
        unit="万吨/日",
        as_of=request.as_of,
        method=Text(
            "在产加工厂许可日处理能力之和 ÷ 10000",
            "Licensed daily capacity of plants at work, added, ÷ 10,000",
        ),
        version="1",
        inputs=(
            FigureInput(Text("在产加工厂（家）", "Plants at work"), total, "/factory/plants/"),
            FigureInput(
                Text("其中纳入追溯（家）", "of these traced"), traced, "/factory/plants/?traced=1"
            ),
        ),
        note=_coverage_note(traced, total) if total else _NO_PLANTS,
        holders=total,
    )


def _coverage_note(traced: int, total: int) -> Text:
    share = f"{100 * traced / total:.1f}%"
    return Text(
        f"追溯覆盖{traced}/{total}家（{share}）；规划写24家，存量26家为92.3%",
        f"{traced} of {total} plants are traced ({share}); the plan states 24 of 26, 92.3%",
    )


def new_processors(request: FigureRequest) -> Figure:
    """G2: plants whose first licence is of 2024-01-01 or later."""
    plants = _plants(request)
    new = plants.filter(first_licensed_on__gte=PLAN_START).count()
    return Figure(
        value=Decimal(new),
        unit="家",
        as_of=request.as_of,
        method=Text(
            "2024年1月1日起首次取得生产许可的加工厂", "Plants first licensed since 2024-01-01"
        ),
        version="1",
        inputs=(
            FigureInput(Text("新加工厂（家）", "New plants"), new, "/factory/plants/?new=1"),
            FigureInput(Text("全部加工厂（家）", "All plants"), plants.count(), "/factory/plants/"),
        ),
        holders=NO_HOLDERS,  # production licences are published by who grants them
    )


def specialty_products(request: FigureRequest) -> Figure:
    """G3: products flagged as specialty with a reason, launched since 2024-01-01."""
    products = Product.objects.filter(launched_on__lte=request.as_of)
    if request.counties is not None:
        products = products.filter(plant__place__county__in=request.counties)
    special = products.filter(specialty=True, launched_on__gte=PLAN_START)
    flagged = special.count()
    return Figure(
        value=Decimal(flagged),
        unit="个",
        as_of=request.as_of,
        method=Text(
            "2024年1月1日起上市、写明认定理由的特色及高端产品",
            "Products launched since 2024-01-01, flagged as specialty or high-end with a reason",
        ),
        version="1",
        inputs=(
            FigureInput(
                Text("特色产品（个）", "Specialty products"),
                flagged,
                "/factory/products/?specialty=1&new=1",
            ),
            FigureInput(
                Text("全部产品（个）", "All products"), products.count(), "/factory/products/"
            ),
        ),
        holders=special.order_by().values("plant").distinct().count(),
    )


def specialty_share(request: FigureRequest) -> Figure:
    """G4: raw milk in lots of specialty products ÷ raw milk processed, last 365 days, per cent."""
    last = start_of_day(request.as_of + timedelta(days=1))
    milk = raw_milk(last - timedelta(days=_YEAR_DAYS), last, request.counties)
    return Figure(
        value=milk.specialty_kg / milk.processed_kg * 100 if milk.processed_kg else None,
        unit="%",
        as_of=request.as_of,
        method=Text(
            "近365天：特色及高端产品批次所含原料奶 ÷ 全部投料；"
            "批次原料奶 = 该批占本生产批灌装量的份额 × 投料",
            "Last 365 days: raw milk in lots of flagged products ÷ raw milk drawn; a lot's raw"
            " milk is its share of its batch's packed mass × the mass drawn",
        ),
        version="raw-milk-1",
        inputs=(
            FigureInput(Text("生产批", "Batches"), milk.batches, "/factory/batches/"),
            FigureInput(
                Text("特色产品批次", "Lots of specialty products"),
                milk.specialty_lots,
                "/factory/lots/?specialty=1",
            ),
        ),
        note=Text(
            "规划未给出定义，按原料奶口径计算", "The plan gives no definition; computed on raw milk"
        )
        if milk.batches
        else Text("没有生产批记录", "No batch is recorded"),
        coverage=Decimal(milk.packed_batches) / milk.batches if milk.batches else None,
        holders=milk.plants,
    )


def _plants(request: FigureRequest) -> QuerySet[Plant]:
    plants = Plant.objects.filter(active=True, first_licensed_on__lte=request.as_of)
    if request.counties is not None:
        plants = plants.filter(place__county__in=request.counties)
    return plants
