"""Fixtures of every test: a real PostgreSQL, and a small cast of organisations and people."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

os.environ.setdefault("MILKSHED_VAR", str(Path(tempfile.gettempdir()) / "milkshed-test-var"))

# a busy machine is no fault of the code under test
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

pytest_plugins = ["tests.cast", "tests.demo_server"]

_ONE_PROCESS = ("tests/browser/", "src/milkshed/region/tests/")
"""Folders whose tests share what is dear: a running demonstration, a simulated flow."""

_EACH_ALONE = ("tests/security/test_scope_walk.py", "tests/faults/", "tests/test_region_play.py")
"""Files of long tests that share nothing dear."""


class ByFile(LoadScopeScheduling):
    """Deals tests to the processes by file; by folder where a folder shares what is dear."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(_EACH_ALONE):
            return nodeid
        file = nodeid.split("::", 1)[0]
        return next((folder for folder in _ONE_PROCESS if file.startswith(folder)), file)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    """Hand ``pytest -n`` the scheduler above."""
    return ByFile(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put first what crosses rooms and takes longest.

    The rooms' many short files then fill both processes to the end.
    """
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
