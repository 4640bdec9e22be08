"""JSON schema (draft-07) of EPCIS 2.0 documents, built from the field tables.

The schema gives the same verdict as the standard's own one and is stricter in three points that
no honest event breaks: years lie between 1900 and 2200, quantities are finite and lie between 0
and 10^12, and an aggregation that is added or dissolved names its parent (EPCIS 2.0, 7.4.3).
Words are checked by branches on their notation, so that a fault points at the word itself
instead of at an alternative that failed.

``#/definitions`` holds one entry per event type and per structure; :func:`event_schema` and
:func:`document_schema` make complete schemas of them. What was read from XML may carry three
things that only the JSON binding refuses (``from_xml``): a persistentDisposition in every type,
repeated identifiers and sensor reports without a type.
"""

from collections.abc import Iterable, Mapping

from milkshed.ledger.epcis.vocabulary import (
    ACTIONS,
    BIZ_STEPS,
    BIZ_TRANSACTION_TYPES,
    COMMON_FIELDS,
    COMPONENTS,
    DISPOSITIONS,
    ERROR_REASONS,
    EVENT_FIELDS,
    EVENT_TYPES,
    MEASUREMENT_TYPES,
    SENSOR_ALERTS,
    SENSOR_METADATA,
    SENSOR_REPORT,
    SOURCE_DESTINATION_TYPES,
    Field,
    Kind,
    Value,
)

Schema = dict[str, object]

DRAFT = "http://json-schema.org/draft-07/schema#"
MAXIMUM_QUANTITY = 10**12
FIRST_YEAR, LAST_YEAR = 1900, 2200

_YEARS = "^(19|20|21)[0-9]{2}-|^2200-"
_EXTENSION_NAME = r"^[A-Za-z][A-Za-z0-9+.\-]*:[^\s<>\"{}|\\^`]*$"
_OFFSET = r"^[+-]((0[0-9]|1[0-3]):[0-5][0-9]|14:00)$"
_CBV_OUTSIDE_THE_JSON_BINDING = r"^(urn:epcglobal:cbv|https?://ns\.gs1\.org/cbv/)"
_GS1_OLD_VOCABULARY = r"^https?://(www\.)?gs1\.org/voc/"


def _ref(name: str) -> Schema:
    return {"$ref": f"#/definitions/{name}"}


def _array(items: Schema, *, at_least: int = 0, unique: bool = False) -> Schema:
    schema: Schema = {"type": "array", "items": items}
    if at_least:
        schema["minItems"] = at_least
    if unique:
        schema["uniqueItems"] = True
    return schema


def _closed(properties: Mapping[str, Schema], required: Iterable[str]) -> Schema:
    """Return an object with these members only."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(required),
        "additionalProperties": False,
    }


def _extensible(properties: Mapping[str, Schema], required: Iterable[str]) -> Schema:
    """Return an object with these members and any member whose name is a URI or a CURIE."""
    schema = _closed(properties, required)
    schema["patternProperties"] = {_EXTENSION_NAME: True}
    return schema


def _word_or_uri(words: Iterable[str], refused: str = _CBV_OUTSIDE_THE_JSON_BINDING) -> Schema:
    return {
        "type": "string",
        "if": {"pattern": ":"},
        "then": {"format": "uri", "not": {"pattern": refused}},
        "else": {"enum": list(words)},
    }


_VALUES: Mapping[Value, Schema] = {
    Value.TIME: _ref("time"),
    Value.URI: _ref("uri"),
    Value.NUMBER: {"type": "number"},
    Value.TEXT: {"type": "string"},
    Value.BOOLEAN: {"type": "boolean"},
    Value.HEX: {"type": "string", "pattern": "^[A-Fa-f0-9]+$"},
    Value.MEASUREMENT: _ref("measurementType"),
    Value.SENSOR_ALERT: _ref("sensorAlert"),
    Value.COMPONENT: _ref("component"),
}

_KINDS: Mapping[Kind, Schema] = {
    Kind.TIME: _ref("time"),
    Kind.OFFSET: {"type": "string", "pattern": _OFFSET},
    Kind.URI: _ref("uri"),
    Kind.CERTIFICATION: {
        "type": ["string", "array"],
        "format": "uri",
        "items": _ref("uri"),
    },
    Kind.ERROR_DECLARATION: _ref("errorDeclaration"),
    Kind.QUANTITIES: _array(_ref("quantityElement")),
    Kind.ACTION: {"type": "string", "enum": list(ACTIONS)},
    Kind.BIZ_STEP: _ref("bizStep"),
    Kind.DISPOSITION: _ref("disposition"),
    Kind.PERSISTENT_DISPOSITION: _ref("persistentDisposition"),
    Kind.PLACE: _ref("place"),
    Kind.BIZ_TRANSACTIONS: _array(_ref("bizTransaction")),
    Kind.SOURCES: _array(_ref("source")),
    Kind.DESTINATIONS: _array(_ref("destination")),
    Kind.SENSORS: _array(_ref("sensorElement")),
    Kind.ILMD: {
        "type": "object",
        "patternProperties": {_EXTENSION_NAME: True},
        "additionalProperties": False,
    },
}


def _field_schema(field: Field, *, from_xml: bool = False) -> Schema:
    if field.kind is Kind.EPCS:
        return _array(_ref("uri"), unique=field.unique and not from_xml)
    schema = dict(_KINDS[field.kind])
    if field.kind is Kind.BIZ_TRANSACTIONS and field.required:
        schema["minItems"] = 1
    return schema


def _filled(name: str) -> Schema:
    return {"required": [name], "properties": {name: {"minItems": 1}}}


_ANY_CHILD: Schema = {
    "anyOf": [
        _filled("childEPCs"),
        _filled("childQuantityList"),
        {"properties": {"action": {"const": "DELETE"}}},
    ]
}
_INPUT: Schema = {"anyOf": [_filled("inputEPCList"), _filled("inputQuantityList")]}
_OUTPUT: Schema = {"anyOf": [_filled("outputEPCList"), _filled("outputQuantityList")]}
_ILMD_ONLY_WHEN_ADDED: Schema = {
    "if": {"required": ["ilmd"]},
    "then": {"properties": {"action": {"const": "ADD"}}},
}

CONDITIONS: Mapping[str, tuple[tuple[str, Schema], ...]] = {
    "ObjectEvent": (
        (
            "what-is-missing",
            {
                "anyOf": [
                    {"required": ["epcList"]},
                    _filled("quantityList"),
                    {
                        "required": ["sensorElementList", "readPoint"],
                        "properties": {"sensorElementList": {"minItems": 1}},
                    },
                ]
            },
        ),
        ("ilmd-only-when-added", _ILMD_ONLY_WHEN_ADDED),
    ),
    "AggregationEvent": (
        ("children-are-missing", _ANY_CHILD),
        (
            "parent-is-missing",
            {
                "anyOf": [
                    {"required": ["parentID"]},
                    {"properties": {"action": {"const": "OBSERVE"}}},
                ]
            },
        ),
    ),
    "AssociationEvent": (("children-are-missing", _ANY_CHILD),),
    "TransactionEvent": (
        (
            "what-is-missing",
            {
                "anyOf": [
                    {"required": ["epcList"]},
                    _filled("quantityList"),
                    {"properties": {"action": {"const": "DELETE"}}},
                ]
            },
        ),
    ),
    "TransformationEvent": (
        (
            "inputs-or-outputs-are-missing",
            {
                "if": {"required": ["transformationID"]},
                "then": {"anyOf": [_INPUT, _OUTPUT]},
                "else": {"allOf": [_INPUT, _OUTPUT]},
            },
        ),
    ),
}
"""Rules that span several fields of one event: a slug and the schema, in the order of ``allOf``."""


def _event(event_type: str, *, from_xml: bool) -> Schema:
    fields = [
        field
        for field in (*COMMON_FIELDS, *EVENT_FIELDS[event_type])
        if from_xml or not field.xml_only
    ]
    properties: dict[str, Schema] = {
        "@context": _ref("context"),
        "type": {"const": event_type},
        **{field.name: _field_schema(field, from_xml=from_xml) for field in fields},
    }
    schema = _extensible(properties, ["type", *(f.name for f in fields if f.required)])
    schema["allOf"] = [condition for _, condition in CONDITIONS[event_type]]
    return schema


def _own_event_type() -> Schema:
    """Return what the standard asks of an event whose type is a user's URI."""
    return {
        "type": "object",
        "properties": {
            "@context": _ref("context"),
            "type": _ref("uri"),
            **{field.name: _field_schema(field) for field in COMMON_FIELDS},
        },
        "required": ["type", *(field.name for field in COMMON_FIELDS if field.required)],
    }


def _event_of_any_type() -> Schema:
    schema: Schema = _ref("ownEventType")
    for event_type in reversed(EVENT_TYPES):
        schema = {
            "if": {"properties": {"type": {"const": event_type}}, "required": ["type"]},
            "then": _ref(event_type),
            "else": schema,
        }
    return schema


def _structures(*, from_xml: bool) -> dict[str, Schema]:
    uri = _ref("uri")
    time = _ref("time")
    link = {"type": _ref("sourceDestinationType")}
    return {
        "uri": {"type": "string", "format": "uri"},
        "time": {"type": "string", "format": "date-time", "pattern": _YEARS},
        "context": {
            "type": ["string", "object", "array"],
            "format": "uri",
            "uniqueItems": True,
            "items": {"type": ["string", "object"], "format": "uri"},
        },
        "bizStep": _word_or_uri(BIZ_STEPS),
        "disposition": _word_or_uri(DISPOSITIONS),
        "bizTransactionType": _word_or_uri(BIZ_TRANSACTION_TYPES),
        "sourceDestinationType": _word_or_uri(SOURCE_DESTINATION_TYPES),
        "errorReason": _word_or_uri(ERROR_REASONS),
        "measurementType": _word_or_uri(MEASUREMENT_TYPES, _GS1_OLD_VOCABULARY),
        "sensorAlert": _word_or_uri(SENSOR_ALERTS, _GS1_OLD_VOCABULARY),
        "component": _word_or_uri(COMPONENTS),
        "quantityElement": _closed(
            {
                "epcClass": uri,
                "quantity": {"type": "number", "minimum": 0, "maximum": MAXIMUM_QUANTITY},
                "uom": {"type": "string", "pattern": "^[A-Z0-9]{2,3}$"},
            },
            ["epcClass"],
        ),
        "errorDeclaration": _extensible(
            {
                "declarationTime": time,
                "reason": _ref("errorReason"),
                "correctiveEventIDs": _array(uri),
            },
            ["declarationTime"],
        ),
        "persistentDisposition": {
            **_closed(
                {
                    "set": _array(_ref("disposition"), at_least=1, unique=True),
                    "unset": _array(_ref("disposition"), at_least=1, unique=True),
                },
                [],
            ),
            "minProperties": 1,
        },
        "place": {"type": "object", "properties": {"id": uri}, "required": ["id"]},
        "bizTransaction": _closed(
            {"type": _ref("bizTransactionType"), "bizTransaction": uri}, ["bizTransaction"]
        ),
        "source": _closed({**link, "source": uri}, ["type", "source"]),
        "destination": _closed({**link, "destination": uri}, ["type", "destination"]),
        "sensorElement": _extensible(
            {
                "sensorMetadata": _extensible(
                    {name: _VALUES[value] for name, value in SENSOR_METADATA.items()}, []
                ),
                "sensorReport": _array(_ref("sensorReport"), at_least=1),
            },
            ["sensorReport"],
        ),
        "sensorReport": _extensible(
            {name: _VALUES[value] for name, value in SENSOR_REPORT.items()},
            [] if from_xml else ["type"],
        ),
        "vocabulary": {
            "type": "object",
            "properties": {
                "type": uri,
                "vocabularyElementList": _array(
                    {
                        "type": "object",
                        "properties": {
                            "id": uri,
                            "attributes": _array(
                                {
                                    "type": "object",
                                    "properties": {
                                        "id": uri,
                                        "attribute": {"type": ["number", "string", "object"]},
                                    },
                                    "required": ["id"],
                                }
                            ),
                            "children": _array(uri),
                        },
                        "required": ["id"],
                    }
                ),
            },
            "required": ["type"],
        },
    }


def _definitions(*, from_xml: bool) -> dict[str, Schema]:
    return {
        **_structures(from_xml=from_xml),
        **{event_type: _event(event_type, from_xml=from_xml) for event_type in EVENT_TYPES},
        "ownEventType": _own_event_type(),
        "event": _event_of_any_type(),
        "eventList": _array(_ref("event")),
    }


def _envelope(document_type: str, body: Schema, *, query: bool) -> Schema:
    properties: dict[str, Schema] = {
        "@context": _ref("context"),
        "id": _ref("uri"),
        "type": {"const": document_type},
        "schemaVersion": {"type": "string", "pattern": r"^[0-9]+(\.[0-9]+)*$"},
        "creationDate": _ref("time"),
        "epcisBody": body,
    }
    required = ["@context", "type", "epcisBody"]
    if not query:
        required += ["schemaVersion", "creationDate"]
        properties |= {
            "instanceIdentifier": {"type": "string"},
            "sender": {"type": "string"},
            "receiver": {"type": "string"},
            "epcisHeader": _extensible(
                {
                    "epcisMasterData": {
                        "type": "object",
                        "properties": {"vocabularyList": _array(_ref("vocabulary"))},
                    }
                },
                [],
            ),
        }
    return _extensible(properties, required)


def document_schema(*, from_xml: bool = False) -> Schema:
    """Return the schema of an ``EPCISDocument``."""
    body: Schema = {
        "type": "object",
        "properties": {"eventList": _ref("eventList")},
        "required": ["eventList"],
    }
    return {
        "$schema": DRAFT,
        **_envelope("EPCISDocument", body, query=False),
        "definitions": _definitions(from_xml=from_xml),
    }


def query_document_schema(*, from_xml: bool = False) -> Schema:
    """Return the schema of an ``EPCISQueryDocument`` that carries results."""
    body = _extensible(
        {
            "queryResults": _extensible(
                {
                    "queryName": {"type": "string"},
                    "subscriptionID": {"type": "string"},
                    "resultsBody": _extensible(
                        {
                            "eventList": _ref("eventList"),
                            "vocabularyList": _array(_ref("vocabulary")),
                        },
                        ["eventList"],
                    ),
                },
                ["queryName", "resultsBody"],
            )
        },
        ["queryResults"],
    )
    return {
        "$schema": DRAFT,
        **_envelope("EPCISQueryDocument", body, query=True),
        "definitions": _definitions(from_xml=from_xml),
    }


def event_schema(
    event_type: str | None = None, *, bare: bool = False, from_xml: bool = False
) -> Schema:
    """Return the schema of one event.

    With ``event_type`` it is that type's own one (None stands for any type, a type that is not
    of the standard for a user's own). A ``bare`` event travels alone and needs its ``@context``.
    """
    if event_type is None:
        name = "event"
    else:
        name = event_type if event_type in EVENT_FIELDS else "ownEventType"
    parts: list[Schema] = [_ref(name)]
    if bare:
        parts.append({"required": ["@context"]})
    return {"$schema": DRAFT, "allOf": parts, "definitions": _definitions(from_xml=from_xml)}
