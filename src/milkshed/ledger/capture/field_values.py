"""The values of an event's extension, master data, sensor and error declaration fields.

Only events that carry such fields cost anything here: most have neither a prefixed name nor
one of the four members that are looked into.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from math import isfinite
from types import MappingProxyType
from typing import Any, NamedTuple

from milkshed.ledger.epcis.fields import utc_time
from milkshed.ledger.epcis.vocabulary import (
    EVENT_FIELDS,
    SENSOR_METADATA,
    SENSOR_REPORT,
    Value,
    Vocabulary,
    bare_word,
)
from milkshed.ledger.gs1.epc import canonical_uri
from milkshed.ledger.models import FieldPlace
from milkshed.ledger.namespaces import EPCIS_NAMESPACE, expanded

DECLARATION_TIME = f"{EPCIS_NAMESPACE}declarationTime"
CORRECTIVE_EVENT = f"{EPCIS_NAMESPACE}correctiveEventIDs"
ERROR_REASON = f"{EPCIS_NAMESPACE}reason"
SENSOR_ELEMENTS = f"{EPCIS_NAMESPACE}sensorElementList"
OWN_TYPE = f"{EPCIS_NAMESPACE}type"

_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_TIME = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}.*(?:[zZ]|[+-][0-9]{2}:?[0-9]{2})"
)
_LONGEST_NUMBER = 40
_LONGEST_NAME = 1_000
_LONGEST_UNIT = 4
_WORDS = {
    Value.MEASUREMENT: Vocabulary.MEASUREMENT,
    Value.SENSOR_ALERT: Vocabulary.SENSOR_ALERT,
    Value.COMPONENT: Vocabulary.COMPONENT,
}


class FieldValue(NamedTuple):
    """One value of a field, with every way in which it can be read."""

    place: int
    is_inner: bool
    name: str
    text: str | None = None
    number: float | None = None
    moment: datetime | None = None
    uom: str | None = None


def number_in(text: str) -> float | None:
    """Read a text as a number, None when it is none or has no place on the line."""
    if len(text) > _LONGEST_NUMBER or not _NUMBER.fullmatch(text):
        return None
    number = float(text)
    return number if isfinite(number) else None


def moment_in(text: str) -> datetime | None:
    """Read a text as a time with its zone, None when it is none."""
    if len(text) > _LONGEST_NUMBER or not _TIME.fullmatch(text):
        return None
    try:
        return utc_time(text)
    except (ValueError, OverflowError):
        return None


class Fields(NamedTuple):
    """The field values of an event and the prefixes that gave their names a meaning."""

    values: Sequence[FieldValue]
    prefixes: Mapping[str, str]


NO_FIELDS = Fields((), MappingProxyType({}))


def fields_within(
    event: Mapping[str, Any], prefixes_for: Callable[[Mapping[str, Any]], Mapping[str, str]]
) -> Fields:
    """Return the field values of a right event; ``prefixes_for`` tells which prefixes it knows."""
    prefixed = [name for name in event if ":" in name] if ":" in "".join(event) else ()
    get = event.get
    own_type = event["type"] not in EVENT_FIELDS
    error = get("errorDeclaration")
    ilmd, sensors = (None, None) if own_type else (get("ilmd"), get("sensorElementList"))
    places = [
        (place, found)
        for place, found in (
            (FieldPlace.READ_POINT, get("readPoint")),
            (FieldPlace.BIZ_LOCATION, get("bizLocation")),
        )
        if isinstance(found, dict) and len(found) > 1
    ]
    if not (prefixed or ilmd or sensors or error or places or own_type):
        return NO_FIELDS
    prefixes = prefixes_for(event)
    values: list[FieldValue] = []
    if own_type:
        own = expanded(str(event["type"]), prefixes)
        values.append(FieldValue(FieldPlace.EXTENSION.value, False, OWN_TYPE, own))
    values += _extensions({name: event[name] for name in prefixed}, FieldPlace.EXTENSION, prefixes)
    values += _extensions(ilmd, FieldPlace.ILMD, prefixes)
    for place, found in places:
        values += _extensions(found, place, prefixes)
    if isinstance(error, dict):
        values += _error(error, prefixes)
    if isinstance(sensors, list):
        values += _sensors(sensors, prefixes)
    return Fields([value for value in values if len(value.name) <= _LONGEST_NAME], prefixes)


def _extensions(
    found: object, place: FieldPlace, prefixes: Mapping[str, str]
) -> Iterator[FieldValue]:
    """All fields with a prefixed name, and everything inside them."""
    if isinstance(found, dict):
        for name, value in found.items():
            if ":" in name:
                yield from _field(place.value, _full(name, prefixes), value, prefixes)


def _full(name: str, prefixes: Mapping[str, str]) -> str:
    return expanded(name, prefixes).replace("\0", "")


def _field(
    place: int, name: str, value: object, prefixes: Mapping[str, str], *, is_inner: bool = False
) -> Iterator[FieldValue]:
    if isinstance(value, list):
        if not value:
            yield FieldValue(place, is_inner, name)
        for item in value:
            yield from _field(place, name, item, prefixes, is_inner=is_inner)
    elif isinstance(value, dict):
        plain = next((value[key] for key in ("@value", "@id", "#text") if key in value), None)
        yield _read(place, name, plain, is_inner=is_inner)
        for inner, content in value.items():
            if not inner.startswith(("@", "#")):
                full = _full(inner, prefixes)
                yield from _field(place, full, content, prefixes, is_inner=True)
    else:
        yield _read(place, name, value, is_inner=is_inner)


def _read(place: int, name: str, value: object, *, is_inner: bool) -> FieldValue:
    if isinstance(value, bool):
        return FieldValue(place, is_inner, name, "true" if value else "false")
    if isinstance(value, int | float):
        return FieldValue(place, is_inner, name, None, float(value))
    if isinstance(value, str):
        text = value.replace("\0", "")  # PostgreSQL stores no NUL; the event keeps its own bytes
        return FieldValue(place, is_inner, name, text, number_in(text), moment_in(text))
    return FieldValue(place, is_inner, name)


def _error(error: Mapping[str, Any], prefixes: Mapping[str, str]) -> Iterator[FieldValue]:
    place = FieldPlace.ERROR_DECLARATION.value
    yield FieldValue(place, False, DECLARATION_TIME, moment=utc_time(error["declarationTime"]))
    if error.get("reason"):
        reason = bare_word(Vocabulary.ERROR_REASON, error["reason"])
        yield FieldValue(place, False, ERROR_REASON, reason)
    for corrective in error.get("correctiveEventIDs", ()):
        yield FieldValue(place, False, CORRECTIVE_EVENT, corrective)
    yield from _extensions(error, FieldPlace.ERROR_DECLARATION, prefixes)


def _sensors(elements: list[Any], prefixes: Mapping[str, str]) -> Iterator[FieldValue]:
    yield FieldValue(FieldPlace.SENSOR_ELEMENT.value, False, SENSOR_ELEMENTS)
    for element in elements:
        metadata = element.get("sensorMetadata") or {}
        yield from _attributes(metadata, FieldPlace.SENSOR_METADATA, SENSOR_METADATA)
        yield from _extensions(metadata, FieldPlace.SENSOR_METADATA, prefixes)
        for report in element.get("sensorReport") or ():
            yield from _attributes(report, FieldPlace.SENSOR_REPORT, SENSOR_REPORT)
            yield from _extensions(report, FieldPlace.SENSOR_REPORT, prefixes)
        yield from _extensions(element, FieldPlace.SENSOR_ELEMENT, prefixes)


def _attributes(
    found: Mapping[str, Any], place: FieldPlace, known: Mapping[str, Value]
) -> Iterator[FieldValue]:
    uom = found.get("uom")
    if uom is not None and len(uom) > _LONGEST_UNIT:
        uom = None  # no unit of UN/ECE Recommendation 20: nothing to convert or compare by
    for name, value in found.items():
        kind = known.get(name)
        if kind is None or name == "uom":
            continue
        full = EPCIS_NAMESPACE + name
        if kind is Value.NUMBER:
            yield FieldValue(place.value, False, full, number=float(value), uom=uom)
        elif kind is Value.TIME:
            yield FieldValue(place.value, False, full, moment=utc_time(value))
        else:
            yield FieldValue(place.value, False, full, _attribute_text(kind, value))


def _attribute_text(kind: Value, value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    text = str(value)
    if kind is Value.URI:
        return canonical_uri(text)
    if kind is Value.HEX:
        return text.upper()
    return bare_word(_WORDS[kind], text) if kind in _WORDS else text
