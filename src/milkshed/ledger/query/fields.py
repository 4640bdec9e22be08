"""Parameters about extension, master data, sensor and error declaration fields."""

import re
from collections.abc import Mapping, Sequence

from milkshed.ledger.capture.field_values import (
    CORRECTIVE_EVENT,
    DECLARATION_TIME,
    ERROR_REASON,
    SENSOR_ELEMENTS,
    moment_in,
    number_in,
)
from milkshed.ledger.epcis.vocabulary import SENSOR_REPORT, Value, Vocabulary, bare_word
from milkshed.ledger.gs1.epc import canonical_uri
from milkshed.ledger.models import FieldPlace
from milkshed.ledger.models.fields import INDEXED_CHARACTERS
from milkshed.ledger.namespaces import EPCIS_NAMESPACE
from milkshed.ledger.query.comparison import compared, compared_in_unit
from milkshed.ledger.query.condition import Condition, alternatives
from milkshed.ledger.query.names import full_names
from milkshed.ledger.query.values import (
    OPERATORS,
    Values,
    chosen,
    is_wanted,
    moment,
    number,
    refuse,
    single,
    some,
)

_PARTS: Mapping[str, FieldPlace] = {
    "": FieldPlace.EXTENSION,
    "ILMD_": FieldPlace.ILMD,
    "ERROR_DECLARATION_": FieldPlace.ERROR_DECLARATION,
    "SENSORELEMENT_": FieldPlace.SENSOR_ELEMENT,
    "SENSORMETADATA_": FieldPlace.SENSOR_METADATA,
    "SENSORREPORT_": FieldPlace.SENSOR_REPORT,
    "readPoint_": FieldPlace.READ_POINT,
    "bizLocation_": FieldPlace.BIZ_LOCATION,
}
_EXTENSION = re.compile(
    r"(EQ|GT|GE|LT|LE|EXISTS)_(INNER_)?"
    r"(ILMD_|ERROR_DECLARATION_|SENSORELEMENT_|SENSORMETADATA_|SENSORREPORT_"
    r"|readPoint_|bizLocation_)?([^:]+:.+)",
    re.DOTALL,
)
_SENSOR_PLACES = (FieldPlace.SENSOR_METADATA, FieldPlace.SENSOR_REPORT)
_SENSOR_TIMES = re.compile(r"(GE|LT)_(time|startTime|endTime)")
_SENSOR_WORDS = re.compile(
    r"EQ_(type|deviceID|dataProcessingMethod|microorganism|chemicalSubstance|bizRules"
    r"|stringValue|booleanValue|hexBinaryValue|uriValue)"
)
_SENSOR_NUMBERS = re.compile(
    r"(EQ|GT|GE|LT|LE)_(value|minValue|maxValue|meanValue|sDev|percValue)_([A-Z0-9]{2,4})"
)
_PERCENT_RANK = re.compile(r"(GT|GE|LT|LE)_percRank")
# the URL parameter and the query schema of the standard spell the declaration time differently
_DECLARATION_TIMES = re.compile(r"(GE|LT)_errorDeclaration_?Time")


def field_condition(name: str, values: Values, prefixes: Mapping[str, str]) -> Condition | None:
    """The condition of a parameter about a field; None when it is about none."""
    if name == "EXISTS_sensorElementList":
        found = _with((FieldPlace.SENSOR_ELEMENT,), [SENSOR_ELEMENTS])
        return found if is_wanted(values) else _not(found)
    if name == "EQ_correctiveEventID":
        return _error_text(CORRECTIVE_EVENT, some(name, values))
    if name == "EQ_errorReason":
        words = [bare_word(Vocabulary.ERROR_REASON, value) for value in some(name, values)]
        return _error_text(ERROR_REASON, words)
    if match := _DECLARATION_TIMES.fullmatch(name):
        part = Condition(f"moment {OPERATORS[match[1]]} %s", (moment(name, values),))
        return _with((FieldPlace.ERROR_DECLARATION,), [DECLARATION_TIME], part)
    return _sensor_condition(name, values) or _extension_condition(name, values, prefixes)


def _sensor_condition(name: str, values: Values) -> Condition | None:
    if match := _SENSOR_TIMES.fullmatch(name):
        part = Condition(f"moment {OPERATORS[match[1]]} %s", (moment(name, values),))
        return _with(_SENSOR_PLACES, [EPCIS_NAMESPACE + match[2]], part)
    if match := _SENSOR_WORDS.fullmatch(name):
        words = [_sensor_word(name, match[1], value) for value in some(name, values)]
        return _with(_SENSOR_PLACES, [EPCIS_NAMESPACE + match[1]], _text(words))
    if match := _SENSOR_NUMBERS.fullmatch(name):
        numbers = [number(name, value) for value in some(name, values)]
        part = compared_in_unit("number", "uom", match[1], numbers, match[3])
        return _with(_SENSOR_PLACES, [EPCIS_NAMESPACE + match[2]], part)
    if match := _PERCENT_RANK.fullmatch(name):
        part = compared("number", match[1], [number(name, single(name, values))])
        return _with(_SENSOR_PLACES, [f"{EPCIS_NAMESPACE}percRank"], part)
    return None


def _sensor_word(name: str, attribute: str, value: str) -> str:
    """The word as the field holds it."""
    kind = SENSOR_REPORT[attribute]
    if kind is Value.MEASUREMENT:
        return bare_word(Vocabulary.MEASUREMENT, value)
    if kind is Value.BOOLEAN:
        return chosen(name, value.lower(), ("true", "false"))
    if kind is Value.HEX:
        return value.upper()
    return canonical_uri(value) if kind is Value.URI else value


def _extension_condition(
    name: str, values: Values, prefixes: Mapping[str, str]
) -> Condition | None:
    match = _EXTENSION.fullmatch(name)
    if match is None:
        return None
    operator, inner, part, field = match.groups()
    places = (_PARTS[part or ""],)
    names = full_names(name, field, prefixes)
    if operator == "EXISTS":
        found = _with(places, names, is_inner=inner is not None)
        return found if is_wanted(values) else _not(found)
    compare = _equal(some(name, values)) if operator == "EQ" else _ordered(name, operator, values)
    return _with(places, names, compare, is_inner=inner is not None)


def _equal(values: Values) -> Condition:
    """The field holds one of the values, read as text, as a number or as a time."""
    numbers = [found for value in values if (found := number_in(value)) is not None]
    moments = [when for value in values if (when := moment_in(value)) is not None]
    parts = [_text(values)]
    if numbers:
        parts.append(compared("number", "EQ", numbers))
    if moments:
        parts.append(Condition("moment = ANY(%s::timestamptz[])", (moments,)))
    return alternatives(parts)


def _ordered(name: str, operator: str, values: Values) -> Condition:
    value = single(name, values).strip()
    if (amount := number_in(value)) is not None:
        return compared("number", operator, [amount])
    when = moment_in(value.replace(" ", "+"))
    if when is None:
        raise refuse(
            name,
            value,
            "not-comparable",
            f"参数{name[:100]}应为数字或带时区的时间",
            f"The parameter {name[:100]} must be a number or a time with its zone",
        )
    return Condition(f"moment {OPERATORS[operator]} %s", (when,))


def _text(values: Values) -> Condition:
    return Condition(
        f"left(text, {INDEXED_CHARACTERS}) = ANY(%s) AND text = ANY(%s)",
        ([value[:INDEXED_CHARACTERS] for value in values], list(values)),
    )


def _error_text(name: str, values: Values) -> Condition:
    return _with((FieldPlace.ERROR_DECLARATION,), [name], _text(values))


def _with(
    places: Sequence[FieldPlace],
    names: Sequence[str],
    holding: Condition | None = None,
    *,
    is_inner: bool = False,
) -> Condition:
    """Events with a field of one of the names in one of the places, and what it must hold."""
    sql = (
        "e.seq IN (SELECT event_id FROM ledger_field WHERE name_id IN"
        " (SELECT id FROM ledger_term WHERE uri = ANY(%s))"
        " AND place = ANY(%s::int[]) AND is_inner = %s"
    )
    placed: tuple[object, ...] = (list(names), [place.value for place in places], is_inner)
    if holding is None:
        return Condition(sql + ")", placed)
    return Condition(f"{sql} AND ({holding.sql}))", (*placed, *holding.values))


def _not(condition: Condition) -> Condition:
    return Condition(f"NOT ({condition.sql})", condition.values)
