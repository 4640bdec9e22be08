"""Values of JSON-LD as texts of the XML binding."""

import re
from decimal import Decimal

from milkshed.ledger.epcis.vocabulary import Value, Vocabulary

_NO_XML_CHARACTER = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NO_NAME_CHARACTER = re.compile(r"[^\w.\-]")
_REPLACEMENT = "\ufffd"

_CURIES = {
    Value.MEASUREMENT: (Vocabulary.MEASUREMENT, "gs1:"),
    Value.SENSOR_ALERT: (Vocabulary.SENSOR_ALERT, "gs1:"),
    Value.COMPONENT: (Vocabulary.COMPONENT, "cbv:Comp-"),
}


def text_of(value: object) -> str:
    """Return a scalar as text; characters that XML cannot carry become U+FFFD."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else _NO_XML_CHARACTER.sub(_REPLACEMENT, str(value))


def decimal_of(number: float) -> str:
    """Return a number as ``xsd:decimal``, which knows no exponent."""
    return f"{Decimal(repr(number)):f}"


def word_of(vocabulary: Vocabulary, value: str) -> str:
    """Return a bare standard word as its web URI, any other value as it stands."""
    return vocabulary.web + value if value in vocabulary.words else text_of(value)


def attribute_of(kind: Value, value: object) -> str:
    """Return the value of a sensor attribute; standard words get their prefix."""
    if kind in _CURIES and isinstance(value, str):
        vocabulary, prefix = _CURIES[kind]
        return prefix + value if value in vocabulary.words else text_of(value)
    return text_of(value)


def local_name(name: str) -> str:
    """Return a name that XML permits (NCName): other characters become ``_xHHHH_``."""
    safe = _NO_NAME_CHARACTER.sub(lambda found: f"_x{ord(found[0]):04X}_", name)
    return safe if safe[:1].isalpha() or safe[:1] == "_" else f"_{safe}"
