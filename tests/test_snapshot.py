"""A new database comes to the same tables from the snapshot as by walking every migration."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from milkshed.site.snapshot import SNAPSHOT, readable
from tests.prepared_database import address_of, manage, start_server
from tests.tables import dump, walk


@contextmanager
def _empty_database(name: str) -> Iterator[str]:
    url = start_server()
    with psycopg.connect(address_of(url, "postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
        try:
            yield address_of(url, name)
        finally:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@pytest.mark.scale
def test_the_snapshot_is_what_the_migrations_come_to() -> None:
    """Out of date? Run ``tools/tables-snapshot`` and commit the file."""
    with _empty_database("milkshed_walked") as url:
        walk(url)
        walked = dump(url)
    assert _without_times(walked) == _without_times(SNAPSHOT.read_text())


def test_a_database_laid_from_the_snapshot_has_nothing_left_to_migrate() -> None:
    with _empty_database("milkshed_laid") as url:
        manage(url, "migrate", "--verbosity", "0")
        manage(url, "migrate", "--check")
        assert _without_times(dump(url)) == _without_times(SNAPSHOT.read_text())


def test_settings_and_remarks_of_a_dump_are_left_out() -> None:
    told = (
        "--\n-- Name: x\n\nSET lock_timeout = 0;\n\\restrict a\nCREATE TABLE a (b int);\n\n\n\nX;\n"
    )
    assert readable(told) == "CREATE TABLE a ();\n\nX;\n"


def _without_times(tables: str) -> list[str]:
    """The lines in any order, without the moments at which migrations were applied."""
    return sorted(
        line.rpartition(", '")[0] if "django_migrations VALUES" in line else line
        for line in tables.splitlines()
    )
