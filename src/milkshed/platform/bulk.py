"""Many rows at once: PostgreSQL's COPY, from rows or Arrow columns, keys reserved beforehand."""

import io
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
import pyarrow.csv as arrow_csv
from django.db import connection, transaction
from django.db.models import F, Lookup, Model
from psycopg import sql

_MANY_ROWS = 5_000
_PIECE_ROWS = 100_000
_ROWS_A_STATEMENT = 1_000
# Quoting every value that is there keeps an empty text apart from a missing value.
_AS_POSTGRES_READS = arrow_csv.WriteOptions(include_header=False, quoting_style="all_valid")


def reserve_keys(model: type[Model], count: int) -> list[int]:
    """Reserve ``count`` primary keys of a model, so that rows can refer to each other."""
    meta = model._meta  # noqa: SLF001 - Django's public name for it
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [meta.db_table, meta.pk.column, count],
        )
        return [key for (key,) in cursor.fetchall()]


class _AnyOf(Lookup):
    """``field = ANY(array)``."""

    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        field, parameters = self.process_lhs(compiler, connection)
        return f"{field} = ANY(%s)", (*parameters, self.rhs)


def any_of(field: str, values: Iterable[object]) -> "Lookup[bool]":
    """A condition as ``field__in=values`` with one parameter instead of thousands."""
    return _AnyOf(F(field), list(values))


def update_rows(rows: Sequence[Model], fields: Sequence[str]) -> None:
    """Write some fields of rows that are stored already, a thousand rows a statement.

    Each row once. Django's own ``bulk_update`` compares every row with every other's key.
    """
    if rows:
        type(rows[0])._default_manager.bulk_create(  # noqa: SLF001 - Django's public name for it
            rows,
            batch_size=_ROWS_A_STATEMENT,
            update_conflicts=True,
            unique_fields=["pk"],
            update_fields=list(fields),
        )


def copy_rows(
    model: type[Model], fields: Sequence[str], rows: Collection[Sequence[object]]
) -> None:
    """Write rows into the model's table by COPY; call it inside a transaction.

    ``fields`` names the model's fields in the order of each row's values; fields left out take
    the database's default. Constraints hold, Django's signals and defaults do not apply. Rows are
    a collection, not a generator: one that queried while the copy runs would wait for itself.
    After many rows the table is analysed.
    """
    meta = model._meta  # noqa: SLF001
    columns = [sql.Identifier(str(_column(model, name))) for name in fields]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(meta.db_table), sql.SQL(", ").join(columns)
    )
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
    _analyse_after(meta.db_table, len(rows))


def copy_columns(table_name: str, columns: pa.Table) -> None:
    """Append rows to a table; column names are those of the database.

    Arrow nulls become NULL. Runs inside the caller's transaction; constraints hold as ever. After
    many rows the table is analysed.
    """
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(
        sql.Identifier(table_name), sql.SQL(", ").join(map(sql.Identifier, columns.column_names))
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for piece in columns.to_batches(max_chunksize=_PIECE_ROWS):
            buffer = io.BytesIO()
            arrow_csv.write_csv(piece, buffer, _AS_POSTGRES_READS)
            copy.write(buffer.getbuffer())
    _analyse_after(table_name, len(columns))


def _analyse_after(table_name: str, rows: int) -> None:
    """Let the planner know of many new rows at once.

    It would otherwise join them row by row, and look through all of them for every foreign key
    whose check was planned while the table was small.
    """
    if rows >= _MANY_ROWS:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(table_name)))


@contextmanager
def without_nested_loops() -> Iterator[None]:
    """Have tables joined as wholes, where the planner cannot know how many rows will meet.

    It would otherwise guess a few, and compare every row with every other. The block is a
    transaction, or part of the caller's.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop = on")


def read_columns(query: sql.Composable, types: Mapping[str, pa.DataType]) -> pa.Table:
    """The answer of a SELECT as Arrow columns, by COPY: millions of rows in seconds.

    ``types`` names the columns in order with the type each is read as; what is missing in the
    database is null. ``query`` is composed with its values, as COPY takes no parameters.
    """
    statement = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv)").format(query)
    buffer = io.BytesIO()
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for piece in copy:
            buffer.write(piece)
    if not buffer.tell():
        return pa.schema(list(types.items())).empty_table()
    buffer.seek(0)
    return arrow_csv.read_csv(
        buffer,
        read_options=arrow_csv.ReadOptions(column_names=list(types)),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict(types), null_values=[""], true_values=["t"], false_values=["f"]
        ),
    )


def _column(model: type[Model], name: str) -> object:
    return getattr(model._meta.get_field(name), "column", name)  # noqa: SLF001
