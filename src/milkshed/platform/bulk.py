"""Many rows at once: PostgreSQL's COPY, with keys reserved beforehand."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import F, Lookup, Model
from psycopg import sql

_MANY_ROWS = 5_000


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


def copy_rows(
    model: type[Model], fields: Sequence[str], rows: Collection[Sequence[object]]
) -> None:
    """Write rows into the model's table by COPY; call it inside a transaction.

    ``fields`` names the model's fields in the order of each row's values; fields left out take
    the database's default. Constraints hold, Django's signals and defaults do not apply. Rows are
    a collection, not a generator: one that queried while the copy runs would wait for itself.
    After many rows the table is analysed: a connection that planned its checks of foreign keys
    while the table was small would look through all of it for every row.
    """
    meta = model._meta  # noqa: SLF001
    columns = [sql.Identifier(str(_column(model, name))) for name in fields]
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(meta.db_table), sql.SQL(", ").join(columns)
    )
    with connection.cursor() as cursor, cursor.cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
    if len(rows) >= _MANY_ROWS:
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("ANALYZE {}").format(sql.Identifier(meta.db_table)))


def _column(model: type[Model], name: str) -> object:
    return getattr(model._meta.get_field(name), "column", name)  # noqa: SLF001
