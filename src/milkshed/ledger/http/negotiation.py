"""Which of the offered representations a client wants (RFC 9110, section 12.5.1)."""

from collections.abc import Sequence

from django.http import HttpRequest

JSON_LD = "application/ld+json"
JSON = "application/json"
XML = "application/xml"
DATA: Sequence[str] = (JSON_LD, JSON)
"""What every resource offers, the preferred one first."""
EVENTS: Sequence[str] = (*DATA, XML, "text/xml")
"""What resources that give events offer."""

_MOST_RANGES = 50


def _ranges(accept: str) -> list[tuple[str, float]]:
    found = []
    for part in accept.split(",")[:_MOST_RANGES]:
        media_range, *parameters = (piece.strip() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip().lower() == "q":
                try:
                    quality = min(1.0, max(0.0, float(value)))
                except ValueError:
                    quality = 0.0
        found.append((media_range.lower(), quality))
    return found


def _quality_of(media_type: str, ranges: Sequence[tuple[str, float]]) -> float:
    """The quality of the most specific range that covers the type; 0 when none does."""
    group = media_type.partition("/")[0]
    for wanted in (media_type, f"{group}/*", "*/*"):
        for media_range, quality in ranges:
            if media_range == wanted:
                return quality
    return 0.0


def preferred(request: HttpRequest, offers: Sequence[str]) -> str | None:
    """The offered type the client likes best, the first of equals; None when it takes none."""
    accept = request.headers.get("Accept", "").strip() or "*/*"
    ranges = _ranges(accept)
    best = max(offers, key=lambda offer: _quality_of(offer, ranges))
    return best if _quality_of(best, ranges) > 0 else None
