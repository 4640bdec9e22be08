"""Bulk writes: keys drawn in one piece, and foreign keys checked with one join each."""

from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
from django.db import connection

_MANY = 50_000


def new_keys(table_name: str, count: int) -> pa.Array:
    """Draw ``count`` primary keys from a table's sequence, in one piece.

    The table is locked against other writers until the transaction ends, so that nobody draws
    a key in between.
    """
    name = connection.ops.quote_name(table_name)
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {name} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(
            "SELECT setval(s.name, nextval(s.name) + %s)"
            " FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS name) s",
            [count, table_name],
        )
        (last,) = cursor.fetchone()
    return pa.array(range(last - count, last), pa.int64())


@contextmanager
def references_checked_at_once(table_names: tuple[str, ...], new_rows: int) -> Iterator[None]:
    """Check the foreign keys of a large load with one join each instead of row by row.

    They are dropped and added again, validated, inside the caller's transaction, which owns the
    tables until it ends. A load that is small, or small beside what is stored, goes the plain
    way.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sum(greatest(reltuples, 0)) FROM pg_class WHERE oid = ANY(%s::regclass[])",
            [list(table_names)],
        )
        (stored,) = cursor.fetchone()
        if new_rows < _MANY or new_rows < stored / 2:
            yield
            return
        cursor.execute(
            "SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)"
            " FROM pg_constraint WHERE contype = 'f' AND conrelid = ANY(%s::regclass[])",
            [list(table_names)],
        )
        references = cursor.fetchall()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # a table with checks due is not altered
        for table, name, _ in references:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        yield
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, name, definition in references:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
