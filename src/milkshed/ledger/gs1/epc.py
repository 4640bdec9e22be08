"""One name for one thing: every notation of a GS1 identifier to its canonical Digital Link.

An EPC URN (``urn:epc:id:…``, ``urn:epc:class:lgtin:…``, ``urn:epc:idpat:…`` with an open serial)
and a Digital Link on any domain become the link on id.gs1.org at the finest level that its key
knows: of GTIN, lot and serial the serial wins, variants and all attributes fall away. Sources:
GS1 EPC Tag Data Standard 2.0 section 6, CBV 2.0 section 8.9.2. Anything else stays as it is.

This is about sameness, not about rightness: a wrong check digit in a Digital Link is kept, since
someone's label carries it. :func:`milkshed.ledger.gs1.digital_link.parse` is the strict reader.
"""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from urllib.parse import quote, unquote

from milkshed.kernel.identifiers import with_check_digit
from milkshed.ledger.gs1.digital_link import CANONICAL_STEM

_REMEMBERED = 1 << 17
_EPC_URN = re.compile(r"urn:epc:(id|class|idpat):([a-z]+):(\S+)", re.IGNORECASE)
_OPEN = "*"

_CANONICAL_ALREADY = re.compile(
    r"https://id\.gs1\.org/"
    r"(?:01/[0-9]{14}/(?:10|21)/[A-Za-z0-9._~-]+|414/[0-9]{13}(?:/254/[A-Za-z0-9._~-]+)?"
    r"|00/[0-9]{18}|417/[0-9]{13}|8003/0[0-9]{13}[A-Za-z0-9._~-]{0,16})"
)
"""The commonest names in their final form: nothing to take apart."""

_VALUE = "[^/?#]"
KEY_SHAPES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "00": re.compile(r"[0-9]{18}"),
        "01": re.compile(r"[0-9]{8}|[0-9]{12,14}"),
        "253": re.compile(rf"[0-9]{{13}}{_VALUE}{{0,51}}"),
        "255": re.compile(r"[0-9]{13,25}"),
        "401": re.compile(rf"[0-9]{{4}}{_VALUE}{{0,78}}"),
        "402": re.compile(r"[0-9]{17}"),
        "414": re.compile(r"[0-9]{13}"),
        "415": re.compile(r"[0-9]{13}"),
        "417": re.compile(r"[0-9]{13}"),
        "8003": re.compile(rf"0[0-9]{{13}}{_VALUE}{{0,48}}"),
        "8004": re.compile(rf"[0-9]{{4}}{_VALUE}{{0,78}}"),
        "8006": re.compile(r"[0-9]{18}"),
        "8010": re.compile(rf"[0-9]{{4}}{_VALUE}{{0,78}}"),
        "8013": re.compile(rf"[0-9]{{4}}{_VALUE}{{0,63}}"),
        "8017": re.compile(r"[0-9]{18}"),
        "8018": re.compile(r"[0-9]{18}"),
    }
)

_FINEST: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "01": ("21", "10", "235"),
        "8006": ("21", "10"),
        "414": ("254",),
        "415": ("8020",),
        "8010": ("8011",),
        "8017": ("8019",),
        "8018": ("8019",),
    }
)
"""Per key the qualifiers that name something finer; the first one present is kept alone."""

_QUALIFIERS = frozenset({"10", "21", "22", "235", "254", "7040", "8011", "8019", "8020"})

_SHORT_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "cpid": "8010",
        "cpsn": "8011",
        "cpv": "22",
        "gcn": "255",
        "gdti": "253",
        "giai": "8004",
        "ginc": "401",
        "gln": "414",
        "glnx": "254",
        "gmn": "8013",
        "grai": "8003",
        "gsin": "402",
        "gsrn": "8018",
        "gsrnp": "8017",
        "gtin": "01",
        "itip": "8006",
        "lot": "10",
        "party": "417",
        "payTo": "415",
        "refno": "8020",
        "ser": "21",
        "srin": "8019",
        "sscc": "00",
    }
)
"""Short names of identifiers in the path, which Digital Link permitted up to version 1.2."""


_PLAIN = re.compile("[A-Za-z0-9._~-]+")


def _encoded(value: str) -> str:
    if _PLAIN.fullmatch(value):
        return value
    return quote(unquote(value), safe="'")


@lru_cache(1 << 12)  # the lots of a product, the serials of a type
def _checked(digits: str, length: int) -> str | None:
    """Return digits with their check digit when they have the length without it."""
    if len(digits) != length - 1 or not (digits.isascii() and digits.isdigit()):
        return None
    return with_check_digit(digits)


def _gtin(prefix: str, item: str) -> str | None:
    return _checked(item[:1] + prefix + item[1:], 14)


def _link(ai: str, value: str | None, qualifier: str = "", qualifying: str = _OPEN) -> str | None:
    if value is None:
        return None
    link = f"{CANONICAL_STEM}/{ai}/{value}"
    return link if qualifying == _OPEN else f"{link}/{qualifier}/{_encoded(qualifying)}"


def _with_serial(ai: str, base: str | None, serial: str) -> str | None:
    if base is None:
        return None
    return _link(ai, base if serial == _OPEN else base + _encoded(serial))


def _zero_first(digits: str | None) -> str | None:
    return None if digits is None else "0" + digits


def _itip(prefix: str, item: str, piece: str, total: str, serial: str) -> str | None:
    gtin = _gtin(prefix, item)
    return gtin and _link("8006", gtin + piece + total, "21", serial)


def _sscc(prefix: str, reference: str) -> str | None:
    return _link("00", _checked(reference[:1] + prefix + reference[1:], 18))


def _sgln(prefix: str, location: str, extension: str) -> str | None:
    return _link(
        "414",
        _checked(prefix + location, 13),
        "254",
        _OPEN if extension == "0" else extension,
    )


_TRANSLATIONS: Mapping[str, tuple[int, Callable[..., str | None]]] = MappingProxyType(
    {
        "sgtin": (3, lambda p, i, s: _link("01", _gtin(p, i), "21", s)),
        "lgtin": (3, lambda p, i, lot: _link("01", _gtin(p, i), "10", lot)),
        "upui": (3, lambda p, i, t: _link("01", _gtin(p, i), "235", t)),
        "itip": (5, _itip),
        "sscc": (2, _sscc),
        "sgln": (3, _sgln),
        "pgln": (2, lambda p, n: _link("417", _checked(p + n, 13))),
        "grai": (3, lambda p, t, s: _with_serial("8003", _zero_first(_checked(p + t, 13)), s)),
        "giai": (2, lambda p, a: _link("8004", p + _encoded(a))),
        "gsrn": (2, lambda p, n: _link("8018", _checked(p + n, 18))),
        "gsrnp": (2, lambda p, n: _link("8017", _checked(p + n, 18))),
        "gdti": (3, lambda p, t, s: _with_serial("253", _checked(p + t, 13), s)),
        "sgcn": (3, lambda p, t, s: _with_serial("255", _checked(p + t, 13), s)),
        "cpi": (3, lambda p, c, s: _link("8010", p + _encoded(c), "8011", s)),
        "ginc": (2, lambda p, c: _link("401", p + _encoded(c))),
        "gsin": (2, lambda p, n: _link("402", _checked(p + n, 17))),
    }
)
"""Per EPC scheme the number of its parts and how they make a Digital Link."""

_MAY_BE_EMPTY = frozenset({"pgln", "gsrn", "gsrnp", "gsin"})
"""Schemes whose last part has no digits when the company prefix takes them all."""


def _from_urn(uri: str) -> str | None:
    found = _EPC_URN.fullmatch(uri)
    if not found:
        return None
    kind, scheme, told = found.groups()
    scheme = scheme.lower()
    translation = _TRANSLATIONS.get(scheme)
    if not translation:
        return None
    count, translate = translation
    parts = told.split(".", count - 1)
    if len(parts) != count or (_OPEN in told and _OPEN in "".join(parts[:-1])):
        return None
    if not parts[-1] and scheme not in _MAY_BE_EMPTY:
        return None
    if not (parts[0].isascii() and parts[0].isdigit()):
        return None
    if parts[-1] == _OPEN and kind.lower() != "idpat":
        return None
    return translate(*parts)


def _from_link(uri: str) -> str | None:
    segments = uri.partition("#")[0].partition("?")[0].split("/")
    qualifiers: dict[str, str] = {}
    for index in range(len(segments) - 2, 2, -2):
        name, value = segments[index], segments[index + 1]
        ai = _SHORT_NAMES.get(name, name)
        shape = KEY_SHAPES.get(ai)
        if shape and shape.fullmatch(value):
            key = value.zfill(14) if ai == "01" else _encoded(value)
            for finer in _FINEST.get(ai, ()):
                if finer in qualifiers:
                    return _link(ai, key, finer, qualifiers[finer])
            return _link(ai, key)
        if ai not in _QUALIFIERS or not value:
            return None
        qualifiers[ai] = value
    return None


@lru_cache(maxsize=_REMEMBERED)
def canonical_uri(uri: str) -> str:
    """Return the canonical Digital Link of a GS1 identifier, any other URI unchanged.

    Never raises; the most recently used names are remembered.
    """
    if _CANONICAL_ALREADY.fullmatch(uri):
        return uri
    if uri.startswith(("urn:epc:", "URN:EPC:")):
        return _from_urn(uri) or uri
    if uri.startswith(("https://", "http://", "HTTPS://", "HTTP://")):
        return _from_link(uri) or uri
    return uri
