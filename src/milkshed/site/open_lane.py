"""A shorter way for scans: Digital Links asked by nobody in particular.

A resolver is asked by every phone that reads a code. Such a request names no person (no cookie,
no token) and is a program's or a redirect's, not a page's; what sessions, forms, messages and
static files need on every request has nothing to do for it. It takes the same views and is held to
the same limits and policies by a chain of fewer links.
"""

import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch
from django.utils.cache import patch_vary_headers

from milkshed.ledger.http.resolver import digital_link

_NOT_NEEDED = frozenset(
    {
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "milkshed.platform.web.middleware.BearerToken",
        "django.contrib.messages.middleware.MessageMiddleware",
        "django_htmx.middleware.HtmxMiddleware",
        "pghistory.middleware.HistoryMiddleware",
    }
)
"""What the long way does for people who are signed in, who send forms, or who read pages."""

_DIGITAL_LINK = re.compile(r"/[0-9]{2,4}/.")


_DATABASE_TRUSTED_SECONDS = 1.0


class NobodySignedIn:
    """Says that a request is nobody's, and ends the chain where the long one goes on.

    Of many scans in a second the first sees to it that the database still answers; on the long way
    every request does, which is a question more.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response
        self._seen = threading.local()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = AnonymousUser()
        now = time.monotonic()
        if now - getattr(self._seen, "at", -_DATABASE_TRUSTED_SECONDS) < _DATABASE_TRUSTED_SECONDS:
            connection.health_check_done = True  # type: ignore[attr-defined]
        else:
            self._seen.at = now
        response = self._get_response(request)
        patch_vary_headers(response, ["Cookie"])  # with one it would have gone the long way
        if not response.has_header("Content-Length"):
            response["Content-Length"] = str(len(response.content))
        return response


class OpenLane(WSGIHandler):
    """The application with what is needed for a scan, and nothing else."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Load the site's middleware without what a scan does not need."""
        everything = settings.MIDDLEWARE
        # Django reads the setting here and nowhere else; the server has not begun to serve
        settings.MIDDLEWARE = [
            *(name for name in everything if name not in _NOT_NEEDED),
            f"{__name__}.{NobodySignedIn.__name__}",
        ]
        try:
            super().load_middleware(is_async)
        finally:
            settings.MIDDLEWARE = everything

    def resolve_request(self, request: HttpRequest) -> ResolverMatch:
        """Every scan is for the one view; to look through all addresses would cost more than it."""
        match = ResolverMatch(
            digital_link,
            (),
            {"path": request.path_info[1:]},
            url_name="digital-link",
            app_names=["ledger"],
            namespaces=["ledger"],
        )
        request.resolver_match = match
        return match


def is_scan(environ: Mapping[str, Any]) -> bool:
    """Whether a request may take this way."""
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and _DIGITAL_LINK.match(environ["PATH_INFO"]) is not None
        and "HTTP_COOKIE" not in environ
        and "HTTP_AUTHORIZATION" not in environ
        and "text/html" not in environ.get("HTTP_ACCEPT", "")
        and "HTTP_HX_REQUEST" not in environ
    )


def with_open_lane(application: WSGIApplication) -> WSGIApplication:
    """The application with the shorter way beside it; Django must be set up."""
    lane = OpenLane()

    def either(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        return (lane if is_scan(environ) else application)(environ, start_response)

    return either
