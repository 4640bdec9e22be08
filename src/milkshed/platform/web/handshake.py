"""Who opens a WebSocket: a program by its bearer token, or a page of ours by its session.

A connection lives long, so what it began with is a :class:`Credential` that can be asked again
and again whom it stands for now. Browsers send the session's cookie to WebSockets from any page;
a session counts only when the page's origin is this site.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, parse_cookie
from django.utils import timezone

from milkshed.platform.models import AccessToken, Person


@dataclass(frozen=True, slots=True)
class Credential:
    """What proves who someone is: the digest of a bearer token, or the key of a session."""

    token_digest: str = ""
    session_key: str = ""

    def person(self) -> Person | None:
        """The person it stands for now; None once it has run out or the person has left."""
        found = self._by_token() if self.token_digest else self._by_session()
        return found if found is not None and found.is_active else None

    def _by_token(self) -> Person | None:
        token = (
            AccessToken.objects.filter(digest=self.token_digest, expires_at__gt=timezone.now())
            .select_related("person")
            .first()
        )
        return None if token is None else token.person

    def _by_session(self) -> Person | None:
        if not self.session_key:
            return None
        request = HttpRequest()
        store: Any = import_module(settings.SESSION_ENGINE)
        request.session = store.SessionStore(self.session_key)
        user = get_user(request)
        return user if isinstance(user, Person) else None


def credential_of(headers: Iterable[tuple[bytes, bytes]]) -> Credential:
    """What the headers of a handshake prove; an empty credential when nothing."""
    given = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in headers}
    authorization = given.get("authorization", "")
    if authorization.startswith("Bearer "):
        word = authorization.removeprefix("Bearer ").strip()
        return Credential(token_digest=AccessToken.digest_of(word))
    if not _is_own_page(given):
        return Credential()
    cookies = parse_cookie(given.get("cookie", ""))
    return Credential(session_key=cookies.get(settings.SESSION_COOKIE_NAME, ""))


def _is_own_page(headers: Mapping[str, str]) -> bool:
    request = HttpRequest()
    request.META["HTTP_HOST"] = headers.get("host", "")
    try:
        return urlsplit(headers.get("origin", "")).netloc == request.get_host()
    except (DisallowedHost, ValueError):
        return False
