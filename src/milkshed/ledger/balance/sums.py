"""Pieces of SQL that all balances share; roles and types are those of the ledger's models."""

from milkshed.ledger.storage.recurrences import spans_of

# Mass of a link in kg, and what holds: events neither declared wrong nor declarations themselves.
MASS_KG = (
    "(l.quantity * CASE l.uom WHEN 'KGM' THEN 1 WHEN 'TNE' THEN 1000 WHEN 'GRM' THEN 0.001 END)"
)
HOLDS = (
    "NOT e.declares_error AND NOT EXISTS (SELECT 1 FROM ledger_errordeclaration d"
    " WHERE d.event_key = e.event_key)"
)


def links_of_events(roles: str = "") -> str:
    """SQL for the links ``l`` of each event ``e``: one index probe an event.

    Left to itself the planner takes the events of a period for many once the ledger is large, and
    reads the links of all segments.
    """
    among = f" AND k.role IN {roles}" if roles else ""
    return (
        "CROSS JOIN LATERAL (SELECT * FROM ledger_link k"
        f" WHERE k.event_id = e.seq{among} OFFSET 0) l"
    )


def uses_of_lot(lot: str, roles: str = "") -> str:
    """SQL for the links ``l`` of a lot and their events ``e``, in the segments that can hold it.

    ``lot`` is an expression for its number. :data:`~milkshed.ledger.storage.recurrences.SPANS`
    must stand before.
    """
    among = f" AND k.role IN {roles}" if roles else ""
    return (
        f"CROSS JOIN LATERAL {spans_of(lot)} span"
        f" CROSS JOIN LATERAL (SELECT * FROM ledger_link k WHERE k.term_id = {lot}"
        f" AND k.event_id BETWEEN span.first_seq AND span.last_seq{among} OFFSET 0) l"
        " CROSS JOIN LATERAL (SELECT * FROM ledger_event v WHERE v.seq = l.event_id OFFSET 0) e"
    )
