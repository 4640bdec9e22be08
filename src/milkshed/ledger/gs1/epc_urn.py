"""The way back from a Digital Link to an EPC URN (GS1 EPC Tag Data Standard 2.0, section 6).

A URN tells where the company prefix ends, a Digital Link does not. Only who knows the length of the
prefix can go back; without it, and for keys no EPC scheme has, a link stays what it is.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from urllib.parse import quote, unquote

from milkshed.ledger.gs1.digital_link import CANONICAL_STEM
from milkshed.ledger.gs1.epc import KEY_SHAPES, canonical_uri

PrefixLength = Callable[[str], int | None]
"""Gives the length of the company prefix at the beginning of a key's digits, None if unknown."""

SHORTEST_PREFIX, LONGEST_PREFIX = 6, 12

_UNESCAPED = "!'()*+,-.:;=_"


def known_prefixes(prefixes: Iterable[str]) -> PrefixLength:
    """Return a finder of lengths among company prefixes that are known; the longest one wins."""
    known = frozenset(prefixes)

    def length(digits: str) -> int | None:
        for size in range(LONGEST_PREFIX, SHORTEST_PREFIX - 1, -1):
            if digits[:size] in known:
                return size
        return None

    return length


def epc_urn(uri: str, prefix_length: PrefixLength) -> str:
    """Return the EPC URN of a Digital Link on any domain, any other URI unchanged.

    What the URN cannot carry (a wrong check digit, a prefix that leaves no room for the rest) keeps
    the link as it is: the URN always has the canonical name of the link.
    """
    link = canonical_uri(uri)
    segments = link.removeprefix(CANONICAL_STEM + "/").split("/")
    if not link.startswith(CANONICAL_STEM + "/") or len(segments) not in (2, 4):
        return uri
    ai, value, *finer = segments
    split = _SPLITS.get(ai)
    if split is None or not KEY_SHAPES[ai].fullmatch(value):
        return uri
    value = unquote(value)
    length = prefix_length(value[_BEFORE_PREFIX.get(ai, 0) :])
    if length is None:
        return uri
    qualifier, qualifying = finer if finer else ("", "")
    urn = split(value, length, qualifier, unquote(qualifying))
    return urn if urn and canonical_uri(urn) == link else uri


def _escaped(text: str) -> str:
    return quote(text, safe=_UNESCAPED)


def _id(scheme: str, *parts: str) -> str:
    return f"urn:epc:id:{scheme}:{'.'.join(parts)}"


def _pattern(scheme: str, *parts: str) -> str:
    return f"urn:epc:idpat:{scheme}:{'.'.join((*parts, '*'))}"


def _named_or_open(scheme: str, parts: tuple[str, ...], serial: str) -> str:
    return _id(scheme, *parts, _escaped(serial)) if serial else _pattern(scheme, *parts)


def _item(gtin: str, length: int) -> tuple[str, str]:
    """Return company prefix and item reference, which takes the indicator digit to its front."""
    return gtin[1 : 1 + length], gtin[0] + gtin[1 + length : 13]


def _gtin(value: str, length: int, qualifier: str, qualifying: str) -> str | None:
    parts = _item(value, length)
    match qualifier:
        case "10":
            return f"urn:epc:class:lgtin:{'.'.join(parts)}.{_escaped(qualifying)}"
        case "21" | "":
            return _named_or_open("sgtin", parts, qualifying)
        case "235":
            return _id("upui", *parts, _escaped(qualifying))
    return None


def _itip(value: str, length: int, qualifier: str, qualifying: str) -> str | None:
    if qualifier == "10":
        return None
    parts = (*_item(value[:14], length), value[14:16], value[16:18])
    return _named_or_open("itip", parts, qualifying)


def _sscc(value: str, length: int, _qualifier: str, _qualifying: str) -> str:
    return _id("sscc", value[1 : 1 + length], value[0] + value[1 + length : 17])


def _sgln(value: str, length: int, _qualifier: str, qualifying: str) -> str:
    return _id("sgln", value[:length], value[length:12], _escaped(qualifying or "0"))


def _plain(scheme: str, digits: int) -> Callable[[str, int, str, str], str]:
    """Return the split of a key of digits only; the last one is a check digit."""

    def split(value: str, length: int, _qualifier: str, _qualifying: str) -> str:
        return _id(scheme, value[:length], value[length : digits - 1])

    return split


def _serialised(scheme: str, leading: int) -> Callable[[str, int, str, str], str]:
    """Return the split of a 13-digit key whose serial follows it, ``leading`` digits before."""

    def split(value: str, length: int, _qualifier: str, _qualifying: str) -> str:
        key, serial = value[leading : leading + 13], value[leading + 13 :]
        return _named_or_open(scheme, (key[:length], key[length:12]), serial)

    return split


def _assigned(scheme: str) -> Callable[[str, int, str, str], str | None]:
    """Return the split of a key that its owner ends as he likes."""

    def split(value: str, length: int, _qualifier: str, _qualifying: str) -> str | None:
        rest = value[length:]
        return _id(scheme, value[:length], _escaped(rest)) if rest else None

    return split


def _cpi(value: str, length: int, _qualifier: str, qualifying: str) -> str:
    return _named_or_open("cpi", (value[:length], _escaped(value[length:])), qualifying)


_SPLITS: Mapping[str, Callable[[str, int, str, str], str | None]] = MappingProxyType(
    {
        "00": _sscc,
        "01": _gtin,
        "253": _serialised("gdti", 0),
        "255": _serialised("sgcn", 0),
        "401": _assigned("ginc"),
        "402": _plain("gsin", 17),
        "414": _sgln,
        "417": _plain("pgln", 13),
        "8003": _serialised("grai", 1),
        "8004": _assigned("giai"),
        "8006": _itip,
        "8010": _cpi,
        "8017": _plain("gsrnp", 18),
        "8018": _plain("gsrn", 18),
    }
)

_BEFORE_PREFIX: Mapping[str, int] = MappingProxyType({"00": 1, "01": 1, "8003": 1, "8006": 1})
"""Digits of a key before the company prefix: indicator, extension or filling zero."""
