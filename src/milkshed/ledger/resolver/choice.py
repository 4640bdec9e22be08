"""Which of several links fits a request best: format, language and context.

What the query says (``mediaType``, ``lang``, ``context``) goes before the headers Accept (RFC
9110) and Accept-Language (RFC 4647). Nothing here knows Django.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from milkshed.ledger.resolver.offers import Offer

Preferences = tuple[tuple[str, float], ...]
"""Names with their weight, 0 < q ≤ 1, in the order given."""

LINKSET_JSON = "application/linkset+json"
JSON = "application/json"
_ANY = "*/*"
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+-]+/(?:\*|[a-z0-9!#$&^_.+-]+)")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[a-z0-9]{2,8})*")
_ITEMS = 32


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request says about the link it would like."""

    media_types: Preferences = ()
    languages: Preferences = ()
    contexts: tuple[str, ...] = ()

    def accepts(self, media_type: str) -> bool:
        """Whether a media type is asked for by its own name."""
        return any(name == media_type for name, _ in self.media_types)


def read_wish(query: Mapping[str, Sequence[str]], accept: str, accept_language: str) -> Wish:
    """Read what a request prefers from its query and headers; nonsense is passed over."""
    media_types = _preferences(",".join(query.get("mediaType", ())), _MEDIA_TYPE)
    languages = _preferences(",".join(query.get("lang", ())), _LANGUAGE)
    return Wish(
        media_types or _preferences(accept, _MEDIA_TYPE),
        languages or _preferences(accept_language, _LANGUAGE),
        tuple(query.get("context", ())),
    )


def _preferences(header: str, shape: re.Pattern[str]) -> Preferences:
    found = []
    for item in header.lower().split(",")[:_ITEMS]:
        name, *parameters = (part.strip() for part in item.split(";"))
        weight = next((_weight(p[2:]) for p in parameters if p.startswith("q=")), 1.0)
        if weight > 0 and shape.fullmatch(name) and name != _ANY:
            found.append((name, weight))
    return tuple(found)


def _weight(text: str) -> float:
    return float(text) if re.fullmatch(r"[01](?:\.[0-9]{1,3})?", text) else 0.0


def _of_media_type(offered: str, wished: Preferences) -> float:
    """The weight of a media type; its own name goes before a range it falls in."""
    weights = dict(wished)
    return weights.get(offered) or weights.get(f"{offered.partition('/')[0]}/*", 0.0)


def _of_language(offered: Sequence[str], wished: Preferences) -> float:
    """The weight of the best language; ``zh-CN`` and ``zh`` pass for each other, a little less."""

    def weight(tag: str, name: str, q: float) -> float:
        if tag == name:
            return q
        related = name.startswith(f"{tag}-") or tag.startswith(f"{name}-")
        return 0.99 * q if related else 0.0

    return max((weight(tag.lower(), name, q) for tag in offered for name, q in wished), default=0.0)


_UNSAID = 0.0
_WRONG = -1.0


def fit(offer: Offer, wish: Wish) -> tuple[float, float, float, int]:
    """Say how well a link fits: context, format, language, then how little it narrows otherwise.

    In each of the first three a match counts its weight, a link that says nothing 0, another one
    −1. A link that is made for particular readers does not fit a request that says nothing.
    """
    context = media = language = _UNSAID
    narrowed = 0
    if offer.contexts:
        if wish.contexts:
            context = 1.0 if set(offer.contexts) & set(wish.contexts) else _WRONG
        else:
            narrowed += 1
    if offer.media_type:
        if wish.media_types:
            media = _of_media_type(offer.media_type, wish.media_types) or _WRONG
        else:
            narrowed += 1
    if offer.languages:
        if wish.languages:
            language = _of_language(offer.languages, wish.languages) or _WRONG
        else:
            narrowed += 1
    return context, media, language, -narrowed


def best(offers: Sequence[Offer], wish: Wish) -> tuple[Offer, ...]:
    """Return the links that fit best: one, or several that fit equally well."""
    if len(offers) < 2:
        return tuple(offers)
    fits = [fit(offer, wish) for offer in offers]
    top = max(fits)
    return tuple(offer for offer, one in zip(offers, fits, strict=True) if one == top)


def fits_positively(offer: Offer, wish: Wish) -> bool:
    """Whether the request asks for something this link has, and for nothing it has not."""
    said = fit(offer, wish)[:3]
    return max(said) > 0 and min(said) >= 0
