"""What extension contributes to the figures of the plan: sexed straws and embryos."""

from decimal import Decimal

from django.db.models import Count, Sum

from milkshed.breeding.models import Allocation, BatchKind, Claim
from milkshed.kernel.text import Text
from milkshed.kernel.units import WAN
from milkshed.platform.figures import Contribution, Figure, FigureInput, FigureRequest


def mating_contributions() -> tuple[Contribution, ...]:
    """Sexed straws (B2.1) and embryos (B2.2) distributed."""
    return (
        Contribution("B2.1", straws_distributed),
        Contribution("B2.2", embryos_distributed),
    )


def straws_distributed(request: FigureRequest) -> Figure:
    """B2.1: sexed straws that farms have received under quotas, in 万支."""
    return _received(request, BatchKind.STRAW, "万支")


def embryos_distributed(request: FigureRequest) -> Figure:
    """B2.2: embryos that farms have received under quotas, in 万枚."""
    return _received(request, BatchKind.EMBRYO, "万枚")


def _received(request: FigureRequest, kind: BatchKind, unit: str) -> Figure:
    rows = Allocation.objects.filter(
        state="received", received_on__lte=request.as_of, batch__kind=kind
    )
    claims = Claim.objects.filter(
        kind=kind, submitted_on__lte=request.as_of, state__in=["verified", "settled"]
    )
    if kind == BatchKind.STRAW:
        rows = rows.filter(batch__sexed=True)
    if request.counties is not None:
        rows = rows.filter(place__county__in=request.counties)
        claims = claims.filter(place__county__in=request.counties)
    received = rows.aggregate(
        pieces=Sum("received_pieces", default=0), farms=Count("place", distinct=True)
    )
    proven = claims.aggregate(n=Sum("accepted", default=0))["n"]
    return Figure(
        value=Decimal(received["pieces"]) / WAN if rows.exists() else None,
        unit=unit,
        as_of=request.as_of,
        method=Text(
            "牧场登记实收的数量累计（期间未写明，自登记起）；其中有配种证明并核定的另列",
            "Pieces that farms say they received, since the register began (the plan names no "
            "period); those proven by a service and verified beside it",
        ),
        version="1",
        inputs=(
            FigureInput(Text("收货", "Receipts"), rows.count(), "/breeding/extension"),
            FigureInput(Text("核定申报数量", "Verified in claims"), proven, "/breeding/claims"),
        ),
        note=None if rows.exists() else Text("还没有牧场登记收货", "No farm has received any yet"),
        unconfirmed_rules=(f"breeding.extension.region.{kind.value}",),
        holders=received["farms"],
    )
