"""Fixtures of every test: a real PostgreSQL, and a small cast of organisations and people."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("MILKSHED_VAR", str(Path(tempfile.gettempdir()) / "milkshed-test-var"))

# a busy machine is no fault of the code under test
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

pytest_plugins = ["tests.cast", "tests.demo_server"]

_MADE_ONCE = {"demo_server": "demo", "region_table": "region", "clean": "region"}
"""Fixtures that are dear, and the group of tests that shares one of each."""


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Iterator[None]:
    """Keep the tests of a file, and those that share a dear fixture, in one process.

    ``pytest -n`` with ``--dist loadgroup`` reads the groups in this same hook, so they are named
    before all others; xdist 3.8 hands them on by a name that pytest 9.2 no longer reads, and deals
    the tests out one by one. What crosses rooms takes longest and goes first, so that the rooms'
    many short files fill both processes to the end.
    """
    for item in items:
        needed = getattr(item, "fixturenames", ())
        dear = (group for name, group in _MADE_ONCE.items() if name in needed)
        item.add_marker(pytest.mark.xdist_group(next(dear, item.location[0])))
    yield
    items.sort(key=lambda item: not item.location[0].startswith("tests/"))


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Point Django at the embedded server, started only when a test needs the database.

    ``DATABASE_URL`` names another server.
    """
    from django.db import connections

    from milkshed.platform import database
    from tests.prepared_database import start_server, template_of

    url = start_server()
    connections["default"].settings_dict.update(database.as_django(url))
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = template_of(url)
