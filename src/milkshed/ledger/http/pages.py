"""The way to the next page: RFC 8288 links."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from milkshed.ledger.query.paging import TOKEN_LIFE


def link_to_next(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """Name the next page of the same request, and until when it can be asked for."""
    given = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if name != "nextPageToken"
    ]
    query = urlencode([*given, ("nextPageToken", token)])
    response["Link"] = f'<{request.build_absolute_uri(request.path)}?{query}>; rel="next"'
    expires = (timezone.now() + TOKEN_LIFE).isoformat(timespec="seconds")
    response["GS1-Next-Page-Token-Expires"] = expires
