"""Where the milk does not balance: findings of a period, each with the events behind it.

Every check is one set-wise statement over the links of the period's events. Masses of lots count
all events the ledger holds, so a fact that arrives late changes the answer wherever it belongs.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection

from milkshed.ledger.balance.finding import Finding, FindingKind
from milkshed.ledger.balance.states import find_state_imbalances
from milkshed.ledger.balance.sums import HOLDS, MASS_KG, links_of_events, uses_of_lot
from milkshed.ledger.balance.tolerance import Tolerance
from milkshed.ledger.storage.recurrences import SPANS

_INPUT = "(6, 7)"
_OUTPUT = "(8, 9)"
# Milk leaves a lot as input of a step, or with the lot's end: delivered elsewhere, or destroyed.
_USED = f"(l.role IN {_INPUT} OR (l.role = 2 AND e.type = 1 AND e.action = 3))"

_STEPS = f"""
WITH sums AS (
    SELECT e.seq, e.event_id, e.event_time, e.biz_step_id, e.biz_location_id, e.read_point_id,
           sum({MASS_KG}) FILTER (WHERE l.role IN {_INPUT}) AS in_kg,
           sum({MASS_KG}) FILTER (WHERE l.role IN {_OUTPUT}) AS out_kg,
           min(l.term_id) FILTER (WHERE l.role IN {_OUTPUT}) AS lot_id,
           bool_or({MASS_KG} IS NULL) AS has_gap
    FROM ledger_event e {links_of_events("(6, 7, 8, 9)")}
    WHERE e.event_time >= %(start)s AND e.event_time < %(until)s AND e.type = 4 AND {HOLDS}
    GROUP BY e.seq
)
SELECT s.event_id, s.event_time, s.in_kg, s.out_kg, step.uri, place.uri, vessel.uri, lot.uri
FROM sums s
LEFT JOIN ledger_term step ON step.id = s.biz_step_id
LEFT JOIN ledger_term place ON place.id = s.biz_location_id
LEFT JOIN ledger_term vessel ON vessel.id = s.read_point_id
LEFT JOIN ledger_term lot ON lot.id = s.lot_id
WHERE NOT s.has_gap AND s.in_kg IS NOT NULL AND s.out_kg IS NOT NULL
  AND abs(s.in_kg - s.out_kg) > %(least)s
"""

_MADE = f"(l.role IN {_OUTPUT} OR (l.role = 2 AND e.type = 1 AND e.action = 2))"
_MADE_KG = f"sum({MASS_KG}) FILTER (WHERE {_MADE})"
_DRAWN_KG = f"sum({MASS_KG}) FILTER (WHERE {_USED})"
_PACKED_KG = f"sum({MASS_KG}) FILTER (WHERE l.role = 5 AND e.type = 2 AND e.action = 2)"
_HAS_GAP = f"bool_or({_USED} AND {MASS_KG} IS NULL)"
_IS_LOAD = f"bool_or(l.role IN {_INPUT} AND e.biz_step_id = %(unloading)s)"

# Vessels that events name like lots are judged by their states instead.
_IS_LOT = "NOT EXISTS (SELECT FROM ledger_movement v WHERE v.vessel_id = l.term_id OFFSET 0)"

# Of many lots those whose masses are apart. Only these few are then looked at in full, by another
# statement: in one the planner would take them for many and read all names.
_APART = f"""
SELECT a.lot_id
FROM asked a {uses_of_lot("a.lot_id", "(2, 5, 6, 7, 8, 9)")}
WHERE {HOLDS}
GROUP BY a.lot_id
"""

# What was made of a lot, drawn from it and packed of it, over everything the ledger holds.
_LOTS = f"""
WITH {SPANS}, sums AS (
    SELECT w.lot_id,
           {_MADE_KG} AS made_kg,
           {_DRAWN_KG} AS drawn_kg,
           {_PACKED_KG} AS packed_kg,
           {_HAS_GAP} AS has_gap,
           min(e.event_time) FILTER (WHERE {_MADE}) AS made_at,
           min(e.event_time) FILTER (WHERE l.role IN {_INPUT}) AS drawn_at,
           min(e.biz_step_id) FILTER (WHERE {_MADE}) AS step_id,
           min(e.biz_location_id) FILTER (WHERE {_MADE}) AS place_id,
           min(e.read_point_id) FILTER (WHERE {_MADE}) AS vessel_id,
           min(e.biz_location_id) FILTER (WHERE l.role IN {_INPUT}) AS drawn_place_id,
           min(e.read_point_id) FILTER (WHERE l.role IN {_INPUT}) AS drawn_vessel_id,
           (array_agg(e.event_id ORDER BY e.event_time))[1:20] AS event_ids,
           {_IS_LOAD} AS is_load
    FROM unnest(%(lots)s::bigint[]) AS w(lot_id)
    {uses_of_lot("w.lot_id", "(2, 5, 6, 7, 8, 9)")}
    WHERE {HOLDS}
    GROUP BY w.lot_id
)
SELECT lot.uri, s.made_kg, s.drawn_kg, s.packed_kg, s.has_gap, s.made_at, s.drawn_at, step.uri,
       place.uri, vessel.uri, drawn_place.uri, drawn_vessel.uri, s.event_ids, s.is_load
FROM sums s JOIN ledger_term lot ON lot.id = s.lot_id
LEFT JOIN ledger_term step ON step.id = s.step_id
LEFT JOIN ledger_term place ON place.id = s.place_id
LEFT JOIN ledger_term vessel ON vessel.id = s.vessel_id
LEFT JOIN ledger_term drawn_place ON drawn_place.id = s.drawn_place_id
LEFT JOIN ledger_term drawn_vessel ON drawn_vessel.id = s.drawn_vessel_id
"""


class _LotSums(NamedTuple):
    """A row of :data:`_LOTS`."""

    uri: str
    made_kg: float | None
    drawn_kg: float | None
    packed_kg: float | None
    has_gap: bool
    made_at: datetime | None
    drawn_at: datetime | None
    step: str | None
    place_uri: str | None
    vessel_uri: str | None
    drawn_place_uri: str | None
    drawn_vessel_uri: str | None
    event_ids: list[str]
    is_load: bool


_SUSPECTS_DRAWN = f"""
WITH {SPANS}, asked AS MATERIALIZED (
    SELECT DISTINCT l.term_id AS lot_id
    FROM ledger_event e {links_of_events("(5, 6, 7)")}
    WHERE e.event_time >= %(start)s AND e.event_time < %(until)s AND e.type IN (2, 4)
      AND {_IS_LOT}
)
{_APART}
HAVING coalesce({_MADE_KG}, 0) + %(least)s < greatest({_DRAWN_KG}, {_PACKED_KG})
    OR ({_IS_LOAD} AND {_MADE_KG} - {_DRAWN_KG} > %(least)s)
"""

_SUSPECTS_LEFT = f"""
WITH {SPANS}, asked AS MATERIALIZED (
    SELECT DISTINCT l.term_id AS lot_id
    FROM ledger_event e {links_of_events()}
    WHERE e.event_time >= %(left_start)s AND e.event_time < %(left_until)s
      AND ((e.type = 4 AND l.role IN {_OUTPUT} AND e.biz_step_id = ANY(%(milk_steps)s::bigint[]))
           OR (e.type = 1 AND e.action = 2 AND l.role = 2 AND e.biz_step_id = %(making)s))
      AND {_IS_LOT}
)
{_APART}
HAVING {_MADE_KG} - coalesce({_DRAWN_KG}, 0) > %(least)s AND NOT {_HAS_GAP}
"""

_SHEETS = f"""
WITH {SPANS}, sheets AS MATERIALIZED (
    SELECT e.seq, e.event_id, e.event_time, e.biz_location_id, e.read_point_id, l.term_id AS lot_id,
           sum({MASS_KG}) AS sheet_kg
    FROM ledger_event e {links_of_events("(2)")}
    WHERE e.event_time >= %(sheets_start)s AND e.event_time < %(until)s
      AND e.type = 3 AND e.action = 2
      AND e.biz_step_id = %(shipping)s AND {HOLDS}
    GROUP BY e.seq, l.term_id
), loads AS (
    SELECT x.lot_id,
           sum({MASS_KG}) FILTER (WHERE l.role IN {_OUTPUT}) AS loaded_kg,
           sum({MASS_KG}) FILTER (WHERE {_USED}) AS received_kg,
           count(*) FILTER (WHERE {_USED}) AS receipts,
           (array_agg(e.event_id ORDER BY e.event_time) FILTER (WHERE l.role <> 2))[1:20]
               AS event_ids
    FROM (SELECT DISTINCT lot_id FROM sheets) x {uses_of_lot("x.lot_id")}
    WHERE {HOLDS}
    GROUP BY x.lot_id
)
SELECT s.event_id, s.event_time, s.sheet_kg, o.loaded_kg, o.received_kg, o.receipts,
       coalesce(o.event_ids, ARRAY[]::text[]), place.uri, vessel.uri, lot.uri,
       (SELECT t.uri FROM ledger_link b JOIN ledger_term t ON t.id = b.term_id
        WHERE b.event_id = s.seq AND b.role = 10 ORDER BY b.position LIMIT 1)
FROM sheets s
LEFT JOIN loads o ON o.lot_id = s.lot_id
JOIN ledger_term lot ON lot.id = s.lot_id
LEFT JOIN ledger_term place ON place.id = s.biz_location_id
LEFT JOIN ledger_term vessel ON vessel.id = s.read_point_id
WHERE s.sheet_kg IS NOT NULL
"""

_MILK_STEPS = ("storing", "receiving", "loading", "unloading", "creating_class_instance")


def find_imbalances(start: datetime, until: datetime, tolerance: Tolerance) -> tuple[Finding, ...]:
    """Everything that does not balance among the events of a period.

    What takes time to show is judged later: sheets of the period that lies ``receipt_hours`` back
    must have arrived, and lots made ``residue_days`` back must be used up. Thus daily runs judge
    everything once. Findings come in the order of their time.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT uri, id FROM ledger_term WHERE uri = ANY(%s)", [[*_MILK_STEPS, "shipping"]]
        )
        steps: dict[str, int] = dict(cursor.fetchall())
        transit = timedelta(hours=tolerance.receipt_hours)
        waiting = timedelta(days=tolerance.residue_days)
        values: dict[str, Any] = {
            "start": start,
            "until": until,
            "sheets_start": start - transit,
            "least": tolerance.least_kg,
            "left_start": start - waiting,
            "left_until": until - waiting,
            "unloading": steps.get("unloading"),
            "shipping": steps.get("shipping"),
            "making": steps.get("creating_class_instance"),
            "milk_steps": [steps[step] for step in _MILK_STEPS if step in steps],
        }
        found: list[Finding] = []
        cursor.execute(_STEPS, values)
        for row in cursor.fetchall():
            found.extend(_judge_step(row, tolerance))
        for suspects, judge in (
            (_SUSPECTS_DRAWN, _judge_drawn),
            (_SUSPECTS_LEFT, _judge_left),
        ):
            cursor.execute(suspects, values)
            lots = [lot for (lot,) in cursor.fetchall()]
            cursor.execute(_LOTS, {**values, "lots": lots})
            for row in cursor.fetchall():
                found.extend(judge(row, tolerance))
        cursor.execute(_SHEETS, values)
        for row in cursor.fetchall():
            found.extend(_judge_sheet(row, tolerance, start, until - transit))
    found.extend(find_state_imbalances(start, until, tolerance))
    return tuple(sorted(found, key=lambda f: (f.at, f.kind.code, f.lot_uri or "")))


def _judge_step(row: tuple[Any, ...], tolerance: Tolerance) -> Iterable[Finding]:
    event_id, at, in_kg, out_kg, step, place, vessel, lot = row
    is_gain = out_kg > in_kg
    allowed = tolerance.of(in_kg) if is_gain else tolerance.of_loss(step, in_kg)
    if abs(out_kg - in_kg) > allowed:
        kind = FindingKind.GAIN if is_gain else FindingKind.LOSS
        yield Finding(kind, at, place, vessel, lot, in_kg, out_kg, allowed, (event_id,))


def _judge_drawn(row: tuple[Any, ...], tolerance: Tolerance) -> Iterable[Finding]:
    lot = _LotSums(*row)
    used = max(lot.drawn_kg or 0.0, lot.packed_kg or 0.0)
    at = lot.drawn_at or lot.made_at
    if at is None or (lot.made_kg is None and lot.made_at is not None):
        return
    made = lot.made_kg or 0.0
    allowed = tolerance.of(made)
    is_drawn_elsewhere = lot.is_load or lot.made_at is None
    if lot.is_load and lot.made_at is not None and used < made - allowed:
        kind = FindingKind.SHORT_RECEIPT
    elif used <= made + allowed:
        return
    elif lot.made_at is None:
        kind = FindingKind.UNRECORDED
    else:
        kind = FindingKind.EXCESS_RECEIPT if lot.is_load else FindingKind.OVERDRAWN
    yield Finding(
        kind,
        at,
        lot.drawn_place_uri if is_drawn_elsewhere else lot.place_uri,
        lot.drawn_vessel_uri if is_drawn_elsewhere else lot.vessel_uri,
        lot.uri,
        made,
        used,
        allowed,
        tuple(lot.event_ids),
    )


def _judge_left(row: tuple[Any, ...], tolerance: Tolerance) -> Iterable[Finding]:
    lot = _LotSums(*row)
    if lot.is_load or lot.made_kg is None or lot.made_at is None:
        return  # what is missing of a load is told as a short receipt
    drawn = lot.drawn_kg or 0.0
    allowed = tolerance.of_residue(lot.step, lot.made_kg)
    if lot.made_kg - drawn > allowed:
        yield Finding(
            FindingKind.RESIDUE,
            lot.made_at,
            lot.place_uri,
            lot.vessel_uri,
            lot.uri,
            lot.made_kg,
            drawn,
            allowed,
            tuple(lot.event_ids),
        )


def _judge_sheet(
    row: tuple[Any, ...], tolerance: Tolerance, start: datetime, due: datetime
) -> Iterable[Finding]:
    """Judge a sheet: by its load from ``start`` on, by its arrival when older than ``due``."""
    event_id, at, sheet, loaded, received, receipts, event_ids, place, vessel, lot, document = row
    behind = (event_id, *event_ids)

    def finding(kind: FindingKind, expected: float, found: float) -> Finding:
        allowed = tolerance.of(max(expected, found))
        return Finding(kind, at, place, vessel, lot, expected, found, allowed, behind, document)

    if at < due and not receipts:
        yield finding(FindingKind.NOT_RECEIVED, sheet, 0.0)
    if at < start:
        return
    if loaded is None:
        yield finding(FindingKind.SHEET_WITHOUT_LOAD, 0.0, sheet)
    elif abs(sheet - loaded) > tolerance.of(max(sheet, loaded)):
        yield finding(FindingKind.SHEET_DIFFERS, loaded, sheet)
    if loaded is None and received is not None and received < sheet - tolerance.of(sheet):
        yield finding(FindingKind.SHORT_RECEIPT, sheet, received)


def by_kind(findings: Iterable[Finding]) -> Mapping[FindingKind, int]:
    """How many findings there are of each kind."""
    counts: dict[FindingKind, int] = {}
    for finding in findings:
        counts[finding.kind] = counts.get(finding.kind, 0) + 1
    return counts
