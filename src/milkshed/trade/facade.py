"""What other rooms may ask of trade."""

from dataclasses import dataclass
from datetime import date

from milkshed.kernel.text import Text
from milkshed.trade.actions.credit_signals import note_signals
from milkshed.trade.models import Contract, CreditEntry
from milkshed.trade.models.credit import ENTRY_STATES
from milkshed.trade.queries.contracts import in_force
from milkshed.trade.signals import SignalRow

__all__ = [
    "ContractFacts",
    "ListedUnit",
    "OpenCase",
    "SignalRow",
    "contracts_in_force",
    "listed_units",
    "note_signals",
    "open_credit_cases",
]


@dataclass(frozen=True, slots=True)
class ContractFacts:
    """A contract in force: number, version, the two organisations and where its page is."""

    number: str
    version: int
    seller_id: int
    buyer_id: int
    url: str


def contracts_in_force(day: date) -> tuple[ContractFacts, ...]:
    """All contracts that bind both sides on a day."""
    return tuple(
        ContractFacts(c.number, c.version, c.seller_id, c.buyer_id, _url(c))
        for c in in_force(day, day)
    )


def _url(contract: Contract) -> str:
    return f"/trade/contracts/{contract.pk}"


@dataclass(frozen=True, slots=True)
class ListedUnit:
    """A unit on a published credit list: from when to when, and the case's number and page."""

    organisation_id: int
    county: str
    layer: str
    number: str
    first: date
    last: date | None
    removed_on: date | None
    url: str


def listed_units(first: date, last: date) -> tuple[ListedUnit, ...]:
    """Published listings that held on any of the days, both included."""
    found = (
        CreditEntry.objects.filter(
            published_on__isnull=False, published_on__lte=last, expires_on__gte=first
        )
        .select_related("subject")
        .order_by("published_on", "pk")
    )
    return tuple(
        ListedUnit(
            entry.subject_id,
            entry.subject.county,
            entry.layer,
            entry.number,
            entry.published_on,
            entry.expires_on,
            entry.removed_on,
            f"/trade/credit/entries/{entry.pk}",
        )
        for entry in found
        if entry.published_on is not None
    )


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A credit case that is not decided or published yet."""

    number: str
    organisation_id: int
    unit: Text
    county: str
    layer: str
    state: Text
    since: date
    url: str


def open_credit_cases(counties: frozenset[str] | None = None) -> tuple[OpenCase, ...]:
    """The regulator's cases under way against units of counties (all when None)."""
    found = CreditEntry.objects.filter(
        layer="regulator", state__in=["proposed", "noticed", "decided"]
    ).select_related("subject")
    if counties is not None:
        found = found.filter(subject__county__in=counties)
    return tuple(
        OpenCase(
            entry.number,
            entry.subject_id,
            entry.subject.name,
            entry.subject.county,
            entry.layer,
            ENTRY_STATES[entry.state],
            entry.proposed_on,
            f"/trade/credit/entries/{entry.pk}",
        )
        for entry in found.order_by("proposed_on", "pk")
    )
