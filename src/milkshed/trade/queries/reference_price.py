"""The published reference price, as contracts ask for it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milkshed.trade.models import PricePublication


@dataclass(frozen=True, slots=True)
class ReferencePrice:
    """The reference price in force on a day: yuan per kg of the standard milk it is stated for.

    ``notice`` is the number of the publication, ``url`` the page that shows how it came about.
    """

    yuan_per_kg: Decimal
    valid_from: date
    valid_to: date
    notice: str
    url: str = ""


def publication_on(day: date) -> PricePublication | None:
    """The publication whose price holds on a day: of those that cover it the youngest version."""
    return (
        PricePublication.objects.filter(effective_from__lte=day, effective_to__gte=day)
        .order_by("-round__first", "-version")
        .first()
    )


def reference_price_on(day: date) -> ReferencePrice | None:
    """The published reference price in force on a day; None where none was published."""
    found = publication_on(day)
    if found is None:
        return None
    return ReferencePrice(
        found.central, found.effective_from, found.effective_to, found.number, url_of(found)
    )


def url_of(publication: PricePublication) -> str:
    """The public page of a publication."""
    return f"/trade/price/publications/{publication.pk}"


def publications_in_force() -> list[PricePublication]:
    """The youngest version of every round, the oldest round first."""
    newest: dict[int, PricePublication] = {}
    for one in _every():
        newest[one.round_id] = one
    return list(newest.values())


def _every() -> Iterable[PricePublication]:
    return PricePublication.objects.select_related("round", "issuer").order_by(
        "round__first", "version"
    )
