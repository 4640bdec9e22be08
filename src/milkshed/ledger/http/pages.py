"""The way to the next page: RFC 8288 links."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse


def link_to_next(request: HttpRequest, response: HttpResponse, token: str) -> None:
    """Name the next page of the same request. Tokens point at a place and never expire."""
    given = [
        (name, value)
        for name, values in request.GET.lists()
        for value in values
        if name != "nextPageToken"
    ]
    query = urlencode([*given, ("nextPageToken", token)])
    response["Link"] = f'<{request.build_absolute_uri(request.path)}?{query}>; rel="next"'
