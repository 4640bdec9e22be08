"""A new database laid from the snapshot is what walking every migration would make."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from milkshed.site.snapshot import SNAPSHOT, fingerprint, readable
from tests.prepared_database import address_of, manage, start_server


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


def test_the_snapshot_was_made_from_these_migrations() -> None:
    """It was not? Run ``tools/tables-snapshot`` and commit the file."""
    assert SNAPSHOT.read_text().splitlines()[0] == f"-- {fingerprint()}"


def test_a_database_laid_from_the_snapshot_has_nothing_left_to_migrate() -> None:
    with _empty_database("milkshed_laid") as url:
        manage(url, "migrate", "--verbosity", "0")
        manage(url, "migrate", "--check")
        manage(url, "makemigrations", "--check", "--dry-run")


def test_settings_and_remarks_of_a_dump_are_left_out() -> None:
    told = "--\n-- Name: x\n\nSET lock_timeout = 0;\n\\restrict a\nCREATE TABLE a ();\n\n\n\nX;\n"
    assert readable(told) == "CREATE TABLE a ();\n\nX;\n"
