"""In which language the page is read."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import get_language

from milkshed.kernel.text import Text


def in_words(both: Text) -> str:
    """A text in the reader's language."""
    return both.in_language(get_language() or "zh")


def tell(request: HttpRequest, both: Text) -> None:
    """Say on the next page that something was done."""
    messages.success(request, in_words(both))
