"""The string an event's hash is made of (CBV 2.0 section 8.9.2).

Where the wording of the standard leaves room, the published vectors of its reference generator
decide: fields up to the sensor elements stand in a fixed order; everything else (business
transactions, destinations, ilmd, sources, the user's own fields and what stands in a sensor
report beyond the fixed order) follows, sorted by its text. Lists are sorted by the text of their
elements. Identifier, record time, error declaration and comments do not count.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any

from milkshed.ledger.epcis.event_hash.values import time_text, value_text, word_text
from milkshed.ledger.epcis.names import Names, is_declaration
from milkshed.ledger.epcis.vocabulary import Vocabulary

Text = Callable[[Any], str]

_NOT_CONTENT = frozenset({"type", "eventID", "recordTime", "errorDeclaration", "@context"})
_COMMENTS = frozenset({"comment", "{http://www.w3.org/2000/01/rdf-schema#}comment"})
_OWN_TEXT = ("#text", "@value")

_SENSOR_LIST = "sensorElementList"
_METADATA_ORDER: Mapping[str, Text] = MappingProxyType(
    {
        "time": time_text,
        "startTime": time_text,
        "endTime": time_text,
        "deviceID": value_text,
        "deviceMetadata": value_text,
        "rawData": value_text,
        "dataProcessingMethod": value_text,
        "bizRules": value_text,
    }
)
_REPORT_ORDER: Mapping[str, Text] = MappingProxyType(
    {
        "type": lambda value: word_text(Vocabulary.MEASUREMENT, value),
        "exception": lambda value: word_text(Vocabulary.SENSOR_ALERT, value),
        "deviceID": value_text,
        "deviceMetadata": value_text,
        "rawData": value_text,
        "dataProcessingMethod": value_text,
        "time": time_text,
        "microorganism": value_text,
        "chemicalSubstance": value_text,
        "value": value_text,
        "component": lambda value: word_text(Vocabulary.COMPONENT, value),
        "stringValue": value_text,
        "booleanValue": value_text,
        "hexBinaryValue": value_text,
        "uriValue": value_text,
        "minValue": value_text,
        "maxValue": value_text,
        "meanValue": value_text,
        "sDev": value_text,
        "percRank": value_text,
        "percValue": value_text,
        "uom": value_text,
        "coordinateReferenceSystem": value_text,
    }
)


def _elements(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list | tuple) else (value,)


def _objects(value: Any) -> Iterable[Mapping[str, Any]]:
    return [entry for entry in _elements(value) if isinstance(entry, dict)]


def _scalar(name: str, text: Text) -> Callable[[Any, Names], str]:
    def render(value: Any, _names: Names) -> str:
        if not isinstance(value, list):
            found = text(value)
            return f"{name}={found}" if found else ""
        return "".join(sorted(f"{name}={found}" for entry in value if (found := text(entry))))

    return render


def _epcs(name: str) -> Callable[[Any, Names], str]:
    def render(value: Any, _names: Names) -> str:
        epcs = sorted(
            [f"epc={found}" for entry in _elements(value) if (found := value_text(entry))]
        )
        return name + "".join(epcs) if epcs else ""

    return render


def _quantities(name: str) -> Callable[[Any, Names], str]:
    def render(value: Any, _names: Names) -> str:
        found = []
        for entry in _objects(value):
            text = "".join(
                f"{part}={content}"
                for part in ("epcClass", "quantity", "uom")
                if (content := value_text(entry.get(part)))
            )
            if text:
                found.append(f"quantityElement{text}")
        found.sort()
        return name + "".join(found) if found else ""

    return render


def _place(name: str) -> Callable[[Any, Names], str]:
    def render(value: Any, names: Names) -> str:
        texts = []
        for place in _objects(value):
            content = value_text(place.get("id"))
            text = f"id={content}" if content else ""
            texts.append(text + _fields(place, names, known=("id",)))
        text = "".join(texts)
        return name + text if text else ""

    return render


def _persistent_disposition(value: Any, _names: Names) -> str:
    text = "".join(
        f"{change}={word}"
        for change in ("set", "unset")
        for disposition in _objects(value)
        for word in sorted(
            word_text(Vocabulary.DISPOSITION, entry)
            for entry in _elements(disposition.get(change, ()))
        )
    )
    return f"persistentDisposition{text}" if text else ""


def _typed(name: str, entry_name: str, vocabulary: Vocabulary) -> Callable[[Any, Names], str]:
    def render(value: Any, _names: Names) -> str:
        found = []
        for entry in _objects(value):
            kind = entry.get("type")
            text = f"type={word_text(vocabulary, kind)}" if kind else ""
            found.append(f"{text}{entry_name}={value_text(entry.get(entry_name))}")
        found.sort()
        return name + "".join(found) if found else ""

    return render


def _ordered(members: Mapping[str, Any], order: Mapping[str, Text]) -> str:
    return "".join(
        [
            f"{name}={found}"
            for name, text in order.items()
            if name in members and (found := text(members[name]))
        ]
    )


def _sensor_elements(value: Any, names: Names) -> str:
    found = sorted(
        [f"sensorElement{text}" for entry in _objects(value) if (text := _sensor(entry, names))]
    )
    return _SENSOR_LIST + "".join(found) if found else ""


def _sensor(element: Mapping[str, Any], names: Names) -> str:
    parts = []
    for metadata in _objects(element.get("sensorMetadata")):
        text = _ordered(metadata, _METADATA_ORDER) + _own_fields(metadata, names)
        parts += [f"sensorMetadata{text}"] if text else []
    parts += sorted(
        [
            f"sensorReport{text}"
            for report in _objects(element.get("sensorReport"))
            if (text := _ordered(report, _REPORT_ORDER) + _own_fields(report, names))
        ]
    )
    return "".join(parts) + _own_fields(element, names)


def _own_fields(members: Mapping[str, Any], names: Names) -> str:
    """Return the user's fields of a standard structure: those whose name has a prefix."""
    own = {name: value for name, value in members.items() if ":" in name}
    return _fields(own, names) if own else ""


def _sensor_rest(value: Any) -> str:
    """Return what sensor reports hold beyond the fixed order (``bizRules``)."""
    elements = []
    for element in _objects(value):
        reports = sorted(
            f"sensorReportbizRules={value_text(report['bizRules'])}"
            for report in _objects(element.get("sensorReport"))
            if report.get("bizRules")
        )
        if reports:
            elements.append("sensorElement" + "".join(reports))
    return _SENSOR_LIST + "".join(sorted(elements)) if elements else ""


def _fields(members: Mapping[str, Any], names: Names, known: Iterable[str] = ()) -> str:
    """Return free fields sorted by their text, nested ones within their field."""
    if any(name[:1] == "@" for name in members):
        names = names.within(members)
    found: list[str] = []
    for name, value in members.items():
        if not (name in _OWN_TEXT or name in known or is_declaration(name)):
            found += _field(names.expanded(name.removeprefix("@")), value, names)
    found.sort()
    return "".join(found)


def _field(name: str, value: Any, names: Names) -> list[str]:
    """Return the texts of one free field, one for each element of a list."""
    if name in _COMMENTS or value is None:
        return []
    if isinstance(value, list):
        return [text for entry in value for text in _field(name, entry, names)]
    if isinstance(value, dict):
        text = next((value_text(value[own]) for own in _OWN_TEXT if own in value), "")
        return [f"{name}{'=' if text else ''}{text}{_fields(value, names)}"]
    text = value_text(value)
    return [f"{name}={text}" if text else name]


_ORDER: Mapping[str, Callable[[Any, Names], str]] = MappingProxyType(
    {
        "eventTime": _scalar("eventTime", time_text),
        "eventTimeZoneOffset": _scalar("eventTimeZoneOffset", value_text),
        "certificationInfo": _scalar("certificationInfo", value_text),
        "parentID": _scalar("parentID", value_text),
        "epcList": _epcs("epcList"),
        "inputEPCList": _epcs("inputEPCList"),
        "childEPCs": _epcs("childEPCs"),
        "quantityList": _quantities("quantityList"),
        "childQuantityList": _quantities("childQuantityList"),
        "inputQuantityList": _quantities("inputQuantityList"),
        "outputEPCList": _epcs("outputEPCList"),
        "outputQuantityList": _quantities("outputQuantityList"),
        "action": _scalar("action", value_text),
        "transformationID": _scalar("transformationID", value_text),
        "bizStep": _scalar("bizStep", lambda value: word_text(Vocabulary.BIZ_STEP, value)),
        "disposition": _scalar(
            "disposition", lambda value: word_text(Vocabulary.DISPOSITION, value)
        ),
        "persistentDisposition": _persistent_disposition,
        "readPoint": _place("readPoint"),
        "bizLocation": _place("bizLocation"),
        _SENSOR_LIST: _sensor_elements,
    }
)

_SORTED: Mapping[str, Callable[[Any, Names], str]] = MappingProxyType(
    {
        "bizTransactionList": _typed(
            "bizTransactionList", "bizTransaction", Vocabulary.BIZ_TRANSACTION
        ),
        "sourceList": _typed("sourceList", "source", Vocabulary.SOURCE_DESTINATION),
        "destinationList": _typed("destinationList", "destination", Vocabulary.SOURCE_DESTINATION),
    }
)


def pre_hash_of(
    event: Mapping[str, Any], names: Names, ignored: frozenset[str] = frozenset()
) -> str:
    """Return the pre-hash string of an event whose prefixes ``names`` explains.

    ``ignored`` are names of the user's fields, ``{namespace}local``, that a repository adds and
    that are not part of what happened.
    """
    if "@context" in event:
        names = names.within(event)
    parts = [f"eventType={names.expanded(str(event.get('type', '')))}"]
    rest: list[str] = []
    for name, render in _ORDER.items():
        value = event.get(name)
        if value:
            parts.append(render(value, names))
    for name, value in event.items():
        if name in _ORDER or name in _NOT_CONTENT:
            continue
        if name in _SORTED:
            rest.append(_SORTED[name](value, names))
        elif (full_name := names.expanded(name)) not in ignored:
            rest += _field(full_name, value, names)
    if _SENSOR_LIST in event:
        rest.append(_sensor_rest(event[_SENSOR_LIST]))
    rest.sort()
    return "".join(parts) + "".join(rest)
