"""Queries as JSON bodies: the same parameters as in an address, with typed values."""

from collections.abc import Mapping
from typing import Any

from milkshed.kernel.problems import Fault, Problem
from milkshed.kernel.text import Text
from milkshed.ledger.models import NamedQuery
from milkshed.ledger.namespaces import declared_prefixes
from milkshed.ledger.problems import QUERY_VALIDATION
from milkshed.ledger.query.parameters import EventQuery, build_query

_CONTEXT = "@context"


def _malformed(field: str, value: object, rule: str, zh: str, en: str) -> Problem:
    message = Text(zh, en)
    return Problem(QUERY_VALIDATION, message, [Fault(field, value, rule, message)])


def listed_values(parameters: Mapping[str, Any]) -> dict[str, list[str]]:
    """The values of a query body as texts, without its context.

    Raises :class:`Problem` for a value that is no text, number, truth value or list of these.
    """
    return {name: _texts(name, value) for name, value in parameters.items() if name != _CONTEXT}


def _texts(name: str, value: object) -> list[str]:
    if value is None:
        return []
    if isinstance(value, list):
        return [text for item in value for text in _texts(name, item)]
    if isinstance(value, bool):
        return ["true" if value else "false"]
    if isinstance(value, int | float):
        return [repr(value)]
    if isinstance(value, str):
        return [value] if value else []
    raise _malformed(
        f"/query/{name}",
        value,
        "value-of-parameter",
        f"参数{name[:100]}的值应为文本、数字、真假值或其列表",
        f"The parameter {name[:100]} takes a text, a number, true or false, or a list of these",
    )


def declared_in(parameters: Mapping[str, Any], header: Mapping[str, str]) -> dict[str, str]:
    """The prefixes that a query's context and the header of its request declare."""
    context = parameters.get(_CONTEXT)
    if context is not None and not isinstance(context, str | list | dict):
        raise _malformed(
            "/query/@context",
            context,
            "context",
            "@context应为文本、对象或列表",
            "@context must be a text, an object or a list",
        )
    return {**header, **declared_prefixes(context)}


def query_of(named: NamedQuery) -> EventQuery:
    """The query that was kept under a name."""
    return build_query(listed_values(named.parameters), named.prefixes)
