"""Vessel states built anew from all movements: after a rule about vessels has changed."""

from collections.abc import Callable
from functools import partial

from django.db import connection

from milkshed.ledger.capture.chains import rebuild_chains
from milkshed.ledger.capture.terms import TermBook
from milkshed.ledger.capture.writing import writers_turn

_MOVED = "SELECT vessel_id, min(at) FROM ledger_movement GROUP BY vessel_id ORDER BY vessel_id"


def rebuild_vessel_states(report: Callable[[int, int], None]) -> int:
    """Build the states of every vessel that events only name again; returns their number.

    Each vessel is a transaction of its own, so captures go on in between and an interrupted run
    leaves nothing half done. ``report`` is told how many of how many vessels are done.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MOVED)
        vessels = cursor.fetchall()
    book = TermBook()
    for done, (vessel, first) in enumerate(vessels, 1):
        with writers_turn(book) as cursor:
            rebuild_chains(cursor, {vessel: first}, partial(book.number_all, cursor))
        report(done, len(vessels))
    return len(vessels)
