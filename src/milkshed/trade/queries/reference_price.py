"""The published reference price, as contracts ask for it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


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


def reference_price_on(day: date) -> ReferencePrice | None:
    """The published reference price in force on a day; None where none was published."""
    return None
