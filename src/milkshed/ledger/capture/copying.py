"""Rows of vessels and their states into PostgreSQL by binary COPY.

They are few beside the lots that events name; those are packed by hand in :mod:`.rows`.
"""

from collections.abc import Sequence
from typing import Any

Row = Sequence[object]


def copy_flows(cursor: Any, rows: Sequence[Row]) -> None:
    """Store (event, source, target, kg, time)."""
    _copy(
        cursor,
        "ledger_flow (event_id, source_id, target_id, mass_kg, at)",
        ("int8", "int8", "int8", "float8", "timestamptz"),
        rows,
    )


def copy_makings(cursor: Any, rows: Sequence[Row]) -> None:
    """Store (lot, event, time, type, nature, step, place, vessel, kg)."""
    _copy(
        cursor,
        "ledger_making (lot_id, event_id, at, type, nature, biz_step_id, place_id, vessel_id,"
        " mass_kg)",
        ("int8", "int8", "timestamptz", "int2", "int2", "int8", "int8", "int8", "float8"),
        rows,
    )


def copy_movements(cursor: Any, rows: Sequence[Row]) -> None:
    """Store (vessel, time, event, position, kind, lot, kg)."""
    _copy(
        cursor,
        "ledger_movement (vessel_id, at, event_id, position, kind, lot_id, mass_kg)",
        ("int8", "timestamptz", "int8", "int2", "varchar", "int8", "float8"),
        rows,
    )


def copy_states(cursor: Any, rows: Sequence[Row]) -> None:
    """Store the states of a vessel, in the order of the columns named here."""
    _copy(
        cursor,
        "ledger_vesselstate (lot_id, vessel_id, at, event_id, inflow_kg, heel_lot_id, heel_kg,"
        " held_kg, overdrawn_kg, before_lot_id, before_kg, largest_kg, ended_at, ended_by)",
        (
            *("int8", "int8", "timestamptz", "int8", "float8", "int8", "float8", "float8"),
            *("float8", "int8", "float8", "float8", "timestamptz", "int8"),
        ),
        rows,
    )


def _copy(cursor: Any, target: str, types: Sequence[str], rows: Sequence[Row]) -> None:
    if not rows:
        return
    with cursor.copy(f"COPY {target} FROM STDIN (FORMAT BINARY)") as copy:
        copy.set_types(types)
        for row in rows:
            copy.write_row(row)
