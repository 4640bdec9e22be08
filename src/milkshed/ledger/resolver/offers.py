"""What the resolver can offer for an identifier: links, gathered level by level.

A request for a pack's serial number is also one for its lot and its product: every level from
the identifier asked for up to its key alone has its entry. The finest level that knows a link
type answers for it (GS1-Conformant Resolver 1.2, linksets).
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations

from milkshed.kernel.text import Text
from milkshed.ledger.gs1.digital_link import DigitalLink
from milkshed.ledger.gs1.element import Element

_REMEMBERED = 1 << 14


@dataclass(frozen=True, slots=True)
class Offer:
    """A link that can be given: its type, target and what helps to choose among several.

    ``shown_here``: the target is our own page about the identifier, so that a browser can be
    given it at once instead of being sent there.
    """

    link_type: str
    href: str
    title: Text
    media_type: str = ""
    languages: tuple[str, ...] = ()
    contexts: tuple[str, ...] = ()
    forwards_query: bool = True
    is_default: bool = False
    is_default_multi: bool = False
    shown_here: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """The links of one level; ``link`` names the level; ``is_known`` by the ledger or
    another room, and not only by links registered for it."""

    link: DigitalLink
    offers: tuple[Offer, ...]
    is_known: bool = False

    @property
    def default(self) -> Offer | None:
        """The default link of this level."""
        return next((offer for offer in self.offers if offer.is_default), None)

    @property
    def choices(self) -> tuple[Offer, ...]:
        """The links among which a reader's language or format decides the default."""
        return tuple(offer for offer in self.offers if offer.is_default_multi)

    def of_type(self, link_type: str) -> tuple[Offer, ...]:
        """The links of a type."""
        return tuple(offer for offer in self.offers if offer.link_type == link_type)


_CLASS_LENGTH = {"8003": 14, "253": 13, "255": 13}
"""Keys that carry their serial in themselves, and the length of what comes before it."""


def levels_of(link: DigitalLink) -> tuple[DigitalLink, ...]:
    """Return the identifier, then everything coarser, down to its key (without serial).

    Attributes name nothing and fall away. Where several qualifiers stand, each selection of them
    names something: the lot of a product is the lot of its variants too.
    """
    return _levels(replace(link, attributes=(), parameters=()))


@lru_cache(_REMEMBERED)
def _levels(link: DigitalLink) -> tuple[DigitalLink, ...]:
    return tuple(_coarser(link))


def _coarser(link: DigitalLink) -> Iterator[DigitalLink]:
    for count in range(len(link.qualifiers), -1, -1):
        selections: list[tuple[Element, ...]] = list(combinations(link.qualifiers, count))
        for qualifiers in reversed(selections):
            yield replace(link, qualifiers=qualifiers)
    ai, value = link.key
    length = _CLASS_LENGTH.get(ai)
    if length is not None and len(value) > length:
        yield replace(link, key=(ai, value[:length]), qualifiers=())


def first_of_type(entries: Iterable[Entry], link_type: str) -> tuple[Offer, ...]:
    """The links of a type at the finest level that has any."""
    return next((found for entry in entries if (found := entry.of_type(link_type))), ())


def first_default(entries: Sequence[Entry]) -> Entry | None:
    """The finest level that has a default link."""
    return next((entry for entry in entries if entry.default is not None), None)


_KINDS = {
    "00": Text("托盘", "Pallet"),
    "01": Text("产品", "Product"),
    "253": Text("单据", "Document"),
    "255": Text("券", "Coupon"),
    "401": Text("托运货物", "Consignment"),
    "402": Text("发运货物", "Shipment"),
    "414": Text("场所", "Place"),
    "415": Text("收款方", "Payee"),
    "417": Text("单位", "Party"),
    "8003": Text("周转容器", "Returnable asset"),
    "8004": Text("设备", "Asset"),
    "8006": Text("组件", "Trade item piece"),
    "8010": Text("部件", "Component"),
    "8013": Text("型号", "Model"),
    "8017": Text("服务提供者", "Provider"),
    "8018": Text("服务对象", "Recipient"),
}
_QUALIFIED = {
    "10": Text("批次", "Lot"),
    "21": Text("单品", "Item"),
    "254": Text("场所内设施", "Part of a place"),
}


def describe(link: DigitalLink) -> Text:
    """Say in words what a level is: ``批次 L1（产品 0952…）``."""
    ai, value = link.key
    kind = _KINDS[ai]
    if not link.qualifiers:
        return Text(f"{kind.zh} {value}", f"{kind.en} {value}")
    finest, number = link.qualifiers[-1]
    part = _QUALIFIED.get(finest, Text(f"({finest})", f"({finest})"))
    return Text(
        f"{part.zh} {number}（{kind.zh} {value}）", f"{part.en} {number} ({kind.en} {value})"
    )
