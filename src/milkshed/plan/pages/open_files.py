"""Files for everybody: kept by browsers under their digest, readable from other sites."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text

NEWEST_S = 300
FOREVER_S = 31_536_000
DICTIONARY = ("field", "meaning_zh", "meaning_en", "unit")
JSON = "application/json; charset=utf-8"


def no_such_file() -> Problem:
    """The problem of a file that is not given out under an address."""
    return Problem(NOT_FOUND, Text("没有该文件", "There is no such file"))


def open_file(
    request: HttpRequest,
    write: Callable[[], bytes],
    *,
    digest: str,
    media_type: str,
    name: str,
    seconds: int,
) -> HttpResponseBase:
    """A file for everybody, kept by browsers for so many seconds; ``digest`` tells it apart."""
    etag = f'"{digest[:32]}-{name}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        answer: HttpResponse = HttpResponseNotModified()
    else:
        answer = HttpResponse(write(), content_type=media_type)
        answer["Content-Disposition"] = f'attachment; filename="{name}"'
    answer["ETag"] = etag
    lasting = ", immutable" if seconds == FOREVER_S else ""
    answer["Cache-Control"] = f"public, max-age={seconds}{lasting}"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
