"""Lists of the top-level resources: which event types, EPCs, steps, places and states there are.

All but the EPCs are few and listed from :class:`Mention`; EPCs are listed from the links of
events in the order in which they first came in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from milkshed.ledger.epcis.vocabulary import EVENT_TYPES, Vocabulary, bare_word
from milkshed.ledger.gs1.epc import canonical_uri
from milkshed.ledger.models import Resource, Role
from milkshed.ledger.query.condition import Condition
from milkshed.ledger.query.paging import PagePlace, read_token
from milkshed.ledger.query.parameters import build_query

EPCS = "epcs"
_EPC_ROLES = [
    role.value
    for role in (
        Role.EPC,
        Role.EPC_CLASS,
        Role.PARENT,
        Role.CHILD_EPC,
        Role.CHILD_CLASS,
        Role.INPUT_EPC,
        Role.INPUT_CLASS,
        Role.OUTPUT_EPC,
        Role.OUTPUT_CLASS,
    )
]
_PARTY_ROLES = [Role.SOURCE.value, Role.DESTINATION.value]
_FEW_EVENTS = 20_000
_PARAMETERS: Mapping[str, str] = {
    Resource.EVENT_TYPE.label: "eventType",
    Resource.BIZ_STEP.label: "EQ_bizStep",
    Resource.BIZ_LOCATION.label: "EQ_bizLocation",
    Resource.READ_POINT.label: "EQ_readPoint",
    Resource.DISPOSITION.label: "EQ_disposition",
}
NAMES = (*_PARAMETERS, EPCS)
"""The top-level resources that have members."""

_RESOURCES = {choice.label: choice for choice in Resource}
_WORDS = {
    Resource.BIZ_STEP.label: Vocabulary.BIZ_STEP,
    Resource.DISPOSITION.label: Vocabulary.DISPOSITION,
}


@dataclass(frozen=True, slots=True)
class NamesPage:
    """One page of names, and the token of the next one where there is more."""

    names: tuple[str, ...]
    next_token: str | None


def canonical_member(resource: str, name: str) -> str:
    """The name of a member of a resource as the ledger holds it."""
    if resource in _WORDS:
        return bare_word(_WORDS[resource], name)
    return name if resource == Resource.EVENT_TYPE.label else canonical_uri(name)


def events_of_member(resource: str, name: str) -> Condition:
    """Events in which a member of a resource stands."""
    member = canonical_member(resource, name)
    if resource in _PARAMETERS:
        return build_query({_PARAMETERS[resource]: [member]}).conditions[0]
    return Condition(
        "e.seq IN (SELECT event_id FROM ledger_link WHERE term_id ="
        " (SELECT id FROM ledger_term WHERE uri = %s) AND role = ANY(%s::int[]))",
        (member, _EPC_ROLES),
    )


def list_members(
    resource: str,
    *,
    cut: Condition | None,
    holders: Sequence[int] | None,
    per_page: int,
    token: str | None,
) -> NamesPage:
    """One page of a resource's members; ``cut`` and ``holders`` say what may be seen."""
    after = 0 if token is None else read_token(token, resource).seq
    if resource == EPCS:
        found = _epcs(after, per_page + 1, cut, holders)
    else:
        found = _mentioned(_RESOURCES[resource], after, per_page + 1, holders)
    shown = found[:per_page]
    next_token = PagePlace(shown[-1][0]).token(resource) if len(found) > per_page else None
    return NamesPage(tuple(uri for _, uri in shown), next_token)


def has_member(
    resource: str, name: str, *, cut: Condition | None, holders: Sequence[int] | None
) -> bool:
    """Whether a name stands in an event that may be seen; standard event types always do."""
    member = canonical_member(resource, name)
    if resource == Resource.EVENT_TYPE.label and member in EVENT_TYPES:
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM ledger_term WHERE uri = %s", [member])
        row = cursor.fetchone()
    if row is None:
        return False
    before = row[0] - 1
    if resource == EPCS:
        found = _epcs(before, 1, cut, holders, only=row[0])
    else:
        found = _mentioned(_RESOURCES[resource], before, 1, holders, only=row[0])
    return bool(found)


def _mentioned(
    resource: Resource,
    after: int,
    limit: int,
    holders: Sequence[int] | None,
    *,
    only: int | None = None,
) -> list[tuple[int, str]]:
    seen = Condition("true") if holders is None else Condition("m.holder = ANY(%s)", (holders,))
    term = Condition("true") if only is None else Condition("m.term_id = %s", (only,))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.id, t.uri FROM (SELECT DISTINCT m.term_id FROM ledger_mention m"
            f" WHERE m.resource = %s AND m.term_id > %s AND {seen.sql} AND {term.sql}"
            " ORDER BY m.term_id LIMIT %s) found JOIN ledger_term t ON t.id = found.term_id"
            " ORDER BY t.id",
            [resource.value, after, *seen.values, *term.values, limit],
        )
        return list(cursor.fetchall())


def _epcs(
    after: int,
    limit: int,
    cut: Condition | None,
    holders: Sequence[int] | None,
    *,
    only: int | None = None,
) -> list[tuple[int, str]]:
    """EPCs behind a term, in the order of terms.

    Who sees few events has the EPCs of all these read; for others the terms are walked until the
    page is full, each looked at through the index of links.
    """
    if cut is not None and holders is not None and only is None and _sees_few(holders):
        return _epcs_of_few(after, limit, cut)
    term = Condition("true") if only is None else Condition("t.id = %s", (only,))
    seen = Condition("true") if holders is None else _seen_by(holders)
    with connection.cursor() as cursor:
        # LIMIT keeps the planner from joining all links to all terms
        cursor.execute(
            "SELECT t.id, t.uri FROM ledger_term t, LATERAL (SELECT FROM ledger_link l"
            f" WHERE l.term_id = t.id AND l.role = ANY(%s::int[]) AND {seen.sql} LIMIT 1) linked"
            f" WHERE t.id > %s AND {term.sql} ORDER BY t.id LIMIT %s",
            [_EPC_ROLES, *seen.values, after, *term.values, limit],
        )
        return list(cursor.fetchall())


def _sees_few(holders: Sequence[int]) -> bool:
    """Whether the events of the holders are few; counting ends where they are not."""
    places, recorders = _places_and_recorders(holders)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM ("
            "SELECT FROM ledger_event WHERE biz_location_id = ANY(%s::bigint[])"
            " UNION ALL SELECT FROM ledger_event WHERE person_id = ANY(%s::bigint[])"
            " UNION ALL SELECT FROM ledger_link WHERE term_id = ANY(%s::bigint[])"
            " AND role = ANY(%s::int[]) LIMIT %s) seen",
            [places, recorders, places, _PARTY_ROLES, _FEW_EVENTS + 1],
        )
        return bool(cursor.fetchone()[0] <= _FEW_EVENTS)


def _places_and_recorders(holders: Sequence[int]) -> tuple[list[int], list[int]]:
    return [one for one in holders if one > 0], [-one for one in holders if one < 0]


def _epcs_of_few(after: int, limit: int, cut: Condition) -> list[tuple[int, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH seen AS MATERIALIZED (SELECT DISTINCT l.term_id FROM ledger_event e"
            " JOIN ledger_link l ON l.event_id = e.seq"
            f" WHERE {cut.sql} AND l.role = ANY(%s::int[]) AND l.term_id > %s)"
            " SELECT t.id, t.uri FROM seen JOIN ledger_term t ON t.id = seen.term_id"
            " ORDER BY t.id LIMIT %s",
            [*cut.values, _EPC_ROLES, after, limit],
        )
        return list(cursor.fetchall())


def _seen_by(holders: Sequence[int]) -> Condition:
    """The event of link ``l`` is one that a holder may see, asked event by event."""
    places, recorders = _places_and_recorders(holders)
    return Condition(
        "EXISTS (SELECT FROM ledger_event e WHERE e.seq = l.event_id AND ("
        "e.biz_location_id = ANY(%s::bigint[]) OR e.person_id = ANY(%s::bigint[]) OR EXISTS ("
        "SELECT FROM ledger_link p WHERE p.event_id = e.seq AND p.role = ANY(%s::int[])"
        " AND p.term_id = ANY(%s::bigint[]))))",
        (places, recorders, _PARTY_ROLES, places),
    )
