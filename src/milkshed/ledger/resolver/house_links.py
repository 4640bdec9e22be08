"""The house's own links: what every identifier the ledger knows leads to by rule.

They follow from the identifier and are stored nowhere. Other rooms add rules with
:func:`register_house_links`, since only they know their pages.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from milkshed.kernel.text import Text
from milkshed.ledger.gs1.digital_link import DigitalLink
from milkshed.ledger.resolver.link_types import EPCIS
from milkshed.ledger.resolver.offers import Offer

JSON_LD = "application/ld+json"


@dataclass(frozen=True, slots=True)
class HouseRule:
    """Makes links of some types for an identifier; ``root`` is the address of this site.

    ``link_types`` lets a request for one type leave the other rules alone.
    """

    link_types: frozenset[str]
    offers: Callable[[DigitalLink, str], Iterable[Offer]]


_rules: list[HouseRule] = []


def register_house_links(rule: HouseRule) -> None:
    """Let a rule add its links to every identifier that a fact names."""
    if rule not in _rules:
        _rules.append(rule)


def house_offers(link: DigitalLink, root: str, wanted: str | None) -> tuple[Offer, ...]:
    """Return the house's links of an identifier; with ``wanted`` only those of that type."""
    return tuple(
        offer
        for rule in _rules
        if wanted is None or wanted in rule.link_types
        for offer in rule.offers(link, root)
        if wanted is None or offer.link_type == wanted
    )


_CLASSES = {("01", "10"), ("01",), ("01", "22")}
"""Keys with the qualifiers that name a class of things (EPCIS 2.0: ``epcClass``)."""


def _events_query(link: DigitalLink) -> str | None:
    """The query of the EPCIS interface for the events of an identifier."""
    name = quote(link.canonical, safe="")
    key = link.key[0]
    if key == "414":
        place = "EQ_readPoint" if link.qualifiers else "EQ_bizLocation"
        return f"{place}={name}"
    if key in ("415", "417"):
        return None  # a party's events hang on its role in them
    if (key, *(ai for ai, _ in link.qualifiers)) in _CLASSES:
        return f"MATCH_anyEPCClass={name}"
    return f"MATCH_anyEPC={name}"


def _epcis(link: DigitalLink, root: str) -> Iterator[Offer]:
    query = _events_query(link)
    if query is not None:
        yield Offer(
            EPCIS,
            f"{root}/events?{query}",
            Text("EPCIS事件（须登录）", "EPCIS events (sign in)"),
            JSON_LD,
            # the query interface refuses parameters it does not know
            forwards_query=False,
        )


register_house_links(HouseRule(frozenset({EPCIS}), _epcis))
