"""Things by their names: the vessels of places and the pallets that events named last."""

from collections.abc import Iterable

from django.db import connection

from milkshed.ledger.models import Role
from milkshed.ledger.query.condition import Condition
from milkshed.ledger.storage.segments import last_seq

_PALLETS_LOOKED_THROUGH = 50_000
"""How many events back pallets are looked for."""


def vessels_in(places: Iterable[str], limit: int) -> list[str]:
    """Return the vessels that events named inside places (URIs), in the order of their names."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.uri FROM unnest(%s::text[]) AS place(uri)"
            # the character after the slash ends the range of everything inside the place
            " JOIN ledger_term t ON t.uri > place.uri || '/254/' AND t.uri < place.uri || '/2540'"
            " ORDER BY t.uri LIMIT %s",
            [sorted(places), limit],
        )
        return [uri for (uri,) in cursor.fetchall()]


def latest_pallets(cut: Condition | None, limit: int) -> list[str]:
    """Return the logistic units packed last, among events ``cut`` to what may be seen."""
    where = cut or Condition("true")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT uri FROM ("
            " SELECT DISTINCT ON (t.uri) t.uri, e.seq FROM ledger_event e"
            " JOIN ledger_link l ON l.event_id = e.seq AND l.role = %s"
            " JOIN ledger_term t ON t.id = l.term_id AND t.uri LIKE 'https://id.gs1.org/00/%%'"
            " WHERE e.seq > %s"
            f" AND ({where.sql})"
            " ORDER BY t.uri, e.seq DESC"
            ") pallet ORDER BY seq DESC LIMIT %s",
            [Role.PARENT.value, last_seq() - _PALLETS_LOOKED_THROUGH, *where.values, limit],
        )
        return [uri for (uri,) in cursor.fetchall()]
