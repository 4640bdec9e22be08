"""The tables of a new database from one file.

Walking every migration takes as long as all of them together, and grows with each. The file
``tables.sql`` holds what they come to, so a new database starts from it and only walks the
migrations that are younger than the file. ``tools/tables-snapshot`` writes it, with a fingerprint
of the migrations it was made from as its first line.
"""

import json
import re
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from milkshed.ledger.storage.segments import fit_first

SNAPSHOT = Path(__file__).with_name("tables.sql")

# what only the writing server or psql knows, and what a reader of the file does not need
_LEFT_OUT = re.compile(
    r"^(SET |SELECT pg_catalog\.set_config|\\(un)?restrict |--"
    r"|CREATE SCHEMA public|COMMENT ON SCHEMA)"
)
_BRING_TABLES = ("django", "django-pghistory", "django-pgtrigger", "procrastinate")
_FILLED_AFTERWARDS = ("django_content_type", "auth_permission")
DUMP_OPTIONS = (
    "--no-owner",
    "--no-privileges",
    "--inserts",
    *(f"--exclude-table-data={table}" for table in _FILLED_AFTERWARDS),
)
"""Options of ``pg_dump`` for the file; Django fills some tables after every migration."""


def lay_tables(connection: BaseDatabaseWrapper) -> bool:
    """Lay the tables of the snapshot into an empty database, all or none.

    Returns False, and does nothing, where there are tables already or no snapshot is at hand.
    """
    if not SNAPSHOT.exists() or connection.introspection.table_names():
        return False
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        cursor.execute("SET LOCAL check_function_bodies = off")
        cursor.execute(SNAPSHOT.read_text())
        fit_first(cursor)
    return True


def fingerprint() -> str:
    """A digest of the migrations here, and of the versions of packages that bring theirs."""
    digest = sha256(json.dumps({name: version(name) for name in _BRING_TABLES}).encode())
    house = Path(__file__).resolve().parents[1]
    for path in sorted(house.rglob("migrations/*.py")):
        digest.update(path.relative_to(house).as_posix().encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def readable(dump: str) -> str:
    """A dump as the file keeps it: without settings, comments and empty lines between parts."""
    kept = [line for line in dump.splitlines() if not _LEFT_OUT.match(line)]
    return re.sub(r"\n{2,}", "\n\n", "\n".join(kept)).strip() + "\n"
