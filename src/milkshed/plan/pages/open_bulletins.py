"""Issued bulletins for everybody without signing in: the list, one to read, and its files."""

import json

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from milkshed.kernel.problems import NOT_FOUND, Problem
from milkshed.kernel.text import Text
from milkshed.plan.actions.bulletins.drawing import digest_of
from milkshed.plan.models import PublicBulletin
from milkshed.plan.pages.open_files import (
    DICTIONARY,
    FOREVER_S,
    JSON,
    NEWEST_S,
    no_such_file,
    open_file,
)
from milkshed.plan.pages.reading import reading
from milkshed.plan.queries.bulletins.secrets import least_holders
from milkshed.plan.queries.open_bulletins import (
    FILES,
    LISTED,
    corrections_of,
    listed,
    public_bulletins,
    whole,
)
from milkshed.platform.attachments import path_of
from milkshed.platform.documents.tables import CSV_MEDIA_TYPE, as_csv

_PER_PAGE = 30


@require_safe
def bulletins(request: HttpRequest) -> HttpResponse:
    """All public bulletins, the youngest period first, and what their list's fields mean."""
    return render(
        request,
        "plan/open/bulletins.html",
        {
            "page_obj": Paginator(public_bulletins(), _PER_PAGE).get_page(request.GET.get("page")),
            "dictionary": [(name, *told) for name, told in LISTED.items()],
        },
    )


@require_safe
def bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """One public bulletin with its footnotes, digests and copies."""
    found = _found(pk)
    return render(
        request,
        "plan/open/bulletin.html",
        {
            "public": found,
            "bulletin": found.bulletin,
            **reading(found.wording, found.content),
            "corrections": corrections_of(found),
            "least": least_holders(found.bulletin),
        },
    )


def _found(pk: int) -> PublicBulletin:
    found = public_bulletins().filter(pk=pk).first()
    if found is None:
        raise Problem(NOT_FOUND, Text("没有公开该通报", "There is no such public bulletin"))
    return found


@require_safe
def bulletin_file(request: HttpRequest, pk: int, name: str) -> HttpResponseBase:
    """A copy of a public bulletin, or all it tells as JSON."""
    found = _found(pk)
    if name == "data.json":
        content = whole(found)
        return open_file(
            request,
            lambda: json.dumps(content, ensure_ascii=False, indent=1).encode(),
            digest=digest_of(content),
            media_type=JSON,
            name=f"bulletin-{pk}.json",
            seconds=NEWEST_S,
        )
    copy = getattr(found, FILES[name]) if name in FILES else None
    if copy is None:
        raise no_such_file()
    return open_file(
        request,
        lambda: path_of(copy.sha256).read_bytes(),
        digest=copy.sha256,
        media_type=copy.media_type,
        name=f"bulletin-{pk}-{name}",
        seconds=FOREVER_S,
    )


@require_safe
def list_csv(request: HttpRequest) -> HttpResponseBase:
    """The list of public bulletins as CSV."""
    rows = listed(public_bulletins())
    return open_file(
        request,
        lambda: as_csv(list(LISTED), rows),
        digest=digest_of(rows),
        media_type=CSV_MEDIA_TYPE,
        name="bulletins.csv",
        seconds=NEWEST_S,
    )


@require_safe
def dictionary_csv(request: HttpRequest) -> HttpResponseBase:
    """What the fields of the list mean."""
    rows = [
        {"field": name, "meaning_zh": meaning.zh, "meaning_en": meaning.en, "unit": form}
        for name, (meaning, form) in LISTED.items()
    ]
    return open_file(
        request,
        lambda: as_csv(DICTIONARY, rows),
        digest=digest_of(rows),
        media_type=CSV_MEDIA_TYPE,
        name="bulletins-dictionary.csv",
        seconds=NEWEST_S,
    )
