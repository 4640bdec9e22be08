"""The worker that keeps pages for places without network."""

from pathlib import Path

from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from milkshed.kernel.problems import NOT_FOUND, Problem


@require_GET
def service_worker(request: HttpRequest) -> HttpResponse:
    """The script that keeps the numbered pages of the folder it is served in.

    A browser lets a worker reach no further than its own folder, so each room serves it beside its
    pages.
    """
    found = finders.find("offline-worker.js")
    if not isinstance(found, str):
        raise Problem(NOT_FOUND)
    answer = HttpResponse(Path(found).read_bytes(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    return answer
