"""A database of a benchmark's own in the embedded server, with the product's tables, then gone."""

import os
import secrets
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

VAR = Path(os.environ.get("MILKSHED_VAR", Path(__file__).resolve().parents[1] / "var" / "bench"))


@contextmanager
def own_database() -> Iterator[None]:
    """Set Django up on a fresh, migrated database until the block ends."""
    warnings.simplefilter("ignore", RuntimeWarning)
    import psycopg

    from milkshed.platform import database

    url = database.start(VAR)
    address = database.as_django(url)
    name = f"bench_{secrets.token_hex(4)}"
    maintenance = url.replace(f"/{address['NAME']}", "/postgres", 1)
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} ENCODING 'UTF8' TEMPLATE template0")
    os.environ["DATABASE_URL"] = url.replace(f"/{address['NAME']}", f"/{name}", 1)
    os.environ["DJANGO_SETTINGS_MODULE"] = "milkshed.site.settings"
    import django
    from django.core.management import call_command
    from django.db import connections

    django.setup()
    try:
        call_command("migrate", verbosity=0)
        yield
    finally:
        connections.close_all()
        with psycopg.connect(maintenance, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
