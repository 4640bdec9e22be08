"""The small region of two counties, played once a run and copied for whoever looks at it."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from pytest_django.plugin import DjangoDbBlocker

from tests.prepared_database import connected_to, copy_of, made_once, start_server, template_of
from tests.security.addresses import forget_keys
from tests.security.two_counties import Persona, personas, play


@pytest.fixture(scope="session")
def played_region(
    testrun_uid: str,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """The name of a database that holds the region as it is played up to this hour.

    It is of this run alone: what is played depends on the moment.
    """

    def fill(unfinished: str) -> None:
        with django_db_blocker.unblock(), connected_to(unfinished):
            play(tmp_path_factory.mktemp("region"))

    return made_once("milkshed_region_", testrun_uid, template_of(start_server()), fill)


@pytest.fixture(scope="module")
def region(played_region: str, django_db_blocker: DjangoDbBlocker) -> Iterator[list[Persona]]:
    """The people of the region to look through; until the module ends the database is theirs."""
    with copy_of(played_region) as url, django_db_blocker.unblock(), connected_to(url):
        # figures kept for a while may be those of another test
        cache.clear()
        forget_keys()
        yield personas()
