"""Resolution of GS1 Digital Links: what a code on a pack or tank leads to.

The ledger parses, checks and looks up. Who shows pages (the site) registers a handler once at
start; without one, and for programs, the answer is JSON.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse

from milkshed.ledger.gs1.digital_link import CANONICAL_STEM, DigitalLink, parse
from milkshed.ledger.trace.queries import term_of


@dataclass(frozen=True, slots=True)
class Resolution:
    """A Digital Link that was understood. ``uri`` is its canonical form; ``is_known`` whether any
    fact of the ledger names it."""

    link: DigitalLink
    uri: str
    is_known: bool


PageHandler = Callable[[HttpRequest, Resolution], HttpResponse]
_handlers: list[PageHandler] = []


def register_page(handler: PageHandler) -> None:
    """Let ``handler`` make the page of every resolved link; the last one registered counts."""
    _handlers.append(handler)


def page_handler() -> PageHandler | None:
    """The handler in force."""
    return _handlers[-1] if _handlers else None


def resolve(path: str, query: str = "") -> Resolution:
    """Read the path (and query string) of a request as a Digital Link.

    Raises :class:`Problem` for wrong syntax, check digits or order of qualifiers.
    """
    address = f"{CANONICAL_STEM}/{path.strip('/')}" + (f"?{query}" if query else "")
    link = parse(address, permit_unknown=True)
    return Resolution(link, link.canonical, term_of(link.canonical) is not None)
