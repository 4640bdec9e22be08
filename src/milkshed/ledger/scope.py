"""Which events a person may see: the one place where events are cut to a scope.

An event belongs to whoever's place it happened at (``bizLocation``, or a vessel of that place),
to the parties and places it names as source or destination, and to whoever recorded it.
"""

from typing import Any

from django.db import connection
from django.db.models import Q

from milkshed.ledger.models import Role
from milkshed.ledger.query.condition import Condition
from milkshed.platform.models import Organisation, Place
from milkshed.platform.scope import EVERYTHING, scope_of, visible

_VISIBLE = Condition(
    "e.seq IN ("
    "SELECT seq FROM ledger_event WHERE biz_location_id = ANY(%s::bigint[])"
    " UNION ALL SELECT event_id FROM ledger_link WHERE term_id = ANY(%s::bigint[])"
    " AND role = ANY(%s::int[])"
    " UNION ALL SELECT seq FROM ledger_event WHERE person_id = %s)"
)
_VISIBLE_WITHIN = Condition(
    "e.seq IN ("
    "SELECT seq FROM ledger_event WHERE seq > %s AND seq <= %s"
    " AND (biz_location_id = ANY(%s::bigint[]) OR person_id = %s)"
    " UNION ALL SELECT event_id FROM ledger_link WHERE event_id > %s AND event_id <= %s"
    " AND term_id = ANY(%s::bigint[]) AND role = ANY(%s::int[]))"
)


def names_in_scope(person: Any) -> frozenset[str] | None:
    """The URIs of places and parties the person's scope reaches; None when it reaches all."""
    scope = scope_of(person)
    if scope == EVERYTHING:
        return None
    # a place belongs to its organisation and to its county
    reached = Q(organisation_id__in=scope.organisations) | Q(county__in=scope.counties)
    places = Place.objects.filter(reached)
    parties = visible(Organisation.objects.exclude(gln=None), scope)
    return frozenset({place.uri for place in places} | {party.uri for party in parties})


def visible_events(person: Any) -> Condition | None:
    """The condition that cuts events to what the person may see; None when nothing is cut."""
    names = names_in_scope(person)
    if names is None:
        return None
    terms = _terms_of(names)
    parties = [Role.SOURCE.value, Role.DESTINATION.value]
    return Condition(_VISIBLE.sql, (terms, terms, parties, person.pk))


def visible_events_within(person: Any, after: int, until: int) -> Condition | None:
    """The same cut for events behind one place up to another.

    It looks at that stretch alone, however much lies before it: for those who follow the ledger.
    """
    names = names_in_scope(person)
    if names is None:
        return None
    terms = _terms_of(names)
    parties = [Role.SOURCE.value, Role.DESTINATION.value]
    return Condition(
        _VISIBLE_WITHIN.sql, (after, until, terms, person.pk, after, until, terms, parties)
    )


def holders_in_scope(person: Any) -> list[int] | None:
    """The holders of :class:`Mention` rows that the person may see; None when all."""
    names = names_in_scope(person)
    return None if names is None else [*_terms_of(names), -person.pk]


def _terms_of(names: frozenset[str]) -> list[int]:
    """The numbers of the names and of all vessels inside the places among them."""
    ordered = sorted(names)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM ledger_term WHERE uri = ANY(%s)"
            " UNION ALL SELECT t.id FROM unnest(%s::text[]) AS place(uri)"
            # the character after the slash ends the range of everything inside the place
            " JOIN ledger_term t ON t.uri > place.uri || '/254/' AND t.uri < place.uri || '/2540'",
            [ordered, [name for name in ordered if "/414/" in name]],
        )
        return [row[0] for row in cursor.fetchall()]
