"""The language of a page: the one the person chose, else Chinese.

Programs are answered in the language they ask for with ``Accept-Language``.
"""

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

from milkshed.platform.web.middleware import wants_page


class ChosenLanguage(LocaleMiddleware):
    """Django's language choice, but a page without a choice reads Chinese."""

    def process_request(self, request: HttpRequest) -> None:
        shown = wants_page(request) or "HX-Request" in request.headers
        if shown and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(settings.LANGUAGE_CODE)
            request.LANGUAGE_CODE = translation.get_language()
            return
        super().process_request(request)
