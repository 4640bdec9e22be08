"""Values in the one notation that goes into an event's hash (CBV 2.0 section 8.9.2)."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from types import MappingProxyType

from milkshed.ledger.epcis.vocabulary import BARE_WORDS, Vocabulary
from milkshed.ledger.gs1.epc import canonical_uri

_REMEMBERED = 1 << 16
_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_TIME = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ]([0-9]{2}:[0-9]{2})(?::([0-9]{2})(?:\.([0-9]+))?)?"
    r"([Zz]|[+-][0-9]{2}:?[0-9]{2})"
)
_LEAP_SECOND = "60"

_URNS: Mapping[str, str] = MappingProxyType(
    {
        vocabulary.urn: vocabulary.web
        for vocabulary in (
            Vocabulary.BIZ_STEP,
            Vocabulary.DISPOSITION,
            Vocabulary.BIZ_TRANSACTION,
            Vocabulary.SOURCE_DESTINATION,
            Vocabulary.ERROR_REASON,
        )
    }
)
_SHORT_FORMS: Mapping[str, str] = MappingProxyType(
    {"gs1:": "https://gs1.org/voc/", "cbv:": "https://ref.gs1.org/cbv/", **_URNS}
)
_SHORT_FORM_STARTS = tuple(_SHORT_FORMS)
_WEB: Mapping[Vocabulary, str] = MappingProxyType(
    {
        vocabulary: vocabulary.web.replace("https://ref.gs1.org/voc/", "https://gs1.org/voc/")
        for vocabulary in Vocabulary
    }
)


def value_text(value: object) -> str:
    """Return a scalar in its canonical notation; null is empty.

    Numbers lose needless zeros and signs (written as a double, as the reference generator does),
    standard words in URN or prefixed form become their web URI, GS1 identifiers their canonical
    Digital Link.
    """
    if isinstance(value, str):
        return _canonical_text(value)
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return _canonical_text(str(value))


def word_text(vocabulary: Vocabulary, value: object) -> str:
    """Return the web URI of a standard word in any notation, other values as in value_text."""
    word = BARE_WORDS[vocabulary].get(value) if isinstance(value, str) else None
    return value_text(value) if word is None else _WEB[vocabulary] + word


def time_text(value: object) -> str:
    """Return a time in UTC with exactly three decimals of a second, the fourth one rounded half up.

    What is no time stays as in :func:`value_text`.
    """
    return _canonical_time(value) if isinstance(value, str) else value_text(value)


@lru_cache(maxsize=_REMEMBERED)
def _canonical_time(value: str) -> str:
    found = _TIME.fullmatch(value.strip())
    if not found:
        return value_text(value)
    day, minute, second, fraction, zone = found.groups()
    leap = second == _LEAP_SECOND
    try:
        whole = datetime.fromisoformat(
            f"{day}T{minute}:{'59' if leap else second or '00'}{zone.upper()}"
        ).astimezone(UTC)
        digits = (fraction or "").ljust(4, "0")
        milliseconds = int(digits[:3]) + (digits[3] >= "5")
        time = whole + timedelta(seconds=int(leap), milliseconds=milliseconds)
    except (ValueError, OverflowError):
        return value_text(value)
    return f"{time:%Y-%m-%dT%H:%M:%S}.{time.microsecond // 1000:03d}Z"


@lru_cache(maxsize=_REMEMBERED)
def _canonical_text(text: str) -> str:
    text = text.strip()
    if _NUMBER.fullmatch(text):
        return _canonical_number(text)
    if text.startswith(_SHORT_FORM_STARTS):
        start = next(start for start in _SHORT_FORM_STARTS if text.startswith(start))
        return _SHORT_FORMS[start] + text.removeprefix(start)
    return canonical_uri(text)


def _canonical_number(text: str) -> str:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        return text
    return str(int(number) if number.is_integer() else number)
