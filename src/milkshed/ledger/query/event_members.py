"""Parameters about an event's own members: times, words, places, EPCs, quantities, documents."""

import re
from collections.abc import Callable, Iterable, Mapping

from milkshed.ledger.capture.fact import key_of
from milkshed.ledger.capture.field_values import OWN_TYPE
from milkshed.ledger.epcis.vocabulary import Vocabulary, bare_word
from milkshed.ledger.gs1.epc import canonical_uri
from milkshed.ledger.models import Action, EventType, Role
from milkshed.ledger.query.comparison import compared, compared_in_unit
from milkshed.ledger.query.condition import NEVER, Condition, alternatives
from milkshed.ledger.query.values import Values, chosen, is_wanted, moment, number, refuse, some
from milkshed.ledger.storage.recurrences import stretches_of

_EPC_ROLES: Mapping[str, tuple[Role, ...]] = {
    "MATCH_epc": (Role.EPC, Role.CHILD_EPC),
    "MATCH_parentID": (Role.PARENT,),
    "MATCH_inputEPC": (Role.INPUT_EPC,),
    "MATCH_outputEPC": (Role.OUTPUT_EPC,),
    "MATCH_anyEPC": (Role.EPC, Role.CHILD_EPC, Role.PARENT, Role.INPUT_EPC, Role.OUTPUT_EPC),
    "MATCH_epcClass": (Role.EPC_CLASS, Role.CHILD_CLASS),
    "MATCH_inputEPCClass": (Role.INPUT_CLASS,),
    "MATCH_outputEPCClass": (Role.OUTPUT_CLASS,),
    "MATCH_anyEPCClass": (
        Role.EPC_CLASS,
        Role.CHILD_CLASS,
        Role.INPUT_CLASS,
        Role.OUTPUT_CLASS,
    ),
    "EQ_transformationID": (Role.TRANSFORMATION,),
}
_WORD_ROLES: Mapping[str, Role] = {
    "EQ_persistentDisposition_set": Role.PERSISTENT_SET,
    "EQ_persistentDisposition_unset": Role.PERSISTENT_UNSET,
}
_WORD_COLUMNS: Mapping[str, tuple[str, Vocabulary | None]] = {
    "EQ_bizStep": ("biz_step_id", Vocabulary.BIZ_STEP),
    "EQ_disposition": ("disposition_id", Vocabulary.DISPOSITION),
    "EQ_readPoint": ("read_point_id", None),
    "EQ_bizLocation": ("biz_location_id", None),
}
_TIMES: Mapping[str, str] = {
    "GE_eventTime": "e.event_time >= %s",
    "LT_eventTime": "e.event_time < %s",
    "GE_recordTime": "e.record_time >= %s",
    "LT_recordTime": "e.record_time < %s",
}
_QUANTITY = re.compile(r"(EQ|GT|GE|LT|LE)_quantity(?:_([A-Z0-9]{2,4}))?")
_TYPED = re.compile(r"EQ_(bizTransaction|source|destination)(?:_(.+))?", re.DOTALL)
_TYPED_ROLES: Mapping[str, tuple[Role, Vocabulary]] = {
    "bizTransaction": (Role.TRANSACTION, Vocabulary.BIZ_TRANSACTION),
    "source": (Role.SOURCE, Vocabulary.SOURCE_DESTINATION),
    "destination": (Role.DESTINATION, Vocabulary.SOURCE_DESTINATION),
}
_TYPES = {choice.label: choice.value for choice in EventType if choice is not EventType.OTHER}
_ACTIONS = {choice.label: choice.value for choice in Action}


def member_condition(name: str, values: Values) -> Condition | None:
    """The condition of a parameter about a member of the event; None when it is about none."""
    if name in _TIMES:
        return Condition(_TIMES[name], (moment(name, values),))
    if name in _EPC_ROLES:
        return _matched(_EPC_ROLES[name], name, some(name, values))
    if name in _WORD_ROLES:
        words = [bare_word(Vocabulary.DISPOSITION, value) for value in some(name, values)]
        return _linked((_WORD_ROLES[name],), words)
    if name in _WORD_COLUMNS:
        return _word(name, some(name, values))
    if name in _OTHERS:
        return _OTHERS[name](name, values)
    if found := _QUANTITY.fullmatch(name):
        return _quantity(name, found[1], found[2], some(name, values))
    if found := _TYPED.fullmatch(name):
        return _typed(found[1], found[2], some(name, values))
    return None


def _word(name: str, values: Values) -> Condition:
    column, vocabulary = _WORD_COLUMNS[name]
    names = [
        canonical_uri(value) if vocabulary is None else bare_word(vocabulary, value)
        for value in values
    ]
    return Condition(f"e.{column} IN (SELECT id FROM ledger_term WHERE uri = ANY(%s))", (names,))


def _event_type(name: str, values: Values) -> Condition:
    """Standard types by their number; a user's own type is a URI and stands among the fields."""
    own = [value for value in some(name, values) if value not in _TYPES and ":" in value]
    standard = [chosen(name, value, tuple(_TYPES)) for value in values if value not in own]
    parts = [Condition("e.type = ANY(%s)", ([_TYPES[value] for value in standard],))]
    if own:
        parts.append(
            Condition(
                "e.seq IN (SELECT event_id FROM ledger_field WHERE name_id ="
                " (SELECT id FROM ledger_term WHERE uri = %s) AND text = ANY(%s))",
                (OWN_TYPE, own),
            )
        )
    return alternatives(parts)


def _action(name: str, values: Values) -> Condition:
    actions = [_ACTIONS[chosen(name, value, tuple(_ACTIONS))] for value in some(name, values)]
    return Condition("e.action = ANY(%s)", (actions,))


def _event_id(name: str, values: Values) -> Condition:
    asked = list(some(name, values))
    return Condition(
        "e.event_id = ANY(%s) AND e.seq IN"
        " (SELECT seq FROM ledger_identity WHERE event_key = ANY(%s))",
        (asked, [key_of(one) for one in asked]),
    )


def _declares_error(_: str, values: Values) -> Condition:
    return Condition("e.declares_error" if is_wanted(values) else "NOT e.declares_error")


_OTHERS: Mapping[str, Callable[[str, Values], Condition]] = {
    "eventType": _event_type,
    "EQ_action": _action,
    "EQ_eventID": _event_id,
    "EXISTS_errorDeclaration": _declares_error,
}


def _linked(roles: Iterable[Role], names: Values) -> Condition:
    return Condition(
        "e.seq IN (SELECT event_id FROM ledger_link WHERE term_id IN"
        " (SELECT id FROM ledger_term WHERE uri = ANY(%s)) AND role = ANY(%s::int[]))",
        (list(names), [role.value for role in roles]),
    )


def _matched(roles: Iterable[Role], name: str, values: Values) -> Condition:
    # the pattern of all serials of a GTIN is the name of its class as well
    exact = [canonical_uri(value) for value in values]
    parts = [Condition("SELECT id FROM ledger_term WHERE uri = ANY(%s)", (exact,))]
    for value in values:
        if value.endswith("*"):
            start, follow = _pattern(name, value)
            parts.append(
                Condition(
                    "SELECT id FROM ledger_term WHERE uri >= %s AND uri < %s AND uri ~ %s",
                    (start, start + "\U0010ffff", follow),
                )
            )
    terms = " UNION ALL ".join(part.sql for part in parts)
    linked = (*(one for part in parts for one in part.values), [role.value for role in roles])
    if len(parts) > 1:
        among = f"term_id IN ({terms}) AND role = ANY(%s::int[])"
        return Condition(f"e.seq IN (SELECT event_id FROM ledger_link WHERE {among})", linked)
    # told where to look, the database plans for the partitions there alone; asked name by name
    # and event by event, it takes the index of each, however small the partition is
    stretches = stretches_of(exact)
    if not stretches:
        return NEVER
    bounds = tuple(bound for stretch in stretches for bound in stretch)
    within, of_link = (
        " OR ".join([f"{column} BETWEEN %s AND %s"] * len(stretches))
        for column in ("e.seq", "event_id")
    )
    return Condition(
        f"({within}) AND e.seq = ANY(ARRAY(SELECT event_id FROM ({terms}) named, LATERAL ("
        "SELECT event_id FROM ledger_link WHERE term_id = named.id AND role = ANY(%s::int[])"
        f" AND ({of_link}) OFFSET 0) linked))",
        (*bounds, *linked, *bounds),
    )


_COMPANY_PATTERN = re.compile(r"urn:epc:idpat:([a-z]+):([0-9]+|\*)((?:\.\*)+)")
_SHAPES: Mapping[str, tuple[str, str, str]] = {
    "sgtin": ("01", "[0-9]", "[0-9]*/21/"),
    "lgtin": ("01", "[0-9]", "[0-9]*/10/"),
    "upui": ("01", "[0-9]", "[0-9]*/235/"),
    "sscc": ("00", "[0-9]", ""),
    "sgln": ("414", "", ""),
    "pgln": ("417", "", ""),
    "grai": ("8003", "0", ""),
    "giai": ("8004", "", ""),
    "gsrn": ("8018", "", ""),
    "gsrnp": ("8017", "", ""),
    "gdti": ("253", "", ""),
    "sgcn": ("255", "", ""),
    "cpi": ("8010", "", ""),
}
"""Per EPC scheme the key of its Digital Link, what stands before the company and what after."""


def _pattern(name: str, pattern: str) -> tuple[str, str]:
    """The beginning of the canonical names that a pattern stands for, and their whole shape.

    In an EPC pattern the last parts may be ``*`` (Tag Data Standard, section 8). A Digital Link,
    and any other URI, may end in ``*``.
    """
    found = _COMPANY_PATTERN.fullmatch(pattern)
    start = pattern[:-1]
    if not start.startswith("urn:epc:idpat:"):
        return start, ""
    # any serial makes the URN complete; it stands last in the canonical name too
    for kind in ("id", "class"):
        complete = canonical_uri(start.replace(":idpat:", f":{kind}:", 1) + "1")
        if complete.startswith("https://") and "*" not in complete:
            return complete[:-1], ""
    if found is None or found[1] not in _SHAPES:
        raise refuse(
            name,
            pattern,
            "unsupported-pattern",
            "EPC模式中只有最后几段可以是*",
            "Only the last parts of an EPC pattern may be *",
        )
    key, before, after = _SHAPES[found[1]]
    start = f"https://id.gs1.org/{key}/"
    company = "" if found[2] == "*" else found[2]
    return start, f"^{re.escape(start)}{before}{company}{after}"


def _quantity(name: str, operator: str, uom: str | None, values: Values) -> Condition:
    numbers = [number(name, value) for value in values]
    part = (
        compared("quantity", operator, numbers)
        if uom is None
        else compared_in_unit("quantity", "uom", operator, numbers, uom)
    )
    return Condition(
        f"EXISTS (SELECT 1 FROM ledger_link WHERE event_id = e.seq AND {part.sql})", part.values
    )


def _typed(what: str, kind: str | None, values: Values) -> Condition:
    role, vocabulary = _TYPED_ROLES[what]
    names = [canonical_uri(value) for value in values]
    sql = (
        "e.seq IN (SELECT event_id FROM ledger_link WHERE role = %s AND term_id IN"
        " (SELECT id FROM ledger_term WHERE uri = ANY(%s))"
    )
    placed: tuple[object, ...] = (role.value, names)
    if kind is not None:
        sql += " AND kind_id = (SELECT id FROM ledger_term WHERE uri = %s)"
        placed = (*placed, bare_word(vocabulary, kind))
    return Condition(sql + ")", placed)
