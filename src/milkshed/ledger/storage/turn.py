"""The writer's turn: whoever changes what the ledger holds waits for the others."""

from typing import Any

_WRITERS_TURN = 0x6D696C6B  # "milk"


def take_turn(cursor: Any) -> None:
    """Wait until no other process writes; the turn ends with the transaction."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_WRITERS_TURN])
