"""Who asks."""

from copy import copy

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest
from django.utils import timezone

from milkshed.kernel.problems import NOT_SIGNED_IN, Problem
from milkshed.platform.editions import kept
from milkshed.platform.models import Person
from milkshed.platform.permissions import require


class KnownPeople(ModelBackend):
    """Signs people in by name and password; whom a session stands for is read once an edition."""

    def get_user(self, user_id: int) -> Person | None:
        """The person with their memberships of today; None once they may not sign in."""

        def read() -> Person | None:
            person = super(KnownPeople, self).get_user(user_id)
            if not isinstance(person, Person):
                return None
            person.present_memberships()
            return person

        return copy(kept(("person", user_id, timezone.localdate()), read))


def person_of(request: HttpRequest) -> Person:
    """The person signed in, or a not-signed-in problem."""
    if not isinstance(request.user, Person):
        raise Problem(NOT_SIGNED_IN)
    return request.user


def person_with(request: HttpRequest, verb: str) -> Person:
    """The person signed in, who must hold a verb; see :func:`platform.permissions.require`."""
    require(request.user, verb)
    return person_of(request)
