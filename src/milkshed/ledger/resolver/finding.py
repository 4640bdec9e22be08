"""Finds what the resolver can offer for an identifier: facts known, links registered, own links."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from django.db import connection

from milkshed.ledger.gs1.digital_link import DigitalLink
from milkshed.ledger.models import ResolverLink
from milkshed.ledger.resolver.house_links import house_offers
from milkshed.ledger.resolver.offers import Entry, Offer, levels_of


def find_entries(link: DigitalLink, root: str, wanted: str | None = None) -> list[Entry]:
    """Return the levels of an identifier that are known, the finest first.

    A level is known when a fact names it or somebody registered links for it. ``root`` is this
    site's address; with ``wanted`` only the house's links of that type are made.
    """
    levels = list(levels_of(link))
    known = _named_by_facts([level.canonical for level in levels])
    registered = _registered([level.path for level in levels])
    entries = []
    for level in levels:
        is_fact = level.canonical in known
        stored = registered.get(level.path, [])
        own = house_offers(level, root, wanted) if is_fact else ()
        if any(offer.is_default for offer in stored):
            own = tuple(replace(offer, is_default=False) for offer in own)
        if is_fact or stored:
            entries.append(Entry(level, (*stored, *own), is_fact))
    return entries


def _named_by_facts(names: Sequence[str]) -> Collection[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT uri FROM ledger_term WHERE uri = ANY(%s)", [list(names)])
        return {uri for (uri,) in cursor.fetchall()}


def _registered(anchors: Sequence[str]) -> dict[str, list[Offer]]:
    found: dict[str, list[Offer]] = defaultdict(list)
    rows = ResolverLink.objects.filter(anchor__in=anchors, withdrawn_at__isnull=True)
    for row in rows.order_by("id"):
        found[row.anchor].append(
            Offer(
                row.link_type,
                row.target,
                row.title,
                row.media_type,
                tuple(row.languages),
                tuple(row.contexts),
                row.forwards_query,
                row.is_default,
                row.is_default_multi,
            )
        )
    return found
