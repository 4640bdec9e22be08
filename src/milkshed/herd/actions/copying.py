"""Bulk writes: Arrow columns go into PostgreSQL through COPY, hundreds of thousands a second."""

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.csv as arrow_csv
from django.db import connection
from psycopg import sql

_PIECE_ROWS = 100_000
# Quoting every value that is there keeps an empty text apart from a missing value.
_AS_POSTGRES_READS = arrow_csv.WriteOptions(include_header=False, quoting_style="all_valid")
_MANY = 50_000


def copy_columns(table_name: str, columns: pa.Table) -> None:
    """Append rows to a table; column names are those of the database.

    Arrow nulls become NULL. Runs inside the caller's transaction; constraints hold as ever.
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(
        sql.Identifier(table_name), sql.SQL(", ").join(map(sql.Identifier, columns.column_names))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for piece in columns.to_batches(max_chunksize=_PIECE_ROWS):
            buffer = io.BytesIO()
            arrow_csv.write_csv(piece, buffer, _AS_POSTGRES_READS)
            copy.write(buffer.getbuffer())


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
        for table, name, definition in references:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
