"""Finds what the resolver can offer for an identifier: facts known, links registered, own links."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import orjson
from django.db import connection

from milkshed.kernel.text import Text
from milkshed.ledger.gs1.digital_link import DigitalLink
from milkshed.ledger.resolver.house_links import house_offers, registered_here
from milkshed.ledger.resolver.offers import Entry, Offer, levels_of


def find_entries(link: DigitalLink, root: str, wanted: str | None = None) -> list[Entry]:
    """Return the levels of an identifier that are known, the finest first.

    A level is known when a fact names it, somebody registered links for it, or another room knows
    the thing itself. ``root`` is this site's address; with ``wanted`` only the house's links of
    that type are made (``DEFAULT``: only its default link).
    """
    levels = levels_of(link)
    found = _look_up(levels)
    if not found.facts and not found.links:
        found.facts.update(registered_here(levels))
    entries = []
    for level in levels:
        known = level.canonical in found.facts
        stored = found.links.get(level.path, [])
        own = house_offers(level, root, wanted) if known else ()
        if any(offer.is_default for offer in stored):
            own = tuple(replace(offer, is_default=False) for offer in own)
        if known or stored:
            entries.append(Entry(level, (*stored, *own), known))
    return entries


def is_known(link: DigitalLink) -> bool:
    """Whether a fact names the identifier, or another room knows the thing itself."""
    return bool(_look_up([link]).facts) or bool(registered_here([link]))


@dataclass(slots=True)
class _Found:
    facts: set[str] = field(default_factory=set)
    links: dict[str, list[Offer]] = field(default_factory=lambda: defaultdict(list))


_LOOK_UP = """
SELECT uri, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0
FROM ledger_term WHERE uri = ANY(%s)
UNION ALL
SELECT anchor, link_type, target, title_zh, title_en, media_type, languages::text,
       contexts::text, forwards_query, is_default, is_default_multi, id
FROM ledger_resolverlink WHERE anchor = ANY(%s) AND withdrawn_at IS NULL
ORDER BY 12
"""
"""Facts and links in one question: this is asked with every scan."""


def _look_up(levels: Sequence[DigitalLink]) -> _Found:
    found = _Found()
    with connection.cursor() as cursor:
        cursor.execute(
            _LOOK_UP, [[level.canonical for level in levels], [level.path for level in levels]]
        )
        for name, link_type, target, zh, en, media_type, languages, contexts, *flags, _ in cursor:
            if link_type is None:
                found.facts.add(name)
                continue
            found.links[name].append(
                Offer(
                    link_type,
                    target,
                    Text(zh, en),
                    media_type,
                    tuple(orjson.loads(languages)),
                    tuple(orjson.loads(contexts)),
                    *flags,
                )
            )
    return found
