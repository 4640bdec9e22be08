"""A new database laid from the snapshot is what walking every migration would make."""

from milkshed.site.snapshot import SNAPSHOT, fingerprint, readable
from tests.prepared_database import copy_of, manage


def test_the_snapshot_was_made_from_these_migrations() -> None:
    """It was not? Run ``tools/tables-snapshot`` and commit the file."""
    assert SNAPSHOT.read_text().splitlines()[0] == f"-- {fingerprint()}"


def test_a_database_laid_from_the_snapshot_has_nothing_left_to_migrate() -> None:
    with copy_of("template0") as url:
        manage(url, "migrate", "--verbosity", "0")
        manage(url, "migrate", "--check")
        manage(url, "makemigrations", "--check", "--dry-run")


def test_settings_and_remarks_of_a_dump_are_left_out() -> None:
    told = "--\n-- Name: x\n\nSET lock_timeout = 0;\n\\restrict a\nCREATE TABLE a ();\n\n\n\nX;\n"
    assert readable(told) == "CREATE TABLE a ();\n\nX;\n"
