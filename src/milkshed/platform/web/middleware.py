"""What every request passes: bearer tokens, and problems turned into answers."""

import json
from collections.abc import Callable
from copy import copy
from urllib.parse import quote

from django.db import DataError, IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from psycopg.errors import UniqueViolation

from milkshed.kernel.problems import CONFLICT, INVALID, METHOD_NOT_ALLOWED, NOT_SIGNED_IN, Problem
from milkshed.kernel.text import Text
from milkshed.platform.editions import EDITION, held_edition, kept, present_edition
from milkshed.platform.models import AccessToken

PROBLEM = "application/problem+json"

Handler = Callable[[HttpRequest], HttpResponse]


class BearerToken:
    """Signs a request in by ``Authorization: Bearer …``; such requests need no CSRF cookie."""

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        header = request.headers.get("Authorization", "")
        if header.startswith("Bearer "):
            edition = request.META[EDITION] = present_edition()
            with held_edition(edition):
                token = _known_token(AccessToken.digest_of(header.removeprefix("Bearer ").strip()))
            if token is None or token.expires_at <= timezone.now() or not token.person.is_active:
                return problem_response(request, Problem(NOT_SIGNED_IN))
            request.user = copy(token.person)
            request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]  # noqa: SLF001
        return self._get_response(request)


def _known_token(digest: str) -> AccessToken | None:
    """The token with its person and the person's memberships of today."""

    def read() -> AccessToken | None:
        token = AccessToken.objects.filter(digest=digest).select_related("person").first()
        if token is not None:
            token.person.present_memberships()
        return token

    return kept(("token", digest, timezone.localdate()), read)


class ProblemsAnswered:
    """Turns a :class:`Problem` raised anywhere into a page or a problem document.

    A method that an address does not take is a problem too, so that nobody meets an empty page.
    """

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if response.status_code != METHOD_NOT_ALLOWED.status:
            return response
        answer = problem_response(request, Problem(METHOD_NOT_ALLOWED))
        for name, value in response.items():
            if not name.startswith("Content-"):
                answer[name] = value
        return answer

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        found = error if isinstance(error, Problem) else refused_by_database(error)
        return None if found is None else problem_response(request, found)


def refused_by_database(error: Exception) -> Problem | None:
    """What the caller can mend of what the database refused; None for failures of ours.

    That is a value too large, too long or out of the calendar, and a number that another request
    has taken in the same moment.
    """
    if isinstance(error, DataError):
        return Problem(
            INVALID,
            Text(
                "有一个值超出可以保存的范围（过大、过长或日期不存在）",
                "A value cannot be stored: it is too large, too long, or no such day exists",
            ),
        )
    if isinstance(error, IntegrityError) and isinstance(error.__cause__, UniqueViolation):
        return Problem(CONFLICT)
    return None


def wants_page(request: HttpRequest) -> bool:
    """Whether the client is a browser that shows pages."""
    return "text/html" in request.headers.get("Accept", "")


def problem_response(request: HttpRequest, problem: Problem) -> HttpResponse:
    """Answer with ``application/problem+json``, or a page for a browser."""
    if not wants_page(request):
        answer = problem_document(problem)
    elif problem.kind is NOT_SIGNED_IN:
        answer = redirect(f"/sign-in?next={quote(request.get_full_path())}")
    else:
        answer = render(
            request,
            "platform/problem.html",
            {"problem": problem},
            status=problem.kind.status,
        )
    patch_vary_headers(answer, ["Accept"])
    return answer


def problem_document(problem: Problem) -> HttpResponse:
    """The answer for programs, in the language of the request."""
    document = json.dumps(problem.as_document(get_language() or "zh"), ensure_ascii=False)
    return HttpResponse(
        # half of a surrogate pair, echoed from the input, becomes its JSON escape again
        document.encode("utf-8", "backslashreplace"),
        status=problem.kind.status,
        content_type=PROBLEM,
    )
