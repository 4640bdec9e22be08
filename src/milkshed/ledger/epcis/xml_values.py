"""Simple values of the EPCIS XML binding: what a text may be and what it becomes in JSON.

A reader returns the JSON value; it raises ``ValueError`` when the text is not of its type
(W3C XML Schema part 2).
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from types import MappingProxyType

from milkshed.ledger.epcis.vocabulary import BARE_WORDS, Value, Vocabulary

_TIME = re.compile(
    r"(-?[0-9]{4,}-[0-9]{2}-[0-9]{2})T([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]+)?(Z|[+-](?:0[0-9]|1[0-3]):[0-5][0-9]|[+-]14:00)"
)
_DECIMAL = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_DOUBLE = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2})*")
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def time_stamp(text: str) -> str:
    """Return a time with its zone as it stands; a time without zone is refused."""
    found = _TIME.fullmatch(text)
    if not found:
        raise ValueError(text)
    datetime.fromisoformat(f"{found[1]}T{found[2]}")
    return text


def decimal(text: str) -> float:
    """Return an ``xsd:decimal`` as a JSON number, whole ones without a fraction."""
    if not _DECIMAL.fullmatch(text):
        raise ValueError(text)
    return _number(text)


def double(text: str) -> float:
    """Return an ``xsd:double`` as a JSON number; infinities and NaN, which JSON lacks, fail."""
    if not _DOUBLE.fullmatch(text):
        raise ValueError(text)
    return _number(text)


def _number(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(text)
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def boolean(text: str) -> bool:
    """Return an ``xsd:boolean``."""
    if text not in _BOOLEANS:
        raise ValueError(text)
    return _BOOLEANS[text]


def hexadecimal(text: str) -> str:
    """Return an ``xsd:hexBinary`` as it stands."""
    if not _HEX.fullmatch(text):
        raise ValueError(text)
    return text


def word(vocabulary: Vocabulary) -> Callable[[str], str]:
    """Return a reader that makes every notation of a standard word bare."""
    words = BARE_WORDS[vocabulary]
    return lambda text: words.get(text, text)


READERS: Mapping[Value, Callable[[str], object]] = MappingProxyType(
    {
        Value.TIME: time_stamp,
        Value.URI: str,
        Value.NUMBER: double,
        Value.TEXT: str,
        Value.BOOLEAN: boolean,
        Value.HEX: hexadecimal,
        Value.MEASUREMENT: word(Vocabulary.MEASUREMENT),
        Value.SENSOR_ALERT: word(Vocabulary.SENSOR_ALERT),
        Value.COMPONENT: word(Vocabulary.COMPONENT),
    }
)
"""Readers of the attributes of sensor elements."""
