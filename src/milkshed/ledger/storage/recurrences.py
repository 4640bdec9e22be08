"""Where in the ledger a name can occur, so that a search need not ask every segment.

Names have numbers in the order of their first use, so no segment older than the one in which a
name was new can hold it. Of the later ones, a closed segment is looked through once and the older
names found in it are noted; until then, and while it is open, it may hold any name.
"""

from collections.abc import Sequence

from django.db import connection, transaction

from milkshed.ledger.models import Segment
from milkshed.ledger.storage.segments import partition_name

Stretch = tuple[int, int]
"""The first and last ``seq`` of neighbouring segments."""

_STRETCHES = """
    WITH asked AS MATERIALIZED (SELECT id FROM ledger_term WHERE uri = ANY(%s)),
    segment AS (
        SELECT number, first_seq, last_seq, names_noted, first_term,
            lead(first_term) OVER (ORDER BY number) AS next_first_term
        FROM ledger_segment
    )
    SELECT first_seq, last_seq FROM segment WHERE EXISTS (
        SELECT FROM asked WHERE (next_first_term IS NULL OR id < next_first_term)
            AND (id >= first_term OR NOT names_noted)
    ) OR EXISTS (
        SELECT FROM asked JOIN ledger_recurrence ON term_id = id WHERE segment_id = number
    ) ORDER BY number
"""


SPANS = """spans AS MATERIALIZED (
    SELECT number, first_seq, last_seq, names_noted, first_term,
        lead(first_term) OVER (ORDER BY number) AS next_first_term
    FROM ledger_segment
)"""
"""A common table expression of all segments, for :func:`spans_of`."""


def spans_of(term: str) -> str:
    """SQL for the ``first_seq`` and ``last_seq`` of every segment in which a name can occur.

    ``term`` is an expression for the number of the name. To be joined laterally where one
    statement asks for many names; :data:`SPANS` must stand before it.
    """
    return (
        "(SELECT first_seq, last_seq FROM spans"
        f" WHERE (next_first_term IS NULL OR {term} < next_first_term)"
        f" AND ({term} >= first_term OR NOT names_noted)"
        " UNION ALL"
        " SELECT first_seq, last_seq FROM ledger_recurrence r"
        " JOIN spans ON number = r.segment_id"
        f" WHERE r.term_id = {term} AND names_noted AND {term} < first_term)"
    )


def note_recurrences() -> int:
    """Look through every closed segment that was not yet, and return how many there were."""
    found = Segment.objects.filter(state=Segment.State.CLOSED, names_noted=False)
    done = 0
    for segment in found.order_by("number"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO ledger_recurrence (term_id, segment_id)"
                f" SELECT DISTINCT term_id, %s FROM {partition_name('ledger_link', segment.number)}"
                " WHERE term_id < %s ON CONFLICT DO NOTHING",
                [segment.number, segment.first_term],
            )
            cursor.execute(
                "UPDATE ledger_segment SET names_noted = true WHERE number = %s", [segment.number]
            )
        done += 1
    return done


def stretches_of(names: Sequence[str]) -> list[Stretch]:
    """The stretches of the ledger in which any of these names can occur, in order."""
    with connection.cursor() as cursor:
        cursor.execute(_STRETCHES, [list(names)])
        found: list[Stretch] = []
        for first, last in cursor.fetchall():
            if found and found[-1][1] + 1 == first:
                found[-1] = (found[-1][0], last)
            else:
                found.append((first, last))
    return found
