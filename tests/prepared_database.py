"""The server of the tests, and databases made once and copied by whoever needs one of their own.

Test processes that run side by side share both; a lock file makes the first of them do the work.
"""

import fcntl
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.db import connection

from milkshed.platform import database

_HOUSE = Path(__file__).resolve().parents[1]
_SERVER = "test-server"
"""The folder of the tests' own server, which forgoes what keeps data through a power cut."""
_FORGONE = ("fsync", "synchronous_commit", "full_page_writes")


def start_server() -> str:
    """The address of the configured server's database, started if it is the embedded one."""
    named = os.environ.get(database.ENVIRONMENT_NAME)
    if named:
        return named
    with _alone(_SERVER):
        url = database.start(_var() / _SERVER)
        with _administrator(url) as server:
            for name in _FORGONE:
                server.execute(f"ALTER SYSTEM SET {name} = off")
            server.execute("SELECT pg_reload_conf()")
    return url


def address_of(url: str, name: str) -> str:
    """The address of another database of the same server."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def template_of(url: str) -> str:
    """The name of a database with all tables and no rows, made when the migrations have changed."""

    def migrate(unfinished: str) -> None:
        manage(unfinished, "migrate", "--verbosity", "0")

    return made_once("milkshed_template_", _digest_of_tables(), "template0", migrate)


def made_once(prefix: str, key: str, origin: str, fill: Callable[[str], None]) -> str:
    """The name of a database that the first process to ask for it makes, in place of older ones.

    It begins as a copy of ``origin`` and is whole once ``fill`` has been given its address.
    """
    url = start_server()
    name, unfinished = prefix + key, f"{prefix}unfinished"
    with _alone(prefix), _administrator(url) as server:
        found = server.execute(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix]
        ).fetchall()
        if (name,) in found:
            return name
        for (old,) in found:
            server.execute(f"DROP DATABASE IF EXISTS {old} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {unfinished} ENCODING 'UTF8' TEMPLATE {origin}")
        fill(address_of(url, unfinished))
        server.execute(f"ALTER DATABASE {unfinished} RENAME TO {name}")
    return name


@contextmanager
def copy_of(template: str) -> Iterator[str]:
    """The address of a database with all that another holds, dropped afterwards."""
    url = start_server()
    name = f"milkshed_{secrets.token_hex(4)}"
    with _administrator(url) as server:
        server.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE {template}")
    try:
        yield address_of(url, name)
    finally:
        with _administrator(url) as server:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def connected_to(url: str) -> Iterator[None]:
    """Let Django's connection lead to another database of the same server for a while."""
    settings = connection.settings_dict
    usual = settings["NAME"]
    connection.close()
    settings["NAME"] = database.parse_url(url).name
    try:
        yield
    finally:
        connection.close()
        settings["NAME"] = usual


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


def _administrator(url: str) -> psycopg.Connection[tuple[str, ...]]:
    """A connection from which databases are made and dropped."""
    return psycopg.connect(address_of(url, "postgres"), autocommit=True)


def _var() -> Path:
    return Path(os.environ["MILKSHED_VAR"])


@contextmanager
def _alone(with_what: str) -> Iterator[None]:
    _var().mkdir(parents=True, exist_ok=True)
    with (_var() / f"{with_what}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _digest_of_tables() -> str:
    """A digest of all that makes the tables: our migrations, and the packages that bring theirs."""
    digest = sha256((_HOUSE / "requirements-test.lock").read_bytes())
    for path in sorted((_HOUSE / "src").rglob("migrations/*.py")):
        digest.update(str(path.relative_to(_HOUSE)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
