"""The house's own links that lead to the public page of an identifier.

Places, tankers and handover sheets are known by their registration, before the first fact names
them: a label on a new tanker must not lead nowhere. A lot is known by facts alone, so that an
invented lot number is told from a true one.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from milkshed.collection.models import HandoverSheet, Tanker
from milkshed.kernel.text import Text
from milkshed.ledger.facade import DigitalLink, HouseRule, Offer, link_types
from milkshed.platform.models import Place
from milkshed.quality.facade import is_reported

JOURNEY = "/journey"
"""Where the page has its own address; before it, the resolver's answer is found."""

_HTML, _JSON = "text/html", "application/json"
_LANGUAGES = ("zh", "en")
_TRACED = ("00", "01")


def _page(link: DigitalLink, root: str) -> str:
    return f"{root}{JOURNEY}{link.path}"


def _public_page(link: DigitalLink, root: str) -> Iterator[Offer]:
    """The page, default link of everything that a fact names, and its trace for programs."""
    address = _page(link, root)
    if link.key[0] == "414":
        title = Text("场所信息", "About this place")
        kind = link_types.LOCATION
    else:
        title = Text("扫码追溯", "Where it came from")
        kind = link_types.TRACEABILITY
    yield Offer(kind, address, title, _HTML, _LANGUAGES, is_default=True, shown_here=True)
    if link.key[0] in _TRACED:
        program = Text("追溯数据（JSON）", "Trace as JSON")
        yield Offer(link_types.TRACEABILITY, f"{address}?format=json", program, _JSON)


def _product(link: DigitalLink, root: str) -> Iterator[Offer]:
    if link.key[0] == "01":
        page = _page(link, root)
        title = Text("产品与批次信息", "About product and lot")
        yield Offer(link_types.PIP, page, title, _HTML, _LANGUAGES)
        origin = Text("奶从哪里来", "Where the milk came from")
        yield Offer(link_types.ORIGIN, f"{page}#origin", origin, _HTML, _LANGUAGES)


def _tests(link: DigitalLink, root: str) -> Iterator[Offer]:
    """Only where a laboratory has reported on the lot itself."""
    if link.key[0] == "01" and is_reported(link.canonical):
        title = Text("检测结果", "Test results")
        address = f"{_page(link, root)}#tests"
        yield Offer(link_types.CERTIFICATION, address, title, _HTML, _LANGUAGES)
        yield Offer(link_types.TEST_RESULTS, address, title, _HTML, _LANGUAGES)


_REGISTERED: Mapping[str, tuple[Any, str]] = {
    "414": (Place, "gln"),
    "8003": (Tanker, "grai"),
    "253": (HandoverSheet, "gdti"),
}
"""By key the model that registers such things, and its field of the number."""


def registered_things(links: Sequence[DigitalLink]) -> Iterator[str]:
    """The identifiers among some that name a place, a tanker or a handover sheet."""
    for ai, (model, field) in _REGISTERED.items():
        named = {link.key[1]: link for link in links if link.key[0] == ai and not link.qualifiers}
        if named:
            found = model.objects.filter(**{f"{field}__in": list(named)})
            for value in found.values_list(field, flat=True):
                yield named[value].canonical


RULES = (
    HouseRule(
        frozenset({link_types.DEFAULT, link_types.TRACEABILITY, link_types.LOCATION}), _public_page
    ),
    HouseRule(frozenset({link_types.PIP, link_types.ORIGIN}), _product),
    HouseRule(frozenset({link_types.CERTIFICATION, link_types.TEST_RESULTS}), _tests),
)
