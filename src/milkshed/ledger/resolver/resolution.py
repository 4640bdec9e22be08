"""Reading a request as a Digital Link, and who makes the pages that links lead to.

The ledger parses, checks and looks up. Who shows pages (the site) registers handlers once at
start; without them, and for programs, the answer is JSON.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse

from milkshed.kernel.problems import MALFORMED, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.gs1.digital_link import (
    CANONICAL_STEM,
    DigitalLink,
    build,
    elements_of,
    parse,
)
from milkshed.ledger.gs1.epc import canonical_uri
from milkshed.ledger.resolver.finding import is_known
from milkshed.ledger.resolver.offers import Entry

_REMEMBERED = 1 << 14


@dataclass(frozen=True, slots=True)
class Resolution:
    """A Digital Link that was understood. ``uri`` is its canonical form; ``is_known`` whether a
    fact names it or another room knows the thing."""

    link: DigitalLink
    uri: str
    is_known: bool


PageHandler = Callable[[HttpRequest, Resolution], HttpResponse]
LinksPageHandler = Callable[[HttpRequest, str, Sequence[Entry]], HttpResponse]
_handlers: list[PageHandler] = []
_links_handlers: list[LinksPageHandler] = []


def register_page(handler: PageHandler) -> None:
    """Let ``handler`` make the page of every resolved link; the last one registered counts."""
    _handlers.append(handler)


def page_handler() -> PageHandler | None:
    """The handler in force."""
    return _handlers[-1] if _handlers else None


def register_links_page(handler: LinksPageHandler) -> None:
    """Let ``handler`` list links for people: all of an identifier, or those to choose from.

    It is given the canonical URI asked for and the levels with their links.
    """
    _links_handlers.append(handler)


def links_page_handler() -> LinksPageHandler | None:
    """The handler in force."""
    return _links_handlers[-1] if _links_handlers else None


def read_link(path: str, query: str = "") -> DigitalLink:
    """Read the path (and query string) of a request as a Digital Link.

    Raises :class:`Problem` for wrong syntax, check digits, order of qualifiers, application
    identifiers that do not exist, and compressed links, which are not read here.
    """
    path = path.strip("/")
    if any(part[:1].isdigit() for part in query.split("&")):  # attributes such as 17=270101
        return parse(f"{CANONICAL_STEM}/{path}?{query}")
    return _read_path(path)


@lru_cache(_REMEMBERED)
def _read_path(path: str) -> DigitalLink:
    segments = path.split("/")
    if len(segments) % 2:
        raise compressed(path)
    return parse(f"{CANONICAL_STEM}/{path}")


def compressed(path: str) -> Problem:
    """The refusal of a path that is no sequence of identifiers and values."""
    message = Text(
        "路径应由应用标识符与值成对组成；压缩的数字链接不受支持，请改用未压缩形式",
        "The path should be pairs of application identifier and value; compressed Digital Links"
        " are not read here, please send the uncompressed form",
    )
    return Problem(MALFORMED, message, [Fault("uri", path, "uncompressed", message)])


def resolve(path: str, query: str = "") -> Resolution:
    """Read a request as a Digital Link and say whether the thing is known here.

    Raises :class:`Problem` like :func:`read_link`.
    """
    link = read_link(path, query)
    return Resolution(link, link.canonical, is_known(link))


def read_identifier(text: str) -> DigitalLink:
    """Read what a person typed or scanned: a link, a path, an element string or an EPC URN.

    Raises :class:`Problem` naming what is wrong.
    """
    text = text.strip()
    if text.startswith("("):
        return build(elements_of(text))
    if text.startswith("/"):
        return parse(CANONICAL_STEM + text.rstrip("/"))
    if text.lower().startswith("urn:epc:"):
        return parse(canonical_uri(text))
    return parse(text.rstrip("/"))
