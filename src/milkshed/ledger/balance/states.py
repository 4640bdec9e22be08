"""The balance of vessels that events only name, on the states that traces walk."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.db import connection

from milkshed.ledger.balance.finding import Finding, FindingKind
from milkshed.ledger.balance.tolerance import Tolerance
from milkshed.ledger.steps import CLEANING

_ENDED = """
SELECT s.ended_at, place.uri, vessel.uri, lot.uri,
       coalesce(s.inflow_kg, 0) + coalesce(s.heel_kg, 0), s.held_kg, s.overdrawn_kg,
       ending.uri IS NOT DISTINCT FROM %(cleaning)s, step.uri, opened.event_id, ended.event_id
FROM ledger_vesselstate s
JOIN ledger_term vessel ON vessel.id = s.vessel_id
JOIN ledger_term lot ON lot.id = s.lot_id
JOIN ledger_event opened ON opened.seq = s.event_id
JOIN ledger_event ended ON ended.seq = s.ended_by
LEFT JOIN ledger_term place ON place.id = opened.biz_location_id
LEFT JOIN ledger_term step ON step.id = opened.biz_step_id
LEFT JOIN ledger_term ending ON ending.id = ended.biz_step_id
WHERE s.ended_at >= %(start)s AND s.ended_at < %(until)s
"""


class _Ended(NamedTuple):
    """A row of :data:`_ENDED`; ``mass_kg`` is what the state began with."""

    at: datetime
    place_uri: str | None
    vessel_uri: str
    lot_uri: str
    mass_kg: float
    held_kg: float | None
    overdrawn_kg: float
    is_cleaned: bool
    step: str | None
    opened_by: str
    ended_by: str


def find_state_imbalances(
    start: datetime, until: datetime, tolerance: Tolerance
) -> Iterable[Finding]:
    """Judge the states that ended in a period: drawn beyond their content, or cleaned away full."""
    with connection.cursor() as cursor:
        cursor.execute(_ENDED, {"start": start, "until": until, "cleaning": CLEANING})
        ended = [_Ended(*row) for row in cursor.fetchall()]
    for state in ended:
        if state.overdrawn_kg > tolerance.of(state.mass_kg):
            yield _finding(
                FindingKind.OVERDRAWN,
                state,
                state.mass_kg + state.overdrawn_kg,
                tolerance.of(state.mass_kg),
            )
        allowed = tolerance.of_residue(state.step, state.mass_kg)
        if state.is_cleaned and state.held_kg is not None and state.held_kg > allowed:
            yield _finding(FindingKind.RESIDUE, state, state.mass_kg - state.held_kg, allowed)


def _finding(kind: FindingKind, state: _Ended, found_kg: float, allowed_kg: float) -> Finding:
    return Finding(
        kind=kind,
        at=state.at,
        place_uri=state.place_uri,
        vessel_uri=state.vessel_uri,
        lot_uri=state.lot_uri,
        expected_kg=state.mass_kg,
        found_kg=found_kg,
        tolerance_kg=allowed_kg,
        event_ids=(state.opened_by, state.ended_by),
    )
