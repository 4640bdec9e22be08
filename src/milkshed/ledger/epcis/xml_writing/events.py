"""One event of JSON-LD as an element of the EPCIS 2.0 XML binding."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from lxml import etree

from milkshed.ledger.epcis.names import Names
from milkshed.ledger.epcis.vocabulary import (
    COMMON_FIELDS,
    EVENT_FIELDS,
    SENSOR_METADATA,
    SENSOR_REPORT,
    Kind,
    Value,
    Vocabulary,
)
from milkshed.ledger.epcis.xml_reading import Element
from milkshed.ledger.epcis.xml_writing.extensions import (
    tag_of,
    write_attributes,
    write_fields,
)
from milkshed.ledger.epcis.xml_writing.values import attribute_of, decimal_of, text_of, word_of

_NIL = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_NOT_WRITTEN = frozenset({"type", "@context"})

Write = Callable[[Element, str, Any, Names], None]


def append_event(parent: Element, event: Mapping[str, Any], names: Names) -> Element:
    """Write an event below an element, its fields in the order of the binding; return it.

    An event whose type is a user's own becomes an element of that type's namespace.
    """
    names = names.within(event)
    event_type = str(event["type"])
    fields = (*COMMON_FIELDS, *EVENT_FIELDS.get(event_type, ()))
    tag = event_type if event_type in EVENT_FIELDS else tag_of(event_type, names)
    element = etree.SubElement(parent, tag)
    for field in fields:
        value = event.get(field.name)
        if value is not None and not (value == [] and field.kind in _NEVER_EMPTY):
            _WRITERS[field.kind](element, field.name, value, names)
    known = _NOT_WRITTEN.union(field.name for field in fields)
    write_fields(
        element, {name: value for name, value in event.items() if name not in known}, names
    )
    return element


def _text(parent: Element, name: str, value: Any, _names: Names) -> None:
    etree.SubElement(parent, name).text = text_of(value)


def _texts(parent: Element, name: str, value: Any, names: Names) -> None:
    for entry in value if isinstance(value, list) else [value]:
        _text(parent, name, entry, names)


def _word(vocabulary: Vocabulary) -> Write:
    def write(parent: Element, name: str, value: Any, _names: Names) -> None:
        etree.SubElement(parent, name).text = word_of(vocabulary, value)

    return write


def _epcs(parent: Element, name: str, value: Any, names: Names) -> None:
    _texts(etree.SubElement(parent, name), "epc", value, names)


def _quantities(parent: Element, name: str, value: Any, names: Names) -> None:
    elements = etree.SubElement(parent, name)
    for entry in value:
        element = etree.SubElement(elements, "quantityElement")
        _text(element, "epcClass", entry["epcClass"], names)
        quantity, uom = entry.get("quantity"), entry.get("uom")
        if quantity is not None:
            etree.SubElement(element, "quantity").text = decimal_of(quantity)
        elif uom is not None:
            etree.SubElement(element, "quantity").set(_NIL, "true")
        if uom is not None:
            _text(element, "uom", uom, names)


def _place(parent: Element, name: str, value: Any, names: Names) -> None:
    place = etree.SubElement(parent, name)
    _text(place, "id", value["id"], names)
    write_fields(place, _without(value, ("id",)), names)


def _typed(entry_name: str, vocabulary: Vocabulary) -> Write:
    def write(parent: Element, name: str, value: Any, _names: Names) -> None:
        entries = etree.SubElement(parent, name)
        for entry in value:
            element = etree.SubElement(entries, entry_name)
            element.text = text_of(entry[entry_name])
            if "type" in entry:
                element.set("type", word_of(vocabulary, entry["type"]))

    return write


def _persistent_disposition(parent: Element, name: str, value: Any, names: Names) -> None:
    element = etree.SubElement(parent, name)
    for change in ("unset", "set"):
        for disposition in value.get(change, ()):
            _word(Vocabulary.DISPOSITION)(element, change, disposition, names)


def _error_declaration(parent: Element, name: str, value: Any, names: Names) -> None:
    element = etree.SubElement(parent, name)
    _text(element, "declarationTime", value["declarationTime"], names)
    if "reason" in value:
        _word(Vocabulary.ERROR_REASON)(element, "reason", value["reason"], names)
    if "correctiveEventIDs" in value:
        corrections = etree.SubElement(element, "correctiveEventIDs")
        _texts(corrections, "correctiveEventID", value["correctiveEventIDs"], names)
    own = _without(value, ("declarationTime", "reason", "correctiveEventIDs"))
    write_fields(element, own, names)


def _sensors(parent: Element, name: str, value: Any, names: Names) -> None:
    elements = etree.SubElement(parent, name)
    for entry in value:
        element = etree.SubElement(elements, "sensorElement")
        if "sensorMetadata" in entry:
            _attributes(element, "sensorMetadata", entry["sensorMetadata"], SENSOR_METADATA, names)
        for report in entry["sensorReport"]:
            _attributes(element, "sensorReport", report, SENSOR_REPORT, names)
        write_fields(element, _without(entry, ("sensorMetadata", "sensorReport")), names)


def _attributes(
    parent: Element,
    name: str,
    members: Mapping[str, Any],
    known: Mapping[str, Value],
    names: Names,
) -> None:
    element = etree.SubElement(parent, name)
    for attribute, kind in known.items():
        if attribute in members:
            element.set(attribute, attribute_of(kind, members[attribute]))
    write_attributes(element, _without(members, known), names)


def _ilmd(parent: Element, name: str, value: Any, names: Names) -> None:
    write_fields(etree.SubElement(parent, name), value, names)


def _without(members: Mapping[str, Any], known: Any) -> dict[str, Any]:
    return {name: value for name, value in members.items() if name not in known}


_NEVER_EMPTY = frozenset(
    {Kind.BIZ_TRANSACTIONS, Kind.SOURCES, Kind.DESTINATIONS, Kind.SENSORS, Kind.CERTIFICATION}
)
"""Lists that the binding wants filled or not at all."""

_WRITERS: Mapping[Kind, Write] = MappingProxyType(
    {
        Kind.TIME: _text,
        Kind.OFFSET: _text,
        Kind.URI: _text,
        Kind.CERTIFICATION: _texts,
        Kind.ERROR_DECLARATION: _error_declaration,
        Kind.EPCS: _epcs,
        Kind.QUANTITIES: _quantities,
        Kind.ACTION: _text,
        Kind.BIZ_STEP: _word(Vocabulary.BIZ_STEP),
        Kind.DISPOSITION: _word(Vocabulary.DISPOSITION),
        Kind.PERSISTENT_DISPOSITION: _persistent_disposition,
        Kind.PLACE: _place,
        Kind.BIZ_TRANSACTIONS: _typed("bizTransaction", Vocabulary.BIZ_TRANSACTION),
        Kind.SOURCES: _typed("source", Vocabulary.SOURCE_DESTINATION),
        Kind.DESTINATIONS: _typed("destination", Vocabulary.SOURCE_DESTINATION),
        Kind.SENSORS: _sensors,
        Kind.ILMD: _ilmd,
    }
)
