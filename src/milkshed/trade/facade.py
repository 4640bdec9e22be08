"""What other rooms may ask of trade."""

from dataclasses import dataclass
from datetime import date

from milkshed.trade.queries.contracts import in_force


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
        ContractFacts(c.number, c.version, c.seller_id, c.buyer_id, f"/trade/contracts/{c.pk}")
        for c in in_force(day, day)
    )
