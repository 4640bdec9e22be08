"""Parameters that ask master data: what lies within a place, and attributes of named things."""

import re
from collections.abc import Mapping, Sequence

from milkshed.ledger.gs1.epc import canonical_uri
from milkshed.ledger.models import Role
from milkshed.ledger.query.condition import Condition
from milkshed.ledger.query.names import full_names
from milkshed.ledger.query.values import Values, some

_PLACES: Mapping[str, str] = {
    "WD_readPoint": "read_point_id",
    "WD_bizLocation": "biz_location_id",
}
# what the header of a document put inside, and the vessels (254) of a site (414)
_WITHIN = """
WITH RECURSIVE within(uri) AS (
  SELECT unnest(%s::text[]) COLLATE "C"
  UNION
  SELECT inside.uri FROM within, LATERAL (
    SELECT child.uri FROM ledger_term parent
    JOIN ledger_containment c ON c.parent_id = parent.id
    JOIN ledger_term child ON child.id = c.child_id
    WHERE parent.uri = within.uri
    UNION ALL
    SELECT vessel.uri FROM ledger_term vessel
    WHERE starts_with(within.uri, 'https://id.gs1.org/414/')
    AND vessel.uri > within.uri || '/254/' AND vessel.uri < within.uri || '/2540'
  ) inside
)
SELECT t.id FROM within JOIN ledger_term t ON t.uri = within.uri
"""
_COLUMNS: Mapping[str, str] = {
    "bizStep": "biz_step_id",
    "disposition": "disposition_id",
    "readPoint": "read_point_id",
    "bizLocation": "biz_location_id",
}
_ROLES: Mapping[str, Sequence[Role]] = {
    "bizTransaction": (Role.TRANSACTION,),
    "source": (Role.SOURCE,),
    "destination": (Role.DESTINATION,),
    "epc": (Role.EPC, Role.CHILD_EPC, Role.PARENT, Role.INPUT_EPC, Role.OUTPUT_EPC),
    "epcClass": (Role.EPC_CLASS, Role.CHILD_CLASS, Role.INPUT_CLASS, Role.OUTPUT_CLASS),
    "parentID": (Role.PARENT,),
    "transformationID": (Role.TRANSFORMATION,),
}
_KNOWN = "|".join((*_COLUMNS, *_ROLES))
_HAS = re.compile(rf"HASATTR_({_KNOWN}|[^:]+:.+)", re.DOTALL)
_EQUALS = re.compile(rf"EQ_ATTR_({_KNOWN}|[^:]+:[^_]+)_(.+)", re.DOTALL)


def master_data_condition(
    name: str, values: Values, prefixes: Mapping[str, str]
) -> Condition | None:
    """The condition of a parameter that asks master data; None when it asks none."""
    if name in _PLACES:
        asked = [canonical_uri(value) for value in some(name, values)]
        return Condition(f"e.{_PLACES[name]} IN ({_WITHIN})", (asked,))
    if match := _HAS.fullmatch(name):
        named = _named(name, some(name, values), prefixes)
        return _holds(name, match[1], named, prefixes)
    if match := _EQUALS.fullmatch(name):
        named = _named(name, [match[2]], prefixes)
        asked = list(some(name, values))
        having = Condition(f"{named.sql} AND a.text = ANY(%s)", (*named.values, asked))
        return _holds(name, match[1], having, prefixes)
    return None


def _named(parameter: str, attributes: Values, prefixes: Mapping[str, str]) -> Condition:
    """The attribute has one of the names; a bare one is any attribute called so."""
    full = [
        uri
        for attribute in attributes
        if ":" in attribute
        for uri in (attribute, *full_names(parameter, attribute, prefixes))
    ]
    bare = [attribute for attribute in attributes if ":" not in attribute]
    return Condition(
        "(a.name_id IN (SELECT id FROM ledger_term WHERE uri = ANY(%s)) OR a.local_name = ANY(%s))",
        (full, bare),
    )


def _holds(parameter: str, field: str, having: Condition, prefixes: Mapping[str, str]) -> Condition:
    """Events in which a field names a thing that has such an attribute."""
    things = f"SELECT a.element_id FROM ledger_masterdataattribute a WHERE {having.sql}"
    if field in _COLUMNS:
        return Condition(f"e.{_COLUMNS[field]} IN ({things})", having.values)
    if field in _ROLES:
        return Condition(
            f"e.seq IN (SELECT event_id FROM ledger_link WHERE term_id IN ({things})"
            " AND role = ANY(%s::int[]))",
            (*having.values, [role.value for role in _ROLES[field]]),
        )
    names = full_names(parameter, field, prefixes)
    return Condition(
        "e.seq IN (SELECT f.event_id FROM ledger_field f JOIN ledger_term t ON t.uri = f.text"
        f" WHERE t.id IN ({things})"
        " AND f.name_id IN (SELECT id FROM ledger_term WHERE uri = ANY(%s)))",
        (*having.values, names),
    )
