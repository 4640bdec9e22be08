"""The door of every page that is not public: signed in, and holding a verb where one is named."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from milkshed.kernel.problems import NOT_SIGNED_IN, Problem
from milkshed.platform.permissions import may, require

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def page(verb: str = "") -> Callable[[View[P]], View[P]]:
    """Let a view be seen only by people signed in who hold ``verb``."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.is_authenticated:
                raise Problem(NOT_SIGNED_IN)
            if verb:
                require(request.user, verb)
            return view(request, *args, **kwargs)

        guarded.__dict__["verb"] = verb  # decorators around it hand it on
        return cast("View[P]", guarded)

    return guard


def may_open(person: object, url: str) -> bool:
    """Whether the page at an address of this site is one the person holds the verb for.

    Whether a record there lies in the person's scope is the page's own answer.
    """
    try:
        view = resolve(urlsplit(url).path).func
    except Resolver404:
        return False
    verb = getattr(view, "verb", "")
    return not verb or may(person, verb)
