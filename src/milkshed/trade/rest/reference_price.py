"""Routes of the reference price."""

from datetime import date
from decimal import Decimal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Router, Schema

from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.platform.web.schemas import Day, problems
from milkshed.trade.models import PricePublication
from milkshed.trade.queries.reference_price import publication_on, url_of

router = Router()


class ReferencePriceOut(Schema):
    """One published version; prices in yuan per kg of milk of the stated quality.

    ``data_tier`` is 1 (stratified survey), 2 (strata joined) or 3 (last cost carried on);
    ``sha256`` is that of the published document.
    """

    round: str
    version: int
    number: str
    central: Decimal
    floor: Decimal
    cap: Decimal
    effective_from: date
    effective_to: date
    fat_pct: Decimal
    protein_pct: Decimal
    data_tier: int
    farms: int | None
    correction: str
    url: str
    sha256: str


def _out(one: PricePublication) -> ReferencePriceOut:
    survey = one.document.get("survey")
    return ReferencePriceOut(
        round=one.round.code,
        version=one.version,
        number=one.number,
        central=one.central,
        floor=one.floor,
        cap=one.cap,
        effective_from=one.effective_from,
        effective_to=one.effective_to,
        fat_pct=Decimal(one.quality["fat"]),
        protein_pct=Decimal(one.quality["protein"]),
        data_tier=one.document["tier"],
        farms=int(survey["farms"]) if survey else None,
        correction=one.correction,
        url=url_of(one),
        sha256=one.digest,
    )


@router.get(
    "/reference-prices",
    response={200: list[ReferencePriceOut], **problems()},
    summary="历次参考价 · Every published reference price",
)
def reference_prices(request: HttpRequest) -> list[ReferencePriceOut]:
    """All published versions, the oldest first; the same for everyone."""
    every = PricePublication.objects.select_related("round").order_by("round__first", "version")
    return [_out(one) for one in every]


@router.get(
    "/reference-price",
    response={200: ReferencePriceOut, **problems(404)},
    summary="某日参考价 · The reference price on a day",
)
def reference_price(request: HttpRequest, day: Day | None = None) -> ReferencePriceOut:
    """The version in force on a day, today unless given; 404 where none is."""
    found = publication_on(day or timezone.localdate())
    if found is None:
        raise Problem(NOT_FOUND, Text("该日没有参考价", "No reference price holds on that day"))
    return _out(found)
