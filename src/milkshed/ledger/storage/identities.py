"""Events by their identifiers."""

from collections.abc import Sequence

from django.db import connection

from milkshed.ledger.capture.fact import key_of


def seqs_of(event_ids: Sequence[str]) -> list[int]:
    """The numbers of all events and declarations that bear one of the identifiers.

    A query that is then told the numbers is planned for their partitions alone; were it to look
    them up itself, it would be planned for all.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT seq FROM ledger_identity WHERE event_key = ANY(%s)",
            [[key_of(event_id) for event_id in event_ids]],
        )
        return [seq for (seq,) in cursor.fetchall()]
