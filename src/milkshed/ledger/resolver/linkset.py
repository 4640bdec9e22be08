"""Linksets (RFC 9264) as GS1-Conformant Resolver 1.2 wants them, and their JSON-LD context."""

from collections.abc import Iterable, Sequence
from typing import Any

from milkshed.ledger.resolver.link_types import DEFAULT, DEFAULT_MULTI, GS1, MILK
from milkshed.ledger.resolver.offers import Entry, Offer, describe

CONTEXT_RELATION = "http://www.w3.org/ns/json-ld#context"

CONTEXT: dict[str, Any] = {
    "@context": {
        "@version": 1.1,
        "@vocab": "http://www.iana.org/assignments/relation/",
        "gs1": GS1,
        "milk": MILK,
        "dcterms": "http://purl.org/dc/terms/",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "linkset": "@graph",
        "anchor": "@id",
        "href": "@id",
        "itemDescription": "rdfs:comment",
        "title": "dcterms:title",
        "type": "dcterms:format",
        "hreflang": {"@id": "dcterms:language", "@container": "@set"},
        "context": {"@id": "milk:context", "@container": "@set"},
        "fwqs": "milk:forwardsQuery",
    }
}
"""Reads a linkset as RDF: anchors are subjects, link types predicates, targets objects."""


def linkset(entries: Iterable[Entry], root: str, language: str) -> dict[str, Any]:
    """Return the linkset of the levels in order; anchors are links below ``root``."""
    return {"linkset": [_context_object(entry, root, language) for entry in entries]}


def choices(
    entry: Entry, link_type: str, offers: Sequence[Offer], root: str, language: str
) -> dict[str, Any]:
    """Return a linkset of some links of one type, for a request that cannot decide."""
    return {
        "linkset": [
            {
                **_subject(entry, root, language),
                link_type: [_target(offer, language) for offer in offers],
            }
        ]
    }


def _subject(entry: Entry, root: str, language: str) -> dict[str, Any]:
    return {
        "anchor": root + entry.link.path,
        "itemDescription": describe(entry.link).in_language(language),
    }


def _context_object(entry: Entry, root: str, language: str) -> dict[str, Any]:
    found: dict[str, Any] = _subject(entry, root, language)
    for offer in entry.offers:
        found.setdefault(offer.link_type, []).append(_target(offer, language))
    default = entry.default
    if default is not None:
        # the default says nothing but where it leads and what that is called
        found[DEFAULT] = [{"href": default.href, "title": default.title.in_language(language)}]
    if entry.choices:
        found[DEFAULT_MULTI] = [_target(offer, language) for offer in entry.choices]
    return found


def _target(offer: Offer, language: str) -> dict[str, Any]:
    target: dict[str, Any] = {
        "href": offer.href,
        "title": offer.title.in_language(language),
    }
    if offer.media_type:
        target["type"] = offer.media_type
    if offer.languages:
        target["hreflang"] = list(offer.languages)
    if offer.contexts:
        target["context"] = list(offer.contexts)
    if not offer.forwards_query:
        target["fwqs"] = False
    return target
