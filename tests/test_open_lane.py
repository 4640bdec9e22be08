"""Scans take a shorter way through the site, and are answered as on the long one."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from milkshed.ledger.facade import capture_document
from milkshed.ledger.tests import chain
from milkshed.site.open_lane import OpenLane, is_scan
from milkshed.site.wsgi_bridge import environ_of

Answer = tuple[str, dict[str, str], bytes]


def _environ(path: str, *headers: tuple[str, str], method: str = "GET") -> dict[str, Any]:
    raw_path, _, query = path.partition("?")
    sent = [(b"host", b"localhost"), *((name.encode(), value.encode()) for name, value in headers)]
    environ = environ_of(
        {
            "method": method,
            "path": raw_path,
            "raw_path": raw_path.encode(),
            "query_string": query.encode(),
            "http_version": "1.1",
            "headers": sent,
            "server": ("localhost", 80),
            "client": ("127.0.0.1", 4711),
        }
    )
    environ["wsgi.input"] = BytesIO()
    return environ


def _asked(application: WSGIHandler, path: str, *headers: tuple[str, str]) -> Answer:
    told: list[tuple[str, dict[str, str]]] = []
    answer = application(
        _environ(path, *headers), lambda status, sent, _=None: told.append((status, dict(sent)))
    )
    body = b"".join(answer)
    answer.close()
    return (*told[0], body)


@pytest.fixture
def open_connection() -> Iterator[None]:
    """The connection of the test stays open between requests."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.django_db
@pytest.mark.usefixtures("open_connection")
@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (chain.lot("F1"), (), "307"),
        (chain.lot("F1"), (("accept-language", "en"),), "307"),
        (chain.lot("F1"), (("accept", "application/linkset+json"),), "200"),
        (chain.lot("F1"), (("accept", "application/json"), ("accept-language", "en")), "200"),
        (f"{chain.lot('F1')}?linkType=gs1:nothing", (), "404"),
        (chain.lot("NOBODY-KNOWS"), (("accept-language", "en"),), "404"),
        ("/01/09521234543214/10/A", (), "400"),
        ("/99/x", (), "400"),
        ("/01/" + "1" * 9_000, (), "414"),
    ],
)
def test_the_short_way_answers_like_the_long_one(
    path: str, headers: tuple[tuple[str, str], ...], status: str
) -> None:
    capture_document(chain.document(chain.day_of_milk()))
    path = path.removeprefix("https://id.gs1.org")
    long, short = _asked(WSGIHandler(), path, *headers), _asked(OpenLane(), path, *headers)
    assert short[0].startswith(status)
    assert short == long


@pytest.mark.parametrize(
    "environ",
    [
        _environ("/01/09521234543213", ("cookie", "sessionid=a")),
        _environ("/01/09521234543213", ("authorization", "Bearer a")),
        _environ("/01/09521234543213", ("accept", "text/html,*/*")),
        _environ("/01/09521234543213", ("hx-request", "true")),
        _environ("/01/09521234543213", method="POST"),
        _environ("/sign-in"),
        _environ("/01/"),
        _environ("/x/01/09521234543213"),
    ],
)
def test_who_is_somebody_or_wants_a_page_goes_the_long_way(environ: dict[str, Any]) -> None:
    assert not is_scan(environ)
    assert is_scan(_environ("/01/09521234543213", ("accept", "*/*")))
