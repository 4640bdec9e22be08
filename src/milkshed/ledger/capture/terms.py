"""Interning: every name gets its number once. Recent names are remembered in memory."""

from collections.abc import Iterable
from itertools import count
from typing import Any

import orjson
from django.db import connection, transaction

from milkshed.ledger.capture.rows import TERMS, copy_in, term_row

_REMEMBERED = 200_000


class TermBook:
    """Names to numbers, remembered only once they are committed.

    Used by one writer at a time (the ledger's turn). ``open`` is called at the start of a turn
    with a mark that changes when the table is emptied or replaced, upon which all is forgotten.
    """

    def __init__(self) -> None:
        self._generation = ""
        self._young: dict[str, int] = {}
        self._old: dict[str, int] = {}
        self._last = 0

    def open(self, generation: str, last: int) -> None:
        """Begin a turn; ``last`` is the highest number given out so far."""
        if generation != self._generation:
            self._young, self._old, self._generation = {}, {}, generation
        self._last = last

    @property
    def next_number(self) -> int:
        """The number the next new name will have."""
        return self._last + 1

    def number_all(self, cursor: Any, names: Iterable[str]) -> dict[str, int]:
        """Return the number of every name, entering those that are new."""
        found: dict[str, int] = {}
        unknown: list[str] = []
        for name in names:
            number = self._young.get(name) or self._old.get(name)
            if number is None:
                unknown.append(name)
            else:
                found[name] = number
        if unknown:
            found.update(self._look_up(cursor, unknown))
        return found

    def _look_up(self, cursor: Any, names: list[str]) -> dict[str, int]:
        cursor.execute(
            "SELECT uri, id FROM ledger_term WHERE uri = ANY(ARRAY("
            "SELECT jsonb_array_elements_text(%s::jsonb)))",
            [orjson.dumps(names).decode()],
        )
        found: dict[str, int] = dict(cursor.fetchall())
        fresh = [name for name in names if name not in found]
        if fresh:
            numbered = dict(zip(fresh, count(self._last + 1)))
            copy_in(cursor, TERMS, [term_row(number, name) for name, number in numbered.items()])
            found.update(numbered)
            self._last += len(fresh)
        # what is entered inside a caller's transaction may still be rolled back
        if not in_callers_transaction():
            generation = self._generation
            transaction.on_commit(lambda: self._remember(found, generation))
        return found

    def _remember(self, found: dict[str, int], generation: str) -> None:
        if generation != self._generation:
            return
        self._young.update(found)
        if len(self._young) > _REMEMBERED:
            self._old, self._young = self._young, {}


def in_callers_transaction() -> bool:
    """Whether a transaction was open before the ledger's own."""
    return len(connection.savepoint_ids) > 0
