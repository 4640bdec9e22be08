"""Reference data read once a process: rules, people, registers, until somebody changes them.

Every statement that changes such a table, by whatever door, writes a new token into
``platform_edition`` in the same transaction (triggers, see :func:`new_edition`). Whoever keeps
something asks for the token first, one tiny query, and reads anew when it is another one. A token
is random: one that was rolled back never comes again, and what was kept under it is never found.
"""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import pgtrigger
from django.db import connection

T = TypeVar("T")

EDITION = "milkshed.edition"
"""Where a request keeps the token that it was signed in under (``request.META``)."""
_MOST_KEPT = 50_000
_READ = "SELECT token::text FROM platform_edition"
_WRITE = """
INSERT INTO platform_edition (id, token) VALUES (1, gen_random_uuid())
ON CONFLICT (id) DO UPDATE SET token = EXCLUDED.token;
RETURN NULL;
"""


class _Shelf:
    """What is kept under one edition."""

    __slots__ = ("edition", "things")

    def __init__(self, edition: str) -> None:
        self.edition = edition
        self.things: dict[Hashable, Any] = {}


_shelf = _Shelf("")
_held = threading.local()


def new_edition(*columns: str) -> pgtrigger.Trigger:
    """The trigger that begins a new edition when a table changes.

    With ``columns`` an update counts only where it names one of them.
    """
    update = (
        pgtrigger.UpdateOf(*columns)  # type: ignore[no-untyped-call]
        if columns
        else pgtrigger.Update
    )
    return pgtrigger.Trigger(
        name="new_edition",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | update | pgtrigger.Delete | pgtrigger.Truncate,
        func=_WRITE,
    )


def present_edition() -> str:
    """The token of the reference data as this transaction sees them; empty where there is none."""
    held: str | None = getattr(_held, "edition", None)
    return _read() if held is None else held


def _read() -> str:
    with connection.cursor() as cursor:
        cursor.execute(_READ)
        row = cursor.fetchone()
    return row[0] if row else ""


@contextmanager
def held_edition(known: str = "") -> Iterator[None]:
    """Ask for the token once for the whole block, which itself changes no reference data.

    ``known`` is the token where the request has asked for it already.
    """
    outer = getattr(_held, "edition", None)
    _held.edition = known or (outer if outer is not None else _read())
    try:
        yield
    finally:
        _held.edition = outer


def kept(key: Hashable, load: Callable[[], T]) -> T:
    """What ``load`` answers, read anew only after reference data have changed.

    The answer is shared between threads and requests: it must not be changed. None is not kept.
    """
    global _shelf
    edition = present_edition()
    if not edition:
        return load()
    shelf = _shelf
    if shelf.edition != edition or len(shelf.things) >= _MOST_KEPT:
        shelf = _shelf = _Shelf(edition)
    if key in shelf.things:
        return cast("T", shelf.things[key])
    found = load()
    if found is not None:
        shelf.things[key] = found
    return found
