"""Fixtures of every test: a real PostgreSQL, and a small cast of organisations and people."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ.setdefault("MILKSHED_VAR", str(Path(tempfile.gettempdir()) / "milkshed-test-var"))

# a busy machine is no fault of the code under test
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

pytest_plugins = ["tests.cast", "tests.demo_server"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Point Django at the embedded server, started only when a test needs the database.

    ``DATABASE_URL`` names another server.
    """
    from django.db import connections

    from milkshed.platform import database

    url = database.start(Path(os.environ["MILKSHED_VAR"]))
    connections["default"].settings_dict.update(database.as_django(url))
    connections["default"].settings_dict["TEST"]["TEMPLATE"] = "template0"
