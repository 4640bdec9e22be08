"""How many packs lots hold, where events state it."""

from collections.abc import Sequence

from django.db import connection

from milkshed.ledger.models import Nature
from milkshed.ledger.trace.graph import Lot

# A quantity without a unit is a count of the objects themselves (EPCIS 2.0, QuantityElement).
_PACKS = """
SELECT m.lot_id, sum(l.quantity)
FROM ledger_making m
JOIN ledger_link l ON l.event_id = m.event_id AND l.term_id = m.lot_id
WHERE m.lot_id = ANY(%s::bigint[]) AND m.nature = %s AND l.role IN (2, 9)
  AND l.quantity IS NOT NULL AND l.uom IS NULL
GROUP BY m.lot_id
"""


def packs_of(lots: Sequence[Lot]) -> dict[Lot, int]:
    """Packs by lot: what the events that made a lot counted; lots nobody counted are left out."""
    with connection.cursor() as cursor:
        cursor.execute(_PACKS, [list(lots), Nature.NAMED.value])
        return {lot: round(count) for lot, count in cursor.fetchall()}
