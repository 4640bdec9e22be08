"""Query parameters of EPCIS 2.0 (section 8.2.7.1) into conditions.

Each parameter is one entry of a table or one pattern; a name that is neither is refused. List
values are separated by ``|`` or given by repeating the parameter.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from milkshed.kernel.problems import Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.capture.fact import key_of
from milkshed.ledger.epcis.fields import utc_time
from milkshed.ledger.epcis.vocabulary import Vocabulary, bare_word
from milkshed.ledger.gs1.epc import canonical_uri
from milkshed.ledger.models import Action, EventType, Role
from milkshed.ledger.problems import QUERY_PARAMETER
from milkshed.ledger.query.condition import Condition

Values = Sequence[str]

_OPERATORS = {"EQ": "=", "GT": ">", "GE": ">=", "LT": "<", "LE": "<="}
_QUANTITY = re.compile(r"(EQ|GT|GE|LT|LE)_quantity(?:_([A-Z0-9]{2,3}))?")
_TYPED = re.compile(r"EQ_(bizTransaction|source|destination)(?:_(.+))?")
_TYPED_ROLES = {
    "bizTransaction": (Role.TRANSACTION, Vocabulary.BIZ_TRANSACTION),
    "source": (Role.SOURCE, Vocabulary.SOURCE_DESTINATION),
    "destination": (Role.DESTINATION, Vocabulary.SOURCE_DESTINATION),
}
_EPC_ROLES = {
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
    "EQ_persistentDisposition_set": (Role.PERSISTENT_SET,),
    "EQ_persistentDisposition_unset": (Role.PERSISTENT_UNSET,),
}
_WORD_COLUMNS: Mapping[str, tuple[str, Vocabulary | None]] = {
    "EQ_bizStep": ("biz_step_id", Vocabulary.BIZ_STEP),
    "EQ_disposition": ("disposition_id", Vocabulary.DISPOSITION),
    "EQ_readPoint": ("read_point_id", None),
    "EQ_bizLocation": ("biz_location_id", None),
}
_TIMES = {
    "GE_eventTime": ("e.event_time >= %s"),
    "LT_eventTime": ("e.event_time < %s"),
    "GE_recordTime": ("e.record_time >= %s"),
    "LT_recordTime": ("e.record_time < %s"),
}
_ORDERS = {"eventTime": "e.event_time", "recordTime": "e.record_time"}

PAGE_DEFAULT = 30
PAGE_MAXIMUM = 1_000


@dataclass(slots=True)
class EventQuery:
    """What to look for, in which order, and how much of it at once."""

    conditions: list[Condition] = field(default_factory=list)
    order_column: str | None = None
    descending: bool = True
    event_count_limit: int | None = None
    max_event_count: int | None = None
    per_page: int = PAGE_DEFAULT
    page_token: str | None = None


def refuse(name: str, value: object, rule: str, zh: str, en: str) -> Problem:
    """A QueryParameterException that names the parameter."""
    message = Text(zh, en)
    return Problem(QUERY_PARAMETER, message, [Fault(name, value, rule, message)])


def parse_parameters(given: Mapping[str, Sequence[str]]) -> EventQuery:
    """Return the query that the parameters ask for; raises :class:`Problem` for a wrong one."""
    query = EventQuery()
    for name, values in given.items():
        listed = [part for value in values for part in value.split("|") if part]
        if name in _SETTINGS:
            _SETTINGS[name](query, name, values[-1])
        else:
            query.conditions.append(_condition(name, listed))
    if query.event_count_limit is not None and query.max_event_count is not None:
        raise refuse(
            "maxEventCount",
            query.max_event_count,
            "exclusive",
            "eventCountLimit与maxEventCount不能同时使用",
            "eventCountLimit and maxEventCount exclude each other",
        )
    return query


def _condition(name: str, values: Values) -> Condition:
    if not values:
        raise refuse(name, "", "empty", f"参数{name}没有值", f"The parameter {name} has no value")
    if name in _TIMES:
        return Condition(_TIMES[name], (_time(name, values[0]),))
    if name in _EPC_ROLES:
        return _linked(_EPC_ROLES[name], name, values)
    if name in _WORD_COLUMNS:
        column, vocabulary = _WORD_COLUMNS[name]
        names = [
            canonical_uri(value) if vocabulary is None else bare_word(vocabulary, value)
            for value in values
        ]
        return Condition(
            f"e.{column} IN (SELECT id FROM ledger_term WHERE uri = ANY(%s))", (names,)
        )
    if name == "eventType":
        return _chosen("e.type", name, values, {c.label: c.value for c in EventType})
    if name == "EQ_action":
        return _chosen("e.action", name, values, {c.label: c.value for c in Action})
    if name == "EQ_eventID":
        return Condition(
            "e.event_id = ANY(%s) AND e.seq IN"
            " (SELECT seq FROM ledger_identity WHERE event_key = ANY(%s))",
            _event_ids(values),
        )
    if name == "EXISTS_errorDeclaration":
        wanted = values[0].lower() != "false"
        return Condition("e.declares_error" if wanted else "NOT e.declares_error")
    if found := _QUANTITY.fullmatch(name):
        return _quantity(name, found[1], found[2], values)
    if found := _TYPED.fullmatch(name):
        return _typed(found[1], found[2], values)
    raise refuse(
        name,
        values[0],
        "unknown-parameter",
        f"未知的查询参数“{name}”",
        f"Unknown query parameter “{name}”",
    )


def _time(name: str, value: str) -> datetime:
    try:
        # a plus sign that was not percent-encoded arrives as a space
        return utc_time(value.strip().replace(" ", "+"))
    except ValueError as error:
        raise refuse(
            name,
            value,
            "not-a-time",
            f"参数{name}应为带时区的时间",
            f"The parameter {name} must be a time with its zone",
        ) from error


def _chosen(column: str, name: str, values: Values, known: Mapping[str, int]) -> Condition:
    for value in values:
        if value not in known:
            raise refuse(
                name,
                value,
                "unknown-value",
                f"参数{name}的值应为{'、'.join(known)}之一",
                f"The parameter {name} must be one of {', '.join(known)}",
            )
    return Condition(f"{column} = ANY(%s)", ([known[value] for value in values],))


def _event_ids(values: Values) -> tuple[object, object]:
    return list(values), [key_of(value) for value in values]


def _linked(roles: Iterable[Role], name: str, values: Values) -> Condition:
    exact = [canonical_uri(value) for value in values if not value.endswith("*")]
    patterns = [_prefix(name, value) + "%" for value in values if value.endswith("*")]
    terms = "SELECT id FROM ledger_term WHERE uri = ANY(%s)"
    placed: list[object] = [exact]
    for pattern in patterns:
        terms += " UNION ALL SELECT id FROM ledger_term WHERE uri LIKE %s"
        placed.append(pattern)
    return Condition(
        f"e.seq IN (SELECT event_id FROM ledger_link WHERE term_id IN ({terms})"
        " AND role = ANY(%s::int[]))",
        (*placed, [role.value for role in roles]),
    )


def _prefix(name: str, pattern: str) -> str:
    """The beginning of all canonical names that a pattern with a closing star stands for."""
    start = pattern[:-1]
    if start.startswith("urn:epc:idpat:"):
        # any serial makes the URN complete; it stands last in the canonical name too
        complete = canonical_uri(start.replace("urn:epc:idpat:", "urn:epc:id:", 1) + "1")
        if not complete.startswith("https://") or "*" in complete:
            raise refuse(
                name,
                pattern,
                "unsupported-pattern",
                "模式中只有最后一段可以是*",
                "Only the last part of a pattern may be *",
            )
        start = complete[:-1]
    return re.sub(r"([\\%_])", r"\\\1", start)


def _quantity(name: str, operator: str, uom: str | None, values: Values) -> Condition:
    numbers = [_number(name, value) for value in values]
    comparisons = " OR ".join([f"quantity {_OPERATORS[operator]} %s"] * len(numbers))
    unit, units = ("", ()) if uom is None else (" AND uom = %s", (uom,))
    return Condition(
        f"EXISTS (SELECT 1 FROM ledger_link WHERE event_id = e.seq AND ({comparisons}){unit})",
        (*numbers, *units),
    )


def _number(name: str, value: str) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise refuse(
            name,
            value,
            "not-a-number",
            f"参数{name}应为数字",
            f"The parameter {name} must be a number",
        ) from error


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


def _count(name: str, value: str) -> int:
    if not value.isascii() or not value.isdigit() or len(value) > 9 or int(value) < 1:
        raise refuse(
            name,
            value,
            "not-a-count",
            f"参数{name}应为正整数",
            f"The parameter {name} must be a positive whole number",
        )
    return int(value)


def _set_order(query: EventQuery, name: str, value: str) -> None:
    if value not in _ORDERS:
        raise refuse(
            name,
            value,
            "unknown-value",
            "orderBy可为eventTime或recordTime",
            "orderBy may be eventTime or recordTime",
        )
    query.order_column = _ORDERS[value]


def _set_direction(query: EventQuery, name: str, value: str) -> None:
    if value not in ("ASC", "DESC"):
        raise refuse(
            name,
            value,
            "unknown-value",
            "orderDirection应为ASC或DESC",
            "orderDirection must be ASC or DESC",
        )
    query.descending = value == "DESC"


def _set_event_count_limit(query: EventQuery, name: str, value: str) -> None:
    query.event_count_limit = _count(name, value)


def _set_max_event_count(query: EventQuery, name: str, value: str) -> None:
    query.max_event_count = _count(name, value)


def _set_per_page(query: EventQuery, name: str, value: str) -> None:
    query.per_page = min(_count(name, value), PAGE_MAXIMUM)


def _set_page_token(query: EventQuery, _: str, value: str) -> None:
    query.page_token = value


_SETTINGS: Mapping[str, Callable[[EventQuery, str, str], None]] = {
    "orderBy": _set_order,
    "orderDirection": _set_direction,
    "eventCountLimit": _set_event_count_limit,
    "maxEventCount": _set_max_event_count,
    "perPage": _set_per_page,
    "nextPageToken": _set_page_token,
}
