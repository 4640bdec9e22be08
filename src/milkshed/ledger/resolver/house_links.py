"""The house's own links: what every identifier that is known here leads to by rule.

They follow from the identifier and are stored nowhere. Other rooms add rules with
:func:`register_house_links`, since only they know their pages, and with :func:`register_things`
say which things they know that no fact has named yet.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from milkshed.kernel.text import Text
from milkshed.ledger.gs1.digital_link import DigitalLink
from milkshed.ledger.resolver.link_types import DEFAULT, EPCIS
from milkshed.ledger.resolver.offers import Offer

JSON_LD = "application/ld+json"


@dataclass(frozen=True, slots=True)
class HouseRule:
    """Makes links of some types for an identifier; ``root`` is the address of this site.

    ``link_types`` lets a request for one type leave the other rules alone; a rule that makes the
    default link names :data:`~milkshed.ledger.resolver.link_types.DEFAULT` among them.
    """

    link_types: frozenset[str]
    offers: Callable[[DigitalLink, str], Iterable[Offer]]


ThingLookup = Callable[[Sequence[DigitalLink]], Iterable[str]]
_rules: list[HouseRule] = []
_lookups: list[ThingLookup] = []


def register_house_links(rule: HouseRule) -> None:
    """Let a rule add its links to every identifier that is known."""
    if rule not in _rules:
        _rules.append(rule)


def register_things(lookup: ThingLookup) -> None:
    """Let ``lookup`` say which of some identifiers name things registered in another room."""
    if lookup not in _lookups:
        _lookups.append(lookup)


def registered_here(links: Sequence[DigitalLink]) -> set[str]:
    """Return the canonical URIs of those links that another room knows."""
    return {uri for lookup in _lookups for uri in lookup(links)}


def house_offers(link: DigitalLink, root: str, wanted: str | None) -> tuple[Offer, ...]:
    """Return the house's links of an identifier; with ``wanted`` only those of that type."""
    return tuple(
        offer
        for rule in _rules
        if wanted is None or wanted in rule.link_types
        for offer in rule.offers(link, root)
        if wanted in (None, offer.link_type) or (wanted == DEFAULT and offer.is_default)
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
