"""What no address takes: characters nothing can store, endless addresses, boundless bodies."""

import json
from collections.abc import Callable, Iterable
from typing import TypeVar

from django.http import HttpRequest, HttpResponse

from milkshed.kernel.problems import (
    ADDRESS_TOO_LONG,
    MALFORMED,
    TOO_LARGE,
    Fault,
    Problem,
    ProblemType,
)
from milkshed.kernel.text import Text
from milkshed.platform.web.middleware import Handler, problem_response

ADDRESS_LIMIT = 8_000
BODY_LIMIT_BYTES = 25 * 1024 * 1024
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_OWN_LIMIT = "states_own_body_limit"

V = TypeVar("V", bound=Callable[..., HttpResponse])


def states_own_body_limit(view: V) -> V:
    """Mark a view that measures the body by itself and says so in its own words."""
    setattr(view, _OWN_LIMIT, True)
    return view


class RequestLimits:
    """Refuses, before any view runs, what would otherwise break deep inside.

    PostgreSQL stores neither NUL nor half of a surrogate pair, so text with either is malformed
    wherever it comes from: path, query, cookies, form fields or JSON.
    """

    def __init__(self, get_response: Handler) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        query = request.META.get("QUERY_STRING", "")
        if len(request.path) + len(query) > ADDRESS_LIMIT:
            return _refuse(
                request,
                ADDRESS_TOO_LONG,
                f"地址超过{ADDRESS_LIMIT}个字符",
                f"The address is longer than {ADDRESS_LIMIT} characters",
            )
        if "\0" in request.path_info:
            return _refuse_characters(request, "path")
        if "%00" in query or "\0" in query:
            return _refuse_characters(request, "query")
        for name, value in request.COOKIES.items():
            if not is_storable(value):
                return _refuse_characters(request, f"cookie {name}")
        return self._get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponse],
        arguments: tuple[object, ...],
        named: dict[str, object],
    ) -> HttpResponse | None:
        form = request.content_type in _FORMS
        announced = request.META.get("CONTENT_LENGTH") or "0"
        size = int(announced) if announced.isascii() and announced.isdigit() else 0
        if size > BODY_LIMIT_BYTES and (form or not getattr(view, _OWN_LIMIT, False)):
            return _refuse(
                request,
                TOO_LARGE,
                f"提交的内容超过{BODY_LIMIT_BYTES // 1024 // 1024} MB",
                f"The body is larger than {BODY_LIMIT_BYTES // 1024 // 1024} MB",
            )
        if form:
            for name, values in request.POST.lists():
                if not is_storable(name) or not all(map(is_storable, values)):
                    return _refuse_characters(request, name)
        return None


def is_storable(text: str) -> bool:
    """Whether text holds neither NUL nor half of a surrogate pair."""
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


def read_json(body: bytes) -> object:
    """Read a JSON body whose texts and numbers can be stored; anything else is malformed."""
    try:
        document = json.loads(body, parse_constant=_no_such_number)
    except (ValueError, RecursionError) as error:
        message = Text(f"不是合法的 JSON：{error}", f"This is not JSON: {error}")
        raise Problem(MALFORMED, message, [Fault("body", None, "json", message)]) from None
    lowered = body.lower()  # such characters can be written in JSON as escapes only
    suspect = b"\\u0000" in lowered or b"\\ud" in lowered
    if suspect and not all(map(is_storable, _texts(document))):
        raise _unstorable("body")
    return document


def _no_such_number(name: str) -> object:
    raise ValueError(name)


def _texts(document: object) -> Iterable[str]:
    if isinstance(document, str):
        yield document
    elif isinstance(document, list):
        for item in document:
            yield from _texts(item)
    elif isinstance(document, dict):
        for key, value in document.items():
            yield key
            yield from _texts(value)


def _unstorable(field: str) -> Problem:
    message = Text(
        "含有无法保存的字符（空字符或残缺字符）",
        "Holds a character that cannot be stored (NUL or half a surrogate pair)",
    )
    shown = field.encode("ascii", "backslashreplace").decode().replace("\0", "\\0")
    return Problem(MALFORMED, message, [Fault(shown, None, "storable-text", message)])


def _refuse_characters(request: HttpRequest, field: str) -> HttpResponse:
    return problem_response(request, _unstorable(field))


def _refuse(request: HttpRequest, kind: ProblemType, zh: str, en: str) -> HttpResponse:
    return problem_response(request, Problem(kind, Text(zh, en)))
