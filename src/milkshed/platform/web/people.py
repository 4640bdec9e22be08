"""Who asks."""

from django.http import HttpRequest

from milkshed.kernel.problems import NOT_SIGNED_IN, Problem
from milkshed.platform.models import Person
from milkshed.platform.permissions import require


def person_of(request: HttpRequest) -> Person:
    """The person signed in, or a not-signed-in problem."""
    if not isinstance(request.user, Person):
        raise Problem(NOT_SIGNED_IN)
    return request.user


def person_with(request: HttpRequest, verb: str) -> Person:
    """The person signed in, who must hold a verb; see :func:`platform.permissions.require`."""
    require(request.user, verb)
    return person_of(request)
