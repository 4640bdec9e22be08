"""Events of the EPCIS 2.0 XML binding as JSON-LD."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from milkshed.ledger.epcis.complaints import unknown_action
from milkshed.ledger.epcis.vocabulary import (
    ACTIONS,
    COMMON_FIELDS,
    EVENT_FIELDS,
    SENSOR_METADATA,
    SENSOR_REPORT,
    Kind,
    Value,
    Vocabulary,
)
from milkshed.ledger.epcis.xml_reading import Content, Element, Reading, content
from milkshed.ledger.epcis.xml_values import READERS, decimal, time_stamp, word

_EPCS = content("epc*")
_QUANTITIES = content("quantityElement*")
_QUANTITY = content("epcClass quantity? uom?")
_PLACE = content("id", others=True)
_TRANSACTIONS = content("bizTransaction+")
_SOURCES = content("source+")
_DESTINATIONS = content("destination+")
_PERSISTENT = content("unset* set*")
_ERROR = content("declarationTime|reason?|correctiveEventIDs?", others=True)
_CORRECTIONS = content("correctiveEventID*")
_SENSORS = content("sensorElement+")
_SENSOR = content("sensorMetadata? sensorReport+", others=True)
_OWN_FIELDS = content("", others=True)

_step = word(Vocabulary.BIZ_STEP)
_disposition = word(Vocabulary.DISPOSITION)
_party = word(Vocabulary.SOURCE_DESTINATION)
_transaction = word(Vocabulary.BIZ_TRANSACTION)
_reason = word(Vocabulary.ERROR_REASON)


def _event_content(event_type: str) -> Content:
    names = []
    for field in (*COMMON_FIELDS, *EVENT_FIELDS[event_type]):
        if field.kind is Kind.CERTIFICATION:
            names.append(f"{field.name}*")
        else:
            names.append(field.name if field.required else f"{field.name}?")
    return content(" ".join(names), others=True)


_EVENTS: Mapping[str, Content] = MappingProxyType(
    {event_type: _event_content(event_type) for event_type in EVENT_FIELDS}
)


def read_event(reading: Reading, element: Element) -> dict[str, Any]:
    """Return one event element as JSON-LD; what is wrong in it is noted in the reading."""
    event_type = str(element.tag)
    children = reading.children(element, _EVENTS[event_type])
    event: dict[str, Any] = {"type": event_type}
    readers = _FIELD_READERS[event_type]
    for name, found in children.own.items():  # a right event has them in the order of the fields
        read = readers[name]
        if read is None:
            texts = [reading.text(entry) for entry in found]
            event[name] = texts if len(texts) > 1 else texts[0]
        else:
            event[name] = read(reading, found[0])
    if element.attrib:
        event |= reading.foreign_attributes(element)
    if children.foreign:
        event |= reading.extensions(children.foreign)
    return event


def _action(reading: Reading, element: Element) -> str:
    action = str(reading.text(element))
    if action not in ACTIONS:
        message = unknown_action(action)
        reading.fault(element, "unknown-action", message.zh, message.en)
    return action


def _time(reading: Reading, element: Element) -> Any:
    return reading.text(element, time_stamp)


def _texts(model: Content, name: str) -> Callable[[Reading, Element], list[str]]:
    def read(reading: Reading, element: Element) -> list[str]:
        plain = reading.plain_texts(element, [name] * len(element))
        if plain:
            return plain
        return [reading.text(entry) for entry in reading.children(element, model).all(name)]

    return read


def _quantities(reading: Reading, element: Element) -> list[dict[str, Any]]:
    return [
        _quantity(reading, entry)
        for entry in reading.children(element, _QUANTITIES).all("quantityElement")
    ]


def _quantity(reading: Reading, element: Element) -> dict[str, Any]:
    plain = reading.plain_texts(element, ("epcClass", "quantity", "uom"))
    if plain and not reading.is_nil(element[1]):
        return {
            "epcClass": plain[0],
            "quantity": reading.value(element[1], plain[1], decimal),
            "uom": plain[2],
        }
    children = reading.children(element, _QUANTITY)
    found: dict[str, Any] = {}
    if (epc_class := children.first("epcClass")) is not None:
        found["epcClass"] = reading.text(epc_class)
    quantity, uom = children.first("quantity"), children.first("uom")
    if quantity is not None and not reading.is_nil(quantity):
        found["quantity"] = reading.text(quantity, decimal)
    if uom is not None:
        if quantity is None:
            reading.fault(
                element, "required", "缺少元素“quantity”", "“quantity” is missing", "quantity"
            )
        found["uom"] = reading.text(uom)
    return found


def _place(reading: Reading, element: Element) -> dict[str, Any]:
    plain = reading.plain_texts(element, ("id",))
    if plain:
        return {"id": plain[0]}
    children = reading.children(element, _PLACE)
    identifier = children.first("id")
    place = {} if identifier is None else {"id": reading.text(identifier)}
    return place | reading.extensions(children.foreign) if children.foreign else place


def _typed(
    model: Content, name: str, read_type: Callable[[str], str], *, type_required: bool
) -> Callable[[Reading, Element], list[dict[str, Any]]]:
    def read(reading: Reading, element: Element) -> list[dict[str, Any]]:
        entries = []
        for entry in reading.children(element, model).all(name):
            kind = entry.get("type")
            if kind is None and type_required:
                reading.fault(
                    entry, "required", "缺少属性“type”", "The attribute “type” is missing", "@type"
                )
            typed = {} if kind is None else {"type": read_type(str(kind).strip())}
            entries.append({**typed, name: reading.text(entry)})
        return entries

    return read


def _persistent_disposition(reading: Reading, element: Element) -> dict[str, list[str]]:
    children = reading.children(element, _PERSISTENT)
    return {
        name: [reading.text(entry, _disposition) for entry in children.all(name)]
        for name in ("set", "unset")
        if children.all(name)
    }


def _error_declaration(reading: Reading, element: Element) -> dict[str, Any]:
    children = reading.children(element, _ERROR)
    declaration: dict[str, Any] = {}
    if (time := children.first("declarationTime")) is not None:
        declaration["declarationTime"] = reading.text(time, time_stamp)
    if (reason := children.first("reason")) is not None:
        declaration["reason"] = reading.text(reason, _reason)
    if (corrections := children.first("correctiveEventIDs")) is not None:
        declaration["correctiveEventIDs"] = [
            reading.text(entry)
            for entry in reading.children(corrections, _CORRECTIONS).all("correctiveEventID")
        ]
    return declaration | reading.extensions(children.foreign)


def _sensor_elements(reading: Reading, element: Element) -> list[dict[str, Any]]:
    return [
        _sensor_element(reading, entry)
        for entry in reading.children(element, _SENSORS).all("sensorElement")
    ]


def _sensor_element(reading: Reading, element: Element) -> dict[str, Any]:
    children = reading.children(element, _SENSOR)
    found: dict[str, Any] = {}
    if (metadata := children.first("sensorMetadata")) is not None:
        found["sensorMetadata"] = _attributes(reading, metadata, SENSOR_METADATA)
    found["sensorReport"] = [
        _attributes(reading, report, SENSOR_REPORT) for report in children.all("sensorReport")
    ]
    return found | reading.extensions(children.foreign)


def _attributes(reading: Reading, element: Element, known: Mapping[str, Value]) -> dict[str, Any]:
    children = reading.children(element, _OWN_FIELDS)
    members: dict[str, Any] = {}
    for key, text in element.attrib.items():
        name = str(key)
        if name in known:
            members[name] = reading.value(element, str(text).strip(), READERS[known[name]], name)
        elif not name.startswith("{"):
            members[name] = str(text)
    return members | reading.foreign_attributes(element) | reading.extensions(children.foreign)


def _ilmd(reading: Reading, element: Element) -> dict[str, Any]:
    return reading.extensions(reading.children(element, _OWN_FIELDS).foreign)


_READERS: Mapping[Kind, Callable[[Reading, Element], Any]] = MappingProxyType(
    {
        Kind.TIME: _time,
        Kind.OFFSET: lambda reading, element: reading.text(element),
        Kind.URI: lambda reading, element: reading.text(element),
        Kind.ERROR_DECLARATION: _error_declaration,
        Kind.EPCS: _texts(_EPCS, "epc"),
        Kind.QUANTITIES: _quantities,
        Kind.ACTION: _action,
        Kind.BIZ_STEP: lambda reading, element: reading.text(element, _step),
        Kind.DISPOSITION: lambda reading, element: reading.text(element, _disposition),
        Kind.PERSISTENT_DISPOSITION: _persistent_disposition,
        Kind.PLACE: _place,
        Kind.BIZ_TRANSACTIONS: _typed(
            _TRANSACTIONS, "bizTransaction", _transaction, type_required=False
        ),
        Kind.SOURCES: _typed(_SOURCES, "source", _party, type_required=True),
        Kind.DESTINATIONS: _typed(_DESTINATIONS, "destination", _party, type_required=True),
        Kind.SENSORS: _sensor_elements,
        Kind.ILMD: _ilmd,
    }
)

_FIELD_READERS: Mapping[str, Mapping[str, Callable[[Reading, Element], Any] | None]] = (
    MappingProxyType(
        {
            event_type: MappingProxyType(
                {field.name: _READERS.get(field.kind) for field in (*COMMON_FIELDS, *fields)}
            )
            for event_type, fields in EVENT_FIELDS.items()
        }
    )
)
"""Per type and field of it what reads the field; None for certificates, which may repeat."""
