"""How many packs lots hold, where events state it."""

from collections.abc import Mapping

from django.db import connection

from milkshed.ledger.models import Action, EventType, Nature
from milkshed.ledger.trace.graph import Lot

# A quantity without a unit is a count of the objects themselves (EPCIS 2.0, QuantityElement).
_MADE = """
SELECT m.lot_id, sum(l.quantity)
FROM ledger_making m
JOIN ledger_link l ON l.event_id = m.event_id AND l.term_id = m.lot_id
WHERE m.lot_id = ANY(%s::bigint[]) AND m.nature = %s AND l.role IN (2, 9)
  AND l.quantity IS NOT NULL AND l.uom IS NULL
GROUP BY m.lot_id
"""
_PACKED = """
SELECT l.term_id, sum(CASE e.action WHEN %s THEN l.quantity ELSE -l.quantity END)
FROM ledger_link l
JOIN ledger_event e ON e.seq = l.event_id AND e.type = %s AND e.action <> %s
WHERE l.term_id = ANY(%s::bigint[]) AND l.role = 5 AND l.quantity IS NOT NULL AND l.uom IS NULL
  AND NOT e.declares_error
  AND NOT EXISTS (SELECT 1 FROM ledger_errordeclaration d WHERE d.event_key = e.event_key)
GROUP BY l.term_id
"""


def packs_of(uris: Mapping[Lot, str]) -> dict[Lot, int]:
    """Packs by lot; lots nobody counted are left out.

    A lot that is a single object (a GTIN with serial number) is one. Of the others what the events
    that made them counted, or else what was counted onto pallets, less what was taken off again.
    """
    packs = {lot: 1 for lot, uri in uris.items() if "/01/" in uri and "/21/" in uri}
    with connection.cursor() as cursor:
        cursor.execute(
            _PACKED,
            [
                Action.ADD.value,
                EventType.AGGREGATION.value,
                Action.OBSERVE.value,
                list(uris),
            ],
        )
        counted = cursor.fetchall()
        cursor.execute(_MADE, [list(uris), Nature.NAMED.value])
        counted += cursor.fetchall()
    for lot, count in counted:
        if lot not in packs or count > 0:
            packs[lot] = max(0, round(count))
    return packs
