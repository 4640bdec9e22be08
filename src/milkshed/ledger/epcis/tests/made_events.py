"""Right events made by hypothesis: every type, every field, fields of users nested as they like."""

from typing import Any

from hypothesis import strategies as st

from milkshed.ledger.epcis.tests import milk
from milkshed.ledger.epcis.vocabulary import (
    BIZ_STEPS,
    BIZ_TRANSACTION_TYPES,
    COMPONENTS,
    CONTEXT_URL,
    DISPOSITIONS,
    ERROR_REASONS,
    EVENT_FIELDS,
    MEASUREMENT_TYPES,
    SENSOR_ALERTS,
    SENSOR_METADATA,
    SENSOR_REPORT,
    SOURCE_DESTINATION_TYPES,
    Kind,
    Value,
)

CONTEXT: list[object] = [
    CONTEXT_URL,
    {"milkshed": milk.MILKSHED, "ext": "https://ext.example/a", "cbvmda": "urn:epcglobal:cbv:mda"},
]

_TIMES = st.sampled_from(["2026-01-05T08:30:00+08:00", "2026-01-05T00:30:00.1234Z"])
_URIS = st.sampled_from(
    [
        milk.FARM,
        milk.TANKER,
        milk.lot("L1"),
        "urn:epc:id:sgtin:9521234.054321.S1",
        "urn:epc:class:lgtin:9521234.054321.A%2F1",
        "https://example.org/farm?a=1&b=2",
        "urn:uuid:3f2504e0-4f89-41d3-9a0c-0305e82c3301",
    ]
)
_CHARACTERS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])
_TEXTS = st.text(_CHARACTERS, max_size=12).map(str.strip)
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False),
    _TEXTS,
)
_NAMES = st.sampled_from(["milkshed:a", "milkshed:b", "ext:a", "cbvmda:lotNumber", "ext:拉"])
_NESTED_NAMES = st.one_of(_NAMES, st.sampled_from(["bare", "#text"]))


def _values(inner: Any) -> Any:
    return st.lists(inner, max_size=3) | st.dictionaries(_NESTED_NAMES, inner, max_size=3)


_OWN_VALUES = st.recursive(_SCALARS, _values, max_leaves=6)
ANY_OWN_FIELDS = st.dictionaries(_NAMES, _OWN_VALUES, max_size=3)
TEXT_OWN_FIELDS = st.dictionaries(_NAMES, _TEXTS, max_size=3)


def _maybe(draw: Any, members: dict[str, Any], name: str, values: Any) -> None:
    if draw(st.booleans()):
        members[name] = draw(values)


@st.composite
def _quantities(draw: Any) -> dict[str, Any]:
    element = {"epcClass": draw(_URIS)}
    _maybe(draw, element, "quantity", st.floats(0, 1e9) | st.integers(0, 10**12))
    _maybe(draw, element, "uom", st.sampled_from(["KGM", "LTR"]))
    return element


@st.composite
def _typed(draw: Any, name: str, words: tuple[str, ...]) -> dict[str, Any]:
    kinds = st.sampled_from(words) | st.just("https://example.org/type")
    return {"type": draw(kinds), name: draw(_URIS)}


_SENSOR_VALUES = {
    Value.TIME: _TIMES,
    Value.URI: _URIS,
    Value.NUMBER: st.floats(allow_nan=False, allow_infinity=False),
    Value.TEXT: _TEXTS,
    Value.BOOLEAN: st.booleans(),
    Value.HEX: st.sampled_from(["00ff", "A0"]),
    Value.MEASUREMENT: st.sampled_from(MEASUREMENT_TYPES) | st.just("https://example.org/MT"),
    Value.SENSOR_ALERT: st.sampled_from(SENSOR_ALERTS),
    Value.COMPONENT: st.sampled_from(COMPONENTS),
}


@st.composite
def _sensor(draw: Any, own: Any) -> dict[str, Any]:
    def attributes(known: Any, required: str = "") -> dict[str, Any]:
        names = draw(st.lists(st.sampled_from(sorted(known)), max_size=5, unique=True))
        members = {name: draw(_SENSOR_VALUES[known[name]]) for name in {*names, required} - {""}}
        return members | draw(own)

    element: dict[str, Any] = {
        "sensorReport": [attributes(SENSOR_REPORT, "type") for _ in range(draw(st.integers(1, 3)))]
    }
    if draw(st.booleans()):
        element["sensorMetadata"] = attributes(SENSOR_METADATA)
    return element | draw(own)


@st.composite
def _error_declarations(draw: Any, own: Any) -> dict[str, Any]:
    declaration = {"declarationTime": draw(_TIMES)}
    _maybe(draw, declaration, "reason", st.sampled_from(ERROR_REASONS))
    _maybe(draw, declaration, "correctiveEventIDs", st.lists(_URIS, max_size=2))
    return declaration | draw(own)


def _fields(own: Any) -> dict[Kind, Any]:
    return {
        Kind.URI: _URIS,
        Kind.EPCS: st.lists(_URIS, min_size=1, max_size=3, unique=True),
        Kind.QUANTITIES: st.lists(_quantities(), min_size=1, max_size=3),
        Kind.BIZ_STEP: st.sampled_from(BIZ_STEPS) | st.just("https://example.org/step"),
        Kind.DISPOSITION: st.sampled_from(DISPOSITIONS),
        Kind.PERSISTENT_DISPOSITION: st.fixed_dictionaries(
            {"set": st.lists(st.sampled_from(DISPOSITIONS), min_size=1, max_size=2, unique=True)},
            optional={"unset": st.just(["recalled"])},
        ),
        Kind.PLACE: st.builds(lambda uri, fields: {"id": uri, **fields}, _URIS, own),
        Kind.BIZ_TRANSACTIONS: st.lists(
            _typed("bizTransaction", BIZ_TRANSACTION_TYPES)
            | st.builds(lambda uri: {"bizTransaction": uri}, _URIS),
            min_size=1,
            max_size=2,
        ),
        Kind.SOURCES: st.lists(_typed("source", SOURCE_DESTINATION_TYPES), min_size=1, max_size=2),
        Kind.DESTINATIONS: st.lists(
            _typed("destination", SOURCE_DESTINATION_TYPES), min_size=1, max_size=2
        ),
        Kind.SENSORS: st.lists(_sensor(own), min_size=1, max_size=2),
        Kind.ILMD: own,
    }


_NEEDED = {
    "ObjectEvent": ("quantityList",),
    "AggregationEvent": ("parentID", "childQuantityList"),
    "AssociationEvent": ("childEPCs",),
    "TransactionEvent": ("epcList",),
    "TransformationEvent": ("inputQuantityList", "outputEPCList"),
}


@st.composite
def made_events(draw: Any, own: Any = ANY_OWN_FIELDS) -> dict[str, Any]:
    """Return a right event, to be read in :data:`CONTEXT`; ``own`` makes the fields of users."""
    fields = _fields(own)
    event_type = draw(st.sampled_from(sorted(EVENT_FIELDS)))
    event = {
        "type": event_type,
        "eventTime": draw(_TIMES),
        "eventTimeZoneOffset": draw(st.sampled_from(["+08:00", "-06:00"])),
    }
    for field in EVENT_FIELDS[event_type]:
        if field.kind is Kind.ACTION:
            event["action"] = draw(st.sampled_from(["ADD", "OBSERVE", "DELETE"]))
        elif field.required or field.name in _NEEDED[event_type]:
            event[field.name] = draw(fields[field.kind])
        elif not field.xml_only:
            _maybe(draw, event, field.name, fields[field.kind])
    if event.get("action") != "ADD" and event_type != "TransformationEvent":
        event.pop("ilmd", None)
    _maybe(draw, event, "eventID", _URIS)
    _maybe(draw, event, "recordTime", _TIMES)
    _maybe(draw, event, "certificationInfo", st.lists(_URIS, min_size=2, max_size=3))
    _maybe(draw, event, "errorDeclaration", _error_declarations(own))
    return event | draw(own)
