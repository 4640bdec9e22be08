"""The door of every page that is not public: signed in, and holding a verb where one is named."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import HttpRequest, HttpResponse

from milkshed.kernel.problems import NOT_SIGNED_IN, Problem
from milkshed.platform.permissions import require

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

        return cast("View[P]", guarded)

    return guard
