"""GS1 Digital Link URIs: read, check, build.

Follows the GS1 Digital Link Standard: URI Syntax 1.6, uncompressed form. A link has a stem (the
domain and any path before the key), a primary key, its qualifiers in the order that the key
prescribes, and attributes in the query. A link is taken only when every value is right: length,
alphabet, check digit, dates, order of qualifiers, and identifiers that must or must not stand
together.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, unquote, unquote_plus

from milkshed.kernel.problems import INVALID, Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.gs1.application_identifiers import APPLICATION_IDENTIFIERS
from milkshed.ledger.gs1.element import Element, pairing_faults, value_fault

CANONICAL_STEM = "https://id.gs1.org"

_REMEMBERED = 1 << 14

_URI_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]*")
_SCHEME = re.compile(r"(?:https?|HTTPS?)://")
_DOMAIN = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.\-]+)(?::[0-9]+)?")
_AI = re.compile(r"[0-9]{2,4}")
_ELEMENT = re.compile(r"\(([0-9]{2,4})\)([^(]+)")


@dataclass(frozen=True, slots=True)
class DigitalLink:
    """A Digital Link taken apart; every value is as in a barcode (percent signs decoded).

    ``parameters`` are the pairs of the query that are no application identifiers.
    """

    stem: str
    key: Element
    qualifiers: tuple[Element, ...] = ()
    attributes: tuple[Element, ...] = ()
    parameters: tuple[tuple[str, str], ...] = ()

    @property
    def elements(self) -> tuple[Element, ...]:
        """Return key, qualifiers and attributes in this order."""
        return (self.key, *self.qualifiers, *self.attributes)

    @property
    def path(self) -> str:
        """Return key and qualifiers as a path, ``/01/09521234543213/10/LOT1``."""
        return _path((self.key, *self.qualifiers))

    @property
    def canonical(self) -> str:
        """Return the link on id.gs1.org without attributes: the name of the thing itself."""
        return CANONICAL_STEM + self.path

    def uri(self, stem: str | None = None) -> str:
        """Return the link on its own or another stem, attributes included."""
        base = (self.stem if stem is None else stem).rstrip("/")
        query = "&".join(
            f"{name}={_encoded(value)}" for name, value in (*self.attributes, *self.parameters)
        )
        return f"{base}{self.path}{'?' if query else ''}{query}"

    def element_string(self) -> str:
        """Return all elements with their identifiers in brackets, ``(01)…(10)…``."""
        return "".join(f"({ai}){value}" for ai, value in self.elements)

    def message(self, separator: str = "\x1d") -> str:
        """Return the elements as scanned from a barcode.

        ``separator`` (FNC1) opens the message and ends every element of unknown length but the
        last.
        """
        parts = [separator]
        for index, (ai, value) in enumerate(self.elements):
            parts += [ai, value]
            identifier = APPLICATION_IDENTIFIERS.get(ai)
            is_last = index == len(self.elements) - 1
            if not is_last and not (identifier and identifier.is_predefined_length):
                parts.append(separator)
        return "".join(parts)


def _refuse(value: str, rule: str, zh: str, en: str, field: str = "uri") -> Problem:
    message = Text(zh, en)
    return Problem(INVALID, message, [Fault(field, value, rule, message)])


def _encoded(value: str) -> str:
    return quote(value, safe="'")


@lru_cache(_REMEMBERED)
def _path(elements: tuple[Element, ...]) -> str:
    return "".join(f"/{ai}/{_encoded(value)}" for ai, value in elements)


def parse(uri: str, *, permit_unknown: bool = False) -> DigitalLink:
    """Return a Digital Link taken apart.

    With ``permit_unknown`` application identifiers that the table does not know are kept as
    attributes. Raises :class:`Problem` naming what is wrong.
    """
    if not _URI_CHARACTERS.fullmatch(uri):
        raise _refuse(
            uri, "illegal-character", "URI中有不允许的字符", "The URI contains illegal characters"
        )
    scheme = _SCHEME.match(uri)
    if not scheme:
        raise _refuse(
            uri,
            "scheme",
            "数字链接应以http://或https://开头",
            "A Digital Link begins with http:// or https://",
        )
    location, _, _ = uri[scheme.end() :].partition("#")
    location, _, query = location.partition("?")
    domain, slash, path = location.partition("/")
    if not domain or not slash:
        raise _refuse(uri, "no-path", "URI须有域名和路径", "The URI needs a domain and a path")
    if not _DOMAIN.fullmatch(domain):
        raise _refuse(
            uri,
            "domain",
            "域名中有不允许的字符",
            "The domain contains illegal characters",
        )
    segments = path.split("/")
    start = _key_position(segments)
    if start is None:
        raise _refuse(
            uri,
            "no-key",
            "路径中没有GS1主标识符",
            "There is no GS1 key in the path",
        )
    in_path = [
        (segments[index], unquote(segments[index + 1])) for index in range(start, len(segments), 2)
    ]
    attributes, parameters = _query_elements(query, permit_unknown=permit_unknown)
    stem = "/".join((f"{scheme[0].lower()}{domain}", *segments[:start]))
    link = DigitalLink(stem, in_path[0], tuple(in_path[1:]), attributes, parameters)
    faults = _faults(link)
    if faults:
        raise Problem(INVALID, faults[0].message, faults)
    return link


def _key_position(segments: Sequence[str]) -> int | None:
    """Return where the key stands: the rightmost one that pairs of identifiers lead back to."""
    for index in range(len(segments) - 2, -1, -2):
        identifier = APPLICATION_IDENTIFIERS.get(segments[index])
        if identifier is None:
            return None
        if identifier.is_key:
            return index
    return None


def _query_elements(
    query: str, *, permit_unknown: bool
) -> tuple[tuple[Element, ...], tuple[tuple[str, str], ...]]:
    attributes: list[Element] = []
    parameters: list[tuple[str, str]] = []
    for part in query.split("&"):
        name, equals, value = part.partition("=")
        if not equals:
            continue
        if not (name.isascii() and name.isdigit()):
            parameters.append((unquote_plus(name), unquote_plus(value)))
            continue
        if name not in APPLICATION_IDENTIFIERS and not (permit_unknown and _AI.fullmatch(name)):
            raise _refuse(
                name,
                "unknown-identifier",
                f"没有应用标识符({name})",
                f"There is no application identifier ({name})",
                f"({name})",
            )
        attributes.append((name, unquote_plus(value)))
    return tuple(attributes), tuple(parameters)


def _faults(link: DigitalLink) -> list[Fault]:
    faults = [
        fault
        for ai, value in link.elements
        if ai in APPLICATION_IDENTIFIERS and (fault := value_fault(ai, value))
    ]
    return faults or [
        *_order_faults(link),
        *_attribute_faults(link),
        *pairing_faults(link.elements, [ai for ai, _ in link.qualifiers]),
    ]


def _element_fault(element: Element, rule: str, zh: str, en: str) -> Fault:
    ai, value = element
    return Fault(f"({ai})", value, rule, Text(zh.format(ai=ai), en.format(ai=ai)))


def _is_in_order(key: str, qualifiers: Sequence[str]) -> bool:
    orders = APPLICATION_IDENTIFIERS[key].qualifiers or ()
    for order in orders:
        remaining = iter(order)
        if all(qualifier in remaining for qualifier in qualifiers):
            return True
    return False


def _order_faults(link: DigitalLink) -> list[Fault]:
    if _is_in_order(link.key[0], [ai for ai, _ in link.qualifiers]):
        return []
    return [
        _element_fault(
            link.key,
            "qualifier-order",
            "路径中的限定符与({ai})不符或次序不对",
            "The qualifiers in the path do not belong to ({ai}) or stand in the wrong order",
        )
    ]


def _attribute_faults(link: DigitalLink) -> list[Fault]:
    faults = []
    seen = {link.key[0], *(ai for ai, _ in link.qualifiers)}
    in_path = [ai for ai, _ in link.qualifiers]
    for element in link.attributes:
        ai = element[0]
        identifier = APPLICATION_IDENTIFIERS.get(ai)
        if ai in seen:
            faults.append(_element_fault(element, "repeated", "({ai})重复", "({ai}) is repeated"))
        elif any(
            _is_in_order(link.key[0], [*in_path[:place], ai, *in_path[place:]])
            for place in range(len(in_path) + 1)
        ):
            faults.append(
                _element_fault(
                    element,
                    "belongs-in-path",
                    "({ai})应写在路径中，而不是查询参数中",
                    "({ai}) belongs in the path, not in the query",
                )
            )
        elif identifier and not identifier.is_attribute:
            faults.append(
                _element_fault(
                    element,
                    "no-attribute",
                    "({ai})不能作为数字链接的属性",
                    "({ai}) may not be an attribute of a Digital Link",
                )
            )
        seen.add(ai)
    return faults


def build(
    elements: Iterable[Element], stem: str = CANONICAL_STEM, *, permit_unknown: bool = False
) -> DigitalLink:
    """Return the link of some elements, in any order; repeated equal ones count once.

    The first key among them becomes the key, what can qualify it goes into the path in the
    prescribed order, everything else becomes attributes, those of known length first. Raises
    :class:`Problem` when a value is wrong or something has no place in a link.
    """
    pending = list(dict.fromkeys(elements))
    for ai, _ in pending:
        if ai not in APPLICATION_IDENTIFIERS and not (permit_unknown and _AI.fullmatch(ai)):
            raise _refuse(
                ai,
                "unknown-identifier",
                f"没有应用标识符({ai})",
                f"There is no application identifier ({ai})",
                f"({ai})",
            )
    key = next(
        (
            element
            for element in pending
            if element[0] in APPLICATION_IDENTIFIERS and APPLICATION_IDENTIFIERS[element[0]].is_key
        ),
        None,
    )
    if key is None:
        raise _refuse(
            "".join(f"({ai}){value}" for ai, value in pending),
            "no-key",
            "没有可作主标识符的应用标识符",
            "There is no key among the application identifiers",
        )
    pending.remove(key)
    values = dict(pending)
    orders = APPLICATION_IDENTIFIERS[key[0]].qualifiers or ((),)
    order = max(orders, key=lambda candidate: sum(ai in values for ai in candidate))
    qualifiers = tuple((ai, values[ai]) for ai in order if ai in values)
    rest = [element for element in pending if element not in qualifiers]
    rest.sort(key=lambda element: not _is_predefined(element[0]))
    link = DigitalLink(stem.rstrip("/"), key, qualifiers, tuple(rest))
    faults = _faults(link)
    if faults:
        raise Problem(INVALID, faults[0].message, faults)
    return link


def _is_predefined(ai: str) -> bool:
    identifier = APPLICATION_IDENTIFIERS.get(ai)
    return identifier is not None and identifier.is_predefined_length


def elements_of(element_string: str) -> list[Element]:
    """Return the elements of a bracketed element string such as ``(01)…(10)…``.

    Raises :class:`Problem` when the text is not made of bracketed identifiers and values.
    """
    elements = [(found[1], found[2]) for found in _ELEMENT.finditer(element_string)]
    if not elements or "".join(f"({ai}){value}" for ai, value in elements) != element_string:
        raise _refuse(
            element_string,
            "element-string",
            "应写作(01)…(10)…的形式",
            "Write it like (01)…(10)…",
            "element_string",
        )
    return elements
