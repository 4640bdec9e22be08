"""Reads of pay grids."""

from datetime import date

from django.db.models import Q, QuerySet

from milkshed.trade.models import PayGrid
from milkshed.trade.science.pricing.grid import Grid, read_grid

IN_FORCE_STATES = ("published", "retired")


def content_of(grid: PayGrid) -> Grid:
    """The grid as the pricing programs take it."""
    return read_grid(grid.document)


def grids_on(first: date, last: date) -> QuerySet[PayGrid]:
    """Published versions in force on some day from ``first`` to ``last``, both included."""
    return PayGrid.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=first),
        state__in=IN_FORCE_STATES,
        valid_from__lte=last,
    ).order_by("code", "version")


def grid_by_code(code: str, day: date) -> PayGrid | None:
    """The version of a code in force on a day; the youngest where two are."""
    return grids_on(day, day).filter(code=code).order_by("-version").first()


def agreed_grids(seller_id: int, buyer_id: int, first: date, last: date) -> list[PayGrid]:
    """The buyer's grids that the seller agreed to, in force on some day of a span, oldest first."""
    found = grids_on(first, last).filter(owner_id=buyer_id, agreements__organisation_id=seller_id)
    return list(found.order_by("valid_from", "version"))


def grid_is_published(code: str | None, day: date) -> bool | None:
    """Whether a published pay grid of this code is in force on a day; contracts ask for it.

    None where no code is named.
    """
    return None if not code else grid_by_code(code, day) is not None
