"""What a database's tables are: made by walking every migration, and told as one text."""

import subprocess

from milkshed.platform import database
from milkshed.site.snapshot import DUMP_OPTIONS, readable
from tests.prepared_database import manage


def walk(url: str) -> None:
    """Walk every migration in an empty database, without the snapshot."""
    manage(url, "migrate", "--from-zero", "--verbosity", "0")


def dump(url: str) -> str:
    """The tables of a database, and what migrations wrote into them."""
    told = subprocess.run(
        [database.program("pg_dump"), *DUMP_OPTIONS, url],
        capture_output=True,
        text=True,
        check=True,
    )
    return readable(told.stdout)
