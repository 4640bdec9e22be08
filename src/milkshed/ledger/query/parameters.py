"""Query parameters of EPCIS 2.0 (section 8.2.7.1) into conditions.

Three tables know the parameters: :mod:`.event_members` an event's own members, :mod:`.fields`
extension and sensor fields, :mod:`.master_data` what is known about places and things. A name
that none of them knows is refused. List values are separated by ``|`` or given by repeating the
parameter.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from milkshed.kernel.problems import Problem
from milkshed.kernel.text import Text
from milkshed.ledger.problems import QUERY_TOO_COMPLEX
from milkshed.ledger.query.condition import Condition
from milkshed.ledger.query.event_members import member_condition
from milkshed.ledger.query.fields import field_condition
from milkshed.ledger.query.master_data import master_data_condition
from milkshed.ledger.query.values import (
    Values,
    chosen,
    count,
    refuse,
    single,
    some,
    unknown_parameter,
)

__all__ = ["EventQuery", "build_query", "parse_parameters", "refuse"]

_ORDERS: Mapping[str, str] = {"eventTime": "e.event_time", "recordTime": "e.record_time"}

PAGE_DEFAULT = 30
PAGE_MAXIMUM = 1_000
PARAMETERS_MAXIMUM = 100
"""So many parameters one query may have."""
VALUES_MAXIMUM = 5_000
"""So many values all parameters of a query may have together."""


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
    fingerprint: str = ""
    """A digest of what is asked for, the same for every page of it."""


def parse_parameters(
    given: Mapping[str, Sequence[str]], prefixes: Mapping[str, str] | None = None
) -> EventQuery:
    """Return the query that URL parameters ask for; raises :class:`Problem` for a wrong one.

    ``prefixes`` are the namespaces that the query declares for extension fields.
    """
    return build_query(
        {
            name: [part for value in values for part in value.split("|") if part]
            for name, values in given.items()
        },
        prefixes,
    )


def build_query(
    listed: Mapping[str, Values], prefixes: Mapping[str, str] | None = None
) -> EventQuery:
    """Return the query of parameters whose lists are taken apart already."""
    _check_size(listed)
    query = EventQuery(fingerprint=_fingerprint(listed, prefixes or {}))
    for name, values in listed.items():
        if name in _SETTINGS:
            _SETTINGS[name](query, name, values)
        else:
            query.conditions.append(_condition(name, values, prefixes or {}))
    if query.event_count_limit is not None and query.max_event_count is not None:
        raise refuse(
            "maxEventCount",
            query.max_event_count,
            "exclusive",
            "eventCountLimit与maxEventCount不能同时使用",
            "eventCountLimit and maxEventCount exclude each other",
        )
    return query


def _fingerprint(listed: Mapping[str, Values], prefixes: Mapping[str, str]) -> str:
    asked = sorted((name, list(values)) for name, values in listed.items() if name not in _PAGING)
    return blake2b(repr((asked, sorted(prefixes.items()))).encode(), digest_size=9).hexdigest()


def _check_size(listed: Mapping[str, Values]) -> None:
    asked = sum(len(values) for values in listed.values())
    if len(listed) > PARAMETERS_MAXIMUM or asked > VALUES_MAXIMUM:
        raise Problem(
            QUERY_TOO_COMPLEX,
            Text(
                f"查询过于复杂：最多{PARAMETERS_MAXIMUM}个参数、{VALUES_MAXIMUM}个值",
                f"The query is too complex: at most {PARAMETERS_MAXIMUM} parameters"
                f" and {VALUES_MAXIMUM} values",
            ),
        )


def _condition(name: str, values: Values, prefixes: Mapping[str, str]) -> Condition:
    found = (
        member_condition(name, values)
        or master_data_condition(name, values, prefixes)
        or field_condition(name, values, prefixes)
    )
    if found is None:
        raise unknown_parameter(name, values[0] if values else "")
    return found


def _set_order(query: EventQuery, name: str, values: Values) -> None:
    query.order_column = _ORDERS[chosen(name, single(name, values), tuple(_ORDERS))]


def _set_direction(query: EventQuery, name: str, values: Values) -> None:
    query.descending = chosen(name, single(name, values), ("ASC", "DESC")) == "DESC"


def _set_event_count_limit(query: EventQuery, name: str, values: Values) -> None:
    query.event_count_limit = count(name, values)


def _set_max_event_count(query: EventQuery, name: str, values: Values) -> None:
    query.max_event_count = count(name, values)


def _set_per_page(query: EventQuery, name: str, values: Values) -> None:
    query.per_page = min(count(name, values), PAGE_MAXIMUM)


def _set_page_token(query: EventQuery, name: str, values: Values) -> None:
    query.page_token = some(name, values)[-1]


_PAGING = {"perPage", "nextPageToken"}
_SETTINGS: Mapping[str, Callable[[EventQuery, str, Values], None]] = {
    "orderBy": _set_order,
    "orderDirection": _set_direction,
    "eventCountLimit": _set_event_count_limit,
    "maxEventCount": _set_max_event_count,
    "perPage": _set_per_page,
    "nextPageToken": _set_page_token,
}
