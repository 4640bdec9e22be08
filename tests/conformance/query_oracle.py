"""What a query parameter means, said once more in plain Python over the JSON of an event.

Written from section 8.2.7.1 of the standard, without the product's tables and without SQL.
Identifiers are compared as written, so events and parameters here use one notation.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.conformance.query_events import ATTRIBUTES, CHILDREN, Event

_ROLES = {
    "epc": ("epcList", "childEPCs"),
    "parentID": ("parentID",),
    "inputEPC": ("inputEPCList",),
    "outputEPC": ("outputEPCList",),
    "anyEPC": ("epcList", "childEPCs", "parentID", "inputEPCList", "outputEPCList"),
    "epcClass": ("quantityList", "childQuantityList"),
    "inputEPCClass": ("inputQuantityList",),
    "outputEPCClass": ("outputQuantityList",),
    "anyEPCClass": (
        "quantityList",
        "childQuantityList",
        "inputQuantityList",
        "outputQuantityList",
    ),
}
_SCOPES = (
    "ILMD",
    "ERROR_DECLARATION",
    "SENSORELEMENT",
    "SENSORMETADATA",
    "SENSORREPORT",
    "readPoint",
    "bizLocation",
)
_SENSOR_TEXTS = [
    "type",
    "deviceID",
    "dataProcessingMethod",
    "microorganism",
    "chemicalSubstance",
    "bizRules",
    "stringValue",
    "booleanValue",
    "hexBinaryValue",
    "uriValue",
]
_SENSOR_NUMBERS = ("value", "minValue", "maxValue", "meanValue", "sDev", "percValue")


def holds(event: Event, name: str, values: list[str]) -> bool:
    """Whether an event is among those that one parameter asks for."""
    if name == "eventType":
        return event["type"] in values
    verb, _, rest = name.partition("_")
    if verb == "MATCH":
        return bool(set(_named(event, _ROLES[rest])) & set(values))
    if verb == "WD":
        return event.get(rest, {}).get("id") in _within(values)
    if verb == "HASATTR":
        return any(_attributes_of(value, values) for value in _top(event, rest))
    if verb == "EXISTS":
        return _exists(event, rest)
    if rest.startswith("ATTR_"):
        _, field, attribute = rest.split("_")
        found = [event.get(field, {}).get("id")]
        return any(set(_attributes_of(one, [attribute])) & set(values) for one in found)
    return any(_compare(verb, stated, asked) for stated in _stated(event, rest) for asked in values)


def _named(event: Event, members: tuple[str, ...]) -> Iterator[str]:
    for member in members:
        for one in _listed(event.get(member)):
            yield one["epcClass"] if isinstance(one, dict) else one


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _within(places: list[str]) -> set[str]:
    inside = set(places)
    for _ in range(5):
        inside |= {child for place in inside for child in CHILDREN.get(place, [])}
    every = {"T1", "S1"}
    return inside | {f"{place}/254/{vessel}" for place in inside for vessel in every}


def _attributes_of(thing: Any, names: list[str]) -> list[str]:
    return [
        text
        for name, text in ATTRIBUTES.get(str(thing), {}).items()
        if name in names or name.rpartition("/")[2] in names
    ]


def _exists(event: Event, what: str) -> bool:
    if what in ("errorDeclaration", "sensorElementList"):
        return what in event
    return bool(_extension(event, what))


def _stated(event: Event, what: str) -> list[Any]:
    """The values that a comparison looks at."""
    sensors = [
        part
        for element in event.get("sensorElementList", [])
        for part in (element.get("sensorMetadata", {}), *element["sensorReport"])
    ]
    error = event.get("errorDeclaration", {})
    named: dict[str, list[Any]] = {
        "action": _listed(event.get("action")),
        "bizStep": _listed(event.get("bizStep")),
        "disposition": _listed(event.get("disposition")),
        "eventTime": [event["eventTime"]],
        "recordTime": [event["recordTime"]] if "recordTime" in event else [],
        "eventID": [event["eventID"]],
        "transformationID": _listed(event.get("transformationID")),
        "readPoint": _listed(event.get("readPoint", {}).get("id")),
        "bizLocation": _listed(event.get("bizLocation", {}).get("id")),
        "persistentDisposition_set": event.get("persistentDisposition", {}).get("set", []),
        "persistentDisposition_unset": event.get("persistentDisposition", {}).get("unset", []),
        "errorReason": _listed(error.get("reason")),
        "errorDeclarationTime": _listed(error.get("declarationTime")),
        "errorDeclaration_Time": _listed(error.get("declarationTime")),
        "correctiveEventID": error.get("correctiveEventIDs", []),
        "percRank": [part["percRank"] for part in sensors if "percRank" in part],
    }
    if what in named:
        return named[what]
    if what in ("time", "startTime", "endTime", *_SENSOR_TEXTS):
        return [part[what] for part in sensors if what in part]
    if what.partition("_")[0] == "quantity":
        return list(_quantities(event, what.partition("_")[2]))
    if what.partition("_")[0] in _SENSOR_NUMBERS:
        attribute, _, uom = what.partition("_")
        return [
            _converted(part[attribute], part["uom"], uom) for part in sensors if attribute in part
        ]
    for kind in ("bizTransaction", "source", "destination"):
        if what.startswith(f"{kind}_") and ":" not in what:
            return [
                entry[kind]
                for entry in event.get(f"{kind}List", [])
                if entry["type"] == what.removeprefix(f"{kind}_")
            ]
    return _extension(event, what)


def _quantities(event: Event, uom: str) -> Iterator[float]:
    for member in _ROLES["anyEPCClass"]:
        for one in event.get(member, []):
            if not uom:
                yield one["quantity"]
            elif {one["uom"], uom} == {"KGM", "TNE"}:
                yield one["quantity"] * (1_000 if uom == "KGM" else 0.001)
            elif one["uom"] == uom:
                yield one["quantity"]


def _converted(value: float, stated: str, asked: str) -> float:
    """Degrees only: Celsius is (Fahrenheit - 32) / 1.8."""
    if (stated, asked) == ("FAH", "CEL"):
        return round((value - 32) / 1.8, 9)
    assert stated == asked
    return value


def _extension(event: Event, what: str) -> list[Any]:
    """Values of an extension field, ``INNER_`` those below one; ``None`` for one without value."""
    inner = what.startswith("INNER_")
    what = what.removeprefix("INNER_")
    scope = next((scope for scope in _SCOPES if what.startswith(f"{scope}_")), "")
    field = what.removeprefix(f"{scope}_") if scope else what
    elements = event.get("sensorElementList", [])
    containers = {
        "": [event],
        "ILMD": [event.get("ilmd", {})],
        "ERROR_DECLARATION": [event.get("errorDeclaration", {})],
        "SENSORELEMENT": elements,
        "SENSORMETADATA": [element.get("sensorMetadata", {}) for element in elements],
        "SENSORREPORT": [report for element in elements for report in element["sensorReport"]],
        "readPoint": [event.get("readPoint", {})],
        "bizLocation": [event.get("bizLocation", {})],
    }[scope]
    find = _inner if inner else _top
    return [value for container in containers for value in find(container, field)]


def _top(container: dict[str, Any], field: str) -> list[Any]:
    return _listed(container.get(field))


def _inner(container: dict[str, Any], field: str) -> list[Any]:
    return [
        value
        for name, content in container.items()
        if ":" in name
        for value in _below(content, field)
    ]


def _below(content: Any, field: str) -> Iterator[Any]:
    for one in _listed(content):
        if isinstance(one, dict):
            for name, value in one.items():
                if name == field:
                    yield from _listed(value)
                yield from _below(value, field)


def _compare(verb: str, stated: Any, asked: str) -> bool:
    left, right = _reading(stated), _reading(asked)
    if type(left) is not type(right):
        return False
    if verb == "EQ":
        return bool(left == right)
    if isinstance(left, str):
        return False
    return bool(
        {"GT": left > right, "GE": left >= right, "LT": left < right, "LE": left <= right}[verb]
    )


def _reading(value: Any) -> float | datetime | str:
    if isinstance(value, bool):
        return str(value).lower()
    try:
        return float(value)
    except (TypeError, ValueError):
        pass
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return str(value)
    return moment if moment.tzinfo else str(value)
