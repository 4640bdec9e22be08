"""Files for everybody: cached by their digest, readable from other sites, CSV as spreadsheets like
it.
"""

import csv
from collections.abc import Callable, Mapping, Sequence
from io import StringIO

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import parse_etags

from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text

NEWEST_S = 300
FOREVER_S = 31_536_000
DICTIONARY = ("field", "meaning_zh", "meaning_en", "unit")
CSV = "text/csv; charset=utf-8"
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


def as_csv(header: Sequence[str], rows: Sequence[Mapping[str, object]]) -> bytes:
    """CSV in UTF-8 with a byte order mark, so that spreadsheets read Chinese as Chinese."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_one_line(row[name]) for name in header] for row in rows)
    return ("\ufeff" + text.getvalue()).encode()


def _one_line(value: object) -> str:
    """Text in one line that a spreadsheet takes for text and not for a formula."""
    plain = " ".join(str(value).split())
    is_number = plain[1:2].isdigit() or plain[1:2] == "."
    return f"'{plain}" if plain[:1] in ("=", "+", "-", "@") and not is_number else plain
