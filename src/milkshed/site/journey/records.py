"""What the rooms recorded about the lots of a journey: temperatures, times and tests."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Max, Min, Q

from milkshed.collection.models import HandoverSheet, Purchase
from milkshed.factory.models import Intake, ProductLot
from milkshed.kernel.text import Text
from milkshed.quality.models import RoutinePanel, Sample

Range = tuple[Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class Findings:
    """What laboratories found: samples reported, passed and failed, and the values' ranges."""

    reported: int
    passed: int
    failed: int
    values: tuple[tuple[Text, str, Range], ...]
    antibiotics_clear: int
    antibiotics_found: int


@dataclass(frozen=True, slots=True)
class Haul:
    """What the handover sheets of the loads say."""

    sheets: int
    temperature_out: Range | None
    temperature_in: Range | None
    seals_broken: int
    first_departure: datetime | None
    last_arrival: datetime | None


_PANEL = (
    ("fat", Text("脂肪", "Fat"), "g/100g"),
    ("protein", Text("蛋白质", "Protein"), "g/100g"),
    ("total_count", Text("菌落总数", "Plate count"), "CFU/mL"),
    ("somatic_cells", Text("体细胞数", "Somatic cells"), "个/mL"),
)


def product_lot(uri: str) -> ProductLot | None:
    """The product lot a link names."""
    return (
        ProductLot.objects.select_related("product__plant__place", "batch").filter(uri=uri).first()
    )


def intake_temperature(farm_lots: Collection[str]) -> Range | None:
    """The span of temperatures at which stations took farms' milk in."""
    return _range(
        Purchase.objects.filter(farm_lot__in=farm_lots).aggregate(
            low=Min("temperature_c"), high=Max("temperature_c")
        )
    )


def silo_temperature(silo_lots: Collection[str]) -> Range | None:
    """The span of temperatures at which the plant took loads in."""
    return _range(
        Intake.objects.filter(silo_lot__in=silo_lots).aggregate(
            low=Min("temperature_c"), high=Max("temperature_c")
        )
    )


def haul(load_lots: Collection[str]) -> Haul:
    """What the handover sheets say; a corrected sheet counts in its last version."""
    found = HandoverSheet.objects.filter(load_lot__in=load_lots, corrected_by__isnull=True)
    values = found.aggregate(
        sheets=Count("pk"),
        out_low=Min("departure_temperature_c"),
        out_high=Max("departure_temperature_c"),
        in_low=Min("arrival_temperature_c"),
        in_high=Max("arrival_temperature_c"),
        broken=Count("pk", filter=Q(seals_intact=False)),
        first=Min("departed_at"),
        last=Max("arrived_at"),
    )
    return Haul(
        sheets=values["sheets"],
        temperature_out=_range({"low": values["out_low"], "high": values["out_high"]}),
        temperature_in=_range({"low": values["in_low"], "high": values["in_high"]}),
        seals_broken=values["broken"],
        first_departure=values["first"],
        last_arrival=values["last"],
    )


def tests(lots: Collection[str]) -> Findings:
    """The reported tests of these lots."""
    samples = Sample.objects.filter(lot_uri__in=lots, reported_at__isnull=False)
    counts = samples.aggregate(
        reported=Count("pk"),
        passed=Count("pk", filter=Q(verdict="pass")),
        failed=Count("pk", filter=Q(verdict="fail")),
    )
    spans = {f"{name}_{end}": span(name) for name, _, _ in _PANEL for end, span in _ENDS.items()}
    panel = RoutinePanel.objects.filter(sample__in=samples).aggregate(
        **spans,
        clear=Count("pk", filter=Q(antibiotics=False)),
        found=Count("pk", filter=Q(antibiotics=True)),
    )
    values = tuple(
        (title, unit, (panel[f"{name}_low"], panel[f"{name}_high"]))
        for name, title, unit in _PANEL
        if panel[f"{name}_low"] is not None
    )
    return Findings(
        reported=counts["reported"],
        passed=counts["passed"],
        failed=counts["failed"],
        values=values,
        antibiotics_clear=panel["clear"],
        antibiotics_found=panel["found"],
    )


_ENDS = {"low": Min, "high": Max}


def _range(values: dict[str, Decimal | None]) -> Range | None:
    low, high = values["low"], values["high"]
    return None if low is None or high is None else (low, high)
