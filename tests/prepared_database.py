"""The server of the tests, and a database with all tables and no rows, made once and copied.

Test processes that run side by side share both; a lock file makes the first of them do the work.
"""

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

from milkshed.platform import database

_HOUSE = Path(__file__).resolve().parents[1]
_PREFIX = "milkshed_template_"


def start_server() -> str:
    """The address of the configured server's database, started if it is the embedded one."""
    with _alone():
        return database.start(_var())


def address_of(url: str, name: str) -> str:
    """The address of another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def template_of(url: str) -> str:
    """The name of a database with all tables and no rows, made when the migrations have changed."""
    name = _PREFIX + _digest_of_tables()
    with _alone(), psycopg.connect(address_of(url, "postgres"), autocommit=True) as connection:
        found = connection.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [_PREFIX]
        ).fetchall()
        if (name,) in found:
            return name
        for (old,) in found:
            connection.execute(f"DROP DATABASE IF EXISTS {old} WITH (FORCE)")
        unfinished = f"{_PREFIX}unfinished"
        connection.execute(f"CREATE DATABASE {unfinished} ENCODING 'UTF8' TEMPLATE template0")
        manage(address_of(url, unfinished), "migrate", "--verbosity", "0")
        connection.execute(f"ALTER DATABASE {unfinished} RENAME TO {name}")
    return name


def manage(url: str, *arguments: str) -> str:
    """Run one of Django's commands on a database and return what it printed."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "milkshed.site.manage", *arguments],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def _var() -> Path:
    return Path(os.environ["MILKSHED_VAR"])


@contextmanager
def _alone() -> Iterator[None]:
    _var().mkdir(parents=True, exist_ok=True)
    with (_var() / "prepared-database.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _digest_of_tables() -> str:
    """A digest of all that makes the tables: our migrations, and the packages that bring theirs."""
    digest = sha256((_HOUSE / "requirements-test.lock").read_bytes())
    for path in sorted((_HOUSE / "src").rglob("migrations/*.py")):
        digest.update(str(path.relative_to(_HOUSE)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
