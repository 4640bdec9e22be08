"""Who reads the page, and in which language."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import get_language

from milkshed.kernel.problems import NOT_SIGNED_IN, Problem
from milkshed.kernel.text import Text
from milkshed.platform.models import Person


def person_of(request: HttpRequest) -> Person:
    """The person signed in, or a not-signed-in problem."""
    if not isinstance(request.user, Person):
        raise Problem(NOT_SIGNED_IN)
    return request.user


def in_words(both: Text) -> str:
    """A text in the reader's language."""
    return both.in_language(get_language() or "zh")


def tell(request: HttpRequest, both: Text) -> None:
    """Say on the next page that something was done."""
    messages.success(request, in_words(both))
